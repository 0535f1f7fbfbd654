"""Compares our importers with the tools whose quizzes they read: quizzes.py PROGRAM.

mkdocs-quiz (PyPI) parses a page with its own parser, the crate mdbook-quiz-schema a quiz in TOML; of both, each question's answers and
which of them are right are compared with what the program makes of the same file. Exit 1 if they differ.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
from importlib.metadata import version

from mkdocs_quiz import parsing
from mkdocs_quiz.plugin import MkDocsQuizPlugin

program = pathlib.Path(sys.argv[1]).resolve()
folder = pathlib.Path(tempfile.mkdtemp())
PAGE = """# Page

<quiz>
What is **two** and two?
- [ ] Three
> One short.
- [x] Four
- [] Five
> One too many.

All of it.
</quiz>

<quiz>
Which are even?
* [x] 2
* [X] 4
* [ ] 5
</quiz>

```text
<quiz>
- [x] only shown
</quiz>
```

<quiz>
Water is [[H2O]].
</quiz>
"""
TOML = '''
[[questions]]
id = "sum"
type = "MultipleChoice"
prompt.prompt = "What is 1 + 1?"
prompt.distractors = ["1", "3", "**infinity**"]
answer.answer = "2"
context = "Count."

[[questions]]
type = "MultipleChoice"
prompt.prompt = "Which are even?"
prompt.distractors = ["5"]
answer.answer = ["2", "4"]

[[questions]]
type = "ShortAnswer"
prompt.prompt = "Which keyword binds a variable?"
answer.answer = "let"
answer.alternatives = ["let mut"]
'''


def ours(name, text):
    """The answers of each question that the program makes of a file: whether each is right, and its words."""
    source, course = folder / name, folder / f"course-{name}"
    source.write_text(text, encoding="utf-8")
    subprocess.run([program, "import", source, "--to", course], check=True, stdout=subprocess.DEVNULL)
    markdown = (course / name).with_suffix(".md").read_text(encoding="utf-8")
    found = []
    is_code = False
    for line in markdown.splitlines():
        is_code ^= line.startswith("```")
        if line.startswith("### "):
            found.append([])
        elif not is_code and (answer := re.match(r"- \[([x ])\] (.*)", line)):
            found[-1].append((answer[1] == "x", answer[2]))
    return [sorted(answers) for answers in found]


def by_mkdocs_quiz():
    plugin = MkDocsQuizPlugin()
    masked, _ = parsing.mask_code_blocks(PAGE)
    found = []
    for quiz in parsing.find_quizzes(masked):
        inside = quiz.group(1)
        gaps = re.findall(parsing.FILL_BLANK_REGEX, inside)
        if gaps:
            found.append([(True, gap) for gap in gaps])
            continue
        _, answers, right, *_ = plugin._parse_quiz_question_and_answers(inside.strip().splitlines())
        found.append(sorted((answer in right, answer) for answer in answers))
    return found


def by_mdbook_quiz():
    crate = folder / "judge"
    (crate / "src").mkdir(parents=True)
    (crate / "Cargo.toml").write_text(
        '[package]\nname = "judge"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\nmdbook-quiz-schema = "=0.5.0"\n'
        'toml = "0.5"\nserde_json = "1"\n'
    )
    (crate / "src/main.rs").write_text(
        'fn main() { let quiz: mdbook_quiz_schema::Quiz = toml::from_str(&std::fs::read_to_string(std::env::args().nth(1).unwrap())'
        '.unwrap()).unwrap(); println!("{}", serde_json::to_string(&quiz).unwrap()); }\n'
    )
    (folder / "judged.toml").write_text(TOML)
    done = subprocess.run(
        ["cargo", "run", "--quiet", "--", folder / "judged.toml"], cwd=crate, check=True, capture_output=True, text=True
    )
    found = []
    for question in json.loads(done.stdout)["questions"]:
        answer = question["answer"]["answer"]
        right = answer if isinstance(answer, list) else [answer]
        right = right + (question["answer"].get("alternatives") or [])
        wrong = question["prompt"].get("distractors") or []
        found.append(sorted([(True, words) for words in right] + [(False, words) for words in wrong]))
    return found


failed = False
for peer, theirs, mine in [
    (f"mkdocs-quiz {version('mkdocs-quiz')}", by_mkdocs_quiz(), ours("page.md", PAGE)),
    ("mdbook-quiz-schema 0.5.0", by_mdbook_quiz(), ours("quiz.toml", TOML)),
]:
    same = theirs == mine
    failed |= not same
    print(f"{peer}: {len(theirs)} questions, {sum(map(len, theirs))} answers, {'the same' if same else 'NOT the same'}")
    if not same:
        print(f"  theirs {theirs}\n  ours   {mine}")
sys.exit(failed)

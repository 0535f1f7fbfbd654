"""Whatever a learner writes reads the same in CommonMark, Python-Markdown and pandoc: as typed, with no mark made of it."""

import importlib.metadata, os, random, re, shutil, subprocess
from html.parser import HTMLParser

from program import Learner, agree, node, packages, seen, skip

ROUNDS = int(os.environ.get("ALLY_UP_ROUNDS", "300"))
SEED = int(os.environ.get("ALLY_UP_SEED", "7"))
# What somebody could type, and what a reader could take for more than that.
LINES = [
    "it cost $5 and $x$, or $$y$$ and $20-$30", ":tea: and :+1: at 10:30:45, 10:100:20", "a <b>bold</b> <br> & &amp; &#65; R&D; <!-- x -->", "C:\\new\\tea ends in \\",
    "# no heading #", "## no heading ##", "- no entry", "* no entry", "+ no entry", "1. no entry", "2) no entry", "(3) no entry", "a. no entry", "iv. no entry",
    "(@) no entry", "#. no entry", "> no quotation", "| a | b |", "|---|---|", "===", "---", "***", "___", "```", "~~~", "    indented", "\tindented",
    "*a* _b_ **c** __d__ ~~e~~ ~f~ ^g^ `h` ``i``", "snake_case_word and 2*3*4", "[a](b) ![c](d) [e][f] [^1] [g]: http://h", "[x]: y", "[ ] open", "[x] done",
    "{.class} {#id} {: .x} {{ y }}", "http://example.org/a_b_c?d=e&f=g", "me@example.org and @somebody, (@x)", "Term", ": no definition", "~ no definition",
    "!!! note", "??? note", "=== \"tab\"", "%  no title", "::: no box", "--- no dates: x", "... and -- dashes", "\"quotes\" and 'quotes'", "line\\", "a  b", "\\(x\\) \\[y\\]",
    "Table: no caption", "*[HTML]: no abbreviation", "[TOC]", "==a== ++b++ ^^c^^", "&copy; &nbsp; &#x41;", "日本語*と*です", "é*à*ü _ö_", "1986. A great year.", "e.g. this", "I. am here",
    "\\begin{x}", "<http://example.org>", "a\\*b", "--8<-- x", "H~2~O and 2^10^", "-@key", "``` x", "Setext", "=====", "$", "&", "<", "\\", "@", ":", "a:b:c:d",
]
SIGNS = "*_`~^$:&<>[]{}()#+-=.!|\\/@\"'%?;, \t"


class Reader(HTMLParser):
    """The words of a page of HTML, a line for each line, and the elements that stand in it."""

    BREAKS = {"p", "br", "li", "h1", "h2", "h3", "blockquote", "ul", "hr", "div"}

    def __init__(self, text):
        super().__init__()
        self.words, self.elements = "", set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.add(tag)
        if tag in self.BREAKS:
            self.words += "\n"

    def handle_endtag(self, tag):
        if tag in self.BREAKS:
            self.words += "\n"

    def handle_data(self, data):
        self.words += data.replace("\n", " ")

    def lines(self):
        lines = [" ".join(line.split()) for line in self.words.split("\n")]
        return [line for line in lines if line]


def readers():
    import markdown

    found = {
        # MkDocs turns these on by itself.
        "Python-Markdown": lambda text: markdown.markdown(text, extensions=["toc", "tables", "fenced_code"]),
        "Python-Markdown, all of its own": lambda text: markdown.markdown(text, extensions=["extra", "admonition", "nl2br", "sane_lists", "toc", "wikilinks"]),
    }
    js = "const c=require('commonmark');process.stdout.write(new c.HtmlRenderer().render(new c.Parser().parse(require('fs').readFileSync(0,'utf8'))))"
    if node(js, typed="x") is None:
        skip("commonmark.js", "node is not installed")
    else:
        found["commonmark.js"] = lambda text: node(js, typed=text)
    if shutil.which("pandoc"):
        for kind in ("markdown-smart", "gfm-autolink_bare_uris", "commonmark_x-smart"):
            found[f"pandoc -f {kind}"] = lambda text, kind=kind: subprocess.run(
                ["pandoc", "-f", kind, "-t", "html", "--wrap=preserve"], input=text, capture_output=True, text=True, check=True
            ).stdout
    else:
        skip("pandoc", "it is not installed")
    return found


def typed(dice):
    """An entry of the journal: lines as they are, lines of signs, and blank ones between some of them."""
    lines = list(LINES)
    for _ in range(ROUNDS):
        words = ["".join(dice.choice(SIGNS if dice.random() < 0.6 else "abIx1 9é") for _ in range(dice.randint(1, 9))) for _ in range(dice.randint(1, 5))]
        lines.append(" ".join(words))
    dice.shuffle(lines)
    spaced = []
    for line in lines:
        spaced += [line] + [""] * (dice.random() < 0.4)
    return spaced


def run(folder):
    dice = random.Random(SEED)
    entry = typed(dice)
    # While one writes, a line with only a full stop ends it, and one that begins with a colon would be a command.
    said = [(":" + line.lstrip() if line.lstrip().startswith(":") else line) for line in entry if line.strip() != "."]
    course = folder / "course"
    course.mkdir()
    (course / "course.ron").write_text('Course(id: "tea", title: "Tea", modules: [Module(id: "m", title: "M", items: [Lesson(id: "l", file: "l.md")])])')
    (course / "l.md").write_text("# Lesson\n\n### For whom? {#j .reflect}\n")
    learner = Learner(folder, "learner", course)
    learner.play("Lesson", "1", *said, ".", "Keep this")
    plan = {2: ["1", "a <b> & $x$ :tea: \\"], 5: ["1", "*do* it"], 10: ["1", "1. she is cut off"], 11: ["1", "say: _please_"]}
    learner.play("practice", "Make a plan", "1", *learner.form(plan))
    files = {name: learner.run("export", *arguments) for name, arguments in [
        ("notebook", ["notebook", "--with-journal"]), ("plan", ["plan"]), ("record", ["record"])]}
    expected = [" ".join(line.split()) for line in entry if line.strip() and line.strip() != "."]
    for name, text in files.items():
        agree(f"{name}: a backslash at a line's end", [line for line in text.splitlines() if line.rstrip(" ").endswith("\\")], [])
        agree(f"{name}: an escape that Python-Markdown does not know", re.findall(r"\\[^`*_{}\[\]()>#+.!\-]", text), [])
    told = {}
    for reader, read in readers().items():
        for name, text in files.items():
            page = Reader(read(text))
            lines = page.lines()
            strange = page.elements - {"h1", "h2", "h3", "p", "br", "ul", "li", "blockquote", "strong", "em", "hr", "a", "span", "div"}
            agree(f"{reader}: elements of the {name} that nobody wrote", strange, set())
            if name == "notebook":
                start = next((at for at in range(len(lines)) if lines[at : at + 1] == expected[:1]), 0)
                for at, line in enumerate(expected):
                    agree(f"{reader}: line {at} of the journal", lines[start + at] if start + at < len(lines) else None, line)
            told.setdefault(name, {})[reader] = lines
    for name, by_reader in told.items():
        first = next(iter(by_reader.values()))
        for reader, lines in by_reader.items():
            agree(f"the {name} in {reader}", lines, first)
    seen(f"{len(expected)} lines, {len(files)} files", "the same words in the same lines in " + ", ".join(readers()))
    versions = [f"Python-Markdown {importlib.metadata.version('Markdown')}"]
    versions += packages("commonmark")
    if shutil.which("pandoc"):
        versions.append(subprocess.run(["pandoc", "--version"], capture_output=True, text=True).stdout.splitlines()[0])
    seen("read by", ", ".join(versions))

"""Judges a GIFT bank with two readers that are not ours: gift.py BANK.

PyPI pygiftparser reads it here; npm gift-pegjs through gift.js, where NODE_PATH names its folder. Exit 1 if either refuses a question
or finds another number of questions or answers than the other.
"""

import json
import logging
import os
import pathlib
import subprocess
import sys
from importlib.metadata import version

import pygiftparser.parser as reader

logging.disable(logging.WARNING)
path = pathlib.Path(sys.argv[1])
with path.open(encoding="utf-8") as bank:
    questions = reader.parseFile(bank)
refused = [question.title for question in questions if not question.valid]
seen = {
    question.title: len(getattr(question.answers, "answers", []))
    for question in questions
}
print(f"pygiftparser {version('pygiftparser')}: {len(questions)} questions, {sum(seen.values())} answers, {len(refused)} refused")
for title in refused:
    print(f"  refused: {title}")

script = pathlib.Path(__file__).with_name("gift.js")
done = subprocess.run(["node", script, path], capture_output=True, text=True, env=os.environ, check=False)
if done.returncode:
    print(f"gift-pegjs refused the bank: {done.stderr.strip()[:600]}")
    sys.exit(1)
found = json.loads(done.stdout)
theirs = found["questions"]
print(f"gift-pegjs {found['version']}: {len(theirs)} questions, {sum(theirs.values())} answers")
differ = [title for title in seen.keys() | theirs.keys() if seen.get(title) != theirs.get(title)]
for title in differ:
    print(f"  differ on {title}: {seen.get(title)} and {theirs.get(title)} answers")
sys.exit(1 if refused or differ else 0)

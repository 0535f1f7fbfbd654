"""What `check` tells machines: SARIF before Microsoft's own validator, with the rules that GitHub's code scanning adds, and the lines for a workflow
beside those that GitHub's toolkit writes of the same complaints."""

import json, os, subprocess
from pathlib import Path

from program import BIN, ROOT, TOOLS, agree, node, packages, seen, skip

# What the toolkit writes for a list of complaints, a line each.
TOOLKIT = """
const core = require('@actions/core');
const say = { error: core.error, warning: core.warning, advice: core.notice };
for (const told of JSON.parse(require('fs').readFileSync(0, 'utf8')))
  say[told.severity](told.help ? `${told.message} (${told.help})` : told.message, {
    title: told.code, file: told.file, startLine: told.line ?? undefined, startColumn: told.column ?? undefined,
    endLine: told.end_line ?? undefined, endColumn: told.end_column ?? undefined });
"""
# A name that needs every escape there is.
NAME = "a b, 100%: é.md"


def complaints(course, form):
    done = subprocess.run([BIN, "check", str(course), "--format", form], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{course}: {done.stderr}")
    return done.stdout


def command(line):
    """A workflow's command taken apart: its kind, its properties in any order, its message."""
    kind, properties, message = line.removeprefix("::").split(" ", 1)[0], *line.split(" ", 1)[1].split("::", 1)
    return kind, dict(part.split("=", 1) for part in properties.split(",")), message


def run(folder):
    odd = folder / "odd"
    odd.mkdir()
    (odd / "course.ron").write_text(f'Course(id: "odd", title: "Odd", modules: [Module(id: "m", title: "M", items: [Lesson(id: "l", file: "{NAME}")])])')
    (odd / NAME).write_text("# Ünï 茶\n\n茶茶 [100%: a, b](nowhere.md) and [c](other.md).\n\n### Which ____ is it? {#q .fill}\n\n- [x] 茶\n- [ ] b\n")
    courses = [odd, *sorted(path.parent for path in (ROOT / "tests/check").glob("*/course.ron"))]
    told, codes = 0, set()
    files = []
    for course in courses:
        found = json.loads(complaints(course, "json"))
        codes |= {one["code"] for one in found}
        told += len(found)
        path = folder / f"{course.name}.sarif"
        path.write_text(complaints(course, "sarif"))
        files.append(path)
        lines = node(TOOLKIT, typed=json.dumps(found)) if course in courses[:12] else None
        if lines is not None:
            agree(f"{course.name}: lines for a workflow", [command(line) for line in complaints(course, "github").splitlines()],
                  [command(line) for line in lines.splitlines()])
    seen("complaints", f"{told} of {len(codes)} codes, from {len(courses)} courses")
    if packages("@actions/core"):
        seen("lines for a workflow", f"as {packages('@actions/core')[0]} writes them")
    else:
        skip("lines for a workflow", "node is not installed")
    tool = TOOLS / "node/node_modules/.bin/sarif-multitool"
    if not tool.exists():
        return skip("SARIF", "sarif-multitool is not installed")
    env = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    # The standard and what is good practice with it; what code scanning asks for beside that.
    for rules in ["Sarif", "Ghas"]:
        out = folder / f"{rules}.judged"
        done = subprocess.run([tool, "validate", *files, "--rule-kind", rules, "--output", out], capture_output=True, text=True, env=env)
        if not out.exists():
            raise SystemExit(done.stdout[-3000:] + done.stderr)
        results = json.loads(out.read_text(encoding="utf-8-sig"))["runs"][0].get("results", [])
        by_level = {}
        for result in results:
            by_level.setdefault(result.get("level", "warning"), set()).add(result["ruleId"])
        agree(f"SARIF, rules of {rules}: errors", sorted(by_level.pop("error", ())), [])
        advice = {level: sorted(rules) for level, rules in by_level.items()}
        seen(f"SARIF, rules of {rules}", f"{len(files)} files before {packages('@microsoft/sarif-multitool')[0]}: no error; what it advises: {advice}")

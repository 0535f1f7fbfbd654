"""The program under test, driven line by line, and the tools that look at its files."""

import json, os, shutil, subprocess, sys, tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = str(Path(os.environ.get("ALLY_UP_BIN", ROOT / "target/debug/ally-up")).resolve())
TOOLS = Path(os.environ.get("ALLY_UP_PEERS", Path(tempfile.gettempdir()) / "ally-up-peers")).resolve()
# Parts of the form of a plan, in the order in which Enter leads to them.
PARTS = 21


def skip(what, why):
    print(f"skipped: {what}: {why}", flush=True)


def seen(what, how):
    print(f"{what}: {how}", flush=True)


def agree(what, found, expected):
    if found != expected:
        sys.exit(f"{what}\n  found    {found!r}\n  expected {expected!r}")


def node(script, *arguments, typed=""):
    """What a script prints that sees the packages; none without node."""
    if not (shutil.which("node") and (TOOLS / "node/node_modules").exists()):
        return None
    env = {**os.environ, "NODE_PATH": str(TOOLS / "node/node_modules")}
    done = subprocess.run(["node", "-e", script, *map(str, arguments)], input=typed, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def packages(*names):
    """Packages of node and their versions, as far as they are there."""
    manifests = [(name, TOOLS / "node/node_modules" / name / "package.json") for name in names]
    return [f"{name} {json.loads(path.read_text())['version']}" for name, path in manifests if path.exists()]


class Learner:
    """A data folder of its own."""

    def __init__(self, folder, name, course=None):
        self.home = folder / name
        self.home.mkdir()
        self.arguments = ["--data", str(self.home / "data")] + (["--course", str(course)] if course else [])
        self.env = {"HOME": str(self.home), "PATH": os.environ["PATH"], "TZ": "UTC"}

    def run(self, *arguments, typed="", code=0):
        command = [BIN, *arguments, *self.arguments]
        done = subprocess.run(command, input=typed, env=self.env, cwd=self.home, capture_output=True, text=True, timeout=120)
        if done.returncode != code:
            sys.exit(f"{arguments} ended with {done.returncode}: {done.stdout[-3000:]}{done.stderr}")
        return done.stdout if code == 0 else done.stderr

    def play(self, *lines):
        # A start may go on where one left.
        return self.run("--plain", typed="\n".join(["home", *lines, "quit", ""]))

    def form(self, parts):
        """Lines for some parts of the form of the plan, from its page on."""
        return [line for part in range(2, PARTS + 1) for line in [*parts.get(part, []), ""]]

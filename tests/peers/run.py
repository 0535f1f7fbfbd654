#!/usr/bin/env python3
"""What is taken away, in the hands of the programs it is for. Each makes its files with the real binary and looks at what came out.

    cargo build && python3 tests/peers/run.py [calendar|markdown|cards|pages|complaints|many ...]

Packages go into ALLY_UP_PEERS, a folder outside the repository (default: ally-up-peers in the folder for temporary files), once. Programs
of the system are used where they are: Debian's libical3, khal, pandoc, chromium, poppler-utils, nodejs and npm. One that is missing is
skipped, and it is said. Nothing is fetched but packages; servers listen on loopback only.
"""

import importlib, os, shutil, subprocess, sys, tempfile
from pathlib import Path

PYTHON = ["icalendar==7.3.2", "Radicale==3.9.0", "Markdown==3.11.3", "anki==26.9.3"]
NODE = ["ical.js@2.2.1", "commonmark@0.31.2", "axe-core@4.14.1", "puppeteer-core@24.43.1", "@microsoft/sarif-multitool@5.7.0", "@actions/core@1.11.1"]
MANY = ["duckdb==2.0.1", "chdb==4.4.0", "ralph-malph[backend-clickhouse,cli,lrs]==5.1.0", "crc32c==2.9.post0", "requests"]
ALL = ["calendar", "markdown", "cards", "pages", "complaints", "many"]
HERE = Path(__file__).resolve().parent
TOOLS = Path(os.environ.get("ALLY_UP_PEERS", Path(tempfile.gettempdir()) / "ally-up-peers")).resolve()


def prepare():
    """The packages, and this script run again by the Python that has them."""
    python = TOOLS / "python/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", TOOLS / "python"], check=True)
    if Path(sys.prefix) != TOOLS / "python":
        # The engines and the store for many learners are large: whoever asks for something else does without.
        packages = PYTHON + MANY if "many" in (sys.argv[1:] or ALL) else PYTHON
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *packages], check=True)
        if shutil.which("npm"):
            (TOOLS / "node").mkdir(exist_ok=True)
            subprocess.run(["npm", "install", "--silent", "--no-save", "--prefix", TOOLS / "node", *NODE], check=True)
        os.execv(python, [str(python), str(HERE / "run.py"), *sys.argv[1:]])


def main():
    prepare()
    sys.path.insert(0, str(HERE))
    wanted = sys.argv[1:] or ALL
    for name in wanted:
        if name not in ALL:
            sys.exit(f"there is no {name}; there are {', '.join(ALL)}")
    for name in wanted:
        print(f"\n== {name}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            importlib.import_module(f"peer_{name}").run(Path(folder))
    print("\nall as expected; what was skipped is named above")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""`ally-up report` beside DuckDB over the same statements: time, time of processors, and the most memory of each, by turns.

    python3 tests/peers/learners.py xapi 100000 FOLDER
    ALLY_UP_BIN=target/release/ally-up python3 tests/peers/beside_duckdb.py FOLDER [TURNS]
"""

import os, subprocess, sys, time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = str(Path(os.environ.get("ALLY_UP_BIN", ROOT / "target/release/ally-up")).resolve())
DUCKDB = """
import duckdb, pathlib, sys
base = duckdb.connect()
base.execute("SET TimeZone = 'UTC'")
sql = pathlib.Path(sys.argv[1])
base.execute((sql / "duckdb-from-files.sql").read_text().replace("statements/", sys.argv[2] + "/"))
print(len(base.execute((sql / "duckdb-questions.sql").read_text()).fetchall()))
"""


def measured(command):
    begun = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command[:2]} ended with {status}")
    return time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    folder, turns = Path(sys.argv[1]).resolve(), int((sys.argv[2:] or ["3"])[0])
    statements = str(folder / "xapi")
    both = {
        "ally-up": [BIN, "report", statements, "--json", "--course", str(folder / "course")],
        "DuckDB": [sys.executable, "-c", DUCKDB, str(ROOT / "assets/analysis"), statements],
    }
    for turn in range(turns):
        for name, command in both.items():
            wall, processors, memory = measured(command)
            print(f"{name}: {wall:.1f} s, {processors:.1f} s of processors, {memory:.0f} MB", flush=True)


if __name__ == "__main__":
    main()

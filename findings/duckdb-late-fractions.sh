#!/usr/bin/env bash
# Tool: duckdb 2.0.1 (PyPI)
# Behavior: where a number with a fraction first comes after record 20,480 of JSON lines or CSV, it is rounded to a whole one, silently.
#
# One would expect that a column whose first 20,480 values are whole numbers becomes a column of fractions once one comes, or that the
# reader says with the line's number that 0.75 is no whole number, as it does for a text that comes as late ("could not convert"). The
# types are guessed from the first 20,480 records; a fraction behind them is cast, and that cast rounds: 0.75 is 1 and 1.75 is 2. A mean
# over scores of which the first happen to be 0 and 1 is then wrong, and nothing says so.
#
# What our readers would meet: nothing. assets/analysis/duckdb-from-files.sql gives each column its type, and no query reads a score.
#
# Output seen on 2026-11-28 with Python 3.11:
#   guessed: BIGINT, 1, 2
#   all records looked at: DOUBLE, 0.75, 1.75
#   CSV, guessed: BIGINT, 1, 2
#   a text as late: refused
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install -q --disable-pip-version-check --root-user-action=ignore --target "$folder/packages" duckdb==2.0.1
cd "$folder"
cat > read.py <<'PY'
import duckdb

whole = range(25_000)
with open("late.jsonl", "w") as lines, open("late.csv", "w") as table, open("text.jsonl", "w") as text:
    table.write("n,score\n")
    for n, score in [*((n, 1) for n in whole), (25_000, 0.75), (25_001, 1.75)]:
        lines.write(f'{{"n":{n},"score":{score}}}\n')
        table.write(f"{n},{score}\n")
        text.write(f'{{"n":{n},"score":{score if n in whole else chr(34) + "good" + chr(34)}}}\n')


def late(source):
    rows = duckdb.sql(f"SELECT typeof(score), score FROM {source} WHERE n >= 25000 ORDER BY n").fetchall()
    return ", ".join([rows[0][0], *(str(score) for _, score in rows)])


print("guessed:", late("read_ndjson('late.jsonl')"))
print("all records looked at:", late("read_ndjson('late.jsonl', sample_size = -1)"))
print("CSV, guessed:", late("read_csv('late.csv')"))
try:
    print("a text as late:", late("read_ndjson('text.jsonl')"))
except duckdb.Error:
    print("a text as late: refused")
PY
seen=$(PYTHONPATH="$folder/packages" python3 read.py)
printf '%s\n' "$seen"
diff <(printf '%s\n' "$seen") - <<'SEEN'
guessed: BIGINT, 1, 2
all records looked at: DOUBLE, 0.75, 1.75
CSV, guessed: BIGINT, 1, 2
a text as late: refused
SEEN
echo "as stated"

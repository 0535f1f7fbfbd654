#!/usr/bin/env bash
# Tool: pandoc 3.9 (PyPI: pypandoc_binary 1.17)
# Behavior: read as gfm or commonmark_x, `$20-$30` is a formula and loses both dollar signs; read as markdown it is text.
#
# One would expect that two amounts of money with a dash between them are text. The manual says of tex_math_dollars that the closing
# dollar sign "must not be followed immediately by a digit", and the reader of pandoc's own Markdown keeps to it. The readers built on
# CommonMark, where that extension is on as well, do not: the first amount becomes a formula, and what is left of the second is "30".
# Debian 12's 2.17.1.1 does the same for commonmark_x; its gfm had no formulas yet.
#
# What our readers would meet is mended in src/export/markdown.rs: every dollar sign that could end a formula is written by its number.
#
# Output seen on 2026-11-28 with Python 3.11:
#   markdown: It costs $20-$30 a day.
#   commonmark_x: It costs 20−30 a day.
#   gfm: It costs 20−30 a day.
#   gfm, with a number for the sign: It costs $20-$30 a day.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install -q --disable-pip-version-check --root-user-action=ignore --target "$folder" pypandoc_binary==1.17
read_as() { "$folder/pypandoc/files/pandoc" -f "$1" -t plain <<< "$2"; }
seen=$(
  for format in markdown commonmark_x gfm; do
    echo "$format: $(read_as "$format" 'It costs $20-$30 a day.')"
  done
  echo "gfm, with a number for the sign: $(read_as gfm 'It costs $20-&#36;30 a day.')"
)
printf '%s\n' "$seen"
diff <(printf '%s\n' "$seen") - <<'SEEN'
markdown: It costs $20-$30 a day.
commonmark_x: It costs 20−30 a day.
gfm: It costs 20−30 a day.
gfm, with a number for the sign: It costs $20-$30 a day.
SEEN
echo "as stated"

#!/bin/sh
# Plays and checks the real files of list.txt, each as a lesson of one course in a folder of its own. The files belong to their authors
# and are not kept here: each is fetched at its commit, unless it lies in FOLDER/course by its number (f01.md) already. A person then looks
# at the pages, 80 columns wide, for what is garbled, and at the complaints for what is wrong; that a link or a picture is not in this
# folder is right.
# Usage: tests/wild/play.sh FOLDER [ALLY-UP]
set -eu
folder=${1:?a folder to make}
program=${2:-ally-up}
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$folder/course" "$folder/pages"
count=0
items=
while read -r repository path commit _; do
    count=$((count + 1))
    id=$(printf 'f%02d' "$count")
    [ -e "$folder/course/$id.md" ] ||
        curl --fail --silent --show-error --output "$folder/course/$id.md" "https://raw.githubusercontent.com/$repository/$commit/$path"
    items="$items Lesson(id: \"$id\", file: \"$id.md\"),"
done <"$here/list.txt"
printf 'Course(id: "wild", title: "Wild", modules: [Module(id: "m", title: "M", items: [%s])])\n' "$items" >"$folder/course/course.ron"
while [ "$count" -gt 0 ]; do
    id=$(printf 'f%02d' "$count")
    "$program" --course "$folder/course" --color always read "$id" >"$folder/pages/$id.ansi"
    "$program" --course "$folder/course" --plain read "$id" >"$folder/pages/$id.txt"
    count=$((count - 1))
done
"$program" check "$folder/course" >"$folder/check.txt" || true
tail -n 1 "$folder/check.txt"

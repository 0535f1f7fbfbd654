#!/usr/bin/env bash
# Tool: gift-pegjs 1.0.2 (npm)
# Behavior: in the partner of a matching question it leaves the stand-in of an escaped sign: `12\:00` is read as `12&&058;00`.
#
# One would expect that a reader of GIFT undoes `\:`, `\=`, `\#`, `\~`, `\{` and `\}` everywhere, as its own grammar does in stems, answers
# and feedback; and an unescaped colon it refuses. It puts a stand-in for each while it reads, and takes that back in the texts that
# carry a format; the partner of a pair carries none, and is not looked at again. There is no way to write a time of day, an address
# or an equation as a partner that it reads as meant.
#
# What our readers would meet: nothing in Moodle, which undoes it. Our export escapes as GIFT says (src/course_export/gift.rs), and what
# is compared of the two readers in tests/peers/ is the number of answers, not the words of a partner.
#
# Output seen on 2026-11-28 with node 20:
#   choice: 12:00
#   partner: 12&&058;00
#   partner: x&&061;y
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit gift-pegjs@1.0.2 > /dev/null
cat > read.js <<'JS'
const { parse } = require("gift-pegjs");
const [choice, match] = parse("::a::Pick. {=12\\:00 ~24\\:00}\n\n::b::Match. {\n=at noon -> 12\\:00\n=never -> x\\=y\n}\n");
console.log(`choice: ${choice.choices[0].text.text}`);
for (const pair of match.matchPairs) console.log(`partner: ${pair.subanswer}`);
JS
seen=$(node read.js)
printf '%s\n' "$seen"
diff <(printf '%s\n' "$seen") - <<'SEEN'
choice: 12:00
partner: 12&&058;00
partner: x&&061;y
SEEN
echo "as stated"

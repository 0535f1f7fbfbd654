#!/usr/bin/env bash
# Tool: ratatui-core 0.1.2 with unicode-width 0.2.3 (crates)
# Behavior: it gives a halfwidth Japanese voiced mark (U+FF9E, U+FF9F) two cells.
#
# One would expect that text takes as many cells of a Buffer as the width crate under it says, and ratatui-core's own tests want two
# cells for a letter with its mark. Until 0.2.2 unicode-width counted the mark as no column of its own, and ratatui-core adds one for
# it; 0.2.3 counts it, which ratatui-core's requirement lets in, and so it is counted twice. What follows such a word on a line stands
# one column too far right for each mark. Terminals show letter and mark in two cells.
#
# What our readers would meet is mended in src/paint.rs: the width of a cluster is decided in one place, and forced on the cell.
#
# Output seen on 2026-11-28 with rustc 1.95.0:
#   letter: width 1, next cell 1
#   letter and voiced mark: width 2, next cell 3
#   letter and half-voiced mark: width 2, next cell 3
#   fullwidth letter and combining mark: width 2, next cell 2
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat > "$folder/Cargo.toml" <<'TOML'
[package]
name = "cells"
version = "0.0.0"
edition = "2021"

[dependencies]
ratatui-core = "=0.1.2"
unicode-width = "=0.2.3"
TOML
cat > "$folder/src/main.rs" <<'RUST'
use ratatui_core::{buffer::Buffer, layout::Rect, style::Style};
use unicode_width::UnicodeWidthStr;

fn main() {
    for (name, text) in [
        ("letter", "\u{ff76}"),
        ("letter and voiced mark", "\u{ff76}\u{ff9e}"),
        ("letter and half-voiced mark", "\u{ff8a}\u{ff9f}"),
        ("fullwidth letter and combining mark", "\u{30ab}\u{3099}"),
    ] {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        let (next, _) = buffer.set_stringn(0, 0, text, 8, Style::new());
        println!("{name}: width {}, next cell {next}", text.width());
    }
}
RUST
seen=$(cd "$folder" && cargo run --quiet)
printf '%s\n' "$seen"
diff <(printf '%s\n' "$seen") - <<'SEEN'
letter: width 1, next cell 1
letter and voiced mark: width 2, next cell 3
letter and half-voiced mark: width 2, next cell 3
fullwidth letter and combining mark: width 2, next cell 2
SEEN
echo "as stated"

//! Owns the README's pictures and its short cast: the real program in a pseudo-terminal, played by keys, its screens drawn as SVG.
//! Must not draw anything that the program did not write. Made anew with
//! `cargo test --release --test binary pictures -- --ignored`.

use crate::window::{Home, PAINTED, Window};
use serde_json::json;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;
use vt100::{Cell, Color};

/// The size of all pictures, in cells.
const SIZE: (u16, u16) = (80, 24);
/// A cell, in pixels.
const CELL: (f32, f32) = (9.03, 17.46);
/// Around the cells, in pixels.
const EDGE: f32 = 12.0;
/// The themes, each with its ground and ink.
const THEMES: [(&str, &str, &str); 2] = [("paper", "#fbf7ee", "#24211c"), ("night", "#171a21", "#dfe3ea")];

/// One step of a scene: what is typed, again and again until these words are on the screen.
type Step = (&'static str, &'static str);

/// Each picture with the steps that lead to it from a first start.
const SCENES: [(&str, &[Step]); 4] = [
    ("home", &[("h", "Start here")]),
    ("lesson", LESSON),
    ("question", QUESTION),
    ("bars", BARS),
];
const LESSON: &[Step] = &[
    ("/", "Search"),
    ("three pairs joined", "Three pairs"),
    ("\r", "hit 1"),
];
const QUESTION: &[Step] = &[
    ("/", "Search"),
    ("consent and gratitude", "The two essentials"),
    ("\r", "hit 1"),
    ("a", "Question 1 of"),
    ("1", "(•)"),
    ("\r", "Saved."),
];
const BARS: &[Step] = &[
    ("/", "Search"),
    ("where should i start", "hits"),
    ("\r", "Begin"),
    ("\t", "> [ Begin ]"),
    ("\r", "Line 1 of 24"),
    ("345243542345325434253432", "the last question"),
    ("3", "start here?"),
];

/// A short session: into the course, one question, a search, and the place where one was.
const CAST: &[Step] = &[
    ("\r", "Henrik"),
    (" ", "Question"),
    ("a", "Question 1 of"),
    ("2", "["),
    ("h", "Continue"),
    ("/", "Search"),
    ("consent", "hits"),
    ("\r", "hit 1"),
    ("n", "hit 2"),
    ("h", "Continue"),
    ("\r", "Question"),
    ("q", ""),
];
/// How long the cast rests after a key that types, and after one that turns to something to read, in milliseconds.
const RESTS: (u32, u32) = (90, 1_600);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures")
}

fn open(theme: &str) -> Option<(Home, Window)> {
    let home = Home(TempDir::new().unwrap());
    let mut command = home.command(&["--theme", theme]);
    command.env("COLORTERM", "truecolor");
    command.env("LC_ALL", "C.UTF-8");
    let mut window = home.start(SIZE, command)?;
    window.sees("Start here");
    window.settles(PAINTED);
    Some((home, window))
}

/// Types a step like a person, one key after the other.
fn play(window: &mut Window, (keys, words): Step, mut after: impl FnMut(&mut Window)) {
    for key in keys.chars() {
        window.press(&key.to_string());
        window.settles(PAINTED);
        after(window);
    }
    for _ in 0..20 {
        if window.text().contains(words) {
            return;
        }
        // A key that comes twice and soon counts as held.
        window.settles(Duration::from_millis(500));
        window.press(keys);
        window.settles(PAINTED);
        after(window);
    }
    panic!("{keys:?} never leads to {words:?}:\n{}", window.text());
}

#[test]
#[ignore = "makes the pictures of the README anew"]
fn pictures() {
    fs::create_dir_all(folder()).unwrap();
    for (name, steps) in SCENES {
        for (theme, ground, ink) in THEMES {
            let Some((_home, mut window)) = open(theme) else {
                return;
            };
            steps.iter().for_each(|step| play(&mut window, *step, |_| ()));
            let drawn = svg(window.screen.screen(), ground, ink);
            fs::write(folder().join(format!("{name}-{theme}.svg")), drawn).unwrap();
        }
    }
}

#[test]
#[ignore = "makes the cast of the README anew"]
fn pictures_that_move() {
    let Some((_home, mut window)) = open("night") else {
        return;
    };
    let mut out =
        json!({ "version": 2, "width": SIZE.0, "height": SIZE.1, "title": "Ally Up" }).to_string() + "\n";
    // What was written is told key by key, with the rests of a reader; the time that this machine took is no part of it.
    let (mut at, mut told) = (0_u32, 0);
    let mut tell = |window: &Window, rest: u32| {
        let fresh = String::from_utf8_lossy(&window.stream[told..]).into_owned();
        told = window.stream.len();
        out += &(json!([f64::from(at) / 1000.0, "o", fresh]).to_string() + "\n");
        at += rest;
    };
    tell(&window, RESTS.1);
    for step in CAST {
        let rest = if step.0.len() > 1 { RESTS.0 } else { RESTS.1 };
        play(&mut window, *step, |window| tell(window, rest));
    }
    fs::write(folder().join("session.cast"), out).unwrap();
}

/// How a cell looks: its color, its ground, and whether it is bold, italic and underlined.
type Look = (Option<String>, Option<String>, [bool; 3]);

fn look(cell: &Cell, ground: &str, ink: &str) -> Look {
    let color = |color: Color| match color {
        Color::Default => None,
        Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        Color::Idx(number) => panic!("color {number} in a theme of true colors"),
    };
    let (mut front, mut back) = (color(cell.fgcolor()), color(cell.bgcolor()));
    if cell.inverse() {
        (front, back) = (
            back.or_else(|| Some(ground.to_owned())),
            front.or_else(|| Some(ink.to_owned())),
        );
    }
    (front, back, [cell.bold(), cell.italic(), cell.underline()])
}

/// A screen as SVG. Each run of cells that look alike is one text as wide as its cells, whatever font there is.
fn svg(screen: &vt100::Screen, ground: &str, ink: &str) -> String {
    let (columns, rows) = SIZE;
    let (width, height) = (
        f32::from(columns) * CELL.0 + 2.0 * EDGE,
        f32::from(rows) * CELL.1 + 2.0 * EDGE,
    );
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\" fill=\"{ink}\">\n<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{ground}\"/>\n"
    );
    for row in 0..rows {
        let mut column = 0;
        while column < columns {
            let look_at = |column| screen.cell(row, column).map(|cell| look(cell, ground, ink));
            let first = look_at(column);
            let start = column;
            let mut words = String::new();
            while column < columns && look_at(column) == first {
                let cell = screen.cell(row, column).expect("inside");
                match cell.has_contents() {
                    true => words += cell.contents(),
                    false if !cell.is_wide_continuation() => words.push(' '),
                    false => {}
                }
                column += 1;
            }
            let Some(look) = first else { continue };
            run(&mut out, &words, (start, column), row, &look);
        }
    }
    out + "</svg>\n"
}

fn run(out: &mut String, words: &str, (start, end): (u16, u16), row: u16, look: &Look) {
    let (front, back, [bold, italic, underline]) = look;
    let x = |column: u16| EDGE + f32::from(column) * CELL.0;
    let y = EDGE + f32::from(row) * CELL.1;
    if let Some(back) = back {
        let (x, width) = (x(start), x(end) - x(start));
        let _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{back}\"/>",
            CELL.1
        );
    }
    // Blanks at either end are no part of the text: what is stretched is the words.
    let blank = words.len() - words.trim_start().len();
    let words = words.trim();
    if words.is_empty() {
        return;
    }
    let columns = ally_up::cluster::width(words) as f32;
    let style = [
        front.as_ref().map(|front| format!(" fill=\"{front}\"")),
        bold.then(|| " font-weight=\"bold\"".to_owned()),
        italic.then(|| " font-style=\"italic\"".to_owned()),
        underline.then(|| " text-decoration=\"underline\"".to_owned()),
    ];
    let style: String = style.into_iter().flatten().collect();
    let escaped = words.replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(
        out,
        "<text x=\"{:.1}\" y=\"{:.1}\" textLength=\"{:.1}\"{style} xml:space=\"preserve\">{escaped}</text>",
        x(start) + blank as f32 * CELL.0,
        y + CELL.1 * 0.75,
        columns * CELL.0,
    );
}

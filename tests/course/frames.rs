//! Frames as bytes: replayed into terminals that count columns differently, every screen of a random walk is the page; and what a frame
//! may cost, in which order it is written, and where the cursor ends.

use crate::dice::{Dice, seed};
use crate::emulator::{Counting, Emulator};
use ally_up::action::Screen;
use ally_up::app::Msg;
use ally_up::cluster::width;
use ally_up::course::embedded;
use ally_up::library::Library;
use ally_up::paint::cells::Cells;
use ally_up::paint::cursor::Cursor;
use ally_up::paint::frame_state::FrameState;
use ally_up::paint::{Painted, paint};
use ally_up::shell::Flow;
use ally_up::shell::frame::{FrameWriter, look};
use ally_up::shell::testing::{Memory, Script};
use ally_up::theme::{ColorDepth, Theme};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use std::borrow::Cow;

const NOW: i64 = 1_790_000_000_000;
/// Keys of a walk.
const KEYS: usize = 100;
/// A family, a flag, a mark on a letter, conjuncts of two scripts, a rocket that somebody rides.
const CLUSTERS: &str = "👨\u{200d}👩\u{200d}👧\u{200d}👦 🇰🇪 e\u{301}a\u{308}\u{323} क्षत्रिय 👩\u{200d}🚀 ক্ষ";

/// A learner, a terminal's writer, and what it wrote last.
struct Played {
    script: Script,
    theme: Theme,
    writer: FrameWriter,
    cells: Cells,
    painted: Painted,
    state: Option<FrameState>,
}

impl Played {
    fn new(library: Library, size: (usize, usize), theme: Theme) -> Played {
        Played {
            script: Script::start(library, Memory::default(), size, NOW),
            theme,
            writer: FrameWriter::new("xterm"),
            cells: Cells::default(),
            painted: Painted::default(),
            state: None,
        }
    }

    fn frame(&mut self) -> Vec<u8> {
        let (columns, rows) = self.script.app.window().size();
        let before = std::mem::replace(
            &mut self.cells,
            Cells::empty(Rect::new(0, 0, columns as u16, rows as u16)),
        );
        self.painted = paint(&self.script.app, &self.theme, &mut self.cells);
        let state = Some(FrameState::of(&self.script.app));
        if self.state == state {
            assert_eq!(before, self.cells, "what is not drawn again has changed");
        }
        self.state = state;
        let bytes = self.writer.write(self.cells.clone(), self.painted.clone());
        let again = self.writer.write(self.cells.clone(), self.painted.clone());
        assert!(again.is_empty(), "a frame that shows already is written again");
        bytes
    }

    /// The frame after these keys.
    fn after(&mut self, keys: &str) -> String {
        self.frame();
        self.script.keys(keys);
        String::from_utf8(self.frame()).unwrap()
    }

    /// To the first option of the next question.
    fn goes_to_options(&mut self) {
        let digit = |script: &Script| script.app.window().focus().and_then(|stop| stop.digit);
        while digit(&self.script) != Some(1) {
            self.script.keys("<tab>");
        }
    }

    fn open(screen: &str, size: (usize, usize)) -> Played {
        let library = Library::of(embedded::files(), &embedded::outlines());
        let mut played = Played::new(library, size, Theme::default());
        played.script.app.open(Screen::Lesson(screen.into()));
        played
    }
}

/// A course with clusters in its words, beside its words, and at the ends of its lines.
fn clusters() -> Library {
    let filler: Vec<String> = (1..30)
        .map(|count| format!("{}{CLUSTERS} and [{CLUSTERS} x](#q) on.", "x ".repeat(count % 17)))
        .collect();
    let family = CLUSTERS.split(' ').next().unwrap_or_default().repeat(90);
    let lesson = format!(
        "# {CLUSTERS}\n\n{family}\n\n{}\n\n### Which {CLUSTERS}? {{#q .many}}\n\n- [x] {CLUSTERS}\n\n  {CLUSTERS}\n\n- [ ] e\u{301}\n\n  No.\n\n### You {{#own .reflect}}\n\nWords.\n",
        filler.join("\n\n")
    );
    let course = r#"Course(id: "c", title: "C", modules: [Module(id: "m", title: "M", items: [Lesson(id: "l", file: "l.md")])])"#;
    let file = |path: &str, text: String| (path.to_owned(), Cow::Owned(text.into_bytes()));
    let files = [file("course.ron", course.to_owned()), file("l.md", lesson)];
    Library::of(files.into_iter().collect(), &Default::default())
}

/// Whether a terminal shows what was painted: every cell that is not part of a cluster of several characters, and in those nothing of
/// another frame.
fn shows(terminal: &Emulator, played: &Played) -> Result<(), String> {
    let cells = &played.cells;
    for y in 0..cells.area.height {
        let mut x = 0;
        while x < cells.area.width {
            let cell = &cells[(x, y)];
            let wide = width(cell.symbol()).max(1) as u16;
            for at in x..x + wide {
                let shown = terminal.rows[usize::from(y)][usize::from(at)].as_deref();
                let is_right = match (!cell.is_sure(), shown) {
                    (false, shown) => shown == (at == x).then(|| cell.symbol()),
                    (true, None) => true,
                    (true, Some(shown)) => shown == " " || cell.symbol().contains(shown),
                };
                if !is_right {
                    return Err(format!(
                        "{shown:?} at {at}, {y}, where {:?} belongs",
                        cell.symbol()
                    ));
                }
            }
            x += wide;
        }
    }
    Ok(())
}

fn color(color: Color) -> vt100::Color {
    match color {
        Color::Rgb(red, green, blue) => vt100::Color::Rgb(red, green, blue),
        Color::Indexed(number) => vt100::Color::Idx(number),
        _ => vt100::Color::Default,
    }
}

/// The same of vt100, which also knows how a cell looks.
fn vt100_shows(terminal: &vt100::Screen, cells: &Cells) -> Result<(), String> {
    for y in 0..cells.area.height {
        let mut x = 0;
        while x < cells.area.width {
            let (cell, shown) = (&cells[(x, y)], terminal.cell(y, x).unwrap());
            let (is, looks) = (
                look(cell),
                [
                    (Modifier::BOLD, shown.bold()),
                    (Modifier::DIM, shown.dim()),
                    (Modifier::ITALIC, shown.italic()),
                    (Modifier::UNDERLINED, shown.underline()),
                    (Modifier::REVERSED, shown.inverse()),
                ],
            );
            let symbol = if shown.has_contents() {
                shown.contents()
            } else {
                " "
            };
            let is_right = symbol == cell.symbol()
                && looks
                    .iter()
                    .all(|(modifier, on)| is.modifier.contains(*modifier) == *on)
                && (shown.fgcolor(), shown.bgcolor()) == (color(is.ink), color(is.ground));
            if !is_right {
                return Err(format!("{shown:?} at {x}, {y}, where {cell:?} belongs"));
            }
            x += width(cell.symbol()).max(1) as u16;
        }
    }
    Ok(())
}

/// What a learner may press: all that scrolls, moves, picks, opens and types.
const PRESSED: [&str; 24] = [
    "j",
    "j",
    "j",
    "k",
    "k",
    "<down>",
    "<up>",
    "<pgdn>",
    "<pgup>",
    " ",
    "<tab>",
    "<tab>",
    "<backtab>",
    "<enter>",
    "1",
    "2",
    "3",
    "<home>",
    "<end>",
    "?",
    "<esc>",
    "h",
    "u",
    "o",
];

/// A random walk in windows that are resized now and then. Each frame is seen by all these terminals.
fn walk(mut played: Played, countings: &[Counting], typed: &[&str], dice: &mut Dice) {
    let sizes = [(80, 24), (40, 12), (120, 40), (24, 7), (9, 3)];
    let resized = |size: (usize, usize)| {
        let terminals: Vec<_> = countings
            .iter()
            .map(|counting| Emulator::new(size, *counting))
            .collect();
        let [tall, wide] = [size.1, size.0].map(|cells| (cells as u16).try_into().unwrap());
        (terminals, vt100::Parser::new(tall, wide, 0))
    };
    let (mut terminals, mut vt100) = resized(played.script.app.window().size());
    let mut pressed = Vec::new();
    let lesson = played.script.app.screen().clone();
    for nth in 0..KEYS {
        if nth % 25 == 0 {
            played.script.app.open(lesson.clone());
        }
        match dice.below(40) {
            0 => {
                let size = sizes[dice.below(sizes.len())];
                played.script.send(Msg::Resize(size.0, size.1));
                (terminals, vt100) = resized(size);
                pressed.push("resized");
            }
            1..=5 if !typed.is_empty() => pressed.push(typed[dice.below(typed.len())]),
            _ => pressed.push(PRESSED[dice.below(PRESSED.len())]),
        }
        match pressed.last() {
            Some(&"resized") | None => played.writer.forget(),
            Some(keys) => played.script.keys(keys),
        }
        played.script.flow = Flow::On;
        let bytes = played.frame();
        for terminal in &mut terminals {
            terminal.process(&bytes);
            if let Err(why) = shows(terminal, &played) {
                panic!("{why}\n{pressed:?}\n{:?}", String::from_utf8_lossy(&bytes));
            }
            assert_eq!(terminal.is_shown, played.painted.cursor != Cursor::Hidden);
            if let Cursor::At(at) = played.painted.cursor {
                assert_eq!(terminal.cursor, (at.x.into(), at.y.into()));
            }
        }
        if typed.is_empty() {
            vt100.process(&bytes);
            if let Err(why) = vt100_shows(vt100.screen(), &played.cells) {
                panic!("{why}\n{pressed:?}\n{:?}", String::from_utf8_lossy(&bytes));
            }
        }
    }
}

#[test]
fn after_every_key_the_terminal_shows_the_page() {
    let mut dice = Dice(seed());
    let library = Library::of(embedded::files(), &embedded::outlines());
    for (theme, depth) in [
        ("terminal", ColorDepth::Full),
        ("night", ColorDepth::TwoHundredFiftySix),
    ] {
        let theme = Theme::named(theme, depth).unwrap();
        let mut played = Played::new(library.clone(), (80, 24), theme);
        let lessons: Vec<_> = library.course.items().map(|item| item.id.clone()).collect();
        played
            .script
            .app
            .open(Screen::Lesson(lessons[dice.below(lessons.len())].clone()));
        walk(played, &[Counting::Sum, Counting::Widest], &[], &mut dice);
    }
}

#[test]
fn clusters_of_any_width_leave_the_words_beside_them_in_place_and_nothing_behind() {
    let mut dice = Dice(seed());
    for size in [(80, 24), (40, 12), (120, 40)] {
        let mut played = Played::new(clusters(), size, Theme::default());
        played.script.app.open(Screen::Lesson("l".into()));
        let countings = [Counting::Sum, Counting::Widest, Counting::One];
        let typed = [
            "👨\u{200d}👩\u{200d}👧",
            "e\u{301}",
            "क्ष",
            "\u{301}",
            "語",
            "x",
            "<back>",
        ];
        walk(played, &countings, &typed, &mut dice);
    }
}

#[test]
fn a_line_a_move_of_the_focus_and_a_pick_take_few_bytes() {
    let mean = |played: &mut Played, keys: &[&str]| {
        let bytes = keys.iter().map(|key| played.after(key).len()).sum::<usize>();
        bytes / keys.len()
    };
    let mut played = Played::open("ally-is-a-verb", (80, 24));
    played.after("jj");
    let (down, up) = (mean(&mut played, &["j"; 40]), mean(&mut played, &["k"; 20]));
    assert!(
        down <= 140 && up <= 140,
        "a line takes {down} bytes down, {up} up"
    );
    played.goes_to_options();
    let moved = mean(&mut played, &["j", "k", "j", "k"]);
    assert!(moved <= 180, "a move of the focus takes {moved} bytes");
    let library = Library::of(embedded::files(), &embedded::outlines());
    let mut home = Played::new(library, (80, 24), Theme::default());
    let moved = mean(&mut home, &["<down>"; 30]);
    println!("a line takes {down} bytes down and {up} up, a move of the focus on home {moved}");
    // Some of them bring the lines between two rows along.
    assert!(moved <= 180, "a move of the focus on home takes {moved} bytes");
    // The first one has buttons appear below, and moves what stands there.
    played.after("1");
    let picked = mean(&mut played, &["2", "1", "2", "1"]);
    assert!(picked <= 200, "a pick takes {picked} bytes");
}

/// Where the cursor ended, and the words of its row from there on.
fn at_cursor(played: &Played, terminal: &Emulator) -> (usize, String) {
    let (x, y) = terminal.cursor;
    assert!(
        played.painted.body.contains(&(y as u16)),
        "the cursor is not on the page"
    );
    let row = terminal.rows[y][x..].iter().flatten();
    (
        y,
        row.map(String::as_str).collect::<String>().trim_end().to_owned(),
    )
}

#[test]
fn the_cursor_ends_on_what_is_new() {
    let size = (80, 24);
    let mut played = Played::open("ally-is-a-verb", size);
    let mut terminal = Emulator::new(size, Counting::Widest);
    let mut step = |played: &mut Played, keys: &str| {
        played.script.keys(keys);
        let bytes = played.frame();
        terminal.process(&bytes);
        at_cursor(played, &terminal)
    };
    let (row, words) = step(&mut played, "");
    assert_eq!((row, words.starts_with("Ally is a verb")), (2, true), "{words}");
    for (keys, expected) in [
        ("j", 21),
        ("j", 21),
        ("j", 21),
        ("k", 2),
        ("<pgdn>", 2),
        ("<pgup>", 2),
    ] {
        let (row, words) = step(&mut played, keys);
        assert_eq!(row, expected, "after {keys}: {words}");
    }
    // The focus, what was picked, the verdict, the question after it.
    played.goes_to_options();
    assert!(step(&mut played, "").1.starts_with("1 ("));
    assert!(step(&mut played, "j").1.starts_with("2 ("));
    assert!(step(&mut played, "2").1.starts_with("2 (•)"));
    let (_, verdict) = step(&mut played, "<enter><enter>");
    assert!(
        ["Correct", "Not yet", "Partly"]
            .iter()
            .any(|word| verdict.starts_with(word)),
        "{verdict}"
    );
    let (_, question) = step(&mut played, "<enter>");
    assert!(question.starts_with("Question 2 of"), "{question}");
}

#[test]
fn what_is_new_is_written_first_and_the_head_and_the_foot_last() {
    let mut played = Played::open("ally-is-a-verb", (80, 24));
    played.goes_to_options();
    let place = |frame: &str, words: &str| {
        frame
            .find(words)
            .unwrap_or_else(|| panic!("no {words:?} in {frame:?}"))
    };
    let stops = |played: &Played, by: usize| {
        let at = played.script.app.window().entry().focus.unwrap() + by;
        played.script.app.window().page.stops[at]
            .words
            .chars()
            .take(12)
            .collect::<String>()
    };
    let (was, is) = (stops(&played, 0), stops(&played, 1));
    let down = played.after("j");
    assert!(place(&down, &is) < place(&down, &was), "{down:?}");
    let up = played.after("k");
    assert!(place(&up, &was) < place(&up, &is), "{up:?}");
    let home = played.after("h");
    let [row, page, head, foot] =
        ["Continue", "Notebook", "Ally Up", "q quit"].map(|words| place(&home, words));
    assert!(row < page && page < head && head < foot, "{home:?}");
}

#[test]
fn an_old_terminal_gets_whole_rows_and_lines_that_it_cannot_move_stay() {
    let mut played = Played::open("ally-is-a-verb", (80, 24));
    let moves = |frame: &str| frame.contains("\x1b[M") && frame.contains("\x1b[L");
    played.after("jj");
    assert!(moves(&played.after("j")));
    played.writer = FrameWriter::new("vt100");
    assert!(!moves(&played.after("j")));
}

#[test]
fn a_key_that_changes_nothing_draws_nothing_and_lays_out_nothing() {
    let mut played = Played::open("ally-is-a-verb", (80, 24));
    // What a key without a meaning gets said is said once, and the place is kept by then.
    played.after("jj");
    played.after("ZZZ");
    for keys in ["Z", "Z"] {
        let before = FrameState::of(&played.script.app);
        played.script.keys(keys);
        assert_eq!(FrameState::of(&played.script.app), before, "{keys}");
        assert_eq!(played.frame(), b"");
    }
    let before = FrameState::of(&played.script.app);
    played.script.keys("j");
    assert_ne!(FrameState::of(&played.script.app), before);
}

#[test]
fn a_place_that_is_kept_makes_no_page_anew() {
    let mut played = Played::open("ally-is-a-verb", (80, 24));
    played.script.send(Msg::Wheel(1));
    let kept = played.script.store.events.len();
    let made = played.script.app.window().made;
    played.script.send(Msg::Flush);
    assert_eq!(played.script.store.events.len(), kept + 1);
    assert_eq!(played.script.app.window().made, made);
}

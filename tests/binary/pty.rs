//! Few stories of the real binary in a real pseudo-terminal: what only a terminal can show. What keys do is told in the journeys.
//! Nothing here sleeps for a fixed time: every wait ends when what it waits for is there, or fails at its deadline.

use crate::window::{ALTERNATE, AT_REST, CLICKS, FOCUS, Home, PAINTED, PASTE, Window};
use ally_up::progress::event::{Clock, Event, EventKind};
use ally_up::progress::log::write_line;
use std::fs;
use std::time::Duration;

/// The key Home.
const TOP: &str = "\x1b[H";

const MANIFEST: &str = r#"Course(id: "tea", title: "Tea for Two", modules: [
    Module(id: "leaves", title: "Leaves", items: [Lesson(id: "green-tea", file: "green.md")]),
])"#;

/// A lesson of some windows, so that places differ: paragraphs that can be told apart, two questions, and an end.
fn lesson() -> String {
    let paragraph = |number| {
        format!(
            "\n## Leaf {number} {{#leaf-{number}}}\n\n{}\n",
            format!("Leaf {number} opens in the cup. ").repeat(14)
        )
    };
    let paragraphs: String = (1..=12).map(paragraph).collect();
    let question = "\n### How hot is the water? {#how-hot .one .scene .in-order}\n\n- [ ] Boiling\n\n  Bitter.\n\n- [ ] Cold\n\n  Weak.\n\n- [x] Eighty degrees\n\n  Sweet.\n";
    let order = "\n### What comes when? {#order .order}\n\n1. Warm the pot\n2. Add the leaves\n3. Pour the water\n4. Wait for the bell\n";
    let field =
        "\n### Whom would you make a cup for? {#whom .reflect}\n\n## In short {#short}\n\nWarm, not hot.\n";
    format!("# Green tea\n\nSteep it at eighty degrees.\n{paragraphs}{question}{order}{field}")
}

fn home() -> Home {
    Home::with(MANIFEST, &lesson())
}

#[test]
fn the_first_lesson_is_one_key_away() {
    let Some(mut window) = home().open((80, 24), &[]) else {
        return;
    };
    window.sees("Start here");
    assert!(
        window.row("Start here").trim_start().starts_with("> Start here"),
        "what to do now is in focus:\n{}",
        window.text()
    );
    assert_eq!(
        [ALTERNATE, PASTE, FOCUS].map(|mode| window.is_on(mode)),
        [Some(true); 3]
    );
    assert_eq!(window.is_on(CLICKS), None, "the mouse is the terminal's own");
    window.settles(PAINTED);
    let (row, _) = window.screen.screen().cursor_position();
    assert!(
        !window.screen.screen().hide_cursor(),
        "the cursor shows, for who follows it"
    );
    assert!(
        window
            .text()
            .lines()
            .nth(row.into())
            .unwrap()
            .contains("Start here"),
        "the cursor is on the row in focus"
    );
    window.press("\r");
    window.until("the first lesson", |text| {
        !text.contains("Start here") && text.contains("esc back")
    });
    window.press("h");
    window.sees("I have");
    window.press("?");
    window.sees("quit");
    window.press("q");
    assert!(window.end().success());
}

#[test]
fn a_question_is_answered_and_quitting_leaves_no_trace() {
    let home = home();
    let Some(mut window) = home.open((80, 24), &["--mouse", "."]) else {
        return;
    };
    window.sees("Start here");
    assert_eq!(
        (window.is_on(CLICKS), window.is_on("1006")),
        (Some(true), Some(true))
    );
    window.press("\r");
    window.sees("Steep it at eighty degrees.");
    window.press("\t");
    window.sees("How hot is the water?");
    window.press("1");
    window.sees("(•) Boiling");
    window.press("\r");
    window.sees("I think so");
    // The same key twice, and so soon, is one held.
    window.press("\t\r");
    window.sees("Not yet.");
    window.sees("Bitter.");
    window.sees("Saved.");
    window.press("q");
    assert!(window.end().success());
    window.is_restored();
}

#[test]
fn killed_in_the_middle_of_a_question_it_comes_back_there() {
    let home = home();
    let Some(mut window) = home.open((80, 24), &["."]) else {
        return;
    };
    window.sees("Start here");
    window.press("\r\t");
    window.sees("How hot is the water?");
    // The second question, two of its four lines placed.
    window.press("2");
    window.sees("(•) Cold");
    window.seeks("\t", "> 1 [ ]");
    window.press("31");
    window.sees("[2]");
    let picks = |window: &Window| {
        ["[1]", "[2]"].map(|place| window.row(place).trim().trim_start_matches("> ").to_owned())
    };
    // What was picked is kept beside the frame, within moments.
    window.settles(PAINTED);
    let placed = picks(&window);
    window.signal("KILL");
    assert_eq!(window.end().signal(), Some("Killed"));

    let Some(mut window) = home.open((80, 24), &["."]) else {
        return;
    };
    window.sees("you were here");
    window.sees("What comes when?");
    assert_eq!(picks(&window), placed);
    // And the pick of the question before it is there too, in a window of another width.
    window.resize(60, 30);
    window.settles(PAINTED);
    window.press("\x1b[Z\x1b[Z");
    window.seeks("k", "How hot is the water?");
    assert!(window.text().contains("(•) Cold"), "{}", window.text());
    window.press("q");
    assert!(window.end().success());
}

#[test]
fn a_signal_restores_the_terminal_and_ends_the_program_by_itself() {
    for (name, told) in [
        ("TERM", "Terminated"),
        ("INT", "Interrupt"),
        ("HUP", "Hangup"),
        ("QUIT", "Quit"),
    ] {
        let home = home();
        let Some(mut window) = home.open((80, 24), &["."]) else {
            return;
        };
        window.sees("Start here");
        window.press("\r");
        window.sees("Steep it at eighty degrees.");
        window.signal(name);
        let status = window.end();
        assert!(
            status.signal().is_some_and(|signal| signal.starts_with(told)),
            "{name}: {status:?}"
        );
        window.is_restored();
        let Some(mut window) = home.open((80, 24), &["."]) else {
            return;
        };
        window.sees("Steep it at eighty degrees.");
    }
}

#[test]
fn what_was_typed_when_a_signal_came_is_kept() {
    let home = home();
    let Some(mut window) = home.open((80, 24), &["."]) else {
        return;
    };
    window.sees("Start here");
    window.press("\r");
    window.sees("Steep it");
    window.seeks("\t", "Whom would you make a cup for?");
    window.seeks("\t", "esc leave");
    // Pasted line ends are text, not keys.
    window.press("\x1b[200~My aunt\nand q her bird\x1b[201~");
    window.sees("and q her bird");
    window.signal("TERM");
    window.end();
    let Some(mut window) = home.open((80, 24), &["."]) else {
        return;
    };
    window.sees("My aunt");
    window.sees("and q her bird");
}

#[test]
fn two_hundred_sizes_end_in_the_same_frame() {
    let home = home();
    let Some(mut window) = home.open((80, 24), &["."]) else {
        return;
    };
    window.sees("Start here");
    window.press("\r");
    window.sees("Steep it");
    window.press("\t");
    window.sees("How hot is the water?");
    window.press(TOP);
    window.sees("Steep it");
    window.settles(PAINTED);
    let before = window.text();
    window.press("\t");
    window.sees("> 1 ( ) Boiling");
    let mut seed: u32 = 20;
    let mut random = |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u16::try_from((seed >> 16) % below + 1).unwrap()
    };
    let sizes = (0..196).map(|_| (random(200), random(60)));
    for (columns, rows) in sizes.chain([(1, 1), (500, 1), (1, 500), (2, 3)]) {
        window.resize(columns, rows);
        window.take(Duration::from_millis(4));
        let ended = window.child.try_wait().unwrap();
        assert!(
            ended.is_none(),
            "{columns}x{rows} ended it: {ended:?}\n{}",
            String::from_utf8_lossy(&window.stream)
        );
    }
    window.resize(80, 24);
    window.sees("> 1 ( ) Boiling");
    window.settles(PAINTED);
    window.press(TOP);
    window.sees("Steep it");
    window.settles(PAINTED);
    // What lies behind meanwhile grows with the time it is on show.
    let page = |text: &str| text.split_once('\n').map(|(_, page)| page.to_owned());
    assert_eq!(
        page(&window.text()),
        page(&before),
        "something of the other sizes is left"
    );
    window.press("q");
    assert!(window.end().success());
}

#[test]
fn a_window_that_was_another_size_for_a_moment_shows_the_same_again() {
    let home = home();
    let Some(mut window) = home.open((80, 24), &["."]) else {
        return;
    };
    window.sees("Start here");
    window.press("\r");
    window.sees("Steep it");
    window.press("  jj");
    window.settles(PAINTED);
    let before = window.text();
    for (columns, rows) in [(47, 24), (79, 24), (33, 12), (80, 200)] {
        window.resize(columns, rows);
        window.settles(PAINTED);
    }
    window.resize(80, 24);
    window.settles(PAINTED);
    assert_eq!(window.text(), before);
}

#[test]
fn while_one_reads_on_nothing_is_written_when_the_place_is_kept() {
    let home = home();
    let Some(mut window) = home.open((80, 24), &["."]) else {
        return;
    };
    window.sees("Start here");
    window.press("\r");
    window.sees("Steep it");
    window.press("jj");
    window.until("two lines further", |text| {
        text.lines().nth(3).is_some_and(|row| row.contains("Steep it"))
    });
    window.settles(AT_REST);
    let from = window.stream.len();
    assert_eq!(
        window.take(Duration::from_millis(6_000)),
        Some(0),
        "{:?}",
        String::from_utf8_lossy(&window.stream[from..])
    );
}

#[test]
fn who_comes_back_from_another_window_sees_what_was_done_there() {
    // The window says that it has the focus, or a key is pressed that only moves.
    for comes_back in ["\x1b[I", "j"] {
        sees_what_was_done(comes_back);
    }
}

fn sees_what_was_done(comes_back: &str) {
    let home = home();
    let Some(mut window) = home.open((80, 24), &["."]) else {
        return;
    };
    window.sees("Start here");
    window.settles(AT_REST);
    let kind = EventKind::Read {
        lesson: "green-tea".into(),
    };
    let event = Event {
        id: "there".into(),
        device: "there".into(),
        seq: 0,
        clock: Clock(1, 0),
        at: 1,
        kind,
    };
    let folder = home.0.path().join("share/ally-up/tea/events/there");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("one.log"), write_line(&event)).unwrap();
    assert_eq!(
        window.take(Duration::from_millis(300)),
        Some(0),
        "nothing wakes up while one reads"
    );
    window.press(comes_back);
    window.sees("1 of 1 lesson");
    window.settles(AT_REST);
    window.press("\x1b[O\x1b[I");
    assert_eq!(
        window.take(Duration::from_millis(300)),
        Some(0),
        "nothing new, and something was written"
    );
    window.press("q");
    assert!(window.end().success());
}

#[test]
fn while_one_reads_nothing_is_written() {
    let home = home();
    let Some(mut window) = home.open((80, 24), &["."]) else {
        return;
    };
    for (key, words) in [
        ("", "Start here"),
        ("\r", "Steep it"),
        ("\t", "How hot is the water?"),
        ("1", "(•) Boiling"),
    ] {
        window.press(key);
        window.sees(words);
        window.settles(AT_REST);
        let from = window.stream.len();
        assert_eq!(
            window.take(Duration::from_millis(700)),
            Some(0),
            "{words}: {:?}",
            String::from_utf8_lossy(&window.stream[from..])
        );
    }
}

#[test]
fn a_simple_terminal_gets_plain_lines() {
    for (variable, value, why) in [
        ("TERM", "dumb", "the terminal is a simple one"),
        ("ALLY_UP_PLAIN", "1", "ALLY_UP_PLAIN is set"),
    ] {
        let home = home();
        let mut command = home.command(&["."]);
        command.env(variable, value);
        let Some(mut window) = home.start((80, 60), command) else {
            return;
        };
        window.sees(&format!("Tea for Two in plain mode, because {why}."));
        window.sees("or a command:");
        window.press("1\r");
        window.sees("Steep it at eighty degrees.");
        window.press("quit\r");
        assert!(window.end().success());
        assert!(
            !window.stream.contains(&0x1b),
            "{:?}",
            String::from_utf8_lossy(&window.stream)
        );
    }
}

#[test]
fn what_is_not_saved_at_the_end_is_offered_another_folder() {
    let home = home();
    std::fs::write(home.0.path().join("mine"), "not yours").unwrap();
    let Some(mut window) = home.open((80, 24), &[".", "--data", "mine"]) else {
        return;
    };
    window.sees("Start here");
    window.press("\r");
    window.sees("NOT SAVED");
    window.press("q");
    window.sees("Another folder, or nothing to leave:");
    window.press("rescue\r");
    window.sees("Saved in rescue.");
    assert!(window.end().success());
    assert!(home.0.path().join("rescue/by-course/tea/events").is_dir());
}

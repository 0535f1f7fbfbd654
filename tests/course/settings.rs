//! Stories of the settings of a machine: a page that changes them at once, keys in force, single keys switched off.

use crate::story::{NOW, body, library, plain, start};
use ally_up::action::Screen;
use ally_up::keymap::{BINDINGS, Command, Key};
use ally_up::paint::cursor::Cursor;
use ally_up::settings::{Preferences, file};
use ally_up::shell::Flow;
use ally_up::shell::testing::{Memory, Script};

/// The learner opens the settings and presses Enter on the row with these words.
fn choose(script: &mut Script, words: &str) {
    script.app.open(Screen::Settings);
    press(script, words);
}

/// Goes to the row with these words, up or down, and presses Enter.
fn press(script: &mut Script, words: &str) {
    for way in ["<backtab>", "<tab>"] {
        for _ in 0..60 {
            let focus = script.app.window().focus();
            if focus.is_some_and(|stop| stop.words.contains(words)) {
                return script.keys("<enter>");
            }
            script.keys(way);
        }
    }
    panic!("no row {words:?} on:\n{}", script.screen());
}

/// The row in focus, and the row of the screen it is on.
fn focused(script: &Script) -> String {
    let row = script
        .screen()
        .lines()
        .find(|row| row.trim_start().starts_with("> "))
        .map(str::to_owned);
    row.unwrap_or_default()
}

/// A program for which the settings file says this.
fn with(source: &str) -> Script {
    let (settings, complaints) = file::read("settings.ron", source.as_bytes());
    assert_eq!(complaints, []);
    Script::start_with(
        library(),
        Memory::default(),
        Preferences::new(settings),
        (64, 20),
        NOW,
    )
}

#[test]
fn a_change_shows_at_once_stays_in_focus_and_is_kept() {
    let mut script = start(Memory::default());
    choose(&mut script, "ASCII only");
    assert!(focused(&script).contains("(*) ASCII only"), "{}", script.screen());
    assert!(script.screen().is_ascii(), "{}", script.screen());
    press(&mut script, "48 columns");
    assert!(focused(&script).contains("(*) 48 columns"), "{}", script.screen());
    press(&mut script, "an empty line between");
    press(&mut script, "Single letters");
    assert!(
        focused(&script).contains("[ ] Single letters"),
        "{}",
        script.screen()
    );
    press(&mut script, "Single letters");
    press(&mut script, "The mouse clicks");
    assert!(script.app.model().preferences.settings.has_mouse());
    press(&mut script, "night");
    assert_eq!(script.app.model().preferences.settings.theme(), "night");
    let kept = [
        ("ascii", "on"),
        ("width", "48"),
        ("spacing", "loose"),
        ("letters", "off"),
        ("letters", "on"),
        ("mouse", "on"),
        ("theme", "night"),
    ];
    assert_eq!(script.store.settings, kept);
    assert!(
        script
            .store
            .events
            .iter()
            .all(|event| !format!("{:?}", event.kind).contains("night")),
        "what belongs to the machine does not follow the learner"
    );
}

#[test]
fn the_page_one_came_from_stays_where_it_was() {
    let mut script = start(Memory::default());
    let lesson = library().course.items().next().unwrap().id.clone();
    script.app.open(Screen::Lesson(lesson));
    script.keys("<pgdn>");
    let first = |script: &Script| {
        let window = script.app.window();
        (window.top()..).find_map(|line| {
            let words = window.page.line(line)?.text.words();
            (!words.is_empty()).then_some(words)
        })
    };
    let (before, top) = (first(&script).unwrap(), script.app.window().top());
    assert!(top > 0);
    script.keys("s");
    press(&mut script, "an empty line between");
    press(&mut script, "48 columns");
    script.keys("<esc>");
    let start_of = |words: &str| words.split(' ').take(3).collect::<Vec<_>>().join(" ");
    assert_eq!(start_of(&first(&script).unwrap()), start_of(&before));
    assert_ne!(script.app.window().top(), top, "the page is longer now");
}

#[test]
fn help_and_the_foot_of_the_page_show_what_is_in_force() {
    let mut script = with(r#"(keys: {"help": ["H"], "quit": ["Q"], "blank": off})"#);
    assert!(script.screen().contains("H keys"), "{}", script.screen());
    assert!(script.screen().contains("Q quit"), "{}", script.screen());
    script.keys("?");
    assert_eq!(*script.app.screen(), Screen::Home);
    script.keys("H");
    assert_eq!(*script.app.screen(), Screen::Help);
    let all = pages(&mut script);
    assert!(all.contains("Q Ctrl-c"), "{all}");
    assert!(all.contains("Without a key: blank"), "{all}");
    assert!(!all.contains("blank the screen"), "{all}");
    script.keys("q");
    assert_eq!(script.flow, Flow::On);
    script.keys("Q");
    assert_eq!(script.flow, Flow::End);
}

/// All words of a page, from its top.
fn pages(script: &mut Script) -> String {
    let mut all = String::new();
    script.keys("<home>");
    for _ in 0..9 {
        all.push_str(&script.screen());
        all.push('\n');
        script.keys("<pgdn>");
    }
    all.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn with_single_keys_off_none_does_anything_and_all_can_be_done() {
    let mut script = with("(letters: off)");
    let before = (body(&script), script.store.events.len());
    let foot = script.screen();
    for binding in BINDINGS {
        for key in binding.keys {
            if let Key::Char(c) = key
                && *c != ' '
            {
                script.keys(&c.to_string());
            }
        }
    }
    script.keys("123456789");
    assert_eq!((body(&script), script.store.events.len()), before);
    assert!(
        script.screen().contains("9 does nothing here."),
        "{}",
        script.screen()
    );
    assert!(!foot.contains("? keys") && foot.contains("Ctrl-c quit"), "{foot}");
    press(&mut script, "Keys");
    let all = pages(&mut script);
    assert!(all.contains("are switched off as short cuts"), "{all}");
    assert!(!all.contains("1 to 9"), "{all}");
    press(&mut script, "Change keys");
    press(&mut script, "Single letters");
    script.keys("h");
    assert_eq!(*script.app.screen(), Screen::Home);
    assert_eq!(script.app.model().preferences.keymap.shown(Command::Home), "h");
}

#[test]
fn what_is_wrong_stands_on_the_page_in_both_faces() {
    let preferences = Preferences {
        complaints: vec!["line 3, column 5: there is no setting colour".into()],
        file: Some("/home/me/settings.ron".into()),
        above: vec!["theme"],
        ..Preferences::default()
    };
    let mut script = Script::start_with(library(), Memory::default(), preferences, (64, 20), NOW);
    script.keys("s");
    let all = pages(&mut script);
    for words in ["line 3, column 5", "/home/me/settings.ron", "next start: theme"] {
        assert!(all.contains(words), "no {words} in:\n{all}");
    }
}

#[test]
fn the_plain_face_changes_them_as_well() {
    let (said, kept) = plain("settings\nnext\nnext\nASCII only\nquit\n", Memory::default());
    assert_eq!(kept.settings, [("ascii", "on")], "{said}");
}

#[test]
fn with_a_reader_the_sign_alone_moves_and_words_stand_beside_signs() {
    let mut script = with("(reader: on)");
    let rows = |script: &Script| script.screen().lines().map(str::to_owned).collect::<Vec<_>>();
    let starts = |row: &String| row.starts_with("  ") || row.starts_with("> ") || row.is_empty();
    let home = rows(&script);
    assert!(home[1..home.len() - 1].iter().all(starts), "{home:#?}");
    assert!(home[2].starts_with("> Start here"), "{home:#?}");
    assert!(home.iter().any(|row| row.starts_with("  ○ New: ")), "{home:#?}");
    // Of two frames two cells differ: the sign is gone in one, and here in the other.
    let (before, _) = script.buffer();
    script.keys("<down>");
    let (after, _) = script.buffer();
    let body = |buffer: &ally_up::paint::cells::Cells| buffer.content[64..64 * 19].to_vec();
    let pairs = body(&before).into_iter().zip(body(&after));
    let changed: Vec<_> = pairs.filter(|(was, is)| was != is).collect();
    let signs = changed.iter().map(|(was, is)| (was.symbol(), is.symbol()));
    assert_eq!(signs.collect::<Vec<_>>(), [(">", " "), (" ", ">")]);
    assert!(
        after
            .content
            .iter()
            .all(|cell| cell.modifier().is_empty() && cell.ink() == ratatui::style::Color::Reset)
    );
    // What is said of each line of an order, and nothing of how far one is.
    script.app.open(Screen::Lesson("kinds".into()));
    while !script
        .app
        .window()
        .focus()
        .is_some_and(|stop| stop.words.contains("Own it"))
    {
        script.keys("<tab>");
    }
    assert!(!rows(&script)[0].contains('%'), "{}", script.screen());
    while !script.screen().contains("I think so") {
        script.keys("<enter>");
    }
    script.keys("<enter>");
    let all = pages(&mut script);
    assert!(
        all.contains("✓ Right: 1 Name it") || all.contains("✗ Not yet: 1 Name it"),
        "{all}"
    );
    assert!(script.app.model().preferences.settings.has_reader());
    script.app.open(Screen::Settings);
    press(&mut script, "For a screen reader or braille");
    assert!(script.store.settings.contains(&("reader", "off")));
}

#[test]
fn for_a_reader_a_mark_is_a_word_and_the_cursor_goes_to_what_was_found() {
    let mut script = with("(reader: on)");
    script.keys("<enter>m");
    let screen = script.screen();
    assert!(screen.contains("> Marked: A question in a meeting"), "{screen}");
    script.keys("<esc>");
    assert!(script.screen().contains("  Marked: A question") && !script.screen().contains('▌'));
    // A page turned in part: what was looked for is what is new, and not what came in below.
    for (keys, words) in [("<home>t", "Two roles"), ("/covered<enter>", "covered")] {
        script.keys(keys);
        let (buffer, painted) = script.buffer();
        let Cursor::At(at) = painted.cursor else {
            panic!("the cursor is left to what came in below\n{}", script.screen());
        };
        let row: String = (at.x..buffer.area.width)
            .map(|x| buffer[(x, at.y)].symbol())
            .collect();
        assert!(
            row.to_lowercase().contains(&words.to_lowercase()),
            "{keys}: {row:?} of\n{}",
            script.screen()
        );
    }
}

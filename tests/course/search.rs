//! Stories of a search: found as one types, opened in its line, from hit to hit and back; own words and what
//! is forgotten; bad input.

use crate::story::{NOW, answer, body, files, go, library, log, plain, row, start};
use ally_up::action::{Action, FieldTarget, Screen, Sureness};
use ally_up::app::Msg;
use ally_up::doc::text::Role;
use ally_up::keymap::Command;
use ally_up::library::Library;
use ally_up::settings::{Preferences, file};
use ally_up::shell::testing::{Memory, Script};
use ally_up::text_edit::Edit;
use ratatui::style::Modifier;
use std::borrow::Cow;

mod unseen;

/// The words that are marked on the page, and the lines on show with them.
fn marked(story: &Script) -> Vec<(String, bool)> {
    let window = story.app.window();
    let seen = window.top()..story.app.bottom();
    let lines = (0..window.page.height).filter_map(|at| Some((at, window.page.line(at)?)));
    let runs = lines.flat_map(|(at, line)| line.text.0.iter().map(move |run| (at, run)));
    runs.filter(|(_, run)| run.look.role == Role::Match)
        .map(|(at, run)| (run.text.to_string(), seen.contains(&at)))
        .collect()
}

/// Writes the entry of the journal.
fn write(story: &mut Script, words: &str) {
    story.send(Msg::Act(Action::Write(FieldTarget::Entry(
        "journal-kinds".into(),
    ))));
    story.keys(words);
    story.keys("<esc>");
    story.send(Msg::Act(Action::Submit("journal-kinds".into(), Sureness::Unsaid)));
}

#[test]
fn found_as_one_types_opened_in_its_line_and_back_to_where_one_was() {
    let mut story = start(Memory::default());
    story.keys("<enter><down><down>");
    let before = (body(&story), story.app.window().top());
    story.keys("/");
    assert_eq!(*story.app.screen(), Screen::Search);
    story.keys("quest");
    let hits = body(&story);
    assert!(hits.contains("> │ quest"), "{hits}");
    // The heading of a question and its words stand under the title of their lesson.
    let order = [
        "Reading",
        "A question in a meeting",
        "Kinds",
        "Which belong to a real question?",
    ];
    let at = order.map(|words| {
        hits.find(words)
            .unwrap_or_else(|| panic!("no {words} in\n{hits}"))
    });
    assert!(at.is_sorted(), "{hits}");
    assert!(marked(&story).len() > 4, "{:?}", marked(&story));
    // Not by color: the script's theme has none.
    let (buffer, _) = story.buffer();
    let cells = buffer
        .content
        .iter()
        .filter(|cell| cell.modifier().contains(Modifier::BOLD | Modifier::UNDERLINED));
    assert!(cells.count() > 20, "{hits}");

    story.keys("<back><back><back><back><back>room");
    assert_eq!(marked(&story).len(), 2, "{}", story.screen());
    story.keys("<enter>");
    assert_eq!(*story.app.screen(), Screen::Lesson("reading".into()));
    assert_eq!(marked(&story), [("room".to_owned(), true)], "{}", story.screen());
    assert!(story.screen().contains("hit 1 of 2"), "{}", story.screen());
    assert!(
        story.screen().contains("n next hit   p hit before"),
        "{}",
        story.screen()
    );
    story.keys("n");
    assert_eq!(*story.app.screen(), Screen::Lesson("kinds".into()));
    assert_eq!(marked(&story), [("Room".to_owned(), true)], "{}", story.screen());
    story.keys("n");
    assert!(
        story.screen().contains("This is the last hit."),
        "{}",
        story.screen()
    );
    story.keys("p");
    assert_eq!(*story.app.screen(), Screen::Lesson("reading".into()));
    story.keys("p");
    assert!(
        story.screen().contains("This is the first hit."),
        "{}",
        story.screen()
    );
    story.keys("n<esc>");
    assert_eq!(*story.app.screen(), Screen::Search);
    assert!(
        row(&story, "Room for a no").starts_with("> "),
        "{}",
        story.screen()
    );
    // Whatever is in focus, what is typed goes on in the field, digits and all.
    story.keys("1<back>y");
    assert!(body(&story).contains("> │ roomy"), "{}", story.screen());
    story.keys("<esc>");
    assert_eq!((body(&story), story.app.window().top()), before);
    // Where no search stands, n is the next lesson.
    story.keys("n");
    assert_eq!(*story.app.screen(), Screen::Lesson("kinds".into()));
    assert_eq!(marked(&story), []);
}

#[test]
fn a_slash_at_a_hit_looks_for_other_words_and_escape_keeps_those_that_led_there() {
    let mut story = start(Memory::default());
    story.keys("/quest<enter>/kinds");
    let hits = body(&story);
    assert!(hits.contains("> │ kinds"), "{hits}");
    story.keys("<enter><esc>");
    let hits = body(&story);
    assert!(hits.contains("│ kinds") && hits.contains("> Kinds"), "{hits}");
}

#[test]
fn what_is_looked_at_is_not_read_and_no_word_of_a_search_is_kept() {
    let mut story = start(Memory::default());
    story.keys("<enter>");
    // The last line of a lesson that was never opened.
    story.keys("/line yourself<enter>");
    assert_eq!(*story.app.screen(), Screen::Lesson("kinds".into()));
    assert!(story.app.is_at_end(), "{}", story.screen());
    story.keys("pn<esc><esc>");
    assert!(!log(&story).contains("kinds"), "{}", log(&story));
    story.keys("/line yourself<enter><up>");
    assert!(
        log(&story).contains("at kinds"),
        "whoever goes on reads\n{}",
        log(&story)
    );
    story.send(Msg::Flush);
    let kept = format!("{:?} {:?}", story.store.events, story.store.drafts);
    assert!(!kept.contains("line yourself"), "{kept}");
}

#[test]
fn a_search_ends_where_a_question_is_answered() {
    let mut story = start(Memory::default());
    story.keys("/help was helpful<enter>");
    assert!(story.app.window().entry().hit.is_some(), "{}", story.screen());
    story.keys("1");
    assert_eq!(story.app.window().entry().hit, None, "{}", story.screen());
    assert_eq!(marked(&story), []);
}

#[test]
fn in_a_field_a_slash_is_text() {
    let mut story = start(Memory::default());
    go(&mut story, Screen::Lesson("kinds".into()));
    story.send(Msg::Act(Action::Write(FieldTarget::Gap("gap".into(), 0))));
    story.keys("and/or");
    assert_eq!(*story.app.screen(), Screen::Lesson("kinds".into()));
    assert!(story.screen().contains("and/or"), "{}", story.screen());
    story.keys("<esc>/no");
    assert_eq!(*story.app.screen(), Screen::Search);
    // From a hit the same search is gone on with by Escape, and a slash begins another.
    story.keys("<enter><esc>");
    assert!(body(&story).contains("│ no"), "{}", story.screen());
    story.keys("<enter>/");
    assert!(!body(&story).contains("│ no"), "{}", story.screen());
    story.keys("<esc>");
    assert_eq!(*story.app.screen(), Screen::Lesson("kinds".into()));
    assert!(story.screen().contains("and/or"), "{}", story.screen());
}

#[test]
fn keys_of_a_search_can_be_changed_and_help_shows_them() {
    let help = |source: &str| {
        let (settings, complaints) = file::read("settings.ron", source.as_bytes());
        assert_eq!(complaints.len(), 0, "{complaints:?}");
        let preferences = Preferences::new(settings);
        let mut story = Script::start_with(library(), Memory::default(), preferences, (72, 80), NOW);
        go(&mut story, Screen::Help);
        let said = story.screen();
        go(&mut story, Screen::Search);
        (said, story)
    };
    let line = |said: &str, words: &str| {
        let line = said.lines().find(|line| line.contains(words));
        line.unwrap_or_else(|| panic!("no {words} in\n{said}"))
            .trim()
            .to_owned()
    };
    let (said, _) = help("()");
    assert!(line(&said, "look for words").starts_with("/ "), "{said}");
    // What two commands share stands once.
    assert!(line(&said, "a lesson on, back").starts_with("n p "), "{said}");
    assert!(!said.contains("the next hit"), "{said}");
    let (said, mut story) = help(r#"(keys: {"search": ["F"], "next hit": ["N"], "next lesson": ["l"]})"#);
    assert!(line(&said, "look for words").starts_with("F "), "{said}");
    assert!(line(&said, "the next hit").starts_with("N "), "{said}");
    story.keys("no<enter>");
    let first = story.app.window().entry().hit.clone();
    story.keys("n");
    assert_eq!(story.app.window().entry().hit, first, "n has no meaning now");
    story.keys("N");
    assert_ne!(story.app.window().entry().hit, first);
    story.keys("l");
    assert_eq!(story.app.window().entry().hit, None, "the next lesson, as ever");
    // Without single keys a row of home leads there, and every hit can be chosen.
    let (_, mut story) = help("(letters: off)");
    story.keys("no<enter>");
    assert!(story.app.window().entry().hit.is_some());
    story.keys("n");
    assert!(story.screen().contains("hit 1 of"), "{}", story.screen());
    story.keys("<esc><down><down><enter>");
    assert!(story.screen().contains("hit 2 of"), "{}", story.screen());
}

#[test]
fn whatever_is_looked_for_is_answered_in_words() {
    let mut story = start(Memory::default());
    story.keys("<enter>");
    let before = body(&story);
    story.keys("/");
    for (typed, words) in [
        ("", "In lessons, glossary"),
        ("    ", "There is no word in this yet."),
        ("?!. -", "There is no word in this yet."),
        ("\u{7}", "In lessons, glossary"),
        ("\u{1b}[31m", "Nothing found for [31m."),
        ("\u{202e}xyzzy", "Nothing found for xyzzy."),
        ("xq\nz", "Nothing found for xq z."),
        ("again xyzzy", "All words must stand in one paragraph"),
        ("mieting", "Not to the letter"),
    ] {
        story.send(Msg::Edit(Edit::Insert(typed.to_owned())));
        assert!(body(&story).contains(words), "{typed:?}\n{}", story.screen());
        story.keys("<enter>");
        assert!(
            typed == "mieting" || *story.app.screen() == Screen::Search,
            "{typed:?}"
        );
        story.keys(if typed == "mieting" { "<esc><backtab>" } else { "" });
        story.keys(&"<back>".repeat(typed.chars().count()));
    }
    let megabyte = "meeting ".repeat(1 << 17);
    story.send(Msg::Edit(Edit::Insert(megabyte)));
    assert!(
        story.screen().contains("A search takes 120 characters"),
        "{}",
        story.screen()
    );
    assert_eq!(story.app.window().entry().typed.text.len(), 120);
    assert!(
        body(&story).contains("A question in a meeting"),
        "{}",
        story.screen()
    );
    story.keys("x");
    assert_eq!(story.app.window().entry().typed.text.len(), 120);
    story.keys("<esc>");
    assert_eq!(body(&story), before);
}

#[test]
fn ones_own_words_are_found_as_such_until_they_are_forgotten() {
    let mut story = start(Memory::default());
    go(&mut story, Screen::Lesson("kinds".into()));
    write(&mut story, "I will ask Zerlina first.");
    story.keys("h/zerlina");
    let found = row(&story, "ask Zerlina first");
    assert!(found.ends_with("yours"), "{found}");
    story.keys("<enter>");
    assert_eq!(*story.app.screen(), Screen::Entry("journal-kinds".into()));
    assert_eq!(marked(&story), [("Zerlina".to_owned(), true)]);
    story.keys("<esc>");
    // Another window forgets it while it is a hit here.
    let left = story.store.events.iter();
    let left = left.filter(|event| !format!("{event:?}").contains("Zerlina"));
    let left: Vec<_> = left.cloned().collect();
    let mut other = Script::start(library(), story.store.clone(), (64, 20), NOW);
    story.send(Msg::Reread(left));
    assert!(
        body(&story).contains("Nothing found for zerlina."),
        "{}",
        story.screen()
    );

    // And this one, on the page of the hit.
    other.keys("h/zerlina<enter>");
    go(&mut other, Screen::EraseEntry("journal-kinds".into()));
    other.send(Msg::Act(Action::Write(FieldTarget::Word)));
    other.keys("forget");
    other.send(Msg::Act(Action::Erase("journal-kinds".into())));
    assert_eq!(*other.app.screen(), Screen::Search);
    assert!(
        body(&other).contains("Nothing found for zerlina."),
        "{}",
        other.screen()
    );
}

#[test]
fn going_on_past_a_hit_that_is_gone_leads_to_the_next_one() {
    let mut story = start(Memory::default());
    story.keys("<enter>");
    answer(&mut story, "who-decides", "The helper", Sureness::Sure);
    story.keys("/helper");
    let hits = body(&story);
    assert!(hits.contains("is known to the helper, what it did"), "{hits}");
    story.keys("<enter>n");
    assert!(story.screen().contains("hit 2 of 2"), "{}", story.screen());
    assert_eq!(marked(&story), [("helper".to_owned(), true)]);
    // Asked anew, the explanation is not on show any more, and is no hit.
    story.send(Msg::Act(Action::Retry("who-decides".into())));
    assert_eq!(marked(&story), []);
    story.keys("p");
    assert!(story.screen().contains("hit 1 of 1"), "{}", story.screen());
    story.keys("<esc>");
    assert!(
        !body(&story).contains("is known to the helper"),
        "{}",
        story.screen()
    );
}

#[test]
fn in_a_small_window_and_without_signs_it_is_all_there() {
    let (settings, _) = file::read("settings.ron", b"(ascii: on)");
    let preferences = Preferences::new(settings);
    let mut story = Script::start_with(library(), Memory::default(), preferences, (40, 12), NOW);
    story.keys("/room");
    let screen = story.screen();
    assert!(screen.is_ascii(), "{screen}");
    for words in [
        "| room",
        "2 hits",
        "Somebody with more room",
        "enter best hit",
        "esc back",
    ] {
        assert!(screen.contains(words), "no {words} in\n{screen}");
    }
    story.keys("<down><down><enter>");
    assert!(
        story.screen().contains("n next hit   p hit before"),
        "{}",
        story.screen()
    );
    assert_eq!(marked(&story), [("Room".to_owned(), true)], "{}", story.screen());
}

#[test]
fn line_by_line_words_stand_behind_the_command_and_hits_have_numbers() {
    let (said, kept) = plain(
        "search room\n2\nprevious hit\nprevious hit\nnext lesson\n\
         /ROOM\nback\nsearch\nxyzzy\nsearch\n\nSearch  12\nquit\n",
        Memory::default(),
    );
    for words in [
        "Search, 2 hits.",
        "Reading: 1. Somebody with more [room] in that meeting can hand the\n",
        "Kinds: 2. [Room] for a no",
        "Hit 2 of 2 (next hit, previous hit, back): [Room] for a no",
        "Hit 1 of 2 (next hit, previous hit, back): ",
        "This is the first hit.",
        "Write what to look for; Enter alone goes back.",
        "Nothing found for xyzzy.",
        "Nothing found for 12.",
    ] {
        assert!(said.contains(words), "no {words:?} in\n{said}");
    }
    assert_eq!(said.matches("Search, 2 hits.").count(), 2, "{said}");
    assert!(!format!("{:?} {:?}", kept.events, kept.drafts).contains("xyzzy"));
    // In a field only a colon makes a command of it.
    let (said, kept) = plain(
        "Kinds\nnext\nnext\nnext\nnext\n1\n/room\n:search way out\nquit\n",
        Memory::default(),
    );
    assert!(
        said.contains("Nothing found for way out."),
        "a hint is no text yet\n{said}"
    );
    assert!(
        kept.drafts
            .values()
            .any(|draft| format!("{draft:?}").contains("/room")),
        "{said}"
    );
}

#[test]
fn folded_alike_and_below_the_heading_it_stands_under() {
    let mut files = files();
    let lesson = "# Twice\n\n## First {#first}\n\nThe same line.\n\n\
         ## Second {#second}\n\nÉlan vital.\n\nThe same line.\n";
    files.insert("1-reading.md".to_owned(), Cow::Borrowed(lesson.as_bytes()));
    let library = Library::of(files, &Default::default());
    let mut story = Script::start(library, Memory::default(), (64, 12), NOW);
    story.keys("/elan<enter>");
    assert_eq!(marked(&story), [("Élan".to_owned(), true)]);
    story.keys("<esc><backtab><back><back><back><back>same line<enter>");
    let of = |story: &Script| {
        story
            .app
            .window()
            .page
            .place(story.app.window().entry().from.unwrap())
    };
    assert_eq!(of(&story).heading.as_deref(), Some("first"));
    story.keys("n");
    assert_eq!(of(&story).heading.as_deref(), Some("second"));
    story.send(Msg::Do(Command::NextHit));
    assert!(
        story.screen().contains("This is the last hit."),
        "{}",
        story.screen()
    );
}

#[test]
fn a_letter_at_once_is_answered_from_what_is_read_and_the_rest_follows() {
    let library = || {
        Library::of(
            ally_up::course::embedded::files(),
            &ally_up::course::embedded::outlines(),
        )
    };
    let begin = || Script::start(library(), Memory::default(), (80, 24), NOW);
    let mut story = begin();
    story.burst("/");
    story.burst("al");
    let count = |story: &Script| {
        let head = story.screen().lines().next().unwrap().to_owned();
        let number = head
            .split_whitespace()
            .find_map(|word| word.parse::<usize>().ok());
        (number.unwrap_or(0), head.contains("so far"))
    };
    let (some, is_open) = count(&story);
    assert!(some > 0 && is_open, "{}", story.screen());
    let mut steps = 0;
    while story.app.reads_ahead() {
        story.send(Msg::Tick);
        steps += 1;
    }
    let (all, is_open) = count(&story);
    assert!(all > some && !is_open && steps > 3, "{steps}\n{}", story.screen());
    let mut slow = begin();
    slow.keys("/al");
    assert_eq!(slow.screen(), story.screen());
    // Whoever presses Enter at once is led to the same hit, and told of as many.
    let mut fast = begin();
    fast.burst("/");
    fast.burst("al");
    fast.now += 1_000;
    fast.keys("<enter>");
    slow.keys("<enter>");
    assert_eq!(fast.screen(), slow.screen());
    assert!(
        fast.screen().contains(&format!("hit 1 of {all}")),
        "{}",
        fast.screen()
    );
    // A word that was not read yet is not taken for one that is nowhere.
    let mut story = begin();
    story.burst("/");
    story.burst("zzzzzz");
    assert!(story.screen().contains("Still looking"), "{}", story.screen());
    story.keys("z");
    assert!(story.screen().contains("Nothing found"), "{}", story.screen());
}

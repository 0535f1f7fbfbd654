//! Stories of marks and notes: a paragraph is marked, a note is written on it, both outlive an edit of the lesson, and go for good when
//! they are told to. And of what is copied, and of links that say where they lead.

use crate::story::{NOW, body, files, go, killed, log, pick, plain, row, start};
use ally_up::action::{Action, FileFormat, Screen, Takeaway};
use ally_up::app::flows::marking::COPIED;
use ally_up::app::{Effect, Msg};
use ally_up::doc::Node;
use ally_up::export::file;
use ally_up::keymap::Command;
use ally_up::library::Library;
use ally_up::progress::event::{Category, EventKind};
use ally_up::progress::marks::Mark;
use ally_up::shell::testing::{Memory, Script};
use ally_up::text_edit::{Edit, MAX};

const LINE: &str = "The partner sets the direction and judges what an act did.";

/// The course with its first lesson edited: these words for those.
fn edited(old: &str, new: &str) -> Library {
    let mut files = files();
    let lesson = include_str!("journeys/1-reading.md");
    assert!(lesson.contains(old), "{old}");
    let lesson = lesson.replace(old, new).into_bytes();
    files.insert("1-reading.md".to_owned(), lesson.into());
    Library::of(files, &Default::default())
}

fn again(story: &Script, library: Library) -> Script {
    Script::start(library, story.store.clone(), (64, 20), story.now)
}

/// The words that stand beside a mark on the page on show.
fn marked(story: &Script) -> Vec<String> {
    let nodes = story.app.window().doc.nodes.iter();
    let marked = nodes.filter(|node| matches!(***node, Node::Marked { .. }));
    marked.map(|node| node.words().to_string()).collect()
}

/// In the first lesson, with a note on the first paragraph of "Two roles".
fn noted(note: &str) -> Script {
    let mut story = start(Memory::default());
    story.keys("<enter>m<down>m<up>m<down><enter>");
    story.keys(note);
    story.keys("<esc><esc>");
    story
}

#[test]
fn a_paragraph_is_marked_and_pointed_at_and_its_mark_goes_again() {
    let mut story = start(Memory::default());
    story.keys("<enter>m");
    assert_eq!(marked(&story).len(), 1);
    assert!(row(&story, "A question in a meeting").starts_with("> A question"));
    assert!(
        row(&story, "partner notices.").starts_with("▌ "),
        "{}",
        story.screen()
    );
    assert_eq!(
        row(&story, "enter note"),
        "marked   enter note   m take the mark away   y copy   esc back"
    );
    story.keys("<down>m");
    assert!(
        row(&story, "The partner sets").starts_with("> The"),
        "{}",
        story.screen()
    );
    assert!(row(&story, "A question in a meeting").starts_with("▌ "));
    story.keys("m");
    let kept = log(&story);
    let marks: Vec<&str> = kept.lines().filter(|line| line.starts_with("marked")).collect();
    assert_eq!(marks.len(), 3, "{kept}");
    assert!(marks[2].starts_with("marked in reading false: The partner sets"));
    assert_eq!(marked(&story).len(), 1);
    assert!(row(&story, "m mark").starts_with("m mark   enter note"));
    // Any other key is what it always is, and nothing is pointed at any more.
    story.keys("<tab>m");
    let question = story.app.window().focus();
    assert!(
        question.is_none() && story.app.window().point.is_some(),
        "{}",
        story.screen()
    );
    story.keys("h");
    assert_eq!(story.app.window().point, None);
    story.keys("m");
    assert!(row(&story, "Marks belong to lessons").len() > 20);
}

#[test]
fn whoever_works_on_a_question_marks_that() {
    let mut story = start(Memory::default());
    let to = Action::Go(Screen::Lesson("reading".into()), Some("who-decides".into()));
    story.send(Msg::Act(to));
    story.keys("<down>m");
    assert_eq!(marked(&story).len(), 1);
    assert!(
        marked(&story)[0].ends_with("Who decides whether help was helpful?"),
        "{:?}",
        marked(&story)
    );
    story.keys("M");
    assert!(
        body(&story).contains("Who decides whether help was helpful?"),
        "{}",
        story.screen()
    );
    // The outline, the answers and the place are as they were.
    story.keys("<esc><tab>2");
    assert!(
        story.app.model().drafts.contains_key("who-decides"),
        "{}",
        story.screen()
    );
}

#[test]
fn a_note_is_written_shown_listed_and_gone_to() {
    let story = noted("I do this in <<every> call.");
    assert!(
        row(&story, "Your note:").ends_with("Your note: I do this in <every> call."),
        "{}",
        story.screen()
    );
    let mut story = killed(&story);
    story.keys("M");
    let shown = body(&story);
    let (line, note) = (
        shown.find("The partner sets").unwrap(),
        shown.find("I do this").unwrap(),
    );
    assert!(shown.contains("Reading") && line < note, "{shown}");
    story.keys("<enter>");
    assert_eq!(*story.app.screen(), Screen::Lesson("reading".into()));
    assert!(
        row(&story, "The partner sets").starts_with("> The"),
        "{}",
        story.screen()
    );
    story.keys("<enter> Always.<esc>");
    let note = story
        .app
        .model()
        .progress
        .marks()
        .into_iter()
        .find(|mark| mark.is_on)
        .unwrap();
    let words = story.app.model().progress.note(&note.id).unwrap();
    assert!(words.contains("Always.") && words.contains("every"), "{words}");
    // In a window that its line fills, a note is written at once as well.
    story.send(Msg::Resize(30, 8));
    story.keys("<esc>M<tab><enter><enter>!");
    assert!(story.screen().contains("Always.!"), "{}", story.screen());
    story.keys("<esc>");
    for event in &story.store.events {
        if let EventKind::Wrote { category, .. } = &event.kind {
            assert_eq!(*category, Some(Category::Notes));
            assert!(event.kind.is_private());
        }
    }
}

#[test]
fn a_term_is_marked_and_gone_to_as_a_paragraph_of_a_lesson_is() {
    let mut story = start(Memory::default());
    go(&mut story, Screen::Term("ally".into()));
    assert!(story.app.window().focus().is_some(), "a button");
    story.keys("m");
    assert_eq!(marked(&story), ["What a person who benefited may call someone."]);
    let mut story = killed(&story);
    story.keys("M");
    assert!(body(&story).contains("Glossary"), "{}", story.screen());
    pick(&mut story, "What a person");
    assert_eq!(*story.app.screen(), Screen::Term("ally".into()));
    assert_eq!(marked(&story).len(), 1);
}

#[test]
fn marks_and_notes_outlive_an_edit_of_the_lesson() {
    let story = noted("Mine.");
    let above = edited(
        "## Two roles",
        "Another paragraph.\n\n## More {#more}\n\nAnd one.\n\n## Two roles",
    );
    let mut there = again(&story, above);
    go(&mut there, Screen::Lesson("reading".into()));
    assert_eq!(marked(&there).len(), 1);
    assert!(marked(&there)[0].starts_with(LINE) && format!("{:?}", there.app.window().doc).contains("Mine."));

    let reworded = edited(
        "sets the direction and judges",
        "sets the direction, and it judges",
    );
    let mut there = again(&story, reworded);
    there.keys("M");
    pick(&mut there, "The partner sets the direction, and it");
    assert_eq!(marked(&there).len(), 1);
    there.keys("<enter>");
    assert!(body(&there).contains("it was edited since"), "{}", there.screen());

    let start = include_str!("journeys/1-reading.md")
        .find("The partner sets")
        .unwrap();
    let end = include_str!("journeys/1-reading.md").find("> **Jo").unwrap();
    let gone = edited(
        &include_str!("journeys/1-reading.md")[start..end],
        "All is new here.\n\n",
    );
    let mut there = again(&story, gone);
    go(&mut there, Screen::Lesson("reading".into()));
    assert!(marked(&there).is_empty());
    there.keys("M");
    assert!(
        row(&there, "The partner sets").ends_with("no longer there"),
        "{}",
        there.screen()
    );
    assert!(body(&there).contains("Mine."));
    pick(&mut there, "The partner sets");
    assert!(body(&there).contains("what is no longer there") && body(&there).contains("Mine."));

    let without = Library::of(
        [(
            "course.ron".to_owned(),
            br#"Course(id: "journeys", title: "x", modules: [])"#.as_slice().into(),
        )]
        .into(),
        &Default::default(),
    );
    let mut there = again(&story, without);
    there.keys("M");
    assert!(
        body(&there).contains("On pages that are gone") && body(&there).contains("Mine."),
        "{}",
        there.screen()
    );
    there.keys("<enter>");
    assert!(body(&there).contains("a page that is gone"), "{}", there.screen());
}

#[test]
fn a_mark_goes_and_its_note_stays_until_it_is_forgotten() {
    let mut story = noted("A seashell.");
    story.keys("M<enter>m");
    assert!(row(&story, "its note stays").len() > 20 && marked(&story).is_empty());
    go(&mut story, Screen::Notebook);
    assert!(body(&story).contains("Notes whose mark you took away") && body(&story).contains("A seashell."));
    pick(&mut story, "The partner sets");
    pick(&mut story, "Mark it again");
    go(&mut story, Screen::Lesson("reading".into()));
    assert_eq!(marked(&story).len(), 1);
    let id = story
        .app
        .model()
        .progress
        .marks()
        .into_iter()
        .find(|mark| mark.is_on)
        .unwrap()
        .id;
    go(&mut story, Screen::Mark(id.clone()));
    pick(&mut story, "Forget both for good");
    assert!(
        body(&story).contains("The partner sets the direction"),
        "{}",
        story.screen()
    );
    story.keys("forget<esc>");
    story.send(Msg::Act(Action::Erase(id)));
    assert_eq!(*story.app.screen(), Screen::Lesson("reading".into()));
    assert!(marked(&story).is_empty());
    let kept = format!("{:?} {:?}", story.store.events, story.store.drafts);
    assert!(
        !kept.contains("seashell") && !kept.contains("The partner sets"),
        "{kept}"
    );
}

#[test]
fn another_window_sets_and_takes_away_the_same_mark() {
    let mut story = start(Memory::default());
    story.keys("<enter>");
    let mut other = start(story.store.clone());
    other.now += 10;
    other.keys("m");
    let events = |from: &Script| from.store.events.clone();
    story.send(Msg::Seen(events(&other)));
    assert_eq!(marked(&story).len(), 1);
    story.now += 60_000;
    story.keys("m");
    assert!(marked(&story).is_empty());
    other.send(Msg::Seen(events(&story)));
    assert!(marked(&other).is_empty());
    assert_eq!(
        story.app.model().progress.marks(),
        other.app.model().progress.marks()
    );
}

#[test]
fn a_note_that_is_being_written_goes_when_all_are_forgotten_elsewhere() {
    let mut story = noted("");
    story.keys("M<enter><enter>A seashell");
    assert!(story.screen().contains("A seashell") && story.app.model().drafts.len() == 1);
    let ids = |event: &ally_up::progress::event::Event| event.kind.is_private().then(|| event.id.clone());
    let events: Vec<String> = story.store.events.iter().filter_map(ids).collect();
    let mut left = story.store.events.clone();
    left.retain(|event| !event.kind.is_private());
    let mut said = left[0].clone();
    (said.id, said.kind) = ("there".to_owned(), EventKind::Forgotten { events });
    left.push(said);
    story.send(Msg::Reread(left));
    assert!(
        story.screen().contains("There is no mark here any more."),
        "{}",
        story.screen()
    );
    story.keys("x<esc>M");
    assert!(story.app.model().drafts.is_empty() && body(&story).contains("Nothing is marked yet."));
    assert_eq!(story.app.model().progress.own.entries().count(), 0);
}

#[test]
fn a_note_of_a_megabyte_and_of_controls_is_cut_and_cleaned() {
    let mut story = start(Memory::default());
    story.keys("<enter>m<enter>");
    story.send(Msg::Edit(Edit::Insert(format!(
        "\u{1b}[31m\u{7}{}",
        "word ".repeat(200_000)
    ))));
    assert!(row(&story, "This field is full").len() > 10, "{}", story.screen());
    story.keys("<esc>");
    let mark: Mark = story.app.model().progress.marks().remove(0);
    let note = story.app.model().progress.note(&mark.id).unwrap();
    assert!(note.len() <= MAX && note.len() > MAX - 10 && note.starts_with("[31mword"));
    let mut story = killed(&story);
    story.keys("M");
    assert!(!format!("{:?}", story.app.window().doc).contains('\u{1b}'));
    assert_eq!(story.app.model().progress.note(&mark.id), Some(note));
}

#[test]
fn the_notebook_takes_lines_along_and_notes_only_with_the_journal() {
    let story = noted("A *private* note.");
    let (_, without) = file(story.app.model(), Takeaway::Notebook(FileFormat::Markdown)).unwrap();
    let (_, with) = file(story.app.model(), Takeaway::Journal(FileFormat::Markdown)).unwrap();
    assert!(
        without.contains("## Marks and notes") && without.contains(LINE),
        "{without}"
    );
    assert!(!without.contains("private"), "{without}");
    assert!(
        with.contains(LINE) && with.contains("> A \\*private\\* note."),
        "{with}"
    );
}

#[test]
fn in_plain_mode_a_part_is_marked_and_a_note_written() {
    let typed = "Reading\nmark\nnext\nnote\nA line of mine\nand another\n.\nback\nmarks\n2\nmark\nmark\ncopy\nhome\nmark\nquit\n";
    let (said, store) = plain(typed, Memory::default());
    for words in [
        "Marked: \"A question in a meeting goes to the wrong person, and a, and so",
        "Marked: A question in a meeting goes",
        "Quote: The partner sets the direction",
        "Write. A full stop alone",
        "Written down.",
        "1. Your note: A line of mine and another",
        "Marks and notes.",
        "2. The partner sets the direction",
        "The mark is gone; its note stays in the notebook.",
        "the terminal itself copies",
        "Marks belong to lessons; open one first.",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    assert!(!said.contains('\u{1b}'));
    // What was marked in plain mode is marked on the screen.
    let mut story = start(store);
    go(&mut story, Screen::Lesson("reading".into()));
    assert_eq!(marked(&story).len(), 2);
}

/// What pressing the key for copying gives to the terminal, and what is said.
fn copied(story: &mut Script) -> (Option<String>, String) {
    let effects = story.app.update(Msg::Do(Command::Copy), story.now);
    let words = effects.into_iter().find_map(|effect| match effect {
        Effect::Copy(words) => Some(words.to_string()),
        _ => None,
    });
    let notice = story.app.window().notice.as_ref().map(ToString::to_string);
    (words, notice.unwrap_or_default())
}

#[test]
fn a_paragraph_is_copied_and_one_that_is_too_long_is_refused() {
    let mut story = start(Memory::default());
    story.keys("<enter>");
    let (words, notice) = copied(&mut story);
    let first = "A question in a meeting goes to the wrong person, and a partner notices.";
    assert_eq!(words.as_deref(), Some(first));
    assert!(notice.starts_with("Sent to the terminal."), "{notice}");
    story.keys("<down><down>");
    let (words, _) = copied(&mut story);
    assert_eq!(
        words.as_deref(),
        Some("Jo: Seun built that part. Seun, would you take it?")
    );
    // A row in focus is copied without being chosen.
    story.keys("h");
    assert!(
        copied(&mut story)
            .0
            .is_some_and(|words| words.contains("Reading"))
    );

    for (length, is_taken) in [(COPIED, true), (COPIED + 1, false)] {
        let code = format!("```\n{}\n```\n\nA question in", "x".repeat(length));
        let mut story = Script::start(edited("A question in", &code), Memory::default(), (64, 20), NOW);
        story.keys("<enter>");
        let (words, notice) = copied(&mut story);
        assert_eq!(words.is_some(), is_taken, "{notice}");
        assert_eq!(
            notice.contains("74994 at the most; nothing was sent"),
            !is_taken,
            "{notice}"
        );
    }
    let hostile = edited("A question in", "A &#27;]52;c;AAAA&#7;&#x9b; question in");
    let mut story = Script::start(hostile, Memory::default(), (64, 20), NOW);
    story.keys("<enter>");
    let words = copied(&mut story).0.unwrap();
    assert!(
        words.starts_with("A ]52;c;AAAA question") && !words.contains(char::is_control),
        "{words:?}"
    );
}

#[test]
fn a_link_says_where_it_leads_before_it_is_followed() {
    let more = "See [the roles](#two-roles), [kinds](2-kinds.md#gap) and [a page](https://example.org/a?b=c).\n\n## Two roles";
    let library = edited("## Two roles", more);
    let mut story = Script::start(library, Memory::default(), (90, 24), NOW);
    story.keys("<enter><tab>");
    assert!(row(&story, "enter open").starts_with("enter open Glossary: partner   esc back"));
    story.keys("<tab>");
    assert!(
        row(&story, "enter open").starts_with("enter open Two roles "),
        "{}",
        story.screen()
    );
    story.keys("<tab>");
    assert!(row(&story, "enter open").starts_with("enter open Kinds: When the topic changes, ask ____."));
    // What leads outside has its address beside it, and is nothing to follow.
    assert!(story.screen().contains("a page (https://example.org/a?b=c)"));
    story.keys("<tab>");
    assert!(!story.screen().contains("enter open"), "{}", story.screen());
    story.keys("<backtab>");
    story.send(Msg::Resize(30, 12));
    assert!(
        row(&story, "enter open").ends_with("…   esc back"),
        "{}",
        story.screen()
    );
}

//! An author plays their course while they edit it: the paragraph stays where it was, and what is wrong is on the page.

use crate::story::NOW;
use ally_up::action::Screen;
use ally_up::app::Msg;
use ally_up::library::Library;
use ally_up::library::edition::Edition;
use ally_up::shell::testing::{Memory, Script};
use ally_up::source::Files;
use std::borrow::Cow;

/// A lesson longer than the window, as its author has it open.
fn lesson() -> String {
    let paragraph = |nth: usize| {
        format!("Paragraph {nth} says what only number {nth} says, over a line or two of words.\n\n")
    };
    let half = |from: usize| (from..from + 20).map(paragraph).collect::<String>();
    format!("# Reading\n\n{}## Middle {{#middle}}\n\n{}", half(1), half(21))
}

const MANIFEST: &[u8] = br#"Course(id: "c", title: "C", modules: [
    Module(id: "one", title: "One", items: [Lesson(id: "reading", file: "1-reading.md")]),
])"#;

fn with(lesson: &str) -> Files {
    let mut files = Files::new();
    files.insert("course.ron".to_owned(), Cow::Borrowed(MANIFEST));
    files.insert("1-reading.md".to_owned(), Cow::Owned(lesson.as_bytes().to_vec()));
    files
}

fn reading() -> Script {
    let library = Library::of(with(&lesson()), &Default::default());
    let mut story = Script::start(library, Memory::default(), (64, 20), NOW);
    story.app.open(Screen::Lesson("reading".into()));
    story
}

fn edit(story: &mut Script, lesson: &str) {
    story.send(Msg::Edited(Box::new(Edition::of(with(lesson)))));
}

/// The first paragraph that stands in the window, with its row.
fn first(story: &Script) -> (usize, String) {
    let screen = story.screen();
    let mut rows = screen.lines().enumerate();
    let found = rows.find(|(_, line)| line.contains("Paragraph "));
    let (row, line) = found.unwrap_or_else(|| panic!("{screen}"));
    (row, line.split(" says").next().unwrap().trim().to_owned())
}

#[test]
fn an_edit_above_or_below_leaves_the_paragraph_in_its_row() {
    for pages in 0..5 {
        let mut story = reading();
        for _ in 0..pages {
            story.keys("<pgdn>");
        }
        let there = first(&story);
        let text = lesson();
        for edited in [
            text.replace(
                "# Reading\n\n",
                "# Reading\n\nNew one.\n\nNew two.\n\nNew three.\n\n",
            ),
            text.replace("## Middle {#middle}", "## Center {#center}\n\nAn added line."),
            text.replace(
                "Paragraph 2 says what only number 2 says, over a line or two of words.\n\n",
                "",
            ),
            text.replace("Paragraph 40 says", "Paragraph 40 now says"),
            text.clone(),
        ] {
            edit(&mut story, &edited);
            let here = first(&story);
            // Of what was added above the first paragraph, its top stays the top.
            if pages > 0 {
                assert_eq!(here, there, "{pages} pages down\n{}", story.screen());
            }
        }
        assert!(
            story.screen().contains("The course was edited"),
            "{}",
            story.screen()
        );
    }
}

#[test]
fn what_is_wrong_stands_on_the_page_and_goes_when_it_is_mended() {
    let mut story = reading();
    let broken = lesson().replace(
        "## Middle",
        "### Which? {#which .one}\n\n- [ ] a\n\n  Why.\n\n- [ ] b\n\n  Why.\n\n## Middle",
    );
    edit(&mut story, &broken);
    let screen = story.screen();
    assert!(screen.contains("Line 43: no option is marked right"), "{screen}");
    assert!(
        screen.contains("One complaint, at 1-reading.md, line 43"),
        "{screen}"
    );
    edit(&mut story, &lesson());
    assert!(!story.screen().contains("Line 43"), "{}", story.screen());
    story.app.open(Screen::Home);
    edit(&mut story, &broken);
    assert!(
        story.screen().contains("1-reading.md, line 43"),
        "{}",
        story.screen()
    );
}

#[test]
fn errors_of_a_course_that_is_opened_are_told_and_nothing_else_is() {
    let question = "### Which? {#which .one}\n\n- [ ] a\n\n  Why.\n\n- [ ] b\n\n  Why.\n\n## Middle";
    let broken = lesson().replace("## Middle", question);
    let files = with(&broken);
    let mut story = Script::start(
        Library::of(files.clone(), &Default::default()),
        Memory::default(),
        (64, 20),
        NOW,
    );
    story.send(Msg::Edited(Box::new(Edition::opened(&files))));
    let screen = story.screen();
    assert!(
        screen.contains("This course has an error") && screen.contains("line 43"),
        "{screen}"
    );
    let whole = Edition::opened(&with(&lesson()));
    assert!(whole.complaints.is_empty(), "{:?}", whole.complaints);
    let mut story = reading();
    let before = story.screen();
    story.send(Msg::Edited(Box::new(whole)));
    assert_eq!(story.screen(), before);
}

#[test]
fn while_the_manifest_cannot_be_read_the_course_before_goes_on() {
    let mut story = reading();
    let mut files = with(&lesson());
    files.insert(
        "course.ron".to_owned(),
        Cow::Borrowed(b"Course(id: \"journeys\","),
    );
    story.send(Msg::Edited(Box::new(Edition::of(files))));
    let screen = story.screen();
    assert!(
        screen.contains("Paragraph 1 says") && screen.contains("the one before goes on"),
        "{screen}"
    );
}

//! A course is edited in twelve ways between two starts: the place, the mark, what was picked and what was answered stay.

use crate::story::NOW;
use ally_up::action::{Action, Screen};
use ally_up::app::Msg;
use ally_up::course::Item;
use ally_up::doc::Node;
use ally_up::library::Library;
use ally_up::progress::renamed::Renamed;
use ally_up::quiz::answer::Answer;
use ally_up::quiz::{Question, choice, edited};
use ally_up::shell::testing::{Memory, Script};
use std::borrow::Cow;

const MANIFEST: &str = r#"Course(id: "c", title: "C", modules: [
    Module(id: "one", title: "One", items: [Lesson(id: "reading", file: "1.md"), Lesson(id: "writing", file: "2.md")]),
    Module(id: "two", title: "Two", items: [Lesson(id: "telling", file: "3.md")]),
], renamed: [])"#;

const QUESTIONS: &str = "## The end {#end}

### Which leaf? {#leaf .one}

- [ ] The oldest leaf of the bush

  Too dry.

- [x] The youngest leaf of the bush

  Yes.

- [ ] None of the leaves at all

  Then there is no tea.

### Which pot? {#pot .one}

- [ ] A pot of iron for every tea

  Too hot.

- [x] A small pot of clay

  Yes.

- [ ] No pot but the kettle

  Too loud.
";

/// What the learner answered with, and what they picked and did not hand in.
const ANSWERED: &str = "The oldest leaf of the bush";
const PICKED: &str = "A pot of iron for every tea";

fn paragraph(nth: usize) -> String {
    format!(
        "Paragraph {nth} says what only number {nth} of them says, with words like w{nth}, v{nth} and u{nth} in it.\n\n"
    )
}

/// A lesson longer than the window, with two questions at its end.
fn lesson() -> String {
    let all = |nths: std::ops::Range<usize>| nths.map(paragraph).collect::<String>();
    format!(
        "# Reading\n\n{}## Middle {{#middle}}\n\n{}{QUESTIONS}",
        all(1..13),
        all(13..25)
    )
}

/// A course as its author has it.
#[derive(Clone)]
struct Written {
    manifest: String,
    lesson: String,
    /// Where the questions stand, if not in the lesson.
    other: String,
}

fn written() -> Written {
    Written {
        manifest: MANIFEST.to_owned(),
        lesson: lesson(),
        other: "# Writing\n\nNothing yet.\n".to_owned(),
    }
}

impl Written {
    fn library(&self) -> Library {
        let telling = "# Telling\n\nNothing yet.\n".to_owned();
        let files = [
            ("course.ron", &self.manifest),
            ("1.md", &self.lesson),
            ("2.md", &self.other),
            ("3.md", &telling),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), Cow::Owned(text.as_bytes().to_vec())));
        Library::of(files.into_iter().collect(), &Default::default())
    }

    /// With these words in the lesson for those.
    fn with(&self, from: &str, to: &str) -> Written {
        assert_eq!(self.lesson.matches(from).count(), 1, "{from}");
        Written {
            lesson: self.lesson.replacen(from, to, 1),
            ..self.clone()
        }
    }

    /// With these words in the manifest for those.
    fn told(&self, from: &str, to: &str) -> Written {
        assert_eq!(self.manifest.matches(from).count(), 1, "{from}");
        Written {
            manifest: self.manifest.replacen(from, to, 1),
            ..self.clone()
        }
    }
}

fn go(story: &mut Script, lesson: &str) {
    story.send(Msg::Act(Action::Go(Screen::Lesson(lesson.into()), None)));
    wait(story);
}

fn wait(story: &mut Script) {
    story.now += 1_000;
    story.send(Msg::Tick);
}

/// Does what the first row does that says this.
fn choose(story: &mut Script, words: &str) {
    let mut stops = story.app.window().page.stops.iter();
    let stop = stops.find(|stop| stop.words.starts_with(words));
    let action = stop
        .unwrap_or_else(|| panic!("no row says {words}:\n{}", story.screen()))
        .action
        .clone();
    story.send(Msg::Act(action));
    wait(story);
}

/// What was saved by somebody who answered one question, picked at another, then read as far as paragraph 16 and marked it.
fn played() -> Memory {
    let mut story = Script::start(written().library(), Memory::default(), (64, 20), NOW);
    go(&mut story, "reading");
    choose(&mut story, ANSWERED);
    choose(&mut story, "Sure");
    choose(&mut story, PICKED);
    story.keys("<home>");
    for _ in 0..60 {
        if first(&story) == "Paragraph 16" {
            break;
        }
        story.send(Msg::Wheel(1));
        wait(&mut story);
    }
    assert_eq!(first(&story), "Paragraph 16", "{}", story.screen());
    story.keys("m");
    assert!(marked(&story).starts_with("Paragraph 16"), "{}", story.screen());
    story.keys("<esc>q");
    story.store
}

/// The first paragraph that begins in the window.
fn first(story: &Script) -> String {
    let screen = story.screen();
    let found = screen.lines().find_map(|line| {
        let at = line.find("Paragraph ")?;
        Some(line[at..].split(" says").next()?.to_owned())
    });
    found.unwrap_or_default()
}

/// The words that stand beside a mark on the page on show.
fn marked(story: &Script) -> String {
    let mut nodes = story.app.window().doc.nodes.iter();
    let marked = nodes.find(|node| matches!(***node, Node::Marked { .. }));
    marked.map(|node| node.words().to_string()).unwrap_or_default()
}

/// The options of the question that is not answered, as they stand on the page.
fn rows(story: &Script) -> Vec<String> {
    let stops = story.app.window().page.stops.iter();
    let options = stops.filter(|stop| matches!(&stop.action, Action::Pick(id, _) if **id == *"pot"));
    options.map(|stop| stop.words.to_string()).collect()
}

/// What of an edited course is where.
struct Expected {
    /// The lesson that is read.
    lesson: &'static str,
    /// The lesson with the questions.
    asks: &'static str,
    answered: &'static str,
    picked: &'static str,
}

const SAME: Expected = Expected {
    lesson: "reading",
    asks: "reading",
    answered: ANSWERED,
    picked: PICKED,
};

fn edits() -> Vec<(&'static str, Written, Expected)> {
    let before = written();
    let (asked, third) = (before.lesson.find("## The end").unwrap_or_default(), paragraph(3));
    let split = Written {
        lesson: before.lesson[..asked].to_owned(),
        other: format!("# Writing\n\n{QUESTIONS}"),
        ..before.clone()
    };
    let none = "- [ ] None of the leaves at all\n\n  Then there is no tea.\n\n";
    let iron = "- [ ] A pot of iron for every tea\n\n  Too hot.\n\n";
    vec![
        (
            "a block was added above",
            before.with(&third, &format!("Something new stands here.\n\n{third}")),
            SAME,
        ),
        ("a block was removed above", before.with(&paragraph(14), ""), SAME),
        (
            "a block was doubled above",
            before.with(&paragraph(14), &paragraph(14).repeat(2)),
            SAME,
        ),
        (
            "a heading was renamed",
            before.with("{#middle}", "{#center}").told(
                "renamed: []",
                r##"renamed: [("reading#middle", "reading#center")]"##,
            ),
            SAME,
        ),
        (
            "a heading has another id",
            before.with("{#middle}", "{#center}"),
            SAME,
        ),
        (
            "a paragraph was mended",
            before.with("only number 16 of them says", "number 16 alone says"),
            SAME,
        ),
        (
            "a lesson was renamed, and its name taken anew",
            before
                .told("\"writing\"", "\"tmp\"")
                .told("\"reading\"", "\"tea\"")
                .told("\"tmp\"", "\"reading\"")
                .told("renamed: []", r#"renamed: [("reading", "tea")]"#),
            Expected {
                lesson: "tea",
                asks: "tea",
                ..SAME
            },
        ),
        (
            "a lesson was moved to another module",
            before.told(r#"Lesson(id: "reading", file: "1.md"), "#, "").told(
                r#"Lesson(id: "telling""#,
                r#"Lesson(id: "reading", file: "1.md"), Lesson(id: "telling""#,
            ),
            SAME,
        ),
        (
            "options were mended",
            before
                .with(ANSWERED, "The oldest leaf of a bush")
                .with(PICKED, "An iron pot for every kind of tea"),
            Expected {
                answered: "The oldest leaf of a bush",
                picked: "An iron pot for every kind of tea",
                ..SAME
            },
        ),
        (
            "options were added",
            before
                .with(none, &format!("- [ ] Any leaf\n\n  No.\n\n{none}"))
                .with(iron, &format!("- [ ] Any pot\n\n  No.\n\n{iron}")),
            SAME,
        ),
        (
            "options were put in another order",
            before
                .with(none, "")
                .with("- [ ] The oldest", &format!("{none}- [ ] The oldest"))
                .with(iron, "")
                .with("- [ ] No pot", &format!("{iron}- [ ] No pot")),
            SAME,
        ),
        (
            "the lesson was split",
            split,
            Expected {
                asks: "writing",
                ..SAME
            },
        ),
    ]
}

#[test]
fn twelve_edits_between_two_starts_cost_neither_place_nor_picks_nor_answers() {
    let store = played();
    let mut story = Script::start(written().library(), store.clone(), (64, 20), NOW + 90_000_000);
    go(&mut story, "reading");
    let rows_before: Vec<String> = rows(&story)
        .into_iter()
        .map(|words| words.replace(PICKED, "An iron pot for every kind of tea"))
        .collect();
    assert_eq!(rows_before.len(), 3);
    let edits = edits();
    assert_eq!(edits.len(), 12);
    for (what, written, now) in edits {
        let mut story = Script::start(written.library(), store.clone(), (64, 20), NOW + 90_000_000);
        let at = story.app.lesson_id().map(|id| id.to_string());
        assert_eq!(at.as_deref(), Some(now.lesson), "{what}:\n{}", story.screen());
        assert_eq!(first(&story), "Paragraph 16", "{what}:\n{}", story.screen());
        assert!(
            marked(&story).starts_with("Paragraph 16"),
            "{what}: {}",
            marked(&story)
        );

        let model = story.app.model();
        let is_placed = |item: &Item| model.progress.place(&item.id).is_some();
        let placed: Vec<&Item> = model
            .library
            .course
            .items()
            .filter(|item| is_placed(item))
            .collect();
        assert_eq!(placed.len(), 1, "{what}: {placed:?}");

        go(&mut story, now.asks);
        let model = story.app.model();
        let question = |id: &str| model.question(id).expect("it is there");
        let (leaf, pot) = (question("leaf"), question("pot"));
        let picked = |question: &Question, answer: &Answer| {
            choice::picked(question, answer).map(|choice| choice.text.words().to_string())
        };
        let given = model.given(&leaf, None).expect("it was answered");
        assert_eq!(
            picked(&leaf, &given.answer).as_deref(),
            Some(now.answered),
            "{what}"
        );
        let attempt = model.progress.latest("leaf").expect("it was answered");
        assert!(!edited::changed(&leaf, &attempt.shown), "{what}");
        let draft = model.draft_of(&pot);
        assert_eq!(picked(&pot, &draft.answer).as_deref(), Some(now.picked), "{what}");
        if what == "options were mended" {
            assert_eq!(rows(&story), rows_before, "the order of the options stays");
        }
    }
}

/// What `check` says of the names of a course with this history.
fn told(written: &Written) -> Vec<String> {
    let course = &written.library().course;
    Renamed::of(&course.renames()).told(|name| course.has(name))
}

#[test]
fn lessons_that_change_places_take_what_is_theirs_along() {
    let store = played();
    let swapped = written()
        .told("\"writing\"", "\"tmp\"")
        .told("\"reading\"", "\"writing\"")
        .told("\"tmp\"", "\"reading\"");
    let with = |written: &Written, list: &str| written.told("renamed: []", &format!("renamed: [{list}]"));
    let swap = r#"("reading", "writing"), ("writing", "reading")"#;
    // One of them was renamed later; they changed places once more; nothing did, it only came back.
    let later = swapped.told("\"reading\"", "\"notes\"");
    let back = written().told("\"writing\"", "\"other\"");
    let histories = [
        (with(&swapped, swap), "writing"),
        (
            with(&later, &format!(r#"{swap}, ("reading", "notes")"#)),
            "writing",
        ),
        (with(&written(), &format!("{swap}, {swap}")), "reading"),
        (
            with(&back, r#"("reading", "tea"), ("tea", "reading")"#),
            "reading",
        ),
        // It came back, and the name between is another's now.
        (
            with(
                &written(),
                r#"("reading", "writing"), ("writing", "reading"), ("writing", "writing")"#,
            ),
            "reading",
        ),
    ];
    for (written, lesson) in &histories {
        let story = Script::start(written.library(), store.clone(), (64, 20), NOW + 90_000_000);
        let at = story.app.lesson_id().map(|id| id.to_string());
        assert_eq!(at.as_deref(), Some(*lesson), "{}", written.manifest);
        assert_eq!(first(&story), "Paragraph 16", "{}", written.manifest);
    }
    assert_eq!(
        told(&histories[0].0),
        [
            "reading takes up what was saved for writing.",
            "writing takes up what was saved for reading."
        ]
    );
    assert_eq!(
        told(&histories[3].0),
        ["reading takes up what was saved for tea."]
    );
    assert_eq!(
        told(&histories[4].0),
        [
            "reading takes up what was saved for writing.",
            "writing begins anew: what was saved under that name went on with its old owner."
        ]
    );
    let anew = with(&swapped.told("\"writing\"", "\"tea\""), r#"("reading", "tea")"#);
    assert_eq!(
        told(&anew),
        [
            "reading begins anew: what was saved under that name went on with its old owner.",
            "tea takes up what was saved for reading."
        ]
    );
    assert_eq!(told(&written()), [""; 0]);
}

//! Stories of words typed into a gap: what is forgiven is said, what makes another word of the course is not, in both faces.

use crate::story::{NOW, files, plain_in, rest};
use ally_up::action::{Action, Screen};
use ally_up::app::Msg;
use ally_up::library::Library;
use ally_up::progress::Progress;
use ally_up::quiz::answer::Verdict;
use ally_up::shell::testing::{Memory, Script};
use ally_up::source::Files;
use std::borrow::Cow;

/// The small course, with a gap for "equity" in one lesson and another word so near to it in another.
fn library() -> Library {
    edited(|page| {
        let page = page.replace("- [x] again\n", "- [x] equity\n");
        page.replace("- [ ] nobody\n", "- [ ] everybody\n")
    })
}

fn edited(edit: impl Fn(String) -> String) -> Library {
    let small = files();
    let edited = small.iter().map(|(path, bytes)| {
        let page = String::from_utf8_lossy(bytes).into_owned();
        let page = match &**path {
            "2-kinds.md" => edit(page),
            "1-reading.md" => format!("{page}\nEquality is another word.\n"),
            _ => page,
        };
        (path.to_string(), Cow::Owned(page.into_bytes()))
    });
    let files: Files = edited.collect();
    Library::of(files, &Default::default())
}

const SAID: [(&str, Verdict, &str); 5] = [
    ("equity", Verdict::Right, "You wrote: equity"),
    ("Equty", Verdict::Right, "(right; we write: equity)"),
    ("the equity", Verdict::Right, "(right; we write: equity)"),
    ("equality", Verdict::NotYet, "You wrote: equality"),
    ("evrybody", Verdict::NotYet, "(taken for: everybody)"),
];

fn verdict(store: &Memory) -> Option<Verdict> {
    let progress = Progress::of(&store.events);
    progress.latest("gap").map(|attempt| attempt.verdict)
}

/// The full screen, where a word was typed into the gap and handed in.
fn typed(words: &str) -> Script {
    let mut story = Script::start(library(), Memory::default(), (60, 40), NOW);
    story.keys("<enter>n");
    let gap = Screen::Lesson("kinds".into());
    story.send(Msg::Act(Action::Go(gap, Some("gap".into()))));
    story.keys(&format!("<enter>{}", words.replace(' ', "<space>")));
    rest(&mut story);
    story.keys("<enter><enter>");
    story
}

#[test]
fn what_is_forgiven_is_said_on_the_whole_screen() {
    for (words, expected, said) in SAID {
        let story = typed(words);
        assert_eq!(verdict(&story.store), Some(expected), "{words}");
        let screen = story.screen();
        assert!(screen.contains(said), "{words}: {said}\n{screen}");
        let is_alike = words == "equity" || words == "equality";
        assert_eq!(
            is_alike,
            !screen.contains("we write") && !screen.contains("taken"),
            "{screen}"
        );
    }
}

#[test]
fn what_is_forgiven_is_said_line_by_line() {
    for (words, expected, said) in SAID {
        let lines = format!("kinds\nend\nprevious\nprevious\nprevious\n1\n{words}\n");
        let (heard, store) = plain_in(library(), &format!("{lines}sure\n"), Memory::default(), NOW);
        assert_eq!(verdict(&store), Some(expected), "{words}\n{heard}");
        let heard = heard.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(heard.contains(said), "{words}: {said}\n{heard}");
    }
}

#[test]
fn an_answer_keeps_its_verdict_when_the_words_of_the_course_change() {
    // What is right by a slip stays so, though the course has that word now.
    let store = typed("equty").store;
    let now = edited(|page| page.replace("- [x] again\n", "- [x] equity\n") + "\nEquty is a word now.\n");
    let mut story = Script::start(now, store, (60, 40), NOW + 1);
    let gap = Screen::Lesson("kinds".into());
    story.send(Msg::Act(Action::Go(gap, Some("gap".into()))));
    let screen = story.screen();
    assert!(screen.contains("✓ You wrote: equty"), "{screen}");
}

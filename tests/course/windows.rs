//! What another window does while this one is open, and forgetting from a page.

use crate::story::{NOW, library, plain, start};
use ally_up::action::{Action, FieldTarget, Screen, Sureness};
use ally_up::app::Msg;
use ally_up::clean::Fingerprint;
use ally_up::pages::erase_entry::WORD;
use ally_up::progress::event::{Clock, Event, EventKind};
use ally_up::quiz::answer::{Answer, Verdict};
use ally_up::shell::testing::{Memory, Script};
use ally_up::text_edit::Edit;

/// What the other window wrote, a minute from the start.
fn there(nth: u64, kind: EventKind) -> Event {
    let at = NOW + 60_000;
    Event {
        id: format!("there-{nth}"),
        device: "there".into(),
        seq: nth,
        clock: Clock(at, nth as u32),
        at,
        kind,
    }
}

fn answered(nth: u64, question: &str, verdict: Verdict) -> Event {
    let question = question.into();
    there(
        nth,
        EventKind::Answered {
            question,
            verdict,
            sure: Sureness::Sure,
            hints: 0,
            earlier: 0,
            shown: Vec::new(),
            took: None,
        },
    )
}

fn wrote(nth: u64, entry: &str, text: &str) -> Event {
    there(
        nth,
        EventKind::Wrote {
            entry: entry.into(),
            part: 0,
            of: 1,
            text: text.into(),
            category: None,
        },
    )
}

fn at(lesson: &str, question: &str) -> Script {
    let mut story = start(Memory::default());
    story.send(Msg::Act(Action::Go(
        Screen::Lesson(lesson.into()),
        Some(question.into()),
    )));
    story
}

const HELPER: &str = "The helper, who knows what was meant.";
const PERSON: &str = "The person it was meant for.";

fn pick(words: &str) -> Msg {
    Msg::Act(Action::Pick("who-decides".into(), Fingerprint::of(words)))
}

/// The other window's answer with this option, which is the right one or not.
fn picked(story: &Script, words: &str, verdict: Verdict) -> Event {
    let asked = story.app.model().question("who-decides").unwrap();
    let answer = Answer::Picks(vec![Fingerprint::of(words)]);
    let mut event = answered(0, "who-decides", verdict);
    if let EventKind::Answered { shown, .. } = &mut event.kind {
        *shown = asked.kind.rules().shown(&asked, &answer, &|_| false);
    }
    event
}

#[test]
fn a_question_that_is_answered_in_another_window_is_answered_here() {
    let mut story = at("reading", "who-decides");
    story.send(Msg::Seen(vec![answered(0, "who-decides", Verdict::Right)]));
    assert!(
        story.app.model().drafts.is_empty() && story.screen().contains("Correct."),
        "{}",
        story.screen()
    );
    let before = story.screen();
    story.send(Msg::Seen(vec![answered(0, "who-decides", Verdict::Right)]));
    assert_eq!(story.screen(), before, "what is known changes nothing");
}

#[test]
fn the_same_pick_is_settled_by_the_other_windows_answer() {
    let mut story = at("reading", "who-decides");
    story.keys("<down>");
    story.send(pick(PERSON));
    let theirs = picked(&story, PERSON, Verdict::Right);
    story.send(Msg::Seen(vec![theirs]));
    assert!(
        story.app.model().drafts.is_empty() && story.screen().contains("Correct."),
        "{}",
        story.screen()
    );
}

#[test]
fn another_pick_stays_its_owners_and_counts_as_well() {
    let mut story = at("reading", "who-decides");
    story.keys("<down>");
    story.send(pick(HELPER));
    let mine = story.app.model().drafts["who-decides"].answer.clone();
    let theirs = picked(&story, PERSON, Verdict::Right);
    story.send(Msg::Seen(vec![theirs]));
    let screen = story.screen();
    assert!(
        screen.contains("Another window answered this") && !screen.contains("Correct."),
        "{screen}"
    );
    assert_eq!(story.app.model().drafts["who-decides"].answer, mine);
    story.send(Msg::Act(Action::Submit("who-decides".into(), Sureness::Sure)));
    let screen = story.screen();
    assert!(
        screen.contains("both answers are kept") && !screen.contains("Correct."),
        "{screen}"
    );
    let verdicts: Vec<Verdict> = story
        .app
        .model()
        .progress
        .attempts("who-decides")
        .map(|attempt| attempt.verdict)
        .collect();
    assert!(verdicts.len() == 2 && verdicts[0] == Verdict::Right && verdicts[1] != Verdict::Right);
}

#[test]
fn a_pick_that_is_younger_than_the_other_windows_answer_stays() {
    let mut story = at("reading", "who-decides");
    story.now += 120_000;
    story.keys("<tab>1");
    story.send(Msg::Seen(vec![answered(0, "who-decides", Verdict::Right)]));
    assert!(story.app.model().drafts.contains_key("who-decides"));
}

#[test]
fn words_that_were_not_handed_in_stay_and_go_on() {
    let mut story = at("kinds", "journal-kinds");
    story.send(Msg::Act(Action::Write(FieldTarget::Entry(
        "journal-kinds".into(),
    ))));
    story.send(Msg::Edit(Edit::Insert("Mine".into())));
    story.send(Msg::Seen(vec![
        wrote(0, "journal-kinds", "Other"),
        answered(1, "journal-kinds", Verdict::Noted),
    ]));
    story.keys(" too");
    assert!(story.screen().contains("Mine too"), "{}", story.screen());
    // The same words as were handed in there are settled.
    story.send(Msg::Seen(vec![
        wrote(2, "journal-kinds", "Mine too"),
        Event {
            at: NOW + 999_000,
            ..answered(3, "journal-kinds", Verdict::Noted)
        },
    ]));
    assert!(
        story.app.model().drafts.is_empty() && story.app.window().field().is_none(),
        "{}",
        story.screen()
    );
    story.keys("x<enter><tab><esc>");
}

#[test]
fn what_was_forgotten_elsewhere_is_gone_from_the_page() {
    let mut story = at("kinds", "journal-kinds");
    let (words, note) = (
        wrote(0, "journal-kinds", "A seashell."),
        answered(1, "journal-kinds", Verdict::Noted),
    );
    story.send(Msg::Seen(vec![words.clone(), note.clone()]));
    assert!(story.screen().contains("A seashell."), "{}", story.screen());
    let forgotten = there(
        2,
        EventKind::Forgotten {
            events: vec![words.id],
        },
    );
    story.send(Msg::Reread(vec![note, forgotten]));
    assert!(!story.screen().contains("seashell"), "{}", story.screen());
    assert_eq!(story.app.model().progress.words("journal-kinds"), None);
}

/// Erases an entry from its page, with a word typed into its field.
fn forget(story: &mut Script, entry: &str, typed: &str) {
    story.send(Msg::Act(Action::Go(Screen::EraseEntry(entry.into()), None)));
    story.send(Msg::Act(Action::Write(FieldTarget::Word)));
    story.send(Msg::Write(typed.to_owned()));
    story.send(Msg::Act(Action::Erase(entry.into())));
}

#[test]
fn an_entry_is_forgotten_by_a_typed_word() {
    let (_, store) = plain("1\noutline\n", Memory::default());
    let words = [
        wrote(0, "journal-kinds", "A seashell."),
        wrote(1, "journal-kinds", "Two seashells."),
        wrote(2, "gap", "why"),
    ];
    let mut story = Script::start(
        library(),
        Memory {
            events: words.to_vec(),
            ..store
        },
        (64, 20),
        NOW,
    );
    forget(&mut story, "journal-kinds", "yes");
    assert_eq!(
        story.app.model().progress.words("journal-kinds").as_deref(),
        Some("Two seashells.")
    );
    forget(&mut story, "journal-kinds", &format!(" {WORD} "));
    assert_eq!(story.app.model().progress.words("journal-kinds"), None);
    assert_eq!(
        story.app.model().progress.words("gap").as_deref(),
        Some("why"),
        "another entry stays"
    );
    let log = format!("{:?}", story.store.events);
    assert!(!log.contains("seashell") && log.contains("Forgotten"), "{log}");
}

#[test]
fn a_page_asks_for_the_word_before_it_forgets() {
    let words = [
        wrote(0, "journal-kinds", "A seashell."),
        answered(1, "journal-kinds", Verdict::Noted),
    ];
    let mut story = Script::start(
        library(),
        Memory {
            events: words.to_vec(),
            ..Memory::default()
        },
        (64, 20),
        NOW + 90_000,
    );
    story.send(Msg::Act(Action::Go(
        Screen::EraseEntry("journal-kinds".into()),
        None,
    )));
    assert!(story.screen().contains("lost for good"), "{}", story.screen());
    story.send(Msg::Act(Action::Erase("journal-kinds".into())));
    assert!(
        story
            .app
            .window()
            .notice
            .as_ref()
            .is_some_and(|words| words.contains("Nothing was forgotten"))
    );
    // Left in the middle, the word is not kept: who comes back types it anew.
    story.send(Msg::Act(Action::Write(FieldTarget::Word)));
    story.keys("forget");
    story.send(Msg::Act(Action::Go(Screen::Notebook, None)));
    assert!(
        story.app.model().drafts.is_empty() && story.app.model().progress.words("journal-kinds").is_some()
    );
    story.send(Msg::Act(Action::Go(
        Screen::EraseEntry("journal-kinds".into()),
        None,
    )));
    story.send(Msg::Act(Action::Write(FieldTarget::Word)));
    story.keys("forget<enter><enter>");
    assert_eq!(
        story.app.model().progress.words("journal-kinds"),
        None,
        "{}",
        story.screen()
    );
    assert_eq!(story.app.screen(), &Screen::Notebook);
    assert!(
        story.screen().contains("gone from this machine") && story.app.model().drafts.is_empty(),
        "{}",
        story.screen()
    );
    let log = format!("{:?}{:?}", story.store.events, story.store.drafts);
    assert!(!log.contains("seashell"), "{log}");
}

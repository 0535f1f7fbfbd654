//! A learner who listens and one who looks do the same things: whatever is chosen by number among lines that were said is chosen with
//! keys on the screen, and both end with equal progress.

use crate::dice::{Dice, seed};
use crate::story::{Listener, NOW, essence, library, log, talks};
use ally_up::action::{Action, Screen};
use ally_up::app::{App, Msg};
use ally_up::doc::Lines;
use ally_up::keymap::Command;
use ally_up::library::Library;
use ally_up::progress::event::EventKind;
use ally_up::shell::send;
use ally_up::shell::testing::{Memory, Script};
use std::borrow::Cow;

/// What was done, in words that both faces have.
#[derive(Debug)]
enum Step {
    Act(Action),
    Write(Action, &'static str),
    Do(Command),
}

/// Whether both may do it: nothing that draws by chance, and nothing that is not kept in events.
fn is_shared(action: &Action) -> bool {
    !matches!(
        action,
        Action::BeginForm(_) | Action::Review | Action::Retake(..) | Action::Export(_) | Action::Erase(_)
    ) && !matches!(action, Action::Adjust(..) | Action::Quit | Action::Abandon(_))
        && !matches!(action, Action::Go(Screen::Settings, _))
}

/// A walk of so many steps by ear; what was done.
fn walk(listener: &mut Listener, dice: &mut Dice, steps: usize) -> Vec<Step> {
    let mut done = Vec::new();
    for _ in 0..steps {
        let said = listener.talk.said().iter();
        let choices: Vec<(usize, Action)> = said
            .filter_map(|said| said.choice.clone())
            .filter(|(_, action)| is_shared(action))
            .collect();
        match dice.below(24) {
            0 => {
                listener.line("home");
                done.push(Step::Do(Command::Home));
            }
            1 => {
                listener.line("next lesson");
                done.push(Step::Do(Command::NextLesson));
            }
            2 => listener.line("lessons"),
            3..15 if !choices.is_empty() => {
                let (number, action) = choices[dice.below(choices.len())].clone();
                listener.line(&number.to_string());
                if let Some(lines) = listener.app.window().field() {
                    let words = ["again", "home", "A line of mine", "2"][dice.below(4)];
                    let before = listener.talk.prompt(&listener.app);
                    listener.line(words);
                    if listener.talk.prompt(&listener.app) == "Type text or do: " {
                        assert_ne!(before, "Type text or do: ");
                        listener.line("text");
                    }
                    if lines == Lines::Many {
                        listener.line(".");
                    }
                    done.push(Step::Write(action, words));
                } else {
                    done.push(Step::Act(action));
                }
            }
            _ => listener.line(""),
        }
        // The list of lessons begins at home.
        if *listener.app.screen() == Screen::Home {
            done.push(Step::Do(Command::Home));
        }
    }
    done
}

/// The same without the moments that the ids of a plan are made of: keys take time, lines here do not.
fn timeless(words: impl std::fmt::Debug) -> String {
    let words = format!("{words:?}");
    let mut pieces = words.split("plan-");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |said, piece| {
        said + "plan-" + piece.trim_start_matches(|c: char| c.is_ascii_digit())
    })
}

/// Puts the focus on what does this, with keys alone.
fn focus(story: &mut Script, action: &Action) {
    if story.app.window().field().is_some() {
        story.keys("<esc>");
    }
    story.send(Msg::Do(Command::Top));
    for _ in 0..400 {
        let focus = story.app.window().focus();
        if focus.is_some_and(|stop| timeless(&stop.action) == timeless(action)) {
            return;
        }
        story.keys("<tab>");
    }
    panic!("no {action:?} in\n{}", story.screen());
}

/// Does with keys what was done by ear.
fn repeat(story: &mut Script, step: &Step) {
    match step {
        Step::Do(command) => story.send(Msg::Do(*command)),
        Step::Act(action) => {
            focus(story, action);
            story.keys(if action.ticks() { " " } else { "<enter>" });
        }
        Step::Write(action, words) => {
            focus(story, action);
            story.send(Msg::Write((*words).to_owned()));
            story.keys("<esc>");
        }
    }
}

#[test]
fn whoever_listens_and_whoever_looks_end_with_equal_progress() {
    let mut dice = Dice(seed());
    let (mut answers, mut words) = (0, 0);
    for round in 0..10 {
        let library = if round % 2 == 0 { library() } else { talks() };
        let mut listener = Listener::new(library.clone(), None);
        let done = walk(&mut listener, &mut dice, 80);
        let mut story = Script::start(library, Memory::default(), (64, 20), NOW);
        for step in &done {
            repeat(&mut story, step);
        }
        send(&mut listener.app, Msg::Flush, &mut listener.store, NOW);
        story.send(Msg::Flush);
        // How far one has read is told by what was on show, which differs.
        let known = |store: &Memory| {
            let mut known = essence(store);
            known.retain(|line| !line.starts_with("read "));
            known
                .iter()
                .map(timeless)
                .collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(
            known(&listener.store),
            known(&story.store),
            "{}\n{}\n{done:?}",
            listener.told,
            log(&story)
        );
        answers += known(&story.store)
            .iter()
            .filter(|line| !line.contains("home"))
            .count();
        words += done.iter().filter(|step| matches!(step, Step::Write(..))).count();
        for step in &done {
            if let Step::Write(Action::Write(target), _) = step
                && let Some(id) = target.entry()
            {
                let of = |app: &App| {
                    let mut drafts = app.model().drafts.iter();
                    let draft = drafts.find(|(of, _)| timeless(of) == timeless(id));
                    format!("{:?}", draft.map(|(_, draft)| &draft.answer))
                };
                assert_eq!(of(&listener.app), of(&story.app), "{id}\n{}", listener.told);
            }
        }
    }
    assert!(
        answers > 20 && words > 10,
        "{answers} {words}: nothing was compared"
    );
}

/// A course of one lesson without a heading, which a tall window shows whole.
fn short() -> Library {
    let manifest = r#"Course(id: "c", title: "C", modules: [Module(id: "m", title: "M", items: [Lesson(id: "one", file: "1.md")])])"#;
    let line =
        |nth: usize| format!("Line {nth} of a lesson that is soon over, and yet takes a while to read.\n\n");
    let lesson = format!("# One\n\n{}", (1..31).map(line).collect::<String>());
    let files = [("course.ron", manifest), ("1.md", &lesson)];
    let files = files.map(|(path, text)| (path.to_owned(), Cow::Owned(text.as_bytes().to_vec())));
    Library::of(files.into(), &Default::default())
}

/// Whether the lesson was read, and whether any of it was.
fn read(store: &Memory) -> (bool, bool) {
    let any = |is: fn(&EventKind) -> bool| store.events.iter().any(|event| is(&event.kind));
    (
        any(|kind| matches!(kind, EventKind::Read { .. })),
        any(|kind| matches!(kind, EventKind::Passed { .. })),
    )
}

#[test]
fn a_lesson_is_not_read_by_opening_it_whether_one_listens_or_looks() {
    let open = Msg::Act(Action::Go(Screen::Lesson("one".into()), None));
    let mut story = Script::start(short(), Memory::default(), (72, 120), NOW);
    story.send(open.clone());
    story.now += 100;
    story.send(Msg::Flush);
    assert_eq!(read(&story.store), (false, false), "{}", log(&story));
    story.now += 60_000;
    story.send(Msg::Tick);
    assert_eq!(read(&story.store), (true, true), "{}", log(&story));

    let mut listener = Listener::new(short(), None);
    listener.line("1");
    assert_eq!(
        *listener.app.screen(),
        Screen::Lesson("one".into()),
        "{}",
        listener.told
    );
    // The loop keeps what is due before it waits for a line, and at the end of what is typed.
    send(&mut listener.app, Msg::Flush, &mut listener.store, NOW + 60_000);
    assert_eq!(read(&listener.store), (false, false), "{}", listener.told);
    listener.line("where");
    assert_eq!(read(&listener.store), (true, true), "{}", listener.told);

    // Of what is said a paragraph at a time, what was not said was not heard.
    let mut listener = Listener::new(short(), None);
    listener.line("part size 1");
    listener.line("1");
    for _ in 0..3 {
        listener.line("");
    }
    send(&mut listener.app, Msg::Flush, &mut listener.store, NOW);
    assert_eq!(read(&listener.store), (false, false), "{}", listener.told);
    for _ in 0..40 {
        listener.line("");
    }
    assert_eq!(read(&listener.store), (true, true), "{}", listener.told);
}

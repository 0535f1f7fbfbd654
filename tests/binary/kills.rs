//! The real binary in a pseudo-terminal, killed at random moments while it answers: what it had called saved
//! is there at the next start.

use crate::dice::{Dice, number, seed};
use crate::window::{FRAME_END, Home, LONGEST, Window};
use ally_up::progress::event::{Event, EventKind};
use ally_up::store::open;
use ally_up::store::paths::Paths;
use std::collections::BTreeSet;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

/// Kills in the suite. `ALLY_UP_KILLS` asks for more, `ALLY_UP_SEED` for other moments.
const KILLS: u64 = 8;
/// Learners at once.
const LEARNERS: u64 = 4;
const QUESTIONS: usize = 240;
/// A learner who has answered so many is done: from here one more round could reach the end.
const DONE: usize = 120;
/// Answers the question in focus: pick, hand in, say how sure. And then: on to the next. The same key twice, and so soon, is one held.
const ANSWER: [&str; 2] = ["1\r\x1b[C\r", "\x1b[D\r"];
/// A kill comes within so many milliseconds.
const WITHIN: usize = 1_200;

const MANIFEST: &str = r#"Course(id: "tea", title: "Tea for Two", modules: [
    Module(id: "leaves", title: "Leaves", items: [Lesson(id: "green-tea", file: "green.md")]),
])"#;

fn lesson() -> String {
    let question = |number| {
        format!(
            "\n### What of cup {number}? {{#q{number} .one}}\n\n- [x] Warm it\n\n  Yes.\n\n- [ ] Freeze it\n\n  No.\n"
        )
    };
    format!(
        "# Green tea\n\nSteep it.\n{}",
        (1..=QUESTIONS).map(question).collect::<String>()
    )
}

/// The questions that a screen calls saved: each has its heading above the word.
fn called_saved(screen: &str) -> BTreeSet<usize> {
    let (mut saved, mut at): (_, Option<usize>) = (BTreeSet::new(), None);
    for row in screen.lines() {
        if let Some((number, _)) = row
            .split_once("What of cup ")
            .and_then(|(_, rest)| rest.split_once('?'))
        {
            at = number.parse().ok();
        }
        if row.contains("Saved.") {
            saved.extend(at);
        }
    }
    saved
}

/// Shows whole frames only: in half of one, an old word may stand under a new heading.
fn show(window: &mut Window, waiting: &mut Vec<u8>, saved: &mut BTreeSet<usize>) {
    while let Some(end) = waiting
        .windows(FRAME_END.len())
        .position(|bytes| bytes == FRAME_END)
    {
        let frame: Vec<u8> = waiting.drain(..end + FRAME_END.len()).collect();
        window.screen.process(&frame);
        saved.append(&mut called_saved(&window.screen.screen().contents()));
    }
}

/// One start, some answers, and the kill. What the screen had called saved; `None` where there is no
/// pseudo-terminal.
fn killed(home: &Home, dice: &mut Dice) -> Option<BTreeSet<usize>> {
    let mut window = home.open((80, 30), &["."])?;
    let (mut waiting, mut saved) = (Vec::new(), BTreeSet::new());
    let deadline = Instant::now() + LONGEST;
    while !["Start here", "Question "]
        .iter()
        .any(|words| window.text().contains(words))
    {
        assert!(Instant::now() < deadline, "it does not start:\n{}", window.text());
        window.take(LONGEST);
    }
    // Nothing older can stand under the first frame, so a part of it claims nothing wrong.
    saved.append(&mut called_saved(&window.text()));
    if window.text().contains("Start here") {
        window.press("\r\t");
    }
    let until = Instant::now() + Duration::from_millis(dice.below(WITHIN) as u64);
    for keys in ANSWER.iter().cycle().take_while(|_| Instant::now() < until) {
        window.press(keys);
        // While keys are waiting it draws no frames, and what is not drawn is not claimed.
        let shown = waiting.len();
        let left = || until.saturating_duration_since(Instant::now());
        while waiting[shown..]
            .windows(FRAME_END.len())
            .all(|bytes| bytes != FRAME_END)
            && !left().is_zero()
        {
            waiting.extend(window.output.recv_timeout(left()).unwrap_or_default());
        }
        show(&mut window, &mut waiting, &mut saved);
    }
    window.signal("KILL");
    // What it had written before counts too.
    loop {
        match window.output.recv_timeout(Duration::from_millis(20)) {
            Ok(bytes) => waiting.extend(bytes),
            Err(RecvTimeoutError::Timeout) if window.child.try_wait().unwrap().is_some() => break,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    show(&mut window, &mut waiting, &mut saved);
    Some(saved)
}

fn answered(event: &Event) -> Option<String> {
    match &event.kind {
        EventKind::Answered { question, .. } => Some(question.to_string()),
        _ => None,
    }
}

/// Learners one after the other, each killed again and again until most questions are answered. How many
/// answers the screen had called saved; `None` where there is no pseudo-terminal.
fn learners(seed: u64, most: u64) -> Option<usize> {
    let mut dice = Dice(seed);
    let (mut called, mut kills) = (0, 0);
    while kills < most {
        let home = Home::with(MANIFEST, &lesson());
        let mut claimed = BTreeSet::new();
        for _ in 0..16 {
            claimed.extend(killed(&home, &mut dice)?);
            kills += 1;
            let state = home.0.path().join("state/ally-up");
            let paths = Paths {
                data: home.0.path().join("share/ally-up/tea"),
                drafts: state.join("drafts/tea"),
                state,
                ..Paths::default()
            };
            let (_, _, found) = open(paths, 1);
            let answered: BTreeSet<String> = found.events.iter().filter_map(answered).collect();
            let lost: Vec<&usize> = claimed
                .iter()
                .filter(|number| !answered.contains(&format!("q{number}")))
                .collect();
            assert!(
                lost.is_empty(),
                "kill {kills} of seed {seed} lost the answers to {lost:?}"
            );
            assert_eq!(
                (found.problem, found.set_aside.len()),
                (None, 0),
                "kill {kills} of seed {seed}"
            );
            if answered.len() > DONE || kills == most {
                break;
            }
        }
        called += claimed.len();
    }
    Some(called)
}

#[test]
fn killed_at_any_moment_it_has_all_that_it_called_saved() {
    let (seed, kills) = (seed(), number("ALLY_UP_KILLS", KILLS));
    let called: Option<usize> = std::thread::scope(|scope| {
        let learner = |number| scope.spawn(move || learners(seed + number, kills.div_ceil(LEARNERS)));
        let all: Vec<_> = (0..LEARNERS).map(learner).collect();
        all.into_iter().map(|learner| learner.join().unwrap()).sum()
    });
    let Some(called) = called else { return };
    println!(
        "{} kills, {called} answers that the screen called saved: lost 0",
        kills.div_ceil(LEARNERS) * LEARNERS
    );
    assert!(called > 0, "nothing was ever answered");
}

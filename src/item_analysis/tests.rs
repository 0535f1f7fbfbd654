//! Reports over made-up learners, and what is said of files that are not whole.

use super::*;
use crate::export::xapi::{Account, questions_of, statements};
use crate::item_analysis::figures::{CourseFigures, Flag, discrimination, figures, median};
use crate::item_analysis::names::SharedNames;
use crate::item_analysis::written::{as_json, csv, text};
use crate::library::Library;
use crate::progress::event::{Clock, Event, EventKind};
use crate::progress::log::{write_export_header, write_line};
use crate::quiz::Parts;
use crate::quiz::answer::{ShownOption, Verdict};
use proptest::prelude::*;

const LESSON: &str = "# Tea\n\n### How hot? {#hot .one .card}\n\n- [x] Warm\n\n  Yes.\n\n- [ ] Boiling\n\n  No.\n\n- [ ] Frozen\n\n  No.\n\n\
    ### What first? {#first .one .card}\n\n- [x] Leaves\n\n  Yes.\n\n- [ ] Milk\n\n  No.\n\n\
    ### How hot, in other words? {#hot-2 .one variant=hot}\n\n- [x] Warm\n\n  Yes.\n\n- [ ] Cold\n\n  No.\n";

fn library() -> Library {
    let manifest = r#"Course(id: "tea", title: "Tea", renamed: [("old-hot", "hot")], modules: [Module(id: "m", title: "M", items: [
        Lesson(id: "green", file: "green.md"),
    ])])"#;
    let files = [("course.ron", manifest), ("green.md", LESSON)];
    let files = files.map(|(path, words)| (path.to_owned(), words.as_bytes().to_vec().into()));
    Library::of(files.into_iter().collect(), &Default::default())
}

/// What a learner answered: question, right or not, sureness, milliseconds, attempts before.
type Given = (&'static str, bool, Sureness, u32, u32);

/// A learner's events. Of the options the first is right, and whoever is not right takes the second.
fn history(library: &Library, learner: u32, given: &[Given]) -> Vec<Event> {
    let lesson = library.lesson("green");
    (0..)
        .zip(given)
        .map(|(nth, (question, is_right, sure, took, earlier))| {
            let asked = if *question == "old-hot" { "hot" } else { question };
            let parts = &lesson.question(asked).unwrap().parts;
            let Parts::Options(options) = parts else { panic!() };
            let shown = options.iter().enumerate().map(|(at, option)| {
                let is_chosen = at == usize::from(!is_right);
                ShownOption::from((option.print, u32::from(at == 0), u32::from(is_chosen)))
            });
            Event {
                id: format!("0197f2a0-0000-7000-8000-{learner:06}{nth:06}"),
                device: format!("d{learner}").as_str().into(),
                seq: nth,
                clock: Clock(nth as i64 + 1, 0),
                at: 1_790_000_000_000 + nth as i64,
                kind: EventKind::Answered {
                    question: (*question).into(),
                    verdict: if *is_right {
                        Verdict::Right
                    } else {
                        Verdict::NotYet
                    },
                    sure: *sure,
                    hints: 0,
                    earlier: *earlier,
                    shown: shown.collect(),
                    took: Some(*took),
                },
            }
        })
        .collect()
}

fn as_xapi(library: &Library, learner: u32, events: &[Event]) -> String {
    let account = Account {
        home_page: "https://example.org".to_owned(),
        name: format!("learner {learner}"),
    };
    statements(&library.course, events, &account, |_| true).lines
}

/// The statements of each of these learners.
fn statements_of(library: &Library, learners: &[Vec<Event>]) -> Vec<String> {
    let of = |(nth, events): (u32, &Vec<Event>)| as_xapi(library, nth, events);
    (0..).zip(learners).map(of).collect()
}

fn as_progress(events: &[Event]) -> String {
    let lines: Vec<String> = events.iter().map(write_line).collect();
    write_export_header("tea", "d", "events") + &lines.concat() + &write_export_header("tea", "d", "journal")
}

/// Thirty learners: the first twenty know it, and of the others five guess right.
fn thirty(library: &Library) -> Vec<Vec<Event>> {
    let of = |learner: u32| {
        let knows = learner < 20;
        let is_right = knows || learner >= 25;
        let sure = if knows { Sureness::Sure } else { Sureness::Guess };
        let mut given = vec![
            ("hot", is_right, sure, 1_000 * learner + 7, 0),
            ("first", knows, Sureness::Unsaid, 500, 0),
            // Later ones do not count.
            ("hot", true, Sureness::Sure, 1, 1),
        ];
        if learner >= 21 {
            given.push(("hot-2", knows, sure, 10, 0));
        }
        history(library, learner, &given)
    };
    (0..30).map(of).collect()
}

/// What is written of pieces of lines, each taken in by a reader of its own.
fn report(library: &Library, statements: &[String], progress: &[String]) -> (CourseFigures, Skipped) {
    let names = SharedNames::renamed(&library.course.renamed);
    let mut all = Gathered::new(&names);
    for piece in statements {
        let mut reader = Gathered::new(&names);
        reader.statements(piece.as_bytes(), &questions_of("tea"));
        all.join(reader);
    }
    for piece in progress {
        let mut reader = Gathered::new(&names);
        reader.progress(piece.as_bytes(), "tea");
        all.join(reader);
    }
    let skipped = all.skipped;
    let (counts, learners) = all.counts();
    (
        figures(library, names.into_questions(), counts, learners),
        skipped,
    )
}

#[test]
fn the_figures_are_those_one_would_count_by_hand() {
    let library = library();
    let learners = thirty(&library);
    let lines = statements_of(&library, &learners);
    let (found, skipped) = report(&library, &lines, &[]);
    assert_eq!(
        (found.learners, found.hidden, skipped),
        (
            30,
            1,
            Skipped {
                more: 30,
                ..Skipped::default()
            }
        )
    );
    let [hot, first] = &found.questions[..] else {
        panic!("{found:?}")
    };
    assert_eq!((&*hot.id, hot.counts.answered, hot.counts.right), ("hot", 30, 25));
    // Of those who were right here twenty were right elsewhere, each once, and of the others nobody.
    assert_eq!(
        (hot.counts.rest, hot.counts.rest_squared, hot.counts.right_rest),
        (20, 20, 20)
    );
    let expected =
        (30.0 * 20.0 - 25.0 * 20.0) / ((30.0 * 25.0 - 625.0f64).sqrt() * (30.0 * 20.0 - 400.0f64).sqrt());
    assert_eq!(hot.discrimination, Some(expected));
    assert_eq!(hot.counts.sure, [(10, 5), (0, 0), (20, 20), (0, 0)]);
    // The middle of 14.00 and 15.00 seconds: times are cut to hundredths.
    assert_eq!(hot.seconds, Some(14.5));
    let taken: Vec<(&str, u64)> = hot
        .options
        .iter()
        .map(|option| (option.words.as_deref().unwrap(), option.taken))
        .collect();
    assert_eq!(taken, [("Warm", 25), ("Boiling", 5), ("Frozen", 0)]);
    assert_eq!(
        (&hot.flags[..], &first.flags[..]),
        (&[Flag::NobodyTakes][..], &[][..])
    );
}

#[test]
fn progress_and_statements_in_any_pieces_say_the_same() {
    let library = library();
    let learners = thirty(&library);
    let lines = statements_of(&library, &learners);
    let (whole, _) = report(&library, &lines, &[]);
    // Line by line, backward, and each twice.
    let single: Vec<String> = lines
        .concat()
        .lines()
        .rev()
        .flat_map(|line| [line.to_owned(), line.to_owned()])
        .collect();
    assert_eq!(report(&library, &single, &[]).0, whole);
    let progress: Vec<String> = learners.iter().map(|events| as_progress(events)).collect();
    assert_eq!(report(&library, &[], &progress).0, whole);
    assert_eq!(
        report(&library, &[], &[progress.concat(), progress[3].clone()]).0,
        whole,
        "an export that is there twice counts once"
    );
    // What was exported earlier and later is one history.
    let early: Vec<String> = learners.iter().map(|events| as_progress(&events[..1])).collect();
    assert_eq!(report(&library, &[], &[early, progress].concat()).0, whole);
}

#[test]
fn below_ten_learners_there_is_no_figure() {
    let library = library();
    let of = |count: usize| {
        let learners = thirty(&library);
        let progress: Vec<String> = learners[21..21 + count]
            .iter()
            .map(|events| as_progress(events))
            .collect();
        report(&library, &[], &progress)
    };
    let (found, skipped) = of(9);
    assert_eq!((found.questions.len(), found.hidden), (0, 3));
    for page in [text(&found, None), as_json(&found, &skipped), csv(&found)] {
        assert!(!page.contains("hot"), "{page}");
    }
    assert!(!text(&found, None).contains('9') && as_json(&found, &skipped).contains("\"learners\":null"));
    let learners = thirty(&library);
    let mixed: Vec<String> = learners[11..30]
        .iter()
        .map(|events| as_progress(events))
        .collect();
    let (found, skipped) = report(&library, &[], &mixed);
    let json: serde_json::Value = serde_json::from_str(&as_json(&found, &skipped)).unwrap();
    assert_eq!(
        json["questions"][0]["sure"]["sure"],
        serde_json::Value::Null,
        "nine of them were sure"
    );
    assert_eq!(json["questions"][0]["sure"]["guess"]["answered"], 10);
}

#[test]
fn what_cannot_be_used_is_counted_and_the_rest_is_read() {
    let library = library();
    let learners = thirty(&library);
    let mut lines: Vec<String> = (0..)
        .zip(&learners)
        .map(|(nth, events)| as_xapi(&library, nth, events))
        .collect();
    let whole = report(&library, &lines, &[]).0;
    let good = lines[0].lines().next().unwrap().to_owned();
    let foreign = [
        good.replace("/courses/tea/", "/courses/coffee/"),
        r#"{"actor":{"mbox":"nobody"},"verb":{"id":"x"},"object":{"objectType":"StatementRef"}}"#.to_owned(),
        "{}".to_owned(),
    ];
    let bad = [
        good[..good.len() / 2].to_owned(),
        "null".to_owned(),
        "\u{0}".to_owned(),
        good.replace("\"id\":\"0197", "\"id\":0197"),
    ];
    lines.push(format!("{}\n\n{}", foreign.join("\n"), bad.join("\r\n")));
    let (found, skipped) = report(&library, &lines, &[]);
    assert_eq!((found, skipped.bad, skipped.others), (whole, 4, 3));

    // Progress of another course, a log of a folder that is played in, and a file that was cut.
    let progress = as_progress(&learners[0]);
    let other = progress.replace("tea", "ale");
    let sealed: String = other
        .lines()
        .map(|line| crate::progress::log::line::seal(&line[11..]))
        .collect();
    let raw = crate::progress::log::write_header("d", "0197f2a0") + &write_line(&learners[0][0]);
    let cut = &progress[..progress.len() - 40];
    let (_, skipped) = report(&library, &lines[..30], &[sealed, raw, cut.to_owned()]);
    assert_eq!((skipped.bad, skipped.others), (1, 4));
}

#[test]
fn a_renamed_question_is_one_and_the_earlier_of_two_first_answers_counts() {
    let library = library();
    let learners = (0..12).map(|learner| {
        let mut events = history(
            &library,
            learner,
            &[
                ("hot", false, Sureness::Sure, 10, 0),
                ("old-hot", true, Sureness::Sure, 10, 0),
            ],
        );
        // The one under the old name was given before.
        events[1].at -= 5;
        as_progress(&events)
    });
    let (found, _) = report(&library, &[], &learners.collect::<Vec<_>>());
    assert_eq!((found.questions.len(), found.questions[0].counts.right), (1, 12));
}

#[test]
fn flags_follow_their_rules() {
    let library = library();
    let of = |given: &dyn Fn(u32) -> Vec<Given>| {
        let progress = (0..40).map(|learner| as_progress(&history(&library, learner, &given(learner))));
        let (found, _) = report(&library, &[], &progress.collect::<Vec<_>>());
        found.questions[0].flags.clone()
    };
    use Sureness::{Guess, Sure};
    assert_eq!(
        of(&|nth| vec![("hot", nth > 1, Sure, 1, 0)]),
        [Flag::TooEasy, Flag::NobodyTakes]
    );
    assert_eq!(of(&|nth| vec![("first", nth > 2, Sure, 1, 0)]), []);
    assert_eq!(
        of(&|nth| vec![("first", nth > 9, if nth % 2 == 0 { Guess } else { Sure }, 1, 0)]),
        [Flag::Guessed]
    );
    assert_eq!(
        of(&|nth| vec![("first", nth > 20, Guess, 1, 0)]),
        [Flag::Guessed, Flag::KeyInDoubt],
        "milk is taken by more"
    );
    let against = |nth: u32| {
        vec![
            ("hot-2", nth > 15, Sureness::Unsaid, 1, 0),
            ("first", nth <= 15, Sureness::Unsaid, 1, 0),
        ]
    };
    assert_eq!(of(&against), [Flag::KeyInDoubt]);
    let sure_and_right = |right: u32| {
        move |nth: u32| match nth {
            0..16 => vec![("hot-2", nth < right, Sure, 1, 0)],
            16..32 => vec![("hot-2", nth < 23, Sureness::Think, 1, 0)],
            _ => vec![("hot-2", true, Sureness::Unsaid, 1, 0)],
        }
    };
    assert_eq!(of(&sure_and_right(7)), [], "hard for both alike");
    assert_eq!(of(&sure_and_right(6)), [Flag::KeyInDoubt]);
}

#[test]
fn a_cell_is_no_formula() {
    let library = library();
    let progress = (0..10).map(|learner| {
        let mut events = history(&library, learner, &[("hot", true, Sureness::Sure, 1, 0)]);
        if let EventKind::Answered { question, .. } = &mut events[0].kind {
            *question = "=1+\"x\",y".into();
        }
        as_progress(&events)
    });
    let (found, _) = report(&library, &[], &progress.collect::<Vec<_>>());
    assert!(csv(&found).contains("\n\"'=1+\"\"x\"\",y\","), "{}", csv(&found));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn a_median_is_in_the_middle(mut all in prop::collection::vec(0u32..50_000, 10..60)) {
        let found = median(&mut all.clone()).unwrap();
        all.sort_unstable();
        let half = all.len() / 2;
        let expected = if all.len() % 2 == 1 { f64::from(all[half]) } else { f64::from(all[half - 1] + all[half]) / 2.0 };
        prop_assert_eq!(found, expected / 100.0);
    }

    #[test]
    fn the_correlation_is_that_of_its_definition(all in prop::collection::vec((any::<bool>(), 0u64..40), 10..80)) {
        let mut counts = Counts::default();
        for (is_right, rest) in &all {
            let right = u64::from(*is_right);
            counts.answered += 1;
            counts.right += right;
            counts.rest += rest;
            counts.rest_squared += rest * rest;
            counts.right_rest += right * rest;
        }
        let n = all.len() as f64;
        let xs: Vec<f64> = all.iter().map(|(right, _)| f64::from(u8::from(*right))).collect();
        let ys: Vec<f64> = all.iter().map(|(_, rest)| *rest as f64).collect();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / n;
        let (mx, my) = (mean(&xs), mean(&ys));
        let over = |a: &[f64], ma: f64, b: &[f64], mb: f64| a.iter().zip(b).map(|(a, b)| (a - ma) * (b - mb)).sum::<f64>();
        let expected = over(&xs, mx, &ys, my) / (over(&xs, mx, &xs, mx) * over(&ys, my, &ys, my)).sqrt();
        match discrimination(&counts) {
            Some(found) => prop_assert!((found - expected).abs() < 1e-9, "{found} {expected}"),
            None => prop_assert!(!expected.is_finite() || xs.iter().all(|x| *x == xs[0])),
        }
    }

    #[test]
    fn no_bytes_stop_a_reader(bytes in prop::collection::vec(any::<u8>(), 0..300), cut in 0usize..400) {
        let names = SharedNames::default();
        let mut reader = Gathered::new(&names);
        let library = library();
        let mut line = as_xapi(&library, 1, &history(&library, 1, &[("hot", true, Sureness::Sure, 1, 0)])).into_bytes();
        line.truncate(cut);
        line.extend(&bytes);
        reader.statements(&line, &questions_of("tea"));
        reader.progress(&line, "tea");
    }
}

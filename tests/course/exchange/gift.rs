//! GIFT: what Moodle's own examples and hard cases become, and a bank that goes there and back.

use crate::exchange::{brought, played, questions, told};
use ally_up::course::embedded;
use ally_up::course::lint::check;
use ally_up::course_export::gift::bank;
use ally_up::library::Library;
use ally_up::quiz::{Kind, Parts, Question, Worth};
use ally_up::source::{Files, Severity};
use std::borrow::Cow;

/// One of every kind, with every kind of weight and feedback.
const BANK: &str = r#"// A comment of the author's
$CATEGORY: $course$/Top/Rocks_and_seas

::q1::Who is buried in Grant's tomb? {
	~No one#It is not empty.
	=Grant#Yes.
	~%50%Grant's mother\: his own#Half of it.
####He and she.
}

::q2:: What two people are entombed there? {
	~%-100%No one#Not so.
	~%50%Grant#He is.
	~%50%Grant's wife#So is she.
}

::q3::[html]<p>Grant is <b>buried</b> there &amp; his wife.</p>{TRUE#That is what the stone says.#Right you are.}

::q4::Two plus two { =four#Yes. =%50%4#A digit. =%0%five#One too many. }

Mahatma {=Gandhi ~Jones#Who?} was born in 1869.

::q5::Match {
=cat -> cat food
=dog -> dog food
=cow -> grass
####Read the labels.
}

::q6::When was it? {#
=1822:0#Exactly.
=%50%1822:2#Nearly.
}

::q7::Say how. {}

A text without a question.

::q8::[markdown]Which of `a\{b\}`\n\nand *so* on? {
~%50%one\=1
~%50%two#[html]<i>Two</i>.
~three
}
"#;

/// All that a bank must keep of a question: its answers with weights and feedback, and the feedback on the whole.
fn kept(question: &Question) -> Vec<String> {
    let why = |nodes: &[std::sync::Arc<ally_up::doc::Node>]| {
        nodes
            .iter()
            .map(|node| node.words().to_string())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut kept = vec![
        format!("{:?}", question.kind),
        question.prompt.words(),
        why(&question.caution),
        why(&question.body),
        why(&question.why),
    ];
    match &question.parts {
        Parts::Options(options) => kept.extend(options.iter().map(|option| {
            format!(
                "{} {:?} {:?} {}",
                option.text.words(),
                option.worth,
                option.weight,
                why(&option.why)
            )
        })),
        Parts::Gaps(gaps) => kept.extend(gaps.iter().flatten().map(|accept| {
            format!(
                "{} {:?} {:?} {}",
                accept.words,
                accept.worth,
                accept.weight,
                why(&accept.why)
            )
        })),
        Parts::Pairs { rows, .. } => kept.extend(
            rows.iter()
                .map(|row| format!("{} {} {}", row.text.words(), row.partner.words(), row.why.words())),
        ),
        Parts::Lines(lines) => kept.extend(
            lines
                .iter()
                .map(|line| format!("{} {}", line.text.words(), why(&line.why))),
        ),
        Parts::Model { model, checks } => {
            kept.push(why(model));
            kept.extend(checks.iter().map(|check| check.words()));
        }
        Parts::Example(_) | Parts::Rates { .. } | Parts::Empty => {}
    }
    kept
}

#[test]
fn a_bank_becomes_questions_and_what_it_loses_is_told() {
    let course = brought("bank.gift", BANK);
    let library = played(&course);
    let found = questions(&library);
    let ids: Vec<&str> = found.iter().map(|question| &*question.id).collect();
    assert_eq!(
        ids,
        [
            "q1",
            "q2",
            "q3",
            "q4",
            "mahatma-was-born-in-1869",
            "q5",
            "q6",
            "q7",
            "q8"
        ]
    );
    let kinds: Vec<Kind> = found.iter().map(|question| question.kind).collect();
    use Kind::{Fill, Many, Match, One, Reflect};
    assert_eq!(kinds, [One, Many, One, Fill, One, Match, Fill, Reflect, Many]);
    let worth = |nth: usize| -> Vec<(Worth, Option<f64>)> {
        let options = found[nth]
            .parts
            .options()
            .iter()
            .map(|option| (option.worth, option.weight));
        let accepts = found[nth]
            .parts
            .gaps()
            .iter()
            .flatten()
            .map(|accept| (accept.worth, accept.weight));
        options.chain(accepts).collect()
    };
    use Worth::{Fair, Right, Wrong};
    assert_eq!(worth(0), [(Wrong, None), (Right, None), (Fair, None)]);
    assert_eq!(worth(1), [(Wrong, None), (Right, None), (Right, None)]);
    assert_eq!(worth(2), [(Right, None), (Wrong, None)]);
    assert_eq!(worth(3), [(Right, None), (Wrong, Some(50.0)), (Wrong, None)]);
    assert_eq!(found[2].prompt.words(), "Grant is buried there & his wife.");
    assert_eq!(found[4].prompt.words(), "Mahatma ____ was born in 1869.");
    let whys = |nth: usize| {
        let options = found[nth].parts.options().iter();
        options
            .map(|option| {
                option
                    .why
                    .iter()
                    .map(|node| node.words().to_string())
                    .collect::<String>()
            })
            .collect::<Vec<_>>()
    };
    // Moodle takes the first of two for the wrong answer.
    assert_eq!(whys(2), ["Right you are.", "That is what the stone says."]);
    assert_eq!(
        told(&course),
        [
            (1, "a comment was left out: A comment of the author's"),
            (
                17,
                "of two feedbacks after T or F the first is that on the wrong answer, as in Moodle; other readers take it otherwise"
            ),
            (32, "1822 may be off by 2 in Moodle; here it may not"),
        ]
    );
    // The category's name, and the text without a question.
    let text = &course.files["bank.md"];
    assert!(
        text.contains("## Rocks_and_seas") && text.contains("A text without a question."),
        "{text}"
    );
}

#[test]
fn there_and_back_every_answer_weight_and_feedback_is_kept() {
    let first = played(&brought("bank.gift", BANK));
    let exported = bank(&first);
    let again = played(&brought("bank.gift", &exported.text));
    let (there, back) = (questions(&first), questions(&again));
    let asked = there.iter().filter(|question| question.kind != Kind::Reflect);
    assert!(asked.clone().count() == 8 && exported.left["questions for the journal"] == 1);
    for (before, after) in asked.zip(&back) {
        assert_eq!(
            (&before.id, kept(before)),
            (&after.id, kept(after)),
            "{}",
            exported.text
        );
    }
    assert_eq!(
        bank(&again).text,
        exported.text,
        "once it went through, nothing changes any more"
    );
}

/// A bank with one question; what stands between its braces.
fn one(answers: &str) -> String {
    format!("Which? {{{answers}}}\n\n::good::Is one and one two? {{=yes ~no}}\n")
}

#[test]
fn a_question_that_is_wrong_costs_itself_alone_and_says_its_line() {
    for (answers, line, words) in [
        ("~a ~b", 1, "no answer is right"),
        ("=%50%a", 1, "no answer is right"),
        ("=a\n~b\n\n}", 1, "never closed"),
        ("=a ~=b", 1, "an answer without words was left out"),
        ("=a ~%lots%b", 1, "%lots% is no weight"),
        ("=a -> x\n= -> y", 2, "a line without a partner"),
        ("=a\n=b ~c", 1, "several answers are right by themselves"),
        ("#1..5", 1, "every number from 1 to 5"),
        ("=a*", 1, "a * stands for any words"),
        ("=a ~b} {=c", 1, "a second block of answers"),
    ] {
        let course = brought("bank.txt", &one(answers));
        let told = told(&course);
        assert!(
            told.iter().any(|(at, what)| *at == line && what.contains(words)),
            "{answers}: {told:?}"
        );
        let library = played(&course);
        assert!(
            questions(&library).iter().any(|question| &*question.id == "good"),
            "{answers}"
        );
    }
}

#[test]
fn a_byte_order_mark_windows_line_ends_and_addresses_do_no_harm() {
    let course = brought(
        "bank.gift",
        "\u{feff}::a::See http\\://example.org \\{really\\} {\r\n=yes\r\n~no \\~ never\r\n}\r\n",
    );
    let found = questions(&played(&course));
    assert!(
        found[0]
            .prompt
            .words()
            .starts_with("See http://example.org {really}"),
        "{:?}",
        found[0].prompt
    );
    assert_eq!(found[0].parts.options()[1].text.words(), "no ~ never");
    assert!(told(&course).is_empty(), "{:?}", told(&course));
}

/// The embedded course, its questions taken out as a bank and brought back.
#[test]
fn our_own_course_goes_to_moodle_and_comes_back() {
    let ours = Library::of(embedded::files(), &embedded::outlines());
    let exported = bank(&ours);
    let course = brought("ours.gift", &exported.text);
    assert!(course.left.is_empty(), "{:?}", course.left);
    let back = questions(&played(&course));
    let there = questions(&ours);
    let there = there.iter().filter(|question| {
        !matches!(
            question.kind,
            Kind::Reflect | Kind::Predict | Kind::Rate | Kind::Plan
        )
    });
    assert_eq!(there.clone().count(), exported.questions);
    assert!(exported.questions > 300 && back.len() == exported.questions);
    for (before, after) in there.zip(&back) {
        assert_eq!((&before.id, kept(before)), (&after.id, kept(after)));
    }
    // It plays: nothing that the player would have to guess.
    let files = course.files.iter();
    let files = files.map(|(path, text)| (path.clone(), Cow::Owned(text.clone().into_bytes())));
    let errors: Vec<_> = check(&files.collect::<Files>())
        .into_iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| (found.code, found.message))
        .collect();
    assert_eq!(errors, []);
}

#[test]
fn several_gaps_of_one_question_go_out_as_a_question_each() {
    let lesson = "# L\n\n### Ask ____ you act, and *thank* ____ they answer. {#order .fill .card}\n\n\
        1. - [x] before\n   - [ ] after\n\n     Then it is done.\n\n2. - [x] after\n   - [x] when\n\n> Both take a moment.\n";
    let manifest = r#"Course(id: "c", title: "C", modules: [Module(id: "m", title: "M", items: [Lesson(id: "l", file: "l.md")])])"#;
    let file = |path: &str, text: &str| (path.to_owned(), Cow::Owned(text.as_bytes().to_vec()));
    let files = Files::from([file("course.ron", manifest), file("l.md", lesson)]);
    let bank = bank(&Library::of(files, &Default::default()));
    assert_eq!(bank.questions, 2);
    assert!(
        bank.left.keys().any(|what| what.contains("several gaps")),
        "{:?}",
        bank.left
    );
    let found = questions(&played(&brought("bank.gift", &bank.text)));
    let seen: Vec<(String, String, String)> = found
        .iter()
        .map(|question| {
            let accepts = question.parts.gaps()[0].iter();
            let accepts = accepts.map(|accept| format!("{} {:?}", accept.words, accept.worth));
            (
                question.id.to_string(),
                question.prompt.words(),
                accepts.collect::<Vec<_>>().join(", "),
            )
        })
        .collect();
    let of = |id: &str, prompt: &str, accepts: &str| (id.to_owned(), prompt.to_owned(), accepts.to_owned());
    assert_eq!(
        seen,
        [
            of(
                "order-gap-1",
                "Ask ____ you act, and thank after they answer.",
                "before Right, after Wrong"
            ),
            of(
                "order-gap-2",
                "Ask before you act, and thank ____ they answer.",
                "after Right, when Right"
            ),
        ]
    );
    assert!(
        found
            .iter()
            .all(|question| question.card && question.why.len() == 1)
    );
}

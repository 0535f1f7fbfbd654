//! Breaks the course in memory, once for each thing a rule is there for, and expects the rule to complain in words that help.
//! Must not know how a rule finds what is broken.

mod doing;
mod words;

use super::Rule;
use super::reading::Read;
use super::{coverage, evidence, frame, keys, people, practice, wording};

const WELCOME: &str = "0-welcome/1-start-here.md";

const ALLYSHIP: &str = "1-roles/1-what-allyship-is.md";

const VERB: &str = "1-roles/2-ally-is-a-verb.md";

const TWO: &str = "1-roles/3-two-roles-one-relationship.md";

const BIAS: &str = "2-inner-work/1-everyone-has-bias.md";

const SIDES: &str = "2-inner-work/4-many-sided-people.md";

const RATED: &str = "practice/where-to-start.md";

const FEEDBACK: &str = "practice/receiving-feedback.md";

const SUPPORT: &str = "practice/asking-for-support.md";

const MANIFEST: &str = "course.ron";

/// A file, words of it, other words in their place, and what the complaint says.
type Damage = (&'static str, &'static str, &'static str, &'static str);

fn after(file: &str, old: &str, new: &str) -> Read {
    Read::changed(|path, text| match path == file {
        true => {
            assert!(text.contains(old), "{file} has no {old:?} to damage");
            text.replacen(old, new, 1)
        }
        false => text.to_owned(),
    })
}

fn complains(rule: Rule, damages: &[Damage]) {
    for (file, old, new, expected) in damages {
        let complaints = rule(&after(file, old, new));
        let said = complaints.iter().any(|complaint| complaint.contains(expected));
        assert!(
            said,
            "{old:?} became {new:?}, and nothing says {expected:?}: {complaints:?}"
        );
    }
}

fn stays_silent(rule: Rule, file: &str, old: &str, new: &str) {
    let complaints = rule(&after(file, old, new));
    assert!(complaints.is_empty(), "{old:?} became {new:?}: {complaints:?}");
}

#[test]
fn ideas() {
    complains(
        coverage::ideas,
        &[
            (
                MANIFEST,
                "\"S2-15\", ",
                "",
                "course.ron, ally-is-a-verb: S2-15 belongs to this lesson",
            ),
            (
                MANIFEST,
                "\"S2-15\", ",
                "\"S2-15\", \"S2-99\", ",
                "S2-99 is no idea",
            ),
            (MANIFEST, "\"S2-15\", ", "\"S2-15\", \"S2-15\", ", "listed twice"),
            (
                MANIFEST,
                "id: \"ally-is-a-verb\"",
                "id: \"ally-is-a-noun\"",
                "no lesson of this id",
            ),
        ],
    );
}

#[test]
fn evidence_that_does_not_fit() {
    complains(
        evidence::evidence,
        &[
            (MANIFEST, "\"E17\"", "\"E99\"", "E99 is not in the register"),
            (
                MANIFEST,
                "\"E17\"",
                "\"E17\", \"E33\"",
                "E33 is listed as evidence and neither cited nor credited",
            ),
            (
                MANIFEST,
                "\"E04\", \"E17\"",
                "\"E04\"",
                "\"Kutlaca and Radke (2022/23)\" belongs to no id",
            ),
            (
                "sources.md",
                "{#e17}",
                "{#e17-old}",
                "sources.md: no heading {#e17}",
            ),
            (
                VERB,
                "Collier-Spruel and Ryan,\n> 2024",
                "Miller, 2011",
                "\"Miller (2011)\" belongs to no id",
            ),
            (
                VERB,
                "Three\nsigns together",
                "As Rowe (2008) says, three\nsigns together",
                "4 studies are cited, at most 3",
            ),
            (
                "sources.md",
                "A book.",
                "A book, see E44.",
                "E44 is not to be cited",
            ),
            (
                "glossary.md",
                "debated",
                "debated by Gino",
                "Gino is not to be cited",
            ),
            (
                RATED,
                "not very accurately.",
                "not very accurately (Miller, 2011).",
                "\"Miller (2011)\" belongs to no id",
            ),
        ],
    );
}

#[test]
fn misconceptions() {
    complains(
        coverage::misconceptions,
        &[
            (
                WELCOME,
                " <!-- M01 -->",
                "",
                "#fitting-sentence: no misconception behind \"\\\"I am an ally to the women",
            ),
            (
                WELCOME,
                "<!-- M01 -->",
                "<!-- M39 -->",
                "\"M39\" is no misconception",
            ),
            (
                WELCOME,
                "<!-- M01 -->",
                "<!-- M1 -->",
                "\"M1\" is no misconception",
            ),
            (VERB, "<!-- fair -->", "", "#devon-post: no misconception"),
        ],
    );
}

#[test]
fn verdicts() {
    complains(
        keys::truths,
        &[
            (
                WELCOME,
                "[x] False: what",
                "[x] True: what",
                "#natural-allies: the key says true, the plan false",
            ),
            (
                WELCOME,
                "[x] False: what",
                "[x] What",
                "no verdict before a colon",
            ),
            (
                WELCOME,
                "{#natural-allies",
                "{#born-allies",
                "#born-allies: the plan has no verdict",
            ),
            (
                WELCOME,
                "{#natural-allies",
                "{#born-allies",
                "#natural-allies: the plan has a verdict for a question that is not there",
            ),
        ],
    );
}

#[test]
fn keys_that_give_themselves_away() {
    let long = Read::changed(|_, text| {
        text.replace(
            "- [x] ",
            "- [x] However the others may read, this one is the longest by far: ",
        )
    });
    assert!(
        keys::balance(&long)
            .iter()
            .any(|complaint| complaint.contains("the key is the longest option"))
    );
    let turned = [
        ("[x] True", "[x] False"),
        ("[x] Yes", "[x] No"),
        ("[ ] False", "[ ] True"),
        ("[ ] No", "[ ] Yes"),
    ];
    let lonely = Read::changed(|_, text| {
        turned
            .iter()
            .fold(text.to_owned(), |text, (old, new)| text.replace(old, new))
    });
    assert!(
        keys::balance(&lonely)
            .iter()
            .any(|complaint| complaint.contains("is the lonely one"))
    );
    let turned = [
        ("[x] True", "[x] False"),
        ("[x] Yes", "[x] No"),
        ("[ ] True", "[ ] False"),
        ("[ ] Yes", "[ ] No"),
    ];
    let shared = Read::changed(|_, text| {
        turned
            .iter()
            .fold(text.to_owned(), |text, (old, new)| text.replace(old, new))
    });
    assert!(
        keys::balance(&shared)
            .iter()
            .any(|complaint| complaint.contains("is the shared one"))
    );
}

#[test]
fn frames() {
    complains(
        frame::frame,
        &[
            (
                WELCOME,
                "In Nairobi, Grace closes",
                "## Nairobi\n\nGrace closes",
                "#opening: the moment has",
            ),
            (
                WELCOME,
                "**If you had been on that call",
                "If you had been** on that call",
                "0 questions in bold",
            ),
            (BIAS, "> [!NOTE]", "> [!IMPORTANT]", "no [!NOTE] with a citation"),
            (WELCOME, "> [!TIP]", "> [!NOTE]", "0 [!TIP] outside"),
            (
                WELCOME,
                "- The path has four steps",
                "The path has four steps",
                "#in-short: no list of exactly three",
            ),
            (
                WELCOME,
                "{#in-short}",
                "{#short}",
                "#in-short: the section is missing",
            ),
            (
                WELCOME,
                "{#check-yourself}",
                "{#check}",
                "#check-yourself: the section is missing",
            ),
            (
                WELCOME,
                "{#path-order .order .card",
                "{#path-order .reflect",
                "2 journal prompts",
            ),
            (
                WELCOME,
                "{#path-order .order .card",
                "{#path-order .reflect",
                "3 questions; 4 to 6",
            ),
            (WELCOME, ".one .scene", ".one", "no scene"),
            (
                WELCOME,
                "{#natural-allies .one",
                "{#natural-allies .one .card",
                "the cards are questions [1, 2, 3]; the plan says (1, 2)",
            ),
            (
                WELCOME,
                "{#journal-welcome .reflect",
                "{#journal-welcome .reflect .card",
                "the journal prompt is no card",
            ),
            (
                WELCOME,
                "Kindness helps, and Henrik was kind when he spoke in Grace's place.\n  What he lacked was a habit, and a habit can be built.",
                "See above.",
                "#natural-allies: 4 words explain an option",
            ),
        ],
    );
    let alike = Read::changed(|_, text| text.replace(".truth ", "").replace(".order ", ".one "));
    assert!(
        frame::frame(&alike)
            .iter()
            .any(|complaint| complaint.contains("2 types of question"))
    );
}

#[test]
fn reading_levels() {
    let old = "Perhaps you came to find support yourself.";
    let long = "Perhaps you came to find support for yourself or for somebody whom you know well, and who would rather not come here on \
                their own today, which is as good a reason as any other one.";
    complains(
        frame::readability,
        &[
            (WELCOME, old, long, "#not-a-title: a sentence of 36 words"),
            (
                SUPPORT,
                "There is no name in it.",
                long,
                "#b3j: a sentence of 36 words",
            ),
        ],
    );
    let hard = "Organizational accountability necessitates intersectional consideration. ";
    for (sentence, times, expected) in [
        ("You can ask a friend to help. ", 60, "words; 700 to 1,200"),
        ("Go on. ", 100, "grade is 2."),
        (hard, 40, "5 to 9 are wanted"),
    ] {
        let complaints = frame::readability(&after(WELCOME, old, &sentence.repeat(times)));
        assert!(
            complaints.iter().any(|complaint| complaint.contains(expected)),
            "{expected}: {complaints:?}"
        );
    }
}

#[test]
fn figures() {
    complains(
        coverage::figures,
        &[
            (
                WELCOME,
                "../figures/start-path.ron",
                "../figures/one-day.ron",
                "figures/one-day.ron: used 2 times",
            ),
            (
                WELCOME,
                "../figures/start-path.ron",
                "../figures/one-day.ron",
                "figures/start-path.ron: used 0 times",
            ),
            (
                WELCOME,
                "../figures/start-path.ron",
                "../figures/nothing.ron",
                "there is no figures/nothing.ron",
            ),
            (
                WELCOME,
                "../figures/start-path.ron",
                "../figures/nothing.ron",
                "0 figures; a lesson has one",
            ),
            (
                WELCOME,
                "hold the conversation, plan one action. The",
                "plan one action. The",
                "leave out \"hold the conversation\"",
            ),
        ],
    );
}

//! Breaks the course in memory, once for each thing a rule is there for, and expects the rule to complain in words that help.
//! Must not know how a rule finds what is broken.

mod answers;
mod doing;
mod words;

use super::Rule;
use super::reading::Read;
use super::{assessment, coverage, evidence, frame, give_aways, keys, people, practice, wording};

const WELCOME: &str = "0-welcome/1-start-here.md";

const FIVE: &str = "0-welcome/2-the-course-in-five-minutes.md";

const ALLYSHIP: &str = "1-roles/1-what-allyship-is.md";

const VERB: &str = "1-roles/2-ally-is-a-verb.md";

const TWO: &str = "1-roles/3-two-roles-one-relationship.md";

const BIAS: &str = "2-inner-work/1-everyone-has-bias.md";

const SIDES: &str = "2-inner-work/4-many-sided-people.md";

const RATED: &str = "practice/where-to-start.md";

const FEEDBACK: &str = "practice/receiving-feedback.md";

const SUPPORT: &str = "practice/asking-for-support.md";

const NO_TIME: &str = "practice/no-time-to-ask.md";

const SKEPTIC: &str = "6-finish/0-fair-questions.md";

const CLOSING: &str = "6-finish/1-closing.md";

const BANK: &str = "final.md";

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

/// Expects a rule to say `expected` of a course in which every file was changed.
fn says(rule: Rule, change: impl Fn(&str) -> String, expected: &str) {
    let complaints = rule(&Read::changed(|_, text| change(text)));
    let said = complaints.iter().any(|complaint| complaint.contains(expected));
    assert!(said, "nothing says {expected:?}: {complaints:?}");
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
            (
                MANIFEST,
                "id: \"ally-is-a-verb\"",
                "id: \"ally-is-a-noun\"",
                "the lesson ally-is-a-verb of the plan is missing",
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
                "Collier-Spruel and Ryan, 2024",
                "Miller, 2011",
                "\"Miller (2011)\" belongs to no id",
            ),
            (
                VERB,
                "All three together mean",
                "As Rowe (2008) says, all three together mean",
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
            (
                BANK,
                "It lasted a day, and",
                "It lasted a day (Miller, 2011), and",
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
                " <!-- M08 -->",
                "",
                "#natural-allies: no misconception behind \"Yes: a feel for people",
            ),
            (
                WELCOME,
                "<!-- M08 -->",
                "<!-- M39 -->",
                "\"M39\" is no misconception",
            ),
            (
                WELCOME,
                "<!-- M08 -->",
                "<!-- M1 -->",
                "\"M1\" is no misconception",
            ),
            (
                WELCOME,
                "<!-- fair M11 -->",
                "<!-- fair M00 -->",
                "\"fair M00\" is no misconception",
            ),
            (FIVE, "<!-- fair -->", "", "#the-list: no misconception"),
            (BANK, " <!-- M08 -->", "", "#fa-01-b: no misconception"),
        ],
    );
}

#[test]
fn frames() {
    complains(
        frame::frame,
        &[
            (BIAS, "> [!NOTE]", "> [!IMPORTANT]", "no [!NOTE] with a citation"),
            (
                WELCOME,
                "> [!TIP]\n> If my next",
                "> [!NOTE]\n> If my next",
                "0 [!TIP] outside",
            ),
            (
                WELCOME,
                "> If my next meeting ends, then I write",
                "> After my next meeting I write",
                "do today is no if–then line: \"After my",
            ),
            (
                WELCOME,
                "- The aim is a change",
                "  The aim is a change",
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
                "{#journal-welcome .reflect}",
                "{#journal-welcome}",
                "0 journal prompts",
            ),
            (
                WELCOME,
                "{#who-has-come .match",
                "{#who-has-come .reflect",
                "2 journal prompts",
            ),
            (
                CLOSING,
                "{#thirty-days .reflect after=30}",
                "{#thirty-days .reflect after=3}",
                "for later, in days: [3]; wanted are [30]",
            ),
            (
                WELCOME,
                "{#journal-welcome .reflect}",
                "{#journal-welcome .reflect after=30}",
                "for later, in days: [30]; wanted are []",
            ),
            (
                WELCOME,
                "{#journal-welcome .reflect",
                "{#journal-welcome .reflect .card",
                "the journal prompt is no card",
            ),
            (
                WELCOME,
                "{#path-order-2 .one variant=path-order",
                "{#path-order-2 .one",
                "#check-yourself: 7 questions; 4 to 6",
            ),
            (
                SKEPTIC,
                "## Check yourself {#check-yourself}",
                "## Check yourself {#check-yourself}\n\n## More {#more}",
                "#check-yourself: 0 questions; 4 to 6",
            ),
            (
                WELCOME,
                "{#path-order-2 .one variant=path-order",
                "{#path-order-2 .one",
                "#path-order: the card has 0 other stems",
            ),
            (
                WELCOME,
                "{#who-has-come .match",
                "{#who-has-come .match variant=path-order",
                "#path-order: the card has 2 other stems",
            ),
            (
                WELCOME,
                "{#path-order-2 .one variant=path-order",
                "{#path-order-2 .one variant=first-goal",
                "#path-order: the card has 0 other stems",
            ),
            (
                WELCOME,
                "### A choirmaster",
                "### And now? {#between .write objective=OW0a see=four-steps}\n\n### A choirmaster",
                "#path-order: the other stem of the card does not stand right after it",
            ),
            (WELCOME, ".one .scene", ".one", "no scene"),
            (
                WELCOME,
                "{#natural-allies .one",
                "{#natural-allies .one .card",
                "the cards are questions [1, 5, 6]; the plan says (1, 6)",
            ),
            (
                TWO,
                "## Look back {#look-back}",
                "## Looking back {#looking-back}",
                "#look-back: 0 questions",
            ),
            (
                TWO,
                "see=ally-is-a-verb#look-before-asking",
                "see=free-no",
                "#messages-to-a-cook: its passage stands in no earlier lesson",
            ),
            (
                TWO,
                "see=ally-is-a-verb#look-before-asking",
                "see=many-sided-people#one-wish-or-the-rule",
                "#messages-to-a-cook: its passage stands in no earlier lesson",
            ),
            (
                TWO,
                "objective=O12d",
                "objective=O13a",
                "#messages-to-a-cook: its objective is none",
            ),
            (
                TWO,
                "{#messages-to-a-cook .match",
                "{#messages-to-a-cook .write",
                "#messages-to-a-cook: it is not scored",
            ),
            (
                FIVE,
                "## In short {#in-short}",
                "> [!TIP]\n> If this, then I do.\n\n## In short {#in-short}",
                "2 [!TIP] outside",
            ),
        ],
    );
    says(
        frame::frame,
        |text| {
            text.replace(".truth ", "")
                .replace(".order ", ".one ")
                .replace(".match ", ".one ")
                .replace(".many ", ".one ")
        },
        "2 types of question",
    );
    // What stands outside the questions is moved to the end of its lesson, which makes the lessons alike.
    let alike = |text: &str| {
        let tip = |block: &&str| block.starts_with("> [!TIP]\n> If ");
        let blocks: Vec<&str> = text.split("\n\n").collect();
        let Some(moved) = blocks.iter().find(|block| tip(block)) else {
            return text.to_owned();
        };
        let rest: Vec<&str> = blocks.iter().filter(|block| *block != moved).copied().collect();
        rest.join("\n\n")
            .replacen("## Check yourself", &format!("{moved}\n\n## Check yourself"), 1)
    };
    says(
        frame::frame,
        alike,
        "the same order as in 0-welcome/1-start-here.md: figure, note, in-short, tip",
    );
}

#[test]
fn help() {
    complains(
        frame::help,
        &[
            (
                WELCOME,
                "> [!TIP]\n> Each sentence on a tally",
                "> Each sentence on a tally",
                "#path-order: 1 steps of hints; two are wanted",
            ),
            (
                BANK,
                "> [!TIP]\n> Two things make up",
                "> Two things make up",
                "#fa-01-b: 1 steps of hints",
            ),
            (
                WELCOME,
                "Skill is the right word. What courses chiefly pass on is knowledge, though,\n  and Grace notices nothing of what Henrik merely knows.",
                "See above.",
                "#natural-allies: 2 words explain an option",
            ),
            (
                WELCOME,
                "Skill is the right word.",
                "Not yet. Skill is the right word.",
                "#natural-allies: an explanation begins with \"Not yet\"",
            ),
            (
                BANK,
                "It lasted a day, and",
                "Yes, it lasted a day, and",
                "#fa-01-b: an explanation begins with \"Yes\"",
            ),
        ],
    );
}

#[test]
fn reading_levels() {
    let old = "Behavior decides that.";
    let long = "Perhaps you came to find support for yourself or for somebody whom you know well, and who would rather not come here on \
                their own today, which is as good a reason as any other one.";
    complains(
        frame::readability,
        &[
            (WELCOME, old, long, "#why-now: a sentence of 36 words"),
            (
                SUPPORT,
                "Many people wish for that.",
                long,
                "#b0r: a sentence of 36 words",
            ),
            (
                BANK,
                "It lasted a day, and two people made it what it is.",
                long,
                "#fa-01-b: a sentence of 36 words",
            ),
        ],
    );
    let hard = "Organizational accountability necessitates intersectional consideration. ";
    for (sentence, times, expected) in [
        ("You can ask a friend to help. ", 200, "words; 700 to 1,200"),
        ("Go on. ", 400, "5 to 9 are wanted"),
        (hard, 60, "5 to 9 are wanted"),
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

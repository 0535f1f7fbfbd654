//! Breaks how the course speaks: titles, numbers, templates, people and terms.

use super::*;

#[test]
fn titles() {
    let old = "Behavior decides that.";
    complains(
        wording::title,
        &[
            (
                WELCOME,
                old,
                "You are an ally.",
                "#why-now: names somebody an ally: \"else you are an ally\"",
            ),
            (
                WELCOME,
                old,
                "It helps to become a better ally.",
                "become a better ally",
            ),
            (WELCOME, old, "As an ally, you ask.", "as an ally"),
            (
                WELCOME,
                "Skill is the right word.",
                "Now you’re a true ally.",
                "#natural-allies: names somebody",
            ),
            (
                SUPPORT,
                "You have a quiet quarter of an hour",
                "You are an ally, with a quiet hour",
                "#b0: names somebody",
            ),
            (
                FEEDBACK,
                "Amara picks the small room by the stairs.",
                "Become a better ally.",
                "#a1: names somebody",
            ),
            (
                RATED,
                "A question",
                "As an ally, a question",
                "#curious: names somebody",
            ),
        ],
    );
}

#[test]
fn titles_in_a_wrong_option_or_a_quotation_are_no_titles() {
    stays_silent(
        wording::title,
        WELCOME,
        "Yes: a feel for people comes early in life, and not later.",
        "True: as an ally I act.",
    );
    stays_silent(
        wording::title,
        FEEDBACK,
        "I'm never too busy for you.",
        "As an ally, I'm there.",
    );
    stays_silent(
        wording::title,
        WELCOME,
        "Behavior decides that.",
        "Nobody says \"you are an ally\" here.",
    );
}

#[test]
fn numbers() {
    let old = "Behavior decides that.";
    complains(
        wording::numbers,
        &[
            (
                WELCOME,
                old,
                "In 40% of calls it helps.",
                "#why-now: a percentage",
            ),
            (WELCOME, old, "It works, 100 %.", "a percentage"),
            (WELCOME, old, "This proves a lot.", "nothing is proved"),
            (WELCOME, old, "Science says so.", "nothing is proved"),
            (
                RATED,
                "Most of us rate",
                "As 80% of us, we rate",
                "#honest: a percentage",
            ),
            (
                SUPPORT,
                "Many people wish for that.",
                "It proves nothing.",
                "#b0r: nothing is proved",
            ),
        ],
    );
    stays_silent(
        wording::numbers,
        WELCOME,
        "Yes: a feel for people comes early in life, and not later.",
        "True: science says 40% of us are.",
    );
}

#[test]
fn templates() {
    let sentence = "A habit can be unlearned on any Monday.";
    let told = "On that view Grace would have to wait for better-born colleagues.";
    complains(
        wording::templates,
        &[
            (
                WELCOME,
                "Skill is the right word.",
                told,
                "stands in 0-welcome/1-start-here.md #natural-allies too",
            ),
            (
                TWO,
                "She can move it.",
                "By this view Grace would have to wait for better-born people.",
                "\"view grace would have to wait for better-born\" stands in 0-welcome",
            ),
            (
                FEEDBACK,
                "Amara picks the small room by the stairs.",
                told,
                "stands in 0-welcome/1-start-here.md #natural-allies too",
            ),
            (
                BANK,
                "It lasted a day, and",
                "On that view Grace would have to wait for better-born colleagues. And",
                "final.md #fa-01-b: \"On that view Grace",
            ),
        ],
    );
    stays_silent(wording::templates, WELCOME, "Skill is the right word.", sentence);
}

#[test]
fn names() {
    complains(
        people::cast,
        &[
            (
                WELCOME,
                "In Nairobi, Grace closed",
                "In Nairobi, Olga closed",
                "#opening: \"Olga\" is not in the cast",
            ),
            (
                WELCOME,
                "> **Henrik:** Be more",
                "> **Olga:** Be more",
                "#one-goal: \"Olga\" is not in the cast",
            ),
            (
                FEEDBACK,
                "> **Amara:** I'd rather",
                "> **Olga:** I'd rather",
                "#a1r: \"Olga\" is not in the cast",
            ),
            (
                NO_TIME,
                "Eight people look",
                "And Olga and others look",
                "#n2: \"Olga\" is not in the cast",
            ),
            (
                RATED,
                "**Two minutes:** Pick one",
                "**Two minutes:** With Olga, pick one",
                "#action: \"Olga\" is not in the cast",
            ),
            (
                WELCOME,
                "you find that Grace was cut off twice",
                "you find that Olga was cut off twice",
                "#first-goal: \"Olga\" is not in the cast: \"",
            ),
            (
                BANK,
                "It lasted a day, and two people",
                "It lasted a day, and Olga",
                "final.md #fa-01-b: \"Olga\" is not in the cast",
            ),
        ],
    );
}

#[test]
fn devons_pronoun() {
    complains(
        wording::devon,
        &[
            (
                VERB,
                "Devon has answered, with a pencil.",
                "Devon thinks, and he declines.",
                "#devons-pencil: Devon is \"they\"",
            ),
            (
                SIDES,
                "and Devon puts their numbers on",
                "and Devon's numbers, she says, go on",
                ": Devon is \"they\"",
            ),
        ],
    );
    stays_silent(
        wording::devon,
        VERB,
        "Devon has answered, with a pencil.",
        "Devon does not say \"he\".",
    );
}

#[test]
fn terms() {
    complains(
        coverage::terms,
        &[
            (
                "glossary.md",
                "## dyad",
                "## pair",
                "the term \"dyad\" is missing",
            ),
            (
                "glossary.md",
                "## dyad",
                "## pair",
                "the term \"pair\" is not in the plan",
            ),
            (
                "glossary.md",
                "## dyad",
                "## pair",
                "../glossary.md#dyad finds no term",
            ),
            (
                ALLYSHIP,
                "glossary.md#equity",
                "glossary.md#equality",
                "1-roles/1-what-allyship-is.md: the link",
            ),
        ],
    );
}

#[test]
fn people_who_are_gone() {
    complains(
        people::representation,
        &[
            (BIAS, "a man of 58", "a man", "age should appear here"),
            (
                MANIFEST,
                "id: \"good-ish\"",
                "id: \"good\"",
                "good-ish: Yusuf should appear there",
            ),
        ],
    );
    let without = Read::changed(|_, text| text.replace("Dwayne", "Somebody"));
    assert!(
        people::representation(&without)
            .iter()
            .any(|complaint| complaint.contains("Dwayne should appear here"))
    );
}

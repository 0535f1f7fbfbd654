//! Breaks how the course speaks: titles, numbers, templates, people and terms.

use super::*;

#[test]
fn titles() {
    let old = "Perhaps you came to find support yourself.";
    complains(
        wording::title,
        &[
            (
                WELCOME,
                old,
                "You are an ally.",
                "#not-a-title: names somebody an ally: \"you are an ally\"",
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
                "The commitment behind it may be real",
                "Now you’re a true ally, and it may be real",
                "#fitting-sentence",
            ),
            (
                SUPPORT,
                "You have a quiet quarter of an hour",
                "You are an ally, with a quiet hour",
                "#b0: names somebody",
            ),
            (
                FEEDBACK,
                "It is fine for one of you.",
                "Become a better ally.",
                "#a4p: names somebody",
            ),
            (
                RATED,
                "A question\nbrings them",
                "As an ally, you bring them",
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
        "\"I am an ally to the women on my team.\"",
        "As an ally I act.",
    );
    stays_silent(
        wording::title,
        FEEDBACK,
        "\"Fine, whatever.\"",
        "As an ally, I never would.",
    );
    stays_silent(
        wording::title,
        WELCOME,
        "Perhaps you came",
        "Nobody says \"you are an ally\" here. Perhaps you came",
    );
}

#[test]
fn numbers() {
    let old = "Perhaps you came to find support yourself.";
    complains(
        wording::numbers,
        &[
            (
                WELCOME,
                old,
                "In 40% of calls it helps.",
                "#not-a-title: a percentage",
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
                "There is no name in it.",
                "It proves nothing.",
                "#b3j: nothing is proved",
            ),
        ],
    );
    stays_silent(
        wording::numbers,
        WELCOME,
        "\"I am an ally to the women on my team.\"",
        "Science says 40% of us are.",
    );
}

#[test]
fn templates() {
    let other = "It describes something that is going on with another person";
    complains(
        wording::templates,
        &[
            (
                WELCOME,
                "What he lacked was a habit, and a habit can be built.",
                "The effect is theirs to report.",
                "\"The effect is theirs to report.\" stands in 0-welcome/1-start-here.md #natural-allies too",
            ),
            (
                TWO,
                "The partner acts, and steers where the work goes.",
                other,
                "\"it describes something that is going on with\" stands in 0-welcome",
            ),
            (
                FEEDBACK,
                "Both make it easier to begin.",
                "The effect is theirs to report.",
                "\"The effect is theirs to report.\" stands in",
            ),
        ],
    );
}

#[test]
fn names() {
    complains(
        people::cast,
        &[
            (
                WELCOME,
                "Twice a\nsales lead looked lost",
                "Twice\nOlga looked lost",
                "#opening: \"Olga\" is not in the cast",
            ),
            (
                WELCOME,
                "> **Grace:** This month",
                "> **Olga:** This month",
                "#one-goal: \"Olga\" is not in the cast",
            ),
            (
                SUPPORT,
                "> **Kenji:** I've",
                "> **Olga:** I've",
                "#b2k: \"Olga\" is not in the cast",
            ),
            (
                FEEDBACK,
                "Tomasz does that",
                "Yes, Olga does that",
                "#a4: \"Olga\" is not in the cast",
            ),
            (
                RATED,
                "A small step soon",
                "With Olga, a small step",
                "#action: \"Olga\" is not in the cast",
            ),
            (
                WELCOME,
                "You saw Grace get cut off",
                "You saw Olga get cut off",
                "#first-goal: \"Olga\" is not in the cast: \"You saw Olga",
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
                "Devon writes back: \"No, thanks.\"",
                "Devon thinks, and he declines.",
                "#devon-post: Devon is \"they\"",
            ),
            (
                SIDES,
                "Devon puts\ntheir numbers",
                "Devon's numbers, she says, go",
                "#leilas-tuesday",
            ),
        ],
    );
    stays_silent(
        wording::devon,
        VERB,
        "Devon writes back: \"No, thanks.\"",
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

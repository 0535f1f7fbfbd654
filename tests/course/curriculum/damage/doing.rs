//! Breaks what is practiced: rehearsals and self-assessments.

use super::*;

#[test]
fn rehearsals() {
    complains(
        practice::rehearsals,
        &[
            (
                FEEDBACK,
                "](#a1r \"backfires centering\")",
                "](#a2 \"backfires centering\")",
                "#a1r: no choice leads here",
            ),
            (
                FEEDBACK,
                "](#a2 \"strong\")",
                "](#a2 \"request\")",
                "#a1: no grade at",
            ),
            (
                FEEDBACK,
                "\"backfires centering\"",
                "\"backfires centring\"",
                "#a1: no debrief gathers \"centring\"",
            ),
            (
                FEEDBACK,
                "## One minute",
                "### One minute",
                "are (18, 7, 66); the plan says (19, 7, 66)",
            ),
            (FEEDBACK, "- [\"Go on.\"](#a3 \"strong\")", "", "are (19, 7, 65)"),
            (
                FEEDBACK,
                "*So now I'm a racist.*](#a4 \"identity-trigger\")",
                "*So now I'm a racist.*](#a4 \"fair identity-trigger\")",
                "#a3: a grade at \"So now",
            ),
            (
                SUPPORT,
                "](#b1 \"clarity\")",
                "](#b1 \"strong clarity\")",
                "#b0: a grade at \"I want to size",
            ),
            (
                SUPPORT,
                "  Somebody may. What people notice about excellent notes is mostly who should\n  take them next time.",
                "",
                "#b0: 0 words explain",
            ),
            (SUPPORT, " .end retry=b8}", "}", "(32, 6, 96)"),
            (
                NO_TIME,
                "](#n2 \"strong boundary\")",
                "](#n2 \"boundary\")",
                "#n1: no grade at",
            ),
            (NO_TIME, " .end retry=n6}", "}", "(9, 4, 30)"),
            (
                MANIFEST,
                "id: \"asking-for-support\"",
                "id: \"asking\"",
                "there is no rehearsal asking-for-support",
            ),
        ],
    );
    let silent =
        Read::changed(
            |path, text| match (path == FEEDBACK, text.split_once("{#e-ok .end retry=a7}")) {
                (true, Some((before, after))) => {
                    let next = after.find("\n## ").unwrap_or_default();
                    format!("{before}{{#e-ok .end retry=a7}}\n{}", &after[next..])
                }
                _ => text.to_owned(),
            },
        );
    let complaints = practice::rehearsals(&silent);
    assert!(
        complaints
            .iter()
            .any(|complaint| complaint.contains("#e-ok: the ending says nothing")),
        "{complaints:?}"
    );
}

#[test]
fn self_assessments() {
    complains(
        practice::self_assessment,
        &[
            (
                RATED,
                "| Curious | - |",
                "| Curious | + |",
                "Curious: 4 lines, 0 backward",
            ),
            (RATED, "| Curious | + |", "| Humble | + |", "Humble: 5 lines"),
            (
                RATED,
                "| ba-4 | When a plan stalls, I try a smaller step rather than drop it. | Bias for action | + |\n",
                "",
                "23 lines in 6 scales",
            ),
            (
                RATED,
                "**Two weeks:** Ask one question",
                "Ask one question",
                "#curious: the section has no practice for two weeks",
            ),
            (
                RATED,
                "**Two minutes:** When",
                "When",
                "#humble: the section has no act of two minutes",
            ),
            (
                RATED,
                " {#journal-start-curious .reflect}",
                "",
                "#curious: the section has no journal prompt",
            ),
            (
                RATED,
                "- Most of us rate",
                "  Most of us rate",
                "#honest: no list of five lines",
            ),
            (
                RATED,
                "{#where-to-start-lines .rate}",
                "{#where-to-start-lines}",
                "0 questions to rate",
            ),
            (
                MANIFEST,
                "SelfAssessment(id",
                "Rehearsal(id",
                "there is no self-assessment",
            ),
        ],
    );
}

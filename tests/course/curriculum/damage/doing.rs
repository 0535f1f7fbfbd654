//! Breaks what is practiced: rehearsals and self-assessments.

use super::*;

#[test]
fn rehearsals() {
    complains(
        practice::rehearsals,
        &[
            (
                FEEDBACK,
                "](#a4p \"fair\")",
                "](#a5 \"fair\")",
                "#a4p: no choice leads here",
            ),
            (FEEDBACK, "](#a2 \"strong\")", "](#a2)", "#a1r: no grade at"),
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
                "are (14, 5, 40); the plan says (15, 5, 40)",
            ),
            (
                FEEDBACK,
                "- [\"Fine, whatever.\"](#e-stall \"backfires\")",
                "",
                "are (15, 5, 39)",
            ),
            (
                SUPPORT,
                "](#b2 \"agency\")",
                "](#b2 \"strong agency\")",
                "#b1: a grade at \"Priya",
            ),
            (
                SUPPORT,
                "  Then you do not ask yet. Having looked at it closely is worth something on\n  its own.",
                "",
                "#b0r: 0 words explain",
            ),
            (SUPPORT, " .end retry=b8}", "}", "(27, 5, 62)"),
            (
                MANIFEST,
                "id: \"asking-for-support\"",
                "id: \"asking\"",
                "there is no rehearsal asking-for-support",
            ),
        ],
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

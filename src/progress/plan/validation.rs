//! Owns what is said of a plan while it is written: what is still open before it can be agreed on, and what is worth a second look.
//! Must not know how a plan is kept. Every line is kind, and nothing that was written is ever refused.

use crate::progress::plan::{Part, Plan, day};
use jiff::civil::Date;

/// Characters the pattern may have.
const PATTERN: std::ops::RangeInclusive<usize> = 10..=200;
/// What is asked for, where something is still open or worth a second look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The part it is about.
    pub part: Part,
    /// What to do, in words.
    pub words: &'static str,
}

impl Plan {
    /// What is still open before it can be agreed on `today`.
    pub fn open(&self, today: Date) -> Vec<Ask> {
        let solo = self.is_solo();
        let mut open = Vec::new();
        let mut ask = |part: Part, words: &'static str| open.push(Ask { part, words });
        match self.text(Part::Pattern).chars().count() {
            0 => ask(Part::Pattern, "Say in a sentence which pattern is to change."),
            count if count < *PATTERN.start() => {
                ask(Part::Pattern, "A few more words: what happens, and when?")
            }
            count if count > *PATTERN.end() => {
                ask(Part::Pattern, "Make it one sentence, 200 characters at the most.")
            }
            _ => {}
        }
        if self.text(Part::Insight).is_empty() {
            ask(Part::Insight, "Say how you know.");
        }
        match (
            solo,
            self.text(Part::Role).is_empty(),
            self.text(Part::Habit).is_empty(),
        ) {
            (false, true, _) => ask(Part::Role, "Choose your role in this plan."),
            (true, _, true) => ask(Part::Habit, "Choose which habit of your own it is about."),
            _ => {}
        }
        match self.text(Part::Fruit) {
            "" => ask(Part::Fruit, "Name the one action."),
            fruit if !may_be_verb(fruit) => ask(
                Part::Fruit,
                "Begin with what you do, such as ask, hand, credit, write.",
            ),
            _ => {}
        }
        for part in self.criteria().into_iter().filter(|part| !self.is(*part)) {
            ask(
                part,
                "One of the tests of a low-hanging fruit is not ticked. If it does not hold, make the action smaller.",
            );
        }
        if !solo {
            if self.text(Part::Consent).is_empty() {
                ask(
                    Part::Consent,
                    "Write what your partner said yes to. Until there is a yes, this stays a draft.",
                );
            }
            if self.text(Part::ConsentHow).is_empty() {
                ask(Part::ConsentHow, "Write how they told you.");
            }
            match day(self.text(Part::ConsentDay)) {
                None => ask(Part::ConsentDay, "Write the day they told you, as in 2026-11-25."),
                Some(day) if day > today => ask(
                    Part::ConsentDay,
                    "That day is still ahead; a yes comes before the plan.",
                ),
                Some(_) => {}
            }
        }
        for (part, words) in [
            (Part::Cue, "Name the moment: if what happens?"),
            (Part::Act, "Say what you will do in that moment."),
            (Part::When, "Say in which meeting or place, and how often."),
            (Part::Obstacle, "Name one thing that could get in the way."),
            (Part::Answer, "Say what you will do if that happens."),
        ] {
            if self.text(part).is_empty() {
                ask(part, words);
            }
        }
        for nth in 1..=2 {
            match day(self.text(Part::CheckDay(nth))) {
                None => ask(Part::CheckDay(nth), "Write a day, as in 2026-12-02."),
                Some(day) if day <= today => ask(
                    Part::CheckDay(nth),
                    "That day has passed. Choose one ahead of you.",
                ),
                Some(_) => {}
            }
        }
        if self.text(Part::Impact).is_empty() {
            ask(
                Part::Impact,
                if solo {
                    "Say what you will observe."
                } else {
                    "Say what your partner would notice, in their words."
                },
            );
        }
        open
    }

    /// What is worth a second look and stands in nobody's way.
    pub fn second_looks(&self) -> Vec<Ask> {
        let mut looks = Vec::new();
        let mut look = |part: Part, words: &'static str| looks.push(Ask { part, words });
        if names_somebody(self.text(Part::Pattern)) {
            look(
                Part::Pattern,
                "Does this name somebody? The pattern is enough; initials keep people private.",
            );
        }
        let fruit = self.text(Part::Fruit);
        if fruit.to_lowercase().split_whitespace().any(|word| word == "and") {
            look(
                Part::Fruit,
                "This may be two actions. One is enough; the other can be the next one.",
            );
        }
        if fruit.to_lowercase().starts_with("be ") {
            look(
                Part::Fruit,
                "\"Be\" is hard to notice. What would somebody see you do?",
            );
        }
        if self.text(Part::CostOk) == "no" {
            look(
                Part::CostOk,
                "Then make the action smaller until the cost is one you choose. A smaller act that happens beats a large one that does not.",
            );
        }
        if let (Some(first), Some(second)) = (
            day(self.text(Part::CheckDay(1))),
            day(self.text(Part::CheckDay(2))),
        ) && second <= first
        {
            look(
                Part::CheckDay(2),
                "The second check-in comes before the first, or on the same day.",
            );
        }
        looks
    }
}

/// First words that name no action. Everything else may be a verb: no list of verbs is ever complete.
const NO_VERBS: [&str; 36] = [
    "i", "i'll", "i'd", "we", "we'll", "you", "he", "she", "they", "it", "my", "our", "your", "his", "her",
    "their", "its", "the", "a", "an", "this", "that", "these", "those", "more", "less", "better", "being",
    "to", "not", "no", "never", "always", "every", "all", "in",
];

fn may_be_verb(text: &str) -> bool {
    let first = text
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_lowercase()
        .replace('’', "'");
    let first = first.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'');
    !first.is_empty() && !NO_VERBS.contains(&first) && first.chars().any(char::is_alphabetic)
}

/// Words that are written with a capital and are no names.
const NO_NAMES: [&str; 22] = [
    "i",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "english",
    "ok",
];

/// Whether a word in the middle of a sentence looks like a name: a capital, then small letters.
fn names_somebody(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).any(|pair| {
        let word: String = pair[1].chars().take_while(|c| c.is_alphabetic()).collect();
        let mut letters = word.chars();
        let name =
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
        let word = word.to_lowercase();
        let known = NO_NAMES.contains(&word.as_str()) || NO_NAMES.contains(&word.trim_end_matches('s'));
        name && !pair[0].ends_with(['.', '!', '?', ':']) && !known
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::plan::tests::{TODAY, with};

    #[test]
    fn kind_lines_on_what_is_bent() {
        let open = |part: Part, text: &str| {
            with(&[(part, text)])
                .open(TODAY)
                .into_iter()
                .map(|ask| ask.part)
                .collect::<Vec<_>>()
        };
        assert_eq!(open(Part::Pattern, "too short"), [Part::Pattern]);
        assert_eq!(open(Part::Pattern, &"x".repeat(201)), [Part::Pattern]);
        assert_eq!(open(Part::Pattern, &"word ".repeat(10_000)), [Part::Pattern]);
        assert_eq!(open(Part::Cue, "  "), [Part::Cue]);
        assert_eq!(
            open(Part::CheckDay(1), "2026-11-25"),
            [Part::CheckDay(1)],
            "today is no check-in"
        );
        assert_eq!(open(Part::CheckDay(2), "soon"), [Part::CheckDay(2)]);
        assert_eq!(open(Part::ConsentDay, "2027-01-01"), [Part::ConsentDay]);
        for fruit in ["More inclusion", "I’ll try", "The notes", "to be kinder", "—"] {
            assert_eq!(open(Part::Fruit, fruit), [Part::Fruit], "{fruit}");
        }
        assert_eq!(open(Part::Fruit, "Rotate the notes from Monday"), []);
        let look = |part: Part, text: &str| {
            with(&[(part, text)])
                .second_looks()
                .into_iter()
                .map(|ask| ask.part)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            look(Part::Pattern, "In planning Amara is cut off"),
            [Part::Pattern]
        );
        assert_eq!(
            look(
                Part::Pattern,
                "On Mondays I take the notes. We in HR do not see it"
            ),
            []
        );
        assert_eq!(look(Part::Fruit, "Ask her and tell the team"), [Part::Fruit]);
        assert_eq!(look(Part::Fruit, "Hand it over"), []);
        assert_eq!(look(Part::Fruit, "Be more inclusive"), [Part::Fruit]);
        assert_eq!(look(Part::CostOk, "no"), [Part::CostOk]);
        assert_eq!(look(Part::CheckDay(2), "2026-12-01"), [Part::CheckDay(2)]);
    }
}

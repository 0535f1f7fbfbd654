//! Owns the one if–then plan as data: its parts, its states, what is still open and what is worth a second look. A plan is a set of
//! short texts of the learner's own, each under an entry of its own, so that every version is kept and all of it can be forgotten.
//! Must not know pages or clocks: the day of today comes in.

pub mod validation;

use crate::progress::Progress;
use crate::progress::event::Category;
use crate::source::Id;
use crate::time::Millis;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What every entry of a plan begins with: `plan-<when it was begun>-<part>`.
pub const PREFIX: &str = "plan-";
/// Days until the two check-ins, counted from the day a plan is begun.
pub const CHECK_INS: [i64; 2] = [7, 28];

/// A part of a plan that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Whether there is a partner: `partner` or `solo`.
    With,
    /// The pattern to change.
    Pattern,
    /// How the learner knows: `talk`, `seen` or `asked`.
    Insight,
    /// `ally`, `partner` or `both`.
    Role,
    /// In solo mode, which of one's own habits: `interrupting`, `crediting` or `housework`.
    Habit,
    /// The action.
    Fruit,
    /// Both can start within two weeks: `yes`.
    Soon,
    /// No permission is needed, or it is easy to get: `yes`.
    Permitted,
    /// The partner wants it: `yes`.
    Wanted,
    /// Somebody can notice it: `yes`.
    Noticed,
    /// What the partner said yes to.
    Consent,
    /// How they told it.
    ConsentHow,
    /// On which day.
    ConsentDay,
    /// The moment: if …
    Cue,
    /// … then I will.
    Act,
    Words,
    /// Meeting, place or moment, and how often.
    When,
    /// What could get in the way.
    Obstacle,
    /// What then.
    Answer,
    /// What it may cost.
    Cost,
    /// Whether that is all right: `yes` or `no`.
    CostOk,
    /// What the partner would notice.
    Impact,
    /// Both agreed: `yes`.
    Agreed,
    /// It was begun: `yes`.
    Started,
    /// It is over: `yes`.
    Closed,
    /// The day of the nth check-in, from 1.
    CheckDay(u8),
    /// How it went: `done`, `partly` or `not-yet`.
    Outcome(u8),
    /// What the partner said, in their words.
    Said(u8),
    /// They preferred not to say: `yes`.
    Unsaid(u8),
    /// Whom one thanked, and for what.
    Thanks(u8),
    /// A smaller next step.
    Smaller(u8),
    /// What now: `keep`, `adjust`, `stop` or `next`.
    Next(u8),
}

/// The parts there is one of, and their names.
const SINGLE: [(Part, &str); 25] = [
    (Part::With, "with"),
    (Part::Pattern, "pattern"),
    (Part::Insight, "insight"),
    (Part::Role, "role"),
    (Part::Habit, "habit"),
    (Part::Fruit, "fruit"),
    (Part::Soon, "soon"),
    (Part::Permitted, "permitted"),
    (Part::Wanted, "wanted"),
    (Part::Noticed, "noticed"),
    (Part::Consent, "consent"),
    (Part::ConsentHow, "consent-how"),
    (Part::ConsentDay, "consent-day"),
    (Part::Cue, "cue"),
    (Part::Act, "act"),
    (Part::Words, "words"),
    (Part::When, "when"),
    (Part::Obstacle, "obstacle"),
    (Part::Answer, "answer"),
    (Part::Cost, "cost"),
    (Part::CostOk, "cost-ok"),
    (Part::Impact, "impact"),
    (Part::Agreed, "agreed"),
    (Part::Started, "started"),
    (Part::Closed, "closed"),
];

/// A part of the nth check-in.
type OfCheckIn = fn(u8) -> Part;

/// The parts of each check-in, and their names.
const EACH: [(OfCheckIn, &str); 7] = [
    (Part::CheckDay, "day"),
    (Part::Outcome, "outcome"),
    (Part::Said, "said"),
    (Part::Unsaid, "unsaid"),
    (Part::Thanks, "thanks"),
    (Part::Smaller, "smaller"),
    (Part::Next, "next"),
];

impl Part {
    fn name(self) -> String {
        let single = SINGLE
            .iter()
            .find(|(part, _)| *part == self)
            .map(|(_, name)| (*name).to_owned());
        let each = || {
            (1..=u8::MAX).find_map(|nth| {
                EACH.iter()
                    .find(|(part, _)| part(nth) == self)
                    .map(|(_, name)| format!("check-{nth}-{name}"))
            })
        };
        single.or_else(each).unwrap_or_default()
    }

    fn named(name: &str) -> Option<Part> {
        if let Some((part, _)) = SINGLE.iter().find(|(_, of)| *of == name) {
            return Some(*part);
        }
        let (nth, name) = name.strip_prefix("check-")?.split_once('-')?;
        let nth = nth.parse().ok().filter(|nth| *nth > 0)?;
        EACH.iter().find(|(_, of)| *of == name).map(|(part, _)| part(nth))
    }
}

/// Where a plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanState {
    /// It is being written, or the partner has not said yes.
    Draft,
    /// Both said yes to it.
    Agreed,
    /// It is being done.
    Active,
    /// A check-in was answered, and what comes next is open.
    Checked,
    /// It is over.
    Closed,
}

impl PlanState {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            PlanState::Draft => "draft",
            PlanState::Agreed => "agreed",
            PlanState::Active => "active",
            PlanState::Checked => "checked",
            PlanState::Closed => "closed",
        }
    }
}

/// A plan as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// When it was begun, in milliseconds; names it.
    pub began: Millis,
    texts: BTreeMap<Part, (Millis, String)>,
}

/// How often something of a plan was written, and when last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changes {
    pub count: u32,
    pub last: Millis,
}

/// The entry under which a part of the plan begun at `began` is kept.
pub fn entry(began: Millis, part: Part) -> Id {
    Arc::from(format!("{PREFIX}{began}-{}", part.name()))
}

/// The plan and the part that an entry is about, if it is one of a plan's.
pub fn part_of(entry: &str) -> Option<(Millis, Part)> {
    let (began, name) = entry.strip_prefix(PREFIX)?.split_once('-')?;
    Some((began.parse().ok()?, Part::named(name)?))
}

impl Progress {
    /// Every plan, the earliest first.
    pub fn plans(&self) -> Vec<Plan> {
        let began: BTreeSet<Millis> = self
            .own
            .entries_of(Category::Plan)
            .filter_map(|entry| part_of(entry))
            .map(|(began, _)| began)
            .collect();
        began.into_iter().map(|began| self.plan_begun(began)).collect()
    }

    /// The plan that is open: the one begun last, unless it is over.
    pub fn plan(&self) -> Option<Plan> {
        self.latest_plan()
            .filter(|plan| plan.state() != PlanState::Closed)
    }

    /// The plan begun last, open or closed.
    pub fn latest_plan(&self) -> Option<Plan> {
        let began = self
            .own
            .entries_of(Category::Plan)
            .filter_map(|entry| part_of(entry))
            .map(|(began, _)| began)
            .max()?;
        Some(self.plan_begun(began))
    }

    /// The changes of those parts of a plan for which `counts` says so.
    pub fn plan_changes(&self, began: Millis, counts: impl Fn(Part) -> bool) -> Changes {
        let entries = self.own.entries_of(Category::Plan);
        let of_these = |entry: &&Id| part_of(entry).is_some_and(|(of, part)| of == began && counts(part));
        let written = entries
            .filter(of_these)
            .flat_map(|entry| self.own.texts(entry))
            .map(|(at, _)| at);
        let none = Changes {
            count: 0,
            last: began,
        };
        written.fold(none, |changes, at| Changes {
            count: changes.count.saturating_add(1),
            last: changes.last.max(at),
        })
    }

    /// The plan begun at this moment.
    pub fn plan_begun(&self, began: Millis) -> Plan {
        let parts = self
            .own
            .entries_of(Category::Plan)
            .filter_map(|entry| Some((entry, part_of(entry)?)))
            .filter(|(_, (of, _))| *of == began);
        let texts = parts.filter_map(|(entry, (_, part))| Some((part, self.own.texts(entry).next_back()?)));
        Plan {
            began,
            texts: texts.collect(),
        }
    }
}

impl Plan {
    /// What was written for a part; empty where nothing was.
    pub fn text(&self, part: Part) -> &str {
        self.texts.get(&part).map_or("", |(_, text)| text.trim())
    }

    /// When a part was written last.
    pub fn written_at(&self, part: Part) -> Option<Millis> {
        self.texts.get(&part).map(|(at, _)| *at)
    }

    /// When any part was written last.
    pub fn latest_at(&self) -> Millis {
        let written = self.texts.values().map(|(at, _)| *at);
        written.max().unwrap_or(self.began)
    }

    /// Whether a part says yes.
    pub fn is(&self, part: Part) -> bool {
        self.text(part) == "yes"
    }

    /// Whether it is made without a partner, on one's own habits.
    pub fn is_solo(&self) -> bool {
        self.text(Part::With) == "solo"
    }

    /// The tests a low-hanging fruit must pass. Without a partner nobody can want it yet.
    pub fn criteria(&self) -> Vec<Part> {
        let all = [Part::Soon, Part::Permitted, Part::Wanted, Part::Noticed];
        all.into_iter()
            .filter(|part| !(self.is_solo() && *part == Part::Wanted))
            .collect()
    }

    /// Whether the agreement has what it rests on: the partner's yes, and all criteria.
    fn may_be_agreed(&self) -> bool {
        let consent = self.is_solo()
            || [Part::Consent, Part::ConsentHow, Part::ConsentDay]
                .iter()
                .all(|part| !self.text(*part).is_empty());
        consent && self.criteria().into_iter().all(|part| self.is(part))
    }

    /// Where it stands. It is a draft again as soon as the agreement has lost what it rested on.
    pub fn state(&self) -> PlanState {
        let last = self.answered().max();
        let next = last.map_or("", |nth| self.text(Part::Next(nth)));
        if self.is(Part::Closed) || matches!(next, "stop" | "next") {
            return PlanState::Closed;
        }
        if !self.is(Part::Agreed) || !self.may_be_agreed() {
            return PlanState::Draft;
        }
        match (self.is(Part::Started), last, next) {
            (false, _, _) => PlanState::Agreed,
            (true, Some(_), "") => PlanState::Checked,
            (true, _, _) => PlanState::Active,
        }
    }

    /// The check-ins that have a day, from 1.
    pub fn check_ins(&self) -> impl Iterator<Item = u8> {
        self.texts.keys().filter_map(|part| match part {
            Part::CheckDay(nth) => Some(*nth),
            _ => None,
        })
    }

    /// The check-ins that were answered.
    pub fn answered(&self) -> impl Iterator<Item = u8> {
        self.texts.iter().filter_map(|(part, (_, text))| match part {
            Part::Outcome(nth) if !text.trim().is_empty() => Some(*nth),
            _ => None,
        })
    }

    /// The day of a check-in, if it is one.
    pub fn check_in_day(&self, nth: u8) -> Option<Date> {
        day(self.text(Part::CheckDay(nth)))
    }

    /// The check-ins that were not answered.
    pub fn unanswered(&self) -> impl Iterator<Item = u8> {
        self.check_ins()
            .filter(|nth| self.text(Part::Outcome(*nth)).is_empty())
    }

    /// The first check-in that is not answered and its day, if that is one.
    pub fn next_check_in(&self) -> Option<(u8, Option<Date>)> {
        let nth = self.unanswered().next()?;
        Some((nth, self.check_in_day(nth)))
    }

    /// The check-in that is due on this day: of a plan that is being done, the first one not answered whose day has come.
    pub fn due(&self, today: Date) -> Option<u8> {
        let (nth, day) = self.next_check_in()?;
        (self.state() == PlanState::Active && day? <= today).then_some(nth)
    }

    /// The plan in one sentence, as far as it is written.
    pub fn sentence(&self) -> Option<String> {
        match (self.text(Part::Cue), self.text(Part::Act)) {
            ("", "") => Some(self.text(Part::Fruit).to_owned()).filter(|fruit| !fruit.is_empty()),
            (cue, act) => Some(format!(
                "If {}, then I will {}.",
                clause(cue, "if "),
                clause(clause(act, "then "), "i will ")
            )),
        }
    }
}

/// A day as it was written: 2026-12-02.
pub fn day(text: &str) -> Option<Date> {
    text.trim().parse().ok()
}

/// A day written as such, as `today`, or as a number of days from it: `7`, `+7`, `in 7 days`.
pub fn day_from(text: &str, today: Date) -> Option<Date> {
    let days = || {
        let number: String = text.chars().filter(char::is_ascii_digit).collect();
        let words = text.to_lowercase();
        let only = words
            .trim()
            .trim_start_matches('+')
            .chars()
            .all(|c| c.is_ascii_digit());
        (only || words.trim().starts_with("in ") && words.contains("day"))
            .then(|| number.parse::<i64>().ok())
            .flatten()
    };
    let is_today = text.trim().eq_ignore_ascii_case("today").then_some(today);
    day(text)
        .or(is_today)
        .or_else(|| today.checked_add(jiff::Span::new().try_days(days()?).ok()?).ok())
}

/// Words as the middle of a sentence: without `lead` before them, and without the stop behind them.
fn clause<'a>(text: &'a str, lead: &str) -> &'a str {
    let text = text.trim().trim_end_matches(['.', ',', ';']);
    match text.get(..lead.len()) {
        Some(start) if start.eq_ignore_ascii_case(lead) => text[lead.len()..].trim_start(),
        Some(_) | None => text,
    }
}

#[cfg(test)]
mod tests;

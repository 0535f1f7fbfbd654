//! Owns the one if–then plan as data: its parts, its states, what is still open and what is worth a second look. A plan is a set of
//! short texts of the learner's own, each under an entry of its own, so that every version is kept and all of it can be forgotten.
//! Must not know pages or clocks: the day of today comes in.

pub mod validation;

use crate::progress::Progress;
use crate::progress::privacy::Category;
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
    /// The words.
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
pub enum State {
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

impl State {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Agreed => "agreed",
            State::Active => "active",
            State::Checked => "checked",
            State::Closed => "closed",
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
        self.latest_plan().filter(|plan| plan.state() != State::Closed)
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
    pub fn state(&self) -> State {
        let last = self.answered().max();
        let next = last.map_or("", |nth| self.text(Part::Next(nth)));
        if self.is(Part::Closed) || matches!(next, "stop" | "next") {
            return State::Closed;
        }
        if !self.is(Part::Agreed) || !self.may_be_agreed() {
            return State::Draft;
        }
        match (self.is(Part::Started), last, next) {
            (false, _, _) => State::Agreed,
            (true, Some(_), "") => State::Checked,
            (true, _, _) => State::Active,
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

    /// The first check-in that is not answered and its day, if that is one.
    pub fn next_check_in(&self) -> Option<(u8, Option<Date>)> {
        let nth = self
            .check_ins()
            .find(|nth| self.text(Part::Outcome(*nth)).is_empty())?;
        Some((nth, self.check_in_day(nth)))
    }

    /// The check-in that is due on this day: of a plan that is being done, the first one not answered whose day has come.
    pub fn due(&self, today: Date) -> Option<u8> {
        let (nth, day) = self.next_check_in()?;
        (self.state() == State::Active && day? <= today).then_some(nth)
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
mod tests {
    use super::*;
    use crate::progress::event::{Clock, Event, EventKind};
    use proptest::prelude::*;

    pub(super) const TODAY: Date = jiff::civil::date(2026, 11, 25);

    fn wrote(at: Millis, part: Part, text: &str) -> Event {
        let kind = EventKind::Wrote {
            entry: entry(1, part),
            part: 0,
            of: 1,
            text: text.into(),
            category: None,
        };
        Event {
            id: format!("{at}"),
            device: "d".into(),
            seq: at as u64,
            clock: Clock(at, 0),
            at,
            kind,
        }
    }

    fn plan(parts: &[(Part, &str)]) -> Plan {
        let events: Vec<Event> = parts
            .iter()
            .enumerate()
            .map(|(at, (part, text))| wrote(at as Millis, *part, text))
            .collect();
        Progress::of(&events).plans().pop().unwrap_or_default()
    }

    /// The filled example of an ally's plan.
    const WHOLE: [(Part, &str); 20] = [
        (Part::With, "partner"),
        (Part::Pattern, "A colleague is cut off in planning"),
        (Part::Insight, "talk"),
        (Part::Role, "ally"),
        (Part::Fruit, "Hand the floor back when she is cut off"),
        (Part::Soon, "yes"),
        (Part::Permitted, "yes"),
        (Part::Wanted, "yes"),
        (Part::Noticed, "yes"),
        (Part::Consent, "Yes to the line; not to be mentioned in the retro"),
        (Part::ConsentHow, "In our talk"),
        (Part::ConsentDay, "2026-11-24"),
        (Part::Cue, "she is cut off"),
        (Part::Act, "say “I would like to hear the rest of that point”"),
        (Part::When, "Planning, every Monday"),
        (Part::Obstacle, "I am the one who interrupts"),
        (Part::Answer, "say “I interrupted, please go on”"),
        (Part::CheckDay(1), "2026-12-02"),
        (Part::CheckDay(2), "2026-12-23"),
        (
            Part::Impact,
            "She finishes her point in two of three meetings; she says whether it felt right",
        ),
    ];

    pub(super) fn with(more: &[(Part, &str)]) -> Plan {
        plan(&[&WHOLE[..], more].concat())
    }

    #[test]
    fn names_lead_back_to_parts() {
        for (part, _) in SINGLE {
            assert_eq!(
                part_of(&entry(-5, part)),
                None,
                "a clock before 1970 names no plan"
            );
            assert_eq!(
                part_of(&entry(1_790_000_000_000, part)),
                Some((1_790_000_000_000, part))
            );
        }
        for (part, _) in EACH {
            assert_eq!(part_of(&entry(7, part(3))), Some((7, part(3))));
        }
        assert_eq!(
            [
                part_of("plan-7-check-0-day"),
                part_of("plan-7-none"),
                part_of("plan-x-act"),
                part_of("journal-welcome")
            ],
            [None; 4]
        );
    }

    #[test]
    fn the_filled_example_can_be_agreed_and_goes_its_way() {
        let whole = with(&[]);
        assert_eq!(
            (whole.open(TODAY), whole.second_looks(), whole.state()),
            (vec![], vec![], State::Draft)
        );
        assert_eq!(
            whole.sentence().unwrap(),
            "If she is cut off, then I will say “I would like to hear the rest of that point”."
        );
        let mut more = vec![(Part::Agreed, "yes")];
        assert_eq!(with(&more).state(), State::Agreed);
        more.push((Part::Started, "yes"));
        assert_eq!(
            (with(&more).state(), with(&more).due(TODAY)),
            (State::Active, None)
        );
        let week = jiff::civil::date(2026, 12, 2);
        assert_eq!(with(&more).due(week), Some(1));
        more.push((Part::Outcome(1), "partly"));
        assert_eq!(
            (with(&more).state(), with(&more).due(week)),
            (State::Checked, None)
        );
        more.push((Part::Next(1), "keep"));
        assert_eq!(
            (with(&more).state(), with(&more).next_check_in()),
            (State::Active, Some((2, Some(jiff::civil::date(2026, 12, 23)))))
        );
        more.extend([(Part::Outcome(2), "done"), (Part::Next(2), "next")]);
        assert_eq!(with(&more).state(), State::Closed);
    }

    #[test]
    fn without_a_partner_it_is_about_ones_own_habit() {
        let solo = plan(&[
            (Part::With, "solo"),
            (Part::Soon, "yes"),
            (Part::Permitted, "yes"),
            (Part::Noticed, "yes"),
            (Part::Agreed, "yes"),
        ]);
        assert_eq!(solo.state(), State::Agreed, "nobody else has to say yes");
        let open: Vec<Part> = solo.open(TODAY).iter().map(|ask| ask.part).collect();
        assert!(
            open.contains(&Part::Habit) && !open.contains(&Part::Consent) && !open.contains(&Part::Role),
            "{open:?}"
        );
    }

    #[test]
    fn a_day_may_be_so_many_days_ahead() {
        let day = |text| day_from(text, TODAY).map(|day| day.to_string());
        assert_eq!(day("2026-12-02").as_deref(), Some("2026-12-02"));
        for text in ["7", "+7", " in 7 days "] {
            assert_eq!(day(text).as_deref(), Some("2026-12-02"), "{text}");
        }
        assert_eq!(day("Today").as_deref(), Some("2026-11-25"));
        assert_eq!(
            [
                day("soon"),
                day(""),
                day("2026-13-01"),
                day("99999999999999999999"),
                day("999999999")
            ],
            [const { None }; 5]
        );
    }

    fn any_part() -> impl Strategy<Value = (Part, &'static str)> {
        let parts: Vec<Part> = SINGLE
            .iter()
            .map(|(part, _)| *part)
            .chain(EACH.iter().flat_map(|(part, _)| [part(1), part(2)]))
            .collect();
        let texts = vec![
            "",
            "yes",
            "no",
            "solo",
            "partner",
            "stop",
            "keep",
            "done",
            "2026-12-02",
            "Hand it over",
            "If I",
        ];
        (prop::sample::select(parts), prop::sample::select(texts))
    }

    proptest! {
        /// Only the partner's yes and all criteria move a draft on, whatever happened in whatever order.
        #[test]
        fn nothing_is_agreed_without_consent(parts in prop::collection::vec(any_part(), 0..60), whole in any::<bool>()) {
            let parts = if whole { [&WHOLE[..], &parts].concat() } else { parts };
            let plan = plan(&parts);
            let _ = (plan.open(TODAY), plan.second_looks(), plan.sentence(), plan.due(TODAY));
            if matches!(plan.state(), State::Agreed | State::Active | State::Checked) {
                prop_assert!(plan.is(Part::Soon) && plan.is(Part::Permitted) && plan.is(Part::Noticed));
                prop_assert!(plan.is_solo() || plan.is(Part::Wanted) && !plan.text(Part::Consent).is_empty());
            }
            if plan.due(TODAY).is_some() {
                prop_assert_eq!(plan.state(), State::Active);
            }
        }
    }
}

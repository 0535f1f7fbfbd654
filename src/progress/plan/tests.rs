//! Tests of the plan: its parts by name, its states, its days, and that nothing is agreed without consent.

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
        (vec![], vec![], PlanState::Draft)
    );
    assert_eq!(
        whole.sentence().unwrap(),
        "If she is cut off, then I will say “I would like to hear the rest of that point”."
    );
    let mut more = vec![(Part::Agreed, "yes")];
    assert_eq!(with(&more).state(), PlanState::Agreed);
    more.push((Part::Started, "yes"));
    assert_eq!(
        (with(&more).state(), with(&more).due(TODAY)),
        (PlanState::Active, None)
    );
    let week = jiff::civil::date(2026, 12, 2);
    assert_eq!(with(&more).due(week), Some(1));
    more.push((Part::Outcome(1), "partly"));
    assert_eq!(
        (with(&more).state(), with(&more).due(week)),
        (PlanState::Checked, None)
    );
    more.push((Part::Next(1), "keep"));
    assert_eq!(
        (with(&more).state(), with(&more).next_check_in()),
        (
            PlanState::Active,
            Some((2, Some(jiff::civil::date(2026, 12, 23))))
        )
    );
    more.extend([(Part::Outcome(2), "done"), (Part::Next(2), "next")]);
    assert_eq!(with(&more).state(), PlanState::Closed);
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
    assert_eq!(solo.state(), PlanState::Agreed, "nobody else has to say yes");
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
        if matches!(plan.state(), PlanState::Agreed | PlanState::Active | PlanState::Checked) {
            prop_assert!(plan.is(Part::Soon) && plan.is(Part::Permitted) && plan.is(Part::Noticed));
            prop_assert!(plan.is_solo() || plan.is(Part::Wanted) && !plan.text(Part::Consent).is_empty());
        }
        if plan.due(TODAY).is_some() {
            prop_assert_eq!(plan.state(), PlanState::Active);
        }
    }
}

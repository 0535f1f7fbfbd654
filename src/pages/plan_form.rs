//! Owns the plan as a form: what is asked, in which words, with which choices. Every part is a heading with a field or rows below it.
//! Must not know when a plan may be agreed on; what is open is asked of `progress::plan`.

use crate::action::{Action, Screen};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::model::Model;
use crate::pages::parts;
use crate::progress::plan::validation::Ask;
use crate::progress::plan::{Part, Plan, day, entry};
use crate::source::Id;
use crate::status::half_done::parts_open;
use crate::time::{self, Millis};

/// A part as it is asked.
struct Asked {
    part: Part,
    /// Its name, where what is open is said.
    name: &'static str,
    title: &'static str,
    help: &'static str,
    how: How,
}

/// How a part is answered.
enum How {
    /// By writing.
    Write,
    /// By one of these: what is kept, and its words.
    Pick(&'static [(&'static str, &'static str)]),
    /// By ticking each of these that holds.
    Tick(&'static [(Part, &'static str)]),
}

const INSIGHTS: &[(&str, &str)] = &[
    ("talk", "From a conversation with my partner"),
    ("seen", "From what I saw myself, and my partner agrees"),
    ("asked", "My partner asked for it"),
];
const SOLO_INSIGHTS: &[(&str, &str)] = &[
    ("talk", "Somebody told me"),
    ("seen", "I noticed it in myself"),
    ("asked", "Somebody asked me to change it"),
];
const ROLES: &[(&str, &str)] = &[
    ("ally", "I am practicing allyship for my partner"),
    ("partner", "I am the partner, and somebody supports me"),
    ("both", "Both, each for the other"),
];
const HABITS: &[(&str, &str)] = &[
    ("interrupting", "My own interrupting"),
    ("crediting", "How I credit other people's work"),
    ("housework", "My share of notes, calendars and the like"),
];
const CRITERIA: &[(Part, &str)] = &[
    (Part::Soon, "Both of us can begin within two weeks"),
    (
        Part::Permitted,
        "It needs no permission, or one that is easy to get",
    ),
    (Part::Wanted, "My partner wants it"),
    (Part::Noticed, "Somebody can notice it"),
];
const SOLO_CRITERIA: &[(Part, &str)] = &[
    (Part::Soon, "I can begin within two weeks"),
    (
        Part::Permitted,
        "It needs no permission, or one that is easy to get",
    ),
    (Part::Noticed, "Somebody could notice it"),
];
const COSTS: &[(&str, &str)] = &[("yes", "Yes, I choose that"), ("no", "No, that is too much")];

const fn write(part: Part, name: &'static str, title: &'static str, help: &'static str) -> Asked {
    Asked {
        part,
        name,
        title,
        help,
        how: How::Write,
    }
}

const fn pick(
    part: Part,
    name: &'static str,
    title: &'static str,
    help: &'static str,
    from: &'static [(&'static str, &'static str)],
) -> Asked {
    Asked {
        part,
        name,
        title,
        help,
        how: How::Pick(from),
    }
}

const fn tick(title: &'static str, help: &'static str, each: &'static [(Part, &'static str)]) -> Asked {
    Asked {
        part: Part::Soon,
        name: "whether it hangs low",
        title,
        help,
        how: How::Tick(each),
    }
}

const PATTERN: Asked = write(
    Part::Pattern,
    "the pattern",
    "The pattern we want to change",
    "One sentence, without the names of other people. \"A colleague is cut off in planning\" says enough.",
);
const CUE: Asked = write(
    Part::Cue,
    "if",
    "If …",
    "A moment you cannot miss: \"the client turns to me about her file\".",
);
const ACT: Asked = write(
    Part::Act,
    "then",
    "… then I will …",
    "What you do in that moment, small enough for it.",
);
const SAY: Asked = write(
    Part::Words,
    "my words",
    "My words, if there are any",
    "Ready to say. You may leave this empty.",
);
const WHEN: Asked = write(
    Part::When,
    "when and where",
    "When and where",
    "The meeting, place or moment, and how often.",
);
const OBSTACLE: Asked = write(
    Part::Obstacle,
    "what gets in the way",
    "What could get in the way?",
    "One thing, the likeliest.",
);
const ANSWER: Asked = write(
    Part::Answer,
    "what then",
    "If that happens, then I …",
    "A second plan for the bad moment: \"… say: I interrupted, please go on\".",
);
const COST: Asked = write(
    Part::Cost,
    "what it costs",
    "What may it cost me?",
    "Time, comfort, goodwill. You may leave this empty.",
);
const COST_OK: Asked = pick(
    Part::CostOk,
    "whether that is all right",
    "Is that all right with me?",
    "",
    COSTS,
);
const FIRST: Asked = write(
    Part::CheckDay(1),
    "first check-in",
    "First check-in",
    "A day as in 2026-11-25, or a number of days from today. The program reminds you here and nowhere else.",
);
const SECOND: Asked = write(
    Part::CheckDay(2),
    "second check-in",
    "Second check-in",
    "A day as in 2026-11-25, or a number of days from today. About four weeks after the start shows whether it lasts.",
);

/// The form with a partner.
const TOGETHER: &[(&str, &[Asked])] = &[
    (
        "The pattern",
        &[
            PATTERN,
            pick(Part::Insight, "how I know", "How I know", "", INSIGHTS),
            pick(Part::Role, "my role", "My role in this plan", "", ROLES),
        ],
    ),
    (
        "One action",
        &[
            write(
                Part::Fruit,
                "the action",
                "Our one low-hanging fruit",
                "One action that begins with a verb: \"Hand the floor back when she is cut off\".",
            ),
            tick(
                "Does it hang low enough?",
                "All four have to hold. If one does not, make the action smaller.",
                CRITERIA,
            ),
        ],
    ),
    (
        "My partner's yes",
        &[
            write(
                Part::Consent,
                "what they said yes to",
                "What my partner said yes to",
                "The action, the wording, who may know, what stays private. Only they can fill this; nothing is assumed here.",
            ),
            write(
                Part::ConsentHow,
                "how",
                "How they told me",
                "In a talk, in writing, in their own words.",
            ),
            write(
                Part::ConsentDay,
                "when",
                "When they told me",
                "As in 2026-11-25, or: today.",
            ),
        ],
    ),
    ("The moment", &[CUE, ACT, SAY, WHEN]),
    ("The obstacle", &[OBSTACLE, ANSWER, COST, COST_OK]),
    (
        "Two dates, and a verdict that is not mine",
        &[
            FIRST,
            SECOND,
            write(
                Part::Impact,
                "what would be noticed",
                "What would my partner notice if it worked?",
                "In their words. Judged by my partner, not by me.",
            ),
        ],
    ),
];

/// The form for one's own habits.
const ALONE: &[(&str, &[Asked])] = &[
    (
        "The pattern",
        &[
            write(
                Part::Pattern,
                "the pattern",
                "The habit I want to change",
                "One sentence about what you do yourself, and where.",
            ),
            pick(Part::Insight, "how I know", "How I know", "", SOLO_INSIGHTS),
            pick(
                Part::Habit,
                "which habit",
                "Which of my own habits is it about?",
                "Without a partner a plan stays with what is yours to change.",
                HABITS,
            ),
        ],
    ),
    (
        "One action",
        &[
            write(
                Part::Fruit,
                "the action",
                "My one low-hanging fruit",
                "One action that begins with a verb: \"Wait for the end of the sentence\".",
            ),
            tick(
                "Does it hang low enough?",
                "All three have to hold. If one does not, make the action smaller.",
                SOLO_CRITERIA,
            ),
        ],
    ),
    ("The moment", &[CUE, ACT, SAY, WHEN]),
    ("The obstacle", &[OBSTACLE, ANSWER, COST, COST_OK]),
    (
        "Two dates",
        &[
            FIRST,
            SECOND,
            write(
                Part::Impact,
                "what would be noticed",
                "What will I observe?",
                "What you can count or see, until you have a partner who can tell you.",
            ),
        ],
    ),
];

fn form(plan: &Plan) -> &'static [(&'static str, &'static [Asked])] {
    if plan.is_solo() { ALONE } else { TOGETHER }
}

/// Every part that is told of a plan, and its title.
pub fn terms(plan: &Plan) -> Vec<(Part, &'static str)> {
    let asked = form(plan).iter().flat_map(|(_, asked)| asked.iter());
    asked
        .filter(|asked| !matches!(asked.how, How::Tick(_)))
        .map(|asked| (asked.part, asked.title))
        .collect()
}

/// What a part says, in words.
pub fn in_words(plan: &Plan, part: Part) -> String {
    let text = plan.text(part);
    let asked = form(plan)
        .iter()
        .flat_map(|(_, asked)| asked.iter())
        .find(|asked| asked.part == part);
    match asked.map(|asked| &asked.how) {
        Some(How::Pick(from)) => from
            .iter()
            .find(|(value, _)| *value == text)
            .map_or_else(|| text.to_owned(), |(_, words)| (*words).to_owned()),
        Some(How::Write | How::Tick(_)) | None if is_day(part) => {
            day(text).map_or_else(|| text.to_owned(), time::day_in_words)
        }
        Some(How::Write | How::Tick(_)) | None => text.to_owned(),
    }
}

/// Whether a part is a day.
fn is_day(part: Part) -> bool {
    matches!(part, Part::CheckDay(_) | Part::ConsentDay)
}

/// The heading where the form opens: that of the first part that is open, else of the first part.
pub fn first_open(model: &Model) -> Option<Id> {
    let plan = model.progress.plan()?;
    let open = plan.open(model.today());
    let part = open.first().map_or(Part::Pattern, |ask| ask.part);
    Some(heading(plan.began, part))
}

/// Whether a part of the form asks for this.
fn holds(asked: &Asked, part: Part) -> bool {
    match &asked.how {
        How::Tick(each) => each.iter().any(|(of, _)| *of == part),
        How::Write | How::Pick(_) => asked.part == part,
    }
}

/// Whether the learner wrote or chose anything of this. The days that a plan begins with are the program's.
fn is_begun(plan: &Plan, asked: &Asked) -> bool {
    let own = |part: Part| !plan.text(part).is_empty() && plan.written_at(part) != Some(plan.began);
    match &asked.how {
        How::Tick(each) => each.iter().any(|(part, _)| plan.is(*part)),
        How::Write | How::Pick(_) if is_day(asked.part) => own(asked.part),
        How::Write | How::Pick(_) => !plan.text(asked.part).is_empty(),
    }
}

/// The steps of the form: what of each is open, by name, and the way to it.
fn steps(plan: &Plan, open: &[Ask], doc: &mut Doc) {
    for (title, parts) in form(plan) {
        let is_open = |asked: &&Asked| open.iter().any(|ask| holds(asked, ask.part));
        let names: Vec<&str> = parts.iter().filter(is_open).map(|asked| asked.name).collect();
        let first = parts.iter().find(is_open).or(parts.first());
        let Some(first) = first else { continue };
        let is_begun = parts.iter().any(|asked| is_begun(plan, asked));
        let (mark, aside) = match (names.is_empty(), is_begun) {
            (true, _) => (Marker::Done, "done".to_owned()),
            (false, true) => (Marker::Begun, format!("open: {}", names.join(", "))),
            (false, false) => (Marker::Fresh, format!("open: {}", names.join(", "))),
        };
        let action = Action::Go(Screen::PlanForm, Some(entry(plan.began, first.part)));
        let row = Row::new(mark, Text::plain(title), action);
        doc.push(Node::Row(row.aside(Text::role(&aside, Role::Muted))));
    }
}

/// The heading that a part stands under.
pub fn heading(began: Millis, part: Part) -> Id {
    let part = if CRITERIA.iter().any(|(criterion, _)| *criterion == part) {
        Part::Soon
    } else {
        part
    };
    entry(began, part)
}

/// The form.
pub fn doc(model: &Model) -> Doc {
    let mut doc = Doc::new("Your plan");
    doc.heading(1, Text::plain("Your plan, as a form"));
    let Some(plan) = model.progress.plan() else {
        doc.say("There is no open plan.");
        doc.push(Node::Row(Row::new(
            Marker::Link,
            Text::plain("Your plan"),
            Action::Go(Screen::Plan, None),
        )));
        return doc;
    };
    let open = plan.open(model.today());
    doc.aside = parts_open(open.len()).into();
    doc.say(
        "Every field is saved as you type and written down when you leave it. Come back as often as you like.",
    );
    steps(&plan, &open, &mut doc);
    let of = form(&plan).len();
    for (nth, (title, parts)) in (1..).zip(form(&plan)) {
        let step = Text::role(&format!("Step {nth} of {of}  "), Role::Muted);
        doc.heading(2, step.and(Text::role(title, Role::Title)));
        for asked in *parts {
            asks(model, &plan, asked, &open, &mut doc);
        }
    }
    doc.heading(2, Text::plain("What comes next"));
    doc.push(Node::Row(
        Row::new(
            Marker::Link,
            Text::plain("The plan as it stands"),
            Action::Go(Screen::Plan, None),
        )
        .aside(Text::role(&doc.aside, Role::Muted)),
    ));
    doc
}

fn asks(model: &Model, plan: &Plan, asked: &Asked, open: &[Ask], doc: &mut Doc) {
    let id = entry(plan.began, asked.part);
    doc.push(Node::Heading {
        level: 3,
        id: Some(id.clone()),
        text: Text::plain(asked.title),
    });
    if !asked.help.is_empty() {
        doc.push(Node::Para(Text::role(asked.help, Role::Muted)));
    }
    match &asked.how {
        How::Write => {
            parts::field(model, &id, doc);
            if let Some(day) = day(plan.text(asked.part)).filter(|_| is_day(asked.part)) {
                let words = format!("That is {}.", time::near_day_in_words(day, model.today()));
                doc.push(Node::Para(Text::role(&words, Role::Muted)));
            }
        }
        How::Pick(from) => parts::picks(plan, asked.part, from, doc),
        How::Tick(each) => {
            for (part, words) in each.iter() {
                let ticked = plan.is(*part);
                let action = Action::Put(entry(plan.began, *part), if ticked { "" } else { "yes" });
                doc.push(Node::Row(Row::new(
                    Marker::Check(ticked),
                    Text::plain(words),
                    action,
                )));
            }
        }
    }
    let begun = !plan.text(asked.part).is_empty();
    let bent = open.iter().filter(|_| begun && matches!(asked.how, How::Write));
    for ask in bent
        .chain(&plan.second_looks())
        .filter(|ask| ask.part == asked.part)
    {
        doc.push(Node::Para(
            Text::strong("Look again. ").and(Text::plain(ask.words)),
        ));
    }
}

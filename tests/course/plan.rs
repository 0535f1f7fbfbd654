//! Stories of doing: one plan from its first word to its last check-in, and what is taken away of it as a file.

use crate::story::{go, killed, log, pick, plain, rest, start, write};
use ally_up::action::{Action, Company, FileFormat, Screen, Takeaway};
use ally_up::app::Msg;
use ally_up::app::keys::KeyFocus;
use ally_up::export::calendar::{Titled, calendar};
use ally_up::export::file;
use ally_up::progress::Progress;
use ally_up::progress::event::EventKind;
use ally_up::progress::plan::{Part, PlanState, entry};
use ally_up::shell::testing::{Memory, Script};
use ally_up::time::DAY;

fn plan(story: &Script) -> ally_up::progress::plan::Plan {
    story.app.model().progress.plans().pop().unwrap()
}

/// A whole plan, written by keys, up to its agreement.
fn agreed() -> Script {
    let mut story = start(Memory::default());
    go(&mut story, Screen::Plan);
    pick(&mut story, "Begin a plan with a partner");
    write(&mut story, Part::Pattern, "A colleague is cut off in planning");
    pick(&mut story, "From a conversation");
    pick(&mut story, "I am practicing");
    write(&mut story, Part::Fruit, "Hand the floor back");
    for words in ["Both of us", "It needs no", "My partner wants", "Somebody can"] {
        pick(&mut story, words);
    }
    write(&mut story, Part::Consent, "Yes to the line; nothing in the retro");
    write(&mut story, Part::ConsentHow, "In our talk");
    write(&mut story, Part::ConsentDay, "today");
    write(&mut story, Part::Cue, "she is cut off");
    write(&mut story, Part::Act, "say: I would like to hear the rest");
    write(&mut story, Part::When, "Planning, every Monday");
    write(&mut story, Part::Obstacle, "I am the one who interrupts");
    write(&mut story, Part::Answer, "say: please go on");
    write(&mut story, Part::Impact, "She finishes her point");
    story.keys("<esc>");
    go(&mut story, Screen::Plan);
    story
}

#[test]
fn what_is_typed_goes_into_the_field_in_focus_however_it_was_reached() {
    let mut story = start(Memory::default());
    go(&mut story, Screen::Plan);
    pick(&mut story, "Begin a plan with a partner");
    // The form opens at its first field; nobody has gone into it.
    assert_eq!(story.app.window().key_focus(), KeyFocus::Field);
    story.keys("quiet hours");
    assert!(story.screen().contains("quiet hours"), "{}", story.screen());
    assert_eq!(*story.app.screen(), Screen::PlanForm);
    // Left by Esc, keys are keys again; come upon anew, it is in focus, and a letter goes in.
    story.keys("<esc>");
    assert_eq!(
        story.app.window().key_focus(),
        KeyFocus::Page,
        "{}",
        story.screen()
    );
    story.keys("<backtab>");
    story.keys("?");
    assert_eq!(
        *story.app.screen(),
        Screen::PlanForm,
        "no key while a field is in focus"
    );
    assert!(story.screen().contains("quiet hours?"), "{}", story.screen());
}

#[test]
fn a_plan_stays_a_draft_until_the_partner_has_said_yes() {
    let mut story = agreed();
    assert_eq!(plan(&story).open(story.app.model().today()), []);
    assert_eq!(plan(&story).state(), PlanState::Draft);
    println!("{}", story.screen());
    pick(&mut story, "We agreed on this");
    assert_eq!(plan(&story).state(), PlanState::Agreed);
    // The button is gone; what came in its place is in focus.
    let focus = story.app.window().focus().map(|stop| stop.words.to_string());
    assert_eq!(focus.as_deref(), Some("It has begun"), "{}", story.screen());
    go(&mut story, Screen::PlanForm);
    write(&mut story, Part::Consent, "");
    story.keys(&"<back>".repeat(60));
    story.keys("<tab>");
    assert_eq!(
        plan(&story).state(),
        PlanState::Draft,
        "a yes that was taken back is no yes"
    );
    assert!(
        !plan(&story).text(Part::Fruit).is_empty(),
        "and nothing else is lost"
    );
}

#[test]
fn every_step_of_a_plan_is_an_event_and_every_letter_survives() {
    let mut story = start(Memory::default());
    go(&mut story, Screen::Plan);
    pick(&mut story, "Begin a plan with a partner");
    write(&mut story, Part::Pattern, "A colleague is cut off");
    story.keys("<tab>");
    assert!(
        log(&story).contains("\"A colleague is cut off\""),
        "{}",
        log(&story)
    );
    write(&mut story, Part::Fruit, "Hand the fl");
    rest(&mut story);
    let mut story = killed(&story);
    go(&mut story, Screen::PlanForm);
    assert_eq!(
        plan(&story).text(Part::Fruit),
        "Hand the fl",
        "what was typed is written down at the next start"
    );
    write(&mut story, Part::Fruit, "oor back");
    story.keys("<esc>");
    assert_eq!(plan(&story).text(Part::Fruit), "Hand the floor back");
    assert!(story.store.drafts.is_empty(), "{:?}", story.store.drafts);
}

#[test]
fn a_week_on_the_plan_is_asked_about_and_the_partner_judges() {
    let mut story = agreed();
    pick(&mut story, "We agreed on this");
    pick(&mut story, "It has begun");
    go(&mut story, Screen::Lesson("reading".into()));
    rest(&mut story);
    story.now += 7 * DAY;
    let mut story = killed(&story);
    assert!(
        story
            .app
            .window()
            .notice
            .as_ref()
            .is_some_and(|words| words.contains("check in today")),
        "{:?}",
        story.app.window().notice
    );
    story.keys("h");
    println!("{}", story.screen());
    assert!(story.screen().contains("check in today"), "{}", story.screen());
    pick(&mut story, "Your plan");
    assert_eq!(*story.app.screen(), Screen::CheckIn(1));
    println!("{}", story.screen());
    pick(&mut story, "Partly");
    write(&mut story, Part::Said(1), "Twice yes.<enter>Once I was faster.");
    write(&mut story, Part::Smaller(1), "Write the line on the agenda");
    story.keys("<esc>");
    pick(&mut story, "Adjust it");
    assert_eq!(plan(&story).state(), PlanState::Active);
    assert_eq!(plan(&story).text(Part::Said(1)), "Twice yes.\nOnce I was faster.");
    pick(&mut story, "Adjust the plan");
    write(&mut story, Part::Cue, " by anyone");
    story.keys("<esc>h");
    assert_eq!(plan(&story).text(Part::Cue), "she is cut off by anyone");
    story.now += 21 * DAY;
    let mut story = killed(&story);
    story.keys("h");
    pick(&mut story, "Your plan");
    assert_eq!(*story.app.screen(), Screen::CheckIn(2));
    pick(&mut story, "Done");
    pick(&mut story, "They preferred not to say");
    pick(&mut story, "Keep it");
    let third = plan(&story).next_check_in().unwrap();
    assert_eq!(
        (third.0, third.1.unwrap().to_string()),
        (
            3,
            story
                .app
                .model()
                .today()
                .saturating_add(jiff::Span::new().days(28))
                .to_string()
        )
    );
    go(&mut story, Screen::CheckIn(3));
    pick(&mut story, "Not yet");
    pick(&mut story, "Close it");
    assert_eq!(plan(&story).state(), PlanState::Closed);
    go(&mut story, Screen::Plan);
    pick(&mut story, "Begin on my own habits");
    assert_eq!(story.app.model().progress.plans().len(), 2);
    assert!(story.app.model().progress.plan().unwrap().is_solo());
}

#[test]
fn bent_input_gets_a_kind_line_and_loses_nothing() {
    let mut story = start(Memory::default());
    story.send(Msg::Act(Action::BeginPlan(Company::Partner)));
    for (part, words, line) in [
        (Part::CheckDay(1), "2020-01-01", "That day has passed"),
        (Part::CheckDay(1), "soon", "Write a day"),
        (Part::Pattern, "x", "A few more words"),
        (
            Part::Fruit,
            "More of everything and less of it",
            "Begin with what you do",
        ),
    ] {
        write(&mut story, part, "");
        story.keys(&"<back>".repeat(40));
        story.keys(&format!("{words}<tab>"));
        assert_eq!(plan(&story).text(part), words);
        let said: String = story
            .app
            .window()
            .doc
            .nodes
            .iter()
            .map(|node| format!("{node:?}"))
            .collect();
        assert!(said.contains(line), "{line}");
    }
    write(&mut story, Part::Pattern, "");
    story.send(Msg::Edit(ally_up::text_edit::Edit::Insert(
        "word ".repeat(10_000),
    )));
    story.keys("<tab>");
    assert_eq!(
        plan(&story).text(Part::Pattern).split_whitespace().count(),
        10_001 - 1
    );
    assert_eq!(
        plan(&story).open(story.app.model().today())[0].part,
        Part::Pattern
    );
}

#[test]
fn a_plan_in_lines() {
    let lines =
        "practice\nMake a plan\n1\n1\nA colleague is cut off in planning\nagain\nnext\n1\n\n1\nagain\nhome\n";
    let (said, store) = plain(lines, Memory::default());
    println!("{said}");
    let progress = Progress::of(&store.events);
    let plan = progress.plan().unwrap();
    assert_eq!(plan.text(Part::Pattern), "A colleague is cut off in planning");
    assert_eq!(
        (plan.text(Part::Insight), plan.text(Part::Role)),
        ("talk", "ally")
    );
    assert!(!said.contains('\u{1b}'));
}

#[test]
fn the_check_ins_go_into_a_calendar_without_a_name() {
    let mut story = agreed();
    pick(&mut story, "We agreed on this");
    let plainly = calendar(story.app.model(), Titled::Plainly).unwrap();
    let day = story
        .app
        .model()
        .today()
        .saturating_add(jiff::Span::new().days(7))
        .strftime("%Y%m%d")
        .to_string();
    assert_eq!(plainly.matches("BEGIN:VEVENT").count(), 2, "{plainly}");
    assert!(
        plainly.contains(&format!("DTSTART;VALUE=DATE:{day}"))
            && plainly.contains("SUMMARY:Check-in 1 of my plan"),
        "{plainly}"
    );
    assert!(!plainly.contains("cut off"), "{plainly}");
    let named = calendar(story.app.model(), Titled::WithThePlan)
        .unwrap()
        .replace("\r\n ", "");
    assert!(named.contains("If she is cut off"), "{named}");
    for text in [
        &plainly,
        &calendar(story.app.model(), Titled::WithThePlan).unwrap(),
    ] {
        assert!(
            text.lines().all(|line| line.len() <= 75),
            "RFC 5545 folds lines at 75 bytes"
        );
        assert!(
            text.contains("PRODID:-//Ally Up//") && text.contains("CLASS:PRIVATE"),
            "{text}"
        );
    }
}

/// What a calendar file says of its days, in the order of the file: each by these names.
fn days(story: &Script, names: &[&str]) -> Vec<Vec<String>> {
    let (name, text) = file(story.app.model(), Takeaway::Calendar).unwrap();
    assert_eq!(name, "ally-up-check-ins.ics");
    let text = text.replace("\r\n ", "");
    let value = |event: &str, name: &&str| {
        let mut lines = event.lines();
        let line =
            lines.find(|line| line.starts_with(&format!("{name}:")) || line.starts_with(&format!("{name};")));
        line.unwrap_or_else(|| panic!("no {name} in {event}"))
            .rsplit_once(':')
            .unwrap()
            .1
            .to_owned()
    };
    let events = text.split("BEGIN:VEVENT").skip(1);
    events
        .map(|event| names.iter().map(|name| value(event, name)).collect())
        .collect()
}

#[test]
fn a_calendar_is_told_what_became_of_each_day() {
    let mut story = agreed();
    pick(&mut story, "We agreed on this");
    pick(&mut story, "It has begun");
    let names = ["UID", "STATUS", "SEQUENCE", "DTSTART", "DTSTAMP", "TRANSP"];
    let made = days(&story, &names);
    assert!(
        made.iter()
            .all(|day| day[1] == "CONFIRMED" && day[5] == "TRANSPARENT"),
        "{made:?}"
    );

    // Moved: the same name, a higher number, a later stamp; the other day stays as it was.
    story.now += 3 * DAY;
    story.send(Msg::Act(Action::Go(Screen::PlanForm, None)));
    write(&mut story, Part::CheckDay(2), "");
    story.keys(&"<back>".repeat(40));
    story.keys("2027-01-05<tab>");
    let moved = days(&story, &names);
    assert_eq!(moved[0], made[0]);
    assert_eq!((&moved[1][0], &*moved[1][3]), (&made[1][0], "20270105"));
    let number = |day: &[String]| day[2].parse::<u32>().unwrap();
    assert!(
        number(&moved[1]) > number(&made[1]) && moved[1][4] > made[1][4],
        "{moved:?}"
    );

    // Closed: cancelled, never live. Open again, and closed again, each is one more change.
    let mut before = moved;
    for (press, status) in [
        ("Close this plan", "CANCELLED"),
        ("Open it again", "CONFIRMED"),
        ("Close this plan", "CANCELLED"),
    ] {
        story.now += DAY;
        go(&mut story, Screen::Plan);
        pick(&mut story, press);
        let now = days(&story, &names);
        for (now, before) in now.iter().zip(&before) {
            assert_eq!((&now[0], &*now[1], &now[3]), (&before[0], status, &before[3]));
            assert!(number(now) > number(before) && now[4] > before[4], "{now:?}");
        }
        before = now;
    }
    let said = format!("{:?}", story.app.window().doc.nodes);
    assert!(said.contains("Put the cancelled check-ins"), "{said}");

    // Another plan: its days are live, and those of the first stay cancelled.
    pick(&mut story, "Begin on my own habits");
    let both = days(&story, &["STATUS"]);
    assert_eq!(
        both.concat(),
        ["CANCELLED", "CANCELLED", "CONFIRMED", "CONFIRMED"]
    );
}

#[test]
fn a_plan_that_another_one_followed_is_over_for_a_calendar() {
    // Begun on two machines that have not met.
    let (mut one, mut two) = (start(Memory::default()), start(Memory::default()));
    two.now += DAY;
    one.send(Msg::Act(Action::BeginPlan(Company::Solo)));
    two.send(Msg::Act(Action::BeginPlan(Company::Solo)));
    let names = ["UID", "STATUS", "SEQUENCE", "DTSTAMP"];
    let alone = days(&one, &names);
    one.store.events.append(&mut two.store.events);
    let both = days(&killed(&one), &names);
    for (alone, now) in alone.iter().zip(&both) {
        assert_eq!((&alone[0], &*now[1]), (&now[0], "CANCELLED"));
        assert!(now[2] > alone[2] && now[3] > alone[3], "{now:?} after {alone:?}");
    }
    assert_eq!(both.len(), 4);
}

#[test]
fn a_calendar_without_a_day_is_no_file() {
    let mut story = start(Memory::default());
    let none = "no check-in has a day and is open, so a calendar would be empty";
    assert_eq!(calendar(story.app.model(), Titled::Plainly), Err(none));
    story.send(Msg::Act(Action::BeginPlan(Company::Solo)));
    for nth in [1, 2] {
        let began = plan(&story).began;
        story.send(Msg::Act(Action::Put(entry(began, Part::Outcome(nth)), "done")));
    }
    assert_eq!(calendar(story.app.model(), Titled::Plainly), Err(none));
    story.send(Msg::Act(Action::Export(Takeaway::Calendar)));
    assert_eq!(story.store.exports, []);
    let told = story.app.window().notice.clone().unwrap();
    assert_eq!(told.as_str(), format!("NOT WRITTEN: {none}."));
}

#[test]
fn the_closing_page_says_what_was_done_and_gives_no_title() {
    let mut story = agreed();
    pick(&mut story, "We agreed on this");
    go(&mut story, Screen::Completion);
    println!("{}", story.screen());
    let (_, record) = file(story.app.model(), Takeaway::Record(FileFormat::Markdown)).unwrap();
    println!("{record}");
    assert!(
        record.contains("self-attested")
            && record.contains("Set a plan.")
            && record.contains("Agreed on 21 September 2026"),
        "{record}"
    );
    assert!(
        !record.to_lowercase().contains("certif") && !record.contains("ally."),
        "{record}"
    );
}

#[test]
fn plans_of_two_machines_that_meet_lose_no_word() {
    let (one, mut two) = (agreed(), start(Memory::default()));
    two.now += 1;
    two.send(Msg::Act(Action::BeginPlan(Company::Solo)));
    write(&mut two, Part::Fruit, "Wait for the end");
    two.keys("<esc>");
    let both = || one.store.events.iter().chain(&two.store.events);
    let progress = Progress::of(both());
    assert_eq!(progress.plans().len(), 2);
    assert_eq!(
        progress,
        Progress::of(both().collect::<Vec<_>>().into_iter().rev())
    );
    let words: Vec<&str> = both()
        .filter_map(|event| match &event.kind {
            EventKind::Wrote { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert!(words.contains(&"Wait for the end") && words.contains(&"She finishes her point"));
}

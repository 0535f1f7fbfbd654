//! What pages say: counted in one way, said once, with the word that fits what a row does, and with signs that mean one thing.

use crate::story::{NOW, at, go, start};
use ally_up::action::{Action, Screen, Sureness};
use ally_up::app::Msg;
use ally_up::cluster::width;
use ally_up::course::{ItemKind, embedded};
use ally_up::doc::marker::{Glyphs, Marker};
use ally_up::doc::text::{Role, Text, TextStyle};
use ally_up::doc::{ListItem, Node, Row};
use ally_up::layout::spacing::Spacing;
use ally_up::layout::{PageStyle, blocks};
use ally_up::library::Library;
use ally_up::settings::{Preferences, Settings};
use ally_up::shell::testing::{Memory, Script};
use ally_up::theme::{ColorDepth, Theme};
use ratatui::style::Color;
use std::sync::Arc;

/// The course that the binary holds, with these settings, in a window of this size.
fn course(pairs: &[(&str, &str)], size: (usize, usize)) -> Script {
    let library = Library::of(embedded::files(), &embedded::outlines());
    let mut settings = Settings::default();
    for (name, value) in pairs {
        settings.set(name, value).unwrap();
    }
    Script::start_with(library, Memory::default(), Preferences::new(settings), size, NOW)
}

#[test]
fn head_and_bars_of_home_count_lessons() {
    let story = course(&[], (80, 100));
    let screen = story.screen();
    let of = |row: &str| -> Option<usize> {
        let words: Vec<&str> = row.split_whitespace().collect();
        let at = words.iter().position(|word| *word == "lessons")?;
        words.get(at.checked_sub(1)?)?.parse().ok()
    };
    let mut rows = screen.lines();
    let head = of(rows.next().unwrap()).unwrap();
    let bars: Vec<usize> = rows.filter_map(of).collect();
    assert_eq!((bars.len(), bars.iter().sum::<usize>()), (7, head), "{screen}");
    // What leads a row looks the same wherever it stands, and the title behind it is plain.
    let nodes = story.app.window().doc.nodes.iter();
    let leads: Vec<Text> = nodes
        .filter_map(|node| match &**node {
            Node::Row(row) if row.indent == 0 => Some(row.text.clone()),
            _ => None,
        })
        .collect();
    assert!(leads.len() >= 2, "{screen}");
    for text in leads {
        assert_eq!(text.0[0].look.role, Role::Accent, "{text:?}");
        assert!(text.0[1..].iter().all(|run| !run.look.strong), "{text:?}");
    }
}

#[test]
fn the_foot_says_what_the_row_does() {
    let mut story = start(Memory::default());
    let to = Action::Go(Screen::Lesson("reading".into()), Some("who-decides".into()));
    story.send(Msg::Act(to));
    story.keys("<down>");
    let question = "who-decides".into();
    let stops = &story.app.window().page.stops;
    let pick = stops.iter().find(|stop| matches!(stop.action, Action::Pick(..)));
    let pick = pick.unwrap().action.clone();
    story.send(Msg::Act(pick));
    story.send(Msg::Act(Action::Submit(question, Sureness::Sure)));
    for _ in 0..4 {
        let focus = story.app.window().focus();
        if focus.is_some_and(|stop| matches!(stop.action, Action::Retry(_))) {
            break;
        }
        story.keys("<tab>");
    }
    let screen = story.screen();
    assert!(
        screen.lines().last().unwrap().contains("enter try again"),
        "{screen}"
    );
}

#[test]
fn the_way_home_stands_on_every_page_of_what_is_practiced() {
    let mut story = course(&[], (80, 24));
    let items = story.app.model().library.course.items();
    let screens: Vec<Screen> = items
        .filter(|item| !matches!(item.kind, ItemKind::Lesson | ItemKind::Rehearsal))
        .map(|item| item.screen())
        .collect();
    assert_eq!(screens.len(), 3);
    for screen in screens {
        go(&mut story, screen.clone());
        let mut stops = story.app.window().page.stops.iter();
        assert!(
            stops.any(|stop| stop.action == Action::Go(Screen::Home, None)),
            "{screen:?}"
        );
    }
}

#[test]
fn a_page_without_marks_names_the_key_in_force() {
    let story = at(Screen::Marks);
    let screen = story.screen();
    assert!(screen.contains("In a lesson m marks"), "{screen}");
    let mut story = course(&[("letters", "off")], (80, 24));
    go(&mut story, Screen::Marks);
    let screen = story.screen();
    assert!(screen.contains("no key marks here"), "{screen}");
}

#[test]
fn the_rows_of_a_question_in_sight_are_enough_to_mark_it() {
    let mut story = course(&[], (80, 24));
    go(&mut story, Screen::Lesson("ally-is-a-verb".into()));
    let page = &story.app.window().page;
    let row = page
        .stops
        .iter()
        .find(|stop| matches!(stop.action, Action::Partners(..)));
    let (line, question) = {
        let row = row.expect("a match");
        (row.line(), row.action.question().unwrap().clone())
    };
    // Only its rows are on show: the window begins at the second one and is three lines high.
    story.send(Msg::Resize(80, 7));
    let by = line as isize + 1 - story.app.window().top() as isize;
    story.send(Msg::Wheel(by));
    let heading = story.app.window().page.line_of_heading(&question).unwrap();
    assert!(story.app.window().top() > heading, "{}", story.screen());
    story.keys("m");
    let marks = story.app.model().progress.marks();
    assert_eq!(marks.len(), 1, "{}", story.screen());
    let prompt = story.app.model().question(&question).unwrap().prompt.words();
    assert!(marks[0].words.contains(&prompt), "{:?}", marks[0]);
}

#[test]
fn results_use_two_lines_of_a_prompt_and_say_once_that_nothing_is_answered() {
    let mut story = course(&[], (80, 60));
    go(&mut story, Screen::Results("ally-is-a-verb".into()));
    let screen = story.screen();
    assert_eq!(screen.matches("0 of").count(), 1, "{screen}");
    let page = &story.app.window().page;
    let asked = page
        .stops
        .iter()
        .filter(|stop| matches!(stop.action, Action::Go(Screen::Lesson(_), Some(_))));
    let cut: Vec<usize> = asked
        .filter_map(|stop| {
            let words = page.line(stop.spots.last()?.0)?.text.words();
            words.ends_with('…').then(|| width(words.trim()))
        })
        .collect();
    assert!(
        !cut.is_empty() && cut.iter().all(|columns| *columns > 40),
        "{cut:?}\n{screen}"
    );
}

#[test]
fn a_number_stays_with_what_it_counts_where_a_row_is_one_line_of_thought() {
    let style = PageStyle {
        has_reader: true,
        ..PageStyle::from(Glyphs::Unicode)
    };
    let row = Row::new(Marker::Link, Text::plain("a bias for action"), Action::Quit);
    let row = Node::Row(row.aside(Text::plain("11 min")));
    for columns in 12..30 {
        let laid = blocks::block(&row, columns, style);
        let lines: Vec<String> = laid.lines.iter().map(|line| line.text.words()).collect();
        assert!(!lines.iter().any(|line| line.ends_with("11")), "{lines:?}");
    }
}

#[test]
fn for_a_reader_a_title_in_the_head_is_no_heading_as_well() {
    let mut story = course(&[("reader", "on")], (80, 24));
    for (screen, title) in [(Screen::Settings, "Settings"), (Screen::Glossary, "Glossary")] {
        go(&mut story, screen);
        let shown = story.screen();
        let said = shown.lines().filter(|row| row.trim() == title).count();
        assert_eq!(said, 1, "{shown}");
        assert_eq!(shown.lines().next().map(str::trim), Some(title));
    }
}

#[test]
fn in_ascii_a_sign_means_one_thing() {
    let glyph = |mark: Marker| mark.glyph(Glyphs::Ascii);
    let chosen = [Marker::Check(true), Marker::Task(true), Marker::Filled(true)].map(glyph);
    assert!(
        chosen.iter().all(|sign| !sign.contains(&glyph(Marker::Wrong))),
        "{chosen:?}"
    );
    let mut story = course(&[("ascii", "on")], (120, 24));
    go(&mut story, Screen::Lesson("curious-humble-courageous".into()));
    let screen = story.screen();
    assert!(screen.contains("more below"), "{screen}");
    // Partly and begun have that sign; what is cut has another one, and so has the outline where one is.
    assert!(!screen.contains('~') && !screen.contains('>'), "{screen}");
    assert!(
        screen.contains("  @ ") || screen.lines().any(|row| row.trim_start().starts_with("@ ")),
        "{screen}"
    );
}

#[test]
fn an_answer_to_the_letter_is_not_said_twice() {
    let typed = |words: &str| {
        let mut story = start(Memory::default());
        let to = Action::Go(Screen::Lesson("kinds".into()), Some("gap".into()));
        story.send(Msg::Act(to));
        story.keys("<enter>");
        story.keys(words);
        story.keys("<enter>");
        story.send(Msg::Act(Action::Submit("gap".into(), Sureness::Sure)));
        story.screen()
    };
    let screen = typed("again");
    assert!(
        screen.contains("You wrote: again") && !screen.contains("What fits"),
        "{screen}"
    );
    let screen = typed("never");
    assert!(screen.contains("What fits: again"), "{screen}");
}

#[test]
fn what_is_not_saved_is_said_once_on_home_and_never_left_out() {
    let mut story = course(&[], (80, 24));
    story.store.failing = Some("no space left; free some".to_owned());
    go(&mut story, Screen::Lesson("ally-is-a-verb".into()));
    story.keys("<home>m");
    assert!(
        story.screen().contains("NOT SAVED: no space left"),
        "{}",
        story.screen()
    );
    go(&mut story, Screen::Home);
    let screen = story.screen();
    assert_eq!(screen.matches("no space left").count(), 1, "{screen}");
    let foot = screen.lines().last().unwrap();
    assert!(
        foot.contains("NOT SAVED") && foot.contains("enter open"),
        "{screen}"
    );
    story.keys("<pgdn>");
    let foot = story.screen().lines().last().unwrap().to_owned();
    assert!(foot.contains("NOT SAVED: no space left"), "{}", story.screen());
}

#[test]
fn an_option_is_set_the_same_before_and_after_its_answer_where_lines_stand_apart() {
    let style = PageStyle {
        spacing: Spacing::Loose,
        ..PageStyle::from(Glyphs::Unicode)
    };
    let words = || Text::plain("an option of more than one line in so few columns");
    let item = ListItem {
        digit: Some(1),
        mark: Marker::Radio(true),
        nodes: vec![Arc::new(Node::Para(words())), Arc::new(Node::Para(words()))],
    };
    let laid = blocks::block(&Node::List(vec![item]), 30, style);
    let lines: Vec<bool> = laid
        .lines
        .iter()
        .map(|line| line.text.words().trim().is_empty())
        .collect();
    assert_eq!(lines, [false, false, true, false, true, false]);
}

#[test]
fn with_sixteen_colors_no_title_is_fainter_than_what_stands_below_it() {
    for name in ["paper", "night", "ink", "contrast"] {
        let theme = Theme::named(name, ColorDepth::Sixteen).unwrap();
        for role in [Role::Title, Role::Accent, Role::Right, Role::Wrong, Role::Link] {
            let fg = theme
                .style(TextStyle {
                    role,
                    ..TextStyle::default()
                })
                .fg;
            let is_gray = matches!(fg, Some(Color::Indexed(7 | 8)));
            assert!(
                !is_gray || (name, role) == ("ink", Role::Link),
                "{role:?} of {name}"
            );
        }
    }
}

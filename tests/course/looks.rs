//! How a page looks: ranks without color, questions below their number, partners and leads in columns, one column for the text, keys
//! in groups, the focus in sight.

use crate::story::{NOW, go, start};
use ally_up::action::{Action, Screen};
use ally_up::app::Msg;
use ally_up::doc::Node;
use ally_up::doc::text::{Role, TextStyle};
use ally_up::keymap::{BINDINGS, Command};
use ally_up::layout::StopKind;
use ally_up::library::Library;
use ally_up::paint::cells::Cells;
use ally_up::settings::{Preferences, Settings};
use ally_up::shell::testing::{Memory, Script};
use ally_up::theme::{ColorDepth, Theme};
use ratatui::style::{Color, Modifier};

/// The course that the binary holds, in a window of this size.
fn course(size: (usize, usize)) -> Script {
    set(&[], size)
}

/// The same with these settings.
fn set(pairs: &[(&str, &str)], size: (usize, usize)) -> Script {
    let library = Library::of(
        ally_up::course::embedded::files(),
        &ally_up::course::embedded::outlines(),
    );
    let mut settings = Settings::default();
    for (name, value) in pairs {
        settings.set(name, value).unwrap();
    }
    Script::start_with(library, Memory::default(), Preferences::new(settings), size, NOW)
}

/// Whether the first words of a row that holds `words` are bold.
fn is_bold(cells: &Cells, words: &str) -> bool {
    let row = |y: u16| -> String { (0..cells.area.width).map(|x| cells[(x, y)].symbol()).collect() };
    let y = (0..cells.area.height).find(|y| row(*y).contains(words));
    let y = y.unwrap_or_else(|| panic!("no row says {words}"));
    let before = row(y).split(words).next().unwrap().chars().count();
    cells[(before as u16, y)].modifier().contains(Modifier::BOLD)
}

#[test]
fn a_title_is_ruled_off_and_a_question_stands_below_its_number() {
    let mut story = start(Memory::default());
    story.keys("<enter>");
    let rows: Vec<String> = story.screen().lines().map(str::to_owned).collect();
    let title = rows.iter().position(|row| row.trim() == "Reading").unwrap();
    let rule = rows[title + 1].trim();
    assert!(!rule.is_empty() && rule.chars().all(|c| c == '━'), "{rows:#?}");
    let section = rows.iter().position(|row| row.trim() == "Two roles").unwrap();
    assert_eq!((rows[section + 1].as_str(), rows[section - 2].as_str()), ("", ""));

    let mut story = course((80, 24));
    go(&mut story, Screen::Lesson("welcome-start-here".into()));
    story.keys("a");
    let screen = story.screen();
    let rows: Vec<&str> = screen.lines().collect();
    let number = rows.iter().position(|row| row.contains("Question 1 of")).unwrap();
    assert_eq!(rows[number + 1], "", "{screen}");
    let cells = story.buffer().0;
    assert!(!is_bold(&cells, "Question 1 of"), "{screen}");
    // What is told before is prose; what is asked is strong.
    assert!(!is_bold(&cells, "Henrik walks"), "{screen}");
    assert!(is_bold(&cells, "In which order"), "{screen}");
}

#[test]
fn on_home_titles_have_the_room_and_hang_behind_what_leads_them() {
    let mut story = course((40, 30));
    let screen = story.screen();
    assert!(!screen.contains("not started"), "{screen}");
    let rows: Vec<&str> = screen.lines().collect();
    let first = rows.iter().position(|row| row.contains("Start here")).unwrap();
    let at = rows[first].find("Welcome").unwrap();
    assert_eq!(rows[first + 1].find("where you are"), Some(at), "{screen}");
    story.send(Msg::Resize(80, 24));
    assert!(
        story.screen().contains("○ Before and after"),
        "{}",
        story.screen()
    );
}

#[test]
fn who_chooses_has_a_row_in_focus_wherever_the_page_is_turned_to() {
    let mut story = course((40, 12));
    for keys in [
        "<pgdn>", "<pgdn>", "<end>", "<pgup>", "<pgup>", "<home>", "<end>", "<home>",
    ] {
        story.keys(keys);
        let window = story.app.window();
        let seen = window.top()..window.top() + window.body();
        let focus = window.focus();
        assert!(
            focus.is_some_and(|stop| seen.contains(&stop.line())),
            "after {keys}:\n{}",
            story.screen()
        );
    }
    // Who reads is not made to choose.
    go(&mut story, Screen::Lesson("welcome-start-here".into()));
    story.keys("<end><pgup>");
    assert_eq!(story.app.window().focus(), None);
}

#[test]
fn what_is_said_of_an_answer_does_not_set_its_words_anew() {
    for columns in [40, 64, 80] {
        let mut story = course((columns, 60));
        go(&mut story, Screen::Lesson("ally-is-a-verb".into()));
        let lesson = story.app.model().library.lesson("ally-is-a-verb");
        let question = lesson
            .questions()
            .find(|question| question.kind.picks_one())
            .unwrap()
            .clone();
        let print = question.parts.options()[0].print;
        let words = |story: &Script, option: &str| -> Vec<String> {
            let first: String = option.chars().take(12).collect();
            let screen = story.screen();
            let rows = screen.lines().skip_while(|row| !row.contains(&first));
            let is_next =
                |row: &str| row.is_empty() || row.contains(['✓', '✗', '◐']) || row.contains(" ( ) ");
            let rows = rows.enumerate().take_while(|(at, row)| *at == 0 || !is_next(row));
            let words = rows.filter_map(|(_, row)| row.split("(your").next());
            let words = words.map(|row| row.trim_matches([' ', '>']).replace("(•)", "( )"));
            words.filter(|row| !row.is_empty()).collect()
        };
        story.send(Msg::Act(Action::Jump(question.id.clone())));
        story.send(Msg::Act(Action::Pick(question.id.clone(), print)));
        let option = question.parts.options()[0].text.words();
        let before = words(&story, &option);
        story.send(Msg::Act(Action::Submit(
            question.id.clone(),
            ally_up::action::Sureness::Sure,
        )));
        let after = words(&story, &option);
        assert_eq!(before, after, "{}", story.screen());
        assert!(before[0].len() > 12);
        assert!(story.screen().contains("(your answer)"), "{}", story.screen());
    }
}

#[test]
fn long_partners_have_a_line_of_their_own_and_air_between() {
    let mut story = course((80, 40));
    go(&mut story, Screen::Lesson("welcome-start-here".into()));
    let lesson = story.app.model().library.lesson("welcome-start-here");
    let question = lesson
        .questions()
        .find(|question| !question.parts.rows().is_empty())
        .unwrap();
    let (id, rows) = (question.id.clone(), question.parts.rows().to_vec());
    for row in &rows {
        story.send(Msg::Act(Action::Pair(id.clone(), row.print, row.partner_print)));
    }
    story.send(Msg::Act(Action::Jump(id)));
    let screen = story.screen();
    let lines: Vec<&str> = screen.lines().collect();
    let partner = rows[0].partner.words();
    let at = lines
        .iter()
        .position(|line| line.trim() == partner)
        .expect(&screen);
    assert_eq!(lines[at + 1], "", "{screen}");
    assert!(lines[at + 2].contains("[x]"), "{screen}");
}

#[test]
fn the_text_stands_in_one_column_and_the_outline_close_to_it() {
    for (columns, least) in [(120, 0), (200, 0), (100, 0)] {
        let mut story = course((columns, 40));
        let first = |story: &Script, words: &str| {
            let screen = story.screen();
            let row = screen
                .lines()
                .skip(1)
                .find(|row| row.contains(words))
                .unwrap()
                .to_owned();
            let at = row.rfind(words).unwrap();
            row[..at].chars().count()
        };
        let home = first(&story, "Start here");
        go(&mut story, Screen::Lesson("welcome-start-here".into()));
        let lesson = first(&story, "This course cannot");
        go(&mut story, Screen::Glossary);
        assert_eq!((home, lesson), (lesson, first(&story, "Glossary")), "{columns}");
        assert!(home > least && home <= columns - 72);
    }
    let mut story = course((200, 40));
    go(&mut story, Screen::Lesson("welcome-start-here".into()));
    let screen = story.screen();
    let row = screen
        .lines()
        .find(|row| row.contains("This course cannot"))
        .unwrap();
    let page = screen.lines().skip(1).take(38);
    let beside = page.map(|row| row.chars().take(64).collect::<String>());
    let widest = beside.map(|row| row.trim_end().chars().count()).max().unwrap();
    assert_eq!((row.find("This"), widest), (Some(64), 59), "{screen}");
}

#[test]
fn every_key_in_force_stands_in_a_group_of_one_page() {
    let mut story = course((80, 24));
    story.keys("?");
    let screen = story.screen();
    assert!(
        story.app.window().page.height <= story.app.window().body(),
        "{screen}"
    );
    for group in ["Moving", "Reading", "Answering", "Writing", "More"] {
        assert!(is_bold(&story.buffer().0, group), "{screen}");
    }
    let keymap = &story.app.model().preferences.keymap;
    let lent = [Command::NextHit, Command::PreviousHit];
    // A letter stands in many a word: what counts is the column of the keys, all of which is in sight.
    let nodes = story.app.window().doc.nodes.iter();
    let tables = nodes.filter_map(|node| match &**node {
        Node::Table(table) => Some(table),
        _ => None,
    });
    let told: Vec<String> = tables
        .flat_map(|table| table.rows.iter().map(|row| row[0].words()))
        .collect();
    for binding in BINDINGS.iter().filter(|binding| !lent.contains(&binding.verb)) {
        let keys = keymap.shown(binding.verb);
        let is_told = |cell: &String| {
            let [first, last] = [format!("{keys} "), format!(" {keys}")];
            *cell == keys || cell.starts_with(&first) || cell.ends_with(&last)
        };
        assert!(
            keys.is_empty() || told.iter().any(is_told),
            "{keys} is not on\n{screen}"
        );
    }
}

#[test]
fn a_link_in_focus_has_its_sign_before_it() {
    let mut story = course((80, 24));
    go(&mut story, Screen::Lesson("two-roles-one-relationship".into()));
    story.keys("<home>");
    let links = |story: &Script| {
        let stops = story.app.window().page.stops.iter();
        let mut links = stops.filter(|stop| stop.kind == StopKind::Link);
        links.next().unwrap().words.to_string()
    };
    let words = links(&story);
    story.keys("<tab>");
    assert!(
        story.screen().contains(&format!(">{words}")),
        "{words}\n{}",
        story.screen()
    );
}

#[test]
fn a_hit_and_a_mark_have_signs_of_their_own() {
    let mut story = course((80, 24));
    go(&mut story, Screen::Lesson("welcome-start-here".into()));
    story.keys("<home>m");
    assert!(story.screen().contains("▌"), "{}", story.screen());
    story.keys("/bias<enter>");
    let screen = story.screen();
    assert!(screen.contains("» ") && !screen.contains("▌"), "{screen}");
}

#[test]
fn strong_words_keep_the_ink_of_the_terminal() {
    let style = |name: &str, strong: bool| {
        let theme = Theme::named(name, ColorDepth::Sixteen).unwrap();
        theme.style(TextStyle {
            strong,
            role: Role::Wrong,
            ..TextStyle::default()
        })
    };
    assert_eq!(style("terminal", false).fg, Some(Color::Indexed(9)));
    assert_eq!(style("terminal", true).fg, None);
    assert!(style("night", true).fg.is_some());
}

#[test]
fn who_comes_back_home_sees_the_row_they_left_from() {
    let mut story = course((80, 24));
    let lesson = "curious-humble-courageous";
    let row = Action::Go(Screen::Lesson(lesson.into()), None);
    let at_row = |story: &Script| story.app.window().focus().is_some_and(|stop| stop.action == row);
    for _ in 0..20 {
        if at_row(&story) {
            break;
        }
        story.keys("<down>");
    }
    assert!(at_row(&story), "{}", story.screen());
    // What is half done now stands above the lessons and pushes them down.
    story.keys("<enter><pgdn><pgdn><esc>");
    assert_eq!(*story.app.screen(), Screen::Home);
    let window = story.app.window();
    let seen = window.top()..window.top() + window.body();
    let line = window.focus().map(|stop| stop.line());
    assert!(
        line.is_some_and(|line| seen.contains(&line)),
        "{line:?}\n{}",
        story.screen()
    );
}

#[test]
fn a_list_of_results_shows_of_each_question_as_much_as_tells_it_apart() {
    let mut story = course((80, 60));
    go(&mut story, Screen::Results("ally-is-a-verb".into()));
    let stops = &story.app.window().page.stops;
    let asked = stops.iter().filter(|stop| {
        stop.action.question().is_some() || matches!(stop.action, Action::Go(Screen::Lesson(_), Some(_)))
    });
    let lines: Vec<usize> = asked.map(|stop| stop.spots.len()).collect();
    assert!(
        lines.len() > 4 && lines.iter().all(|lines| *lines <= 2),
        "{lines:?}\n{}",
        story.screen()
    );
}

#[test]
fn the_bar_of_a_row_ends_before_what_stands_at_the_edge() {
    let mut story = course((40, 12));
    go(&mut story, Screen::Outline("welcome-start-here".into()));
    let aside = "not answered";
    let beside = |story: &Script| {
        let screen = story.screen();
        let rows: Vec<&str> = screen.lines().collect();
        let below = rows
            .windows(2)
            .position(|two| two[0].contains("> ") && two[1].contains(aside))?;
        let row = rows[below + 1];
        Some((row[..row.find(aside)?].chars().count(), below + 1))
    };
    let found = std::iter::from_fn(|| {
        story.keys("<down>");
        Some(beside(&story))
    });
    let (from, y) = found.take(30).flatten().next().expect("a row of two lines");
    let screen = story.screen();
    let cells = story.buffer().0;
    let reversed = |x: usize| {
        cells[(x as u16, y as u16)]
            .modifier()
            .contains(Modifier::REVERSED)
    };
    assert!((0..from - 1).any(reversed), "{screen}");
    assert!(!(from - 1..40).any(reversed), "{screen}");
}

#[test]
fn a_row_that_goes_with_what_it_sets_hands_the_focus_on() {
    let mut story = course((80, 24));
    go(&mut story, Screen::Practice);
    let path = "I came to find support";
    let follow = story
        .app
        .window()
        .page
        .stops
        .iter()
        .find(|stop| stop.words.contains(path));
    let follow = follow.unwrap().action.clone();
    story.send(Msg::Act(follow));
    go(&mut story, Screen::Practice);
    for _ in 0..12 {
        if story
            .app
            .window()
            .focus()
            .is_some_and(|stop| stop.words.contains("Leave the path"))
        {
            break;
        }
        story.keys("<tab>");
    }
    story.keys("<enter>");
    assert!(!story.screen().contains("Leave the path"), "{}", story.screen());
    let window = story.app.window();
    let line = window.focus().map(|stop| stop.line());
    let seen = window.top()..window.top() + window.body();
    assert!(
        line.is_some_and(|line| seen.contains(&line)),
        "{}",
        story.screen()
    );
}

#[test]
fn whoever_hears_the_screen_hears_a_group_of_keys_at_a_time_and_each_word_once() {
    let mut story = set(&[("reader", "on")], (80, 80));
    story.keys("?");
    let screen = story.screen();
    let moving = screen.lines().find(|line| line.contains("Moving")).unwrap();
    assert_eq!(moving.trim(), "Moving", "{screen}");
    story.keys("h<enter>h");
    let screen = story.screen();
    assert!(screen.contains("Begun: Welcome"), "{screen}");
    assert!(!screen.contains(", begun"), "{screen}");
}

#[test]
fn where_signs_are_ascii_what_is_cut_ends_in_three_dots() {
    let mut story = set(&[("ascii", "on")], (80, 40));
    go(&mut story, Screen::Outline("ally-is-a-verb".into()));
    let screen = story.screen();
    assert!(screen.contains(" ..."), "{screen}");
    assert!(screen.is_ascii(), "{screen}");
}

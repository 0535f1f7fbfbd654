//! The outline beside the text, in a window that has room for it.

use crate::story::{NOW, library};
use ally_up::action::{Action, Screen, Sureness};
use ally_up::app::Msg;
use ally_up::app::mouse::Clicked;
use ally_up::course::ItemKind;
use ally_up::library::Library;
use ally_up::paint::click::under;
use ally_up::shell::testing::{Memory, Script};

/// The lines of the outline, up to the text.
fn outline(story: &Script) -> Vec<String> {
    let lines = story.screen();
    let aside = lines.lines().skip(2).map(|line| {
        let cut: String = line.chars().take(44).collect();
        cut.trim_end().to_owned()
    });
    aside.filter(|line| !line.is_empty()).collect()
}

#[test]
fn it_marks_where_the_focus_is_and_how_the_questions_stand() {
    let library = library();
    let lesson = library.lesson("reading");
    let question = lesson.questions().next().expect("a question").clone();
    let mut story = Script::start(library, Memory::default(), (140, 30), NOW);
    let go = Action::Go(Screen::Lesson("reading".into()), Some(question.id.clone()));
    story.send(Msg::Act(go));
    let before = outline(&story);
    let here = before
        .iter()
        .find(|line| line.contains('▸'))
        .expect("where one is");
    assert!(here.contains("○ "), "not answered yet: {here}");
    let wrong = question.parts.options().last().expect("an option").print;
    story.send(Msg::Act(Action::Pick(question.id.clone(), wrong)));
    story.send(Msg::Act(Action::Submit(question.id.clone(), Sureness::Think)));
    let after = outline(&story);
    let here = after
        .iter()
        .find(|line| line.contains('▸'))
        .expect("where one is");
    assert!(
        here.contains("✗ ") || here.contains("✓ ") || here.contains("◐ "),
        "answered: {here}"
    );
    // The focus decides: further down the page stands still, and another heading is at hand.
    story.keys("<tab><tab><tab><tab><tab>");
    assert_ne!(
        outline(&story).iter().position(|line| line.contains('▸')),
        after.iter().position(|line| line.contains('▸'))
    );
}

#[test]
fn it_uses_the_rows_and_the_columns_there_are() {
    for size in [(120, 40), (200, 60)] {
        let mut story = embedded(size);
        let lessons = story.app.model().library.course.items();
        let lessons: Vec<_> = lessons
            .filter(|item| item.kind == ItemKind::Lesson)
            .map(|item| item.id.clone())
            .take(6)
            .collect();
        for lesson in lessons {
            story.send(Msg::Act(Action::Go(Screen::Lesson(lesson.clone()), None)));
            story.keys("<home>");
            let text = usize::from(story.buffer().1.text);
            let screen = story.screen();
            let beside: Vec<String> = screen
                .lines()
                .skip(2)
                .take(size.1 - 4)
                .map(|row| row.chars().take(text).collect())
                .collect();
            let cut = beside.iter().filter(|row| row.contains('…')).count();
            let used = beside.iter().filter(|row| !row.trim().is_empty()).count();
            let headings = story.app.window().page.headings.len();
            assert!(cut == 0 || used + headings > beside.len(), "{screen}");
            assert!(cut == 0 || size.0 < 200, "{screen}");
            // Three columns part it from the sign of the focus.
            let widest = beside.iter().map(|row| row.trim_end().chars().count()).max();
            assert!(widest.is_some_and(|widest| widest + 5 <= text), "{screen}");
            // A click on any of its rows leads to the heading that stands there.
            let page = &story.app.window().page;
            let titles: String = page
                .headings
                .iter()
                .map(|title| title.words.to_string())
                .collect();
            for (y, row) in (2..).zip(&beside).filter(|(_, row)| !row.trim().is_empty()) {
                let Some(Clicked::Line(line)) = under(&story.app, (6, y)) else {
                    panic!("nothing stands at row {y}\n{screen}");
                };
                let title = page.headings.iter().find(|title| title.line == line).unwrap();
                let words = row
                    .trim_start_matches([' ', '▸', '○'])
                    .trim_end_matches([' ', '…']);
                assert!(
                    title.words.contains(words),
                    "{words} of {} in {titles}",
                    title.words
                );
            }
        }
    }
}

/// The course that the binary holds, in a window of this size.
fn embedded(size: (usize, usize)) -> Script {
    use ally_up::course::embedded;
    let library = Library::of(embedded::files(), &embedded::outlines());
    Script::start(library, Memory::default(), size, NOW)
}

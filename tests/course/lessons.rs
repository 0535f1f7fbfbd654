//! The real curriculum: no complaints, laid out at every width without a word lost, spoken, and every question can be passed.

use ally_up::action::{Action, Screen, Sureness};
use ally_up::app::{App, Msg};
use ally_up::course::{Block, embedded};
use ally_up::doc::Node;
use ally_up::doc::marker::Glyphs;
use ally_up::figure::FigureForm;
use ally_up::layout::spacing::Spacing;
use ally_up::layout::{Cache, PageStyle, lay_out};
use ally_up::library::Library;
use ally_up::model::{Face, Model, View};
use ally_up::progress::Progress;
use ally_up::progress::event::Clock;
use ally_up::progress::stamper::Stamper;
use ally_up::quiz::answer::{Answer, Verdict};
use ally_up::quiz::{Choice, Parts, Question, Worth, blank_draft, shuffled};
use ally_up::shell::testing::{Memory, Script};
use ally_up::source::{Id, Severity};
use ally_up::speak::speak;
use ally_up::wrap::text_width;
use std::collections::BTreeMap;
use std::sync::Arc;

fn library() -> Library {
    Library::of(embedded::files(), &embedded::outlines())
}

fn app(glyphs: Glyphs, measure: usize) -> App {
    let view = View {
        face: Face::Screen,
        glyphs,
        measure,
        zone: |_| 0,
        size: (80, 24),
    };
    let model = Model::new(library(), Progress::default(), view, 0);
    App::new(model, Stamper::new("test", Clock::default(), |at| at.to_string()))
}

fn screens(library: &Library) -> Vec<Screen> {
    let lessons = library.course.items().flat_map(|item| {
        [
            Screen::Lesson(item.id.clone()),
            item.screen(),
            Screen::RehearsalMap(item.id.clone()),
        ]
    });
    let beside = [
        Screen::Home,
        Screen::Glossary,
        Screen::About,
        Screen::Sources,
        Screen::Help,
    ];
    let doing = [
        Screen::Practice,
        Screen::Plan,
        Screen::PlanForm,
        Screen::Notebook,
        Screen::Completion,
    ];
    lessons.chain(beside).chain(doing).collect()
}

/// Letters and digits of a text, counted: what must not be lost, however lines are broken.
fn letters(words: &str) -> BTreeMap<char, usize> {
    let mut counted = BTreeMap::new();
    words
        .chars()
        .filter(|c| c.is_alphanumeric())
        .for_each(|c| *counted.entry(c).or_default() += 1);
    counted
}

/// All that a node says, but for figures, which are drawn.
fn said(node: &Node, out: &mut String) {
    match node {
        Node::Heading { text, .. } | Node::Para(text) => out.push_str(&text.words()),
        Node::List(items) => items
            .iter()
            .flat_map(|item| &item.nodes)
            .for_each(|node| said(node, out)),
        Node::Quote(nodes) | Node::Note { nodes, .. } | Node::Footnote { nodes, .. } => {
            nodes.iter().for_each(|node| said(node, out))
        }
        Node::Definition { term, nodes } => {
            out.push_str(&term.words());
            nodes.iter().for_each(|node| said(node, out));
        }
        Node::Code(text) => out.push_str(text),
        Node::Table(table) => table
            .rows
            .iter()
            .flatten()
            .for_each(|cell| out.push_str(&cell.words())),
        Node::Marked { node, .. } => said(node, out),
        Node::Row(row) => out.push_str(&row.text.words()),
        Node::Buttons { rows, .. } => rows.iter().for_each(|row| out.push_str(&row.text.words())),
        Node::Gauge { label, .. } => out.push_str(&label.words()),
        Node::Rule | Node::Ahead(_) | Node::Figure { .. } | Node::Field(_) => {}
    }
}

#[test]
fn every_page_at_every_width_loses_no_word_and_is_never_too_wide() {
    // Signs matter most where there is least room.
    let reader = PageStyle {
        glyphs: Glyphs::Unicode,
        spacing: Spacing::Loose,
        figures: FigureForm::Words,
        has_reader: true,
    };
    let [unicode, ascii] = [Glyphs::Unicode, Glyphs::Ascii].map(PageStyle::from);
    for (columns, all) in [
        (20, &[ascii][..]),
        // A window of forty columns, for a reader.
        (36, &[reader]),
        (80, &[unicode]),
        (200, &[ascii]),
    ] {
        for &style in all {
            let glyphs = style.glyphs;
            let mut app = app(glyphs, columns);
            app.update(ally_up::app::Msg::Resize(columns + 4, 24), 0);
            for screen in screens(&app.model().library) {
                app.open(screen.clone());
                for nth in 0..app.window().doc.nodes.len() {
                    let mut doc = ally_up::doc::Doc::default();
                    doc.nodes.push(app.window().doc.nodes[nth].clone());
                    let page = lay_out(&doc, columns, style, &mut Cache::default());
                    let mut shown = String::new();
                    for number in 0..page.height {
                        let Some(line) = page.line(number) else { continue };
                        assert!(
                            text_width(&line.text) <= columns,
                            "{screen:?} at {columns}: {:?}",
                            line.text.words()
                        );
                        shown.push_str(&line.text.words());
                    }
                    let mut meant = String::new();
                    let node = &app.window().doc.nodes[nth];
                    said(node, &mut meant);
                    if let (Node::Figure { words, .. }, FigureForm::Words) = (&**node, style.figures) {
                        meant.push_str(&words.words());
                    }
                    let shown = letters(&shown);
                    for (letter, count) in letters(&meant) {
                        assert!(
                            shown.get(&letter).is_some_and(|found| *found >= count),
                            "{screen:?} at {columns} loses {letter:?} of {meant:?}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn every_page_can_be_spoken_without_drawing() {
    let mut app = app(Glyphs::Unicode, 72);
    for screen in screens(&app.model().library) {
        app.open(screen.clone());
        let nodes: Vec<&Arc<Node>> = app.window().doc.nodes.iter().collect();
        let spoken: String = speak(&nodes).into_iter().map(|said| said.words + "\n").collect();
        let drawn = spoken
            .chars()
            .find(|c| ('\u{2500}'..='\u{259f}').contains(c) || *c == '\u{1b}');
        assert_eq!(drawn, None, "{screen:?}");
        let mut meant = String::new();
        app.window()
            .doc
            .nodes
            .iter()
            .for_each(|node| said(node, &mut meant));
        let spoken = letters(&spoken);
        for (letter, count) in letters(&meant) {
            assert!(
                spoken.get(&letter).is_some_and(|found| *found >= count),
                "{screen:?} does not say every {letter:?}"
            );
        }
    }
}

/// Every question that has an answer. Lines to rate are not among them: what one says of oneself is neither right nor wrong.
fn questions() -> Vec<(Id, Arc<Question>)> {
    let library = library();
    let ids: Vec<Id> = library.course.items().map(|item| item.id.clone()).collect();
    let all = ids.iter().flat_map(|id| {
        library
            .lesson(id)
            .questions()
            .map(|question| (id.clone(), question.clone()))
            .collect::<Vec<_>>()
    });
    all.filter(|(_, question)| {
        !matches!(
            question.kind,
            ally_up::quiz::Kind::Rate | ally_up::quiz::Kind::Plan
        )
    })
    .collect()
}

/// The right answer, made from what the question says of itself.
fn right(question: &Question) -> Answer {
    match &question.parts {
        Parts::Options(choices) => {
            let right = choices
                .iter()
                .filter(|choice| choice.worth == Worth::Right)
                .map(|choice| choice.print);
            let most = if question.kind == ally_up::quiz::Kind::Many {
                choices.len()
            } else {
                1
            };
            Answer::Picks(right.take(most).collect())
        }
        Parts::Pairs { rows, .. } => {
            Answer::Pairs(rows.iter().map(|row| (row.print, row.partner_print)).collect())
        }
        Parts::Lines(lines) => Answer::Picks(lines.iter().map(|line| line.print).collect()),
        Parts::Gaps(gaps) => {
            let words: Vec<&str> = gaps.iter().map(|gap| gap[0].words.as_str()).collect();
            Answer::Words(words.join("\n"))
        }
        Parts::Model { .. } | Parts::Example(_) => Answer::Words("My own words.".into()),
        Parts::Rates { .. } | Parts::Empty => Answer::Picks(Vec::new()),
    }
}

#[test]
fn every_question_can_be_passed_and_what_is_saved_gives_the_answer_back() {
    let all = questions();
    assert!(all.len() >= 8 * 5, "{} questions", all.len());
    for (lesson, question) in all {
        let rules = question.kind.rules();
        let blank = blank_draft(&question, 0, 0);
        assert!(
            !rules.ready(&question, &blank.answer),
            "{lesson} {} is answered before it is asked",
            question.id
        );
        let answer = right(&question);
        assert!(rules.ready(&question, &answer), "{lesson} {}", question.id);
        let wanted = if question.kind.is_scored() {
            Verdict::Right
        } else {
            Verdict::Noted
        };
        assert_eq!(
            rules.grade(&question, &answer, &|_| false),
            wanted,
            "{lesson} {}",
            question.id
        );
        let words = if let Answer::Words(words) = &answer {
            words.as_str()
        } else {
            ""
        };
        let back = rules.restore(&question, &rules.shown(&question, &answer, &|_| false), words);
        assert_eq!(
            rules.grade(&question, &back, &|_| false),
            wanted,
            "{lesson} {} does not come back",
            question.id
        );
        assert!(
            !ally_up::quiz::edited::changed(&question, &rules.shown(&question, &answer, &|_| false)),
            "{lesson} {} changed by itself",
            question.id
        );
    }
}

#[test]
fn options_are_shuffled_and_the_shuffle_is_not_the_key() {
    let mut firsts = 0;
    let mut asked = 0;
    for (_, question) in questions() {
        let Parts::Options(choices) = &question.parts else {
            continue;
        };
        if question.in_order || question.kind == ally_up::quiz::Kind::Many {
            continue;
        }
        asked += 1;
        let order = |earlier| {
            shuffled(&question, earlier, choices.iter().collect(), |choice| {
                choice.print
            })
        };
        assert_eq!(
            order(0).iter().map(|choice| choice.print).collect::<Vec<_>>(),
            order(0).iter().map(|choice| choice.print).collect::<Vec<_>>()
        );
        firsts += usize::from(order(0)[0].worth == Worth::Right);
        let differs = (1..5).any(|earlier| {
            order(earlier)
                .iter()
                .map(|choice| choice.print)
                .ne(order(0).iter().map(|choice| choice.print))
        });
        assert!(differs, "{} looks the same at every try", question.id);
    }
    assert!(
        firsts * 5 < asked * 4 && firsts * 10 > asked,
        "the key is first in {firsts} of {asked}"
    );
}

#[test]
fn the_embedded_outlines_agree_with_the_lessons() {
    let library = library();
    // A form before and after stands in the manifest alone.
    let items: Vec<_> = library
        .course
        .items()
        .filter(|item| item.fixed.is_none())
        .cloned()
        .collect();
    assert!(items.len() >= 32);
    for item in items {
        let lesson = library.lesson(&item.id);
        assert_eq!(item.title.as_str(), lesson.title.words(), "{}", item.id);
        let ids: Vec<String> = lesson
            .questions()
            .map(|question| question.id.to_string())
            .collect();
        assert_eq!(
            item.outline
                .questions
                .iter()
                .map(|glimpse| glimpse.id.to_string())
                .collect::<Vec<_>>(),
            ids
        );
        // A form of the final assessment has twenty of the questions of the bank.
        let most = if item.kind == ally_up::course::ItemKind::Final {
            30
        } else {
            15
        };
        assert!(
            (4..=most).contains(&item.minutes()),
            "{} takes {} minutes",
            item.id,
            item.minutes()
        );
    }
}

#[test]
fn check_has_no_errors_and_no_warnings() {
    let files = embedded::files();
    let found: Vec<_> = ally_up::course::lint::check(&files)
        .into_iter()
        .filter(|complaint| complaint.severity != Severity::Advice)
        .collect();
    assert!(
        found.is_empty(),
        "{}",
        ally_up::course::report::report(&found, &files, ally_up::course::report::Style::Plain)
    );
}

#[test]
fn every_lesson_has_its_frame() {
    let library = library();
    let lessons = library
        .course
        .items()
        .filter(|item| item.kind == ally_up::course::ItemKind::Lesson);
    let ids: Vec<Id> = lessons.map(|item| item.id.clone()).collect();
    for id in ids {
        let lesson = library.lesson(&id);
        let figures = lesson
            .blocks()
            .filter(|block| matches!(block, Block::Says(node) if matches!(**node, Node::Figure { .. })))
            .count();
        assert_eq!(figures, 1, "{id} has one figure");
        let journal = lesson
            .questions()
            .filter(|question| question.kind == ally_up::quiz::Kind::Reflect && question.after.is_none())
            .count();
        assert_eq!(journal, 1, "{id} has one journal prompt");
        let cards = lesson.questions().filter(|question| question.card).count();
        assert_eq!(cards, 2, "{id} has two cards");
    }
}

/// What a learner does to answer a question in one go: the option with most to say about it, everything in some order.
fn whole_answer(question: &Question) -> Vec<Action> {
    let id = || question.id.clone();
    match &question.parts {
        Parts::Options(options) => {
            let words = |choice: &Choice| {
                choice
                    .why
                    .iter()
                    .map(|node| format!("{node:?}").len())
                    .sum::<usize>()
            };
            let longest = options.iter().max_by_key(|choice| words(choice));
            longest
                .map(|choice| Action::Pick(id(), choice.print))
                .into_iter()
                .collect()
        }
        Parts::Pairs { rows, .. } => rows
            .iter()
            .map(|row| Action::Pair(id(), row.print, rows[0].partner_print))
            .collect(),
        Parts::Lines(lines) => lines.iter().map(|line| Action::Place(id(), line.print)).collect(),
        Parts::Gaps(_) | Parts::Model { .. } | Parts::Example(_) | Parts::Rates { .. } | Parts::Empty => {
            Vec::new()
        }
    }
}

#[test]
fn the_verdict_what_was_picked_and_the_way_on_are_on_one_screen() {
    let library = library();
    let mut seen = 0;
    for item in library.course.items() {
        let lesson = library.lesson(&item.id);
        let mut story = Script::start(library.clone(), Memory::default(), (80, 24), 0);
        for question in lesson
            .questions()
            .filter(|asked| asked.kind.is_scored() && asked.variant.is_none())
        {
            let go = Action::Go(Screen::Lesson(item.id.clone()), Some(question.id.clone()));
            let answer = whole_answer(question);
            if answer.is_empty() {
                continue;
            }
            let submit = Action::Submit(question.id.clone(), Sureness::Think);
            for action in [go].into_iter().chain(answer).chain([submit]) {
                story.send(Msg::Act(action));
            }
            let focus = story.app.window().focus().map(|stop| stop.action.clone());
            let next = Action::NextQuestion(question.id.clone());
            assert_eq!(focus, Some(next), "{}\n{}", question.id, story.screen());
            let screen = story.screen();
            let verdict = ["Correct.", "Partly: ", "Not yet."]
                .iter()
                .filter_map(|words| screen.find(words))
                .min();
            let way_on = screen.find("Saved.").expect("the answer is saved");
            assert!(
                verdict.is_some_and(|verdict| verdict < way_on),
                "{}\n{screen}",
                question.id
            );
            seen += 1;
        }
    }
    assert!(seen > 200, "{seen} questions");
}

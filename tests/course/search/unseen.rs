//! What was not shown is never found, over the whole course: no explanation, key, model, hint, other stem,
//! question of the bank or scene.

use crate::story::{NOW, answer, go};
use ally_up::action::{Action, Screen, Sureness, TextPlace};
use ally_up::app::Msg;
use ally_up::clean::Clean;
use ally_up::course::{ItemKind, embedded};
use ally_up::doc::Doc;
use ally_up::library::Library;
use ally_up::model::Model;
use ally_up::pages::search::{OpenedHit, found, own_texts};
use ally_up::pages::{PageWords, page};
use ally_up::quiz::{Kind, Parts, Question};
use ally_up::search::texts::{of_nodes, said};
use ally_up::search::{Passage, Sought};
use ally_up::shell::testing::{Memory, Script};
use ally_up::source::Id;
use std::collections::{HashMap, HashSet};

fn course() -> Script {
    let mut library = Library::of(embedded::files(), &embedded::outlines());
    while !library.is_index_whole() {
        library.read_on();
    }
    Script::start(library, Memory::default(), (80, 24), NOW)
}

/// Everything that can be found.
fn all(model: &Model) -> HashSet<TextPlace> {
    let own = own_texts::index(model);
    let passages = model.library.index().passages().iter().chain(own.passages());
    let is_asked = |id: &Id| own_texts::is_asked(model, id);
    let there = passages.filter(|passage| passage.question.as_ref().is_none_or(is_asked));
    there.map(Passage::place).collect()
}

/// What a question says only once it is answered.
fn explained(question: &Question) -> Vec<Clean> {
    let mut texts = Vec::new();
    of_nodes(&question.why, &mut texts);
    question.hints.iter().for_each(|hint| of_nodes(hint, &mut texts));
    match &question.parts {
        Parts::Options(options) => options
            .iter()
            .for_each(|option| of_nodes(&option.why, &mut texts)),
        Parts::Pairs { rows, .. } => {
            for row in rows {
                texts.push(said(&row.why));
                texts.push(Clean::new(&format!(
                    "{}: {}",
                    row.text.words(),
                    row.partner.words()
                )));
            }
        }
        Parts::Lines(lines) => lines.iter().for_each(|line| of_nodes(&line.why, &mut texts)),
        Parts::Gaps(gaps) => {
            for accept in gaps.iter().flatten() {
                texts.push(accept.words.clone());
                of_nodes(&accept.why, &mut texts);
            }
        }
        Parts::Model { model, checks } => {
            of_nodes(model, &mut texts);
            texts.extend(checks.iter().map(said));
        }
        Parts::Example(_) | Parts::Rates { .. } | Parts::Empty => {}
    }
    texts
}

/// What nobody has been shown who has done nothing.
fn secrets(library: &Library) -> HashSet<Clean> {
    let mut secrets = Vec::new();
    for item in library.course.items() {
        for question in library.lesson(&item.id).questions() {
            secrets.extend(explained(question));
            if item.kind == ItemKind::Final || question.variant.is_some() {
                secrets.push(said(&question.prompt));
            }
        }
        if item.kind == ItemKind::Rehearsal {
            let rehearsal = library.rehearsal(&item.id);
            for scene in rehearsal.scenes.iter().skip(1) {
                secrets.push(said(&scene.title));
                of_nodes(&scene.says, &mut secrets);
            }
            let choices = rehearsal.scenes.iter().flat_map(|scene| &scene.choices);
            choices.for_each(|choice| of_nodes(&choice.why, &mut secrets));
        }
    }
    secrets.into_iter().filter(|text| !text.is_empty()).collect()
}

/// Of these, what its page does not say now.
fn hidden<'a>(model: &Model, places: impl IntoIterator<Item = &'a TextPlace>) -> Vec<&'a TextPlace> {
    let mut docs: HashMap<Screen, Doc> = HashMap::new();
    let is_hidden = |place: &&TextPlace| {
        let make = || page(model, &place.screen, None, &PageWords::default(), &(0..1));
        let doc = docs.entry(place.screen.clone()).or_insert_with(make);
        let hit = OpenedHit {
            place: (*place).clone(),
            sought: Sought::default(),
            nth: 1,
            of: 1,
        };
        found(doc, &hit).is_none()
    };
    places.into_iter().filter(is_hidden).collect()
}

#[test]
fn whoever_has_answered_nothing_finds_no_explanation_and_no_key() {
    let story = course();
    let model = story.app.model();
    let secrets = secrets(&model.library);
    assert!(secrets.len() > 2_000, "{}", secrets.len());
    let all = all(model);
    assert!(all.len() > 3_000, "{}", all.len());
    // What stands elsewhere in so many words is no secret there.
    let told = all.iter().filter(|place| secrets.contains(&place.text));
    assert_eq!(hidden(model, told), [] as [&TextPlace; 0]);
    assert_eq!(hidden(model, &all), [] as [&TextPlace; 0]);
}

#[test]
fn what_was_explained_is_found_as_long_as_it_is_on_show() {
    let mut story = course();
    let lesson = "what-allyship-is";
    go(&mut story, Screen::Lesson(lesson.into()));
    let questions: Vec<_> = story
        .app
        .model()
        .library
        .lesson(lesson)
        .asked()
        .cloned()
        .collect();
    let one = questions
        .iter()
        .find(|question| question.kind.picks_one())
        .unwrap();
    let (answered, rest): (Vec<_>, Vec<_>) = questions
        .iter()
        .filter(|question| question.kind != Kind::Predict)
        .partition(|question| question.id == one.id);
    let option = one.parts.options()[0].text.words();
    let texts = |story: &Script| -> HashSet<Clean> {
        let all = all(story.app.model()).into_iter();
        all.map(|place| place.text).collect()
    };
    let before = texts(&story);
    answer(
        &mut story,
        &one.id,
        &option[..option.len().min(20)],
        Sureness::Sure,
    );
    let after = texts(&story);
    let explanations = explained(answered[0]);
    assert!(explanations.len() > 3);
    for text in explained(one) {
        let is_hint = one.hints.iter().any(|hint| {
            let mut said = Vec::new();
            of_nodes(hint, &mut said);
            said.contains(&text)
        });
        assert!(is_hint || after.contains(&text), "not found: {text}");
    }
    for question in rest {
        for text in explained(question) {
            assert!(!after.contains(&text) || before.contains(&text), "found: {text}");
        }
    }
    let model = story.app.model();
    assert_eq!(hidden(model, &all(model)), [] as [&TextPlace; 0]);
    story.send(Msg::Act(Action::Retry(one.id.clone())));
    assert_eq!(texts(&story), before);
}

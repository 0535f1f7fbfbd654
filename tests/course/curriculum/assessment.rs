//! Owns the rules on what is asked across the course: forms of the final assessment, the form before and after, paths, and that every
//! objective is tested.
//! Must not know how a form is shown.

use super::reading::Read;
use ally_up::course::ItemKind;
use ally_up::course::load::Outlines;
use ally_up::doc::marker::Glyphs;
use ally_up::library::Library;
use ally_up::model::{Face, Model, View};
use ally_up::pages::final_assessment::bank;
use ally_up::progress::Progress;
use ally_up::progress::test_form::{BankEntry, draw};
use ally_up::source::Id;
use std::collections::BTreeSet;

/// Forms that are drawn in a row, each pair from another seed.
const SEEDS: std::ops::Range<u32> = 0..40;
/// Questions of the bank, and of the form before and after.
const BANK: usize = 54;
const BEFORE_AND_AFTER: usize = 10;

fn model(read: &Read) -> Model {
    let view = View {
        face: Face::Plain,
        glyphs: Glyphs::Unicode,
        measure: 72,
        zone: |_| 0,
        size: (80, 24),
    };
    let library = Library::of(read.files.clone(), &Outlines::new());
    Model::new(library, Progress::default(), view, 0)
}

/// The bank is full; a form has its quotas and one question of each code; and a second form repeats nothing of the first.
pub fn forms(read: &Read) -> Vec<String> {
    let model = model(read);
    let mut found = Vec::new();
    for item in read.course.items().filter(|item| item.kind == ItemKind::Final) {
        let Some(blueprint) = &item.blueprint else {
            continue;
        };
        let bank = bank(&model, &item.id);
        let mut complaints = BTreeSet::new();
        let mut complain = |wrong: String| complaints.insert(format!("{}: {wrong}", item.file));
        if bank.len() != BANK {
            complain(format!(
                "{} questions in the bank; {BANK} are planned",
                bank.len()
            ));
        }
        for seed in SEEDS {
            let first = draw(&bank, blueprint, &|_| None, seed);
            let seen = |id: &Id| first.questions.contains(id).then_some(0);
            let second = draw(&bank, blueprint, &seen, seed.wrapping_mul(31) + 7);
            let shared: Vec<&str> = second
                .questions
                .iter()
                .filter(|id| seen(id).is_some())
                .map(|id| &**id)
                .collect();
            if !shared.is_empty() {
                complain(format!("two forms share {shared:?}"));
            }
            for form in [&first, &second] {
                form.short.iter().for_each(|short| {
                    complain(short.clone());
                });
                let drawn: Vec<&BankEntry> = bank
                    .iter()
                    .filter(|entry| form.questions.contains(&entry.question))
                    .collect();
                if drawn.len() != blueprint.draw {
                    complain(format!(
                        "a form has {} questions, not {}",
                        drawn.len(),
                        blueprint.draw
                    ));
                }
                for (pool, quota) in &blueprint.quotas {
                    let count = drawn.iter().filter(|entry| entry.pool == *pool).count();
                    if count != *quota {
                        complain(format!("a form has {count} questions of {pool}, not {quota}"));
                    }
                }
                for code in &blueprint.must {
                    if !drawn.iter().any(|entry| entry.must.as_ref() == Some(code)) {
                        complain(format!("a form has no question for {code}"));
                    }
                }
            }
        }
        found.extend(complaints);
    }
    if found.is_empty() && read.bank.is_empty() {
        found.push("course.ron: there is no final assessment".into());
    }
    found
}

/// Every objective of a lesson is tested by a question of that lesson, and not only by another stem of a card.
pub fn objectives(read: &Read) -> Vec<String> {
    let mut found = Vec::new();
    for lesson in &read.lessons {
        for (code, says) in &lesson.item.objectives {
            let mut questions = lesson.questions().filter(|question| question.variant.is_none());
            if !questions.any(|question| question.objective.as_deref() == Some(code)) {
                found.push(lesson.complaint("", format!("no question tests {code}: {says}")));
            }
        }
    }
    found
}

/// The form before and after asks ten scored questions of the bank, each once, and paths lead over items that are there.
pub fn fixed_forms_and_paths(read: &Read) -> Vec<String> {
    let mut found = Vec::new();
    let mut forms = 0;
    for item in read.course.items() {
        let Some(form) = &item.fixed else { continue };
        forms += 1;
        let mut complain = |wrong: String| found.push(format!("course.ron, {}: {wrong}", item.id));
        let once: BTreeSet<&Id> = form.questions.iter().collect();
        if form.questions.len() != BEFORE_AND_AFTER || once.len() != BEFORE_AND_AFTER {
            complain(format!("{} questions; ten different ones are wanted", once.len()));
        }
        for id in once {
            let mut bank = read.bank.iter().filter(|bank| bank.item.id == form.of);
            let question = bank.find_map(|bank| bank.questions().find(|question| question.id == *id));
            if question.is_none_or(|question| !question.kind.is_scored()) {
                complain(format!("{id} is no scored question of {}", form.of));
            }
        }
    }
    if forms != 1 {
        found.push(format!(
            "course.ron: {forms} forms before and after; one is planned"
        ));
    }
    if read.course.paths.is_empty() {
        found.push("course.ron: no path; one is planned, for whoever came to find support".into());
    }
    for path in &read.course.paths {
        let gone = path.items.iter().filter(|id| read.course.item(id).is_none());
        found.extend(gone.map(|id| {
            format!(
                "course.ron, {}: the path leads to {id}, which is not there",
                path.id
            )
        }));
        if path.items.len() < 2 {
            found.push(format!(
                "course.ron, {}: a path of {} items",
                path.id,
                path.items.len()
            ));
        }
    }
    found
}

//! Owns where the learner stands with a form before and after: the same questions before the course and after it.
//! Must not know how either is shown.

use crate::course::Item;
use crate::model::Model;
use crate::progress::ItemState;
use crate::progress::event::Purpose;
use crate::progress::sessions::Session;
use crate::source::Id;
use crate::status::{best_form, not_started};

/// Where the learner stands with the form.
#[derive(Clone, Debug, PartialEq)]
pub enum FormStand<'a> {
    /// Not answered, and the course is ahead.
    Fresh,
    /// Being answered.
    Open(&'a Session),
    /// Answered once; the second time comes after the course.
    Kept(&'a Session),
    /// Answered once, and the course is behind: the same questions are open again.
    Again(&'a Session),
    /// Answered both times.
    Both(&'a Session, &'a Session),
    /// Not answered, and the course is behind: there is no before any more.
    TooLate,
}

/// Where the learner stands with the form of this id.
pub fn stand<'a>(model: &'a Model, id: &Id) -> FormStand<'a> {
    let all = model.progress.sessions().into_iter();
    let forms: Vec<&Session> = all
        .filter(|form| form.purpose == Purpose::BeforeAfter(id.clone()))
        .collect();
    if let Some(open) = forms.last().filter(|form| !model.progress.is_over(form)) {
        return FormStand::Open(open);
    }
    let whole = |form: &&&Session| model.progress.tally(form).0 == form.questions.len();
    let (first, last) = (forms.iter().find(whole), forms.iter().rfind(whole));
    match (first, last, is_after(model, id)) {
        (Some(first), Some(last), _) if first.id != last.id => FormStand::Both(first, last),
        (Some(first), _, true) => FormStand::Again(first),
        (Some(first), _, false) => FormStand::Kept(first),
        (None, _, true) => FormStand::TooLate,
        (None, _, false) => FormStand::Fresh,
    }
}

/// Whether the course is behind: the final assessment was passed, or every lesson is read.
fn is_after(model: &Model, id: &Id) -> bool {
    let course = &model.library.course;
    let of = course
        .item(id)
        .and_then(|item| course.item(&item.fixed.as_ref()?.of));
    let best = of.and_then(|of| best_form(model, of));
    let (read, lessons) = model.progress.lessons_read(course);
    best.is_some_and(|best| best.is_passed) || (lessons > 0 && read == lessons)
}

/// The state of the form among other items: done once its first half is.
pub fn state(model: &Model, item: &Item) -> ItemState {
    match stand(model, &item.id) {
        FormStand::Fresh | FormStand::TooLate => ItemState::Fresh,
        FormStand::Open(_) => ItemState::Begun(0),
        FormStand::Kept(_) | FormStand::Again(_) | FormStand::Both(..) => ItemState::Read,
    }
}

/// The same in words.
pub fn state_words(model: &Model, item: &Item) -> String {
    match stand(model, &item.id) {
        FormStand::Fresh => not_started(item),
        FormStand::Open(form) => format!(
            "{} of {} kept",
            model.progress.tally(form).0,
            form.questions.len()
        ),
        FormStand::Kept(_) => "kept until the end".to_owned(),
        FormStand::Again(_) => "the same questions, once more".to_owned(),
        FormStand::Both(..) => "then and now".to_owned(),
        FormStand::TooLate => "not taken".to_owned(),
    }
}

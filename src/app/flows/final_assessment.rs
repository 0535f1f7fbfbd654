//! Owns beginning a form: one of the final assessment, which is drawn, or the one before and after, which is always the same.
//! Must not know how questions are drawn: `progress::test_form` does that.

use crate::action::Screen;
use crate::app::App;
use crate::clean::Fingerprint;
use crate::course::blueprint::FixedForm;
use crate::pages::final_assessment::bank;
use crate::progress::event::Purpose;
use crate::progress::test_form::draw;
use crate::source::Id;
use crate::status::before_after::{self, FormStand};
use crate::status::forms;
use std::collections::BTreeMap;

impl App {
    /// Draws a form and begins it. What the bank cannot give is said.
    pub(in crate::app) fn begin_form(&mut self, id: &Id) {
        let fixed = self
            .model
            .library
            .course
            .item(id)
            .and_then(|item| item.fixed.clone());
        if let Some(form) = fixed {
            return self.begin_fixed(id, form);
        }
        if let Some(open) = forms(&self.model, id)
            .last()
            .filter(|form| !self.model.progress.is_over(form))
        {
            let open = open.id.clone();
            return self.go(Screen::Session(open), None);
        }
        let Some(blueprint) = self.model.library.course.blueprint(id).cloned() else {
            return;
        };
        let bank = bank(&self.model, id);
        let mut seen: BTreeMap<Id, usize> = BTreeMap::new();
        // What is asked before and after is drawn last: its explanations would change what it is asked for.
        let fixed = self
            .model
            .library
            .course
            .items()
            .filter_map(|item| item.fixed.as_ref());
        for form in fixed.filter(|form| form.of == *id) {
            seen.extend(form.questions.iter().map(|question| (question.clone(), 0)));
        }
        for (nth, form) in forms(&self.model, id).iter().enumerate() {
            seen.extend(form.questions.iter().map(|question| (question.clone(), nth)));
        }
        let seed = Fingerprint::of(&format!("{} {}", self.model.now, seen.len())).0;
        let form = draw(&bank, &blueprint, &|question| seen.get(question).copied(), seed);
        self.begin(Purpose::Final(id.clone()), form.questions);
        if !form.short.is_empty() {
            self.say(&format!(
                "This form is shorter than planned: {}.",
                form.short.join("; ")
            ));
        }
    }

    /// Begins the form before and after, if it is its time.
    fn begin_fixed(&mut self, id: &Id, form: FixedForm) {
        match before_after::stand(&self.model, id) {
            FormStand::Fresh | FormStand::Again(_) => {
                self.begin(Purpose::BeforeAfter(id.clone()), form.questions)
            }
            FormStand::Open(open) => self.go(Screen::Session(open.id.clone()), None),
            FormStand::Kept(_) | FormStand::Both(..) | FormStand::TooLate => {
                self.go(Screen::BeforeAfter(id.clone()), None)
            }
        }
    }
}

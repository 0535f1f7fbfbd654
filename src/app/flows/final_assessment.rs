//! Owns beginning a form of the final assessment.
//! Must not know how questions are chosen for it: `progress::form` draws them.

use crate::action::Screen;
use crate::app::App;
use crate::clean::Fingerprint;
use crate::pages::final_assessment::bank;
use crate::progress::event::Purpose;
use crate::progress::test_form::draw;
use crate::source::Id;
use crate::status::forms;
use std::collections::BTreeMap;

impl App {
    /// Draws a form and begins it. What the bank cannot give is said.
    pub(in crate::app) fn begin_form(&mut self, id: &Id) {
        if let Some(open) = forms(&self.model, id)
            .last()
            .filter(|form| !self.model.progress.is_over(form))
        {
            let open = open.id.clone();
            return self.go(Screen::Session(open), None);
        }
        let Some(blueprint) = self
            .model
            .library
            .course
            .item(id)
            .and_then(|item| item.blueprint.clone())
        else {
            return;
        };
        let bank = bank(&self.model, id);
        let mut seen: BTreeMap<Id, usize> = BTreeMap::new();
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
}

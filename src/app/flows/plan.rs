//! Owns beginning a plan, its check-in days, and the reminder of one that is due.
//! Must not know the rules of a plan; those are in `progress::plan`.

use crate::action::{Company, Screen};
use crate::app::App;
use crate::progress::plan::{CHECK_INS, Part, entry};
use crate::time::Millis;

impl App {
    /// Begins a plan and opens its form. One that is open is gone on with.
    pub(in crate::app) fn begin_plan(&mut self, company: Company) {
        if self.model.progress.plan().is_none() {
            let began = self
                .model
                .now
                .max(self.model.progress.latest_plan().map_or(0, |plan| plan.began + 1));
            let with = match company {
                Company::Partner => "partner",
                Company::Solo => "solo",
            };
            self.write_down(&entry(began, Part::With), with);
            for (nth, days) in (1..).zip(CHECK_INS) {
                self.plan_check_in(began, nth, days);
            }
        }
        self.go(Screen::PlanForm, None);
    }

    fn plan_check_in(&mut self, began: Millis, nth: u8, days: i64) {
        let day = self.model.today().saturating_add(jiff::Span::new().days(days));
        self.write_down(&entry(began, Part::CheckDay(nth)), &day.to_string());
    }

    /// Whoever goes on with a plan after its last check-in gets one more.
    pub(in crate::app) fn plan_next_check_in(&mut self, began: Millis, nth: u8) {
        let plan = self.model.progress.plan_begun(began);
        if let Some(next) = nth.checked_add(1)
            && !plan.check_ins().any(|nth| nth == next)
        {
            self.plan_check_in(began, next, CHECK_INS[1]);
        }
    }

    /// What the program says of the plan when it starts, if a check-in is due.
    pub(in crate::app) fn remind(&mut self) {
        let due = self
            .model
            .progress
            .plan()
            .is_some_and(|plan| plan.due(self.model.today()).is_some());
        if due && *self.screen() != Screen::Home {
            self.say("Your plan: check in today. h leads home, where it is asked.");
        }
    }
}

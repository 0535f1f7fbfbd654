//! Owns playing a rehearsal: saying a line, and turning back.
//! Must not know how a path follows from what was chosen; that is in `progress`.

use crate::action::{Action, Screen, Sureness};
use crate::app::App;
use crate::clean::Fingerprint;
use crate::course::rehearsal::Rehearsal;
use crate::model::Face;
use crate::progress::event::EventKind;
use crate::quiz::answer::Verdict;
use crate::source::Id;
use std::sync::Arc;

impl App {
    /// Says a line: where it leads is kept with it.
    pub(in crate::app) fn say_line(&mut self, id: &Id, scene: &Id, choice: Fingerprint) {
        let rehearsal: Arc<Rehearsal> = self.model.library.rehearsal(id);
        let found = rehearsal
            .scene(scene)
            .and_then(|scene| scene.choices.iter().find(|line| line.print() == choice));
        match found.map(|choice| &choice.to) {
            Some(to) if rehearsal.scene(to).is_some() => {
                let to = to.clone();
                self.record(EventKind::Chose {
                    rehearsal: id.clone(),
                    scene: scene.clone(),
                    choice,
                    to,
                });
                self.show_scene(id);
            }
            Some(_) => self.say("This line leads to a scene that is not written yet; choose another one."),
            None => self.say("This line is no longer here; choose another one."),
        }
    }

    /// Shows what can be chosen without a line of one's own. That it was asked is kept, so that it is not asked again.
    pub(in crate::app) fn pass_by(&mut self, entry: &Id) {
        self.record(EventKind::Answered {
            question: entry.clone(),
            verdict: Verdict::Noted,
            sure: Sureness::Unsaid,
            hints: 0,
            earlier: self.model.progress.count(entry),
            shown: Vec::new(),
            took: None,
        });
        self.drop_draft(entry);
        self.rebuild();
        self.focus_first_row();
    }

    /// Turns back to a scene, or to the start.
    pub(in crate::app) fn turn_back(&mut self, id: &Id, scene: Option<&Id>) {
        self.leave_lesson();
        let taken = {
            let rehearsal = self.model.library.rehearsal(id);
            let walk = self.model.progress.walk(id);
            let said = walk
                .on(&rehearsal)
                .and_then(|trail| Some(trail.said.last()?.step.clone()));
            said.filter(|step| Some(&step.scene) == scene)
        };
        self.record(EventKind::Turned {
            rehearsal: id.clone(),
            scene: scene.cloned(),
        });
        self.show_scene(id);
        // Of a choice that is taken back, one is where it was made.
        if let Some(step) = taken {
            if let Some(line) = self.window.page.line_of_heading(&step.scene) {
                self.show_line(line);
            }
            if self.model.view.face == Face::Screen {
                self.look_at(self.nearest(&Action::Say(id.clone(), step.scene, step.choice)));
            }
            return;
        }
        // What leads up to the first scene was read before.
        let first = self
            .model
            .library
            .rehearsal(id)
            .scenes
            .first()
            .map(|scene| scene.id.clone());
        let line = scene
            .filter(|scene| first.as_ref() == Some(scene))
            .and_then(|scene| self.window.page.line_of_heading(scene));
        if let Some(line) = line {
            self.show_line(line);
            self.window.told = Some(line);
        }
    }

    /// Shows the scene one is at now. Nothing is in focus: what came of a choice is read before the next one is made.
    fn show_scene(&mut self, id: &Id) {
        self.go(Screen::Rehearsal(id.clone()), None);
        self.begin_page();
    }

    /// Takes the last choice back, if there is one.
    pub(in crate::app) fn rewind(&mut self, id: &Id) -> Option<()> {
        let rehearsal = self.model.library.rehearsal(id);
        let walk = self.model.progress.walk(id);
        let last = walk.on(&rehearsal)?.said.last()?.step.scene.clone();
        self.turn_back(id, Some(&last));
        Some(())
    }
}

//! Owns what is told of a lesson afterwards, and beginning a path.
//! Must not know when something is asked; `progress::moments` says that.

use crate::action::Came;
use crate::app::App;
use crate::progress::event::EventKind;
use crate::source::Id;
use crate::status::path;

impl App {
    /// Keeps whether the moment of a lesson came.
    pub(in crate::app) fn tell(&mut self, lesson: &Id, came: Came) {
        let again = came == Came::NotYet && !self.model.progress.was_told(lesson);
        self.record(EventKind::Told {
            lesson: lesson.clone(),
            came,
        });
        self.say(match again {
            true => "Noted. It is asked once more, at a later start.",
            false => "Noted. It is not asked again.",
        });
    }

    /// Follows a path from now on, and opens the first part of it that is not done.
    pub(in crate::app) fn follow_path(&mut self, id: &Id) {
        self.record(EventKind::Set {
            name: path::SETTING.to_owned(),
            value: id.to_string(),
        });
        match path::next_step(&self.model).map(|next| next.item.screen()) {
            Some(screen) => self.go(screen, None),
            None => self.say("Every part of this path is done."),
        }
    }
}

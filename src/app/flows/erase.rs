//! Owns erasing an entry from its page: the word that confirms it is typed into a field, and a row does it.
//! Must not know how files are rewritten.

use crate::action::Screen;
use crate::app::App;
use crate::app::jobs::Job;
use crate::pages::erase_entry::WORD;
use crate::progress::log;
use crate::source::Id;

impl App {
    /// Erases an entry, if the word stands in the field of its page, and goes back to where one came from, past the page of the entry.
    pub(in crate::app) fn erase_as_typed(&mut self, entry: &Id) {
        if self.window.entry().typed.text.trim() != WORD {
            return self.say(&format!(
                "Nothing was forgotten. Type {WORD} into the field to forget it for good."
            ));
        }
        self.erase(entry);
        // The page of the entry has nothing more to say.
        let of = [Screen::Entry(entry.clone()), Screen::Mark(entry.clone())];
        self.window.history.retain(|page| !of.contains(&page.screen));
        self.back();
        self.say("It is gone from this machine. Copies elsewhere go when they next merge.");
    }

    /// Erases all that was ever written for `entry`. There is no way back.
    fn erase(&mut self, entry: &Id) {
        let events = self.model.progress.written(entry);
        self.drop_here(entry);
        self.store(Job::DropDraft(entry.clone()));
        log::chunks::split_ids(&events)
            .into_iter()
            .for_each(|kind| self.record(kind));
        self.store(Job::Sweep);
    }
}

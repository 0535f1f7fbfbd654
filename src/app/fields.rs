//! Owns the fields of a form: their words are a draft while they are typed, and are written down when the field is left.
//! Must not know what a form asks; which entries are a form's is asked of `progress::plan`.

use crate::action::Screen;
use crate::app::{App, Effect, forgetting};
use crate::doc::Lines;
use crate::progress::log::chunks::split_text;
use crate::progress::plan::{self, Part};
use crate::progress::privacy::Category;
use crate::quiz::answer::{Answer, Draft};
use crate::source::Id;

/// Whether the words of this entry count when its field is left, rather than when they are handed in.
pub fn is_kept_on_leaving(entry: &str) -> bool {
    plan::part_of(entry).is_some() || forgetting::is_for_the_word(entry)
}

/// How tall the field of an entry may grow: what a partner said may take several lines, the rest is one sentence.
pub fn lines(entry: &str) -> Lines {
    match plan::part_of(entry) {
        Some((_, Part::Said(_))) => Lines::Many,
        Some(_) | None => Lines::One,
    }
}

impl App {
    /// Writes words down for an entry. What they belong to follows from the item that asks for them.
    pub(super) fn write_down(&self, entry: &Id, words: &str, effects: &mut Vec<Effect>) {
        let category = Category::of_entry(&self.library.course, entry);
        let parts = split_text(entry, category, words);
        effects.extend(parts.into_iter().map(Effect::Record));
    }

    /// What stands in a field of a form: its draft, else what was written down.
    pub fn field_draft(&self, entry: &Id) -> Draft {
        self.drafts.get(entry).cloned().unwrap_or_else(|| {
            let words = self.progress.words(entry).unwrap_or_default();
            let caret = words.len();
            Draft {
                question: entry.clone(),
                earlier: 0,
                answer: Answer::Words(words),
                hints: 0,
                open: None,
                caret,
                at: self.now,
            }
        })
    }

    /// Writes down the fields of forms that were left.
    pub(super) fn keep_fields(&mut self, effects: &mut Vec<Effect>) {
        let writing = self.writing.as_ref().map(|(entry, _)| entry.clone());
        let left = |entry: &&Id| is_kept_on_leaving(entry) && Some(*entry) != writing.as_ref();
        // The word stays in its field as long as the row that asks for it is on show.
        let on_show =
            |entry: &&Id| forgetting::is_for_the_word(entry) && matches!(self.screen(), Screen::Forget(_));
        let left: Vec<Id> = self
            .drafts
            .keys()
            .filter(|entry| left(entry) && !on_show(entry))
            .cloned()
            .collect();
        let any = !left.is_empty();
        for entry in left {
            let Some(Draft {
                answer: Answer::Words(words),
                ..
            }) = self.drafts.remove(&entry)
            else {
                continue;
            };
            self.drafts_due.remove(&entry);
            if forgetting::is_for_the_word(&entry) {
                effects.push(Effect::DropDraft(entry));
                continue;
            }
            let words = self.tidy(&entry, words);
            if words != self.progress.words(&entry).unwrap_or_default() {
                self.write_down(&entry, &words, effects);
            }
            effects.push(Effect::DropDraft(entry));
        }
        if any {
            self.rebuild();
        }
    }

    /// A day may be written as a number of days from now; it is kept as a date.
    fn tidy(&self, entry: &str, words: String) -> String {
        match plan::part_of(entry) {
            Some((_, Part::CheckDay(_) | Part::ConsentDay)) => {
                plan::day_from(&words, self.today()).map_or(words, |day| day.to_string())
            }
            Some(_) | None => words,
        }
    }

    /// Writes down what was picked in a form.
    pub(super) fn put(&self, entry: &Id, words: &str, effects: &mut Vec<Effect>) {
        self.write_down(entry, words, effects);
        if let Some((began, Part::Next(nth))) = plan::part_of(entry)
            && matches!(words, "keep" | "adjust")
        {
            self.plan_next_check_in(began, nth, effects);
        }
    }
}

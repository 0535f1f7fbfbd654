//! Owns how long what can be pressed has been in sight, and whether a key is held: it presses once, and answers nothing that nobody can have
//! read.
//! Must not know what is pressed, nor by which key.

use crate::action::Action;
use crate::app::{App, Msg};
use crate::keymap::Command;
use crate::model::Face;
use crate::source::Id;
use crate::time::Millis;

/// What was on show for less than this, in milliseconds, was not seen. A key that is held repeats itself after less, at the first time.
const MOMENT: Millis = 700;
/// Who presses a key again within so many milliseconds did not look up.
const HASTE: Millis = 400;
/// Of a key that comes again within so many milliseconds, no hand let go. Terminals repeat one each 25 to 50.
const HELD: Millis = 80;

/// What comes into sight as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pressable {
    /// Rows that belong to no question: they come with their page.
    OfPage,
    /// A setting, by its name.
    Setting(&'static str),
    /// A question that is being asked.
    Asked(Id),
    /// A question that is answered, with its ways on.
    Answered(Id),
}

/// What is in sight.
#[derive(Clone, Debug)]
pub struct InSight {
    of: Pressable,
    /// Since when, or since a part of it was last given.
    since: Millis,
    /// Since when without a break.
    first: Millis,
}

/// The key of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    Command(Command),
    Digit(u8),
}

impl Pressable {
    fn of(action: &Action) -> Pressable {
        match (action, action.question()) {
            (Action::Set(name, _) | Action::Adjust(name, _), _) => Pressable::Setting(name),
            (_, None) => Pressable::OfPage,
            (Action::NextQuestion(_) | Action::Passage(_) | Action::Retry(_), Some(id)) => {
                Pressable::Answered(id.clone())
            }
            (_, Some(id)) => Pressable::Asked(id.clone()),
        }
    }
}

impl App {
    /// Takes in what can be seen after this step.
    pub(super) fn note_sight(&mut self) {
        let seen = self.window.top()..self.bottom();
        let known = std::mem::take(&mut self.window.sight);
        let mut sight: Vec<InSight> = Vec::new();
        let stops = self.window.page.stops.iter();
        for stop in stops.filter(|stop| seen.contains(&stop.line())) {
            let of = Pressable::of(&stop.action);
            if !sight.iter().any(|other| other.of == of) {
                let now = self.model.now;
                let before = known.iter().find(|other| other.of == of);
                let (since, first) = before.map_or((now, now), |before| (before.since, before.first));
                sight.push(InSight { of, since, first });
            }
        }
        self.window.sight = sight;
    }

    /// Takes in which key a step came from, and whether the one before came from the same: a key that is held repeats itself.
    pub(super) fn note_key(&mut self, msg: &Msg) {
        let key = match msg {
            Msg::Do(command) => Some(Pressed::Command(*command)),
            Msg::Digit(digit) => Some(Pressed::Digit(*digit)),
            _ => None,
        };
        let now = self.model.now;
        let before = self.window.pressed.filter(|(before, _)| Some(*before) == key);
        self.window.again_after = before.map(|(_, since)| now - since);
        self.window.pressed = key.map(|key| (key, now));
    }

    /// Whether the key of this step came again within so many milliseconds.
    fn came_again_within(&self, most: Millis) -> bool {
        self.window.again_after.is_some_and(|after| after < most)
    }

    /// Whether the key of this step is held. Line by line there is none.
    pub(super) fn is_held(&self) -> bool {
        self.model.view.face == Face::Screen && self.came_again_within(HELD)
    }

    /// Whether a key is held, or, pressed again, presses something that came into sight just now.
    pub(super) fn is_blind(&mut self, action: &Action) -> bool {
        let is_way = !action.presses() && action.question().is_none();
        if self.model.view.face == Face::Plain || is_way {
            return false;
        }
        let (of, now) = (Pressable::of(action), self.model.now);
        let (is_repeat, is_hasty) = (self.window.again_after.is_some(), self.came_again_within(HASTE));
        if self.is_held() || (is_repeat && self.would_replace(action)) {
            return true;
        }
        // What is switched on and off by turns is switched once, and of a row of parts one is given.
        let by_turns = matches!(
            action,
            Action::Set(..)
                | Action::Adjust(..)
                | Action::Put(..)
                | Action::Partners(..)
                | Action::Pair(..)
                | Action::Place(..)
        );
        let Some(seen) = self.window.sight.iter_mut().find(|other| other.of == of) else {
            return is_repeat;
        };
        let is_blind = is_repeat && now - seen.since < MOMENT;
        if by_turns || (is_blind && is_hasty) {
            seen.since = now;
        }
        is_blind
    }

    /// Whether an action puts one pick in another's place. A key that is pressed again never does.
    fn would_replace(&self, action: &Action) -> bool {
        match action {
            Action::Put(entry, words) => {
                let put = self.model.progress.words(entry).unwrap_or_default();
                !put.is_empty() && !words.is_empty() && put != *words
            }
            _ => false,
        }
    }

    /// Milliseconds for which a question that is being asked has been in sight; none where it is not, or the clock was set back.
    pub(super) fn asked_for(&self, question: &Id) -> Option<u32> {
        let is_it = |seen: &&InSight| matches!(&seen.of, Pressable::Asked(id) if id == question);
        let seen = self.window.sight.iter().find(is_it)?;
        u32::try_from(self.model.now.checked_sub(seen.first)?).ok()
    }
}

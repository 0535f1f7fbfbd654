//! Owns what each verb of the key table does.
//! Must not know which key or command asked for it.

use crate::action::{Action, Screen};
use crate::app::moving::Way;
use crate::app::{App, Blank, Effect, Face, Peek};
use crate::keymap::Verb;
use crate::page::StopKind;

impl App {
    pub(super) fn verb(&mut self, verb: Verb, effects: &mut Vec<Effect>) {
        match verb {
            Verb::Up => self.step(Way::Backward),
            Verb::Down => self.step(Way::Forward),
            Verb::Left => self.sideways(Way::Backward),
            Verb::Right => self.sideways(Way::Forward),
            Verb::PageUp => self.turn(Way::Backward, effects),
            Verb::PageDown => self.turn(Way::Forward, effects),
            Verb::Top => self.show_line(0),
            Verb::Bottom => {
                self.show_line(self.page.height);
                self.peek = Peek::AtTheEnd;
            }
            Verb::Next => self.hop(Way::Forward),
            Verb::Previous => self.hop(Way::Backward),
            Verb::Choose => self.choose(effects),
            Verb::Tick => match self.focus().map(|stop| stop.action.clone()) {
                Some(action) if action.presses() => self.act(&action, effects),
                _ => self.turn(Way::Forward, effects),
            },
            Verb::Leave => match self.field() {
                Some(_) => self.leave_field(effects),
                None => self.back(effects),
            },
            Verb::Back => match self.take_back_place(effects) {
                Some(()) => {}
                None => self.back(effects),
            },
            Verb::NextLesson => self.neighbour(Way::Forward, effects),
            Verb::PreviousLesson => self.neighbour(Way::Backward, effects),
            Verb::Outline => match self.lesson_id().cloned() {
                Some(lesson) => self.go(Screen::Outline(lesson), None, effects),
                None => self.say("The outline belongs to a lesson; open one first."),
            },
            Verb::Results => match self.lesson_id().cloned() {
                Some(lesson) => self.go(Screen::Results(lesson), None, effects),
                None => self.say("Results belong to a lesson; open one first."),
            },
            Verb::Passage => match self.current_question() {
                Some(question) => self.act(&Action::Passage(question), effects),
                None => self.say("There is no question here."),
            },
            Verb::Hint => match self.current_question() {
                Some(question) => self.act(&Action::Hint(question), effects),
                None => self.say("There is no question here."),
            },
            Verb::Undo => self.undo(effects),
            Verb::Retake => self.retake_in_focus(effects),
            Verb::Settings => self.go(Screen::Settings, None, effects),
            Verb::Glossary => self.go(Screen::Glossary, None, effects),
            Verb::Notebook => self.go(Screen::Notebook, None, effects),
            Verb::Home => {
                self.leave_lesson(effects);
                self.go_home();
            }
            Verb::Blank => self.blank = Blank::On,
            Verb::Help => self.go(Screen::Help, None, effects),
            Verb::Again => self.rebuild(),
            Verb::Quit => self.quit(effects),
        }
    }

    fn choose(&mut self, effects: &mut Vec<Effect>) {
        match self.focus().map(|stop| (stop.action.clone(), stop.kind.clone())) {
            Some((action, _)) => self.choose_row(&action, effects),
            None if self.view.face == Face::Plain => self.turn(Way::Forward, effects),
            None => {
                let seen = self.layer().top..self.bottom();
                let from = self.layer().from.unwrap_or(seen.start);
                let row = self.page.stops.iter().position(|stop| {
                    stop.kind != StopKind::Link && stop.line() >= from && seen.contains(&stop.line())
                });
                match row {
                    Some(at) => self.focus_on(Some(at)),
                    None => self.turn(Way::Forward, effects),
                }
            }
        }
    }
}

//! Owns what each verb of the key table does.
//! Must not know which key or command asked for it.

use crate::action::{Action, Screen};
use crate::app::App;
use crate::app::focus::Way;
use crate::keymap::Verb;
use crate::model::Face;
use crate::page::StopKind;

impl App {
    pub(super) fn verb(&mut self, verb: Verb) {
        match verb {
            Verb::Up => self.step(Way::Backward),
            Verb::Down => self.step(Way::Forward),
            Verb::Left => self.sideways(Way::Backward),
            Verb::Right => self.sideways(Way::Forward),
            Verb::PageUp => self.turn(Way::Backward),
            Verb::PageDown => self.turn(Way::Forward),
            Verb::Top => self.show_line(0),
            Verb::Bottom => {
                self.show_line(self.window.page.height);
                self.window.is_peeking = true;
            }
            Verb::Next => self.hop(Way::Forward),
            Verb::Previous => self.hop(Way::Backward),
            Verb::Choose => self.choose(),
            Verb::Tick => match self.window.focus().map(|stop| stop.action.clone()) {
                Some(action) if action.presses() => self.act(&action),
                _ => self.turn(Way::Forward),
            },
            Verb::Leave => match self.window.field() {
                Some(_) => self.leave_field(),
                None => self.back(),
            },
            Verb::Back => match self.take_back_place() {
                Some(()) => {}
                None => self.back(),
            },
            Verb::NextLesson => self.neighbour(Way::Forward),
            Verb::PreviousLesson => self.neighbour(Way::Backward),
            Verb::Outline => match self.lesson_id().cloned() {
                Some(lesson) => self.go(Screen::Outline(lesson), None),
                None => self.say("The outline belongs to a lesson; open one first."),
            },
            Verb::Results => match self.lesson_id().cloned() {
                Some(lesson) => self.go(Screen::Results(lesson), None),
                None => self.say("Results belong to a lesson; open one first."),
            },
            Verb::Passage => match self.current_question() {
                Some(question) => self.act(&Action::Passage(question)),
                None => self.say("There is no question here."),
            },
            Verb::Hint => match self.current_question() {
                Some(question) => self.act(&Action::Hint(question)),
                None => self.say("There is no question here."),
            },
            Verb::Undo => self.undo(),
            Verb::Retake => self.retake_in_focus(),
            Verb::Settings => self.go(Screen::Settings, None),
            Verb::Glossary => self.go(Screen::Glossary, None),
            Verb::Notebook => self.go(Screen::Notebook, None),
            Verb::Home => self.go_home(),
            Verb::Blank => self.window.is_blank = true,
            Verb::Help => self.go(Screen::Help, None),
            Verb::Again => self.rebuild(),
            Verb::Quit => self.quit(),
        }
    }

    fn choose(&mut self) {
        match self
            .window
            .focus()
            .map(|stop| (stop.action.clone(), stop.kind.clone()))
        {
            Some((action, _)) => self.choose_row(&action),
            None if self.model.view.face == Face::Plain => self.turn(Way::Forward),
            None => {
                let seen = self.window.entry().top..self.bottom();
                let from = self.window.entry().from.unwrap_or(seen.start);
                let row = self.window.page.stops.iter().position(|stop| {
                    stop.kind != StopKind::Link && stop.line() >= from && seen.contains(&stop.line())
                });
                match row {
                    Some(at) => self.focus_on(Some(at)),
                    None => self.turn(Way::Forward),
                }
            }
        }
    }
}

//! Owns what each verb of the key table does.
//! Must not know which key or command asked for it.

use crate::action::{Action, Screen};
use crate::app::App;
use crate::app::focus::Direction;
use crate::app::headings::HeadingKind;
use crate::figure::FigureForm;
use crate::keymap::Command;
use crate::layout::{Stop, StopKind};
use crate::model::Face;

impl App {
    /// `point` is the paragraph that was pointed at until now.
    pub(super) fn verb(&mut self, verb: Command, point: Option<usize>) {
        match (verb, point) {
            (Command::Up, Some(at)) => return self.point_beside(at, Direction::Backward),
            (Command::Down, Some(at)) => return self.point_beside(at, Direction::Forward),
            (Command::Choose, Some(_)) => return self.write_note(point),
            (Command::Leave, Some(_)) => return,
            (_, _) => {}
        }
        match verb {
            Command::Up => self.step(Direction::Backward),
            Command::Down => self.step(Direction::Forward),
            Command::Left => self.sideways(Direction::Backward),
            Command::Right => self.sideways(Direction::Forward),
            Command::PageUp => self.turn(Direction::Backward),
            Command::PageDown => self.turn(Direction::Forward),
            Command::Top => self.go_to_edge(Direction::Backward),
            Command::Bottom => self.go_to_edge(Direction::Forward),
            Command::Next => self.hop(Direction::Forward),
            Command::Previous => self.hop(Direction::Backward),
            Command::Choose => self.choose(),
            Command::Tick => match self.window.focus().map(|stop| stop.action.clone()) {
                Some(action) if action.ticks() => self.press(&action),
                Some(_) if self.bottom() >= self.window.page.height => {
                    self.say("The page ends here. Enter does what is in focus.");
                }
                Some(_) | None => self.turn(Direction::Forward),
            },
            Command::Leave => match self.window.field() {
                // Nothing is left unfinished there.
                Some(_) if *self.screen() != Screen::Search => self.leave_field(),
                Some(_) | None => self.back(),
            },
            Command::Back => match self.take_back_place() {
                Some(()) => {}
                None => self.back(),
            },
            Command::NextLesson => self.neighbour(Direction::Forward),
            Command::PreviousLesson => self.neighbour(Direction::Backward),
            Command::Search => self.open_search(),
            Command::NextHit => self.neighbouring_hit(Direction::Forward),
            Command::PreviousHit => self.neighbouring_hit(Direction::Backward),
            Command::NextQuestion => self.next_heading(HeadingKind::Question),
            Command::NextHeading => self.next_heading(HeadingKind::Any),
            Command::Outline => match self.lesson_at_hand() {
                Some(lesson) => self.go(Screen::Outline(lesson), None),
                None => self.say("An outline belongs to a lesson. Home is the one of the course."),
            },
            Command::Results => match self.lesson_id().cloned() {
                Some(lesson) => self.go(Screen::Results(lesson), None),
                None => self.say("Results belong to a lesson; open one first."),
            },
            Command::Passage => match self.current_question() {
                Some(question) => self.act(&Action::Passage(question)),
                None => self.say("There is no question here."),
            },
            Command::Hint => match self.current_question() {
                Some(question) => self.act(&Action::Hint(question)),
                None => self.say("There is no question here."),
            },
            Command::Undo => self.undo(),
            Command::Retake => self.retake_in_focus(),
            Command::Settings => self.go(Screen::Settings, None),
            Command::Glossary => self.go(Screen::Glossary, None),
            Command::Notebook => self.go(Screen::Notebook, None),
            Command::Mark => self.mark(point),
            Command::Note => self.write_note(point),
            Command::Marks => self.go(Screen::Marks, None),
            Command::Copy => self.copy(point),
            Command::Figures => self.change_figures(),
            Command::Drop => self.drop_half_done(),
            Command::Home => self.go_home(),
            Command::Blank => self.window.is_blank = true,
            Command::Help => self.go(Screen::Help, None),
            // The plain face answers these itself.
            Command::Speech(_) => {}
            Command::Quit => self.quit(),
        }
    }

    /// What a row does that was in sight for a moment.
    pub(super) fn press(&mut self, action: &Action) {
        if !self.is_blind(action) {
            self.act(action);
        }
    }

    /// Figures in words where they are drawn, and the other way round, until the program ends: a key that was hit by chance sets nothing.
    fn change_figures(&mut self) {
        let (value, told) = match self.model.preferences.settings.figures() {
            FigureForm::Drawn => ("words", "Figures are in words now."),
            FigureForm::Words => ("drawn", "Figures are drawn now."),
        };
        self.adjust_for_now("figures", value);
        self.say(told);
    }

    fn choose(&mut self) {
        // Held, it leads nowhere either: whoever holds it sees nothing of what goes by.
        if self.is_held() {
            return;
        }
        match self
            .window
            .focus()
            .map(|stop| (stop.action.clone(), stop.kind.clone()))
        {
            Some((action, _)) if self.is_blind(&action) => {}
            Some((action, _)) => self.choose_row(&action),
            None if self.model.view.face == Face::Plain => self.turn(Direction::Forward),
            None => {
                let seen = self.window.entry().top..self.bottom();
                let from = self.window.entry().from.unwrap_or(seen.start);
                // Whoever reads on is not led out of a lesson before its end.
                let is_early =
                    matches!(self.screen(), Screen::Lesson(_)) && seen.end < self.window.page.height;
                let leads_out = |stop: &Stop| is_early && matches!(stop.action, Action::Go(..));
                let row = self.window.page.stops.iter().position(|stop| {
                    stop.kind != StopKind::Link
                        && stop.line() >= from
                        && seen.contains(&stop.line())
                        && !leads_out(stop)
                });
                match row {
                    Some(at) => self.focus_on(Some(at)),
                    None => self.turn(Direction::Forward),
                }
            }
        }
    }
}

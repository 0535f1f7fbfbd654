//! Owns `ally-up read`: a lesson printed once, for the terminal it is printed on. Must not know how a page is made.

use crate::action::Screen;
use crate::app::App;
use crate::cli::color::{Colors, asked, var};
use crate::cli::preferences::{Wishes, depth};
use crate::cli::{EarlyExit, Exit, Flags, library, named};
use crate::model::{Face, Model};
use crate::progress::Progress;
use crate::progress::event::Clock;
use crate::progress::stamper::Stamper;
use crate::shell::{plain, print_page};
use crate::store::clock::{self, now};
use std::io::Write;

/// Prints a lesson: styled on a terminal, plain in a pipe.
///
/// # Errors
/// There is no such course or lesson, or what writing gave.
pub fn run(flags: &Flags, lesson: &str, output: &mut impl Write) -> Result<Exit, EarlyExit> {
    let library = library(flags.course.clone())?;
    let screen = Screen::Lesson(named(&library, lesson)?.id.clone());
    let wishes = Wishes::find(flags);
    wishes.tell();
    let theme = wishes.theme(depth(flags));
    let why = wishes.plain_because();
    let mut view = wishes.view(Face::Plain);
    if let Some(columns) = plain::columns() {
        view.size.0 = columns;
        view.measure = wishes
            .preferences
            .settings
            .width
            .unwrap_or(view.measure)
            .min(columns);
    }
    let mut model = Model::new(library, Progress::default(), view, now());
    model.preferences = wishes.preferences;
    let mut app = App::new(model, Stamper::new("", Clock::default(), clock::fresh_id));
    app.open(screen);
    app.open_whole();
    // Into a pipe that was said to take colors, the page goes as it would to a terminal.
    let is_asked = asked(flags.color, &var) == Some(Colors::On) && flags.plain.as_deref() != Some("on");
    match is_asked || why.is_none() {
        true => print_page::styled(&app, &theme, output)?,
        false => print_page::plain(&app, output)?,
    }
    Ok(Exit::Done)
}

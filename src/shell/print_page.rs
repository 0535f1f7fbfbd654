//! Owns printing a page once, as `ally-up read` does: styled on a terminal, plain in a pipe.
//! Must not know how a page is made.

use crate::action::Action;
use crate::app::App;
use crate::doc::Node;
use crate::doc::text::Text;
use crate::shell::sgr::{Look, PLAIN};
use crate::speak::{Said, SaidKind, speak, wrapped};
use crate::theme::Theme;
use ratatui::style::Color;
use std::io::{self, Write};
use std::sync::Arc;

/// Prints the page on show with its looks.
///
/// # Errors
/// What writing gave.
pub fn styled(app: &App, theme: &Theme, output: &mut impl Write) -> io::Result<()> {
    for number in 0..app.window().page.height {
        if let Some(line) = app.window().page.line(number) {
            words(&line.text, theme, output)?;
        }
        writeln!(output)?;
    }
    Ok(())
}

/// Prints the page on show in words, without one escape byte.
///
/// # Errors
/// What writing gave.
pub fn plain(app: &App, output: &mut impl Write) -> io::Result<()> {
    let nodes: Vec<&Arc<Node>> = app.window().doc.nodes.iter().collect();
    // Nothing can be chosen in print: of the rows only options are content.
    let is_content = |said: &Said| {
        said.choice.as_ref().is_none_or(|(_, action)| {
            matches!(
                action,
                Action::Pick(..) | Action::Place(..) | Action::Partners(..)
            )
        })
    };
    let said: Vec<Said> = speak(&nodes).into_iter().filter(is_content).collect();
    for (at, said_now) in said.iter().enumerate() {
        for line in wrapped(said_now, app.model().view.measure) {
            writeln!(output, "{line}")?;
        }
        // Entries of a list and lines of code stand together, and so do options.
        let is_more = |kind| said.get(at + 1).is_some_and(|next| next.kind == kind);
        let goes_on = match said_now.kind {
            _ if said_now.words == "Code:" => is_more(SaidKind::Code),
            SaidKind::Entry | SaidKind::Code => is_more(said_now.kind),
            _ => false,
        };
        if said_now.choice.is_none() && !goes_on {
            writeln!(output)?;
        }
    }
    Ok(())
}

fn words(text: &Text, theme: &Theme, output: &mut impl Write) -> io::Result<()> {
    for run in &text.0 {
        let style = theme.style(run.look);
        // A page that is printed stands on the shell's own ground.
        let look = Look {
            ink: style.fg.unwrap_or_default(),
            ground: Color::Reset,
            modifier: style.add_modifier,
        };
        match look.is_plain() {
            true => write!(output, "{}", run.text)?,
            false => write!(output, "{}{}{PLAIN}", look.after(Look::default()), run.text)?,
        }
    }
    Ok(())
}

//! Owns the floors: the least that a program on a terminal can do, and what a stock reader of plain lines does. The benchmark starts
//! itself as one of them, so that they are built as the player is. Must not use anything of the player.

use crossterm::event::{Event, KeyCode, read};
use crossterm::terminal::{self, EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{cursor, execute, queue, style};
use ratatui::style::Style;
use ratatui::terminal::Terminal;
use ratatui_crossterm::CrosstermBackend;
use std::io::{self, Write};

/// What a floor is asked for by, before its name and its file.
pub const ASKED: &str = "--floor";

/// Runs a floor and ends, where one is asked for.
pub fn run(arguments: &[String]) -> Option<io::Result<()>> {
    let at = arguments.iter().position(|word| word == ASKED)?;
    let file = arguments.get(at + 2).map(String::as_str);
    Some(match arguments.get(at + 1).map(String::as_str) {
        Some("crossterm") => still(),
        _ => reader(file.unwrap_or_default()),
    })
}

/// One frame by crossterm; a key writes one line anew.
fn still() -> io::Result<()> {
    terminal::enable_raw_mode()?;
    let mut out = io::stdout().lock();
    let (columns, rows) = terminal::size()?;
    queue!(out, EnterAlternateScreen)?;
    for row in 0..rows {
        queue!(out, cursor::MoveTo(0, row))?;
        write!(
            out,
            "{:<width$}",
            format!("floor {row}"),
            width = usize::from(columns).min(60)
        )?;
    }
    out.flush()?;
    let mut keys = 0;
    loop {
        match read()? {
            Event::Key(key) if key.code == KeyCode::Char('q') => break,
            Event::Key(_) => {
                keys += 1;
                queue!(out, cursor::MoveTo(0, 1), style::Print(format!("key {keys}")))?;
                out.flush()?;
            }
            _ => {}
        }
    }
    execute!(out, LeaveAlternateScreen)?;
    terminal::disable_raw_mode()
}

/// The lines of a file by ratatui's own terminal; `j` and `k` scroll.
fn reader(file: &str) -> io::Result<()> {
    let text = std::fs::read_to_string(file)?;
    let lines: Vec<&str> = text.lines().collect();
    terminal::enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen)?;
    let mut terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
    let mut top = 0_usize;
    loop {
        terminal.draw(|frame| {
            let area = frame.area();
            let shown = lines.iter().skip(top).zip(0..area.height);
            for (line, row) in shown {
                let buffer = frame.buffer_mut();
                buffer.set_stringn(0, row, line, area.width.into(), Style::default());
            }
        })?;
        let Event::Key(key) = read()? else { continue };
        match key.code {
            KeyCode::Char('q') => break,
            KeyCode::Char('j') => top = (top + 1).min(lines.len().saturating_sub(1)),
            KeyCode::Char('k') => top = top.saturating_sub(1),
            _ => {}
        }
    }
    execute!(io::stdout(), LeaveAlternateScreen)?;
    terminal::disable_raw_mode()
}

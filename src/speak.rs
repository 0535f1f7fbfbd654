//! Owns the plain face: a part of a page → numbered lines, and a typed line → messages. For screen readers, pipes and dumb terminals.
//! Must not know how anything came about, and must not change it. Not one escape byte, no drawing; each thing is said once.

pub mod commands;

use crate::action::{Action, Screen};
use crate::app::{App, Msg};
use crate::clean::{fold, nearest};
use crate::doc::marker::Marker;
use crate::doc::text::Text;
use crate::doc::{ListItem, Node, Row};
use crate::keymap::{BINDINGS, Command};
use crate::layout::StopKind;
use crate::pages::link_target;
use crate::search::texts::bracketed;
use crate::speak::commands::asked_for;
use crate::wrap::wrap_words;
use std::sync::Arc;

/// What stands before the words written so far, where they can be gone on with.
const SO_FAR: &str = "so far: ";
/// The same while they are being written.
pub const WRITING: &str = "Written so far: ";
/// Characters of a wrong input that are said back.
const ECHO: usize = 40;

/// A line that is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub words: String,
    /// What it does, if it can be chosen, and by which number.
    pub choice: Option<(usize, Action)>,
}

/// The part of the page that is on show, line by line.
pub fn part(app: &App) -> Vec<Said> {
    let (top, bottom) = (app.window().top(), app.bottom());
    let nodes: Vec<&Arc<Node>> = app
        .window()
        .doc
        .nodes
        .iter()
        .enumerate()
        .filter(|(nth, _)| {
            app.window()
                .page
                .line_of_node(*nth)
                .is_some_and(|line| (top..bottom).contains(&line))
        })
        .map(|(_, node)| node)
        .filter(|node| app.window().field().is_none() || !offers(node))
        .collect();
    let mut said = speak(&nodes);
    if app.window().field().is_some() {
        // While words are written numbers are words: nothing is offered by number, and what is written is not said again.
        for said in said
            .iter_mut()
            .filter(|said| matches!(said.choice, Some((_, Action::Write(_)))))
        {
            let so_far = said
                .words
                .split_once(SO_FAR)
                .map(|(_, text)| format!("{WRITING}{text}"));
            said.words = so_far.unwrap_or_else(|| "Write here.".into());
        }
        said.iter_mut().for_each(|said| said.choice = None);
    }
    let links: Vec<String> = app
        .window()
        .page
        .stops
        .iter()
        .filter(|stop| stop.kind == StopKind::Link && (top..bottom).contains(&stop.line()))
        .map(
            |stop| match link_target::words(app.model(), app.screen(), &stop.action) {
                Some(target) => format!("{} ({target})", stop.words),
                None => stop.words.to_string(),
            },
        )
        .collect();
    if !links.is_empty() {
        said.push(Said {
            words: format!(
                "Links, to be followed by typing their words: {}.",
                links.join("; ")
            ),
            choice: None,
        });
    }
    said
}

/// Whether a node offers by number what is done with an answer.
fn offers(node: &Node) -> bool {
    matches!(node, Node::Buttons { rows, .. } if rows.iter().any(|row| matches!(row.action, Action::Submit(..) | Action::Hint(_) | Action::PassBy(_))))
}

/// Speaks nodes, numbering what can be chosen: digits first, the rest after the highest digit.
pub fn speak(nodes: &[&Arc<Node>]) -> Vec<Said> {
    let highest = nodes
        .iter()
        .flat_map(|node| rows(node))
        .filter_map(|row| row.digit)
        .max()
        .unwrap_or(0);
    let mut speaker = Speaker {
        said: Vec::new(),
        next: usize::from(highest) + 1,
        depth: 0,
        row: String::new(),
    };
    nodes.iter().for_each(|node| speaker.node(node));
    speaker.said
}

/// What is said after a change of the same part: only what is new.
pub fn news(before: &[Said], after: &[Said]) -> Vec<Said> {
    let mut known: Vec<&Said> = before.iter().collect();
    let fresh = after
        .iter()
        .filter(|said| match known.iter().position(|old| *old == *said) {
            Some(at) => {
                known.remove(at);
                false
            }
            None => true,
        });
    fresh.cloned().collect()
}

/// A line wrapped for the window.
pub fn wrapped(said: &Said, columns: usize) -> Vec<String> {
    wrap_words(&said.words, columns)
}

/// Where one is: title and part.
pub fn whereabouts(app: &App) -> String {
    let (part, of) = app.window().part();
    let aside = if app.window().doc.aside.is_empty() {
        String::new()
    } else {
        format!(", {}", app.window().doc.aside)
    };
    let parts = if of == 1 {
        String::new()
    } else {
        format!(", part {part} of {of}")
    };
    let said = format!("{}{parts}{aside}", app.window().doc.title);
    // A title may end in a sign of its own.
    if said.ends_with(['.', '?', '!']) {
        said
    } else {
        said + "."
    }
}

/// What may be typed now.
pub fn prompt(app: &App) -> String {
    let (part, of) = app.window().part();
    let next = if part < of {
        ", Enter for the next part"
    } else {
        ""
    };
    match app.window().field() {
        Some(_) if *app.screen() == Screen::Search => {
            "Type what to look for; Enter alone goes back, a command begins with a colon: ".into()
        }
        Some(crate::doc::Lines::One) => "Type your answer; a command begins with a colon: ".into(),
        Some(crate::doc::Lines::Many) => {
            "Write; an empty line ends it, a command begins with a colon: ".into()
        }
        None => match self::part(app)
            .iter()
            .filter_map(|said| said.choice.as_ref())
            .map(|(number, _)| *number)
            .max()
        {
            Some(1) => format!("Type 1{next}, or a command: "),
            Some(last) => format!("Type a number from 1 to {last}{next}, or a command: "),
            None if part < of => "Enter for the next part, or a command: ".into(),
            None => "Type back, or another command: ".into(),
        },
    }
}

/// What a typed line asks for, or why it asks for nothing.
///
/// # Errors
/// Why nothing is asked for, in words for the learner.
pub fn listen(app: &App, line: &str) -> Result<Vec<Msg>, String> {
    let typed = line.trim();
    if let Some(lines) = app.window().field() {
        return match (typed.strip_prefix(':'), lines) {
            (Some(word), _) => asked_for(word).ok_or_else(|| unknown(word)),
            (None, _) if *app.screen() == Screen::Search => Ok(match typed.is_empty() {
                true => vec![Msg::Do(Command::Back)],
                false => vec![Msg::Write(typed.to_owned())],
            }),
            (None, crate::doc::Lines::One) if typed.is_empty() => {
                Ok(vec![Msg::Do(Command::Leave), Msg::Do(Command::PageDown)])
            }
            (None, crate::doc::Lines::One) => Ok(vec![Msg::Write(typed.to_owned()), Msg::Do(Command::Leave)]),
            (None, crate::doc::Lines::Many) if typed.is_empty() => Ok(vec![Msg::Do(Command::Leave)]),
            (None, crate::doc::Lines::Many) => Ok(vec![Msg::Write(line.trim_end().to_owned())]),
        };
    }
    if typed.is_empty() {
        return Ok(vec![Msg::Do(Command::PageDown)]);
    }
    let said = part(app);
    let choices: Vec<&(usize, Action)> = said.iter().filter_map(|said| said.choice.as_ref()).collect();
    let numbers: Option<Vec<usize>> = typed
        .split([' ', ','])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect();
    if let Some(numbers) = numbers {
        let last = choices.iter().map(|(number, _)| *number).max().unwrap_or(0);
        let find = |number: usize| {
            choices
                .iter()
                .find(|(of, _)| *of == number)
                .map(|(_, action)| Msg::Act(action.clone()))
        };
        return numbers
            .into_iter()
            .map(|number| find(number).ok_or_else(|| no_number(number, last)))
            .collect();
    }
    let word = typed.strip_prefix(':').unwrap_or(typed);
    if let Some(msgs) = asked_for(word) {
        return Ok(msgs);
    }
    by_words(app, word)
        .map(|action| vec![Msg::Act(action)])
        .ok_or_else(|| unknown(word))
}

/// The row, button or link of this part whose words were typed, or the only one that begins with them.
fn by_words(app: &App, word: &str) -> Option<Action> {
    let typed = fold(word);
    let seen = app.window().top()..app.bottom();
    let stops = || {
        app.window()
            .page
            .stops
            .iter()
            .filter(|stop| seen.contains(&stop.line()) && !matches!(stop.kind, StopKind::Field { .. }))
    };
    let whole = stops().find(|stop| fold(&stop.words) == typed);
    let mut begun = stops().filter(|stop| fold(&stop.words).starts_with(&typed));
    let only = match (begun.next(), begun.next()) {
        (Some(stop), None) => Some(stop),
        _ => None,
    };
    whole.or(only).map(|stop| stop.action.clone())
}

fn unknown(word: &str) -> String {
    let word: String = word.chars().take(ECHO).collect();
    // In a short word one slip is meant at the most; with two, any word is near.
    let slips = if word.chars().count() < 5 { 1 } else { 2 };
    let known = BINDINGS
        .iter()
        .map(|binding| binding.word)
        .filter(|known| !known.is_empty());
    let near = nearest(&word, known).filter(|(distance, _)| *distance <= slips);
    let meant = near
        .map(|(_, known)| format!(" Did you mean {known}?"))
        .unwrap_or_default();
    format!(
        "\"{}\" is no command, number or row here.{meant} Type help for what there is.",
        crate::clean::Clean::line(&word)
    )
}

fn no_number(number: usize, last: usize) -> String {
    match last {
        0 => "There is nothing to choose by number here. Enter continues; help says what else there is."
            .to_owned(),
        1 => format!("There is no {number} here; the only number is 1."),
        last => format!("There is no {number} here; the numbers go from 1 to {last}."),
    }
}

/// The rows a node holds.
fn rows(node: &Node) -> Vec<&Row> {
    match node {
        Node::Row(row) => vec![row],
        Node::Buttons { rows, .. } => rows.iter().collect(),
        Node::Marked { notes, .. } => notes.iter().collect(),
        Node::Heading { .. }
        | Node::Para(_)
        | Node::List(_)
        | Node::Quote(_)
        | Node::Note { .. }
        | Node::Code(_)
        | Node::Table(_) => Vec::new(),
        Node::Definition { .. }
        | Node::Footnote { .. }
        | Node::Rule
        | Node::Figure { .. }
        | Node::Gauge { .. }
        | Node::Field(_) => Vec::new(),
    }
}

struct Speaker {
    said: Vec<Said>,
    next: usize,
    /// Lists around the one being said.
    depth: usize,
    /// The row whose partners follow, until it was named.
    row: String,
}

impl Speaker {
    fn say(&mut self, words: impl Into<String>) {
        let words: String = words.into();
        for line in words.split('\n').filter(|line| !line.trim().is_empty()) {
            self.said.push(Said {
                words: line.to_owned(),
                choice: None,
            });
        }
    }

    fn nodes(&mut self, nodes: &[Arc<Node>], before: &str) {
        let first = self.said.len();
        nodes.iter().for_each(|node| self.node(node));
        if let Some(said) = self.said.get_mut(first) {
            said.words.insert_str(0, before);
        } else if !before.trim().is_empty() {
            self.say(before.trim_end());
        }
    }

    fn number(&mut self, digit: Option<u8>) -> usize {
        match digit {
            Some(digit) => usize::from(digit),
            None => {
                self.next += 1;
                self.next - 1
            }
        }
    }

    fn choice(&mut self, words: &str, row: &Row) {
        let words = &unaligned(words);
        if row.indent == 0 || !matches!(row.action, Action::Pair(..)) {
            self.row = words.to_owned();
        } else if let Some(row) = Some(std::mem::take(&mut self.row)).filter(|row| !row.is_empty()) {
            self.say(format!("For \"{row}\":"));
        }
        let number = self.number(row.digit);
        let mark = row.mark.words();
        let mark = if mark.is_empty() {
            String::new()
        } else {
            format!("{mark} ")
        };
        let aside = if row.aside.is_empty() {
            String::new()
        } else {
            format!(", {}", row.aside.words())
        };
        let words = format!("{number}. {mark}{}{aside}", words.replace('\n', " "));
        self.said.push(Said {
            words,
            choice: Some((number, row.action.clone())),
        });
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Heading { level, id: _, text } => self.say(format!("Heading {level}: {}", text.words())),
            Node::Para(text) => self.say(unaligned(&text.words())),
            Node::List(items) => {
                self.depth += 1;
                items.iter().for_each(|item| self.item(item));
                self.depth -= 1;
            }
            Node::Quote(nodes) => self.nodes(nodes, "Quote: "),
            Node::Note { kind, nodes } => self.nodes(nodes, &format!("{}: ", kind.word())),
            Node::Code(text) => {
                self.say("Code:");
                self.say(text.as_str());
            }
            Node::Table(table) => {
                for cells in &table.rows {
                    let cells = table.head.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
                    let said: Vec<String> = cells
                        .map(|(head, cell)| match head.is_empty() {
                            true => cell.words(),
                            false => format!("{}: {}", head.words(), cell.words()),
                        })
                        .collect();
                    self.say(said.join(if table.head.iter().all(Text::is_empty) {
                        ": "
                    } else {
                        "; "
                    }));
                }
                if table.rows.is_empty() {
                    self.say(table.head.iter().map(Text::words).collect::<Vec<_>>().join(", "));
                }
            }
            Node::Definition { term, nodes } if term.is_empty() => self.nodes(nodes, "Or: "),
            Node::Definition { term, nodes } => self.nodes(nodes, &format!("{}: ", term.words())),
            Node::Footnote { label, nodes } => self.nodes(nodes, &format!("Footnote {label}: ")),
            Node::Marked { node, notes } => {
                self.nodes(std::slice::from_ref(node), "Marked: ");
                notes.iter().for_each(|row| self.choice(&row.text.words(), row));
            }
            Node::Rule => {}
            Node::Figure { figure: _, words } => self.say(format!("Figure: {}", words.words())),
            Node::Gauge { label, done, total } => self.say(format!("{}: {done} of {total}", label.words())),
            Node::Row(row) => self.choice(&bracketed(&row.text), row),
            Node::Buttons { label, rows } => {
                self.say(label.words());
                rows.iter().for_each(|row| self.choice(&row.text.words(), row));
            }
            Node::Field(field) => {
                let words = match field.text.trim().is_empty() {
                    true => "write here".to_owned(),
                    false => format!("write on; {SO_FAR}{}", field.text.replace('\n', " / ")),
                };
                let number = self.number(None);
                let action = Action::Write(field.target.clone());
                self.said.push(Said {
                    words: format!("{number}. {words}"),
                    choice: Some((number, action)),
                });
            }
        }
    }

    fn item(&mut self, item: &ListItem) {
        let before = match item.mark {
            Marker::Bullet => "- ".to_owned(),
            Marker::Number(n) => format!("{n}. "),
            Marker::Task(_) => format!("{} ", item.mark.words()),
            // Inside another entry the verdict was told already: above, or with the entry.
            Marker::Right | Marker::Wrong | Marker::Partly if self.depth > 1 => String::new(),
            Marker::Right | Marker::Wrong | Marker::Partly => {
                let word = item
                    .mark
                    .state()
                    .map_or_else(String::new, |word| format!("{word}: "));
                // Explanations that begin with the verdict need not be told it twice.
                let first = item
                    .nodes
                    .first()
                    .map(|node| first_words(node))
                    .unwrap_or_default();
                let begins = ["Yes", "Not ", "Right", "Partly"]
                    .iter()
                    .any(|word| first.starts_with(word));
                if begins { String::new() } else { word }
            }
            Marker::Link
            | Marker::Button
            | Marker::Radio(_)
            | Marker::Check(_)
            | Marker::Filled(_)
            | Marker::Nth(_)
            | Marker::Done
            | Marker::Begun
            | Marker::Fresh => String::new(),
        };
        let set_in = "  ".repeat(self.depth.saturating_sub(1));
        let before = if before.is_empty() {
            before
        } else {
            format!("{set_in}{before}")
        };
        let digit = item.digit.map(|digit| format!("{digit}. ")).unwrap_or_default();
        self.nodes(&item.nodes, &format!("{digit}{before}"));
    }
}

/// Words without the blanks that set them in a column: those are for the eye.
fn unaligned(words: &str) -> String {
    let parts = words.split("   ").map(str::trim).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

fn first_words(node: &Node) -> String {
    match node {
        Node::Para(text) => text.words(),
        _ => String::new(),
    }
}

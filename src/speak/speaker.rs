//! Owns how nodes become lines: the words of a block, and the numbers of what can be chosen.
//! Must not know the app, nor which lines are left out or said again.

use crate::action::{Action, Screen};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Lines, ListItem, Node, Row, so_far};
use crate::speak::{Said, SaidKind};
use std::sync::Arc;

/// Speaks nodes, numbering what can be chosen: digits first, the rest after the highest digit. On a page, rows that leave it have no
/// number, and a match asks for one pair at a time.
pub fn speak_on(nodes: &[&Arc<Node>], page: Option<&Screen>) -> Vec<Said> {
    let rows = || nodes.iter().flat_map(|node| rows(node));
    let highest = rows().filter_map(|row| row.digit).max().unwrap_or(0);
    let open = rows().find_map(|row| match &row.action {
        Action::Pair(id, row, _) => Some(Action::Partners(id.clone(), *row)),
        _ => None,
    });
    let partners = || rows().filter(|row| matches!(row.action, Action::Partners(..)));
    let nth = partners().position(|row| Some(&row.action) == open.as_ref());
    let mut speaker = Speaker {
        said: Vec::new(),
        next: usize::from(highest) + 1,
        depth: 0,
        row: String::new(),
        pair: nth
            .filter(|_| page.is_some())
            .map(|nth| (nth + 1, partners().count())),
        open,
        page,
    };
    nodes.iter().for_each(|node| speaker.node(node));
    speaker.said
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
        | Node::Ahead(_)
        | Node::Figure { .. }
        | Node::Gauge { .. }
        | Node::Field(_) => Vec::new(),
    }
}

struct Speaker<'a> {
    said: Vec<Said>,
    next: usize,
    /// Lists around the one being said.
    depth: usize,
    /// The row whose partners follow, until it was named.
    row: String,
    /// Of a match that is asked, which pair of how many is open.
    pair: Option<(usize, usize)>,
    /// What opens that pair.
    open: Option<Action>,
    /// The page they stand on.
    page: Option<&'a Screen>,
}

impl Speaker<'_> {
    fn say(&mut self, words: impl Into<String>) {
        let words: String = words.into();
        let kind = if self.depth > 0 {
            SaidKind::Entry
        } else {
            SaidKind::Words
        };
        self.say_as(kind, &words);
    }

    fn say_as(&mut self, kind: SaidKind, words: &str) {
        // In code an empty line is one of its lines.
        let is_said = |line: &&str| kind == SaidKind::Code || !line.trim().is_empty();
        let lines = words.split('\n').filter(is_said);
        self.said.extend(lines.map(|line| Said {
            kind,
            ..Said::words(line)
        }));
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
        if let (Some((nth, of)), Action::Partners(..)) = (self.pair, &row.action) {
            if self.open.as_ref() == Some(&row.action) {
                self.say(format!("Pair {nth} of {of}: {}", words.replace('\n', " ")));
            }
            return;
        }
        if row.indent == 0 || !matches!(row.action, Action::Pair(..)) {
            self.row = words.to_owned();
        } else if let Some(row) =
            Some(std::mem::take(&mut self.row)).filter(|row| !row.is_empty() && self.pair.is_none())
        {
            self.say(format!("For \"{row}\":"));
        }
        let mark = row.mark.words();
        let mark = if mark.is_empty() {
            String::new()
        } else {
            format!("{mark} ")
        };
        let aside = if row.aside.is_empty() {
            String::new()
        } else {
            let between = if words.ends_with(['.', '?', '!', '"']) {
                ""
            } else {
                ","
            };
            format!("{between} {}", words_of(&row.aside))
        };
        let words = format!("{mark}{}{aside}", words.replace('\n', " "));
        if self.page.is_some_and(|page| row.action.leaves(page)) {
            return self.said.push(Said {
                kind: SaidKind::ByWord,
                ..Said::words(&words)
            });
        }
        let number = self.number(row.digit);
        self.said.push(Said {
            words: format!("{number}. {words}"),
            choice: Some((number, row.action.clone())),
            kind: SaidKind::Row(row.mark),
        });
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Heading { level, id: _, text } => self.say(format!("Heading {level}: {}", words_of(text))),
            Node::Para(text) => self.say(unaligned(&words_of(text))),
            Node::List(items) => {
                self.depth += 1;
                items.iter().for_each(|item| self.item(item));
                self.depth -= 1;
            }
            Node::Quote(nodes) => self.nodes(nodes, "Quote: "),
            Node::Note { kind, nodes } => self.nodes(nodes, &format!("{}: ", kind.word())),
            Node::Code(text) => {
                self.say("Code:");
                self.say_as(SaidKind::Code, text);
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
                    let between = if table.head.iter().all(Text::is_empty) {
                        ": "
                    } else {
                        "; "
                    };
                    self.say_as(SaidKind::Entry, &said.join(between));
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
                notes
                    .iter()
                    .for_each(|row| self.choice(&words_of(&row.text), row));
            }
            Node::Rule | Node::Ahead(_) => {}
            Node::Figure { figure: _, words } => self.say(format!("Figure: {}", words.words())),
            Node::Gauge {
                label,
                done,
                total,
                unit,
            } => self.say(format!("{}: {}", words_of(label), so_far((*done, *total), unit))),
            Node::Row(row) => self.choice(&words_of(&row.text), row),
            Node::Buttons { label, rows } => {
                self.say(words_of(label));
                rows.iter().for_each(|row| self.choice(&words_of(&row.text), row));
            }
            Node::Field(field) => {
                let is_empty = field.text.trim().is_empty();
                let number = self.number(None);
                let words = match (is_empty, field.lines) {
                    (true, _) => "Write here".to_owned(),
                    (false, Lines::One) => format!("Write it anew; now it is: {}", field.text.trim()),
                    (false, Lines::Many) => "Write on; so far:".to_owned(),
                };
                self.said.push(Said {
                    words: format!("{number}. {words}"),
                    choice: Some((number, Action::Write(field.target.clone()))),
                    kind: SaidKind::Field,
                });
                if field.lines == Lines::Many {
                    let lines = field.text.lines().filter(|line| !line.trim().is_empty());
                    self.said.extend(lines.map(|line| Said {
                        kind: SaidKind::Own,
                        ..Said::words(line)
                    }));
                }
            }
        }
    }

    fn item(&mut self, item: &ListItem) {
        let before = match item.mark {
            Marker::Bullet => "- ".to_owned(),
            Marker::Number(n) => format!("Step {n}: "),
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
        let digit = item
            .digit
            .map(|digit| format!("Option {digit}: "))
            .unwrap_or_default();
        self.nodes(&item.nodes, &format!("{digit}{before}"));
    }
}

fn first_words(node: &Node) -> String {
    match node {
        Node::Para(text) => text.words(),
        _ => String::new(),
    }
}

/// Words without the blanks that set them in a column: those are for the eye.
fn unaligned(words: &str) -> String {
    let parts = words.split("   ").map(str::trim).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// The words of a text, those that were found in brackets. Where the program set pieces apart by blanks, a sign does that for the ear.
pub fn words_of(text: &Text) -> String {
    let mut words = String::new();
    for run in &text.0 {
        let found = (run.look.role == Role::Match).then(|| format!("[{}]", run.text));
        let piece = found.as_deref().unwrap_or(&run.text);
        let is_apart = piece.starts_with("  ") || words.ends_with("  ");
        if is_apart && !words.trim_end().is_empty() {
            words.truncate(words.trim_end().len());
            let needs_none = words.ends_with(['.', '?', '!', ':']) || piece.trim_start().starts_with('(');
            words.push_str(if needs_none { " " } else { ": " });
            words.push_str(piece.trim_start());
        } else {
            words.push_str(piece);
        }
    }
    words
}

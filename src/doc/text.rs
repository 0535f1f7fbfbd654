//! Owns words with their style: what a paragraph, a heading or a row says.
//! Must not know colors or cells; a theme turns a role into those.

use crate::action::Action;
use crate::clean::Clean;
use std::borrow::Cow;

/// Words with their looks, in one line of thought. Newlines inside are hard breaks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text(pub Vec<Run>);

impl Text {
    /// Plain words.
    pub fn plain(words: &str) -> Text {
        Text::role(words, Role::Body)
    }

    /// Words in one role.
    pub fn role(words: &str, role: Role) -> Text {
        match words.is_empty() {
            true => Text::default(),
            false => Text(vec![Run {
                text: Clean::new(words),
                look: TextStyle {
                    role,
                    ..TextStyle::default()
                },
                action: None,
            }]),
        }
    }

    /// Strong words.
    pub fn strong(words: &str) -> Text {
        Text::plain(words).stressed()
    }

    /// The same text, strong.
    pub fn stressed(mut self) -> Text {
        self.0.iter_mut().for_each(|run| run.look.strong = true);
        self
    }

    /// The same text with more after it.
    pub fn and(mut self, more: Text) -> Text {
        self.0.extend(more.0);
        self
    }

    /// The words alone.
    pub fn words(&self) -> String {
        self.read().into_owned()
    }

    /// The same, copied only where they stand in several runs.
    pub fn read(&self) -> Cow<'_, str> {
        if let [run] = &*self.0 {
            return Cow::Borrowed(&run.text);
        }
        let mut words = String::with_capacity(self.0.iter().map(|run| run.text.len()).sum());
        self.0.iter().for_each(|run| words.push_str(&run.text));
        Cow::Owned(words)
    }

    /// These words and a word at their edge in one line of thought. There a number is not parted from what it counts.
    pub fn in_one(&self, edge: &Text) -> Text {
        let goes_on = self.words().ends_with(char::is_alphanumeric);
        let between = Text::plain(if goes_on { ", " } else { " " });
        let mut edge = edge.clone();
        for run in &mut edge.0 {
            let mut before = ' ';
            let joined = run.text.chars().map(|c| match std::mem::replace(&mut before, c) {
                '0'..='9' if c == ' ' => '\u{a0}',
                _ => c,
            });
            run.text = Clean::new(&joined.collect::<String>());
        }
        self.clone().and(between).and(edge)
    }

    /// Its lines, each as a text of its own.
    pub fn lines(&self) -> Vec<Text> {
        let mut lines = vec![Text::default()];
        for run in &self.0 {
            for (at, words) in run.text.split('\n').enumerate() {
                if at > 0 {
                    lines.push(Text::default());
                }
                if let (Some(Text(line)), false) = (lines.last_mut(), words.is_empty()) {
                    line.push(Run {
                        text: words.into(),
                        ..run.clone()
                    });
                }
            }
        }
        lines
    }

    /// Its paragraphs, each as its lines: a line without words ends one.
    pub fn paragraphs(&self) -> Vec<Vec<Text>> {
        let lines = self.lines();
        let paragraphs = lines.split(|line| line.words().trim().is_empty());
        paragraphs
            .filter(|lines| !lines.is_empty())
            .map(<[Text]>::to_vec)
            .collect()
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|run| run.text.is_empty())
    }
}

/// Words that share a look.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub text: Clean,
    /// Their look.
    pub look: TextStyle,
    /// What Enter on them does, where they are a link.
    pub action: Option<Action>,
}

/// How words are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TextStyle {
    pub strong: bool,
    /// Stressed.
    pub emphasis: bool,
    /// Struck out.
    pub strike: bool,
    /// What they are.
    pub role: Role,
}

/// What words are, for a theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    #[default]
    Body,
    /// Said in a lower voice.
    Muted,
    /// A heading of the first or second level.
    Title,
    /// Code, kept as typed.
    Code,
    Link,
    /// The mark or word of a right answer.
    Right,
    /// The mark or word of one that is not right yet.
    Wrong,
    /// The mark or word of one that is partly right.
    Partly,
    /// The word of a callout, the lines of a figure, a gauge.
    Accent,
    /// Bars, rules and frames.
    Bar,
    /// Words that were looked for.
    Match,
}

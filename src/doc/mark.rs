//! Owns marks: what a row or a list entry hangs from, as a sign for paint and as words for speak.
//! Must not know colours.

/// What a list entry or a row hangs from. `glyph` is for paint, `words` for speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A bullet.
    Bullet,
    /// A number.
    Number(u64),
    /// An entry of a check list.
    Task(bool),
    /// A row that leads somewhere.
    Link,
    /// A button.
    Button,
    /// One of several, picked or not.
    Radio(bool),
    /// A box, ticked or not.
    Check(bool),
    /// A row of a match, with its partner or without.
    Filled(bool),
    /// The place given to a line, where it has one.
    Nth(Option<usize>),
    /// Right.
    Right,
    /// Not right yet.
    Wrong,
    /// Partly right.
    Partly,
    /// Finished.
    Done,
    /// Begun.
    Begun,
    /// Not begun.
    Fresh,
}

/// The two sets of glyphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// Box drawing and signs of Unicode.
    Unicode,
    /// Nothing beyond ASCII.
    Ascii,
}

impl Glyphs {
    /// The one of two spellings that belongs to this set.
    pub fn pick<'a>(self, unicode: &'a str, ascii: &'a str) -> &'a str {
        match self {
            Glyphs::Unicode => unicode,
            Glyphs::Ascii => ascii,
        }
    }
}

impl Mark {
    /// The mark as drawn.
    pub fn glyph(self, glyphs: Glyphs) -> String {
        match self {
            Mark::Bullet => glyphs.pick("•", "*").into(),
            Mark::Number(n) => format!("{n}."),
            Mark::Task(false) | Mark::Check(false) | Mark::Filled(false) => "[ ]".into(),
            Mark::Task(true) | Mark::Check(true) | Mark::Filled(true) => "[x]".into(),
            Mark::Link | Mark::Button => String::new(),
            Mark::Radio(false) => "( )".into(),
            Mark::Radio(true) => glyphs.pick("(•)", "(*)").into(),
            Mark::Nth(None) => "[ ]".into(),
            Mark::Nth(Some(n)) => format!("[{n}]"),
            Mark::Right => glyphs.pick("✓", "+").into(),
            Mark::Wrong => glyphs.pick("✗", "x").into(),
            Mark::Partly => glyphs.pick("◐", "~").into(),
            Mark::Done => glyphs.pick("✓", "x").into(),
            Mark::Begun => glyphs.pick("◐", "~").into(),
            Mark::Fresh => glyphs.pick("○", ".").into(),
        }
    }

    /// The mark in words; empty where the text says it all.
    pub fn words(self) -> String {
        match self {
            Mark::Bullet
            | Mark::Link
            | Mark::Button
            | Mark::Radio(false)
            | Mark::Check(false)
            | Mark::Nth(None) => String::new(),
            Mark::Filled(_)
            | Mark::Done
            | Mark::Begun
            | Mark::Fresh
            | Mark::Right
            | Mark::Wrong
            | Mark::Partly => String::new(),
            Mark::Number(n) => format!("{n}."),
            Mark::Task(false) => "to do:".into(),
            Mark::Task(true) => "done:".into(),
            Mark::Radio(true) => "picked:".into(),
            Mark::Check(true) => "ticked:".into(),
            Mark::Nth(Some(n)) => format!("place {n}:"),
        }
    }
}

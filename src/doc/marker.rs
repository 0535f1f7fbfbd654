//! Owns marks: what a row or a list entry hangs from, as a sign for paint and as words for speak.
//! Must not know colors.

/// What a list entry or a row hangs from. `glyph` is for paint, `words` for speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A bullet.
    Bullet,
    /// A number.
    Number(u64),
    /// An entry of a check list.
    Task(bool),
    /// A row that leads somewhere.
    Link,
    Button,
    /// One of several, picked or not.
    Radio(bool),
    /// A box, ticked or not.
    Check(bool),
    /// A row of a match, with its partner or without.
    Filled(bool),
    /// The place given to a line, where it has one.
    Nth(Option<usize>),
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

impl Marker {
    /// The mark as drawn.
    pub fn glyph(self, glyphs: Glyphs) -> String {
        match self {
            Marker::Bullet => glyphs.pick("•", "*").into(),
            Marker::Number(n) => format!("{n}."),
            Marker::Task(false) | Marker::Check(false) | Marker::Filled(false) => "[ ]".into(),
            // A sign means one thing: in ASCII an x is what does not fit, wherever it stands.
            Marker::Task(true) | Marker::Check(true) | Marker::Filled(true) => {
                glyphs.pick("[x]", "[*]").into()
            }
            Marker::Link | Marker::Button => String::new(),
            Marker::Radio(false) => "( )".into(),
            Marker::Radio(true) => glyphs.pick("(•)", "(*)").into(),
            Marker::Nth(None) => "[ ]".into(),
            Marker::Nth(Some(n)) => format!("[{n}]"),
            Marker::Right => glyphs.pick("✓", "+").into(),
            Marker::Wrong => glyphs.pick("✗", "x").into(),
            Marker::Partly => glyphs.pick("◐", "~").into(),
            Marker::Done => glyphs.pick("✓", "+").into(),
            Marker::Begun => glyphs.pick("◐", "~").into(),
            Marker::Fresh => glyphs.pick("○", ".").into(),
        }
    }

    /// How something stands, where the mark says it: a word for whoever does not see the sign.
    pub fn state(self) -> Option<&'static str> {
        match self {
            Marker::Right => Some("Right"),
            Marker::Wrong => Some("Not yet"),
            Marker::Partly => Some("Partly"),
            Marker::Done => Some("Done"),
            Marker::Begun => Some("Begun"),
            Marker::Fresh => Some("New"),
            Marker::Bullet | Marker::Number(_) | Marker::Task(_) | Marker::Link | Marker::Button => None,
            Marker::Radio(_) | Marker::Check(_) | Marker::Filled(_) | Marker::Nth(_) => None,
        }
    }

    /// The mark in words; empty where the text says it all.
    pub fn words(self) -> String {
        match self {
            Marker::Bullet
            | Marker::Link
            | Marker::Button
            | Marker::Radio(false)
            | Marker::Check(false)
            | Marker::Nth(None) => String::new(),
            Marker::Filled(_)
            | Marker::Done
            | Marker::Begun
            | Marker::Fresh
            | Marker::Right
            | Marker::Wrong
            | Marker::Partly => String::new(),
            Marker::Number(n) => format!("{n}."),
            Marker::Task(false) => "to do:".into(),
            Marker::Task(true) => "done:".into(),
            Marker::Radio(true) => "picked:".into(),
            Marker::Check(true) => "ticked:".into(),
            Marker::Nth(Some(n)) => format!("place {n}:"),
        }
    }
}

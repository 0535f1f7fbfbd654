//! Owns bringing courses over: texts of other formats in, our Markdown out, and beside it the list of what could not be carried over.
//! Must not know where a text came from, nor where the Markdown goes.

pub mod folder;
pub mod gift;
pub mod html;
pub mod lesson;
pub mod liascript;
pub mod markdown;
pub mod mdbook_quiz;
pub mod mkdocs_quiz;

use crate::clean::{Fingerprint, fold};
use crate::source::{Files, position};
use std::collections::HashSet;

/// Another format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForeignFormat {
    /// Moodle's GIFT.
    Gift,
    /// Pages of MkDocs with `<quiz>`.
    MkDocsQuiz,
    /// Quizzes of mdBook in TOML, and pages that take them in.
    MdBookQuiz,
    /// Pages of LiaScript with quizzes.
    LiaScript,
    /// A page without questions.
    Markdown,
}

/// What a format is called, what its files end in, a sign that a text is of it, and what reads it.
type FormatRow = (
    ForeignFormat,
    &'static str,
    &'static [&'static str],
    fn(&str) -> bool,
    fn(&Foreign<'_>, &mut Names) -> Brought,
);

/// Every format; of a text the first that fits counts.
const FORMATS: [FormatRow; 6] = [
    (ForeignFormat::Gift, "GIFT", &["gift"], |_| true, gift::import),
    (ForeignFormat::Gift, "GIFT", &["txt"], gift::is_gift, gift::import),
    (
        ForeignFormat::MkDocsQuiz,
        "mkdocs-quiz",
        &["md"],
        mkdocs_quiz::is_quiz,
        mkdocs_quiz::import,
    ),
    (
        ForeignFormat::MdBookQuiz,
        "mdbook-quiz",
        &["toml", "md"],
        mdbook_quiz::is_quiz,
        mdbook_quiz::import,
    ),
    (
        ForeignFormat::LiaScript,
        "LiaScript",
        &["md"],
        liascript::is_quiz,
        liascript::import,
    ),
    (
        ForeignFormat::Markdown,
        "Markdown",
        &["md"],
        |_| true,
        markdown::import,
    ),
];

/// What the files of all formats end in.
pub fn endings() -> Vec<&'static str> {
    let all = FORMATS.iter().flat_map(|(_, _, endings, _, _)| *endings);
    all.copied().collect()
}

impl ForeignFormat {
    /// The format of a file, by its ending and by what is in it.
    pub fn of(ending: &str, text: &str) -> Option<ForeignFormat> {
        let ending = ending.to_ascii_lowercase();
        let fits = |(_, _, endings, is, _): &&FormatRow| endings.contains(&ending.as_str()) && is(text);
        FORMATS.iter().find(fits).map(|(format, ..)| *format)
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |(_, name, ..)| name)
    }

    /// Brings a text over.
    pub fn import(self, foreign: &Foreign<'_>, names: &mut Names) -> Brought {
        self.row()
            .map(|(.., import)| import(foreign, names))
            .unwrap_or_default()
    }

    fn row(self) -> Option<&'static FormatRow> {
        FORMATS.iter().find(|(format, ..)| *format == self)
    }
}

/// A text of another format.
pub struct Foreign<'a> {
    pub text: &'a str,
    /// What the lesson is called if its text does not say it.
    pub title: &'a str,
    /// Where it lies among its files.
    pub path: &'a str,
    /// What lies beside it.
    pub files: &'a Files,
}

/// A lesson that was brought over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brought {
    /// The lesson in our Markdown.
    pub markdown: String,
    /// Questions in it.
    pub questions: usize,
    /// What could not be carried over, in the order of its lines.
    pub left: Vec<LeftOut>,
}

/// Something that could not be carried over, or not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its line in the other text, from 1.
    pub line: usize,
    /// What it is, and what became of it.
    pub what: String,
}

/// The list of what could not be carried over, while a text is read.
pub struct Told<'a> {
    text: &'a str,
    left: Vec<LeftOut>,
    /// What was told for the whole text.
    once: HashSet<&'static str>,
}

impl Told<'_> {
    /// Nothing yet, of this text.
    pub fn new(text: &str) -> Told<'_> {
        Told {
            text,
            left: Vec::new(),
            once: HashSet::new(),
        }
    }

    /// Tells of something at a byte of the text.
    pub fn at(&mut self, at: usize, what: impl Into<String>) {
        let line = position(self.text, at).0;
        self.on(line, what);
    }

    /// Tells of something on a line.
    pub fn on(&mut self, line: usize, what: impl Into<String>) {
        let what = what.into();
        self.left.push(LeftOut { line, what });
    }

    /// Tells of something that holds for the whole text, where it comes first.
    pub fn once(&mut self, line: usize, what: &'static str) {
        if self.once.insert(what) {
            self.on(line, what);
        }
    }

    /// All that was told, by its lines.
    pub fn list(mut self) -> Vec<LeftOut> {
        self.left.sort_by_key(|left| left.line);
        self.left
    }
}

/// Ids given so far: each is given once.
#[derive(Default)]
pub struct Names(HashSet<String>);

/// Words of a text that its id is made of.
const WORDS: usize = 6;

impl Names {
    /// An id made of these words, which no other has.
    pub fn of(&mut self, words: &str) -> String {
        let plain = fold(words).to_ascii_lowercase();
        let parts = plain
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|part| !part.is_empty());
        let slug = parts.take(WORDS).collect::<Vec<_>>().join("-");
        let slug = match slug.as_str() {
            // Of a script without such letters: the same words always have the same id.
            "" => format!("q-{:08x}", Fingerprint::of(words).0),
            slug => slug.to_owned(),
        };
        let again = (2..).map(|nth| format!("{slug}-{nth}"));
        let mut free = std::iter::once(slug.clone()).chain(again);
        let name = free.find(|name| !self.0.contains(name)).unwrap_or(slug);
        self.0.insert(name.clone());
        name
    }
}

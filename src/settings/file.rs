//! Owns the form of the settings file: RON → settings and complaints with their places, and a file with one value changed.
//! Must not know where the file lies.

use crate::course::manifest::{does_not_parse, not_utf8};
use crate::settings::{KEYS, Refusal, Settings, keys};
use crate::source::{Diagnostic, Span, text};
use ron::error::SpannedError;
use ron::value::RawValue;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Bytes of the longest file that is read.
pub const LONGEST: usize = 64 * 1024;
/// What stands above the settings in a file that the program makes.
const HEAD: &str = "// Settings of Ally Up on this machine. The page Settings changes them; the README says what else can be written.\n";

/// What a file says, as far as it can be understood, and every complaint about it. `name` is how complaints call the file.
pub fn read(name: &str, bytes: &[u8]) -> (Settings, Vec<Diagnostic>) {
    let file: Arc<str> = name.into();
    let mut settings = Settings::default();
    if bytes.len() > LONGEST {
        let message = format!(
            "the file is {} bytes long; at most {LONGEST} are read",
            bytes.len()
        );
        let complaint = Diagnostic::error("too-large", Span::whole(name), message);
        return (
            settings,
            vec![complaint.help("is this the right file? settings need less")],
        );
    }
    let source = match text(bytes) {
        Ok(source) => source,
        Err(at) => return (settings, vec![not_utf8(&file, at)]),
    };
    let fields = match fields(source) {
        Ok(fields) => fields,
        Err(error) => {
            let complaint = does_not_parse(&file, source, &error);
            return (
                settings,
                vec![complaint.help("the form is RON: Settings(theme: night, width: 60)")],
            );
        }
    };
    let mut complaints = Vec::new();
    for (nth, (name, value)) in fields.iter().enumerate() {
        if fields[..nth].iter().any(|(known, _)| known == name) {
            let message = format!("{name} is said twice; the first counts");
            let complaint = Diagnostic::error("twice", Span::new(&file, place(source, name)), message);
            complaints.push(complaint.help("take one of them out"));
        } else if *name == KEYS {
            let (changes, wrong) = keys::read(&file, source, value);
            settings.keys = Some(changes);
            complaints.extend(wrong);
        } else if let Err(refusal) = settings.set(name, &word(value)) {
            let marked = match refusal.code {
                "value" => value,
                _ => *name,
            };
            complaints.push(refused(refusal, Span::new(&file, place(source, marked))));
        }
    }
    (settings, complaints)
}

/// The complaint about something that does not count.
pub fn refused(refusal: Refusal, span: Span) -> Diagnostic {
    Diagnostic::error(refusal.code, span, refusal.message).help(refusal.help)
}

/// The file with one setting changed; all else stays as it is, comments as well. Nothing where that cannot be done.
pub fn edited(source: &str, name: &str, value: &str) -> Option<String> {
    if source.trim().is_empty() {
        return Some(format!("{HEAD}Settings(\n    {name}: {value},\n)\n"));
    }
    let before = fields(source).ok()?;
    let spliced =
        |range: Range<usize>, new: &str| format!("{}{new}{}", &source[..range.start], &source[range.end..]);
    let new = format!("{name}: {value},\n    ");
    let candidates = match (before.iter().find(|(known, _)| *known == name), before.first()) {
        (Some((_, old)), _) => vec![spliced(place(source, old), value)],
        (None, Some((first, _))) => {
            let at = place(source, first).start;
            vec![spliced(at..at, &new)]
        }
        // The bracket may be any, where a comment has some as well.
        (None, None) => source
            .match_indices('(')
            .map(|(at, _)| spliced(at + 1..at + 1, &format!("{name}: {value}")))
            .collect(),
    };
    let is_right = |text: &String| {
        let Ok(after) = fields(text) else { return false };
        let changed = after.iter().find(|(known, _)| *known == name);
        let others = |fields: &[(&str, &str)]| {
            let others = fields.iter().filter(|(known, _)| *known != name);
            others
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect::<Vec<_>>()
        };
        changed.is_some_and(|(_, written)| *written == value) && others(&before) == others(&after)
    };
    candidates.into_iter().find(is_right)
}

/// The bytes of the source that a part of it stands at.
pub fn place(source: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr().addr() - source.as_ptr().addr();
    start..start + part.len()
}

/// A value that is one word, with or without quotes.
pub fn word(value: &str) -> String {
    ron::from_str(value).unwrap_or_else(|_| value.to_owned())
}

/// The names of the file and their values as they are written, without the blanks and comments around them.
fn fields(source: &str) -> Result<Vec<(&str, &str)>, SpannedError> {
    let Fields(fields) = ron::from_str(source.strip_prefix('\u{feff}').unwrap_or(source))?;
    Ok(fields)
}

struct Fields<'a>(Vec<(&'a str, &'a str)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Fields<'de>, D::Error> {
        from.deserialize_struct("Settings", &[], FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Settings(…)")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Fields<'de>, M::Error> {
        let mut fields = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            fields.push((name, map.next_value::<&RawValue>()?.trim().get_ron()));
        }
        Ok(Fields(fields))
    }
}

struct Name<'a>(&'a str);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Name<'de>, D::Error> {
        from.deserialize_identifier(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keymap::{Command, Key};
    use crate::source::{Severity, position};
    use proptest::prelude::*;

    /// Of a complaint: line and column, the words that are marked, and its code.
    type Told<'a> = ((usize, usize), &'a str, &'static str);

    /// What a file says, and what is told of it.
    fn told(source: &str) -> (Settings, Vec<Told<'_>>) {
        let (settings, complaints) = read("settings.ron", source.as_bytes());
        let told = complaints.iter().map(|complaint| {
            let Span { start, end, .. } = complaint.span;
            let marked = source.get(start..end).unwrap_or_default();
            (position(source, start), marked, complaint.code)
        });
        (settings, told.collect())
    }

    #[test]
    fn a_file_says_what_it_says_and_each_fault_has_its_place() {
        let source = "\u{feff}// mine\nSettings(\n    theme: nigth, width: 60, /* ( */ spacing: loose,\n    colour: red,\n    ascii: \"on\", width: 70,\n)\n";
        let (settings, complaints) = told(source);
        assert_eq!((settings.width(), settings.theme), (60, None));
        assert_eq!(
            settings.names().collect::<Vec<_>>(),
            ["width", "spacing", "ascii"]
        );
        let expected = [
            ((3, 12), "nigth", "value"),
            ((4, 5), "colour", "unknown-setting"),
            ((5, 18), "width", "twice"),
        ];
        assert_eq!(complaints, expected);
    }

    #[test]
    fn a_file_that_does_not_parse_says_where_and_nothing_else() {
        let (settings, complaints) = told("Settings(\n    width: 60,\n    theme night,\n)\n");
        assert_eq!(settings, Settings::default());
        assert_eq!(complaints.len(), 1);
        let ((line, _), _, code) = complaints[0];
        assert_eq!((line, code), (3, "ron"));
        assert!(matches!(told("Course(id: 1)").1[..], [(_, _, "ron")]));
        let long = " ".repeat(LONGEST + 1);
        assert!(matches!(told(&long).1[..], [(_, _, "too-large")]));
        let (_, complaints) = read("settings.ron", b"(theme: \"\xff\")");
        assert_eq!((complaints[0].code, complaints[0].span.start), ("not-utf-8", 9));
    }

    #[test]
    fn keys_are_given_taken_and_complained_about() {
        let source = r#"(keys: {
    "quit": ["Q", "ctrl-q"], "hint": off, "next lesson": "N",
    "passage": ["Q", "Enter", "F1"],
    "hints": [], "hint": ["H"], "blank": 7, "undo": ["o"],
})"#;
        let (settings, complaints) = told(source);
        let keys = settings.keys.clone().unwrap();
        let expected = [
            (Command::Quit, vec![Key::Char('Q'), Key::Control('q')]),
            (Command::Hint, vec![]),
            (Command::NextLesson, vec![Key::Char('N')]),
            (Command::Passage, vec![]),
            (Command::Undo, vec![Key::Char('o')]),
        ];
        assert_eq!(keys, expected);
        let expected = [
            ((3, 17), "\"Q\"", "conflict"),
            ((3, 22), "\"Enter\"", "fixed-key"),
            ((3, 31), "\"F1\"", "unknown-key"),
            ((4, 5), "\"hints\"", "unknown-command"),
            ((4, 18), "\"hint\"", "twice"),
            ((4, 42), "7", "keys"),
            ((4, 54), "\"o\"", "taken"),
        ];
        assert_eq!(complaints, expected);
        let (_, complaints) = read("settings.ron", source.as_bytes());
        assert_eq!(complaints[3].help.as_deref(), Some("did you mean hint?"));
        assert_eq!(complaints[6].severity, Severity::Warning);
        assert_eq!(settings.keymap().shown(Command::Outline), "");
        // A key is free once its command has others.
        let swapped = r#"(keys: {"hint": ["g"], "passage": ["i"]})"#;
        assert_eq!(told(swapped).1, []);
        assert!(matches!(told("(keys: [1])").1[..], [((1, 8), "[1]", "keys")]));
    }

    #[test]
    fn a_change_rewrites_one_value_and_nothing_else() {
        let source =
            "// night (for trains)\nSettings(\n    theme: /* so far */ paper, // dear\n    colour: red,\n)\n";
        assert_eq!(
            edited(source, "theme", "night").unwrap(),
            source.replace("paper", "night")
        );
        let added = edited(source, "mouse", "on").unwrap();
        assert_eq!(added, source.replace("theme:", "mouse: on,\n    theme:"));
        assert_eq!(
            edited("/* ( */ Settings()", "mouse", "on").as_deref(),
            Some("/* ( */ Settings(mouse: on)")
        );
        let made = edited("", "width", "60").unwrap();
        assert_eq!(told(&made).0.width(), 60);
        assert!(made.starts_with("//"));
        assert_eq!(edited("Settings(theme night)", "mouse", "on"), None);
        assert_eq!(edited("7", "mouse", "on"), None);
    }

    /// Pieces of files, right and wrong.
    const PIECES: [&str; 24] = [
        "Settings(",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "theme",
        "keys",
        "width",
        "\"hint\"",
        "\"q\"",
        "night",
        "off",
        "60",
        " ",
        "\n",
        "// c\n",
        "/* ( */",
        "#![enable(implicit_some)]",
        "#![enable(unwrap_newtypes)]",
        "é",
    ];

    proptest! {
        #[test]
        fn nothing_that_is_written_ends_the_program(pieces in prop::collection::vec(0..PIECES.len(), 0..24)) {
            let source: String = pieces.into_iter().map(|at| PIECES[at]).collect();
            read("settings.ron", source.as_bytes());
            if let Some(after) = edited(&source, "mouse", "on") {
                prop_assert_eq!(read("settings.ron", after.as_bytes()).0.mouse, Some(crate::settings::Switch::On));
            }
        }

        #[test]
        fn what_is_written_inside_a_file_ends_nothing_either(pieces in prop::collection::vec(0..PIECES.len(), 0..9), keys: bool) {
            let inside: String = pieces.into_iter().map(|at| PIECES[at]).collect();
            let source = match keys {
                true => format!("(keys: {{{inside}}})"),
                false => format!("(theme: {inside}, width: 60)"),
            };
            read("settings.ron", source.as_bytes());
            edited(&source, "theme", "ink");
        }
    }
}

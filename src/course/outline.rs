//! Owns what can be known of a lesson without building it: its title, its length, its questions. The build script includes this
//! file and runs it over the embedded course, so that a start parses nothing it does not show.
//! Must not know anything but Markdown: no `use crate::` in here.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The classes that make a heading a question.
pub const KINDS: [&str; 10] = [
    "one", "many", "match", "order", "fill", "write", "reflect", "rate", "plan", "predict",
];

/// The class of a scene that asks for a line of one's own before it shows any.
pub const WRITE_FIRST: &str = "write-first";

/// A lesson at a glance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The level-1 heading.
    pub title: String,
    /// Words of prose. Questions are not counted, nor the words of pictures, which stand for a drawing.
    pub words: usize,
    pub questions: Vec<Glimpse>,
    /// Of a rehearsal, the scenes that ask for a line of one's own before they show any.
    pub write_first: Vec<String>,
}

/// A question at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glimpse {
    pub id: String,
    /// The class of its kind.
    pub class: String,
    /// Whether it goes into the review.
    pub card: bool,
    /// The card whose other stem it is. Its lesson does not ask it.
    pub variant: Option<String>,
    /// Days after its lesson was read when it is asked.
    pub after: Option<u32>,
}

impl Outline {
    /// The questions that the lesson itself asks: all but the other stems of its cards.
    pub fn asked(&self) -> impl Iterator<Item = &Glimpse> {
        self.questions.iter().filter(|glimpse| glimpse.variant.is_none())
    }
}

/// The dialect of Markdown lessons are written in.
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// Reads the outline of a lesson.
pub fn outline(markdown: &str) -> Outline {
    let mut found = Outline::default();
    let (mut in_title, mut in_question, mut in_picture) = (false, false, false);
    for event in Parser::new_ext(markdown.strip_prefix('\u{feff}').unwrap_or(markdown), options()) {
        match event {
            Event::Start(Tag::Heading {
                level,
                id,
                classes,
                attrs,
            }) => {
                in_title = level == HeadingLevel::H1 && found.title.is_empty();
                let kind = classes.iter().find(|class| KINDS.contains(&class.as_ref()));
                in_question = kind.is_some();
                if let Some(id) = id
                    .as_ref()
                    .filter(|_| classes.iter().any(|class| class.as_ref() == WRITE_FIRST))
                {
                    found.write_first.push(id.to_string());
                }
                if let (Some(kind), Some(id)) = (kind, id) {
                    let card = classes.iter().any(|class| class.as_ref() == "card");
                    let attribute = |name: &str| {
                        let found = attrs.iter().find(|(key, _)| key.as_ref() == name);
                        found.and_then(|(_, value)| value.as_ref())
                    };
                    found.questions.push(Glimpse {
                        id: id.to_string(),
                        class: kind.to_string(),
                        card,
                        variant: attribute("variant").map(ToString::to_string),
                        after: attribute("after").and_then(|days| days.parse().ok()),
                    });
                }
            }
            Event::End(TagEnd::Heading(_)) => in_title = false,
            Event::Start(Tag::Image { .. }) => in_picture = true,
            Event::End(TagEnd::Image) => in_picture = false,
            Event::Text(text) | Event::Code(text) => {
                if in_title {
                    found.title.push_str(&text);
                }
                if !in_question && !in_picture {
                    // What stands beside a link or a strong word may be a dot and no word.
                    let is_word = |part: &&str| part.chars().any(char::is_alphanumeric);
                    found.words += text.split_whitespace().filter(is_word).count();
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_at_a_glance() {
        let found = outline(
            "# Two *words*\n\nThree more *words*.\n\n![Four that are drawn](figures/f.ron)\n\n### Which? {#which .one .card}\n\n- [x] not counted\n\n## After\n\nend\n",
        );
        assert_eq!(found.title, "Two words");
        assert_eq!(found.words, 2 + 3 + 1 + 1);
        assert_eq!(
            found.questions,
            [Glimpse {
                id: "which".to_owned(),
                class: "one".to_owned(),
                card: true,
                variant: None,
                after: None
            }]
        );
    }
}

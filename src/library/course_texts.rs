//! Owns what of a course can be found by anybody: titles, prose, questions as they are asked, and the pages
//! beside the lessons. Must not know the learner. Nothing that an answer is checked against, explained by or
//! helped with is here: no explanation, no hint, no model, nothing that a gap takes, and no order that a
//! question asks for. The other stems of cards and the bank of a final assessment are left out as well; a
//! question that is not always on its page says so.

use crate::action::Screen;
use crate::clean::Clean;
use crate::course::{Block, ItemKind, Lesson};
use crate::doc::Node;
use crate::library::Library;
use crate::quiz::{Kind, Parts, Question};
use crate::search::passages::Passages;
use crate::search::texts::{of_nodes, said};
use crate::search::{Index, Voice, Weight};
use crate::source::Id;

/// How much is read in one go, in bytes of Markdown: a few milliseconds' worth.
const AT_ONCE: usize = 48 * 1024;

/// The index of all that, as far as it has been made.
#[derive(Clone, Debug, Default)]
pub struct CourseTexts {
    pub index: Index,
    /// Whether nothing is left to be read.
    pub is_whole: bool,
    /// Items, and pages beside them, that are in it.
    read: usize,
    /// Of the next item, the parts that are in it, and the heading that the next part goes on below.
    parts: usize,
    below: Option<Id>,
}

impl CourseTexts {
    /// Reads on in the course.
    pub fn read_on(&mut self, library: &Library) {
        let course = &library.course;
        let mut out = Passages::default();
        let mut bytes = 0;
        for item in course.items().skip(self.read) {
            if bytes > AT_ONCE {
                break;
            }
            out.open(&item.title, item.screen());
            match self.below.take() {
                Some(heading) => out.below(&heading),
                None if self.parts > 0 => {}
                None => out.add(Weight::Title, item.title.clone()),
            }
            if item.kind == ItemKind::Lesson {
                let lesson = library.glance(&item.file);
                while self.parts < lesson.parts() && bytes <= AT_ONCE {
                    bytes += match lesson.ahead(self.parts) {
                        Some((_, part)) => part.bytes,
                        None => library.files.length(&item.file),
                    };
                    blocks(&lesson.glance(self.parts), &mut out);
                    self.parts += 1;
                }
                if self.parts < lesson.parts() {
                    self.below = out.heading().cloned();
                    break;
                }
            }
            self.read += 1;
            self.parts = 0;
        }
        let items = course.items().count();
        if self.read == items && bytes <= AT_ONCE {
            self.read += 1;
            beside(library, &mut out);
        }
        self.index.extend(out.all);
        self.is_whole = self.read > items;
    }
}

/// The pages beside the lessons.
fn beside(library: &Library, out: &mut Passages) {
    let course = &library.course;
    let beside = [
        (&course.glossary, Screen::Glossary),
        (&course.about, Screen::About),
        (&course.sources, Screen::Sources),
    ];
    for (path, screen) in beside {
        let Some(path) = path else { continue };
        let lesson = library.glance(path);
        let title = Clean::line(&lesson.title.words());
        out.open(&title, screen.clone());
        out.add(Weight::Title, title.clone());
        match screen {
            Screen::Glossary => terms(&lesson, &title, out),
            _ => blocks(lesson.blocks(), out),
        }
    }
}

/// Whether a question stands on the page of its lesson whatever the learner has done and set.
fn is_always_asked(question: &Question) -> bool {
    question.after.is_none() && question.kind != Kind::Reflect
}

/// What a question says while it is asked: its stem first.
pub fn asked(question: &Question) -> Vec<Clean> {
    let mut texts = vec![said(&question.prompt)];
    of_nodes(&question.caution, &mut texts);
    of_nodes(&question.body, &mut texts);
    let mut parts: Vec<Clean> = match &question.parts {
        // A first thought has the options of the question it is about.
        Parts::Options(_) if question.kind == Kind::Predict => Vec::new(),
        Parts::Options(options) => options.iter().map(|option| said(&option.text)).collect(),
        Parts::Pairs { rows, .. } => rows
            .iter()
            .flat_map(|row| [said(&row.text), said(&row.partner)])
            .collect(),
        Parts::Lines(lines) => lines.iter().map(|line| said(&line.text)).collect(),
        Parts::Gaps(_) | Parts::Model { .. } | Parts::Example(_) | Parts::Rates { .. } | Parts::Empty => {
            Vec::new()
        }
    };
    // The order in a file would say what goes with what, or after it.
    parts.sort();
    parts.dedup();
    texts.extend(parts);
    texts
}

fn blocks<'a>(blocks: impl IntoIterator<Item = &'a Block>, out: &mut Passages) {
    for block in blocks {
        match block {
            Block::Says(node) => out.node(node),
            Block::Asks(question) if question.variant.is_some() => {}
            Block::Asks(question) => {
                out.below(&question.id);
                let gate = (!is_always_asked(question)).then(|| question.id.clone());
                for text in asked(question) {
                    out.push(Weight::Text, Voice::Course, gate.clone(), text);
                }
            }
        }
    }
}

/// Each term has a page of its own, of which it is the title.
fn terms(lesson: &Lesson, title: &Clean, out: &mut Passages) {
    for block in lesson.blocks() {
        let Block::Says(node) = block else { continue };
        match &**node {
            Node::Heading {
                level: 2,
                id: Some(id),
                text,
            } => {
                out.open(title, Screen::Term(id.clone()));
                out.below(id);
                out.add(Weight::Title, said(text));
            }
            node => out.node(node),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::tests::question;

    #[test]
    fn what_is_asked_is_no_key() {
        for (class, markdown, expected) in [
            (
                "one",
                "- [ ] Zeal\n\n  Why not.\n\n- [x] Asking\n\n  Why.\n\n> All of it.",
                &["Asking", "Zeal"][..],
            ),
            (
                "order",
                "1. Wait\n\n   Why.\n\n2. Ask\n3. Thank",
                &["Ask", "Thank", "Wait"],
            ),
            (
                "match",
                "| a | b | why |\n|---|---|---|\n| Wait | yes | W. |\n| Ask | no | W. |\n| Go | no | W. |",
                &["Ask", "Go", "Wait", "no", "yes"],
            ),
            (
                "fill",
                "> [!TIP]\n> Help.\n\n- [x] again\n- [ ] never\n\n  Why not.",
                &[],
            ),
            ("write", "> May I ask?\n\n- [ ] A topic", &[]),
        ] {
            let texts = asked(&question(class, markdown));
            let texts: Vec<&str> = texts.iter().map(Clean::as_str).collect();
            assert_eq!(texts[0], "Q ____", "{class}");
            assert_eq!(&texts[1..], expected, "{class}");
        }
    }
}

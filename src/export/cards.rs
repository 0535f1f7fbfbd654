//! Owns the questions that are reviewed as cards for Anki: a text file that it takes in once, and again after an edit of the course,
//! without a card learned twice. Must not know the learner: nothing of theirs is in it.
//!
//! What Anki does with such a file decides its form. A record that begins with `#` is a comment, so names of cards are letters, digits and
//! hyphens. A column more than there are fields would be taken for tags. What to do with a card that is there already is said each time,
//! since the answer of another file is kept. Brackets and backslashes stand as their numbers, for Anki plays `[sound:…]` and sets `\(…\)`.

use crate::clean::Clean;
use crate::course::{Item, ItemKind};
use crate::doc::marker::Marker;
use crate::doc::text::Text;
use crate::doc::{ListItem, Node};
use crate::export::html;
use crate::library::Library;
use crate::quiz::{Accept, Choice, Kind, Parts, Question, Worth, blank_draft, shuffled};
use std::collections::HashSet;
use std::sync::Arc;

/// A note of Anki's with a front and a back.
const NOTE_TYPE: &str = "Basic";
/// What is said where no lesson has a card.
const NOTHING: &str = "no question of this is reviewed, so there is no card";

/// The cards of one lesson, or of all: each question that is reviewed, and each other stem of one.
///
/// # Errors
/// That there are none, in words.
pub fn cards(library: &Library, lesson: Option<&Item>) -> Result<String, &'static str> {
    let course = &library.course;
    let mut records = Vec::new();
    let mut names = HashSet::new();
    let lessons = course.items().filter(|item| item.kind == ItemKind::Lesson);
    for item in lessons.filter(|item| lesson.is_none_or(|lesson| lesson.id == item.id)) {
        for question in library.lesson(&item.id).questions() {
            let Some(back) = back(question).filter(|_| question.card || question.variant.is_some()) else {
                continue;
            };
            let name = [&course.id, &*item.id, &question.id].map(named).join("--");
            // Of two with one name the first counts, as everywhere.
            if names.insert(name.clone()) {
                let fields = [name, field(&front(question)), field(&back)];
                let quoted = fields.map(|field| format!("\"{}\"", field.replace('"', "\"\"")));
                records.push(quoted.join("\t"));
            }
        }
    }
    if records.is_empty() {
        return Err(NOTHING);
    }
    let tags = match lesson {
        Some(item) => format!("{}::{}", named(&course.id), named(&item.id)),
        None => named(&course.id),
    };
    let head = [
        "separator:tab".to_owned(),
        "html:true".to_owned(),
        format!("notetype:{NOTE_TYPE}"),
        format!("deck:{}", Clean::line(&course.title)),
        "guid column:1".to_owned(),
        format!("tags:{tags}"),
        "if matches:update current".to_owned(),
        " Questions of the course with their answers and reasons. Nothing of the learner's is in it."
            .to_owned(),
    ];
    let head = head.iter().map(|line| format!("#{line}\n"));
    let records = records.iter().map(|record| format!("{record}\n"));
    Ok(head.chain(records).collect())
}

/// An id in letters, digits and hyphens. Any other sign, which `check` complains of, stands as its number.
fn named(id: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    id.chars()
        .map(|c| match plain(c) {
            true => c.to_string(),
            false => format!("-{:x}-", u32::from(c)),
        })
        .collect()
}

/// Blocks as a field: HTML in one line.
fn field(nodes: &[Arc<Node>]) -> String {
    let html = html::blocks(nodes);
    html.trim_end()
        .replace('\n', " ")
        .replace('[', "&#91;")
        .replace('\\', "&#92;")
}

/// What is asked: the words, and what there is to choose from, in an order that gives nothing away.
fn front(question: &Question) -> Vec<Arc<Node>> {
    let mut nodes = question.caution.clone();
    nodes.push(para(question.prompt.clone().stressed()));
    nodes.extend(question.body.iter().cloned());
    match &question.parts {
        Parts::Options(_) | Parts::Lines(_) => {
            let draft = blank_draft(question, 0, 0);
            nodes.extend(
                question
                    .kind
                    .rules()
                    .asking(question, &draft)
                    .into_iter()
                    .map(Arc::new),
            );
        }
        Parts::Pairs { heads, rows } => {
            let mut partners: Vec<_> = rows.iter().map(|row| (row.partner_print, &row.partner)).collect();
            partners.sort_by_key(|(print, _)| *print);
            partners.dedup_by_key(|(print, _)| *print);
            let partners = shuffled(question, 0, partners, |(print, _)| *print);
            nodes.push(para(heads.0.clone()));
            nodes.push(list(rows.iter().map(|row| vec![para(row.text.clone())])));
            nodes.push(para(heads.1.clone()));
            nodes.push(list(
                partners
                    .into_iter()
                    .map(|(_, partner)| vec![para(partner.clone())]),
            ));
        }
        Parts::Gaps(_) | Parts::Model { .. } | Parts::Example(_) | Parts::Rates { .. } | Parts::Empty => {}
    }
    nodes
}

/// The answer with its reasons; none where no answer is right.
fn back(question: &Question) -> Option<Vec<Arc<Node>>> {
    let right = |options: &[Choice]| {
        let right = options.iter().filter(|choice| choice.worth == Worth::Right);
        right.cloned().collect::<Vec<_>>()
    };
    let mut nodes = match &question.parts {
        Parts::Options(options) if question.kind == Kind::Many => {
            vec![list(right(options).into_iter().map(answer))]
        }
        Parts::Options(options) if question.kind.picks_one() => {
            right(options).into_iter().flat_map(answer).collect()
        }
        Parts::Pairs { rows, .. } => rows
            .iter()
            .map(|row| {
                let nodes = vec![para(row.partner.clone().stressed()), para(row.why.clone())];
                let term = row.text.clone();
                Arc::new(Node::Definition { term, nodes })
            })
            .collect(),
        Parts::Lines(lines) => {
            let items = lines.iter().enumerate().map(|(at, line)| ListItem {
                digit: None,
                mark: Marker::Number(at as u64 + 1),
                nodes: [para(line.text.clone())]
                    .into_iter()
                    .chain(line.why.clone())
                    .collect(),
            });
            vec![Arc::new(Node::List(items.collect()))]
        }
        Parts::Gaps(gaps) => {
            let model = |gap: &Vec<Accept>| gap.iter().find(|accept| accept.worth == Worth::Right).cloned();
            let models: Vec<Accept> = gaps.iter().filter_map(model).collect();
            let shown = models
                .iter()
                .flat_map(|model| std::iter::once(para(Text::strong(&model.words))).chain(model.why.clone()));
            shown.collect()
        }
        Parts::Model { model, .. } => model.clone(),
        Parts::Options(_) | Parts::Example(_) | Parts::Rates { .. } | Parts::Empty => return None,
    };
    nodes.extend(question.why.iter().cloned());
    (!nodes.is_empty()).then_some(nodes)
}

/// A right option and why it is.
fn answer(choice: Choice) -> Vec<Arc<Node>> {
    [para(choice.text.stressed())]
        .into_iter()
        .chain(choice.why)
        .collect()
}

fn para(text: Text) -> Arc<Node> {
    Arc::new(Node::Para(text))
}

fn list(items: impl Iterator<Item = Vec<Arc<Node>>>) -> Arc<Node> {
    let items = items.map(|nodes| ListItem {
        digit: None,
        mark: Marker::Bullet,
        nodes,
    });
    Arc::new(Node::List(items.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    const MANIFEST: &str = r#"Course(id: "Tea", title: "Tea,\nand more", modules: [Module(id: "m", title: "M", items: [
        Lesson(id: "pot", file: "pot.md"), Lesson(id: "none", file: "none.md"),
    ])])"#;
    const POT: &str = "# Pot\n\n### How \"hot\"? {#hot .one .card}\n\n- [ ] Boiling\n\n  Bitter.\n\n- [x] Warm & dry\n\n  \\\\(x\\\\) [sound:a]\n\n\
        ### How hot now? {#hot-2 .one variant=hot}\n\n- [x] Warm\n\n  Yes.\n\n- [ ] Cold\n\n  No.\n\n\
        ### Not reviewed? {#other .one}\n\n- [x] Warm\n\n  Yes.\n\n- [ ] Cold\n\n  No.\n\n\
        ### In order? {#order .order .card}\n\n1. Water\n2. Leaf\n3. Cup\n\n\
        ### A ____? {#gap .fill .card}\n\n- [x] cup\n- [x] mug\n\n\
        ### Pairs? {#pairs .match .card}\n\n| a | b | why |\n|---|---|---|\n| Green | Short | Thin. |\n| Black | Long | Thick. |\n| Red | Long | Roots. |\n";

    fn library() -> Library {
        let files = [("course.ron", MANIFEST), ("pot.md", POT), ("none.md", "# None\n")];
        let files = files.map(|(path, text)| (path.to_owned(), Cow::Borrowed(text.as_bytes())));
        Library::of(files.into(), &Default::default())
    }

    /// The fields of each card.
    fn records(file: &str) -> Vec<Vec<String>> {
        let lines = file.lines().filter(|line| !line.starts_with('#'));
        let field = |field: &str| field.trim_matches('"').replace("\"\"", "\"");
        lines
            .map(|line| line.split("\"\t\"").map(field).collect())
            .collect()
    }

    #[test]
    fn what_is_reviewed_becomes_cards_with_names_of_their_own() {
        let file = cards(&library(), None).unwrap_or_default();
        let head: Vec<&str> = file.lines().take_while(|line| line.starts_with('#')).collect();
        assert_eq!(
            head[..7],
            [
                "#separator:tab",
                "#html:true",
                "#notetype:Basic",
                "#deck:Tea, and more",
                "#guid column:1",
                "#tags:-54-ea",
                "#if matches:update current"
            ]
        );
        let records = records(&file);
        assert!(records.iter().all(|fields| fields.len() == 3), "{records:?}");
        let names: Vec<&str> = records.iter().map(|fields| fields[0].as_str()).collect();
        let expected = ["hot", "hot-2", "order", "gap", "pairs"].map(|id| format!("-54-ea--pot--{id}"));
        assert_eq!(names, expected);
        let [hot, _, order, gap, pairs] = &records[..] else {
            panic!("{records:?}")
        };
        assert!(
            hot[1].contains("How &quot;hot&quot;?") && hot[1].contains("Boiling"),
            "{hot:?}"
        );
        assert!(!hot[1].contains("Bitter") && !hot[1].contains("sound"), "{hot:?}");
        assert!(
            hot[2].contains("<strong>Warm &amp; dry</strong>") && !hot[2].contains("Boiling"),
            "{hot:?}"
        );
        assert!(hot[2].contains("&#92;(x&#92;) &#91;sound:a]"), "{hot:?}");
        let place = |field: &str, word| field.find(word).unwrap_or_default();
        let in_order = |field: &str| {
            ["Water", "Leaf", "Cup"]
                .map(|word| place(field, word))
                .is_sorted()
        };
        assert!(in_order(&order[2]) && !in_order(&order[1]), "{order:?}");
        assert!(gap[2].contains("cup") && !gap[1].contains("cup"), "{gap:?}");
        assert!(
            pairs[1].matches("Long").count() == 1 && pairs[2].matches("Long").count() == 2,
            "{pairs:?}"
        );
    }

    #[test]
    fn one_lesson_has_its_own_cards_or_says_that_it_has_none() {
        let library = library();
        let of = |id| cards(&library, library.course.item(id));
        let pot = of("pot").unwrap_or_default();
        assert!(
            pot.contains("#tags:-54-ea::pot\n") && records(&pot).len() == 5,
            "{pot}"
        );
        assert_eq!(of("none"), Err(NOTHING));
    }
}

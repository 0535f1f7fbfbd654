//! Owns the course as the rules read it: its lessons, what is practiced beside them and the bank, each cut into passages that know what they are
//! and where they stand.
//! Must not know any rule.

use ally_up::course::load::{Built, load, page};
use ally_up::course::rehearsal::{self, Grade, Rehearsal};
use ally_up::course::{Block, Course, Item, ItemKind, embedded};
use ally_up::doc::figure_data::Figure;
use ally_up::doc::{Node, NoteKind};
use ally_up::quiz::{Kind, Parts, Question, Worth};
use ally_up::source::Files;
use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

static EMBEDDED: LazyLock<Read> = LazyLock::new(|| Read::of(embedded::files()));

/// A course, read for checking.
pub struct Read {
    /// Its files.
    pub files: Files,
    /// The manifest.
    pub course: Course,
    /// Its lessons, in their order.
    pub lessons: Vec<Arc<LessonRead>>,
    /// The self-assessment and the rehearsals, in their order.
    pub practice: Vec<Arc<LessonRead>>,
    /// The banks of final assessments.
    pub bank: Vec<Arc<LessonRead>>,
}

/// A lesson or a page of practice, read for checking.
pub struct LessonRead {
    /// Its entry in the manifest.
    pub item: Item,
    /// Its file as written.
    pub markdown: String,
    /// Its blocks, headings and links.
    pub built: Built,
    /// All it says, in its order.
    pub passages: Vec<Passage>,
    /// Its scenes, where it is a rehearsal.
    pub rehearsal: Option<Rehearsal>,
}

/// A stretch of text.
#[derive(Clone, Debug)]
pub struct Passage {
    /// What it is.
    pub part: Part,
    /// The id of the question or of the nearest heading above.
    pub place: String,
    /// The words.
    pub text: String,
}

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The title, or a heading that is no question.
    Heading,
    /// A paragraph, also of a callout, or an entry of a list.
    Prose,
    /// What somebody says in a dialogue.
    Spoken,
    /// A cell of a table in the lesson.
    Cell,
    /// The words of the figure.
    Figure,
    /// What a question asks, its notes and hints.
    Prompt,
    /// An option of a question or a choice of a rehearsal, and what it is worth.
    Option(Worth),
    /// The explanation of an option, or of a known slip.
    Why,
    /// The explanation of a row, of a line, or of the whole question.
    Reason,
    /// A row with its partner, a line to order or to rate, what a gap takes, a model and what to look for.
    Answer,
}

impl Part {
    /// Whether it explains an answer.
    pub fn explains(self) -> bool {
        matches!(self, Part::Why | Part::Reason)
    }

    /// Whether it says what the course itself does not hold.
    pub fn is_wrong(self) -> bool {
        self == Part::Option(Worth::Wrong)
    }

    /// Whether it counts for the length of a lesson: no figure and no question.
    pub fn counts(self) -> bool {
        self.is_prose() || matches!(self, Part::Heading | Part::Cell)
    }

    /// Whether it is prose for the reading level: no heading or table either.
    pub fn is_prose(self) -> bool {
        matches!(self, Part::Prose | Part::Spoken)
    }
}

impl Read {
    /// The course that is built into the program. Read once.
    pub fn embedded() -> &'static Read {
        &EMBEDDED
    }

    /// The course in these files.
    pub fn of(files: Files) -> Read {
        Read::with(files, |_| None)
    }

    /// The course in these files, with the pages that are known already.
    fn with(files: Files, known: impl Fn(&Item) -> Option<Arc<LessonRead>>) -> Read {
        let (course, _) = load(&files, &embedded::outlines());
        let all = |kinds: &[ItemKind]| {
            let items = course.items().filter(|item| kinds.contains(&item.kind));
            items
                .map(|item| known(item).unwrap_or_else(|| Arc::new(lesson(&course, &files, item.clone()))))
                .collect::<Vec<_>>()
        };
        let lessons = all(&[ItemKind::Lesson]);
        let practice = all(&[ItemKind::SelfAssessment, ItemKind::Rehearsal]);
        let bank = all(&[ItemKind::Final]);
        Read {
            files,
            course,
            lessons,
            practice,
            bank,
        }
    }

    /// The lessons, then what is practiced, then the bank.
    pub fn pages(&self) -> impl Iterator<Item = &LessonRead> {
        let all = self.lessons.iter().chain(&self.practice).chain(&self.bank);
        all.map(|page| &**page)
    }

    /// Where answers are right or wrong: the lessons, then the bank.
    pub fn answered(&self) -> impl Iterator<Item = &LessonRead> {
        self.lessons.iter().chain(&self.bank).map(|page| &**page)
    }

    /// The built-in course with every file changed. A page is read anew where its own file differs, or one that
    /// belongs to no page, such as the manifest.
    pub fn changed(change: impl Fn(&str, &str) -> String) -> Read {
        let changed = |(path, bytes): (String, Cow<'static, [u8]>)| {
            let text = change(&path, &String::from_utf8_lossy(&bytes));
            (path, text.into_bytes().into())
        };
        let before = Read::embedded();
        let files: Files = embedded::files().into_iter().map(changed).collect();
        let is_page = |path: &str| before.pages().any(|page| page.item.file == path);
        let is_same = |path: &str| files.get(path) == before.files.get(path);
        let others_are = before.files.keys().all(|path| is_page(path) || is_same(path));
        let pages = before.lessons.iter().chain(&before.practice).chain(&before.bank);
        let same: Vec<Arc<LessonRead>> = pages
            .filter(|page| others_are && is_same(&page.item.file))
            .cloned()
            .collect();
        Read::with(files, |item| {
            same.iter().find(|page| page.item.file == item.file).cloned()
        })
    }

    /// The lesson or page of practice with this id.
    pub fn page(&self, id: &str) -> Option<&LessonRead> {
        self.pages().find(|page| &*page.item.id == id)
    }
}

impl LessonRead {
    /// Its questions, other stems of cards too. First thoughts are not among them: they borrow all they have.
    pub fn questions(&self) -> impl Iterator<Item = &Arc<Question>> {
        let all = self.built.lesson.questions();
        all.filter(|question| question.kind != Kind::Predict)
    }

    /// Its figures, with their words.
    pub fn figures(&self) -> impl Iterator<Item = (&Arc<Figure>, String)> {
        self.says().filter_map(|node| match &**node {
            Node::Figure { figure, words } => Some((figure, words.words())),
            _ => None,
        })
    }

    /// Its blocks that are no questions.
    pub fn says(&self) -> impl Iterator<Item = &Arc<Node>> {
        self.built.lesson.blocks().filter_map(|block| match block {
            Block::Says(node) => Some(node),
            Block::Asks(_) => None,
        })
    }

    /// A complaint: the file, the place and what is wrong there. Without a place it is about the whole file.
    pub fn complaint(&self, place: &str, wrong: impl AsRef<str>) -> String {
        let (hash, wrong) = (if place.is_empty() { "" } else { " #" }, wrong.as_ref());
        format!("{}{hash}{place}: {wrong}", self.item.file)
    }

    /// All its words in one line, questions included.
    pub fn all_words(&self) -> String {
        self.passages
            .iter()
            .map(|passage| passage.text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

fn lesson(course: &Course, files: &Files, item: Item) -> LessonRead {
    let (built, _) = page(course, files, &item.file);
    let markdown = files
        .get(&item.file)
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .unwrap_or_default();
    let mut passages = vec![Passage {
        part: Part::Heading,
        place: "title".into(),
        text: built.lesson.title.words(),
    }];
    let rehearsal =
        (item.kind == ItemKind::Rehearsal).then(|| rehearsal::rehearsal(course, files, &item.file).0);
    match &rehearsal {
        Some(rehearsal) => rehearsed(rehearsal, &mut passages),
        None => told(&built, &mut passages),
    }
    LessonRead {
        item,
        markdown,
        built,
        passages,
        rehearsal,
    }
}

fn told(built: &Built, passages: &mut Vec<Passage>) {
    let mut place = "opening".to_owned();
    for block in built.lesson.blocks() {
        match block {
            Block::Says(node) => {
                if let Node::Heading { id, text, level: _ } = &**node {
                    place = id.as_ref().map_or_else(|| text.words(), ToString::to_string);
                }
                said(node, Part::Prose, &place, passages);
            }
            Block::Asks(question) => asked(question, passages),
        }
    }
}

/// A choice that backfires is as wrong as a wrong option, and one without a grade is as right as any.
fn rehearsed(rehearsal: &Rehearsal, passages: &mut Vec<Passage>) {
    rehearsal
        .intro
        .iter()
        .for_each(|node| said(node, Part::Prose, "opening", passages));
    for scene in &rehearsal.scenes {
        passages.push(Passage {
            part: Part::Heading,
            place: scene.id.to_string(),
            text: scene.title.words(),
        });
        scene
            .says
            .iter()
            .for_each(|node| said(node, Part::Prose, &scene.id, passages));
        for choice in &scene.choices {
            let worth = match choice.grade {
                Some(Grade::Backfires) => Worth::Wrong,
                Some(Grade::Fair) => Worth::Fair,
                Some(Grade::Strong) | None => Worth::Right,
            };
            let place = scene.id.to_string();
            passages.push(Passage {
                part: Part::Option(worth),
                place: place.clone(),
                text: choice.text.words(),
            });
            passages.push(Passage {
                part: Part::Why,
                place,
                text: joined(&choice.why),
            });
        }
    }
}

/// Whether a quotation is a dialogue: it begins with a name in bold.
fn is_dialogue(nodes: &[Arc<Node>]) -> bool {
    matches!(nodes.first().map(|node| &**node), Some(Node::Para(text)) if text.0.first().is_some_and(|run| run.look.strong))
}

fn said(node: &Node, part: Part, place: &str, out: &mut Vec<Passage>) {
    let mut push = |part, text: String| {
        out.push(Passage {
            part,
            place: place.to_owned(),
            text,
        })
    };
    match node {
        Node::Heading { text, .. } => push(Part::Heading, text.words()),
        Node::Para(text) => push(part, text.words()),
        Node::List(items) => items
            .iter()
            .flat_map(|item| &item.nodes)
            .for_each(|node| said(node, part, place, out)),
        Node::Quote(nodes) => {
            let part = if part == Part::Prose && is_dialogue(nodes) {
                Part::Spoken
            } else {
                part
            };
            nodes.iter().for_each(|node| said(node, part, place, out));
        }
        Node::Note { nodes, kind: _ } | Node::Footnote { nodes, label: _ } => {
            nodes.iter().for_each(|node| said(node, part, place, out))
        }
        Node::Definition { term, nodes } => {
            push(part, term.words());
            nodes.iter().for_each(|node| said(node, part, place, out));
        }
        Node::Table(table) => {
            let part = if part == Part::Prose { Part::Cell } else { part };
            table
                .head
                .iter()
                .chain(table.rows.iter().flatten())
                .for_each(|cell| push(part, cell.words()));
        }
        Node::Marked { node, .. } => said(node, part, place, out),
        Node::Figure { words, figure: _ } => push(Part::Figure, words.words()),
        Node::Code(text) => push(part, text.to_string()),
        Node::Rule
        | Node::Ahead(_)
        | Node::Gauge { .. }
        | Node::Row(_)
        | Node::Buttons { .. }
        | Node::Field(_) => {}
    }
}

fn asked(question: &Question, out: &mut Vec<Passage>) {
    let place = question.id.to_string();
    let mut push = |part, text: String| {
        out.push(Passage {
            part,
            place: place.clone(),
            text,
        })
    };
    push(Part::Prompt, question.prompt.words());
    if question.kind == Kind::Predict {
        return; // The options are those of the question it is about, which says them.
    }
    match &question.parts {
        Parts::Options(options) => options.iter().for_each(|option| {
            push(Part::Option(option.worth), option.text.words());
            push(Part::Why, joined(&option.why));
        }),
        Parts::Pairs { heads, rows } => {
            [&heads.0, &heads.1]
                .into_iter()
                .for_each(|head| push(Part::Answer, head.words()));
            for row in rows {
                push(Part::Answer, row.text.words());
                push(Part::Answer, row.partner.words());
                push(Part::Reason, row.why.words());
            }
        }
        Parts::Lines(lines) => lines.iter().for_each(|line| {
            push(Part::Answer, line.text.words());
            push(Part::Reason, joined(&line.why));
        }),
        Parts::Gaps(gaps) => gaps.iter().flatten().for_each(|accept| {
            push(Part::Answer, accept.words.to_string());
            if accept.worth != Worth::Right {
                push(Part::Why, joined(&accept.why));
            }
        }),
        Parts::Model { model, checks } => {
            push(Part::Answer, joined(model));
            checks.iter().for_each(|check| push(Part::Answer, check.words()));
        }
        Parts::Example(example) => push(Part::Answer, joined(example)),
        Parts::Rates { table, .. } => {
            table
                .rows
                .iter()
                .filter_map(|row| row.get(1))
                .for_each(|line| push(Part::Answer, line.words()));
        }
        Parts::Empty => {}
    }
    push(Part::Reason, joined(&question.why));
    let around = question
        .body
        .iter()
        .chain(&question.caution)
        .chain(question.hints.iter().flatten());
    around.for_each(|node| said(node, Part::Prompt, &place, out));
    out.retain(|passage| !passage.text.trim().is_empty());
}

/// The words of several blocks, one after the other.
pub fn joined(nodes: &[Arc<Node>]) -> String {
    let mut passages = Vec::new();
    nodes
        .iter()
        .for_each(|node| said(node, Part::Why, "", &mut passages));
    passages
        .into_iter()
        .map(|passage| passage.text)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The words of the callouts of one kind that stand outside questions.
pub fn notes(lesson: &LessonRead, wanted: NoteKind) -> Vec<String> {
    let notes = lesson.says().filter_map(|node| match &**node {
        Node::Note { kind, nodes } if *kind == wanted => Some(joined(nodes)),
        _ => None,
    });
    notes.collect()
}

//! Owns rehearsals as data: scenes, choices and endings, read from Markdown, and whether one can get from the first to an ending.
//! Must not know how a rehearsal is played, nor what the learner chose.

pub mod own_words;

use crate::clean::Fingerprint;
use crate::course::Course;
use crate::course::load::callouts;
use crate::course::load::diagnostics::part;
use crate::course::load::follow;
use crate::course::load::reading::{plainly, readable};
use crate::course::markdown::{Entry, Heading, Link, Parsed, Piece, What, node, parse};
use crate::course::outline::WRITE_FIRST;
use crate::doc::Node;
use crate::doc::text::{Role, Text};
use crate::source::{Diagnostic, Files, Id, Span};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A branching conversation. It begins at the first scene.
#[derive(Clone, Debug, Default)]
pub struct Rehearsal {
    /// The level-1 heading.
    pub title: Text,
    /// What stands before the first scene.
    pub intro: Vec<Arc<Node>>,
    /// Every scene, as written.
    pub scenes: Vec<Scene>,
}

impl Rehearsal {
    /// The scene with this id.
    pub fn scene(&self, id: &str) -> Option<&Scene> {
        self.scenes.iter().find(|scene| &*scene.id == id)
    }

    /// Whether its choices are graded. Where somebody asks for support they are not: waiting is never wrong.
    pub fn is_graded(&self) -> bool {
        self.scenes
            .iter()
            .flat_map(|scene| &scene.choices)
            .any(|choice| choice.grade.is_some())
    }
}

/// A scene.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Its name, unique in the file.
    pub id: Id,
    pub title: Text,
    /// What happens.
    pub says: Vec<Arc<Node>>,
    /// What one can do.
    pub choices: Vec<SceneChoice>,
    /// Whether it asks for a line of one's own before it shows what can be chosen.
    pub writes_first: bool,
    /// Set where the conversation ends here.
    pub end: Option<Ending>,
    pub span: Span,
}

/// An ending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The scene from which another way is worth a try.
    pub retry: Option<Id>,
}

/// Something one can do in a scene.
#[derive(Clone, Debug)]
pub struct SceneChoice {
    pub text: Text,
    /// The scene it leads to.
    pub to: Id,
    /// How well it goes, where choices are graded.
    pub grade: Option<Grade>,
    /// What the debrief gathers.
    pub tags: Vec<String>,
    /// What to make of it.
    pub why: Vec<Arc<Node>>,
    /// Its link.
    pub span: Span,
}

impl SceneChoice {
    /// What it is known by.
    pub fn print(&self) -> Fingerprint {
        Fingerprint::of(&self.text.words())
    }
}

/// How well a choice goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grade {
    /// It does what the lesson teaches.
    Strong,
    /// It can be defended.
    Fair,
    /// It does harm, or ends what could have gone on.
    Backfires,
}

impl Grade {
    /// The grade a word names.
    pub fn named(word: &str) -> Option<Grade> {
        match word {
            "strong" => Some(Grade::Strong),
            "fair" => Some(Grade::Fair),
            "backfires" => Some(Grade::Backfires),
            _ => None,
        }
    }
}

/// Reads a rehearsal. A file that cannot be read has no scenes; what is wrong with its words and links is told by `load::page`.
pub fn rehearsal(course: &Course, files: &Files, path: &str) -> (Rehearsal, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let markdown = match readable(files, path) {
        Some(Ok(markdown)) => markdown,
        Some(Err(complaint)) => return (Rehearsal::default(), vec![complaint]),
        None => return (Rehearsal::default(), out),
    };
    let Parsed { pieces, links, .. } = match parse(markdown, &|target| follow(course, path, target)) {
        Ok(parsed) => parsed,
        Err(costly) => return (Rehearsal::default(), vec![plainly(path, costly)]),
    };
    let file: Arc<str> = path.into();
    let links = links.iter().map(|link| (link.range.start, link)).collect();
    let mut reading = Reading {
        file: &file,
        links,
        out: &mut out,
    };
    let mut found = Rehearsal::default();
    for piece in &pieces {
        match (&piece.what, found.scenes.last_mut()) {
            (What::Heading(heading), _) if heading.level == 2 => {
                let scene = reading.scene(heading, Span::new(&file, piece.range.clone()));
                found.scenes.push(scene);
            }
            (What::Heading(heading), None) if heading.level == 1 && found.title.is_empty() => {
                found.title = heading.text.clone()
            }
            (_, Some(scene)) => reading.add(piece, scene),
            (_, None) => found
                .intro
                .push(callouts::node(piece, false, found.intro.is_empty())),
        }
    }
    if found.scenes.is_empty() {
        out.push(
            Diagnostic::error(
                "no-scenes",
                Span::new(&file, 0..markdown.lines().next().map_or(0, str::len)),
                "the rehearsal has no scene",
            )
            .help("write each scene under a heading such as ## The message {#a1}"),
        );
    }
    check_ways(&found, markdown, &mut out);
    (found, out)
}

struct Reading<'a> {
    file: &'a Arc<str>,
    /// Links by their first byte.
    links: HashMap<usize, &'a Link>,
    out: &'a mut Vec<Diagnostic>,
}

impl Reading<'_> {
    fn scene(&mut self, heading: &Heading, span: Span) -> Scene {
        let id = heading.id.clone().unwrap_or_else(|| {
            self.out.push(
                Diagnostic::error("no-id", span.clone(), "the scene has no id")
                    .help("write {#a-name} at the end of its heading"),
            );
            format!("unnamed-{}", span.start)
        });
        let retry = heading
            .attributes
            .iter()
            .find(|(key, _)| key == "retry")
            .map(|(_, value)| value.as_str().into());
        let has = |name: &str| heading.classes.iter().any(|class| class == name);
        let end = has("end").then_some(Ending { retry });
        Scene {
            id: id.as_str().into(),
            title: heading.text.clone(),
            says: Vec::new(),
            choices: Vec::new(),
            writes_first: has(WRITE_FIRST),
            end,
            span,
        }
    }

    /// A list with a choice in it is what one can do; everything else is said.
    fn add(&mut self, piece: &Piece, scene: &mut Scene) {
        let What::List { items, .. } = &piece.what else {
            scene.says.push(node(piece));
            return;
        };
        let choices: Vec<Option<SceneChoice>> = items.iter().map(|entry| self.choice(entry)).collect();
        if choices.iter().all(Option::is_none) {
            scene.says.push(node(piece));
            return;
        }
        for (entry, choice) in items.iter().zip(&choices) {
            if choice.is_none() {
                let span = Span::new(self.file, entry.range.clone());
                self.out.push(
                    Diagnostic::error("not-a-choice", span, "a plain item between choices")
                        .help("write - [what one says](#scene \"strong tag\"), or move it out of the list"),
                );
            }
        }
        scene.choices.extend(choices.into_iter().flatten());
    }

    fn choice(&self, entry: &Entry) -> Option<SceneChoice> {
        let (
            Piece {
                what: What::Para { text, .. },
                range,
            },
            rest,
        ) = entry.pieces.split_first()?
        else {
            return None;
        };
        let link = self.links.get(&range.start)?;
        let to = link.target.strip_prefix('#').filter(|_| link.picture.is_none())?;
        let mut tags: Vec<String> = link.title.split_whitespace().map(str::to_owned).collect();
        let grade = tags.first().and_then(|word| Grade::named(word));
        if grade.is_some() {
            tags.remove(0);
        }
        let why = rest.iter().map(node).collect();
        let span = Span::new(self.file, link.range.clone());
        Some(SceneChoice {
            text: unlinked(text.clone()),
            to: to.into(),
            grade,
            tags,
            why,
            span,
        })
    }
}

/// The words without what following them does: the row they stand on does it.
fn unlinked(mut text: Text) -> Text {
    for run in &mut text.0 {
        run.action = None;
        if run.look.role == Role::Link {
            run.look.role = Role::Body;
        }
    }
    text
}

/// Complains about links to no scene, scenes that nothing leads to, and scenes from which there is no ending.
fn check_ways(rehearsal: &Rehearsal, markdown: &str, out: &mut Vec<Diagnostic>) {
    let known: HashSet<&str> = rehearsal.scenes.iter().map(|scene| &*scene.id).collect();
    for scene in &rehearsal.scenes {
        let retry = scene.end.iter().filter_map(|end| end.retry.as_ref());
        let retry = retry.map(|to| (to, part(markdown, &scene.span, &format!("retry={to}"))));
        for (to, span) in scene
            .choices
            .iter()
            .map(|choice| (&choice.to, choice.span.clone()))
            .chain(retry)
        {
            if !known.contains(&**to) {
                out.push(
                    Diagnostic::error(
                        "dead-scene",
                        span,
                        format!("no scene of this file is called {to}"),
                    )
                    .help(format!("write ## A heading {{#{to}}}, or correct the name")),
                );
            }
        }
    }
    let steps = steps(rehearsal);
    let found = reached(&steps, (0..steps.len()).take(1));
    let ends = |scene: &Scene| {
        scene.end.is_some() || scene.choices.iter().any(|choice| !known.contains(&*choice.to))
    };
    let back = reversed(&steps);
    let finishing = reached(
        &back,
        rehearsal
            .scenes
            .iter()
            .enumerate()
            .filter(|(_, scene)| ends(scene))
            .map(|(at, _)| at),
    );
    for (at, scene) in rehearsal.scenes.iter().enumerate() {
        if scene.writes_first && scene.choices.is_empty() {
            let span = part(markdown, &scene.span, &format!(".{WRITE_FIRST}"));
            out.push(
                Diagnostic::error(
                    "nothing-to-choose",
                    span,
                    "the scene asks for a line first, but has no choices after it",
                )
                .help("add choices, or take .write-first away"),
            );
        }
        if !finishing.contains(&at) {
            let message = match scene.choices.is_empty() {
                true => "the scene has no choices, and it is no ending",
                false => "from this scene no choice leads to an ending",
            };
            out.push(
                Diagnostic::error("no-way-out", scene.span.clone(), message)
                    .help("add a choice such as - [words](#scene), or mark the ending: {#id .end}"),
            );
        }
        // One without an id of its own has its complaint already.
        let named = part(markdown, &scene.span, &format!("#{}", scene.id)) != scene.span;
        let first = rehearsal.scenes[..at].iter().all(|other| other.id != scene.id);
        if !found.contains(&at) && named && first {
            out.push(
                Diagnostic::error(
                    "unreachable-scene",
                    scene.span.clone(),
                    "no choice leads to this scene",
                )
                .help(format!(
                    "lead to it with - [words](#{}), or take it away",
                    scene.id
                )),
            );
        }
    }
}

/// For each scene the scenes one can get to in one step, by their place in the file. A choice that leads nowhere is no step.
fn steps(rehearsal: &Rehearsal) -> Vec<Vec<usize>> {
    let mut places = HashMap::new();
    for (at, scene) in rehearsal.scenes.iter().enumerate() {
        places.entry(&*scene.id).or_insert(at);
    }
    let onward = |scene: &Scene| {
        let retry = scene.end.iter().filter_map(|end| end.retry.as_ref());
        scene
            .choices
            .iter()
            .map(|choice| &choice.to)
            .chain(retry)
            .filter_map(|to| places.get(&**to).copied())
            .collect()
    };
    rehearsal.scenes.iter().map(onward).collect()
}

/// Every place that steps lead to from these, themselves among them.
fn reached(steps: &[Vec<usize>], from: impl IntoIterator<Item = usize>) -> HashSet<usize> {
    let mut open: Vec<usize> = from.into_iter().collect();
    let mut found: HashSet<usize> = open.iter().copied().collect();
    while let Some(at) = open.pop() {
        open.extend(steps[at].iter().copied().filter(|next| found.insert(*next)));
    }
    found
}

/// The same steps, walked backward.
fn reversed(steps: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut back = vec![Vec::new(); steps.len()];
    for (from, onward) in steps.iter().enumerate() {
        onward.iter().for_each(|to| back[*to].push(from));
    }
    back
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(markdown: &str) -> (Rehearsal, Vec<&'static str>) {
        let files = Files::from([("r.md".to_owned(), markdown.as_bytes().to_vec().into())]);
        let (found, complaints) = rehearsal(&Course::default(), &files, "r.md");
        (found, complaints.iter().map(|complaint| complaint.code).collect())
    }

    const GOOD: &str = "# Receive\n\nAn intro.\n\n## One {#a1}\n\nShe asks.\n\n- a plain list\n- is said\n\n### Aside\n\n\
        - [\"**Yes.** Three o'clock.\"](#a2 \"strong consent trust\")\n\n  You let her choose.\n\n- [\"No.\"](#e \"backfires\")\n\n\
        ## Two {#a2}\n\n- [Wait](#e \"boundary\")\n- [Ask again](#a2)\n\n## End {#e .end retry=a1}\n\nDone.\n";

    #[test]
    fn a_rehearsal_is_read_whole() {
        let (found, complaints) = read(GOOD);
        assert_eq!(complaints, [""; 0]);
        assert_eq!(
            (
                found.title.words().as_str(),
                found.intro.len(),
                found.scenes.len()
            ),
            ("Receive", 1, 3)
        );
        let first = &found.scenes[0];
        assert_eq!(
            first.says.len(),
            3,
            "a paragraph, a plain list and a smaller heading"
        );
        let choice = &first.choices[0];
        assert_eq!(choice.text.words(), "\"Yes. Three o'clock.\"");
        assert!(
            choice
                .text
                .0
                .iter()
                .all(|run| run.action.is_none() && run.look.role == Role::Body)
        );
        assert_eq!(
            (&*choice.to, choice.grade, choice.why.len()),
            ("a2", Some(Grade::Strong), 1)
        );
        assert_eq!(choice.tags, ["consent", "trust"]);
        let waiting = &found.scene("a2").expect("it is there").choices[0];
        assert_eq!(
            (waiting.grade, waiting.tags.as_slice()),
            (None, ["boundary".to_owned()].as_slice())
        );
        assert_eq!(
            found.scenes[2].end,
            Some(Ending {
                retry: Some("a1".into())
            })
        );
    }

    #[test]
    fn ways_are_walked_in_both_directions() {
        let steps = vec![vec![1], vec![0, 2], vec![], vec![2]];
        assert_eq!(reached(&steps, [0]), HashSet::from([0, 1, 2]));
        assert_eq!(reached(&reversed(&steps), [2]), HashSet::from([0, 1, 2, 3]));
        assert_eq!(reached(&steps, []), HashSet::new());
    }

    #[test]
    fn each_wrong_way_has_its_code() {
        assert_eq!(read("# R\n").1, ["no-scenes"]);
        assert_eq!(read("## A {#a}\n\n- [x](#b)\n").1, ["dead-scene"]);
        assert_eq!(read("## A {#a .end retry=b}\n").1, ["dead-scene"]);
        assert_eq!(read("## A {#a}\n\nWords.\n").1, ["no-way-out"]);
        assert_eq!(
            read("## A {#a}\n\n- [x](#b)\n\n## B {#b}\n\n- [x](#a)\n").1,
            ["no-way-out"; 2]
        );
        assert_eq!(
            read("## A {#a .end}\n\n## B {#b .end}\n").1,
            ["unreachable-scene"]
        );
        assert_eq!(
            read("## A {#a .end retry=b}\n\n## B {#b}\n\n- [x](#a)\n").1,
            [""; 0]
        );
        assert_eq!(
            read("## A\n\n- [x](#b)\n- y\n\n## B {#b .end}\n").1,
            ["no-id", "not-a-choice"]
        );
    }
}

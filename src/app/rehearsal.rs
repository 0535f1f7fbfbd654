//! Owns the page of a rehearsal: what came of the last choice, and below it the scene one is at with what one could say.
//! Must not know how a path follows from what was chosen; that is in `progress`. Endings have a file of their own.

use crate::action::{Action, Screen};
use crate::app::{App, Effect, debrief};
use crate::clean::{Clean, Fingerprint};
use crate::course::scenes::{Choice, Grade, Rehearsal, Scene};
use crate::course::{Item, ItemKind};
use crate::doc::mark::Mark;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::progress::event::EventKind;
use crate::progress::rehearsal::{Ground, Said, Walk};
use crate::quiz::{Kind, Parts, Question};
use crate::source::{Id, Span};
use std::sync::Arc;

/// The page of a rehearsal.
pub fn doc(app: &App, id: &Id) -> Doc {
    let rehearsal = app.library.rehearsal(id);
    let walk = app.progress.walk(id);
    let mut doc = Doc::new(rehearsal.title.words());
    let title = Node::Heading {
        level: 1,
        id: None,
        text: rehearsal.title.clone(),
    };
    let (Some(trail), Some(first)) = (walk.on(&rehearsal), rehearsal.scenes.first()) else {
        doc.push(title);
        doc.say("This rehearsal has no scene that can be shown. `ally-up check` says why.");
        doc.push(Node::Row(Row::home()));
        return doc;
    };
    if trail.ground == Ground::Moved {
        doc.say(
            "This rehearsal was edited since you were here. You go on from the last scene that is still there, and all you tried is kept.",
        );
    }
    match trail.said.last() {
        Some(said) => consequence(said)
            .into_iter()
            .for_each(|node| doc.nodes.push(node)),
        None if trail.scene.id == first.id => {
            doc.push(title);
            doc.nodes.extend(rehearsal.intro.iter().cloned());
        }
        None => {}
    }
    doc.push(Node::Heading {
        level: 2,
        id: Some(trail.scene.id.clone()),
        text: trail.scene.title.clone(),
    });
    doc.nodes.extend(trail.scene.says.iter().cloned());
    if trail.scene.end.is_some() {
        let (reached, of) = walk.endings(&rehearsal);
        doc.aside = format!("{reached} of {of} endings").into();
        debrief::add(app, id, &rehearsal, &trail, &mut doc);
        return doc;
    }
    doc.aside = format!("scene {}", trail.said.len() + 1).into();
    for (nth, choice) in trail.scene.choices.iter().enumerate() {
        let action = Action::Say(id.clone(), trail.scene.id.clone(), choice.print());
        let tried = if walk.tried(trail.scene, choice) {
            Text::role("  (tried)", Role::Muted)
        } else {
            Text::default()
        };
        doc.push(Node::Row(
            Row::new(Mark::Link, choice.text.clone().and(tried), action).digit(nth + 1),
        ));
    }
    let mut rows = Vec::new();
    if let Some(said) = trail.said.last() {
        rows.push(Row::button(
            "Take the last choice back",
            Action::Turn(id.clone(), Some(said.step.scene.clone())),
        ));
    }
    if !walk.is_fresh() {
        rows.push(Row::button(
            "Map and your path",
            Action::Go(Screen::Map(id.clone()), None),
        ));
        doc.push(Node::Buttons {
            label: Text::default(),
            rows,
        });
    }
    doc
}

/// What was chosen, and what came of it.
fn consequence(said: &Said<'_>) -> Vec<Arc<Node>> {
    let Some(choice) = said.choice else {
        let words = "What you chose last is worded differently now; it still led here.";
        return vec![Arc::new(Node::Para(Text::role(words, Role::Muted)))];
    };
    let chosen = Text::role("You chose: ", Role::Muted).and(choice.text.clone());
    let mut nodes = vec![Arc::new(Node::Para(chosen))];
    nodes.extend(explanation(choice));
    nodes
}

/// What to make of a line: how well it goes in words, where that is told, and why.
fn explanation(choice: &Choice) -> Vec<Arc<Node>> {
    let mut why = choice.why.clone();
    let Some(grade) = choice.grade.map(grade) else {
        return why;
    };
    match why.first().map(|node| &**node) {
        Some(Node::Para(text)) => {
            why[0] = Arc::new(Node::Para(grade.and(Text::plain("  ")).and(text.clone())))
        }
        _ => why.insert(0, Arc::new(Node::Para(grade))),
    }
    why
}

/// How well a line goes, in words. It is said of the line, never of the learner.
fn grade(grade: Grade) -> Text {
    let (words, role) = match grade {
        Grade::Strong => ("This helps.", Role::Right),
        Grade::Fair => ("This can work.", Role::Partly),
        Grade::Backfires => ("This backfires.", Role::Wrong),
    };
    Text::role(words, role).stressed()
}

/// The place for an opening line of one's own, as something to write for oneself.
pub fn own_line(item: &Item) -> Option<Question> {
    let prompt = "Write your own opening line";
    let words = "The first sentence you would really say, to a person you have in mind. Initials will do; it stays on this machine.";
    Some(Question {
        id: item.own_line()?,
        kind: Kind::Reflect,
        prompt: Text::plain(prompt),
        body: vec![Arc::new(Node::Para(Text::plain(words)))],
        caution: Vec::new(),
        hints: Vec::new(),
        why: Vec::new(),
        objective: None,
        passage: None,
        card: false,
        then: None,
        parts: Parts::Example(Vec::new()),
        span: Span::whole(&item.file),
    })
}

/// Where a learner stands with a rehearsal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Nothing was chosen yet.
    Fresh,
    /// At this scene of a path that has not ended.
    Middle(Clean),
    /// Endings that were reached, of how many.
    Ended(usize, usize),
}

/// Where the learner stands with a rehearsal, and the endings reached of how many.
pub fn stand(app: &App, item: &Item) -> (Stand, (usize, usize)) {
    let walk = app.progress.walk(&item.id);
    if item.kind != ItemKind::Rehearsal || walk.is_fresh() {
        return (Stand::Fresh, (0, 0));
    }
    let rehearsal = app.library.rehearsal(&item.id);
    let (reached, of) = walk.endings(&rehearsal);
    let stand = match walk.on(&rehearsal) {
        Some(trail) if is_middle(&walk, trail.scene) => {
            Stand::Middle(Clean::line(&trail.scene.title.words()))
        }
        _ if reached == 0 => Stand::Fresh,
        _ => Stand::Ended(reached, of),
    };
    (stand, (reached, of))
}

/// Whether a path has begun and not ended.
fn is_middle(walk: &Walk, scene: &Scene) -> bool {
    !walk.steps.is_empty() && scene.end.is_none()
}

/// The state of a rehearsal in words, for the pages that list what there is.
pub fn state_words(app: &App, item: &Item) -> String {
    match stand(app, item).0 {
        Stand::Fresh => format!("not started, {} min", item.minutes()),
        Stand::Middle(scene) => format!("in the middle, scene “{scene}”"),
        Stand::Ended(reached, of) => format!("{reached} of {of} endings"),
    }
}

impl App {
    /// Whether the rehearsal is where the program opens: in the middle of a path, or of writing.
    pub(super) fn is_rehearsing(&self, id: &Id) -> bool {
        let rehearsal = self.library.rehearsal(id);
        let walk = self.progress.walk(id);
        let own = self.library.course.item(id).and_then(Item::own_line);
        let middle = walk
            .on(&rehearsal)
            .is_some_and(|trail| is_middle(&walk, trail.scene));
        middle || own.is_some_and(|own| self.drafts.contains_key(&own))
    }

    /// Says a line: where it leads is kept with it.
    pub(super) fn say_line(&mut self, id: &Id, scene: &Id, choice: Fingerprint, effects: &mut Vec<Effect>) {
        let rehearsal: Arc<Rehearsal> = self.library.rehearsal(id);
        let found = rehearsal
            .scene(scene)
            .and_then(|scene| scene.choices.iter().find(|line| line.print() == choice));
        match found.map(|choice| &choice.to) {
            Some(to) if rehearsal.scene(to).is_some() => effects.push(Effect::Record(EventKind::Chose {
                rehearsal: id.clone(),
                scene: scene.clone(),
                choice,
                to: to.clone(),
            })),
            Some(_) => self.say("This line leads to a scene that is not written yet; choose another one."),
            None => self.say("This line is no longer here; choose another one."),
        }
    }

    /// Turns back to a scene, or to the start.
    pub(super) fn turn_back(&mut self, id: &Id, scene: Option<&Id>, effects: &mut Vec<Effect>) {
        self.leave_lesson(effects);
        effects.push(Effect::Record(EventKind::Turned {
            rehearsal: id.clone(),
            scene: scene.cloned(),
        }));
    }

    /// Takes the last choice back, if there is one.
    pub(super) fn rewind(&mut self, id: &Id, effects: &mut Vec<Effect>) -> Option<()> {
        let rehearsal = self.library.rehearsal(id);
        let walk = self.progress.walk(id);
        let last = walk.on(&rehearsal)?.said.last()?.step.scene.clone();
        self.turn_back(id, Some(&last), effects);
        Some(())
    }

    /// Something was kept that leads to another page, or another scene of this one.
    pub(super) fn stepped(&mut self, kind: &EventKind, effects: &mut Vec<Effect>) {
        if let EventKind::Chose { rehearsal, .. } | EventKind::Turned { rehearsal, .. } = kind {
            self.go(Screen::Rehearsal(rehearsal.clone()), None, effects);
            // Nothing is in focus: what came of a choice is read before the next one is made.
            self.begin_page();
            self.focus_first_field();
        }
        if let EventKind::Assessed { assessment, .. } = kind {
            self.show_profile(assessment, effects);
        }
        if let EventKind::Focused { scale, .. } = kind
            && let Some(line) = self.page.line_of_heading(scale)
        {
            self.show_line(line);
        }
    }
}

/// Words shortened to about so many characters, for a list of what was said.
pub fn short(text: &Text, most: usize) -> Text {
    let words = text.words();
    if words.chars().count() <= most {
        return text.clone();
    }
    let kept: String = words.chars().take(most).collect();
    let kept = kept
        .rsplit_once(' ')
        .map_or(kept.as_str(), |(kept, _)| kept)
        .trim_end_matches([',', '.', ';', ':', '?', '!']);
    let quote = if kept.starts_with('"') { "\"" } else { "" };
    Text::plain(&format!("{kept}\u{a0}…{quote}"))
}

//! Owns what the ids of a course were called before, and under which name each is saved now. Must not know what an id names.
//!
//! The list of a course is its history, the oldest line first: each says that what bore the one name bears the other from then on. A name
//! that was given up and taken anew is another thing's: what is saved for that one is saved under `name--1`, then `name--2`. No id of an
//! author's has two hyphens in a row.

use crate::course::OWN_LINE;
use crate::progress::event::{EventKind, Purpose};
use crate::source::Id;
use std::collections::BTreeMap;

/// What parts the id of a lesson from that of a heading in it.
const HEADING: char = '#';

/// The names of a course whose ids have changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Renamed {
    /// By the name that something was saved under.
    now: BTreeMap<Id, Id>,
    /// By the name that something has now; only where that is not what it is saved under.
    saved: BTreeMap<Id, Id>,
    /// The same of headings, each with its lesson as it is called now.
    headings_now: BTreeMap<(Id, Id), Id>,
    headings_saved: BTreeMap<(Id, Id), Id>,
}

/// Which way events are translated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// From what is saved to what is called so now.
    Now,
    /// Back.
    Saved,
}

/// Names by name.
type Names = BTreeMap<String, String>;

/// What a history of names comes to: the name now by each that something was saved under, and the one to save by each name now.
fn told(history: &[(String, String)]) -> (Names, Names) {
    let saved = |name: &str, given_up: &BTreeMap<String, usize>| match given_up.get(name) {
        None => name.to_owned(),
        Some(count) => format!("{name}--{count}"),
    };
    // Who bears a name, by the names that it was saved under.
    let mut bearers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut given_up = BTreeMap::new();
    for (old, new) in history.iter().filter(|(old, new)| old != new) {
        let own = || vec![saved(old, &given_up)];
        let mut names = bearers.remove(old).unwrap_or_else(own);
        *given_up.entry(old.clone()).or_insert(0) += 1;
        names.push(saved(new, &given_up));
        bearers.entry(new.clone()).or_default().extend(names);
    }
    let mut now = Names::new();
    for (name, saved) in bearers {
        now.extend(saved.into_iter().map(|saved| (saved, name.clone())));
    }
    let given_up = given_up
        .iter()
        .map(|(name, count)| (name.clone(), format!("{name}--{count}")));
    let saved: Names = given_up.collect();
    for (name, saved) in &saved {
        now.entry(saved.clone()).or_insert_with(|| name.clone());
    }
    (now, saved)
}

impl Renamed {
    /// From the list of a course: (old, new), the oldest first. Headings are named with their lesson, as in links: `lesson#heading`, and
    /// that as it is called when the line is added. A heading stays in its lesson: the lesson of the new name counts for both.
    pub fn of(list: &[(String, String)]) -> Renamed {
        let of_heading = |(old, new): &(String, String)| old.contains(HEADING) || new.contains(HEADING);
        let ids = |list: &[(String, String)]| {
            let ids = list.iter().filter(|line| !of_heading(line));
            told(&ids.cloned().collect::<Vec<_>>())
        };
        let shared = |names: Names| {
            names
                .iter()
                .map(|(from, to)| (Id::from(&**from), Id::from(&**to)))
                .collect()
        };
        let (now, saved) = ids(list);
        let mut renamed = Renamed {
            now: shared(now),
            saved: shared(saved),
            ..Renamed::default()
        };
        let history = list.iter().enumerate().filter_map(|(at, (old, new))| {
            let ((_, old), (lesson, new)) = (old.split_once(HEADING)?, new.split_once(HEADING)?);
            // What the lesson was called later is told by the lines behind this one.
            let (later, _) = ids(&list[at + 1..]);
            let lesson = later.get(lesson).map_or(lesson, |lesson| lesson);
            Some((format!("{lesson}#{old}"), format!("{lesson}#{new}")))
        });
        let (now, saved) = told(&history.collect::<Vec<_>>());
        let parted = |names: Names| {
            let part = |name: &str| {
                name.split_once(HEADING)
                    .map(|(lesson, heading)| (Id::from(lesson), Id::from(heading)))
            };
            let all = names
                .iter()
                .filter_map(|(from, to)| Some((part(from)?, part(to)?.1)));
            all.collect::<BTreeMap<_, _>>()
        };
        (renamed.headings_now, renamed.headings_saved) = (parted(now), parted(saved));
        renamed
    }

    /// What is called so now that was saved under this name.
    pub fn name(&self, id: &Id) -> Id {
        found(&self.now, id)
    }

    /// The name to save something under that is called this now.
    pub fn saved(&self, id: &Id) -> Id {
        found(&self.saved, id)
    }

    /// Every other name that something is or was saved under which is called this now.
    pub fn saved_before(&self, id: &Id) -> impl Iterator<Item = &Id> {
        let now = self.now.iter().filter(move |(_, now)| *now == id);
        now.map(|(saved, _)| saved)
    }

    /// What the history does to what was saved, a line for each name that is there and takes something up or begins anew.
    pub fn told(&self, is_there: impl Fn(&str) -> bool) -> Vec<String> {
        let in_lesson = |lesson: &Id, heading: &Id| format!("{lesson}#{heading}");
        let ids = self
            .now
            .iter()
            .map(|(saved, now)| (saved.to_string(), now.to_string()));
        let headings = self.headings_now.iter();
        let headings =
            headings.map(|((lesson, saved), now)| (in_lesson(lesson, saved), in_lesson(lesson, now)));
        let mut taken: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (saved, now) in ids.chain(headings) {
            // What has two hyphens in a row was saved for whatever took the name anew.
            let from = match saved.split_once("--") {
                Some((name, _)) if name == now => None,
                Some((name, _)) => Some(format!("{name}, once that was another's")),
                None => Some(saved).filter(|name| *name != now),
            };
            taken.entry(now).or_default().extend(from);
        }
        // Of headings it is not known here which are there.
        let is_told =
            |now: &str, from: &[String]| is_there(now) && !(from.is_empty() && now.contains(HEADING));
        let told = taken.into_iter().filter(|(now, from)| is_told(now, from));
        told.map(|(now, from)| match from.is_empty() {
            true => format!("{now} begins anew: what was saved under that name went on with its old owner."),
            false => format!("{now} takes up what was saved for {}.", from.join(" and for ")),
        })
        .collect()
    }

    /// Gives an event that was saved the names that ids have now.
    pub fn to_now(&self, kind: &mut EventKind) {
        self.translate(Way::Now, kind);
    }

    /// Gives an event the names that it is to be saved with.
    pub fn to_saved(&self, kind: &mut EventKind) {
        self.translate(Way::Saved, kind);
    }

    fn one(&self, way: Way, id: &mut Id) {
        *id = match way {
            Way::Now => self.name(id),
            Way::Saved => self.saved(id),
        };
    }

    /// A lesson, and headings in it. A question is a heading too, by its own name.
    fn at<'a>(&self, way: Way, lesson: &mut Id, headings: impl IntoIterator<Item = &'a mut Id>) {
        let saved = lesson.clone();
        self.one(way, lesson);
        let (names, now) = match way {
            Way::Now => (&self.headings_now, &*lesson),
            Way::Saved => (&self.headings_saved, &saved),
        };
        for heading in headings {
            match names.get(&(now.clone(), heading.clone())) {
                Some(other) => *heading = other.clone(),
                None => self.one(way, heading),
            }
        }
    }

    fn translate(&self, way: Way, kind: &mut EventKind) {
        if self.now.is_empty() && self.headings_now.is_empty() {
            return;
        }
        match kind {
            EventKind::Placed { lesson, place, .. } => self.at(way, lesson, &mut place.heading),
            EventKind::Marked { page, place, .. } => self.at(way, page, &mut place.heading),
            EventKind::Chose {
                rehearsal, scene, to, ..
            } => self.at(way, rehearsal, [scene, to]),
            EventKind::Turned { rehearsal, scene } => self.at(way, rehearsal, scene),
            EventKind::Focused { assessment, scale } => self.at(way, assessment, [scale]),
            EventKind::Read { lesson: id }
            | EventKind::Passed { lesson: id, .. }
            | EventKind::Answered { question: id, .. }
            | EventKind::Wrote { entry: id, .. }
            | EventKind::Dropped { what: id }
            | EventKind::Recalled { entry: id }
            | EventKind::Told { lesson: id, .. } => self.one(way, id),
            EventKind::Assessed {
                assessment, ratings, ..
            } => {
                self.one(way, assessment);
                ratings.iter_mut().for_each(|(line, _)| self.one(way, line));
            }
            EventKind::Began {
                purpose, questions, ..
            } => {
                match purpose {
                    Purpose::Retake(id) | Purpose::Final(id) | Purpose::BeforeAfter(id) => self.one(way, id),
                    Purpose::Review => {}
                }
                questions.iter_mut().for_each(|id| self.one(way, id));
            }
            EventKind::Reset { lessons, questions } => {
                lessons
                    .iter_mut()
                    .chain(questions)
                    .for_each(|id| self.one(way, id));
            }
            EventKind::Ended { .. }
            | EventKind::Undone { .. }
            | EventKind::Forgotten { .. }
            | EventKind::Set { .. } => {}
        }
    }
}

/// What a name is in the other list. A line of one's own in a rehearsal goes with the rehearsal.
fn found(names: &BTreeMap<Id, Id>, id: &Id) -> Id {
    if let Some(other) = names.get(id) {
        return other.clone();
    }
    let own = || {
        let rest = id.strip_prefix(OWN_LINE)?;
        let other = |end: usize| {
            names
                .get(&rest[..end])
                .map(|other| format!("{OWN_LINE}{other}{}", &rest[end..]))
        };
        other(rest.len()).or_else(|| other(rest.rfind("--")?))
    };
    match names.is_empty() {
        true => id.clone(),
        false => own().map_or_else(|| id.clone(), |own| Id::from(own.as_str())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::Place;
    use proptest::prelude::*;

    fn of(list: &[(&str, &str)]) -> Renamed {
        let list: Vec<_> = list
            .iter()
            .map(|(old, new)| ((*old).to_owned(), (*new).to_owned()))
            .collect();
        Renamed::of(&list)
    }

    fn now(list: &[(&str, &str)], saved: &str) -> String {
        of(list).name(&saved.into()).to_string()
    }

    #[test]
    fn names_follow_their_history() {
        // One after the other, in the order of the list.
        for saved in ["a", "b", "c"] {
            assert_eq!(now(&[("a", "b"), ("b", "c")], saved), "c");
        }
        // Something made room for another thing.
        let moved = [("b", "c"), ("a", "b")];
        assert_eq!([now(&moved, "a"), now(&moved, "b")], ["b", "c"]);
        assert_eq!(of(&moved).saved(&"b".into()).to_string(), "b--1");
        // Two changed places by way of a third name.
        let swapped = [("a", "t"), ("b", "a"), ("t", "b")];
        assert_eq!([now(&swapped, "a"), now(&swapped, "b")], ["b", "a"]);
        // Something came back to its name.
        let back = [("a", "b"), ("b", "a")];
        assert_eq!([now(&back, "a"), now(&back, "b")], ["a", "a"]);
        // Two bore one name, one after the other.
        let twice = [("a", "b"), ("a", "d")];
        assert_eq!(
            [now(&twice, "a"), now(&twice, "a--1"), now(&twice, "a--2")],
            ["b", "d", "a"]
        );
        assert_eq!(now(&[("a", "a")], "a"), "a");
    }

    #[test]
    fn a_heading_is_of_the_lesson_that_bore_the_name_when_its_line_was_added() {
        let swap = [("a", "t"), ("b", "a"), ("t", "b")];
        let placed = |list: &[(&str, &str)], lesson: &str| {
            let heading = Some("x".into());
            let mut kind = EventKind::Placed {
                lesson: lesson.into(),
                place: Place {
                    heading,
                    ..Place::default()
                },
                reached: 1,
            };
            of(list).to_now(&mut kind);
            let EventKind::Placed { lesson, place, .. } = kind else {
                panic!("it is no other")
            };
            format!("{lesson}#{}", place.heading.unwrap_or_default())
        };
        let after = [&swap[..], &[("a#x", "a#y")]].concat();
        assert_eq!([placed(&after, "a"), placed(&after, "b")], ["b#x", "a#y"]);
        let before = [&[("a#x", "a#y")], &swap[..]].concat();
        assert_eq!([placed(&before, "a"), placed(&before, "b")], ["b#y", "a#x"]);
        // The lesson may still be called by its older name on the left.
        assert_eq!(placed(&[("a", "b"), ("a#x", "b#y")], "a"), "b#y");
    }

    #[test]
    fn headings_go_with_their_lesson_and_lines_of_ones_own_with_their_rehearsal() {
        let renamed = of(&[
            ("old#x", "old#y"),
            ("old", "new"),
            ("new#y", "new#z"),
            ("asked", "asks"),
        ]);
        let mut kind = EventKind::Placed {
            lesson: "old".into(),
            place: Place {
                heading: Some("x".into()),
                ..Place::default()
            },
            reached: 1,
        };
        let before = kind.clone();
        renamed.to_now(&mut kind);
        let EventKind::Placed { lesson, place, .. } = &kind else {
            panic!("it is no other")
        };
        assert_eq!((&**lesson, place.heading.as_deref()), ("new", Some("z")));
        assert_ne!(kind, before);
        assert_eq!(renamed.name(&"rehearsal-old".into()), "rehearsal-new".into());
        assert_eq!(
            renamed.name(&"rehearsal-old--scene".into()),
            "rehearsal-new--scene".into()
        );
        assert_eq!(
            renamed.name(&"rehearsal-other--scene".into()),
            "rehearsal-other--scene".into()
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

        /// Lessons are renamed, made and taken away in any order, and each is played now and then: what was saved is always its own.
        #[test]
        fn everything_keeps_what_is_its_own(steps in prop::collection::vec((0u8..3, 0usize..4, 0usize..4), 1..40)) {
            let names = ["a", "b", "c", "d"];
            // Which thing bears each name, and what was saved for it.
            let mut bears = [Some(0), None, None, None];
            let (mut made, mut list, mut saved) = (1, Vec::new(), Vec::new());
            for (what, one, other) in steps {
                match (what, bears[one]) {
                    (0, Some(thing)) if bears[other].is_none() => {
                        (bears[one], bears[other]) = (None, Some(thing));
                        list.push((names[one], names[other]));
                    }
                    // A name is taken anew only after a line gave it up: what was taken away otherwise has left no trace.
                    (1, None) if list.iter().any(|(old, _)| *old == names[one]) => {
                        bears[one] = Some(made);
                        made += 1;
                    }
                    (2, Some(thing)) => saved.push((thing, of(&list).saved(&names[one].into()))),
                    _ => {}
                }
            }
            for (thing, saved) in saved {
                let at = bears.iter().position(|bears| *bears == Some(thing)).expect("nothing was taken away");
                prop_assert_eq!(&*of(&list).name(&saved), names[at], "{:?}", list);
            }
        }
    }
}

//! Owns picking: one option of several (`.one`, `.truth`, `.scene`) and all that fit (`.many`).
//! Must not know how sure the learner was, nor how a page is drawn.

use crate::action::Action;
use crate::clean::Fingerprint;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{ListItem, Node, Row};
use crate::quiz::answer::{Answer, Draft, ShownOption, Verdict};
use crate::quiz::edited::mended;
use crate::quiz::{Choice, Feedback, Given, Known, Question, Rules, Worth, is_picked, shuffled};
use std::sync::Arc;

/// What is said of a right option: not picked, ticked, left out.
const FITS_BEST: &str = "fits best";
const TICKED: &str = "ticked: it fits";
const MISSED: &str = "left out: it fits";

/// Pick one.
pub struct One;
/// Tick all that fit.
pub struct Many;

/// The option that was picked, if it is still one.
pub fn picked<'a>(question: &'a Question, answer: &Answer) -> Option<&'a Choice> {
    let mut options = question.parts.options().iter();
    options.find(|choice| is_picked(answer, choice.print))
}

impl Rules for One {
    fn blank(&self) -> Answer {
        Answer::Picks(Vec::new())
    }

    fn act(&self, _question: &Question, draft: &mut Draft, action: &Action) {
        if let Action::Pick(_, print) = action {
            draft.answer = Answer::Picks(vec![*print]);
        }
    }

    fn ready(&self, _question: &Question, answer: &Answer) -> bool {
        matches!(answer, Answer::Picks(picks) if !picks.is_empty())
    }

    fn grade(&self, question: &Question, answer: &Answer, _known: Known) -> Verdict {
        match picked(question, answer).map(|choice| choice.worth) {
            Some(Worth::Right) => Verdict::Right,
            Some(Worth::Fair) => Verdict::Partly(1, 2),
            Some(Worth::Wrong) | None => Verdict::NotYet,
        }
    }

    fn shown(&self, question: &Question, answer: &Answer, _known: Known) -> Vec<ShownOption> {
        shown(question, answer)
    }

    fn restore(&self, _question: &Question, shown: &[ShownOption], _words: &str) -> Answer {
        restored(shown)
    }

    fn asking(&self, question: &Question, draft: &Draft) -> Vec<Node> {
        rows(question, draft, Marker::Radio)
    }

    fn answered(&self, question: &Question, given: &Given) -> Feedback {
        let mut own = explanations(
            question,
            given,
            |_, picked| picked,
            |choice, picked| {
                let words = match (picked, choice.worth) {
                    (true, _) => "your answer",
                    (false, Worth::Right) => FITS_BEST,
                    (false, Worth::Fair) => "defensible",
                    (false, Worth::Wrong) => "",
                };
                // What was not chosen is explained, not judged, and the best one is found at a glance.
                let sign = match (picked, choice.worth) {
                    (_, Worth::Right) => Marker::Right,
                    (false, _) => Marker::Link,
                    (true, Worth::Fair) => Marker::Partly,
                    (true, Worth::Wrong) => Marker::Wrong,
                };
                ((Marker::Radio(picked), sign), words)
            },
        );
        let others = own.split_off(own.len().min(1));
        Feedback {
            own: listed(own),
            others: listed(others),
        }
    }
}

impl Rules for Many {
    fn blank(&self) -> Answer {
        Answer::Picks(Vec::new())
    }

    fn act(&self, _question: &Question, draft: &mut Draft, action: &Action) {
        let (Action::Pick(_, print), Answer::Picks(picks)) = (action, &mut draft.answer) else {
            return;
        };
        match picks.iter().position(|pick| pick == print) {
            Some(at) => drop(picks.remove(at)),
            None => picks.push(*print),
        }
    }

    fn ready(&self, _question: &Question, answer: &Answer) -> bool {
        matches!(answer, Answer::Picks(picks) if !picks.is_empty())
    }

    fn grade(&self, question: &Question, answer: &Answer, _known: Known) -> Verdict {
        let choices = question.parts.options();
        let right = choices
            .iter()
            .filter(|choice| is_picked(answer, choice.print) == (choice.worth == Worth::Right))
            .count();
        let ticked_right = choices
            .iter()
            .any(|choice| choice.worth == Worth::Right && is_picked(answer, choice.print));
        match (right == choices.len(), ticked_right) {
            (true, _) => Verdict::Right,
            (false, true) => Verdict::Partly(right as u32, choices.len() as u32),
            (false, false) => Verdict::NotYet,
        }
    }

    fn shown(&self, question: &Question, answer: &Answer, _known: Known) -> Vec<ShownOption> {
        shown(question, answer)
    }

    fn restore(&self, _question: &Question, shown: &[ShownOption], _words: &str) -> Answer {
        restored(shown)
    }

    fn asking(&self, question: &Question, draft: &Draft) -> Vec<Node> {
        rows(question, draft, Marker::Check)
    }

    fn answered(&self, question: &Question, given: &Given) -> Feedback {
        let agrees = |choice: &Choice, picked: bool| picked == (choice.worth == Worth::Right);
        let misses = |choice: &Choice, picked| !agrees(choice, picked);
        let all = explanations(question, given, misses, |choice, picked| {
            let words = match (picked, choice.worth) {
                (true, Worth::Right) => TICKED,
                (true, _) => "ticked: it does not fit",
                (false, Worth::Right) => MISSED,
                (false, _) => "left out: it does not fit",
            };
            let sign = match agrees(choice, picked) {
                true => Marker::Right,
                false => Marker::Wrong,
            };
            ((Marker::Check(picked), sign), words)
        });
        Feedback {
            own: Vec::new(),
            others: listed(all),
        }
    }
}

/// The options in the order of this attempt, or in that of the file where it says something; each with its number from 1.
fn arranged<'a>(
    question: &'a Question,
    earlier: u32,
    were: &[(Fingerprint, Fingerprint)],
) -> Vec<(usize, &'a Choice)> {
    let was = |choice: &&Choice| {
        let mended = were.iter().find(|(now, _)| *now == choice.print);
        mended.map_or(choice.print, |(_, then)| *then)
    };
    let choices: Vec<&Choice> = question.parts.options().iter().collect();
    let choices = match question.in_order {
        true => choices,
        false => shuffled(question, earlier, choices, was),
    };
    choices
        .into_iter()
        .enumerate()
        .map(|(at, choice)| (at + 1, choice))
        .collect()
}

pub(super) fn rows(question: &Question, draft: &Draft, mark: fn(bool) -> Marker) -> Vec<Node> {
    let (_, were) = mended(question, &draft.shown);
    arranged(question, draft.earlier, &were)
        .into_iter()
        .map(|(nth, choice)| {
            let mark = mark(is_picked(&draft.answer, choice.print));
            Node::Row(
                Row::new(
                    mark,
                    choice.text.clone(),
                    Action::Pick(question.id.clone(), choice.print),
                )
                .digit(nth),
            )
        })
        .collect()
}

/// Every option with its explanation. `is_first` says of each, picked or not, whether it comes before the others;
/// `judged` its marks and a word on it.
fn explanations(
    question: &Question,
    given: &Given,
    is_first: impl Fn(&Choice, bool) -> bool,
    judged: impl Fn(&Choice, bool) -> ((Marker, Marker), &'static str),
) -> Vec<ListItem> {
    let mut choices = arranged(question, given.earlier, &given.were);
    choices.sort_by_key(|(_, choice)| !is_first(choice, is_picked(&given.answer, choice.print)));
    let items = choices.into_iter().map(|(nth, choice)| {
        let (marks, words) = judged(choice, is_picked(&given.answer, choice.print));
        explained(nth, choice, marks, words)
    });
    items.collect()
}

/// Whether an explained option is a right one that its explanations say so of.
pub fn is_named_right(item: &ListItem) -> bool {
    let head = item.nodes.first().map(|node| &**node);
    let Some(Node::Para(text)) = head else {
        return false;
    };
    let note = text.0.last().map(|run| run.text.trim());
    let is = |words: &str| note == Some(&format!("({words})"));
    [FITS_BEST, TICKED, MISSED].into_iter().any(is)
}

/// These items as a list, if there are any.
fn listed(items: Vec<ListItem>) -> Vec<Node> {
    match items.is_empty() {
        true => Vec::new(),
        false => vec![Node::List(items)],
    }
}

fn explained(nth: usize, choice: &Choice, (mark, sign): (Marker, Marker), words: &str) -> ListItem {
    let head = match words {
        "" => choice.text.clone(),
        words => choice
            .text
            .clone()
            .and(Text::role(&format!("  ({words})"), Role::Muted)),
    };
    let why = Node::List(vec![ListItem {
        digit: None,
        mark: sign,
        nodes: choice.why.clone(),
    }]);
    ListItem {
        digit: u8::try_from(nth).ok(),
        mark,
        nodes: vec![Arc::new(Node::Para(head)), Arc::new(why)],
    }
}

pub(super) fn shown(question: &Question, answer: &Answer) -> Vec<ShownOption> {
    question
        .parts
        .options()
        .iter()
        .map(|choice| ShownOption {
            option: choice.print,
            right: u32::from(choice.worth == Worth::Right),
            chosen: u32::from(is_picked(answer, choice.print)),
        })
        .collect()
}

pub(super) fn restored(shown: &[ShownOption]) -> Answer {
    let picked = shown.iter().filter(|shown| shown.chosen == 1);
    Answer::Picks(picked.map(|shown| shown.option).collect())
}

#[cfg(test)]
mod tests {
    use crate::quiz::answer::Verdict::{NotYet, Partly, Right};
    use crate::quiz::tests::{is_changed, left, picks, question, verdict};

    #[test]
    fn one_pick_is_judged_by_its_worth() {
        let scene = question("one .scene", "- [x] Ask\n- [ ] Wait <!-- fair -->\n- [ ] Laugh");
        for (pick, expected) in [
            (&[][..], None),
            (&["Ask"], Some(Right)),
            (&["Wait"], Some(Partly(1, 2))),
            (&["Laugh"], Some(NotYet)),
        ] {
            assert_eq!(verdict(&scene, &picks(&scene, pick)), expected, "{pick:?}");
        }
        for class in ["one", "one .truth"] {
            let question = question(class, "- [x] Yes\n- [ ] No");
            assert_eq!(verdict(&question, &picks(&question, &["Yes"])), Some(Right));
            assert_eq!(verdict(&question, &picks(&question, &["No"])), Some(NotYet));
        }
    }

    #[test]
    fn of_all_that_fit_each_option_counts_and_one_must_be_ticked_rightly() {
        let many = question("many", "- [x] A\n- [x] B\n- [ ] C\n- [ ] D");
        for (ticks, expected) in [
            (&[][..], None),
            (&["A", "B"], Some(Right)),
            (&["B", "A"], Some(Right)),
            (&["A"], Some(Partly(3, 4))),
            (&["A", "B", "C"], Some(Partly(3, 4))),
            (&["A", "C"], Some(Partly(2, 4))),
            (&["A", "C", "D"], Some(Partly(1, 4))),
            (&["A", "B", "C", "D"], Some(Partly(2, 4))),
            // Two of four are right to leave out, but nothing that fits was found.
            (&["C"], Some(NotYet)),
            (&["C", "D"], Some(NotYet)),
        ] {
            assert_eq!(verdict(&many, &picks(&many, ticks)), expected, "{ticks:?}");
        }
    }

    #[test]
    fn a_key_that_moved_is_a_change_and_a_new_or_reworded_option_is_none() {
        let then = question("one", "- [x] A\n- [ ] B");
        let answer = picks(&then, &["B"]);
        for (now, expected) in [
            ("- [x] A\n- [ ] B", false),
            ("- [ ] B\n- [x] A", false),
            ("- [ ] A\n- [x] B", true),
            ("- [x] A\n- [ ] B\n- [ ] C", false),
            ("- [x] A\n- [ ] B, in other words", false),
            ("- [x] C\n- [ ] A", true),
        ] {
            assert_eq!(
                is_changed(&then, &answer, &question("one", now)),
                expected,
                "{now}"
            );
        }
    }

    #[test]
    fn a_tick_stays_while_its_option_is_there() {
        let then = question("many", "- [x] A\n- [ ] B");
        let now = question("many", "- [x] A\n- [ ] C");
        assert_eq!(left(&then, picks(&then, &["B", "A"]), &now), picks(&now, &["A"]));
        let other = question("fill", "- [x] A");
        assert_eq!(
            left(&then, picks(&then, &["A"]), &other),
            crate::quiz::tests::words("")
        );
    }
}

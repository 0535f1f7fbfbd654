//! Owns typing what goes into a gap, or into each of several (`.fill`). What of it is forgiven is in `fill/spelling.rs`, and it is said; a
//! known slip has its own explanation and is forgiven as much. What is typed is kept as one text, a line for each gap: one gap is a text
//! of one line, and is kept as it was before there could be several. Must not know how a page is drawn.

pub mod spelling;
pub mod variants;

use crate::action::{Action, FieldTarget};
use crate::clean::Clean;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Field, Lines, ListItem, Node};
use crate::quiz::answer::{Answer, Draft, ShownOption, Verdict};
use crate::quiz::fill::spelling::nearness;
use crate::quiz::{Accept, Feedback, Given, Known, Question, Rules, Worth};
use std::iter::repeat_n;
use std::ops::Range;
use std::sync::Arc;

/// Type what goes into the gaps.
pub struct Fill;

impl Rules for Fill {
    fn blank(&self) -> Answer {
        Answer::Words(String::new())
    }

    fn act(&self, _question: &Question, _draft: &mut Draft, _action: &Action) {}

    fn ready(&self, question: &Question, answer: &Answer) -> bool {
        matches!(answer, Answer::Words(words) if empty_gap(question, words).is_none())
    }

    fn grade(&self, question: &Question, answer: &Answer, known: Known) -> Verdict {
        let Answer::Words(words) = answer else {
            return Verdict::NotYet;
        };
        let gaps = question.parts.gaps();
        let is_right = |(nth, gap): &(usize, &Vec<Accept>)| {
            matched(gap, in_gap(words, *nth), known).is_some_and(|accept| accept.worth == Worth::Right)
        };
        Verdict::of_parts(gaps.iter().enumerate().filter(is_right).count(), gaps.len())
    }

    fn shown(&self, question: &Question, answer: &Answer, known: Known) -> Vec<ShownOption> {
        let words = match answer {
            Answer::Words(words) => words.as_str(),
            Answer::Picks(_) | Answer::Pairs(_) | Answer::Ratings(_) => "",
        };
        let gaps = question.parts.gaps().iter().enumerate();
        let shown = gaps.flat_map(|(nth, gap)| {
            let chosen = matched(gap, in_gap(words, nth), known).map(|accept| accept.print);
            gap.iter().map(move |accept| ShownOption {
                option: accept.print,
                right: u32::from(accept.worth == Worth::Right),
                chosen: u32::from(chosen == Some(accept.print)),
            })
        });
        shown.collect()
    }

    fn restore(&self, _question: &Question, _shown: &[ShownOption], words: &str) -> Answer {
        Answer::Words(words.to_owned())
    }

    fn asking(&self, question: &Question, draft: &Draft) -> Vec<Node> {
        let Answer::Words(words) = &draft.answer else {
            return Vec::new();
        };
        let gaps = question.parts.gaps().len();
        let mut nodes = Vec::new();
        for nth in 0..gaps {
            if gaps > 1 {
                nodes.push(Node::Para(Text::role(&name(nth), Role::Muted)));
            }
            let bytes = bytes_of_gap(words, nth);
            nodes.push(Node::Field(Field {
                target: FieldTarget::Gap(question.id.clone(), nth),
                text: Clean::new(&words[bytes.clone()]),
                caret: draft.caret.clamp(bytes.start, bytes.end) - bytes.start,
                lines: Lines::One,
            }));
        }
        nodes
    }

    fn answered(&self, question: &Question, given: &Given) -> Feedback {
        let Answer::Words(words) = &given.answer else {
            return Feedback::default();
        };
        let own = match question.parts.gaps() {
            [gap] => {
                let judged = Judged::of(gap, words, &given.shown);
                let wrote = Text::role("You wrote: ", Role::Muted).and(judged.wrote());
                let mut nodes = vec![Node::List(vec![judged.item(wrote)])];
                nodes.extend(match judged.is_model(gap) {
                    true => also_right(gap).map(Node::Para),
                    false => what_fits(gap).map(|fits| Node::List(vec![told(Marker::Right, fits, &[])])),
                });
                nodes
            }
            gaps => {
                let items = gaps.iter().enumerate().map(|(nth, gap)| {
                    // An answer of another gap is none of this one, though it may be the same word.
                    let of_gap = |shown: &&ShownOption| gap.iter().any(|accept| accept.print == shown.option);
                    let shown: Vec<ShownOption> = given.shown.iter().filter(of_gap).copied().collect();
                    let judged = Judged::of(gap, in_gap(words, nth), &shown);
                    let mut head =
                        Text::role(&format!("{}, you wrote: ", name(nth)), Role::Muted).and(judged.wrote());
                    if let (false, Some(fits)) = (judged.is_right, what_fits(gap)) {
                        head = head.and(Text::plain(". ")).and(fits);
                    }
                    judged.item(head)
                });
                vec![Node::List(items.collect())]
            }
        };
        Feedback {
            own,
            others: Vec::new(),
        }
    }
}

/// What was typed into one gap, and what it was taken for.
struct Judged<'a> {
    typed: Clean,
    found: Option<&'a Accept>,
    is_right: bool,
}

impl<'a> Judged<'a> {
    /// How it was judged then counts, whatever is forgiven now.
    fn of(gap: &'a [Accept], typed: &str, shown: &[ShownOption]) -> Judged<'a> {
        let chosen = shown.iter().find(|shown| shown.chosen == 1);
        Judged {
            typed: Clean::line(typed),
            found: chosen.and_then(|chosen| gap.iter().find(|accept| accept.print == chosen.option)),
            is_right: chosen.is_some_and(|chosen| chosen.right == 1),
        }
    }

    /// Whether it is the model to the letter, which then need not be said again.
    fn is_model(&self, gap: &[Accept]) -> bool {
        self.is_right
            && right(gap)
                .next()
                .is_some_and(|model| model.trim() == self.typed.trim())
    }

    /// The words. What was forgiven is said in the same breath: the short form that is heard has no more.
    fn wrote(&self) -> Text {
        let typed = self.typed.trim();
        let wrote = Text::strong(typed);
        let otherwise = |accept: &&Accept| accept.words.trim() != typed && !self.typed.is_empty();
        let Some(accept) = self.found.filter(otherwise) else {
            return wrote;
        };
        let lead = if self.is_right {
            "right; we write"
        } else {
            "taken for"
        };
        let note = format!("  ({lead}: {})", accept.words.trim());
        wrote.and(Text::role(&note, Role::Muted))
    }

    fn item(&self, head: Text) -> ListItem {
        let mark = if self.is_right {
            Marker::Right
        } else {
            Marker::Wrong
        };
        told(mark, head, self.found.map_or(&[], |accept| &accept.why))
    }
}

fn told(mark: Marker, head: Text, why: &[Arc<Node>]) -> ListItem {
    let mut nodes = vec![Arc::new(Node::Para(head))];
    nodes.extend(why.iter().cloned());
    ListItem {
        digit: None,
        mark,
        nodes,
    }
}

/// What a gap takes, the model first.
fn right(gap: &[Accept]) -> impl Iterator<Item = &str> {
    let right = gap.iter().filter(|accept| accept.worth == Worth::Right);
    right.map(|accept| accept.words.as_str())
}

/// What a gap takes beside its model, if it does.
fn also_right(gap: &[Accept]) -> Option<Text> {
    let others: Vec<&str> = right(gap).skip(1).collect();
    let also = Text::role("Also right: ", Role::Muted).and(Text::plain(&others.join(", ")));
    (!others.is_empty()).then_some(also)
}

/// The model of a gap, and what else is accepted.
fn what_fits(gap: &[Accept]) -> Option<Text> {
    let right: Vec<&str> = right(gap).collect();
    let (model, others) = right.split_first()?;
    let also = match others.is_empty() {
        true => String::new(),
        false => format!("  (also: {})", others.join(", ")),
    };
    let fits = Text::role("What fits: ", Role::Muted).and(Text::strong(model));
    Some(fits.and(Text::role(&also, Role::Muted)))
}

/// What a gap is called where there are several.
pub fn name(nth: usize) -> String {
    format!("Gap {}", nth + 1)
}

/// The gap that nothing is typed into yet, the first of them.
pub fn empty_gap(question: &Question, words: &str) -> Option<usize> {
    // A question without a gap is never whole.
    let gaps = question.parts.gaps().len().max(1);
    let is_asked = |nth: &usize| *nth < question.parts.gaps().len();
    (0..gaps).find(|nth| !is_asked(nth) || in_gap(words, *nth).trim().is_empty())
}

/// What was typed into a gap.
fn in_gap(words: &str, nth: usize) -> &str {
    &words[bytes_of_gap(words, nth)]
}

/// The bytes of what was typed into a gap; none at the end where the text has no such line yet.
pub fn bytes_of_gap(words: &str, nth: usize) -> Range<usize> {
    let mut start = 0;
    for _ in 0..nth {
        match words[start..].find('\n') {
            Some(end) => start += end + 1,
            None => return words.len()..words.len(),
        }
    }
    start..words[start..].find('\n').map_or(words.len(), |end| start + end)
}

/// The text with the words of one gap written anew, and the byte at which they begin.
pub fn with_gap(words: &str, nth: usize, typed: &str) -> (String, usize) {
    let missing = nth.saturating_sub(words.matches('\n').count());
    let mut text: String = words.chars().chain(repeat_n('\n', missing)).collect();
    let bytes = bytes_of_gap(&text, nth);
    let start = bytes.start;
    text.replace_range(bytes, typed);
    (text, start)
}

/// The accepted answer or known slip that was meant: the nearest, and of those that are equally near one that is right.
fn matched<'a>(gap: &'a [Accept], typed: &str, known: Known) -> Option<&'a Accept> {
    let near = gap
        .iter()
        .filter_map(|accept| Some((accept, nearness(&accept.words, typed, known)?)));
    let first = near.min_by_key(|(accept, nearness)| (*nearness, accept.worth != Worth::Right));
    first.map(|(accept, _)| accept)
}

#[cfg(test)]
mod tests {
    use super::{in_gap, with_gap};
    use crate::doc::Node;
    use crate::doc::marker::Marker;
    use crate::quiz::Given;
    use crate::quiz::answer::Verdict::{NotYet, Partly, Right};
    use crate::quiz::tests::{is_changed, left, question, verdict, words};

    const GAP: &str = "- [x] direction\n- [x] the way\n- [x] no\n- [ ] directions";

    #[test]
    fn case_space_form_and_one_slip_of_the_finger_are_forgiven() {
        let question = question("fill", GAP);
        for (typed, expected) in [
            ("", None),
            ("   ", None),
            ("direction", Some(Right)),
            ("  DIRECTION. ", Some(Right)),
            ("the way", Some(Right)),
            ("direciton", Some(Right)),
            ("diretion", Some(Right)),
            ("dirrection", Some(Right)),
            ("dire", Some(NotYet)),
            // A known slip is what it is, though a finger might have slipped to it.
            ("directions", Some(NotYet)),
            // A short word must be spelled as it is.
            ("no", Some(Right)),
            ("on", Some(NotYet)),
            ("now", Some(NotYet)),
            ("nothing like it", Some(NotYet)),
        ] {
            assert_eq!(verdict(&question, &words(typed)), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_word_that_is_accepted_now_is_a_change_and_one_more_word_is_none() {
        let then = question("fill", GAP);
        for (now, expected) in [
            (GAP, false),
            ("- [x] direction\n- [x] the way\n- [x] no\n- [x] directions", true),
            ("- [x] direction\n- [x] course\n- [ ] directions", false),
        ] {
            assert_eq!(
                is_changed(&then, &words("x"), &question("fill", now)),
                expected,
                "{now}"
            );
        }
    }

    #[test]
    fn what_was_typed_always_stays() {
        let (then, now) = (question("fill", GAP), question("fill", "- [x] course"));
        assert_eq!(left(&then, words("dire"), &now), words("dire"));
    }

    /// Two gaps, in both of which "in" may stand.
    const TWO: &str = "1. - [x] in\n   - [x] inside\n   - [ ] out\n\n     Why not.\n\n2. - [x] out\n   - [x] outside\n   - [ ] in\n\n     Nor this.\n";

    #[test]
    fn each_gap_has_answers_of_its_own_and_all_must_fit() {
        let question = question("fill", TWO);
        assert_eq!(question.parts.gaps().len(), 2);
        for (typed, expected) in [
            ("", None),
            ("in", None),
            ("in\n ", None),
            ("\nout", None),
            ("in\nout", Some(Right)),
            ("Inside\noutisde", Some(Right)),
            ("in\nin", Some(Partly(1, 2))),
            ("out\nout", Some(Partly(1, 2))),
            ("out\nin", Some(NotYet)),
            ("in\nelse", Some(Partly(1, 2))),
        ] {
            assert_eq!(verdict(&question, &words(typed)), expected, "{typed:?}");
        }
        // What a gap was taken for is told apart from the same word of the other.
        let chosen = |typed: &str| {
            let shown = question.kind.rules().shown(&question, &words(typed), &|_| false);
            let chosen = shown.iter().map(|shown| shown.chosen).collect::<Vec<_>>();
            (shown.iter().map(|shown| shown.right).collect::<Vec<_>>(), chosen)
        };
        assert_eq!(
            chosen("out\nin"),
            (vec![1, 1, 0, 1, 1, 0], vec![0, 0, 1, 0, 0, 1])
        );
    }

    #[test]
    fn what_was_typed_into_each_gap_is_told_with_what_fits_where_it_is_not_right() {
        let question = question("fill", TWO);
        let rules = question.kind.rules();
        let told = |typed: &str| {
            let given = Given {
                answer: words(typed),
                earlier: 0,
                shown: rules.shown(&question, &words(typed), &|_| false),
                were: Vec::new(),
            };
            let feedback = rules.answered(&question, &given);
            let [Node::List(items)] = feedback.own.as_slice() else {
                panic!("{feedback:?}")
            };
            let items = items.iter().map(|item| {
                let words: Vec<String> = item.nodes.iter().map(|node| node.words().to_string()).collect();
                (item.mark == Marker::Right, words.join(" "))
            });
            items.collect::<Vec<_>>()
        };
        assert_eq!(
            told("insied\nin"),
            [
                (
                    true,
                    "Gap 1, you wrote: insied  (right; we write: inside)".to_owned()
                ),
                (
                    false,
                    "Gap 2, you wrote: in. What fits: out  (also: outside) Nor this.".to_owned()
                ),
            ]
        );
    }

    #[test]
    fn the_words_of_one_gap_are_written_without_touching_the_others() {
        let (mut text, mut starts) = (String::new(), Vec::new());
        for (nth, typed) in [(2, "c"), (0, "äb"), (1, "d"), (2, ""), (0, "a")] {
            let start;
            (text, start) = with_gap(&text, nth, typed);
            starts.push((text.clone(), start));
        }
        let expected = [
            ("\n\nc", 2),
            ("äb\n\nc", 0),
            ("äb\nd\nc", 4),
            ("äb\nd\n", 6),
            ("a\nd\n", 0),
        ];
        assert_eq!(starts, expected.map(|(text, start)| (text.to_owned(), start)));
        assert_eq!([0, 1, 2, 3].map(|nth| in_gap("a\nd", nth)), ["a", "d", "", ""]);
    }
}

//! Owns the questions for two: a page that two people print and fill in by hand, from the first yes to the second look at their plan.
//! Must not know the learner: nobody's words stand on it until a pen writes them.

use crate::action::FieldTarget;
use crate::clean::Clean;
use crate::doc::marker::Marker;
use crate::doc::text::Text;
use crate::doc::{Doc, Field, Lines, ListItem, Node};
use std::sync::Arc;

/// A piece of the page.
enum Piece {
    Head(&'static str),
    Says(&'static str),
    /// Boxes to tick.
    Boxes(&'static [&'static str]),
    /// What is asked, with one line for the answer.
    Line(&'static str),
    /// The same, with several lines.
    Lines(&'static str),
}

const PIECES: &[Piece] = &[
    Piece::Says(
        "For two people who work together and would like one thing between them, or around them, to go better. Take a quiet place and \
         half an hour. Any line may stay empty, and either of you may stop at any point.",
    ),
    Piece::Says(
        "Nothing is filled in yet. What you write stays on this paper, so agree on who keeps it, and where. It gives nobody a title.",
    ),
    Piece::Head("Before anything else: is it a yes?"),
    Piece::Says(
        "One of you asked for this. The other can say no, or not today, and it costs nothing. If no answer comes, that is a no too.",
    ),
    Piece::Line("What we would like to talk about:"),
    Piece::Line("What we leave out:"),
    Piece::Line("Where we sit, and until when:"),
    Piece::Line(
        "If one of us decides something about the other just now: what is settled first, so that nothing said here can touch it?",
    ),
    Piece::Line("Who may hear of this, and of which part of it:"),
    Piece::Line("How each of us takes a yes back, today or later:"),
    Piece::Head("Rules that we can both call"),
    Piece::Says(
        "Tick three to five. With a good rule, both of you can tell the moment it breaks. Whoever has more power calls their own slips first.",
    ),
    Piece::Boxes(&[
        "Either of us may pause or end this, and owes no reason.",
        "We say what we saw and heard. How it felt is not up for debate.",
        "What is told here goes no further without a yes to that very thing.",
        "The one who listens does not explain how it was meant.",
        "We write nothing down but what is on this page.",
        "We end on time, and say what happens next.",
    ]),
    Piece::Line("A rule of our own:"),
    Piece::Head("What happens"),
    Piece::Says(
        "The one whose days it is about speaks. The other asks little, and then says back what they heard until it is right.",
    ),
    Piece::Lines("One moment that keeps coming back, told so that somebody could have filmed it:"),
    Piece::Line("What it takes from me when it happens:"),
    Piece::Line("What has helped before, even a little:"),
    Piece::Lines("What I heard you say:"),
    Piece::Head("One plan"),
    Piece::Says(
        "One small thing, done at one moment. If you have two ideas, begin with the one that comes round sooner.",
    ),
    Piece::Line("When this happens:"),
    Piece::Line("I will:"),
    Piece::Line("In these words, if it takes any:"),
    Piece::Boxes(&[
        "We can begin within two weeks.",
        "It takes no permission, or one that is easy to get.",
        "The one it is for wants it.",
        "The same evening somebody could say whether it was done.",
    ]),
    Piece::Line("What could get in the way, and what I do then:"),
    Piece::Line("What it may cost, whom, and whether that is all right:"),
    Piece::Line("What the one it is for would notice:"),
    Piece::Line("Our yes to this, and the day we gave it:"),
    Piece::Line("The day of our first look, about a week from now:"),
    Piece::Line("The day of our second look, about four weeks from now:"),
    Piece::Head("At each look"),
    Piece::Says(
        "The one it is for speaks first. What they noticed is how it went; what was meant is not. Saying nothing is fine.",
    ),
    Piece::Lines("First look. Noticed, and what we keep, change or stop:"),
    Piece::Lines("Second look. Noticed, and what we keep, change or stop:"),
    Piece::Line("Thanks, for what exactly, and what it was used for:"),
];

/// The page, empty.
pub fn page() -> Doc {
    let mut doc = Doc::new("Questions for two");
    doc.heading(1, Text::plain("Questions for two"));
    for piece in PIECES {
        match piece {
            Piece::Head(words) => doc.heading(2, Text::plain(words)),
            Piece::Says(words) => doc.say(words),
            Piece::Boxes(lines) => doc.push(Node::List(lines.iter().map(|line| to_tick(line)).collect())),
            Piece::Line(words) => asked(words, Lines::One, &mut doc),
            Piece::Lines(words) => asked(words, Lines::Many, &mut doc),
        }
    }
    doc
}

fn to_tick(line: &str) -> ListItem {
    ListItem {
        digit: None,
        mark: Marker::Task(false),
        nodes: vec![Arc::new(Node::Para(Text::plain(line)))],
    }
}

fn asked(words: &str, lines: Lines, doc: &mut Doc) {
    doc.say(words);
    doc.push(Node::Field(Field {
        target: FieldTarget::Entry("for-two".into()),
        text: Clean::default(),
        caret: 0,
        lines,
    }));
}

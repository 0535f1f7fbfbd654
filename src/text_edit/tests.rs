//! Properties of editing: whatever is typed, deleted and moved, the caret stays between letters and an undo leads back.

use super::*;
use proptest::prelude::*;

const PIECES: &str = "a|b| |\n|\r\n|\r|\t|word|two words, then|日本|語|👩\u{200d}👩\u{200d}👧|👩|\u{200d}|🚀|\u{301}|e\u{301}\u{323}|\
    🇩|🇪🇫|👍🏽|می\u{200c}خ|ก\u{e33}|क्ष|\u{1b}[2J|각|\u{11a8}";

fn pieces(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop::sample::select(PIECES.split('|').collect::<Vec<_>>()),
        0..most,
    )
    .prop_map(|pieces| pieces.concat())
}

fn edits() -> impl Strategy<Value = Edit> {
    let reach = || prop::sample::select(Reach::ALL.to_vec());
    prop_oneof![
        4 => pieces(4).prop_map(Edit::Insert),
        1 => Just(Edit::Break),
        2 => reach().prop_map(Edit::Erase),
        2 => reach().prop_map(Edit::Delete),
        5 => prop::sample::select(Motion::ALL.to_vec()).prop_map(Edit::Move),
        1 => Just(Edit::Undo),
    ]
}

fn holds(writing: &Writing) {
    let text = &writing.text;
    let mut stops = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]);
    assert!(
        stops.any(|at| at == writing.caret),
        "{} in {text:?}",
        writing.caret
    );
    assert_eq!(*text, *Clean::new(text));
    assert!(writing.lines == Lines::Many || !text.contains('\n'));
}

fn end_of(text: &str) -> Writing {
    Writing::new(text.to_owned(), usize::MAX, Lines::Many)
}

fn type_in(writing: &mut Writing, text: &str) {
    for c in text.chars() {
        writing.apply(Edit::Insert(c.to_string()), &[]);
    }
}

fn undo_all(writing: &mut Writing) -> Vec<String> {
    std::iter::from_fn(|| (writing.apply(Edit::Undo, &[]) == Outcome::Changed).then(|| writing.text.clone()))
        .collect()
}

proptest! {
    #[test]
    fn any_edits_keep_the_caret_on_a_boundary_and_undo_to_the_start(
        text in pieces(12), caret in 0usize..90, several in any::<bool>(), edits in prop::collection::vec((edits(), 0usize..9), 0..60),
    ) {
        let mut writing = Writing::new(text, caret, if several { Lines::Many } else { Lines::One });
        let first = writing.text.clone();
        holds(&writing);
        for (edit, columns) in edits {
            let (text, caret) = (writing.text.clone(), writing.caret);
            // No columns stand for lines of another text.
            let wrapped = if columns == 0 { vec![0..2, 1..text.len()] } else { lines(&text, columns) };
            let outcome = writing.apply(edit, &wrapped);
            holds(&writing);
            prop_assert_eq!(outcome == Outcome::Changed, text != writing.text);
            prop_assert_eq!(outcome == Outcome::Moved, text == writing.text && caret != writing.caret);
        }
        undo_all(&mut writing);
        holds(&writing);
        prop_assert_eq!(writing.text, first);
    }

    #[test]
    fn insert_then_undo_restores(text in pieces(12), caret in 0usize..90, words in pieces(4)) {
        let mut writing = Writing::new(text, caret, Lines::Many);
        let before = (writing.text.clone(), writing.caret);
        writing.apply(Edit::Insert(words), &[]);
        writing.apply(Edit::Undo, &[]);
        prop_assert_eq!((writing.text, writing.caret), before);
    }

    #[test]
    fn erasing_takes_as_many_steps_as_there_are_graphemes(text in pieces(20)) {
        let mut writing = end_of(&text);
        let count = writing.text.graphemes(true).count();
        let steps = (0..).take_while(|_| writing.apply(Edit::Erase(Reach::Grapheme), &[]) == Outcome::Changed).count();
        prop_assert_eq!((writing.text.as_str(), steps), ("", count));
    }
}

#[test]
fn undo_takes_words_and_pastes() {
    let mut writing = end_of("");
    type_in(&mut writing, "I say no. ");
    writing.apply(Edit::Insert("a long paste".to_owned()), &[]);
    assert_eq!(
        [(); 3].map(|()| writing.apply(Edit::Erase(Reach::Grapheme), &[])),
        [Outcome::Changed; 3]
    );
    assert_eq!(
        undo_all(&mut writing),
        ["I say no. a long paste", "I say no. ", "I say ", "I ", ""]
    );
    type_in(&mut writing, &"w ".repeat(150));
    assert_eq!(undo_all(&mut writing).len(), STEPS);
    type_in(&mut writing, &"日".repeat(50));
    assert_eq!(undo_all(&mut writing).len(), 3);
}

#[test]
fn letters_that_join_come_one_by_one() {
    let mut writing = end_of("");
    type_in(&mut writing, "👩\u{200d}🚀 e\u{301} می\u{200c}خ 🇩🇪");
    assert_eq!(writing.text, "👩\u{200d}🚀 e\u{301} می\u{200c}خ 🇩🇪");
    let mut flags = Writing::new("🇩🇪".to_owned(), 0, Lines::One);
    flags.apply(Edit::Insert("🇫".to_owned()), &[]);
    assert_eq!((flags.text.as_str(), flags.caret), ("🇫🇩🇪", 8));
}

#[test]
fn a_full_text_keeps_what_fits() {
    let mut writing = end_of(&"a".repeat(MAX - 20));
    assert_eq!(
        writing.apply(Edit::Insert("👩\u{200d}🚀👩\u{200d}🚀".to_owned()), &[]),
        Outcome::Full
    );
    assert!(writing.text.ends_with("aa👩\u{200d}🚀") && writing.caret == MAX - 9);
    assert_eq!(
        writing.apply(Edit::Insert("👩\u{200d}🚀".to_owned()), &[]),
        Outcome::Full
    );
    assert_eq!(writing.text.len(), MAX - 9);
    let mut saved = end_of(&"a".repeat(MAX + 5));
    assert_eq!(saved.apply(Edit::Insert("b".to_owned()), &[]), Outcome::Full);
    assert_eq!(saved.apply(Edit::Erase(Reach::Grapheme), &[]), Outcome::Changed);
    assert_eq!(saved.text.len(), MAX + 4);
}

#[test]
fn a_field_of_one_line_stays_one_line() {
    let mut writing = Writing::new("a\r\nb".to_owned(), 3, Lines::One);
    assert_eq!((writing.text.as_str(), writing.caret), ("a b", 2));
    assert_eq!(writing.apply(Edit::Break, &[]), Outcome::Same);
    writing.apply(Edit::Insert("x\n\ny\n".to_owned()), &[]);
    assert_eq!(writing.text, "a x yb");
}

#[test]
fn up_and_down_keep_the_column_on_wrapped_lines() {
    let text = "日本語日 ab\ncdefgh\n";
    let rows = lines(text, 8);
    assert_eq!(rows, [0..13, 13..16, 16..23]);
    let mut writing = Writing::new(text.to_owned(), 9, Lines::Many);
    let mut go = |way| (writing.apply(Edit::Move(way), &rows), writing.caret);
    assert_eq!(
        [go(Motion::Down).1, go(Motion::Down).1, go(Motion::Down).1],
        [15, 22, 23]
    );
    assert_eq!(go(Motion::Down), (Outcome::Same, 23));
    assert_eq!(
        [
            go(Motion::Up).1,
            go(Motion::Left).1,
            go(Motion::Up).1,
            go(Motion::Up).1
        ],
        [22, 21, 15, 6]
    );
    assert_eq!(
        [
            go(Motion::End).1,
            go(Motion::Down).1,
            go(Motion::Up).1,
            go(Motion::Start).1,
            go(Motion::Bottom).1,
            go(Motion::Top).1
        ],
        [12, 15, 12, 0, 23, 0]
    );
    assert_eq!(go(Motion::Up), (Outcome::Same, 0));
}

#[test]
fn words_and_lines_go_at_once() {
    let mut writing = end_of("one, two 👍!\nthree");
    for (edit, then) in [
        (Edit::Move(Motion::WordLeft), "one, two 👍!\n|three"),
        (Edit::Move(Motion::WordLeft), "one, two |👍!\nthree"),
        (Edit::Erase(Reach::Word), "one, |👍!\nthree"),
        (Edit::Move(Motion::WordRight), "one, 👍|!\nthree"),
        (Edit::Delete(Reach::Line), "one, 👍|\nthree"),
        (Edit::Delete(Reach::Line), "one, 👍|\nthree"),
        (Edit::Move(Motion::Down), "one, 👍\nthree|"),
        (Edit::Erase(Reach::Line), "one, 👍\n|"),
        (Edit::Erase(Reach::Line), "one, 👍\n|"),
        (Edit::Insert("three".into()), "one, 👍\nthree|"),
        (Edit::Move(Motion::Up), "one, |👍\nthree"),
        (Edit::Move(Motion::End), "one, 👍|\nthree"),
        (Edit::Delete(Reach::Grapheme), "one, 👍|three"),
        (Edit::Delete(Reach::Word), "one, 👍|"),
        (Edit::Erase(Reach::Line), "|"),
    ] {
        writing.apply(edit, &[]);
        assert_eq!(
            format!(
                "{}|{}",
                &writing.text[..writing.caret],
                &writing.text[writing.caret..]
            ),
            then
        );
    }
}

//! Any edits of any text: the caret stays between letters, the text stays clean, and undoing never panics.

use super::mutate::{CHARS, mutated};
use super::run;
use crate::dice::Dice;
use ally_up::clean::{Clean, is_unsafe};
use ally_up::doc::Lines;
use ally_up::text_edit::{Edit, Motion, Reach, Writing};
use ally_up::wrap::lines;

const SEEDS: &[&str] = &["", "one two\nthree", "日本語\n\nab", "क्षत्रिय", "👩\u{200d}🚀 a"];

fn reach(dice: &mut Dice) -> Reach {
    Reach::ALL[dice.below(Reach::ALL.len())]
}

fn edit(dice: &mut Dice) -> Edit {
    match dice.below(10) {
        0..=2 => Edit::Insert(CHARS[dice.below(CHARS.len())].to_owned()),
        3 => Edit::Insert(mutated(dice, SEEDS, CHARS)),
        4 => Edit::Break,
        5 => Edit::Erase(reach(dice)),
        6 => Edit::Delete(reach(dice)),
        7 => Edit::Undo,
        _ => Edit::Move(Motion::ALL[dice.below(Motion::ALL.len())]),
    }
}

/// Characters of a text that is begun with; long ones only take longer.
const LONGEST: usize = 120;

type Input = (String, usize, bool, usize, Vec<Edit>);

fn input(dice: &mut Dice) -> Input {
    let mut text = mutated(dice, SEEDS, CHARS);
    text.truncate(text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at));
    let caret = dice.below(text.len() + 9);
    let edits = (0..dice.below(24)).map(|_| edit(dice)).collect();
    (text, caret, dice.below(2) == 0, 1 + dice.below(30), edits)
}

#[test]
fn any_edits_leave_a_text_and_a_caret_in_it() {
    run(
        "edits",
        1500,
        [],
        input,
        |(text, caret, is_one, columns, edits)| {
            let kind = if *is_one { Lines::One } else { Lines::Many };
            let mut writing = Writing::new(text.clone(), *caret, kind);
            for edit in edits {
                let wrapped = lines(&writing.text, *columns);
                writing.apply(edit.clone(), &wrapped);
                assert!(writing.text.is_char_boundary(writing.caret), "after {edit:?}");
                assert!(!writing.text.contains(is_unsafe), "after {edit:?}");
                assert!(!is_one || !writing.text.contains('\n'), "after {edit:?}");
                assert_eq!(Clean::new(&writing.text).as_str(), writing.text, "after {edit:?}");
            }
        },
    );
}

//! Breaks what is right and what tempts: verdicts, keys that give themselves away, forms and paths.

use super::*;

/// Changes the lines of options in questions of a class: their number in the question, from 0, and the line as written.
fn options_of(class: &str, text: &str, change: impl Fn(usize, &str) -> String) -> String {
    let (mut inside, mut nth) = (false, 0);
    let lines = text.lines().map(|line| {
        if line.starts_with('#') {
            inside = line.split([' ', '}']).any(|word| word == class);
            nth = 0;
        }
        if inside && line.starts_with("- [") {
            nth += 1;
            return change(nth - 1, line);
        }
        line.to_owned()
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// The line as a right option, or as a wrong one.
fn marked(line: &str, is_right: bool) -> String {
    let text = line.get(6..).unwrap_or_default();
    let text = text.split(" <!--").next().unwrap_or_default();
    if is_right {
        format!("- [x] {text}")
    } else {
        format!("- [ ] {text} <!-- M05 -->")
    }
}

fn is_right(line: &str) -> bool {
    line.starts_with("- [x]")
}

#[test]
fn verdicts() {
    complains(
        keys::truths,
        &[
            (
                WELCOME,
                "[x] No: such",
                "[x] True: such",
                "#natural-allies: the key says true, the plan false",
            ),
            (WELCOME, "[x] No: such", "[x] Such", "no verdict before a colon"),
            (
                WELCOME,
                "{#natural-allies",
                "{#born-allies",
                "#born-allies: the plan has no verdict",
            ),
            (
                WELCOME,
                "{#natural-allies",
                "{#born-allies",
                "#natural-allies: the plan has a verdict for a question that is not there",
            ),
            (
                BANK,
                "{#fa-05-b",
                "{#fa-05-x",
                "#fa-05-x: the plan has no verdict",
            ),
        ],
    );
    says(
        keys::truths,
        |text| {
            text.replace("[x] False", "[x] True")
                .replace("[x] No:", "[x] Yes:")
        },
        "30 of 30 verdicts are true",
    );
}

#[test]
fn verdicts_that_stand_out() {
    let turn = |pairs: &'static [(&str, &str)]| {
        move |text: &str| {
            pairs
                .iter()
                .fold(text.to_owned(), |text, (old, new)| text.replace(old, new))
        }
    };
    let lonely = [
        ("[x] True:", "[x] False:"),
        ("[x] Yes:", "[x] No:"),
        ("[ ] False:", "[ ] True:"),
        ("[ ] No:", "[ ] Yes:"),
    ];
    let shared = [
        ("[x] True:", "[x] False:"),
        ("[x] Yes:", "[x] No:"),
        ("[ ] True:", "[ ] False:"),
        ("[ ] Yes:", "[ ] No:"),
    ];
    says(
        keys::shared_verdicts,
        turn(lonely.to_vec().leak()),
        "shared in 0 of 30",
    );
    says(
        keys::shared_verdicts,
        turn(shared.to_vec().leak()),
        "shared in 30 of 30",
    );
}

#[test]
fn options_that_tempt_nobody() {
    complains(
        give_aways::near_misses,
        &[
            (
                WELCOME,
                "<!-- fair M11 -->",
                "<!-- M11 -->",
                "#natural-allies: 0 near misses; 1 wanted",
            ),
            (
                FIVE,
                "<!-- fair -->",
                "<!-- M05 -->",
                "#the-list: 1 near misses; 2 wanted",
            ),
        ],
    );
    let bank = Read::changed(|path, text| match path == BANK {
        true => text
            .replace("<!-- fair -->", "<!-- M05 -->")
            .replace("<!-- fair M", "<!-- M"),
        false => text.to_owned(),
    });
    assert!(
        give_aways::near_misses(&bank)
            .iter()
            .any(|complaint| complaint.starts_with("final.md #fa-"))
    );
}

#[test]
fn keys_that_ask() {
    let right = |text: &str| {
        options_of(".one", text, |_, line| match is_right(line) {
            true => format!("{line} May I?"),
            false => line.to_owned(),
        })
    };
    says(give_aways::asking, right, "the key asks in");
    let none = |text: &str| {
        options_of(".one", text, |_, line| match is_right(line) {
            true => line.to_owned(),
            false => line
                .replace('?', ".")
                .replace("ask", "tell")
                .replace("Ask", "Tell"),
        })
    };
    says(give_aways::asking, none, "1-roles: no wrong option asks anybody");
}

#[test]
fn numbers_of_wrong_options() {
    let two = |text: &str| options_of(".many", text, |nth, line| marked(line, nth >= 2));
    says(give_aways::wrong_of_many, two, ".many have 2 wrong options");
    says(give_aways::wrong_of_many, two, "are only [2]");
    let none = |text: &str| options_of(".many", text, |_, line| marked(line, true));
    says(give_aways::wrong_of_many, none, "0 wrong options; one to four");
}

#[test]
fn places_and_lengths_of_keys() {
    let first = |text: &str| options_of(".one", text, |nth, line| marked(line, nth == 0));
    says(give_aways::place_and_length, first, "the key is first in");
    says(give_aways::place_and_length, first, "the key is last in 0 of");
    let long = |text: &str| {
        text.replace(
            "- [x] ",
            "- [x] However the others may read, this one is the longest by far: ",
        )
    };
    says(give_aways::place_and_length, long, "the key is longest in");
    let short = |text: &str| {
        options_of(".one", text, |_, line| {
            if is_right(line) {
                "- [x] It.".to_owned()
            } else {
                line.to_owned()
            }
        })
    };
    says(give_aways::place_and_length, short, "the key is shortest in");
}

#[test]
fn words_that_mark() {
    let right = |text: &str| text.replace("- [x] ", "- [x] Would you? ");
    says(give_aways::marking_words, right, "[\"would\"] stands in");
    let wrong = |text: &str| text.replace("- [ ] ", "- [ ] Since it is so: ");
    says(give_aways::marking_words, wrong, "\"since\"");
}

#[test]
fn misconceptions_nobody_has() {
    says(
        give_aways::codes,
        |text| text.replace("M05 -->", "M04 -->").replace("M06 -->", "M04 -->"),
        "M04 stands behind",
    );
    says(
        give_aways::codes,
        |text| text.replace("M38 -->", "M37 -->"),
        "M38 stands behind 0 options",
    );
}

#[test]
fn words_alone() {
    says(
        give_aways::classifier,
        |text| {
            options_of(".one", text, |_, line| {
                if is_right(line) {
                    format!("{line} Please.")
                } else {
                    line.to_owned()
                }
            })
        },
        "words alone find",
    );
}

#[test]
fn forms_that_are_not_whole() {
    complains(
        assessment::forms,
        &[
            (BANK, "{#fa-01-b .many", "{#fa-01-b", "53 questions in the bank"),
            (MANIFEST, "\"action\": 5", "\"action\": 12", "two forms share"),
            (
                MANIFEST,
                "\"action\": 5",
                "\"action\": 50",
                "the form asks for 50",
            ),
            (
                MANIFEST,
                "draw: 20",
                "draw: 21",
                "a form has 20 questions, not 21",
            ),
            (
                MANIFEST,
                "must: [\"T\"",
                "must: [\"X\", \"T\"",
                "a form has no question for X",
            ),
            (MANIFEST, "Final(", "Lesson(", "there is no final assessment"),
        ],
    );
}

#[test]
fn objectives_nobody_tests() {
    complains(
        assessment::objectives,
        &[
            (
                WELCOME,
                "objective=OW0d",
                "objective=OW0a",
                "no question tests OW0d: say what a course can give",
            ),
            (
                MANIFEST,
                "\"OW0a\": ",
                "\"OW0z\": \"fly\", \"OW0a\": ",
                "no question tests OW0z: fly",
            ),
        ],
    );
}

#[test]
fn forms_and_paths_that_lead_nowhere() {
    complains(
        assessment::fixed_forms_and_paths,
        &[
            (
                MANIFEST,
                "\"fa-07-b\"",
                "\"fa-99\"",
                "before-and-after: fa-99 is no scored question of final",
            ),
            (
                MANIFEST,
                "\"fa-07-b\", ",
                "",
                "before-and-after: 9 questions; ten",
            ),
            (
                MANIFEST,
                "\"fa-07-b\"",
                "\"fa-50-b\"",
                "before-and-after: 9 questions; ten",
            ),
            (
                MANIFEST,
                "items: [\"self-aware-trusting-ready-to-act\"",
                "items: [\"self-aware\"",
                "the path leads to self-aware, which is not there",
            ),
            (
                MANIFEST,
                "items: [\"self-aware-trusting-ready-to-act\", \"share-your-experience\", \"asking-for-support\"]",
                "items: [\"self-aware-trusting-ready-to-act\"]",
                "a path of 1 items",
            ),
        ],
    );
}

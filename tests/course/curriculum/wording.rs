//! Owns the rules on single words: the title, numbers and proof, repetition, and how Devon is spoken of.
//! Must not know which lesson should say what.

use super::reading::{Passage, Read};
use super::words::{cased, sentences, unquoted, words};
use std::collections::{BTreeMap, BTreeSet};

/// Words in a row that two lessons may share in their explanations, and one more.
const TOO_MANY_IN_A_ROW: usize = 8;
/// What introduces the title of an ally, before `an ally` and the like.
const TITLE_VERBS: [&[&str]; 6] = [
    &["you", "are"],
    &["you're"],
    &["be"],
    &["become"],
    &["becoming"],
    &["as"],
];
/// What may stand between the verb and the word.
const TITLE_ARTICLES: [&[&str]; 5] = [
    &["an"],
    &["a", "good"],
    &["a", "great"],
    &["a", "better"],
    &["a", "true"],
];

/// Goes through every passage that is no wrong option, and complains in the words that `wrong` returns.
fn everywhere(read: &Read, wrong: impl Fn(&Passage) -> Vec<String>) -> Vec<String> {
    let mut found = Vec::new();
    for lesson in read.pages() {
        for passage in lesson.passages.iter().filter(|passage| !passage.part.is_wrong()) {
            found.extend(
                wrong(passage)
                    .into_iter()
                    .map(|wrong| lesson.complaint(&passage.place, wrong)),
            );
        }
    }
    found
}

/// Nobody is called an ally by the lesson: no "you are an ally", "become a better ally", "as an ally" outside quotation marks.
pub fn title(read: &Read) -> Vec<String> {
    everywhere(read, |passage| {
        let words: Vec<String> = words(&unquoted(&passage.text).replace('’', "'"));
        let names = words.iter().enumerate().filter(|(at, word)| {
            let is_name = matches!(word.as_str(), "ally" | "allies");
            let before: Vec<&str> = words[..*at].iter().map(String::as_str).collect();
            is_name
                && TITLE_ARTICLES.iter().any(|article| {
                    before
                        .strip_suffix(*article)
                        .is_some_and(|left| TITLE_VERBS.iter().any(|verb| left.ends_with(verb)))
                })
        });
        names
            .map(|(at, _)| {
                format!(
                    "names somebody an ally: {:?}",
                    words[at.saturating_sub(4)..=at].join(" ")
                )
            })
            .collect()
    })
}

/// No percentages, and nothing that proves: no digit before %, no "proves", no "science says".
pub fn numbers(read: &Read) -> Vec<String> {
    everywhere(read, |passage| {
        let mut found = Vec::new();
        let percent = passage.text.match_indices('%').any(|(at, _)| {
            passage.text[..at]
                .trim_end()
                .ends_with(|c: char| c.is_ascii_digit())
        });
        if percent {
            found.push(format!("a percentage in {:?}", passage.text));
        }
        let words = words(&passage.text);
        if words.iter().any(|word| word == "proves")
            || words.windows(2).any(|pair| pair == ["science", "says"])
        {
            found.push(format!("nothing is proved in {:?}", passage.text));
        }
        found
    })
}

/// No sentence stands in two explanations of the course, and no eight words in a row in those of two lessons.
pub fn templates(read: &Read) -> Vec<String> {
    let mut found = Vec::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut rows: BTreeMap<String, &str> = BTreeMap::new();
    for lesson in read.pages() {
        let mut reported = BTreeSet::new();
        for passage in lesson.passages.iter().filter(|passage| passage.part.explains()) {
            let place = format!("{} #{}", lesson.item.file, passage.place);
            for sentence in sentences(&passage.text) {
                let folded = words(sentence).join(" ");
                if let Some(earlier) = seen.insert(folded, place.clone()) {
                    found.push(
                        lesson.complaint(&passage.place, format!("{sentence:?} stands in {earlier} too")),
                    );
                }
            }
            for row in words(&passage.text).windows(TOO_MANY_IN_A_ROW) {
                let file = *rows.entry(row.join(" ")).or_insert(&lesson.item.file);
                if file != lesson.item.file && reported.insert((passage.place.clone(), file)) {
                    found.push(lesson.complaint(
                        &passage.place,
                        format!("\"{}\" stands in {file} too", row.join(" ")),
                    ));
                }
            }
        }
    }
    found
}

/// Devon is "they": no sentence says "he" or "she" after the name, outside quotation marks.
pub fn devon(read: &Read) -> Vec<String> {
    everywhere(read, |passage| {
        let plain = unquoted(&passage.text);
        let wrong = sentences(&plain).into_iter().filter(|sentence| {
            let after = words(sentence)
                .into_iter()
                .skip_while(|word| !word.starts_with("devon"));
            after.skip(1).any(|word| matches!(word.as_str(), "he" | "she"))
        });
        wrong
            .map(|sentence| format!("Devon is \"they\": {:?}", cased(sentence).join(" ")))
            .collect()
    })
}

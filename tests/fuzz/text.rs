//! Any text, cleaned: nothing that steers a terminal is left, and cleaning again changes nothing.

use super::mutate::{CHARS, mutated};
use super::run;
use ally_up::clean::{Clean, fold, is_unsafe};
use ally_up::cluster::{clusters, head, width};
use ally_up::wrap::{lines, wrap_words};

const SEEDS: &[&str] = &[
    "",
    "a",
    "One two three, four.",
    "née “so” – naïve",
    "日本語 日本語",
    "क्षत्रिय",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦 🇩🇪",
];

#[test]
fn any_text_comes_out_clean() {
    run(
        "clean",
        3000,
        [],
        |dice| (mutated(dice, SEEDS, CHARS), dice.below(24)),
        |(text, columns)| {
            let clean = Clean::new(text);
            assert!(
                !clean.chars().any(|c| is_unsafe(c) || c == '\t' || c == '\r'),
                "{clean:?}"
            );
            assert_eq!(Clean::new(&clean), clean);
            let line = Clean::line(text);
            assert!(!line.contains('\n'));
            assert_eq!(Clean::line(&line), line);
            assert_eq!(fold(&fold(text)), fold(text));
            let whole: String = clusters(&clean).map(|cluster| cluster.text).collect();
            assert_eq!(whole, clean.as_str());
            assert!(width(head(&clean, *columns)) <= *columns);
            let covered: String = lines(&clean, *columns)
                .into_iter()
                .map(|line| clean[line].to_owned())
                .collect();
            assert_eq!(covered, clean.as_str());
            for line in wrap_words(&clean, *columns) {
                let visible = clusters(&line).filter(|cluster| cluster.columns > 0).count();
                assert!(
                    width(&line) <= (*columns).max(1) || visible == 1,
                    "{line:?} in {columns}"
                );
            }
        },
    );
}

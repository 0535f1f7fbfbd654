//! Any manifest over any files: loading, checking and the report of it end, and say nothing that steers a terminal.

use super::mutate::mutated;
use super::run;
use ally_up::clean::is_unsafe;
use ally_up::course::load::Outlines;
use ally_up::course::{lint, report};
use ally_up::library::Library;
use ally_up::source::Files;

const SEEDS: &[&str] = &[
    r#"Course(id: "c", title: "T", modules: [Module(id: "m", title: "M", items: [Lesson(id: "l", file: "l.md")])])"#,
    r#"Course(
    id: "c", title: "A course", about: "a.md", glossary: "g.md", sources: "s.md",
    modules: [
        Module(id: "m", title: "M", intro: "I", numbered: false, items: [
            Lesson(id: "l", file: "l.md", objectives: {"O1": "can"}, ideas: ["I1"], evidence: ["E1"]),
            SelfAssessment(id: "sa", file: "l.md"), Rehearsal(id: "r", file: "l.md"),
            Final(id: "f", file: "l.md", draw: 2, pass: 1, quotas: {"O1": 1}, must: ["x"]),
            BeforeAfter(id: "b", title: "B", of: "f", questions: ["q"]),
        ]),
    ],
    paths: [Path(id: "p", title: "P", items: ["l", "nowhere"])],
    renamed: [("old", "l"), ("a", "b")],
)"#,
];
const PIECES: &[&str] = &[
    "\"",
    "\\",
    "(",
    ")",
    "[",
    "]",
    ",",
    ":",
    "id: \"l\",",
    "file: \"../x\",",
    "file: \"l.md\"",
    "Lesson(",
    "Some(",
    "None",
    "/*",
    "*/",
    "//",
    "\n",
    "{",
    "}",
    "-1",
    "99999999999999999999",
    "\"\\u{202e}\"",
    "draw: 18446744073709551615,",
    "r#\"",
    "\"#",
    "renamed: [(\"l\", \"l\")],",
    "é",
];
const LESSON: &str = "# A lesson\n\nWords.\n\n### Which? {#q .one objective=O1 must=x}\n\n- [x] a\n\n  Yes.\n\n- [ ] b\n\n  No.\n";

#[test]
fn any_manifest_is_loaded_or_refused_in_words() {
    run(
        "manifest",
        1500,
        [],
        |dice| mutated(dice, SEEDS, PIECES),
        |manifest| {
            let mut files = Files::default();
            for (path, text) in [
                ("course.ron", manifest.as_str()),
                ("l.md", LESSON),
                ("g.md", "# G\n\n## a term\n\nx\n"),
                ("s.md", "# S\n"),
            ] {
                files.insert(path.to_owned(), text.as_bytes().to_vec().into());
            }
            let found = lint::check(&files);
            let told = report::report(&found, &files, report::Style::Plain);
            assert!(!told.contains(is_unsafe), "{told:?}");
            let library = Library::of(files, &Outlines::new());
            for item in library.course.items() {
                assert!(!item.title.contains('\n'));
                item.minutes();
                library.lesson(&item.id);
            }
        },
    );
}

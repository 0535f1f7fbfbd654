//! What an entry belongs to is said by its event, not by the id that an author gave its question.

use crate::copies::{holds, tea};
use crate::home::Home;

/// A lesson whose questions are named as a plan's entries and a self-assessment's are.
const NAMED_AS_OTHERS: &str = "# Black tea

Four minutes.

### What will you plan? {#plan-ahead .reflect}

### With whom do you start? {#journal-start-whom .reflect}
";

/// A home in which both are answered, and `plan-ahead` is begun anew and left.
fn written() -> Home {
    let home = Home::new();
    home.write("tea/black.md", NAMED_AS_OTHERS);
    let ran = home.play(&[
        ":home",
        "Black tea",
        ":outline",
        "What will you plan",
        "1",
        "A secret lighthouse.",
        ".",
        "Keep this",
        ":outline",
        "With whom",
        "1",
        "With my secret aunt.",
        ".",
        "Keep this",
        ":outline",
        "What will you plan",
        "Change it",
        "1",
        "A lighthouse left in the middle.",
        ".",
        ":quit",
    ]);
    ran.is_done();
    ran.says(&["Saved.", "Saved.", "Goodbye"]);
    assert!(home.keeps("left in the middle"));
    home
}

#[test]
fn whatever_its_id_a_question_of_a_lesson_is_of_the_journal() {
    let home = written();
    let ran = tea(&home, &["doctor"], &[]);
    ran.is_done();
    ran.says(&["2 texts of your own"]);
    assert!(
        !ran.output.contains("plan") && !ran.output.contains("self-assessment"),
        "{}",
        ran.output
    );

    for other in ["plan", "self-assessment"] {
        tea(&home, &["forget", other], &["forget"]).says(&["There is nothing to forget"]);
    }
    assert!(
        holds(&home, &["lighthouse."]) && holds(&home, &["secret aunt"]) && home.keeps("left in the middle")
    );

    for what in [
        &["export", "notebook"][..],
        &["export", "progress"],
        &["export", "record"],
    ] {
        let ran = tea(&home, what, &[]);
        ran.is_done();
        assert!(!ran.output.contains("secret"), "{what:?}: {}", ran.output);
    }
    for what in [
        &["export", "notebook", "--with-journal"][..],
        &["export", "progress", "--with-journal"],
    ] {
        tea(&home, what, &[]).says(&["secret"]);
    }

    let ran = tea(&home, &["forget", "journal"], &["forget"]);
    ran.is_done();
    ran.says(&["2 texts in 2 entries, 1 unfinished answer", "gone"]);
    assert!(!holds(&home, &["lighthouse"]) && !holds(&home, &["secret"]));
}

#[test]
fn what_was_written_before_keeps_its_meaning() {
    let home = written();
    // The same events as version 0.1.0 wrote them: no category, and the id decided.
    let kinds = [
        ("old-1", "plan-ahead"),
        ("old-2", "journal-start-whom"),
        ("old-3", "whom"),
    ];
    let lines = kinds.map(|(id, entry)| {
        let ron = format!("(id:\"{id}\",device:\"b\",seq:0,clock:(1,2),at:1600000000000,kind:Wrote(entry:\"{entry}\",part:0,of:1,text:\"an old secret\"))");
        format!("1 {:08x} {ron}\n", crc32c::crc32c(ron.as_bytes()))
    });
    home.write("share/ally-up/tea/journal/b/old.log", lines.concat());
    tea(&home, &["doctor"], &[]).says(&[
        "3 texts of your own",
        "1 line of a plan",
        "1 line of a self-assessment",
    ]);
    let ran = tea(&home, &["forget", "plan"], &["forget"]);
    ran.says(&["1 text in 1 entry.", "gone"]);
    assert!(holds(&home, &["secret lighthouse"]) && home.keeps("left in the middle"));
    tea(&home, &["doctor"], &[]).says(&["3 texts of your own", "1 line of a self-assessment"]);
}

//! What leaves as xAPI, and what a report says of files that many sent: nothing of anybody's own, and one clear line for each that is wrong.

use crate::copies::{RIGHT, reflect, tea};
use crate::home::Home;
use serde_json::Value;
use std::fs::{self, File};

const WORDS: &str = "The lighthouse is mine.";

/// A home in which a question was answered, an entry of the journal written and a plan begun.
fn played() -> Home {
    let home = Home::new();
    home.play(&RIGHT).is_done();
    reflect(&home, WORDS);
    home.play(&[
        ":home",
        "practice",
        "Make a plan",
        "2",
        "1",
        "I plan a lighthouse",
        ":home",
        ":quit",
    ])
    .is_done();
    home
}

fn statements(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn answers_leave_without_a_word_of_ones_own_under_a_name_that_stays() {
    let home = played();
    let ran = tea(&home, &["export", "xapi"], &[]);
    assert_eq!(ran.code, Some(0));
    ran.tells(&["1 on answers", "no word of a journal"]);
    let all = statements(&ran.output);
    assert!(
        all.iter().any(|one| one["object"]["id"]
            .as_str()
            .unwrap()
            .ends_with("/questions/how-hot")),
        "{}",
        ran.output
    );
    assert!(
        !ran.output.contains("lighthouse") && !ran.output.contains("whom") && !ran.output.contains("plan"),
        "{}",
        ran.output
    );
    let account = fs::read_to_string(home.path("share/ally-up/tea/account.txt")).unwrap();
    assert_eq!(all[0]["actor"]["account"]["name"], account.trim());
    assert!(
        !tea(&home, &["export", "progress", "--with-journal"], &[])
            .output
            .contains(account.trim())
    );
    assert_eq!(
        tea(&home, &["export", "xapi"], &[]).output,
        ran.output,
        "sent again, nothing is new"
    );
    assert_eq!(
        tea(&home, &["export", "xapi", "--since", "2999-01-01"], &[]).code,
        Some(2)
    );
    assert_eq!(
        tea(&home, &["export", "xapi", "--since", "2020-01-01"], &[]).output,
        ran.output
    );

    let named = [
        "export",
        "xapi",
        "--out",
        "a.jsonl",
        "--actor",
        "https://example.org",
    ];
    let ran = tea(&home, &[&named[..], &["Ada"]].concat(), &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.complaint);
    let written = fs::read_to_string(home.path("a.jsonl")).unwrap();
    assert_eq!(statements(&written)[0]["actor"]["account"]["name"], "Ada");
    tea(&home, &[&named[..], &["Bo"]].concat(), &[])
        .complains(2, &["a.jsonl is there already and was not touched"]);
    assert_eq!(fs::read_to_string(home.path("a.jsonl")).unwrap(), written);
    tea(&home, &[&named[..], &["ada@example.org"]].concat(), &[])
        .complains(2, &["a mail address never goes into"]);
    tea(&home, &["export", "xapi", "--actor", "mailto:ada", "Ada"], &[])
        .complains(2, &["no home page of accounts"]);
}

#[test]
fn what_was_never_answered_leaves_nothing() {
    let home = Home::new();
    tea(&home, &["export", "xapi", "--out", "a.jsonl"], &[])
        .complains(2, &["there is nothing to export yet"]);
    assert!(!home.path("a.jsonl").exists() && !home.path("share/ally-up/tea/account.txt").exists());
}

#[test]
fn a_full_disk_is_told() {
    let home = played();
    for arguments in [
        &["export", "xapi", "--course", "tea"][..],
        &["report", "mine.log", "--course", "tea"],
    ] {
        tea(&home, &["export", "progress", "--out", "mine.log"], &[]);
        let mut command = home.command(arguments);
        command.stdout(File::options().write(true).open("/dev/full").unwrap());
        let done = command.output().unwrap();
        assert_eq!(done.status.code(), Some(3), "{done:?}");
        assert!(
            String::from_utf8_lossy(&done.stderr).contains("the output cannot be written"),
            "{done:?}"
        );
    }
}

/// What twelve learners exported, as lines of statements: six were right.
fn twelve(home: &Home) -> Vec<String> {
    home.play(&RIGHT).is_done();
    let one = tea(
        home,
        &["export", "xapi", "--actor", "https://example.org", "Ada"],
        &[],
    )
    .output;
    let right = one
        .lines()
        .find(|line| line.contains("/answered"))
        .unwrap()
        .to_owned();
    let of = |nth: usize| {
        let line = right.replace("\"Ada\"", &format!("\"{nth}\""));
        match nth < 6 {
            true => line,
            false => line.replace("\"success\":true", "\"success\":false"),
        }
    };
    (0..12).map(of).collect()
}

#[test]
fn a_report_reads_what_can_be_read_and_counts_the_rest() {
    let home = Home::new();
    let lines = twelve(&home);
    home.write("all/good.jsonl", lines[..11].join("\n"));
    home.write(
        "all/more/bad.jsonl",
        format!(
            "{}\n{}\n{}",
            lines[11],
            &lines[0][..90],
            lines[0].replace("/tea/", "/ale/")
        ),
    );
    let ran = tea(&home, &["report", "all"], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.complaint);
    ran.says(&[
        "12 learners",
        "# green-tea",
        "how-hot",
        "50 % of 12 right at once",
        "right: Eighty degrees",
    ]);
    ran.tells(&[
        "1 line that cannot be read, the first in line 2 of all/more/bad.jsonl",
        "1 line of other courses",
    ]);
    assert!(!ran.output.contains('█'), "bars are for the terminal");

    let json: Value = serde_json::from_str(&tea(&home, &["report", "all", "--json"], &[]).output).unwrap();
    assert_eq!(
        (&json["learners"], &json["questions"][0]["right"]),
        (&Value::from(12), &Value::from(6))
    );
    let csv = tea(&home, &["report", "all", "--csv", "--out", "r.csv"], &[]);
    assert_eq!(csv.code, Some(0));
    let written = fs::read_to_string(home.path("r.csv")).unwrap();
    assert!(written.contains("\nhow-hot,green-tea,,12,6,"), "{written}");
    let again = tea(&home, &["report", "all/good.jsonl", "--out", "r.csv"], &[]);
    again.complains(2, &["r.csv is there already and was not touched"]);
    assert_eq!(fs::read_to_string(home.path("r.csv")).unwrap(), written);

    // Where one of two cannot be read, the other is, and the exit code says so.
    let ran = tea(&home, &["report", "all/good.jsonl", "nowhere"], &[]);
    assert_eq!(ran.code, Some(2));
    ran.tells(&["nowhere cannot be read"]);
    ran.says(&["11 learners"]);
    let few = tea(&home, &["report", "all/more"], &[]);
    few.says(&["fewer than 10 learners", "no figure of these is shown"]);
    assert!(!few.output.contains("how-hot"), "{}", few.output);
}

#[test]
fn what_holds_nothing_of_this_course_is_one_line() {
    let home = Home::new();
    home.play(&RIGHT).is_done();
    tea(&home, &["export", "progress", "--out", "mine.log"], &[]).is_done();
    for (name, bytes) in [("empty", ""), ("text", "hello\n"), ("null", "null\n")] {
        home.write(name, bytes);
    }
    let ran = home.run(&["report", "mine.log"]);
    assert_eq!((ran.code, ran.output.as_str()), (Some(2), ""));
    ran.tells(&["of other courses or programs", "there is no first answer"]);
    for (name, lines) in [("empty", 1), ("text", 2), ("null", 2)] {
        let ran = tea(&home, &["report", name], &[]);
        assert_eq!(
            (ran.code, ran.complaint.lines().count()),
            (Some(2), lines),
            "{}",
            ran.complaint
        );
    }
    // A log of a folder that is played in is one of many of one learner.
    let ran = tea(&home, &["report", "share/ally-up/tea"], &[]);
    assert_eq!(ran.code, Some(2));
    ran.tells(&["from a folder that is played in"]);
}

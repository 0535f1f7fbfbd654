//! `ally-up check` by the real binary: what it mends, and what it prints for machines; a page printed into a pipe; a folder of very many
//! files of which half are broken.

use crate::dice::number;
use crate::home::Home;
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// A course of these lessons, each with its text.
fn course(home: &Home, folder: &str, lessons: &[(String, Vec<u8>)]) {
    let items = lessons
        .iter()
        .map(|(id, _)| format!("Lesson(id: {id:?}, file: \"{id}.md\")"));
    let items = items.collect::<Vec<_>>().join(", ");
    home.write(
        &format!("{folder}/course.ron"),
        format!(
            "Course(id: \"c\", title: \"C\", modules: [Module(id: \"m\", title: \"M\", items: [{items}])])"
        ),
    );
    for (id, text) in lessons {
        home.write(&format!("{folder}/{id}.md"), text);
    }
}

const LESSON: &str = "\u{feff}# Tea\r\n\r\nOn to [milk](#with-milk).\r\n\r\n## With milk\r\n\r\nSo.\r\n\r\n### Which? {.one}\r\n\r\n- [x]this\r\n\r\n  Yes.\r\n\r\n- [] that\r\n\r\n  No.\r\n";

#[test]
fn what_takes_no_thought_is_mended_and_no_byte_is_lost() {
    let home = Home::new();
    course(&home, "own", &[("tea".to_owned(), LESSON.into())]);
    let file = home.path("own/tea.md");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let ran = home.run(&["check", "own"]);
    assert_eq!(ran.code, Some(1));
    ran.says(&["ally-up check --fix mends 4 of these"]);
    assert_eq!(fs::read(&file).unwrap(), LESSON.as_bytes(), "only --fix writes");
    let ran = home.run(&["check", "own", "--fix"]);
    ran.says(&["Mended tea.md in 4 places."]);
    ran.is_done();
    let mended = fs::read_to_string(&file).unwrap();
    let wanted = LESSON
        .replace("## With milk", "## With milk {#with-milk}")
        .replace("{.one}", "{#which .one}")
        .replace("[x]this", "[x] this")
        .replace("[] that", "[ ] that");
    assert_eq!(mended, wanted);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(
        fs::read_dir(home.path("own")).unwrap().count(),
        2,
        "nothing else is left behind"
    );
    home.run(&["check", "own", "--fix"]).is_done();
    assert_eq!(fs::read_to_string(&file).unwrap(), wanted);
    home.run(&["check", "--fix"]).complains(2, &["name a folder"]);
}

#[test]
fn complaints_are_printed_for_machines() {
    let home = Home::new();
    course(
        &home,
        "own",
        &[("tea".to_owned(), b"# Tea\n\n[on](no.md)\n".to_vec())],
    );
    let ran = home.run(&["check", "own", "--format", "json"]);
    assert_eq!(ran.code, Some(1));
    let told: serde_json::Value = serde_json::from_str(&ran.output).unwrap();
    let link = told
        .as_array()
        .unwrap()
        .iter()
        .find(|told| told["code"] == "dead-link")
        .unwrap();
    assert_eq!((&link["file"], &link["line"]), (&"tea.md".into(), &3.into()));
    let ran = home.run(&["check", "own", "--format", "sarif"]);
    let told: serde_json::Value = serde_json::from_str(&ran.output).unwrap();
    assert_eq!(told["version"], "2.1.0");
    let ran = home.run(&["check", "own", "--format", "github"]);
    assert!(
        ran.output.lines().all(|line| line.starts_with("::")),
        "{}",
        ran.output
    );
    assert!(
        ran.output
            .contains("::error file=tea.md,line=3,col=1,endLine=3,endColumn=12,title=dead-link::"),
        "{}",
        ran.output
    );
}

#[test]
fn a_page_in_a_pipe_has_whole_addresses_whole_lines_of_code_and_tight_lists() {
    let home = Home::new();
    let address = format!("https://example.org/{}", "a-long/path/".repeat(9));
    let code = format!("let it = \"{}\";", "many words ".repeat(12));
    let text =
        format!("# Tea\n\nSee [it]({address}) for more of it.\n\n    {code}\n\n- one\n- two\n\nEnd.\n");
    course(&home, "own", &[("tea".to_owned(), text.into_bytes())]);
    let ran = home.run(&["--course", "own", "read", "tea"]);
    let lines: Vec<&str> = ran.output.lines().collect();
    assert!(lines.iter().any(|line| line.contains(&address)), "{}", ran.output);
    assert!(lines.contains(&code.as_str()), "{}", ran.output);
    let one = lines.iter().position(|line| *line == "- one").unwrap();
    assert_eq!((lines[one + 1], lines[one + 2]), ("- two", ""), "{}", ran.output);
}

#[test]
fn of_very_many_files_half_of_them_broken_each_is_told_and_the_rest_plays() {
    // In the suite a fifth of what a course may have; `ALLY_UP_FILES=10000` tries all of it.
    let count = number("ALLY_UP_FILES", 2_000) as usize;
    let home = Home::new();
    let lesson = |nth: usize| {
        let text = match nth % 4 {
            0 => b"# \xff\xfe".to_vec(),
            1 => b"# A\n\n### Which? {#q .one\n\n- [x] a\n".to_vec(),
            _ => format!("# Lesson {nth}\n\nWords.\n").into_bytes(),
        };
        (format!("l{nth}"), text)
    };
    course(&home, "own", &(0..count - 1).map(lesson).collect::<Vec<_>>());
    // The report in words shows a thousand, which are slow to draw here.
    let ran = home.run(&["check", "own", "--format", "json"]);
    assert_eq!(ran.code, Some(1), "{}", ran.complaint);
    assert_eq!(ran.output.matches("\"severity\": \"error\"").count(), count / 2);
    let list = home.run(&["list", "--course", "own"]);
    list.is_done();
    assert_eq!(
        list.output
            .lines()
            .filter(|line| line.trim_start().starts_with('l'))
            .count(),
        count - 1
    );
    home.run(&["read", "l4", "--course", "own"])
        .says(&["This page cannot be shown"]);
}

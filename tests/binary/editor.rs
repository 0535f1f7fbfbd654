//! Words that are written in plain mode are changed in the editor of the learner's choice, in a file that nobody else can read.

use crate::window::Home;
use std::fs;

const MANIFEST: &str = r#"Course(id: "tea", title: "Tea", modules: [Module(id: "m", title: "M", items: [Lesson(id: "green", file: "green.md")])])"#;
const LESSON: &str = "# Green tea\n\n### Whom would you make a cup for? {#whom .reflect}\n";
/// Notes where its file lies and who may read it, and writes a line of its own.
const EDITOR: &str = "#!/bin/sh\n[ \"$1\" = flag ] || exit 9\nstat -c '%a %n' \"$2\" \"$(dirname \"$2\")\" >seen\nsed -i s/aunt/uncle/ \"$2\"\necho 'And his.' >>\"$2\"\n";

#[test]
#[cfg(target_os = "linux")]
fn an_editor_changes_what_is_written_and_leaves_no_file() {
    let home = Home::with(MANIFEST, LESSON);
    let path = home.0.path();
    fs::write(path.join("change"), EDITOR).unwrap();
    fs::create_dir(path.join("tmp")).unwrap();
    let mut command = home.command(&["--plain", "."]);
    command.env("VISUAL", format!("sh '{}' flag", path.join("change").display()));
    command.env("EDITOR", "false");
    command.env("PATH", "/usr/bin:/bin");
    command.env("TMPDIR", path.join("tmp"));
    let Some(mut window) = home.start((80, 24), command) else {
        return;
    };
    for (line, words) in [
        ("", "1. Start here"),
        ("1\r", "1. Write here"),
        ("1\r", "Line 1:"),
        ("My aunt.\r", "Line 2:"),
        (":edit\r", "Now 2 lines, the last one: And his."),
        (":show\r", "Line 1: My uncle."),
        (":undo\r", "Now one line: My aunt."),
        (".\r", "kept as a draft"),
        ("quit\r", "Everything is saved"),
    ] {
        window.press(line);
        window.sees(words);
    }
    assert!(window.end().success());
    let seen = fs::read_to_string(path.join("seen")).unwrap();
    let lines: Vec<&str> = seen.lines().collect();
    assert!(
        lines[0].starts_with("600 ") && lines[0].ends_with("words.txt"),
        "{seen}"
    );
    assert!(lines[1].starts_with("700 "), "{seen}");
    assert_eq!(
        fs::read_dir(path.join("tmp")).unwrap().count(),
        0,
        "nothing is left behind"
    );
}

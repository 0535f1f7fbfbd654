//! Courses of others by the real binary: a new one, one brought over, one taken away, and bad input, which gets one line each and never
//! costs a file that is there.

use crate::home::Home;
use std::fs;
use std::os::unix::net::UnixListener;

#[test]
fn a_new_course_is_clean_and_has_every_kind_of_question() {
    let home = Home::new();
    let folder = home.path("course");
    let folder = folder.to_str().unwrap();
    home.run(&["new", folder]).is_done();
    let checked = home.run(&["check", folder]);
    checked.is_done();
    assert_eq!(checked.output, "No complaints.\n");
    let mut all = String::new();
    for file in ["1-start/1-how-lessons-work.md", "practice/where-you-are.md"] {
        all += &fs::read_to_string(home.path("course").join(file)).unwrap();
    }
    for kind in ally_up::course::outline::KINDS {
        assert!(all.contains(&format!(" .{kind}")), "{kind}");
    }
    let again = home.run(&["new", folder]);
    assert_eq!(
        (again.code, again.complaint.lines().count()),
        (Some(2), 1),
        "{}",
        again.complaint
    );
    assert!(
        again.complaint.contains("is not empty and was not touched"),
        "{}",
        again.complaint
    );
}

#[test]
fn a_bank_becomes_a_course_that_plays_and_what_was_lost_is_listed_with_its_line() {
    let home = Home::new();
    let bank = home.path("bank.gift");
    fs::write(
        &bank,
        "// mine\n::a::Which? {\n=this#Yes.\n~that#No.\n}\n\n::b::None? {~a ~b}\n",
    )
    .unwrap();
    let to = home.path("course");
    let (bank, folder) = (bank.to_str().unwrap(), to.to_str().unwrap());
    let done = home.run(&["import", bank, "--to", folder]);
    done.is_done();
    let lines: Vec<&str> = done.output.lines().collect();
    assert!(
        lines[0].starts_with("bank.gift:1: a comment was left out"),
        "{}",
        done.output
    );
    assert!(
        lines[1].starts_with("bank.gift:7: no answer is right"),
        "{}",
        done.output
    );
    assert!(
        lines[2].contains("1 lesson, 1 question. 2 things"),
        "{}",
        done.output
    );
    home.run(&["check", folder]).is_done();
    let back = home.run(&["--course", folder, "export", "gift"]);
    assert!(
        back.output.contains("=this#Yes.\n\t~that#No.\n"),
        "{}",
        back.output
    );
    let pages = home.path("pages");
    let pages = pages.to_str().unwrap();
    home.run(&["--course", folder, "export", "html", "--to", pages])
        .is_done();
    assert!(
        fs::read_to_string(home.path("pages").join("bank.html"))
            .unwrap()
            .contains("<summary>this</summary>")
    );
}

#[test]
fn bad_input_gets_one_line_and_nothing_is_written_over() {
    let home = Home::new();
    let full = home.path("full");
    fs::create_dir(&full).unwrap();
    fs::write(full.join("kept.txt"), "kept").unwrap();
    let free = home.path("free");
    let bad = |name: &str, bytes: &[u8]| {
        let path = home.path(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let huge = home.path("huge.gift");
    fs::File::create(&huge).unwrap().set_len(50 << 20).unwrap();
    let socket = home.path("socket.gift");
    let _listener = UnixListener::bind(&socket).unwrap();
    let good = bad("good.gift", b"Which? {=a ~b}\n");
    for (from, to, words) in [
        (
            bad("binary.gift", b"\x7fELF\x00\x01\x02{=}"),
            &free,
            "is no text in UTF-8",
        ),
        (huge, &free, "too long to be read (52428800 bytes)"),
        (bad("none.gift", b"Which? {~a ~b}\n"), &free, "no answer is right"),
        (
            bad("words.txt", b"Nothing is asked.\n"),
            &free,
            "of no format that is known",
        ),
        (
            bad("broken.toml", b"[[questions]]\ntype = \n"),
            &free,
            "is no TOML",
        ),
        (socket, &free, "neither a file nor a folder"),
        (home.path("nowhere.gift"), &free, "there is no"),
        (good.clone(), &full, "is not empty and was not touched"),
        (good, &full.join("kept.txt"), "cannot be used"),
    ] {
        let done = home.run(&["import", from.to_str().unwrap(), "--to", to.to_str().unwrap()]);
        assert_eq!(done.code, Some(2), "{from:?}: {}", done.complaint);
        assert_eq!(done.complaint.lines().count(), 1, "{from:?}: {}", done.complaint);
        assert!(
            done.output.contains(words) || done.complaint.contains(words),
            "{from:?}: {}{}",
            done.output,
            done.complaint
        );
        assert!(!free.exists(), "{from:?}");
    }
    assert_eq!(fs::read_to_string(full.join("kept.txt")).unwrap(), "kept");
}

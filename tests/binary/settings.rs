//! The settings file of the real binary: read, left alone where it is broken, changed from the page, and not writable.

use crate::home::{GREEN, Home, Ran, finish};
use crate::window::{self, CLICKS, PAINTED};
use std::fs;
use std::os::unix::fs::PermissionsExt;

const FILE: &str = ".config/ally-up/settings.ron";

/// What `read` prints where the settings say this.
fn read_with(settings: &str, arguments: &[&str]) -> (Home, Ran) {
    let home = Home::new();
    home.write(FILE, settings);
    let ran = home.run(&[&["read", "green-tea", "--course", "tea"], arguments].concat());
    assert_eq!(
        fs::read_to_string(home.path(FILE)).unwrap(),
        settings,
        "the file is left alone"
    );
    (home, ran)
}

fn longest_line(ran: &Ran) -> usize {
    let lines = ran.output.lines().map(|line| line.chars().count());
    lines.max().unwrap()
}

#[test]
fn the_file_counts_and_flags_and_the_environment_count_before_it() {
    let (home, ran) = read_with("Settings(width: 30)\n", &[]);
    ran.is_done();
    assert!((20..=30).contains(&longest_line(&ran)), "{}", ran.output);
    let (_, flagged) = read_with("Settings(width: 30)\n", &["--width", "60"]);
    assert!(longest_line(&flagged) > 30, "{}", flagged.output);
    let mut command = home.command(&["read", "green-tea", "--course", "tea"]);
    command.env("ALLY_UP_WIDTH", "60");
    let ran = finish(command, "");
    assert_eq!(ran.output, flagged.output);
    // What the environment says wrongly is told, and the file counts.
    let mut command = home.command(&["read", "green-tea", "--course", "tea"]);
    command.env("ALLY_UP_WIDTH", "wide");
    let ran = finish(command, "");
    ran.tells(&["ALLY_UP_WIDTH: width cannot be wide"]);
    assert!(longest_line(&ran) <= 30, "{}", ran.output);
    // Another folder, without a file.
    let mut command = home.command(&["read", "green-tea", "--course", "tea"]);
    command.env("ALLY_UP_CONFIG", home.path("elsewhere"));
    assert!(longest_line(&finish(command, "")) > 30);
}

#[test]
fn a_broken_file_is_told_with_its_place_and_the_program_goes_on() {
    let (home, ran) = read_with("Settings(\n    width: 30,\n    theme night,\n)\n", &[]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.output.contains("Warm, not hot."));
    ran.tells(&["error[ron]", "settings.ron:3:", "theme night"]);
    home.play(&["quit"]).tells(&["settings.ron:3:"]);
    let doctor = home.run(&["doctor", "--course", "tea"]);
    doctor.says(&["Settings: ", "settings.ron", "error[ron]", "settings.ron:3:"]);
    // What can be understood counts beside what cannot.
    let (home, ran) = read_with("(width: 30, them: night, keys: {\"hint\": [\"q\"]})", &[]);
    assert!(longest_line(&ran) <= 30, "{}", ran.output);
    ran.tells(&["no setting them", "did you mean theme?", "q is taken from quit"]);
    // A folder of that name is told as well.
    fs::remove_file(home.path(FILE)).unwrap();
    fs::create_dir(home.path(FILE)).unwrap();
    let ran = home.run(&["read", "green-tea", "--course", "tea"]);
    assert_eq!(ran.code, Some(0));
    ran.tells(&["error[unreadable]", "not a regular file"]);
}

#[test]
fn a_change_on_the_page_is_kept_beside_what_was_written_by_hand() {
    let home = Home::new();
    home.write("dot/files.ron", "Settings(\n    // wide\n    width: 90,\n)\n");
    fs::create_dir_all(home.path(FILE).parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(home.path("dot/files.ron"), home.path(FILE)).unwrap();
    let change = ["settings", "next", "next", "next", "60 columns", "quit"];
    home.play(&change).is_done();
    let kept = fs::read_to_string(home.path("dot/files.ron")).unwrap();
    assert_eq!(kept, "Settings(\n    // wide\n    width: 60,\n)\n");
    assert!(fs::symlink_metadata(home.path(FILE)).unwrap().is_symlink());
    // One that cannot be understood is left alone, and that is said.
    home.write("dot/files.ron", "Settings(width 90)");
    let ran = home.play(&change);
    assert!(ran.output.contains("is left alone"), "{}", ran.output);
    assert_eq!(
        fs::read_to_string(home.path("dot/files.ron")).unwrap(),
        "Settings(width 90)"
    );
    // Where there is none, one is made.
    fs::remove_file(home.path(FILE)).unwrap();
    home.play(&change).is_done();
    assert!(fs::read_to_string(home.path(FILE)).unwrap().contains("width: 60"));
}

#[test]
fn a_folder_that_takes_no_file_is_told_and_nothing_is_lost() {
    let home = Home::new();
    // No folder can be made below a file, whoever asks.
    home.write(".config", "in the way");
    let ran = home.play(&["settings", "next", "next", "next", "60 columns", "home", "quit"]);
    assert_eq!(ran.code, Some(0), "{}", ran.complaint);
    assert!(
        ran.output.contains("this counts until you quit"),
        "{}",
        ran.output
    );
    assert!(ran.output.contains("settings.ron cannot be"), "{}", ran.output);
}

#[test]
fn a_file_that_its_owner_closed_stays_as_it_is() {
    let home = Home::new();
    home.write(FILE, "(width: 90)");
    fs::set_permissions(home.path(FILE), fs::Permissions::from_mode(0o444)).unwrap();
    let ran = home.play(&["settings", "next", "next", "next", "60 columns", "quit"]);
    assert!(
        ran.output
            .replace('\n', " ")
            .contains("settings.ron cannot be written (permission denied)"),
        "{}",
        ran.output
    );
    assert_eq!(fs::read_to_string(home.path(FILE)).unwrap(), "(width: 90)");
}

#[test]
fn signs_are_plain_where_the_locale_names_no_utf_8_and_doctor_says_why() {
    let home = Home::new();
    let run = |arguments: &[&str]| {
        let mut command = home.command(arguments);
        command.env("LC_ALL", "C").env("LANG", "de_DE.UTF-8");
        finish(command, "")
    };
    let doctor = ["doctor", "--course", "tea"];
    assert!(run(&doctor).output.contains("LC_ALL is C, which names no UTF-8"));
    assert!(
        !run(&["--ascii=off", "doctor", "--course", "tea"])
            .output
            .contains("ASCII only")
    );
    assert!(!home.run(&doctor).output.contains("ASCII only"));
}

/// A home for windows, with a course and these settings.
fn in_windows(settings: &str) -> window::Home {
    let manifest = r#"Course(id: "tea", title: "Tea", modules: [Module(id: "m", title: "M", items: [Lesson(id: "green", file: "green.md")])])"#;
    let home = window::Home::with(manifest, GREEN);
    let file = home.0.path().join(FILE);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, settings).unwrap();
    home
}

#[test]
fn a_window_opens_over_a_broken_file_and_says_so_in_its_foot_and_on_the_page() {
    let home = in_windows("(theme night)");
    let Some(mut window) = home.open((80, 50), &["."]) else {
        return;
    };
    window.sees("Start here");
    window.sees("Settings: line 1, column 8: settings.ron does not parse");
    window.press("s");
    window.sees("Not all of what was set could be understood.");
    window.press("\t\t\t\t\t\t\r");
    window.sees("(•) night");
    window.sees("cannot be read and is left alone");
    window.press("q");
    assert!(window.end().success());
    assert_eq!(
        fs::read_to_string(home.0.path().join(FILE)).unwrap(),
        "(theme night)"
    );
}

#[test]
fn in_a_window_the_theme_the_mouse_and_the_keys_change_at_once() {
    let home = in_windows(r#"(keys: {"settings": ["S"]})"#);
    let Some(mut window) = home.open((80, 50), &["."]) else {
        return;
    };
    window.sees("Start here");
    window.press("S");
    window.sees("(•) terminal");
    window.settles(PAINTED);
    let ground = |window: &window::Window| window.screen.screen().cell(40, 70).unwrap().bgcolor();
    let before = ground(&window);
    // Three rows of the learner's, then the themes.
    window.press("\t\t\t\t\t\t\r");
    window.sees("(•) night");
    window.settles(PAINTED);
    assert_ne!(ground(&window), before);
    assert_eq!(window.is_on(CLICKS), None);
    window.press("\x1b[F");
    window.until("the last rows", |text| text.contains("The mouse clicks"));
    while !window.row("The mouse clicks").trim_start().starts_with('>') {
        window.press("\t");
        window.settles(PAINTED);
    }
    window.press("\r");
    window.sees("[x] The mouse clicks");
    window.settles(PAINTED);
    assert_eq!(window.is_on(CLICKS), Some(true));
    window.press("q");
    assert!(window.end().success());
    window.is_restored();
    assert_eq!(
        fs::read_to_string(home.0.path().join(FILE)).unwrap(),
        "(mouse: on,\n    theme: night,\n    keys: {\"settings\": [\"S\"]})"
    );
}

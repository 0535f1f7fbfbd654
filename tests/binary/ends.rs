//! The real binary ends, restored and with all kept, also where something holds it up: a terminal that takes no bytes, a paste, a
//! terminal that goes away, a fault of its own. And what terminals send by themselves leaves it alive.

use crate::dice::{Dice, number, seed};
use crate::jobs::{holds, is_left};
use crate::sequences::{Sort, draw};
use crate::window::{Home, LONGEST, PAINTED, Window, size};
use ally_up::app::App;
use ally_up::course::embedded;
use ally_up::doc::marker::Glyphs;
use ally_up::library::Library;
use ally_up::model::{Face, Model, View};
use ally_up::progress::Progress;
use ally_up::progress::event::Clock;
use ally_up::progress::stamper::Stamper;
use ally_up::settings::{Preferences, Settings, Switch};
use ally_up::shell::course_folder;
use ally_up::shell::terminal::{Ended, play};
use ally_up::store::clock::{fresh_id, now};
use ally_up::store::fs::OsFileSystem;
use ally_up::store::open;
use ally_up::store::paths::Paths;
use ally_up::theme::ColorDepth;
use portable_pty::{Child, ExitStatus, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

const MANIFEST: &str = r#"Course(id: "tea", title: "Tea for Two", modules: [
    Module(id: "leaves", title: "Leaves", items: [Lesson(id: "green-tea", file: "green.md")]),
])"#;
const LESSON: &str = "# Green tea\n\nSteep it.\n\n### Whom would you make a cup for? {#whom .reflect}\n\n## In short {#short}\n\nWarm.\n";

/// Sequences for the real binary in the suite. `ALLY_UP_SEQUENCES` asks for more, `ALLY_UP_SEED` for others.
const SEQUENCES: u64 = 400;

/// Longer than anything unfinished is waited for.
const AT_REST_AFTER_ALL: Duration = Duration::from_millis(1_100);

fn home() -> Home {
    Home::with(MANIFEST, LESSON)
}

/// What a terminal is sent, until these words are among it or there is no more.
fn read_until(reader: &mut impl Read, words: &str) -> Vec<u8> {
    let (mut stream, mut bytes) = (Vec::new(), [0; 4096]);
    while words.is_empty() || !String::from_utf8_lossy(&stream).contains(words) {
        match reader.read(&mut bytes) {
            Ok(count @ 1..) => stream.extend_from_slice(&bytes[..count]),
            _ => break,
        }
    }
    stream
}

/// Waits for the end; one that does not come is a complaint.
fn ends(child: &mut Box<dyn Child + Send + Sync>, complaint: &str) -> ExitStatus {
    let deadline = Instant::now() + LONGEST;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if Instant::now() > deadline {
            child.kill().unwrap();
            panic!("{complaint}");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Into the field of the lesson.
fn into_field(window: &mut Window) {
    window.sees("Start here");
    window.press("\r");
    window.sees("Steep it");
    window.seeks("\t", "esc leave");
}

/// Waits for the end, which is that of the signal TERM.
fn is_terminated(window: &mut Window) {
    let status = window.end();
    assert!(
        status
            .signal()
            .is_some_and(|signal| signal.starts_with("Terminated")),
        "{status:?}"
    );
}

#[test]
fn a_terminal_that_takes_no_bytes_does_not_hold_up_the_end() {
    let home = home();
    let Ok(pair) = native_pty_system().openpty(size(200, 60)) else {
        println!("not tested: no pseudo-terminal can be opened");
        return;
    };
    let before = format!("{:?}", pair.master.get_termios());
    let mut child = pair.slave.spawn_command(home.command(&["."])).unwrap();
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut keys = pair.master.take_writer().unwrap();
    let mut stream = read_until(&mut reader, "Settings");
    // Nobody reads what it writes any more: page after page, one at a time, until the terminal is full, and then some.
    for key in [b"?", b"h"].into_iter().cycle().take(160) {
        keys.write_all(key).unwrap();
        std::thread::sleep(Duration::from_millis(5));
    }
    let kill = std::process::Command::new("kill")
        .args(["-TERM", &child.process_id().unwrap().to_string()])
        .status();
    assert!(kill.unwrap().success());
    let status = ends(&mut child, "it waits for the terminal");
    assert!(
        status
            .signal()
            .is_some_and(|signal| signal.starts_with("Terminated")),
        "{status:?}"
    );
    assert_eq!(format!("{:?}", pair.master.get_termios()), before);
    drop(pair.slave);
    // What it wrote last got through.
    stream.extend(read_until(&mut reader, ""));
    is_left(&stream);
}

#[test]
fn a_signal_ends_it_while_a_paste_is_worked_on() {
    let home = home();
    let Some(mut window) = home.open((80, 24), &["."]) else {
        return;
    };
    into_field(&mut window);
    window.press("\x1b[200~");
    window.press(&"My aunt takes her tea without sugar. ".repeat(30_000));
    window.signal("TERM");
    is_terminated(&mut window);
    // The rest of the paste may show on the shell's screen: it comes when the program is gone.
    is_left(&window.stream);
}

#[test]
fn a_signal_while_the_disk_refuses_leaves_what_is_not_saved_told() {
    let home = home();
    std::fs::write(home.0.path().join("mine"), "not a folder").unwrap();
    let Some(mut window) = home.open((80, 24), &[".", "--data", "mine"]) else {
        return;
    };
    window.sees("Start here");
    window.press("\r");
    window.sees("NOT SAVED");
    window.signal("TERM");
    is_terminated(&mut window);
    is_left(&window.stream);
    // On the shell's own screen, below everything else.
    let stream = String::from_utf8_lossy(&window.stream);
    assert!(stream.contains("places are NOT SAVED: "), "{stream:?}");
}

#[test]
fn forty_kilobytes_without_brackets_are_typed_as_they_are() {
    let home = home();
    let Some(mut window) = home.open((80, 24), &["."]) else {
        return;
    };
    into_field(&mut window);
    let line = "My aunt takes her tea without sugar, ä and ö.\r";
    window.press(&line.repeat(900));
    window.press("The end");
    window.sees("The end");
    window.press("\x03");
    assert!(window.end().success());
    let kept = format!("{}The end", line.replace('\r', "\\n").repeat(900));
    assert!(holds(home.0.path(), &kept), "what was typed is not what is kept");
}

#[test]
fn what_terminals_send_by_themselves_leaves_it_hearing_keys() {
    let home = home();
    let Some(mut window) = home.open((80, 24), &["."]) else {
        return;
    };
    window.sees("Start here");
    window.settles(PAINTED);
    let before = window.text();
    let (seed, count) = (seed(), number("ALLY_UP_SEQUENCES", SEQUENCES));
    let mut dice = Dice(seed);
    // No key is among them: answers, some of them unfinished, and pastes where nothing takes any.
    let drawn = std::iter::repeat_with(|| draw(&mut dice))
        .filter(|(sort, _)| matches!(sort, Sort::Answer | Sort::Paste));
    for (nth, (sort, mut bytes)) in (1..=count).zip(drawn) {
        let chance = bytes.iter().map(|byte| usize::from(*byte)).sum::<usize>();
        if sort == Sort::Answer && chance % 8 == 0 {
            // What is left begins a sequence in any case, and the next one ends it.
            bytes.truncate(2 + chance % (bytes.len() - 2));
        }
        let (one, other) = bytes.split_at(chance % bytes.len());
        window.writer.write_all(one).unwrap();
        window.writer.write_all(other).unwrap();
        if nth % 100_000 == 0 || nth == count {
            window.settles(AT_REST_AFTER_ALL);
            // Of a paste beside a field it is said that nothing came of it.
            let page = |text: &str| text.rsplit_once('\n').map(|(page, _)| page.to_owned());
            assert_eq!(
                page(&window.text()),
                page(&before),
                "sequence {nth} of seed {seed}"
            );
            window.press("?");
            window.sees("row or line up, down");
            window.press("h");
            window.sees("Start here");
            window.settles(PAINTED);
        }
    }
    window.press("q");
    assert!(window.end().success());
}

#[test]
fn whoever_leads_the_session_a_terminal_that_goes_away_ends_it() {
    // The hang-up is ignored, as under nohup: the program leads, or the shell does and waits for it.
    for script in ["trap '' HUP; exec \"$0\" .", "trap '' HUP; \"$0\" .; :"] {
        let home = home();
        let mut command = home.command(&[]);
        *command.get_argv_mut() = ["sh", "-c", script, env!("CARGO_BIN_EXE_ally-up")]
            .map(Into::into)
            .into();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        let Ok(pair) = native_pty_system().openpty(size(40, 12)) else {
            println!("not tested: no pseudo-terminal can be opened");
            return;
        };
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, heard) = channel();
        let listen = move || {
            read_until(&mut reader, "Tea for Two");
            drop(reader);
            let _ = sender.send(());
        };
        std::thread::Builder::new().spawn(listen).unwrap();
        heard.recv_timeout(LONGEST).expect("home is never shown");
        drop(pair.master);
        ends(&mut child, "the terminal is gone, and the program goes on");
    }
}

/// A file whose appearance is when the program fails, once: what it keeps on its way out may need what failed.
const NOW: &str = "fail-now";
/// What it fails with. A message may hold what a course or a learner wrote.
const WORDS: &str = "no more \x1b[31mtea\u{202e}";

fn fail_if_told() {
    if std::fs::remove_file(NOW).is_ok() {
        panic!("{WORDS}");
    }
}

/// The program with a fault in it, in the place that the environment names. The tests below run it in a terminal.
#[test]
#[ignore = "it plays in a terminal, as a child of other tests"]
fn the_program_with_a_fault() {
    let Ok(place) = std::env::var("ALLY_UP_FAULT") else {
        return;
    };
    let files = course_folder::read(Path::new(".")).unwrap();
    let library = Library::of(files, &embedded::outlines());
    let paths = Paths::find(&OsFileSystem, &library.course, None).unwrap();
    let (disk, _, _) = open(paths, now());
    let size = (80, 24);
    let view = View {
        face: Face::Screen,
        glyphs: Glyphs::Unicode,
        measure: 72,
        size,
        zone: |_| 0,
    };
    let new_id = match place.as_str() {
        "loop" => |at| {
            fail_if_told();
            fresh_id(at)
        },
        _ => fresh_id,
    };
    if place == "thread" {
        let wait = || loop {
            fail_if_told();
            std::thread::sleep(Duration::from_millis(5));
        };
        std::thread::Builder::new().spawn(wait).unwrap();
    }
    let mut model = Model::new(library, Progress::default(), view, now());
    model.preferences = Preferences::new(Settings {
        mouse: Some(Switch::On),
        ..Settings::default()
    });
    let mut app = App::new(model, Stamper::new("here", Clock::default(), new_id));
    let ended = play(&mut app, ColorDepth::None, disk, None);
    assert_eq!(ended.unwrap(), Ended::Failed);
}

#[test]
fn a_fault_in_any_thread_restores_the_terminal_and_keeps_what_is_written() {
    for place in ["thread", "loop"] {
        let home = home();
        let mut command = home.command(&[]);
        let this = std::env::current_exe().unwrap();
        let arguments = [
            "ends::the_program_with_a_fault",
            "--exact",
            "--ignored",
            "--nocapture",
        ];
        *command.get_argv_mut() = std::iter::once(this.into_os_string())
            .chain(arguments.map(Into::into))
            .collect();
        command.env("ALLY_UP_FAULT", place);
        let Some(mut window) = home.start((80, 24), command) else {
            return;
        };
        into_field(&mut window);
        window.press("My aunt");
        window.sees("My aunt");
        std::fs::write(home.0.path().join(NOW), "").unwrap();
        if place == "loop" {
            // Handing it in is recorded, and for that an id is needed.
            window.press("\t\r");
        }
        window.sees("fault of the program: no more [31mtea (tests/binary/ends.rs:");
        window.sees("All your answers are saved; start again to go on.");
        assert!(
            window.end().success(),
            "the test inside has failed:\n{}",
            window.text()
        );
        is_left(&window.stream);
        assert!(holds(home.0.path(), "My aunt"), "{place}: the draft is kept");
    }
}

//! Logs that released versions wrote read the same forever. `tests/compat/<version>/data` is a data folder as that version left it:
//! two machines, several windows, copies that a merge made, a torn tail, a line from the future. `expected.txt` beside it is how it
//! reads, and is never changed. For a new release: play with its binary and `--data`, and keep the folder.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

use ally_up::store::open;
use ally_up::store::paths::Paths;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// A data folder as it is read: all that a fold can see.
fn reading(data: &Path) -> String {
    let (_, _, found) = open(
        Paths {
            data: data.to_owned(),
            drafts: data.join("none"),
            state: data.join("none"),
        },
        1,
    );
    let mut text = String::new();
    for event in &found.events {
        writeln!(
            text,
            "{} {} {} {:?} {} {:?}",
            event.id, event.device, event.seq, event.clock, event.at, event.kind
        )
        .unwrap();
    }
    let set_aside: Vec<_> = found.set_aside.iter().map(|(_, aside)| aside).collect();
    writeln!(
        text,
        "unknown {}, set aside {set_aside:?}, problem {:?}",
        found.unknown, found.problem
    )
    .unwrap();
    text
}

#[test]
fn logs_of_every_released_version_read_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compat");
    let mut versions: Vec<_> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    versions.sort();
    assert!(!versions.is_empty());
    for version in versions {
        let read = reading(&version.join("data"));
        let expected = version.join("expected.txt");
        let text = fs::read_to_string(&expected).unwrap_or_default();
        assert!(
            read == text,
            "{} reads otherwise now; it read:\n{text}\nand reads:\n{read}",
            version.display()
        );
    }
}

//! The list of third-party licenses is that of the lock file: nothing in it of another version, and nothing missing.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Crates as "name version" in the list: the lines set in by two blanks that end in an address or a version.
fn listed(list: &str) -> BTreeSet<String> {
    let blocks = list.split("\n====").skip(1);
    let used = blocks.filter_map(|block| block.split_once(", used by\n\n")?.1.split_once("\n\n"));
    used.flat_map(|(crates, _)| crates.lines())
        .map(|line| line.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
        .collect()
}

/// Packages as "name version" in a lock file.
fn locked(lock: &str) -> BTreeSet<String> {
    let value = |line: Option<&str>| line?.split('"').nth(1).map(str::to_owned);
    let packages = lock.split("[[package]]\n").skip(1);
    packages
        .filter_map(|package| {
            let mut lines = package.lines();
            Some(format!("{} {}", value(lines.next())?, value(lines.next())?))
        })
        .collect()
}

#[test]
fn the_list_of_licenses_is_that_of_the_lock_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let list = read("assets/third-party-licenses.txt");
    let listed = listed(&list);
    assert!(listed.len() > 50, "the list was not understood: {listed:?}");
    let locked = locked(&read("Cargo.lock"));
    let old: Vec<&String> = listed.difference(&locked).collect();
    assert!(
        old.is_empty(),
        "not in Cargo.lock: {old:?}; make the list anew, its head says how"
    );
    assert!(!list.contains('\r') && !list.contains('\u{1b}'));

    let args = [
        "tree",
        "--offline",
        "--locked",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ];
    let tree = Command::new(env!("CARGO")).args(args).current_dir(root).output();
    let tree = match tree {
        Ok(tree) if tree.status.success() => String::from_utf8(tree.stdout).unwrap(),
        _ => return println!("skipped: cargo tree does not run here"),
    };
    let crates = tree
        .lines()
        .filter(|line| !line.contains("proc-macro") && !line.starts_with("ally-up "));
    let missing: BTreeSet<String> = crates
        .filter_map(|line| {
            let (name, rest) = line.split_once(" v")?;
            Some(format!("{name} {}", rest.split_whitespace().next()?))
        })
        .filter(|built| !listed.contains(built))
        .collect();
    assert!(
        missing.is_empty(),
        "not in the list: {missing:?}; make it anew, its head says how"
    );
}

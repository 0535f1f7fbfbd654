//! Power cuts on real file systems: two windows save on a mounted image, are stopped, and the file system is
//! shut down without flushing. After the remount all that was acknowledged must be there. The control, which
//! never syncs, must lose something. Needs root, loop devices and xfs_io; `ALLY_UP_CUTS` says how many cuts,
//! none in the suite.
#![cfg(target_os = "linux")]

use crate::dice::{Dice, number, seed};
use crate::protocol::{Bent, Protocol};
use ally_up::progress::event::EventKind;
use ally_up::store::clock::now;
use ally_up::store::paths::Paths;
use ally_up::store::{open, open_on};
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

const WRITER: &str = "cuts::writes_until_it_is_stopped";
/// A fresh file system after so many cuts, so that the history does not grow without end.
const FRESH: u64 = 12;

fn paths(root: &Path) -> Paths {
    let state = root.join("state");
    Paths {
        data: root.join("share/ally-up/course"),
        drafts: state.join("drafts/course"),
        state,
        ..Paths::default()
    }
}

/// Runs a command. What it complained of, if it failed or cannot be found.
fn does(name: &str, arguments: &[&str]) -> Result<(), String> {
    match Command::new(name).args(arguments).output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(format!(
            "{name} {arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        )),
        Err(error) => Err(format!("{name}: {error}")),
    }
}

/// A file system in a file.
struct EventStore {
    folder: TempDir,
    mounted: bool,
}

impl EventStore {
    fn make(kind: &str) -> Result<EventStore, String> {
        let disk = EventStore {
            folder: TempDir::new().unwrap(),
            mounted: false,
        };
        fs::create_dir(disk.root()).unwrap();
        fs::File::create(disk.image())
            .unwrap()
            .set_len(320 << 20)
            .unwrap();
        does(&format!("mkfs.{kind}"), &["-q", &disk.image()])?;
        Ok(disk)
    }

    fn image(&self) -> String {
        self.folder.path().join("image").to_string_lossy().into_owned()
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("mounted")
    }

    fn mount(&mut self) -> Result<(), String> {
        does(
            "mount",
            &["-o", "loop", &self.image(), &self.root().to_string_lossy()],
        )?;
        self.mounted = true;
        Ok(())
    }

    fn shut_down(&self) -> Result<(), String> {
        does(
            "xfs_io",
            &["-x", "-c", "shutdown", &self.root().to_string_lossy()],
        )
    }

    fn unmount(&mut self) -> Result<(), String> {
        does("umount", &[&self.root().to_string_lossy()])?;
        self.mounted = false;
        Ok(())
    }
}

impl Drop for EventStore {
    fn drop(&mut self) {
        if self.mounted {
            let _ = self.unmount();
        }
    }
}

fn signal(child: &Child, name: &str) {
    does("kill", &[&format!("-{name}"), &child.id().to_string()]).unwrap();
}

/// One cut. How many answers had been acknowledged, and how many of them are gone.
fn cut(disk: &mut EventStore, protocol: Protocol, dice: &mut Dice) -> Result<(usize, usize), String> {
    disk.mount()?;
    let start = || {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args([WRITER, "--exact", "--ignored", "--nocapture"])
            .env("ALLY_UP_WRITES_TO", disk.root());
        command
            .env("ALLY_UP_WRITES", format!("{protocol:?}"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let mut windows = [start(), start()];
    let readers: Vec<_> = windows
        .iter_mut()
        .map(|window| window.stdout.take().unwrap())
        .map(listen)
        .collect();
    std::thread::sleep(Duration::from_millis(50 + dice.below(500) as u64));
    windows.iter().for_each(|window| signal(window, "STOP"));
    let down = disk.shut_down();
    for window in &mut windows {
        signal(window, "KILL");
        window.wait().unwrap();
    }
    let said: String = readers.into_iter().map(|reader| reader.join().unwrap()).collect();
    down?;
    // A last line without its end was not said.
    let ids = said
        .split_inclusive('\n')
        .filter_map(|line| line.strip_prefix("saved ")?.strip_suffix('\n'));
    let acknowledged: BTreeSet<String> = ids.map(str::to_owned).collect();
    disk.unmount()?;
    disk.mount()?;
    let (_, _, found) = open(paths(&disk.root()), 1);
    assert_eq!(found.problem, None);
    let present: BTreeSet<&str> = found.events.iter().map(|event| &*event.id).collect();
    let lost = acknowledged
        .iter()
        .filter(|id| !present.contains(id.as_str()))
        .count();
    disk.unmount()?;
    Ok((acknowledged.len(), lost))
}

fn listen(mut source: impl Read + Send + 'static) -> std::thread::JoinHandle<String> {
    let read = move || {
        let mut bytes = Vec::new();
        let _ = source.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    };
    std::thread::Builder::new().spawn(read).unwrap()
}

/// Cuts, acknowledged answers, cuts that lost some.
fn cuts(kind: &str, protocol: Protocol, count: u64, dice: &mut Dice) -> Result<(u64, usize, u64), String> {
    let (mut done, mut all, mut bad) = (0, 0, 0);
    while done < count {
        let mut disk = EventStore::make(kind)?;
        for _ in 0..FRESH.min(count - done) {
            let (acknowledged, lost) = cut(&mut disk, protocol, dice)?;
            done += 1;
            all += acknowledged;
            bad += u64::from(lost > 0);
        }
    }
    Ok((done, all, bad))
}

#[test]
fn power_cuts_on_real_file_systems_lose_nothing() {
    let count = number("ALLY_UP_CUTS", 0);
    if count == 0 {
        println!("not tested: ALLY_UP_CUTS does not say how many power cuts (it needs root)");
        return;
    }
    let mut dice = Dice(seed());
    for kind in ["ext4", "xfs"] {
        match cuts(kind, Protocol::Ours, count, &mut dice) {
            Ok((done, acknowledged, bad)) => {
                println!(
                    "{kind}: {done} power cuts, {acknowledged} acknowledged answers: cuts that lost any: {bad}"
                );
                assert!(bad == 0 && acknowledged as u64 > done, "{kind}");
            }
            Err(why) => println!("not tested: {kind}: {why}"),
        }
        match cuts(kind, Protocol::NoDataSync, count.min(10), &mut dice) {
            Ok((done, acknowledged, bad)) => {
                println!(
                    "{kind}, control without a sync: {done} power cuts, {acknowledged} acknowledged: cuts that lost any: {bad}"
                );
                assert!(bad > 0, "{kind}: the cuts cut nothing");
            }
            Err(why) => println!("not tested: {kind}: {why}"),
        }
    }
}

#[test]
#[ignore = "it is the process that the power cuts stop"]
fn writes_until_it_is_stopped() {
    let Some(root) = std::env::var_os("ALLY_UP_WRITES_TO") else {
        return;
    };
    let careless =
        std::env::var("ALLY_UP_WRITES").is_ok_and(|name| name == format!("{:?}", Protocol::NoDataSync));
    let protocol = if careless {
        Protocol::NoDataSync
    } else {
        Protocol::Ours
    };
    let (mut disk, mut stamper, _) = open_on(Arc::new(Bent::real(protocol)), paths(Path::new(&root)), now());
    for number in 0u64.. {
        let kind = match number % 3 {
            0 => EventKind::Wrote {
                entry: "notes".into(),
                part: 0,
                of: 1,
                text: "word ".repeat((number % 300) as usize),
                category: None,
            },
            _ => EventKind::Read {
                lesson: "welcome".into(),
            },
        };
        let event = stamper.stamp(kind, now());
        disk.append(std::slice::from_ref(&event)).unwrap();
        println!("saved {}", event.id);
    }
}

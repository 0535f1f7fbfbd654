//! Owns when a folder's list of names was read, and whether it may be another one by now.
//! Must not know what is in it.

use crate::store::fs::FileSystem;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// Some file systems store modification times in whole seconds, so a second change within this time may leave the time unchanged.
const COARSE: Duration = Duration::from_secs(3);
/// Most store them by the ticks of the system's clock, which are a few milliseconds apart.
const TICK: Duration = Duration::from_millis(50);
/// A folder whose time may be such a coarse one is listed again after this time.
const AGAIN: Duration = Duration::from_secs(1);

/// A folder, as it was when its names were read.
#[derive(Clone, Debug)]
pub struct Folder {
    pub path: PathBuf,
    time: FolderTime,
    listed: Instant,
}

/// When a folder's list of names was modified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FolderTime {
    At(SystemTime, Age),
    /// The folder does not exist.
    Missing,
    /// The file system does not tell.
    Unknown,
}

/// How long before a folder was listed its names were modified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Age {
    /// Within `TICK`.
    Now,
    /// Within `COARSE`.
    Young,
    Old,
}

/// Whether a folder may have other names than those that were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It has the same.
    No,
    /// Names may have come that its time does not tell.
    Perhaps,
    /// Its time is another: names came or went, or a file was replaced by another of the same name.
    Yes,
}

impl Folder {
    /// A folder whose names are read after this, so that what comes meanwhile is seen the next time.
    pub fn about_to_be_listed(fs: &dyn FileSystem, path: &Path) -> Folder {
        let now = SystemTime::now();
        let time = match fs.modified(path) {
            Ok(changed) => FolderTime::At(changed, age(changed, now)),
            Err(error) if error.kind() == ErrorKind::NotFound => FolderTime::Missing,
            Err(_) => FolderTime::Unknown,
        };
        Folder {
            path: path.to_owned(),
            time,
            listed: Instant::now(),
        }
    }

    /// Whether its names may be others by now.
    pub fn changed(&self, fs: &dyn FileSystem) -> Changed {
        let now = fs.modified(&self.path);
        match (self.time, now) {
            (FolderTime::At(then, _), Ok(now)) if now != then => Changed::Yes,
            (FolderTime::At(_, Age::Now), Ok(_)) => Changed::Yes,
            (FolderTime::At(_, Age::Young), Ok(_)) if self.listed.elapsed() >= AGAIN => Changed::Perhaps,
            (FolderTime::At(..), Ok(_)) => Changed::No,
            (FolderTime::Missing, Err(error)) if error.kind() == ErrorKind::NotFound => Changed::No,
            (FolderTime::At(..) | FolderTime::Missing | FolderTime::Unknown, _) => Changed::Yes,
        }
    }
}

/// A synchronizer brings the times of a machine whose clock is ahead: a time is as near after `now` as before it.
fn age(changed: SystemTime, now: SystemTime) -> Age {
    let away = now
        .duration_since(changed)
        .unwrap_or_else(|ahead| ahead.duration());
    match away {
        away if away < TICK => Age::Now,
        away if away < COARSE => Age::Young,
        _ => Age::Old,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_ahead_of_the_clock_is_near_only_while_it_is() {
        let now = SystemTime::now();
        let year = Duration::from_secs(365 * 86_400);
        assert_eq!((age(now, now), age(now + TICK / 2, now)), (Age::Now, Age::Now));
        assert_eq!(
            (age(now - COARSE / 2, now), age(now + COARSE / 2, now)),
            (Age::Young, Age::Young)
        );
        assert_eq!((age(now - year, now), age(now + year, now)), (Age::Old, Age::Old));
        let last = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(i64::MAX as u64));
        assert!(last.is_none_or(|last| age(last, now) == Age::Old));
    }
}

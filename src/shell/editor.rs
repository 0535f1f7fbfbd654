//! Owns changing words in the editor that the learner has chosen: a file that nobody else can read, the editor, and the file gone again.
//! Must not know what the words are for.

use crate::store::clock::{fresh_id, now};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Bytes that are read back at the most.
const LONGEST: u64 = 1024 * 1024;

/// Opens these words in the editor that `VISUAL` or `EDITOR` names, and gives back what they are then.
///
/// # Errors
/// Why they stay as they were, in words for the learner.
pub fn edit(words: &str) -> Result<String, String> {
    let named = ["VISUAL", "EDITOR"].into_iter().find_map(|name| {
        let editor = std::env::var(name).ok()?;
        (!editor.trim().is_empty()).then_some(editor)
    });
    let Some(editor) = named else {
        return Err(
            "Neither VISUAL nor EDITOR names an editor. Lines can be deleted and replaced by number.".into(),
        );
    };
    let stays = |problem: io::Error| {
        format!("The editor could not be used ({problem}); the words stay as they were.")
    };
    let place = Private::new().map_err(stays)?;
    let file = place.file(words).map_err(stays)?;
    let ended = run(&editor, &file).map_err(stays)?;
    if !ended.success() {
        return Err("The editor ended with an error; the words stay as they were.".into());
    }
    let mut changed = Vec::new();
    let read = File::open(&file).and_then(|file| file.take(LONGEST).read_to_end(&mut changed));
    read.map_err(stays)?;
    Ok(String::from_utf8_lossy(&changed).into_owned())
}

/// Such a variable may hold flags and quotes: a shell reads it, as it does for other programs.
fn run(editor: &str, file: &Path) -> io::Result<std::process::ExitStatus> {
    if cfg!(unix) {
        let script = format!("{editor} \"$1\"");
        return Command::new("sh").args(["-c", &script, "sh"]).arg(file).status();
    }
    let mut pieces = editor.split_whitespace();
    let program = pieces.next().unwrap_or_default();
    Command::new(program).args(pieces).arg(file).status()
}

/// A folder of one's own that is gone when this is.
struct Private(PathBuf);

impl Private {
    fn new() -> io::Result<Private> {
        let folder = std::env::temp_dir().join(format!("ally-up-{}", fresh_id(now())));
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder)?;
        Ok(Private(folder))
    }

    fn file(&self, words: &str) -> io::Result<PathBuf> {
        let path = self.0.join("words.txt");
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path)?;
        file.write_all(words.as_bytes())?;
        if !words.is_empty() && !words.ends_with('\n') {
            file.write_all(b"\n")?;
        }
        Ok(path)
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        // What cannot be removed stays where only its owner can read it.
        let _ = fs::remove_dir_all(&self.0);
    }
}

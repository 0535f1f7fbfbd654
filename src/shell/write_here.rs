//! Owns writing a file that is taken away into the folder the program was started from, without harming one that is there.
//! Must not know how its content is made.

use crate::store::durable;
use crate::store::fs::OsFileSystem;
use std::io::ErrorKind;

/// Writes a file into the folder the program was started from, under a free name; what came of it, in words.
pub fn write_here(name: &str, words: &str) -> String {
    let folder = std::env::current_dir().unwrap_or_default();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "md"));
    for nth in 1..100 {
        let name = if nth == 1 {
            name.to_owned()
        } else {
            format!("{stem}-{nth}.{ending}")
        };
        let path = folder.join(&name);
        match durable::write_new(&OsFileSystem, &path, words.as_bytes()) {
            Ok(()) => return format!("Written to {}.", path.display()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => {
                return format!(
                    "NOT WRITTEN: {} ({error}); start the program in a folder you can write to.",
                    path.display()
                );
            }
        }
    }
    format!(
        "NOT WRITTEN: {} holds a hundred files of that name; move some away.",
        folder.display()
    )
}

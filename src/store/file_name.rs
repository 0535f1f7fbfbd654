//! Owns the name of a file or folder that is kept for an id. Must not know what is kept.

/// The longest part of an id that becomes part of a file's name, in bytes.
const MAX_NAME: usize = 64;

/// A file's name for an id: small letters, digits, `-` and `_` as they are, without dots. An id that needs
/// more than these gets its checksum behind a `+`, so that two ids never share a name by being cleaned.
pub fn safe_name(id: &str) -> String {
    let plain = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-' | '_');
    // Windows keeps some names for devices.
    let device = matches!(id, "con" | "prn" | "aux" | "nul")
        || (id.len() == 4 && (id.starts_with("com") || id.starts_with("lpt")));
    match !id.is_empty() && id.len() <= MAX_NAME && id.chars().all(plain) && !device {
        true => id.to_owned(),
        false => {
            let start: String = id
                .chars()
                .map(|c| if plain(c) { c } else { '_' })
                .take(MAX_NAME)
                .collect();
            format!("{start}+{:08x}", crc32c::crc32c(id.as_bytes()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_never_leaves_its_folder() {
        for id in [
            "",
            ".",
            "..",
            "../../etc",
            "a/b",
            "a\\b",
            "C:",
            "nul",
            "com1",
            "A",
            "é\u{1b}[2J",
            &"x".repeat(9000),
        ] {
            let name = safe_name(id);
            assert!(!name.is_empty() && name.len() < 99, "{id}: {name}");
            assert!(
                name.chars()
                    .all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-' | '_' | '+')),
                "{id}: {name}"
            );
            assert!(name.contains('+'), "{id}: {name}");
        }
        assert_eq!(safe_name("allyship_at-work-2"), "allyship_at-work-2");
        assert_ne!(safe_name("a/b"), safe_name("a_b"));
        assert_ne!(safe_name("a/b"), safe_name("a:b"));
    }
}

//! Owns the sequence that gives words to the terminal's clipboard (OSC 52). Terminals answer nothing: whether it was taken shows when
//! one pastes. Must not know what is copied.

use crate::clean::Clean;

/// The digits of base64, RFC 4648.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The bytes that put `words` on the clipboard.
pub fn sequence(words: &Clean) -> Vec<u8> {
    let mut bytes = b"\x1b]52;c;".to_vec();
    bytes.extend(base64(words.as_bytes()));
    bytes.push(b'\x07');
    bytes
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut written = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let all = group.iter().fold(0, |all, byte| all << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for nth in 0..4 {
            let digit = DIGITS[(all >> (18 - 6 * nth)) as usize & 63];
            written.push(if nth <= group.len() { digit } else { b'=' });
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_the_standard_come_out() {
        for (words, written) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
            ("é\u{3ff}>", "w6nPvz4="),
        ] {
            assert_eq!(base64(words.as_bytes()), written.as_bytes(), "{words}");
        }
        let hostile = Clean::new("a\u{1b}\u{7}b");
        assert_eq!(sequence(&hostile), b"\x1b]52;c;YWI=\x07");
    }

    #[test]
    fn the_longest_that_is_copied_makes_a_sequence_that_terminals_take() {
        let longest = Clean::new(&"a".repeat(crate::app::flows::marking::COPIED));
        assert_eq!(sequence(&longest).len(), 100_000);
    }
}

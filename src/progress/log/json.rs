//! Owns JSON as it stands in a line: one line, in which no character can steer a terminal or hide the order
//! of the text. Must not know lines or events.

use crate::clean::is_unsafe;
use serde::Serialize;

/// A record as JSON on one line. Control characters, line separators, bidi controls and tag characters are
/// written as `\u` escapes.
pub fn write(record: &impl Serialize) -> String {
    let json = serde_json::to_string(record)
        .expect("a record is made of numbers, text and lists, and JSON can hold all of them");
    if json.bytes().all(|byte| (b' '..0x7f).contains(&byte)) {
        return json;
    }
    // Such characters stand inside strings only: the rest of JSON is ASCII.
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if is_unsafe(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// The bytes that a character takes inside a JSON string.
pub fn length(c: char) -> usize {
    match c {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        c if is_unsafe(c) => 6 * c.len_utf16(),
        c => c.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_is_one_safe_line_of_known_length(text in any::<String>(), more in "[\u{0}-\u{9f}\u{2028}-\u{202e}\u{2066}-\u{2069}\u{200e}\u{feff}\u{e0001}\"\\\\]{0,30}") {
            let text = text + &more;
            let json = write(&text);
            prop_assert!(!json.chars().any(|c| c.is_control() || is_unsafe(c)), "{json}");
            prop_assert_eq!(json.len(), 2 + text.chars().map(length).sum::<usize>());
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}

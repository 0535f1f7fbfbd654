//! Owns words → Markdown that says the same words. Must not know what they are about.

/// Words as words: what Markdown would read as a sign gets a backslash.
pub fn escaped(words: &str) -> String {
    let mut written = String::with_capacity(words.len());
    for (at, line) in words.split('\n').enumerate() {
        if at > 0 {
            written.push('\n');
        }
        // A number with a dot begins a list, but only at the start of a line.
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let list = digits > 0 && line[digits..].starts_with(['.', ')']);
        for (place, c) in line.char_indices() {
            let signs = matches!(
                c,
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&'
            );
            let first = place == 0 && matches!(c, '#' | '-' | '+' | '=');
            if signs || first || list && place == digits {
                written.push('\\');
            }
            written.push(c);
        }
    }
    written
}

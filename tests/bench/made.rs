//! Owns what is made up to be measured, and the time at which all begins.

use ally_up::course::embedded;
use ally_up::library::Library;
use ally_up::time::Millis;

/// The time at which all begins.
pub const NOW: Millis = 1_790_000_000_000;

pub const DAY: Millis = 86_400_000;

pub fn embedded_course() -> Library {
    Library::of(embedded::files(), &embedded::outlines())
}

/// A lesson of about this many bytes, with all that a lesson has.
pub fn lesson(bytes: usize) -> String {
    let mut text = String::from("# A lesson made up\n");
    let mut nth = 0;
    while text.len() < bytes {
        nth += 1;
        text.push_str(&format!(
            "\n## Part {nth} {{#part-{nth}}}\n\n{prose}\n\n- {line}\n- {line}\n\n> **Mira:** {line}\n\n{prose}\n\n> [!NOTE]\n> {line}\n\n\
             | what | who |\n|---|---|\n| {line} | Jonas |\n| tea | [Mira](#part-1) |\n\n\
             ### Which of them is it in part {nth}? {{#ask-{nth} .one see=part-{nth}}}\n\n\
             - [ ] The first.\n\n  Not yet. {line}\n\n- [x] The second.\n\n  Yes. {line}\n\n- [ ] The third.\n\n  Not yet. {line}\n",
            line = "Somebody says a thing that *matters*, and somebody else writes it down.",
            prose =
                "The meeting ends at four, and **nobody** has said what was on the [agenda](#part-1) since Monday. ".repeat(4).trim_end(),
        ));
    }
    text.push_str("\n### What will you do? {#write .reflect}\n");
    text
}

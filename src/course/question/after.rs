//! Owns the attribute `after`: the days after which a question for the journal is asked.
//! Must not know when a lesson was finished.

use crate::course::load::diagnostics::part;
use crate::course::question::Asked;
use crate::quiz::Kind;
use crate::source::{Diagnostic, Span};

/// The days after which a question for the journal is asked.
pub fn after(asked: &Asked<'_>, kind: Kind, out: &mut Vec<Diagnostic>) -> Option<u32> {
    let (_, told) = asked.heading.attributes.iter().find(|(key, _)| key == "after")?;
    let days = told
        .parse()
        .ok()
        .filter(|days| kind == Kind::Reflect && *days > 0);
    if days.is_none() && !told.is_empty() {
        let span = Span::new(asked.file, asked.range.clone());
        let here = part(asked.markdown, &span, &format!("after={told}"));
        out.push(
            Diagnostic::error("after-days", here, "after= is a number of days, on a .reflect")
                .help("write after=30 on a question for the journal, or take it away"),
        );
    }
    days
}

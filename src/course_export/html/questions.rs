//! Owns questions on a page without a script: an option is what opens, and inside stand the verdict and its explanation.
//! Must not know how a question is graded.

use super::nodes::Writing;
use crate::doc::text::Text;
use crate::doc::{Node, NoteKind};
use crate::quiz::{Accept, Choice, Kind, Parts, Question, Worth, shuffled};

impl Writing<'_> {
    /// A question with all that belongs to it.
    pub(super) fn question(&mut self, question: &Question) -> String {
        let prompt = self.text(&question.prompt);
        let mut page = self.heading(3, Some(&question.id), &prompt);
        if !question.caution.is_empty() {
            page.push_str(&self.node(&Node::Note {
                kind: NoteKind::Content,
                nodes: question.caution.clone(),
            }));
        }
        page.push_str(&self.nodes(&question.body));
        let asks = match question.kind {
            Kind::Plan => "Make a plan of your own: a moment, and what you then do.",
            Kind::Rate => "For each line: 1 is almost never, 5 is almost always.",
            kind => kind.asks(),
        };
        page.push_str(&format!("<p class=\"asks\">{asks}</p>\n"));
        for (at, hint) in question.hints.iter().enumerate() {
            let inside = self.nodes(hint);
            page.push_str(&details(
                &format!("Hint {} of {}", at + 1, question.hints.len()),
                &inside,
            ));
        }
        page.push_str(&self.parts(question));
        let mut why = self.nodes(&question.why);
        if let Some((action, _)) = &question.passage
            && let Some(target) = self.target(action)
        {
            why.push_str(&format!(
                "<p><a href=\"{target}\">The passage that teaches this</a></p>\n"
            ));
        }
        if !why.is_empty() {
            page.push_str(&details("Why", &why));
        }
        format!("<div class=\"question\">\n{page}</div>\n")
    }

    /// What is accepted in a gap, and known slips.
    fn accepted(&mut self, gap: &[Accept]) -> String {
        let items = gap.iter().map(|accept| {
            let verdict = if accept.worth == Worth::Right {
                "right"
            } else {
                "not yet"
            };
            let why = self.nodes(&accept.why);
            format!(
                "<li><p><strong>{}</strong>: {verdict}</p>\n{why}</li>\n",
                super::escaped(&accept.words)
            )
        });
        listed(items.collect())
    }

    fn parts(&mut self, question: &Question) -> String {
        match &question.parts {
            Parts::Options(options) => {
                let options: Vec<&Choice> = match question.in_order {
                    true => options.iter().collect(),
                    false => shuffled(question, 0, options.iter().collect(), |option| option.print),
                };
                let items = options.into_iter().map(|option| match question.kind {
                    Kind::Predict => format!("<li>{}</li>\n", self.text(&option.text)),
                    kind => format!("<li>{}</li>\n", self.option(option, kind)),
                });
                listed(items.collect())
            }
            Parts::Pairs { heads, rows } => {
                let mut partners: Vec<&Text> = Vec::new();
                for row in shuffled(question, 0, rows.iter().collect(), |row| row.print) {
                    if !partners.contains(&&row.partner) {
                        partners.push(&row.partner);
                    }
                }
                let partners: String = partners
                    .iter()
                    .map(|text| format!("<li>{}</li>\n", self.text(text)))
                    .collect();
                let rows = rows.iter().map(|row| {
                    let why = format!(
                        "<p><strong>{}</strong></p>\n<p>{}</p>\n",
                        self.text(&row.partner),
                        self.text(&row.why)
                    );
                    format!("<li>{}</li>\n", details(&self.words(&row.text), &why))
                });
                let rows = rows.collect();
                let heads = [&heads.0, &heads.1].map(|head| format!("<p>{}</p>\n", self.text(head)));
                format!("{}{}{}{}", heads[1], listed(partners), heads[0], listed(rows))
            }
            Parts::Lines(lines) => {
                let mixed = shuffled(question, 0, lines.iter().collect(), |line| line.print);
                let mixed = mixed
                    .iter()
                    .map(|line| format!("<li>{}</li>\n", self.text(&line.text)));
                let mixed = listed(mixed.collect());
                let right = lines.iter().map(|line| {
                    let why = self.nodes(&line.why);
                    format!("<li><p>{}</p>\n{why}</li>\n", self.text(&line.text))
                });
                let right = format!("<ol>\n{}</ol>\n", right.collect::<String>());
                format!("{mixed}{}", details("The order", &right))
            }
            Parts::Gaps(gaps) => match gaps.as_slice() {
                [gap] => details("What goes into the gap", &self.accepted(gap)),
                gaps => {
                    let gaps = gaps.iter().enumerate().map(|(nth, gap)| {
                        let accepted = self.accepted(gap);
                        details(&format!("What goes into gap {}", nth + 1), &accepted)
                    });
                    gaps.collect()
                }
            },
            Parts::Model { model, checks } => {
                let model = self.node(&Node::Quote(model.clone()));
                let checks = checks
                    .iter()
                    .map(|check| format!("<li>{}</li>\n", self.text(check)));
                let checks = listed(checks.collect());
                details(
                    "One way to say it",
                    &format!("{model}<p>Look for these in yours:</p>\n{checks}"),
                )
            }
            Parts::Example(example) if example.is_empty() => String::new(),
            Parts::Example(example) => {
                let quote = self.node(&Node::Quote(example.clone()));
                format!("<p>For example:</p>\n{quote}")
            }
            Parts::Rates { lines, .. } => {
                let lines = lines
                    .iter()
                    .map(|line| format!("<li>{}</li>\n", self.text(&line.text)));
                format!("<ol>\n{}</ol>\n", lines.collect::<String>())
            }
            Parts::Empty => String::new(),
        }
    }

    fn option(&mut self, option: &Choice, kind: Kind) -> String {
        let verdict = match (option.worth, kind) {
            (Worth::Right, Kind::Many) => "It fits.",
            (_, Kind::Many) => "It does not fit.",
            (Worth::Right, _) => "Right.",
            (Worth::Fair, _) => "Defensible, and not the best.",
            (Worth::Wrong, _) => "Not yet.",
        };
        let why = self.nodes(&option.why);
        details(
            &self.words(&option.text),
            &format!("<p><strong>{verdict}</strong></p>\n{why}"),
        )
    }
}

/// Something that opens, by a key or a click.
pub(super) fn details(summary: &str, inside: &str) -> String {
    format!("<details>\n<summary>{summary}</summary>\n{inside}</details>\n")
}

fn listed(items: String) -> String {
    match items.is_empty() {
        true => String::new(),
        false => format!("<ul class=\"options\">\n{items}</ul>\n"),
    }
}

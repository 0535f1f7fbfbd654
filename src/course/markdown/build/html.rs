//! Owns what HTML becomes: what Markdown has a piece for becomes that, of other tags only the words are kept.
//! Must not know how HTML is taken apart.

mod table;

use super::{Builder, Holder, NESTING, Open};
use crate::clean::Clean;
use crate::course::markdown::build::html::table::Cells;
use crate::course::markdown::html::{Token, attribute, is_known, read, tokens};
use crate::course::markdown::{Heading, What};
use crate::doc::text::{Role, Text};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// A block of HTML while its lines are gathered.
#[derive(Default)]
pub(super) struct HtmlBlock {
    html: String,
    /// The first byte of each line: in `html`, and in the file.
    lines: Vec<(usize, usize)>,
}

/// What is open of HTML.
#[derive(Default)]
pub(super) struct Html {
    pub(super) block: Option<HtmlBlock>,
    /// The bytes of the block whose tags are read; nothing in a line.
    within: Option<Range<usize>>,
    table: Option<Cells>,
    /// Whether no comment ends any more.
    is_endless: bool,
    /// Whether a heading of HTML is open.
    heading: bool,
    /// Lists, their entries and quotations of this block that are open.
    open: usize,
    is_code: bool,
    code: String,
    /// The name of a place that the next heading is found by.
    pub(super) anchor: Option<String>,
    /// All names of places.
    pub(super) anchors: BTreeSet<String>,
    /// Tags that show as nothing, and where the first one stands.
    pub(super) dropped: BTreeSet<String>,
    pub(super) first: Option<Range<usize>>,
}

impl Html {
    /// Whether words belong to a cell.
    pub(super) fn is_cell(&self) -> bool {
        self.table.as_ref().is_some_and(|table| table.is_cell)
    }
}

/// Looks that tags inside a line open and close. They end with the paragraph.
#[derive(Default)]
pub(super) struct Looks {
    strong: usize,
    emphasis: usize,
    strike: usize,
    code: usize,
    script: Option<Script>,
}

impl Looks {
    pub(super) fn is_strong(&self) -> bool {
        self.strong > 0
    }
    pub(super) fn is_emphasized(&self) -> bool {
        self.emphasis > 0
    }
    pub(super) fn is_struck(&self) -> bool {
        self.strike > 0
    }
    pub(super) fn is_code(&self) -> bool {
        self.code > 0
    }

    /// Words above or below the line, as signs of their own where there are such, and else behind `^` or `_`.
    pub(super) fn scripted<'w>(&mut self, words: &'w str) -> Cow<'w, str> {
        let Some(script) = &mut self.script else {
            return words.into();
        };
        if words.trim().is_empty() {
            return words.into();
        }
        let signs: Option<String> = words.trim().chars().map(|c| script.sign(c)).collect();
        let lead = if std::mem::replace(&mut script.is_begun, true) {
            ""
        } else {
            script.mark
        };
        match signs {
            Some(signs) => signs.into(),
            // Several words are set small, no more.
            None if words.trim().contains(' ') => words.into(),
            None => format!("{lead}{words}").into(),
        }
    }
}

/// What stands above or below the line.
struct Script {
    mark: &'static str,
    signs: &'static str,
    is_begun: bool,
}

/// What has a sign of its own above and below the line.
const PLAIN: &str = "0123456789+-=()";

impl Script {
    fn of(name: &str) -> Script {
        let (mark, signs) = match name {
            "sub" => ("_", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
            _ => ("^", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾"),
        };
        Script {
            mark,
            signs,
            is_begun: false,
        }
    }

    fn sign(&self, c: char) -> Option<char> {
        let at = PLAIN.chars().position(|plain| plain == c)?;
        self.signs.chars().nth(at)
    }
}

impl Builder<'_> {
    /// A line of a block of HTML.
    pub(super) fn html_line(&mut self, html: &str, range: Range<usize>) {
        match &mut self.html.block {
            Some(block) => {
                block.lines.push((block.html.len(), range.start));
                block.html.push_str(html);
            }
            None => self.html(html, range),
        }
    }

    /// The end of a block of HTML: its lines are read together, so that a comment or a tag may go over several.
    pub(super) fn end_html(&mut self) {
        let Some(HtmlBlock { html, lines }) = self.html.block.take() else {
            return;
        };
        let place = |at: usize| {
            let nth = lines.partition_point(|(start, _)| *start <= at).saturating_sub(1);
            lines.get(nth).map_or(0, |(start, file)| file + (at - start))
        };
        let whole = place(0)..place(html.len().saturating_sub(1)) + 1;
        self.html.within = Some(whole);
        for (token, range) in tokens(&html) {
            if let Token::Comment(_) = token
                && !html[range.clone()].ends_with("-->")
            {
                // What Markdown takes for the end of the block does not end a comment in it.
                self.hide_comment(place(range.start));
            }
            let range = place(range.start)..place(range.end.saturating_sub(1)) + 1;
            self.token(token, range);
        }
        self.end_code();
        self.end_table();
        self.end_heading();
        while self.html.open > 0 && self.stack.len() > 1 {
            self.html.open -= 1;
            self.close();
        }
        self.html.within = None;
        self.flush();
    }

    /// Tags and comments in a line.
    pub(super) fn html(&mut self, html: &str, range: Range<usize>) {
        for (token, _) in tokens(html) {
            self.token(token, range.clone());
        }
    }

    /// Hides what follows up to the end of a comment.
    fn hide_comment(&mut self, from: usize) {
        let rest = self.markdown.get(from..).unwrap_or_default();
        // Where none was found, none is behind it either.
        let found = (!self.html.is_endless).then(|| memchr::memmem::find(rest.as_bytes(), b"-->"));
        match found.flatten() {
            Some(length) => self.hidden_until = from + length + "-->".len(),
            None => self.html.is_endless = true,
        }
    }

    fn token(&mut self, token: Token<'_>, range: Range<usize>) {
        let is_block = self.html.within.is_some();
        match token {
            Token::Comment(words) => self.inline.comments.push(words.to_owned()),
            Token::Words(words) if self.html.is_code => self.html.code.push_str(&read(words)),
            Token::Words(words) => self.html_words(words, range),
            Token::Opens(name, rest)
                if is_block || is_known(&name) || !rest.trim_matches(['/', ' ']).is_empty() =>
            {
                self.opens(&name, rest, range);
            }
            Token::Closes(name) if is_block || is_known(&name) => self.closes(&name, range),
            // In a line `<name>` is what an author writes for something to be filled in.
            Token::Opens(..) | Token::Closes(_) => {
                let written = self.markdown.get(range.clone()).unwrap_or_default().to_owned();
                self.words(&written, Role::Body, range);
            }
        }
    }

    fn html_words(&mut self, words: &str, range: Range<usize>) {
        let is_between = self.html.table.as_ref().is_some_and(|table| !table.is_cell);
        if is_between && words.trim().is_empty() {
            return;
        }
        let ends_blank = self
            .inline
            .runs
            .last()
            .is_none_or(|run| run.text.ends_with(char::is_whitespace));
        let mut told = String::new();
        for (nth, word) in words.split_ascii_whitespace().enumerate() {
            let is_apart = nth > 0 || words.starts_with(|c: char| c.is_ascii_whitespace()) && !ends_blank;
            told.push_str(if is_apart { " " } else { "" });
            told.push_str(word);
        }
        let is_blank = told.is_empty() && !words.is_empty() && !ends_blank;
        if is_blank || !told.is_empty() && words.ends_with(|c: char| c.is_ascii_whitespace()) {
            told.push(' ');
        }
        if !told.is_empty() {
            self.words(&read(&told), Role::Body, range);
        }
    }

    fn opens(&mut self, name: &str, rest: &str, range: Range<usize>) {
        for anchor in ["id", "name"].iter().filter_map(|key| attribute(rest, key)) {
            if !anchor.is_empty() && name != "input" && name != "meta" {
                self.anchored(anchor);
            }
        }
        let looks = &mut self.inline.looks;
        match name {
            "b" | "strong" | "mark" => looks.strong += 1,
            "i" | "em" | "u" | "ins" | "cite" | "var" | "dfn" => looks.emphasis += 1,
            "s" | "del" | "strike" => looks.strike += 1,
            "code" | "kbd" | "samp" | "tt" => looks.code += 1,
            "sub" | "sup" => {
                // Only what stands behind something is above or below it.
                let is_behind = self
                    .inline
                    .runs
                    .last()
                    .is_some_and(|run| !run.text.ends_with(char::is_whitespace));
                self.inline.looks.script = is_behind.then(|| Script::of(name));
            }
            "q" => self.words("“", Role::Body, range),
            "br" => self.words("\n", Role::Body, range),
            "hr" => {
                self.flush();
                if !self.is_inline() {
                    self.add(What::Rule, range);
                }
            }
            "a" => self.open_anchor(rest, range),
            "img" => self.html_picture(rest, range),
            "pre" => {
                self.flush();
                self.html.is_code = self.html.within.is_some() && !self.is_inline();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.open_heading(name, attribute(rest, "id"), range),
            "table" => {
                self.flush();
                // One that stands in another goes on as words.
                if self.html.within.is_some() && self.html.table.is_none() && !self.is_inline() {
                    self.html.table = Some(Cells::default());
                }
            }
            "tr" => self.end_cell(true),
            "td" | "th" => self.open_cell(name == "th"),
            "summary" | "caption" | "dt" => {
                self.apart();
                self.inline.looks.strong += 1;
            }
            "ul" | "ol" | "menu" => {
                let first = attribute(rest, "start")
                    .and_then(|start| start.parse().ok())
                    .unwrap_or(1);
                self.hold(Holder::List((name == "ol").then_some(first), Vec::new()), range);
            }
            "li" => {
                self.apart();
                self.close_entry();
                let is_list = self.html.open > 0 && matches!(self.top(), Holder::List(..));
                match is_list {
                    true => self.hold(Holder::Item(None), range),
                    false => self.words("• ", Role::Body, range),
                }
            }
            "blockquote" => self.hold(Holder::Quote(None), range),
            _ => self.other(name, range),
        }
    }

    fn closes(&mut self, name: &str, range: Range<usize>) {
        let looks = &mut self.inline.looks;
        let less = |count: &mut usize| *count = count.saturating_sub(1);
        match name {
            "b" | "strong" | "mark" => less(&mut looks.strong),
            "i" | "em" | "u" | "ins" | "cite" | "var" | "dfn" => less(&mut looks.emphasis),
            "s" | "del" | "strike" => less(&mut looks.strike),
            "code" | "kbd" | "samp" | "tt" => less(&mut looks.code),
            "sub" | "sup" => looks.script = None,
            "q" => self.words("”", Role::Body, range),
            "br" => self.words("\n", Role::Body, range),
            "a" if self.inline.links.last().is_some_and(|link| link.is_html) => self.end_link(range),
            "a" => {}
            "pre" => self.end_code(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.end_heading(),
            "table" => self.end_table(),
            "td" | "th" => self.end_cell(false),
            "tr" | "thead" | "tbody" => self.end_cell(true),
            "ul" | "ol" | "menu" => {
                self.apart();
                self.close_entry();
                self.close_held(|holder| matches!(holder, Holder::List(..)));
            }
            "li" => {
                self.apart();
                self.close_entry();
            }
            "blockquote" => {
                self.apart();
                self.close_held(|holder| matches!(holder, Holder::Quote(None)));
            }
            "summary" | "caption" | "dt" => {
                self.apart();
                less(&mut self.inline.looks.strong);
            }
            _ => self.other(name, range),
        }
    }

    /// A tag that has nothing of its own to show: its words stand apart where it is a block.
    fn other(&mut self, name: &str, range: Range<usize>) {
        const BLOCKS: &str = " address article aside body center dd details dialog div dl fieldset figcaption figure footer form \
            header html main nav p section ";
        const MEANT: &str = " abbr acronym big font span small wbr label time ruby rb thead tbody tfoot colgroup col picture source ";
        let tag = format!(" {name} ");
        if BLOCKS.contains(&tag) {
            self.apart();
        } else if !MEANT.contains(&tag) {
            self.html.dropped.insert(name.to_owned());
            self.html.first.get_or_insert(range);
        }
    }

    /// Words that follow stand apart from those before: in a paragraph of their own, or where there is none, in a line.
    fn apart(&mut self) {
        if !self.is_inline() {
            return self.flush();
        }
        if let Some(run) = self.inline.runs.last_mut()
            && !run.text.ends_with('\n')
        {
            run.text.truncate(run.text.trim_end().len());
            run.text.push('\n');
        }
    }

    /// Opens what holds blocks, where there can be any, and where not too much is open already.
    fn hold(&mut self, holder: Holder, range: Range<usize>) {
        self.apart();
        if self.html.within.is_some() && !self.is_inline() && self.stack.len() <= NESTING * 2 {
            self.open(holder, range);
            self.html.open += 1;
        }
    }

    fn close_entry(&mut self) {
        self.close_held(|holder| matches!(holder, Holder::Item(_)));
    }

    /// Closes what a tag of this block opened, if that is what is open.
    fn close_held(&mut self, is_meant: impl Fn(&Holder) -> bool) {
        if self.html.open > 0 && !self.is_inline() && is_meant(self.top()) {
            self.html.open -= 1;
            self.close();
        }
    }

    fn anchored(&mut self, anchor: String) {
        match self.top() {
            Holder::Heading(heading) => drop(heading.id.get_or_insert(anchor)),
            _ => {
                self.html.anchors.insert(anchor.clone());
                self.html.anchor = Some(anchor);
            }
        }
    }

    fn open_anchor(&mut self, rest: &str, range: Range<usize>) {
        let Some(target) = attribute(rest, "href").filter(|target| !target.is_empty()) else {
            return;
        };
        self.open_link(target, attribute(rest, "title").unwrap_or_default(), true, range);
    }

    fn html_picture(&mut self, rest: &str, range: Range<usize>) {
        let words =
            attribute(rest, "alt").map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "));
        // One that is said to say nothing is an ornament.
        if words.as_ref().is_some_and(String::is_empty) {
            return;
        }
        let target = attribute(rest, "src").unwrap_or_default();
        self.touch(&range);
        self.open_image(&target, "", range.clone());
        self.words(&words.unwrap_or_default(), Role::Body, range.clone());
        self.end_image(range);
    }

    fn open_heading(&mut self, name: &str, id: Option<String>, range: Range<usize>) {
        self.apart();
        if self.html.within.is_none() || self.is_inline() {
            return;
        }
        let level = name.as_bytes().get(1).map_or(1, |digit| digit - b'0');
        let heading = Heading {
            level,
            id: id.or(self.html.anchor.take()),
            classes: Vec::new(),
            attributes: Vec::new(),
            text: Text::default(),
        };
        self.stack.push(Open::new(Holder::Heading(heading), range));
        self.html.heading = true;
    }

    fn end_heading(&mut self) {
        if !std::mem::take(&mut self.html.heading) {
            return;
        }
        let is_empty = self.inline.runs.iter().all(|run| run.text.trim().is_empty());
        match is_empty {
            true => {
                self.stack.pop();
                self.take_inline();
            }
            false => self.close(),
        }
    }

    fn end_code(&mut self) {
        if std::mem::take(&mut self.html.is_code) {
            let code = std::mem::take(&mut self.html.code);
            let range = self.html.within.clone().unwrap_or_default();
            self.add(What::Code(Clean::new(code.trim_matches('\n'))), range);
        }
    }
}

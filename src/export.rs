//! Owns what is taken away as a file: which page or list it is, and what the file is called. A format is a file under `export/`.
//! Must not know where a file goes, nor who asked for it.

pub mod calendar;
pub mod cards;
pub mod html;
pub mod markdown;
pub mod xapi;

use crate::action::{FileFormat, Takeaway};
use crate::doc::Doc;
use crate::export::calendar::Titled;
use crate::model::Model;
use crate::pages::notebook::{self, Journal};
use crate::pages::{completion, for_two, plan};

/// The name and the content of a file.
///
/// # Errors
/// Why there is no such file, in words that follow "no file was written: ".
pub fn file(model: &Model, what: Takeaway) -> Result<(&'static str, String), &'static str> {
    match what {
        Takeaway::Plan => match model.progress.latest_plan() {
            Some(_) => Ok(("ally-up-plan.md", markdown::markdown(&plan_page(model)))),
            None => Err("there is no plan yet; make one in the program, under Practice"),
        },
        Takeaway::Calendar => Ok((
            "ally-up-check-ins.ics",
            calendar::calendar(model, Titled::Plainly)?,
        )),
        Takeaway::Notebook(format) => Ok(page(
            format,
            ["ally-up-notebook.md", "ally-up-notebook.html"],
            &notebook::pages(model, Journal::Left),
        )),
        Takeaway::Journal(format) => Ok(page(
            format,
            ["ally-up-notebook.md", "ally-up-notebook.html"],
            &notebook::pages(model, Journal::Included),
        )),
        Takeaway::Record(format) => Ok(page(
            format,
            ["ally-up-record.md", "ally-up-record.html"],
            &completion::record(model),
        )),
        Takeaway::Cards => Ok(("ally-up-cards.txt", cards::cards(&model.library, None)?)),
        Takeaway::ForTwo => Ok(("ally-up-for-two.html", html::page(&for_two::page()))),
    }
}

/// A page in the format that was asked for, under its name in that.
fn page(format: FileFormat, [markdown, html]: [&'static str; 2], doc: &Doc) -> (&'static str, String) {
    match format {
        FileFormat::Markdown => (markdown, markdown::markdown(doc)),
        FileFormat::Html => (html, html::page(doc)),
    }
}

/// The plan alone, as a page to take away.
fn plan_page(model: &Model) -> Doc {
    let mut doc = Doc::new("Your plan");
    plan::page(model, &mut doc);
    doc
}

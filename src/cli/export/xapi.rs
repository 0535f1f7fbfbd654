//! Owns `ally-up export xapi`: whose account, since which day, and saying what is in the file. Must not know what a statement looks like.

use crate::clean::Clean;
use crate::cli::export::write;
use crate::cli::progress_line::telling;
use crate::cli::{EarlyExit, Exit, Flags, complain, opened};
use crate::export::xapi::{Account, OWN_ACCOUNTS, Statements, statements};
use crate::store::account::{self, ACCOUNT_FILE};
use crate::store::clock::{day, fresh_id, now};
use crate::time::Millis;
use jiff::civil::Date;
use std::io::Write;
use std::path::Path;

/// Writes statements about what was answered and read.
///
/// # Errors
/// What writing to standard output gave.
pub fn run(
    flags: &Flags,
    since: Option<Date>,
    actor: &[String],
    out: Option<&Path>,
    output: &mut impl Write,
) -> Result<Exit, EarlyExit> {
    let named = match actor {
        [home_page, name] => Some(named(home_page, name).map_err(|words| complain(&words, Exit::Usage))?),
        _ => None,
    };
    let opened = opened(flags)?;
    let course = &opened.library.course;
    // Days as they were where the learner is.
    let since = since.map(|day| day.to_string());
    let is_wanted = |at: Millis| since.as_ref().is_none_or(|since| day(at) >= *since);
    let made = |account: &Account| statements(course, &opened.found.events, account, is_wanted);
    let mut account = named.clone().unwrap_or_else(|| Account {
        home_page: OWN_ACCOUNTS.to_owned(),
        name: String::new(),
    });
    let mut written = telling("Exporting", |_| made(&account));
    let problem = opened.found.problem.as_ref();
    if written.lines.is_empty() {
        let words = match problem {
            Some(problem) => problem.clone(),
            None => "there is nothing to export yet: no question of this course was answered and no lesson read then".to_owned(),
        };
        return Ok(complain(&words, Exit::Usage));
    }
    if named.is_none() {
        let data = &opened.disk.paths().data;
        account.name = account::account(&**opened.disk.fs(), data, &fresh_id(now())).map_err(|error| {
            let path = data.join(ACCOUNT_FILE);
            let words = format!(
                "{} cannot be used for the random name that statements go under ({error}); name one with --actor",
                path.display()
            );
            complain(&words, Exit::Unsaved)
        })?;
        written = telling("Exporting", |_| made(&account));
    }
    let exit = match problem {
        Some(problem) => complain(&format!("{problem}. The rest is there"), Exit::Unsaved),
        None => Exit::Done,
    };
    let exit = write(written.lines.as_bytes(), out, exit, output)?;
    if matches!(exit, Exit::Done) || out.is_none() {
        tell(&written, &account);
    }
    Ok(exit)
}

/// An account that somebody names.
///
/// # Errors
/// Why it can be none, in words.
fn named(home_page: &str, name: &str) -> Result<Account, String> {
    let is_page = ["https://", "http://"]
        .iter()
        .filter_map(|scheme| home_page.strip_prefix(scheme))
        .any(|rest| {
            rest.starts_with(|c: char| c.is_ascii_alphanumeric())
                && !rest.contains(|c: char| !c.is_ascii_graphic())
        });
    if !is_page || home_page.contains(['@', '"', '<', '>', '\\', '^', '`', '{', '|', '}']) {
        return Err(format!(
            "{home_page} is no home page of accounts; write one as in https://example.org"
        ));
    }
    if name.trim().is_empty() || name.contains('@') {
        return Err(format!(
            "{name:?} is no name of an account; a mail address never goes into a statement, so name something else"
        ));
    }
    Ok(Account {
        home_page: home_page.to_owned(),
        name: Clean::line(name.trim()).to_string(),
    })
}

/// Says what is in it. Standard output may be the file.
fn tell(written: &Statements, account: &Account) {
    let words = format!(
        "{} on answers and {} on lessons and forms, under the name {}; no word of a journal, a plan or a self-assessment",
        written.answers, written.others, account.name
    );
    complain(&words, Exit::Done);
    if written.left > 0 {
        let words = format!(
            "{} left out, since their names are of another program",
            written.left
        );
        complain(&words, Exit::Done);
    }
}

//! Owns `ally-up doctor`: where things are, whether they can be written, and what is wrong, for people or as JSON. Repairs nothing,
//! and prints no words of the learner's. Must not know how things are found out; that is in `store::inspect`.

use crate::cli::event_counts::{Tally, counted, machine};
use crate::cli::preferences::Wishes;
use crate::cli::status::{As, others_in_words};
use crate::cli::{EarlyExit, Exit, Flags, Opened, opened};
use crate::doc::marker::Glyphs;
use crate::progress::log::json;
use crate::store::EventStore;
use crate::store::clock::{now, unknown_zone};
use crate::store::inspect::{Inspection, inspect, open_to_others, probe, shown};
use crate::store::older_copies::sentence;
use crate::store::paths::Paths;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Lines about one sort of thing that are printed for people; JSON has all.
const MOST: usize = 20;

/// A folder, and what is known of it.
struct Place {
    name: &'static str,
    path: PathBuf,
    is_there: bool,
    /// Why one cannot write there.
    trouble: Option<String>,
}

/// Prints what is found.
///
/// # Errors
/// What writing gave.
pub fn run(flags: &Flags, style: As, output: &mut impl Write) -> Result<Exit, EarlyExit> {
    let Opened {
        library,
        disk,
        stamper,
        ..
    } = opened(flags)?;
    let paths = disk.paths();
    let found = inspect(&**disk.fs(), paths, now());
    let places = places(&disk, paths);
    let wishes = Wishes::find(flags);
    let folders = [&paths.data, &paths.drafts, &paths.state].map(Clone::clone);
    // The drafts of other courses are theirs.
    let open = open_to_others(&**disk.fs(), folders, |path| {
        path == paths.state || path.ends_with(".git")
    });
    match style {
        As::Json => writeln!(
            output,
            "{}",
            json::write(&as_json(
                &library.course.id,
                stamper.device(),
                &places,
                &found,
                &open,
                &wishes
            ))
        )?,
        As::Words => {
            in_words(
                &library.course.id,
                stamper.device(),
                &places,
                &found,
                &open,
                output,
            )?;
            of_settings(&wishes, output)?;
        }
    }
    match found.problems.is_empty() && places.iter().all(|place| place.trouble.is_none()) {
        true => Ok(Exit::Done),
        false => Ok(Exit::Unsaved),
    }
}

fn places(disk: &EventStore, paths: &Paths) -> Vec<Place> {
    let all = [
        ("progress", &paths.data),
        ("this machine's id", &paths.state),
        ("unfinished answers", &paths.drafts),
    ];
    let place = |(name, path): (&'static str, &PathBuf)| {
        let trouble = probe(&**disk.fs(), path, now())
            .err()
            .map(|error| error.to_string());
        Place {
            name,
            path: path.clone(),
            is_there: disk.fs().is_folder(path),
            trouble,
        }
    };
    all.into_iter().map(place).collect()
}

fn in_words(
    course: &str,
    this: &str,
    places: &[Place],
    found: &Inspection,
    open: &[(PathBuf, u32)],
    output: &mut impl Write,
) -> io::Result<()> {
    for place in places {
        let state = match (&place.trouble, place.is_there) {
            (Some(trouble), _) => format!("CANNOT BE WRITTEN: {trouble}"),
            (None, true) => "can be written".to_owned(),
            (None, false) => "is not there yet, and can be made".to_owned(),
        };
        writeln!(output, "{}: {}\n  {state}", place.name, shown(&place.path))?;
    }
    if let Some((format, reader)) = found.format {
        writeln!(
            output,
            "Format {format}, readable by versions that know format {reader}."
        )?;
    }
    if let Some(words) = others_in_words(&found.courses, course) {
        writeln!(output, "{words}")?;
    }
    let tally = Tally::of(&found.records);
    writeln!(
        output,
        "{} saved{}",
        counted(found.records.len(), ("event", "events")),
        match found.records.is_empty() {
            true => ".".to_owned(),
            false => format!(": {}.", tally.kinds_in_words()),
        }
    )?;
    for (device, span) in &tally.devices {
        let logs = found.logs.get(device).map_or(0, |logs| logs.len());
        let events = counted(span.events, ("event", "events"));
        writeln!(
            output,
            "  {}: {events} in {}, {}",
            machine(device, this),
            counted(logs, ("log", "logs")),
            span.in_words()
        )?;
    }
    writeln!(
        output,
        "{}.",
        counted(found.drafts.0, ("unfinished answer", "unfinished answers"))
    )?;

    let mut notes: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
    let lines = found
        .set_aside
        .iter()
        .map(|(path, line, reason)| format!("{}, line {line}: {}", shown(path), reason.words()));
    notes.extend(few("cannot be read and was set aside", lines));
    let paths = |paths: &[PathBuf]| {
        paths
            .iter()
            .map(|path| shown(path).to_string())
            .collect::<Vec<_>>()
    };
    notes.extend(few(
        "ends in a line that was never finished, or is still on its way",
        paths(&found.unfinished).into_iter(),
    ));
    notes.extend(few(
        "is a copy that a tool made; it is read like the others",
        paths(&found.copies).into_iter(),
    ));
    notes.extend(few(
        "is a link; the file it leads to is read, never written, and keeps what is forgotten",
        paths(&found.links).into_iter(),
    ));
    notes.extend(few(
        "does not begin as a log does; lines of a log in it are read, it is never written, and may keep what is forgotten",
        paths(&found.texts).into_iter(),
    ));
    notes.extend(few(
        "is not of this program, and is left alone",
        paths(&found.foreign).into_iter(),
    ));
    notes.extend(few(
        "is a temporary file that was never finished",
        paths(&found.temporary).into_iter(),
    ));
    notes.extend(few(
        "lies among the unfinished answers and is none",
        paths(&found.drafts.1).into_iter(),
    ));
    let open = open
        .iter()
        .map(|(path, mode)| format!("{} has the permissions {mode:03o}", shown(path)));
    notes.extend(few("can be used by others: chmod go= closes it", open));
    if found.duplicates > 0 {
        notes.push(format!(
            "{} say what another line says; they count once.",
            counted(found.duplicates, ("line", "lines"))
        ));
    }
    if found.forgotten > 0 {
        notes.push(format!(
            "{} forgotten and still there; the next start takes them out.",
            counted(found.forgotten, ("line is", "lines are"))
        ));
    }
    for (count, when) in [
        (found.misdated.0, "after tomorrow"),
        (found.misdated.1, "before 2020"),
    ] {
        if count > 0 {
            notes.push(format!(
                "{} dated {when}; check the clock.",
                counted(count, ("event is", "events are"))
            ));
        }
    }
    notes.extend(sentence(&found.keepers));
    notes.extend(unknown_zone().map(|words| format!("{words}.")));
    if notes.is_empty() {
        return writeln!(output, "All is well.");
    }
    writeln!(output, "What to know:")?;
    notes.iter().try_for_each(|note| writeln!(output, "  {note}"))
}

/// A line for each, up to so many.
fn few(what: &str, all: impl ExactSizeIterator<Item = String>) -> Vec<String> {
    let more = all.len().saturating_sub(MOST);
    let mut told: Vec<String> = all.take(MOST).map(|one| format!("{one}: {what}.")).collect();
    if more > 0 {
        told.push(format!("And {more} more: {what}."));
    }
    told
}

/// Where the settings lie, what of them cannot be understood, and why signs are drawn plainly.
fn of_settings(wishes: &Wishes, output: &mut impl Write) -> io::Result<()> {
    let preferences = &wishes.preferences;
    if let Some(file) = &preferences.file {
        writeln!(output, "Settings: {file}")?;
    }
    write!(output, "{}", wishes.report)?;
    if let (Glyphs::Ascii, Some(why)) = (preferences.glyphs(), &preferences.plain_signs) {
        writeln!(
            output,
            "Signs are ASCII only: {why}. The setting ascii: off, or --ascii=off, draws all signs."
        )?;
    }
    Ok(())
}

fn as_json(
    course: &str,
    this: &str,
    places: &[Place],
    found: &Inspection,
    open: &[(PathBuf, u32)],
    wishes: &Wishes,
) -> Value {
    let preferences = &wishes.preferences;
    let complaints: Vec<&str> = preferences.complaints.iter().map(|told| told.as_str()).collect();
    let path = |path: &Path| Value::from(path.to_string_lossy());
    let paths = |paths: &[PathBuf]| paths.iter().map(|of| path(of)).collect::<Vec<_>>();
    let tally = Tally::of(&found.records);
    let places: Vec<_> = places
        .iter()
        .map(|place| json!({ "name": place.name, "path": path(&place.path), "exists": place.is_there, "trouble": place.trouble }))
        .collect();
    let devices: Vec<_> = tally
        .devices
        .iter()
        .map(|(device, span)| {
            let logs = found.logs.get(device).map_or(0, |logs| logs.len());
            json!({ "device": device, "this": device == this, "events": span.events, "logs": logs, "first": span.days.0, "last": span.days.1 })
        })
        .collect();
    let aside: Vec<_> = found
        .set_aside
        .iter()
        .map(|(file, line, reason)| json!({ "file": path(file), "line": line, "reason": reason.words() }))
        .collect();
    let kinds: serde_json::Map<String, Value> = tally
        .kinds
        .iter()
        .map(|((_, many), count)| ((*many).to_owned(), (*count).into()))
        .collect();
    json!({
        "format": 1, "course": course, "courses": found.courses, "device": this, "places": places,
        "log_format": found.format.map(|(format, _)| format),
        "events": found.records.len(), "kinds": kinds, "devices": devices,
        "set_aside": aside, "unfinished": paths(&found.unfinished), "copies": paths(&found.copies), "links": paths(&found.links), "texts": paths(&found.texts),
        "older_copies": found.keepers.values().map(|sign| path(sign)).collect::<Vec<_>>(), "again": found.duplicates,
        "forgotten_left": found.forgotten, "foreign": paths(&found.foreign), "temporary": paths(&found.temporary),
        "drafts": found.drafts.0, "no_drafts": paths(&found.drafts.1),
        "time_zone_known": unknown_zone().is_none(),
        "after_tomorrow": found.misdated.0, "before_2020": found.misdated.1,
        "permissions": open.iter().map(|(of, mode)| json!({ "path": path(of), "mode": format!("{mode:03o}") })).collect::<Vec<_>>(),
        "settings": {
            "file": preferences.file.as_ref().map(|file| file.as_str()), "complaints": complaints,
            "plain_signs": preferences.plain_signs.as_ref().map(|why| why.as_str()),
        },
        "unreadable": found.problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

//! Owns what a typed line means: a number, a command, the words of a row, or a line of text.
//! Must not do any of it: `talk` does.

use crate::action::Action;
use crate::app::App;
use crate::clean::{Clean, fold, nearest};
use crate::doc::marker::Marker;
use crate::doc::text::Text;
use crate::keymap::{BINDINGS, Command, Key, SpeechCommand};
use crate::layout::StopKind;
use crate::pages::parts::shortened;
use crate::speak::spelling::spoken;
use crate::speak::{Said, SaidKind};

/// Characters of a wrong input that are said back.
const ECHO: usize = 40;

/// What a line asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// What these rows do.
    Act(Vec<Action>),
    /// What this command does.
    Do(Command),
    /// Looking for these words.
    Search(String),
    /// What the plain face does by itself, with what was typed behind the command.
    Speak(SpeechCommand, String),
}

/// What a line means on a page, where these lines were said.
///
/// # Errors
/// Why it means nothing, in one line for the learner.
pub fn meaning(app: &App, said: &[Said], typed: &str) -> Result<Meaning, String> {
    let word = typed.strip_prefix(':').unwrap_or(typed).trim();
    if let Some(acts) = by_number(said, word) {
        return acts.map(Meaning::Act);
    }
    if let Some(meaning) = command(word) {
        return Ok(meaning);
    }
    by_words(app, word)
        .map(|action| Meaning::Act(vec![action]))
        .ok_or_else(|| unknown(app, said, word))
}

/// What people type out of habit, and the command it is.
const HABITS: [(&str, Command); 1] = [("exit", Command::Quit)];

/// The command whose key on the whole screen this one letter or sign is.
fn by_key(words: &str) -> Option<Command> {
    let mut chars = words.trim().chars();
    let (Some(c), None) = (chars.next(), chars.next()) else {
        return None;
    };
    let has = |c: char| {
        let mut bound = BINDINGS.iter().filter(|binding| !binding.word.is_empty());
        bound.find(|binding| binding.keys.contains(&Key::Char(c)))
    };
    let binding = has(c).or_else(|| has(c.to_ascii_lowercase()))?;
    Some(binding.verb)
}

/// The command that these words are, alone or with what it takes.
pub fn command(words: &str) -> Option<Meaning> {
    let folded = fold(words);
    if let Some(sought) = folded.strip_prefix('/').map(str::trim) {
        return Some(match sought.is_empty() {
            true => Meaning::Do(Command::Search),
            false => Meaning::Search(sought.to_owned()),
        });
    }
    let habit = HABITS.iter().find(|(habit, _)| *habit == folded);
    if let Some(command) = habit.map(|(_, command)| *command).or_else(|| by_key(words)) {
        return Some(Meaning::Do(command));
    }
    let named = |binding: &&crate::keymap::Binding| !binding.word.is_empty();
    BINDINGS.iter().filter(named).find_map(|binding| {
        let rest = folded.strip_prefix(binding.word)?;
        match binding.verb {
            Command::Search if rest.starts_with(' ') => Some(Meaning::Search(rest.trim().to_owned())),
            Command::Speech(command) if rest.is_empty() || takes_words(command) && rest.starts_with(' ') => {
                // What is written anew is kept as it was typed.
                let rest = words.trim().get(binding.word.len()..).unwrap_or(rest);
                Some(Meaning::Speak(command, rest.trim().to_owned()))
            }
            Command::Speech(_) => None,
            verb => rest.is_empty().then_some(Meaning::Do(verb)),
        }
    })
}

fn takes_words(command: SpeechCommand) -> bool {
    matches!(
        command,
        SpeechCommand::PartSize | SpeechCommand::Delete | SpeechCommand::Replace
    )
}

/// The numbers that a line consists of, as `2`, `2.`, `2)` or `2, 4`; none if it is not all numbers.
pub fn numbers(typed: &str) -> Option<Vec<&str>> {
    let pieces = typed.split([' ', ',']).filter(|piece| !piece.is_empty());
    let bare: Vec<&str> = pieces.map(|piece| piece.trim_end_matches(['.', ')'])).collect();
    let is_number = |piece: &&str| !piece.is_empty() && piece.bytes().all(|byte| byte.is_ascii_digit());
    (!bare.is_empty() && bare.iter().all(is_number)).then_some(bare)
}

/// What the numbers of a line choose of what was said. Several at once only tick, or give places: what one of them opens was not heard.
fn by_number(said: &[Said], typed: &str) -> Option<Result<Vec<Action>, String>> {
    let numbers = numbers(typed)?;
    let mut found = Vec::new();
    for number in &numbers {
        let is_it = |said: &&Said| matches!(&said.choice, Some((of, _)) if number.parse() == Ok(*of));
        match said.iter().find(is_it) {
            Some(said) => found.push(said),
            None => return Some(Err(no_number(number, said))),
        }
    }
    let ticks = |said: &&Said| matches!(said.kind, SaidKind::Row(Marker::Check(_) | Marker::Nth(_)));
    if found.len() > 1 && !found.iter().all(ticks) {
        return Some(Err("One number at a time here; nothing was chosen.".to_owned()));
    }
    let actions = found.into_iter().filter_map(|said| said.choice.clone());
    Some(Ok(actions.map(|(_, action)| action).collect()))
}

/// The row, button or link of this part whose words were typed, or the only one that begins with them.
fn by_words(app: &App, word: &str) -> Option<Action> {
    let typed = fold(word);
    if typed.is_empty() {
        return None;
    }
    let seen = app.window().top()..app.bottom();
    let stops = || {
        app.window()
            .page
            .stops
            .iter()
            .filter(|stop| seen.contains(&stop.line()) && !matches!(stop.kind, StopKind::Field { .. }))
    };
    let spelled = |words: &str| [fold(words), fold(&spoken(words))];
    let whole = stops().find(|stop| spelled(&stop.words).contains(&typed));
    let mut begun = stops().filter(|stop| spelled(&stop.words).iter().any(|words| words.starts_with(&typed)));
    let only = match (begun.next(), begun.next()) {
        (Some(stop), None) => Some(stop),
        _ => None,
    };
    whole.or(only).map(|stop| stop.action.clone())
}

/// Why a line means nothing here, with the command that may have been meant; of a sentence, how it can be written.
pub fn unknown(app: &App, said: &[Said], typed: &str) -> String {
    let bare = Clean::line(&typed.replace('"', ""));
    let echo = shortened(app.model().view.glyphs, &Text::plain(&bare), ECHO).words();
    let fields = || said.iter().filter(|said| said.kind == SaidKind::Field);
    let number = fields().find_map(|field| field.choice.as_ref().map(|(number, _)| *number));
    if let Some(number) = number.filter(|_| bare.contains(' ')) {
        let number = match fields().count() {
            1 => number.to_string(),
            _ => "the number of a place to write".to_owned(),
        };
        return format!(
            "\"{echo}\" is no command, number or row here. To write, type {number}, then your words."
        );
    }
    // In a short word one slip is meant at the most; with two, any word is near.
    let slips = if bare.chars().count() < 5 { 1 } else { 2 };
    let known = BINDINGS
        .iter()
        .map(|binding| binding.word)
        .filter(|known| !known.is_empty());
    let near = nearest(&echo, known).filter(|(distance, _)| *distance <= slips);
    let meant = near
        .map(|(_, known)| format!(" Did you mean {known}?"))
        .unwrap_or_default();
    format!("\"{echo}\" is no command, number or row here.{meant} Type help for what there is.")
}

fn no_number(number: &str, said: &[Said]) -> String {
    let number: String = number.chars().take(ECHO).collect();
    match numbers_of(said).as_str() {
        "" => "There is nothing to choose by number here; Enter continues.".into(),
        known => format!("There is no {number} here; the numbers are {known}."),
    }
}

/// The numbers that were said, in short.
pub fn numbers_of(said: &[Said]) -> String {
    let mut numbers: Vec<usize> = said
        .iter()
        .filter_map(|said| said.choice.as_ref().map(|(number, _)| *number))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let runs = numbers
        .chunk_by(|one, next| one + 1 == *next)
        .map(|run| match run {
            [first, _, .., last] => format!("{first} to {last}"),
            run => run.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        });
    runs.collect::<Vec<_>>().join(", ")
}

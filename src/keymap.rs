//! Owns keys: the one table of bindings, and the keys in force once the settings have changed some. It names what keys do, fills the
//! help page and names the commands of the plain face. Must not know screens, nor what a verb changes.

pub mod key;
pub mod speech;
#[cfg(test)]
mod tests;

pub use crate::keymap::key::Key;
pub use crate::keymap::speech::SpeechCommand;

/// What a key or a command asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// The row before, or a line up.
    Up,
    /// The row after, or a line down.
    Down,
    /// The row before on the same line, or above.
    Left,
    /// The row after.
    Right,
    /// A page up.
    PageUp,
    /// A page down; in the plain face the next part.
    PageDown,
    /// To the top.
    Top,
    /// To the bottom.
    Bottom,
    /// The next thing that can be focused.
    Next,
    /// The one before.
    Previous,
    /// What the row says.
    Choose,
    /// Tick the option in focus, or a page down.
    Tick,
    /// Leave a field, or go back.
    Leave,
    /// Go back, or take back a place.
    Back,
    /// The next lesson.
    NextLesson,
    /// The lesson before.
    PreviousLesson,
    /// The page that looks for words.
    Search,
    /// The next hit of a search.
    NextHit,
    /// The hit before.
    PreviousHit,
    /// The next question of this page.
    NextQuestion,
    /// The next heading of this page.
    NextHeading,
    /// The outline of this lesson.
    Outline,
    /// The passage that teaches this question.
    Passage,
    /// A step of help.
    Hint,
    /// Take back the last pick.
    Undo,
    /// The results of this lesson's questions.
    Results,
    /// The ways to ask the quiz in focus again.
    Retake,
    /// What can be changed.
    Settings,
    /// The glossary.
    Glossary,
    Notebook,
    /// Mark the paragraph at hand, or take its mark away.
    Mark,
    /// Write a note on it.
    Note,
    /// Everything that is marked.
    Marks,
    /// Copy the paragraph at hand to the terminal's clipboard.
    Copy,
    /// Figures in words, or drawn again.
    Figures,
    /// Offer what is in focus no more as half done.
    Drop,
    /// Home.
    Home,
    /// Blank the screen.
    Blank,
    Help,
    /// Something that only the plain face does.
    Speech(SpeechCommand),
    Quit,
}

/// One line of the table.
pub struct Binding {
    /// The keys.
    pub keys: &'static [Key],
    /// What the settings call it; empty where no key can be given to it.
    pub name: &'static str,
    /// What they ask for.
    pub verb: Command,
    /// The command of the plain face; empty where there is none.
    pub word: &'static str,
    /// What it does, in a few words: help shows all keys at once.
    pub says: &'static str,
}

const fn bind(
    keys: &'static [Key],
    name: &'static str,
    verb: Command,
    word: &'static str,
    says: &'static str,
) -> Binding {
    Binding {
        keys,
        name,
        verb,
        word,
        says,
    }
}

const fn speech(word: &'static str, command: SpeechCommand, says: &'static str) -> Binding {
    bind(&[], "", Command::Speech(command), word, says)
}

/// Every binding, in the order of the help page.
pub const BINDINGS: &[Binding] = &[
    bind(
        &[Key::Enter],
        "choose",
        Command::Choose,
        "",
        "do what the row says",
    ),
    bind(
        &[Key::Up, Key::Char('k')],
        "up",
        Command::Up,
        "",
        "the row or line before",
    ),
    bind(
        &[Key::Down, Key::Char('j')],
        "down",
        Command::Down,
        "",
        "the row or line after",
    ),
    bind(&[Key::Left], "left", Command::Left, "", "the button before"),
    bind(&[Key::Right], "right", Command::Right, "", "the button after"),
    bind(&[Key::Char(' ')], "tick", Command::Tick, "", "tick, or a page on"),
    bind(
        &[Key::PageDown],
        "page down",
        Command::PageDown,
        "next",
        "a page or part on",
    ),
    bind(
        &[Key::PageUp],
        "page up",
        Command::PageUp,
        "previous",
        "a page or part back",
    ),
    bind(&[Key::Home], "top", Command::Top, "top", "the top of the page"),
    bind(&[Key::End], "end", Command::Bottom, "end", "the end of the page"),
    bind(&[Key::Tab], "next", Command::Next, "", "the next row or link"),
    bind(
        &[Key::BackTab],
        "previous",
        Command::Previous,
        "",
        "the one before",
    ),
    bind(&[Key::Esc], "leave", Command::Leave, "", "leave a field; back"),
    bind(
        &[Key::Backspace],
        "back",
        Command::Back,
        "back",
        "back; undo a pick",
    ),
    bind(
        &[Key::Char('i')],
        "hint",
        Command::Hint,
        "hint",
        "a hint, one step",
    ),
    bind(
        &[Key::Char('g')],
        "passage",
        Command::Passage,
        "passage",
        "where it is taught",
    ),
    bind(
        &[Key::Char('u')],
        "undo",
        Command::Undo,
        "undo",
        "undo the last pick",
    ),
    bind(
        &[Key::Char('n')],
        "next lesson",
        Command::NextLesson,
        "next lesson",
        "the next lesson or hit",
    ),
    bind(
        &[Key::Char('p')],
        "previous lesson",
        Command::PreviousLesson,
        "previous lesson",
        "lesson or hit before",
    ),
    bind(
        &[Key::Char('/')],
        "search",
        Command::Search,
        "search",
        "look for words",
    ),
    bind(&[], "next hit", Command::NextHit, "next hit", "the next hit"),
    bind(
        &[],
        "previous hit",
        Command::PreviousHit,
        "previous hit",
        "the hit before",
    ),
    bind(
        &[Key::Char('a')],
        "next question",
        Command::NextQuestion,
        "next question",
        "the next question",
    ),
    bind(
        &[Key::Char('t')],
        "next heading",
        Command::NextHeading,
        "next heading",
        "the next heading",
    ),
    bind(
        &[Key::Char('o')],
        "outline",
        Command::Outline,
        "outline",
        "the lesson's outline",
    ),
    bind(
        &[Key::Char('e')],
        "results",
        Command::Results,
        "results",
        "how questions went",
    ),
    bind(
        &[Key::Char('r')],
        "retake",
        Command::Retake,
        "retake",
        "ask questions anew",
    ),
    bind(
        &[Key::Char('s')],
        "settings",
        Command::Settings,
        "settings",
        "what can be changed",
    ),
    bind(
        &[Key::Char('w')],
        "glossary",
        Command::Glossary,
        "glossary",
        "words and meanings",
    ),
    bind(
        &[Key::Char('b')],
        "notebook",
        Command::Notebook,
        "notebook",
        "what you wrote",
    ),
    bind(
        &[Key::Char('m')],
        "mark",
        Command::Mark,
        "mark",
        "mark, or unmark",
    ),
    bind(&[], "", Command::Note, "note", "write a note on this part"),
    bind(
        &[Key::Char('M')],
        "marks",
        Command::Marks,
        "marks",
        "what you marked",
    ),
    bind(
        &[Key::Char('y')],
        "copy",
        Command::Copy,
        "copy",
        "copy the paragraph",
    ),
    bind(
        &[Key::Char('f')],
        "figures",
        Command::Figures,
        "",
        "figures as text",
    ),
    bind(
        &[Key::Char('h')],
        "home",
        Command::Home,
        "home",
        "home: what now?",
    ),
    bind(
        &[Key::Char('d')],
        "drop",
        Command::Drop,
        "drop",
        "take a row off home",
    ),
    bind(&[Key::Char('x')], "blank", Command::Blank, "", "blank till a key"),
    speech("again", SpeechCommand::Again, "say this part again"),
    speech(
        "more",
        SpeechCommand::More,
        "say what was left out: all explanations, all of home",
    ),
    speech("all", SpeechCommand::More, "the same as more"),
    speech("question", SpeechCommand::Question, "say only the question"),
    speech("options", SpeechCommand::Options, "say only what can be chosen"),
    speech(
        "where",
        SpeechCommand::Where,
        "say which page and which part this is",
    ),
    speech(
        "lessons",
        SpeechCommand::Lessons,
        "every lesson, with a number that stays the same",
    ),
    speech(
        "part size",
        SpeechCommand::PartSize,
        "with 1, 3 or all: how many paragraphs are said at a time; with window: as many as it shows",
    ),
    speech(
        "show",
        SpeechCommand::Show,
        "while you write: say what is written, line by line",
    ),
    speech(
        "delete",
        SpeechCommand::Delete,
        "while you write, with a number: take that line out",
    ),
    speech(
        "replace",
        SpeechCommand::Replace,
        "while you write, with a number: write that line anew",
    ),
    speech(
        "edit",
        SpeechCommand::Editor,
        "while you write: open the words in the editor that VISUAL or EDITOR names",
    ),
    bind(&[Key::Char('?')], "help", Command::Help, "help", "these keys"),
    bind(
        &[Key::Char('q'), Key::Control('c')],
        "quit",
        Command::Quit,
        "quit",
        "quit; all is saved",
    ),
];

/// Keys that do what the table says whatever the settings say: with these alone everything can be done.
pub const FIXED: [Key; 9] = [
    Key::Enter,
    Key::Tab,
    Key::BackTab,
    Key::Esc,
    Key::Up,
    Key::Down,
    Key::Left,
    Key::Right,
    Key::Control('c'),
];

/// Commands that a page which a search led to needs more than others, each with the one whose keys it has there: the page is being looked
/// through, and no lesson is being read. One that is given keys of its own leaves those of the other alone.
const LENT: [(Command, Command); 2] = [
    (Command::NextHit, Command::NextLesson),
    (Command::PreviousHit, Command::PreviousLesson),
];

/// Whether keys that are one character are short cuts (WCAG 2.1.4 asks that they can be switched off). Space turns pages and is none
/// of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SingleKeys {
    On,
    Off,
}

/// The keys in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Keymap {
    singles: SingleKeys,
    keys: Vec<(Key, Command)>,
    /// Those of `LENT` that count.
    lent: Vec<(Command, Command)>,
}

impl Default for Keymap {
    fn default() -> Keymap {
        Keymap::new(SingleKeys::On, &[])
    }
}

impl Keymap {
    /// The table with these changes: each command named there has these keys and no others, but for the fixed ones. A key given to a
    /// command is taken from the one that has it in the table; of two that are given it, the first keeps it.
    pub fn new(singles: SingleKeys, changes: &[(Command, Vec<Key>)]) -> Keymap {
        let given = changes
            .iter()
            .flat_map(|(command, keys)| keys.iter().map(|key| (*key, *command)));
        let of_table = BINDINGS.iter().flat_map(|binding| {
            let is_changed = changes.iter().any(|(command, _)| *command == binding.verb);
            let kept = move |key: &&Key| !is_changed || FIXED.contains(key);
            binding.keys.iter().filter(kept).map(|key| (*key, binding.verb))
        });
        let mut keys: Vec<(Key, Command)> = Vec::new();
        for (key, command) in given.filter(|(key, _)| !FIXED.contains(key)).chain(of_table) {
            let is_off = singles == SingleKeys::Off && matches!(key, Key::Char(c) if c != ' ');
            if !is_off && !keys.iter().any(|(known, _)| *known == key) {
                keys.push((key, command));
            }
        }
        let is_changed = |command| changes.iter().any(|(changed, _)| *changed == command);
        let lent = LENT.into_iter().filter(|(hit, _)| !is_changed(*hit)).collect();
        Keymap { singles, keys, lent }
    }

    /// What a command is on a page that a search led to.
    pub fn at_a_hit(&self, command: Command) -> Command {
        let lent = self.lent.iter().find(|(_, of)| *of == command);
        lent.map_or(command, |(hit, _)| *hit)
    }

    /// What a key asks for.
    pub fn command(&self, key: Key) -> Option<Command> {
        self.keys
            .iter()
            .find(|(known, _)| *known == key)
            .map(|(_, command)| *command)
    }

    /// Whether digits choose.
    pub fn has_digits(&self) -> bool {
        self.singles == SingleKeys::On
    }

    /// The keys of a command, as help writes them; empty where it has none.
    pub fn shown(&self, command: Command) -> String {
        let names = self.of(command).map(|key| key.to_string());
        names.collect::<Vec<_>>().join(" ")
    }

    /// A key and what it does in these words, for the foot of the page; empty where the command has no key.
    pub fn hint(&self, command: Command, words: &str) -> String {
        let key = self.of(command).next();
        key.map(|key| format!("{key} {words}")).unwrap_or_default()
    }

    fn of(&self, command: Command) -> impl Iterator<Item = Key> {
        let lender = self.lent.iter().find(|(hit, _)| *hit == command);
        let command = lender.map_or(command, |(_, of)| *of);
        let keys = self.keys.iter().filter(move |(_, of)| *of == command);
        keys.map(|(key, _)| *key)
    }
}

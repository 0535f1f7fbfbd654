//! Owns keys: the one table of bindings. It names what keys do, fills the help page and names the commands of the plain face.
//! Must not know screens, nor what a verb changes.

/// A key, as far as this program tells keys apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A printable character.
    Char(char),
    /// A letter with Control.
    Control(char),
    /// The key of that name.
    Enter,
    /// The key of that name.
    Tab,
    /// Shift-Tab.
    BackTab,
    /// The key of that name.
    Esc,
    /// The key of that name.
    Backspace,
    /// Backspace with Control or Alt: the word before.
    BackspaceWord,
    /// The key of that name.
    Delete,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// Arrow with Control or Alt.
    WordLeft,
    /// Arrow with Control or Alt.
    WordRight,
    /// The key of that name.
    PageUp,
    /// The key of that name.
    PageDown,
    /// The key of that name.
    Home,
    /// The key of that name.
    End,
}

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
    /// The notebook.
    Notebook,
    /// Home.
    Home,
    /// Blank the screen.
    Blank,
    /// Keys.
    Help,
    /// Say this page again. Plain face only.
    Repeat,
    /// End.
    Quit,
}

/// One line of the table.
pub struct Binding {
    /// The keys.
    pub keys: &'static [Key],
    /// How they are written in help.
    pub shown: &'static str,
    /// What they ask for.
    pub verb: Command,
    /// The command of the plain face; empty where there is none.
    pub word: &'static str,
    /// What it does, in words.
    pub says: &'static str,
}

const fn bind(
    keys: &'static [Key],
    shown: &'static str,
    verb: Command,
    word: &'static str,
    says: &'static str,
) -> Binding {
    Binding {
        keys,
        shown,
        verb,
        word,
        says,
    }
}

/// Every binding, in the order of the help page.
pub const BINDINGS: &[Binding] = &[
    bind(
        &[Key::Enter],
        "Enter",
        Command::Choose,
        "",
        "do what the row says; on a picked option, go on to how sure you are",
    ),
    bind(
        &[Key::Up, Key::Char('k')],
        "Up k",
        Command::Up,
        "",
        "the row before, or a line up",
    ),
    bind(
        &[Key::Down, Key::Char('j')],
        "Down j",
        Command::Down,
        "",
        "the row after, or a line down",
    ),
    bind(&[Key::Left], "Left", Command::Left, "", "the button before"),
    bind(&[Key::Right], "Right", Command::Right, "", "the button after"),
    bind(
        &[Key::Char(' ')],
        "space",
        Command::Tick,
        "",
        "tick the option in focus; where there is none, a page on",
    ),
    bind(
        &[Key::PageDown],
        "PgDn",
        Command::PageDown,
        "next",
        "a page on; in plain mode the next part",
    ),
    bind(
        &[Key::PageUp],
        "PgUp",
        Command::PageUp,
        "previous",
        "a page back; in plain mode the part before",
    ),
    bind(&[Key::Home], "Home", Command::Top, "top", "the top of the page"),
    bind(&[Key::End], "End", Command::Bottom, "end", "the end of the page"),
    bind(
        &[Key::Tab],
        "Tab",
        Command::Next,
        "",
        "the next question, row or link",
    ),
    bind(
        &[Key::BackTab],
        "Shift-Tab",
        Command::Previous,
        "",
        "the one before",
    ),
    bind(
        &[Key::Esc],
        "Esc",
        Command::Leave,
        "",
        "leave a field, else go back; what was typed stays",
    ),
    bind(
        &[Key::Backspace],
        "Backspace",
        Command::Back,
        "back",
        "go back; in an order, take the last place back",
    ),
    bind(&[Key::Char('i')], "i", Command::Hint, "hint", "a hint, one step"),
    bind(
        &[Key::Char('g')],
        "g",
        Command::Passage,
        "passage",
        "the passage that teaches this question; Backspace returns to it",
    ),
    bind(
        &[Key::Char('u')],
        "u",
        Command::Undo,
        "undo",
        "take back the last pick, place or scene",
    ),
    bind(
        &[Key::Char('n')],
        "n",
        Command::NextLesson,
        "next lesson",
        "the next lesson",
    ),
    bind(
        &[Key::Char('p')],
        "p",
        Command::PreviousLesson,
        "previous lesson",
        "the lesson before",
    ),
    bind(
        &[Key::Char('o')],
        "o",
        Command::Outline,
        "outline",
        "the outline of this lesson",
    ),
    bind(
        &[Key::Char('e')],
        "e",
        Command::Results,
        "results",
        "how the questions of this lesson went",
    ),
    bind(
        &[Key::Char('r')],
        "r",
        Command::Retake,
        "retake",
        "ask the quiz of the lesson in focus again",
    ),
    bind(
        &[Key::Char('s')],
        "s",
        Command::Settings,
        "settings",
        "what can be changed",
    ),
    bind(
        &[Key::Char('w')],
        "w",
        Command::Glossary,
        "glossary",
        "the words this course uses",
    ),
    bind(
        &[Key::Char('b')],
        "b",
        Command::Notebook,
        "notebook",
        "what you wrote, and your plan",
    ),
    bind(&[Key::Char('h')], "h", Command::Home, "home", "home: what now?"),
    bind(
        &[Key::Char('x')],
        "x",
        Command::Blank,
        "",
        "blank the screen; any key brings it back",
    ),
    bind(
        &[],
        "",
        Command::Repeat,
        "again",
        "in plain mode: say this part again",
    ),
    bind(&[Key::Char('?')], "?", Command::Help, "help", "these keys"),
    bind(
        &[Key::Char('q'), Key::Control('c')],
        "q",
        Command::Quit,
        "quit",
        "quit; there is nothing to confirm, all is saved",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_and_no_word_means_two_things() {
        let mut keys: Vec<Key> = Vec::new();
        let mut words: Vec<&str> = Vec::new();
        for binding in BINDINGS {
            for key in binding.keys {
                assert!(!keys.contains(key), "{key:?}");
                keys.push(*key);
            }
            if !binding.word.is_empty() {
                assert!(!words.contains(&binding.word), "{}", binding.word);
                words.push(binding.word);
            }
        }
    }
}

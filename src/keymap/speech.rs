//! Owns the names of what only the plain face does. Must not know how it is done.

/// What can be asked of the plain face by word. It changes what is said, or the words being written, and no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeechCommand {
    /// Say this part again.
    Again,
    /// Say what the short form left out.
    More,
    /// Say only the question.
    Question,
    /// Say only what can be chosen.
    Options,
    /// Say which page and part this is.
    Where,
    /// Home, with every lesson and its number.
    Lessons,
    /// How much is said at a time.
    PartSize,
    /// Say what is written, line by line.
    Show,
    /// Take out a line of it.
    Delete,
    /// Write a line of it anew.
    Replace,
    /// Open it in an editor.
    Editor,
}

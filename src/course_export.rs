//! Owns a whole course → a file of another format. A table of what is left out comes with it: nothing goes without a word.
//! Must not know the learner, nor where the file goes.

pub mod gift;
pub mod html;

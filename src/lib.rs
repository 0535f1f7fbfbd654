//! Ally Up: a course player for the terminal. This page is the map of the house.
//!
//! # One idea
//!
//! The player is a tiny hypertext browser whose pages are made from (course, progress). Every screen is a *document* of semantic
//! nodes ([`doc::Doc`]), never a widget. A row that can be focused carries the *action* it performs. Two *faces* consume the same
//! document: [`paint`] draws it into terminal cells, [`speak`] says it as plain numbered lines for a screen reader or a pipe. So a
//! new screen costs one function, and the plain face cannot fall behind. A third face, [`scribe`], writes the same documents as
//! Markdown: what is taken away as a file is a page like any other.
//!
//! # The floors
//!
//! ```text
//!  5  shell ─ terminal · plain · print_page · testing · course_folder      the only I/O
//!     store · cli
//!  4  paint · theme              speak · scribe                            pure; ratatui's Buffer and Style
//!  3  app ─ home reading session rehearsal assessment plan notebook …     state, and the only function that changes it
//!     keymap · page · figure
//!  2  course ─ manifest markdown question load lint · quiz · progress      the course and the learner
//!  1  source · clean · doc · wrap · edit                                   words; knows nothing of courses
//! ```
//!
//! Dependencies point down only; `tests/floors.rs` reads the `use crate::` lines and fails on an arrow that points up, and on I/O
//! below the edge. `course/embedded.rs` includes what `build.rs` wrote; `build.rs` shares `course/outline.rs` with the player, so
//! that a start parses nothing it does not show.
//!
//! # From a key to a saved byte
//!
//! crossterm event → [`shell::terminal`] makes a [`keymap::Key`] → [`keymap::message`] → [`app::App::update`] finds the focused
//! row's action → [`quiz::Rules::grade`] → [`app::Effect::Record`] → the shell stamps the event, the app takes it in, and the disk
//! appends one line and syncs it on a thread of its own → only then does the page say "Saved."
//!
//! # From another window to this page
//!
//! the focus, a key or a line → [`shell::look`] → [`store::watch`] reads what was written since → [`app::Msg::Seen`] → the app
//! folds it in. What was forgotten there leaves this window's own files as well ([`store::compaction`]).
//!
//! # From a key to a drawn cell
//!
//! `update` ends by making the document anew and laying it out ([`page::lay_out`]; blocks that did not change are kept by
//! (block, width)) → [`paint::paint`] copies the lines on show → ratatui compares buffers → changed cells are written.
//!
//! # Where this differs from its first plan
//!
//! * Wrapping ([`wrap`]) stands on the first floor, since fields and figures need it as much as pages do.
//! * The shell stamps an event at once and the app takes it in as [`app::Msg::Recorded`]; [`app::Msg::Saved`] follows when it is on
//!   the disk. So a page never waits to show an answer, and "saved" is said only of what is.
//! * A start keeps no cache. Reading the logs the quick way ([`progress::log`]) on all processors is fast enough, and there is one copy
//!   less of the learner's words to forget.
//! * A text that is typed into a gap lives in the journal tree like all of the learner's words; the events hold only fingerprints.
//!
//! # Invariants
//!
//! 1. Below floor 5 nothing does I/O; time and randomness are inputs.
//! 2. Loading never fails: [`course::load`] returns what can be read and diagnostics beside it; playing and checking call the same code.
//! 3. Only `update` changes an [`app::App`].
//! 4. `page` is always `lay_out(doc(app), width)`.
//! 5. A screen is fully said by its `Doc`. What is not in the `Doc` neither face may show, save the frame.
//! 6. Nothing the learner did is ever lost: events are only appended; unknown ones are kept; unreadable lines are counted and set aside.
//!    Only forgetting rewrites, and what is kept is there to stay before anything goes.
//! 7. Ids written by authors are identity. No position is saved but the reading place, and that is a hint.
//! 8. Every string that came from outside reaches a sink only as [`clean::Clean`].
//!
//! # Growing
//!
//! | change | files |
//! |---|---|
//! | a kind of question | `quiz/x.rs`, its variant and arm in `quiz.rs`, its class in `course/outline.rs` and `course/question.rs` |
//! | a screen | a function `doc()` under `app/`, its variant in `doc::Screen`, an arm in `app.rs`, a line in the key table |
//! | a Markdown construct | a `Node` variant and the arms the compiler lists |
//! | a figure | a variant of `doc::Figure`, a file under `figure/` |
//! | a lint | a function and a row in `course/lint.rs`, a folder in `tests/check/` |
//! | a key | a line in `keymap::BINDINGS` |
//! | a part of the plan | a variant and a name in `progress/plan.rs`, a line in `app/plan/form.rs` |
//! | something to take away | a variant of `doc::planning::Takeaway`, an arm in `shell/export.rs` |
//! | an event | a variant of `progress::event::EventKind`, an arm in `progress.rs`, `progress/privacy.rs` and `cli/tally.rs` |
//! | something to export | a variant of `cli::export::What` and its arm |

pub mod action;
pub mod app;
pub mod clean;
pub mod cli;
pub mod course;
pub mod doc;
pub mod figure;
pub mod keymap;
pub mod layout;
pub mod library;
pub mod markdown_export;
pub mod model;
pub mod pages;
pub mod paint;
pub mod progress;
pub mod quiz;
pub mod shell;
pub mod source;
pub mod speak;
pub mod status;
pub mod store;
pub mod text_edit;
pub mod theme;
pub mod time;
pub mod wrap;

//! Ally Up: a course player for the terminal. This page is the map of the house.
//!
//! # One idea
//!
//! The player is a tiny hypertext browser whose pages are made from what is known of the course and the learner. Every page is a
//! *document* of semantic nodes ([`doc::Doc`]), never a widget. A row that can be focused carries the *action* it performs
//! ([`action::Action`]). Two *faces* show the same document: [`paint`] draws it into terminal cells, [`speak`] says it as plain numbered
//! lines for a screen reader or a pipe. A third one, [`export`], writes it as Markdown or HTML. So a new page costs one function, and
//! the plain face cannot fall behind.
//!
//! What is read and what writes are apart: a [`model::Model`] that pages may read, and an [`app::App`] that owns the model, the
//! [`app::window::Window`] and an outbox, and is the only thing that changes them.
//!
//! # Where is …
//!
//! | question | place |
//! |---|---|
//! | a key bound, a plain command named? | `keymap.rs`, the table `BINDINGS`, and the keys in force, which help shows; digits and keys in a field: `app/keys.rs`; what a command does: `app/commands.rs` |
//! | a typed line understood, and only what is new said? | what it means: `speak/listen.rs`; the talk: `speak/talk.rs`; writing by lines: `speak/writing.rs`; `:edit`: `shell/editor.rs` |
//! | a page said, in short or in full? | nodes to lines: `speak/speaker.rs`; home: `speak/home.rs`; an answer in short: `speak/brief.rs`; spelled for the ear: `speak/spelling.rs` |
//! | a figure drawn, or said in words? | drawn: `figure.rs`; which of both: `figures` in `settings.rs`, until the end by a key: `app/commands.rs` |
//! | said how each criterion of access is met? | `assets/accessibility.md`, which `tests/course/accessibility.rs` reads; a braille display and a voice: `tests/binary/braille.rs`, `tests/binary/ear.rs` |
//! | a setting of this machine read, and which one counts? | `settings.rs`; the form of the file: `settings/file.rs`; where it lies: `shell/settings_file.rs`; flags and the environment: `cli/preferences.rs` |
//! | a word looked for? | folding, the index, what goes first: `search.rs`; what of the course can be found: `library/course_texts.rs`; what of the learner's and what they were shown: `pages/search/own_texts.rs`; the page: `pages/search.rs`; from hit to hit: `app/flows/search.rs` |
//! | done what a row says? | `app/dispatch.rs`, the one match over `Action`; what is known of an action: `action.rs` |
//! | a page chosen for a screen? | `pages.rs`, the one match over `Screen`; a page is a file under `pages/` |
//! | home's rows made? | `pages/home.rs`; where the learner stands with each lesson: `status.rs`; what is half done: `status/half_done.rs`, and dropped: `app/flows/half_done.rs` |
//! | known what of a lesson lies behind, and when it is read? | `app/reading.rs`; which of its sections were passed by: `status/unread.rs`; how long something was in sight: `app/sight.rs` |
//! | a key told from words that ran beside a field, and said that nothing came of it? | `app/bursts.rs` |
//! | an answer graded? | `quiz/`, one file a kind (`Rules::grade`); handed in by `app/flows/answering.rs` |
//! | what is typed into a gap forgiven? | `quiz/fill/spelling.rs`; spellings of English: `quiz/fill/variants.rs`; the course's words, which a slip may not make: `library/vocabulary.rs` |
//! | text folded? | options and answers as they are saved: `fold` in `clean.rs`; words: `clean/words.rs` |
//! | known how long a question was in sight before its answer? | `asked_for` in `app/sight.rs` |
//! | an answer saved? | `App::record` in `app.rs` stamps the event, `shell.rs` hands it on, `EventStore::append` in `store.rs` makes its line, `store/writer.rs` appends and syncs |
//! | a log that vanished noticed, and written again? | `store/own_log.rs`; `EventStore::append` in `store.rs` |
//! | kept apart what belongs to several courses in one data folder? | `store/courses.rs` |
//! | an id that was renamed followed, and a name that was taken anew told apart? | `progress/renamed.rs`; the list of a course: `Course::renames` |
//! | the reading place found after an edit? | its words: `app/autosave.rs`; finding them: `find` in `progress/marks.rs` |
//! | what others have written noticed, and at what cost? | `store/watch.rs`, `store/folder.rs` |
//! | an event turned into progress? | `progress.rs`, `Progress::apply` |
//! | a start kept quick after a year? | what it reads, and the proof that it was right to: `store/start.rs`, asked for in `cli/play.rs`; all answers read at once: `progress/attempts.rs`; the snapshot of the fold, and when it counts: `store/snapshot.rs`; words that are read when they are asked for: `progress/late_words.rs`; what was right of questions, so that no lesson is built to see which changed: `store/known_keys.rs`; files for speed alone: `store/cache.rs` |
//! | a folder of thousands of lessons opened? | found, and read when it is asked for: `open` in `shell/course_folder.rs`, `Files` in `source.rs`; pages of which nothing is known: `glances` in `course/load/entries.rs`; what is known of the others: `store/known_course.rs` |
//! | a line of the log written and read? | its frame and checksum: `progress/log/line.rs`; its JSON: `progress/log/json.rs`; bytes to events, and version 1: `progress/log.rs` |
//! | a lesson's Markdown turned into blocks? | into pieces: `course/markdown/build.rs`; pieces into nodes: `course/markdown.rs`; those and questions (`course/question.rs`) into blocks: `page` in `course/load.rs` |
//! | HTML inside Markdown read, and signs that are no Markdown? | taken apart: `course/markdown/html.rs`; what it becomes: `course/markdown/build/html.rs`; `:emoji:` and bars in code: `course/markdown/stand_in.rs` |
//! | told what a callout means, a note or what research says? | `course/load/callouts.rs` |
//! | a page named that has no title, and front matter passed over? | `course/load/titles.rs`, `course/front_matter.rs` |
//! | a long lesson cut into parts, and a part read? | where it is cut: `course/markdown/parts.rs`; reading one: `course/load/long.rs`; which are read: `app/opening.rs`; lines that are not known yet: `layout/places.rs` |
//! | a course of another format brought over? | which format it is: the table in `import.rs`; one file a format under `import/`; questions into our Markdown: `import/lesson.rs`; the folder and its manifest: `import/folder.rs` |
//! | a course written in another format? | `course_export/gift.rs`; pages without a script: `course_export/html.rs` |
//! | an edit of a course noticed while it is played? | `shell/course_watch.rs`; what it is then: `library/edition.rs`; the same paragraph kept: `app/reload.rs`; its complaints on the page: `pages/complaints.rs` |
//! | a complaint about a course made? | while reading, where the thing is read: `course/manifest.rs`, `course/load/`, `course/question/`, `course/rehearsal.rs`; afterward `course/lint/`, whose table is in `course/lint.rs`, over the pages that `course/lint/whole.rs` builds; printed: `course/report.rs`, `course/report/formats.rs`; mended: `cli/check.rs` |
//! | what a course may cost, and what is shown past that? | `shell/course_folder.rs`, `course/markdown/cost.rs`, `course/load/reading.rs` |
//! | the width of text decided? | `cluster.rs`, and nowhere else |
//! | colors switched on or off? | `cli/color.rs`, one table |
//! | a page laid out and wrapped? | `layout.rs`, `layout/blocks.rs`, `wrap.rs`; rows: `layout/row.rs`; headings: `layout/heading.rs`; what stands side by side, and what hangs: `layout/columns.rs`; where a page ends and begins: `layout/page_turns.rs` |
//! | a paragraph marked, and its mark found again after an edit? | what can be marked: `course/paragraph.rs`; finding it: `progress/marks.rs`; which one is at hand, marked, noted on or copied: `app/flows/marking.rs`; shown: `pages/marks.rs` |
//! | a file to take away made? | which page, and its name: `export.rs`; a format: `export/calendar.rs`, `export/cards.rs`, `export/html.rs`, `export/markdown.rs`, `export/xapi.rs`; written: `shell/write_here.rs`, `cli/export.rs`; what real programs do with it: `tests/peers/` |
//! | learned from many learners' files? | lines to counts: `item_analysis/lines.rs`, `item_analysis.rs`; figures and flags: `item_analysis/figures.rs`; files and readers: `cli/report.rs`; the same in SQL: `assets/analysis/` |
//! | said that long work goes on, and how far it has come? | `cli/progress_line.rs`; what Control with C does while something is written: `HeldSignals` in `shell/unix.rs` |
//! | the same done with many things on all processors? | `parallel.rs` |
//! | words given to the terminal's clipboard? | `shell/clipboard.rs` |
//! | a click turned into what it does? | what stands there: `paint/click.rs`; what comes of it: `app/mouse.rs` |
//! | something said at the foot of the window, or the keys that matter there? | `paint/foot.rs` |
//! | a theme's color chosen? | `role` in `theme.rs`; the colors are in `assets/themes/` |
//! | the terminal set up and restored? | `shell/modes.rs`; signals, stopping and going on: `shell/unix.rs` |
//! | bytes of the terminal turned into keys? | `shell/keys.rs`, `shell/keys/grammar.rs`; what a sequence means: `shell/keys/sequence.rs` |
//! | the full-screen loop, and what it waits for? | `shell/terminal.rs`, `shell/inbox.rs`; on its way out: `shell/output.rs` |
//! | a cell of the window kept, and compared? | `paint/cells.rs` |
//! | a frame turned into bytes, and the cursor's place chosen? | `shell/frame.rs`; what a style is in bytes: `shell/sgr.rs`; where the cursor belongs: `paint/cursor.rs` |
//! | a panic told? | `shell/fault.rs` |
//!
//! # The floors
//!
//! ```text
//!  5  cli · shell ─ terminal frame keys modes · plain · print_page · export · store          the only I/O
//!  4  paint · theme              speak · export · course_export · item_analysis        pure; ratatui's styles and areas
//!  3  app ─ window dispatch navigation focus fields relayout autosave sync · flows/     the only writer
//!     pages ─ home lesson question session rehearsal plan notebook …                   functions of the model
//!     status · model · settings · keymap · library · search · layout · figure
//!  2  import ─ gift mkdocs_quiz mdbook_quiz liascript …                                courses of others, into ours
//!     progress ─ event log review plan …                                              the learner, over the course
//!     course ─ manifest markdown question load lint …                                 the course, over questions
//!     quiz ─ answer choice matching order fill write                                  questions and answers
//!  1  action · doc · source · shared_id · clean · time · cluster · wrap · text_edit · parallel               words; knows nothing of courses
//! ```
//!
//! A module uses its own floor and those below, and inside floors 2 and 3 only what stands below it here. A test reads the
//! `use crate::` lines and fails on an arrow that points up, on I/O below the edge, and on a page that could change something
//! (`tests/course/architecture.rs`). `build.rs` shares `course/manifest.rs`, `course/outline.rs` and `course/front_matter.rs` with the player and writes down what they
//! read of the embedded course, so that a start parses nothing it does not show.
//!
//! # From a key to a saved byte
//!
//! bytes → [`shell::keys`] makes a [`keymap::Key`] → [`shell::terminal`] asks [`app::keys::message`] → [`app::App::update`] finds the
//! focused row's action → [`quiz::Rules::grade`] → `record` stamps the event and folds it in at once → [`app::Effect::Store`] → the store appends one
//! line and syncs it on a thread of its own → [`app::Msg::Store`] → only then does the page say "Saved."
//!
//! # From another window to this page
//!
//! the focus, a key or a line → [`shell::look`] → [`store::watch`] reads what was written since → [`app::Msg::Seen`] → the app folds it
//! in. What was erased there leaves this window's own files as well ([`store::compaction`]).
//!
//! # From a key to a drawn cell
//!
//! `update` makes the document anew where something changed and lays it out ([`layout::lay_out`]; blocks that did not change are kept
//! by (block, width)) → [`paint::paint`] copies the lines on show into cells → [`shell::frame`] compares them with what the terminal shows
//! and writes the rows that changed, whole and in the order in which they are to be heard.
//!
//! # Where this differs from its plans
//!
//! * Wrapping ([`wrap`]) stands on the first floor, since fields and figures need it as much as pages do.
//! * The stamper lives in the app ([`progress::stamper`]); a source of ids comes in as a function, as the time zone does.
//! * A field says what its words are for ([`action::FieldTarget`]): an entry, or the word that confirms an erasure. That word lives in
//!   the page's history entry and is never kept outside it; so does what is looked for.
//! * A start after a year reads a snapshot of what the logs fold to ([`store::snapshot`]). It holds none of the learner's words: those are
//!   read from their logs, the journal's when a page asks for them. Whatever is not exactly as it was makes it worthless, and all is read.
//! * Text that is typed into a gap lives in the journal like all of the learner's words; the events hold only fingerprints.
//!
//! # Invariants
//!
//! 1. Below floor 5 nothing does I/O; time and randomness are inputs.
//! 2. Loading never fails: [`course::load`] returns what can be read and diagnostics beside it; playing and checking call the same code.
//! 3. Only `update` changes an [`app::App`]; pages get `&Model`.
//! 4. `page` is always `lay_out(page(model, screen, open), width)`; `open` are the parts of a long lesson that are read. What is in
//!    sight is. Of what is not, lines are estimated, and what is in sight stays where it is when they turn out to be others.
//! 5. A screen is fully said by its `Doc`. What is not in the `Doc` neither face may show, save the frame.
//! 6. Nothing the learner did is ever lost: events are only appended; unknown ones are kept; unreadable lines are counted and set aside.
//!    Only erasing rewrites files, and what is kept is durable before anything goes.
//! 7. Ids written by authors are identity, and nothing follows from how they are spelled. No position is saved but the reading place,
//!    and that is a hint.
//! 8. Every string that came from outside reaches a sink only as [`clean::Clean`].
//!
//! # Growing
//!
//! The files that a change touches. A test checks that they exist.
//!
//! | change | files |
//! |---|---|
//! | a page | `pages/x.rs` with `doc()`, its module and arm in `pages.rs`, its variant in `action.rs`; its line in `tests/course/any_keys.rs` |
//! | an action | its variant and line in `action.rs`, its arm in `app/dispatch.rs`, and what it does: a flow under `app/flows/`, or `app/navigation.rs` |
//! | a key or a plain command | its line in `keymap.rs`, its arm in `app/commands.rs`; one that only the plain face has: in `speak/talk.rs` |
//! | a field of course.ron | its field in `course/manifest.rs`, how it is written down in `build.rs`, what it becomes in `course/load.rs`, `course/load/entries.rs` |
//! | a kind of question | `quiz/x.rs`, its variant and arms in `quiz.rs` and `quiz/edited.rs`, its class in `course/outline.rs` and `course/question.rs`, its answer in `course/question/pieces.rs` |
//! | a setting of this machine | its field, name and arm in `settings.rs`, its row in `pages/settings.rs`, its flag in `cli.rs` and `cli/preferences.rs` |
//! | an event | its variant in `progress/event.rs`, its arms in `progress.rs`, `progress/privacy.rs`, `export/xapi.rs` (whether it may leave) and `cli/event_counts.rs` |
//! | a Markdown construct | what it is: `What` in `course/markdown.rs`, read in `course/markdown/build.rs`; where no node fits, a variant of `Node` in `doc.rs` and the arms the compiler lists, of which those in `search/texts.rs` say what of it can be found |
//! | something to be found | `library/course_texts.rs` if anybody may find it, else `pages/search/own_texts.rs`, as the page says it that its hit leads to |
//! | a figure | a variant in `doc/figure_data.rs`, a file under `figure/`, its arms in `figure.rs` and `figure/list.rs` |
//! | a lint | a function under `course/lint/`, its row in `course/lint.rs`, a folder in `tests/check/`, its code in the README |
//! | a part of the plan | a variant and a name in `progress/plan.rs`, a line in `pages/plan_form.rs` |
//! | a file to take away | a variant of `Takeaway` in `action.rs`, its arm in `export.rs`, a row on a page; a format of its own: a file under `export/` |
//! | a figure of a report | its field and rule in `item_analysis/figures.rs`, its column in `item_analysis/written.rs` and in each query under `assets/analysis/`; its check in `tests/peers/peer_many.py` |
//! | an export on the command line | a variant of `Exportable` and its arm in `cli/export.rs` |
//! | a format that courses are brought over from | `import/x.rs`, its variant and row in `import.rs`, a module of `tests/course/exchange.rs` |
//! | a format that a course is written in | `course_export/x.rs`, its variant in `cli/export.rs`, its peer in `tests/peers/` |

pub mod action;
pub mod app;
pub mod clean;
pub mod cli;
pub mod cluster;
pub mod course;
pub mod course_export;
pub mod doc;
pub mod export;
pub mod figure;
pub mod import;
pub mod item_analysis;
pub mod keymap;
pub mod layout;
pub mod library;
pub mod model;
pub mod pages;
pub mod paint;
pub mod parallel;
pub mod progress;
pub mod quiz;
pub mod search;
pub mod settings;
pub mod shared_id;
pub mod shell;
pub mod source;
pub mod speak;
pub mod status;
pub mod store;
pub mod text_edit;
pub mod theme;
pub mod time;
pub mod wrap;

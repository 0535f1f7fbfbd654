//! All of CommonMark and GFM, nested too, becomes something sensible in both faces: one document, painted and spoken.

use ally_up::action::Screen;
use ally_up::app::App;
use ally_up::doc::Node;
use ally_up::doc::marker::Glyphs;
use ally_up::library::Library;
use ally_up::model::{Face, Model, View};
use ally_up::progress::Progress;
use ally_up::progress::event::Clock;
use ally_up::progress::stamper::Stamper;
use ally_up::source::Files;
use ally_up::speak::{speak, wrapped};
use std::borrow::Cow;
use std::sync::Arc;

fn app(columns: usize, glyphs: Glyphs) -> App {
    let files: Files = [
        ("course.ron", include_str!("markdown/course.ron")),
        ("showcase.md", include_str!("markdown/showcase.md")),
    ]
    .into_iter()
    .map(|(path, text)| (path.to_owned(), Cow::Borrowed(text.as_bytes())))
    .collect();
    let library = Library::of(files, &Default::default());
    let view = View {
        face: Face::Screen,
        glyphs,
        measure: columns,
        zone: |_| 0,
        size: (80, 24),
    };
    let model = Model::new(library, Progress::default(), view, 0);
    let mut app = App::new(model, Stamper::new("test", Clock::default(), |at| at.to_string()));
    app.update(ally_up::app::Msg::Resize(columns + 4, 24), 0);
    app.open(Screen::Lesson("showcase".into()));
    app
}

fn painted(app: &App) -> String {
    (0..app.window().page.height)
        .map(|number| {
            app.window()
                .page
                .line(number)
                .map(|line| line.text.words().trim_end().to_owned())
                .unwrap_or_default()
                + "\n"
        })
        .collect()
}

#[test]
fn painted_at_60() {
    insta::assert_snapshot!(painted(&app(60, Glyphs::Unicode)), @r#"
    Showcase
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

    Plain, stressed, strong, both, struck, code, a hard
    break, a link inside, one outside (https://example.org/a)
    and https://example.org. An entity & a footnote.[one]


    Setext heading

    1. First

       Its second paragraph.
       • nested bullet
         • deeper

    2. Second

         fn main() {
             println!("code in a list, with a line that is far
         too long for the page");
         }

    3. Tenth by its place

    [x] done
    [ ] to do

    • tight
    • list

    ▏ A quote with
    ▏
    ▏ • a list in it
    ▏
    ▏   ▏ and a quote in that
    ▏
    ▏   and code

    ┃ Note
    ┃ A note with weight.

    ┃ Warning
    ┃ Two paragraphs.
    ┃
    ┃ The second.


    Tables

    left                                          center   right
    ───────────────────────────────────────────   ──────   ─────
    a                                               b          1

    a cell that is long enough to be wrapped in     b         22
    a narrow window

    Term
      What it means.
      Another meaning, with code.

    ────────────────────────

      indented code

    raw html

    Inline html and a line
    break, 日本語のテキスト and 👩‍🚀.

    Picture: a picture in words

    [one] The text of the footnote, on two lines.


    What comes next

    Home
    "#);
}

#[test]
fn painted_at_24_in_ascii() {
    insta::assert_snapshot!(painted(&app(24, Glyphs::Ascii)), @r#"
    Showcase
    ========================

    Plain, stressed, strong,
    both, struck, code, a
    hard
    break, a link inside,
    one outside (https://
    example.org/a) and
    https://example.org. An
    entity & a
    footnote.[one]


    Setext heading

    1. First

       Its second paragraph.
       * nested bullet
         * deeper

    2. Second

         fn main() {
             println!("code
         in a list, with a
         line that is far
         too long for the
         page");
         }

    3. Tenth by its place

    [*] done
    [ ] to do

    * tight
    * list

    | A quote with
    |
    | * a list in it
    |
    |   | and a quote
    |   | in that
    |
    |   and code

    # Note
    # A note with weight.

    # Warning
    # Two paragraphs.
    #
    # The second.


    Tables

    left: a
    center: b
    right: 1

    left: a cell that is
    long enough to be
    wrapped in a narrow
    window
    center: b
    right: 22

    Term
      What it means.
      Another meaning, with
      code.

    ------------------------

      indented code

    raw html

    Inline html and a line
    break, 日本語のテキスト
    and 👩‍🚀.

    Picture: a picture
    in words

    [one] The text of the
          footnote, on two
          lines.


    What comes next

    Home
    "#);
}

#[test]
fn spoken() {
    let app = app(72, Glyphs::Unicode);
    let nodes: Vec<&Arc<Node>> = app.window().doc.nodes.iter().collect();
    let said: Vec<String> = speak(&nodes).iter().flat_map(|said| wrapped(said, 72)).collect();
    insta::assert_snapshot!(said.join("\n"), @r#"
    Heading 1: Showcase
    Plain, stressed, strong, both, struck, code, a hard
    break, a link inside, one outside (https://example.org/a) and
    https://example.org. An entity & a footnote.[one]
    Heading 2: Setext heading
    Step 1: First
    Its second paragraph.
      - nested bullet
        - deeper
    Step 2: Second
    Code:
    fn main() {
        println!("code in a list, with a line that is far too long for the page");
    }
    Step 3: Tenth by its place
    done: done
    to do: to do
    - tight
    - list
    Quote: A quote with
    - a list in it
    Quote: and a quote in that
    Code:
    and code
    Note: A note with weight.
    Warning: Two paragraphs.
    The second.
    Heading 2: Tables
    left: a; center: b; right: 1
    left: a cell that is long enough to be wrapped in a narrow window;
    center: b; right: 22
    Term: What it means.
    Or: Another meaning, with code.
    Code:
    indented code
    raw html
    Inline html and a line
    break, 日本語のテキスト and 👩‍🚀.
    Picture: a picture in words
    Footnote one: The text of the footnote, on two lines.
    Heading 2: What comes next
    1. Home
    "#);
}

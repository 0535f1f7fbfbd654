//! Any Markdown as a lesson, a rehearsal, a self-assessment, a bank: every page of it in every window, in both faces. No panic; no line
//! wider than its page; every cell holds as many columns as it says; nothing that steers a terminal in any of them.

use super::mutate::{CHARS, mutated};
use super::run;
use crate::dice::Dice;
use ally_up::action::{Action, Screen};
use ally_up::app::Msg;
use ally_up::clean::is_unsafe;
use ally_up::cluster::{clusters, width};
use ally_up::course::load::Outlines;
use ally_up::doc::marker::Glyphs;
use ally_up::export::markdown::markdown;
use ally_up::library::Library;
use ally_up::model::{Face, View};
use ally_up::paint::cursor::Cursor;
use ally_up::shell::testing::{Memory, Script};
use ally_up::source::Files;
use ally_up::speak::talk::{PROMPT, Talk};
use ally_up::speak::{SpeechLevel, part, wrapped};
use ally_up::wrap::text_width;

const SEEDS: &[&str] = &[
    "# A lesson\n\nWords with *stress*, **weight**, `code`, ~~none~~ and [a link](#h).\n\n## A heading {#h}\n\n> [!CAUTION]\n> Mind this.\n\n1. one\n2. two\n   - deep\n\n---\n\nEnd.[^1]\n\n[^1]: A note.\n",
    "# Questions\n\n### Which? {#q1 .one .card see=h}\n\nA body.\n\n- [ ] An option <!-- fair M1 -->\n\n  Because.\n\n- [x] Another\n\n  Yes.\n\n> [!TIP]\n> A hint.\n\n### All of them? {#q2 .many}\n\n- [x] a\n\n  A.\n\n- [x] b\n\n  B.\n\n### Pairs {#q3 .match}\n\n| what | with | why |\n|---|:-:|--:|\n| a | b | c |\n| d | e | f |\n",
    "# More\n\n### Order {#q4 .order}\n\n1. first\n2. second\n3. third\n\n### A ____ gap {#q5 .fill}\n\n- [x] word\n\n  Yes.\n\n- [ ] other\n\n  No.\n\n### Write {#q6 .write}\n\n> A model.\n\n- [ ] It names one thing.\n\n### Reflect {#q7 .reflect after=3 then=q6}\n\nWhat now?\n\n### First? {#q8 .predict of=q1}\n",
    "# A rehearsal\n\nBefore.\n\n## One {#a}\n\nShe says: no.\n\n- [I ask.](#b \"strong: it asks\")\n- [I tell.](#c \"backfires: it tells\")\n\n## Two {#b .write-first}\n\nGo on.\n\n- [Out.](#c \"fair: out\")\n\n## Three {#c .end retry=a}\n\nDone.\n",
    "# Rate\n\n### Lines {#r .rate}\n\n| id | line | scale | sign |\n|---|---|---|---|\n| x-1 | I ask. | Curious | + |\n| x-2 | I tell. | Curious | - |\n\n## Curious {.scale}\n\nWhat it means.\n",
    "# Odd\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n    code\n\n```\nfenced\tcode\n```\n\nTerm\n: Meaning\n\n<div>x</div> <br> line  \nbroken &#27; &rlm; &#x202e;\n\n![A door](door.png) ![Steps](f.ron)\n\n<https://example.org> [out](https://example.org \"t\") [x]\n\n[x]: #h\n",
];
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "# ",
    "## ",
    "### x {#x .one}\n\n",
    "- ",
    "- [x] ",
    "- [ ] ",
    "1. ",
    "> ",
    "> [!NOTE]\n> ",
    "| ",
    "|---|\n",
    "```",
    "`",
    "*",
    "**",
    "_",
    "~~",
    "[",
    "](",
    ")",
    "![",
    "<",
    ">",
    "<!-- ",
    " -->",
    "&#10;",
    "&#x115f;",
    "  \n",
    "\t",
    "    ",
    "{",
    "}",
    "{#",
    ".many",
    ".in-order",
    "[^1]",
    "[^1]: ",
    ": ",
    "---",
    "===",
    "\\",
    "see=",
    "f.ron",
    "#a",
    "a",
    " ",
    "\"strong\"",
    "a-very-long-word-with-hyphens-and-more",
    "https://example.org/",
];
const FIGURE: &str = "Flow(start: \"S\", roads: [Road(name: \"R\", steps: [Step(text: \"a\"), Step(text: \"b\", note: \"n\")])])";

/// What once failed: a title of fillers that one cluster swallowed, conjuncts wider than the window, a grid in a window without room for
/// its cells.
fn found() -> Vec<Input> {
    let filler = format!("# {}\n\n## {0}\n\n- {0}\n", "\u{115f}".repeat(26));
    let conjuncts = ["\u{915}\u{94d}", "\u{995}\u{9cd}"].map(|part| {
        let word = part.repeat(60);
        format!("# {word}\n\n{word}\n\n### {word} {{#q .one}}\n\n- [x] {word}\n\n  {word}\n\n| {word} | b |\n|---|---|\n| {word} | {word} |\n")
    });
    let grid = "# T\n\n| a | b |\n|---|---|\n| 1 | 2 |\n".to_owned();
    let texts = [filler, grid].into_iter().chain(conjuncts);
    let sizes = [(80, 24), (60, 14), (20, 6), (7, 26), (120, 40)];
    let walks = |(text, size): (String, _)| {
        (0..6).map(move |walk| Input {
            markdown: text.clone(),
            kind: 0,
            size,
            walk,
        })
    };
    texts
        .flat_map(|text| sizes.map(|size| (text.clone(), size)))
        .flat_map(walks)
        .collect()
}

#[derive(Debug)]
struct Input {
    markdown: String,
    /// Which item its file is: a lesson more often than not.
    kind: usize,
    size: (usize, usize),
    /// What is done on its pages.
    walk: u64,
}

fn input(dice: &mut Dice) -> Input {
    let pieces = [PIECES, CHARS][dice.below(2)];
    let markdown = mutated(dice, SEEDS, pieces);
    let widths = [20, 24, 40, 80, 121, dice.below(130)];
    Input {
        markdown,
        kind: dice.below(8),
        size: (widths[dice.below(widths.len())], dice.below(40)),
        walk: dice.roll(),
    }
}

const ITEMS: [&str; 4] = [
    "Lesson(id: \"l\", file: \"l.md\")",
    "Rehearsal(id: \"l\", file: \"l.md\")",
    "SelfAssessment(id: \"l\", file: \"l.md\")",
    "Final(id: \"l\", file: \"l.md\", draw: 2, pass: 1)",
];

fn library(input: &Input) -> Library {
    let item = ITEMS[input.kind.saturating_sub(4)];
    let manifest = format!(
        "Course(id: \"c\", title: \"C\", modules: [Module(id: \"m\", title: \"M\", items: [{item}])])"
    );
    let files = [
        ("course.ron", manifest.as_str()),
        ("l.md", &input.markdown),
        ("f.ron", FIGURE),
    ];
    let files: Files = files
        .into_iter()
        .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec().into()))
        .collect();
    Library::of(files, &Outlines::new())
}

/// What must hold of the page on show.
fn holds(script: &Script) {
    let app = &script.app;
    let page = &app.window().page;
    for number in 0..page.height {
        let Some(line) = page.line(number) else { continue };
        let visible = line
            .text
            .0
            .iter()
            .flat_map(|run| clusters(&run.text))
            .filter(|cluster| cluster.columns > 0)
            .count();
        assert!(
            text_width(&line.text) <= page.columns || visible == 1,
            "{} in {}: {:?}",
            text_width(&line.text),
            page.columns,
            line.text.words()
        );
    }
    let (buffer, painted) = script.buffer();
    assert!(!matches!(painted.cursor, Cursor::At(cursor) if !buffer.area.contains(cursor)));
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            assert!(
                !symbol.contains(is_unsafe) && !symbol.contains('\n'),
                "{symbol:?}"
            );
            let wide = width(symbol).max(1) as u16;
            assert!(
                (1..wide).all(|more| buffer[(x + more, y)].symbol() == " "),
                "{symbol:?} at {x}, {y}"
            );
            x += wide;
        }
    }
    let both = [SpeechLevel::Brief, SpeechLevel::All].map(|level| part(app, level));
    for said in both.iter().flatten() {
        for line in wrapped(said, page.columns) {
            assert!(!line.contains(is_unsafe) && !line.contains('\n'), "{line:?}");
        }
    }
    let mut talk = Talk::new(page.columns.max(1));
    assert!(!talk.tell(app).iter().any(|said| said.contains('\n')));
    let prompt = talk.prompt(app);
    assert!(!prompt.contains('\n') && prompt.len() <= PROMPT, "{prompt}");
    assert!(!markdown(&app.window().doc).contains(is_unsafe));
}

fn play(input: &Input) {
    let mut dice = Dice(input.walk);
    let view = View {
        face: [Face::Screen, Face::Plain][dice.below(2)],
        glyphs: [Glyphs::Unicode, Glyphs::Ascii][dice.below(2)],
        measure: [20, 40, 72, 100][dice.below(4)],
        zone: |_| 0,
        size: input.size,
    };
    let mut script = Script::start_as(
        library(input),
        Memory::default(),
        view,
        input.size,
        1_790_000_000_000,
    );
    let item = script
        .app
        .model()
        .library
        .course
        .items()
        .next()
        .map(|item| item.screen());
    let pages = [
        item,
        Some(Screen::Outline("l".into())),
        Some(Screen::Home),
        Some(Screen::Results("l".into())),
    ];
    script.send(Msg::Act(Action::Go(
        pages[[0, 0, 0, 0, 0, 1, 2, 3][dice.below(8)]]
            .clone()
            .unwrap_or(Screen::Home),
        None,
    )));
    holds(&script);
    for _ in 0..dice.below(6) {
        let key = [
            "<tab>", "<down>", "<pgdn>", "<enter>", "1", "2", "a", "<end>", "<esc>",
        ][dice.below(9)];
        script.keys(key);
    }
    holds(&script);
}

#[test]
fn any_markdown_is_a_page() {
    run("page", 700, found(), input, play);
}

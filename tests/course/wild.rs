//! Markdown of other people's making: what code hosts and site builders add to it shows as what it means, and `check` has no wrong
//! complaint. Real files are listed in `tests/wild`, with the script that plays them.

use ally_up::course::lint::check;
use ally_up::course::load::{Outlines, load, page};
use ally_up::course::{Block, Course};
use ally_up::doc::Node;
use ally_up::source::{Files, inserted};
use std::borrow::Cow;
use std::collections::BTreeSet;

const MANIFEST: &str = r#"Course(id: "wild", title: "Wild", modules: [Module(id: "m", title: "M", items: [Lesson(id: "l", file: "02-a_page.md")])])"#;

fn files(text: &str) -> Files {
    Files::from([
        ("course.ron".to_owned(), Cow::Borrowed(MANIFEST.as_bytes())),
        ("02-a_page.md".to_owned(), Cow::Owned(text.as_bytes().to_vec())),
    ])
}

/// The title of a page and its blocks, by their words.
fn read(text: &str) -> (String, Vec<String>) {
    let files = files(text);
    let (course, _): (Course, _) = load(&files, &Outlines::new());
    let (built, _) = page(&course, &files, "02-a_page.md");
    let title = built.lesson.title.words();
    let item = course.items().next().unwrap();
    assert_eq!(
        &*item.title, title,
        "the list of lessons and the page call it the same"
    );
    let words = built.lesson.blocks().map(|block| match block {
        Block::Says(node) => node.words().to_string(),
        Block::Asks(question) => question.prompt.words(),
    });
    (title, words.collect())
}

fn codes(text: &str) -> Vec<&'static str> {
    let ours = ["lesson-length", "no-scene"];
    let found = check(&files(text)).into_iter().map(|told| told.code);
    found.filter(|code| !ours.contains(code)).collect()
}

#[test]
fn html_shows_as_what_it_means() {
    for (html, words) in [
        ("<!-- one\n\ntwo -->\nSeen.", vec!["Seen."]),
        ("A <!-- note --> in words.", vec!["A in words."]),
        (
            "<div>\n<!-- one\n\ntwo *and*\n\nthree -->\nSeen.\n</div>",
            vec!["Seen."],
        ),
        (
            "<p align=\"center\">One</p><p>Two<br>lines</p>",
            vec!["One", "Two\nlines"],
        ),
        ("<div>One</div><div>Two</div>", vec!["One", "Two"]),
        ("Press <kbd>Ctrl</kbd>+<kbd>C</kbd>.", vec!["Press Ctrl+C."]),
        (
            "H<sub>2</sub>O, x<sup>2</sup>, t<sub>max</sub>, <sup>small print</sup>",
            vec!["H₂O, x², t_max, small print"],
        ),
        (
            "<details><summary>More</summary>\n\nInside.\n\n</details>",
            vec!["More", "Inside."],
        ),
        (
            "<h2 align=\"center\">\n  A <i>part</i> &amp; more\n</h2>\n",
            vec!["A part & more"],
        ),
        (
            "Fill in <your-name>, and Vec<T>.",
            vec!["Fill in <your-name>, and Vec<T>."],
        ),
        (
            "One <span class=\"x\">two</span> <button>three</button>",
            vec!["One two three"],
        ),
        (
            "See <a href=\"https://example.org/a\">there</a>.",
            vec!["See there (https://example.org/a)."],
        ),
        ("<script>\nhidden();\n</script>\n\nSeen.", vec!["Seen."]),
        ("<pre>\na  b\n</pre>", vec!["a  b"]),
        (
            "<p>\n<img src=\"a.png\" alt=\"A door\">\n<img src=\"b.png\" alt=\"\">\n</p>",
            vec!["Picture: A door"],
        ),
        (
            "[![Build](b.svg)](https://example.org/ci) words",
            vec!["Build (https://example.org/ci) words"],
        ),
        (
            "![](a.png){alt='A door' .wide} after",
            vec!["Picture: A door", "after"],
        ),
        ("> <div>One</div>\n> <div>Two</div>", vec!["One Two"]),
        (
            "<a href=\"https://example.org/a\">\n  <div>\n    <img src=\"a.png\" alt=\"A door\">\n  </div>\n  <b>Come in</b>\n</a>\n<br>\nBy the way.",
            vec!["A door (https://example.org/a)", "Come in \nBy the way."],
        ),
        (
            "<div>\nThanks to:\n<br>\n<a href=\"https://example.org/a\">\n  <div>\n    <img src=\"a.png\" alt=\"A door\">\n  </div>\n</a>\n<hr>\n<br>\n\
             <a href=\"https://example.org/b\">\n  <div>Two</div>\n</a>\n</div>",
            vec![
                "Thanks to:",
                "A door (https://example.org/a)",
                "",
                "Two (https://example.org/b)",
            ],
        ),
        (
            "<a href=\"https://example.org/a\">\n\n![A door](a.png)\n\n</a>\n\nBehind.",
            vec!["A door (https://example.org/a)", "Behind."],
        ),
        (
            "[![A](a.png)](https://example.org/a)[![B](b.png)](https://example.org/b)![C](c.png)d, (![E](e.png)).",
            vec!["A (https://example.org/a) B (https://example.org/b) C d, (E)."],
        ),
    ] {
        let (_, found) = read(&format!("# T\n\n{html}\n"));
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        let flat = |words: &[&str]| words.join("|").replace('\n', " ");
        assert_eq!(flat(&found), flat(&words), "{html}");
    }
}

#[test]
fn tags_in_a_line_look_as_they_mean_until_they_close() {
    let seen = |html: &str| {
        let files = files(&format!("# T\n\n{html}\n"));
        let (course, _) = load(&files, &Outlines::new());
        let built = page(&course, &files, "02-a_page.md").0;
        let first = built.lesson.blocks().next().cloned();
        let Some(Block::Says(node)) = first else {
            panic!("{html}")
        };
        let Node::Para(text) = &*node else {
            panic!("{html}: {node:?}")
        };
        let looks = text.0.iter().map(|run| {
            let look = run.look;
            let marks = [
                (look.strong, "*"),
                (look.emphasis, "_"),
                (look.strike, "~"),
                (look.role == ally_up::doc::text::Role::Code, "`"),
            ];
            let mark: String = marks
                .iter()
                .filter(|(is, _)| *is)
                .map(|(_, mark)| *mark)
                .collect();
            format!("{mark}{}{mark}", run.text.as_str())
        });
        looks.collect::<String>()
    };
    for (html, looks) in [
        ("a <b>b</b> c", "a *b* c"),
        ("a <strong>b</strong>, <mark>c</mark>", "a *b*, *c*"),
        ("a <i>b</i> <em>c</em> <u>d</u> e", "a _b_ _c_ _d_ e"),
        ("a <s>b</s> <del>c</del> d", "a ~b~ ~c~ d"),
        (
            "a <kbd>b</kbd> <code>c</code> <samp>d</samp> e",
            "a `b` `c` `d` e",
        ),
        ("a <q>b</q> c", "a “b” c"),
        ("x<sub>1</sub>2<sup>3</sup>4", "x₁2³4"),
        ("<b>a</b>\n\nb", "*a*"),
    ] {
        assert_eq!(seen(html), looks, "{html}");
    }
}

#[test]
fn lists_and_tables_of_html_are_lists_and_tables() {
    let page_of = |html: &str| {
        let files = files(&format!("# T\n\n{html}\n"));
        let (course, _) = load(&files, &Outlines::new());
        let blocks: Vec<Block> = page(&course, &files, "02-a_page.md")
            .0
            .lesson
            .blocks()
            .cloned()
            .collect();
        let Some(Block::Says(node)) = blocks.first() else {
            panic!("{html}")
        };
        (blocks.len(), node.clone())
    };
    let (count, node) = page_of(
        "<table>\n<tr><th>Key</th><th>What</th></tr>\n<tr><td><kbd>q</kbd></td><td>quits</td></tr>\n<tr><td>b</td></tr>\n</table>",
    );
    let Node::Table(table) = &*node else {
        panic!("{node:?}")
    };
    let cells = |row: &Vec<ally_up::doc::text::Text>| row.iter().map(|cell| cell.words()).collect::<Vec<_>>();
    assert_eq!(
        (count, cells(&table.head)),
        (1, vec!["Key".to_owned(), "What".to_owned()])
    );
    assert_eq!(
        table.rows.iter().map(cells).collect::<Vec<_>>(),
        [["q", "quits"], ["b", ""]]
    );
    let (count, node) = page_of("<ol>\n<li>one<ul><li>in it</li></ul></li>\n<li>two</li>\nleft\n</ol>");
    let Node::List(items) = &*node else {
        panic!("{node:?}")
    };
    assert_eq!((count, items.len(), items[0].nodes.len()), (2, 2, 2));
}

#[test]
fn a_page_without_a_title_has_a_name_and_front_matter_never_shows() {
    for (text, title, words, named) in [
        (
            "---\ntitle: \"Matter\"\nid: x\n---\nWords.\n\n## Part\n",
            "Matter",
            vec!["Words.", "Part"],
            true,
        ),
        ("+++\ntitle = 'Matter'\n+++\n\n# Said\n", "Said", vec![], false),
        (
            "---\nid: x\n---\n## First\n\nWords.\n",
            "First",
            vec!["Words."],
            true,
        ),
        ("Words.\n\n## First\n", "First", vec!["Words.", "First"], true),
        ("Words.\n", "A page", vec!["Words."], true),
        (
            "<h1>In &lt;HTML&gt;</h1>\n\nWords.\n",
            "In <HTML>",
            vec!["Words."],
            false,
        ),
        ("---\n\nWords.\n\n---\n", "A page", vec!["Words."], true),
    ] {
        let (found, mut said) = read(text);
        said.retain(|words| !words.is_empty());
        assert_eq!(
            (found.as_str(), said),
            (title, words.iter().map(|words| (*words).to_owned()).collect()),
            "{text}"
        );
        assert_eq!(codes(text).contains(&"no-title"), named, "{text}");
    }
}

#[test]
fn colons_and_bars_are_words_where_they_are_meant_so() {
    let (_, found) = read("# T\n\nSo\n:tada: it is\n\n::: tip\nIn it.\n:::\n\nTerm\n: what it means\n");
    assert_eq!(
        found,
        [
            "So :tada: it is",
            "::: tip",
            "In it.",
            ":::",
            "Term\nwhat it means"
        ]
        .map(str::to_owned),
        "{found:?}"
    );
    let table = "# T\n\n| a | b |\n|---|---|\n| `x|y` | two |\n";
    assert!(read(table).1[0].contains("x|y"), "{:?}", read(table));
    assert_eq!(codes(table), [""; 0]);
    assert_eq!(
        codes("# T\n\n| a | b |\n|---|---|\n| x | two | three |\n"),
        ["row-cells"]
    );
}

#[test]
fn how_hard_a_text_reads_is_not_guessed_in_other_letters() {
    let page = |words: &str| format!("# T\n\n{}\n", format!("{words} ").repeat(60));
    assert_eq!(codes(&page("слово и ещё")), [""; 0]);
    assert_eq!(codes(&page("some word more")), ["reading-level", "long-sentence"]);
}

#[test]
fn callouts_are_what_their_author_means() {
    let text = "# T\n\n> [!CAUTION]\n> First.\n\n> [!NOTE]\n> N.\n\n> [!TIP]\n> T.\n\n> [!TIP]\n> If it rains, then I stay.\n\n> [!CAUTION]\n> Later.\n\n- > [!NOTE]\n  > In it.\n";
    let said = |manifest: &str| {
        let files = Files::from([
            ("course.ron".to_owned(), Cow::Owned(manifest.as_bytes().to_vec())),
            ("02-a_page.md".to_owned(), Cow::Borrowed(text.as_bytes())),
        ]);
        let (course, _) = load(&files, &Outlines::new());
        let (built, _) = page(&course, &files, "02-a_page.md");
        let words = built.lesson.blocks().map(|block| match block {
            Block::Says(node) => node.words().to_string(),
            Block::Asks(question) => question.prompt.words(),
        });
        words.collect::<Vec<_>>()
    };
    let rest = [
        "Tip: T.",
        "Do today: If it rains, then I stay.",
        "Caution: Later.",
        "- Note: In it.",
    ];
    assert_eq!(
        said(MANIFEST),
        [&["Content note: First.", "Note: N."], &rest[..]].concat()
    );
    let cites = MANIFEST.replace("file:", "evidence: [\"E1\"], file:");
    assert_eq!(
        said(&cites),
        [&["Content note: First.", "What research says: N."], &rest[..]].concat()
    );
}

#[test]
fn a_question_whose_kind_was_forgotten_shows_no_key() {
    let options = "- [ ] The first.\n\n  Not yet. Because.\n\n- [x] The second.\n\n  Yes. Because.\n";
    for heading in [
        "Which? {#which}",
        "Which? {objective=O1}",
        "Which is it?",
        "Which {#which .on}",
    ] {
        let text = format!("# T\n\n### {heading}\n\n{options}");
        let (_, found) = read(&text);
        assert_eq!(
            found.last().map(String::as_str),
            Some("- The first.\n- The second."),
            "{heading}"
        );
        let told = codes(&text);
        assert!(
            told.contains(&"no-kind") != told.contains(&"unknown-class"),
            "{heading}: {told:?}"
        );
    }
    // What goes into a gap is the key itself.
    for answers in ["- [x] hot\n", "1. - [x] hot\n2. - [x] cold\n   - [ ] warm\n"] {
        let text = format!("# T\n\n### Tea is ____. {{#tea}}\n\nTaste it.\n\n{answers}\nThen tell.\n");
        assert_eq!(
            read(&text).1,
            ["Tea is ____.", "Taste it.", "Then tell."],
            "{answers}"
        );
        assert_eq!(codes(&text), ["no-kind"], "{answers}");
    }
    let done = "# T\n\n## What is done?\n\n- [x] one\n- [ ] two\n";
    assert_eq!((codes(done), read(done).1.len()), (vec![], 2));
}

#[test]
fn links_lead_to_headings_by_their_words_and_ids_can_be_written_in() {
    let text = "# T\n\n- [a](#whats-new--next)\n- [b](#Usage-1)\n- [c](#old)\n- [top](#top)\n- <me@example.org> [call](tel:+1)\n\n\
        ## What's new & next?\n\n## Usage\n\n## Usage\n\n<a name=\"old\"></a>\n\nWords.\n\n### Which? {.one}\n\n- [x] it\n\n  It is.\n";
    let files = files(text);
    let told = check(&files);
    let codes: Vec<_> = told
        .iter()
        .map(|told| told.code)
        .filter(|code| !matches!(*code, "lesson-length" | "no-scene"))
        .collect();
    assert_eq!(codes, ["heading-without-id", "no-id"]);
    let insertions: Vec<_> = told.into_iter().flat_map(|told| told.fix).collect();
    let mended = inserted(text, &insertions);
    assert!(mended.contains("next? {#whats-new--next}\n"), "{mended}");
    assert!(mended.contains("## Usage\n\n## Usage {#usage-1}\n"), "{mended}");
    assert!(mended.contains("### Which? {#which .one}\n"), "{mended}");
    assert_eq!(
        check(&self::files(&mended))
            .iter()
            .filter(|told| !told.fix.is_empty())
            .count(),
        0
    );
}

#[test]
fn real_files_are_of_many_makers() {
    let list = include_str!("../wild/list.txt");
    let lines: Vec<Vec<&str>> = list.lines().map(|line| line.split(' ').collect()).collect();
    assert!(lines.len() >= 30, "{}", lines.len());
    let repositories: BTreeSet<&str> = lines.iter().map(|line| line[0]).collect();
    assert!(repositories.len() >= 10, "{repositories:?}");
    for line in lines {
        let [repository, path, commit, date] = line.as_slice() else {
            panic!("{line:?}")
        };
        assert!(repository.contains('/') && path.ends_with(".md"), "{line:?}");
        assert!(
            commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{line:?}"
        );
        assert!(date.len() == 10 && date.starts_with("20"), "{line:?}");
    }
}

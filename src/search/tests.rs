//! What counts as a match, which hit goes first, and how a text is shown with its words.

use super::*;
use crate::action::Action;
use crate::cluster::width;
use crate::doc::marker::{Glyphs, Marker};
use crate::doc::text::{Role, Text};
use crate::doc::{Align, ListItem, Node, Table};
use crate::search::passages::Passages;
use crate::search::texts::{around, bracketed, marked, of_node};
use proptest::prelude::*;

/// Pages by title, each with its texts; the first is the title and one that begins with # a heading.
fn index(pages: &[(&str, &[&str])]) -> Index {
    let mut out = Passages::default();
    for (title, texts) in pages {
        out.open(&Clean::new(title), Screen::Lesson((*title).into()));
        out.add(Weight::Title, Clean::new(title));
        for text in *texts {
            match text.strip_prefix('#') {
                Some(heading) => out.add(Weight::Heading, Clean::new(heading)),
                None => out.add(Weight::Text, Clean::new(text)),
            }
        }
    }
    Index::of(out.all)
}

fn found(typed: &str, indexes: &[&Index]) -> Vec<String> {
    let hits = search(typed, (indexes, true), |_| true);
    hits.passages
        .iter()
        .map(|passage| passage.text.to_string())
        .collect()
}

#[test]
fn the_better_place_goes_first_then_the_nearer_word_then_what_stands_earlier() {
    let index = index(&[
        (
            "One",
            &["trusting", "a trust", "in trust", "#Trustees", "#No trust"],
        ),
        ("Two", &["trust"]),
        ("Trust me", &["trusts"]),
    ]);
    let expected = [
        "Trust me", "trusts",
        // A heading before a text, and under one title all is together.
        "No trust", "Trustees", "a trust", "in trust", "trusting", "trust",
    ];
    assert_eq!(found("trust", &[&index]), expected);
    assert_eq!(found("TRÚST", &[&index]), expected, "folded alike");
}

#[test]
fn all_words_must_occur_in_one_text_wherever_they_stand() {
    let index = index(&[(
        "One",
        &[
            "ask before you help",
            "ask",
            "help before all",
            "Helping: I asked",
        ],
    )]);
    assert_eq!(
        found("help ask", &[&index]),
        ["ask before you help", "Helping: I asked"]
    );
    assert_eq!(
        found("help help, HELP ask?", &[&index]),
        found("help ask", &[&index])
    );
    assert_eq!(found("help asking", &[&index]), Vec::<String>::new());
    assert_eq!(found("  ?! \u{7}", &[&index]), Vec::<String>::new());
}

#[test]
fn one_slip_in_a_long_word_is_forgiven_where_no_such_word_is() {
    let here = index(&[("One", &["consent", "a content page", "allies", "on time"])]);
    for (typed, expected) in [
        ("consnt", &["consent"][..]),
        ("conesnt", &["consent"]),
        ("consenst", &["consent"]),
        // Both are one letter away.
        ("conxent", &["consent", "a content page"]),
        // As it is, or as the beginning of another, it is no slip.
        ("content", &["a content page"]),
        ("consen", &["consent"]),
        ("cnset", &[]),
        ("xtime", &[]),
        ("tiem", &[]),
        ("page consnt", &[]),
        ("page conxent", &["a content page"]),
    ] {
        assert_eq!(found(typed, &[&here]), *expected, "{typed}");
    }
    let own = index(&[("Mine", &["a consnt of my own"])]);
    assert_eq!(
        found("consnt", &[&here, &own]),
        ["a consnt of my own"],
        "it occurs in the other index"
    );
    assert!(search("consnt", (&[&here], true), |_| true).sought.has_slips());
    assert!(!search("consent", (&[&here], true), |_| true).sought.has_slips());
}

#[test]
fn what_stands_twice_below_one_heading_is_one_hit() {
    let mut out = Passages::default();
    for page in ["One", "Two"] {
        out.open(&Clean::new(page), Screen::Lesson(page.into()));
        for heading in ["a", "b", "b"] {
            out.below(&heading.into());
            out.add(Weight::Text, Clean::new("same"));
        }
    }
    assert_eq!(found("same", &[&Index::of(out.all)]).len(), 4);
}

#[test]
fn a_question_that_is_not_on_its_page_is_not_found() {
    let mut out = Passages::default();
    out.open(&Clean::new("One"), Screen::Home);
    out.push(Weight::Text, Voice::Course, Some("q".into()), Clean::new("later"));
    let index = Index::of(out.all);
    let count = |is_asked: bool| search("later", (&[&index], true), |_| is_asked).passages.len();
    assert_eq!((count(true), count(false)), (1, 0));
}

#[test]
fn words_are_marked_wherever_in_a_node_they_stand_and_links_stay_links() {
    let mut link = Text::role("consents freely", Role::Link);
    link.0[0].action = Some(Action::Back);
    let text = Text::plain("She ")
        .and(link)
        .and(Text::role(" consent (noted)", Role::Muted));
    let item = |text: &Text| ListItem {
        digit: None,
        mark: Marker::Bullet,
        nodes: vec![Arc::new(Node::Para(text.clone()))],
    };
    let list = Node::List(vec![item(&Text::plain("consent")), item(&text)]);
    let node = Node::Quote(vec![Arc::new(Node::Rule), Arc::new(list)]);
    let sought = Sought::of("consent");
    let wanted = "She consents freely";
    let Some(Node::Quote(nodes)) = marked(&node, wanted, &sought) else {
        panic!("it is not found");
    };
    let Node::List(items) = &*nodes[1] else {
        panic!("no list")
    };
    let Node::Para(text) = &*items[1].nodes[0] else {
        panic!("no words")
    };
    assert_eq!(bracketed(text), "She [consents] freely consent (noted)");
    let linked: String = text
        .0
        .iter()
        .filter(|run| run.action.is_some())
        .map(|run| run.text.as_str())
        .collect();
    assert_eq!(linked, "consents freely");
    assert!(matches!(&*items[0].nodes[0], Node::Para(text) if bracketed(text) == "consent"));
    assert_eq!(marked(&node, "She", &sought), None);
}

#[test]
fn a_row_of_a_table_is_one_text() {
    let cells = |cells: [&str; 2]| cells.map(Text::plain).to_vec();
    let table = Node::Table(Table {
        align: vec![Align::Left; 2],
        head: cells(["what", "who"]),
        rows: vec![cells(["tea", "Jonas"]), cells(["tea", "Mira"])],
    });
    let mut texts = Vec::new();
    of_node(&table, &mut texts);
    assert_eq!(texts, ["what; who", "tea; Jonas", "tea; Mira"].map(Clean::new));
    let Some(Node::Table(table)) = marked(&table, "tea; Mira", &Sought::of("mira tea")) else {
        panic!("it is not found");
    };
    let rows: Vec<String> = table.rows.iter().flatten().map(bracketed).collect();
    assert_eq!(rows, ["tea", "Jonas", "[tea]", "[Mira]"]);
}

#[test]
fn of_a_long_text_the_words_around_are_shown() {
    let text = Clean::new(
        "First ask, then wait. In the third week of the trial nobody had asked anything, \
         until she asked and waited for the whole of an answer.",
    );
    let around = |typed: &str| bracketed(&around(&text, &Sought::of(typed), Glyphs::Ascii));
    assert_eq!(
        around("trial"),
        "... third week of the [trial] nobody had asked anything, until ..."
    );
    // Where the most words are.
    assert_eq!(
        around("ask waited"),
        "... anything, until she [asked] and [waited] for the whole of an ..."
    );
    assert_eq!(
        around("first"),
        "[First] ask, then wait. In the third week of the trial ..."
    );
}

proptest! {
    #[test]
    fn whatever_is_looked_for_in_whatever_text_the_hit_is_in_its_line(
        text in "[ab'é ß日\u{301}\u{a0}👩\u{200d}.-]{0,160}",
        typed in "[abé ß日\u{301}']{0,6}",
    ) {
        let text = Clean::line(text.trim());
        let sought = Sought::of(&typed);
        let line = around(&text, &sought, Glyphs::Unicode);
        prop_assert!(width(&line.words()) <= 58 + 4);
        let spans = sought.spans(&text);
        let is_marked = line.0.iter().any(|run| run.look.role == Role::Match);
        prop_assert!(is_marked || spans.is_empty(), "{:?} in {:?}", spans, line);
        let mut out = Passages::default();
        out.open(&Clean::new("One"), Screen::Home);
        out.add(Weight::Text, text.clone());
        let index = Index::of(out.all);
        let hits = search(&typed, (&[&index], true), |_| true);
        prop_assert!(hits.passages.is_empty() || !hits.sought.spans(&text).is_empty());
    }
}

//! Pages with quizzes of other tools: what becomes of each construct, and the line of what does not.

use crate::exchange::{brought, brought_all, played, questions, told};
use ally_up::quiz::{Kind, Question, Worth};
use std::sync::Arc;

const MKDOCS: &str = "---\ntitle: A title\ntags: [x]\n---\n\n<!-- mkdocs-quiz intro -->\n\nSome prose.\n\n<quiz>\nWhich **one**?\n\n\
- [x] This\n> Because.\n- [ ] That\n\n> Below an empty line.\n- [] Another\n\nAll of it.\n</quiz>\n\n<quiz>\nTwo?\n* [X] a\n* [x] b\n* [ ] c\n</quiz>\n\n\
<quiz>\nA [[cat]] sees a [[dog]].\n---\nThey are pets.\n</quiz>\n\n```\n<quiz>\nshown, not asked\n</quiz>\n```\n\n<quiz>\nNone?\n- [ ] a\n</quiz>\n\n!!! note\n    Said.\n";

/// What is asked, and how.
fn asked(questions: &[Arc<Question>]) -> Vec<(Kind, String)> {
    let asked = questions.iter();
    asked
        .map(|question| (question.kind, question.prompt.words()))
        .collect()
}

#[test]
fn mkdocs_quiz() {
    let course = brought("01-a-page.md", MKDOCS);
    let library = played(&course);
    let found = questions(&library);
    let seen = asked(&found);
    assert_eq!(
        seen,
        [
            (Kind::One, "Which one?".to_owned()),
            (Kind::Many, "Two?".to_owned()),
            (Kind::Fill, "A ____ sees a ____.".to_owned()),
        ]
    );
    let of_gap = |gap: &Vec<ally_up::quiz::Accept>| gap[0].words.to_string();
    assert_eq!(
        found[2].parts.gaps().iter().map(of_gap).collect::<Vec<_>>(),
        ["cat", "dog"]
    );
    let options = found[0].parts.options();
    let whys: Vec<String> = options
        .iter()
        .map(|option| option.why.iter().map(|node| node.words().to_string()).collect())
        .collect();
    assert_eq!(whys, ["Because.", "Below an empty line.", ""]);
    assert_eq!(found[0].why[0].words().as_str(), "All of it.");
    assert_eq!(library.course.items().next().unwrap().title.as_str(), "A title");
    let lines: Vec<usize> = told(&course).iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [3, 6, 42, 47], "{:?}", told(&course));
    assert!(course.files["01-a-page.md"].contains("shown, not asked"));
}

const MDBOOK: &str = "[[questions]]\nid = \"b230bed3\"\ntype = \"MultipleChoice\"\nprompt.prompt = \"What is 1 + 1?\"\nprompt.distractors = [\"1\", \"2\", \"**infinity**\"]\n\
answer.answer = [\"2\"]\ncontext = \"\"\"\nCount.\n\"\"\"\n\n[[questions]]\ntype = \"ShortAnswer\"\nprompt.prompt = \"The keyword for a variable?\"\nanswer.answer = \"let\"\n\
answer.alternatives = [\"the let keyword\"]\nhint = \"three letters\"\n\n[[questions]]\ntype = \"Tracing\"\nprompt.program = \"\"\"\nfn main() { println!(\"{}\", 1); }\n\"\"\"\n\
answer.doesCompile = true\nanswer.stdout = \"1\"\n\n[[questions]]\ntype = \"Informational\"\nprompt.prompt = \"x\"\nanswer.answer = \"y\"\n\n[[questions]]\ntype = \"MultipleChoice\"\n\
prompt.prompt = \"Which?\"\nprompt.distractors = [\"a\"]\nanswer.answer = \"b\"\nprompt.answerIndex = 1\n";

#[test]
fn mdbook_quiz_on_its_own_and_taken_in_by_a_page() {
    let course = brought("quiz.toml", MDBOOK);
    let found = questions(&played(&course));
    let seen: Vec<(&str, Kind)> = found
        .iter()
        .map(|question| (&*question.id, question.kind))
        .collect();
    assert_eq!(
        seen,
        [
            ("b230bed3", Kind::Many),
            ("the-keyword-for-a-variable", Kind::Fill),
            ("what-does-this-program-print-if", Kind::Fill),
            ("which", Kind::One),
        ]
    );
    assert_eq!(found[0].parts.options().len(), 3);
    assert!(found[3].in_order && found[3].parts.options()[1].worth == Worth::Right);
    assert_eq!(found[1].parts.gaps()[0].len(), 2);
    let lines: Vec<usize> = told(&course).iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [1, 16, 18, 26], "{:?}", told(&course));

    let book = brought_all(&[
        ("src/SUMMARY.md", "- [Two](two.md)\n- [One](one.md)\n"),
        (
            "src/one.md",
            "# One\n\nFirst.\n\n{{#quiz ../quizzes/q.toml}}\n\n{{#include x.rs}}\n",
        ),
        ("src/two.md", "# Two\n\nSecond.\n"),
        ("quizzes/q.toml", MDBOOK),
    ]);
    let library = played(&book);
    let items: Vec<&str> = library.course.items().map(|item| item.title.as_str()).collect();
    assert_eq!(items, ["Two", "One"]);
    assert_eq!(questions(&library).len(), 4);
    assert!(
        told(&book)
            .iter()
            .any(|(line, what)| *line == 5 && what.contains("../quizzes/q.toml, line 16"))
    );
    assert!(
        told(&book)
            .iter()
            .any(|(line, what)| *line == 7 && what.contains("mdBook command"))
    );
}

const LIA: &str = "<!--\nauthor: A\nversion: 1\n-->\n\n# A page\n\nWhat is it?\n\n    [( )] This\n    [(X)] That\n    [[?]] Look again.\n    ****************\n\n    So it is.\n\n    ****************\n\n\
## Which fit?\n\n[[X]] one\n[[ ]] two\n[[X]] three\n\nThe word is\n\n[[solution]]\n\nChoose.\n\n[[a|(b)|c]]\n\n{{1}} Later.\n\n@play(1)\n\n```\n[[X]] shown\n```\n\n[(1)] a survey\n\nNothing?\n\n[( )] a\n[( )] b\n";

#[test]
fn liascript() {
    let course = brought("page.md", LIA);
    let found = questions(&played(&course));
    let seen = asked(&found);
    assert_eq!(
        seen,
        [
            (Kind::One, "What is it?".to_owned()),
            (Kind::Many, "Which fit?".to_owned()),
            (Kind::Fill, "The word is ____".to_owned()),
            (Kind::One, "Choose.".to_owned()),
        ]
    );
    assert_eq!(found[0].hints.len(), 1);
    assert_eq!(found[0].why[0].words().as_str(), "So it is.");
    assert_eq!(found[1].parts.options().len(), 3);
    let lines: Vec<usize> = told(&course).iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [1, 33, 35, 41, 45], "{:?}", told(&course));
    let text = &course.files["page.md"];
    assert!(text.contains("Later.") && text.contains("[[X]] shown") && !text.contains("author"));
}

#[test]
fn what_is_no_text_or_of_no_format_is_told_and_nothing_is_made_of_it() {
    let course = brought_all(&[
        ("a.gift", "\u{0}{=a}"),
        ("b.txt", "Only words."),
        ("c.md", "# C\n\nWords.\n\n[[a page of a wiki]]\n"),
    ]);
    assert_eq!((course.lessons, course.questions), (1, 0));
    let files: Vec<&str> = course.left.iter().map(|(file, _)| file.as_str()).collect();
    assert_eq!(files, ["a.gift", "b.txt"]);
}

//! A learner who types lines: what is written only when asked for, which numbers count, how much is said, and what becomes of lines that
//! nobody meant.

use crate::story::{Listener, NOW, essence, plain, plain_in, talks};
use ally_up::clean::is_unsafe;
use ally_up::course::embedded;
use ally_up::library::Library;
use ally_up::progress::Progress;
use ally_up::progress::event::EventKind;
use ally_up::shell::testing::Memory;
use ally_up::speak::talk::PROMPT;

/// To the fill-in, to the two fields of the small course, each typed from home.
const GAP: &str = "kinds\nend\nprevious\nprevious\nprevious\n";
const ASK: &str = "kinds\nend\nprevious\nprevious\n";
const JOURNAL: &str = "kinds\nend\nprevious\n";

/// The words written for an entry, and the draft of one.
fn written(store: &Memory, entry: &str) -> String {
    let draft = store.drafts.values().find(|draft| &*draft.question == entry);
    match draft.map(|draft| &draft.answer) {
        Some(ally_up::quiz::answer::Answer::Words(words)) => words.clone(),
        _ => Progress::of(&store.events).words(entry).unwrap_or_default(),
    }
}

fn says(said: &str, words: &[&str]) {
    let mut rest = said;
    for word in words {
        let at = rest
            .find(word)
            .unwrap_or_else(|| panic!("no {word:?} in:\n{said}"));
        rest = &rest[at + word.len()..];
    }
}

#[test]
fn nothing_is_written_by_arriving_at_a_field_or_starting_again_there() {
    let (said, kept) = plain(&format!("{JOURNAL}1\nOne.\n.\n"), Memory::default());
    says(
        &said,
        &[
            "1. Write here",
            "Write. A full stop alone ends it",
            "Line 2: ",
            "kept as a draft",
        ],
    );
    assert_eq!(written(&kept, "journal-kinds"), "One.");
    let (said, kept) = plain("home\n", kept);
    says(
        &said,
        &["You were here:", "1. Write on; so far:", "One.", "1. Continue"],
    );
    assert_eq!(written(&kept, "journal-kinds"), "One.");
    // Nor by going back to it, nor by asking anew.
    let (_, kept) = plain("outline\nback\nhelp\nback\nagain\nprevious\n", kept);
    assert_eq!(written(&kept, "journal-kinds"), "One.");
    let (said, kept) = plain("next\nkeep this\nchange it\nhome\n", kept);
    says(&said, &["Saved.", "1. Write on; so far:", "1. "]);
    assert_eq!(written(&kept, "journal-kinds"), "One.");
}

#[test]
fn a_line_that_is_a_command_or_a_number_of_a_row_is_asked_about_once() {
    for (line, words) in [("home", "\"home\""), ("1", "\"1\""), ("delete 1", "\"delete 1\"")] {
        let (said, kept) = plain(
            &format!("{JOURNAL}1\n{line}\ntext\nmore of it\n.\n"),
            Memory::default(),
        );
        says(
            &said,
            &[&format!("Write {words} as text, or do it?"), "Type text or do: "],
        );
        // The second line is no command here, and 'more of it' was not asked about.
        assert_eq!(
            written(&kept, "journal-kinds"),
            format!("{line}\nmore of it"),
            "{said}"
        );
        assert_eq!(said.matches("or do it?").count(), 1, "{said}");
    }
    let (said, kept) = plain(&format!("{JOURNAL}1\nOne.\nhome\ndo\n"), Memory::default());
    says(&said, &["A small course, 0 of 2"]);
    assert_eq!(written(&kept, "journal-kinds"), "One.");
    // Who just writes on meant text; in a field of one line the next line is the one.
    let (said, kept) = plain(
        &format!("{JOURNAL}1\nhome\nis where I begin\n:delete 1\n.\n"),
        Memory::default(),
    );
    says(&said, &["\"home\" is written as text.", "Taken out: home"]);
    assert_eq!(written(&kept, "journal-kinds"), "is where I begin");
    let (said, kept) = plain(&format!("{JOURNAL}1\nhome\n:delete 1\n.\n"), Memory::default());
    assert_eq!(written(&kept, "journal-kinds"), "", "{said}");
    let (said, kept) = plain(&format!("{GAP}1\n1\nonce more\n"), Memory::default());
    says(
        &said,
        &["Write \"1\" as text", "\"1\" is not written.", "kept as a draft"],
    );
    assert_eq!(written(&kept, "gap"), "once more");
    // `again` is the answer of this one: written when it is text, and the part is not said again for it.
    let (said, kept) = plain(&format!("{GAP}1\nagain\ntext\nsure\n"), Memory::default());
    says(&said, &["or do it?", "2. Guess", "Correct."]);
    assert_eq!(said.matches("Question 4 of 4").count(), 1, "{said}");
    let (said, _) = plain(&format!("{GAP}1\nagain\ndo\n.\n"), Memory::default());
    says(&said, &["or do it?", "ask blank.", "Nothing is written."]);
    assert!(essence(&kept).iter().any(|line| line.starts_with("gap Right")));
}

#[test]
fn lines_are_shown_taken_out_written_anew_and_taken_back() {
    let (said, kept) = plain(
        &format!(
            "{ASK}1\nOne.\nTwo\n::three\n:show\n:replace 2 Deux\n:replace 1\nUn\n:delete 3\n:undo\n:delete 9\n:delete\n:delete 2\n:dance\n:edit\n.\n"
        ),
        Memory::default(),
    );
    says(
        &said,
        &[
            "Line 1: One.",
            "Line 2: Two",
            "Line 3: :three",
            "Line 2 is written anew.",
            "Now it is: One.",
            "Line 1 anew: ",
            "Line 1 is written anew.",
            "Taken out: :three",
            "Now 3 lines, the last one: :three",
            "Which line? Type a number from 1 to 3 behind it.",
            "Which line?",
            "Taken out: Deux",
            "\"dance\" is no command",
            "An editor needs a terminal",
        ],
    );
    assert_eq!(written(&kept, "ask"), "Un\n:three", "{said}");
    let (said, _) = plain("show\ndelete 1\nedit\nquit\n", Memory::default());
    assert_eq!(said.matches("Nothing is being written.").count(), 3, "{said}");
}

#[test]
fn only_what_was_said_is_chosen_and_never_two_unheard() {
    let first = "1\n\n\n";
    for (line, answer) in [
        ("99", "There is no 99 here; the numbers are 1, 2."),
        ("0", "There is no 0 here"),
        (
            "99999999999999999999999",
            "There is no 99999999999999999999999 here",
        ),
        ("1 2", "One number at a time here; nothing was chosen."),
        ("1 5", "There is no 5 here"),
        ("tepid", "\"tepid\" is no command, number or row here."),
        ("\u{7}\u{1b}[A\u{202e}", "\"[A\" is no command"),
    ] {
        let (said, kept) = plain(&format!("{first}{line}\n"), Memory::default());
        says(&said, &["Who decides", answer, "Goodbye. Everything is saved."]);
        assert!(kept.drafts.is_empty(), "{line}: {said}");
        assert!(!said.replace('\n', "").contains(is_unsafe), "{said:?}");
    }
    // Ticks may come together, spelled as people spell lists; what is unticked is said so.
    let (said, _) = plain("kinds\n\n1, 2.\n2\n1)\n", Memory::default());
    says(
        &said,
        &[
            "1. ticked: ",
            "2. ticked: ",
            "2. no longer ticked: ",
            "1. no longer ticked: ",
        ],
    );
    // Another pick is heard without the one that it replaces.
    let (said, _) = plain("1\n\n\n1\n2\n", Memory::default());
    says(&said, &["1. picked: The helper", "2. picked: The person"]);
    assert_eq!(said.matches("1. The helper").count(), 1, "{said}");
    // What leaves a page has no number, and a match asks one pair at a time.
    let (said, _) = plain("kinds\n\n\n2\n", Memory::default());
    says(
        &said,
        &[
            "Pair 1 of 2: Telling others",
            "1. ",
            "2. ",
            "Pair 2 of 2: Acting yourself",
            "1. ",
        ],
    );
    let (said, _) = plain("1\n\n\n2\nsure\nretake\nall (1)\n", Memory::default());
    says(&said, &["question 1 of 1", "By word: Leave this session."]);
    for line in said
        .lines()
        .filter(|line| line.contains("Leave this") || line.ends_with(". Home"))
    {
        assert!(line.starts_with("By word: "), "{line}");
    }
    // What was offered before is said again where a number means something else now.
    let (said, _) = plain_in(talks(), "hear mira out\n\n1\n2\n", Memory::default(), NOW);
    assert_eq!(said.matches(". Map and your path").count(), 2, "{said}");
}

/// The rows of home in short, by number.
fn rows(said: &str) -> Vec<(usize, String)> {
    let home = said.split("\n\n").nth(1).unwrap_or_default();
    let home = home.split("Type lessons").next().unwrap_or_default();
    assert!(home.split_whitespace().count() + 6 <= 60, "{home}");
    let rows = home.lines().filter_map(|line| line.split_once(". "));
    rows.filter_map(|(number, words)| Some((number.parse().ok()?, words.to_owned())))
        .collect()
}

#[test]
fn home_is_short_and_its_numbers_stay() {
    let course = || Library::of(embedded::files(), &embedded::outlines());
    let lines = [
        "",
        "1\nnext\nnext\nhome\n",
        "practice\nmake a plan\n1\n\n1\nA habit\nhome\n",
        "what allyship is\nend\nprevious\nprevious\nprevious\n1\nsure\n1\nguess\nhome\n",
    ];
    let mut known: Vec<(usize, String)> = Vec::new();
    let mut store = Memory::default();
    for lines in lines {
        (_, store) = plain_in(course(), lines, store, NOW);
        let (said, _) = plain_in(course(), "home\nhome\n", store.clone(), NOW);
        let from = said.rfind("\n\nAlly Up").unwrap();
        let rows = rows(&said[from..]);
        assert!((2..=10).contains(&rows.len()), "{said}");
        for (number, words) in rows {
            let same = |(of, before): &&(usize, String)| *of == number || *before == words;
            match known.iter().find(same) {
                Some(before) if number > 1 => assert_eq!(*before, (number, words)),
                _ => known.push((number, words)),
            }
        }
    }
    assert!(known.len() > 6, "{known:?}");
    // The numbers of lessons are their places in the course, whatever was read.
    let lesson = |store| plain_in(course(), "home\nlessons\n7\n", store, NOW).0;
    let (fresh, begun) = (lesson(Memory::default()), lesson(store));
    for said in [fresh, begun] {
        says(
            &said,
            &[
                "\n7. Two roles, one relationship",
                "Two roles, one relationship, part 1 of",
            ],
        );
    }
    // After all lessons were said, home is said in short again.
    let (said, _) = plain("lessons\nhome\n", Memory::default());
    assert_eq!(said.matches("Type lessons").count(), 2, "{said}");
    let (said, _) = plain("all\nsettings\n", Memory::default());
    says(&said, &["1. Reading", "Glossary", "Settings, part 1 of"]);
}

#[test]
fn what_came_of_an_answer_is_short_and_more_says_the_rest() {
    let (said, _) = plain(
        "1\n\n\n1\nsure\nquestion\noptions\nwhere\nmore\nmore\n",
        Memory::default(),
    );
    says(
        &said,
        &[
            "Not yet. You said: sure.\nYou picked option 1: The helper, who knows what was meant.\nRight is option 2: The person it was meant for.\nType more for why.\nSaved.\n",
            "Heading 3: Question 1 of 1. Pick one.\nWho decides whether help was helpful?\nType",
            "1. Results\n2. Passage\n3. Try again\nType",
            "First steps, Reading, part 3 of 4, 1 of 1 answered.\nType",
            "Option 1: ",
            "What was meant is known to the helper",
            "Option 2: ",
            "There is no more here.",
        ],
    );
    assert_eq!(said.matches("\nSaved.\n").count(), 1, "{said}");
    // Of a match the pairs that are not right come first; more says each of them with its reason.
    let (said, _) = plain("kinds\n\n\n2\n2\nsure\nmore\n", Memory::default());
    says(
        &said,
        &[
            "Partly: 1 of 2 right.",
            "\nNot yet: Telling others: Ask again",
            "Type more for why.",
            "\nNot yet: Telling others: Ask again",
            "A new audience.",
            "Right: Acting yourself: Covered",
            "Your own behavior.",
        ],
    );
}

#[test]
fn every_command_is_answered_and_every_prompt_is_short() {
    let words = ally_up::keymap::BINDINGS.iter().map(|binding| binding.word);
    for word in words.filter(|word| !word.is_empty() && *word != "quit") {
        for page in [
            "",
            "1\n",
            "practice\n",
            "settings\n",
            "help\n",
            "marks\n",
            "notebook\n",
            "glossary\n",
        ] {
            let (said, _) = plain(&format!("{page}{word}\n{word}\n"), Memory::default());
            let prompts: Vec<&str> = said.lines().filter(|line| line.ends_with(": ")).collect();
            assert!(prompts.iter().all(|line| line.len() <= PROMPT), "{prompts:?}");
            let mut lines = said.lines().peekable();
            while let Some(line) = lines.next() {
                let is_silent = line.ends_with("command: ")
                    && lines.peek().is_some_and(|next| next.ends_with("command: "));
                assert!(!is_silent, "{word} after {page:?}: {said}");
            }
        }
    }
}

#[test]
fn the_end_of_the_input_anywhere_loses_nothing() {
    let script = format!(
        "1\n\n\n1\nsure\nhome\n{GAP}1\nagain\ntext\nguess\nhome\n{JOURNAL}1\nOne.\nhome\n2\ndo\n:show\nTwo.\n.\nkeep this\n"
    );
    let cuts = script.match_indices('\n').map(|(at, _)| at + 1);
    let mut before = 0;
    for cut in cuts.chain([script.len() - 5, script.len() - 40]) {
        let (said, kept) = plain(&script[..cut], Memory::default());
        assert!(said.ends_with("Goodbye. Everything is saved.\n"), "{said}");
        let events = kept
            .events
            .iter()
            .filter(|event| matches!(event.kind, EventKind::Answered { .. } | EventKind::Wrote { .. }));
        let count = events.count();
        assert!(script[..cut].ends_with('\n') || count <= before, "{said}");
        before = before.max(count);
    }
    assert!(before >= 5, "{before}");
}

#[test]
fn a_part_is_no_longer_than_the_window_unless_one_asks() {
    let course = Library::of(embedded::files(), &embedded::outlines());
    let read = |listener: &mut Listener| {
        for line in ["lessons", "", "", "", "ally is a verb"] {
            listener.line(line);
        }
        // What is said in pieces is said whole, and numbers count once they were heard.
        for _ in 0..80 {
            listener.line("");
        }
        listener.longest
    };
    let mut listener = Listener::new(course.clone(), Some((60, 14)));
    assert_eq!(read(&mut listener), 12, "{}", listener.told);
    for words in [
        "Heading 1: Ally is a verb",
        "Noor asked for it",
        "5. Hint 1 of 2",
        "part 16 of 16",
    ] {
        assert!(listener.told.contains(words), "{words} in:\n{}", listener.told);
    }
    for (size, most) in [("1", 8), ("3", 16), ("all", 60)] {
        let mut listener = Listener::new(course.clone(), Some((60, 14)));
        listener.line(&format!("part size {size}"));
        let longest = read(&mut listener);
        println!("{size}: {longest}");
        assert!(
            longest > most && longest < 2 * most + 8 || size == "all" && longest > 20,
            "{size}: {longest}"
        );
    }
    let mut listener = Listener::new(course, Some((60, 8)));
    listener.line("lessons");
    listener.line("7");
    assert!(
        listener.told.contains("There is no 7 here; the numbers are 1"),
        "{}",
        listener.told
    );
}

#[test]
fn of_paragraphs_that_say_the_same_each_is_said() {
    let text = "# Pause\n\nBreathe.\n\nBreathe.\n\nBreathe.\n";
    let manifest = r#"Course(id: "c", title: "C", modules: [Module(id: "m", title: "M", items: [Lesson(id: "l", file: "l.md")])])"#;
    let file = |path: &str, text: &'static str| (path.to_owned(), text.as_bytes().into());
    let files = ally_up::source::Files::from([file("course.ron", manifest), file("l.md", text)]);
    let mut listener = Listener::new(Library::of(files, &Default::default()), None);
    for line in ["part size 1", "1", "", "", "", ""] {
        listener.line(line);
    }
    let told = &listener.told;
    assert_eq!(told.matches("Breathe.").count(), 3, "{told}");
    assert!(told.contains("What comes next"), "{told}");
}

#[test]
fn a_megabyte_on_one_line_is_one_line() {
    let long = "x1 ".repeat(600_000);
    let (said, kept) = plain(&format!("1\n\n\n{long}\n1\n"), Memory::default());
    says(
        &said,
        &[
            "longer than a megabyte; the rest of it was left out",
            "is no command",
            "1. picked: ",
        ],
    );
    assert_eq!(said.matches("is no command").count(), 1);
    assert!(said.len() < 2_000 && kept.drafts.len() == 1, "{}", said.len());
    let (said, kept) = plain(&format!("{JOURNAL}1\n{long}\n:show\n.\n"), Memory::default());
    says(&said, &["This field is full", "kept as a draft"]);
    assert!(written(&kept, "journal-kinds").len() > 200_000);
}

#[test]
fn letters_that_are_keys_and_exit_are_understood_and_in_a_field_asked_about() {
    for word in ["q", "Q", "exit", "quit"] {
        let (said, _) = plain(&format!("{word}\nhelp\n"), Memory::default());
        assert!(
            said.ends_with("Goodbye. Everything is saved.\n") && !said.contains("Commands"),
            "{said}"
        );
        let (said, kept) = plain(&format!("{JOURNAL}1\n{word}\ntext\n.\n"), Memory::default());
        says(&said, &[&format!("Write \"{word}\" as text, or do it?")]);
        assert_eq!(written(&kept, "journal-kinds"), word);
    }
    let (said, _) = plain("1\nh\ns\nh\n?\n", Memory::default());
    says(
        &said,
        &[
            "A small course",
            "Reading, part 1",
            "A small course",
            "Settings",
            "A small course",
            "Commands",
        ],
    );
    // What the whole screen alone does has no letter here.
    let (said, _) = plain("x\nj\n", Memory::default());
    assert_eq!(said.matches("is no command").count(), 2, "{said}");
}

#[test]
fn help_while_one_writes_says_how_and_stays_there() {
    let (said, kept) = plain(&format!("{JOURNAL}1\nOne.\n:help\nTwo.\n.\n"), Memory::default());
    says(
        &said,
        &[
            "A full stop alone ends it",
            ":delete 2",
            ":edit",
            "Line 2: ",
            "Line 3: ",
        ],
    );
    assert!(!said.contains("glossary:"), "{said}");
    assert_eq!(written(&kept, "journal-kinds"), "One.\nTwo.");
}

#[test]
fn taking_the_first_choice_back_leads_to_its_scene() {
    let (said, _) = plain_in(
        talks(),
        "hear mira out\n\n1\ntake the last choice back\n",
        Memory::default(),
        NOW,
    );
    let back = said.rfind("\n\n").unwrap();
    says(&said[back..], &["part 2 of 2, scene 1.", "1. "]);
}

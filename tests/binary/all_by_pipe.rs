//! The whole built-in course by pipe, with the real binary: every lesson with all its questions, a form of the final assessment, and a
//! plan that two have agreed on. What is typed is found on a twin that reads the same disk; what came of it is asked of the binary.

use crate::ear;
use crate::home::{Home, finish};
use ally_up::action::{Action, Company, Screen, Sureness};
use ally_up::app::App;
use ally_up::course::{ItemKind, Module, embedded};
use ally_up::doc::Lines;
use ally_up::doc::marker::Glyphs;
use ally_up::library::Library;
use ally_up::model::{Face, Model, View};
use ally_up::progress::Progress;
use ally_up::progress::plan::{Part, part_of};
use ally_up::progress::stamper::Stamper;
use ally_up::quiz::{Kind, Parts, Question, Worth};
use ally_up::shell::send;
use ally_up::shell::testing::Memory;
use ally_up::source::Id;
use ally_up::speak::spelling::spoken;
use ally_up::speak::talk::{Heard, PROMPT, Talk};
use ally_up::store::clock::{fresh_id, now};
use ally_up::store::open;
use ally_up::store::paths::Paths;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Words that a learner can keep in mind of what came of an answer.
const SHORT: usize = 60;

/// A learner who looks before typing: the program as it stands on the disk, and what was typed since.
struct Twin<'a> {
    home: &'a Home,
    app: App,
    store: Memory,
    talk: Talk,
    lines: String,
}

impl Twin<'_> {
    fn of(home: &Home) -> Twin<'_> {
        let paths = Paths {
            data: home.path("share/ally-up/ally-up"),
            state: home.path("state/ally-up"),
            drafts: home.path("state/ally-up/drafts/ally-up"),
            ..Paths::default()
        };
        let (_, _, found) = open(paths, now());
        let progress = Progress::of(&found.events);
        let stamper = Stamper::new("twin", progress.clock(), fresh_id);
        let view = View {
            face: Face::Plain,
            glyphs: Glyphs::Unicode,
            measure: 72,
            zone: |_| 0,
            size: (80, 24),
        };
        let library = Library::of(embedded::files(), &embedded::outlines());
        let mut twin = Twin {
            home,
            app: App::new(Model::new(library, progress, view, now()), stamper),
            store: Memory::default(),
            talk: Talk::new(72),
            lines: String::new(),
        };
        twin.line("home");
        twin
    }

    fn line(&mut self, line: &str) {
        let Heard::Msgs(msgs) = self.talk.hear(&self.app, line) else {
            panic!("{line} asks for an editor");
        };
        for msg in msgs {
            send(&mut self.app, msg, &mut self.store, now());
        }
        let said = self.talk.tell(&self.app);
        let prompt = self.talk.prompt(&self.app);
        assert!(prompt.len() <= PROMPT, "{prompt}");
        assert!(
            !said.is_empty() || self.app.window().field().is_some(),
            "{line} was answered by nothing"
        );
        // What came of an answer is short, and its words are spelled for the ear.
        let verdicts = ["Correct.", "Partly", "Not yet."];
        if verdicts
            .iter()
            .any(|verdict| said.first().is_some_and(|first| first.starts_with(verdict)))
        {
            let short = said
                .iter()
                .take_while(|words| *words != "Saved." && *words != "Saving.");
            let count: usize = short.map(|words| words.split_whitespace().count()).sum();
            assert!(count <= SHORT, "{count} words: {said:#?}");
        }
        for words in &said {
            assert!(!words.contains(['›', '·', '_']), "{words}");
        }
        self.lines += line;
        self.lines.push('\n');
    }

    /// Plays all of it with the real binary.
    fn play(mut self) -> String {
        self.lines += "quit\n";
        let ran = finish(self.home.command(&[]), &self.lines);
        ran.is_done();
        for wrong in [
            " here; the ",
            "to choose by number here",
            "One number at a time",
            "or do it?",
            "not being written",
            "is no command, number or row here",
            "NOT SAVED",
        ] {
            assert!(!ran.output.contains(wrong), "{wrong:?} in:\n{}", ran.output);
        }
        ran.output
    }

    fn told(&self) -> String {
        let lines: Vec<&str> = self.talk.said().iter().map(|said| said.words.as_str()).collect();
        lines.join("\n")
    }

    fn offers(&self, fits: impl Fn(&Action) -> bool) -> Option<(usize, Action)> {
        let mut choices = self.talk.said().iter().filter_map(|said| said.choice.clone());
        choices.find(|(_, action)| fits(action))
    }

    /// Types the number of the first row that fits, if there is one.
    fn may(&mut self, fits: impl Fn(&Action) -> bool) -> bool {
        let Some((number, _)) = self.offers(fits) else {
            return false;
        };
        self.line(&number.to_string());
        true
    }

    /// Types the words of the first row of this part that fits, if there is one.
    fn may_by_word(&mut self, fits: impl Fn(&Action) -> bool) -> bool {
        let seen = self.app.window().top()..self.app.bottom();
        let mut stops = self.app.window().page.stops.iter();
        let Some(stop) = stops.find(|stop| seen.contains(&stop.line()) && fits(&stop.action)) else {
            return false;
        };
        self.line(&spoken(&stop.words));
        true
    }

    fn must(&mut self, action: &Action) {
        assert!(
            self.may(|offered| offered == action),
            "no {action:?} in\n{}",
            self.told()
        );
    }

    fn go(&mut self, screen: &Screen) {
        // The rows of a page are on one part or on several.
        self.line("top");
        while !self.may_by_word(|action| matches!(action, Action::Go(to, _) if to == screen)) {
            assert!(!self.is_last(), "no way to {screen:?} in\n{}", self.told());
            self.line("");
        }
    }

    fn is_last(&self) -> bool {
        let (part, of) = self.app.window().part();
        part == of
    }

    /// The entry of the field on this part.
    fn entry(&self) -> Option<Id> {
        let seen = self.app.window().top()..self.app.bottom();
        let mut stops = self
            .app
            .window()
            .page
            .stops
            .iter()
            .filter(|stop| seen.contains(&stop.line()));
        stops.find_map(|stop| match &stop.action {
            Action::Write(target) => target.entry().cloned(),
            _ => None,
        })
    }

    /// Goes into the field on this part if the learner is not in it, writes, and leaves it.
    fn write(&mut self, words: &str) {
        let begun = self.may(|action| matches!(action, Action::Write(_)));
        assert!(begun, "no field in\n{}", self.told());
        let lines = self.app.window().field();
        self.line(words);
        if lines == Some(Lines::Many) {
            self.line(".");
        }
    }

    fn answer(&mut self, question: &Question) {
        let id = &question.id;
        match (&question.parts, question.kind) {
            (Parts::Options(options), Kind::Many) => {
                for option in options.iter().filter(|option| option.worth == Worth::Right) {
                    self.must(&Action::Pick(id.clone(), option.print));
                }
            }
            (Parts::Options(options), Kind::Predict) => {
                let wrong = options.iter().find(|option| option.worth != Worth::Right);
                self.must(&Action::Pick(id.clone(), wrong.unwrap().print));
            }
            (Parts::Options(options), _) => {
                let right = options.iter().find(|option| option.worth == Worth::Right);
                self.must(&Action::Pick(id.clone(), right.unwrap().print));
            }
            (Parts::Pairs { rows, .. }, _) => {
                for row in rows {
                    let pair = Action::Pair(id.clone(), row.print, row.partner_print);
                    if self.offers(|action| *action == pair).is_none() {
                        self.must(&Action::Partners(id.clone(), row.print));
                    }
                    self.must(&pair);
                }
            }
            (Parts::Lines(lines), _) => {
                for line in lines {
                    let place = Action::Place(id.clone(), line.print);
                    // The last line takes its place by itself.
                    self.may(|action| *action == place);
                }
            }
            (Parts::Gaps(gaps), _) => gaps.iter().for_each(|gap| self.write(&gap[0].words)),
            (Parts::Model { .. } | Parts::Example(_), _) => self.write("My own words."),
            (Parts::Rates { .. } | Parts::Empty, _) => return,
        }
        self.may(|action| matches!(action, Action::Submit(of, Sureness::Sure) if of == id));
        self.may(|action| matches!(action, Action::Submit(of, _) if of == id));
    }

    /// Reads the page to its end and answers whatever it asks.
    fn read(&mut self, lesson: &Id) -> BTreeSet<Id> {
        let asked: Vec<Arc<Question>> = self.app.model().library.lesson(lesson).asked().cloned().collect();
        let mut done = BTreeSet::new();
        loop {
            let entry = self.entry();
            let here = asked.iter().find(|question| {
                let id = &question.id;
                !done.contains(id)
                    && (entry.as_ref() == Some(id)
                        || self
                            .offers(|action| action.is_part() && action.question() == Some(id))
                            .is_some())
            });
            if let Some(question) = here.cloned() {
                self.answer(&question);
                done.insert(question.id.clone());
            } else if self.is_last() {
                return done;
            } else {
                self.line("");
            }
        }
    }
}

fn status(home: &Home) -> Value {
    let ran = home.run(&["status", "--json"]);
    ran.is_done();
    serde_json::from_str(&ran.output).unwrap()
}

/// Plays every lesson of a module in a home of its own.
fn play_module(library: &Library, module: &Module) -> (Home, String) {
    let home = Home::new();
    let mut twin = Twin::of(&home);
    for lesson in module.items.iter().filter(|item| item.kind == ItemKind::Lesson) {
        twin.go(&lesson.screen());
        let done = twin.read(&lesson.id);
        for question in library.lesson(&lesson.id).asked() {
            let waits = question.after.is_some() || question.kind == Kind::Plan;
            assert!(
                waits || done.contains(&question.id),
                "{} was not asked in {}",
                question.id,
                lesson.id
            );
        }
        twin.line("home");
    }
    let said = twin.play();
    (home, said)
}

#[test]
fn every_lesson_the_final_and_a_plan_by_pipe() {
    let library = &Library::of(embedded::files(), &embedded::outlines());
    // A machine a module, all at once; then one machine takes in what was done on the others.
    let played = std::thread::scope(|scope| {
        let of = |module| scope.spawn(move || play_module(library, module));
        let threads: Vec<_> = library.course.modules.iter().map(of).collect();
        let joined = threads.into_iter().map(|thread| thread.join().unwrap());
        joined.collect::<Vec<(Home, String)>>()
    });
    let (home, mut transcript) = (Home::new(), String::new());
    for (other, said) in played {
        let data = other.path("share/ally-up/ally-up");
        home.run(&["merge", "--yes", &data.to_string_lossy()]).is_done();
        transcript += &said;
    }
    let told = status(&home);
    for item in library
        .course
        .items()
        .filter(|item| item.kind == ItemKind::Lesson)
    {
        let mut lessons = told["lessons"].as_array().unwrap().iter();
        let lesson = lessons.find(|lesson| lesson["id"] == *item.id).unwrap();
        assert_eq!(lesson["read"], Value::from(100), "{lesson}");
        assert!(lesson["questions"].as_u64().unwrap() >= 5, "{lesson}");
        assert_eq!(lesson["best"], lesson["questions"], "{lesson}");
    }

    // Which questions a form has is drawn when it begins; the twin reads it from the disk.
    let bank = library
        .course
        .items()
        .find(|item| item.kind == ItemKind::Final)
        .unwrap();
    let mut twin = Twin::of(&home);
    twin.go(&bank.screen());
    twin.must(&Action::BeginForm(bank.id.clone()));
    twin.play();
    let mut twin = Twin::of(&home);
    let form = twin.app.model().progress.open_session().unwrap().clone();
    assert_eq!(form.questions.len(), bank.blueprint.as_ref().unwrap().draw);
    let session = Screen::Session(form.id.clone());
    if twin
        .offers(|action| matches!(action, Action::Go(to, _) if *to == session))
        .is_none()
    {
        twin.go(&bank.screen());
    }
    if *twin.app.screen() != session {
        twin.go(&session);
    }
    for question in &form.questions {
        let question = library.lesson(&bank.id).question(question).unwrap().clone();
        twin.answer(&question);
        twin.may(|action| matches!(action, Action::NextQuestion(_)));
    }
    let said = twin.play();
    transcript += &said;
    assert!(said.contains("Passed") && said.contains("20 of 20"), "{said}");

    let mut twin = Twin::of(&home);
    twin.go(&Screen::Practice);
    twin.go(&Screen::Plan);
    twin.must(&Action::BeginPlan(Company::Partner));
    twin.play();
    let mut twin = Twin::of(&home);
    twin.go(&Screen::Practice);
    twin.go(&Screen::Plan);
    if *twin.app.screen() == Screen::Plan {
        twin.go(&Screen::PlanForm);
    }
    fill(&mut twin);
    twin.line("home");
    twin.go(&Screen::Practice);
    twin.go(&Screen::Plan);
    let agreed = |action: &Action| matches!(action, Action::Put(entry, "yes") if part_of(entry).is_some_and(|(_, part)| part == Part::Agreed));
    while !twin.may(agreed) {
        assert!(!twin.is_last(), "nothing to agree on in\n{}", twin.told());
        twin.line("");
    }
    transcript += &twin.play();
    ear::listen(&transcript);
    assert_eq!(
        status(&home)["plan"]["state"],
        Value::from("agreed"),
        "{}",
        status(&home)["plan"]
    );
}

/// Fills in every part of the plan that a plan needs.
fn fill(twin: &mut Twin<'_>) {
    let mut done = BTreeSet::new();
    loop {
        let entry = twin.entry().filter(|entry| !done.contains(entry));
        let put = twin.offers(|action| matches!(action, Action::Put(entry, _) if !done.contains(entry)));
        if let Some(entry) = entry {
            let words = match part_of(&entry).map(|(_, part)| part) {
                Some(Part::ConsentDay) => "today",
                Some(Part::CheckDay(1)) => "7",
                Some(Part::CheckDay(_)) => "28",
                _ => "Hand the floor back to her in planning",
            };
            twin.write(words);
            done.insert(entry);
        } else if let Some((number, Action::Put(entry, _))) = put {
            twin.line(&number.to_string());
            done.insert(entry);
        } else if twin.is_last() {
            return;
        } else {
            twin.line("");
        }
    }
}

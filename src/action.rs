//! Owns the vocabulary of what can be done: the pages one can be on, the actions a row may carry, and the small choices those carry.
//! Must not know how a page looks or what an action changes; everything here is named by ids.

use crate::clean::{Clean, Fingerprint};
use crate::source::Id;
use serde::{Deserialize, Serialize};

/// What a row or a link does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Opens a page, at a heading if one is named; a lesson's own id is its top.
    Go(Screen, Option<Id>),
    /// Opens the page of a hit at the words that were found.
    OpenHit(TextPlace),
    /// Moves to a heading of this page.
    Jump(Id),
    /// Picks or ticks an option.
    Pick(Id, Fingerprint),
    /// Opens the partners of a row of a match.
    Partners(Id, Fingerprint),
    /// Gives a row its partner.
    Pair(Id, Fingerprint, Fingerprint),
    /// Gives a line the next place.
    Place(Id, Fingerprint),
    /// Goes into a field.
    Write(FieldTarget),
    /// Answers.
    Submit(Id, Sureness),
    /// Goes on without writing what could be written first.
    PassBy(Id),
    /// Asks the question anew.
    Retry(Id),
    /// Goes to the next question, or past the last one.
    NextQuestion(Id),
    /// Opens the passage that teaches the question.
    Passage(Id),
    /// Shows one more step of help.
    Hint(Id),
    /// Asks a finished quiz again: all of it or part.
    Retake(Id, Which),
    /// Begins a review of the cards that are due.
    Review,
    /// Begins a form of the final assessment, or the form before and after.
    BeginForm(Id),
    /// Leaves a session for good.
    Abandon(Id),
    /// Changes a setting of the learner's: name and value.
    Set(&'static str, &'static str),
    /// Changes a setting of this machine: name and value as they are written in its file.
    Adjust(&'static str, &'static str),
    /// Writes these words for an entry: what is picked in a form.
    Put(Id, &'static str),
    /// Begins a plan.
    BeginPlan(Company),
    /// Writes a page to a file outside.
    Export(Takeaway),
    /// Forgets an entry for good, if the word was typed into the field of its page.
    Erase(Id),
    /// Goes back one page.
    Back,
    /// Ends the program.
    Quit,
    /// Says a line in a rehearsal: the rehearsal, the scene, the choice.
    Say(Id, Id, Fingerprint),
    /// Turns a rehearsal back to a scene, or to its start.
    TurnBack(Id, Option<Id>),
    /// Opens the lines of a self-assessment where one left off.
    RateLines(Id),
    /// Rates the line on show: points from 1 to 5, or 0 to skip it.
    Rate(Id, u8),
    /// Says which role one mostly takes; that ends a self-assessment.
    FinishAssessment(Id, LearnerRole),
    /// Chooses the scale of a self-assessment to start with.
    ChooseScale(Id, Id),
    /// Says whether the moment of a lesson's line for today came.
    Tell(Id, Came),
    /// Follows a path.
    FollowPath(Id),
    /// Sets a mark again, or takes it away.
    Mark(Id, bool),
    /// Opens the page of a mark where it stands.
    FindMark(Id),
}

/// What the words of a field are for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FieldTarget {
    /// They answer a question, or are a part of the plan.
    Entry(Id),
    /// They go into a gap of a question; its number, from 0.
    Gap(Id, usize),
    /// They confirm what cannot be undone. They are never kept.
    Word,
    /// They are looked for. They are never kept.
    Search,
}

impl FieldTarget {
    /// The entry that its words belong to, where they are kept.
    pub fn entry(&self) -> Option<&Id> {
        match self {
            FieldTarget::Entry(id) | FieldTarget::Gap(id, _) => Some(id),
            FieldTarget::Word | FieldTarget::Search => None,
        }
    }
}

/// Where a text stands: its page, the heading above it, and what it says on one line.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TextPlace {
    pub screen: Screen,
    pub heading: Option<Id>,
    pub text: Clean,
}

/// What the program knows of an action besides what it does. One line an action, in [`Action::traits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Traits<'a> {
    question: Option<&'a Id>,
    is_part: bool,
    presses: bool,
    ticks: bool,
    hint: &'static str,
}

impl<'a> Traits<'a> {
    /// Makes an answer, or a part of one.
    fn part(question: &'a Id, hint: &'static str) -> Traits<'a> {
        Traits {
            question: Some(question),
            is_part: true,
            presses: true,
            ticks: true,
            hint,
        }
    }

    /// Does something with a question or its answer.
    fn with(question: &'a Id, hint: &'static str) -> Traits<'a> {
        Traits {
            question: Some(question),
            is_part: false,
            presses: true,
            ticks: true,
            hint,
        }
    }

    /// Changes something that belongs to no question.
    fn press(hint: &'static str) -> Traits<'a> {
        Traits {
            question: None,
            is_part: false,
            presses: true,
            ticks: true,
            hint,
        }
    }

    /// Begins something that takes its time, or does what leaves a trace outside the page.
    fn begin(hint: &'static str) -> Traits<'a> {
        Traits {
            ticks: false,
            ..Traits::press(hint)
        }
    }

    /// Leads to another place.
    fn way(hint: &'static str) -> Traits<'a> {
        Traits {
            question: None,
            is_part: false,
            presses: false,
            ticks: false,
            hint,
        }
    }
}

impl Action {
    /// The one list of what is known of each action.
    fn traits(&self) -> Traits<'_> {
        match self {
            Action::Pick(id, _) => Traits::part(id, "pick, then answer"),
            Action::Partners(id, _) | Action::Pair(id, _, _) | Action::Place(id, _) => {
                Traits::part(id, "choose")
            }
            Action::Write(FieldTarget::Entry(id) | FieldTarget::Gap(id, _)) => Traits {
                presses: false,
                ticks: false,
                ..Traits::part(id, "write")
            },
            Action::Write(FieldTarget::Word | FieldTarget::Search) => Traits::way("write"),
            // Its button says whether one answers or keeps.
            Action::Submit(id, Sureness::Unsaid) => Traits::with(id, ""),
            Action::Submit(id, _) => Traits::with(id, "answer"),
            Action::Hint(id) => Traits::with(id, "hint"),
            // Its button says whether one tries again, changes it or adds a line.
            Action::Retry(id) => Traits::with(id, ""),
            // Below a verdict there is more to read: there space reads on. Their buttons say where they lead.
            Action::NextQuestion(id) | Action::Passage(id) => Traits {
                question: Some(id),
                ..Traits::way("")
            },
            Action::PassBy(id) => Traits::with(id, "continue"),
            Action::Put(id, _) => Traits::with(id, "choose"),
            Action::Go(..) | Action::OpenHit(_) | Action::Jump(_) | Action::Back => Traits::way("open"),
            Action::Quit => Traits::way("quit"),
            Action::Retake(..) | Action::Review | Action::BeginForm(_) => Traits::begin("begin"),
            Action::BeginPlan(_) => Traits::begin("begin"),
            // One begins them or goes on, as the button says.
            Action::RateLines(_) => Traits::begin(""),
            Action::FindMark(_) => Traits::way("go there"),
            Action::Mark(_, true) => Traits::press("mark"),
            Action::Mark(_, false) => Traits::press("take away"),
            Action::Abandon(_) => Traits::begin("leave"),
            Action::Set(..) | Action::Adjust(..) => Traits::press("change"),
            Action::Export(_) => Traits::begin("write the file"),
            Action::Erase(_) => Traits::begin("forget it"),
            Action::Say(..) | Action::Rate(..) | Action::FinishAssessment(..) | Action::ChooseScale(..) => {
                Traits::press("choose")
            }
            Action::Tell(..) => Traits::press("choose"),
            Action::FollowPath(_) => Traits::begin("begin"),
            Action::TurnBack(..) => Traits::press("go back there"),
        }
    }

    /// The question it belongs to.
    pub fn question(&self) -> Option<&Id> {
        self.traits().question
    }

    /// Whether it is part of an answer, rather than of what is done with one.
    pub fn is_part(&self) -> bool {
        self.traits().is_part
    }

    /// Whether it does something, rather than lead to another page.
    pub fn presses(&self) -> bool {
        self.traits().presses
    }

    /// Whether space does it as Enter does. On a way to another page, and on what begins something, space turns the page, as it does in
    /// prose.
    pub fn ticks(&self) -> bool {
        self.traits().ticks
    }

    /// Whether it leaves what the page at hand is about, rather than choosing on it. A face that speaks says such a row by its words, so
    /// that a number is always a choice.
    pub fn leaves(&self, from: &Screen) -> bool {
        match self {
            Action::Go(Screen::Home, _) | Action::Back | Action::Quit | Action::Abandon(_) => true,
            Action::Go(to, _) => to.item().is_some() && from.item().is_some() && to.item() != from.item(),
            _ => false,
        }
    }

    /// What Enter does, in words for the foot of the page; none where the row itself says it best.
    pub fn hint(&self) -> &'static str {
        self.traits().hint
    }
}

/// Which questions a retake asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Which {
    /// All of them.
    All,
    /// Those whose latest answer was not right.
    Missed,
    /// Those, and those that were right without being sure.
    Unsure,
}

/// How sure the learner was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Sureness {
    /// A guess.
    Guess,
    /// "I think so."
    Think,
    /// Sure.
    Sure,
    /// Not asked.
    Unsaid,
}

impl Sureness {
    /// Whether the learner said that it might be wrong.
    pub fn is_unsure(self) -> bool {
        matches!(self, Sureness::Guess | Sureness::Think)
    }

    /// The words on its button.
    pub fn words(self) -> &'static str {
        match self {
            Sureness::Guess => "Guess",
            Sureness::Think => "I think so",
            Sureness::Sure => "Sure",
            Sureness::Unsaid => "Answer",
        }
    }
}

/// A page one can be on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Screen {
    /// What now?
    Home,
    /// A lesson, by its id.
    Lesson(Id),
    /// The results of a lesson's questions.
    Results(Id),
    /// The outline of a lesson.
    Outline(Id),
    /// Questions one at a time: a retake, a review, a form of the final assessment.
    Session(Id),
    /// The final assessment with this id: what it is, and the forms so far.
    FinalAssessment(Id),
    /// The form before and after with this id: what it is, and in the end both side by side.
    BeforeAfter(Id),
    /// What fits into so many minutes.
    TimeBox(usize),
    /// What can be changed.
    Settings,
    /// Words that are looked for, and where they are.
    Search,
    /// All terms.
    Glossary,
    /// One term, by its anchor.
    Term(Id),
    /// Whose ideas, and what is not claimed.
    About,
    /// The evidence register.
    Sources,
    Help,
    /// Rehearsals, self-assessment, plan, final assessment: what there is, and how far one got.
    Practice,
    /// The plan as it stands.
    Plan,
    /// The plan as a form.
    PlanForm,
    /// The nth check-in of the plan, from 1.
    CheckIn(u8),
    /// What one wrote.
    Notebook,
    /// One entry of the journal, with its versions.
    Entry(Id),
    /// Asks for the typed word before an entry is forgotten.
    EraseEntry(Id),
    /// Everything that is marked, and every note.
    Marks,
    /// One mark, with its note.
    Mark(Id),
    /// What was read, practiced and planned.
    Completion,
    /// The rehearsal with this id, at the scene one is at.
    Rehearsal(Id),
    /// What of a rehearsal was tried, and what not yet.
    RehearsalMap(Id),
    /// The self-assessment with this id: what it is, and the results so far.
    SelfAssessment(Id),
    /// Its lines, one at a time.
    Rating(Id),
    /// What came of the attempt with this number, from 0.
    SelfAssessmentResult(Id, usize),
}

impl Screen {
    /// The lesson a page belongs to.
    pub fn lesson(&self) -> Option<&Id> {
        if let Screen::Lesson(id) | Screen::Results(id) | Screen::Outline(id) = self {
            Some(id)
        } else {
            None
        }
    }

    /// The item of the course a page belongs to: a lesson, or what is practiced between lessons.
    pub fn item(&self) -> Option<&Id> {
        if let Screen::Rehearsal(id)
        | Screen::RehearsalMap(id)
        | Screen::SelfAssessment(id)
        | Screen::Rating(id)
        | Screen::SelfAssessmentResult(id, _)
        | Screen::BeforeAfter(id) = self
        {
            return Some(id);
        }
        self.lesson()
    }
}

/// Which role one mostly takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LearnerRole {
    /// Mostly that of the ally.
    Ally,
    /// Mostly that of the partner.
    Partner,
    /// Both.
    Both,
    /// Not said.
    Unsaid,
}

impl LearnerRole {
    /// Every answer, in the order they are offered.
    pub const ALL: [LearnerRole; 4] = [
        LearnerRole::Ally,
        LearnerRole::Partner,
        LearnerRole::Both,
        LearnerRole::Unsaid,
    ];

    /// The words of its row.
    pub fn words(self) -> &'static str {
        match self {
            LearnerRole::Ally => "Mostly ally",
            LearnerRole::Partner => "Mostly partner",
            LearnerRole::Both => "Both, this month",
            LearnerRole::Unsaid => "Skip this question",
        }
    }
}

/// Whether the moment of a lesson's line for today came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Came {
    /// It did.
    Yes,
    /// It did not.
    No,
    /// Not yet.
    NotYet,
}

impl Came {
    /// Every answer, in the order they are offered.
    pub const ALL: [Came; 3] = [Came::Yes, Came::No, Came::NotYet];

    /// The words of its row.
    pub fn words(self) -> &'static str {
        match self {
            Came::Yes => "Yes",
            Came::No => "No",
            Came::NotYet => "Not yet",
        }
    }
}

/// Whether a plan is made with somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Company {
    /// With a partner, who says yes to it and judges it.
    Partner,
    /// On one's own habits, until there is a partner.
    Solo,
}

/// What can be taken away as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Takeaway {
    Plan,
    /// Check-ins of plans, for a calendar.
    Calendar,
    /// The notebook without the journal.
    Notebook(FileFormat),
    /// The notebook with the journal.
    Journal(FileFormat),
    /// What was read, practiced and planned.
    Record(FileFormat),
    /// The questions that are reviewed, as cards for Anki.
    Cards,
    /// Questions for two, to be filled in by hand.
    ForTwo,
}

/// How a page is written into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileFormat {
    Markdown,
    /// One file for a browser, from where it can be printed.
    Html,
}

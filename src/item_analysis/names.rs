//! Owns the numbers that stand for questions and responses while millions of answers are held. Must not know what is asked.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Stands for all responses to a question that has more of them than there are numbers.
const MANY: u16 = u16::MAX;

/// The names that all readers share.
#[derive(Debug, Default)]
pub struct SharedNames {
    known: Mutex<Numbered>,
    /// Ids that have changed: old → new.
    renamed: HashMap<String, String>,
}

#[derive(Debug, Default)]
struct Numbered {
    numbers: HashMap<Box<str>, u16>,
    questions: Vec<QuestionNames>,
}

/// A question, and the responses to it by their numbers.
#[derive(Debug)]
pub struct QuestionNames {
    pub id: Box<str>,
    pub responses: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u16>,
}

impl SharedNames {
    /// No names yet, of a course in which ids have changed: (old, new).
    pub fn renamed(renamed: &[(String, String)]) -> SharedNames {
        SharedNames {
            renamed: renamed.iter().cloned().collect(),
            ..SharedNames::default()
        }
    }

    fn question(&self, id: &str) -> Option<u16> {
        let id = self.renamed.get(id).map_or(id, String::as_str);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = known.numbers.get(id) {
            return Some(*number);
        }
        let number = u16::try_from(known.questions.len()).ok()?;
        known.numbers.insert(id.into(), number);
        known.questions.push(QuestionNames {
            id: id.into(),
            responses: Vec::new(),
            numbers: HashMap::new(),
        });
        Some(number)
    }

    fn response(&self, question: u16, response: &str) -> u16 {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(names) = known.questions.get_mut(usize::from(question)) else {
            return MANY;
        };
        if let Some(number) = names.numbers.get(response) {
            return *number;
        }
        match u16::try_from(names.responses.len()) {
            Ok(number) if number < MANY => {
                names.numbers.insert(response.into(), number);
                names.responses.push(response.into());
                number
            }
            _ => MANY,
        }
    }

    /// All questions, by their numbers.
    pub fn into_questions(self) -> Vec<QuestionNames> {
        self.known
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .questions
    }
}

/// The names that one reader has met: it asks the others only for what is new to it.
pub struct NameCache<'a> {
    shared: &'a SharedNames,
    questions: HashMap<Box<str>, u16>,
    responses: Vec<HashMap<Box<str>, u16>>,
}

impl<'a> NameCache<'a> {
    /// Of a reader that has met none.
    pub fn new(shared: &'a SharedNames) -> NameCache<'a> {
        NameCache {
            shared,
            questions: HashMap::new(),
            responses: Vec::new(),
        }
    }

    /// The number of a question; none where there are too many.
    pub fn question(&mut self, id: &str) -> Option<u16> {
        if let Some(number) = self.questions.get(id) {
            return Some(*number);
        }
        let number = self.shared.question(id)?;
        self.questions.insert(id.into(), number);
        Some(number)
    }

    /// The number of a response to a question.
    pub fn response(&mut self, question: u16, response: &str) -> u16 {
        let at = usize::from(question);
        if self.responses.len() <= at {
            self.responses.resize_with(at + 1, HashMap::new);
        }
        let known = &mut self.responses[at];
        if let Some(number) = known.get(response) {
            return *number;
        }
        let number = self.shared.response(question, response);
        if number != MANY {
            known.insert(response.into(), number);
        }
        number
    }
}

//! Owns what is said of a link before it is followed: the title of the page it opens, and the heading there. A link that leaves the course
//! has its address beside it in the text, is shown and never opened. Must not know how a link is followed.

use crate::action::{Action, Screen};
use crate::clean::Clean;
use crate::course::Block;
use crate::doc::Node;
use crate::model::Model;
use crate::pages::marks::{lesson_of, page_of};
use crate::source::Id;

/// Where a link of a page leads, in words.
pub fn words(model: &Model, from: &Screen, action: &Action) -> Option<Clean> {
    let (screen, heading) = match action {
        Action::Go(screen, heading) => (screen, heading.as_ref()),
        Action::Jump(heading) => return heading_words(model, from, heading),
        _ => return None,
    };
    let (title, heading) = match screen {
        Screen::Term(term) => ("Glossary", Some(term)),
        Screen::Glossary => ("Glossary", None),
        Screen::Sources => ("Sources", heading),
        Screen::About => ("About", heading),
        screen => {
            let title = &model.library.course.item(screen.item()?)?.title;
            (title.as_str(), heading)
        }
    };
    let heading = heading.and_then(|heading| heading_words(model, screen, heading));
    Some(match heading {
        Some(words) => Clean::line(&format!("{title}: {words}")),
        None => title.into(),
    })
}

/// The words of a heading of a page, or of a question there.
fn heading_words(model: &Model, screen: &Screen, heading: &Id) -> Option<Clean> {
    let lesson = lesson_of(model, &page_of(model, screen)?);
    let words = lesson.near(heading).find_map(|block| match block {
        Block::Asks(question) => (question.id == *heading).then(|| question.prompt.words()),
        Block::Says(node) => match &**node {
            Node::Heading { id, text, .. } => (id.as_ref() == Some(heading)).then(|| text.words()),
            _ => None,
        },
    });
    words.map(|words| Clean::line(&words))
}

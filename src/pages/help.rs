//! Owns the help page, made from the keys in force.
//! Must not know any key by itself.

use crate::action::{Action, Screen};
use crate::doc::marker::Marker;
use crate::doc::text::Text;
use crate::doc::{Align, Doc, Node, Row, Table};
use crate::keymap::{BINDINGS, Binding};
use crate::model::{Face, Model};

/// Every key that does something and what; in the plain face, every command.
pub fn doc(model: &Model) -> Doc {
    let (face, keymap) = (model.view.face, &model.preferences.keymap);
    let mut doc = Doc::new(match face {
        Face::Screen => "Keys",
        Face::Plain => "Commands",
    });
    doc.say(match face {
        Face::Screen => "Arrows, Tab, Enter and Esc do it all. In a field letters are text.",
        Face::Plain => {
            "Type a number to choose it, several numbers to tick several options, or the words of a row or of a link. Enter alone continues. Letters that are keys elsewhere do the same here: q quits, h is home. While you write, a command begins with a colon, as in :back."
        }
    });
    let named = |binding: &&Binding| match face {
        // A key that two commands share by turns, as the next lesson and the next hit do, stands once.
        Face::Screen => {
            let shown = keymap.shown(binding.verb);
            let earlier = BINDINGS.iter().take_while(|other| other.verb != binding.verb);
            !shown.is_empty() && !earlier.into_iter().any(|other| keymap.shown(other.verb) == shown)
        }
        Face::Plain => !binding.word.is_empty(),
    };
    let row = |binding: &Binding| match face {
        Face::Screen => vec![
            Text::plain(&keymap.shown(binding.verb)),
            Text::plain(binding.says),
        ],
        Face::Plain => vec![Text::plain(binding.word), Text::plain(binding.says)],
    };
    let digits = vec![Text::plain("1 to 9"), Text::plain("pick that option")];
    let first = (face == Face::Screen && keymap.has_digits()).then_some(digits);
    let rows = first
        .into_iter()
        .chain(BINDINGS.iter().filter(named).map(row))
        .collect();
    doc.push(Node::Table(Table {
        align: vec![Align::Left, Align::Left],
        head: vec![Text::default(), Text::default()],
        rows,
    }));
    if face == Face::Screen {
        let off = BINDINGS
            .iter()
            .filter(|binding| !binding.name.is_empty() && keymap.shown(binding.verb).is_empty());
        let off: Vec<&str> = off.map(|binding| binding.name).collect();
        if !off.is_empty() {
            doc.say(&format!("Without a key: {}.", off.join(", ")));
        }
        if !keymap.has_digits() {
            doc.say("Single letters, digits and signs are switched off as short cuts; Settings, at the end of home, switches them on.");
        }
        doc.push(Node::Row(Row::new(
            Marker::Link,
            Text::plain("Change keys and other settings"),
            Action::Go(Screen::Settings, None),
        )));
    }
    doc
}

//! Owns the drawing of a dial: a panel with its holder's name on it, a knob for each setting, and a switch that ends it all.

use crate::doc::Align;
use crate::figure::canvas::{Canvas, FRAME, LABEL, MARK, Room, TITLE};
use crate::figure::label::{Label, longest, widest};

/// Columns before the name of a setting: the frame, a knob and the air around it.
const KNOB: usize = 5;

/// Draws the panel.
pub fn draw(holder: &str, settings: &[(String, String)], off: &Option<String>, room: Room) -> Option<Canvas> {
    let (holder, off) = (Label::new(holder), Label::maybe(off.as_deref()));
    let settings: Vec<_> = settings
        .iter()
        .map(|(name, covers)| (Label::new(name), Label::new(covers)))
        .collect();
    let names = || settings.iter().map(|(name, _)| name);
    let covers = || settings.iter().map(|(_, covers)| covers);
    let spare = room.columns.checked_sub(KNOB + 2)?;
    if longest(names().chain(covers()).chain([&off])) > spare || longest([&holder]) > room.columns {
        return None;
    }

    let name = widest(names()).min(spare / 3).max(longest(names()));
    let beside = spare
        .checked_sub(name + 3)
        .filter(|left| *left >= longest(covers()).max(widest(covers()).div_ceil(3)));
    let width = beside.unwrap_or(spare);
    let covering: Vec<_> = covers().map(|covers| covers.wrap(width)).collect();
    let named: Vec<_> = names()
        .map(|label| label.wrap(if beside.is_some() { name } else { spare }))
        .collect();
    let name = named.iter().map(|block| block.width).max().unwrap_or_default();
    let indent = if beside.is_some() { name + 3 } else { 0 };
    let switch = off.wrap(spare);
    let inside = covering
        .iter()
        .map(|block| indent + block.width)
        .chain([name, switch.width])
        .max()
        .unwrap_or_default();
    let inside = match holder.width() + 7 {
        title if title <= room.columns => inside.max(title.saturating_sub(KNOB + 2)),
        _ => inside,
    };
    let whole = (KNOB + inside + 2 + 2).min(room.columns);

    let mut canvas = Canvas::new(room.glyphs);
    let mut y = 0;
    if holder.is_empty() {
        // A panel without a name has a plain upper edge.
    } else if holder.width() + 6 <= whole {
        canvas.words((2, 0), &format!(" {} ", holder.as_str()), TITLE);
    } else {
        let title = holder.wrap(room.columns);
        canvas.block((0, 0), 0, &title, (Align::Left, TITLE));
        y = title.height();
    }
    let top = y;
    y += 1;
    for (named, covers) in named.iter().zip(&covering) {
        canvas.words((2, y), room.glyphs.pick("◔", "o"), MARK);
        canvas.block((KNOB, y), 0, named, (Align::Left, TITLE));
        let below = if beside.is_some() { y } else { y + named.height() };
        canvas.block((KNOB + indent, below), 0, covers, (Align::Left, LABEL));
        y = (below + covers.height()).max(y + named.height().max(1));
    }
    if switch.height() > 0 {
        canvas.path(&[(0, y), (whole - 1, y)], FRAME);
        canvas.words((2, y + 1), room.glyphs.pick("■", "#"), MARK);
        canvas.block((KNOB, y + 1), 0, &switch, (Align::Left, LABEL));
        y += 1 + switch.height();
    }
    canvas.frame((0, top), (whole, y - top + 1));
    Some(canvas)
}

#[cfg(test)]
mod tests {
    use crate::doc::marker::Glyphs;
    use crate::figure::tests::shown;

    #[test]
    fn a_knob_a_setting_and_lines_are_broken_where_it_is_narrow() {
        let figure = r#"Dial(holder: "the other person", settings: [("topic", "what exactly"), ("time", "when, and in how many words")], off: "stop, at any moment")"#;
        assert_eq!(
            shown(figure, 72, Glyphs::Unicode),
            r"
              ╭─ the other person ───────────────────────╮
              │ ◔  topic   what exactly                  │
              │ ◔  time    when, and in how many words   │
              ├──────────────────────────────────────────┤
              │ ■  stop, at any moment                   │
              ╰──────────────────────────────────────────╯
"
        );
        assert_eq!(
            shown(figure, 34, Glyphs::Unicode),
            r"
 ╭─ the other person ──────────╮
 │ ◔  topic   what exactly     │
 │ ◔  time    when, and in     │
 │            how many words   │
 ├─────────────────────────────┤
 │ ■  stop, at any moment      │
 ╰─────────────────────────────╯
"
        );
    }
}

//! Owns labels as a figure needs them: cleaned, measured, and wrapped into blocks of even lines.
//! Must not know what is drawn around them.

use crate::clean::Clean;
use crate::cluster::width;
use crate::wrap::wrap_words;
use unicode_linebreak::linebreaks;

/// A label of a figure: one line of safe words.
#[derive(Clone, Debug, PartialEq)]
pub struct Label(String);

impl Label {
    /// The label that an author wrote.
    pub fn new(words: &str) -> Label {
        Label(Clean::line(words).trim().to_owned())
    }

    /// The label, or an empty one where none is written.
    pub fn maybe(words: Option<&str>) -> Label {
        Label::new(words.unwrap_or_default())
    }

    /// Labels of several words in their order.
    pub fn all(words: &[String]) -> Vec<Label> {
        words.iter().map(|words| Label::new(words)).collect()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Columns it takes on one line.
    pub fn width(&self) -> usize {
        columns(&self.0)
    }

    /// Columns of its longest part that has no place for a break: in fewer columns a word would be torn.
    pub fn longest(&self) -> usize {
        let mut start = 0;
        let parts = linebreaks(&self.0).map(|(end, _)| {
            let part = columns(self.0[start..end].trim_end());
            start = end;
            part
        });
        parts.max().unwrap_or_default()
    }

    /// The label in at most `columns` columns, in as few lines as there can be and those as even as they can be.
    pub fn wrap(&self, columns: usize) -> LabelLines {
        if self.is_empty() {
            return LabelLines::default();
        }
        let fewest = wrap_words(&self.0, columns).len();
        let (mut low, mut high) = (self.longest().min(columns).max(1), columns.max(1));
        while low < high {
            let middle = (low + high) / 2;
            match wrap_words(&self.0, middle).len() > fewest {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        LabelLines::of(wrap_words(&self.0, high))
    }
}

/// Lines that stand together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelLines {
    /// The lines; none for an empty label.
    pub lines: Vec<String>,
    /// Columns of the widest.
    pub width: usize,
}

impl LabelLines {
    /// A block of these lines.
    pub fn of(lines: Vec<String>) -> LabelLines {
        let width = lines.iter().map(|line| columns(line)).max().unwrap_or_default();
        LabelLines { lines, width }
    }

    /// Several labels, one under the other, each in at most `columns` columns.
    pub fn column(labels: &[Label], columns: usize) -> LabelLines {
        LabelLines::of(
            labels
                .iter()
                .flat_map(|label| label.wrap(columns).lines)
                .collect(),
        )
    }

    /// How many lines.
    pub fn height(&self) -> usize {
        self.lines.len()
    }
}

/// Columns that words take on a canvas: a mark without a letter is set on a blank of its own.
pub fn columns(words: &str) -> usize {
    width(words).max(usize::from(!words.is_empty()))
}

/// The widest of some labels, each on one line.
pub fn widest<'a>(labels: impl IntoIterator<Item = &'a Label>) -> usize {
    labels.into_iter().map(Label::width).max().unwrap_or_default()
}

/// The longest unbreakable part in some labels.
pub fn longest<'a>(labels: impl IntoIterator<Item = &'a Label>) -> usize {
    labels.into_iter().map(Label::longest).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_even_and_words_stay_whole() {
        let label = Label::new(" growth mindset drives every arrow ");
        assert_eq!(label.longest(), 7);
        assert_eq!(label.wrap(30).lines, ["growth mindset", "drives every arrow"]);
        assert_eq!(label.wrap(40).lines, ["growth mindset drives every arrow"]);
        assert_eq!(Label::new("in a\nway").wrap(20).lines, ["in a way"]);
        assert_eq!(Label::new("").wrap(20), LabelLines::default());
    }
}

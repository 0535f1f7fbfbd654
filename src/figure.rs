//! stub
use crate::doc::{Figure, Glyphs, Text};
pub fn draw(figure: &Figure, columns: usize, _glyphs: Glyphs) -> Vec<Text> {
    figure.labels().iter().flat_map(|label| crate::wrap::wrap(&Text::plain(label), columns)).map(|wrapped| wrapped.text).collect()
}

//! stub
use crate::source::{Diagnostic, Files};
pub enum Style {
    Plain,
    Colored,
}
pub fn report(d: &[Diagnostic], _files: &Files, _style: Style) -> String {
    d.iter().map(|d| format!("{}: {}\n", d.code, d.message)).collect()
}
pub fn summary(_d: &[Diagnostic]) -> String {
    String::new()
}

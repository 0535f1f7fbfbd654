//! Owns what a frame depends on beside the page itself: as long as all of it is the same, the frame is on show already.
//! Must not know how any of it is drawn.

use crate::app::App;
use crate::app::keys::KeyFocus;
use crate::clean::Clean;

/// What a frame depends on. Two frames of one `App` in the same state have the same cells.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameState {
    /// Which making of the page it shows: with it the screen, its words, what is marked and what can be focused.
    made: u64,
    size: (usize, usize),
    top: usize,
    focus: Option<usize>,
    keys: KeyFocus,
    point: Option<usize>,
    here: Option<usize>,
    told: Option<usize>,
    is_blank: bool,
    percent: Option<u8>,
    notice: Option<Clean>,
    at_risk: (Option<Clean>, Option<Clean>),
    is_slow: bool,
    theme: &'static str,
}

impl FrameState {
    /// The state of the page on show.
    pub fn of(app: &App) -> FrameState {
        let (window, saving) = (app.window(), &app.model().saving);
        FrameState {
            made: window.made,
            size: window.size(),
            top: window.top(),
            focus: window.entry().focus,
            keys: window.key_focus(),
            point: window.point,
            here: window.here,
            told: window.told,
            is_blank: window.is_blank,
            percent: app.percent_behind(),
            notice: window.notice.clone(),
            at_risk: (saving.trouble.clone(), saving.unkept.clone()),
            is_slow: saving.is_slow,
            theme: app.model().preferences.settings.theme(),
        }
    }
}

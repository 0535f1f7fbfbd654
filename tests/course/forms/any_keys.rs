//! Any key at any moment in the courses of these stories, over days: no panic, and nothing that was kept is lost by a start.

use crate::forms::{before_after, coming_back, look_back, paths, predict, rehearsals, stems};
use crate::story::NOW;
use ally_up::action::{Action, Screen};
use ally_up::app::Msg;
use ally_up::shell::Flow;
use ally_up::shell::testing::{Memory, Script};
use ally_up::time::DAY;

const KEYS: [&str; 20] = [
    "<enter>", "<enter>", "<enter>", "<tab>", "<down>", "<up>", "<pgdn>", "<esc>", "<back>", "<end>", "1",
    "2", "3", "u", "i", "r", "h", "n", "p", "a word",
];

#[test]
fn any_key_at_any_moment_in_every_form() {
    let courses = [
        before_after::both(),
        coming_back::today(),
        look_back::two(),
        paths::support(),
        predict::predicted(),
        rehearsals::talk(),
        stems::cards(),
    ];
    for library in courses {
        let items: Vec<_> = library.course.items().collect();
        let screens: Vec<Screen> = items
            .iter()
            .flat_map(|item| {
                [
                    item.screen(),
                    Screen::Lesson(item.id.clone()),
                    Screen::Results(item.id.clone()),
                ]
            })
            .chain([
                Screen::Home,
                Screen::Practice,
                Screen::Notebook,
                Screen::Completion,
                Screen::TimeBox(15),
            ])
            .collect();
        let mut script = Script::start(library.clone(), Memory::default(), (60, 18), NOW);
        let mut state: u32 = 7;
        let mut below = |limit: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as usize % limit
        };
        for _ in 0..1_200 {
            match below(40) {
                0 => script.send(Msg::Act(Action::Go(screens[below(screens.len())].clone(), None))),
                1 => {
                    let kept = script.app.model().progress.clone();
                    let later = script.now + below(3) as i64 * DAY;
                    script = Script::start(library.clone(), script.store, (60, 18), later);
                    assert_eq!(script.app.model().progress, kept);
                }
                _ => script.keys(KEYS[below(KEYS.len())]),
            }
            assert_eq!(script.flow, Flow::On);
        }
    }
}

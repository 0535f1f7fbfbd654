//! What comes back on home: whether a moment came, asked once by a later start; and a question thirty days after its lesson.

use crate::forms::{at, choose, lesson};
use crate::story::{NOW, log, plain_in};
use ally_up::action::Screen;
use ally_up::library::Library;
use ally_up::shell::testing::{Memory, Script};
use ally_up::time::{DAY, Millis};

const ASKED: &str = "Did the moment come?";
const LATER: &str = "What did somebody else notice?";

pub fn today() -> Library {
    lesson(
        "# One\n\nA line.\n\n> [!TIP]\n> If somebody is cut off, then I return the floor.\n\n### For yourself {#journal-one .reflect}\n\n\
         ### What did somebody else notice? {#journal-later .reflect after=30}\n\nA word will do.\n",
    )
}

/// What was kept once the lesson was read.
fn read() -> Memory {
    let mut story = at(&today(), Memory::default(), Screen::Lesson("one".into()), NOW);
    story.keys("h");
    assert!(log(&story).contains("read one"), "{}", log(&story));
    assert!(
        !story.screen().contains(ASKED),
        "not in the same session: {}",
        story.screen()
    );
    story.store
}

fn home(store: Memory, now: Millis) -> Script {
    at(&today(), store, Screen::Home, now)
}

#[test]
fn the_next_start_asks_once_whether_the_moment_came() {
    let store = read();
    assert!(
        !home(store.clone(), NOW + DAY / 24).screen().contains(ASKED),
        "an hour later is too soon"
    );
    let mut story = home(store.clone(), NOW + DAY);
    let screen = story.screen();
    assert!(
        screen.contains(ASKED) && screen.contains("If somebody is cut off, then I return"),
        "{screen}"
    );
    story.keys("1");
    assert!(log(&story).ends_with("told of one: Yes"), "{}", log(&story));
    assert!(!story.screen().contains(ASKED), "{}", story.screen());
    assert!(!home(story.store, NOW + 3 * DAY).screen().contains(ASKED));
    // Whoever passed it by owes nothing: the start after that does not ask.
    let mut story = home(store, NOW + DAY);
    choose(&mut story, "Settings");
    choose(&mut story, "Ask how sure");
    assert!(!home(story.store, NOW + 3 * DAY).screen().contains(ASKED));
}

#[test]
fn not_yet_is_asked_once_more() {
    let mut story = home(read(), NOW + DAY);
    story.keys("3");
    assert!(story.screen().contains("once more"), "{}", story.screen());
    let mut story = home(story.store, NOW + 2 * DAY);
    assert!(story.screen().contains(ASKED));
    story.keys("3");
    assert!(!home(story.store, NOW + 4 * DAY).screen().contains(ASKED));
}

#[test]
fn the_plain_face_asks_for_the_moment_too() {
    let (said, store) = plain_in(today(), "9\n", read(), NOW + DAY);
    assert!(
        said.contains(ASKED) && said.contains("8. Yes") && said.contains("10. Not yet"),
        "{said}"
    );
    assert!(
        log(&home(store, NOW + DAY)).ends_with("told of one: No"),
        "{said}"
    );
}

#[test]
fn a_question_for_later_is_asked_on_home_once_on_its_day() {
    let store = read();
    let lesson =
        |store: &Memory, now| at(&today(), store.clone(), Screen::Lesson("one".into()), now).screen();
    let early = lesson(&store, NOW + 29 * DAY);
    assert!(
        early.contains("For you alone") && !early.contains(LATER),
        "{early}"
    );
    assert!(!home(store.clone(), NOW + 29 * DAY).screen().contains(LATER));
    let day = NOW + 31 * DAY;
    let mut story = home(store.clone(), day);
    let screen = story.screen();
    assert!(
        screen.contains("30 days on") && screen.contains(LATER),
        "{screen}"
    );
    assert!(lesson(&store, day).contains(LATER), "{}", lesson(&store, day));
    choose(&mut story, "30 days on");
    // It is answered like any other question for the journal.
    assert!(story.screen().contains("A word will do."), "{}", story.screen());
    story.send(ally_up::app::Msg::Act(ally_up::action::Action::Write(
        ally_up::action::FieldTarget::Entry("journal-later".into()),
    )));
    story.keys("That I wait.");
    choose(&mut story, "Keep this");
    assert!(
        log(&story).contains("wrote journal-later \"That I wait.\""),
        "{}",
        log(&story)
    );
    assert!(!home(story.store, day + 9 * DAY).screen().contains(LATER));
    let (said, _) = plain_in(today(), "30 days\n1\nThat I ask.\n.\nkeep this\n", store, day);
    assert!(
        said.contains("30 days on") && said.contains("You wrote"),
        "{said}"
    );
}

//! What keys and words mean, and what changes to them do.

use super::*;

#[test]
fn every_command_of_a_key_has_a_name_of_its_own() {
    let mut names: Vec<&str> = Vec::new();
    for binding in BINDINGS
        .iter()
        .filter(|binding| !binding.keys.is_empty() || !binding.name.is_empty())
    {
        let is_words = binding.name.chars().all(|c| c.is_ascii_lowercase() || c == ' ');
        assert!(is_words && !binding.name.is_empty(), "{}", binding.name);
        assert!(!names.contains(&binding.name), "{}", binding.name);
        names.push(binding.name);
        // More does not fit into a column of help.
        let says = binding.says.chars().count();
        assert!((1..=22).contains(&says), "{}", binding.says);
        for key in binding.keys {
            assert_eq!(Key::named(&key.to_string()), Some(*key), "{key}");
        }
    }
    assert_eq!(Key::named("CTRL-Q"), Some(Key::Control('q')));
    for name in ["", "ctrl-i", "ctrl-", "ctrl-qq", "F1", "qq", "\u{7}"] {
        assert_eq!(Key::named(name), None, "{name}");
    }
}

#[test]
fn changes_take_the_place_of_the_table_and_the_fixed_keys_stay() {
    let plain = Keymap::default();
    assert_eq!(plain.shown(Command::Quit), "q Ctrl-c");
    assert_eq!(plain.hint(Command::Help, "keys"), "? keys");
    let changed = Keymap::new(
        SingleKeys::On,
        &[
            (Command::Quit, vec![Key::Char('Q'), Key::Char('n')]),
            (Command::Up, vec![]),
            (Command::Hint, vec![Key::Char('Q'), Key::Enter]),
        ],
    );
    assert_eq!(changed.shown(Command::Quit), "Q n Ctrl-c");
    assert_eq!(changed.command(Key::Char('q')), None);
    assert_eq!(changed.command(Key::Char('n')), Some(Command::Quit));
    assert_eq!(changed.shown(Command::NextLesson), "");
    assert_eq!(changed.shown(Command::Up), "Up");
    assert_eq!(changed.shown(Command::Hint), "", "the first keeps it");
    assert_eq!(changed.command(Key::Enter), Some(Command::Choose));
    let silent = Keymap::new(SingleKeys::Off, &[(Command::Quit, vec![Key::Char('Q')])]);
    assert!(!silent.has_digits());
    assert_eq!(silent.shown(Command::Quit), "Ctrl-c");
    assert_eq!(silent.command(Key::Char('j')), None);
    assert_eq!(silent.command(Key::Char(' ')), Some(Command::Tick));
}

#[test]
fn no_key_and_no_word_means_two_things() {
    let mut keys: Vec<Key> = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    for binding in BINDINGS {
        for key in binding.keys {
            assert!(!keys.contains(key), "{key:?}");
            keys.push(*key);
        }
        if !binding.word.is_empty() {
            assert!(!words.contains(&binding.word), "{}", binding.word);
            words.push(binding.word);
        }
    }
}

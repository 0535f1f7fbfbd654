//! What terminals send, whole and cut at every byte with 100 ms between, then quiet, then a plain key.

use super::*;

const LATE: Duration = Duration::from_millis(100);

/// A terminal that sends, and what was understood.
struct Sent {
    reader: KeyReader,
    at: Duration,
    heard: Vec<Heard>,
}

impl Sent {
    fn new() -> Sent {
        Sent {
            reader: KeyReader::new(DEL),
            at: Duration::from_secs(5),
            heard: Vec::new(),
        }
    }

    fn read(mut self, bytes: &[u8]) -> Sent {
        self.heard.extend(self.reader.feed(bytes, self.at));
        self
    }

    fn wait(mut self, milliseconds: u64) -> Sent {
        let until = self.at + Duration::from_millis(milliseconds);
        // As the thread that reads does: it wakes when something is due.
        while let Some(due) = self.reader.deadline().filter(|due| *due <= until) {
            self.heard.extend(self.reader.tick(due));
        }
        self.at = until;
        self
    }

    fn gives(self, heard: &[Heard]) {
        assert_eq!(self.wait(1_500).heard, heard);
    }
}

fn keys(keys: &[Key]) -> Vec<Heard> {
    keys.iter().copied().map(Heard::Key).collect()
}

fn text(text: &str) -> Vec<Heard> {
    text.chars().map(|c| Heard::Key(Key::Char(c))).collect()
}

/// These bytes mean this, whole and however they are cut, and the next key is heard.
#[track_caller]
fn means(bytes: &[u8], heard: &[Heard]) {
    let next = [heard, &text("j")].concat();
    Sent::new().read(bytes).wait(1_500).read(b"j").gives(&next);
    for cut in 1..bytes.len() {
        let (one, other) = bytes.split_at(cut);
        let sent = Sent::new()
            .read(one)
            .wait(100)
            .read(other)
            .wait(1_500)
            .read(b"j")
            .wait(1_500);
        assert_eq!(
            sent.heard,
            next,
            "cut at {cut}: {:?}",
            String::from_utf8_lossy(bytes)
        );
    }
    let each = bytes
        .chunks(1)
        .fold(Sent::new(), |sent, byte| sent.read(byte).wait(100));
    assert_eq!(
        each.wait(1_500).heard,
        heard,
        "cut at each byte: {:?}",
        String::from_utf8_lossy(bytes)
    );
}

#[test]
fn keys_of_a_keyboard() {
    means("aß漢🍵".as_bytes(), &text("aß漢🍵"));
    for (bytes, key) in [
        (&b"\r"[..], Key::Enter),
        (b"\n", Key::Enter),
        (b"\t", Key::Tab),
        (b"\x7f", Key::Backspace),
        (b"\x08", Key::BackspaceWord),
        (b"\x03", Key::Control('c')),
        (b"\x1a", Key::Control('z')),
        (b"\x1f", Key::Control('_')),
        (b"\x1b[A", Key::Up),
        (b"\x1bOB", Key::Down),
        (b"\x1b[1;5C", Key::WordRight),
        (b"\x1b[1;3D", Key::WordLeft),
        (b"\x1b[1;2D", Key::Left),
        (b"\x1b[H", Key::Home),
        (b"\x1bOF", Key::End),
        (b"\x1b[1~", Key::Home),
        (b"\x1b[4~", Key::End),
        (b"\x1b[3~", Key::Delete),
        (b"\x1b[5~", Key::PageUp),
        (b"\x1b[6;5~", Key::PageDown),
        (b"\x1b[Z", Key::BackTab),
        (b"\x1b\x7f", Key::BackspaceWord),
        // rxvt
        (b"\x1b[7~", Key::Home),
        (b"\x1b[8^", Key::End),
        (b"\x1b[3$", Key::Delete),
        (b"\x1b[5@", Key::PageUp),
        (b"\x1b[a", Key::Up),
        (b"\x1bOc", Key::WordRight),
        // kitty
        (b"\x1b[27u", Key::Esc),
        (b"\x1b[27;1:1u", Key::Esc),
        (b"\x1b[13;2u", Key::Enter),
        (b"\x1b[9;2u", Key::BackTab),
        (b"\x1b[127;5u", Key::BackspaceWord),
        (b"\x1b[99;5u", Key::Control('c')),
        (b"\x1b[97;1:2u", Key::Char('a')),
        (b"\x1b[97;2u", Key::Char('A')),
        (b"\x1b[55:38;2u", Key::Char('&')),
        (b"\x1b[97;;228u", Key::Char('ä')),
        (b"\x1b[1;1:2A", Key::Up),
        (b"\x1b[57399u", Key::Char('0')),
        (b"\x1b[57413u", Key::Char('+')),
        (b"\x1b[57414u", Key::Enter),
        (b"\x1b[57426u", Key::Delete),
        // modifyOtherKeys
        (b"\x1b[27;5;99~", Key::Control('c')),
        (b"\x1b[27;2;65~", Key::Char('A')),
        (b"\x1b[27;2;9~", Key::BackTab),
        // keypad, and 8-bit
        (b"\x1bOM", Key::Enter),
        (b"\x1bOj", Key::Char('*')),
        (b"\x1bOy", Key::Char('9')),
        (b"\x9bA", Key::Up),
        (b"\xc2\x9bA", Key::Up),
        (b"\x8fB", Key::Down),
    ] {
        means(bytes, &keys(&[key]));
    }
}

#[test]
fn two_escapes_belong_together_only_in_one_read() {
    // rxvt sends Alt with an arrow so; by hand it is Esc, and then the arrow.
    Sent::new().read(b"\x1b\x1b[D").gives(&keys(&[Key::WordLeft]));
    for pause in [20, 80, 140, 400] {
        Sent::new()
            .read(b"\x1b")
            .wait(pause)
            .read(b"\x1b[B")
            .gives(&keys(&[Key::Esc, Key::Down]));
        Sent::new()
            .read(b"\x1b")
            .wait(pause)
            .read(b"\x1b")
            .gives(&keys(&[Key::Esc; 2]));
    }
}

#[test]
fn keys_by_hand_do_not_keep_an_unfinished_paste_or_answer_alive() {
    for begun in [&b"\x1b[200~hello"[..], b"\x1b]11;rgb:00", b"\x1bPabc"] {
        let mut sent = Sent::new().read(begun);
        for _ in 0..5 {
            sent = sent.wait(400).read(b"j");
        }
        let last = sent.heard.last();
        assert_eq!(last, Some(&Heard::Key(Key::Char('j'))), "{begun:?}");
    }
}

#[test]
fn the_terminal_says_which_byte_erases() {
    for (erase, backspace, word) in [(DEL, b"\x7f", b"\x08"), (0x08, b"\x08", b"\x7f")] {
        let mut reader = KeyReader::new(erase);
        assert_eq!(reader.feed(backspace, LATE), keys(&[Key::Backspace]));
        assert_eq!(reader.feed(word, LATE), keys(&[Key::BackspaceWord]));
    }
    assert_eq!(
        KeyReader::new(b'#').feed(b"\x08\x7f", LATE),
        keys(&[Key::Backspace; 2])
    );
}

#[test]
fn reports_that_are_asked_for() {
    means(b"\x1b[<0;12;5M", &[Heard::Click(11, 4)]);
    means(b"\x1b[32;12;5M", &[Heard::Click(11, 4)]);
    means(b"\x1b[M +%", &[Heard::Click(10, 4)]);
    means(
        b"\x1b[<64;1;1M\x1b[<65;1;1M",
        &[Heard::Wheel(-1), Heard::Wheel(1)],
    );
    means(b"\x1b[I", &[Heard::Focus]);
    means(b"\x1b[?2026;2$y\x1b[?2026;0$y", &[Heard::Synchronizes]);
    for nothing in [
        "\x1b[<0;12;5m",
        "\x1b[<32;12;5M",
        "\x1b[<2;1;1M",
        "\x1b[<128;1;1M",
        "\x1b[<0;1M",
        "\x1b[O",
    ] {
        means(nothing.as_bytes(), &[]);
    }
}

#[test]
fn what_means_nothing_is_dropped_whole() {
    for bytes in [
        // answers: attributes, modes, colors, names, graphics, settings
        "\x1b[?62;22c",
        "\x1b[>41;354;0c",
        "\x1b[?2026;0$y",
        "\x1b[4;1$y",
        "\x1b[12;40R",
        "\x1b[?12;40;1R",
        "\x1b[0n",
        "\x1b[8;24;80t",
        "\x1b]11;rgb:ffff/ffff/dddd\x1b\\",
        "\x1b]11;rgb:ffff/ffff/dddd\x07",
        "\x1b]lä title ✜ of qj\x1b\\",
        "\x1bP>|Terminal(1.2)\x1b\\",
        "\x1bP1+r544e=78\x1b\\",
        "\x1bP!|00000000\x1b\\",
        "\x1b_Gi=31;OK\x1b\\",
        // private and unknown ones, releases, function keys
        "\x1b[=1;2;3x",
        "\x1b[1;2 q",
        "\x1b[?1;2;3#~",
        "\x1b[97;1:3u",
        "\x1b[57358u",
        "\x1b[15~",
        "\x1b[23$",
        "\x1bOP",
        "\x1b[1;2R",
        "\x1b[[A",
        "\x1b[[E",
        "\x1b[97;9u",
        "\x00",
        "\u{85}",
        // in 8 bits
        "\u{9d}11;rgb:0/0/0\u{9c}",
    ] {
        means(bytes.as_bytes(), &[]);
    }
    means(b"\x9d11;rgb:0/0/0\x9c", &[]);
    means(format!("\x1b[?{}x", "1;".repeat(400)).as_bytes(), &[]);
    means(format!("\x1b]52;c;{}\x07", "QUJD".repeat(400)).as_bytes(), &[]);
}

#[test]
fn esc_is_told_from_the_beginning_of_a_sequence() {
    Sent::new().read(b"\x1b").gives(&keys(&[Key::Esc]));
    Sent::new().read(b"\x1b\x1b").gives(&keys(&[Key::Esc; 2]));
    Sent::new().read(b"\x1b\x1b\x1b").gives(&keys(&[Key::Esc; 3]));
    let sent = Sent::new().read(b"\x1b").wait(149);
    assert_eq!(sent.heard, []);
    sent.read(b"[A").gives(&keys(&[Key::Up]));
    Sent::new()
        .read(b"\x1b")
        .wait(160)
        .read(b"j")
        .gives(&keys(&[Key::Esc, Key::Char('j')]));
    // What came too late for its Esc types nothing.
    Sent::new()
        .read(b"\x1b")
        .wait(400)
        .read(b"[1;5A")
        .gives(&keys(&[Key::Esc]));
    Sent::new()
        .read(b"\x1b")
        .wait(400)
        .read(b"]11;rgb:0/0/0\x07")
        .gives(&keys(&[Key::Esc]));
    Sent::new().read(b"\x1b[").wait(400).read(b"1;5A").gives(&[]);
}

#[test]
fn alt_with_a_character_is_nobodys_and_esc_with_a_quick_one_is_two_keys() {
    for alt in [
        "\x1bq", "\x1bü", "\x1b[", "\x1bO", "\x1b]", "\x1bP", "\x1bX", "\x1b^", "\x1b_", "\x1b ",
    ] {
        Sent::new().read(alt.as_bytes()).gives(&[]);
        let (esc, key) = alt.split_at(1);
        let two = [keys(&[Key::Esc]), text(key)].concat();
        Sent::new()
            .read(esc.as_bytes())
            .wait(40)
            .read(key.as_bytes())
            .gives(&two);
    }
    Sent::new().read(b"\x1b\r").gives(&keys(&[Key::Enter]));
    Sent::new()
        .read(b"\x1b")
        .wait(40)
        .read(b"\r")
        .gives(&keys(&[Key::Esc, Key::Enter]));
    // A word whose first letter begins a string: no answer begins like that.
    Sent::new()
        .read(b"\x1b")
        .wait(40)
        .read(b"P")
        .wait(90)
        .read(b"i")
        .gives(&[keys(&[Key::Esc]), text("Pi")].concat());
}

#[test]
fn an_unfinished_sequence_swallows_no_key_for_good() {
    for begun in [
        "\x1b[1;",
        "\x1b[?2026;",
        "\x1bO5",
        "\x1b]11;rgb",
        "\x1bP1+r",
        "\x1b_Gi",
        "\x1b^",
        "\x1b[M!",
        "\x1b[[",
        "\x1b]1;a\x1b",
    ] {
        let sent = Sent::new().read(begun.as_bytes()).wait(1_100);
        let esc = if begun.ends_with('\x1b') {
            keys(&[Key::Esc])
        } else {
            Vec::new()
        };
        sent.read(b"j")
            .wait(30)
            .read(b"\x1b[A")
            .gives(&[esc, text("j"), keys(&[Key::Up])].concat());
        // Nobody is shut out meanwhile: a control character is a key.
        let sent = Sent::new().read(begun.as_bytes()).wait(20).read(b"\x03");
        assert_eq!(
            sent.heard.last(),
            Some(&Heard::Key(Key::Control('c'))),
            "{begun:?}"
        );
    }
    for begun in [&b"\xf0\x9f"[..], b"\xe2", b"\xc3"] {
        Sent::new().read(begun).wait(20).read(b"j").gives(&text("j"));
        Sent::new().read(begun).wait(200).read(b"j").gives(&text("j"));
    }
    Sent::new().read(b"\xff\xc0\xed\xa0\x80\xf5j").gives(&text("j"));
    Sent::new().read(b"\x1b[1;\x1b[A").gives(&keys(&[Key::Up]));
    Sent::new().read(b"\x1b[1;\x18j").gives(&text("j"));
    Sent::new().read("\x1b[1;ä".as_bytes()).gives(&text("ä"));
}

#[test]
fn the_rest_of_a_stalled_answer_is_not_typed() {
    let stalled = Sent::new().read(b"\x1b]4;1;rgb:12").wait(3_000);
    stalled
        .read(b"12/3434/5656\x07")
        .wait(20)
        .read(b"j")
        .gives(&text("j"));
    let stalled = Sent::new()
        .read(b"\x1bP1+r544e")
        .wait(3_000)
        .read(b"3d787465726d2d323536636f6c6f72")
        .wait(300);
    stalled.read(b"aa\x1b\\").wait(20).read(b"j").gives(&text("j"));
    Sent::new()
        .read(b"\x1b[?1;2")
        .wait(800)
        .read(b";3c")
        .wait(20)
        .read(b"j")
        .gives(&text("j"));
    // A hand is no answer.
    Sent::new()
        .read(b"\x1b]4;1;rgb:12")
        .wait(1_200)
        .read(b"jk")
        .gives(&text("jk"));
    Sent::new()
        .read(b"\x1b]4;1")
        .wait(11_500)
        .read(b"a sentence from a pipe")
        .gives(&text("a sentence from a pipe"));
}

#[test]
fn a_paste_is_text_whatever_is_in_it() {
    let pasted = |text: &str| Heard::Paste(text.to_owned());
    means(b"\x1b[200~q\r\x03 \xc3\xa4\x1b[201~", &[pasted("q\r\u{3} ä")]);
    means(
        b"\x1b[200~\x1b[A\x1b\x1b[201\x1b]1\x1b[201~",
        &[pasted("\x1b[A\x1b\x1b[201\x1b]1")],
    );
    means(b"\x1b[200~\x1b[201~", &[]);
    means(b"\x1b[201~", &[]);
    // Of a long one as much is kept as a field takes, and its end is still found.
    let long = [PASTE_BEGINS, &vec![b'a'; PASTE_BYTES + 9], PASTE_ENDS, b"j"].concat();
    let heard = Sent::new().read(&long).heard;
    assert_eq!(
        heard,
        [vec![pasted(&"a".repeat(PASTE_BYTES))], text("j")].concat()
    );
}

#[test]
fn an_unfinished_paste_is_one_and_its_rest_is_never_typed() {
    let pasted = |text: &str| vec![Heard::Paste(text.to_owned())];
    let begun = || Sent::new().read(b"\x1b[200~My aunt");
    begun().gives(&pasted("My aunt"));
    let stalled = begun()
        .wait(2_000)
        .read(b" and her green bird\x1b[201~")
        .wait(20)
        .read(b"j");
    stalled.gives(&[pasted("My aunt"), pasted(" and her green bird"), text("j")].concat());
    begun().wait(2_000).read(b"\x1b[201~").gives(&pasted("My aunt"));
    let keys = [pasted("My aunt"), text("j"), keys(&[Key::Up, Key::Control('c')])].concat();
    begun()
        .wait(2_000)
        .read(b"j")
        .wait(50)
        .read(b"\x1b[A")
        .wait(50)
        .read(b"\x03")
        .gives(&keys);
    // Another paste is another.
    begun()
        .wait(2_000)
        .read(b"\x1b[200~a\x1b[201~")
        .gives(&[pasted("My aunt"), pasted("a")].concat());
    // Keys that repeat while the machine is busy are no paste.
    begun()
        .wait(2_000)
        .read(&b"\x1b[B".repeat(9))
        .gives(&[pasted("My aunt"), vec![Heard::Key(Key::Down); 9]].concat());
}

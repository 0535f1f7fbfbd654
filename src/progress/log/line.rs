//! Owns the frame of a line of the log: `<version> <crc32c, 8 hex digits> <body>`, without the newline.
//! Must not know what a body says.
//!
//! | version | body | the checksum covers |
//! |---|---|---|
//! | 1 | RON, read and never written | the body |
//! | 2 | JSON | `2 ` and the body, that is the line without the checksum |
//! | later | unknown, beginning with a bracket | as version 2 |

use serde::{Deserialize, Serialize};

/// The longest line, in bytes, its newline included.
pub const MAX_LINE: usize = 64 * 1024;
/// The version of the lines that are written.
const VERSION: u32 = 2;
/// Bytes of the checksum and the space behind it.
const SUM: usize = "00000000 ".len();
/// The longest version, in digits.
const MAX_DIGITS: usize = 4;
/// How many checksums are tried in one damaged line in search of a whole line at its end. The limit keeps a
/// hostile file cheap to read.
const MAX_TRIES: usize = 16;

/// Why a line could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// It has more than `MAX_LINE` bytes.
    TooLong,
    /// It does not start as a line of a log does.
    NotALine,
    /// Its bytes are not those that were written.
    WrongSum,
}

impl Reason {
    /// The reason in words, to stand after a file and a line number.
    pub fn words(self) -> &'static str {
        match self {
            Reason::TooLong => "longer than any line of a log",
            Reason::NotALine => "not a line of a log",
            Reason::WrongSum => "damaged: the checksum does not fit",
        }
    }
}

/// The body of a line whose checksum is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body<'a> {
    /// Version 1.
    Ron(&'a [u8]),
    /// Version 2.
    Json(&'a [u8]),
    /// A later version.
    Newer(&'a [u8]),
}

/// The line of a JSON body, newline included.
pub fn seal(json: &str) -> String {
    format!("{VERSION} {:08x} {json}\n", checksum(VERSION, json.as_bytes()))
}

/// The body of a line without its newline.
///
/// # Errors
/// Why it is damaged.
pub fn unseal(line: &[u8]) -> Result<Body<'_>, Reason> {
    if line.len() >= MAX_LINE {
        return Err(Reason::TooLong);
    }
    let (version, rest) = version(line).ok_or(Reason::NotALine)?;
    let (sum, body) = rest.split_at_checked(SUM).ok_or(Reason::NotALine)?;
    let (digits, space) = sum.split_at(SUM - 1);
    match hex(digits) {
        Some(sum) if space == b" " => {
            if checksum(version, body) != sum {
                Err(Reason::WrongSum)
            } else {
                Ok(match version {
                    1 => Body::Ron(body),
                    2 => Body::Json(body),
                    _ => Body::Newer(body),
                })
            }
        }
        Some(_) | None => Err(Reason::NotALine),
    }
}

/// A whole line at the end of a damaged one, and its body. When the newline between two lines is lost, or a
/// torn tail is joined to the next file by a merge, the second line is still there to the last byte.
pub fn behind_damage(line: &[u8]) -> Option<(&[u8], Body<'_>)> {
    let tail = &line[line.len().saturating_sub(MAX_LINE - 1)..];
    let starts = tail.windows(SUM + 3).enumerate().filter(|(_, head)| {
        head[0].is_ascii_digit()
            && head[1] == b' '
            && head[SUM + 1] == b' '
            && b"({[".contains(&head[SUM + 2])
    });
    starts
        .take(MAX_TRIES)
        .find_map(|(at, _)| Some((&tail[at..], unseal(&tail[at..]).ok()?)))
}

/// The version at the start of a line, and what follows its space. A version has no leading zero.
fn version(line: &[u8]) -> Option<(u32, &[u8])> {
    let end = line.iter().take(MAX_DIGITS + 1).position(|&byte| byte == b' ')?;
    let (digits, rest) = line.split_at(end);
    let version = digits.iter().try_fold(0, |number, digit| match digit {
        b'0'..=b'9' => Some(number * 10 + u32::from(digit - b'0')),
        _ => None,
    })?;
    (!digits.is_empty() && digits[0] != b'0').then_some((version, &rest[1..]))
}

/// In version 1 a flipped version digit would go unnoticed; since version 2 the version is part of the sum.
fn checksum(version: u32, body: &[u8]) -> u32 {
    let before = match version {
        1 => 0,
        2 => crc32c::crc32c(b"2 "),
        _ => crc32c::crc32c(format!("{version} ").as_bytes()),
    };
    crc32c::crc32c_append(before, body)
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| match digit {
        b'0'..=b'9' => Some(sum << 4 | u32::from(digit - b'0')),
        b'a'..=b'f' => Some(sum << 4 | u32::from(digit - b'a' + 10)),
        _ => None,
    })
}

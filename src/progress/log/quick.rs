//! Owns reading the RON that this program writes, at ten times the speed of reading all that RON allows: a start reads every line
//! there is. Must not guess: at anything else, a space even, it gives up, and the long way decides.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use std::borrow::Cow;
use std::fmt;

/// The record that these bytes are. `None` is no verdict.
pub fn read<T: DeserializeOwned>(ron: &[u8]) -> Option<T> {
    let mut reader = Reader {
        rest: std::str::from_utf8(ron).ok()?,
    };
    let record = T::deserialize(&mut reader).ok()?;
    reader.rest.is_empty().then_some(record)
}

/// What was not expected; the long way says what it is.
#[derive(Debug)]
struct Other;

impl fmt::Display for Other {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("not as this program writes it")
    }
}

impl std::error::Error for Other {}

impl serde::de::Error for Other {
    fn custom<T: fmt::Display>(_: T) -> Other {
        Other
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn next_is(&self, c: u8) -> bool {
        self.rest.as_bytes().first() == Some(&c)
    }

    fn take(&mut self, word: &str) -> Result<(), Other> {
        self.rest = self.rest.strip_prefix(word).ok_or(Other)?;
        Ok(())
    }

    /// The bytes up to the first that is not of the kind, at least one.
    fn take_while(&mut self, is_part: impl Fn(u8) -> bool) -> Result<&'a str, Other> {
        let end = self
            .rest
            .bytes()
            .position(|byte| !is_part(byte))
            .unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        if taken.is_empty() { Err(Other) } else { Ok(taken) }
    }

    fn identifier(&mut self) -> Result<&'a str, Other> {
        self.take_while(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    }

    /// A whole number, as all the numbers of a log are.
    fn number<T: std::str::FromStr>(&mut self) -> Result<T, Other> {
        let digits = self.take_while(|byte| byte.is_ascii_digit() || byte == b'-')?;
        // `007` and `-0` are read the long way.
        let plain = digits.strip_prefix('-').unwrap_or(digits);
        if plain.starts_with('0') && digits.len() > 1 {
            Err(Other)
        } else {
            digits.parse().map_err(|_| Other)
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Other> {
        self.take("\"")?;
        let end = self
            .rest
            .bytes()
            .position(|byte| matches!(byte, b'"' | b'\\'))
            .ok_or(Other)?;
        let (plain, rest) = self.rest.split_at(end);
        self.rest = rest;
        if self.next_is(b'"') {
            self.take("\"")?;
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        loop {
            let end = self
                .rest
                .bytes()
                .position(|byte| matches!(byte, b'"' | b'\\'))
                .ok_or(Other)?;
            let (plain, rest) = self.rest.split_at(end);
            text.push_str(plain);
            self.rest = &rest[1..];
            if rest.starts_with('"') {
                return Ok(Cow::Owned(text));
            }
            text.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Result<char, Other> {
        let kind = self.rest.bytes().next().ok_or(Other)?;
        if kind == b'u' {
            self.take("u{")?;
            let digits = self.take_while(|byte| byte.is_ascii_hexdigit())?;
            self.take("}")?;
            return u32::from_str_radix(digits, 16)
                .ok()
                .and_then(char::from_u32)
                .ok_or(Other);
        }
        let c = match kind {
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'0' => '\0',
            b'\\' | b'\'' | b'"' => char::from(kind),
            _ => return Err(Other),
        };
        self.rest = &self.rest[1..];
        Ok(c)
    }
}

/// Numbers are read as the type that asks for them.
macro_rules! numbers {
    ($($ask:ident $visit:ident $number:ty,)*) => {$(
        fn $ask<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Other> {
            visitor.$visit(self.number::<$number>()?)
        }
    )*};
}

impl<'a> Deserializer<'a> for &mut Reader<'a> {
    type Error = Other;

    numbers! {
        deserialize_u8 visit_u8 u8,
        deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64,
        deserialize_i8 visit_i8 i8,
        deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64,
    }

    fn deserialize_any<V: Visitor<'a>>(self, _: V) -> Result<V::Value, Other> {
        Err(Other)
    }

    fn deserialize_bool<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Other> {
        match self.identifier()? {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(Other),
        }
    }

    fn deserialize_str<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Other> {
        match self.string()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_string<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Other> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Other> {
        if self.rest.starts_with("None") {
            self.take("None")?;
            return visitor.visit_none();
        }
        self.take("Some(")?;
        let value = visitor.visit_some(&mut *self)?;
        self.take(")")?;
        Ok(value)
    }

    fn deserialize_identifier<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Other> {
        visitor.visit_borrowed_str(self.identifier()?)
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Other> {
        self.take("(")?;
        let value = visitor.visit_newtype_struct(&mut *self)?;
        self.take(")")?;
        Ok(value)
    }

    fn deserialize_seq<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Other> {
        self.take("[")?;
        let value = visitor.visit_seq(Parts::until(self, "]"))?;
        self.take("]")?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, Other> {
        self.take("(")?;
        let value = visitor.visit_seq(Parts::until(self, ")"))?;
        self.take(")")?;
        Ok(value)
    }

    fn deserialize_tuple_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        of: usize,
        visitor: V,
    ) -> Result<V::Value, Other> {
        self.deserialize_tuple(of, visitor)
    }

    fn deserialize_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Other> {
        self.take("(")?;
        let value = visitor.visit_map(Parts::until(self, ")"))?;
        self.take(")")?;
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Other> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! { <V: Visitor<'a>> i128 u128 f32 f64 char bytes byte_buf unit unit_struct map ignored_any }
}

/// Values with a comma between them, up to a closing sign.
struct Parts<'r, 'a> {
    reader: &'r mut Reader<'a>,
    close: &'static str,
    before: &'static str,
}

impl<'r, 'a> Parts<'r, 'a> {
    fn until(reader: &'r mut Reader<'a>, close: &'static str) -> Parts<'r, 'a> {
        Parts {
            reader,
            close,
            before: "",
        }
    }

    /// Whether there is one more. The closing sign is left to who opened: a pair is not asked for a third.
    fn more(&mut self) -> Result<bool, Other> {
        if self.reader.rest.starts_with(self.close) {
            return Ok(false);
        }
        self.reader.take(self.before)?;
        self.before = ",";
        Ok(true)
    }
}

impl<'a> SeqAccess<'a> for Parts<'_, 'a> {
    type Error = Other;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, Other> {
        match self.more()? {
            true => seed.deserialize(&mut *self.reader).map(Some),
            false => Ok(None),
        }
    }
}

impl<'a> MapAccess<'a> for Parts<'_, 'a> {
    type Error = Other;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Other> {
        match self.more()? {
            true => seed.deserialize(&mut *self.reader).map(Some),
            false => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Other> {
        self.reader.take(":")?;
        seed.deserialize(&mut *self.reader)
    }
}

impl<'a> EnumAccess<'a> for &mut Reader<'a> {
    type Error = Other;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'a>>(self, seed: V) -> Result<(V::Value, Self), Other> {
        let name = seed.deserialize(BorrowedStrDeserializer::new(self.identifier()?))?;
        Ok((name, self))
    }
}

impl<'a> VariantAccess<'a> for &mut Reader<'a> {
    type Error = Other;

    fn unit_variant(self) -> Result<(), Other> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value, Other> {
        self.take("(")?;
        let value = seed.deserialize(&mut *self)?;
        self.take(")")?;
        Ok(value)
    }

    fn tuple_variant<V: Visitor<'a>>(self, of: usize, visitor: V) -> Result<V::Value, Other> {
        self.deserialize_tuple(of, visitor)
    }

    fn struct_variant<V: Visitor<'a>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Other> {
        self.deserialize_struct("", fields, visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Sureness;
    use crate::clean::Fingerprint;
    use crate::doc::Place;
    use crate::progress::event::{Clock, Event, EventKind, Purpose};
    use crate::quiz::answer::{ShownOption, Verdict};
    use proptest::prelude::*;

    fn kinds(text: &str, number: u32) -> Vec<EventKind> {
        let place = |heading| Place {
            heading,
            block: number as usize,
            chars: 0,
        };
        let shown = vec![
            ShownOption {
                option: Fingerprint(number),
                right: 1,
                chosen: 0,
            },
            ShownOption {
                option: Fingerprint(0),
                right: number,
                chosen: 1,
            },
        ];
        let answered = |verdict| EventKind::Answered {
            question: text.into(),
            verdict,
            sure: Sureness::Think,
            hints: 3,
            earlier: number,
            shown: shown.clone(),
        };
        vec![
            EventKind::Placed {
                lesson: text.into(),
                place: place(None),
                reached: 255,
            },
            EventKind::Placed {
                lesson: text.into(),
                place: place(Some(text.into())),
                reached: 0,
            },
            answered(Verdict::Right),
            answered(Verdict::Partly(number, 4)),
            EventKind::Wrote {
                entry: text.into(),
                part: 0,
                of: 1,
                text: text.into(),
            },
            EventKind::Began {
                session: text.into(),
                purpose: Purpose::Review,
                questions: vec![],
            },
            EventKind::Began {
                session: text.into(),
                purpose: Purpose::Retake(text.into()),
                questions: vec!["a".into(), text.into()],
            },
            EventKind::Forgotten {
                events: vec![text.to_owned(); 3],
            },
        ]
    }

    fn event(text: &str, number: u32, at: i64, kind: EventKind) -> Event {
        Event {
            id: text.into(),
            device: "d".into(),
            seq: u64::from(number),
            clock: Clock(at, number),
            at,
            kind,
        }
    }

    fn words() -> impl Strategy<Value = String> {
        prop_oneof![
            ".{0,12}",
            any::<String>(),
            Just("\0\n\r\t\u{1b}\"'\\\u{2028}\u{301}👩\u{200d}🚀".to_owned())
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

        #[test]
        fn all_that_this_program_writes_is_read_the_quick_way(text in words(), number in any::<u32>(), at in any::<i64>()) {
            for kind in kinds(&text, number) {
                let event = event(&text, number, at, kind);
                let ron = ron::to_string(&event).unwrap();
                prop_assert_eq!(read::<Event>(ron.as_bytes()), Some(event), "{}", ron);
            }
        }

        #[test]
        fn the_quick_way_never_says_anything_else_than_the_long_way(
            text in words(), number in any::<u32>(), at in any::<i64>(), place in any::<prop::sample::Index>(),
            put in prop_oneof![Just(String::new()), "[ -~]", "[-+0_(),:\"'\\\\ n1]{1,3}", "\\PC"], cut in 0..3usize,
        ) {
            for kind in kinds(&text, number) {
                let ron = ron::to_string(&event(&text, number, at, kind)).unwrap();
                let mut bytes = ron.into_bytes();
                let place = place.index(bytes.len());
                let end = (place + cut).min(bytes.len());
                bytes.splice(place..end, put.bytes());
                if let Some(event) = read::<Event>(&bytes) {
                    prop_assert_eq!(Ok(event), ron::de::from_bytes::<Event>(&bytes), "{}", String::from_utf8_lossy(&bytes));
                }
            }
        }
    }

    #[test]
    fn numbers_are_no_more_than_they_are() {
        for ron in [
            "007", "-0", "+1", "1.0", "0x1", "1_0", "256", "", "-", "1 ", " 1", "1u8",
        ] {
            assert_eq!(read::<u8>(ron.as_bytes()), None, "{ron}");
        }
        assert_eq!(
            (
                read::<u8>(b"255"),
                read::<u8>(b"0"),
                read::<i64>(b"-9223372036854775808")
            ),
            (Some(255), Some(0), Some(i64::MIN))
        );
    }
}

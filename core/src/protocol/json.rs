//! The one strict JSON reader for everything that a provider sends.

use std::cell::Cell;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

pub(super) use crate::base::WipedJson;

/// Arrays and objects inside each other. No answer of a provider needs more, and recursion must end.
pub(crate) const MAX_DEPTH: usize = 32;

/// Foreign input that is not what it must be. It names the broken rule and repeats nothing of the input (SR-82).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed: {0}")]
pub(crate) struct Malformed(pub(super) &'static str);

/// Reads one JSON text (RFC 8259) and refuses what two parsers could read differently: members of the same name, at any depth
/// (RFC 8259 §4 leaves their meaning open), and data after the value. Nesting beyond [`MAX_DEPTH`] and numbers beyond the range
/// of a double are refused too.
///
/// # Errors
/// [`Malformed`] with the rule that was broken.
pub(crate) fn read_json(bytes: &[u8]) -> Result<Value, Malformed> {
    let rule = Cell::new("not JSON");
    let mut source = serde_json::Deserializer::from_slice(bytes);
    let value = Strict { depth: 0, rule: &rule }.deserialize(&mut source).map_err(|_| Malformed(rule.get()))?;
    source.end().map_err(|_| Malformed("data after the JSON value"))?;
    Ok(value)
}

/// As [`read_json`], for the body of an HTTP answer: a byte order mark before it is passed over, as RFC 8259 §8.1 allows. Some
/// servers write one, and what comes with it must not be lost.
///
/// # Errors
/// [`Malformed`] with the rule that was broken.
pub(crate) fn read_json_body(bytes: &[u8]) -> Result<Value, Malformed> {
    read_json(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}

/// The methods of a visitor that makes a `Value` of what is neither array nor object, which is the same however strict a reader is.
macro_rules! read_scalars {
    () => {
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a JSON value")
        }

        fn visit_unit<E>(self) -> Result<Value, E> {
            Ok(Value::Null)
        }

        fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
            Ok(Value::Bool(value))
        }

        fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
            Ok(Value::from(value))
        }

        fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
            Ok(Value::from(value))
        }

        fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
            serde_json::Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number"))
        }

        fn visit_str<E>(self, value: &str) -> Result<Value, E> {
            Ok(Value::String(value.to_owned()))
        }
    };
}
pub(super) use read_scalars;

/// Builds a `Value` as serde_json does, except that it counts depth and refuses repeated members. The broken rule travels
/// beside serde's error, whose text would quote the input.
#[derive(Clone, Copy)]
struct Strict<'a> {
    depth: usize,
    rule: &'a Cell<&'static str>,
}

impl Strict<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(self.refuse("nested too deeply"));
        }
        Ok(Strict { depth: self.depth + 1, ..self })
    }

    fn refuse<E: serde::de::Error>(self, rule: &'static str) -> E {
        self.rule.set(rule);
        E::custom(rule)
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    read_scalars!();

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let deeper = self.deeper()?;
        let mut out = Vec::new();
        while let Some(item) = items.next_element_seed(deeper)? {
            out.push(item);
        }
        Ok(Value::Array(out))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let deeper = self.deeper()?;
        let mut out = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if out.contains_key(&name) {
                self.rule.set("a member is repeated");
                return Err(A::Error::custom("a member is repeated"));
            }
            let value = members.next_value_seed(deeper)?;
            out.insert(name, value);
        }
        Ok(Value::Object(out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn repeated_members_are_refused_at_any_depth() {
        for text in [r#"{"a":1,"a":1}"#, r#"{"a":{"b":1,"b":2}}"#, r#"[[{"a":1,"\u0061":2}]]"#] {
            assert_eq!(read_json(text.as_bytes()), Err(Malformed("a member is repeated")), "{text}");
        }
        assert!(read_json(br#"[{"a":1},{"a":1}]"#).is_ok());
        assert!(read_json(br#"{"a":{"a":1},"A":2}"#).is_ok());
    }

    #[test]
    fn nesting_ends_at_32() {
        let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read_json(nested(32).as_bytes()).is_ok());
        assert_eq!(read_json(nested(33).as_bytes()), Err(Malformed("nested too deeply")));
        let objects = |depth: usize| format!("{}1{}", r#"{"a":"#.repeat(depth), "}".repeat(depth));
        assert!(read_json(objects(32).as_bytes()).is_ok());
        assert_eq!(read_json(objects(33).as_bytes()), Err(Malformed("nested too deeply")));
        assert!(read_json("[".repeat(1 << 20).as_bytes()).is_err());
    }

    #[test]
    fn anything_but_one_json_text_is_refused() {
        for text in
            ["", " ", "{}{}", "{} x", "{'a':1}", "{\"a\":1,}", "nul", "1e999", "\u{feff}{}", "\"\u{0}\"", "NaN", "// c\n{}"]
        {
            assert!(read_json(text.as_bytes()).is_err(), "{text}");
        }
        assert!(read_json(b"\"\xff\"").is_err());
        assert!(read_json(b"{\"a\":\"\\ud800\"}").is_err());
        assert_eq!(read_json(b" {\"a\": [1, -2, 0.5, null, true, \"x\"]} ").unwrap()["a"][2], 0.5);
    }

    #[test]
    fn one_byte_order_mark_before_a_body_is_passed_over() {
        assert!(read_json_body("\u{feff}{}".as_bytes()).is_ok());
        assert!(read_json_body(b"{}").is_ok());
        for text in ["\u{feff}\u{feff}{}", " \u{feff}{}", "\u{feff}"] {
            assert!(read_json_body(text.as_bytes()).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_refusal_does_not_quote_the_input() {
        let problem = read_json(br#"{"canary":1,"canary":2}"#).unwrap_err();
        assert!(!format!("{problem} {problem:?}").contains("canary"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..256)) {
            let _ = read_json(&bytes);
        }

        #[test]
        fn what_is_accepted_equals_what_serde_json_reads(text in r#"[\[\]{}:,"a0-9.eE \\-]{0,40}"#) {
            if let Ok(value) = read_json(text.as_bytes()) {
                prop_assert_eq!(value, serde_json::from_str::<Value>(&text).unwrap());
            }
        }
    }
}

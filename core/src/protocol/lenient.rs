//! The reader for answers of token endpoints: strict about the members that are used, indifferent to the rest.
//!
//! [`read_json`](super::json::read_json) refuses whatever two parsers could read differently, which is right for a signed text. An
//! answer with tokens has often spent a code or a refresh token, and to throw it away loses a grant: a name in Latin-1, or an
//! unused member that is there twice, is no reason.

use std::cell::RefCell;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::json::{MAX_DEPTH, WipedJson, read_scalars};

/// What stands for a piece of a text that is none: no token, scope or code may hold it.
const REPLACEMENT: &[u8] = "\u{fffd}".as_bytes();

/// The members of an answer that are looked at.
pub(super) struct Answer {
    members: WipedJson,
    /// Where members of one object have one name and several values (RFC 8259 §4 leaves open which counts), as JSON pointers.
    ambiguous: Vec<String>,
}

impl Answer {
    /// The answer as a JSON object.
    pub(super) fn value(&self) -> &Value {
        &self.members.0
    }

    pub(super) fn members(&self) -> Option<&Map<String, Value>> {
        self.members.0.as_object()
    }

    pub(super) fn members_mut(&mut self) -> Option<&mut Map<String, Value>> {
        self.members.0.as_object_mut()
    }

    /// Whether what stands at a JSON pointer, or what leads there, is given several times.
    pub(super) fn is_ambiguous(&self, pointer: &str) -> bool {
        let leads = |shorter: &str, longer: &str| {
            longer.strip_prefix(shorter).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.ambiguous.iter().any(|path| leads(path, pointer) || leads(pointer, path))
    }
}

/// Why an answer cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It is not JSON from end to end.
    NotJson,
    /// It is, but no object.
    NoObject,
}

/// Reads a JSON object. Of its members those named in `used` are kept, and of these nothing is lost; all others only have to end
/// somewhere.
///
/// A byte order mark before it, and null bytes after it, are passed over. UTF-16 is read where the text itself shows it. What in a
/// text is neither UTF-8 nor JSON becomes U+FFFD.
pub(super) fn read_answer(bytes: &[u8], used: &[&str]) -> Result<Answer, Unreadable> {
    let text = to_utf_8(bytes);
    read_object(&text, used).or_else(|error| match error {
        Unreadable::NoObject => Err(error),
        Unreadable::NotJson => read_object(&repair(&text), used),
    })
}

/// Reads a form (RFC 6749 Appendix B) as an object of texts.
pub(super) fn read_form(bytes: &[u8], used: &[&str]) -> Result<Answer, Unreadable> {
    let text = bytes.trim_ascii();
    if !text.contains(&b'=') || text.iter().any(|byte| byte.is_ascii_whitespace() || matches!(byte, b'<' | b'{')) {
        return Err(Unreadable::NotJson);
    }
    let (mut members, mut ambiguous) = (Map::new(), Vec::new());
    for (name, value) in url::form_urlencoded::parse(text).filter(|(name, _)| used.contains(&name.as_ref())) {
        let value = Value::String(value.into_owned());
        if members.get(name.as_ref()).is_some_and(|known| *known != value) {
            ambiguous.push(format!("/{name}"));
        }
        members.insert(name.into_owned(), value);
    }
    Ok(Answer { members: WipedJson(Value::Object(members)), ambiguous })
}

fn read_object(text: &[u8], used: &[&str]) -> Result<Answer, Unreadable> {
    let ambiguous = RefCell::new(Vec::new());
    let mut source = serde_json::Deserializer::from_slice(text);
    let top = Lenient { depth: 0, path: String::new(), used: Some(used), ambiguous: &ambiguous };
    let members = top.deserialize(&mut source).map(WipedJson).map_err(|_| Unreadable::NotJson)?;
    source.end().map_err(|_| Unreadable::NotJson)?;
    if members.0.is_object() { Ok(Answer { members, ambiguous: ambiguous.into_inner() }) } else { Err(Unreadable::NoObject) }
}

/// The text without its mark and padding, in UTF-8 as far as it is one.
pub(super) fn to_utf_8(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    let units = |bytes: &[u8], read: fn([u8; 2]) -> u16| -> Zeroizing<Vec<u8>> {
        let units = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        let mut out = Zeroizing::new(Vec::with_capacity(bytes.len() * 2));
        for unit in char::decode_utf16(units) {
            out.extend_from_slice(unit.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut [0; 4]).as_bytes());
        }
        out
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => return units(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return units(rest, u16::from_be_bytes),
        // JSON starts with two characters of ASCII (RFC 4627 §3).
        [1..=0x7f, 0, ..] => return units(bytes, u16::from_le_bytes),
        [0, 1..=0x7f, ..] => return units(bytes, u16::from_be_bytes),
        _ => {}
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let end = text.iter().rposition(|byte| *byte != 0 && !byte.is_ascii_whitespace()).map_or(0, |last| last + 1);
    Zeroizing::new(text[..end].to_vec())
}

/// The same text with U+FFFD for what inside its texts is no text: bytes that are not UTF-8, control characters, escapes that are
/// none, halves of surrogate pairs. What stands outside of texts is left as it is.
pub(super) fn repair(text: &[u8]) -> Zeroizing<Vec<u8>> {
    // The largest it can become, so that it does not move and leave a copy.
    let mut out = Zeroizing::new(Vec::with_capacity(text.len() * REPLACEMENT.len()));
    let mut rest = text;
    let mut is_inside = false;
    while let Some(&byte) = rest.first() {
        let piece = match byte {
            b'"' => {
                is_inside = !is_inside;
                Piece::fit(1)
            }
            _ if !is_inside => Piece::fit(1),
            b'\\' => escape(rest),
            0..=0x1f => Piece::unfit(1),
            _ => character(rest),
        };
        let (bytes, after) = rest.split_at(piece.length);
        out.extend_from_slice(if piece.is_fit { bytes } else { REPLACEMENT });
        rest = after;
    }
    out
}

/// What stands at the start of a text, and whether it may stay.
struct Piece {
    length: usize,
    is_fit: bool,
}

impl Piece {
    fn fit(length: usize) -> Self {
        Piece { length, is_fit: true }
    }

    fn unfit(length: usize) -> Self {
        Piece { length, is_fit: false }
    }
}

/// The escape at the start (RFC 8259 §7).
fn escape(text: &[u8]) -> Piece {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6).and_then(|text| text.strip_prefix(b"\\u"))?;
        digits.iter().all(u8::is_ascii_hexdigit).then_some(())?;
        u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    match text.get(1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Piece::fit(2),
        Some(b'u') => match (unit(0), unit(6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => Piece::fit(12),
            (Some(0xd800..=0xdfff), _) => Piece::unfit(6),
            (Some(_), _) => Piece::fit(6),
            (None, _) => Piece::unfit(2),
        },
        // The backslash alone: what follows it may be the end of the text.
        _ => Piece::unfit(1),
    }
}

/// The character at the start, in UTF-8.
fn character(text: &[u8]) -> Piece {
    let whole = (1..=4.min(text.len())).find(|length| std::str::from_utf8(&text[..*length]).is_ok());
    whole.map_or(Piece::unfit(1), Piece::fit)
}

/// Builds a `Value` of the members that are used, and notes which of them are there several times with different values.
struct Lenient<'a> {
    depth: usize,
    path: String,
    /// At the top: the members that are kept.
    used: Option<&'a [&'a str]>,
    ambiguous: &'a RefCell<Vec<String>>,
}

impl<'a> Lenient<'a> {
    fn inside<E: serde::de::Error>(&self, name: &str) -> Result<Lenient<'a>, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom("nested too deeply"));
        }
        // RFC 6901 §3.
        let path = format!("{}/{}", self.path, name.replace('~', "~0").replace('/', "~1"));
        Ok(Lenient { depth: self.depth + 1, path, used: None, ambiguous: self.ambiguous })
    }
}

impl<'de> DeserializeSeed<'de> for Lenient<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Lenient<'_> {
    type Value = Value;

    read_scalars!();

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut out = Vec::new();
        while let Some(item) = items.next_element_seed(self.inside(&out.len().to_string())?)? {
            out.push(item);
        }
        Ok(Value::Array(out))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut out = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if self.used.is_some_and(|used| !used.contains(&name.as_str())) {
                members.next_value::<IgnoredAny>()?;
                continue;
            }
            let inside = self.inside(&name)?;
            let path = inside.path.clone();
            let value = members.next_value_seed(inside)?;
            if out.get(&name).is_some_and(|known| *known != value) {
                self.ambiguous.borrow_mut().push(path);
            }
            out.insert(name, value);
        }
        Ok(Value::Object(out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    const USED: [&str; 2] = ["a", "b"];

    fn read(bytes: &[u8]) -> Result<Value, Unreadable> {
        read_answer(bytes, &USED).map(|answer| answer.value().clone())
    }

    #[test]
    fn what_is_used_is_read_and_the_rest_only_has_to_end() {
        let table: [(&[u8], Value); 14] = [
            (br#"{"a":"x","b":1,"c":2}"#, json!({ "a": "x", "b": 1 })),
            (br#"{"c":1,"c":2,"a":"x"}"#, json!({ "a": "x" })),
            (br#"{"c":1e999,"a":"x"}"#, json!({ "a": "x" })),
            (b"{\"c\":\"J\xf6rg\",\"a\":\"x\"}", json!({ "a": "x" })),
            (b"{\"c\xf6\":1,\"a\":\"x\"}", json!({ "a": "x" })),
            (b"{\"a\":\"J\xf6rg\"}", json!({ "a": "J\u{fffd}rg" })),
            (b"{\"a\":\"two\nlines\"}", json!({ "a": "two\u{fffd}lines" })),
            (br#"{"a":"it\'s \ud83d \ud83d\ude00 \u00e9 \" \\"}"#, json!({ "a": "it\u{fffd}'s \u{fffd} 😀 é \" \\" })),
            (br#"{"a":"\ux"}"#, json!({ "a": "\u{fffd}x" })),
            (b"\xef\xbb\xbf {\"a\":null}\r\n\0", json!({ "a": null })),
            (b"\xff\xfe{\0\"\0a\0\"\0:\x001\0}\0", json!({ "a": 1 })),
            (b"\xfe\xff\0{\0\"\0a\0\"\0:\x001\0}", json!({ "a": 1 })),
            (b"{\0\"\0a\0\"\0:\x001\0}\0", json!({ "a": 1 })),
            (b"{}", json!({})),
        ];
        for (bytes, expected) in table {
            assert_eq!(read(bytes), Ok(expected), "{}", String::from_utf8_lossy(bytes));
        }
        let deep = format!(r#"{{"c":{}{},"a":1}}"#, "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(read(deep.as_bytes()), Ok(json!({ "a": 1 })));
    }

    #[test]
    fn what_is_no_object_from_end_to_end_is_none() {
        for text in ["", "{", "{}{}", "{} x", "{'a':1}", r#"{"a":1e999}"#, r#"{"a":"x"#, "<html>", r#"{"a":nul}"#] {
            assert_eq!(read(text.as_bytes()), Err(Unreadable::NotJson), "{text}");
        }
        for text in ["null", "[]", "7", "\"{}\""] {
            assert_eq!(read(text.as_bytes()), Err(Unreadable::NoObject), "{text}");
        }
        let deep = format!(r#"{{"a":{}{}}}"#, "[".repeat(40), "]".repeat(40));
        assert_eq!(read(deep.as_bytes()), Err(Unreadable::NotJson));
    }

    #[test]
    fn several_values_under_one_name_are_noted() {
        let ambiguous = |text: &str, pointer: &str| read_answer(text.as_bytes(), &USED).unwrap().is_ambiguous(pointer);
        assert!(ambiguous(r#"{"a":1,"a":2}"#, "/a"));
        assert!(!ambiguous(r#"{"a":1,"a":1}"#, "/a"));
        assert!(!ambiguous(r#"{"a":1,"a":2}"#, "/b") && !ambiguous(r#"{"a":1,"a":2}"#, "/ab"));
        assert!(ambiguous(r#"{"b":{"x/y":[1,{"z":1,"z":2}]}}"#, "/b/x~1y/1/z"));
        assert!(ambiguous(r#"{"b":{"x":{"y":1},"x":{"y":1,"z":0}}}"#, "/b/x/y"), "whichever is taken, the other one counts too");
        assert!(ambiguous(r#"{"b":{"x":1,"x":2}}"#, "/b"));
        assert!(!ambiguous(r#"{"b":{"x":1,"x":2,"y":3}}"#, "/b/y"));
    }

    #[test]
    fn a_form_is_read_as_texts() {
        let form = read_form(b"a=x+y%2B&c=1&b=&scope=z", &USED).unwrap();
        assert_eq!(form.value(), &json!({ "a": "x y+", "b": "" }));
        assert!(read_form(b"a=1&a=2", &USED).unwrap().is_ambiguous("/a"));
        for text in ["", "OK", "<a href=x>", "{\"a\"=1}", "a=1\nb=2"] {
            assert!(read_form(text.as_bytes(), &USED).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
            let _ = read_form(&bytes, &USED);
            prop_assert!(repair(&bytes).len() <= bytes.len() * 3);
        }

        #[test]
        fn a_strict_text_is_read_as_it_is(text in r#"[{}"a:1,\[\]\\u ]{0,40}"#) {
            if let (Ok(strict), Ok(lenient)) = (super::super::json::read_json(text.as_bytes()), read(text.as_bytes())) {
                let kept: Map<_, _> = strict.as_object().unwrap().clone().into_iter().filter(|(n, _)| USED.contains(&n.as_str())).collect();
                prop_assert_eq!(Value::Object(kept), lenient);
            }
        }
    }
}

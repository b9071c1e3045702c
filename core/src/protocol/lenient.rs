//! The reader for answers of token endpoints: strict about the members that are used, indifferent to the rest.
//!
//! [`read_json`](super::json::read_json) refuses whatever two parsers could read differently, which is right for a signed text. An
//! answer with tokens has often spent a code or a refresh token, and to throw it away loses a grant: a name in Latin-1, or an
//! unused member that is there twice, is no reason.

use std::cell::RefCell;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::charset::to_utf_8;
use super::enclosed::enclosed;
use super::json::{MAX_DEPTH, WipedJson, read_scalars};
use super::mending::mend;
use crate::model::definition::JsonPointer;

/// The members of an answer that are looked at.
pub(super) struct Answer {
    members: WipedJson,
    /// Where members of one object have one name and several values (RFC 8259 §4 leaves open which counts), as JSON pointers.
    ambiguous: Vec<String>,
    is_in_page: bool,
}

impl Answer {
    /// Whether it stands inside of what may be somebody's page: then only tokens are believed, which nobody else has.
    pub(super) fn is_in_page(&self) -> bool {
        self.is_in_page
    }

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

    /// What stands at a JSON pointer; `None` also where it, or what leads there, is given several times.
    pub(super) fn find(&self, pointer: &JsonPointer) -> Option<&Value> {
        pointer.find(self.value()).filter(|_| !self.is_ambiguous(&pointer.0))
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
/// What is nearly JSON is mended ([`mend`]), and what stands around an object passed over ([`enclosed`]).
pub(super) fn read_answer(bytes: &[u8], used: &[&str]) -> Result<Answer, Unreadable> {
    let text = to_utf_8(bytes);
    let or_mended = |text: &[u8]| match read_object(text, used) {
        Err(Unreadable::NotJson) if text.starts_with(b"{") => read_object(&mend(text), used),
        read => read,
    };
    let or_enclosed = || {
        let mut objects =
            enclosed(&text).filter_map(|found| Some(Answer { is_in_page: found.is_in_page, ..or_mended(found.object).ok()? }));
        objects.next().ok_or(Unreadable::NotJson)
    };
    match or_mended(&text) {
        Err(Unreadable::NotJson) => or_enclosed(),
        read => read,
    }
}

/// Reads what an API answers, whatever kind of JSON it is, and all of it.
pub(super) fn read_value(bytes: &[u8]) -> Option<Answer> {
    let text = to_utf_8(bytes);
    let read = read_json(&text, None);
    let is_begun = text.starts_with(b"{") || text.starts_with(b"[");
    read.or_else(|error| if is_begun { read_json(&mend(&text), None) } else { Err(error) }).ok()
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
    Ok(Answer { members: WipedJson(Value::Object(members)), ambiguous, is_in_page: false })
}

fn read_object(text: &[u8], used: &[&str]) -> Result<Answer, Unreadable> {
    read_json(text, Some(used)).and_then(|answer| if answer.members().is_some() { Ok(answer) } else { Err(Unreadable::NoObject) })
}

fn read_json(text: &[u8], used: Option<&[&str]>) -> Result<Answer, Unreadable> {
    let ambiguous = RefCell::new(Vec::new());
    let mut source = serde_json::Deserializer::from_slice(text);
    let top = Lenient { depth: 0, path: String::new(), used, ambiguous: &ambiguous };
    let members = top.deserialize(&mut source).map(WipedJson).map_err(|_| Unreadable::NotJson)?;
    source.end().map_err(|_| Unreadable::NotJson)?;
    Ok(Answer { members, ambiguous: ambiguous.into_inner(), is_in_page: false })
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
    fn inside(&self, name: &str) -> Lenient<'a> {
        // RFC 6901 §3.
        let path = format!("{}/{}", self.path, name.replace('~', "~0").replace('/', "~1"));
        Lenient { depth: self.depth + 1, path, used: None, ambiguous: self.ambiguous }
    }

    /// Whether nobody looks for anything so deep inside. Recursion must end.
    fn is_too_deep(&self) -> bool {
        self.depth >= MAX_DEPTH
    }
}

/// What stands for a value that is nested too deeply: it is there, and can be used for nothing.
fn unusable() -> Value {
    Value::from("\u{fffd}")
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
        if self.is_too_deep() {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(unusable());
        }
        let mut out = Vec::new();
        while let Some(item) = items.next_element_seed(self.inside(&out.len().to_string()))? {
            out.push(item);
        }
        Ok(Value::Array(out))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        if self.is_too_deep() {
            while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(unusable());
        }
        let mut out = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if self.used.is_some_and(|used| !used.contains(&name.as_str())) {
                members.next_value::<IgnoredAny>()?;
                continue;
            }
            let inside = self.inside(&name);
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
        let table: [(&[u8], Value); 20] = [
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
            (b"{'a':1,}", json!({ "a": 1 })),
            (br#"{"a":1e999,"b":nul}"#, json!({ "a": 1e308, "b": null })),
            (b")]}'\n{\"a\":1}", json!({ "a": 1 })),
            (b"call({'a':NaN});", json!({ "a": null })),
            (b"<br />\nWarning {x}: on line 1<br />\n{\"a\":1}", json!({ "a": 1 })),
            (b"\0\xef\xbb\xbf\n{\"a\":1}<!-- 7 ms -->", json!({ "a": 1 })),
            (b"{}", json!({})),
        ];
        for (bytes, expected) in table {
            assert_eq!(read(bytes), Ok(expected), "{}", String::from_utf8_lossy(bytes));
        }
        let deep = format!(r#"{{"c":{}{},"a":1}}"#, "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(read(deep.as_bytes()), Ok(json!({ "a": 1 })));
        // Also in what is used: it is there, and is nothing.
        for pit in
            [format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)), format!("{}1{}", "{\"x\":".repeat(40), "}".repeat(40))]
        {
            let read = read(format!(r#"{{"b":{pit},"a":1}}"#).as_bytes()).unwrap();
            assert_eq!(read["a"], 1);
            assert!(read.to_string().contains('\u{fffd}'), "{read}");
        }
    }

    #[test]
    fn what_stands_inside_of_a_page_is_marked() {
        let is_in_page = |text: &str| read_answer(text.as_bytes(), &USED).unwrap().is_in_page();
        assert!(is_in_page("<b>Notice</b>{\"a\":1}"));
        assert!(!is_in_page("Notice {\"a\":1}") && !is_in_page("{\"a\":\"<b>\"}") && !is_in_page("{\"a\":1}<!-- -->"));
    }

    #[test]
    fn what_is_no_object_from_end_to_end_is_none() {
        for text in ["", "OK", "{", "{}{}", "{} x", "{a=1}", r#"{"a":"x"#, r#"{"a":nul"#, "<html>", "<script>{\"a\":1}</script>"]
        {
            assert_eq!(read(text.as_bytes()), Err(Unreadable::NotJson), "{text}");
        }
        for text in ["null", "[]", "7", "\"{}\""] {
            assert_eq!(read(text.as_bytes()), Err(Unreadable::NoObject), "{text}");
        }
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
    fn what_an_api_answers_is_read_whatever_it_is() {
        let find = |text: &[u8], pointer: &str| {
            read_value(text).and_then(|answer| answer.find(&JsonPointer(pointer.to_owned())).cloned())
        };
        assert_eq!(find(b"[{\"id\":7,\"name\":\"J\xf6rg\"}]", "/0/id"), Some(json!(7)));
        assert_eq!(find(b"\xef\xbb\xbf{\"id\":7,\"x\":1,\"x\":2,}", "/id"), Some(json!(7)));
        assert_eq!(find(br#"{"user":{"id":7,"id":8},"org":1}"#, "/user/id"), None, "which of the two counts is not clear");
        assert_eq!(find(br#"{"user":{"id":7,"id":8},"org":1}"#, "/org"), Some(json!(1)));
        for nothing in [b"<html>".as_slice(), b"OK", b"", b"{\"id\":7", b"{\"id\":null}"] {
            assert_eq!(find(nothing, "/id"), None);
        }
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

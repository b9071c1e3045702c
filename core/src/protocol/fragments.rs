//! Reads texts out of an answer of which nothing else may be usable: it may be cut off anywhere, or contradict itself.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::charset::to_utf_8;
use super::enclosed::from_object;
use super::json::MAX_DEPTH;
use super::mending::mend;
use crate::base::Secret;

/// The texts that stand at some of these JSON pointers (RFC 6901), as far as the answer goes. Of several under one name the last
/// counts, as it does for nearly every reader (RFC 8259 §4).
pub(super) fn read_texts(bytes: &[u8], pointers: &[&str]) -> BTreeMap<String, Secret<String>> {
    let found = RefCell::default();
    let text = to_utf_8(bytes);
    let text = mend(from_object(&text));
    let top = Texts { path: String::new(), depth: 0, pointers, found: &found };
    // Where it ends too early, what came before has been found.
    let _ = top.deserialize(&mut serde_json::Deserializer::from_slice(&text));
    found.into_inner()
}

/// The same of a form (RFC 6749 Appendix B), whose members are texts. What follows its last separator may go on where it is cut off.
pub(super) fn read_form_texts(bytes: &[u8], pointers: &[&str], is_whole: bool) -> BTreeMap<String, Secret<String>> {
    let end = if is_whole { Some(bytes.len()) } else { bytes.iter().rposition(|byte| *byte == b'&') };
    let text = bytes[..end.unwrap_or(0)].trim_ascii();
    let members = url::form_urlencoded::parse(text).map(|(name, value)| (format!("/{name}"), Secret::new(value.into_owned())));
    members.filter(|(path, _)| pointers.contains(&path.as_str())).collect()
}

/// Looks for texts on the way through.
struct Texts<'a> {
    path: String,
    depth: usize,
    pointers: &'a [&'a str],
    found: &'a RefCell<BTreeMap<String, Secret<String>>>,
}

impl<'a> Texts<'a> {
    /// What stands under this name; `None`: nothing that is looked for.
    fn inside(&self, name: &str) -> Option<Texts<'a>> {
        // RFC 6901 §3.
        let path = format!("{}/{}", self.path, name.replace('~', "~0").replace('/', "~1"));
        let leads = |pointer: &&str| pointer.strip_prefix(&path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let is_wanted = self.depth < MAX_DEPTH && self.pointers.iter().any(leads);
        is_wanted.then(|| Texts { path, depth: self.depth + 1, pointers: self.pointers, found: self.found })
    }
}

impl<'de> DeserializeSeed<'de> for Texts<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Texts<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.found.borrow_mut().insert(self.path, Secret::from(text));
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        for at in 0.. {
            let is_more = match self.inside(&at.to_string()) {
                Some(inside) => items.next_element_seed(inside)?.is_some(),
                None => items.next_element::<IgnoredAny>()?.is_some(),
            };
            if !is_more {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            match self.inside(&name) {
                Some(inside) => members.next_value_seed(inside)?,
                None => members.next_value::<IgnoredAny>().map(drop)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &[u8]) -> Vec<String> {
        let found = read_texts(text, &["/a", "/b/0/c"]);
        found.iter().map(|(path, text)| format!("{path}={}", text.expose())).collect()
    }

    #[test]
    fn texts_are_found_as_far_as_the_answer_goes() {
        let table: [(&[u8], &[&str]); 14] = [
            (br#"{"a":"x","d":1}"#, &["/a=x"]),
            (br#"{"a":"x","d"#, &["/a=x"]),
            (br#"{"a":"x""#, &["/a=x"]),
            (br#"{"a":"x"#, &[]),
            (br#"{"d":{"a":"y"},"a":"x","a":null}"#, &["/a=x"]),
            (br#"{"a":"x","a":"y"}"#, &["/a=y"]),
            (br#"{"b":[{"c":"z"#, &[]),
            (br#"{"b":[{"c":"z"},"#, &["/b/0/c=z"]),
            (br#"{"b":[1,{"c":"z"}],"a":"x"}"#, &["/a=x"]),
            (br#"{"a":7}"#, &[]),
            (br#"{"a":["x"]}"#, &[]),
            (b"{\"n\":\"J\xf6rg\",\"a\":\"x\",\"m\":\"\xf6", &["/a=x"]),
            (b"<html>", &[]),
            (b"", &[]),
        ];
        for (text, found) in table {
            assert_eq!(read(text), found, "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn the_last_member_of_a_form_that_is_cut_off_is_not_taken() {
        let read = |text: &str, is_whole| -> Vec<String> {
            let found = read_form_texts(text.as_bytes(), &["/a"], is_whole);
            found.values().map(|text| text.expose().clone()).collect()
        };
        assert_eq!(read("b=1&a=x", true), ["x"]);
        assert!(read("b=1&a=x", false).is_empty() && read("a=x", false).is_empty() && read("", false).is_empty());
        assert_eq!(read("a=x&b=", false), ["x"]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
            let _ = read_form_texts(&bytes, &["/a"], false);
        }

        /// What is found in a piece is what stands in the whole.
        #[test]
        fn a_piece_never_tells_another_text_than_the_whole(end in 0_usize..60) {
            let whole = r#"{"x":[1,"é"],"a":"to\u006ben","b":[{"c":"other"}],"z":{}}"#;
            let found = read(&whole.as_bytes()[..end.min(whole.len())]);
            prop_assert!(found.iter().all(|text| ["/a=token", "/b/0/c=other"].contains(&text.as_str())));
        }
    }
}

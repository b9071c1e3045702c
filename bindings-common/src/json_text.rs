//! Reads what JSON can hold, and texts of JSON. An object that names a member twice is refused: readers differ in which one they take
//! (RFC 8259 §4), and one of them is not what was meant.

use std::collections::HashSet;
use std::fmt::Write as _;

use crate::read::{At, HostValue, Read, Refusal};

/// What is in a text that is to be JSON. It may hold a secret, so it does not print.
#[derive(Clone)]
pub enum JsonText {
    /// This.
    Holds(serde_json::Value),
    /// An object that names a member twice: its path, such as `oauth.token_endpoint`.
    NamesTwice(String),
    /// No JSON.
    Unreadable,
}

impl JsonText {
    /// Reads the text.
    pub fn read(text: &str) -> Self {
        let Ok(value) = serde_json::from_str(text) else { return JsonText::Unreadable };
        match named_twice(text) {
            None => JsonText::Holds(value),
            Some(member) => JsonText::NamesTwice(member),
        }
    }
}

impl Read for serde_json::Value {
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
        if let Some(member) = value.named_twice() {
            let dot = if member.is_empty() { "" } else { "." };
            return Err(Refusal::Type(format!("{}{dot}{member} is given twice. Keep one of them.", at.path())));
        }
        value.names().ok_or_else(|| Refusal::no_object::<Self, V>(at, value))?;
        value.json().ok_or_else(|| Refusal::Type(format!("{} must hold what JSON can hold.", at.path())))
    }
}

/// An object or a list whose end has not come yet.
struct Open {
    /// What it has named; `None`: a list.
    names: Option<HashSet<String>>,
    /// What is being read of it: the last name, or the item's number.
    name: String,
    index: usize,
}

/// The path of the first member that is named a second time, in a text that is JSON.
fn named_twice(text: &str) -> Option<String> {
    let (bytes, mut open, mut at) = (text.as_bytes(), Vec::<Open>::new(), 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' => open.push(Open { names: Some(HashSet::new()), name: String::new(), index: 0 }),
            b'[' => open.push(Open { names: None, name: String::new(), index: 0 }),
            b'}' | b']' => drop(open.pop()),
            b',' => {
                if let Some(last) = open.last_mut() {
                    last.index += 1;
                }
            }
            b'"' => {
                let end = end_of_string(bytes, at);
                let is_name = bytes.get(end..)?.trim_ascii_start().first() == Some(&b':');
                if let Some(Open { names: Some(names), name, .. }) = open.last_mut().filter(|_| is_name) {
                    // A name may be written in several ways: "a" is "\u0061".
                    *name = serde_json::from_str(text.get(at..end)?).unwrap_or_default();
                    if !names.insert(name.clone()) {
                        return Some(path(&open));
                    }
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Behind the quotation mark that ends the string that begins there.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Where the last name stands. What does not look like a name of a definition is not repeated, and ends the path.
fn path(open: &[Open]) -> String {
    let mut path = String::new();
    for place in open {
        if place.names.is_none() {
            let _ = write!(path, "[{}]", place.index);
        } else if is_plain(&place.name) {
            path.push_str(if path.is_empty() { "" } else { "." });
            path.push_str(&place.name);
        } else {
            break;
        }
    }
    path
}

fn is_plain(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-:".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_that_is_named_twice_is_told_by_its_path() {
        for (text, member) in [
            (r#"{"name":"Acme","name":"Other"}"#, "name"),
            (
                r#"{"name":"Acme","oauth":{"token_endpoint":"a","x":{"token_endpoint":1},"token_endpoint":"b"}}"#,
                "oauth.token_endpoint",
            ),
            (r#"{"oauth":{"kept":[{"variable":"a"},{"variable":"b","pointer":"/a","variable":"c"}]}}"#, "oauth.kept[1].variable"),
            (r#"{"name":1,"n\u0061me" : 2}"#, "name"),
            (r#"{"api":{"the key itself":1,"the key itself":2}}"#, "api"),
            ("{\"\":1, \"\"\n:2}", ""),
        ] {
            let JsonText::NamesTwice(found) = JsonText::read(text) else { panic!("{text} is taken") };
            assert_eq!(found, member, "{text}");
        }
    }

    #[test]
    fn what_is_only_alike_is_taken() {
        for text in [
            r#"{"name":"name","Name":1,"a":{"name":1},"b":{"name":1},"c":[{"name":1},{"name":1}]}"#,
            r#"{"a":"{\"b\":1,\"b\":2}","b":["c","c"],"d\"":1,"d":2}"#,
            r#"[{"a":1},{"a":1},"a","a"]"#,
            "7",
        ] {
            let JsonText::Holds(value) = JsonText::read(text) else { panic!("{text} is refused") };
            assert_eq!(value, serde_json::from_str::<serde_json::Value>(text).unwrap(), "{text}");
        }
        assert!(matches!(JsonText::read("{"), JsonText::Unreadable));
    }
}

//! What JSON can hold, and texts of it. An object that names a member twice is refused: readers differ in which one they take
//! (RFC 8259 §4), and one of them is not what was meant.

use std::collections::HashSet;
use std::fmt::Write as _;

/// Why a value cannot be JSON. It names members, and no values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoJson {
    /// What is wrong.
    pub why: WhyNoJson,
    /// Where: `oauth.token_endpoint`, or nothing where it is the whole.
    pub path: String,
}

/// What is wrong with a value that cannot be JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNoJson {
    /// An object names this member a second time.
    NamedTwice,
    /// An object has a name that is no text.
    NameIsNoText,
    /// JSON can hold nothing of the kind.
    Unfit,
}

impl From<WhyNoJson> for NoJson {
    fn from(why: WhyNoJson) -> Self {
        NoJson { why, path: String::new() }
    }
}

impl NoJson {
    /// The same, told of the object that has the value as this member.
    #[must_use]
    pub fn in_member(self, name: &str) -> Self {
        // What does not look like a name of a definition is not repeated, and ends the path.
        if is_plain(name) { self.below(name) } else { self.why.into() }
    }

    /// The same, told of the list that has the value as this item.
    #[must_use]
    pub fn in_item(self, index: usize) -> Self {
        self.below(&format!("[{index}]"))
    }

    fn below(self, step: &str) -> Self {
        let path = joined(step, &self.path);
        // An object that holds itself has no end.
        NoJson { why: self.why, path: if path.len() > 128 { step.to_owned() } else { path } }
    }
}

/// A path, and one that goes on from its end.
pub(crate) fn joined(outer: &str, inner: &str) -> String {
    let dot = if inner.is_empty() || inner.starts_with('[') { "" } else { "." };
    format!("{outer}{dot}{inner}")
}

/// Reads a text that is to be JSON.
///
/// # Errors
/// - It is none, or names a member twice.
pub fn read_json(text: &str) -> Result<serde_json::Value, NoJson> {
    let value = serde_json::from_str(text).map_err(|_| WhyNoJson::Unfit)?;
    match named_twice(text) {
        None => Ok(value),
        Some(path) => Err(NoJson { why: WhyNoJson::NamedTwice, path }),
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
            let found = read_json(text).unwrap_err();
            assert_eq!(found, NoJson { why: WhyNoJson::NamedTwice, path: member.to_owned() }, "{text}");
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
            assert_eq!(read_json(text), Ok(serde_json::from_str(text).unwrap()), "{text}");
        }
        assert_eq!(read_json("{"), Err(WhyNoJson::Unfit.into()));
    }
    #[test]
    fn what_cannot_be_json_is_told_by_its_path() {
        let unfit = || NoJson::from(WhyNoJson::Unfit);
        assert_eq!(unfit().in_item(1).in_member("kept").in_member("oauth").path, "oauth.kept[1]");
        assert_eq!(unfit().in_member("url").in_item(0).path, "[0].url");
        assert_eq!(unfit().in_member("a b").in_member("api").path, "api");
        let endless = (0..1000).fold(unfit(), |inner, _| inner.in_member("self"));
        assert!((1..=128).contains(&endless.path.len()));
    }
}

//! Reads from an answer of the API which entries of a list may be meant: the accounts, sites or organisations that a token is good for.

use std::collections::BTreeMap;

use serde_json::Value;

use super::lenient::read_value;
use super::scalars::is_one_of;
use super::text::id_text;
use crate::model::definition::{JsonCondition, JsonPointer, KeptValue};
use crate::model::http::OutboundResponse;

/// An entry, as far as the definition looks at it. Nothing of it has been held against any grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    /// The value of the variable.
    pub value: String,
    /// Those of further variables.
    pub with: BTreeMap<String, String>,
}

/// The entries that fit, each value once: some lists name one for each of its products. `None`: there is no such list, or what stands there
/// is given several times.
pub(crate) fn read_listed(response: &OutboundResponse, kept: &KeptValue) -> Option<Vec<Listed>> {
    let (items, pointer) = (kept.items.as_ref()?, kept.pointer.as_ref()?);
    let answer = read_value(&response.body)?;
    let entries = answer.find(items)?.as_array()?;
    let fits = |entry: &&Value| kept.condition.as_ref().is_none_or(|condition| holds(condition, entry));
    let marked: Vec<&Value> = entries.iter().filter(fits).collect();
    let meant = match (marked.as_slice(), entries.as_slice()) {
        ([], [only]) => vec![only],
        _ => marked,
    };
    let text = |entry: &Value, pointer: &JsonPointer| Some(id_text(pointer.find(entry)?)?.into_owned());
    let mut listed: Vec<Listed> = Vec::new();
    for entry in meant {
        let Some(value) = text(entry, pointer) else { continue };
        let with = kept.also.iter().filter_map(|(name, at)| Some((name.clone(), text(entry, at)?))).collect();
        if listed.iter().all(|known| known.value != value) {
            listed.push(Listed { value, with });
        }
    }
    Some(listed)
}

fn holds(condition: &JsonCondition, entry: &Value) -> bool {
    entry.pointer(&condition.pointer).is_some_and(|found| is_one_of(found, &condition.values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use zeroize::Zeroizing;

    fn values(kept: &Value, body: &str) -> Option<Vec<String>> {
        let kept: KeptValue = serde_json::from_value(kept.clone()).unwrap();
        let response =
            OutboundResponse { status: 200, headers: Vec::new(), body: Zeroizing::new(body.as_bytes().to_vec()), is_cut: false };
        let value = |listed: Listed| listed.with.values().fold(listed.value, |text, with| format!("{text} {with}"));
        read_listed(&response, &kept).map(|listed| listed.into_iter().map(value).collect())
    }

    #[test]
    fn entries_are_those_that_are_marked_or_the_only_one() {
        let of = |text: &[&str]| Some(text.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        let marked = json!({ "variable": "v", "url": "u", "items": "/accounts", "pointer": "/id", "also": { "w": "/base" },
            "where": { "pointer": "/is_default", "values": [true] } });
        let two = r#"{"accounts":[{"id":1,"base":"a","is_default":false},{"id":2,"base":"b","is_default":true}]}"#;
        assert_eq!(values(&marked, two), of(&["2 b"]));
        assert_eq!(values(&marked, r#"{"accounts":[{"id":"x","base":"a"}]}"#), of(&["x a"]), "the only one needs no mark");
        assert_eq!(values(&marked, r#"{"accounts":[{"id":"x"},{"id":"y"}]}"#), of(&[]));
        assert_eq!(values(&marked, r#"{"accounts":[]}"#), of(&[]));
        assert_eq!(values(&marked, r#"{"accounts":{"id":1}}"#), None);
        assert_eq!(values(&marked, r#"{"accounts":[{"id":1,"id":2}]}"#), None, "which of the two counts is not clear");
        let plain = json!({ "variable": "v", "url": "u", "items": "", "pointer": "/id" });
        assert_eq!(values(&plain, r#"[{"id":"a"},{"id":"b"},{"id":"a"},{"name":"x"},{"id":null}]"#), of(&["a", "b"]));
        assert_eq!(values(&plain, "<html>"), None);
    }
}

//! What providers write where they have nothing. A member that is there all the same, with the word of some language for nothing, says as much
//! as one that is absent; to take it for a value would replace one that is good.

use serde_json::Value;

/// The words, in small letters. None of them is a token: whoever gives tokens has longer ones.
const WORDS: [&str; 14] =
    ["null", "nil", "nul", "none", "undefined", "nothing", "empty", "unset", "void", "false", "nan", "n/a", "na", "0"];

/// Words that languages write for what is not there, in small letters. Unlike the others nobody has them as an id or a name.
const ABSENT: [&str; 10] = ["null", "nil", "none", "nonetype", "undefined", "nan", "object object", "n/a", "false", "0"];

/// The id of nothing where ids are UUIDs (RFC 9562 §5.9).
const NIL_UUID: &str = "00000000-0000-0000-0000-000000000000";

/// What languages put around such a word, and what some write instead of one.
const AROUND: [char; 14] = ['(', ')', '[', ']', '{', '}', '<', '>', '"', '\'', '`', '-', '_', ','];

/// Whether a text says that there is nothing: it is blank, or one of the words, in any case, also in brackets or quotes.
pub(super) fn is_text_of_nothing(text: &str) -> bool {
    let word = text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || AROUND.contains(&c));
    word.is_empty() || WORDS.iter().any(|nothing| word.eq_ignore_ascii_case(nothing))
}

/// Whether a text that shall name somebody names nobody: blank, or what a language writes for what is not there. Two people who are both called
/// so would be one.
pub(crate) fn is_nobody(text: &str) -> bool {
    let word = text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || AROUND.contains(&c));
    word.is_empty() || text.trim() == NIL_UUID || ABSENT.iter().any(|absent| word.eq_ignore_ascii_case(absent))
}

/// Whether a value does.
pub(super) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) => false,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => is_text_of_nothing(text),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn words_for_nothing_are_known_in_any_language_and_case() {
        for text in [
            "",
            " ",
            "\n",
            "null",
            "NULL",
            "Null",
            "None",
            "nil",
            "<nil>",
            "(null)",
            "[null]",
            "undefined",
            "N/A",
            "n/a",
            "NaN",
            "false",
            "False",
            "0",
            "-",
            "--",
            "''",
            "\"\"",
            "[]",
            "{}",
            " none\n",
        ] {
            assert!(is_text_of_nothing(text), "{text:?}");
        }
        for text in ["r", "rt-1", "a", "1", "00", "nullable", "none-of-these", "nil1", "N/A/1", "*", "x-", "true", "é"] {
            assert!(!is_text_of_nothing(text), "{text:?}");
        }
    }

    #[test]
    fn who_is_called_by_a_word_for_nothing_is_nobody() {
        for text in
            ["", " ", "-", "null", "NULL", "None", "undefined", "<nil>", "[object Object]", "NaN", "n/a", "false", "0", NIL_UUID]
        {
            assert!(is_nobody(text), "{text:?}");
        }
        // Regions, people and companies have these.
        for text in ["na", "NA", "void", "empty", "nothing", "nul", "unset", "nullable", "00", "10", "u-null", "Jane Null", "1"] {
            assert!(!is_nobody(text), "{text:?}");
        }
    }

    #[test]
    fn values_that_hold_nothing_are_nothing() {
        for value in [json!(null), json!(false), json!(0), json!([]), json!({}), json!(""), json!("None")] {
            assert!(is_nothing(&value), "{value}");
        }
        for value in [json!(true), json!(7), json!([null]), json!({ "a": null }), json!("rt-1")] {
            assert!(!is_nothing(&value), "{value}");
        }
    }
}

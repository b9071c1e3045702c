//! Mends a text that is meant as a JSON object and is not quite one, as programs write it that put JSON together by hand, or print what
//! their own language calls an object.

use zeroize::Zeroizing;

/// What stands for a piece of a text that is none: no token, scope or code may hold it.
const REPLACEMENT: &[u8] = "\u{fffd}".as_bytes();
/// How many times as long it can become: a word of one letter becomes `null`.
const MOST_GROWTH: usize = 4;

/// The same text as JSON, as far as that can be told. Nothing is added that a text that is cut off lacks.
///
/// Inside of texts U+FFFD stands for what is no text: bytes that are not UTF-8, control characters, escapes that are none, halves of
/// surrogate pairs. Outside, single quotes and names without quotes are read as JavaScript reads them, numbers that JSON writes otherwise
/// become its own, other words (`NaN`, `undefined`) become null, and comments and commas before a closing bracket are left out.
pub(super) fn mend(text: &[u8]) -> Zeroizing<Vec<u8>> {
    // The largest it can become, so that it does not move and leave a copy.
    let mut out = Zeroizing::new(Vec::with_capacity(text.len() * MOST_GROWTH));
    let mut rest = text;
    let mut is_comma_held = false;
    while let Some(&byte) = rest.first() {
        let skipped = blank(rest);
        if skipped > 0 {
            // Two words stay two.
            out.push(b' ');
            rest = &rest[skipped..];
            continue;
        }
        if byte == b',' {
            is_comma_held = true;
            rest = &rest[1..];
            continue;
        }
        if std::mem::take(&mut is_comma_held) && !matches!(byte, b'}' | b']') {
            out.push(b',');
        }
        let length = match byte {
            b'"' | b'\'' => write_text(rest, byte, &mut out),
            _ if is_of_word(byte) => write_word(rest, &mut out),
            _ => {
                out.push(byte);
                1
            }
        };
        rest = &rest[length..];
    }
    out
}

/// How long the spaces and comments at the start are.
fn blank(text: &[u8]) -> usize {
    let to_end = |end: &[u8], from: usize| {
        let found = text.get(from..).unwrap_or_default().windows(end.len()).position(|window| window == end);
        found.map_or(text.len(), |at| from + at + end.len())
    };
    match text {
        [b'/', b'*', ..] => to_end(b"*/", 2),
        [b'/', b'/', ..] => to_end(b"\n", 2),
        _ => text.iter().take_while(|byte| byte.is_ascii_whitespace()).count(),
    }
}

/// Writes the text at the start in double quotes, and says how long it was.
fn write_text(text: &[u8], quote: u8, out: &mut Vec<u8>) -> usize {
    out.push(b'"');
    let mut rest = &text[1..];
    while let Some(&byte) = rest.first() {
        if byte == quote {
            out.push(b'"');
            return text.len() - rest.len() + 1;
        }
        let piece = match byte {
            b'\\' if quote == b'\'' && rest.get(1) == Some(&b'\'') => {
                out.push(b'\'');
                rest = &rest[2..];
                continue;
            }
            b'"' => {
                out.extend_from_slice(b"\\\"");
                rest = &rest[1..];
                continue;
            }
            b'\\' => escape(rest),
            0..=0x1f => Piece::unfit(1),
            _ => character(rest),
        };
        let (bytes, after) = rest.split_at(piece.length);
        out.extend_from_slice(if piece.is_fit { bytes } else { REPLACEMENT });
        rest = after;
    }
    text.len()
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_$+-.".contains(&byte)
}

/// Writes the word at the start, a name or a value, and says how long it was.
fn write_word(text: &[u8], out: &mut Vec<u8>) -> usize {
    let length = text.iter().take_while(|byte| is_of_word(**byte)).count();
    let (word, after) = text.split_at(length);
    if after.trim_ascii_start().starts_with(b":") {
        out.push(b'"');
        out.extend_from_slice(word);
        out.push(b'"');
        return length;
    }
    match word {
        b"true" | b"True" => out.extend_from_slice(b"true"),
        b"false" | b"False" => out.extend_from_slice(b"false"),
        // Cut off, it may go on.
        _ if after.is_empty() => out.extend_from_slice(word),
        _ => write_number(word, out),
    }
    length
}

/// Writes a number as JSON does, and null in the place of what is none.
fn write_number(word: &[u8], out: &mut Vec<u8>) {
    let is_number = word.iter().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(byte));
    let text = std::str::from_utf8(word).ok().filter(|_| is_number);
    let number = text.and_then(|text| text.parse::<f64>().ok());
    match number {
        Some(number) if number.is_finite() && serde_json::from_slice::<serde_json::Number>(word).is_ok() => {
            out.extend_from_slice(word);
        }
        Some(number) if number.is_finite() => out.extend_from_slice(format!("{number:e}").as_bytes()),
        // Beyond all numbers.
        Some(number) => out.extend_from_slice(if number > 0.0 { b"1e308" } else { b"-1e308" }),
        None => out.extend_from_slice(b"null"),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn what_is_nearly_json_becomes_json() {
        let table: [(&[u8], Value); 19] = [
            (br#"{"a":NaN,"b":-Infinity,"c":undefined,"d":None}"#, json!({ "a": null, "b": null, "c": null, "d": null })),
            (br#"{"a":True,"b":False,"c":true,"d":null}"#, json!({ "a": true, "b": false, "c": true, "d": null })),
            (br#"{"a":007,"b":+1,"c":.5,"d":5.,"e":-0}"#, json!({ "a": 7.0, "b": 1.0, "c": 0.5, "d": 5.0, "e": -0.0 })),
            (
                br#"{"a":1e999,"b":-1e999,"c":12345678901234567}"#,
                json!({ "a": 1e308, "b": -1e308, "c": 12_345_678_901_234_567_u64 }),
            ),
            (br#"{"a":0xff,"b":2026-11-30,"c":1_000,"d":1-2}"#, json!({ "a": null, "b": null, "c": null, "d": null })),
            (br#"{"a":[1,2,],"b":{"c":1 , } ,}"#, json!({ "a": [1, 2], "b": { "c": 1 } })),
            (br#"{'a':'x','b':'it\'s','c':'say "so"'}"#, json!({ "a": "x", "b": "it's", "c": "say \"so\"" })),
            (br#"{a:1,b_c:'x',$d:2,"e":3}"#, json!({ "a": 1, "b_c": "x", "$d": 2, "e": 3 })),
            (b"{/* one */\"a\"/**/:1,// two, \"x\"\n\"b\":2,/*}*/}", json!({ "a": 1, "b": 2 })),
            (br#"{"a":"// no /* comment */","b":"x,}"}"#, json!({ "a": "// no /* comment */", "b": "x,}" })),
            (b"{\"a\":\"J\xf6rg\"}", json!({ "a": "J\u{fffd}rg" })),
            (b"{\"a\":\"two\nlines\"}", json!({ "a": "two\u{fffd}lines" })),
            (b"{'a':'J\xf6rg\n'}", json!({ "a": "J\u{fffd}rg\u{fffd}" })),
            (br#"{"a":"it\'s \ud83d \ud83d\ude00 \u00e9 \" \\"}"#, json!({ "a": "it\u{fffd}'s \u{fffd} 😀 é \" \\" })),
            (br#"{"a":"\ux"}"#, json!({ "a": "\u{fffd}x" })),
            (br#"{"a":"it's","b":"x"}"#, json!({ "a": "it's", "b": "x" })),
            (br#"{"a":"x" , "b":"y"}"#, json!({ "a": "x", "b": "y" })),
            (br#"{"a":[1 ,{"b":[]}] }"#, json!({ "a": [1, { "b": [] }] })),
            (b"{}", json!({})),
        ];
        for (text, expected) in table {
            let mended = mend(text);
            let read: Result<Value, _> = serde_json::from_slice(&mended);
            assert_eq!(read.ok(), Some(expected), "{} became {}", text.escape_ascii(), mended.escape_ascii());
        }
    }

    #[test]
    fn what_is_cut_off_stays_so() {
        for text in [r#"{"a":"x"#, r#"{"a":1 2}"#, r#"{"a":tru"#, r#"{"a":1,"#, "{'a':'x", "{a", "{\"a\":12", "{/*"] {
            assert!(serde_json::from_slice::<Value>(&mend(text.as_bytes())).is_err(), "{text}");
        }
        assert_eq!(mend(br#"{"a":nul"#).as_slice(), br#"{"a":nul"#);
    }

    proptest! {
        #[test]
        fn any_bytes_are_mended_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(mend(&bytes).len() <= bytes.len() * MOST_GROWTH);
        }

        #[test]
        fn dense_texts_do_not_outgrow_their_place(text in r#"[{}"'a:1,/*\[\]\\.e+ -]{0,40}"#) {
            prop_assert!(mend(text.as_bytes()).len() <= text.len() * MOST_GROWTH);
        }

        /// JSON stays what it is.
        #[test]
        fn a_text_of_json_means_the_same(name in "\\PC{0,12}", text in "\\PC{0,12}", number in any::<f64>(), whole in any::<i64>()) {
            let json = json!({ name: [text, number, { "b": whole, "c": null, "d": [true, {}] }] }).to_string();
            let read = |text: &[u8]| serde_json::from_slice::<Value>(text).unwrap();
            prop_assert_eq!(read(&mend(json.as_bytes())), read(json.as_bytes()));
        }
    }
}

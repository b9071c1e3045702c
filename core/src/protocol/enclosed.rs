//! Finds a JSON object that has something around it: a guard against scripts, a call of JavaScript, warnings of the language that a server
//! is written in, a comment of a cache.

/// More braces than a warning has before the object begins.
const MOST_STARTS: usize = 16;

/// An object, and whether what stands around it may be a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Enclosed<'a> {
    pub(super) object: &'a [u8],
    /// Somebody else's page may show such an object, so only what nobody else has is believed: tokens.
    pub(super) is_in_page: bool,
}

/// The places in which an object may stand that reaches as far as the text says anything. Of several objects one after the other none is
/// the one.
pub(super) fn enclosed(text: &[u8]) -> impl Iterator<Item = Enclosed<'_>> {
    let first = starts(text).position(|start| begins_object(text, start)).map_or(MOST_STARTS, |first| first + 1);
    starts(text).take(first.min(MOST_STARTS)).filter_map(|start| {
        let (before, from) = text.split_at(start);
        let (object, after) = from.split_at(end_of_object(from)?);
        says_nothing(after).then(|| Enclosed { object, is_in_page: before.contains(&b'<') })
    })
}

/// The text from where an object may begin in it.
pub(super) fn from_object(text: &[u8]) -> &[u8] {
    let mut objects = starts(text).take(MOST_STARTS).filter(|start| begins_object(text, *start));
    objects.next().map_or(text, |start| &text[start..])
}

/// Whether a brace is followed by the name of a member, or by its like, as that of a warning is not.
fn begins_object(text: &[u8], start: usize) -> bool {
    matches!(text[start + 1..].trim_ascii_start().first(), Some(b'"' | b'\'' | b'}'))
}

fn starts(text: &[u8]) -> impl Iterator<Item = usize> {
    text.iter().enumerate().filter(|(_, byte)| **byte == b'{').map(|(at, _)| at)
}

/// Where the object ends that begins the text. Braces inside of texts do not count.
fn end_of_object(text: &[u8]) -> Option<usize> {
    let (mut depth, mut quote, mut is_escaped) = (0_usize, None, false);
    for (at, byte) in text.iter().enumerate() {
        match (quote, byte) {
            _ if is_escaped => is_escaped = false,
            (Some(_), b'\\') => is_escaped = true,
            (Some(open), byte) if *byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'{') => depth += 1,
            (None, b'}') => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            (None, _) => {}
        }
    }
    None
}

/// Whether nothing follows the object but the end of a call, and comments of HTML.
fn says_nothing(after: &[u8]) -> bool {
    let mut rest = after.trim_ascii();
    loop {
        rest = match rest {
            [] => return true,
            [b')' | b';', rest @ ..] => rest.trim_ascii_start(),
            [b'<', b'!', b'-', b'-', rest @ ..] => {
                let Some(end) = rest.windows(3).position(|window| window == b"-->") else { return false };
                rest[end + 3..].trim_ascii_start()
            }
            _ => return false,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_object_is_found_inside_of_what_is_no_json() {
        for (text, is_in_page) in [
            (")]}',\n{\"a\":1}", false),
            ("while(1);{\"a\":1}", false),
            ("callback( {\"a\":1} );\n", false),
            ("Warning: Function {x} is old\n{\"a\":1}", false),
            ("{\"a\":1}\n<!-- 0.021 s --> <!-- {} -->", false),
            ("{\"a\":1};", false),
            ("<br />\n<b>Notice</b>: f() in <b>/x.php</b> on line <b>1</b><br />\n{\"a\":1}", true),
        ] {
            let found = enclosed(text.as_bytes()).next();
            assert_eq!(found, Some(Enclosed { object: b"{\"a\":1}", is_in_page }), "{text}");
        }
        let text = br#"x={"a":"}\"'","b":{"c":"{"}}"#;
        assert_eq!(enclosed(text).next().map(|found| found.object), Some(&text[2..]));
    }

    #[test]
    fn what_goes_on_behind_an_object_is_something_else() {
        let many = format!("{{}}{}x", ")".repeat(100_000));
        for text in [
            "",
            "OK",
            "{",
            "{\"a\":1",
            "{} x",
            "{}{",
            "{\"a\":1}{\"b\":2}",
            "x{'a':1}{'b':2}",
            "{}{}",
            "<script>x={\"a\":1}</script></html>",
            "{}<!-- x",
            "{\"a\":\"}",
            &many,
        ] {
            assert_eq!(enclosed(text.as_bytes()).next(), None, "{text}");
        }
    }

    #[test]
    fn a_beginning_is_found_too() {
        for (text, from) in [
            (")]}'\n{\"a\":\"x", "{\"a\":\"x"),
            ("f {x} {\n 'a'", "{\n 'a'"),
            ("{\"a\"", "{\"a\""),
            ("{ }", "{ }"),
            ("no", "no"),
            ("{", "{"),
        ] {
            assert_eq!(from_object(text.as_bytes()), from.as_bytes(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_searched_without_panic(bytes in r#"[{}"'\\<!)(;a -]{0,60}"#) {
            for found in enclosed(bytes.as_bytes()) {
                let is_object = found.object.starts_with(b"{") && found.object.ends_with(b"}");
                prop_assert!(is_object);
            }
            let _ = from_object(bytes.as_bytes());
        }
    }
}

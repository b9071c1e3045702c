//! Finds the text in a body: its charset, and what editors and programs put before and after it.

use zeroize::Zeroizing;

/// The text without its marks and padding, in UTF-8 as far as it is one. UTF-16 and UTF-32 are told by the text itself.
pub(super) fn to_utf_8(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    match bytes {
        [0xff, 0xfe, 0, 0, rest @ ..] => from_utf_32(rest, u32::from_le_bytes),
        [0, 0, 0xfe, 0xff, rest @ ..] => from_utf_32(rest, u32::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => from_utf_16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => from_utf_16(rest, u16::from_be_bytes),
        // JSON starts with two characters of ASCII (RFC 4627 §3).
        [1..=0x7f, 0, 0, 0, ..] => from_utf_32(bytes, u32::from_le_bytes),
        [0, 0, 0, 1..=0x7f, ..] => from_utf_32(bytes, u32::from_be_bytes),
        [1..=0x7f, 0, ..] => from_utf_16(bytes, u16::from_le_bytes),
        [0, 1..=0x7f, 0, ..] => from_utf_16(bytes, u16::from_be_bytes),
        _ => Zeroizing::new(trim(bytes).to_vec()),
    }
}

fn from_utf_16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> Zeroizing<Vec<u8>> {
    let units = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
    let characters = char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER));
    write(characters, bytes.len() * 2)
}

fn from_utf_32(bytes: &[u8], read: fn([u8; 4]) -> u32) -> Zeroizing<Vec<u8>> {
    let units = bytes.chunks_exact(4).map(|four| read([four[0], four[1], four[2], four[3]]));
    write(units.map(|unit| char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)), bytes.len())
}

/// `most`: the largest it can become, so that it does not move and leave a copy.
fn write(characters: impl Iterator<Item = char>, most: usize) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(most));
    for character in characters {
        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
    let length = trim(&out).len();
    let start = out.len() - trim_start(&out).len();
    out.copy_within(start..start + length, 0);
    out.truncate(length);
    out
}

/// What says nothing before and after a text: marks of byte order, null bytes, spaces of any kind, an end of file of DOS.
fn trim(text: &[u8]) -> &[u8] {
    let mut text = trim_start(text);
    loop {
        let before = text.len();
        text = match text {
            [rest @ .., 0 | 0x09..=0x0d | 0x1a | b' '] => rest,
            [rest @ .., 0xc2, 0xa0] | [rest @ .., 0xef, 0xbb, 0xbf] => rest,
            _ => text,
        };
        if text.len() == before {
            return text;
        }
    }
}

fn trim_start(mut text: &[u8]) -> &[u8] {
    loop {
        let before = text.len();
        text = match text {
            [0 | 0x09..=0x0d | b' ', rest @ ..] => rest,
            [0xc2, 0xa0, rest @ ..] | [0xef, 0xbb, 0xbf, rest @ ..] => rest,
            _ => text,
        };
        if text.len() == before {
            return text;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_text_is_found_in_any_charset_that_shows_itself() {
        let wide = |text: &str, unit: fn(u32) -> Vec<u8>| -> Vec<u8> { text.chars().flat_map(|c| unit(u32::from(c))).collect() };
        let le = |unit: u32| unit.to_le_bytes().to_vec();
        let be = |unit: u32| unit.to_be_bytes().to_vec();
        let narrow_le = |unit: u32| unit.to_le_bytes()[..2].to_vec();
        let narrow_be = |unit: u32| unit.to_be_bytes()[2..].to_vec();
        for text in ["{}", "{\"a\":\"é€\"}"] {
            for bytes in [
                text.as_bytes().to_vec(),
                format!("\u{feff}\u{feff}{text}").into_bytes(),
                format!("\r\n\u{feff} {text}\r\n\0\u{1a}").into_bytes(),
                format!("\0\u{c}\u{a0}{text}\u{a0}\u{feff}").into_bytes(),
                wide(text, le),
                wide(text, be),
                wide(&format!("\u{feff}{text}"), le),
                wide(&format!("\u{feff}{text}\n"), be),
                wide(text, narrow_le),
                wide(text, narrow_be),
                wide(&format!("\u{feff}{text}"), narrow_le),
                wide(&format!("\u{feff}\n{text}\0"), narrow_be),
            ] {
                assert_eq!(std::str::from_utf8(&to_utf_8(&bytes)), Ok(text), "{bytes:?}");
            }
        }
        assert_eq!(to_utf_8(b"\xff\xfe\0\xd8x\0").as_slice(), "\u{fffd}x".as_bytes(), "half of a pair");
        assert_eq!(to_utf_8(b" \xef\xbb\xbf\0").as_slice(), b"");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let text = to_utf_8(&bytes);
            prop_assert!(text.len() <= bytes.len() * 2);
        }
    }
}

//! Reads a claims challenge: what an API wants of a token before it takes it (RFC 9470 §3 describes the idea; Microsoft sends the parameter
//! `claims` of OpenID Connect Core §5.5 in `WWW-Authenticate`).

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::json::read_json;
use crate::base::{Secret, WipedJson};

/// The longest challenge, in bytes: it goes into the query of an authorization request.
pub(crate) const MAX_CLAIMS_LENGTH: usize = 8 * 1024;

/// With and without padding, because APIs send both.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::URL_SAFE, LENIENT);

/// Reads a challenge: a JSON object, or one in base64. Gives the object's text without spaces around; `None`: neither, too
/// long, or a member is repeated.
pub(crate) fn read_challenge(text: &str) -> Option<Secret<String>> {
    let text = text.trim();
    if text.starts_with('{') {
        return read_object(Secret::from(text));
    }
    if text.len() > MAX_CLAIMS_LENGTH.div_ceil(3) * 4 {
        return None;
    }
    let bytes = STANDARD.decode(text).or_else(|_| URL_SAFE.decode(text)).ok()?;
    read_object(Secret::new(String::from_utf8(bytes).ok()?))
}

/// Whether a challenge is about the age of the token (Microsoft's continuous access evaluation names `nbf`, the moment before which
/// no token counts): then the token has ended for every request. Any other challenge asks for more than it holds, for some.
pub(crate) fn is_about_age(challenge: &Secret<String>) -> bool {
    let Ok(json) = read_json(challenge.expose().as_bytes()).map(WipedJson) else { return false };
    json.0.get("access_token").and_then(|claims| claims.get("nbf")).is_some()
}

/// A JSON object, as it was written.
pub(super) fn read_object(text: Secret<String>) -> Option<Secret<String>> {
    let bytes = text.expose().as_bytes();
    let is_object = bytes.len() <= MAX_CLAIMS_LENGTH && read_json(bytes).is_ok_and(|json| WipedJson(json).0.is_object());
    is_object.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1767000000"}},"x":"ÿ??>"}"#;

    fn read(text: &str) -> Option<String> {
        read_challenge(text).map(|claims| claims.expose().clone())
    }

    #[test]
    fn an_object_is_read_in_every_form_in_which_it_is_sent() {
        let standard = base64::engine::general_purpose::STANDARD.encode(CLAIMS);
        let url_safe = base64::engine::general_purpose::URL_SAFE.encode(CLAIMS);
        assert_ne!(standard, url_safe);
        for text in [CLAIMS, &standard, &url_safe, standard.trim_end_matches('='), url_safe.trim_end_matches('=')] {
            assert_eq!(read(text).as_deref(), Some(CLAIMS), "{text}");
        }
        assert_eq!(read(&format!(" {CLAIMS}\n")).as_deref(), Some(CLAIMS));
    }

    #[test]
    fn only_what_names_a_time_says_that_the_token_is_too_old() {
        assert!(is_about_age(&Secret::from(CLAIMS)));
        for other in [r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#, r#"{"nbf":1}"#, "{}", "[]", ""] {
            assert!(!is_about_age(&Secret::from(other)), "{other}");
        }
    }

    #[test]
    fn what_is_no_object_of_at_most_eight_kib_is_refused() {
        let encode = |text: &[u8]| base64::engine::general_purpose::STANDARD.encode(text);
        let of_length = |length: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(length - 8));
        for text in [
            "",
            "{",
            "[]",
            "null",
            "\"text\"",
            "claims",
            r#"{"a":1,"a":2}"#,
            r#"{"a":{"b":1,"b":2}}"#,
            &encode(b"[]"),
            &encode(b"\xFF\xFE"),
            &encode(br#"{"a":1,"a":2}"#),
            &of_length(MAX_CLAIMS_LENGTH + 1),
            &encode(of_length(MAX_CLAIMS_LENGTH + 1).as_bytes()),
            &encode(&vec![b' '; 1 << 20]),
            &"[".repeat(MAX_CLAIMS_LENGTH),
            &format!("{{\"a\":{}}}", "[".repeat(4000)),
        ] {
            assert_eq!(read(text), None, "{}", text.chars().take(40).collect::<String>());
        }
        let longest = of_length(MAX_CLAIMS_LENGTH);
        assert_eq!(read(&longest).as_ref(), Some(&longest));
        assert_eq!(read(&encode(longest.as_bytes())).as_ref(), Some(&longest));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,200}") {
            let _ = read(&text);
        }
    }
}

//! Encodes bodies and queries as `application/x-www-form-urlencoded` (RFC 6749 Appendix B), and as the JSON that stands in for it.

use url::Url;
use url::form_urlencoded::byte_serialize;
use zeroize::Zeroizing;

use crate::base::Secret;

/// A form body. The buffer is made large enough at once, so that growing leaves no copy of a secret behind.
pub(crate) fn encode_form(pairs: &[(&str, &str)]) -> Secret<String> {
    let size = pairs.iter().map(|(name, value)| 3 * (name.len() + value.len()) + 2).sum();
    let mut out = String::with_capacity(size);
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        out.extend(byte_serialize(name.as_bytes()));
        out.push('=');
        out.extend(byte_serialize(value.as_bytes()));
    }
    Secret::new(out)
}

/// The same pairs as a JSON object of texts, for the providers that want one. The buffer never grows, as that of a form: a byte
/// takes at most the six of `\u001f`.
#[expect(clippy::expect_used, reason = "a map of texts always serialises, and a Vec never fails to grow")]
pub(super) fn encode_json(pairs: &[(&str, &str)]) -> Secret<String> {
    struct Members<'a>(&'a [(&'a str, &'a str)]);

    impl serde::Serialize for Members<'_> {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.0.iter().copied())
        }
    }

    let size: usize = pairs.iter().map(|(name, value)| 6 * (name.len() + value.len()) + 6).sum();
    let mut out = Vec::with_capacity(size + 2);
    serde_json::to_writer(&mut out, &Members(pairs)).expect("texts serialise");
    Secret::new(String::from_utf8(out).expect("JSON is UTF-8"))
}

/// One value, form-encoded.
pub(super) fn encode_value(value: &str) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::with_capacity(3 * value.len()));
    out.extend(byte_serialize(value.as_bytes()));
    out
}

/// Replaces the query. A space is `%20`, which every server reads, rather than `+`, which some read as a plus; a plus is `%2B`
/// anyway. A fragment is dropped: an endpoint must not have one (RFC 6749 §3.1).
pub(super) fn set_query(url: &mut Url, pairs: &[(String, String)]) {
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let query = encode_form(&pairs).expose().replace('+', "%20");
    url.set_query(Some(&query));
    url.set_fragment(None);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_characters_cannot_make_another_parameter() {
        assert_eq!(encode_form(&[("a", "1&b=2"), ("c d", "+%é")]).expose(), "a=1%26b%3D2&c+d=%2B%25%C3%A9");
        assert_eq!(encode_json(&[("a", "1\"\\\n"), ("b", "é")]).expose(), "{\"a\":\"1\\\"\\\\\\n\",\"b\":\"é\"}");
        let mut url = Url::parse("https://as.example/x?old=1#f").unwrap();
        set_query(&mut url, &[("scope".into(), "a b+c".into())]);
        assert_eq!(url.as_str(), "https://as.example/x?scope=a%20b%2Bc");
    }
}

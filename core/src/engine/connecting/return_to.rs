//! Where a flow may return: an exact list, judged when the session is made (SR-10).

use url::Url;

use crate::base::{Error, ErrorCode, Result};

/// Judges a return address: a path of our own origin, or an address at one of the listed origins. Gives the
/// whole URL. Every character must be visible ASCII and none a backslash, so that no parser reads it otherwise than this one.
///
/// # Errors
/// - `invalid_request`.
pub(crate) fn judge(text: &str, base_url: &Url, allowed: &[String]) -> Result<String> {
    let refused = || {
        Error::new(
            ErrorCode::InvalidRequest,
            "⟨return_to⟩ must be a path of this site, or an address at one of ⟨allowed_return_origins⟩.",
        )
    };
    let plain = text.len() <= 2048 && text.bytes().all(|b| (0x21..=0x7E).contains(&b) && b != b'\\');
    if !plain {
        return Err(refused());
    }
    let own = base_url.origin().ascii_serialization();
    if text.starts_with('/') {
        let url = base_url.join(text).map_err(|_| refused())?;
        let stays = !text.starts_with("//") && url.origin().ascii_serialization() == own;
        return if stays { Ok(url.into()) } else { Err(refused()) };
    }
    let url = Url::parse(text).map_err(|_| refused())?;
    let origin = url.origin().ascii_serialization();
    let listed = origin == own || allowed.contains(&origin);
    // The text itself must start with the origin and a path: no user name, no other spelling of the host.
    let exact = text.strip_prefix(&origin).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
    if listed && exact && matches!(url.scheme(), "https" | "http") { Ok(url.into()) } else { Err(refused()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_addresses_pass() {
        let base = Url::parse("https://app.example/api/authpipe").unwrap();
        let allowed = vec!["https://spa.example:8443".to_owned()];
        for (text, expected) in [
            ("/", "https://app.example/"),
            ("/settings?tab=1#x", "https://app.example/settings?tab=1#x"),
            ("https://app.example/a", "https://app.example/a"),
            ("https://spa.example:8443/a?b", "https://spa.example:8443/a?b"),
            ("https://spa.example:8443", "https://spa.example:8443/"),
            ("/@evil.example", "https://app.example/@evil.example"),
        ] {
            assert_eq!(judge(text, &base, &allowed).unwrap(), expected);
        }
    }

    #[test]
    fn sixty_ways_out_are_closed() {
        let base = Url::parse("https://app.example/api/authpipe").unwrap();
        let allowed = vec!["https://spa.example:8443".to_owned()];
        let ways = [
            "",
            " ",
            "settings",
            "./settings",
            "../x",
            "?a",
            "#a",
            "//evil.example",
            "//app.example/x",
            "/a\\b",
            "///evil.example",
            "////evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "\\/evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "\t//evil.example",
            " //evil.example",
            "/%09/evil.example\u{9}",
            "https:evil.example",
            "https:/evil.example",
            "https:///evil.example",
            "https://evil.example",
            "https://evil.example/",
            "https://app.example.evil.example",
            "https://app.example@evil.example",
            "https://app.example:443@evil.example",
            "https://user@app.example/",
            "https://user:pw@app.example/",
            "https://app.example:8443/",
            "https://app.example\\@evil.example",
            "https://app.example\u{0}.evil.example/",
            "https://APP.example/",
            "HTTPS://app.example/",
            "https://app.example./",
            "https://app.example%2eevil.example/",
            "https://app.examplе/",
            "https://xn--app-example/",
            "https://app。example/",
            "http://app.example/",
            "http://spa.example:8443/",
            "https://spa.example/",
            "https://spa.example:8444/",
            "https://spa.example:08443/",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "javascript://app.example/%0aalert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://app.example/x",
            "ftp://app.example/",
            "ws://app.example/",
            "wss://app.example/",
            "about:blank",
            "mailto:a@app.example",
            "intent://app.example/",
            "x:https://app.example/",
            "https://[::1]/",
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://app.example:65536/",
            "https://app.example:0443/",
            "https://\u{202e}app.example/",
        ];
        assert!(ways.len() >= 60);
        for way in ways {
            assert_eq!(judge(way, &base, &allowed).unwrap_err().code(), ErrorCode::InvalidRequest, "{way:?}");
        }
        assert!(judge(&format!("/{}", "x".repeat(3000)), &base, &allowed).is_err());
    }
}

//! The little text and the links of a provider that people may see.

#[cfg(test)]
use url::Url;

/// The longest text of a provider that is shown, in characters (SR-12).
pub(crate) const MAX_PROVIDER_TEXT: usize = 500;
/// The longest link of a provider, in bytes: what browsers and proxies commonly take.
#[cfg(test)]
pub(crate) const MAX_PROVIDER_URL: usize = 2048;

/// Caps a provider's text at [`MAX_PROVIDER_TEXT`] characters and removes what changes how other text looks: control characters
/// and invisible or direction-changing ones. Escaping is left to whoever shows it, for only they know where.
pub(crate) fn cap_provider_text(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !is_invisible(*c)).take(MAX_PROVIDER_TEXT).collect::<String>().trim().to_owned()
}

// Unicode's format characters that hide or reorder text: zero-width, bidirectional, line and paragraph separators, tags.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Reads a link of a provider that may be opened or shown: `https` with a host, no user information, and only characters that
/// neither end an attribute nor start a command (SR-36). It must still be handed on as one argument, never through a shell:
/// `&` is both part of queries and of shells.
#[cfg(test)]
pub(crate) fn read_provider_url(text: &str) -> Option<Url> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@&+,=%".contains(&byte);
    let starts_right = text.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://"));
    if text.len() > MAX_PROVIDER_URL || !starts_right || !text.bytes().all(is_plain) {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let plain = url.scheme() == "https" && url.username().is_empty() && url.password().is_none() && url.has_host();
    plain.then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_https_links_without_tricks_are_read() {
        for good in ["https://microsoft.com/devicelogin", "HTTPS://as.example/a?b=c&d=%20#e", "https://[2001:db8::1]:8443/x"] {
            assert!(read_provider_url(good).is_some(), "{good}");
        }
        let long = format!("https://as.example/{}", "x".repeat(MAX_PROVIDER_URL));
        for bad in [
            "",
            "javascript:alert(1)",
            "JavaScript://as.example/%0aalert(1)",
            "data:text/html,<script>",
            "file:///etc/passwd",
            "http://as.example/",
            "vbscript:x",
            "ms-settings:",
            "https:as.example",
            "https:/as.example",
            "https://",
            "//as.example",
            " https://as.example/",
            "https://as.example/ ",
            "https://as.example/a b",
            "https:\\\\as.example",
            "https://as.example\\x",
            "https://user@as.example/",
            "https://user:pass@as.example/",
            "https://as.example/$(calc)",
            "https://as.example/`calc`",
            "https://as.example/;calc",
            "https://as.example/|calc",
            "https://as.example/'x",
            "https://as.example/\"x",
            "https://as.example/<x>",
            "https://as.example/\n",
            "https://as.example/\tx",
            "java\nscript:x",
            "https://as.example/é",
            "https://аs.example/",
            "--help",
            "https://as.example/\0",
            "$(https://as.example)",
            "https://as.example/x&&calc;",
            &long,
        ] {
            assert!(read_provider_url(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn provider_text_is_capped_and_cleaned() {
        assert_eq!(cap_provider_text(&"é".repeat(600)).chars().count(), 500);
        assert_eq!(cap_provider_text(" a\u{202e}b\u{200b}c\r\n\u{1b}[31m\0 "), "abc[31m");
        assert_eq!(cap_provider_text("Ada Lovelace <ada@contoso.example>"), "Ada Lovelace <ada@contoso.example>");
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,100}") {
            let _ = read_provider_url(&text);
            let _ = read_provider_url(&format!("https://{text}"));
            prop_assert!(cap_provider_text(&text).chars().count() <= MAX_PROVIDER_TEXT);
        }
    }
}

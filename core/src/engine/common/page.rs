//! Builds the HTML of our pages: layout, escaping, nonce of the content security policy.

use super::person;
use crate::base::{Error, encoding, entropy};
use crate::model::http::HttpResponse;

pub(crate) use super::person::advice;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:15vh auto;max-width:28rem;padding:0 1rem;color:#1b1b1f;\
background:#fff}@media(prefers-color-scheme:dark){body{color:#eee;background:#1b1b1f}}h1{font-size:1.25rem}";

/// What a page says of an error: what the person can do, and where somebody else must act, by what they find the case.
pub(crate) fn sentence(error: &Error, reference: &str) -> String {
    let text = escape(advice(error));
    match person::needs_reference(error) {
        true => format!("{text}</p><p>{}", escape(&format!("Reference: {reference}"))),
        false => text,
    }
}

/// Whether such a sentence has a reference. Then the log has it too, as it is by default.
pub(crate) fn has_reference(error: &Error) -> bool {
    person::needs_reference(error)
}

/// A page of our own: complete in itself, with no third-party request and no script but one under a nonce (SR-12).
pub(crate) fn page(status: u16, title: &str, html: &str, script: Option<&str>) -> HttpResponse {
    let nonce = encoding::to_base64url(&entropy::make_bytes::<16>());
    let script = script.map(|script| format!("<script nonce=\"{nonce}\">{script}</script>")).unwrap_or_default();
    let body = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style nonce=\"{nonce}\">{STYLE}</style></head><body><main><h1>{title}</h1><p>{html}</p></main>{script}</body></html>"
    );
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    HttpResponse {
        status,
        headers: vec![
            header("content-type", "text/html; charset=utf-8"),
            header("cache-control", "no-store"),
            header("referrer-policy", "no-referrer"),
            header("x-content-type-options", "nosniff"),
            header("x-frame-options", "DENY"),
            header("cross-origin-opener-policy", "unsafe-none"),
            header("content-security-policy", &policy),
        ],
        body: body.into_bytes(),
    }
}

/// Text for HTML, in content and in quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// JSON inside a script: nothing in it may end the element.
pub(crate) fn for_script(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_place() {
        assert_eq!(escape("<a href=\"x\" id='y'>&"), "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;");
        assert_eq!(for_script("\"</script><!--\u{2028}\""), "\"\\u003c/script\\u003e\\u003c!--\\u2028\"");
    }
}

//! The few pages that a person sees: the closing page of a popup, the page that navigates once, and the error page.
//!
//! Each is complete in itself: no third-party request, no script but one under a nonce, nothing of the callback's URL kept.

use crate::base::{Error, encoding, entropy};
use crate::engine::Ending;
use crate::model::http::HttpResponse;
use crate::model::session::SessionStatus;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:15vh auto;max-width:28rem;padding:0 1rem;color:#1b1b1f;\
background:#fff}@media(prefers-color-scheme:dark){body{color:#eee;background:#1b1b1f}}h1{font-size:1.25rem}";

/// The page on which a popup ends. It tells the opener's page to look, and closes; the result itself is read from the server.
pub(super) fn closing_page(ending: &Ending) -> HttpResponse {
    let message = serde_json::json!({ "v": 1, "session_id": ending.session_id, "status": ending.status.as_str() });
    let origin = serde_json::json!(ending.opener_origin);
    let script = format!(
        "history.replaceState(null,'',location.pathname);const m={};const o={};\
         try{{new BroadcastChannel('authpipe').postMessage(m)}}catch{{}}\
         try{{if(o&&window.opener)window.opener.postMessage(m,o)}}catch{{}}window.close();",
        for_script(&message.to_string()),
        for_script(&origin.to_string()),
    );
    let (title, text) = match (&ending.error, ending.status) {
        (None, _) => ("Connected", "You can close this window.".to_owned()),
        (Some(error), SessionStatus::Cancelled) => ("Cancelled", sentence(error)),
        (Some(error), _) => ("Not connected", sentence(error)),
    };
    let mut response = page(200, title, &escape(&text), Some(&script));
    response.headers.push(("set-cookie".into(), ending.clear_cookie.clone()));
    response
}

/// The page that navigates once within our own origin, so that cookies with `SameSite=Strict` arrive.
pub(super) fn resume_page(location: &str) -> HttpResponse {
    let script = format!("location.replace({})", for_script(&serde_json::json!(location).to_string()));
    let text = format!("<a href=\"{}\">Continue</a>", escape(location));
    page(200, "One moment…", &text, Some(&script))
}

/// An answer that belongs to no session of this browser. It tells no tenant, user or provider data.
pub(super) fn error_page(error: &Error) -> HttpResponse {
    let script = "history.replaceState(null,'',location.pathname);";
    page(error.code().http_status(), "This did not work", &escape(&sentence(error)), Some(script))
}

fn sentence(error: &Error) -> String {
    // The text is ours; the cap is for whatever a definition's name may hold (SR-12).
    let text = match error.hint() {
        Some(hint) => format!("{} {hint}", error.message()),
        None => error.message().to_owned(),
    };
    text.chars().take(500).collect()
}

fn page(status: u16, title: &str, html: &str, script: Option<&str>) -> HttpResponse {
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
fn escape(text: &str) -> String {
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
fn for_script(json: &str) -> String {
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

    #[test]
    fn a_page_carries_its_headers_and_one_script_under_its_nonce() {
        let error = Error::new(crate::base::ErrorCode::StateInvalid, "<script>alert(1)</script>".repeat(100));
        let response = error_page(&error);
        let body = String::from_utf8(response.body).unwrap();
        assert_eq!(body.matches("<script").count(), 1);
        assert!(body.len() < 5000, "capped");
        let header = |name: &str| &response.headers.iter().find(|(n, _)| n == name).unwrap().1;
        let nonce = body.split("<script nonce=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert!(header("content-security-policy").contains(&format!("script-src 'nonce-{nonce}'")));
        assert!(!header("content-security-policy").contains("unsafe-inline"));
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("content-security-policy").contains("frame-ancestors 'none'"));
    }
}

//! What every page that a person sees has.

use authpipe::HttpResponse;

use super::flow::{between, words};
use super::header;

/// Every header that SR-12 asks for, and a page that is complete in itself.
#[track_caller]
pub fn check_page(page: &HttpResponse) {
    let html = String::from_utf8(page.body.clone()).expect("UTF-8");
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "unsafe-none"),
    ] {
        assert_eq!(header(page, name), value, "{name}");
    }
    let policy = header(page, "content-security-policy");
    let nonce = between(policy, "script-src 'nonce-", "'").expect("a nonce");
    assert!(nonce.len() >= 22, "128 bits");
    let rest = policy.replace(&format!("'nonce-{nonce}'"), "NONCE");
    let expected =
        "default-src 'none'; script-src NONCE; style-src NONCE; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    assert_eq!(rest, expected);
    // One script and one style, both ours; nothing is loaded from anywhere, and no attribute runs code.
    assert_eq!(html.matches("<script").count(), html.matches(&format!("<script nonce=\"{nonce}\">")).count(), "{html}");
    assert_eq!((html.matches("<script").count(), html.matches("</script>").count()), (1, 1), "{html}");
    assert_eq!(html.matches("<style").count(), 1);
    for outside in ["src=", "<link", "<img", "<iframe", "<form", "<base", "@import", "url(", "<meta http-equiv"] {
        assert!(!html.contains(outside), "{outside}: {html}");
    }
    let people = between(&html, "<p>", "</p>").expect("a text");
    assert!(
        !people.contains('<') || people.starts_with("<a href=\"http://localhost:3000/api/authpipe/oauth/callback/"),
        "{people}"
    );
    assert!(words(page).chars().count() <= 500);
}

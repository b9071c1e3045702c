//! The cookie that ties a flow to the browser that started it: one per session, so that parallel tabs do not clobber each other.

use url::Url;

use crate::base::{Secret, SessionId};

/// The name of a session's cookie. `__Host-` makes the browser refuse one without `Secure`, with a domain, or under another
/// path (RFC 6265bis §4.1.3.2); on http, which is a loopback address in development, that prefix cannot be set.
fn name(base_url: &Url, session_id: &SessionId) -> String {
    let prefix = if base_url.scheme() == "https" { "__Host-" } else { "" };
    format!("{prefix}authpipe_{}", session_id.short())
}

/// The `Set-Cookie` value that binds. `Lax`: it must arrive with the provider's top-level redirect.
pub(super) fn set(base_url: &Url, session_id: &SessionId, binding: &Secret<String>, seconds: u64) -> String {
    let secure = if base_url.scheme() == "https" { "; Secure" } else { "" };
    format!("{}={}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", name(base_url, session_id), binding.expose())
}

/// The `Set-Cookie` value that removes it.
pub(super) fn clear(base_url: &Url, session_id: &SessionId) -> String {
    let secure = if base_url.scheme() == "https" { "; Secure" } else { "" };
    format!("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}", name(base_url, session_id))
}

/// A session's binding in a `Cookie` header. `None` also where it is there twice: one of the two was planted.
pub(super) fn read<'a>(base_url: &Url, session_id: &SessionId, header: Option<&'a str>) -> Option<&'a str> {
    let name = name(base_url, session_id);
    let mut found = header?
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(candidate, _)| *candidate == name)
        .map(|(_, value)| value);
    match (found.next(), found.next()) {
        (Some(value), None) => Some(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_cookies_have_the_host_prefix_and_loopback_ones_do_not() {
        let id = SessionId::make();
        let secret = Secret::from("value");
        let https = set(&Url::parse("https://app.example/api/authpipe").unwrap(), &id, &secret, 600);
        assert!(
            https.starts_with("__Host-authpipe_") && https.ends_with("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure"),
            "{https}"
        );
        let http = set(&Url::parse("http://localhost:3000/x").unwrap(), &id, &secret, 600);
        assert!(http.starts_with("authpipe_") && http.ends_with("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax"), "{http}");
    }

    #[test]
    fn a_cookie_is_found_once_among_others_or_not_at_all() {
        let (base, id, other) = (Url::parse("http://localhost/").unwrap(), SessionId::make(), SessionId::make());
        let (mine, theirs) = (name(&base, &id), name(&base, &other));
        assert_eq!(read(&base, &id, Some(&format!("a=1; {theirs}=no; {mine}=yes"))), Some("yes"));
        assert_eq!(read(&base, &id, Some(&format!("{mine}=one; {mine}=two"))), None);
        assert_eq!(read(&base, &id, Some("a=1")), None);
        assert_eq!(read(&base, &id, None), None);
    }
}

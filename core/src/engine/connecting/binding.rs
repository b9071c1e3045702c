//! The cookie that ties a flow to the browser that started it: one per session, so that parallel tabs do not clobber each other.

use url::Url;

use crate::base::{Secret, SessionId};

/// The name of a session's cookie. `__Host-` makes the browser refuse one without `Secure`, with a domain, or under another
/// path (RFC 6265bis §4.1.3.2); on http, which is a loopback address in development, that prefix cannot be set.
fn name(base_url: &Url, session_id: &SessionId) -> String {
    format!("{}{}", prefix(base_url), session_id.short())
}

fn prefix(base_url: &Url) -> String {
    let prefix = if base_url.scheme() == "https" { "__Host-" } else { "" };
    format!("{prefix}authpipe_")
}

/// Stands behind the value in the cookie of a session that has ended. No binding has it.
const ENDED: char = '.';
/// A browser keeps the cookies of so many ended sessions: all of them are sent to the application with each request, and servers bound that.
const MOST_ENDED: usize = 8;
/// So many are removed at once: the head of an answer is bounded too.
const MOST_CLEARED: usize = 16;

/// The `Set-Cookie` value that binds. `Lax`: it must arrive with the provider's top-level redirect.
pub(super) fn set(base_url: &Url, session_id: &SessionId, binding: &Secret<String>, seconds: u64) -> String {
    let secure = if base_url.scheme() == "https" { "; Secure" } else { "" };
    format!("{}={}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", name(base_url, session_id), binding.expose())
}

/// The `Set-Cookie` value by which the browser of a session that has ended is known for so long.
pub(super) fn set_ended(base_url: &Url, session_id: &SessionId, binding: &str, seconds: u64) -> String {
    set(base_url, session_id, &Secret::new(format!("{binding}{ENDED}")), seconds)
}

/// The `Set-Cookie` values that remove the cookies of sessions that have ended, but those of the newest, this one among them. Browsers send what
/// is older first (RFC 6265 §5.4). Those of sessions under way stay.
pub(super) fn clear_oldest(base_url: &Url, session_id: &SessionId, header: Option<&str>) -> Vec<String> {
    let (own, prefix) = (name(base_url, session_id), prefix(base_url));
    let is_ours = |name: &str| {
        name != own
            && name
                .strip_prefix(&prefix)
                .is_some_and(|short| short.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)))
    };
    let pairs = header.into_iter().flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let ended: Vec<&str> = pairs.filter(|(name, value)| is_ours(name) && value.ends_with(ENDED)).map(|(name, _)| name).collect();
    let oldest = ended.len().saturating_sub(MOST_ENDED - 1).min(MOST_CLEARED);
    ended[..oldest].iter().map(|name| cleared(base_url, name)).collect()
}

/// The `Set-Cookie` value that removes it.
pub(super) fn clear(base_url: &Url, session_id: &SessionId) -> String {
    cleared(base_url, &name(base_url, session_id))
}

fn cleared(base_url: &Url, name: &str) -> String {
    let secure = if base_url.scheme() == "https" { "; Secure" } else { "" };
    format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}")
}

/// A session's binding in a `Cookie` header. `None` also where it is there twice: one of the two was planted.
pub(super) fn read<'a>(base_url: &Url, session_id: &SessionId, header: Option<&'a str>) -> Option<&'a str> {
    let name = name(base_url, session_id);
    let mut found = header?
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(candidate, _)| *candidate == name)
        .map(|(_, value)| value.strip_suffix(ENDED).unwrap_or(value));
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
    fn few_ended_sessions_are_kept_and_those_under_way_are_left_alone() {
        let base = Url::parse("https://app.example/x").unwrap();
        let ids: Vec<SessionId> = (0..12).map(|_| SessionId::make()).collect();
        let ended = |id: &SessionId| set_ended(&base, id, "value", 600).split(';').next().unwrap().to_owned();
        let under_way = set(&base, &SessionId::make(), &Secret::from("value"), 600);
        let all: Vec<String> = ids.iter().map(ended).chain([under_way.split(';').next().unwrap().to_owned()]).collect();
        let header = format!("theme=dark.; authpipe_x=of-http.; __Host-authpipe_a b=c.; {}", all.join("; "));
        let last = ids.last().unwrap();
        assert_eq!(read(&base, last, Some(&header)), Some("value"), "it is known by what it was known by");
        let gone: Vec<String> = ids[..4].iter().map(|id| clear(&base, id)).collect();
        assert_eq!(clear_oldest(&base, last, Some(&header)), gone);
        assert!(clear_oldest(&base, last, Some(&all[4..].join("; "))).is_empty());
        assert!(clear_oldest(&base, last, None).is_empty());
        let very_many = (0..100).map(|_| ended(&SessionId::make())).collect::<Vec<_>>().join("; ");
        assert_eq!(clear_oldest(&base, last, Some(&very_many)).len(), MOST_CLEARED);
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

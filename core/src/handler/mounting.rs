//! Finds the path of a request below the place where the handler is mounted, and says where that is another one than the base URL's.

use std::sync::OnceLock;

use super::routes::{is_page, methods, segments, shown, unescaped};

/// The path below the mount point. `rest` is what a router has left of `full`, the path as it came; the same where none has taken off anything.
///
/// A router may have taken the mount off or not, and the mount may be called like a route, so it is taken off where that leaves a route: below
/// `/oauth`, `/oauth/sessions` is what a router has left of a longer path, and `/oauth/connections` is whole.
/// A whole URL is read as its path.
pub(super) fn below<'a>(mount: &str, full: &'a str, rest: &'a str) -> &'a str {
    let (full, rest) = (without_origin(full), without_origin(rest));
    let whole = |path: &'a str| if path.is_empty() { "/" } else { path };
    let is_route = |path: &str| !methods(path).is_empty() || is_page(path);
    match after(&unescaped(mount), full) {
        Some(found) if full != rest && is_same(found, rest) => whole(rest),
        Some(found) if is_route(found) || !(is_route(full) || is_route(rest)) => whole(found),
        _ => whole(rest),
    }
}

/// A whole URL is taken for its path (RFC 9112 §3.2.2): some servers hand such a target over as it came.
fn without_origin(path: &str) -> &str {
    match path.split_once("://") {
        Some((scheme, rest)) if ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) => {
            rest.find('/').map_or("/", |at| &rest[at..])
        }
        _ => path,
    }
}

/// What follows the mount's segments in a path. Escapes that are none do not count here either.
fn after<'a>(mount: &str, path: &'a str) -> Option<&'a str> {
    segments(mount).try_fold(path, |rest, segment| {
        let rest = rest.trim_start_matches('/');
        let (first, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        (unescaped(first) == segment).then_some(rest)
    })
}

/// Routers take letters of either case for the same.
fn is_same(one: &str, other: &str) -> bool {
    segments(&unescaped(one).to_ascii_lowercase()).eq(segments(&unescaped(other).to_ascii_lowercase()))
}

/// What answers say where requests come to another path.
const SAID: &str = "requests come to another path than the base URL has; the log says which";

/// Whether requests come to another path than the base URL says. Then a provider sends people to where nothing answers, unless a proxy in
/// front of the application changes paths: so it is said, and nothing is refused. Answers say no path: a prefix may name an organisation.
#[derive(Default)]
pub(super) struct Elsewhere(OnceLock<()>);

impl Elsewhere {
    /// Looks at a request for one of the routes, and says the first that comes elsewhere in the log.
    pub(super) fn look(&self, mount: &str, full: &str, below: &str) {
        let full = without_origin(full);
        let is_there = || {
            after(&unescaped(mount).to_ascii_lowercase(), &unescaped(full).to_ascii_lowercase())
                .is_some_and(|rest| is_same(rest, below))
        };
        if self.0.get().is_some() || methods(below).is_empty() || is_there() || self.0.set(()).is_err() {
            return;
        }
        let (path, mount) = (shown(full), if mount.is_empty() { "/" } else { mount });
        tracing::warn!(
            path,
            base_url_path = mount,
            "a request for the handler came to \"{path}\", and the base URL has the path \"{mount}\": providers send people below that. \
             Unless a proxy changes paths on the way, correct the base URL or where the handler is mounted."
        );
    }

    /// What answers say of it.
    pub(super) fn said(&self) -> Option<&'static str> {
        self.0.get().map(|()| SAID)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_router_has_left_is_taken_where_the_mount_is_not_there() {
        for (mount, full, rest, found) in [
            ("/api/authpipe", "/api/authpipe/providers", "/providers", "/providers"),
            ("/api/authpipe", "/auth/providers", "/providers", "/providers"),
            ("/api/authpipe", "/api/authpipe/providers", "/authpipe/providers", "/providers"),
            ("/api/authpipe", "/auth", "", "/"),
            ("/api", "/api/authpipe/oauth/callback", "/oauth/callback", "/oauth/callback"),
            ("", "/auth/providers", "/providers", "/providers"),
            ("/oauth", "/oauth/sessions", "/sessions", "/sessions"),
            ("/connections", "/connections", "/", "/"),
        ] {
            assert_eq!(below(mount, full, rest), found, "{full} and {rest} below {mount}");
        }
    }

    #[test]
    fn the_first_request_that_comes_elsewhere_is_told() {
        let told = |mount: &str, full: &str, rest: &str| {
            let elsewhere = Elsewhere::default();
            elsewhere.look(mount, full, below(mount, full, rest));
            elsewhere.said()
        };
        for (mount, full, rest) in [
            ("/api/authpipe", "/auth/oauth/sessions", "/oauth/sessions"),
            ("/api/authpipe", "/oauth/sessions", "/oauth/sessions"),
            ("", "/auth/oauth/sessions", "/oauth/sessions"),
        ] {
            assert_eq!(told(mount, full, rest), Some(SAID), "{full} and {rest} below {mount}");
        }
        for (mount, full, rest) in [
            ("/api/authpipe", "/api/authpipe/oauth/sessions", "/oauth/sessions"),
            ("/api/authpipe", "//api/authpipe//oauth/sessions/", "//oauth/sessions/"),
            ("/api/authpipe", "/api/authpipe/oauth/sessions", "/authpipe/oauth/sessions"),
            ("", "/oauth/sessions", "/oauth/sessions"),
            ("/API/authpipe", "/api/Authpipe/oauth/sessions", "/oauth/sessions"),
            ("/Api/authpipe", "/%41pi/authpipe/providers", "/providers"),
            ("/my%2dapp", "/my-app/oauth/sessions", "/my-app/oauth/sessions"),
            // What is no route is told by its answer, and may be anybody's guess.
            ("/api/authpipe", "/wp-admin", "/wp-admin"),
        ] {
            assert_eq!(told(mount, full, rest), None, "{full} and {rest} below {mount}");
        }
    }

    #[test]
    fn a_mount_is_taken_off_where_it_is_there() {
        for (mount, path, found) in [
            ("", "/providers", "/providers"),
            ("/api/authpipe", "/api/authpipe/providers", "/providers"),
            ("/api/authpipe", "/providers", "/providers"),
            ("/api/authpipe", "/api/authpipe/oauth/callback/acme", "/oauth/callback/acme"),
            ("/api/authpipe", "/api/authpipe-other/providers", "/api/authpipe-other/providers"),
            ("/api/authpipe", "/api/authpipe", "/"),
            ("/api/authpipe", "/api/authpipe/nowhere", "/nowhere"),
            // Mounts that are called like routes, below a router that takes them off and below one that does not.
            ("/oauth", "/oauth/sessions", "/oauth/sessions"),
            ("/oauth", "/oauth/oauth/sessions", "/oauth/sessions"),
            ("/oauth", "/oauth/callback/acme", "/oauth/callback/acme"),
            ("/oauth", "/oauth/oauth/callback/acme", "/oauth/callback/acme"),
            ("/oauth", "/connections", "/connections"),
            ("/oauth", "/oauth/connections", "/connections"),
            ("/connections", "/connections", "/connections"),
            ("/connections", "/connections/con_1", "/connections/con_1"),
            ("/connections", "/connections/connections", "/connections"),
            ("/connections", "/connections/connections/con_1", "/connections/con_1"),
            ("/connections", "/connections/providers", "/providers"),
            // Slashes too many.
            ("/api/authpipe", "/api/authpipe/providers/", "/providers/"),
            ("/api/authpipe", "//api//authpipe//oauth/callback/acme/", "//oauth/callback/acme/"),
            ("/api/authpipe", "/api/authpipe//", "//"),
            // Escapes too many, in the path or in the base URL.
            ("/my-app/auth", "/my%2Dapp/%61uth/providers", "/providers"),
            ("/my%2dapp", "/my-app/oauth/callback/a%2Db", "/oauth/callback/a%2Db"),
            ("/my%20app", "/my%20app/providers", "/providers"),
            ("/my%2Fapp", "/my/app/providers", "/my/app/providers"),
            // Whole URLs.
            ("/api/authpipe", "http://app.example:80/api/authpipe/providers", "/providers"),
            ("/api/authpipe", "HTTPS://app.example/api/authpipe/oauth/callback/acme", "/oauth/callback/acme"),
            ("", "http://app.example", "/"),
            ("/api", "/api/http://app.example/providers", "/http://app.example/providers"),
            ("/api", "ftp://app.example/api/providers", "ftp://app.example/api/providers"),
        ] {
            assert_eq!(below(mount, path, path), found, "{path} below {mount}");
        }
    }
}

//! Lists the routes and their methods, and hands each request to the function that answers it.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Value, json};
use url::Url;

use super::received::Received;
use super::{Routes, answers, guard, problem, views};
use crate::base::{Error, ErrorCode, GrantId, Result};
use crate::engine::Engine;
use crate::model::http::HttpResponse;
use crate::model::principal::Principal;

/// A route with what its path names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Route {
    Providers,
    CreateSession,
    CreateInstall,
    ReadSession(String),
    CancelSession(String),
    StartDevice,
    PollDevice,
    CompleteSession(String),
    Callback(String),
    ListConnections,
    ReadConnection(String),
    DeleteConnection(String),
    ListInstallations,
    DeleteInstallation(String),
}

impl Route {
    /// Whether a request changes something. A callback does, although it is a GET.
    fn has_effects(&self) -> bool {
        match self {
            Route::Providers
            | Route::ReadSession(_)
            | Route::ListConnections
            | Route::ReadConnection(_)
            | Route::ListInstallations => false,
            Route::CreateSession
            | Route::CreateInstall
            | Route::CancelSession(_)
            | Route::StartDevice
            | Route::PollDevice
            | Route::CompleteSession(_)
            | Route::Callback(_)
            | Route::DeleteConnection(_)
            | Route::DeleteInstallation(_) => true,
        }
    }

    pub(super) fn needs_principal(&self) -> bool {
        !matches!(self, Route::Providers)
    }
}

/// Finds a route.
///
/// Empty segments do not count: proxies and people add a slash at the end or in between. Case does.
///
/// # Errors
/// - `not_found`, `method_not_allowed`.
pub(super) fn find(method: &str, path: &str) -> Result<Route> {
    let path = unescaped(path);
    let parts: Vec<&str> = segments(&path).collect();
    // RFC 9110 §9.3.2: what can be read can be asked for without its content.
    let method = if method == "HEAD" { "GET" } else { method };
    let id = |text: &str| text.to_owned();
    let by_method = |routes: Vec<(&str, Route)>| {
        let allowed: Vec<&str> = routes.iter().map(|(method, _)| *method).collect();
        let allowed = allowed.join(", ");
        routes
            .into_iter()
            .find(|(candidate, _)| *candidate == method)
            .map(|(_, route)| route)
            .ok_or_else(|| Error::new(ErrorCode::MethodNotAllowed, format!("This route takes {allowed}.")))
    };
    match parts.as_slice() {
        ["providers"] => by_method(vec![("GET", Route::Providers)]),
        ["oauth", "sessions"] => by_method(vec![("POST", Route::CreateSession)]),
        ["oauth", "installs"] => by_method(vec![("POST", Route::CreateInstall)]),
        ["oauth", "sessions", session] => {
            by_method(vec![("GET", Route::ReadSession(id(session))), ("DELETE", Route::CancelSession(id(session)))])
        }
        ["oauth", "sessions", session, "complete"] => by_method(vec![("POST", Route::CompleteSession(id(session)))]),
        ["oauth", "device", "start"] => by_method(vec![("POST", Route::StartDevice)]),
        ["oauth", "device", "poll"] => by_method(vec![("POST", Route::PollDevice)]),
        ["oauth", "callback", config] => by_method(vec![("GET", Route::Callback(id(config)))]),
        ["connections"] => by_method(vec![("GET", Route::ListConnections)]),
        ["connections", connection] => {
            by_method(vec![("GET", Route::ReadConnection(id(connection))), ("DELETE", Route::DeleteConnection(id(connection)))])
        }
        ["installations"] => by_method(vec![("GET", Route::ListInstallations)]),
        ["installations", installation] => by_method(vec![("DELETE", Route::DeleteInstallation(id(installation)))]),
        _ => Err(no_route()),
    }
}

/// As much of a path as a message shows: whoever asks has written it.
pub(super) fn shown(path: &str) -> String {
    // A path is written in these (RFC 3986 §2); others could turn the direction of a line of the log.
    path.chars().filter(char::is_ascii_graphic).take(80).collect()
}

pub(super) fn no_route() -> Error {
    Error::new(ErrorCode::NotFound, "There is no such route.")
}

/// The path without escapes that are none: a letter, a digit or `-._~` is the same character with and without (RFC 3986 §6.2.2.2), and
/// proxies escape them. Frameworks that unescape a path before they hand it over, and those that do not, are answered alike.
pub(super) fn unescaped(path: &str) -> Cow<'_, str> {
    if !path.contains('%') {
        return path.into();
    }
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let digits = after.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = match byte {
            Some(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                out.push(char::from(byte));
                &after[2..]
            }
            _ => {
                out.push('%');
                after
            }
        };
    }
    out.push_str(rest);
    out.into()
}

pub(super) fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

/// Whether a person looks at the answers of this path: a provider has sent a browser there, also where the address that was registered
/// with it names no config, or something behind it.
pub(super) fn is_page(path: &str) -> bool {
    let path = unescaped(path);
    let mut parts = segments(&path);
    parts.next() == Some("oauth") && parts.next() == Some("callback")
}

/// The methods that a path takes.
pub(super) fn methods(path: &str) -> Vec<&'static str> {
    ["GET", "POST", "DELETE"].into_iter().filter(|method| find(method, path).is_ok()).collect()
}

/// A request with all that its route needs.
pub(super) struct Call<'a> {
    pub(super) routes: &'a Routes,
    pub(super) engine: &'a Arc<Engine>,
    pub(super) base_url: &'a Url,
    pub(super) request: Received,
    pub(super) principal: Option<Principal>,
}

pub(super) async fn dispatch(
    routes: &Routes,
    engine: &Arc<Engine>,
    base_url: &Url,
    request: Received,
    principal: Option<Principal>,
) -> Result<HttpResponse> {
    if request.method == "OPTIONS" {
        return Ok(answers::preflight());
    }
    let route = find(&request.method, &request.path).map_err(|error| match error.code() {
        ErrorCode::NotFound => error.with_hint(format!(
            "The path \"{}\" is none of a handler that is mounted at \"{}\", the path of ⟨base_url⟩. Where both differ, correct one of them.",
            shown(&request.path),
            base_url.path()
        )),
        _ => error,
    })?;
    if route.has_effects() && guard::is_speculative(&request) {
        return Ok(answers::not_now());
    }
    let call = Call { routes, engine, base_url, request, principal };
    match route {
        Route::Providers => Ok(call.providers()),
        Route::CreateSession => call.create_session().await,
        Route::CreateInstall => call.create_install().await,
        Route::ReadSession(id) => call.read_session(&id).await,
        Route::CancelSession(id) => call.cancel_session(&id).await,
        Route::StartDevice => call.start_device().await,
        Route::PollDevice => call.poll_device().await,
        Route::CompleteSession(id) => call.complete_session(&id).await,
        Route::Callback(config) => call.callback(&config).await,
        Route::ListConnections => call.list_connections().await,
        Route::ReadConnection(id) => call.read_connection(&id).await,
        Route::DeleteConnection(id) => call.delete_connection(&id).await,
        Route::ListInstallations => call.list_installations().await,
        Route::DeleteInstallation(id) => call.delete_installation(&id).await,
    }
}

impl Call<'_> {
    pub(super) fn principal(&self) -> Result<&Principal> {
        guard::signed_in(self.principal.as_ref(), &self.request)
    }

    fn providers(&self) -> HttpResponse {
        let providers: Vec<Value> = self.engine.configs().enabled().map(|config| views::provider(config)).collect();
        problem::json_answer(200, &json!({ "providers": providers }))
    }
}

/// What is no id at all is as absent as an id that names nothing.
pub(super) fn installation_id(id: &str) -> Result<GrantId> {
    GrantId::parse(id).map_err(|_| Error::new(ErrorCode::InstallationNotFound, "There is no such installation."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_segments_name_nothing_and_case_counts() {
        for path in [
            "/oauth/callback/acme",
            "/oauth/callback/acme/",
            "//oauth//callback/acme//",
            "oauth/callback/acme",
            "/oauth/callback/%61cme",
            "/%6Fauth/call%62ack/a%63m%65/",
        ] {
            assert_eq!(find("GET", path).unwrap(), Route::Callback("acme".into()), "{path}");
            assert!(is_page(path), "{path}");
        }
        for path in [
            "/",
            "",
            "//",
            "/OAuth/callback/acme",
            "/oauth/callbacks/acme",
            "/oauth%2Fcallback/acme",
            "/%4Fauth/callback/acme",
            "%",
            "/%6",
        ] {
            assert!(find("GET", path).is_err() && !is_page(path), "{path}");
        }
        for path in ["/oauth/callback", "/oauth/callback/", "/oauth/callback/acme/x"] {
            assert!(find("GET", path).is_err() && is_page(path), "{path}");
        }
    }

    /// Only what is the same character either way; a config's name may have a hyphen.
    #[test]
    fn what_a_proxy_has_escaped_for_nothing_is_read() {
        for (path, read) in [
            ("/oauth/callback/micro%2Dsoft", "/oauth/callback/micro-soft"),
            ("/oauth/callback/micro%2dsoft", "/oauth/callback/micro-soft"),
            ("/%7Ea%5F%2E", "/~a_."),
            ("/a%2Fb%2f", "/a%2Fb%2f"),
            ("/a%252D", "/a%252D"),
            ("/a%00%20%E2%82%AC%", "/a%00%20%E2%82%AC%"),
            ("/a%+1%2", "/a%+1%2"),
            ("/a%é", "/a%é"),
        ] {
            assert_eq!(unescaped(path), read, "{path}");
        }
        assert_eq!(find("GET", "/connections/%63on%5F1").unwrap(), Route::ReadConnection("con_1".into()));
    }
}

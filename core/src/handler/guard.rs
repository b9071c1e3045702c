//! Checks a request before its route runs: that a page of the application sent it, and that the person may call this route.

use serde_json::Value;
use url::{Host, Url};

use crate::base::{Error, ErrorCode, Result, TenantId};
use crate::model::http::{HttpRequest, is_purpose, says_ahead};
use crate::model::principal::{Principal, Role};
use crate::protocol::json::read_json;

/// The largest body of a route of ours, in bytes; each is a handful of names.
const MOST_BYTES: usize = 64 * 1024;

/// A request that changes something must come from a page of ours: a header that no form can set, and an origin that no page
/// can forge.
///
/// # Errors
/// - `origin_not_allowed`, `invalid_request`, `too_large`.
pub(super) fn check_change(request: &HttpRequest, base_url: &Url, allowed_origins: &[String]) -> Result<String> {
    if request.body.len() > MOST_BYTES {
        return Err(Error::new(ErrorCode::TooLarge, "The request body is larger than 64 KiB."));
    }
    let own = base_url.origin().ascii_serialization();
    // One, or none (RFC 6454 §7.3): of two, the one that is looked at may not be the page's.
    let mut origins = request.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("origin"));
    let origin = match (origins.next(), origins.next()) {
        (Some((_, origin)), None) => origin.as_str(),
        _ => "",
    };
    if origin != own && !allowed_origins.iter().any(|allowed| allowed == origin) {
        let error = Error::new(ErrorCode::OriginNotAllowed, "The page's origin may not call this handler.");
        return Err(match same_machine(origin, base_url) {
            Some(host) => error.with_hint(format!(
                "The page was opened at {host}, and ⟨base_url⟩ says {own}: to a browser these are two sites. Open {own}."
            )),
            None if origin.is_empty() => error.with_hint(format!(
                "A page of the application sends its origin by itself. A program sends the headers \"Origin: {own}\" and \"X-Authpipe: 1\"."
            )),
            None => error.with_hint("Serve the page from the origin of ⟨base_url⟩, or add its origin to ⟨allowed_origins⟩."),
        });
    }
    if request.header("x-authpipe") != Some("1") {
        return Err(Error::new(ErrorCode::InvalidRequest, "The header X-Authpipe: 1 is missing.")
            .with_hint("Use @authpipe/react, or set it."));
    }
    Ok(origin.to_owned())
}

/// The other name of the same machine under which a page was opened: `127.0.0.1` instead of `localhost`.
fn same_machine(origin: &str, base_url: &Url) -> Option<String> {
    let origin = Url::parse(origin).ok()?;
    let is_same =
        is_loopback(&origin) && is_loopback(base_url) && origin.port_or_known_default() == base_url.port_or_known_default();
    let host = origin.host_str().filter(|host| is_same && Some(*host) != base_url.host_str())?;
    Some(host.to_owned())
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Refuses a member that is nearly one that the route knows or is none of them: to ignore it would be silent.
///
/// # Errors
/// - `invalid_request`.
pub(super) fn check_members(body: &serde_json::Map<String, Value>, known: &[&str]) -> Result<()> {
    // Whose they are is said by the application; a browser may repeat it.
    const ANYWHERE: [&str; 2] = ["tenant_id", "user_id"];
    match body.keys().find(|name| !known.iter().chain(&ANYWHERE).any(|one| one == name)) {
        None => Ok(()),
        Some(name) => Err(unknown_name(name, "member", known)),
    }
}

/// What says that a name is none of a route, and which is probably meant.
pub(super) fn unknown_name(name: &str, what: &str, known: &[&str]) -> Error {
    let is_name = name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    let shown = if is_name { name } else { "…" };
    let near = known.iter().find(|one| strsim::osa_distance(one, &name.to_ascii_lowercase()) <= one.len() / 4);
    let hint = match near {
        Some(near) => format!("Did you mean {near}?"),
        None if known.is_empty() => "It takes none.".to_owned(),
        None => format!("It takes: {}.", known.join(", ")),
    };
    Error::new(ErrorCode::InvalidRequest, format!("{shown} is no {what} that this route knows.")).with_hint(hint)
}

/// Judges the body of a route that needs none: whoever sends members means something by them.
///
/// # Errors
/// - `invalid_request`, `identity_mismatch`.
pub(super) fn check_no_body(request: &HttpRequest, principal: &Principal) -> Result<()> {
    if request.body.iter().all(u8::is_ascii_whitespace) {
        return Ok(());
    }
    let body = read_body(request)?;
    check_identity(&body, principal)?;
    check_members(&body, &[])
}

/// Whether nobody has asked for this yet: a browser that loads ahead, the preview of a link, or a look at the headers alone. What it
/// would use up is missing when the person comes (SR-3).
pub(super) fn is_speculative(request: &HttpRequest) -> bool {
    let mut values = request.headers.iter().filter(|(name, _)| is_purpose(name)).map(|(_, value)| value.as_str());
    request.method == "HEAD" || values.any(says_ahead)
}

/// Reads a JSON object.
///
/// # Errors
/// - `invalid_request`: another content type, or not one JSON object.
pub(super) fn read_body(request: &HttpRequest) -> Result<serde_json::Map<String, Value>> {
    let content_type = request.header("content-type").unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Error::new(ErrorCode::InvalidRequest, "Content-Type must be application/json."));
    }
    let coding = request.header("content-encoding").unwrap_or_default().trim();
    match read_json(&request.body) {
        Ok(Value::Object(object)) => Ok(object),
        _ if request.body.iter().all(u8::is_ascii_whitespace) => {
            Err(Error::new(ErrorCode::InvalidRequest, "The body is empty, where a JSON object belongs.").with_hint(
                "If one was sent, something has read it before: mount the handler ahead of that, or give it the bytes.",
            ))
        }
        _ if !coding.is_empty() && !coding.eq_ignore_ascii_case("identity") => {
            Err(Error::new(ErrorCode::InvalidRequest, "The body has a Content-Encoding. Send JSON as it is."))
        }
        _ => Err(Error::new(ErrorCode::InvalidRequest, "The body must be one JSON object without repeated members.")),
    }
}

/// Whoever is signed in to the application.
///
/// # Errors
/// - `identity_required`.
pub(super) fn signed_in<'a>(principal: Option<&'a Principal>, request: &HttpRequest) -> Result<&'a Principal> {
    principal.ok_or_else(|| {
        // Ids in a path are not repeated; the first two segments name the route.
        let route: Vec<&str> = request.path.split('/').filter(|part| !part.is_empty()).take(2).collect();
        Error::new(ErrorCode::IdentityRequired, format!("identify() returned null for {} /{}.", request.method, route.join("/")))
            .with_hint("It must return the tenant, the user and the role of whoever is signed in.")
    })
}

/// # Errors
/// - `forbidden`: not an administrator of the tenant.
pub(super) fn check_admin(principal: &Principal) -> Result<()> {
    match principal.role {
        Role::Admin => Ok(()),
        Role::Member => Err(Error::new(ErrorCode::Forbidden, "Only an administrator of the tenant may do this.")
            .with_hint("identify() returned role \"member\".")),
    }
}

/// A browser need not name tenant and user; if it does, it must name those that are signed in.
///
/// # Errors
/// - `identity_mismatch`.
pub(super) fn check_identity(body: &serde_json::Map<String, Value>, principal: &Principal) -> Result<()> {
    for (name, real) in [("tenant_id", principal.tenant_id.as_str()), ("user_id", principal.user_id.as_str())] {
        let given = match body.get(name) {
            None => continue,
            Some(Value::String(given)) => given.as_str(),
            Some(_) => "",
        };
        if given != real {
            let shown = TenantId::parse(given).map_or_else(|_| "…".to_owned(), |id| id.as_str().to_owned());
            return Err(Error::new(
                ErrorCode::IdentityMismatch,
                format!("The browser sent {name} \"{shown}\" but identify() returned \"{real}\"."),
            )
            .with_hint(format!("Remove {name} from the request.")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_name_of_the_same_machine_is_told_from_another_one() {
        let base = Url::parse("http://localhost:3000/authpipe").unwrap();
        for (origin, other) in [
            ("http://127.0.0.1:3000", Some("127.0.0.1")),
            ("http://[::1]:3000", Some("[::1]")),
            ("http://localhost:3000", None),
            ("http://127.0.0.1:3001", None),
            ("http://app.example:3000", None),
            ("null", None),
        ] {
            assert_eq!(same_machine(origin, &base).as_deref(), other, "{origin}");
        }
        let public = Url::parse("https://app.example/authpipe").unwrap();
        assert_eq!(same_machine("http://127.0.0.1", &public), None);
    }

    #[test]
    fn a_body_that_is_no_object_is_told_why() {
        let told = |body: &[u8], coding: &str| {
            let headers = vec![("Content-Type".into(), "application/json".into()), ("Content-Encoding".into(), coding.into())];
            let request = HttpRequest { headers, body: body.to_vec(), ..HttpRequest::default() };
            read_body(&request).map(drop).map_err(|error| error.message().to_owned())
        };
        assert_eq!(told(b"{}", "identity"), Ok(()));
        for (body, coding, words) in [
            (&b""[..], "", "is empty"),
            (b" \r\n", "gzip", "is empty"),
            (b"\x1f\x8b\x08", "gzip", "has a Content-Encoding"),
            (b"\x1f\x8b\x08", "", "must be one JSON object"),
            (b"[]", "", "must be one JSON object"),
            (b"{\"a\":1,\"a\":2}", "", "must be one JSON object"),
        ] {
            assert!(told(body, coding).is_err_and(|message| message.contains(words)), "{words}");
        }
    }
}

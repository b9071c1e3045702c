//! Makes the answers that several routes give.

use crate::model::http::HttpResponse;

/// Which page may call is said by the CORS headers that `Routes::handle` adds for listed origins only.
pub(super) fn preflight() -> HttpResponse {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    HttpResponse {
        status: 204,
        headers: vec![
            header("access-control-allow-methods", "GET, POST, DELETE"),
            header("access-control-allow-headers", "authorization, content-type, x-authpipe"),
            header("access-control-max-age", "600"),
        ],
        body: Vec::new(),
    }
}

pub(super) fn with_cookies(mut response: HttpResponse, cookies: &[String]) -> HttpResponse {
    response.headers.extend(cookies.iter().map(|cookie| ("set-cookie".to_owned(), cookie.clone())));
    response
}

/// See other (RFC 9700 §4.12: never 307, which would repeat a POST).
pub(super) fn redirect(location: &str) -> HttpResponse {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    HttpResponse {
        status: 303,
        headers: vec![
            header("location", location),
            header("cache-control", "no-store"),
            header("referrer-policy", "no-referrer"),
        ],
        body: Vec::new(),
    }
}

pub(super) fn nothing() -> HttpResponse {
    HttpResponse { status: 204, headers: vec![("cache-control".into(), "no-store".into())], body: Vec::new() }
}

/// To a request that nobody has made yet. A browser throws an error away and asks again when the person goes there; with a success
/// it could show this answer in place of the real one.
pub(super) fn not_now() -> HttpResponse {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    HttpResponse {
        status: 503,
        headers: vec![
            header("cache-control", "no-store"),
            header("vary", "sec-purpose, purpose, x-purpose, x-moz"),
            header("referrer-policy", "no-referrer"),
        ],
        body: Vec::new(),
    }
}

/// What a look at the headers alone gets: those of the whole answer (RFC 9110 §9.3.2), with the length of the content that is left out.
/// Without it, servers say that there would be nothing.
pub(super) fn without_content(mut response: HttpResponse) -> HttpResponse {
    // RFC 9110 §8.6: none where there is no content by the status.
    if response.status != 204 {
        response.headers.push(("content-length".to_owned(), response.body.len().to_string()));
    }
    response.body.clear();
    response
}

//! Sends requests with `reqwest`, and switches off what it does by itself: redirects, proxies, retries, cookies and codings.

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use url::Host;
use zeroize::Zeroizing;

use super::Limits;
use super::address::Trust;
use super::asking::Asking;
use super::body::append;
use super::budget::{Budget, Budgeted, TooLate};
use super::coding::{self, Undone};
use super::handshake::{judges_client, misses_certificate, tls};
use super::issuers::{self, Issuers};
use super::policy::{NetPolicy, Route};
use super::resolver::{AddressBlocked, Judge, Lookup, NameUnknown};
use crate::base::Secret;
use crate::model::http::{
    Body, Method, NetFailure, OutboundRequest, OutboundResponse, PROTECTED_HEADERS, ProxyFailure, SecretHeader, TlsFailure,
};
use crate::model::pause_headers;

/// How long an unused connection is kept. Shorter than servers keep theirs (5 s is a common default): a POST on a connection
/// that the server closes at that moment would leave open whether it was processed.
const IDLE: Duration = Duration::from_secs(4);

/// Room is made for so many before any is read. Lines are longer than sixteen bytes, as a rule by far, so that it is the size that decides.
const MOST_HEADERS: usize = Limits::DEFAULT.max_headers / 16;

/// What of an answer that says no is judged by, besides pauses: what kind of content it has, and how to prove oneself.
const READ: [&str; 5] = ["content-type", "retry-after", "date", "age", "www-authenticate"];

/// Of which connections a client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Connections {
    /// Kept for the next request.
    Kept,
    /// Made for one request, under whose budget they are.
    Own,
}

/// Builds the client of one route. `None`: the certificates or the proxy cannot be used.
pub(super) fn build(
    policy: &NetPolicy,
    limits: &Limits,
    route: Route,
    connections: Connections,
    lookup: &Arc<dyn Lookup>,
    issuers: &Arc<Issuers>,
) -> Option<reqwest::Client> {
    let pem = policy.extra_ca_pem.as_deref().unwrap_or_default();
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().ok()?;
    let (trust, proxy) = match route {
        Route::Direct(trust) => (trust, None),
        Route::Proxied => (Trust::Public, policy.proxy.as_ref().map(|proxy| &proxy.url)),
    };
    let proxy_name = proxy.map(|url| match url.host() {
        Some(Host::Domain(name)) => name.to_owned(),
        // A literal address is never looked up; the empty name lets nothing else be.
        _ => String::new(),
    });
    let builder = || {
        let judge = Judge { trust, lookup: lookup.clone(), proxy: proxy_name.clone() };
        let builder = reqwest::Client::builder()
            .user_agent(concat!("authpipe/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            // `rustls` knows nothing older, so no test can see this line; it is for the day another TLS library stands here (SR-32).
            .tls_version_min(reqwest::tls::Version::TLS_1_2)
            .connect_timeout(limits.connect)
            .pool_idle_timeout(IDLE)
            // The size alone decides (SR-35): a gateway may add many lines to an answer that has spent a refresh token.
            .http1_max_headers(MOST_HEADERS)
            // A line of the head that nobody reads is no reason to lose an answer that has spent a code or a refresh token. What a folded line
            // means is said in RFC 9112 §5.2, and a space before a colon in §5.1: the length of a body that is written so is still known.
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .dns_resolver(Arc::new(judge));
        #[cfg(feature = "http2")]
        let builder = builder.http2_max_header_list_size(u32::try_from(limits.max_headers).unwrap_or(u32::MAX));
        let builder = match connections {
            Connections::Kept => builder,
            Connections::Own => builder.pool_max_idle_per_host(0).connector_layer(Asking),
        };
        match proxy {
            Some(url) => Ok::<_, reqwest::Error>(builder.proxy(reqwest::Proxy::all(url.clone())?)),
            None => Ok(builder),
        }
    };
    if let Some(tls) = issuers::configure(&certificates, issuers) {
        return builder().ok()?.tls_backend_preconfigured(tls).build().ok();
    }
    // A machine without any authority, as in a slim container: plain loopback must work there in development. With the extra
    // authorities alone, or none, TLS trusts less than before, never more.
    let cannot_go_on = !policy.development && certificates.is_empty();
    if cannot_go_on {
        return None;
    }
    let only = certificates.iter().map(|certificate| reqwest::Certificate::from_der(certificate)).collect::<Result<Vec<_>, _>>();
    builder().ok()?.tls_certs_only(only.ok()?).build().ok()
}

/// Bytes that are wiped when the client lets go of them.
struct Wiped(Secret<String>);

impl AsRef<[u8]> for Wiped {
    fn as_ref(&self) -> &[u8] {
        self.0.expose().as_bytes()
    }
}

/// Turns the value into a request, whose content is sent within its budget. A header that cannot be one is refused before anything is
/// sent.
pub(super) fn build_request(request: OutboundRequest, budget: Option<&Arc<Budget>>) -> Result<reqwest::Request, NetFailure> {
    let OutboundRequest { method, mut url, headers, secret_header, further_secrets, body } = request;
    let method = match method {
        Method::Get => reqwest::Method::GET,
        Method::Head => reqwest::Method::HEAD,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Patch => reqwest::Method::PATCH,
        Method::Delete => reqwest::Method::DELETE,
    };
    let (content_type, content) = match body {
        Body::Empty => (None, None),
        Body::Form(form) => (Some("application/x-www-form-urlencoded"), Some(form)),
        Body::Query(query) => {
            let before = url.query().filter(|before| !before.is_empty()).map(|before| format!("{before}&")).unwrap_or_default();
            let query = Zeroizing::new(format!("{before}{}", query.expose()));
            url.set_query(Some(&query));
            (None, None)
        }
        Body::Json(json) => (Some("application/json"), Some(json)),
        Body::Typed(content_type, content) => (Some(content_type), Some(content)),
    };
    let mut built = reqwest::Request::new(method, url);
    let map = built.headers_mut();
    // Without it any coding would be acceptable (RFC 9110 §12.5.3). One that comes all the same is undone.
    map.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    if let Some(content_type) = content_type {
        map.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| NetFailure::Blocked)?;
        // Whoever wrote the definition or built the request: a credential comes in the secret header and nowhere else.
        if PROTECTED_HEADERS.contains(&name.as_str()) {
            return Err(NetFailure::Blocked);
        }
        map.insert(name, HeaderValue::from_str(&value).map_err(|_| NetFailure::Blocked)?);
    }
    for SecretHeader { name, value } in further_secrets.into_iter().chain(secret_header) {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| NetFailure::Blocked)?;
        let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(Wiped(value))).map_err(|_| NetFailure::Blocked)?;
        value.set_sensitive(true);
        map.insert(name, value);
    }
    if let Some(content) = content {
        let content = Bytes::from_owner(Wiped(content));
        *built.body_mut() = Some(match budget {
            Some(budget) => reqwest::Body::wrap(Budgeted::new(content, budget.clone())),
            None => content.into(),
        });
    }
    Ok(built)
}

/// The body of an answer while it arrives.
#[derive(Default)]
pub(super) struct Arriving {
    /// Whether somebody wants what has come also where it breaks off, or is announced to be too large.
    pub(super) is_kept: bool,
    pub(super) body: Zeroizing<Vec<u8>>,
}

/// Sends the request and reads the answer within the limits of size.
pub(super) async fn exchange(
    client: &reqwest::Client,
    request: reqwest::Request,
    limits: &Limits,
    route: Route,
    arriving: &mut Arriving,
) -> Result<OutboundResponse, NetFailure> {
    let response = client.execute(request).await.map_err(|error| match (classify(&error), route) {
        // What was looked for or dialled was the proxy.
        (NetFailure::NameUnknown | NetFailure::Refused, Route::Proxied) => NetFailure::Proxy(ProxyFailure::Absent),
        // Whether it is slow itself or what is behind it, it alone can tell.
        (NetFailure::NotConnected, Route::Proxied) if is_timeout(&error) => NetFailure::Proxy(ProxyFailure::TimedOut),
        (NetFailure::Tls(problem), Route::Proxied) if is_of_proxy(&error) => NetFailure::Proxy(ProxyFailure::Tls(problem)),
        (NetFailure::NotConnected, Route::Proxied) if is_of_proxy(&error) => NetFailure::Proxy(ProxyFailure::Absent),
        (failure, _) => failure,
    })?;
    let status = response.status().as_u16();
    // What says no is judged by its status, whatever page a gateway shows with it: an outage is one.
    let says_no = !response.status().is_success();
    let headers = read_headers(response.headers(), limits.max_headers, says_no);
    if !arriving.is_kept {
        headers.as_ref().map_err(|failure| *failure)?;
    }
    let codings = response.headers().get_all(CONTENT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let codings = codings.collect::<Vec<_>>().join(",");
    let read = read_body(response, limits.max_body, arriving).await;
    // Also of what breaks off, ends wrongly, or has headers beyond measure, as much is undone as there is.
    let Undone { body, failure } = coding::undo(&codings, std::mem::take(&mut arriving.body), limits.max_body);
    let read = read.and(failure.map_or(Ok(()), Err));
    let is_cut = says_no && read == Err(NetFailure::TooLarge);
    if is_cut {
        return Ok(OutboundResponse { status, headers: headers?, body: Zeroizing::default(), is_cut });
    }
    match read.and(headers) {
        Ok(_) if misses_certificate(status, &body) => Err(NetFailure::Tls(TlsFailure::WantsCertificate)),
        Ok(headers) => Ok(OutboundResponse { status, headers, body, is_cut }),
        Err(failure) => {
            arriving.body = body;
            Err(failure)
        }
    }
}

/// The headers, within a limit. Of what says no, those that are read come first, and of the others the short ones, until no more fits.
fn read_headers(map: &HeaderMap, most: usize, says_no: bool) -> Result<Vec<(String, String)>, NetFailure> {
    // Four bytes for the colon, space and line end that each line has on the wire.
    let length = |name: &HeaderName, value: &HeaderValue| name.as_str().len() + value.len() + 4;
    let mut lines: Vec<_> = map.iter().collect();
    if lines.iter().map(|(name, value)| length(name, value)).sum::<usize>() > most {
        if !says_no {
            return Err(NetFailure::TooLarge);
        }
        let read: Vec<&str> = READ.into_iter().chain(pause_headers::names()).collect();
        // Those that are read keep their order among those of their name.
        lines
            .sort_by_key(|(name, value)| read.iter().position(|read| *name == *read).unwrap_or(read.len() + length(name, value)));
        let mut left = most;
        lines.retain(|(name, value)| {
            let rest = left.checked_sub(length(name, value));
            left = rest.unwrap_or(left);
            rest.is_some()
        });
    }
    // Whatever charset a description is in, the rest of the value counts.
    let text = |(name, value): (&HeaderName, &HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    Ok(lines.into_iter().map(text).collect())
}

/// Reads until the end or the cap. What the server announces is believed only where it refuses.
async fn read_body(mut response: reqwest::Response, most: usize, arriving: &mut Arriving) -> Result<(), NetFailure> {
    let announced = response.content_length();
    let is_beyond = announced.is_some_and(|length| usize::try_from(length).map_or(true, |length| length > most));
    if is_beyond && !arriving.is_kept {
        return Err(NetFailure::TooLarge);
    }
    let start = announced.and_then(|length| usize::try_from(length).ok()).unwrap_or(4096).min(most);
    let body = &mut arriving.body;
    **body = Vec::with_capacity(start);
    while let Some(chunk) = response.chunk().await.map_err(|error| classify(&error))? {
        let room = most - body.len();
        append(body, &chunk[..chunk.len().min(room)], most);
        if chunk.len() > room {
            return Err(NetFailure::TooLarge);
        }
    }
    Ok(())
}

/// What an error means for the request. Its text, which names the URL, ends here (SR-79).
///
/// Only what failed before a connection stood counts as not sent; all else may have been processed. A head of more lines or
/// bytes than the parser takes is `Broken` too: it does not say which.
fn classify(error: &reqwest::Error) -> NetFailure {
    let mut obstacle = NetFailure::NotConnected;
    let mut is_turned_away = false;
    for inner in causes(error) {
        if inner.is::<AddressBlocked>() {
            return NetFailure::Blocked;
        }
        if inner.is::<TooLate>() {
            return NetFailure::NotSent;
        }
        if inner.is::<NameUnknown>() {
            obstacle = NetFailure::NameUnknown;
        }
        if let Some(problem) = tunnel(inner) {
            obstacle = NetFailure::Proxy(problem);
        }
        if inner.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::ConnectionRefused) {
            obstacle = NetFailure::Refused;
        }
        if let Some(error) = inner.downcast_ref::<rustls::Error>() {
            obstacle = tls(error).map_or(obstacle, NetFailure::Tls);
            is_turned_away |= judges_client(error);
        }
    }
    if error.is_connect() || error.is_builder() || is_turned_away {
        obstacle
    } else if error.is_timeout() {
        NetFailure::TimedOut
    } else {
        NetFailure::Broken
    }
}

/// An error and what stands behind it, from the outside in.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    let outermost: &(dyn StdError + 'static) = error;
    std::iter::successors(Some(outermost), |error| behind(*error))
}

fn behind<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    match error.downcast_ref::<io::Error>() {
        // The source of an I/O error is that of the error inside, which is skipped.
        Some(error) => error.get_ref().map(|inside| inside as &(dyn StdError + 'static)),
        None => error.source(),
    }
}

fn is_timeout(error: &reqwest::Error) -> bool {
    error.is_timeout()
        || causes(error)
            .any(|inner| inner.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::TimedOut))
}

/// What of a tunnel's errors says that the proxy was not reached. The type has no public name, so a test holds its words.
const NO_PROXY: &str = "failed to create underlying connection";
/// What says that it was reached, and then broke off. Behind it stands why.
const BROKE_OFF: &str = "io error establishing tunnel";
const TUNNEL: &str = "tunnel error: ";

/// Whether it was the connection to the proxy that failed, before it had opened a tunnel or instead of that, and nothing behind it.
fn is_of_proxy(error: &reqwest::Error) -> bool {
    let says = |what: &str| causes(error).any(|inner| inner.to_string().strip_prefix(TUNNEL) == Some(what));
    says(NO_PROXY) || says(BROKE_OFF)
}

/// Why a proxy opened no tunnel; `None`: it did not come to that.
fn tunnel(error: &(dyn StdError + 'static)) -> Option<ProxyFailure> {
    match error.to_string().strip_prefix(TUNNEL)? {
        NO_PROXY => None,
        "proxy authorization required" => Some(ProxyFailure::WantsPassword),
        _ => Some(ProxyFailure::Refuses),
    }
}

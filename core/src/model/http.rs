//! HTTP as values: what `protocol` builds and judges, what `net` sends, and what the handler takes and gives.

use std::fmt;

use url::Url;
use zeroize::Zeroizing;

use crate::base::Secret;

/// A method of an outbound request (RFC 9110 §9.3, RFC 5789).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(test), expect(dead_code, reason = "requests carry any method; which are sent is for definitions to say"))]
pub(crate) enum Method {
    /// GET.
    Get,
    /// HEAD.
    Head,
    /// POST.
    Post,
    /// PUT.
    Put,
    /// PATCH.
    Patch,
    /// DELETE.
    Delete,
}

/// The content of an outbound request. It may hold secrets, so it is wiped and never shown; its content type follows from its
/// kind.
#[derive(Debug, Default)]
pub(crate) enum Body {
    /// None.
    #[default]
    Empty,
    /// `application/x-www-form-urlencoded` (RFC 6749 appendix B).
    Form(Secret<String>),
    /// None, and this form-encoded text is the query of the address, behind what stands there: a secret in an address, for the providers
    /// that take no other. It is put there when the request is sent, so that nothing shows it before.
    Query(Secret<String>),
    /// `application/json` (RFC 8259).
    Json(Secret<String>),
    /// Of another content type.
    #[cfg_attr(not(feature = "aws-kms"), expect(dead_code, reason = "what speaks such a protocol is not built"))]
    Typed(&'static str, Secret<String>),
}

/// Headers that no definition and no plain header of a request may set, in lower case. They carry the credential, choose the
/// server, frame the message (RFC 9112 §6, where a second opinion is request smuggling), or ask for codings that are not read.
pub(crate) const PROTECTED_HEADERS: [&str; 16] = [
    "authorization",
    "proxy-authorization",
    "cookie",
    "host",
    "forwarded",
    "content-length",
    "content-type",
    "content-encoding",
    "transfer-encoding",
    "connection",
    "keep-alive",
    "te",
    "trailer",
    "upgrade",
    "expect",
    "accept-encoding",
];

/// A header whose value is a secret.
#[derive(Clone, Debug)]
pub struct SecretHeader {
    /// The header's name.
    pub name: String,
    /// The whole value.
    pub value: Secret<String>,
}

impl SecretHeader {
    /// The header `Authorization` (RFC 9110 §11.6.2).
    pub(crate) fn authorization(value: Secret<String>) -> Self {
        SecretHeader { name: "authorization".to_owned(), value }
    }
}

/// What a definition's API wants in each request beside the credential.
#[derive(Clone, Debug, Default)]
pub(crate) struct ApiHeaders {
    /// Names of versions, of the application, of an organisation.
    pub open: Vec<(String, String)>,
    /// Those that hold a secret of the application's.
    pub secret: Vec<SecretHeader>,
}

/// A request to a provider, complete and unsent.
pub(crate) struct OutboundRequest {
    /// The method.
    pub method: Method,
    /// The address. Its query holds no secret.
    pub url: Url,
    /// Plain headers; a client refuses those that carry a credential, choose the server or frame the message.
    pub headers: Vec<(String, String)>,
    /// A header that carries a secret; `net` marks it sensitive.
    pub secret_header: Option<SecretHeader>,
    /// The application's own secrets beside it.
    pub further_secrets: Vec<SecretHeader>,
    /// The content.
    pub body: Body,
}

impl fmt::Debug for OutboundRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Origin and path only: a query may hold what a provider put there.
        write!(f, "OutboundRequest({:?} {}{})", self.method, self.url.origin().ascii_serialization(), self.url.path())
    }
}

/// A provider's answer, within the limits of SR-35.
pub(crate) struct OutboundResponse {
    /// The status code.
    pub status: u16,
    /// Header names in lower case, and values; what in them is not UTF-8 is U+FFFD.
    pub headers: Vec<(String, String)>,
    /// The body: it may hold tokens, so it is wiped.
    pub body: Zeroizing<Vec<u8>>,
    /// Whether the body was beyond the limit of SR-35. Then nothing of it is here, so that no beginning is taken for the whole: what such an answer
    /// says is in its status and its headers. Only of an answer that is no success.
    pub is_cut: bool,
}

impl OutboundResponse {
    /// The first header of this lower-case name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for OutboundResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OutboundResponse({}, {} bytes)", self.status, self.body.len())
    }
}

/// Why a request got no usable answer. It names no URL, header or body (SR-79).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NetFailure {
    /// The address may not be dialled (SR-33), or the URL is not one for a provider (SR-32).
    #[error("the address is not allowed")]
    Blocked,
    /// No connection in time, or for a reason that is none of the next ones. Nothing was sent.
    #[error("no connection")]
    NotConnected,
    /// Nothing listens at the address. Nothing was sent.
    #[error("the connection was refused")]
    Refused,
    /// The operator's proxy opened no connection. Nothing was sent.
    #[error("the proxy {0}")]
    Proxy(ProxyFailure),
    /// The name has no address. Nothing was sent.
    #[error("its host name is not known to DNS here")]
    NameUnknown,
    /// TLS did not come about. Nothing was sent.
    #[error("{0}")]
    Tls(TlsFailure),
    /// The time was over before an answer was complete. The request may have been processed.
    #[error("no answer in time")]
    TimedOut,
    /// The connection ended before an answer was complete. The request may have been processed.
    #[error("the connection broke")]
    Broken,
    /// The answer is beyond the limits of SR-35. The request was processed.
    #[error("the answer is too large")]
    TooLarge,
    /// The lease or budget was over before anything was sent.
    #[error("not sent: no time left")]
    NotSent,
}

/// Why the operator's proxy opened no connection. The text follows the proxy's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ProxyFailure {
    /// It is not there.
    #[error("is not there")]
    Absent,
    /// It has opened no connection in time: it is slow itself, or what is behind it.
    #[error("has opened no connection in time")]
    TimedOut,
    /// TLS with the proxy itself did not come about.
    #[error("cannot be spoken to: {0}")]
    Tls(TlsFailure),
    /// It wants to know who asks (RFC 9110 §15.5.8).
    #[error("wants a user name and a password")]
    WantsPassword,
    /// It does not let the request through, or is no proxy.
    #[error("does not let it through")]
    Refuses,
}

impl ProxyFailure {
    /// What to do.
    pub(crate) const fn advice(self) -> &'static str {
        match self {
            ProxyFailure::Absent => "Nothing was lost. Check the address in ⟨proxy⟩, or in HTTPS_PROXY where that is read.",
            ProxyFailure::TimedOut => "Nothing was lost. Check that the proxy answers, and that it may reach that host.",
            ProxyFailure::Tls(TlsFailure::UnknownAuthority) => {
                "Nothing was lost. If the proxy is your own, name its authority's PEM file in ⟨authorities⟩."
            }
            ProxyFailure::Tls(TlsFailure::NoTls) => {
                "Nothing was lost. A proxy that does not speak TLS itself has an address that starts with http://."
            }
            ProxyFailure::Tls(TlsFailure::OtherName) => {
                "Nothing was lost. Check the host name in ⟨proxy⟩, or in HTTPS_PROXY where that is read."
            }
            ProxyFailure::Tls(_) => {
                "Nothing was lost. Whoever runs the proxy must put that right; or this machine's clock is wrong."
            }
            ProxyFailure::WantsPassword => "Nothing was lost. Give them in ⟨proxy⟩: http://name:password@host:port.",
            ProxyFailure::Refuses => "Nothing was lost. Whoever runs the proxy must allow CONNECT to that host.",
        }
    }
}

/// Why TLS did not come about. Trying again does not help: somebody must do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TlsFailure {
    /// No authority that is trusted here has issued the certificate, or it has signed itself.
    #[error("its certificate is signed by itself, or by an authority that is not trusted here")]
    UnknownAuthority,
    /// The certificate has ended, by this machine's clock.
    #[error("its certificate has expired")]
    Expired,
    /// The certificate begins later, by this machine's clock.
    #[error("its certificate is not valid yet")]
    NotYetValid,
    /// The certificate is somebody else's.
    #[error("its certificate is for another host name")]
    OtherName,
    /// The certificate cannot be used for another reason.
    #[error("its certificate cannot be used")]
    BadCertificate,
    /// It breaks the handshake off, or nothing that it offers can be used.
    #[error("it refuses the TLS handshake")]
    Refused,
    /// It wants to know who asks by a certificate (RFC 8446 §4.4.2.4), and there is none.
    #[error("it wants a certificate of the client's, and Authpipe shows none")]
    WantsCertificate,
    /// Nothing newer than TLS 1.1.
    #[error("it speaks no version of TLS that is safe, 1.2 or later")]
    OldVersion,
    /// What answers does not speak TLS.
    #[error("what answers there does not speak TLS")]
    NoTls,
}

impl TlsFailure {
    /// What to do. `⟨authorities⟩` is where a language takes authorities from.
    pub(crate) const fn advice(self) -> &'static str {
        match self {
            TlsFailure::UnknownAuthority => {
                "If the provider is your own, or a proxy of your network looks into TLS, name that authority's PEM file in ⟨authorities⟩; \
                 otherwise somebody stands in between."
            }
            TlsFailure::Expired => "Whoever runs that host must renew it; or this machine's clock is wrong.",
            TlsFailure::NotYetValid => "Check this machine's clock.",
            TlsFailure::OtherName => {
                "Check the host name in the provider's definition or variables; or somebody stands in between."
            }
            TlsFailure::BadCertificate => "Whoever runs that host must replace it.",
            TlsFailure::Refused => {
                "It may want a certificate of the client's, serve other host names only, or know no cipher that is safe: whoever runs \
                 that host finds the reason in its log."
            }
            TlsFailure::WantsCertificate => {
                "Ask whoever runs that host for an address that needs none, or name a gateway of your own in the definition that shows one."
            }
            TlsFailure::OldVersion => "Whoever runs that host must update it.",
            TlsFailure::NoTls => "Check host and port: an address that starts with https:// must speak TLS.",
        }
    }
}

/// A request that got no usable answer, with what has come of one.
#[derive(Debug)]
pub(crate) struct Cut {
    /// Why there is no more.
    pub failure: NetFailure,
    /// The body as far as it came; it may end anywhere, and may hold tokens. Empty: nothing.
    pub begun: Zeroizing<Vec<u8>>,
}

impl From<NetFailure> for Cut {
    fn from(failure: NetFailure) -> Self {
        Cut { failure, begun: Zeroizing::default() }
    }
}

impl NetFailure {
    /// Whether the provider may have seen the request: then nobody may send it again blindly.
    pub(crate) const fn may_have_been_processed(self) -> bool {
        matches!(self, NetFailure::TimedOut | NetFailure::Broken | NetFailure::TooLarge)
    }
}

/// A request to the mounted handler, as an adapter hands it over.
#[derive(Clone, Default)]
pub struct HttpRequest {
    /// Upper-case method.
    pub method: String,
    /// The path below the mount point, starting with `/`.
    pub path: String,
    /// The raw query without `?`.
    pub query: String,
    /// Names and values in the order received; names in any case.
    pub headers: Vec<(String, String)>,
    /// The raw body.
    pub body: Vec<u8>,
}

impl HttpRequest {
    /// The first header of this name, compared without case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// All cookies in one text: over HTTP/2 each may come in a header of its own (RFC 9113 §8.2.3).
    pub(crate) fn cookies(&self) -> Option<Zeroizing<String>> {
        let cookies = self.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("cookie"));
        let cookies: Vec<_> = cookies.map(|(_, value)| value.as_str()).collect();
        (!cookies.is_empty()).then(|| Zeroizing::new(cookies.join("; ")))
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpRequest({} {}, {} bytes)", self.method, self.path, self.body.len())
    }
}

/// Whether a header says for what a request is made: `Sec-Purpose` (Fetch §3.8) and its forerunners.
pub(crate) fn is_purpose(name: &str) -> bool {
    ["sec-purpose", "purpose", "x-purpose", "x-moz"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether the value of such a header says that nobody has asked yet.
pub(crate) fn says_ahead(value: &str) -> bool {
    value
        .split([',', ';', ' ', '\t', '"'])
        .any(|word| ["prefetch", "prerender", "preview", "instant"].iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// The handler's answer, for the adapter to send.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// Names in lower case and values; `set-cookie` may repeat.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Cookies bind flows, locations hold states: only the shape is shown.
        write!(f, "HttpResponse({}, {} bytes)", self.status, self.body.len())
    }
}

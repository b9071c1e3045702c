//! Holds what the operator allows, and judges a URL by it before its name is looked up.

use std::fmt;
use std::io::ErrorKind;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use hyper_util::client::proxy::matcher::Matcher;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use url::{Host, Url};

use super::address::{Trust, may_dial};
use crate::base::{Error, ErrorCode, Result, paths};
use crate::model::http::NetFailure;

/// What may be reached, and through what. The default is the strictest: https to public addresses, directly.
///
/// It comes from the operator's configuration only, never from a tenant.
#[derive(Clone, Default)]
pub(crate) struct NetPolicy {
    /// Development mode: literal loopback hosts (`localhost`, 127.0.0.0/8, `[::1]`) may be reached, by http or https.
    pub development: bool,
    /// Exact host and port of self-hosted providers, which may stand on private addresses.
    pub allowed_private_hosts: Vec<PrivateHost>,
    /// Certificate authorities besides the platform's, PEM.
    pub extra_ca_pem: Option<Vec<u8>>,
    /// The proxy for public hosts. It looks their names up, so judging their addresses is the proxy's part; literal
    /// addresses are judged here all the same.
    pub proxy: Option<Proxy>,
    /// Metadata services of clouds, and nothing else: see [`NetPolicy::of_metadata`].
    pub metadata: Option<Metadata>,
}

/// Who may be asked for a machine's own credentials.
#[derive(Clone, Debug)]
pub(crate) struct Metadata {
    /// A loopback address besides, which a variable of the vendor's has named.
    named: Option<Url>,
}

impl Metadata {
    /// By plain HTTP, as these services speak, at a literal address: no name is looked up.
    fn reaches(&self, url: &Url) -> bool {
        let address = match url.host() {
            Some(Host::Ipv4(ip)) => IpAddr::V4(ip),
            Some(Host::Ipv6(ip)) => IpAddr::V6(ip),
            Some(Host::Domain(_)) | None => return false,
        };
        let is_right = if address.is_loopback() {
            self.named.as_ref().is_some_and(|named| named.origin() == url.origin())
        } else {
            url.port_or_known_default() == Some(80)
        };
        url.scheme() == "http" && is_right && may_dial(address, Trust::Metadata)
    }
}

/// A self-hosted provider's host and port, exactly as a URL writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PrivateHost {
    pub host: String,
    pub port: u16,
}

/// The operator's proxy, and the hosts that are reached without it: those are dialled, and judged, like all hosts where there is none.
#[derive(Clone)]
pub(crate) struct Proxy {
    pub(super) url: Url,
    hosts: String,
    not_for: Arc<[Exception]>,
}

/// Hosts that are reached without the proxy, at every port or at one.
struct Exception {
    port: Option<u16>,
    hosts: Matcher,
}

impl Proxy {
    /// A proxy for every public host.
    pub(crate) fn new(url: Url) -> Self {
        Proxy::except(url, "")
    }

    /// One for every public host but those of the list, as in `NO_PROXY`: see [`exceptions`].
    pub(crate) fn except(url: Url, hosts: &str) -> Self {
        Proxy { url, hosts: hosts.to_owned(), not_for: exceptions(hosts).into() }
    }

    /// Its URL, which may hold a password.
    pub(crate) fn url(&self) -> &str {
        self.url.as_str()
    }

    /// What a message calls it: scheme, host and port.
    pub(super) fn name(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// The hosts that are reached without it, as the environment lists them.
    pub(crate) fn except_hosts(&self) -> &str {
        &self.hosts
    }

    fn is_for(&self, url: &Url) -> bool {
        let Ok(target) = url.as_str().parse::<http::Uri>() else { return false };
        let port = url.port_or_known_default();
        let left_out = |known: &Exception| known.hosts.intercept(&target).is_none();
        !self.not_for.iter().any(|known| known.port.is_none_or(|at| Some(at) == port) && left_out(known))
    }
}

/// Reads a list as in `NO_PROXY`, in the spellings that are met: separated by commas or spaces; `example.com`, `.example.com` and
/// `*.example.com` alike, each with what stands below it; addresses, in brackets or not, and networks; `*`; each with or without a port.
fn exceptions(list: &str) -> Vec<Exception> {
    // It is asked for what is left out and nothing else, so that it needs no password.
    let matcher = |hosts: &str| Matcher::builder().https("http://proxy.invalid").no(hosts).build();
    let (mut every, mut made) = (Vec::new(), Vec::new());
    for entry in list.split([',', ' ', '\t']).filter(|entry| !entry.is_empty()) {
        let Entry { host, port } = read_entry(entry);
        let host = host.strip_prefix("*.").unwrap_or(host).trim_end_matches('.');
        match port {
            None => every.push(host),
            Some(_) => made.push(Exception { port, hosts: matcher(host) }),
        }
    }
    made.push(Exception { port: None, hosts: matcher(&every.join(",")) });
    made
}

/// An entry of such a list.
struct Entry<'a> {
    host: &'a str,
    port: Option<u16>,
}

/// An IPv6 address has its port behind brackets, as in a URL (RFC 3986 §3.2.2).
fn read_entry(entry: &str) -> Entry<'_> {
    if let Some((address, rest)) = entry.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return Entry { host: address, port: rest.strip_prefix(':').and_then(|port| port.parse().ok()) };
    }
    match entry.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') && port.parse::<u16>().is_ok() => Entry { host, port: port.parse().ok() },
        _ => Entry { host: entry, port: None },
    }
}

/// How a host is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// By dialling it.
    Direct(Trust),
    /// Through the operator's proxy.
    Proxied,
}

impl fmt::Debug for NetPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The proxy's URL may hold a password.
        f.debug_struct("NetPolicy")
            .field("development", &self.development)
            .field("allowed_private_hosts", &self.allowed_private_hosts)
            .field("extra_ca", &self.extra_ca_pem.is_some())
            .field("proxy", &self.proxy.is_some())
            .finish()
    }
}

impl NetPolicy {
    /// Reads `allowedPrivateHosts`.
    ///
    /// # Errors
    /// - `config_invalid`: names the option.
    pub(crate) fn read_private_hosts(texts: &[String]) -> Result<Vec<PrivateHost>> {
        texts.iter().map(|text| parse_private_host(text)).collect()
    }

    /// The same, where a host may also be on a private address: the operator has named it.
    pub(crate) fn reaching(&self, url: &Url) -> Self {
        let named = url.host().zip(url.port_or_known_default()).map(|(host, port)| PrivateHost { host: host.to_string(), port });
        let mut policy = self.clone();
        policy.allowed_private_hosts.extend(named);
        policy
    }

    /// A policy for those who ask a cloud's metadata service for this machine's own credentials. It reaches the fixed addresses of those services,
    /// and the loopback address that a variable of the vendor's has named; always directly, and nothing else.
    #[cfg_attr(
        not(any(feature = "aws-kms", feature = "gcp-kms", feature = "azure-key-vault")),
        expect(dead_code, reason = "nobody asks")
    )]
    pub(crate) fn of_metadata(named: Option<&Url>) -> Self {
        NetPolicy { metadata: Some(Metadata { named: named.cloned() }), ..NetPolicy::default() }
    }

    /// How a host is reached that this trust was found for. Hosts on the operator's own network are reached directly.
    pub(super) fn route(&self, url: &Url, trust: Trust) -> Route {
        match &self.proxy {
            Some(proxy) if trust == Trust::Public && proxy.is_for(url) => Route::Proxied,
            _ => Route::Direct(trust),
        }
    }

    /// Judges a URL by its text alone. Every spelling of an address has become one by now: `url` has parsed it.
    pub(crate) fn judge(&self, url: &Url) -> Result<Trust, NetFailure> {
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else { return Err(NetFailure::Blocked) };
        // A user name in a URL is a credential in the wrong place, or a trick.
        if !url.username().is_empty() || url.password().is_some() {
            return Err(NetFailure::Blocked);
        }
        let loopback = match &host {
            Host::Ipv4(ip) => ip.is_loopback(),
            Host::Ipv6(ip) => ip.is_loopback(),
            Host::Domain(name) => *name == "localhost",
        };
        if let Some(metadata) = &self.metadata {
            return if metadata.reaches(url) { Ok(Trust::Metadata) } else { Err(NetFailure::Blocked) };
        }
        let here = self.development && loopback;
        if url.scheme() != "https" && !(url.scheme() == "http" && here) {
            return Err(NetFailure::Blocked);
        }
        let text = host.to_string();
        let listed = here || self.allowed_private_hosts.iter().any(|allowed| allowed.host == text && allowed.port == port);
        let trust = if listed { Trust::Listed } else { Trust::Public };
        // A literal address skips the resolver, so this is the only place where it is judged.
        let literal = match host {
            Host::Ipv4(ip) => Some(IpAddr::V4(ip)),
            Host::Ipv6(ip) => Some(IpAddr::V6(ip)),
            Host::Domain("localhost") => Some(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST)),
            Host::Domain(_) => None,
        };
        if literal.is_some_and(|ip| !may_dial(ip, trust)) {
            return Err(NetFailure::Blocked);
        }
        // Where the proxy looks names up, nothing here sees the address: names that are of a network by their form are not asked for.
        if self.route(url, trust) == Route::Proxied && is_of_a_network(&text) {
            return Err(NetFailure::Blocked);
        }
        Ok(trust)
    }
}

/// Whether a host is one of this machine or its network by its name alone (RFC 6761 §6.3, RFC 6762 §3, RFC 8375, and `internal`, which is
/// kept for private use): clouds have their metadata services below such names too. A name of one label is looked up below a network's own.
fn is_of_a_network(host: &str) -> bool {
    let name = host.trim_end_matches('.');
    let is_below = |zone: &&str| name == *zone || name.strip_suffix(zone).is_some_and(|rest| rest.ends_with('.'));
    !name.starts_with('[')
        && (!name.contains('.') || ["localhost", "localdomain", "local", "internal", "home.arpa"].iter().any(is_below))
}

/// Reads one entry of `allowedPrivateHosts`: `host:port`, the host as a name or an address (`[…]` for IPv6), in any spelling
/// that a URL may have.
///
/// # Errors
/// - `config_invalid`: not of this form, or an address that is never dialled, such as a metadata service.
pub(crate) fn parse_private_host(text: &str) -> Result<PrivateHost> {
    let invalid = |rule: &str| {
        Error::new(ErrorCode::ConfigInvalid, format!("⟨allowed_private_hosts⟩ must hold entries of the form host:port{rule}."))
    };
    let form = || invalid(", such as git.corp.example:8443");
    // Not `port` alone: a URL drops the default port, and "exact host and port" means that it was written.
    let written = text.rsplit_once(':').filter(|(host, port)| !host.is_empty() && !port.is_empty());
    let (_, port) = written.ok_or_else(form)?;
    let port: u16 = port.parse().map_err(|_| form())?;
    let url = Url::parse(&format!("https://{text}/")).map_err(|_| form())?;
    let bare = url.username().is_empty()
        && url.password().is_none()
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none();
    let (true, Some(host), Some(true)) = (bare, url.host(), url.port_or_known_default().map(|known| known == port && port != 0))
    else {
        return Err(form());
    };
    let literal = match host {
        Host::Ipv4(ip) => Some(IpAddr::V4(ip)),
        Host::Ipv6(ip) => Some(IpAddr::V6(ip)),
        // No pattern, no wildcard: the comparison is exact, so such an entry would silently match nothing.
        Host::Domain(name) if name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b)) => None,
        Host::Domain(_) => return Err(form()),
    };
    if literal.is_some_and(|ip| !may_dial(ip, Trust::Listed)) {
        return Err(invalid("; link-local, mapped and multicast addresses are never reached"));
    }
    Ok(PrivateHost { host: host.to_string(), port })
}

/// Reads the `proxy` option: an http or https URL, with or without user name and password.
///
/// # Errors
/// - `config_invalid`: anything else. The text is not repeated, because it may hold a password.
pub(crate) fn parse_proxy(text: &str) -> Result<Url> {
    let invalid =
        || Error::new(ErrorCode::ConfigInvalid, "⟨proxy⟩ must be an http:// or https:// URL of host and port, without path.");
    let url = Url::parse(text).map_err(|_| invalid())?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if matches!(url.scheme(), "http" | "https") && url.host().is_some() && bare { Ok(url) } else { Err(invalid()) }
}

/// Many times what a system trusts.
const LARGEST_CA_FILE: u64 = 16 << 20;

/// Reads the file that `extraCaFile` names: one or more certificates in PEM.
///
/// # Errors
/// - `config_invalid`: the file cannot be read, or holds no certificate that can be an authority.
pub(crate) fn read_ca_file(path: &Path) -> Result<Vec<u8>> {
    let invalid = |what: &str| Error::new(ErrorCode::ConfigInvalid, format!("⟨extra_ca_file⟩ {} {what}.", path.display()));
    let file = paths::expand(path).ok_or_else(|| invalid("cannot be read"))?;
    let pem = paths::read_file(&file, LARGEST_CA_FILE).map_err(|error| match error.kind() {
        ErrorKind::InvalidInput => invalid("is no file"),
        ErrorKind::FileTooLarge => invalid("is larger than 16 MiB"),
        _ => invalid("cannot be read").with_source(error),
    })?;
    let certificates: Vec<_> =
        CertificateDer::pem_slice_iter(&pem).collect::<Result<_, _>>().map_err(|_| invalid("is not PEM"))?;
    let mut store = rustls::RootCertStore::empty();
    if certificates.is_empty() {
        return Err(invalid("holds no certificate"));
    }
    for certificate in certificates {
        store.add(certificate).map_err(|_| invalid("holds a certificate that cannot be read"))?;
    }
    Ok(pem)
}

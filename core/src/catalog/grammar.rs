//! The grammar of every value that may reach an address (SR-34). There is no free text.

use url::{Host, Url};

use crate::base::is_invisible;
use crate::model::definition::Variable;

/// Values that only a flow knows, and never a config: the organisation and the person of a verified account.
pub(super) const FLOW_VALUES: [&str; 2] = ["organisation", "person"];

/// What stands for the client's identifier, in the path of a revocation's address and in headers that name the application.
pub(super) const CLIENT_ID: &str = "client_id";

/// What stands for the client's secret, in headers of the API that want it.
pub(super) const CLIENT_SECRET: &str = "client_secret";

/// The longest value in a path. Ids of providers are at most half as long.
const MAX_SEGMENT: usize = 128;

/// `[a-z][a-z0-9_]{0,31}`: names of variables, origins and sets.
pub(super) fn is_name(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// One label of a host name, in lower case (RFC 1035 §2.3.1, RFC 1123 §2.1).
pub(super) fn is_dns_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// A host name of at least two labels. The last one starts with a letter, so that no reader takes it for an IPv4 address
/// (WHATWG URL "ends in a number").
pub(super) fn is_host_name(text: &str) -> bool {
    text.len() <= 253
        && text.contains('.')
        && text.split('.').all(is_dns_label)
        && text.rsplit('.').next().is_some_and(|label| label.starts_with(|c: char| c.is_ascii_lowercase()))
}

/// What may stand behind a label within a host name, such as `.my`.
pub(super) fn is_label_suffix(text: &str) -> bool {
    text.strip_prefix('.').is_some_and(|labels| labels.split('.').all(is_dns_label))
}

/// A suffix such as `.example.com`: a dot and at least two labels, because one label would be a whole top-level domain.
pub(super) fn is_host_suffix(text: &str) -> bool {
    text.strip_prefix('.').is_some_and(is_host_name)
}

/// Whether a host name has at least one label before the suffix.
pub(super) fn ends_in(host: &str, suffix: &str) -> bool {
    host.len() > suffix.len() && host.ends_with(suffix)
}

/// One path segment of unreserved characters (RFC 3986 §2.3); the two names that move in a path are not segments (§5.2.4).
pub(super) fn is_path_segment(text: &str) -> bool {
    (1..=MAX_SEGMENT).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b))
        && text != "."
        && text != ".."
}

/// The id of an organisation or a person: `[A-Za-z0-9._-]{1,128}`.
pub(super) fn is_flow_value(text: &str) -> bool {
    is_path_segment(text) && !text.contains('~')
}

/// A GUID in its 36-character lower-case form (RFC 9562 §4).
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_digit() || (b'a'..=b'f').contains(&b),
        })
}

/// `scope-token` (RFC 6749 §3.3), without the character that separates scopes here.
pub(super) fn is_scope(text: &str, separator: &str) -> bool {
    (1..=512).contains(&text.len())
        && text.bytes().all(|b| matches!(b, 0x21 | 0x23..=0x5B | 0x5D..=0x7E))
        && (separator.is_empty() || !text.contains(separator))
}

/// A header's name: `token` (RFC 9110 §5.1).
pub(super) fn is_header_name(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

/// A line for people: something, and no control character.
pub(super) fn is_line(text: &str, longest: usize) -> bool {
    !text.trim().is_empty() && text.len() <= longest && !text.chars().any(|c| c.is_control() || is_invisible(c))
}

/// An origin in the one spelling that a parser gives back: `scheme://host[:port]`, http or https.
pub(super) fn parse_origin(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    // A parser takes a wildcard for a name like others, which no host has.
    let known = matches!(url.scheme(), "http" | "https") && !text.contains('*');
    // It also takes empty labels, which no name has, a dot at the end, which makes another origin of the same host (RFC 3986 §3.2.2), and
    // port 0, at which nobody listens.
    let is_named =
        url.domain().is_none_or(|name| name.len() <= 253 && name.split('.').all(|label| (1..=63).contains(&label.len())));
    let is_reachable = is_named && url.port() != Some(0);
    (known && is_reachable && url.origin().ascii_serialization() == text).then_some(url)
}

/// Whether the host is loopback by its spelling alone: `localhost`, 127.0.0.0/8 or `[::1]`. No name is looked up.
pub(super) fn is_literal_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Whether the browser may choose the variable.
pub(super) fn is_from_user(variable: &Variable) -> bool {
    match variable {
        Variable::OneOf { from_user, .. }
        | Variable::Uuid { from_user }
        | Variable::DnsLabel { from_user }
        | Variable::Host { from_user, .. }
        | Variable::EmailAddress { from_user }
        | Variable::PathSegment { from_user } => *from_user,
        Variable::Secret {} => false,
    }
}

/// Whether a value fits its variable.
pub(super) fn fits(variable: &Variable, value: &str) -> bool {
    let is_name = |text: &str| is_dns_label(text) && !is_of_nobody(text);
    match variable {
        Variable::OneOf { values, or_uuid, or_label_before, .. } => {
            let is_before = |rest: &String| value.strip_suffix(rest.as_str()).is_some_and(is_name);
            values.iter().any(|known| known == value) || (*or_uuid && is_uuid(value)) || or_label_before.iter().any(is_before)
        }
        Variable::Uuid { .. } => is_uuid(value),
        Variable::DnsLabel { .. } => is_name(value),
        Variable::Host { hosts, suffixes, .. } => {
            let is_of_somebody = || value.split('.').next().is_some_and(|label| !is_of_nobody(label));
            let is_in = |suffix: &String| ends_in(value, suffix) && is_of_somebody();
            is_host_name(value) && (hosts.iter().any(|host| host == value) || suffixes.iter().any(is_in))
        }
        Variable::EmailAddress { .. } => is_email_address(value),
        Variable::PathSegment { .. } => is_path_segment(value) && !is_of_nobody(value),
        Variable::Secret {} => is_secret(value) && !is_of_nobody(value),
    }
}

/// Whether the variable's value is shown to nobody.
pub(crate) const fn is_for_nobody(variable: &Variable) -> bool {
    matches!(variable, Variable::Secret {})
}

/// Visible characters of ASCII: whatever keys are made of, and nothing that ends a header.
fn is_secret(text: &str) -> bool {
    (1..=512).contains(&text.len()) && text.bytes().all(|byte| (0x21..=0x7E).contains(&byte))
}

/// Whether a text is what a language writes for a value that is not there. A host of that name is anybody's who registers it, and a credential
/// would be sealed for it.
fn is_of_nobody(text: &str) -> bool {
    ["null", "undefined", "none", "nonetype"].iter().any(|nobody| text.eq_ignore_ascii_case(nobody))
}

/// A local part of the usual characters and a host name, in lower case: one spelling for one address.
fn is_email_address(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else { return false };
    let usual = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._%+-'".contains(&byte);
    (1..=64).contains(&local.len()) && local.bytes().all(usual) && is_host_name(host)
}

/// The grammar in words, to follow "must be".
pub(super) fn describe(variable: &Variable) -> String {
    match variable {
        Variable::OneOf { values, or_uuid, or_label_before, .. } => {
            let values = values.join(", ");
            let labels: Vec<String> = or_label_before.iter().map(|rest| format!(", or a name before {rest}")).collect();
            format!("one of {values}{}{}", if *or_uuid { ", or a GUID in lower case" } else { "" }, labels.concat())
        }
        Variable::Uuid { .. } => "a GUID in lower case, 36 characters".to_owned(),
        Variable::DnsLabel { .. } => "one part of a host name: 1 to 63 characters of a-z, 0-9 and -, without a dot".to_owned(),
        Variable::Host { hosts, suffixes, .. } => {
            let mut known = hosts.clone();
            known.extend(suffixes.iter().map(|suffix| format!("*{suffix}")));
            format!("one of the hosts {}", known.join(", "))
        }
        Variable::EmailAddress { .. } => "an e-mail address in lower case".to_owned(),
        Variable::PathSegment { .. } => "1 to 128 characters of A-Z, a-z, 0-9, -, ., _ and ~".to_owned(),
        Variable::Secret {} => "1 to 512 visible ASCII characters without spaces".to_owned(),
    }
}

//! Templates: how they are read, and how an expanded address is judged.
//!
//! ```text
//! address = ( "{" origin "}" / scheme "://" host [ ":" port ] ) [ "/" … ]
//! ```
//! An origin stands only at the start, and a slash follows it, so nothing can lengthen its host. In a host, variables are whole
//! labels before a literal suffix of two labels or more, or one variable is the whole host. In the path and the query they
//! stand anywhere. Scopes and prefixes are templates too, but need not be addresses.

use url::Url;

use super::grammar::{ends_in, is_host_suffix, is_literal_loopback, is_name};
use crate::model::definition::Template;

/// A piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Text that stands for itself.
    Literal(&'a str),
    /// `{name}`.
    Name(&'a str),
}

/// A template, read.
#[derive(Debug)]
pub(super) struct Parsed<'a> {
    /// What stands before the first slash of the path.
    pub(super) start: Start<'a>,
    /// The path and the query; for a text, all of it.
    pub(super) rest: Vec<Part<'a>>,
}

/// How a template begins.
#[derive(Debug)]
pub(super) enum Start<'a> {
    /// A named origin.
    Origin(&'a str),
    /// A spelt-out scheme and authority.
    Authority {
        /// `https` or `http`.
        scheme: &'a str,
        /// The host.
        host: Vec<Part<'a>>,
        /// `:port` or nothing.
        port: &'a str,
    },
    /// Not an address.
    Text,
}

/// Reads a template. `is_origin` knows the names of origins.
pub(super) fn parse(template: &Template, is_origin: impl Fn(&str) -> bool) -> Result<Parsed<'_>, &'static str> {
    let mut parts = split(&template.0)?;
    if let Some(Part::Name(name)) = parts.first().copied()
        && is_origin(name)
    {
        let rest = parts.split_off(1);
        return match rest.first() {
            None => Ok(Parsed { start: Start::Origin(name), rest }),
            Some(Part::Literal(text)) if text.starts_with('/') => Ok(Parsed { start: Start::Origin(name), rest }),
            Some(_) => Err("must have a slash after the origin"),
        };
    }
    let scheme = ["https", "http"].into_iter().find(|scheme| {
        matches!(parts.first(), Some(Part::Literal(text)) if text.strip_prefix(scheme).is_some_and(|t| t.starts_with("://")))
    });
    let Some(scheme) = scheme else { return Ok(Parsed { start: Start::Text, rest: parts }) };
    if let Some(Part::Literal(text)) = parts.first_mut() {
        *text = &text[scheme.len() + 3..];
    }
    parse_authority(scheme, parts)
}

fn parse_authority<'a>(scheme: &'a str, parts: Vec<Part<'a>>) -> Result<Parsed<'a>, &'static str> {
    let mut host = Vec::new();
    let mut rest = Vec::new();
    for part in parts {
        match part {
            _ if !rest.is_empty() => rest.push(part),
            Part::Literal(text) => match text.find('/') {
                Some(at) => {
                    host.push(Part::Literal(&text[..at]));
                    rest.push(Part::Literal(&text[at..]));
                }
                None => host.push(part),
            },
            Part::Name(_) => host.push(part),
        }
    }
    host.retain(|part| *part != Part::Literal(""));
    let mut port = "";
    if let Some(Part::Literal(text)) = host.last_mut()
        && let Some(at) = text.rfind(':').filter(|at| !text[*at..].contains(']'))
    {
        port = &text[at..];
        *text = &text[..at];
    }
    host.retain(|part| *part != Part::Literal(""));
    if host.is_empty() {
        return Err("must name a host");
    }
    let names = host.iter().filter(|part| matches!(part, Part::Name(_))).count();
    let literal_suffix = matches!(host.last(), Some(Part::Literal(text)) if is_host_suffix(text));
    if names > 0 && host.len() > 1 && !literal_suffix {
        return Err("must end its host in a literal suffix of two labels or more, such as .example.com");
    }
    Ok(Parsed { start: Start::Authority { scheme, host, port }, rest })
}

/// Splits at placeholders. Literals may hold what an address may hold and no more: no space, quote, backslash or control.
fn split(text: &str) -> Result<Vec<Part<'_>>, &'static str> {
    if text.is_empty() || text.len() > 2048 {
        return Err("must have 1 to 2048 characters");
    }
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('{') {
            let (name, tail) = after.split_once('}').ok_or("has a { without }")?;
            if !is_name(name) {
                return Err("has a placeholder whose name is not a-z, 0-9 and _");
            }
            parts.push(Part::Name(name));
            rest = tail;
        } else {
            let end = rest.find('{').unwrap_or(rest.len());
            let (literal, tail) = rest.split_at(end);
            if !literal.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~:/?[]@!$&'()*+,;=%".contains(&b)) {
                return Err("has a character that an address cannot have");
            }
            parts.push(Part::Literal(literal));
            rest = tail;
        }
    }
    Ok(parts)
}

impl Parsed<'_> {
    /// Whether it is an address.
    pub(super) fn is_address(&self) -> bool {
        !matches!(self.start, Start::Text)
    }

    /// The scheme and authority as written, to compare two templates: `{graph}`, `https://{shop}.example.com`.
    pub(super) fn origin_text(&self) -> Option<String> {
        match &self.start {
            Start::Origin(name) => Some(format!("{{{name}}}")),
            Start::Authority { scheme, host, port } => Some(format!("{scheme}://{}{port}", join(host))),
            Start::Text => None,
        }
    }

    /// Every placeholder but the origin.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let host: &[Part<'_>] = match &self.start {
            Start::Authority { host, .. } => host,
            _ => &[],
        };
        host.iter().chain(&self.rest).filter_map(|part| match part {
            Part::Name(name) => Some(*name),
            Part::Literal(_) => None,
        })
    }
}

fn join(parts: &[Part<'_>]) -> String {
    parts.iter().fold(String::new(), |text, part| match part {
        Part::Literal(literal) => text + literal,
        Part::Name(name) => format!("{text}{{{name}}}"),
    })
}

/// What the host of an expanded address must be.
#[derive(Debug)]
pub(super) enum ExpectedHost {
    /// Exactly this.
    Exact(String),
    /// At least one label and this literal suffix of the template.
    Suffix(String),
}

/// Parses an expanded address and compares it with what its template allows (SR-34).
///
/// The parser must give back the very text that went in, so that no spelling it would repair (a backslash, a dot segment, a
/// number for an address, a default port) passes; the host must be the expected one; http is for literal loopback hosts.
pub(super) fn parse_expanded(text: &str, expected: &ExpectedHost) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let same = url.as_str() == text || url.as_str().strip_suffix('/') == Some(text);
    let host = url.host_str()?;
    let host_fits = match expected {
        ExpectedHost::Exact(expected) => host == expected,
        ExpectedHost::Suffix(suffix) => ends_in(host, suffix) && super::grammar::is_host_name(host),
    };
    let scheme_fits = url.scheme() == "https" || (url.scheme() == "http" && is_literal_loopback(&url));
    let bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    (same && host_fits && scheme_fits && bare).then_some(url)
}

/// Percent-encodes everything but unreserved characters (RFC 3986 §2.3). The grammars admit nothing that this changes; it is
/// the second lock on the door.
pub(super) fn encode_component(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for b in value.bytes() {
        if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
            out.push(char::from(b));
        } else {
            out.push('%');
            out.push_str(&crate::base::encoding::to_hex(&[b]).to_ascii_uppercase());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, &'static str> {
        let template = Template(text.to_owned());
        let parsed = parse(&template, |name| name == "login")?;
        Ok(format!("{} | {}", parsed.origin_text().unwrap_or_default(), join(&parsed.rest)))
    }

    #[test]
    fn templates_split_into_origin_and_rest() {
        for (text, expected) in [
            ("{login}", "{login} | "),
            ("{login}/{a}/x?y=1", "{login} | /{a}/x?y=1"),
            ("https://a.example/x", "https://a.example | /x"),
            ("https://a.example", "https://a.example | "),
            ("https://a.example:8443/x", "https://a.example:8443 | /x"),
            ("https://{shop}.example.com/x", "https://{shop}.example.com | /x"),
            ("https://{shop}.{region}.example.com", "https://{shop}.{region}.example.com | "),
            ("https://api-{region}.example.com:8443/{x}", "https://api-{region}.example.com:8443 | /{x}"),
            ("https://{domain}/x", "https://{domain} | /x"),
            ("http://[::1]:80/x", "http://[::1]:80 | /x"),
            ("{other}/x", " | {other}/x"),
            ("read:user", " | read:user"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn templates_that_could_lengthen_a_host_are_refused() {
        let long = format!("https://a.example/{}", "x".repeat(2048));
        for text in [
            "",
            "{login}.evil.example/x",
            "{login}{x}",
            "{login}:81/",
            "{login}@evil.example/",
            "{login",
            "{Login}/x",
            "{}/x",
            "{a b}/x",
            "https://",
            "https:///x",
            "https://{shop}.com/x",
            "https://{shop}/{x}".strip_suffix("/{x}").map_or("", |_| "https://a.{shop}/x"),
            "https://{shop}example.com/x",
            "https://{a}{b}/x",
            "https://example.com.{tld}/x",
            "https://a.example/x y",
            "https://a.example\\@b",
            "https://a.example/\"",
            "https://a.example/\n",
            "https://é.example/",
            "https://a.example/#f",
            &long,
        ] {
            assert!(read(text).is_err(), "{text}: {:?}", read(text));
        }
    }

    #[test]
    fn an_expanded_address_must_have_the_expected_host_and_come_back_unchanged() {
        let exact = ExpectedHost::Exact("api.acme.example".into());
        let suffix = ExpectedHost::Suffix(".acme.example".into());
        let loopback = ExpectedHost::Exact("127.0.0.1".into());
        for (text, expected, is_ok) in [
            ("https://api.acme.example", &exact, true),
            ("https://api.acme.example/a/b?q=1", &exact, true),
            ("https://evil.example/", &exact, false),
            ("https://api.acme.example.evil.example/", &exact, false),
            ("https://x.api.acme.example/", &exact, false),
            ("https://user@api.acme.example/", &exact, false),
            ("https://user:pass@api.acme.example/", &exact, false),
            ("https://api.acme.example/#fragment", &exact, false),
            ("https://api.acme.example/a/../b", &exact, false),
            ("https://api.acme.example\\@evil.example/", &exact, false),
            ("https://API.acme.example/", &exact, false),
            ("http://api.acme.example/", &exact, false),
            ("ftp://api.acme.example/", &exact, false),
            ("https://shop.acme.example/", &suffix, true),
            ("https://a.b.acme.example/", &suffix, true),
            ("https://acme.example/", &suffix, false),
            ("https://.acme.example/", &suffix, false),
            ("https://evilacme.example/", &suffix, false),
            ("https://shop.acme.example.evil.example/", &suffix, false),
            ("https://evil.example/.acme.example", &suffix, false),
            ("https://evil.example?.acme.example", &suffix, false),
            ("https://-.acme.example/", &suffix, false),
            ("http://shop.acme.example/", &suffix, false),
            ("http://127.0.0.1:4000/x", &loopback, true),
            ("https://127.0.0.1:4000/x", &loopback, true),
            ("http://127.1:4000/x", &loopback, false),
        ] {
            assert_eq!(parse_expanded(text, expected).is_some(), is_ok, "{text} {expected:?}");
        }
        let long = format!("https://{}.acme.example/", "x".repeat(64));
        assert!(parse_expanded(&long, &suffix).is_none(), "a label of 64");
    }
}

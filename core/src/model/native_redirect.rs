//! The redirect URI of a native app (RFC 8252 §7): where the provider's answer comes back without a web server of the application.

use url::{Host, Url};

/// Providers store no longer ones.
const MAX_LENGTH: usize = 256;

/// Which of the three ways of RFC 8252 §7 it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NativeRedirectKind {
    /// A private-use scheme of the app (§7.1).
    CustomScheme,
    /// An https address that the system has given to the app (§7.2).
    ClaimedHttps,
    /// A port of this device (§7.3).
    Loopback,
}

/// A redirect URI that a native app may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NativeRedirect {
    text: String,
    url: Url,
    kind: NativeRedirectKind,
}

impl NativeRedirect {
    /// Judges a redirect URI. It is kept byte for byte, because providers compare it that way (RFC 6749 §3.1.2.3).
    ///
    /// # Errors
    /// The rule that is broken, as the end of a sentence.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        if text.len() > MAX_LENGTH {
            return Err("must have at most 256 characters");
        }
        let url = Url::parse(text).map_err(|_| "must be a URL")?;
        if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
            return Err("must have no user, query or fragment");
        }
        // What is compared later must be what was written now: no other spelling of a host, a port or a path.
        if url.cannot_be_a_base() || (url.as_str() != text && url.as_str().strip_suffix('/') != Some(text)) {
            return Err("must be written in its plain form, such as com.example.app://auth or http://127.0.0.1/callback");
        }
        let kind = match (url.scheme(), url.host()) {
            ("http", Some(Host::Ipv4(address))) if address == std::net::Ipv4Addr::LOCALHOST => NativeRedirectKind::Loopback,
            ("http", Some(Host::Ipv6(address))) if address.is_loopback() => NativeRedirectKind::Loopback,
            // RFC 8252 §8.3: a name can be made to lead elsewhere, and a listener may stand on another interface.
            ("http", _) => return Err("must name 127.0.0.1 or [::1] where it starts with http, not a name such as localhost"),
            ("https", Some(Host::Domain(name))) if name != "localhost" => NativeRedirectKind::ClaimedHttps,
            ("https", _) => return Err("must name a public host where it starts with https"),
            // RFC 8252 §7.1 and §8.4: a scheme without a domain in it belongs to nobody, or to the system.
            (scheme, _) if !scheme.contains('.') => {
                return Err("must have a scheme that is a domain name of yours in reverse, such as com.example.app");
            }
            _ => NativeRedirectKind::CustomScheme,
        };
        Ok(NativeRedirect { text: text.to_owned(), url, kind })
    }

    /// This loopback redirect on a port. All else stays as it is written: providers compare it byte for byte.
    pub(crate) fn on_port(&self, port: u16) -> Result<Self, &'static str> {
        let start = ["http://127.0.0.1", "http://[::1]"].into_iter().find(|start| self.text.starts_with(start));
        match start.filter(|_| self.kind == NativeRedirectKind::Loopback && !self.has_port()) {
            Some(start) => NativeRedirect::parse(&format!("{start}:{port}{}", &self.text[start.len()..])),
            None => Err("must be a loopback one that names no port"),
        }
    }

    /// As it is registered and sent.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Which way it is.
    pub(crate) const fn kind(&self) -> NativeRedirectKind {
        self.kind
    }

    /// The scheme, by which the system finds the app.
    pub(crate) fn scheme(&self) -> &str {
        self.url.scheme()
    }

    /// The path, which starts with `/`.
    pub(crate) fn path(&self) -> &str {
        path(&self.url)
    }

    /// Whether it names a port.
    pub(crate) fn has_port(&self) -> bool {
        self.url.port().is_some()
    }

    /// Whether this is that redirect URI, or that loopback one on a port of its own (RFC 8252 §7.3: the port is not compared).
    pub(crate) fn stands_for(&self, registered: &NativeRedirect) -> bool {
        let on_a_port = || {
            let mut portless = self.url.clone();
            portless.set_port(None).is_ok() && self.kind == NativeRedirectKind::Loopback && portless == registered.url
        };
        self.text == registered.text || on_a_port()
    }

    /// Whether a callback has come to this redirect URI: scheme, host, port and path, and nothing between scheme and host. An
    /// empty path is answered with `/` by some providers.
    pub(crate) fn is_answered_by(&self, callback: &Url) -> bool {
        callback.scheme() == self.url.scheme()
            && callback.host() == self.url.host()
            && callback.port() == self.url.port()
            && callback.username().is_empty()
            && callback.password().is_none()
            && !callback.cannot_be_a_base()
            && path(callback) == self.path()
    }
}

fn path(url: &Url) -> &str {
    if url.path().is_empty() { "/" } else { url.path() }
}

#[cfg(test)]
mod tests {
    use super::NativeRedirectKind::{ClaimedHttps, CustomScheme, Loopback};
    use super::*;

    #[test]
    fn the_three_ways_of_rfc_8252_are_told_apart() {
        for (text, kind) in [
            ("msauth.com.acme.notes://auth", CustomScheme),
            ("com.acme.notes:/oauth2redirect", CustomScheme),
            ("https://app.acme.example/callback", ClaimedHttps),
            ("http://127.0.0.1/callback", Loopback),
            ("http://127.0.0.1:49152", Loopback),
            ("http://[::1]:49152/callback", Loopback),
        ] {
            let redirect = NativeRedirect::parse(text).unwrap();
            assert_eq!((redirect.kind(), redirect.as_str()), (kind, text));
        }
    }

    #[test]
    fn what_others_could_receive_or_nobody_can_compare_is_refused() {
        let long = format!("com.acme:/{}", "x".repeat(250));
        for text in [
            "",
            "callback",
            "http://localhost:49152/callback",
            "http://localhost/callback",
            "http://127.0.0.2:1/callback",
            "http://0.0.0.0:1/callback",
            "http://192.168.0.1/callback",
            "http://app.acme.example/callback",
            "https://localhost/callback",
            "https://127.0.0.1/callback",
            "https://[::1]/callback",
            "http://127.1:49152/callback",
            "http://2130706433/callback",
            "http://127.0.0.1:80/callback",
            "HTTP://127.0.0.1/callback",
            "http://127.0.0.1/a/../callback",
            "http://u@127.0.0.1/callback",
            "http://127.0.0.1/callback?a=b",
            "http://127.0.0.1/callback#x",
            "acme://auth",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///tmp/x",
            "com.acme.notes:auth",
            "com.acme.notes://u:p@auth",
            "com.acme.notes://auth\n",
            long.as_str(),
        ] {
            assert!(NativeRedirect::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_answer_is_compared_by_scheme_host_port_and_path() {
        let answers = |redirect: &str, callback: &str| {
            NativeRedirect::parse(redirect).unwrap().is_answered_by(&Url::parse(callback).unwrap())
        };
        for (redirect, callback) in [
            ("com.acme.notes://auth", "com.acme.notes://auth?code=c"),
            ("com.acme.notes://auth", "com.acme.notes://auth/?code=c#_=_"),
            ("com.acme.notes:/cb", "com.acme.notes:/cb?code=c"),
            ("http://127.0.0.1:49152", "http://127.0.0.1:49152/?code=c"),
            ("https://app.acme.example/cb", "https://app.acme.example:443/cb"),
        ] {
            assert!(answers(redirect, callback), "{callback}");
        }
        for (redirect, callback) in [
            ("com.acme.notes://auth", "com.acme.notez://auth?code=c"),
            ("com.acme.notes://auth", "com.acme.notes://other?code=c"),
            ("com.acme.notes://auth", "com.acme.notes://auth:1?code=c"),
            ("com.acme.notes://auth", "com.acme.notes://u@auth?code=c"),
            ("com.acme.notes://auth", "com.acme.notes://auth/more?code=c"),
            ("com.acme.notes:/cb", "com.acme.notes:cb?code=c"),
            ("com.acme.notes:/cb", "com.acme.notes://cb?code=c"),
            ("http://127.0.0.1:49152/cb", "http://127.0.0.1:49153/cb"),
            ("http://127.0.0.1:49152/cb", "http://localhost:49152/cb"),
            ("http://127.0.0.1:49152/cb", "https://127.0.0.1:49152/cb"),
            ("https://app.acme.example/cb", "https://app.acme.example/CB"),
            ("https://app.acme.example/cb", "https://app.acme.example/cb/"),
        ] {
            assert!(!answers(redirect, callback), "{callback}");
        }
    }

    #[test]
    fn a_port_is_all_that_is_added() {
        for (registered, sent) in [
            ("http://127.0.0.1", "http://127.0.0.1:49152"),
            ("http://127.0.0.1/", "http://127.0.0.1:49152/"),
            ("http://127.0.0.1/cb", "http://127.0.0.1:49152/cb"),
            ("http://[::1]/cb/", "http://[::1]:49152/cb/"),
        ] {
            let registered = NativeRedirect::parse(registered).unwrap();
            let redirect = registered.on_port(49152).unwrap();
            assert_eq!(redirect.as_str(), sent);
            assert!(redirect.stands_for(&registered) && redirect.has_port());
        }
        for other in ["http://127.0.0.1:1/cb", "com.acme.notes://auth", "https://app.acme.example/cb"] {
            assert!(NativeRedirect::parse(other).unwrap().on_port(49152).is_err(), "{other}");
        }
    }

    #[test]
    fn only_a_loopback_port_is_free() {
        let stands = |asked: &str, registered: &str| {
            NativeRedirect::parse(asked).unwrap().stands_for(&NativeRedirect::parse(registered).unwrap())
        };
        assert!(stands("http://127.0.0.1:49152/cb", "http://127.0.0.1/cb"));
        assert!(stands("com.acme:/cb", "com.acme:/cb"));
        assert!(!stands("http://127.0.0.1:49152/other", "http://127.0.0.1/cb"));
        assert!(!stands("http://[::1]:49152/cb", "http://127.0.0.1/cb"));
        assert!(!stands("https://a.example:1/cb", "https://a.example/cb"));
        assert!(!stands("com.acme://x:1/cb", "com.acme://x/cb"));
    }
}

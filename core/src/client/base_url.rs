//! Reads and judges the option `base_url`: the public URL of the mounted handler.

use url::Url;

use crate::base::{Error, ErrorCode, Result};
use crate::catalog;

/// What is put behind it for a redirect URI.
const CALLBACK: &str = "/oauth/callback";

/// Reads the public URL of the handler.
///
/// # Errors
/// - `config_invalid`: it is none.
pub(super) fn read(text: &str, development: bool) -> Result<Url> {
    let url = Url::parse(text).map_err(|_| invalid("⟨base_url⟩ is not a URL."))?;
    let loopback = catalog::is_loopback(&url);
    let right = match url.scheme() {
        "https" => true,
        "http" => development && loopback,
        _ => false,
    };
    if !right {
        return Err(invalid("⟨base_url⟩ must start with https://; http is for loopback hosts in development mode."));
    }
    if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("⟨base_url⟩ must have no user, query or fragment."));
    }
    // A URL would have it as %20, at which no handler is mounted.
    if text.trim().contains(char::is_whitespace) {
        return Err(invalid("⟨base_url⟩ must have no white space."));
    }
    if url.path().contains(CALLBACK) {
        return Err(invalid("⟨base_url⟩ must end before /oauth/callback: it is the URL at which the handler is mounted."));
    }
    Ok(url)
}

fn invalid(message: &str) -> Error {
    Error::new(ErrorCode::ConfigInvalid, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// It becomes the redirect URI and the address of links: what is in it beside scheme, host and path would go along.
    #[test]
    fn it_is_an_address_and_nothing_else() {
        for text in
            ["https://app.example", "https://app.example/api/authpipe", "https://app.example:8443/x/", "https://[2001:db8::1]/x"]
        {
            assert!(read(text, false).is_ok(), "{text}");
        }
        for text in ["http://localhost:3000/x", "http://127.0.0.1:3000", "http://[::1]:3000/x"] {
            assert!(read(text, true).is_ok() && read(text, false).is_err(), "{text}");
        }
        for (text, rule) in [
            ("app.example", "is not a URL"),
            ("/api/authpipe", "is not a URL"),
            ("http://app.example", "must start with https"),
            ("ftp://app.example", "must start with https"),
            ("http://localhost.app.example", "must start with https"),
            ("https://app.example/x?a=b", "no user, query or fragment"),
            ("https://app.example/x?", "no user, query or fragment"),
            ("https://app.example/x#a", "no user, query or fragment"),
            ("https://canary@app.example/x", "no user, query or fragment"),
            ("https://:canary@app.example/x", "no user, query or fragment"),
            ("https://app.example/api auth", "no white space"),
            ("https://app.example/api\tauth", "no white space"),
            ("https://app.example/api/authpipe/oauth/callback", "must end before /oauth/callback"),
            ("https://app.example/api/authpipe/oauth/callback/github", "must end before /oauth/callback"),
        ] {
            let error = read(text, true).unwrap_err();
            assert_eq!(error.code(), ErrorCode::ConfigInvalid, "{text}");
            assert!(error.message().contains(rule) && !format!("{error:?}").contains("canary"), "{text}: {error}");
        }
    }
}

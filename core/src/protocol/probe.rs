//! Requests that read: a health probe with the credential, and a key set without one.

use url::Url;

use crate::base::Secret;
use crate::model::http::{Method, OutboundRequest};

/// Builds a GET with the credential in a header: name and whole value. Never in the URL (SR-30).
pub(crate) fn build_probe_request(url: Url, credential: (String, Secret<String>)) -> OutboundRequest {
    build_get(url, Some(credential))
}

/// Builds a GET of a key set (RFC 7517 §5). It carries no credential.
pub(crate) fn build_jwks_request(url: Url) -> OutboundRequest {
    build_get(url, None)
}

fn build_get(url: Url, secret_header: Option<(String, Secret<String>)>) -> OutboundRequest {
    OutboundRequest {
        method: Method::Get,
        url,
        headers: vec![("accept", "application/json".to_owned())],
        secret_header,
        form: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_credential_stands_in_the_secret_header_only() {
        let url = Url::parse("https://api.example/v1.0/me").unwrap();
        let request = build_probe_request(url.clone(), ("Authorization".to_owned(), Secret::from("Bearer canary")));
        assert!(request.method == Method::Get && request.form.is_none() && request.url == url);
        assert!(request.headers.iter().all(|(_, value)| !value.contains("canary")));
        assert_eq!(request.secret_header.unwrap().1.expose(), "Bearer canary");
        assert!(build_jwks_request(url).secret_header.is_none());
    }
}

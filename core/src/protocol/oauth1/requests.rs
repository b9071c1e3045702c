//! Builds the requests of the flow (RFC 5849 §2).

use std::collections::BTreeMap;

use url::Url;

use super::callback::VerifiedCallback;
use super::signature::{SignedRequest, sign};
use crate::base::Secret;
use crate::model::definition::CredentialsMethod;
use crate::model::http::{Body, Method, OutboundRequest};
use crate::model::signer::{SignatureStamp, Signer};
use crate::protocol::authorize::AskedScopes;
use crate::protocol::form::set_query;

/// An endpoint that gives credentials.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CredentialsEndpoint<'a> {
    /// The address.
    pub url: &'a Url,
    /// The method that it takes.
    pub method: CredentialsMethod,
}

/// Asks for temporary credentials (RFC 5849 §2.1). `callback` is where the browser comes back; it is signed, so nobody changes it on the way.
pub(crate) fn build_temporary_request(
    endpoint: CredentialsEndpoint<'_>,
    signer: &Signer,
    callback: &str,
    stamp: &SignatureStamp,
) -> OutboundRequest {
    build(endpoint, signer, &[("oauth_callback", callback)], stamp)
}

/// Asks for token credentials (RFC 5849 §2.3), with the temporary ones that `signer` holds. The [`VerifiedCallback`] is used up.
pub(crate) fn build_token_request(
    callback: VerifiedCallback,
    endpoint: CredentialsEndpoint<'_>,
    signer: &Signer,
    stamp: &SignatureStamp,
) -> OutboundRequest {
    let verifier = callback.into_verifier();
    build(endpoint, signer, &[("oauth_verifier", verifier.expose())], stamp)
}

fn build(
    endpoint: CredentialsEndpoint<'_>,
    signer: &Signer,
    further: &[(&str, &str)],
    stamp: &SignatureStamp,
) -> OutboundRequest {
    let (method, name) = match endpoint.method {
        CredentialsMethod::Post => (Method::Post, "POST"),
        CredentialsMethod::Get => (Method::Get, "GET"),
    };
    let header = sign(signer, &SignedRequest { method: name, url: endpoint.url, form: "", further }, stamp);
    OutboundRequest {
        method,
        url: endpoint.url.clone(),
        headers: Vec::new(),
        secret_header: Some(header),
        further_secrets: Vec::new(),
        body: Body::Empty,
    }
}

/// Parameters that only the flow sets.
const PROTOCOL_PARAMETERS: [&str; 3] = ["oauth_token", "oauth_callback", "oauth_verifier"];

/// Builds the URL to which the browser is sent (RFC 5849 §2.2). The endpoint's own query is kept, but for parameters of the protocol.
///
/// The URL holds the temporary token: it goes to the browser that the session belongs to and into no log.
pub(crate) fn build_authorization_url(
    endpoint: &Url,
    token: &Secret<String>,
    scopes: Option<AskedScopes<'_>>,
    scope_separator: &str,
    extra: &BTreeMap<String, String>,
) -> Url {
    let scopes = scopes.filter(|asked| !asked.scopes.is_empty());
    let is_ours = |name: &str| {
        let is = |own: &str| own.eq_ignore_ascii_case(name);
        PROTOCOL_PARAMETERS.into_iter().any(is) || scopes.is_some_and(|asked| is(asked.parameter))
    };
    let own = endpoint.query_pairs().into_owned();
    let mut pairs: Vec<_> = own.filter(|(name, _)| !is_ours(name) && !extra.contains_key(name)).collect();
    pairs.push(("oauth_token".to_owned(), token.expose().clone()));
    if let Some(asked) = scopes {
        pairs.push((asked.parameter.to_owned(), asked.scopes.join(scope_separator)));
    }
    pairs.extend(extra.iter().filter(|(name, _)| !is_ours(name)).map(|(name, value)| (name.clone(), value.clone())));
    let mut url = endpoint.clone();
    set_query(&mut url, &pairs);
    url
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Timestamp;
    use crate::model::definition::SignatureMethod;

    #[test]
    fn the_browser_takes_the_temporary_token_along_and_nothing_replaces_it() {
        let extra = BTreeMap::from([("expiration", "never"), ("OAuth_Token", "evil"), ("Scope", "evil")]);
        let extra = extra.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let endpoint = Url::parse("https://a.example/1/authorize?tenant=1&oauth_token=evil&scope=evil#f").unwrap();
        let scopes = ["read".to_owned(), "write".to_owned()];
        let asked = AskedScopes { parameter: "scope", scopes: &scopes };
        let url = build_authorization_url(&endpoint, &"t&1".into(), Some(asked), ",", &extra);
        let expected = "https://a.example/1/authorize?tenant=1&oauth_token=t%261&scope=read%2Cwrite&expiration=never";
        assert_eq!(url.as_str(), expected);
        let none = build_authorization_url(&Url::parse("https://a.example/x").unwrap(), &"t".into(), None, ",", &BTreeMap::new());
        assert_eq!(none.as_str(), "https://a.example/x?oauth_token=t");
    }

    #[test]
    fn requests_for_credentials_have_nothing_but_the_header() {
        let url = Url::parse("https://a.example/initiate?x=1").unwrap();
        let signer = Signer {
            client_id: "id".to_owned(),
            client_secret: "canary".into(),
            token: None,
            method: SignatureMethod::HmacSha1,
            realm: None,
        };
        let stamp = SignatureStamp { now: Timestamp::from_unix_seconds(1), nonce: "n".to_owned() };
        for (method, sent) in [(CredentialsMethod::Post, Method::Post), (CredentialsMethod::Get, Method::Get)] {
            let endpoint = CredentialsEndpoint { url: &url, method };
            let request = build_temporary_request(endpoint, &signer, "https://app.example/cb?x=1", &stamp);
            assert!(request.method == sent && request.url == url && matches!(request.body, Body::Empty));
            let header = request.secret_header.as_ref().unwrap().value.expose();
            assert!(header.contains("oauth_callback=\"https%3A%2F%2Fapp.example%2Fcb%3Fx%3D1\""), "{header}");
            assert!(!header.contains("oauth_token=") && !header.contains("canary"), "{header}");
        }
    }
}

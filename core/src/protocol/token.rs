//! Requests to the token endpoint (RFC 6749 §3.2). What comes back is judged in
//! [`token_response`](super::token_response), whose items are here too.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::Url;
use zeroize::Zeroizing;

use super::callback::VerifiedCallback;
use super::form::{encode_form, encode_value};
use crate::base::Secret;
use crate::model::definition::ClientAuthentication;
use crate::model::http::{Method, OutboundRequest};
use crate::model::lease::Lease;

pub(crate) use super::token_response::{Asked, TokenAnswer, TokenFailure, judge_token_response};

/// Who the client is, and how it proves that.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClientRegistration<'a> {
    /// The client id.
    pub client_id: &'a str,
    /// The client secret; `None` for a public client.
    pub client_secret: Option<&'a Secret<String>>,
    /// How the secret is sent. With [`ClientAuthentication::None`] it is not sent, even if there is one.
    pub authentication: ClientAuthentication,
}

/// Builds the exchange of a code (RFC 6749 §4.1.3, RFC 7636 §4.5). The [`VerifiedCallback`] is used up.
///
/// `redirect_uri` is that of the authorization request, byte for byte; `verifier` is `None` only where the definition switches
/// PKCE off.
pub(crate) fn build_code_request(
    callback: VerifiedCallback,
    token_endpoint: &Url,
    client: &ClientRegistration<'_>,
    redirect_uri: &str,
    verifier: Option<&Secret<String>>,
) -> OutboundRequest {
    let code = callback.into_code();
    let mut pairs = vec![("grant_type", "authorization_code"), ("code", code.expose()), ("redirect_uri", redirect_uri)];
    if let Some(verifier) = verifier {
        pairs.push(("code_verifier", verifier.expose()));
    }
    build_token_request(token_endpoint, client, pairs)
}

/// Builds a refresh (RFC 6749 §6). The lease is proof that the store knows of it: a refresh token may be good for one use.
///
/// `scopes` is the whole value of the parameter, where the definition sends one; `claims` is what an API has asked for (OpenID
/// Connect Core §5.5), where the definition takes it.
pub(crate) fn build_refresh_request(
    (_, token_endpoint): (&Lease, &Url),
    client: &ClientRegistration<'_>,
    refresh_token: &Secret<String>,
    scopes: Option<&str>,
    claims: Option<&Secret<String>>,
) -> OutboundRequest {
    let mut pairs = vec![("grant_type", "refresh_token"), ("refresh_token", refresh_token.expose())];
    if let Some(scopes) = scopes {
        pairs.push(("scope", scopes));
    }
    pairs.extend(claims.map(|claims| ("claims", claims.expose().as_str())));
    build_token_request(token_endpoint, client, pairs)
}

/// Builds the mint of an installation's credential (RFC 6749 §4.4.2). It spends nothing, and is leased like a refresh so that
/// many processes mint once.
pub(crate) fn build_client_credentials_request(
    (_, token_endpoint): (&Lease, &Url),
    client: &ClientRegistration<'_>,
    scope: &str,
    claims: Option<&Secret<String>>,
) -> OutboundRequest {
    let mut pairs = vec![("grant_type", "client_credentials"), ("scope", scope)];
    pairs.extend(claims.map(|claims| ("claims", claims.expose().as_str())));
    build_token_request(token_endpoint, client, pairs)
}

fn build_token_request<'a>(url: &Url, client: &ClientRegistration<'a>, mut pairs: Vec<(&'a str, &'a str)>) -> OutboundRequest {
    let secret_header = authenticate(client, &mut pairs);
    OutboundRequest {
        method: Method::Post,
        url: url.clone(),
        headers: vec![
            ("accept", "application/json".to_owned()),
            ("content-type", "application/x-www-form-urlencoded".to_owned()),
        ],
        secret_header,
        form: Some(encode_form(&pairs)),
    }
}

/// Adds exactly one authentication (SR-18; RFC 6749 §2.3: no more than one method in each request). With Basic the body does not
/// even name the client, because strict servers count that as a second one.
fn authenticate<'a>(client: &ClientRegistration<'a>, pairs: &mut Vec<(&'a str, &'a str)>) -> Option<(String, Secret<String>)> {
    match (client.authentication, client.client_secret) {
        (ClientAuthentication::ClientSecretBasic, Some(secret)) => {
            return Some(("authorization".to_owned(), encode_basic(client.client_id, secret)));
        }
        (ClientAuthentication::ClientSecretPost, Some(secret)) => {
            pairs.push(("client_id", client.client_id));
            pairs.push(("client_secret", secret.expose()));
        }
        (ClientAuthentication::None, _) | (_, None) => pairs.push(("client_id", client.client_id)),
    }
    None
}

// RFC 6749 §2.3.1: both parts are form-encoded before they are joined, so that a colon in the id cannot move the border.
fn encode_basic(client_id: &str, secret: &Secret<String>) -> Secret<String> {
    let (id, secret) = (encode_value(client_id), encode_value(secret.expose()));
    let mut joined = Zeroizing::new(String::with_capacity(id.len() + secret.len() + 1));
    joined.push_str(&id);
    joined.push(':');
    joined.push_str(&secret);
    let mut out = String::with_capacity("Basic ".len() + joined.len().div_ceil(3) * 4);
    out.push_str("Basic ");
    STANDARD.encode_string(joined.as_bytes(), &mut out);
    Secret::new(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{GrantId, TenantId};
    use crate::model::lease::LeaseTerms;
    use crate::protocol::callback::{IssuerRule, check_binding, check_creator, read_callback, verify_callback};
    use std::time::Duration;

    fn lease() -> Lease {
        Lease::acquired(LeaseTerms {
            tenant_id: TenantId::parse("t").unwrap(),
            grant_id: GrantId::make_connection(),
            generation: 1,
            fence: 0,
            owner: [0; 16],
            epoch: 1,
            ends_at: Duration::from_secs(60),
        })
    }

    fn callback(query: &str) -> VerifiedCallback {
        use crate::base::{UserId, encoding::hash_token};
        use crate::model::principal::{Principal, Role};
        let (tenant_id, user_id) = (TenantId::parse("t").unwrap(), UserId::parse("u").unwrap());
        let bound = check_binding(Some("b"), &hash_token("b")).unwrap();
        let principal = Principal { tenant_id: tenant_id.clone(), user_id: user_id.clone(), role: Role::Member };
        let creator = check_creator(&principal, &tenant_id, &user_id).unwrap();
        let rule = IssuerRule { expected: None, required: false };
        verify_callback(read_callback(query).unwrap(), bound, creator, &rule).unwrap()
    }

    fn client(authentication: ClientAuthentication, secret: Option<&Secret<String>>) -> ClientRegistration<'_> {
        ClientRegistration { client_id: "id:1 é", client_secret: secret, authentication }
    }

    fn form(request: &OutboundRequest) -> Vec<(String, String)> {
        url::form_urlencoded::parse(request.form.as_ref().unwrap().expose().as_bytes()).into_owned().collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn each_grant_sends_its_own_parameters() {
        let endpoint = Url::parse("https://as.example/token").unwrap();
        let public = client(ClientAuthentication::None, None);
        let (verifier, token) = (Secret::from("ver&ifier"), Secret::from("r=t"));
        let request =
            build_code_request(callback("code=a%2Bb&state=s"), &endpoint, &public, "https://app.example/cb", Some(&verifier));
        assert_eq!(
            form(&request),
            pairs(&[
                ("grant_type", "authorization_code"),
                ("code", "a+b"),
                ("redirect_uri", "https://app.example/cb"),
                ("code_verifier", "ver&ifier"),
                ("client_id", "id:1 é"),
            ])
        );
        let request = build_refresh_request((&lease(), &endpoint), &public, &token, Some("a b"), None);
        assert_eq!(
            form(&request),
            pairs(&[("grant_type", "refresh_token"), ("refresh_token", "r=t"), ("scope", "a b"), ("client_id", "id:1 é"),])
        );
        let request = build_client_credentials_request((&lease(), &endpoint), &public, "https://graph.example/.default", None);
        assert_eq!(
            form(&request),
            pairs(&[("grant_type", "client_credentials"), ("scope", "https://graph.example/.default"), ("client_id", "id:1 é"),])
        );
        assert!(request.url == endpoint && request.method == Method::Post);
    }

    #[test]
    fn what_an_api_has_asked_for_goes_along() {
        let endpoint = Url::parse("https://as.example/token").unwrap();
        let public = client(ClientAuthentication::None, None);
        let claims = Secret::from(r#"{"access_token":{}}"#);
        let refresh = build_refresh_request((&lease(), &endpoint), &public, &Secret::from("r"), None, Some(&claims));
        let mint = build_client_credentials_request((&lease(), &endpoint), &public, "s", Some(&claims));
        for request in [refresh, mint] {
            assert!(form(&request).contains(&("claims".to_owned(), claims.expose().clone())));
        }
    }

    #[test]
    fn each_request_has_exactly_one_client_authentication() {
        use ClientAuthentication::{ClientSecretBasic, ClientSecretPost, None as Public};
        let endpoint = Url::parse("https://as.example/token").unwrap();
        let secret = Secret::from("s/e:c=ret");
        for (method, given, header, in_body) in [
            (ClientSecretBasic, true, true, &[][..]),
            (ClientSecretPost, true, false, &["client_id", "client_secret"]),
            (Public, true, false, &["client_id"]),
            (ClientSecretBasic, false, false, &["client_id"]),
            (ClientSecretPost, false, false, &["client_id"]),
            (Public, false, false, &["client_id"]),
        ] {
            let client = client(method, given.then_some(&secret));
            let request = build_refresh_request((&lease(), &endpoint), &client, &Secret::from("r"), None, None);
            let names: Vec<String> = form(&request).into_iter().map(|(name, _)| name).collect();
            let sent: Vec<_> = names.iter().filter(|name| name.starts_with("client")).collect();
            assert_eq!(sent, in_body, "{method:?} {given}");
            assert_eq!(request.secret_header.is_some(), header, "{method:?} {given}");
        }
    }

    #[test]
    fn basic_encodes_both_parts_first() {
        let encoded = encode_basic("id:1 é", &Secret::from("s/e:c=ret"));
        let decoded = STANDARD.decode(encoded.expose().strip_prefix("Basic ").unwrap()).unwrap();
        assert_eq!(String::from_utf8(decoded).unwrap(), "id%3A1+%C3%A9:s%2Fe%3Ac%3Dret");
    }

    #[test]
    fn requests_print_no_secret() {
        let endpoint = Url::parse("https://as.example/token?canary=1").unwrap();
        let secret = Secret::from("canary");
        let client = ClientRegistration { client_id: "i", client_secret: Some(&secret), authentication: Default::default() };
        let callback = callback("code=canary");
        let before = format!("{callback:?} {client:?}");
        let request = build_code_request(callback, &endpoint, &client, "https://app.example/cb", Some(&secret));
        assert!(!format!("{before} {request:?}").contains("canary"));
    }
}

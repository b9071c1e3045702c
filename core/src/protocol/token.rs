//! Requests to the token endpoint (RFC 6749 §3.2). What comes back is judged in
//! [`token_response`](super::token_response), whose items are here too. Mints have files of their own in
//! [`mint`](super::mint).

use std::collections::BTreeMap;

use url::Url;

use super::callback::VerifiedCallback;
use super::client::authenticate;
use super::form::{encode_form, encode_json};
use crate::base::Secret;
use crate::model::definition::{Encoding, ParameterNames, TokenMethod, TokenRequest};
use crate::model::http::{Body, Method, OutboundRequest, SecretHeader};
use crate::model::lease::Lease;

pub(crate) use super::client::ClientRegistration;
pub(crate) use super::token_response::{Asked, Flaw, TokenAnswer, TokenFailure, judge_token_response, read_successor};

/// Where token requests go, who sends them, and how they are written.
#[derive(Clone, Debug)]
pub(crate) struct TokenEndpoint<'a> {
    /// The address (RFC 6749 §3.2).
    pub url: &'a Url,
    /// The client.
    pub client: ClientRegistration<'a>,
    /// How the definition writes requests.
    pub written: &'a TokenRequest,
    /// What the provider calls their parameters.
    pub names: &'a ParameterNames,
}

impl TokenEndpoint<'_> {
    /// What the provider calls a parameter of a token request.
    pub(super) fn name_of<'n>(&'n self, parameter: &'n str) -> &'n str {
        self.written.parameter_names.other(parameter).unwrap_or_else(|| self.names.of(parameter))
    }
}

/// Builds the exchange of a code (RFC 6749 §4.1.3, RFC 7636 §4.5). The [`VerifiedCallback`] is used up.
///
/// `redirect_uri` is that of the authorization request, byte for byte; `verifier` is `None` only where the definition switches
/// PKCE off.
pub(crate) fn build_code_request(
    callback: VerifiedCallback,
    endpoint: &TokenEndpoint<'_>,
    redirect_uri: &str,
    verifier: Option<&Secret<String>>,
) -> OutboundRequest {
    let code = callback.into_code();
    let mut pairs = vec![("grant_type", "authorization_code"), ("code", code.expose()), ("redirect_uri", redirect_uri)];
    if let Some(verifier) = verifier {
        pairs.push(("code_verifier", verifier.expose()));
    }
    build_token_request(endpoint, pairs)
}

/// Builds the exchange of a code that nobody has issued, to learn whether the client is taken. The verifier is for servers that look for
/// one before they look at the code.
pub(crate) fn build_registration_question(endpoint: &TokenEndpoint<'_>, redirect_uri: &str) -> OutboundRequest {
    let never_issued = [
        ("grant_type", "authorization_code"),
        ("code", "a-code-that-was-never-issued"),
        ("redirect_uri", redirect_uri),
        ("code_verifier", "a-verifier-of-no-code-that-was-ever-issued"),
    ];
    build_token_request(endpoint, never_issued.to_vec())
}

/// Builds a refresh (RFC 6749 §6). The lease is proof that the store knows of it: a refresh token may be good for one use.
///
/// `scopes` is the whole value of the parameter, where the definition sends one; `claims` is what an API has asked for (OpenID
/// Connect Core §5.5), where the definition takes it.
pub(crate) fn build_refresh_request(
    _: &Lease,
    endpoint: &TokenEndpoint<'_>,
    refresh_token: &Secret<String>,
    scopes: Option<&str>,
    claims: Option<&Secret<String>>,
) -> OutboundRequest {
    let mut pairs = vec![("grant_type", "refresh_token"), ("refresh_token", refresh_token.expose())];
    if let Some(scopes) = scopes {
        pairs.push(("scope", scopes));
    }
    pairs.extend(claims.map(|claims| ("claims", claims.expose().as_str())));
    pairs.extend(endpoint.written.refresh_parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    build_token_request(endpoint, pairs)
}

/// What stands for the client's identifier in a header of the definition's.
const CLIENT_ID: &str = "{client_id}";

/// The definition's headers, with the client named.
pub(super) fn filled_headers(headers: &BTreeMap<String, String>, client_id: &str) -> impl Iterator<Item = (String, String)> {
    headers.iter().map(move |(name, value)| (name.clone(), value.replace(CLIENT_ID, client_id)))
}

/// Writes a token request of these parameters, with exactly one client authentication (SR-18).
pub(super) fn build_token_request<'a>(endpoint: &'a TokenEndpoint<'_>, mut pairs: Vec<(&'a str, &'a str)>) -> OutboundRequest {
    let secret_header = authenticate(&endpoint.client, &mut pairs);
    for (name, value) in &endpoint.written.parameters {
        // What the flow itself says wins.
        if pairs.iter().all(|(known, _)| known != name) {
            pairs.push((name, value));
        }
    }
    write_token_request(endpoint, &pairs, secret_header)
}

/// Writes a token request of these parameters as they are.
pub(super) fn write_token_request(
    endpoint: &TokenEndpoint<'_>,
    pairs: &[(&str, &str)],
    secret_header: Option<SecretHeader>,
) -> OutboundRequest {
    // The definition's own `Accept` wins: some versions of an API are chosen by it.
    let is_given = endpoint.written.headers.keys().any(|name| name.eq_ignore_ascii_case("accept"));
    let accept = (!is_given).then(|| ("accept".to_owned(), "application/json".to_owned()));
    let further = filled_headers(&endpoint.written.headers, endpoint.client.client_id);
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (endpoint.name_of(name), *value)).collect();
    let (method, body) = match (endpoint.written.method, endpoint.written.encoding) {
        (TokenMethod::Post, Encoding::Form) => (Method::Post, Body::Form(encode_form(&pairs))),
        (TokenMethod::Post, Encoding::Json) => (Method::Post, Body::Json(encode_json(&pairs))),
        (TokenMethod::Get, _) => (Method::Get, Body::Query(encode_form(&pairs))),
    };
    OutboundRequest {
        method,
        url: endpoint.url.clone(),
        headers: accept.into_iter().chain(further).collect(),
        secret_header,
        further_secrets: Vec::new(),
        body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{GrantId, TenantId};
    use crate::model::client::Client;
    use crate::model::definition::ClientAuthentication;
    use crate::model::lease::CommitRight;
    use crate::protocol::callback::{IssuerRule, check_binding, check_creator, read_callback, verify_callback};
    use crate::protocol::mint::{MintRequest, build_mint_request};
    use std::time::Duration;

    fn lease() -> Lease {
        let right = CommitRight {
            tenant_id: TenantId::parse("t").unwrap(),
            grant_id: GrantId::make_connection(),
            generation: 1,
            fence: 0,
            owner: [0; 16],
            epoch: 1,
        };
        Lease::acquired(right, Duration::from_secs(60))
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

    fn endpoint<'a>(url: &'a Url, authentication: ClientAuthentication, client: &'a Client) -> TokenEndpoint<'a> {
        static WRITTEN: std::sync::LazyLock<TokenRequest> = std::sync::LazyLock::new(TokenRequest::default);
        let client = ClientRegistration { client_id: "id:1 é", client, authentication, assertion: None };
        static NAMES: std::sync::LazyLock<ParameterNames> = std::sync::LazyLock::new(ParameterNames::default);
        TokenEndpoint { url, client, written: &WRITTEN, names: &NAMES }
    }

    fn form(request: &OutboundRequest) -> Vec<(String, String)> {
        let Body::Form(form) = &request.body else { panic!("no form: {:?}", request.body) };
        url::form_urlencoded::parse(form.expose().as_bytes()).into_owned().collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn each_grant_sends_its_own_parameters() {
        let url = Url::parse("https://as.example/token").unwrap();
        let endpoint = endpoint(&url, ClientAuthentication::None, &Client::Public);
        let (verifier, token) = (Secret::from("ver&ifier"), Secret::from("r=t"));
        let request = build_code_request(callback("code=a%2Bb&state=s"), &endpoint, "https://app.example/cb", Some(&verifier));
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
        let request = build_refresh_request(&lease(), &endpoint, &token, Some("a b"), None);
        assert_eq!(
            form(&request),
            pairs(&[("grant_type", "refresh_token"), ("refresh_token", "r=t"), ("scope", "a b"), ("client_id", "id:1 é"),])
        );
        let asks = MintRequest::ClientCredentials { scope: "https://graph.example/.default".into(), roles_claim: None };
        let request = build_mint_request(&endpoint, &asks, None);
        assert_eq!(
            form(&request),
            pairs(&[("grant_type", "client_credentials"), ("scope", "https://graph.example/.default"), ("client_id", "id:1 é"),])
        );
        assert!(request.url == url && request.method == Method::Post);
    }

    #[test]
    fn what_an_api_has_asked_for_goes_along() {
        let url = Url::parse("https://as.example/token").unwrap();
        let endpoint = endpoint(&url, ClientAuthentication::None, &Client::Public);
        let claims = Secret::from(r#"{"access_token":{}}"#);
        let refresh = build_refresh_request(&lease(), &endpoint, &Secret::from("r"), None, Some(&claims));
        let mint = build_mint_request(
            &endpoint,
            &MintRequest::ClientCredentials { scope: "s".into(), roles_claim: None },
            Some(&claims),
        );
        for request in [refresh, mint] {
            assert!(form(&request).contains(&("claims".to_owned(), claims.expose().clone())));
        }
    }

    #[test]
    fn each_request_has_exactly_one_client_authentication() {
        use ClientAuthentication::{ClientSecretBasic, ClientSecretBasicRaw, ClientSecretPost, None as Public};
        let url = Url::parse("https://as.example/token").unwrap();
        let secret = Client::Secret(Secret::from("s/e:c=ret"));
        for (method, given, header, in_body) in [
            (ClientSecretBasic, true, true, &[][..]),
            (ClientSecretBasicRaw, true, true, &[]),
            (ClientSecretBasicRaw, false, false, &["client_id"]),
            (ClientSecretPost, true, false, &["client_id", "client_secret"]),
            (Public, true, false, &["client_id"]),
            (ClientSecretBasic, false, false, &["client_id"]),
            (ClientSecretPost, false, false, &["client_id"]),
            (Public, false, false, &["client_id"]),
        ] {
            let endpoint = endpoint(&url, method, if given { &secret } else { &Client::Public });
            let request = build_refresh_request(&lease(), &endpoint, &Secret::from("r"), None, None);
            let names: Vec<String> = form(&request).into_iter().map(|(name, _)| name).collect();
            let sent: Vec<_> = names.iter().filter(|name| name.starts_with("client")).collect();
            assert_eq!(sent, in_body, "{method:?} {given}");
            assert_eq!(request.secret_header.is_some(), header, "{method:?} {given}");
            // What a key has signed takes the place of any secret.
            let client = ClientRegistration { assertion: Some(Secret::from("signed")), ..endpoint.client.clone() };
            let request = build_refresh_request(&lease(), &TokenEndpoint { client, ..endpoint }, &Secret::from("r"), None, None);
            let sent: Vec<_> = form(&request).into_iter().filter(|(name, _)| name.starts_with("client")).collect();
            let expected = [
                ("client_id", "id:1 é"),
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                ("client_assertion", "signed"),
            ];
            assert_eq!((sent, request.secret_header.is_some()), (pairs(&expected), false), "{method:?} {given}");
        }
    }

    #[test]
    fn requests_print_no_secret() {
        let url = Url::parse("https://as.example/token?canary=1").unwrap();
        let client = Client::Secret(Secret::from("canary"));
        let assertion = Some(Secret::from("canary"));
        let client = ClientRegistration { client_id: "i", client: &client, authentication: Default::default(), assertion };
        let callback = callback("code=canary");
        let names = ParameterNames::default();
        for encoding in [Encoding::Form, Encoding::Json] {
            let written = TokenRequest { encoding, ..TokenRequest::default() };
            let endpoint = TokenEndpoint { url: &url, client: client.clone(), written: &written, names: &names };
            let request = build_refresh_request(&lease(), &endpoint, &Secret::from("canary"), None, None);
            assert!(!format!("{callback:?} {client:?} {request:?} {:?}", request.body).contains("canary"));
        }
    }

    #[test]
    fn a_definition_chooses_encoding_and_further_headers() {
        let url = Url::parse("https://as.example/token").unwrap();
        let headers = [("Accept", "application/vnd.acme+json"), ("Acme-Version", "2026-01-01")];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let written =
            TokenRequest { encoding: Encoding::Json, headers: BTreeMap::from(headers.clone()), ..TokenRequest::default() };
        let secret = Client::Secret(Secret::from("sec\"ret"));
        let post = TokenEndpoint { written: &written, ..endpoint(&url, ClientAuthentication::ClientSecretPost, &secret) };
        let request = build_refresh_request(&lease(), &post, &Secret::from("r=t"), None, None);
        assert_eq!(request.headers, headers);
        let Body::Json(json) = &request.body else { panic!("{:?}", request.body) };
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(json.expose()).unwrap(),
            serde_json::json!({
                "grant_type": "refresh_token", "refresh_token": "r=t", "client_id": "id:1 é", "client_secret": "sec\"ret"
            })
        );
        let basic = TokenEndpoint { written: &written, ..endpoint(&url, ClientAuthentication::ClientSecretBasic, &secret) };
        let request = build_refresh_request(&lease(), &basic, &Secret::from("r"), None, None);
        let Body::Json(json) = &request.body else { panic!("{:?}", request.body) };
        assert!(request.secret_header.is_some() && !json.expose().contains("client"), "exactly one authentication (SR-18)");
    }

    #[test]
    fn a_definition_chooses_the_method_and_the_names_of_parameters() {
        let url = Url::parse("https://as.example/token?tenant=1").unwrap();
        let written = TokenRequest { method: TokenMethod::Get, ..TokenRequest::default() };
        let names = ParameterNames { client_id: Some("client_key".to_owned()), ..ParameterNames::default() };
        let secret = Client::Secret(Secret::from("canary&x=y"));
        let post = endpoint(&url, ClientAuthentication::ClientSecretPost, &secret);
        let request = build_refresh_request(
            &lease(),
            &TokenEndpoint { written: &written, names: &names, ..post },
            &Secret::from("r"),
            None,
            None,
        );
        assert_eq!(
            (request.method, request.url.as_str()),
            (Method::Get, url.as_str()),
            "what is secret is not in the address yet"
        );
        assert!(!format!("{request:?}").contains("canary"));
        let Body::Query(query) = &request.body else { panic!("{:?}", request.body) };
        let sent: Vec<_> = url::form_urlencoded::parse(query.expose().as_bytes()).into_owned().collect();
        let expected =
            [("grant_type", "refresh_token"), ("refresh_token", "r"), ("client_key", "id:1 é"), ("client_secret", "canary&x=y")];
        assert_eq!(sent, pairs(&expected));
        // Names of token requests alone win.
        let own = ParameterNames {
            client_id: Some("clientId".to_owned()),
            grant_type: Some("grantType".to_owned()),
            refresh_token: Some("refreshToken".to_owned()),
            ..ParameterNames::default()
        };
        let written = TokenRequest { parameter_names: own, ..TokenRequest::default() };
        let post = endpoint(&url, ClientAuthentication::ClientSecretPost, &secret);
        let post = TokenEndpoint { written: &written, names: &names, ..post };
        let sent = form(&build_refresh_request(&lease(), &post, &Secret::from("r"), None, None));
        let expected =
            [("grantType", "refresh_token"), ("refreshToken", "r"), ("clientId", "id:1 é"), ("client_secret", "canary&x=y")];
        assert_eq!(sent, pairs(&expected));
    }
}

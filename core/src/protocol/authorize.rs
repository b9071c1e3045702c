//! Builds the authorization request (RFC 6749 §4.1.1).

use std::collections::BTreeMap;

use url::Url;

use super::form::set_query;
use super::pkce::{CHALLENGE_METHOD, derive_challenge};
use crate::base::Secret;
use crate::model::definition::ParameterNames;

/// Parameters that only this module sets. `request` and `request_uri` (RFC 9101) are here because their content would replace
/// all others.
const PROTOCOL_PARAMETERS: [&str; 10] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "request",
    "request_uri",
];

/// Scopes, and the parameter of the authorization request that names them: `scope`, or another one for a second credential of
/// the same answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AskedScopes<'a> {
    /// The parameter.
    pub parameter: &'a str,
    /// The scopes.
    pub scopes: &'a [String],
}

/// Everything an authorization request says.
pub(crate) struct AuthorizationRequest<'a> {
    /// The authorization endpoint. Its own query is kept (RFC 6749 §3.1), except for protocol parameters.
    pub endpoint: &'a Url,
    /// The client.
    pub client_id: &'a str,
    /// The redirect URI, byte for byte as it is registered.
    pub redirect_uri: &'a str,
    /// The scopes, by the parameter that names them; with none, a parameter is left out.
    pub scopes: &'a [AskedScopes<'a>],
    /// What stands between two scopes.
    pub scope_separator: &'a str,
    /// Ties the answer to the session.
    pub state: &'a Secret<String>,
    /// The PKCE verifier, of which only the challenge is sent. `None` only where the definition switches PKCE off.
    pub verifier: Option<&'a Secret<String>>,
    /// Ties an ID token to the session (OpenID Connect Core §3.1.2.1).
    pub nonce: Option<&'a Secret<String>>,
    /// What an API or the provider has asked for (OpenID Connect Core §5.5): a JSON object.
    pub claims: Option<&'a Secret<String>>,
    /// What the provider calls the parameters.
    pub names: &'a ParameterNames,
    /// Further parameters. Those named like a protocol parameter, in any case, are left out.
    pub extra: &'a BTreeMap<String, String>,
}

/// Builds the URL to which the browser is sent. Only a code is ever asked for (SR-9), and the challenge method is S256 (SR-8).
/// Nothing of ours occurs twice (RFC 6749 §3.1); what the endpoint itself repeats stays repeated, as `resource` may be (RFC 8707 §2).
///
/// The URL holds the state and the nonce: it goes to the browser that the session belongs to and into no log.
pub(crate) fn build_authorization_url(request: &AuthorizationRequest<'_>) -> Url {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let names_scopes = |name: &str| request.scopes.iter().any(|asked| name.eq_ignore_ascii_case(asked.parameter));
    let names_claims = |name: &str| request.claims.is_some() && name.eq_ignore_ascii_case("claims");
    let is_renamed = |name: &str| request.names.pairs().any(|(_, other)| name.eq_ignore_ascii_case(other));
    let is_ours = |name: &str| is_protocol_parameter(name) || names_scopes(name) || names_claims(name) || is_renamed(name);
    for (name, value) in request.endpoint.query_pairs() {
        if !is_ours(&name) && !request.extra.contains_key(name.as_ref()) {
            pairs.push((name.into_owned(), value.into_owned()));
        }
    }
    let mut put = |name: &str, value: &str| pairs.push((request.names.of(name).to_owned(), value.to_owned()));
    put("response_type", "code");
    put("client_id", request.client_id);
    put("redirect_uri", request.redirect_uri);
    for asked in request.scopes.iter().filter(|asked| !asked.scopes.is_empty()) {
        put(asked.parameter, &asked.scopes.join(request.scope_separator));
    }
    put("state", request.state.expose());
    if let Some(nonce) = request.nonce {
        put("nonce", nonce.expose());
    }
    if let Some(verifier) = request.verifier {
        put("code_challenge", &derive_challenge(verifier));
        put("code_challenge_method", CHALLENGE_METHOD);
    }
    if let Some(claims) = request.claims {
        put("claims", claims.expose());
    }
    for (name, value) in request.extra {
        if !is_ours(name) {
            put(name, value);
        }
    }
    let mut url = request.endpoint.clone();
    set_query(&mut url, &pairs);
    url
}

/// Builds the URL of a page on which an app is installed. It takes the state and gives it back; all else is fixed at the provider.
pub(crate) fn build_install_url(mut page: Url, state: &Secret<String>) -> Url {
    let mut pairs: Vec<(String, String)> = page.query_pairs().into_owned().filter(|(name, _)| name != "state").collect();
    pairs.push(("state".to_owned(), state.expose().clone()));
    set_query(&mut page, &pairs);
    page
}

// Without regard to case: a server that reads names that way would take `State` for `state`.
fn is_protocol_parameter(name: &str) -> bool {
    PROTOCOL_PARAMETERS.iter().any(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn build(endpoint: &str, scopes: &[&str], verifier: Option<&str>, extra: &[(&str, &str)]) -> Url {
        let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        let verifier = verifier.map(Secret::from);
        let extra = extra.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        build_authorization_url(&AuthorizationRequest {
            endpoint: &Url::parse(endpoint).unwrap(),
            client_id: "client",
            redirect_uri: "https://app.example/cb?x=1&y=2",
            scopes: &[AskedScopes { parameter: "scope", scopes: &scopes }],
            scope_separator: " ",
            state: &Secret::from("the-state"),
            verifier: verifier.as_ref(),
            nonce: Some(&Secret::from("the-nonce")),
            claims: None,
            names: &ParameterNames::default(),
            extra: &extra,
        })
    }

    fn parameters(url: &Url) -> HashMap<String, String> {
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let map: HashMap<_, _> = pairs.iter().cloned().collect();
        assert_eq!(map.len(), pairs.len(), "a parameter is repeated: {url}");
        map
    }

    #[test]
    fn a_request_asks_for_a_code_with_s256_and_nothing_else() {
        let url = build(
            "https://as.example/authorize",
            &["openid", "Files.Read"],
            Some("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            &[("prompt", "select_account")],
        );
        let expected = [
            ("response_type", "code"),
            ("client_id", "client"),
            ("redirect_uri", "https://app.example/cb?x=1&y=2"),
            ("scope", "openid Files.Read"),
            ("state", "the-state"),
            ("nonce", "the-nonce"),
            ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
            ("code_challenge_method", "S256"),
            ("prompt", "select_account"),
        ];
        assert_eq!(parameters(&url), expected.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect());
        assert!(url.as_str().contains("scope=openid%20Files.Read"));
        assert!(!url.as_str().contains("dBjftJeZ4"), "the verifier itself is never sent");
    }

    #[test]
    fn each_credential_asks_for_its_scopes_by_its_own_parameter() {
        let (app, user, none) = (["chat:write".to_owned()], ["users:read".to_owned(), "x".to_owned()], []);
        let state = Secret::from("s");
        let extra = std::collections::BTreeMap::from([("User_Scope".to_owned(), "evil".to_owned())]);
        let ask = |user: &[String]| {
            build_authorization_url(&AuthorizationRequest {
                endpoint: &Url::parse("https://as.example/authorize?user_scope=evil").unwrap(),
                client_id: "client",
                redirect_uri: "https://app.example/cb",
                scopes: &[
                    AskedScopes { parameter: "scope", scopes: &app },
                    AskedScopes { parameter: "user_scope", scopes: user },
                ],
                scope_separator: ",",
                state: &state,
                verifier: None,
                nonce: None,
                claims: None,
                names: &ParameterNames::default(),
                extra: &extra,
            })
        };
        let asked = parameters(&ask(&user));
        assert_eq!((asked["scope"].as_str(), asked["user_scope"].as_str()), ("chat:write", "users:read,x"));
        let asked = ask(&none);
        assert!(!asked.as_str().contains("user_scope") && !asked.as_str().contains("evil"), "{asked}");
    }

    #[test]
    fn a_provider_may_call_parameters_otherwise() {
        let names =
            ParameterNames { client_id: Some("client_key".to_owned()), scope: Some("perms".to_owned()), ..Default::default() };
        let (scopes, state) = (["a".to_owned(), "b".to_owned()], Secret::from("s"));
        let extra = std::collections::BTreeMap::from([("Client_Key".to_owned(), "evil".to_owned())]);
        let url = build_authorization_url(&AuthorizationRequest {
            endpoint: &Url::parse("https://as.example/authorize?perms=evil&client_id=evil").unwrap(),
            client_id: "client",
            redirect_uri: "https://app.example/cb",
            scopes: &[AskedScopes { parameter: "scope", scopes: &scopes }],
            scope_separator: ",",
            state: &state,
            verifier: None,
            nonce: None,
            claims: None,
            names: &names,
            extra: &extra,
        });
        let asked = parameters(&url);
        assert_eq!((asked["client_key"].as_str(), asked["perms"].as_str()), ("client", "a,b"));
        assert!(!asked.contains_key("client_id") && !asked.contains_key("scope") && !url.as_str().contains("evil"), "{url}");
    }

    #[test]
    fn claims_stand_once_and_those_of_the_session_win() {
        let (state, claims) = (Secret::from("s"), Secret::from(r#"{"access_token":{"a":null}}"#));
        let extra = std::collections::BTreeMap::from([("claims".to_owned(), "{}".to_owned())]);
        let url = build_authorization_url(&AuthorizationRequest {
            endpoint: &Url::parse("https://as.example/authorize?Claims=old").unwrap(),
            client_id: "client",
            redirect_uri: "https://app.example/cb",
            scopes: &[],
            scope_separator: " ",
            state: &state,
            verifier: None,
            nonce: None,
            claims: Some(&claims),
            names: &ParameterNames::default(),
            extra: &extra,
        });
        assert_eq!(parameters(&url)["claims"], *claims.expose());
        assert!(!parameters(&url).contains_key("Claims"));
    }

    #[test]
    fn extra_parameters_and_the_endpoint_cannot_replace_protocol_parameters() {
        let extra = PROTOCOL_PARAMETERS.map(|name| (name, "evil"));
        let url = build("https://as.example/a?tenant=t&state=evil&Response_Type=token&prompt=x#frag", &[], Some("v"), &extra);
        let parameters = parameters(&url);
        assert!(!url.as_str().contains("evil") && !url.as_str().contains("token"), "{url}");
        assert_eq!(parameters["tenant"], "t");
        assert!(!parameters.contains_key("scope") && url.fragment().is_none());

        // RFC 8707 §2 lets `resource` be repeated, and the endpoint's own query is the definition's business.
        let url = build("https://as.example/a?resource=a&resource=b&resource=a", &[], None, &[]);
        let resources: Vec<_> = url.query_pairs().filter(|(name, _)| name == "resource").map(|(_, value)| value).collect();
        assert_eq!(resources, ["a", "b", "a"]);

        let url = build(
            "https://as.example/a?prompt=none",
            &[],
            None,
            &[("prompt", "login"), ("STATE", "evil"), ("code_Challenge_Method", "plain")],
        );
        let parameters = self::parameters(&url);
        assert_eq!(parameters["prompt"], "login");
        assert!(!url.as_str().contains("evil") && !url.as_str().contains("plain"));
        assert!(!parameters.contains_key("code_challenge") && parameters["state"] == "the-state");
    }
}

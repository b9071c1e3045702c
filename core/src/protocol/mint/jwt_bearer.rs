//! Builds the request of the JWT bearer grant (RFC 7523 §2.1), which exchanges an assertion that the application or its service account
//! signs, and judges its answer.

use super::super::errors::RegisteredError;
use super::super::token::{
    Asked, TokenAnswer, TokenEndpoint, TokenFailure, build_token_request, judge_token_response, write_token_request,
};
use crate::base::Secret;
use crate::model::http::{OutboundRequest, OutboundResponse};

const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct JwtBearerRequest {
    /// The signed assertion.
    pub assertion: Secret<String>,
    /// The scope, where it does not stand in the assertion.
    pub scope: Option<String>,
    /// Whether the client proves itself besides.
    pub authenticates_client: bool,
}

/// The request (RFC 7523 §2.1, RFC 7521 §4.1).
pub(super) fn build(endpoint: &TokenEndpoint<'_>, asks: &JwtBearerRequest, claims: Option<&Secret<String>>) -> OutboundRequest {
    let mut pairs = vec![("grant_type", GRANT_TYPE), ("assertion", asks.assertion.expose().as_str())];
    pairs.extend(asks.scope.as_deref().map(|scope| ("scope", scope)));
    pairs.extend(claims.map(|claims| ("claims", claims.expose().as_str())));
    if asks.authenticates_client {
        return build_token_request(endpoint, pairs);
    }
    write_token_request(endpoint, &pairs, None)
}

/// The answer: that of the token endpoint, but for a refresh token, which is not needed: the next assertion is as good.
///
/// `invalid_grant` says that the assertion is not good (RFC 7523 §3.1), which may be our clock, our key or a variable. It ends no
/// installation: the next assertion is another one, and asking again costs nothing.
pub(super) fn judge(response: &OutboundResponse, asked: Asked<'_>) -> Result<TokenAnswer, TokenFailure> {
    match judge_token_response(response, asked) {
        Ok(answer) => Ok(TokenAnswer { refresh_token: None, ..answer }),
        Err(TokenFailure::InvalidGrant { .. }) => Err(TokenFailure::RequestRejected(RegisteredError::InvalidGrant)),
        Err(failure) => Err(failure),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::client::ClientRegistration;
    use super::*;
    use crate::model::client::Client;
    use crate::model::definition::{ClientAuthentication, TokenRequest};
    use crate::model::http::Body;

    #[test]
    fn an_assertion_that_is_refused_ends_nothing() {
        let body = zeroize::Zeroizing::new(br#"{"error":"invalid_grant"}"#.to_vec());
        let response = OutboundResponse { status: 400, headers: Vec::new(), body, is_cut: false };
        let judged = judge(&response, Asked::plain(&[], " "));
        assert!(
            judged
                .is_err_and(|failure| !failure.needs_user() && failure.registered_error() == Some(RegisteredError::InvalidGrant))
        );
    }

    #[test]
    fn the_assertion_is_the_grant_and_the_client_proves_itself_only_where_it_has_to() {
        let url = url::Url::parse("https://as.example/token").unwrap();
        let (secret, written) = (Client::Secret(Secret::from("s")), TokenRequest::default());
        let client = ClientRegistration {
            client_id: "id",
            client: &secret,
            authentication: ClientAuthentication::ClientSecretPost,
            assertion: None,
        };
        let endpoint = TokenEndpoint { url: &url, client, written: &written, names: &Default::default() };
        for (authenticates_client, expected) in [(false, ""), (true, "&client_id=id&client_secret=s")] {
            let asks = JwtBearerRequest { assertion: Secret::from("a.b.c"), scope: Some("x y".to_owned()), authenticates_client };
            let request = build(&endpoint, &asks, None);
            let Body::Form(form) = &request.body else { panic!("{request:?}") };
            let grant = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b.c&scope=x+y";
            assert_eq!(form.expose().replace("%20", "+"), format!("{grant}{expected}"));
            assert!(request.secret_header.is_none() && !format!("{asks:?}").contains("a.b.c"));
        }
    }
}

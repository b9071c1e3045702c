//! The client credentials grant (RFC 6749 §4.4).

use super::super::token::{Asked, TokenAnswer, TokenEndpoint, TokenFailure, build_token_request, judge_token_response};
use crate::base::Secret;
use crate::model::http::{OutboundRequest, OutboundResponse};

/// The request (RFC 6749 §4.4.2).
pub(super) fn build(endpoint: &TokenEndpoint<'_>, scope: &str, claims: Option<&Secret<String>>) -> OutboundRequest {
    let mut pairs = vec![("grant_type", "client_credentials"), ("scope", scope)];
    pairs.extend(claims.map(|claims| ("claims", claims.expose().as_str())));
    build_token_request(endpoint, pairs)
}

/// The answer (RFC 6749 §4.4.3): that of the token endpoint, but for a refresh token, which should not be there and is dropped.
/// Nothing of it is needed, and a secret that nobody uses is only one more to lose.
pub(super) fn judge(response: &OutboundResponse, asked: Asked<'_>) -> Result<TokenAnswer, TokenFailure> {
    judge_token_response(response, asked).map(|answer| TokenAnswer { refresh_token: None, ..answer })
}

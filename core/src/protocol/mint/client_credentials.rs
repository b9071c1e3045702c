//! Builds the request of the client credentials grant (RFC 6749 §4.4), and judges its answer.

use super::super::token::{Asked, TokenAnswer, TokenEndpoint, TokenFailure, build_token_request, judge_token_response};
use zeroize::Zeroizing;

use super::super::json::read_json_body;
use crate::base::encoding::from_base64url;
use crate::base::{Secret, WipedJson};
use crate::model::http::{OutboundRequest, OutboundResponse};

/// The request (RFC 6749 §4.4.2).
pub(super) fn build(endpoint: &TokenEndpoint<'_>, scope: &str, claims: Option<&Secret<String>>) -> OutboundRequest {
    let mut pairs = vec![("grant_type", "client_credentials"), ("scope", scope)];
    pairs.extend(claims.map(|claims| ("claims", claims.expose().as_str())));
    build_token_request(endpoint, pairs)
}

/// The answer (RFC 6749 §4.4.3): that of the token endpoint, but for a refresh token, which should not be there and is dropped.
/// Nothing of it is needed, and a secret that nobody uses is only one more to lose.
pub(super) fn judge(
    response: &OutboundResponse,
    asked: Asked<'_>,
    roles_claim: Option<&str>,
) -> Result<TokenAnswer, TokenFailure> {
    judge_token_response(response, asked).map(|answer| {
        let roles = || read_roles(answer.access_token.expose(), roles_claim?);
        let scopes = answer.scopes.clone().or_else(roles);
        TokenAnswer { refresh_token: None, scopes, ..answer }
    })
}

/// The roles that a token lists. It comes from the token endpoint itself and is shown to nobody else, so its signature is the API's to
/// check. `None`: it is no JWT, or what it says is no list of names. A JWT without the claim lists none.
fn read_roles(token: &str, claim: &str) -> Option<Vec<String>> {
    let payload = Zeroizing::new(from_base64url(token.split('.').nth(1)?)?);
    let claims = WipedJson(read_json_body(&payload).ok()?);
    let Some(listed) = claims.0.as_object()?.get(claim) else { return Some(Vec::new()) };
    let roles = listed.as_array().filter(|roles| roles.len() <= MOST_ROLES)?;
    let is_name = |role: &&str| (1..=256).contains(&role.len()) && role.bytes().all(|byte| byte.is_ascii_graphic());
    roles.iter().map(|role| role.as_str().filter(is_name).map(str::to_owned)).collect()
}

const MOST_ROLES: usize = 1000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::encoding::to_base64url;

    #[test]
    fn roles_are_read_from_a_token_that_lists_them_and_from_nothing_else() {
        let token = |claims: &str| format!("e30.{}.c2ln", to_base64url(claims.as_bytes()));
        let roles = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        for (token, expected) in [
            (token(r#"{"roles":["Files.Read.All","Sites.Read.All"]}"#), roles(&["Files.Read.All", "Sites.Read.All"])),
            (token(r#"{"roles":[]}"#), roles(&[])),
            (token(r#"{"sub":"x"}"#), roles(&[])),
            (token(r#"{"roles":"Files.Read.All"}"#), None),
            (token(r#"{"roles":["Files.Read.All",7]}"#), None),
            (token(r#"{"roles":["a b"]}"#), None),
            (token(r#"{"roles":["a"],"roles":["b"]}"#), None),
            (token("[]"), None),
            ("opaque".to_owned(), None),
            ("a.b.c".to_owned(), None),
        ] {
            assert_eq!(read_roles(&token, "roles"), expected, "{token}");
        }
    }
}

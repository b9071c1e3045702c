//! Mints: access tokens that are asked for with what the application itself holds, without anything of the grant being spent.
//!
//! Each kind is a file with one builder and one judge. A new one is a variant of
//! [`Mint`](crate::model::definition::Mint), of [`MintKind`](crate::model::renewal::MintKind) and of [`MintRequest`]; the compiler
//! points at the rest of the core, and the frozen vectors at what readers in other languages must know.

mod app_jwt;
mod client_credentials;
mod jwt_bearer;

use super::token::{Asked, TokenAnswer, TokenEndpoint, TokenFailure};
use crate::base::Secret;
use crate::model::http::{OutboundRequest, OutboundResponse};

pub(crate) use app_jwt::AppJwtRequest;
pub(crate) use jwt_bearer::JwtBearerRequest;

/// What a mint asks for, by its kind: everything is filled in and signed.
#[derive(Clone, Debug)]
pub(crate) enum MintRequest<'a> {
    /// The client credentials grant (RFC 6749 §4.4).
    ClientCredentials {
        /// The scope, with every variable filled in.
        scope: String,
        /// The claim of the token that lists the roles that were granted.
        roles_claim: Option<&'a str>,
    },
    /// The JWT bearer grant (RFC 7523 §2.1).
    JwtBearer(JwtBearerRequest),
    /// A request whose bearer token the app has signed.
    AppJwt(AppJwtRequest<'a>),
}

/// Builds a mint. It spends nothing, so it needs no lease; a renewal takes one all the same, so that many processes mint once.
///
/// `claims` is what an API has asked for (OpenID Connect Core §5.5), where the definition takes it.
pub(crate) fn build_mint_request(
    endpoint: &TokenEndpoint<'_>,
    asks: &MintRequest<'_>,
    claims: Option<&Secret<String>>,
) -> OutboundRequest {
    match asks {
        MintRequest::ClientCredentials { scope, .. } => client_credentials::build(endpoint, scope, claims),
        MintRequest::JwtBearer(asks) => jwt_bearer::build(endpoint, asks, claims),
        MintRequest::AppJwt(asks) => app_jwt::build(asks),
    }
}

/// Judges the answer to a mint.
///
/// # Errors
/// [`TokenFailure`], see each variant.
pub(crate) fn judge_mint_response(
    asks: &MintRequest<'_>,
    response: &OutboundResponse,
    asked: Asked<'_>,
) -> Result<TokenAnswer, TokenFailure> {
    match asks {
        MintRequest::ClientCredentials { roles_claim, .. } => client_credentials::judge(response, asked, *roles_claim),
        MintRequest::JwtBearer(_) => jwt_bearer::judge(response, asked),
        MintRequest::AppJwt(asks) => app_jwt::judge(asks, response),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    #[test]
    fn a_refresh_token_beside_a_minted_token_is_dropped() {
        let body = br#"{"access_token":"at","token_type":"Bearer","expires_in":3600,"refresh_token":"rt"}"#;
        let response = OutboundResponse { status: 200, headers: vec![], body: Zeroizing::new(body.to_vec()), is_cut: false };
        let jwt_bearer = JwtBearerRequest { assertion: Secret::from("a"), scope: None, authenticates_client: false };
        for asks in
            [MintRequest::ClientCredentials { scope: String::new(), roles_claim: None }, MintRequest::JwtBearer(jwt_bearer)]
        {
            let answer = judge_mint_response(&asks, &response, Asked::plain(&[], " ")).unwrap();
            assert!(answer.refresh_token.is_none() && answer.access_token.expose() == "at", "{asks:?}");
        }
    }
}

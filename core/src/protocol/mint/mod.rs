//! Mints: access tokens that are asked for with what the application itself holds, without anything of the grant being spent.
//!
//! Each kind is a file with one builder and one judge. A new one is a variant of
//! [`Mint`](crate::model::definition::Mint), of [`MintKind`] and of [`MintRequest`], and the compiler points at the rest.

mod client_credentials;

use super::token::{Asked, TokenAnswer, TokenEndpoint, TokenFailure};
use crate::base::Secret;
use crate::model::http::{OutboundRequest, OutboundResponse};
use crate::model::lease::Lease;
use crate::model::renewal::MintKind;

/// What a mint asks for, by its kind.
#[derive(Clone, Debug)]
pub(crate) enum MintRequest {
    /// The client credentials grant (RFC 6749 §4.4).
    ClientCredentials {
        /// The scope, with every variable filled in.
        scope: String,
    },
}

/// Builds a mint. It spends nothing, and is leased like a refresh so that many processes mint once.
///
/// `claims` is what an API has asked for (OpenID Connect Core §5.5), where the definition takes it.
pub(crate) fn build_mint_request(
    _: &Lease,
    endpoint: &TokenEndpoint<'_>,
    asks: &MintRequest,
    claims: Option<&Secret<String>>,
) -> OutboundRequest {
    match asks {
        MintRequest::ClientCredentials { scope } => client_credentials::build(endpoint, scope, claims),
    }
}

/// Judges the answer to a mint of this kind.
///
/// # Errors
/// [`TokenFailure`], see each variant.
pub(crate) fn judge_mint_response(
    kind: MintKind,
    response: &OutboundResponse,
    asked: Asked<'_>,
) -> Result<TokenAnswer, TokenFailure> {
    match kind {
        MintKind::ClientCredentials => client_credentials::judge(response, asked),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    #[test]
    fn a_refresh_token_beside_a_minted_token_is_dropped() {
        let body = br#"{"access_token":"at","token_type":"Bearer","expires_in":3600,"refresh_token":"rt"}"#;
        let response = OutboundResponse { status: 200, headers: vec![], body: Zeroizing::new(body.to_vec()) };
        for kind in MintKind::ALL {
            let answer = judge_mint_response(kind, &response, Asked { scopes: &[], separator: " " }).unwrap();
            assert!(answer.refresh_token.is_none() && answer.access_token.expose() == "at", "{kind:?}");
        }
    }
}

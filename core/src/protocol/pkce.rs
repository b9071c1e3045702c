//! Makes the challenge for a PKCE verifier (RFC 7636). S256 is the only method, because `plain` shows the verifier (SR-8).

use sha2::{Digest as _, Sha256};

use crate::base::Secret;
use crate::base::encoding::to_base64url;

/// The value of `code_challenge_method`.
pub(super) const CHALLENGE_METHOD: &str = "S256";

/// Derives the S256 challenge: base64url, without padding, of the SHA-256 of the verifier's ASCII (RFC 7636 §4.2).
pub(crate) fn derive_challenge(verifier: &Secret<String>) -> String {
    to_base64url(&Sha256::digest(verifier.expose().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7636_appendix_b_is_reproduced() {
        let verifier = Secret::from("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(derive_challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}

//! By which temporary credentials (RFC 5849 §2.1) the session of an answer is found.

use crate::base::encoding::{encode_tuple, hash_token, to_hex};
use crate::base::{ConfigId, Result};
use crate::engine::common::errors::flow;
use crate::protocol::callback::CallbackParameters;
use crate::protocol::oauth1::session_token;

/// What stands in the place of the hash of a state: no temporary token of one provider finds a session of another config.
pub(super) fn session_hash(config: &ConfigId, token: &str) -> [u8; 32] {
    hash_token(&to_hex(&encode_tuple(&[b"oauth1", config.as_str().as_bytes(), token.as_bytes()])))
}

/// The hash under which the session of an answer is found.
///
/// # Errors
/// - `state_invalid`: the answer names none.
pub(super) fn awaited_hash(config: &ConfigId, parameters: &CallbackParameters) -> Result<[u8; 32]> {
    session_token(parameters).map(|token| session_hash(config, token)).ok_or_else(|| flow::without_state(parameters))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two providers may give the same token, one of them on purpose (SR-5).
    #[test]
    fn a_temporary_token_finds_sessions_of_its_own_config_only() {
        let [acme, bravo] = ["acme", "bravo"].map(|id| ConfigId::parse(id).unwrap());
        assert_eq!(session_hash(&acme, "token"), session_hash(&acme, "token"));
        assert_ne!(session_hash(&acme, "token"), session_hash(&bravo, "token"));
        assert_ne!(session_hash(&acme, "token"), session_hash(&acme, "token2"));
    }
}

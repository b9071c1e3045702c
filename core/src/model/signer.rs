//! What requests are signed with (RFC 5849 §3): the client's credentials, and those of a sign-in or a grant.

use std::fmt;
use std::sync::Arc;

use super::definition::SignatureMethod;
use crate::base::encoding::to_hex;
use crate::base::{Clock, Secret, Timestamp, entropy};

/// A token and the secret shared with it (RFC 5849 §1.1): temporary credentials, or token credentials.
#[derive(Clone, Debug)]
pub(crate) struct SharedToken {
    /// `oauth_token`.
    pub token: Secret<String>,
    /// `oauth_token_secret`. It is never sent but by PLAINTEXT.
    pub secret: Secret<String>,
}

/// What signs requests.
#[derive(Clone, Debug)]
pub(crate) struct Signer {
    /// The client's identifier: `oauth_consumer_key`.
    pub client_id: String,
    /// The client's shared secret.
    pub client_secret: Secret<String>,
    /// Absent where temporary credentials are asked for.
    pub token: Option<SharedToken>,
    /// How.
    pub method: SignatureMethod,
    /// The protection realm.
    pub realm: Option<String>,
}

/// What makes a request one of its own (RFC 5849 §3.3): whoever signs is given both, as the rules of signing know no clock and no
/// randomness.
#[derive(Clone, Debug)]
pub(crate) struct SignatureStamp {
    /// `oauth_timestamp`.
    pub now: Timestamp,
    /// `oauth_nonce`: letters and digits, as some providers take no others.
    pub nonce: String,
}

impl SignatureStamp {
    /// One for a request that is sent now.
    pub(crate) fn make(clock: &dyn Clock) -> Self {
        SignatureStamp { now: clock.now(), nonce: to_hex(&entropy::make_bytes::<16>()) }
    }
}

/// Signs the requests that a caller sends with a credential. The secrets do not leave it.
#[derive(Clone)]
pub struct RequestSigner {
    pub(crate) signer: Arc<Signer>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl fmt::Debug for RequestSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RequestSigner").field(&self.signer).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::TestClock;

    /// Two requests of one second have two (RFC 5849 §3.3), of letters and digits.
    #[test]
    fn no_two_requests_have_one_nonce() {
        let clock = TestClock::frozen_at(Timestamp::from_unix_seconds(1_800_000_000));
        let [one, two] = [(); 2].map(|()| SignatureStamp::make(&clock));
        assert_eq!(one.now, two.now);
        assert_ne!(one.nonce, two.nonce);
        assert!([one, two].iter().all(|stamp| stamp.nonce.len() == 32 && stamp.nonce.bytes().all(|b| b.is_ascii_alphanumeric())));
    }
}

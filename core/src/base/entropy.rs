//! Randomness from the operating system's call, never from a generator in this process (SR-41): a forked child, a cloned
//! machine or a restored snapshot must not repeat a state, a salt or a verifier.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::secret::Secret;

/// Hashes the keys of maps in memory. Its seed comes from the operating system once per process; it makes collisions hard to
/// choose, and is no source of randomness for anything else.
pub(crate) type MapHasher = ahash::RandomState;

/// `N` fresh random bytes.
#[expect(clippy::expect_used, reason = "without the system's random source no state, key or salt is safe; nothing can go on")]
pub(crate) fn make_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).expect("the operating system provides randomness");
    bytes
}

/// A secret of 256 random bits, base64url without padding: 43 characters, all of them unreserved in URLs (RFC 7636 §4.1).
pub(crate) fn make_token() -> Secret<String> {
    let bytes = Zeroizing::new(make_bytes::<32>());
    Secret::new(URL_SAFE_NO_PAD.encode(*bytes))
}

/// An identifier of 128 random bits with a readable prefix: `con_Zm9v…`. Not a secret.
pub(crate) fn make_id(prefix: &str) -> String {
    format!("{prefix}_{}", URL_SAFE_NO_PAD.encode(make_bytes::<16>()))
}

/// A random point in `[low, high]`, both inclusive; `low` if the range is empty.
pub(crate) fn make_u64_between(low: u64, high: u64) -> u64 {
    let span = high.saturating_sub(low);
    if span == 0 {
        return low;
    }
    // The bias of one modulo over 64 bits is below 2^-20 for spans of milliseconds; it spreads load and protects nothing.
    low + u64::from_le_bytes(make_bytes::<8>()) % (span + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn tokens_do_not_repeat_and_are_unreserved() {
        let mut seen = HashSet::new();
        for _ in 0..100_000 {
            let token = make_token();
            assert_eq!(token.expose().len(), 43);
            assert!(token.expose().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
            assert!(seen.insert(token.expose().clone()));
        }
    }

    #[test]
    fn range_is_inclusive_and_tolerates_an_empty_one() {
        assert_eq!(make_u64_between(5, 5), 5);
        assert_eq!(make_u64_between(5, 1), 5);
        for _ in 0..1000 {
            assert!((3..=4).contains(&make_u64_between(3, 4)));
        }
    }
}

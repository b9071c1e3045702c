//! Form 2: what a service can and cannot do with it.

use async_trait::async_trait;

use super::*;
use crate::base::ErrorCode;
use crate::base::encoding::to_hex;

/// A service that compares nothing, as one that takes no context.
struct Forgetful {
    id: &'static str,
    /// What it adds to each byte: another key, for this test.
    key: u8,
    answer: fn() -> Result<(), RootKeyError>,
}

const GOOD: Forgetful = Forgetful { id: "one", key: 7, answer: || Ok(()) };

#[async_trait]
impl RootKey for Forgetful {
    fn id(&self) -> &str {
        self.id
    }

    async fn wrap(&self, key: &Secret<[u8; 32]>, _context_hash: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
        (self.answer)()?;
        Ok(key.expose().iter().map(|byte| byte ^ self.key).collect())
    }

    async fn unwrap(&self, wrapped: &[u8], _context_hash: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
        (self.answer)()?;
        let bytes: Vec<u8> = wrapped.iter().map(|byte| byte ^ self.key).collect();
        bytes.as_slice().try_into().map(Secret::new).map_err(|_| RootKeyError::Mismatch)
    }
}

fn key() -> Secret<[u8; 32]> {
    Secret::new([0xAB; 32])
}

#[tokio::test]
async fn the_place_is_bound_whatever_the_service_compares() {
    let wrapped = wrap(&GOOD, b"here", &key()).await.unwrap();
    assert_eq!(unwrap(&GOOD, b"here", &wrapped).await.unwrap().expose(), key().expose());
    let other_name = Forgetful { id: "two", ..GOOD };
    let other_key = Forgetful { key: 8, ..GOOD };
    for (service, place) in [(&GOOD, b"away"), (&other_name, b"here"), (&other_key, b"here")] {
        let error = unwrap(service, place, &wrapped).await.unwrap_err();
        assert_eq!((error.code(), error.message()), (ErrorCode::KeyMismatch, build_open_error().message()));
    }
}

#[tokio::test]
async fn every_changed_bit_and_every_shorter_value_is_refused() {
    let wrapped = wrap(&GOOD, b"here", &key()).await.unwrap();
    let bytes = wrapped.as_bytes();
    assert_eq!(bytes.len(), 4 + 2 + 32 + 132);
    for bit in 0..bytes.len() * 8 {
        let mut changed = bytes.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        let error = unwrap(&GOOD, b"here", &SealedBytes::from_stored(changed)).await.unwrap_err();
        assert_eq!(error.message(), build_open_error().message(), "{bit}");
    }
    for length in 0..bytes.len() {
        assert!(unwrap(&GOOD, b"here", &SealedBytes::from_stored(bytes[..length].to_vec())).await.is_err(), "{length}");
    }
    let longer = [bytes, b"x"].concat();
    assert!(unwrap(&GOOD, b"here", &SealedBytes::from_stored(longer)).await.is_err());
}

#[tokio::test]
async fn the_service_never_sees_the_key_itself_nor_the_same_twice() {
    let (one, two) = (wrap(&GOOD, b"here", &key()).await.unwrap(), wrap(&GOOD, b"here", &key()).await.unwrap());
    let blob = |wrapped: &SealedBytes| split(wrapped.as_bytes()).unwrap().blob.to_vec();
    assert_ne!(blob(&one), blob(&two));
    let seen: Vec<u8> = blob(&one).iter().map(|byte| byte ^ GOOD.key).collect();
    assert_ne!(seen, key().expose());
}

#[tokio::test]
async fn away_denied_and_wrong_are_told_apart() {
    let wrapped = wrap(&GOOD, b"here", &key()).await.unwrap();
    type Case = (fn() -> Result<(), RootKeyError>, ErrorCode, &'static str);
    let cases: [Case; 3] = [
        (
            || Err(RootKeyError::unavailable("no route")),
            ErrorCode::KeyServiceUnavailable,
            "The service that holds the root key one does not answer.",
        ),
        (
            || Err(RootKeyError::denied("AccessDenied\u{1b}[2J")),
            ErrorCode::KeyMismatch,
            "The root key one may not be used: AccessDenied[2J.",
        ),
        (
            || Err(RootKeyError::Mismatch),
            ErrorCode::KeyMismatch,
            "A wrapped key in the vault does not open with its root key in this environment.",
        ),
    ];
    for (answer, code, message) in cases {
        let service = Forgetful { answer, ..GOOD };
        for error in [unwrap(&service, b"here", &wrapped).await.unwrap_err(), wrap(&service, b"here", &key()).await.unwrap_err()]
        {
            assert_eq!((error.code(), error.message()), (code, message));
            assert_eq!(super::super::root_key::is_denied(&error), message.contains("may not be used"));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn who_is_slow_is_away() {
    struct Slow;
    #[async_trait]
    impl RootKey for Slow {
        fn id(&self) -> &str {
            "slow"
        }
        async fn wrap(&self, _: &Secret<[u8; 32]>, _: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
            std::future::pending().await
        }
        async fn unwrap(&self, _: &[u8], _: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
            tokio::time::sleep(PATIENCE * 2).await;
            Err(RootKeyError::Mismatch)
        }
    }
    let begun = tokio::time::Instant::now();
    assert_eq!(wrap(&Slow, b"", &key()).await.unwrap_err().code(), ErrorCode::KeyServiceUnavailable);
    let wrapped = wrap(&GOOD, b"", &key()).await.unwrap();
    assert_eq!(unwrap(&Slow, b"", &wrapped).await.unwrap_err().code(), ErrorCode::KeyServiceUnavailable);
    assert_eq!(begun.elapsed(), 2 * PATIENCE);
}

#[tokio::test]
async fn what_a_service_makes_has_a_bound() {
    struct Big(usize);
    #[async_trait]
    impl RootKey for Big {
        fn id(&self) -> &str {
            "big"
        }
        async fn wrap(&self, _: &Secret<[u8; 32]>, _: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
            Ok(vec![1; self.0])
        }
        async fn unwrap(&self, wrapped: &[u8], _: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
            assert_eq!(wrapped.len(), self.0);
            Err(RootKeyError::Mismatch)
        }
    }
    for (length, fits) in [(0, false), (1, true), (LONGEST_BLOB, true), (LONGEST_BLOB + 1, false)] {
        assert_eq!(wrap(&Big(length), b"", &key()).await.is_ok(), fits, "{length}");
    }
    let wrapped = wrap(&Big(LONGEST_BLOB), b"", &key()).await.unwrap();
    assert!(unwrap(&Big(LONGEST_BLOB), b"", &wrapped).await.is_err());
}

/// Frozen: another name in the envelope opens nothing that is stored.
#[test]
fn the_name_of_a_root_key_in_its_envelopes_is_frozen() {
    let id = "aws-kms:arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    assert_eq!(to_hex(&key_id(id)), "76244f3feaa92dd18754837200a82034");
}

//! A key that seals records: one for each tenant, so that a value of one tenant never opens for another.

use std::fmt;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Sha256, Sha512};
use zeroize::{Zeroize as _, Zeroizing};

use super::context::Context;
use super::envelope::{self, OpenFailed};
use crate::base::encoding::{encode_tuple, to_hex};
use crate::base::{Secret, entropy};
use crate::model::sealed::SealedBytes;

/// A tenant key, which seals the records of one tenant, or the index key of an environment.
///
/// One key may seal without limit: each message has a key of its own, derived under a salt of 256 random bits, so that the
/// bounds of GCM (NIST SP 800-38D §8.3) apply to a single message.
pub struct DataKey {
    id: [u8; 16],
    // On the heap, so that moving a `DataKey` leaves no copy of the key behind.
    key: Box<Secret<[u8; 32]>>,
}

impl DataKey {
    /// A fresh random key with a fresh random id.
    pub fn make() -> Self {
        Self::from_parts(entropy::make_bytes(), Secret::new(entropy::make_bytes()))
    }

    /// A key that was unwrapped.
    pub(super) fn from_parts(id: [u8; 16], key: Secret<[u8; 32]>) -> Self {
        DataKey { id, key: Box::new(key) }
    }

    /// The key's id. Not a secret: it stands in every envelope.
    pub fn id(&self) -> [u8; 16] {
        self.id
    }

    /// Seals a plaintext for one place. The result is 100 bytes longer.
    pub fn seal(&self, context: &Context<'_>, plaintext: &[u8]) -> SealedBytes {
        envelope::seal(&self.key, self.id, &context.encode(), plaintext)
    }

    /// Opens what this key has sealed for this place.
    ///
    /// # Errors
    /// `OpenFailed` for every reason alike: another key, another place, a changed byte, a suite this version does not know.
    pub fn open(&self, context: &Context<'_>, sealed: &SealedBytes) -> Result<Zeroizing<Vec<u8>>, OpenFailed> {
        envelope::open(&self.key, self.id, &context.encode(), sealed)
    }

    /// A keyed hash of a tuple: HMAC-SHA-256 (RFC 2104) under a subkey. Equal tuples give equal hashes, so that an external
    /// account can be found again without its name in the store; without the key nobody can try names.
    pub fn hash(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.mac(HASH_LABEL, parts)
    }

    /// The same under another subkey, for the audit log: neither is ever the other.
    pub(super) fn audit_mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.mac(AUDIT_LABEL, parts)
    }

    fn mac(&self, label: &[u8], parts: &[&[u8]]) -> [u8; 32] {
        let mut subkey = Zeroizing::new([0; 32]);
        #[expect(clippy::expect_used, reason = "HKDF-SHA-512 gives up to 16,320 bytes (RFC 5869 §2.3)")]
        self.extract().expand(label, subkey.as_mut_slice()).expect("32 bytes are few enough");
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length (RFC 2104 §2)")]
        let mut mac = Hmac::<Sha256>::new_from_slice(subkey.as_slice()).expect("32 bytes are a key");
        mac.update(&encode_tuple(parts));
        mac.finalize().into_bytes().into()
    }

    fn extract(&self) -> Hkdf<Sha512> {
        let (mut prk, hkdf) = Hkdf::<Sha512>::extract(None, self.key.expose());
        prk.as_mut_slice().zeroize();
        hkdf
    }

    /// The key itself, to be wrapped.
    pub(super) fn key(&self) -> &Secret<[u8; 32]> {
        &self.key
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DataKey({})", to_hex(&self.id))
    }
}

/// Separates the hash's subkey from message keys; those labels and these are no prefixes of each other.
const HASH_LABEL: &[u8] = b"authpipe/vault/1/hash";
const AUDIT_LABEL: &[u8] = b"authpipe/vault/1/audit";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_depends_on_the_key_and_on_where_parts_begin() {
        let key = DataKey::make();
        assert_eq!(key.hash(&[b"ab", b"c"]), key.hash(&[b"ab", b"c"]));
        let others: [&[&[u8]]; 6] = [&[b"a", b"bc"], &[b"abc"], &[b"ab", b"c", b""], &[b"ab"], &[b""], &[]];
        for other in others {
            assert_ne!(key.hash(&[b"ab", b"c"]), key.hash(other), "{other:?}");
        }
        assert_ne!(key.hash(&[b"ab", b"c"]), DataKey::make().hash(&[b"ab", b"c"]));
    }

    #[test]
    fn what_links_the_audit_log_is_no_hash_of_an_account() {
        let key = DataKey::make();
        assert_eq!(key.audit_mac(&[b"a"]), key.audit_mac(&[b"a"]));
        assert_ne!(key.audit_mac(&[b"a"]), key.hash(&[b"a"]));
    }

    #[test]
    fn debug_shows_the_id_and_not_the_key() {
        let key = DataKey::from_parts([0xAB; 16], Secret::new([0xCD; 32]));
        assert_eq!(format!("{key:?}"), format!("DataKey({})", "ab".repeat(16)));
        assert_eq!(format!("{:#?}", Some(&key)), format!("Some(\n    DataKey({}),\n)", "ab".repeat(16)));
    }
}

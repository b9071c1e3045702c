//! Suite 1: AES-256-GCM under a key that is derived for each message, with a commitment to key and context (SR-40, SR-43).
//!
//! `FORMAT.md` describes the bytes.

use aes_gcm::aead::{Aead as _, KeyInit as _};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use hkdf::Hkdf;
use sha2::Sha512;
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize as _, Zeroizing};

use crate::base::{Secret, entropy};
use crate::model::sealed::SealedBytes;

/// A sealed value did not open. There is no detail on purpose: which part was wrong helps nobody but an attacker (SR-53).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The sealed value does not open.")]
pub struct OpenFailed;

/// The id of the key that sealed an envelope; `None` if it is no envelope of a suite that this version knows. It is
/// authenticated only when the envelope is opened.
pub(crate) fn read_key_id(sealed: &SealedBytes) -> Option<[u8; 16]> {
    Envelope::read(sealed.as_bytes()).map(|envelope| envelope.key_id)
}

/// The key that a plaintext is; `None` if it has another length.
pub(super) fn read_key(plaintext: &[u8]) -> Option<Secret<[u8; 32]>> {
    let mut key: [u8; 32] = plaintext.try_into().ok()?;
    let secret = Secret::new(key);
    key.zeroize();
    Some(secret)
}

/// Seals under a fresh salt.
pub(super) fn seal(key: &Secret<[u8; 32]>, key_id: [u8; 16], context: &[u8], plaintext: &[u8]) -> SealedBytes {
    seal_with_salt(key, key_id, context, plaintext, entropy::make_bytes())
}

/// Opens an envelope that `key` has sealed in `context`.
pub(super) fn open(
    key: &Secret<[u8; 32]>,
    key_id: [u8; 16],
    context: &[u8],
    sealed: &SealedBytes,
) -> Result<Zeroizing<Vec<u8>>, OpenFailed> {
    let envelope = Envelope::read(sealed.as_bytes()).ok_or(OpenFailed)?;
    if envelope.key_id != key_id {
        return Err(OpenFailed);
    }
    let message = MessageKey::derive(key, key_id, context, &envelope.salt);
    // A GCM tag fits several keys if one looks for them; the commitment fits one key, header and context only. So it comes first.
    if !bool::from(message.commitment().ct_eq(&envelope.commitment)) {
        return Err(OpenFailed);
    }
    // This call copies the ciphertext, checks the tag and only then decrypts its copy: a failure leaves no plaintext behind.
    message.cipher().decrypt(&message.nonce(), envelope.ciphertext).map(Zeroizing::new).map_err(|_| OpenFailed)
}

/// "AP": tells an envelope from anything else that may stand in a column.
const MAGIC: [u8; 2] = *b"AP";
/// The layout of the header.
const VERSION: u8 = 1;
/// HKDF-SHA-512, AES-256-GCM, commitment.
const SUITE: u8 = 1;
/// Separates message keys from everything else that is derived from the same key.
const LABEL: &[u8] = b"authpipe/vault/1/seal";

const HEADER_LENGTH: usize = 4 + 16;
const SALT_LENGTH: usize = 32;
const COMMITMENT_LENGTH: usize = 32;
const TAG_LENGTH: usize = 16;
/// How much longer an envelope is than its plaintext.
const OVERHEAD: usize = HEADER_LENGTH + SALT_LENGTH + COMMITMENT_LENGTH + TAG_LENGTH;

/// Seals under a given salt. Two messages under one salt, key and context would share key and nonce, which breaks GCM: only
/// `seal`, with a fresh salt, and the test of the frozen vectors may call it.
fn seal_with_salt(
    key: &Secret<[u8; 32]>,
    key_id: [u8; 16],
    context: &[u8],
    plaintext: &[u8],
    salt: [u8; SALT_LENGTH],
) -> SealedBytes {
    let message = MessageKey::derive(key, key_id, context, &salt);
    #[expect(clippy::expect_used, reason = "AES-GCM refuses only messages above 64 GiB (SP 800-38D §5.2.1.1)")]
    let ciphertext = message.cipher().encrypt(&message.nonce(), plaintext).expect("a record is far below 64 GiB");
    let mut out = Vec::with_capacity(plaintext.len() + OVERHEAD);
    out.extend_from_slice(&build_header(key_id));
    out.extend_from_slice(&salt);
    out.extend_from_slice(message.commitment());
    out.extend_from_slice(&ciphertext);
    SealedBytes::from_stored(out)
}

fn build_header(key_id: [u8; 16]) -> [u8; HEADER_LENGTH] {
    let mut header = [0; HEADER_LENGTH];
    header[..2].copy_from_slice(&MAGIC);
    header[2] = VERSION;
    header[3] = SUITE;
    header[4..].copy_from_slice(&key_id);
    header
}

/// The parts of an envelope, not yet believed.
struct Envelope<'a> {
    key_id: [u8; 16],
    salt: [u8; SALT_LENGTH],
    commitment: [u8; COMMITMENT_LENGTH],
    /// With the tag at its end.
    ciphertext: &'a [u8],
}

impl<'a> Envelope<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (&[magic_0, magic_1, version, suite], rest) = bytes.split_first_chunk()?;
        if ([magic_0, magic_1], version, suite) != (MAGIC, VERSION, SUITE) {
            return None;
        }
        let (&key_id, rest) = rest.split_first_chunk()?;
        let (&salt, rest) = rest.split_first_chunk()?;
        let (&commitment, ciphertext) = rest.split_first_chunk()?;
        (ciphertext.len() >= TAG_LENGTH).then_some(Envelope { key_id, salt, commitment, ciphertext })
    }
}

/// What is derived for one message: key (32), nonce (12), commitment (32).
struct MessageKey(Zeroizing<[u8; 32 + 12 + COMMITMENT_LENGTH]>);

impl MessageKey {
    /// HKDF-SHA-512 (RFC 5869). The header is part of `info`, so that an envelope under another version or suite has nothing in
    /// common with this one; label and header have fixed lengths, so that the concatenation is injective.
    fn derive(key: &Secret<[u8; 32]>, key_id: [u8; 16], context: &[u8], salt: &[u8; SALT_LENGTH]) -> Self {
        let (mut prk, hkdf) = Hkdf::<Sha512>::extract(Some(salt), key.expose());
        prk.as_mut_slice().zeroize();
        let mut okm = Zeroizing::new([0; 32 + 12 + COMMITMENT_LENGTH]);
        #[expect(clippy::expect_used, reason = "HKDF-SHA-512 gives up to 16,320 bytes (RFC 5869 §2.3)")]
        hkdf.expand_multi_info(&[LABEL, &build_header(key_id), context], okm.as_mut_slice()).expect("76 bytes are few enough");
        MessageKey(okm)
    }

    fn cipher(&self) -> Aes256Gcm {
        let mut key = Key::<Aes256Gcm>::default();
        key.copy_from_slice(&self.0[..32]);
        let cipher = Aes256Gcm::new(&key);
        key.as_mut_slice().zeroize();
        cipher
    }

    fn nonce(&self) -> Nonce<aes_gcm::aead::consts::U12> {
        let mut nonce = Nonce::default();
        nonce.copy_from_slice(&self.0[32..44]);
        nonce
    }

    fn commitment(&self) -> &[u8] {
        &self.0[44..]
    }
}

#[cfg(test)]
mod standards;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;

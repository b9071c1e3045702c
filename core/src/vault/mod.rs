//! Row 2: envelopes, tenant keys and root keys. Knows no database and no provider.
//!
//! A root key ([`RootKeys`]) wraps tenant keys and the index key ([`DataKey`]); these seal records. Every opening names the
//! [`Context`] it expects, so that a sealed value is worth something only where it was put. The bytes are described in
//! `FORMAT.md` beside this file: a promise, checked by the frozen vectors in `tests/vectors/vault`.
//!
//! There is no plaintext mode and no key is made silently: a missing key is an error (SR-46).
//!
//! # What is wiped, and what is not
//!
//! Keys live on the heap in [`Secret`](crate::base::Secret)s and are wiped when they are dropped, as are the message keys
//! derived from them, plaintexts handed out, and the states of AES, GHASH, SHA-2 and HMAC (features `zeroize` of these crates).
//! Not wiped, because the crates and the compiler give no hold on them: the 64-byte blocks that `hkdf` keeps while it expands
//! (key, nonce and commitment of one message), the padded key block of `hmac`'s set-up (the pseudorandom key of one message, or
//! the subkey of the keyed hash, never the tenant key itself), and copies in registers or spilled to the stack. They are
//! overwritten as the stack is used again. Tests search this process's memory for keys and plaintexts after their drop.

mod chain;
pub(crate) mod context;
pub(crate) mod data_key;
mod envelope;
pub(crate) mod keyset;
pub(crate) mod local_root_key;
pub(crate) mod root_key;
pub(crate) mod root_keys;
mod service_form;
#[cfg(test)]
#[cfg(target_os = "linux")]
pub(crate) mod wiping;

pub(crate) use chain::{Chain, Judged, Place};
pub use context::{Context, RecordType};
pub use data_key::DataKey;
pub(crate) use envelope::read_key_id;
pub(crate) use keyset::{Keyset, KeysetPlace, LinkStart, Linking};
pub(crate) use local_root_key::LocalRootKey;
pub(crate) use root_key::is_denied;
pub use root_key::{RootKey, RootKeyError};
pub(crate) use root_keys::{Root, RootKeys, Sentinel};

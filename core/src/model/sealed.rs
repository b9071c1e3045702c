//! Encrypted bytes, the only form in which a secret reaches the store.

use std::fmt;

/// An envelope of the vault. Anybody may hold one; nobody but `vault` makes one from a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedBytes(Vec<u8>);

impl SealedBytes {
    /// Wraps bytes that came from the store. What they are worth shows when they are opened.
    pub fn from_stored(bytes: Vec<u8>) -> Self {
        SealedBytes(bytes)
    }

    /// The envelope's bytes, for the store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SealedBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedBytes({} bytes)", self.0.len())
    }
}

//! Keeps a value from being printed: it is seen only where code calls `expose`, and those places are listed (SR-81).

use std::fmt;

use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize, Zeroizing};

/// Holds a secret: `Debug` shows `[redacted]`, there is no `Display` and no serialisation, and the bytes are wiped on drop.
///
/// Reading it is one explicit, greppable call: [`Secret::expose`] (SR-81).
#[derive(Clone)]
pub struct Secret<T: Zeroize>(Zeroizing<T>);

impl<T: Zeroize> Secret<T> {
    /// Takes ownership of a secret value.
    pub fn new(value: T) -> Self {
        Secret(Zeroizing::new(value))
    }

    /// The secret itself. Every call site is a place where it can leak.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl Secret<String> {
    /// Whether both are the same text: told without showing either.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.expose().as_bytes().ct_eq(other.expose().as_bytes()).into()
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl From<String> for Secret<String> {
    fn from(value: String) -> Self {
        Secret::new(value)
    }
}

impl From<&str> for Secret<String> {
    fn from(value: &str) -> Self {
        Secret::new(value.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_the_same_as_their_texts_are() {
        let secret = Secret::from("hunter2");
        assert!(secret.is_same(&secret.clone()));
        for other in ["", "hunter", "hunter3", "hunter22"] {
            assert!(!secret.is_same(&other.into()), "{other}");
        }
    }

    #[test]
    fn debug_shows_nothing_of_the_value() {
        let secret = Secret::from("hunter2-canary");
        assert_eq!(format!("{secret:?}"), "[redacted]");
        assert_eq!(format!("{:#?}", Some(secret)), "Some(\n    [redacted],\n)");
    }
}

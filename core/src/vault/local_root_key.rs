//! Reads a root key that the application holds itself, as a line of text in an environment variable or a file.

use std::fmt;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::envelope::{self, read_key};
use super::root_key::{build_missing_error, build_open_error};
use crate::base::encoding::{from_base64url, to_base64url, to_hex};
use crate::base::{Error, ErrorCode, Result, Secret, entropy};
use crate::model::sealed::SealedBytes;

/// A root key as text, `apk1_…`: 32 random bytes with a checksum that finds typing errors.
pub(crate) struct LocalRootKey {
    id: String,
    key: Box<Secret<[u8; 32]>>,
}

impl LocalRootKey {
    /// Makes the text of a new key, for the operator to keep. Nothing calls it but the command that says so: a key that was made
    /// silently is a key that nobody has a copy of (SR-46).
    pub(crate) fn make() -> Secret<String> {
        build_text(&Secret::new(entropy::make_bytes()))
    }

    /// Reads the text of a key. White space around it, such as the newline at the end of a file, is ignored.
    ///
    /// # Errors
    /// - `key_missing`: the text is empty.
    /// - `config_invalid`: it is not the text of a key. The message tells a foreign text, a cut-off one and a mistyped one
    ///   apart and repeats nothing of it.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let text = text.trim_ascii();
        if text.is_empty() {
            return Err(build_missing_error());
        }
        if text.starts_with(['"', '\'', '`']) {
            return Err(refuse("stands in quotation marks; leave them out"));
        }
        let Some(body) = text.strip_prefix(PREFIX) else {
            return Err(refuse("does not begin with \"apk1_\""));
        };
        if !body.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
            return Err(refuse("contains a character other than A-Z, a-z, 0-9, - and _"));
        }
        if body.len() < BODY_LENGTH {
            return Err(refuse("is cut off: it is shorter than 53 characters"));
        }
        if body.len() > BODY_LENGTH {
            return Err(refuse("is too long: it has more than 53 characters"));
        }
        let bytes = Zeroizing::new(from_base64url(body).ok_or_else(|| refuse("is not base64url"))?);
        let Some((key, checksum)) = bytes.split_first_chunk::<32>() else {
            return Err(refuse("is cut off"));
        };
        if !bool::from(checksum.ct_eq(&derive_checksum(key))) {
            return Err(refuse("has a wrong checksum: one or more characters differ from the key that was generated"));
        }
        Ok(LocalRootKey { id: derive_id(key), key: Box::new(Secret::new(*key)) })
    }

    /// A name for rows and messages.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Whether somebody has filled it in by hand: all bytes are the same, as in examples and in memory that nobody has written.
    pub(crate) fn is_placeholder(&self) -> bool {
        let key = self.key.expose();
        key.ct_eq(&[key[0]; 32]).into()
    }

    /// Wraps a key for one place (form 1).
    pub(crate) fn wrap(&self, context: &[u8], key: &Secret<[u8; 32]>) -> SealedBytes {
        envelope::seal(&self.key, self.key_id(), context, key.expose())
    }

    /// Opens what this key has wrapped for this place.
    ///
    /// # Errors
    /// - `key_mismatch`: it does not open, for whatever reason.
    pub(crate) fn unwrap(&self, context: &[u8], wrapped: &SealedBytes) -> Result<Secret<[u8; 32]>> {
        let plaintext = envelope::open(&self.key, self.key_id(), context, wrapped).map_err(|_| build_open_error())?;
        read_key(&plaintext).ok_or_else(build_open_error)
    }

    /// The key itself, for the test of wiping.
    #[cfg(all(test, target_os = "linux"))]
    pub(super) fn key(&self) -> &Secret<[u8; 32]> {
        &self.key
    }

    /// The id as the envelope carries it: 16 hexadecimal digits are 16 bytes.
    fn key_id(&self) -> [u8; 16] {
        let mut id = [0; 16];
        id.copy_from_slice(self.id.as_bytes());
        id
    }
}

impl fmt::Debug for LocalRootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LocalRootKey({})", self.id)
    }
}

fn refuse(what: &str) -> Error {
    Error::new(
        ErrorCode::ConfigInvalid,
        format!("The vault key in ⟨key⟩ {what}. A vault key is \"apk1_\" and 48 characters of base64url."),
    )
    .with_hint("Compare it with the copy you kept; a new key does not open an existing vault.")
}

fn build_text(key: &Secret<[u8; 32]>) -> Secret<String> {
    let mut bytes = Zeroizing::new([0; 36]);
    bytes[..32].copy_from_slice(key.expose());
    bytes[32..].copy_from_slice(&derive_checksum(key.expose()));
    let body = Zeroizing::new(to_base64url(bytes.as_slice()));
    let mut text = String::with_capacity(PREFIX.len() + BODY_LENGTH);
    text.push_str(PREFIX);
    text.push_str(&body);
    Secret::new(text)
}

/// Four bytes: a mistyped key passes once in 2^32 times, and is then caught by the sentinel.
fn derive_checksum(key: &[u8; 32]) -> [u8; 4] {
    let digest: [u8; 32] = Sha256::new().chain_update(CHECKSUM_LABEL).chain_update(key).finalize().into();
    [digest[0], digest[1], digest[2], digest[3]]
}

/// A name for messages and rows that tells nothing about the key: the key has 256 random bits, so its hash cannot be searched.
fn derive_id(key: &[u8; 32]) -> String {
    let digest: [u8; 32] = Sha256::new().chain_update(ID_LABEL).chain_update(key).finalize().into();
    to_hex(&digest[..8])
}

const PREFIX: &str = "apk1_";
/// 36 bytes in base64url.
const BODY_LENGTH: usize = 48;
const CHECKSUM_LABEL: &[u8] = b"authpipe root key 1";
const ID_LABEL: &[u8] = b"authpipe root key id 1";

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> Error {
        LocalRootKey::parse(text).expect_err(text)
    }

    #[test]
    fn a_made_key_parses_also_with_a_newline() {
        let text = LocalRootKey::make();
        assert_eq!(text.expose().len(), 53);
        assert!(text.expose().starts_with("apk1_"));
        let key = LocalRootKey::parse(text.expose()).unwrap();
        assert_eq!(LocalRootKey::parse(&format!(" {}\r\n", text.expose())).unwrap().id(), key.id());
        assert_eq!(build_text(&key.key).expose(), text.expose());
        assert_ne!(LocalRootKey::parse(LocalRootKey::make().expose()).unwrap().id(), key.id());
    }

    #[test]
    fn an_empty_key_is_a_missing_key() {
        for text in ["", " ", "\n"] {
            let error = refusal(text);
            assert_eq!(error.code(), ErrorCode::KeyMissing);
            assert_eq!(
                error.message(),
                "Authpipe has no vault key. Run \"authpipe key generate\" and set AUTHPIPE_KEY. Keep it: without this key \
                 the vault cannot be read."
            );
        }
    }

    #[test]
    fn the_message_tells_what_is_wrong_and_repeats_nothing() {
        let text = LocalRootKey::make();
        let text = text.expose().as_str();
        let replaced = |at: usize, with: &str| format!("{}{with}{}", &text[..at], &text[at + 1..]);
        let typo = replaced(20, if &text[20..21] == "A" { "B" } else { "A" });
        let cases = [
            (text[5..].to_owned(), "does not begin with"),
            (format!("apk2_{}", &text[5..]), "does not begin with"),
            (format!("\"{text}\""), "stands in quotation marks"),
            (format!("'{text}'\n"), "stands in quotation marks"),
            ("correct horse battery staple".to_owned(), "does not begin with"),
            (text[..52].to_owned(), "is cut off"),
            (text[..20].to_owned(), "is cut off"),
            ("apk1_".to_owned(), "is cut off"),
            (format!("{text}A"), "is too long"),
            (format!("{text}{text}"), "is too long"),
            (format!("{text}="), "contains a character"),
            (replaced(20, "+"), "contains a character"),
            (replaced(20, "é"), "contains a character"),
            (replaced(20, " "), "contains a character"),
            (typo, "has a wrong checksum"),
        ];
        for (wrong, what) in cases {
            let error = refusal(&wrong);
            assert_eq!(error.code(), ErrorCode::ConfigInvalid, "{what}");
            assert!(error.message().contains(what), "{what}: {}", error.message());
            let shown = format!("{error} {error:?}");
            // No run of eight characters is repeated; the prefix in its quotes has seven.
            assert!(!wrong.as_bytes().windows(8).any(|part| shown.as_bytes().windows(8).any(|seen| seen == part)), "{what}");
        }
    }

    #[test]
    fn every_mistyped_character_is_found() {
        let text = LocalRootKey::make();
        for at in 5..53 {
            for other in ["A", "B", "a", "0", "-", "_"] {
                if &text.expose()[at..=at] != other {
                    let wrong = format!("{}{other}{}", &text.expose()[..at], &text.expose()[at + 1..]);
                    assert!(LocalRootKey::parse(&wrong).is_err(), "{at}");
                }
            }
        }
    }

    #[test]
    fn the_id_is_hexadecimal_and_no_part_of_the_key() {
        let key = LocalRootKey::parse(LocalRootKey::make().expose()).unwrap();
        assert_eq!(key.id().len(), 16);
        assert!(key.id().bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)));
        assert!(!to_hex(key.key.expose()).contains(&key.id()[..8]));
        assert_eq!(format!("{key:?}"), format!("LocalRootKey({})", key.id()));
    }

    #[test]
    fn a_wrapped_key_unwraps_with_its_key_and_context_only() {
        let root = LocalRootKey::parse(LocalRootKey::make().expose()).unwrap();
        let other = LocalRootKey::parse(LocalRootKey::make().expose()).unwrap();
        let key = Secret::new(entropy::make_bytes());
        let wrapped = root.wrap(b"here", &key);
        assert_eq!(root.unwrap(b"here", &wrapped).unwrap().expose(), key.expose());
        let long = envelope::seal(&root.key, root.key_id(), b"here", &[0; 33]);
        let mut damaged = wrapped.as_bytes().to_vec();
        damaged[131] ^= 1;
        let damaged = SealedBytes::from_stored(damaged);
        for (root, context, value) in [
            (&other, b"here".as_slice(), &wrapped),
            (&root, b"there", &wrapped),
            (&root, b"here", &long),
            (&root, b"here", &damaged),
        ] {
            let error = root.unwrap(context, value).unwrap_err();
            assert_eq!(error.code(), ErrorCode::KeyMismatch);
            assert_eq!(error.message(), build_open_error().message());
        }
    }
}

//! Encodings shared by every layer: one injective tuple encoding, base64url, hex and the hash under which secrets are looked up.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::Secret;

/// The value of a header `Authorization` with a name and a password (RFC 7617 §2). Buffers never grow, so that no copy is left behind.
pub(crate) fn encode_basic(name: &str, password: &str) -> Secret<String> {
    let mut joined = Zeroizing::new(String::with_capacity(name.len() + password.len() + 1));
    joined.push_str(name);
    joined.push(':');
    joined.push_str(password);
    let mut out = String::with_capacity("Basic ".len() + joined.len().div_ceil(3) * 4);
    out.push_str("Basic ");
    STANDARD.encode_string(joined.as_bytes(), &mut out);
    Secret::new(out)
}

/// Encodes a tuple of byte strings so that different tuples never encode alike (SR-39): the count, then for each part its
/// length as 32 bits big-endian and its bytes. Cache keys, lock keys, encryption contexts and file names all come from here.
pub(crate) fn encode_tuple(parts: &[&[u8]]) -> Vec<u8> {
    let size = 4 + parts.iter().map(|part| 4 + part.len()).sum::<usize>();
    let mut out = Vec::with_capacity(size);
    put_length(&mut out, parts.len());
    for part in parts {
        put_length(&mut out, part.len());
        out.extend_from_slice(part);
    }
    out
}

/// The parts of an encoded tuple; `None` if it is anything else.
pub(crate) fn decode_tuple(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut rest = bytes;
    let count = take_length(&mut rest)?;
    // What a count promises is not believed: each part takes 4 bytes at least.
    let mut parts = Vec::with_capacity(count.min(rest.len() / 4));
    for _ in 0..count {
        let length = take_length(&mut rest)?;
        parts.push(rest.split_off(..length)?);
    }
    rest.is_empty().then_some(parts)
}

fn take_length(rest: &mut &[u8]) -> Option<usize> {
    let length = rest.split_off(..4)?;
    usize::try_from(u32::from_be_bytes(length.try_into().ok()?)).ok()
}

fn put_length(out: &mut Vec<u8>, length: usize) {
    // Parts are ids and field names; one of 4 GiB would have been refused long before.
    let length = u32::try_from(length).unwrap_or(u32::MAX);
    out.extend_from_slice(&length.to_be_bytes());
}

/// Base64url without padding (RFC 4648 §5).
pub(crate) fn to_base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads base64url without padding; `None` if it is anything else.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Lower-case hexadecimal.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]).map(char::from).collect()
}

/// The SHA-256 under which a 256-bit random secret (state, binding, completion) is stored and found. A salt or a slow hash
/// would add nothing: there is no dictionary of 256-bit values.
pub(crate) fn hash_token(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn different_tuples_encode_differently(
            a in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..6), 0..5),
            b in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..6), 0..5),
        ) {
            let encode = |t: &[Vec<u8>]| encode_tuple(&t.iter().map(Vec::as_slice).collect::<Vec<_>>());
            prop_assert_eq!(a == b, encode(&a) == encode(&b));
            let encoded = encode(&a);
            prop_assert_eq!(decode_tuple(&encoded).unwrap(), a);
        }

        #[test]
        fn what_is_no_tuple_is_not_read(bytes in proptest::collection::vec(0..4_u8, 0..40)) {
            if let Some(parts) = decode_tuple(&bytes) {
                prop_assert_eq!(encode_tuple(&parts), bytes);
            }
        }
    }

    #[test]
    fn hex_is_lower_case() {
        assert_eq!(to_hex(&[0, 0x1f, 0xff]), "001fff");
    }
}

//! Reads bodies that may hold tokens, into memory that is wiped.

use zeroize::Zeroizing;

/// Appends without leaving a copy behind: `Vec` would move to a larger place and not wipe the old one.
pub(super) fn append(body: &mut Zeroizing<Vec<u8>>, chunk: &[u8], most: usize) {
    let needed = body.len() + chunk.len();
    if needed > body.capacity() {
        let mut larger = Zeroizing::new(Vec::with_capacity(needed.max(body.capacity() * 2).min(most)));
        larger.extend_from_slice(body);
        *body = larger;
    }
    body.extend_from_slice(chunk);
}

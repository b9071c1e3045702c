//! Random values: always from the operating system, so that a forked process never repeats them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Fills a fixed-size array with random bytes.
pub(crate) fn make_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if let Err(error) = getrandom::fill(&mut bytes) {
        // A test server without entropy must stop rather than hand out predictable tokens.
        panic!("the operating system gave no random bytes: {error}");
    }
    bytes
}

/// A random value of `N` bytes in base64url.
pub(crate) fn make_token<const N: usize>() -> String {
    URL_SAFE_NO_PAD.encode(make_bytes::<N>())
}

/// A random version 4 GUID in lower case.
pub(crate) fn make_guid() -> String {
    let mut b = make_bytes::<16>();
    b[6] = (b[6] & 0x0f) | 0x40;
    b[8] = (b[8] & 0x3f) | 0x80;
    let hex: String = b.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// One of these bytes.
pub(crate) fn pick(from: &[u8]) -> u8 {
    let last = from.len().saturating_sub(1) as u64;
    usize::try_from(make_number(0, last)).ok().and_then(|at| from.get(at)).copied().unwrap_or_default()
}

/// A random number in `low..=high`.
pub(crate) fn make_number(low: u64, high: u64) -> u64 {
    if high <= low {
        return low;
    }
    low + u64::from_le_bytes(make_bytes::<8>()) % (high - low + 1)
}

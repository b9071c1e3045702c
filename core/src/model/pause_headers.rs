//! The headers by which providers say for how long they want to be left alone: `Retry-After` (RFC 9110 §10.2.3), and what they write instead of
//! it. `protocol` reads them, and `net` keeps them where an answer has more headers than are kept.

/// A header that says nothing but a pause.
pub(crate) struct PauseHeader {
    /// Its name, in lower case.
    pub name: &'static str,
    /// How many of its units are a second.
    pub per_second: u32,
}

/// Headers that say nothing but a pause.
pub(crate) const PAUSES: [PauseHeader; 8] = [
    PauseHeader { name: "retry-after", per_second: 1 },
    PauseHeader { name: "x-retry-after", per_second: 1 },
    PauseHeader { name: "retry-after-ms", per_second: 1000 },
    PauseHeader { name: "x-retry-after-ms", per_second: 1000 },
    PauseHeader { name: "x-ms-retry-after-ms", per_second: 1000 },
    PauseHeader { name: "x-ratelimit-retry-after", per_second: 1 },
    PauseHeader { name: "x-rate-limit-retry-after", per_second: 1 },
    PauseHeader { name: "x-rate-limit-retry-after-seconds", per_second: 1 },
];

/// Headers that stand beside any answer, and say when requests are counted anew.
pub(crate) const RESETS: [&str; 5] =
    ["ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset", "x-ratelimit-reset-after", "x-rate-limit-reset-after"];

/// Headers that stand beside any answer, and say how many more requests are allowed.
pub(crate) const REMAINING: [&str; 3] = ["ratelimit-remaining", "x-ratelimit-remaining", "x-rate-limit-remaining"];

/// The header of a draft that says both (draft-ietf-httpapi-ratelimit-headers).
pub(crate) const LIMITS: &str = "ratelimit";

/// All of them.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    PAUSES.iter().map(|header| header.name).chain([LIMITS]).chain(RESETS).chain(REMAINING)
}

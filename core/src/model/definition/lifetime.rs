//! The part of a definition that says how long grants live, and what becomes of a refresh token that is used.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What happens to a refresh token when it is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rotation {
    /// There is none: the credential is minted anew each time.
    None,
    /// The old one stays valid after use.
    Reusable,
    /// The old one stays valid for `grace_seconds`.
    Grace,
    /// One use; a second presentation may end the whole grant.
    Strict,
    /// Not known: treated as strict.
    #[default]
    Unknown,
}

impl Lifetime {
    /// How long after a sign-in a grant ends whatever is done; `None`: never, or not known.
    pub(crate) fn absolute(&self) -> Option<Duration> {
        (self.refresh_absolute_seconds > 0).then(|| Duration::from_secs(self.refresh_absolute_seconds))
    }
}

/// How long grants live.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Lifetime {
    /// What happens to a refresh token when it is used.
    #[serde(default)]
    pub rotation: Rotation,
    /// For `rotation = "grace"`: how long the old one stays valid, in seconds.
    #[serde(default)]
    pub grace_seconds: u64,
    /// The lifetime of an access token when the answer does not say, in seconds. Absent: an hour where there is a refresh token;
    /// without one, until the provider rejects it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_seconds: Option<u64>,
    /// How long an unused refresh token lives, in seconds; 0: not known.
    #[serde(default)]
    pub refresh_idle_seconds: u64,
    /// How long after a sign-in the provider ends the grant, however often it is refreshed, in seconds; 0: never, or not known.
    #[serde(default)]
    pub refresh_absolute_seconds: u64,
    /// Whether a refresh token is taken only once the access token has ended. Nobody asks ahead of that then: a credential is handed out until
    /// its end, whatever validity is asked for, and is renewed just after it. Default false.
    #[serde(default, skip_serializing_if = "is_false")]
    pub refresh_after_end: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

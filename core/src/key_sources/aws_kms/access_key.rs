//! A pair of keys, as AWS's services give them.

use std::time::Duration;

use super::super::calling::Answer;
use crate::base::Secret;

/// A pair of keys, and what goes with those that end.
#[derive(Clone)]
pub(super) struct AccessKey {
    pub(super) id: String,
    pub(super) secret: Secret<String>,
    pub(super) session_token: Option<Secret<String>>,
}

/// Keys that end.
pub(super) struct Lent {
    pub(super) key: AccessKey,
    /// So long they are used, before others are fetched.
    pub(super) used_for: Duration,
}

/// Keys as AWS's services write them, with the name that the session's token has there.
pub(super) fn read_key(answer: &Answer, place: &str, token: &str) -> Option<AccessKey> {
    let part = |name: &str| answer.text(&format!("{place}/{name}"));
    let (id, secret, token) = (part("AccessKeyId")?, part("SecretAccessKey")?, part(token)?);
    Some(AccessKey { id: id.to_owned(), secret: Secret::from(secret), session_token: Some(Secret::from(token)) })
}

//! The result of an exchange, with everything that another process needs to store it later (SR-60).

use crate::base::{Secret, Timestamp};

use super::grant::OAuthTokens;
use super::lease::CommitRight;

/// Tokens that succeed others, and are not stored yet.
#[derive(Clone, Debug)]
pub(crate) struct Successor {
    /// For which grant and exchange.
    pub right: CommitRight,
    /// What the exchange has spent.
    pub spent: Spent,
    /// What it has brought.
    pub tokens: OAuthTokens,
    /// When to refresh ahead of expiry.
    pub refresh_at: Option<Timestamp>,
    /// When to look at the grant's health.
    pub next_check_at: Option<Timestamp>,
    /// When the provider answered.
    pub answered_at: Timestamp,
}

/// The grant as the exchange found it, as far as that matters later.
#[derive(Clone, Debug)]
pub(crate) struct Spent {
    /// The refresh token that was presented.
    pub refresh_token: Option<Secret<String>>,
    /// The epoch under which its generation was committed.
    pub committed_epoch: u64,
}

impl Successor {
    /// Whether losing it may lose the grant: the provider gave another refresh token than it was shown.
    pub(crate) fn is_irreplaceable(&self) -> bool {
        let brought = self.tokens.renewal.refresh_token();
        brought.is_some_and(|brought| self.spent.refresh_token.as_ref().is_none_or(|spent| !spent.is_same(brought)))
    }
}

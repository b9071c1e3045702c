//! How the sandbox behaves where the provider may behave in several ways.

use std::time::Duration;

/// How access tokens look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccessTokenFormat {
    /// Signed JWTs for work accounts, opaque for personal ones, as the provider does.
    #[default]
    Jwt,
    /// Opaque for all: no RSA signature per refresh, for load tests.
    Opaque,
}

/// How `scope` is written in token answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScopeStyle {
    /// As the client wrote them when asking.
    #[default]
    AsRequested,
    /// Short names.
    Short,
    /// With the `https://graph.microsoft.com/` prefix.
    Full,
}

/// Behaviours that a test may want different.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `expires_in` arrives as a string.
    pub expires_in_as_string: bool,
    /// Answers carry `refresh_in` (half of the lifetime).
    pub refresh_in: bool,
    /// Answers carry a member no client knows.
    pub unknown_member: bool,
    /// How `scope` is written.
    pub scope_style: ScopeStyle,
    /// How access tokens look.
    pub access_token_format: AccessTokenFormat,
    /// Lifetime of access tokens, least and most (default 3600 to 5400 s).
    pub access_token_lifetime: (Duration, Duration),
    /// Lifetime of access tokens of clients that declared `cp1` (default 28 h).
    pub cae_lifetime: Duration,
    /// Lifetime of codes (default 10 min).
    pub code_lifetime: Duration,
    /// Idle lifetime of refresh tokens (default 90 days).
    pub refresh_token_idle: Duration,
    /// Total lifetime of refresh tokens of single-page applications (default 24 h).
    pub spa_refresh_token_lifetime: Duration,
    /// Time from admin consent until new tokens carry the roles (default none).
    pub consent_propagation: Duration,
    /// `suberror` of the answer to a revoked refresh token (50173).
    pub revoked_suberror: Option<String>,
    /// What is granted at most, by short names, whatever was asked for and consented to (default everything).
    pub granted_scopes: Option<Vec<String>>,
    /// Client assertions are also accepted if they are valid by real time, for clients whose clock cannot be moved.
    pub accept_real_time_assertions: bool,
}

impl Default for Settings {
    fn default() -> Self {
        const HOUR: u64 = 3600;
        Settings {
            expires_in_as_string: false,
            refresh_in: false,
            unknown_member: true,
            scope_style: ScopeStyle::AsRequested,
            access_token_format: AccessTokenFormat::Jwt,
            access_token_lifetime: (Duration::from_secs(HOUR), Duration::from_secs(HOUR + HOUR / 2)),
            cae_lifetime: Duration::from_secs(28 * HOUR),
            code_lifetime: Duration::from_secs(600),
            refresh_token_idle: Duration::from_secs(90 * 24 * HOUR),
            spa_refresh_token_lifetime: Duration::from_secs(24 * HOUR),
            consent_propagation: Duration::ZERO,
            revoked_suberror: Some("bad_token".to_owned()),
            granted_scopes: None,
            accept_real_time_assertions: false,
        }
    }
}

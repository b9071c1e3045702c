//! Where a config stands at its provider. It says nothing about the grants that were made through it (SR-63, SR-73).

/// Where a config stands at its provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConfigStatus {
    /// Nothing speaks against it.
    #[default]
    Ok,
    /// The provider has asked for a pause, which is not over.
    Throttled,
    /// The provider rejects the client: its id, its secret or key, or what it may do.
    ConfigError,
}

impl ConfigStatus {
    /// All of them.
    pub const ALL: [ConfigStatus; 3] = [ConfigStatus::Ok, ConfigStatus::Throttled, ConfigStatus::ConfigError];

    /// The name that all languages use.
    pub const fn as_str(self) -> &'static str {
        match self {
            ConfigStatus::Ok => "ok",
            ConfigStatus::Throttled => "throttled",
            ConfigStatus::ConfigError => "config_error",
        }
    }
}

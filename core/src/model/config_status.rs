//! Where a config stands at its provider. It says nothing about the grants that were made through it (SR-63, SR-73).

use crate::base::words::words;

words! {
    /// Where a config stands at its provider.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum ConfigStatus {
        /// Nothing speaks against it.
        #[default]
        Ok = "ok",
        /// The provider has asked for a pause, which is not over.
        Throttled = "throttled",
        /// The provider rejects the client: its id, its secret or key, or what it may do.
        ConfigError = "config_error",
    }
}

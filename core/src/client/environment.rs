//! Reads options from the environment.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::options::{Options, read_mode};
use crate::base::{Error, ErrorCode, Result, Secret};

impl Options {
    /// Fills what is absent from the environment: `AUTHPIPE_VAULT`, `AUTHPIPE_KEY`, `AUTHPIPE_BASE_URL`, `AUTHPIPE_MODE`,
    /// `AUTHPIPE_ENVIRONMENT`, `AUTHPIPE_SPOOL_DIR`, `AUTHPIPE_ANCHOR_FILE`. Empty variables count as absent;
    /// the log is told of one that is nearly called so.
    ///
    /// # Errors
    /// - `config_invalid`: `AUTHPIPE_MODE` is neither `production` nor `development`; a variable that is no path is not UTF-8.
    pub fn or_environment(mut self) -> Result<Self> {
        let mut given = self.from_environment.clone();
        let mut read_os = |option: &'static str, variable: &'static str| {
            let value = std::env::var_os(variable).filter(|value| !value.is_empty())?;
            given.note(option, variable);
            Some(value)
        };
        self.spool_dir = self.spool_dir.or_else(|| read_os("spool_dir", "AUTHPIPE_SPOOL_DIR").map(PathBuf::from));
        self.anchor_file = self.anchor_file.or_else(|| read_os("anchor_file", "AUTHPIPE_ANCHOR_FILE").map(PathBuf::from));
        // One that is passed over would be as one that is not set: another vault would be used, or made.
        let mut read = |option: &'static str, variable: &'static str| {
            read_os(option, variable).map(|value| value.into_string().map_err(|_| not_text(variable))).transpose()
        };
        if self.vault.is_none() {
            self.vault = read("vault", "AUTHPIPE_VAULT")?;
        }
        if self.keys.is_empty()
            && self.root_keys.is_empty()
            && let Some(keys) = read("key", "AUTHPIPE_KEY")?
        {
            let keys = Zeroizing::new(keys);
            self.keys = keys.split(',').map(|key| Secret::from(key.trim())).collect();
        }
        if self.base_url.is_none() {
            self.base_url = read("base_url", "AUTHPIPE_BASE_URL")?;
        }
        let mode = if self.mode.is_none() { read("mode", "AUTHPIPE_MODE")? } else { None };
        if self.environment.is_none() {
            self.environment = read("environment", "AUTHPIPE_ENVIRONMENT")?;
        }
        if let Some(mode) = mode {
            self.mode = Some(given.judged("mode", read_mode(&mode))?);
        }
        given.look_for_misspelt(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()));
        self.from_environment = given;
        Ok(self)
    }

    /// Takes certificate authorities from the file that a variable of the platform's names, where the option names none. A file that is
    /// not there is passed over, as that platform does.
    #[must_use]
    pub fn or_authorities_of(mut self, variable: &'static str) -> Self {
        let named = || std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file());
        if self.extra_ca_file.is_none()
            && let Some(file) = named()
        {
            self.extra_ca_file = Some(file);
            self.from_environment.note("extra_ca_file", variable);
        }
        self
    }
}

/// Nothing of it is repeated: it may be a key.
fn not_text(variable: &str) -> Error {
    Error::new(ErrorCode::ConfigInvalid, format!("The variable {variable} is not UTF-8."))
        .with_hint("Set it again, in ASCII if possible; a file that was saved in another encoding may have set it.")
}

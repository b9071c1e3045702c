//! Commands work on a vault that exists: none makes one.

use crate::{Authpipe, Error, ErrorCode, Options, Result};

/// What a vault has answered.
pub(super) struct Asked<T> {
    /// What the vault is called.
    pub(super) place: String,
    pub(super) answer: T,
}

/// Does something with a vault that exists.
pub(super) fn with_vault<T>(vault: Option<String>, work: impl AsyncFnOnce(&Authpipe) -> Result<T>) -> Result<Asked<T>> {
    let mut options = Options { vault, background: false, ..Options::default() }.or_environment()?;
    let place = options.vault.clone().unwrap_or_else(|| "sqlite:./authpipe.db".to_owned());
    options.vault = Some(place.clone());
    let authpipe = Authpipe::new(options)?;
    // An empty file is where a vault could be made, which asking must not do.
    let is_empty =
        |path| std::fs::metadata(path).map_or_else(|error| error.kind() == std::io::ErrorKind::NotFound, |file| file.len() == 0);
    if authpipe.vault_file().is_some_and(is_empty) {
        return Err(Error::new(ErrorCode::VaultUnavailable, format!("There is no vault at {place}."))
            .with_hint("It is made when the application first uses it."));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::new(ErrorCode::VaultUnavailable, "Threads could not be started.").with_source(error))?;
    let done = runtime.block_on(async {
        let done = work(&authpipe).await;
        let closed = authpipe.close().await;
        done.and_then(|done| closed.map(|()| done))
    })?;
    Ok(Asked { place, answer: done })
}

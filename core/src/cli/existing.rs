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
    within_vault(vault, false, work)
}

/// Looks at a vault that exists, and changes nothing: neither the vault, nor its anchor, nor the spool. It may be a backup of one that is in
/// use, and anchor and spool are then that one's.
pub(super) fn look_at<T>(vault: Option<String>, look: impl AsyncFnOnce(&Authpipe) -> Result<T>) -> Result<Asked<T>> {
    within_vault(vault, true, look)
}

fn within_vault<T>(vault: Option<String>, only_looks: bool, work: impl AsyncFnOnce(&Authpipe) -> Result<T>) -> Result<Asked<T>> {
    let options = Options { vault, background: false, ..Options::default() }.or_environment()?;
    for told in options.from_environment.misspelt() {
        super::warn(told);
    }
    let authpipe = Authpipe::new(options)?;
    if only_looks {
        authpipe.only_look();
    }
    let address = authpipe.vault_address();
    let place = address.name().to_owned();
    if address.identity().is_none() {
        let message = format!("A vault at {place} is in the memory of its process, and nothing is in that of a command.");
        return Err(Error::new(ErrorCode::InvalidRequest, message)
            .with_hint("Name a vault that lasts, with --vault or AUTHPIPE_VAULT: sqlite:./authpipe.db."));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(crate::no_threads)?;
    let done = runtime.block_on(async {
        // A vault could be made there, which asking must not do.
        if !address.exists().await? {
            return Err(Error::new(ErrorCode::VaultUnavailable, format!("There is no vault at {place}."))
                .with_hint("It is made when the application first uses it."));
        }
        let done = work(&authpipe).await;
        let closed = authpipe.close().await;
        done.and_then(|done| closed.map(|()| done))
    })?;
    Ok(Asked { place, answer: done })
}

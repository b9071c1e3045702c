//! The keychain of macOS and the credential manager of Windows, through the stores of `keyring-core`.

#[cfg(any(target_os = "macos", windows))]
use std::time::Duration;

use keyring_core::{CredentialStore, Error};
use zeroize::Zeroizing;

use super::{Entry, Fault};

/// The text of an entry.
#[cfg(any(target_os = "macos", windows))]
pub(super) fn read(entry: &Entry, _: Duration) -> Result<Zeroizing<String>, Fault> {
    #[cfg(target_os = "macos")]
    let store = apple_native_keyring_store::keychain::Store::new();
    #[cfg(windows)]
    let store = windows_native_keyring_store::Store::new();
    read_in(&*store.map_err(judge)?, entry)
}

/// The same, of a store.
pub(super) fn read_in(store: &CredentialStore, entry: &Entry) -> Result<Zeroizing<String>, Fault> {
    let entry = store.build(&entry.service, &entry.account, None).map_err(judge)?;
    entry.get_password().map(Zeroizing::new).map_err(judge)
}

fn judge(error: Error) -> Fault {
    match error {
        Error::NoEntry => Fault::Absent,
        Error::Ambiguous(_) => Fault::Several,
        Error::NoStorageAccess(_) => Fault::Denied,
        Error::BadEncoding(bytes) => wiped(bytes),
        Error::BadDataFormat(bytes, _) => wiped(bytes),
        // The names of what we ask for are checked, and no error but the two above holds what is stored.
        error => Fault::Away(Box::new(error)),
    }
}

/// What is no text may be a key all the same.
fn wiped(bytes: Vec<u8>) -> Fault {
    drop(Zeroizing::new(bytes));
    Fault::NoText
}

//! The Secret Service of a desktop session (freedesktop.org, Secret Service API 0.2), such as GNOME Keyring, KWallet or KeePassXC.
//!
//! Asked on a runtime of its own, which ends with the answer: neither a thread nor a descriptor stays, which a forked child would inherit
//! and could not use. What it gives is encrypted on its way over D-Bus (§7, `dh-ietf1024-sha256-aes128-cbc-pkcs7`).

use std::collections::HashMap;
use std::time::Duration;

use secret_service::{EncryptionType, Error, SecretService};
use zbus::DBusError as _;
use zeroize::Zeroizing;

use super::{Entry, Fault};

/// What a bus calls a refusal, of its own policy or of a service's.
const REFUSALS: [&str; 2] = ["org.freedesktop.DBus.Error.AccessDenied", "org.freedesktop.DBus.Error.AuthFailed"];
const LOCKED: &str = "org.freedesktop.Secret.Error.IsLocked";

/// The text of an entry.
pub(super) fn read(entry: &Entry, patience: Duration) -> Result<Zeroizing<String>, Fault> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| Fault::Away(Box::new(error)))?;
    // Who is not answered any more is asked no more: the service closes its window.
    runtime.block_on(async { tokio::time::timeout(patience, ask(entry)).await.unwrap_or(Err(Fault::Locked)) })
}

async fn ask(entry: &Entry) -> Result<Zeroizing<String>, Fault> {
    let service = SecretService::connect(EncryptionType::Dh).await.map_err(judge)?;
    let wanted = HashMap::from([("service", entry.service.as_str()), ("username", entry.account.as_str())]);
    let found = service.search_items(wanted).await.map_err(judge)?;
    let item = match (found.unlocked.as_slice(), found.locked.as_slice()) {
        ([], []) => return Err(Fault::Absent),
        ([item], []) => item,
        ([], [item]) => {
            // Shows its window, where there is somebody to see it.
            item.unlock().await.map_err(judge)?;
            item
        }
        _ => return Err(Fault::Several),
    };
    let bytes = Zeroizing::new(item.get_secret().await.map_err(judge)?);
    std::str::from_utf8(&bytes).map(|text| Zeroizing::new(text.to_owned())).map_err(|_| Fault::NoText)
}

fn judge(error: Error) -> Fault {
    let name = match &error {
        Error::Locked | Error::Prompt | Error::PromptDisconnected => return Fault::Locked,
        Error::Zbus(zbus::Error::MethodError(name, ..)) => name.as_str().to_owned(),
        Error::Zbus(zbus::Error::FDO(refusal)) => refusal.name().as_str().to_owned(),
        Error::ZbusFdo(refusal) => refusal.name().as_str().to_owned(),
        _ => return Fault::Away(Box::new(error)),
    };
    match name.as_str() {
        LOCKED => Fault::Locked,
        name if REFUSALS.contains(&name) => Fault::Denied,
        _ => Fault::Away(Box::new(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_of_the_bus_are_denials_and_the_rest_is_an_outage() {
        use zbus::fdo;
        let said = || "somebody's words".to_owned();
        assert!(matches!(judge(Error::ZbusFdo(fdo::Error::AccessDenied(said()))), Fault::Denied));
        assert!(matches!(judge(Error::Zbus(fdo::Error::AuthFailed(said()).into())), Fault::Denied));
        assert!(matches!(judge(Error::ZbusFdo(fdo::Error::ServiceUnknown(said()))), Fault::Away(_)));
        assert!(matches!(judge(Error::Locked), Fault::Locked));
        assert!(matches!(judge(Error::Prompt), Fault::Locked));
        assert!(matches!(judge(Error::Unavailable), Fault::Away(_)));
    }
}

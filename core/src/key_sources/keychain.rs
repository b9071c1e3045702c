//! A root key in the keychain of the operating system: `keychain:acme/authpipe`, an entry that holds `apk1_…` and nothing else.
//!
//! The entry of the service `acme` and the account `authpipe` is a generic password of macOS's login keychain, a generic credential of Windows
//! called `authpipe.acme`, and elsewhere an item of the Secret Service with the attributes `service` and `username`, which is where other
//! programs of each system put theirs. It is read once, when the object is made. A person may be asked to unlock the keychain, or to let this
//! program read the entry.

#[cfg(any(test, target_os = "macos", windows))]
mod native;
#[cfg(all(unix, not(any(target_vendor = "apple", target_os = "android"))))]
mod secret_service;

use std::error::Error as StdError;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use zeroize::Zeroizing;

use super::calling::Variables;
use super::{Source, refuse};
use crate::base::{Error, ErrorCode, Result};
use crate::vault::LocalRootKey;

const FORM: &str = "keychain:acme/authpipe";

/// So long a person has who is asked.
const PATIENCE: Duration = Duration::from_secs(60);

/// Reads the key.
///
/// # Errors
/// - `config_invalid`: the name is none, there is no such entry or more than one, this program may not read it, or it holds no key.
/// - `key_missing`: the entry is empty.
/// - `key_service_unavailable` (retry later): the keychain is locked and nobody has unlocked it, or there is none in this session.
pub(super) fn read(text: &str, _: &Variables) -> Result<Source> {
    #[cfg(all(unix, not(any(target_vendor = "apple", target_os = "android"))))]
    let keychain = secret_service::read;
    #[cfg(any(target_os = "macos", windows))]
    let keychain = native::read;
    #[cfg(not(any(target_os = "macos", windows, all(unix, not(any(target_vendor = "apple", target_os = "android"))))))]
    let keychain = |_: &Entry, _| Err(Fault::NoKeychain);
    read_from(text, keychain, PATIENCE)
}

/// The same, of a keychain. It gets a thread: it blocks, and a caller may stand inside of a runtime. One that answers too late is left to
/// itself.
fn read_from(
    text: &str,
    keychain: impl FnOnce(&Entry, Duration) -> Result<Zeroizing<String>, Fault> + Send + 'static,
    patience: Duration,
) -> Result<Source> {
    let entry = Entry::parse(text)?;
    let asked = entry.clone();
    let (answer, answered) = mpsc::channel();
    let work = move || {
        // Who has given up listens no more.
        let _ = answer.send(keychain(&asked, patience));
    };
    let found = match std::thread::Builder::new().name("authpipe-keychain".to_owned()).spawn(work) {
        Ok(_) => answered.recv_timeout(patience).unwrap_or(Err(Fault::Locked)),
        Err(error) => Err(Fault::Away(Box::new(error))),
    };
    let text = found.map_err(|fault| fault.told(&entry))?;
    let key = LocalRootKey::parse(&text).map_err(|error| error.in_place(&format!("keychain entry {}", entry.name())))?;
    Ok(Source::Local(Arc::new(key)))
}

/// Which entry.
#[derive(Clone)]
struct Entry {
    service: String,
    account: String,
}

impl Entry {
    fn parse(text: &str) -> Result<Self> {
        let is_name = |part: &str| {
            (1..=128).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.@:-".contains(&byte))
        };
        match text.split_once('/') {
            Some((service, account)) if is_name(service) && is_name(account) => {
                Ok(Entry { service: service.to_owned(), account: account.to_owned() })
            }
            _ => Err(refuse("is no name of an entry in a keychain, a service and an account", FORM)),
        }
    }

    fn name(&self) -> String {
        format!("{}/{}", self.service, self.account)
    }

    /// How somebody puts a key there, on this system.
    fn making(&self) -> String {
        let Entry { service, account } = self;
        if cfg!(target_os = "macos") {
            format!("security add-generic-password -s {service} -a {account} -w")
        } else if cfg!(windows) {
            format!("cmdkey /generic:{account}.{service} /user:{account} /pass")
        } else {
            format!("secret-tool store --label=Authpipe service {service} username {account}")
        }
    }
}

/// Why a keychain has given no text.
#[derive(Debug)]
enum Fault {
    /// There is no such entry.
    Absent,
    /// There are several.
    Several,
    /// It is locked, and nobody has unlocked it.
    Locked,
    /// This program may not read it.
    Denied,
    /// It holds something else than text.
    NoText,
    /// This system has none that is known here.
    #[cfg(not(any(target_os = "macos", windows, all(unix, not(any(target_vendor = "apple", target_os = "android"))))))]
    NoKeychain,
    /// There is none in this session, or it is out of order.
    Away(Box<dyn StdError + Send + Sync>),
}

impl Fault {
    fn told(self, entry: &Entry) -> Error {
        let name = entry.name();
        let invalid = |what: &str| Error::new(ErrorCode::ConfigInvalid, format!("The keychain entry {name} {what}."));
        let away = |what: &str| {
            Error::new(ErrorCode::KeyServiceUnavailable, format!("The keychain that holds the vault key {name} {what}."))
        };
        match self {
            Fault::Absent => invalid("is not there")
                .with_hint(format!("Put the key that you kept there: {}. It asks for the text apk1_…", entry.making())),
            Fault::Several => {
                invalid("is there more than once, and nobody knows which is meant").with_hint("Delete all but one.")
            }
            Fault::Locked => away("is locked, and nobody has unlocked it").with_hint("Unlock it, and start again."),
            Fault::Denied => {
                invalid("may not be read by this program").with_hint("Let this program read it, as the user that it runs as.")
            }
            Fault::NoText => invalid("holds no text").with_hint("It holds one line: apk1_…"),
            #[cfg(not(any(target_os = "macos", windows, all(unix, not(any(target_vendor = "apple", target_os = "android"))))))]
            Fault::NoKeychain => invalid("is in a keychain of a system for which this program knows none")
                .with_hint("Give the key as a file, or as one of the application's own."),
            Fault::Away(reason) => {
                tracing::warn!(entry = name, %reason, "the keychain does not answer");
                away("does not answer").with_hint(
                    "On Linux it is the Secret Service, which needs a D-Bus session: a service of the system has none. Give the key as a \
                     file there.",
                )
            }
        }
    }
}

#[cfg(test)]
mod tests;

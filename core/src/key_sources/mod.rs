//! Row 3: where root keys come from. One file for each source; a source that is a service is a [`RootKey`].
//!
//! What an application gives as a key is a text: the key itself (`apk1_…`), the name of a file or of an entry in a keychain that holds it, or
//! the name of a key in a service. Names are stored in the vault and shown in messages; what proves this process to a service is read from the
//! variables that the service's own tools read, and is sent to that service only.

#[cfg(feature = "aws-kms")]
mod aws_kms;
#[cfg(feature = "azure-key-vault")]
mod azure_key_vault;
mod calling;
#[cfg(all(test, feature = "aws-kms", feature = "gcp-kms", feature = "azure-key-vault", feature = "transit"))]
mod faults;
mod file;
#[cfg(feature = "gcp-kms")]
mod gcp_kms;
#[cfg(feature = "keychain")]
mod keychain;
#[cfg(any(feature = "aws-kms", feature = "gcp-kms", feature = "azure-key-vault"))]
mod metadata;
#[cfg(test)]
mod testing;
#[cfg(feature = "transit")]
mod transit;

use std::sync::Arc;

use url::Url;

use crate::base::{Clock, Error, ErrorCode, Result, Secret};
use crate::net::NetPolicy;
use crate::vault::{LocalRootKey, Root, RootKey};

use calling::Surroundings;
pub(crate) use calling::Variables;

/// A root key that was configured. Nothing has been asked of anybody.
#[derive(Clone)]
pub(crate) enum Source {
    /// The key itself.
    Local(Arc<LocalRootKey>),
    /// The application's own.
    Own(Arc<dyn RootKey>),
    /// A key in a service.
    Service(Arc<dyn Service>),
}

/// A key in a service, by its name.
pub(crate) trait Service: Send + Sync {
    /// Addresses that the operator has named, which may be anywhere.
    fn named(&self) -> Vec<&Url> {
        Vec::new()
    }

    /// The same, able to ask the service. Connections belong to one runtime, so each gets its own.
    fn connect(&self, surroundings: Surroundings) -> Arc<dyn RootKey>;
}

/// How the name of a kind of source begins, and what reads the rest.
struct Kind {
    prefix: &'static str,
    /// The feature of Cargo without which it is not there.
    feature: Option<&'static str>,
    read: Option<fn(&str, &Variables) -> Result<Source>>,
}

/// A kind that a feature brings.
macro_rules! featured {
    ($prefix:literal, $feature:literal, $module:ident) => {
        Kind {
            prefix: $prefix,
            feature: Some($feature),
            #[cfg(feature = $feature)]
            read: Some($module::read),
            #[cfg(not(feature = $feature))]
            read: None,
        }
    };
}

const KINDS: [Kind; 6] = [
    Kind { prefix: "file:", feature: None, read: Some(|path, _| file::read(path)) },
    featured!("keychain:", "keychain", keychain),
    featured!("aws-kms:", "aws-kms", aws_kms),
    featured!("gcp-kms:", "gcp-kms", gcp_kms),
    featured!("azure-kv:", "azure-key-vault", azure_key_vault),
    featured!("transit:", "transit", transit),
];

/// Reads what an application gave: texts, and keys of its own, which a text may name to say where among the others they stand. Those that
/// none names come after the texts.
///
/// # Errors
/// - `config_invalid`: a text is neither a key nor the name of a source that this program has, it names a service that is never asked
///   there, or a key that is a placeholder; nothing of a text is repeated that could be a key.
/// - `key_missing`: a text is empty.
pub(crate) fn read(
    texts: &[Secret<String>],
    own: &[Arc<dyn RootKey>],
    variables: &Variables,
    development: bool,
) -> Result<Vec<Source>> {
    let mut left: Vec<_> = own.to_vec();
    let mut all = Vec::with_capacity(texts.len() + own.len());
    for text in texts {
        let name = text.expose().trim_ascii();
        if let Some(at) = left.iter().position(|key| key.id() == name) {
            all.push(Source::Own(left.remove(at)));
            continue;
        }
        let source = read_text(name, variables)?;
        check_named(&source, development)?;
        check_random(&source, development)?;
        all.push(source);
    }
    all.extend(left.into_iter().map(Source::Own));
    Ok(all)
}

fn read_text(text: &str, variables: &Variables) -> Result<Source> {
    let Some((kind, rest)) = KINDS.iter().find_map(|kind| Some((kind, text.strip_prefix(kind.prefix)?))) else {
        return Ok(Source::Local(Arc::new(LocalRootKey::parse(text)?)));
    };
    match kind.read {
        Some(read) => read(rest, variables),
        None => {
            let message = format!("This program cannot use a vault key \"{}…\": it was built without that.", kind.prefix);
            let feature = kind.feature.unwrap_or_default();
            Err(Error::new(ErrorCode::ConfigInvalid, message).with_hint(format!("Build it with the Cargo feature {feature}.")))
        }
    }
}

/// Refuses an address that nobody will ever dial: asked there, the service would seem to be away.
fn check_named(source: &Source, development: bool) -> Result<()> {
    let Source::Service(service) = source else { return Ok(()) };
    let net = NetPolicy { development, ..NetPolicy::default() };
    match service.named().into_iter().find(|url| net.reaching(url).judge(url).is_err()) {
        None => Ok(()),
        Some(url) => {
            let message =
                format!("The service of a vault key in ⟨key⟩ is named with an address that is not dialled: {}.", url.scheme());
            Err(Error::new(ErrorCode::ConfigInvalid, message)
                .with_hint("Name it with https:. In development mode, http: works on this machine."))
        }
    }
}

/// Refuses a key that is nobody's secret.
fn check_random(source: &Source, development: bool) -> Result<()> {
    match source {
        Source::Local(key) if key.is_placeholder() && !development => {
            let message = format!("The vault key {} in ⟨key⟩ is a placeholder: all its bytes are the same.", key.id());
            Err(Error::new(ErrorCode::ConfigInvalid, message)
                .with_hint("Make one with \"⟨command key generate⟩\". In development mode this one works."))
        }
        _ => Ok(()),
    }
}

/// Root keys that can be asked.
pub(crate) fn connect(sources: &[Source], net: &NetPolicy, variables: &Variables, clock: &Arc<dyn Clock>) -> Vec<Root> {
    let of = |source: &Source| match source {
        Source::Local(key) => Root::Local(key.clone()),
        Source::Own(key) => Root::Service(key.clone()),
        Source::Service(service) => {
            let surroundings = Surroundings { net: net.clone(), variables: variables.clone(), clock: clock.clone() };
            Root::Service(service.connect(surroundings))
        }
    };
    sources.iter().map(of).collect()
}

/// The error for the name of a source that is none. `form` says how one looks.
fn refuse(what: &str, form: &str) -> Error {
    Error::new(ErrorCode::ConfigInvalid, format!("The vault key in ⟨key⟩ {what}."))
        .with_hint(format!("It looks like this: {form}"))
}

#[cfg(test)]
mod tests;

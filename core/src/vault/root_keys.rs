//! The root keys of a deployment: which one wraps, and all that open.

use std::fmt;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::context::{Context, RecordType};
use super::data_key::DataKey;
use super::local_root_key::LocalRootKey;
use super::root_key::{RootKey, build_missing_error, is_denied};
use super::service_form;
use crate::base::encoding::encode_tuple;
use crate::base::{Environment, Error, ErrorCode, Result, Secret};
use crate::model::rows::FORM;
use crate::model::sealed::SealedBytes;

/// The root keys of a deployment, in order: the first is to wrap, all open.
///
/// Rotation takes two deploys, so that no process meets a key it cannot read: `[old, new]` first, then `[new, old]`. The vault says
/// which one wraps now, and when the old one may go.
#[derive(Clone)]
pub(crate) struct RootKeys {
    primary: Root,
    others: Vec<Root>,
    place: String,
}

/// A root key, by how it wraps.
#[derive(Clone)]
pub(crate) enum Root {
    /// The key itself is in this process: what it wraps is an envelope (form 1).
    Local(Arc<LocalRootKey>),
    /// It is elsewhere, and wraps a key that seals such an envelope (form 2).
    Service(Arc<dyn RootKey>),
}

impl Root {
    /// Its name in rows and messages.
    pub(crate) fn id(&self) -> &str {
        match self {
            Root::Local(key) => key.id(),
            Root::Service(service) => service.id(),
        }
    }

    async fn wrap(&self, context: &[u8], key: &Secret<[u8; 32]>) -> Result<SealedBytes> {
        match self {
            Root::Local(root) => Ok(root.wrap(context, key)),
            Root::Service(service) => service_form::wrap(&**service, context, key).await,
        }
    }

    async fn unwrap(&self, context: &[u8], wrapped: &SealedBytes) -> Result<Secret<[u8; 32]>> {
        match self {
            Root::Local(root) => root.unwrap(context, wrapped),
            Root::Service(service) => service_form::unwrap(&**service, context, wrapped).await,
        }
    }
}

impl From<LocalRootKey> for Root {
    fn from(key: LocalRootKey) -> Self {
        Root::Local(Arc::new(key))
    }
}

impl From<Arc<dyn RootKey>> for Root {
    fn from(service: Arc<dyn RootKey>) -> Self {
        Root::Service(service)
    }
}

/// What a sentinel says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sentinel {
    /// The oldest form of what is sealed that is still opened.
    pub(crate) oldest_form: u32,
    /// The vault's own name; sentinels of before November 2026 have none.
    pub(crate) vault_id: Option<[u8; 16]>,
}

impl RootKeys {
    /// Takes the keys, the wrapping one first.
    ///
    /// # Errors
    /// - `key_missing`: there is none.
    /// - `config_invalid`: two have the same id, or an id is empty, longer than 512 bytes, or not visible ASCII.
    pub(crate) fn new(keys: Vec<Root>) -> Result<Self> {
        for (position, key) in keys.iter().enumerate() {
            let id = key.id();
            if !(1..=MAX_ID_LENGTH).contains(&id.len()) || !id.bytes().all(|b| (0x21..=0x7E).contains(&b)) {
                let message = format!("The id of root key {} must be 1 to 512 visible ASCII characters.", position + 1);
                return Err(Error::new(ErrorCode::ConfigInvalid, message));
            }
            if keys[..position].iter().any(|earlier| earlier.id() == id) {
                return Err(Error::new(ErrorCode::ConfigInvalid, format!("⟨key⟩ holds the vault key {id} twice.")));
            }
        }
        let mut keys = keys.into_iter();
        let primary = keys.next().ok_or_else(build_missing_error)?;
        Ok(RootKeys { primary, others: keys.collect(), place: "the option ⟨key⟩".to_owned() })
    }

    /// The same, where messages say that they were given: `AUTHPIPE_KEY`.
    pub(crate) fn given_in(self, place: String) -> Self {
        RootKeys { place, ..self }
    }

    /// Which keys were given, and where, as a message says it.
    pub(crate) fn told(&self, short: impl Fn(&str) -> String) -> String {
        let ids: Vec<String> = self.ids().into_iter().map(short).collect();
        format!("{} {} {}", self.place, if ids.len() == 1 { "is key" } else { "holds keys" }, ids.join(", "))
    }

    /// The id of the key that wraps.
    pub(crate) fn primary_id(&self) -> &str {
        self.primary.id()
    }

    /// All ids, the wrapping key's first.
    pub(crate) fn ids(&self) -> Vec<&str> {
        self.iter().map(|key| key.id()).collect()
    }

    /// Wraps a tenant key or the index key under the root key of this id.
    ///
    /// The key's own id is bound besides the context: a wrapped key opens under no other name.
    ///
    /// # Errors
    /// - `key_mismatch`: that root key is not among the given ones; the message names both.
    /// - `key_service_unavailable` (retry later): the service that holds the root key does not answer.
    pub(crate) async fn wrap_key(&self, root_key_id: &str, context: &Context<'_>, key: &DataKey) -> Result<SealedBytes> {
        self.find(root_key_id)?.wrap(&encode_key_context(context, key.id()), key.key()).await
    }

    /// Opens a wrapped key with the root key of this id.
    ///
    /// # Errors
    /// - `key_mismatch`: that root key is not among the given ones (the message names both), the value does not open, or a service denies it.
    /// - `key_service_unavailable` (retry later): the service that holds the root key does not answer.
    pub(crate) async fn unwrap_key(
        &self,
        root_key_id: &str,
        key_id: [u8; 16],
        context: &Context<'_>,
        wrapped: &SealedBytes,
    ) -> Result<DataKey> {
        let root = self.find(root_key_id)?;
        let key = root.unwrap(&encode_key_context(context, key_id), wrapped).await?;
        Ok(DataKey::from_parts(key_id, key))
    }

    /// Makes the sentinel of the root key of this id for an environment.
    ///
    /// # Errors
    /// - `key_mismatch`: that root key is not among the given ones; the message names both.
    /// - `key_service_unavailable` (retry later): the service that holds the root key does not answer.
    pub(crate) async fn make_sentinel(
        &self,
        environment: &Environment,
        root_key_id: &str,
        says: Sentinel,
    ) -> Result<SealedBytes> {
        let context = encode_sentinel_context(environment, root_key_id);
        let content = derive_sentinel(&context, says);
        self.find(root_key_id)?.wrap(&context, &content).await
    }

    /// What a sentinel says that was made by the root key of this id in this environment. `None`: the key is given, but this is another environment, another key under the same id, or a damaged
    /// sentinel.
    ///
    /// # Errors
    /// - `key_mismatch`: that root key is not among the given ones; the message names both.
    /// - `key_service_unavailable` (retry later): the service that holds the root key does not answer.
    pub(crate) async fn check_sentinel(
        &self,
        environment: &Environment,
        root_key_id: &str,
        sentinel: &SealedBytes,
    ) -> Result<Option<Sentinel>> {
        let context = encode_sentinel_context(environment, root_key_id);
        match self.find(root_key_id)?.unwrap(&context, sentinel).await {
            // The content is compared too: a key service that forgets the context must not make two environments one.
            Ok(content) => Ok((1..=FORM).find_map(|oldest_form| {
                let nameless = Sentinel { oldest_form, vault_id: None };
                let named = Sentinel { vault_id: content.expose()[PROOF..].try_into().ok(), ..nameless };
                let is =
                    |says| bool::from(content.expose().as_slice().ct_eq(derive_sentinel(&context, says).expose().as_slice()));
                [nameless, named].into_iter().find(|says| is(*says))
            })),
            // Who is refused is told so: another key would not help.
            Err(error) if error.code() == ErrorCode::KeyMismatch && !is_denied(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The error for a vault whose root key is not among the given ones. `vault` is its name in the sentence, such as
    /// `vault at sqlite:./authpipe.db`.
    pub(crate) fn build_mismatch_error(&self, vault: &str, root_key_id: &str) -> Error {
        let given = self.told(str::to_owned);
        let message = format!(
            "The {vault} was encrypted with key {root_key_id}, but {given}. Restore the old key; to rotate, deploy key: [old, new] \
             first, then [new, old]."
        );
        Error::new(ErrorCode::KeyMismatch, message)
    }

    fn find(&self, root_key_id: &str) -> Result<&Root> {
        self.iter().find(|key| key.id() == root_key_id).ok_or_else(|| self.build_mismatch_error("vault", root_key_id))
    }

    fn iter(&self) -> impl Iterator<Item = &Root> {
        std::iter::once(&self.primary).chain(&self.others)
    }
}

impl fmt::Debug for RootKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RootKeys").field(&self.ids()).finish()
    }
}

/// Public names of cloud keys are the longest ids: an Amazon resource name may take 2,048, but those of keys stay below 200.
const MAX_ID_LENGTH: usize = 512;

fn encode_key_context(context: &Context<'_>, key_id: [u8; 16]) -> Vec<u8> {
    encode_tuple(&[&context.encode(), &key_id])
}

fn encode_sentinel_context(environment: &Environment, root_key_id: &str) -> Vec<u8> {
    Context {
        environment,
        tenant_id: None,
        record_type: RecordType::Sentinel,
        record_id: root_key_id,
        config: None,
        field: "sentinel",
        generation: 0,
    }
    .encode()
}

/// So many bytes of a sentinel prove it; the rest names the vault.
const PROOF: usize = 16;

/// What a sentinel holds: not a secret, but different for each environment, root key and oldest form.
fn derive_sentinel(context: &[u8], says: Sentinel) -> Secret<[u8; 32]> {
    let label = format!("authpipe sentinel {}", says.oldest_form);
    let mut content: [u8; 32] = Sha256::new().chain_update(label).chain_update(context).finalize().into();
    if let Some(id) = says.vault_id {
        content[PROOF..].copy_from_slice(&id);
    }
    Secret::new(content)
}

#[cfg(test)]
mod tests;

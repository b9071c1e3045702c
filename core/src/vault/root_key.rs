//! A root key wraps tenant keys. It is the only secret of the vault that is not stored in the vault.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::context::{Context, RecordType};
use super::data_key::DataKey;
use crate::base::encoding::encode_tuple;
use crate::base::{Environment, Error, ErrorCode, Result, Secret};
use crate::model::sealed::SealedBytes;

/// A source of a root key. Implement it to keep the root key in a key service or an HSM of your own.
///
/// `context` is public, up to about a kilobyte, and must be authenticated: what was wrapped under one context must not unwrap
/// under another (the "encryption context" or "additional authenticated data" of key services; where a service takes a short
/// text only, give it the hexadecimal SHA-256). Keys of different ids must be different keys.
#[async_trait]
pub(crate) trait RootKey: Send + Sync + 'static {
    /// A stable name for this key: 1 to 512 visible ASCII characters, not a secret. It is stored and printed in messages.
    fn id(&self) -> &str;

    /// Encrypts a key.
    ///
    /// # Errors
    /// - `key_service_unavailable` (retry later): the service does not answer.
    async fn wrap(&self, context: &[u8], key: &Secret<[u8; 32]>) -> Result<SealedBytes>;

    /// Decrypts what [`wrap`](RootKey::wrap) has made under the same context.
    ///
    /// # Errors
    /// - `key_mismatch`: it does not open, for whatever reason. Give no detail.
    /// - `key_service_unavailable` (retry later): the service does not answer, so nothing is known about the value.
    async fn unwrap(&self, context: &[u8], wrapped: &SealedBytes) -> Result<Secret<[u8; 32]>>;
}

/// The root keys of a deployment, in order: the first wraps, all open.
///
/// Rotation takes two deploys, so that no process meets a key it cannot read: `[old, new]` first, then `[new, old]`.
#[derive(Clone)]
pub(crate) struct RootKeys {
    primary: Arc<dyn RootKey>,
    others: Vec<Arc<dyn RootKey>>,
}

/// What a root key has wrapped, and which one it was.
#[derive(Debug)]
pub(crate) struct Wrapped {
    /// The id of the root key that opens it.
    pub root_key_id: String,
    /// The wrapped key or sentinel.
    pub bytes: SealedBytes,
}

impl RootKeys {
    /// Takes the keys, the wrapping one first.
    ///
    /// # Errors
    /// - `key_missing`: there is none.
    /// - `config_invalid`: two have the same id, or an id is empty, longer than 512 bytes, or not visible ASCII.
    pub(crate) fn new(keys: Vec<Arc<dyn RootKey>>) -> Result<Self> {
        for (position, key) in keys.iter().enumerate() {
            let id = key.id();
            if !(1..=MAX_ID_LENGTH).contains(&id.len()) || !id.bytes().all(|b| (0x21..=0x7E).contains(&b)) {
                let message = format!("The id of root key {} must be 1 to 512 visible ASCII characters.", position + 1);
                return Err(Error::new(ErrorCode::ConfigInvalid, message));
            }
            if keys[..position].iter().any(|earlier| earlier.id() == id) {
                return Err(Error::new(ErrorCode::ConfigInvalid, format!("The vault key {id} was given twice.")));
            }
        }
        let mut keys = keys.into_iter();
        let primary = keys.next().ok_or_else(build_missing_error)?;
        Ok(RootKeys { primary, others: keys.collect() })
    }

    /// The id of the key that wraps.
    pub(crate) fn primary_id(&self) -> &str {
        self.primary.id()
    }

    /// All ids, the wrapping key's first.
    pub(crate) fn ids(&self) -> Vec<&str> {
        self.iter().map(|key| key.id()).collect()
    }

    /// Wraps a tenant key or the index key under the first root key.
    ///
    /// The key's own id is bound besides the context: a wrapped key opens under no other name.
    ///
    /// # Errors
    /// - `key_service_unavailable` (retry later): the service that holds the root key does not answer.
    pub(crate) async fn wrap_key(&self, context: &Context<'_>, key: &DataKey) -> Result<Wrapped> {
        let wrapped = self.primary.wrap(&encode_key_context(context, key.id()), key.key()).await?;
        Ok(Wrapped { root_key_id: self.primary.id().to_owned(), bytes: wrapped })
    }

    /// Opens a wrapped key with the root key of this id.
    ///
    /// # Errors
    /// - `key_mismatch`: that root key is not among the given ones (the message names both), or the value does not open.
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

    /// Makes the sentinel of the first root key for an environment.
    ///
    /// # Errors
    /// - `key_service_unavailable` (retry later): the service that holds the root key does not answer.
    pub(crate) async fn make_sentinel(&self, environment: &Environment) -> Result<Wrapped> {
        let context = encode_sentinel_context(environment, self.primary.id());
        let sentinel = self.primary.wrap(&context, &derive_sentinel(&context)).await?;
        Ok(Wrapped { root_key_id: self.primary.id().to_owned(), bytes: sentinel })
    }

    /// Whether a sentinel was made by the root key of this id in this environment. `false`: the key is given, but this
    /// is another environment, another key under the same id, or a damaged sentinel.
    ///
    /// # Errors
    /// - `key_mismatch`: that root key is not among the given ones; the message names both.
    /// - `key_service_unavailable` (retry later): the service that holds the root key does not answer.
    pub(crate) async fn check_sentinel(
        &self,
        environment: &Environment,
        root_key_id: &str,
        sentinel: &SealedBytes,
    ) -> Result<bool> {
        let context = encode_sentinel_context(environment, root_key_id);
        match self.find(root_key_id)?.unwrap(&context, sentinel).await {
            // The content is compared too: a key service that forgets the context must not make two environments one.
            Ok(content) => Ok(content.expose().as_slice().ct_eq(derive_sentinel(&context).expose().as_slice()).into()),
            Err(error) if error.code() == ErrorCode::KeyMismatch => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The error for a vault whose root key is not among the given ones. `vault` is its name in the sentence, such as
    /// `vault at sqlite:./authpipe.db`.
    pub(crate) fn build_mismatch_error(&self, vault: &str, root_key_id: &str) -> Error {
        let given = match self.others.len() {
            0 => format!("AUTHPIPE_KEY is key {}", self.primary_id()),
            _ => format!("AUTHPIPE_KEY holds keys {}", self.ids().join(", ")),
        };
        let message = format!(
            "The {vault} was encrypted with key {root_key_id}, but {given}. Restore the old key; to rotate, deploy key: [old, new] \
             first, then [new, old]."
        );
        Error::new(ErrorCode::KeyMismatch, message)
    }

    fn find(&self, root_key_id: &str) -> Result<&Arc<dyn RootKey>> {
        self.iter().find(|key| key.id() == root_key_id).ok_or_else(|| self.build_mismatch_error("vault", root_key_id))
    }

    fn iter(&self) -> impl Iterator<Item = &Arc<dyn RootKey>> {
        std::iter::once(&self.primary).chain(&self.others)
    }
}

impl fmt::Debug for RootKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RootKeys").field(&self.ids()).finish()
    }
}

/// The error for no key at all.
pub(super) fn build_missing_error() -> Error {
    Error::new(
        ErrorCode::KeyMissing,
        "Authpipe has no vault key. Run \"⟨command key generate⟩\" and set AUTHPIPE_KEY. Keep it: without this key the \
         vault cannot be read.",
    )
}

/// The error for a wrapped key that does not open: one for every reason (SR-53).
pub(super) fn build_open_error() -> Error {
    Error::new(ErrorCode::KeyMismatch, "A wrapped key in the vault does not open with its root key in this environment.")
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

/// What a sentinel holds: not a secret, but different for each environment and root key.
fn derive_sentinel(context: &[u8]) -> Secret<[u8; 32]> {
    Secret::new(Sha256::new().chain_update(b"authpipe sentinel 1").chain_update(context).finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{TenantId, entropy};
    use crate::vault::LocalRootKey;

    /// A key service that forgets the context, as a bad implementation might, and may not answer.
    struct Service {
        id: &'static str,
        answers: bool,
    }

    #[async_trait]
    impl RootKey for Service {
        fn id(&self) -> &str {
            self.id
        }

        async fn wrap(&self, _context: &[u8], key: &Secret<[u8; 32]>) -> Result<SealedBytes> {
            Ok(SealedBytes::from_stored(key.expose().to_vec()))
        }

        async fn unwrap(&self, _context: &[u8], wrapped: &SealedBytes) -> Result<Secret<[u8; 32]>> {
            if !self.answers {
                return Err(Error::new(ErrorCode::KeyServiceUnavailable, "The key service does not answer."));
            }
            Ok(Secret::new(wrapped.as_bytes().try_into().unwrap()))
        }
    }

    fn make_root() -> Arc<dyn RootKey> {
        Arc::new(LocalRootKey::parse(LocalRootKey::make().expose()).unwrap())
    }

    fn environment(text: &str) -> Environment {
        Environment::parse(text).unwrap()
    }

    fn context<'a>(environment: &'a Environment, tenant_id: &'a TenantId) -> Context<'a> {
        Context {
            environment,
            tenant_id: Some(tenant_id),
            record_type: RecordType::TenantKey,
            record_id: "",
            config: None,
            field: "key",
            generation: 0,
        }
    }

    #[test]
    fn no_keys_twice_the_same_and_bad_ids_are_refused() {
        let missing = RootKeys::new(vec![]).unwrap_err();
        assert_eq!((missing.code(), missing.message()), (ErrorCode::KeyMissing, build_missing_error().message()));
        let key = make_root();
        assert_eq!(RootKeys::new(vec![key.clone(), key]).unwrap_err().code(), ErrorCode::ConfigInvalid);
        for id in ["", "a b", "é", "x".repeat(513).leak()] {
            let error = RootKeys::new(vec![make_root(), Arc::new(Service { id, answers: true })]).unwrap_err();
            assert_eq!(error.code(), ErrorCode::ConfigInvalid, "{id}");
        }
        let service = Arc::new(Service { id: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd", answers: true });
        assert!(RootKeys::new(vec![service]).is_ok());
    }

    #[tokio::test]
    async fn the_first_key_wraps_and_all_open() {
        let (environment, tenant) = (environment("production"), TenantId::parse("org_a").unwrap());
        let context = context(&environment, &tenant);
        let (old, new) = (make_root(), make_root());
        let before = RootKeys::new(vec![old.clone(), new.clone()]).unwrap();
        let after = RootKeys::new(vec![new.clone(), old.clone()]).unwrap();
        assert_eq!((before.primary_id(), before.ids()), (old.id(), vec![old.id(), new.id()]));
        assert_eq!((after.primary_id(), after.ids()), (new.id(), vec![new.id(), old.id()]));
        let key = DataKey::make();
        for (writer, id) in [(&before, old.id()), (&after, new.id())] {
            let Wrapped { root_key_id, bytes: wrapped } = writer.wrap_key(&context, &key).await.unwrap();
            assert_eq!(root_key_id, id);
            for reader in [&before, &after] {
                let opened = reader.unwrap_key(&root_key_id, key.id(), &context, &wrapped).await.unwrap();
                assert_eq!(opened.id(), key.id());
                assert_eq!(opened.key().expose(), key.key().expose());
            }
        }
    }

    #[tokio::test]
    async fn a_wrapped_key_opens_in_its_own_place_only() {
        let (production, staging) = (environment("production"), environment("staging"));
        let (tenant, other) = (TenantId::parse("org_a").unwrap(), TenantId::parse("org_b").unwrap());
        let roots = RootKeys::new(vec![make_root(), make_root()]).unwrap();
        let place = context(&production, &tenant);
        let key = DataKey::make();
        let Wrapped { root_key_id, bytes: wrapped } = roots.wrap_key(&place, &key).await.unwrap();
        let second = roots.ids()[1].to_owned();
        for (root_key_id, key_id, place) in [
            (&second, key.id(), place),
            (&root_key_id, entropy::make_bytes(), place),
            (&root_key_id, key.id(), context(&staging, &tenant)),
            (&root_key_id, key.id(), context(&production, &other)),
            (&root_key_id, key.id(), Context { tenant_id: None, ..place }),
            (&root_key_id, key.id(), Context { record_type: RecordType::IndexKey, ..place }),
            (&root_key_id, key.id(), Context { generation: 1, ..place }),
        ] {
            let error = roots.unwrap_key(root_key_id, key_id, &place, &wrapped).await.unwrap_err();
            assert_eq!((error.code(), error.message()), (ErrorCode::KeyMismatch, build_open_error().message()), "{place:?}");
        }
        assert!(roots.unwrap_key(&root_key_id, key.id(), &place, &wrapped).await.is_ok());
    }

    #[tokio::test]
    async fn a_vault_of_another_key_is_named_with_both_keys() {
        let environment = environment("production");
        let (mine, theirs) = (RootKeys::new(vec![make_root()]).unwrap(), RootKeys::new(vec![make_root()]).unwrap());
        let Wrapped { root_key_id, bytes: sentinel } = theirs.make_sentinel(&environment).await.unwrap();
        let error = mine.check_sentinel(&environment, &root_key_id, &sentinel).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::KeyMismatch);
        let (mine_id, theirs_id) = (mine.primary_id(), theirs.primary_id());
        assert_eq!(
            mine.build_mismatch_error("vault at sqlite:./authpipe.db", &root_key_id).message(),
            format!(
                "The vault at sqlite:./authpipe.db was encrypted with key {theirs_id}, but AUTHPIPE_KEY is key {mine_id}. Restore \
                 the old key; to rotate, deploy key: [old, new] first, then [new, old]."
            )
        );
        assert!(error.message().contains(mine_id) && error.message().contains(theirs_id));
        let both = RootKeys::new(vec![make_root(), make_root()]).unwrap();
        let message = both.build_mismatch_error("vault", &root_key_id).message().to_owned();
        assert!(both.ids().iter().all(|id| message.contains(id)), "{message}");
    }

    #[tokio::test]
    async fn a_sentinel_is_of_one_key_and_one_environment() {
        let (production, staging) = (environment("production"), environment("staging"));
        let roots = RootKeys::new(vec![make_root(), make_root()]).unwrap();
        let Wrapped { root_key_id: id, bytes: sentinel } = roots.make_sentinel(&production).await.unwrap();
        assert_eq!(id, roots.primary_id());
        assert!(roots.check_sentinel(&production, &id, &sentinel).await.unwrap());
        assert!(!roots.check_sentinel(&staging, &id, &sentinel).await.unwrap());
        assert!(!roots.check_sentinel(&production, roots.ids()[1], &sentinel).await.unwrap());
        for at in 0..sentinel.as_bytes().len() {
            let mut bytes = sentinel.as_bytes().to_vec();
            bytes[at] ^= 1;
            assert!(!roots.check_sentinel(&production, &id, &SealedBytes::from_stored(bytes)).await.unwrap(), "{at}");
        }
        assert!(!roots.check_sentinel(&production, &id, &SealedBytes::from_stored(vec![])).await.unwrap());
        let Wrapped { bytes: again, .. } = roots.make_sentinel(&production).await.unwrap();
        assert_ne!(again, sentinel);
    }

    #[tokio::test]
    async fn a_key_service_that_forgets_the_context_does_not_join_environments() {
        let roots = RootKeys::new(vec![Arc::new(Service { id: "forgetful", answers: true })]).unwrap();
        let Wrapped { root_key_id: id, bytes: sentinel } = roots.make_sentinel(&environment("production")).await.unwrap();
        assert!(roots.check_sentinel(&environment("production"), &id, &sentinel).await.unwrap());
        assert!(!roots.check_sentinel(&environment("staging"), &id, &sentinel).await.unwrap());
    }

    #[tokio::test]
    async fn a_silent_key_service_is_not_a_wrong_key() {
        let (environment, tenant) = (environment("production"), TenantId::parse("org_a").unwrap());
        let roots = RootKeys::new(vec![Arc::new(Service { id: "silent", answers: false })]).unwrap();
        let Wrapped { root_key_id: id, bytes: sentinel } = roots.make_sentinel(&environment).await.unwrap();
        let error = roots.check_sentinel(&environment, &id, &sentinel).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::KeyServiceUnavailable);
        let error = roots.unwrap_key(&id, [0; 16], &context(&environment, &tenant), &sentinel).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::KeyServiceUnavailable);
    }

    #[test]
    fn debug_shows_ids_only() {
        let roots = RootKeys::new(vec![make_root()]).unwrap();
        assert_eq!(format!("{roots:?}"), format!("RootKeys([{:?}])", roots.primary_id()));
    }
}

//! Tenant keys: made at the first secret of a tenant, wrapped by the root key, kept in memory within a bound.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::base::waiting::{self, Awaited};
use crate::base::{Clock, Environment, Error, ErrorCode, Result, TenantId};
use crate::model::rows::{Batch, Conflict, KeyPurpose, KeyQuery, KeyRow, KeyState, Outcome, RewrappedKey, RootState, Write};
use crate::store::Store;
use crate::vault::{Context, DataKey, RecordType, RootKeys};

/// At most this many tenants' keys are kept; beyond, the map starts anew. 32 bytes each: the bound limits exposure, not memory.
const MOST_KEYS: usize = 10_000;
/// A cached key serves reads for this long without its root key being asked again (SR-51).
const KEEP: Duration = Duration::from_secs(15 * 60);

/// How often a key is wrapped whose root key is retired meanwhile.
const ATTEMPTS: usize = 3;

/// Finds, makes, wraps and caches data keys.
pub(super) struct Keyring {
    store: Arc<dyn Store>,
    roots: RootKeys,
    environment: Environment,
    clock: Arc<dyn Clock>,
    cached: Mutex<HashMap<[u8; 16], Cached>>,
    primary: Mutex<HashMap<Option<TenantId>, [u8; 16]>>,
}

struct Cached {
    owner: Option<TenantId>,
    key: Arc<DataKey>,
    since: Duration,
}

impl Keyring {
    pub(super) fn new(store: Arc<dyn Store>, roots: RootKeys, environment: Environment, clock: Arc<dyn Clock>) -> Self {
        Keyring { store, roots, environment, clock, cached: Mutex::default(), primary: Mutex::default() }
    }

    pub(super) fn roots(&self) -> &RootKeys {
        &self.roots
    }

    /// The key that seals a tenant's records; made if there is none.
    pub(super) async fn tenant_key(&self, tenant_id: &TenantId) -> Result<Arc<DataKey>> {
        self.primary_key(Some(tenant_id)).await
    }

    /// The key under which external accounts are hashed, one for the whole environment.
    pub(super) async fn index_key(&self) -> Result<Arc<DataKey>> {
        self.primary_key(None).await
    }

    /// The key with this id, if it is the tenant's: a record that names another tenant's key does not open.
    pub(super) async fn key_by_id(&self, tenant_id: &TenantId, key_id: [u8; 16]) -> Result<Option<Arc<DataKey>>> {
        if let Some(key) = self.cached(Some(tenant_id), key_id) {
            return Ok(Some(key));
        }
        self.load(Some(tenant_id)).await?;
        Ok(self.cached(Some(tenant_id), key_id))
    }

    /// Forgets every key.
    pub(super) fn clear(&self) {
        lock(&self.cached).clear();
        lock(&self.primary).clear();
    }

    async fn primary_key(&self, owner: Option<&TenantId>) -> Result<Arc<DataKey>> {
        if let Some(key) = self.cached_primary(owner) {
            return Ok(key);
        }
        self.load(owner).await?;
        if let Some(key) = self.cached_primary(owner) {
            return Ok(key);
        }
        self.make(owner).await?;
        // Whoever made it first, here or in another process: the stored one counts.
        self.load(owner).await?;
        self.cached_primary(owner)
            .ok_or_else(|| Error::new(ErrorCode::VaultUnavailable, "The vault lost a key it has just stored."))
    }

    fn cached(&self, owner: Option<&TenantId>, key_id: [u8; 16]) -> Option<Arc<DataKey>> {
        let now = self.clock.elapsed();
        let mut cached = lock(&self.cached);
        match cached.get(&key_id) {
            Some(entry) if now.saturating_sub(entry.since) > KEEP => {
                cached.remove(&key_id);
                None
            }
            Some(entry) if entry.owner.as_ref() == owner => Some(entry.key.clone()),
            _ => None,
        }
    }

    fn cached_primary(&self, owner: Option<&TenantId>) -> Option<Arc<DataKey>> {
        let key_id = *lock(&self.primary).get(&owner.cloned())?;
        self.cached(owner, key_id)
    }

    async fn load(&self, owner: Option<&TenantId>) -> Result<()> {
        let query = owner.map_or(KeyQuery::Index, |tenant_id| KeyQuery::Tenant(tenant_id.clone()));
        for row in self.store.list_keys(query).await? {
            let text = id_text(&row.key_id);
            let context = self.context(owner, &text);
            let key = waiting::on(
                Awaited::KeyService,
                Box::pin(self.roots.unwrap_key(&row.root_key_id, row.key_id, &context, &row.wrapped)),
            )
            .await?;
            self.keep(owner, key, row.state);
        }
        Ok(())
    }

    fn keep(&self, owner: Option<&TenantId>, key: DataKey, state: KeyState) {
        let key_id = key.id();
        let mut cached = lock(&self.cached);
        if cached.len() >= MOST_KEYS {
            cached.clear();
            lock(&self.primary).clear();
        }
        cached.insert(key_id, Cached { owner: owner.cloned(), key: Arc::new(key), since: self.clock.elapsed() });
        if state == KeyState::Primary {
            lock(&self.primary).insert(owner.cloned(), key_id);
        }
    }

    /// Makes the first key of a tenant, or the index key. Never a second one in the place of one that is lost (SR-46).
    async fn make(&self, owner: Option<&TenantId>) -> Result<()> {
        let key = DataKey::make();
        let text = id_text(&key.id());
        for _ in 0..ATTEMPTS {
            let root_key_id = self.wrapping_root().await?;
            let context = self.context(owner, &text);
            let wrapping = self.roots.wrap_key(&root_key_id, &context, &key);
            let row = KeyRow {
                key_id: key.id(),
                purpose: if owner.is_some() { KeyPurpose::Tenant } else { KeyPurpose::Index },
                tenant_id: owner.cloned(),
                state: KeyState::Primary,
                wrapped: waiting::on(Awaited::KeyService, Box::pin(wrapping)).await?,
                root_key_id,
                created_at: self.clock.now(),
            };
            match self.store.commit(Batch { writes: vec![Write::AddKey(row)] }).await? {
                Outcome::Applied { .. } | Outcome::Conflict(Conflict::Exists) => return Ok(()),
                // Retired between the question and the answer: another root key wraps now.
                Outcome::Conflict(Conflict::Stale) => {}
                Outcome::Conflict(Conflict::Orphaned) => return Err(lost(owner)),
                Outcome::Conflict(conflict) => return Err(super::unexpected(conflict, "add a key")),
            }
        }
        Err(super::unexpected(Conflict::Stale, "add a key"))
    }

    /// The root key that wraps now: the primary one, whose place another takes only once every process has it.
    async fn wrapping_root(&self) -> Result<String> {
        let known = self.store.list_root_keys().await?;
        let primary = known.into_iter().find(|root| root.state == RootState::Primary);
        Ok(primary.map_or_else(|| self.roots.primary_id().to_owned(), |root| root.root_key_id))
    }

    /// A key under another root key, to take the place of what was read.
    ///
    /// # Errors
    /// - `key_mismatch`: it does not open.
    /// - `key_service_unavailable` (retry later).
    pub(super) async fn rewrap(&self, row: &KeyRow, to: &str) -> Result<RewrappedKey> {
        let text = id_text(&row.key_id);
        let context = self.context(row.tenant_id.as_ref(), &text);
        let wrapping = self.roots.rewrap_key((&row.root_key_id, to), row.key_id, &context, &row.wrapped);
        let wrapped = waiting::on(Awaited::KeyService, Box::pin(wrapping)).await?;
        Ok(RewrappedKey { key_id: row.key_id, was: row.wrapped.clone(), root_key_id: to.to_owned(), wrapped })
    }

    fn context<'a>(&'a self, owner: Option<&'a TenantId>, key_id: &'a str) -> Context<'a> {
        Context {
            environment: &self.environment,
            tenant_id: owner,
            record_type: if owner.is_some() { RecordType::TenantKey } else { RecordType::IndexKey },
            record_id: key_id,
            config: None,
            field: "key",
            generation: 0,
        }
    }
}

/// Where a key is gone and what it has sealed is not.
fn lost(owner: Option<&TenantId>) -> Error {
    let whose = if owner.is_some() { "of this tenant" } else { "that finds external accounts" };
    let message =
        format!("The key {whose} is gone from the vault, and what was stored under it is still there. No new one is made.");
    Error::new(ErrorCode::VaultUnavailable, message)
        .with_hint("Restore the vault from a backup, or delete the connections that cannot be opened and connect again.")
}

fn id_text(key_id: &[u8; 16]) -> String {
    crate::base::encoding::to_hex(key_id)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // Each critical section is one insert or look-up; a panic in between leaves the map usable.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::base::{Secret, TestClock};
    use crate::model::sealed::SealedBytes;
    use crate::store::MemoryStore;
    use crate::vault::{LocalRootKey, RootKey};

    /// A service that holds the root key, and can be away.
    struct Service {
        key: LocalRootKey,
        is_away: Arc<AtomicBool>,
    }

    impl Service {
        fn answer(&self) -> Result<()> {
            let away = self.is_away.load(Ordering::SeqCst);
            if away { Err(Error::new(ErrorCode::KeyServiceUnavailable, "It does not answer.")) } else { Ok(()) }
        }
    }

    #[async_trait::async_trait]
    impl RootKey for Service {
        fn id(&self) -> &str {
            self.key.id()
        }

        async fn wrap(&self, context: &[u8], key: &Secret<[u8; 32]>) -> Result<SealedBytes> {
            self.answer()?;
            self.key.wrap(context, key).await
        }

        async fn unwrap(&self, context: &[u8], wrapped: &SealedBytes) -> Result<Secret<[u8; 32]>> {
            self.answer()?;
            self.key.unwrap(context, wrapped).await
        }
    }

    #[tokio::test]
    async fn a_cached_key_serves_for_a_quarter_of_an_hour_without_its_root_key() {
        let is_away = Arc::new(AtomicBool::new(false));
        let key = LocalRootKey::parse(LocalRootKey::make().expose()).unwrap();
        let roots = RootKeys::new(vec![Arc::new(Service { key, is_away: is_away.clone() })]).unwrap();
        let clock = TestClock::new();
        let environment = Environment::parse("test").unwrap();
        let store = MemoryStore::new(Arc::new(clock.clone()));
        store.open().await.unwrap();
        let keyring = Keyring::new(Arc::new(store), roots, environment, Arc::new(clock.clone()));
        let tenant = TenantId::parse("org_acme").unwrap();
        let id = keyring.tenant_key(&tenant).await.unwrap().id();

        is_away.store(true, Ordering::SeqCst);
        clock.advance(KEEP - Duration::from_secs(1));
        assert!(keyring.key_by_id(&tenant, id).await.unwrap().is_some());
        assert_eq!(keyring.tenant_key(&tenant).await.unwrap().id(), id);
        clock.advance(Duration::from_secs(2));
        for refused in [keyring.key_by_id(&tenant, id).await.map(|_| ()), keyring.tenant_key(&tenant).await.map(|_| ())] {
            assert_eq!(refused.unwrap_err().code(), ErrorCode::KeyServiceUnavailable);
        }
        is_away.store(false, Ordering::SeqCst);
        assert_eq!(keyring.tenant_key(&tenant).await.unwrap().id(), id);
    }
}

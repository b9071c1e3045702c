//! Tenant keys: made at the first secret of a tenant, wrapped by the root key, kept in memory within a bound.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use super::key_cache::{Found, KeyCache, KeyOwner};
use crate::base::waiting::{self, Awaited};
use crate::base::{Clock, Environment, Error, ErrorCode, Result, TenantId};
use crate::model::rows::{Batch, Conflict, KeyPurpose, KeyQuery, KeyRow, KeyState, Outcome, RewrappedKey, RootState, Write};
use crate::store::Store;
use crate::vault::{Context, DataKey, RecordType, RootKeyChange, RootKeys};

/// How often a key is wrapped whose root key is retired meanwhile.
const ATTEMPTS: usize = 3;

/// Finds, makes, wraps and caches data keys.
pub(super) struct Keyring {
    store: Arc<dyn Store>,
    roots: RootKeys,
    environment: Environment,
    clock: Arc<dyn Clock>,
    cache: KeyCache,
    flights: Mutex<HashMap<KeyOwner, Weak<Flight>>>,
}

/// Who holds it unwraps the keys of one owner; the others wait and find them.
type Flight = tokio::sync::Mutex<()>;

impl Keyring {
    pub(super) fn new(store: Arc<dyn Store>, roots: RootKeys, environment: Environment, clock: Arc<dyn Clock>) -> Self {
        Keyring { store, roots, environment, clock, cache: KeyCache::default(), flights: Mutex::default() }
    }

    pub(super) fn roots(&self) -> &RootKeys {
        &self.roots
    }

    /// The key that seals a tenant's records; made if there is none.
    pub(super) async fn tenant_key(&self, tenant_id: &TenantId) -> Result<Arc<DataKey>> {
        self.primary_key(Some(tenant_id.clone())).await
    }

    /// Makes the keys of tenants that have none, with one commit. Without it each is made when it is first needed, with one of its own.
    pub(super) async fn prepare<'a>(&self, tenants: impl Iterator<Item = &'a TenantId>) -> Result<()> {
        let is_absent = |owner: &KeyOwner| matches!(self.cache.find_primary(owner, self.clock.elapsed()), Found::Absent);
        let owners: BTreeSet<KeyOwner> = tenants.cloned().map(Some).filter(is_absent).collect();
        if owners.len() < 2 {
            return Ok(());
        }
        let root = self.wrapping_root().await?;
        let mut made = Vec::new();
        for owner in owners {
            if self.find(&owner, |cache, now| cache.find_primary(&owner, now)).await?.is_none() {
                let key = DataKey::make();
                let row = self.wrapped(owner.as_ref(), &key, root.clone()).await?;
                made.push((owner, key, row));
            }
        }
        let writes = made.iter().map(|(_, _, row)| Write::AddKey(row.clone())).collect();
        match self.store.commit(Batch { writes }).await? {
            Outcome::Applied { .. } => {
                for (owner, key, _) in made {
                    self.cache.replace(&owner, vec![(key, true)], self.clock.elapsed());
                }
                Ok(())
            }
            // One of them is there by now, is lost, or the root key was retired meanwhile: each is found, refused or made when it is needed.
            Outcome::Conflict(Conflict::Exists | Conflict::Stale | Conflict::Orphaned) => Ok(()),
            Outcome::Conflict(conflict) => Err(super::unexpected(conflict, "add keys")),
        }
    }

    /// The key under which external accounts are hashed, one for the whole environment.
    pub(super) async fn index_key(&self) -> Result<Arc<DataKey>> {
        self.primary_key(None).await
    }

    /// Whether a tenant has a key that seals. None is made.
    pub(super) async fn has_key(&self, tenant_id: &TenantId) -> Result<bool> {
        let owner = Some(tenant_id.clone());
        Ok(self.find(&owner, |cache, now| cache.find_primary(&owner, now)).await?.is_some())
    }

    /// The key with this id, if it is the tenant's: a record that names another tenant's key does not open.
    pub(super) async fn key_by_id(&self, tenant_id: &TenantId, key_id: [u8; 16]) -> Result<Option<Arc<DataKey>>> {
        let owner = Some(tenant_id.clone());
        self.find(&owner, |cache, now| cache.find(&owner, key_id, now)).await
    }

    /// Forgets every key.
    pub(super) fn clear(&self) {
        self.cache.clear();
    }

    /// Forgets keys that are destroyed.
    pub(super) fn drop_keys(&self, key_ids: &[[u8; 16]]) {
        self.cache.drop_keys(key_ids);
    }

    /// Forgets which keys seal: whoever seals next looks again.
    pub(super) fn forget_primaries(&self) {
        self.cache.forget_primaries();
    }

    /// A tenant's next key, and its row, in the place of the one that seals now; `None` where there is none.
    pub(super) async fn make_next(&self, tenant_id: &TenantId) -> Result<Option<Next>> {
        let keys = self.store.list_keys(KeyQuery::Tenant(tenant_id.clone())).await?;
        let Some(was) = keys.iter().find(|key| key.state == KeyState::Primary) else { return Ok(None) };
        // What cannot be opened cannot be sealed again.
        self.unwrap(was).await?;
        let row = self.wrapped(Some(tenant_id), &DataKey::make(), self.wrapping_root().await?).await?;
        Ok(Some(Next { was: was.key_id, row }))
    }

    /// Forgets what nobody uses and what may not be used any more.
    pub(super) fn sweep(&self) {
        self.cache.sweep(self.clock.elapsed());
        lock(&self.flights).retain(|_, flight| flight.strong_count() > 0);
    }

    async fn primary_key(&self, owner: KeyOwner) -> Result<Arc<DataKey>> {
        let find = |cache: &KeyCache, now| cache.find_primary(&owner, now);
        if let Some(key) = self.find(&owner, find).await? {
            return Ok(key);
        }
        self.make(owner.as_ref()).await?;
        // Whoever made it first, here or in another process: the stored one counts.
        self.find(&owner, find)
            .await?
            .ok_or_else(|| Error::new(ErrorCode::VaultUnavailable, "The vault lost a key it has just stored."))
    }

    /// What `find` finds among the kept keys; where that is nothing, or something of a certain age, among those that are unwrapped now,
    /// once however many ask.
    async fn find(&self, owner: &KeyOwner, find: impl Fn(&KeyCache, Duration) -> Found) -> Result<Option<Arc<DataKey>>> {
        if let Found::Good(key) = find(&self.cache, self.clock.elapsed()) {
            return Ok(Some(key));
        }
        let flight = self.flight(owner);
        let _first = flight.lock().await;
        let now = self.clock.elapsed();
        match find(&self.cache, now) {
            Found::Good(key) => return Ok(Some(key)),
            Found::Absent => self.load(owner).await?,
            Found::Due => match self.load(owner).await {
                Ok(()) => {}
                Err(error) if error.code() == ErrorCode::KeyMismatch => {
                    // Somebody says no: the key is not used for a moment longer.
                    self.cache.forget(owner);
                    return Err(error);
                }
                Err(error) => {
                    tracing::warn!(
                        code = error.code().as_str(),
                        "a key could not be unwrapped again; it serves for a while without"
                    );
                    self.cache.note_outage(owner, now);
                }
            },
        }
        Ok(match find(&self.cache, self.clock.elapsed()) {
            Found::Good(key) => Some(key),
            Found::Due | Found::Absent => None,
        })
    }

    fn flight(&self, owner: &KeyOwner) -> Arc<Flight> {
        let mut flights = lock(&self.flights);
        if let Some(flight) = flights.get(owner).and_then(Weak::upgrade) {
            return flight;
        }
        let flight = Arc::new(Flight::default());
        flights.insert(owner.clone(), Arc::downgrade(&flight));
        flight
    }

    async fn load(&self, owner: &KeyOwner) -> Result<()> {
        let query = owner.clone().map_or(KeyQuery::Index, KeyQuery::Tenant);
        let (mut damaged, mut opened) = (None, Vec::new());
        for row in self.store.list_keys(query).await? {
            match self.unwrap(&row).await {
                Ok(key) => opened.push((key, row.state == KeyState::Primary)),
                // One that does not open is no reason to do without the others.
                Err(error) if error.code() == ErrorCode::KeyMismatch => {
                    tracing::warn!(key_id = id_text(&row.key_id), "a key in the vault cannot be opened");
                    damaged = Some(error);
                }
                Err(error) => return Err(error),
            }
        }
        if let Some(error) = damaged.filter(|_| opened.is_empty()) {
            return Err(error);
        }
        self.cache.replace(owner, opened, self.clock.elapsed());
        Ok(())
    }

    /// Opens a wrapped key.
    ///
    /// # Errors
    /// - `key_mismatch`: it does not open.
    /// - `key_service_unavailable` (retry later).
    pub(super) async fn unwrap(&self, row: &KeyRow) -> Result<DataKey> {
        let text = id_text(&row.key_id);
        let context = self.context(row.tenant_id.as_ref(), &text);
        let unwrapping = self.roots.unwrap_key(&row.root_key_id, row.key_id, &context, &row.wrapped);
        waiting::on(Awaited::KeyService, Box::pin(unwrapping)).await
    }

    /// Makes the first key of a tenant, or the index key. Never a second one in the place of one that is lost (SR-46).
    async fn make(&self, owner: Option<&TenantId>) -> Result<()> {
        let key = DataKey::make();
        for _ in 0..ATTEMPTS {
            let row = self.wrapped(owner, &key, self.wrapping_root().await?).await?;
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

    /// The row of a new key.
    async fn wrapped(&self, owner: Option<&TenantId>, key: &DataKey, root_key_id: String) -> Result<KeyRow> {
        let text = id_text(&key.id());
        let context = self.context(owner, &text);
        let wrapping = self.roots.wrap_key(&root_key_id, &context, key);
        Ok(KeyRow {
            key_id: key.id(),
            purpose: if owner.is_some() { KeyPurpose::Tenant } else { KeyPurpose::Index },
            tenant_id: owner.cloned(),
            state: KeyState::Primary,
            wrapped: waiting::on(Awaited::KeyService, Box::pin(wrapping)).await?,
            root_key_id,
            created_at: self.clock.now(),
        })
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
        let wrapping = self.roots.rewrap_key(RootKeyChange { from: &row.root_key_id, to }, row.key_id, &context, &row.wrapped);
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

/// A key that is to follow another one.
pub(super) struct Next {
    pub(super) was: [u8; 16],
    pub(super) row: KeyRow,
}

/// Where a key is gone and what it has sealed is not.
fn lost(owner: Option<&TenantId>) -> Error {
    let whose = if owner.is_some() { "of this tenant" } else { "that finds external accounts" };
    let message =
        format!("The key {whose} is gone from the vault, and what was stored under it is still there. No new one is made.");
    Error::new(ErrorCode::VaultUnavailable, message)
        .with_hint("Restore the vault from a backup, or delete the connections that cannot be opened and connect again.")
}

pub(super) fn id_text(key_id: &[u8; 16]) -> String {
    crate::base::encoding::to_hex(key_id)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // Each critical section is one insert or look-up; a panic in between leaves the map usable.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;

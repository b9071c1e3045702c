//! Keysets: made at the first secret of a tenant, wrapped by the root key, kept in memory within a bound.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::asked;
use super::key_cache::{Found, KeyCache, SLOW};
use super::seen::Seen;
use crate::base::waiting::{self, Awaited};
use crate::base::{Clock, Environment, Error, ErrorCode, Result, TenantId};
use crate::model::rows::{Batch, Conflict, FORM, KeyOwner, KeyRow, KeyState, KeysetRow, Outcome, Write};
use crate::store::Store;
use crate::vault::{Context, DataKey, Keyset, KeysetPlace, RecordType, RootKeys};

mod errors;
mod flights;

pub(super) use errors::lost;
use errors::put_back;
use flights::Flights;

/// How often a keyset is sealed whose root key is retired meanwhile.
const ATTEMPTS: usize = 3;

/// Finds, makes, wraps and caches keys.
pub(super) struct Keyring {
    store: Arc<dyn Store>,
    roots: RootKeys,
    environment: Environment,
    clock: Arc<dyn Clock>,
    cache: KeyCache,
    /// The highest version of each keyset that was opened or stored here.
    seen: Seen<KeyOwner>,
    oldest_form: AtomicU32,
    flights: Flights,
}

/// A keyset, and as what it is stored.
pub(super) struct OpenKeyset {
    pub(super) row: KeysetRow,
    pub(super) keyset: Keyset,
}

/// What is stored of an owner's keys.
pub(super) enum Stored {
    /// All of them.
    Keyset(OpenKeyset),
    /// Keys of before there were keysets, oldest first.
    Legacy(Vec<KeyRow>),
    Nothing,
}

impl Keyring {
    pub(super) fn new(store: Arc<dyn Store>, roots: RootKeys, environment: Environment, clock: Arc<dyn Clock>) -> Self {
        let (cache, seen, oldest_form) = (KeyCache::default(), Seen::default(), AtomicU32::new(1));
        Keyring { store, roots, environment, clock, cache, seen, oldest_form, flights: Flights::default() }
    }

    pub(super) fn roots(&self) -> &RootKeys {
        &self.roots
    }

    /// Which form of what is sealed is the oldest one that this process opens.
    pub(super) fn oldest_form(&self) -> u32 {
        self.oldest_form.load(Ordering::SeqCst)
    }

    /// It never goes back while the process lives, whatever is put back into the vault.
    pub(super) fn raise_oldest_form(&self, to: u32) {
        self.oldest_form.fetch_max(to, Ordering::SeqCst);
    }

    /// The key that seals a tenant's records; made if there is none.
    pub(super) async fn tenant_key(&self, tenant_id: &TenantId) -> Result<Arc<DataKey>> {
        self.primary_key(KeyOwner::Tenant(tenant_id.clone())).await
    }

    /// Makes the keys of tenants that have none, with one commit. Without it each is made when it is first needed, with one of its own.
    pub(super) async fn prepare<'a>(&self, tenants: impl Iterator<Item = &'a TenantId>) -> Result<()> {
        let is_absent = |owner: &KeyOwner| matches!(self.cache.find_primary(owner, self.clock.elapsed()), Found::Absent);
        let owners: BTreeSet<KeyOwner> = tenants.cloned().map(KeyOwner::Tenant).filter(is_absent).collect();
        if owners.len() < 2 {
            return Ok(());
        }
        let (mut made, root_key_id) = (Vec::new(), self.wrapping_root().await?);
        for owner in owners {
            if self.find(&owner, |cache, now| cache.find_primary(&owner, now)).await?.is_none() {
                let keyset = Keyset::make();
                let row = self.first_row_under(&root_key_id, &owner, &keyset).await?;
                made.push((owner, keyset, row));
            }
        }
        let add = |row: &KeysetRow| Write::AddKeyset { row: row.clone(), legacy: vec![] };
        match self.store.commit(Batch { writes: made.iter().map(|(_, _, row)| add(row)).collect() }).await? {
            Outcome::Applied { .. } => {
                for (owner, keyset, row) in made {
                    self.note(&row);
                    self.cache.replace(&owner, &keyset, self.clock.elapsed());
                }
                Ok(())
            }
            // One of them is there by now, is lost, or the root key was retired meanwhile: each is found, refused or made when it is needed.
            Outcome::Conflict(Conflict::Exists | Conflict::Stale | Conflict::Orphaned) => Ok(()),
            Outcome::Conflict(conflict) => Err(super::unexpected(conflict, "add keys")),
        }
    }

    /// The keys under which external accounts are hashed in the whole environment, newest first; one is made if there is none.
    pub(super) async fn index_keys(&self) -> Result<Vec<Arc<DataKey>>> {
        for _ in 0..ATTEMPTS {
            let newest = self.primary_key(KeyOwner::Index).await?;
            let mut keys = self.cache.all(&KeyOwner::Index);
            if keys.last().is_some_and(|last| last.id() == newest.id()) {
                keys.reverse();
                return Ok(keys);
            }
        }
        Err(lost(&KeyOwner::Index))
    }

    /// The key that links entries of the audit log; made if there is none.
    pub(super) async fn audit_key(&self) -> Result<Arc<DataKey>> {
        self.primary_key(KeyOwner::Audit).await
    }

    /// Keeps that key at hand, if there is one: whoever disconnects needs it, also when its root key's service is away.
    pub(super) async fn keep_audit_key(&self) -> Option<Arc<DataKey>> {
        let found = self.find(&KeyOwner::Audit, |cache, now| cache.find_primary(&KeyOwner::Audit, now)).await;
        found.inspect_err(|error| tracing::debug!(%error, "the key of the audit log is not at hand")).ok().flatten()
    }

    /// Forgets keys that are no tenant's: whoever hashes, or links, next looks again.
    pub(super) fn forget(&self, owner: &KeyOwner) {
        self.cache.forget(owner);
    }

    /// Whether a tenant has a key that seals. None is made.
    pub(super) async fn has_key(&self, tenant_id: &TenantId) -> Result<bool> {
        let owner = KeyOwner::Tenant(tenant_id.clone());
        Ok(self.find(&owner, |cache, now| cache.find_primary(&owner, now)).await?.is_some())
    }

    /// The key with this id, if it is the tenant's: a record that names another tenant's key does not open.
    pub(super) async fn key_by_id(&self, tenant_id: &TenantId, key_id: [u8; 16]) -> Result<Option<Arc<DataKey>>> {
        let owner = KeyOwner::Tenant(tenant_id.clone());
        let found = self.find(&owner, |cache, now| cache.find(&owner, key_id, now)).await?;
        if found.is_none() {
            self.cache.note_missing(&owner, key_id);
        }
        Ok(found)
    }

    /// Forgets every key.
    pub(super) fn clear(&self) {
        self.cache.clear();
    }

    /// The keys that this process has in memory.
    pub(super) fn key_ids(&self) -> Vec<[u8; 16]> {
        self.cache.key_ids()
    }

    /// Forgets keys that are destroyed.
    pub(super) fn drop_keys(&self, key_ids: &[[u8; 16]]) {
        self.cache.drop_keys(key_ids);
    }

    /// Forgets that these keys seal: whoever would seal under one of them looks again.
    pub(super) fn forget_primaries(&self, key_ids: &[[u8; 16]]) {
        self.cache.forget_primaries(key_ids);
    }

    /// Forgets what nobody uses and what may not be used any more.
    pub(super) fn sweep(&self) {
        self.cache.sweep(self.clock.elapsed());
        self.flights.sweep();
    }

    async fn primary_key(&self, owner: KeyOwner) -> Result<Arc<DataKey>> {
        let find = |cache: &KeyCache, now| cache.find_primary(&owner, now);
        if let Some(key) = self.find(&owner, find).await? {
            return Ok(key);
        }
        self.make(&owner).await?;
        // Whoever made it first, here or in another process: the stored one counts.
        self.find(&owner, find).await?.ok_or_else(|| lost(&owner))
    }

    /// What `find` finds among the kept keys; where that is nothing, or something of a certain age, among those that are unwrapped now,
    /// once however many ask.
    async fn find(&self, owner: &KeyOwner, find: impl Fn(&KeyCache, Duration) -> Found) -> Result<Option<Arc<DataKey>>> {
        match find(&self.cache, self.clock.elapsed()) {
            Found::Good(key) => return Ok(Some(key)),
            Found::Nowhere => return Ok(None),
            Found::Due | Found::Absent => {}
        }
        let flight = self.flights.of(owner);
        let mut failed = waiting::on_same(&flight.waits, flight.failed.lock()).await;
        let now = self.clock.elapsed();
        let is_due = match find(&self.cache, now) {
            Found::Good(key) => return Ok(Some(key)),
            Found::Nowhere => return Ok(None),
            Found::Due => true,
            Found::Absent => false,
        };
        // Whoever has waited for somebody else's answer has it, and nobody waits again at once for one that did not come.
        let told = failed.clone().or_else(|| self.cache.silence(owner, now));
        let is_told = told.is_some();
        let loaded = match told {
            Some(error) => Err(error),
            None => waiting::on_same(&flight.waits, waiting::apart(flight.waits.clone(), Box::pin(self.load(owner)))).await,
        };
        match loaded {
            Ok(()) => {}
            Err(error) if is_due && error.code() != ErrorCode::KeyMismatch => {
                tracing::warn!(code = error.code().as_str(), "a key could not be unwrapped again; it serves for a while without");
                self.cache.note_outage(owner, now);
            }
            Err(error) if is_told => return Err(error),
            Err(error) => {
                self.note_failure(owner, &error, now);
                // Whoever comes from now on is in another flight.
                self.flights.close(owner);
                *failed = Some(error.clone());
                return Err(error);
            }
        }
        Ok(match find(&self.cache, self.clock.elapsed()) {
            Found::Good(key) => Some(key),
            Found::Due | Found::Absent | Found::Nowhere => None,
        })
    }

    /// The owner's keys could not be had, and it was begun to ask for them at this time.
    fn note_failure(&self, owner: &KeyOwner, error: &Error, asked_at: Duration) {
        let now = self.clock.elapsed();
        match error.code() {
            // Somebody says no: what is in memory is not used for a moment longer.
            ErrorCode::KeyMismatch => self.cache.forget(owner),
            ErrorCode::KeyServiceUnavailable if now.saturating_sub(asked_at) > SLOW => {
                self.cache.note_silence(owner, error.clone(), now);
            }
            _ => {}
        }
    }

    async fn load(&self, owner: &KeyOwner) -> Result<()> {
        match self.stored(owner).await? {
            Stored::Keyset(OpenKeyset { keyset, .. }) => self.cache.replace(owner, &keyset, self.clock.elapsed()),
            Stored::Legacy(rows) => {
                let (mut damaged, mut keys, mut primary) = (None, Vec::new(), None);
                for row in rows {
                    match self.unwrap(&row).await {
                        Ok(key) => {
                            let key = Arc::new(key);
                            primary = primary.or_else(|| (row.state == KeyState::Primary).then(|| key.clone()));
                            keys.push(key);
                        }
                        // One that does not open is no reason to do without the others.
                        Err(error) if error.code() == ErrorCode::KeyMismatch => {
                            tracing::warn!(key_id = id_text(&row.key_id), "a key in the vault cannot be opened");
                            damaged = Some(error);
                        }
                        Err(error) => return Err(error),
                    }
                }
                if let Some(error) = damaged.filter(|_| keys.is_empty()) {
                    return Err(error);
                }
                self.cache.put(owner, keys, primary, self.clock.elapsed());
            }
            Stored::Nothing => self.cache.forget(owner),
        }
        Ok(())
    }

    /// What is stored of an owner's keys, opened.
    ///
    /// # Errors
    /// - `key_mismatch`: the keyset does not open, or is older than one that this process has seen.
    /// - `key_service_unavailable` (retry later).
    pub(super) async fn stored(&self, owner: &KeyOwner) -> Result<Stored> {
        if let Some(row) = asked::find_keyset(&*self.store, owner).await? {
            return self.opened(row).await;
        }
        if self.oldest_form() == FORM {
            return Ok(Stored::Nothing);
        }
        let legacy = asked::list_legacy_keys(&*self.store, owner).await?;
        if !legacy.is_empty() {
            // Who has seen a keyset believes no keys of before it.
            return if self.seen.newest(owner).is_none() { Ok(Stored::Legacy(legacy)) } else { Err(put_back()) };
        }
        // Between the two questions somebody may have gathered them.
        match asked::find_keyset(&*self.store, owner).await? {
            Some(row) => self.opened(row).await,
            None => Ok(Stored::Nothing),
        }
    }

    async fn opened(&self, row: KeysetRow) -> Result<Stored> {
        Ok(self.open(row).await?.map_or(Stored::Nothing, Stored::Keyset))
    }

    /// Opens a keyset that was read, or the one that has taken its place by now; `None`: it is gone by now.
    ///
    /// # Errors
    /// As of [`Keyring::stored`].
    pub(super) async fn open(&self, mut row: KeysetRow) -> Result<Option<OpenKeyset>> {
        if let Some(known) = self.seen.newest(&row.owner).filter(|known| row.version < *known) {
            let Some(again) = asked::find_keyset(&*self.store, &row.owner).await? else { return Ok(None) };
            if again.version < known {
                return Err(put_back());
            }
            row = again;
        }
        let opening = self.roots.open_keyset(&row.root_key_id, self.place(&row.owner, row.version), &row.sealed);
        let keyset = waiting::on(Awaited::KeyService, Box::pin(opening)).await?;
        // An erasure ends the keys that the row names.
        if keyset.key_ids() != row.key_ids {
            return Err(crate::vault::root_key::build_open_error());
        }
        self.note(&row);
        Ok(Some(OpenKeyset { row, keyset }))
    }

    /// Notes that a keyset was opened or stored: no earlier one is believed.
    pub(super) fn note(&self, row: &KeysetRow) {
        self.seen.note(&row.owner, row.version);
    }

    /// Opens a wrapped key of before there were keysets.
    ///
    /// # Errors
    /// - `key_mismatch`: it does not open.
    /// - `key_service_unavailable` (retry later).
    pub(super) async fn unwrap(&self, row: &KeyRow) -> Result<DataKey> {
        let text = id_text(&row.key_id);
        let context = self.legacy_context(row.tenant_id.as_ref(), &text);
        let unwrapping = self.roots.unwrap_key(&row.root_key_id, row.key_id, &context, &row.wrapped);
        waiting::on(Awaited::KeyService, Box::pin(unwrapping)).await
    }

    /// Makes the first keyset of an owner. Never a second one in the place of one that is lost (SR-46).
    async fn make(&self, owner: &KeyOwner) -> Result<()> {
        let keyset = if *owner == KeyOwner::Audit { Keyset::make_linking() } else { Keyset::make() };
        for _ in 0..ATTEMPTS {
            let row = self.first_row(owner, &keyset).await?;
            match self.store.commit(Batch { writes: vec![Write::AddKeyset { row, legacy: vec![] }] }).await? {
                Outcome::Applied { .. } | Outcome::Conflict(Conflict::Exists) => return Ok(()),
                // Retired between the question and the answer: another root key wraps now.
                Outcome::Conflict(Conflict::Stale) => {}
                Outcome::Conflict(Conflict::Orphaned) => return Err(lost(owner)),
                Outcome::Conflict(conflict) => return Err(super::unexpected(conflict, "add a keyset")),
            }
        }
        Err(super::unexpected(Conflict::Stale, "add a keyset"))
    }

    fn place<'a>(&'a self, owner: &'a KeyOwner, version: u64) -> KeysetPlace<'a> {
        KeysetPlace { environment: &self.environment, owner, version }
    }

    fn legacy_context<'a>(&'a self, owner: Option<&'a TenantId>, key_id: &'a str) -> Context<'a> {
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

pub(super) fn id_text(key_id: &[u8; 16]) -> String {
    crate::base::encoding::to_hex(key_id)
}

mod sealing;
#[cfg(test)]
mod tests;

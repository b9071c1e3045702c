//! Makes the rows that the rules use, and asks a store in a line.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use crate::base::entropy::make_bytes;
use crate::base::{Clock, ConfigId, GrantId, Label, ProviderId, SessionId, TenantId, Timestamp, UserId};
use crate::model::event::{Event, EventType};
use crate::model::grant::{AccountHash, CredentialType, GrantStatus};
use crate::model::rows::{
    Batch, Conflict, GrantGuard, GrantQuery, GrantRow, KeyPurpose, KeyRow, KeyState, KeysetChange, KeysetRow, LeaseAcquisition,
    LeaseColumns, LeaseGuard, Outcome, Schedule, SessionQuery, SessionRow, Write,
};
use crate::model::sealed::SealedBytes;
use crate::model::session::{SessionKind, SessionStatus, SessionStep};
use crate::model::subject::SubjectKind;
use crate::store::Store;

pub(super) type Any = Arc<dyn Store>;

/// The clocks of one process: the machine's, which all of its processes share, and a wall clock that may be wrong and jump.
#[derive(Default)]
pub(in crate::store) struct ProcessClock {
    machine: Arc<AtomicU64>,
    wall: AtomicI64,
}

impl ProcessClock {
    /// Those of another process of the machine, whose wall clock is ahead by this many seconds.
    pub(super) fn of_another_process(&self, ahead: i64) -> Arc<Self> {
        let wall = self.wall.load(Ordering::SeqCst) + 1_000 * ahead;
        Arc::new(ProcessClock { machine: self.machine.clone(), wall: AtomicI64::new(wall) })
    }

    /// Time passes, for every process of the machine.
    pub(super) fn pass(&self, seconds: u64) {
        self.machine.fetch_add(1_000 * seconds, Ordering::SeqCst);
    }

    /// Somebody sets this process's wall clock by so much.
    pub(super) fn jump(&self, seconds: i64) {
        self.wall.fetch_add(1_000 * seconds, Ordering::SeqCst);
    }
}

impl Clock for ProcessClock {
    fn now(&self) -> Timestamp {
        let passed = i64::try_from(self.machine.load(Ordering::SeqCst)).unwrap();
        Timestamp::from_unix_millis(1_700_000_000_000 + passed + self.wall.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        Duration::from_secs(100_000) + Duration::from_millis(self.machine.load(Ordering::SeqCst))
    }
}

pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(seconds)
}

pub(super) fn tenant(id: &str) -> TenantId {
    TenantId::parse(id).unwrap()
}

pub(super) fn user(id: &str) -> UserId {
    UserId::parse(id).unwrap()
}

pub(super) fn config(id: &str) -> ConfigId {
    ConfigId::parse(id).unwrap()
}

pub(super) fn label(text: &str) -> Label {
    Label::parse(text).unwrap()
}

/// A user's connection.
pub(super) fn connection(tenant_id: &str, user_id: &str) -> GrantRow {
    GrantRow {
        id: GrantId::make_connection(),
        tenant_id: tenant(tenant_id),
        config: config("drive"),
        provider: ProviderId::parse("microsoft-onedrive").unwrap(),
        subject: SubjectKind::User,
        user_id: Some(user(user_id)),
        label: Label::empty(),
        credential_type: CredentialType::OAuthToken,
        account_hash: Some(AccountHash::named([8; 16], make_bytes())),
        status: GrantStatus::Active,
        reason: None,
        generation: 1,
        revision: 1,
        fence: 0,
        committed_epoch: 0,
        key_id: [7; 16],
        sealed: Some(SealedBytes::from_stored(vec![0, 255, 39, 0])),
        expires_at: Some(at(3_600)),
        refresh_at: None,
        next_check_at: None,
        last_used_at: None,
        lease: LeaseColumns::default(),
        failures: 0,
        paused_for: Duration::ZERO,
        stored_for: Duration::ZERO,
        last_ok_at: Some(at(1)),
        created_at: at(1),
        updated_at: at(1),
    }
}

/// A tenant's installation in the organisation `organisation`.
pub(super) fn installation(tenant_id: &str, organisation: u8) -> GrantRow {
    GrantRow {
        id: GrantId::make_installation(),
        subject: SubjectKind::Installation,
        user_id: None,
        account_hash: Some(organisation_hash(organisation)),
        ..connection(tenant_id, "unused")
    }
}

/// An organisation under the index key 8.
pub(super) fn organisation_hash(organisation: u8) -> AccountHash {
    AccountHash::named([8; 16], [organisation; 32])
}

pub(super) fn session(tenant_id: &str, user_id: &str) -> SessionRow {
    SessionRow {
        id: SessionId::make(),
        kind: SessionKind::Auth,
        tenant_id: tenant(tenant_id),
        user_id: user(user_id),
        config: config("drive"),
        provider: ProviderId::parse("microsoft-onedrive").unwrap(),
        status: SessionStatus::Pending,
        step: SessionStep::Authorization,
        state_hash: make_bytes(),
        binding_hash: make_bytes(),
        resume_hash: None,
        completion_hash: None,
        revision: 1,
        created_at: at(1),
        expires_at: at(600),
        grant_id: None,
        error_code: None,
        key_id: [7; 16],
        sealed: Some(SealedBytes::from_stored(vec![1, 2, 3])),
    }
}

pub(super) fn event(id: &str, grant: &GrantRow, event_type: EventType) -> Event {
    Event {
        id: id.to_owned(),
        event_type,
        grant_id: Some(grant.id.clone()),
        session_id: None,
        tenant_id: grant.tenant_id.clone(),
        user_id: grant.user_id.clone(),
        config: grant.config.clone(),
        provider: grant.provider.clone(),
        status: Some(grant.status),
        reason: None,
        failure: None,
        at: at(10),
        cursor: None,
    }
}

pub(super) fn insert_session(row: &SessionRow) -> Write {
    insert_within(row, 999, 0)
}

/// The same, as one of at most `limit` at this second.
pub(super) fn insert_within(row: &SessionRow, limit: usize, now: i64) -> Write {
    Write::InsertSession { row: Box::new(row.clone()), limit, kept: 999, now: at(now) }
}

/// As what a grant claims its organisation that knows one index key.
pub(super) fn claims(row: &GrantRow) -> Vec<AccountHash> {
    row.account_hash.into_iter().collect()
}

pub(super) fn insert(row: &GrantRow) -> Write {
    insert_at(row, 1)
}

/// The same, committed at this second.
pub(super) fn insert_at(row: &GrantRow, now: i64) -> Write {
    Write::InsertGrant { row: Box::new(row.clone()), claims: claims(row), now: at(now) }
}

/// The guard that holds for `row` as stored.
pub(super) fn guard(row: &GrantRow) -> GrantGuard {
    GrantGuard { generation: row.generation, revision: Some(row.revision), fence: row.fence, lease: LeaseGuard::Any }
}

/// Replaces `before` by what `change` makes of it, under the full guard.
pub(super) fn update(before: &GrantRow, change: impl FnOnce(&mut GrantRow)) -> Write {
    let mut row = before.clone();
    row.revision += 1;
    change(&mut row);
    let (guard, schedule) = (guard(before), Schedule::Both);
    let claims = claims(&row);
    Write::UpdateGrant { row: Box::new(row), claims, guard, schedule, release_lease: false, now: at(2) }
}

/// What acquires the lease for 60 s.
pub(super) fn acquisition(row: &GrantRow, owner: u8) -> LeaseAcquisition {
    LeaseAcquisition {
        tenant_id: row.tenant_id.clone(),
        grant_id: row.id.clone(),
        generation: row.generation,
        revision: row.revision,
        fence: row.fence,
        owner: [owner; 16],
        length: seconds(60),
        intent_age: seconds(1),
        intent_digest: [owner; 32],
        intent_is_recovery: owner % 2 == 1,
    }
}

pub(super) const fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

pub(super) fn release(row: &GrantRow, owner: u8, epoch: u64) -> Write {
    let (tenant_id, grant_id) = (row.tenant_id.clone(), row.id.clone());
    Write::ReleaseLease { tenant_id, grant_id, owner: [owner; 16], epoch, intent: None }
}

pub(super) async fn commit(store: &Any, writes: impl IntoIterator<Item = Write>) -> Outcome {
    store.commit(Batch { writes: writes.into_iter().collect() }).await.unwrap()
}

/// Commits what must not conflict.
pub(super) async fn apply(store: &Any, writes: impl IntoIterator<Item = Write>) {
    assert!(matches!(commit(store, writes).await, Outcome::Applied { .. }));
}

pub(super) const EXISTS: Outcome = Outcome::Conflict(Conflict::Exists);
pub(super) const HELD_BY_OTHER: Outcome = Outcome::Conflict(Conflict::OrganisationHeld);
pub(super) const STALE: Outcome = Outcome::Conflict(Conflict::Stale);
pub(super) const FULL: Outcome = Outcome::Conflict(Conflict::Full);
pub(super) const LEASED: Outcome = Outcome::Conflict(Conflict::Leased);
pub(super) const PAUSED: Outcome = Outcome::Conflict(Conflict::Paused);

/// The grant as stored, if it is, whenever that was.
pub(super) async fn find(store: &Any, row: &GrantRow) -> Option<GrantRow> {
    Some(GrantRow { stored_for: Duration::ZERO, ..find_aged(store, row).await? })
}

/// The same, with for how long.
pub(super) async fn find_aged(store: &Any, row: &GrantRow) -> Option<GrantRow> {
    store.find_grant(GrantQuery::Id(row.tenant_id.clone(), row.id.clone())).await.unwrap()
}

pub(super) async fn find_session(store: &Any, row: &SessionRow) -> Option<SessionRow> {
    store.find_session(SessionQuery::Id(row.tenant_id.clone(), row.user_id.clone(), row.id.clone())).await.unwrap()
}

/// Those of the first keys that are destroyed, by their numbers.
pub(super) async fn destroyed(store: &Any) -> Vec<u8> {
    let mut found = store.find_destroyed_keys((0..50).map(|n| [n; 16]).collect()).await.unwrap();
    found.sort_unstable();
    found.into_iter().map(|key_id| key_id[0]).collect()
}

/// The keyset of a tenant, or of the index, in its first version, with one key `[n; 16]`.
pub(super) fn keyset(n: u8, owner: Option<&str>) -> KeysetRow {
    KeysetRow {
        owner: owner.map(tenant).into(),
        version: 7,
        root_key_id: "root-1".to_owned(),
        key_ids: vec![[n; 16]],
        sealed: SealedBytes::from_stored(vec![n, 0, 255]),
        changed_at: at(i64::from(n)),
    }
}

/// Adds a keyset where there are no keys.
pub(super) fn add_keyset(row: &KeysetRow) -> Write {
    Write::AddKeyset { row: row.clone(), legacy: vec![] }
}

/// The next version of a keyset, with these keys.
pub(super) fn changed(row: &KeysetRow, key_ids: &[u8]) -> KeysetChange {
    let key_ids = key_ids.iter().map(|n| [*n; 16]).collect();
    let next = KeysetRow { version: row.version + 1, key_ids, sealed: SealedBytes::from_stored(vec![9]), ..row.clone() };
    KeysetChange { was: row.version, row: next }
}

/// A key as vaults before schema 12 have it.
pub(super) fn legacy_key(n: u8, owner: Option<&str>, state: KeyState) -> KeyRow {
    KeyRow {
        key_id: [n; 16],
        purpose: if owner.is_some() { KeyPurpose::Tenant } else { KeyPurpose::Index },
        tenant_id: owner.map(tenant),
        state,
        root_key_id: "root-1".to_owned(),
        wrapped: SealedBytes::from_stored(vec![n, 0, 255]),
        created_at: at(i64::from(n)),
    }
}

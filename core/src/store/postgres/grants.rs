//! Inserts, updates and touches grants; each guard is in the WHERE. What a write notes of the change is appended with the batch's last
//! statement (`logs`).

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::base::Timestamp;
use crate::model::grant::AccountHash;
use crate::model::rows::{Conflict, GrantGuard, GrantJob, GrantQuery, GrantRow, RECORD_VERSION, ResealedGrant, Schedule};
use crate::model::sealed::SealedBytes;
use crate::model::subject::GrantKey;

use super::claims;
use super::columns::{self, Cells, GRANT_COLUMNS, PAUSE, PAUSE_BEGAN};
use super::erasures;
use super::errors::Failure;
use super::jobs;
use super::keysets;
use super::leases::FREE;
use super::many::{Many, ROWS, of_row};
use super::query;
use super::session::Db;
use super::statement::{Named, Param, blob, count, flag, optional_blob, text};

/// Adds a grant.
pub(super) async fn insert(db: &Db, row: &GrantRow, claims: &[AccountHash]) -> Result<(), Failure> {
    check_key(db, row).await?;
    let is_claim = match &row.account_hash {
        Some(hash) if claims::is_kept(db, row, hash).await? => false,
        _ => claims::check(db, row, claims).await?,
    };
    if db.execute(&INSERT, &columns::grant_values(row)?).await? != 1 {
        // A rule that does something else instead says so by no error.
        return Err(Failure::Swallowed("grants"));
    }
    if is_claim {
        claims::check_rivals(db, row, claims).await?;
    }
    jobs::follow(db, row, Schedule::Both).await
}

/// Replaces a grant under a guard, and perhaps frees its lease.
pub(super) async fn update(
    db: &Db,
    row: &GrantRow,
    claims: &[AccountHash],
    guard: &GrantGuard,
    schedule: Schedule,
    release_lease: bool,
) -> Result<(), Failure> {
    check_key(db, row).await?;
    let owner = guard.lease.owner();
    let values = update_values(row, guard, owner.as_ref(), schedule)?;
    let sql = if release_lease { &UPDATE_AND_RELEASE } else { &UPDATE };
    if let Some(hash) = &row.account_hash {
        // Most go on with the hash that they have: that is found out by the change itself, which nobody comes before any more.
        let kept = [&values[..], &[(":is_claim", flag(row.claims_organisation()))]].concat();
        if db.execute(&format!("{} AND {}", **sql, claims::KEPT), &kept).await? == 1 {
            return jobs::follow(db, row, schedule).await;
        }
        if claims::is_kept(db, row, hash).await? {
            return Err(refused(db, &values).await?);
        }
    }
    let is_claim = claims::check(db, row, claims).await?;
    if db.execute(sql, &values).await? != 1 {
        return Err(refused(db, &values).await?);
    }
    if is_claim {
        claims::check_rivals(db, row, claims).await?;
    }
    jobs::follow(db, row, schedule).await
}

/// Why a guarded update has changed nothing. Where the row is there that its guard is about, something in the database has dropped it.
async fn refused(db: &Db, values: &[Named<'_>]) -> Result<Failure, Failure> {
    let is_of_guard = |name: &str| matches!(name, ":id" | ":tenant_id") || name.starts_with(":guard_");
    let guard: Vec<Named<'_>> = values.iter().filter(|(name, _)| is_of_guard(name)).cloned().collect();
    let is_there = db.exists(&format!("SELECT 1 FROM @grants WHERE {GUARDED}"), &guard).await?;
    Ok(if is_there { Failure::Swallowed("grants") } else { Conflict::Stale.into() })
}

/// A grant that is to be replaced by what is sealed anew.
pub(super) struct Replaced<'a> {
    pub(super) row: &'a GrantRow,
    pub(super) guard: &'a GrantGuard,
    /// Who must hold the lease, if anybody.
    pub(super) owner: Option<[u8; 16]>,
    pub(super) schedule: Schedule,
    pub(super) release_lease: bool,
    /// When that is.
    pub(super) now: Timestamp,
}

/// Replaces several different grants, each as [`update`] does, where that can be said at once; the ids of those. About the others `update`
/// says what there is to say, or waits for whoever has them or their jobs; nothing was done for them, and nobody has waited. Jobs do not follow yet.
pub(super) async fn update_all(db: &Db, replaced: &[Replaced<'_>]) -> Result<HashSet<String>, Failure> {
    let mut done = HashSet::new();
    for (sql, releases) in [(&UPDATE_ALL, false), (&UPDATE_ALL_AND_RELEASE, true)] {
        let mut many = Many::default();
        for one in replaced.iter().filter(|one| one.release_lease == releases) {
            let mut values = update_values(one.row, one.guard, one.owner.as_ref(), one.schedule)?;
            values.push((":is_claim", flag(one.row.claims_organisation())));
            many.push(values)?;
        }
        if !many.is_empty() {
            let sql = many.place(sql);
            done.extend(db.select_kept(&sql, &many.into_values(), |row| Cells::new(row, "grants").text()).await?);
        }
    }
    Ok(done)
}

fn update_values<'a>(
    row: &'a GrantRow,
    guard: &GrantGuard,
    owner: Option<&'a [u8; 16]>,
    schedule: Schedule,
) -> Result<Vec<Named<'a>>, Failure> {
    let mut values = columns::grant_values(row)?;
    values.extend([
        (":guard_generation", count(guard.generation)?),
        (":guard_fence", count(guard.fence)?),
        (":guard_revision", guard.revision.map(count).transpose()?.unwrap_or(NULL)),
        (":guard_owner", optional_blob(owner.map(<[u8; 16]>::as_slice))),
        (":guard_epoch", guard.lease.epoch().map(count).transpose()?.unwrap_or(NULL)),
        (":writes_refresh", flag(schedule.writes(GrantJob::Refresh))),
        (":writes_check", flag(schedule.writes(GrantJob::Check))),
    ]);
    Ok(values)
}

/// Stores grants that were sealed again.
pub(super) async fn reseal(db: &Db, resealed: &[ResealedGrant]) -> Result<(), Failure> {
    for (key_id, tenant_id) in ResealedGrant::keys(resealed) {
        erasures::check_key(db, Some(tenant_id), &key_id).await?;
    }
    for key_id in ResealedGrant::index_keys(resealed) {
        claims::check_key(db, &key_id).await?;
    }
    for grant in resealed {
        let values = [
            (":id", text(grant.grant_id.as_str())),
            (":tenant_id", text(grant.tenant_id.as_str())),
            (":revision", count(grant.revision)?),
            (":was", optional_blob(grant.was.as_ref().map(SealedBytes::as_bytes))),
            (":key_id", blob(&grant.key_id)),
            (":sealed", blob(grant.sealed.as_bytes())),
            (":account_hash", optional_blob(grant.account_hash.as_ref().map(AccountHash::as_bytes))),
        ];
        db.execute(&RESEAL, &values).await?;
    }
    Ok(())
}

async fn check_key(db: &Db, row: &GrantRow) -> Result<(), Failure> {
    if row.sealed.is_some() { erasures::check_key(db, Some(&row.tenant_id), &row.key_id).await } else { Ok(()) }
}

/// Whether another grant has this one's key: of two rules that a write has broken, the server names the one that it came to first.
pub(super) async fn is_key_taken(db: &Db, row: &GrantRow) -> Result<bool, Failure> {
    let key = GrantKey {
        tenant_id: row.tenant_id.clone(),
        config: row.config.clone(),
        subject: row.subject,
        user_id: row.user_id.clone(),
        label: row.label.clone(),
        purpose: row.credential_type.purpose(),
    };
    Ok(query::find_grant(db, &GrantQuery::Key(key)).await?.is_some_and(|found| found.id != row.id))
}

const NULL: Param<'static> = Param::Integer(None);

/// Notes that somebody asked for a grant.
pub(super) const TOUCH: &str =
    "UPDATE @grants SET last_used_at = greatest(last_used_at, :at) WHERE tenant_id = :tenant_id AND id = :id";

static INSERT: LazyLock<String> = LazyLock::new(|| {
    let columns = columns::columns(&GRANT_COLUMNS);
    let places = GRANT_COLUMNS.join(", ");
    format!(
        "INSERT INTO @grants ({columns}, paused_until, pause_began, stored_generation, stored_at, record_version)
            VALUES ({places}, {PAUSE}, {PAUSE_BEGAN}, :generation, :now, {RECORD_VERSION})"
    )
});
static RESEAL: LazyLock<String> = LazyLock::new(|| {
    format!(
        "UPDATE @grants AS own SET key_id = :key_id, sealed = :sealed, account_hash = :account_hash,
                record_version = {RECORD_VERSION}
            WHERE id = :id AND tenant_id = :tenant_id AND revision = :revision AND sealed IS NOT DISTINCT FROM :was
            AND NOT (subject = 'installation' AND status NOT IN ('pending_approval', 'revoked') AND EXISTS (
                SELECT 1 FROM @grants AS rival WHERE rival.config = own.config AND rival.account_hash = :account_hash
                    AND rival.subject = 'installation' AND rival.status NOT IN ('pending_approval', 'revoked')
                    AND rival.id <> :id))"
    )
});
static UPDATE: LazyLock<String> = LazyLock::new(|| format!("UPDATE @grants SET {} WHERE {GUARDED}", *REPLACED));
static UPDATE_AND_RELEASE: LazyLock<String> =
    LazyLock::new(|| format!("UPDATE @grants SET {}, {FREE} WHERE {GUARDED}", *REPLACED));
static UPDATE_ALL: LazyLock<String> = LazyLock::new(|| build_update_of_many(""));
static UPDATE_ALL_AND_RELEASE: LazyLock<String> = LazyLock::new(|| build_update_of_many(&format!(", {FREE}")));

static REPLACED: LazyLock<String> = LazyLock::new(|| {
    let set: Vec<_> = GRANT_COLUMNS[2..].iter().map(|place| set_in_update(columns::column(place), place)).collect();
    format!(
        "{}, paused_until = {PAUSE}, pause_began = {PAUSE_BEGAN}, stored_generation = :generation,
            stored_at = CASE WHEN stored_generation = :generation THEN stored_at ELSE :now END, record_version = {RECORD_VERSION}",
        set.join(", ")
    )
});
const GUARDED: &str = "id = :id AND tenant_id = :tenant_id AND generation = :guard_generation AND fence = :guard_fence
    AND (:guard_revision IS NULL OR revision = :guard_revision)
    AND (:guard_owner IS NULL OR lease_owner = :guard_owner)
    AND (:guard_epoch IS NULL OR lease_epoch = :guard_epoch)";

/// Who has a row, its key or a job that is to follow it locked is passed over, and so nobody waits for somebody who waits for others of these.
fn build_update_of_many(more: &str) -> String {
    format!(
        "WITH held AS MATERIALIZED ({held}), free AS MATERIALIZED ({free}),
            own AS MATERIALIZED (SELECT new.* FROM {ROWS} JOIN held ON held_tenant = new_tenant_id AND held_key = new_key_id
                JOIN @grants ON id = new_id
                WHERE {guarded} AND (new_account_hash IS NULL OR {kept}) AND NOT EXISTS ({kept_from_us})
                FOR NO KEY UPDATE OF grants SKIP LOCKED)
        UPDATE @grants SET {replaced}{more} FROM own WHERE id = new_id RETURNING id",
        held = keysets::HELD,
        free = jobs::FREE_TO_FOLLOW,
        kept_from_us = jobs::KEPT_FROM_US,
        guarded = of_row(GUARDED),
        kept = of_row(claims::KEPT),
        replaced = of_row(&REPLACED)
    )
}

/// How an update writes a column: a due column only where the change owns it, and times that only grow never back.
fn set_in_update(column: &str, place: &str) -> String {
    match column {
        "refresh_at" => format!("{column} = CASE WHEN :writes_refresh THEN {place} ELSE {column} END"),
        "next_check_at" => format!("{column} = CASE WHEN :writes_check THEN {place} ELSE {column} END"),
        // `greatest` passes over NULLs.
        "last_used_at" | "last_ok_at" => format!("{column} = greatest({column}, {place})"),
        _ => format!("{column} = {place}"),
    }
}

//! Inserts, updates and touches grants; each guard is in the WHERE.

use std::sync::LazyLock;

use rusqlite::Connection;

use crate::base::Timestamp;
use crate::base::giving_way::Steps;
use crate::model::grant::AccountHash;
use crate::model::rows::{Conflict, GrantGuard, GrantJob, GrantRow, RECORD_VERSION, ResealedGrant, Schedule};
use crate::store::texts::subject_name;

use super::claims::{self, Claiming};
use super::columns::{self, GRANT_COLUMNS, PAUSE_COLUMNS};
use super::erasures;
use super::errors::Failure;
use super::jobs;
use super::leases::FREE;
use super::machine::Now;
use super::statement::{Param, blob, count, execute, exists, flag, one_row, optional, text, time, user};

/// Adds a grant.
pub(super) fn insert(
    db: &Connection,
    row: &GrantRow,
    claims: &[AccountHash],
    now: &Now,
    noted_at: Timestamp,
) -> Result<(), Failure> {
    check_key(db, row)?;
    let is_claim = claims::check(db, row, claims)?;
    let mut values = columns::grant_values(row)?;
    values.extend(columns::pause_values(row.paused_for, now));
    values.extend(columns::stored_values(now));
    match execute(db, &INSERT, &values) {
        Ok(_) => {
            if is_claim {
                claims::check_rivals(db, row, claims)?;
            }
            jobs::follow(db, row, Schedule::Both)?;
            note_change(db, row, noted_at)
        }
        // Ids are unique over all tenants; this asks why an insert failed and shows nobody a row.
        Err(failure) if failure.is_unique_violation() => {
            if exists(db, ID_EXISTS, &[(":id", text(row.id.as_str()))])? {
                return Err(Conflict::Exists.into());
            }
            Err(explain_conflict(db, row)?.into())
        }
        Err(failure) => Err(failure),
    }
}

/// Replaces a grant under a guard, and perhaps frees its lease.
pub(super) fn update(
    db: &Connection,
    Claiming { row, claims }: Claiming<'_>,
    guard: &GrantGuard,
    schedule: Schedule,
    release_lease: bool,
    now: &Now,
    noted_at: Timestamp,
) -> Result<(), Failure> {
    check_key(db, row)?;
    let is_claim = claims::check(db, row, claims)?;
    let (owner, epoch) = (guard.lease.owner(), guard.lease.epoch());
    let mut values = columns::grant_values(row)?;
    values.extend(columns::pause_values(row.paused_for, now));
    values.extend(columns::stored_values(now));
    values.extend([
        (":guard_generation", count(guard.generation)?),
        (":guard_fence", count(guard.fence)?),
        (":guard_revision", guard.revision.map(count).transpose()?.unwrap_or(NULL)),
        (":guard_owner", optional(owner.as_ref(), |owner| blob(owner))),
        (":guard_epoch", epoch.map(count).transpose()?.unwrap_or(NULL)),
        (":writes_refresh", flag(schedule.writes(GrantJob::Refresh))),
        (":writes_check", flag(schedule.writes(GrantJob::Check))),
    ]);
    let sql = if release_lease { &UPDATE_AND_RELEASE } else { &UPDATE };
    match execute(db, sql, &values) {
        Ok(changed) => {
            one_row(changed)?;
            if is_claim {
                claims::check_rivals(db, row, claims)?;
            }
            jobs::follow(db, row, schedule)?;
            note_change(db, row, noted_at)
        }
        Err(failure) if failure.is_unique_violation() => Err(explain_conflict(db, row)?.into()),
        Err(failure) => Err(failure),
    }
}

/// Stores grants that were sealed again.
pub(super) fn reseal(db: &Connection, resealed: &[ResealedGrant]) -> Result<(), Failure> {
    for key_id in ResealedGrant::keys(resealed).into_keys() {
        erasures::check_key(db, &key_id)?;
    }
    for key_id in ResealedGrant::index_keys(resealed) {
        claims::check_key(db, &key_id)?;
    }
    let mut steps = Steps::long();
    for grant in resealed {
        let values = [
            (":id", text(grant.grant_id.as_str())),
            (":tenant_id", text(grant.tenant_id.as_str())),
            (":revision", count(grant.revision)?),
            (":was", optional(grant.was.as_ref(), |sealed| blob(sealed.as_bytes()))),
            (":key_id", blob(&grant.key_id)),
            (":sealed", blob(grant.sealed.as_bytes())),
            (":account_hash", optional(grant.account_hash.as_ref(), |hash| blob(hash.as_bytes()))),
        ];
        execute(db, &RESEAL, &values)?;
        steps.made();
    }
    Ok(())
}

fn check_key(db: &Connection, row: &GrantRow) -> Result<(), Failure> {
    if row.sealed.is_some() { erasures::check_key(db, &row.key_id) } else { Ok(()) }
}

/// Which of the two uniqueness rules of grants a row violates.
fn explain_conflict(db: &Connection, row: &GrantRow) -> Result<Conflict, Failure> {
    let values = [
        (":tenant_id", text(row.tenant_id.as_str())),
        (":config", text(row.config.as_str())),
        (":subject", text(subject_name(row.subject, row.credential_type.purpose()))),
        (":user_id", user(row.user_id.as_ref())),
        (":label", text(row.label.as_str())),
        (":id", text(row.id.as_str())),
    ];
    Ok(if exists(db, KEY_EXISTS, &values)? { Conflict::Exists } else { Conflict::OrganisationHeld })
}

fn note_change(db: &Connection, row: &GrantRow, now: Timestamp) -> Result<(), Failure> {
    let values = [(":tenant_id", text(row.tenant_id.as_str())), (":grant_id", text(row.id.as_str())), (":at", time(now))];
    execute(db, NOTE_CHANGE, &values).map(drop)
}

const NULL: Param<'static> = Param::Owned(rusqlite::types::Value::Null);

const ID_EXISTS: &str = "SELECT 1 FROM grants WHERE id = :id";
const KEY_EXISTS: &str = "SELECT 1 FROM grants WHERE tenant_id = :tenant_id AND config = :config AND subject = :subject
    AND user_id = :user_id AND label = :label AND id <> :id";
const NOTE_CHANGE: &str = "INSERT INTO changes (tenant_id, grant_id, at) VALUES (:tenant_id, :grant_id, :at)";
/// Notes that somebody asked for a grant.
pub(super) const TOUCH: &str =
    "UPDATE grants SET last_used_at = max(coalesce(last_used_at, :at), :at) WHERE tenant_id = :tenant_id AND id = :id";

static INSERT: LazyLock<String> = LazyLock::new(|| {
    let places = [&GRANT_COLUMNS[..], &PAUSE_COLUMNS].concat();
    format!(
        "INSERT INTO grants ({}, stored_generation, stored_boot, stored_at, record_version)
            VALUES ({}, :generation, :stored_boot, :stored_at, {RECORD_VERSION})",
        columns::columns(&places),
        places.join(", ")
    )
});
// `IS` compares what is not there as well.
static RESEAL: LazyLock<String> = LazyLock::new(|| {
    format!(
        "UPDATE grants SET key_id = :key_id, sealed = :sealed, account_hash = :account_hash, record_version = {RECORD_VERSION}
            WHERE id = :id AND tenant_id = :tenant_id AND revision = :revision AND sealed IS :was
            AND NOT (subject = 'installation' AND status NOT IN ('pending_approval', 'revoked') AND EXISTS (
                SELECT 1 FROM grants AS rival WHERE rival.config = grants.config AND rival.account_hash = :account_hash
                    AND rival.subject = 'installation' AND rival.status NOT IN ('pending_approval', 'revoked')
                    AND rival.id <> :id))"
    )
});
static UPDATE: LazyLock<String> = LazyLock::new(|| build_update(""));
static UPDATE_AND_RELEASE: LazyLock<String> = LazyLock::new(|| build_update(&format!(", {FREE}")));

fn build_update(more: &str) -> String {
    let set: Vec<_> =
        GRANT_COLUMNS[2..].iter().chain(&PAUSE_COLUMNS).map(|place| set_in_update(columns::column(place), place)).collect();
    format!(
        "UPDATE grants SET {}, stored_generation = :generation,
            stored_boot = CASE WHEN stored_generation = :generation THEN stored_boot ELSE :stored_boot END,
            stored_at = CASE WHEN stored_generation = :generation THEN stored_at ELSE :stored_at END, record_version = {RECORD_VERSION}{more}
            WHERE id = :id AND tenant_id = :tenant_id AND generation = :guard_generation AND fence = :guard_fence
                AND (:guard_revision IS NULL OR revision = :guard_revision)
                AND (:guard_owner IS NULL OR lease_owner = :guard_owner)
                AND (:guard_epoch IS NULL OR lease_epoch = :guard_epoch)",
        set.join(", ")
    )
}

/// How an update writes a column: a due column only where the change owns it, and times that only grow never back.
fn set_in_update(column: &str, place: &str) -> String {
    match column {
        "refresh_at" => format!("{column} = CASE WHEN :writes_refresh THEN {place} ELSE {column} END"),
        "next_check_at" => format!("{column} = CASE WHEN :writes_check THEN {place} ELSE {column} END"),
        // `max` of two values is NULL where one of them is.
        "last_used_at" | "last_ok_at" => format!("{column} = max(coalesce({column}, {place}), coalesce({place}, {column}))"),
        _ => format!("{column} = {place}"),
    }
}

/// Every statement of this file that looks something up.
#[cfg(test)]
pub(super) fn planned_statements() -> Vec<String> {
    [ID_EXISTS, KEY_EXISTS, TOUCH, &UPDATE, &UPDATE_AND_RELEASE, &RESEAL].map(str::to_owned).to_vec()
}

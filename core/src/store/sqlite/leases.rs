//! Leases: acquired with an intent in one statement, and ended.

use std::sync::LazyLock;

use rusqlite::Connection;

use crate::base::{GrantId, TenantId};
use crate::model::lease::LeaseHolder;
use crate::model::rows::{Conflict, IntentColumns, LeaseAcquisition};
use crate::store::copying::UNHEARD_OF;

use super::columns::Cells;
use super::errors::Failure;
use super::machine::{LONGEST_WALL_PAUSE, Now};
use super::statement::{Named, blob, count, execute, exists, flag, integer, one_row, optional, select, text};

/// Gives a lease, if the grant is as it was seen, nobody holds one, and nobody was told to wait; its epoch.
pub(super) fn acquire(db: &Connection, wanted: &LeaseAcquisition, now: &Now) -> Result<u64, Failure> {
    let seen = [
        (":tenant_id", text(wanted.tenant_id.as_str())),
        (":id", text(wanted.grant_id.as_str())),
        (":generation", count(wanted.generation)?),
        (":revision", count(wanted.revision)?),
        (":fence", count(wanted.fence)?),
    ];
    let (ends, since) = (now.after(wanted.length), now.before(wanted.intent_age));
    let mut values = seen.to_vec();
    values.extend([
        now.boot(),
        now.at(),
        now.wall(),
        longest_wall_pause(),
        (":owner", blob(&wanted.owner)),
        (":ends", integer(ends.at)),
        (":wall_end", integer(ends.wall)),
        (":since", integer(since.at)),
        (":wall_since", integer(since.wall)),
        (":digest", blob(&wanted.intent_digest)),
        (":is_recovery", flag(wanted.intent_is_recovery)),
    ]);
    if let Some(epoch) = select(db, &ACQUIRE, &values, |row| Cells::new(row, "grants").count())?.pop() {
        return Ok(epoch);
    }
    if !exists(db, IS_AS_SEEN, &seen)? {
        return Err(Conflict::Stale.into());
    }
    let values = [&seen[..2], &[now.boot(), now.at(), now.wall()]].concat();
    Err(if exists(db, &IS_LEASED, &values)? { Conflict::Leased } else { Conflict::Paused }.into())
}

fn longest_wall_pause() -> Named<'static> {
    (":longest_wall_pause", integer(i64::try_from(LONGEST_WALL_PAUSE.as_millis()).unwrap_or(i64::MAX)))
}

/// Ends a lease; the intent that stays is in doubt.
pub(super) fn release(
    db: &Connection,
    tenant_id: &TenantId,
    grant_id: &GrantId,
    holder: LeaseHolder,
    intent: Option<&IntentColumns>,
    now: &Now,
) -> Result<(), Failure> {
    let mut values = vec![
        (":tenant_id", text(tenant_id.as_str())),
        (":id", text(grant_id.as_str())),
        (":owner", blob(&holder.owner)),
        (":epoch", count(holder.epoch)?),
    ];
    let Some(intent) = intent else { return one_row(execute(db, &RELEASE, &values)?) };
    let (since, ends) = (now.before(intent.age), now.before(intent.ended));
    values.extend([
        now.boot(),
        (":ends", integer(ends.at)),
        (":wall_end", integer(ends.wall)),
        (":since", integer(since.at)),
        (":wall_since", integer(since.wall)),
        (":digest", blob(&intent.digest)),
        (":is_recovery", flag(intent.is_recovery)),
    ]);
    one_row(execute(db, PARK, &values)?)
}

/// Says what is spent under a lease that runs.
pub(super) fn revise(
    db: &Connection,
    tenant_id: &TenantId,
    grant_id: &GrantId,
    holder: LeaseHolder,
    from: Option<[u8; 32]>,
    digest: &[u8; 32],
    now: &Now,
) -> Result<(), Failure> {
    let values = [
        (":tenant_id", text(tenant_id.as_str())),
        (":id", text(grant_id.as_str())),
        (":owner", blob(&holder.owner)),
        (":epoch", count(holder.epoch)?),
        (":from", optional(from.as_ref(), |from| blob(from))),
        (":digest", blob(digest)),
        now.boot(),
        now.at(),
        now.wall(),
    ];
    one_row(execute(db, &REVISE, &values)?)
}

/// Frees a lease and forgets its intent. `lease_until` and `intent_sent_at` are the same times on a wall clock, for a version
/// before this one that shares the vault; it leaves `lease_timed` behind the epoch, and what it acquires is judged by them.
pub(super) const FREE: &str = "lease_owner = NULL, lease_until = NULL, lease_timed = NULL, lease_boot = NULL, lease_began = NULL,
    lease_ends = NULL, intent_sent_at = NULL, intent_since = NULL, intent_digest = NULL, intent_is_recovery = 0";
const HELD: &str = "lease_owner IS NOT NULL AND CASE WHEN lease_timed = lease_epoch
    THEN lease_boot = :boot AND lease_began <= :at AND lease_ends > :at ELSE lease_until > :wall END";
const PAUSED: &str = "CASE WHEN pause_boot IS NULL
    THEN next_attempt_at IS NOT NULL AND next_attempt_at > :wall AND next_attempt_at <= :wall + :longest_wall_pause
    ELSE pause_boot = :boot AND pause_began <= :at AND pause_ends > :at END";
const IS_AS_SEEN: &str = "SELECT 1 FROM grants WHERE tenant_id = :tenant_id AND id = :id AND generation = :generation
    AND revision = :revision AND fence = :fence";

static ACQUIRE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "UPDATE grants SET lease_owner = :owner, lease_epoch = lease_epoch + 1, lease_timed = lease_epoch + 1, lease_boot = :boot,
            lease_began = :at, lease_ends = :ends, lease_until = :wall_end, intent_since = :since,
            intent_sent_at = :wall_since, intent_digest = :digest, intent_is_recovery = :is_recovery
        WHERE tenant_id = :tenant_id AND id = :id AND generation = :generation AND revision = :revision AND fence = :fence
            AND NOT ({HELD}) AND NOT ({PAUSED})
        RETURNING lease_epoch"
    )
});
static IS_LEASED: LazyLock<String> =
    LazyLock::new(|| format!("SELECT 1 FROM grants WHERE tenant_id = :tenant_id AND id = :id AND {HELD}"));
static RELEASE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "UPDATE grants SET {FREE} WHERE tenant_id = :tenant_id AND id = :id AND lease_owner = :owner AND lease_epoch = :epoch"
    )
});
const PARK: &str = "UPDATE grants SET lease_owner = NULL, lease_timed = lease_epoch, lease_boot = :boot, lease_began = :since,
        lease_ends = :ends, lease_until = :wall_end, intent_since = :since, intent_sent_at = :wall_since,
        intent_digest = :digest, intent_is_recovery = :is_recovery
    WHERE tenant_id = :tenant_id AND id = :id AND lease_owner = :owner AND lease_epoch = :epoch";

static REVISE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "UPDATE grants SET intent_digest = :digest WHERE tenant_id = :tenant_id AND id = :id AND lease_owner = :owner
            AND lease_epoch = :epoch AND {HELD} AND intent_digest = coalesce(:from, intent_digest)"
    )
});

/// Who holds leases that run, or that have ended a while ago and were neither given back nor lost to another one; and whether they seem to begin
/// later, as those of a process do whose clock a test has moved.
pub(super) static OWNERS: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT DISTINCT lease_owner, lease_timed = lease_epoch AND lease_began > :at FROM grants
            WHERE lease_owner IS NOT NULL AND CASE WHEN lease_timed = lease_epoch
            THEN lease_boot = :boot AND lease_ends > :at - {window} ELSE lease_until > :wall - {window} END",
        window = UNHEARD_OF.as_millis()
    )
});

/// Every statement of this file.
#[cfg(test)]
pub(super) fn planned_statements() -> Vec<String> {
    [IS_AS_SEEN, &ACQUIRE, &IS_LEASED, &RELEASE, PARK, &REVISE].map(str::to_owned).to_vec()
}

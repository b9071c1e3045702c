//! Leases: acquired with an intent in one statement, and ended. All of it by the server's clock, asked for inside the statement: one that
//! has waited for another transaction goes by the time after that.

use std::collections::HashMap;
use std::sync::LazyLock;

use tokio_postgres::Row;

use crate::base::{GrantId, TenantId};
use crate::model::lease::LeaseHolder;
use crate::model::rows::{Conflict, IntentColumns, LeaseAcquisition};

use crate::store::copying::UNHEARD_OF;

use super::columns::Cells;
use super::errors::Failure;
use super::many::{Many, ROWS, of_row};
use super::moving;
use super::session::Db;
use super::statement::{Named, blob, count, flag, integer, one_row, text};
use super::time::millis;

/// Gives a lease, if the grant is as it was seen, nobody holds one, and nobody was told to wait; its epoch.
pub(super) async fn acquire(db: &Db, wanted: &LeaseAcquisition) -> Result<u64, Failure> {
    let moving = name_of_move(db);
    let (mut seen, mut values) = (name_seen(wanted)?, name_acquisition(wanted)?);
    seen.push((":moving", text(&moving)));
    values.push((":moving", text(&moving)));
    if let Some(epoch) = db.select_kept(&ACQUIRE, &values, |row| Cells::new(row, "grants").count()).await?.pop() {
        return Ok(epoch);
    }
    let why = db.select(&WHY_NOT, &seen, |row| Cells::new(row, "grants").take::<bool>()).await?;
    Err(match why.first() {
        None => Conflict::Stale,
        Some(true) => Conflict::Leased,
        Some(false) => Conflict::Paused,
    }
    .into())
}

/// Gives several leases of different grants, each as [`acquire`] does, where that can be said at once: the epochs, in their order. `None`:
/// `acquire` says why not, or waits for whoever has the row; nothing was done for this one, and nobody has waited for it.
pub(super) async fn acquire_all(db: &Db, wanted: &[&LeaseAcquisition]) -> Result<Vec<Option<u64>>, Failure> {
    let mut many = Many::default();
    for wanted in wanted {
        many.push(name_acquisition(wanted)?)?;
    }
    let (sql, moving) = (many.place(&ACQUIRE_ALL), name_of_move(db));
    let mut values = many.into_values();
    values.push((":moving", text(&moving)));
    let read = |row: &Row| {
        let mut cells = Cells::new(row, "grants");
        Ok((cells.text()?, cells.count()?))
    };
    let given: HashMap<String, u64> = db.select_kept(&sql, &values, read).await?.into_iter().collect();
    Ok(wanted.iter().map(|wanted| given.get(wanted.grant_id.as_str()).copied()).collect())
}

fn name_of_move(db: &Db) -> String {
    format!("{}/{}", db.schema, moving::LEASES)
}

fn name_seen(wanted: &LeaseAcquisition) -> Result<Vec<Named<'_>>, Failure> {
    Ok(vec![
        (":tenant_id", text(wanted.tenant_id.as_str())),
        (":id", text(wanted.grant_id.as_str())),
        (":generation", count(wanted.generation)?),
        (":revision", count(wanted.revision)?),
        (":fence", count(wanted.fence)?),
    ])
}

fn name_acquisition(wanted: &LeaseAcquisition) -> Result<Vec<Named<'_>>, Failure> {
    let mut values = name_seen(wanted)?;
    values.extend([
        (":owner", blob(&wanted.owner)),
        (":length", integer(millis(wanted.length))),
        (":age", integer(millis(wanted.intent_age))),
        (":digest", blob(&wanted.intent_digest)),
        (":is_recovery", flag(wanted.intent_is_recovery)),
    ]);
    Ok(values)
}

/// Ends a lease; the intent that stays is in doubt.
pub(super) async fn release(
    db: &Db,
    tenant_id: &TenantId,
    grant_id: &GrantId,
    holder: LeaseHolder,
    intent: Option<&IntentColumns>,
) -> Result<(), Failure> {
    let mut values = vec![
        (":tenant_id", text(tenant_id.as_str())),
        (":id", text(grant_id.as_str())),
        (":owner", blob(&holder.owner)),
        (":epoch", count(holder.epoch)?),
    ];
    let Some(intent) = intent else { return one_row(db.execute(&RELEASE, &values).await?) };
    values.extend([
        (":age", integer(millis(intent.age))),
        (":ended", integer(millis(intent.ended))),
        (":digest", blob(&intent.digest)),
        (":is_recovery", flag(intent.is_recovery)),
    ]);
    one_row(db.execute(PARK, &values).await?)
}

/// Says what is spent under a lease that runs.
pub(super) async fn revise(
    db: &Db,
    tenant_id: &TenantId,
    grant_id: &GrantId,
    holder: LeaseHolder,
    from: Option<[u8; 32]>,
    digest: &[u8; 32],
) -> Result<(), Failure> {
    let mut values = vec![
        (":tenant_id", text(tenant_id.as_str())),
        (":id", text(grant_id.as_str())),
        (":owner", blob(&holder.owner)),
        (":epoch", count(holder.epoch)?),
        (":digest", blob(digest)),
    ];
    let statement = if from.is_some() { &REVISE_FROM } else { &REVISE };
    values.extend(from.as_ref().map(|from| (":from", blob(from))));
    one_row(db.execute(statement, &values).await?)
}

/// Frees a lease and forgets its intent.
pub(super) const FREE: &str =
    "lease_owner = NULL, lease_ends = NULL, intent_since = NULL, intent_digest = NULL, intent_is_recovery = false";
const HELD: &str = "(lease_owner IS NOT NULL AND lease_ends > :now)";

/// While somebody copies the vault, nobody begins an exchange. The lock is shared, asked for in no time, and held until the commit: whoever
/// copies sees every lease that was given before.
const MAY_ACQUIRE: &str = "pg_try_advisory_xact_lock_shared(hashtextextended(:moving, 0))";
/// Leases that run, or that somebody was given and has neither ended nor lost to another one since.
pub(super) static COUNT: LazyLock<String> = LazyLock::new(|| {
    format!("SELECT count(*) FROM @grants WHERE lease_owner IS NOT NULL AND lease_ends > :now - {}", millis(UNHEARD_OF))
});

const SEEN: &str = "tenant_id = :tenant_id AND id = :id AND generation = :generation AND revision = :revision AND fence = :fence";
const NOT_PAUSED: &str = "(paused_until IS NULL OR paused_until <= :now OR pause_began > :now)";
const GIVEN: &str =
    "lease_owner = :owner, lease_epoch = lease_epoch + 1, lease_ends = :now + :length, intent_since = :now - :age,
    intent_digest = :digest, intent_is_recovery = :is_recovery";
static ACQUIRE: LazyLock<String> = LazyLock::new(|| {
    format!("UPDATE @grants SET {GIVEN} WHERE {SEEN} AND NOT {HELD} AND {NOT_PAUSED} AND {MAY_ACQUIRE} RETURNING lease_epoch")
});
// Who has a row locked is passed over, and so nobody waits for somebody who waits for others of these.
static ACQUIRE_ALL: LazyLock<String> = LazyLock::new(|| {
    format!(
        "WITH own AS MATERIALIZED (SELECT new.* FROM {ROWS} JOIN @grants ON id = new_id
            WHERE {seen} AND NOT {HELD} AND {NOT_PAUSED} AND (SELECT {MAY_ACQUIRE})
            FOR NO KEY UPDATE OF grants SKIP LOCKED)
        UPDATE @grants SET {given} FROM own WHERE id = new_id RETURNING id, lease_epoch",
        seen = of_row(SEEN),
        given = of_row(GIVEN)
    )
});
static WHY_NOT: LazyLock<String> = LazyLock::new(|| format!("SELECT {HELD} OR NOT {MAY_ACQUIRE} FROM @grants WHERE {SEEN}"));
static RELEASE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "UPDATE @grants SET {FREE} WHERE tenant_id = :tenant_id AND id = :id AND lease_owner = :owner AND lease_epoch = :epoch"
    )
});
static REVISE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "UPDATE @grants SET intent_digest = :digest WHERE tenant_id = :tenant_id AND id = :id AND lease_owner = :owner
            AND lease_epoch = :epoch AND {HELD} AND intent_digest IS NOT NULL"
    )
});
static REVISE_FROM: LazyLock<String> = LazyLock::new(|| format!("{} AND intent_digest = :from", *REVISE));
const PARK: &str = "UPDATE @grants SET lease_owner = NULL, lease_ends = :now - :ended, intent_since = :now - :age,
        intent_digest = :digest, intent_is_recovery = :is_recovery
    WHERE tenant_id = :tenant_id AND id = :id AND lease_owner = :owner AND lease_epoch = :epoch";

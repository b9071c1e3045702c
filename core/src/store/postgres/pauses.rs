//! Pauses of endpoints, by the server's clock.

use std::time::Duration;

use tokio_postgres::Row;

use crate::model::rows::{Conflict, EndpointPause};

use super::columns::Cells;
use super::errors::Failure;
use super::session::Db;
use super::statement::{Named, blob, flag, integer};
use super::time::{between, millis};

/// Every pause.
pub(super) async fn list(db: &Db) -> Result<Vec<EndpointPause>, Failure> {
    let read = |row: &Row| {
        let mut cells = Cells::new(row, "endpoint_pauses");
        let (endpoint, is_asked) = (cells.bytes()?, cells.take::<bool>()?);
        let (ends, now) = (cells.take()?, cells.take()?);
        Ok(EndpointPause { endpoint, is_asked, left: between(now, ends) })
    };
    db.select(LIST, &[], read).await
}

/// Nobody asks it for so long.
pub(super) async fn pause(db: &Db, endpoint: &[u8; 32], length: Duration, is_asked: bool) -> Result<(), Failure> {
    let values = [of(endpoint), (":is_asked", flag(is_asked)), (":length", integer(millis(length)))];
    db.execute(PAUSE, &values).await.map(drop)
}

/// One finds out whether it works again.
pub(super) async fn probe(db: &Db, endpoint: &[u8; 32], hold: Duration) -> Result<(), Failure> {
    let values = [of(endpoint), (":hold", integer(millis(hold)))];
    // Where there is no row, somebody has found out.
    if db.execute(PROBE, &values).await? == 0 && db.exists(IS_PAUSED, &[of(endpoint)]).await? {
        return Err(Conflict::Paused.into());
    }
    Ok(())
}

/// It works again.
pub(super) async fn resume(db: &Db, endpoint: &[u8; 32]) -> Result<(), Failure> {
    db.execute(RESUME, &[of(endpoint)]).await.map(drop)
}

/// Forgets those that have been over for so long that nobody has asked since.
pub(super) async fn purge(db: &Db) -> Result<(), Failure> {
    let after = (":after", integer(millis(EndpointPause::FORGOTTEN_AFTER)));
    db.execute(PURGE, &[after]).await.map(drop)
}

fn of(endpoint: &[u8; 32]) -> Named<'_> {
    (":endpoint", blob(endpoint))
}

// One that seems to begin in the future is over: the server's clock has been set back.
const LIST: &str = "SELECT endpoint, is_asked, CASE WHEN began > :now THEN :now ELSE greatest(ends, probe_ends) END, :now FROM @endpoint_pauses ORDER BY endpoint";
const PAUSE: &str = "INSERT INTO @endpoint_pauses AS kept (endpoint, is_asked, began, ends, probe_ends)
    VALUES (:endpoint, :is_asked, :now, :now + :length, :now)
    ON CONFLICT (endpoint) DO UPDATE SET
        is_asked = CASE WHEN kept.ends > excluded.ends AND NOT coalesce(kept.began > excluded.began, false)
            THEN kept.is_asked ELSE excluded.is_asked END,
        ends = CASE WHEN kept.began > excluded.began THEN excluded.ends ELSE greatest(kept.ends, excluded.ends) END,
        began = excluded.began, probe_ends = excluded.probe_ends";
const PROBE: &str = "UPDATE @endpoint_pauses SET began = :now, ends = :now, probe_ends = :now + :hold
    WHERE endpoint = :endpoint AND (greatest(ends, probe_ends) <= :now OR began > :now)";
const IS_PAUSED: &str = "SELECT 1 FROM @endpoint_pauses WHERE endpoint = :endpoint";
const RESUME: &str = "DELETE FROM @endpoint_pauses WHERE endpoint = :endpoint";
const PURGE: &str = "DELETE FROM @endpoint_pauses WHERE greatest(ends, probe_ends) < :now - :after";

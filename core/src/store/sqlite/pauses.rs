//! Pauses of endpoints, by the machine's clock.

use std::time::Duration;

use rusqlite::{Connection, Row};

use crate::model::rows::{Conflict, EndpointPause};

use super::columns::Cells;
use super::errors::Failure;
use super::machine::Now;
use super::statement::{Named, blob, execute, exists, flag, integer, select};

/// Every pause.
pub(super) fn list(db: &Connection, now: &Now) -> Result<Vec<EndpointPause>, Failure> {
    select(db, LIST, &[], |row: &Row<'_>| {
        let mut cells = Cells::new(row, "endpoint_pauses");
        let (endpoint, is_asked) = (cells.bytes()?, cells.integer()? != 0);
        let (boot, began, ends) = (cells.text()?, cells.integer()?, cells.integer()?);
        Ok(EndpointPause { endpoint, is_asked, left: now.left(&boot, began, ends) })
    })
}

/// Nobody asks it for so long.
pub(super) fn pause(db: &Connection, endpoint: &[u8; 32], length: Duration, is_asked: bool, now: &Now) -> Result<(), Failure> {
    let values = [of(endpoint), (":is_asked", flag(is_asked)), now.boot(), now.at(), (":ends", integer(now.after(length).at))];
    execute(db, PAUSE, &values).map(drop)
}

/// One finds out whether it works again.
pub(super) fn probe(db: &Connection, endpoint: &[u8; 32], hold: Duration, now: &Now) -> Result<(), Failure> {
    let values = [of(endpoint), now.boot(), now.at(), (":ends", integer(now.after(hold).at))];
    // Where there is no row, somebody has found out.
    if execute(db, PROBE, &values)? == 0 && exists(db, IS_PAUSED, &[of(endpoint)])? {
        return Err(Conflict::Paused.into());
    }
    Ok(())
}

/// It works again.
pub(super) fn resume(db: &Connection, endpoint: &[u8; 32]) -> Result<(), Failure> {
    execute(db, RESUME, &[of(endpoint)]).map(drop)
}

/// Forgets those that have been over for so long that nobody has asked since.
pub(super) fn purge(db: &Connection, now: &Now) -> Result<(), Failure> {
    let long_ago = (":long_ago", integer(now.before(EndpointPause::FORGOTTEN_AFTER).at));
    execute(db, PURGE, &[now.boot(), long_ago]).map(drop)
}

fn of(endpoint: &[u8; 32]) -> Named<'_> {
    (":endpoint", blob(endpoint))
}

const LIST: &str = "SELECT endpoint, is_asked, boot, began, max(ends, probe_ends) FROM endpoint_pauses ORDER BY endpoint";
const PAUSE: &str = "INSERT INTO endpoint_pauses (endpoint, is_asked, boot, began, ends, probe_ends)
    VALUES (:endpoint, :is_asked, :boot, :at, :ends, :at)
    ON CONFLICT (endpoint) DO UPDATE SET
        is_asked = CASE WHEN boot = :boot AND began <= :at AND ends > :ends THEN is_asked ELSE :is_asked END,
        ends = CASE WHEN boot = :boot AND began <= :at THEN max(ends, :ends) ELSE :ends END,
        boot = :boot, began = :at, probe_ends = :at";
const PROBE: &str = "UPDATE endpoint_pauses SET boot = :boot, began = :at, ends = :at, probe_ends = :ends
    WHERE endpoint = :endpoint AND NOT (boot = :boot AND began <= :at AND max(ends, probe_ends) > :at)";
const IS_PAUSED: &str = "SELECT 1 FROM endpoint_pauses WHERE endpoint = :endpoint";
const RESUME: &str = "DELETE FROM endpoint_pauses WHERE endpoint = :endpoint";
const PURGE: &str = "DELETE FROM endpoint_pauses WHERE boot <> :boot OR max(ends, probe_ends) < :long_ago";

/// Every statement that looks something up by its key.
#[cfg(test)]
pub(super) fn planned_statements() -> Vec<String> {
    [PROBE, IS_PAUSED, RESUME].map(str::to_owned).to_vec()
}

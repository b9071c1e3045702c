//! Whether anything is past its time: one question, asked before a round of removing, which most rounds need not begin.

use std::sync::LazyLock;

use crate::model::rows::{Batch, EndpointPause, Write};

use super::columns::Cells;
use super::errors::Failure;
use super::fence;
use super::session::Db;
use super::statement::{at_most, integer, time};
use super::time::millis;

/// Whether a batch is nothing but a round of removing that has nothing to remove.
pub(super) async fn has_nothing_to_purge(db: &Db, batch: &Batch) -> Result<bool, Failure> {
    let [Write::Purge { seals_before, sessions_before, ended_before, events_before, changes_before }] = &batch.writes[..] else {
        return Ok(false);
    };
    let values = [
        (":seals", time(*seals_before)),
        (":sessions", time(*sessions_before)),
        (":ended", time(*ended_before)),
        (":after", integer(millis(EndpointPause::FORGOTTEN_AFTER))),
        (":events", time(*events_before)),
        (":changes", time(*changes_before)),
        (":slice", at_most(SLICE)),
    ];
    let read = |row: &tokio_postgres::Row| {
        let mut cells = Cells::new(row, "meta");
        fence::read(&mut cells)?;
        cells.take::<bool>()
    };
    Ok(db.select(&IS_ANYTHING, &values, read).await? == [false])
}

/// Notes of changes follow the order of times roughly: an old one that so many stand before goes when the first of these is old.
const SLICE: usize = 1_000;
// Each in the order of an index, of which the first row is read, and not as a search: a server that has not counted yet expects to find
// something soon, and would read the whole table.
pub(super) static IS_ANYTHING: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {lets}, coalesce((SELECT expires_at FROM @sessions WHERE sealed IS NOT NULL AND status <> 'complete'
                ORDER BY expires_at LIMIT 1) < :seals, false)
            OR coalesce((SELECT expires_at FROM @sessions ORDER BY expires_at LIMIT 1) < :sessions, false)
            OR coalesce((SELECT expires_at FROM @sessions WHERE status IN ('cancelled', 'failed', 'expired')
                ORDER BY expires_at LIMIT 1) < :ended, false)
            OR EXISTS (SELECT 1 FROM @endpoint_pauses WHERE greatest(ends, probe_ends) < :now - :after)
            OR coalesce((SELECT at FROM @events ORDER BY at LIMIT 1) < :events, false)
            OR EXISTS (SELECT 1 FROM (SELECT at FROM @changes ORDER BY seq LIMIT :slice) AS lowest WHERE at < :changes)",
        lets = *fence::LETS
    )
});

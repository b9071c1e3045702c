//! Appends to the audit log, reads it, and takes from it what was erased. The numbers and the mac of the last entry stand in `positions`,
//! whose lock is held until the commit: the entry before is the last one.

use std::sync::Arc;

use tokio_postgres::Row;

use crate::base::Timestamp;
use crate::model::audit::{AuditEntry, AuditKind};
use crate::model::rows::{About, AuditEnd, AuditFilter, AuditLink, AuditRow, AuditScope, BlankedEntry, Conflict, Link, first_of};

use super::columns::Cells;
use super::errors::Failure;
use super::readable::readable;
use super::session::Db;
use super::statement::{Named, Param, at_most, blob, count, integers, text, time};

/// An entry that waits for the end of its batch.
pub(super) struct Waiting<'a> {
    pub(super) entry: &'a AuditEntry,
    pub(super) link: &'a Arc<dyn Link>,
}

/// Appends entries; gives the last one, if there is one.
pub(super) async fn append(db: &Db, entries: &[Waiting<'_>]) -> Result<Option<AuditRow>, Failure> {
    if entries.is_empty() {
        return Ok(None);
    }
    let AuditEnd { given, mac, .. } = locked_end(db).await?;
    if given > LAST - entries.len() as u64 {
        return Err(Failure::Damaged("positions"));
    }
    let mut rows: Vec<AuditRow> = Vec::with_capacity(entries.len());
    for Waiting { entry, link } in entries {
        let before = rows.last().map_or(mac.as_slice(), |row| &row.mac);
        rows.push(link.link(given + rows.len() as u64 + 1, before, entry));
    }
    // A process that has not heard yet that another key has followed: from there on nobody takes a link of this one for one. Whoever
    // lets one follow tells of it, and so waits for the lock as well.
    let signers = Param::Blobs(rows.iter().map(|row| Some(row.signer.as_slice())).collect());
    if db.exists(ENDED, &[(":signers", signers)]).await? {
        return Err(Conflict::AuditKeyEnded.into());
    }
    let last = rows.last().map(|row| row.mac.as_slice()).unwrap_or_default();
    let about = |read: fn(&About) -> &Option<String>| Param::Texts(rows.iter().map(|row| read(&row.about).as_deref()).collect());
    let bytes = |read: fn(&AuditRow) -> Option<&[u8]>| Param::Blobs(rows.iter().map(read).collect());
    let values = [
        (":given", count(given)?),
        (":many", at_most(rows.len())),
        (":last", blob(last)),
        (":kinds", Param::Texts(rows.iter().map(|row| Some(row.kind.as_str())).collect())),
        (":times", integers(rows.iter().map(|row| row.at.unix_millis()))),
        (":tenants", about(|about| &about.tenant_id)),
        (":users", about(|about| &about.user_id)),
        (":grants", about(|about| &about.grant_id)),
        (":actors", about(|about| &about.actor)),
        (":requests", about(|about| &about.request)),
        (":keys", about(|about| &about.key_id)),
        (":salts", bytes(|row| row.about.salt.as_deref())),
        (":contents", bytes(|row| Some(&row.content))),
        (":signers", bytes(|row| Some(&row.signer))),
        (":macs", bytes(|row| Some(&row.mac))),
    ];
    db.execute(APPEND, &values).await?;
    Ok(rows.pop())
}

/// The end of the log, behind the lock of `positions`. What that row says of it is a copy, which is believed where the log says the same;
/// where it does not, somebody has edited it, or it was waited for the lock, and then the log as it is by now counts.
async fn locked_end(db: &Db) -> Result<AuditEnd, Failure> {
    let read = |row: &Row| {
        let mut cells = Cells::new(row, "positions");
        Ok((cells.integer()?, cells.integer()?, cells.take::<Vec<u8>>()?, cells.take::<Vec<u8>>()?))
    };
    let (given, number, copy, mac) = db.select(LOCKED_END, &[], read).await?.pop().ok_or(Failure::Emptied("positions"))?;
    match u64::try_from(given) {
        Ok(count) if number <= given && copy == mac => Ok(AuditEnd { given: count, number: count, mac }),
        _ => find_end(db).await,
    }
}

/// Whether an entry was linked by this key.
pub(super) async fn is_linked_by(db: &Db, key_id: &[u8; 16]) -> Result<bool, Failure> {
    db.exists(LINKED, &[(":signer", blob(key_id))]).await
}

/// The key that has linked the first entry that any has.
pub(super) async fn find_first_signer(db: &Db) -> Result<Option<Vec<u8>>, Failure> {
    Ok(db.select(FIRST_SIGNER, &[], |row| Cells::new(row, "audit").take()).await?.pop())
}

/// The key that has linked the last entry that any has.
pub(super) async fn find_last_signer(db: &Db) -> Result<Option<Vec<u8>>, Failure> {
    Ok(db.select(LAST_SIGNER, &[], |row| Cells::new(row, "audit").take()).await?.pop())
}

/// The first entry that this key, the newest one, has linked.
pub(super) async fn find_first_linked(db: &Db, key_id: &[u8; 16]) -> Result<Option<u64>, Failure> {
    let read = |row: &Row| Cells::new(row, "audit").take::<Option<i64>>();
    let first = db.select(FIRST_LINKED, &[(":signer", blob(key_id))], read).await?.pop().flatten();
    Ok(first.and_then(|number| u64::try_from(number).ok()))
}

/// Whether an entry is there.
pub(super) async fn holds(db: &Db, number: u64, mac: &[u8]) -> Result<bool, Failure> {
    db.exists(IS_THERE, &[(":number", count(number)?), (":mac", blob(mac))]).await
}

/// The end of the log.
pub(super) async fn find_end(db: &Db) -> Result<AuditEnd, Failure> {
    Ok(db.select(END, &[], read_end).await?.pop().unwrap_or_default())
}

fn read_end(row: &Row) -> Result<AuditEnd, Failure> {
    let mut cells = Cells::new(row, "audit");
    // What counts is edited by somebody who writes the database; the chain is not longer for that.
    let (given, number) = (cells.integer()?, cells.integer()?);
    let number = u64::try_from(number).unwrap_or_default();
    Ok(AuditEnd { given: u64::try_from(given).unwrap_or_default().max(number), number, mac: cells.take()? })
}

/// The number behind which every entry stands that tells of a time from this on; nothing where there is none.
pub(super) async fn find_start(db: &Db, since: Timestamp) -> Result<Option<u64>, Failure> {
    let read = |row: &Row| Cells::new(row, "audit").take::<Option<i64>>();
    let first = db.select(FIRST_SINCE, &[(":since", time(since))], read).await?.pop().flatten();
    Ok(first.map(|number| u64::try_from(number).unwrap_or_default().saturating_sub(1)))
}

/// Entries in the order of their numbers.
pub(super) async fn list(db: &Db, filter: &AuditFilter) -> Result<Vec<AuditRow>, Failure> {
    let mut filter = filter.clone();
    if let (Some(since), 0) = (filter.since, filter.after) {
        match find_start(db, since).await? {
            Some(start) => filter.after = start,
            None => return Ok(vec![]),
        }
    }
    let mut sql = format!("SELECT {COLUMNS} FROM @audit WHERE number > :after");
    let mut values: Vec<Named<'_>> = Vec::new();
    if let Some(tenant_id) = &filter.tenant_id {
        sql.push_str(" AND tenant_id = :tenant_id");
        values.push((":tenant_id", text(tenant_id.as_str())));
    }
    if let Some(kind) = filter.kind {
        sql.push_str(" AND kind = :kind");
        values.push((":kind", text(kind.as_str())));
    }
    if let Some(since) = filter.since {
        sql.push_str(" AND at >= :since");
        values.push((":since", time(since)));
    }
    sql.push_str(" ORDER BY number LIMIT :limit");
    let (mut found, mut after) = (Vec::new(), filter.after);
    loop {
        let wanted = filter.limit - found.len();
        let mut values = values.clone();
        values.extend([(":after", at_most(after)), (":limit", at_most(wanted))]);
        let read = |row: &Row| Ok((Cells::new(row, "audit").integer()?, readable(read(row))?));
        let rows = db.select(&sql, &values, read).await?;
        let is_last = rows.len() < wanted;
        for (number, row) in rows {
            found.extend(row);
            after = u64::try_from(number).unwrap_or_default();
        }
        // What was left out is made up for: a short page is the last one for whoever asked.
        if is_last || found.len() >= filter.limit {
            return Ok(found);
        }
    }
}

/// The first entries that an erasure is to empty.
pub(super) async fn list_erasable(db: &Db, of: &AuditScope, limit: usize) -> Result<Vec<AuditLink>, Failure> {
    let mut values = vec![(":tenant_id", text(of.tenant_id.as_str())), (":after", at_most(of.after)), (":limit", at_most(limit))];
    values.extend(of.user_id.as_ref().map(|user_id| (":user_id", text(user_id.as_str()))));
    let read = |row: &Row| {
        let mut cells = Cells::new(row, "audit");
        Ok(AuditLink { number: cells.count()?, signer: cells.take()?, mac: cells.take()? })
    };
    let mut found = Vec::new();
    for whose in whose(of.user_id.is_some()) {
        found.extend(db.select(&erasable(whose), &values, read).await?);
    }
    Ok(first_of(found, limit))
}

/// Empties entries that are not empty yet.
pub(super) async fn blank(db: &Db, entries: &[BlankedEntry]) -> Result<(), Failure> {
    let numbers = integers(entries.iter().map(|entry| i64::try_from(entry.number).unwrap_or(i64::MAX)));
    let proofs = entries.iter().map(|entry| Some(entry.proof.as_slice())).collect();
    db.execute(BLANK, &[(":numbers", numbers), (":proofs", Param::Blobs(proofs))]).await.map(drop)
}

/// Removes all entries up to one.
pub(super) async fn drop_until(db: &Db, number: u64, mac: &[u8]) -> Result<(), Failure> {
    if !db.exists(IS_DROPPABLE, &[(":number", count(number)?), (":mac", blob(mac))]).await? {
        return Err(Conflict::Stale.into());
    }
    db.execute(DROP, &[(":number", count(number)?)]).await.map(drop)
}

/// Empties all of a scope. Whoever calls has seen to it that nobody appends meanwhile.
pub(super) async fn blank_all(db: &Db, of: &AuditScope, link: &dyn Link) -> Result<(), Failure> {
    let mut of = of.clone();
    loop {
        let entries = list_erasable(db, &of, PAGE).await?;
        let Some(last) = entries.last() else { return Ok(()) };
        of.after = last.number;
        blank(db, &entries.iter().map(|entry| BlankedEntry::prove(entry, link)).collect::<Vec<_>>()).await?;
    }
}

/// What says that an entry is a user's, each with an index of its own; of a tenant nothing does but the tenant.
pub(super) fn whose(is_of_user: bool) -> &'static [&'static str] {
    if is_of_user { &[" AND user_id = :user_id", " AND actor = :user_id"] } else { &[""] }
}

pub(super) fn erasable(whose: &str) -> String {
    let stay = AuditKind::OF_ERASURES.map(AuditKind::as_str).join("', '");
    format!(
        "SELECT number, signer, mac FROM @audit WHERE tenant_id = :tenant_id{whose} AND number > :after AND erased IS NULL
            AND kind NOT IN ('{stay}') ORDER BY number LIMIT :limit"
    )
}

fn read(row: &Row) -> Result<AuditRow, Failure> {
    let mut cells = Cells::new(row, "audit");
    Ok(AuditRow {
        number: cells.count()?,
        kind: cells.text()?,
        at: cells.time()?,
        about: About {
            tenant_id: cells.take()?,
            user_id: cells.take()?,
            grant_id: cells.take()?,
            actor: cells.take()?,
            request: cells.take()?,
            key_id: cells.take()?,
            salt: cells.take()?,
        },
        content: cells.take()?,
        signer: cells.take()?,
        mac: cells.take()?,
        erased: cells.take()?,
    })
}

/// So many entries are looked at together.
const PAGE: usize = 2000;
const COLUMNS: &str =
    "number, kind, at, tenant_id, user_id, grant_id, actor, request, key_id, salt, content, signer, mac, erased";
/// No number is higher.
const LAST: u64 = i64::MAX as u64;
// After the lock was waited for, the row is as whoever held it has left it, and the log as it was when it was begun to wait.
const LOCKED_END: &str = "SELECT audit, coalesce((SELECT max(number) FROM @audit), 0), audit_mac,
    coalesce((SELECT mac FROM @audit AS entry WHERE entry.number = here.audit), ''::bytea) FROM @positions AS here
    WHERE only_row = 1 FOR UPDATE";
const END: &str = "SELECT coalesce((SELECT audit FROM @positions), 0), coalesce((SELECT max(number) FROM @audit), 0),
    coalesce((SELECT mac FROM @audit ORDER BY number DESC LIMIT 1), ''::bytea)";
// Times follow the order of numbers only roughly, so what is before the first of them is left out, and nothing else. The sum keeps it from
// being looked for in the order of numbers, over all that was before.
const FIRST_SINCE: &str = "SELECT min(number + 0) FROM @audit WHERE at >= :since";
const ENDED: &str = "SELECT 1 FROM @ended_keys WHERE key_id = ANY (:signers) LIMIT 1";
const LINKED: &str = "SELECT 1 FROM @audit WHERE signer = :signer LIMIT 1";
// Sixteen zeros: nobody has linked it.
const FIRST_SIGNER: &str = "SELECT signer FROM @audit WHERE signer > decode(repeat('00', 16), 'hex') ORDER BY number LIMIT 1";
const LAST_SIGNER: &str = "SELECT signer FROM @audit WHERE signer > decode(repeat('00', 16), 'hex') ORDER BY number DESC LIMIT 1";
const FIRST_LINKED: &str =
    "SELECT min(number) FROM @audit WHERE signer = :signer AND number > coalesce((SELECT number FROM @audit
    WHERE signer > decode(repeat('00', 16), 'hex') AND signer <> :signer ORDER BY number DESC LIMIT 1), 0)";
const APPEND: &str = "WITH appended AS (INSERT INTO @audit
        (number, kind, at, tenant_id, user_id, grant_id, actor, request, key_id, salt, content, signer, mac)
    SELECT :given + new.place, new.kind, new.at, new.tenant_id, new.user_id, new.grant_id, new.actor, new.request, new.key_id, new.salt,
        new.content, new.signer, new.mac
    FROM unnest(:kinds, :times, :tenants, :users, :grants, :actors, :requests, :keys, :salts, :contents, :signers, :macs)
        WITH ORDINALITY AS new (kind, at, tenant_id, user_id, grant_id, actor, request, key_id, salt, content, signer, mac, place))
    UPDATE @positions SET audit = :given + :many, audit_mac = :last";
const IS_THERE: &str = "SELECT 1 FROM @audit WHERE number = :number AND mac = :mac";
// The last one stays: the next is linked to it.
const IS_DROPPABLE: &str = "SELECT 1 FROM @audit WHERE number = :number AND mac = :mac
    AND EXISTS (SELECT 1 FROM @audit WHERE number > :number)";
const DROP: &str = "DELETE FROM @audit WHERE number <= :number";
// By an array, and not by the join alone: a server that takes the table for nearly empty would read all of it once for each number.
const BLANK: &str = "UPDATE @audit AS entry SET tenant_id = NULL, user_id = NULL, grant_id = NULL, actor = NULL, request = NULL,
        key_id = NULL, salt = NULL, erased = new.proof
    FROM unnest(:numbers, :proofs) AS new (number, proof)
    WHERE entry.number = new.number AND entry.number = ANY (:numbers) AND entry.erased IS NULL";

//! Appends to the audit log, reads it, and takes from it what was erased. The writer's transaction is the only one that writes, so the
//! entry before is the last one.

use rusqlite::{Connection, Row};

use crate::base::Timestamp;
use crate::model::audit::{AuditEntry, AuditKind};
use crate::model::rows::{About, AuditEnd, AuditFilter, AuditLink, AuditRow, AuditScope, BlankedEntry, Conflict, Link, first_of};

use super::columns::Cells;
use super::errors::Failure;
use super::readable::{Keyed, page, readable};
use super::statement::{Named, at_most, blob, count, execute, exists, insert, optional, select, text, time};

/// Appends an entry.
pub(super) fn append(db: &Connection, entry: &AuditEntry, link: &dyn Link) -> Result<(), Failure> {
    let end = read_end(db)?;
    if end.given == i64::MAX as u64 {
        return Err(Failure::Damaged("sqlite_sequence"));
    }
    let row = link.link(end.given + 1, &end.mac, entry);
    // A process that has not heard yet that another key has followed: from there on nobody takes a link of this one for one.
    if exists(db, ENDED, &[(":signer", blob(&row.signer))])? {
        return Err(Conflict::AuditKeyEnded.into());
    }
    let AuditRow { about, .. } = &row;
    let values = [
        (":number", count(row.number)?),
        (":kind", text(&row.kind)),
        (":at", time(row.at)),
        (":tenant_id", optional(about.tenant_id.as_deref(), text)),
        (":user_id", optional(about.user_id.as_deref(), text)),
        (":grant_id", optional(about.grant_id.as_deref(), text)),
        (":actor", optional(about.actor.as_deref(), text)),
        (":request", optional(about.request.as_deref(), text)),
        (":key_id", optional(about.key_id.as_deref(), text)),
        (":salt", optional(about.salt.as_deref(), blob)),
        (":content", blob(&row.content)),
        (":signer", blob(&row.signer)),
        (":mac", blob(&row.mac)),
    ];
    insert(db, APPEND, &values)
}

/// Whether an entry was linked by this key.
pub(super) fn is_linked_by(db: &Connection, key_id: &[u8; 16]) -> Result<bool, Failure> {
    exists(db, LINKED, &[(":signer", blob(key_id))])
}

/// The key that has linked the first entry that any has.
pub(super) fn find_first_signer(db: &Connection) -> Result<Option<Vec<u8>>, Failure> {
    Ok(select(db, FIRST_SIGNER, &[], |row| Cells::new(row, "audit").blob())?.pop())
}

/// The key that has linked the last entry that any has.
pub(super) fn find_last_signer(db: &Connection) -> Result<Option<Vec<u8>>, Failure> {
    Ok(select(db, LAST_SIGNER, &[], |row| Cells::new(row, "audit").blob())?.pop())
}

/// The first entry that this key, the newest one, has linked.
pub(super) fn find_first_linked(db: &Connection, key_id: &[u8; 16]) -> Result<Option<u64>, Failure> {
    let read = |row: &Row<'_>| Cells::new(row, "audit").optional(Cells::integer);
    let first = select(db, FIRST_LINKED, &[(":signer", blob(key_id))], read)?.pop().flatten();
    Ok(first.and_then(|number| u64::try_from(number).ok()))
}

/// The end of the log.
pub(super) fn read_end(db: &Connection) -> Result<AuditEnd, Failure> {
    let read = |row: &Row<'_>| {
        let mut cells = Cells::new(row, "audit");
        // What counts is edited by somebody who writes the file; the chain is not longer for that.
        let (given, number) = (cells.integer()?, cells.integer()?);
        let number = u64::try_from(number).unwrap_or_default();
        Ok(AuditEnd { given: u64::try_from(given).unwrap_or_default().max(number), number, mac: cells.blob()? })
    };
    Ok(select(db, END, &[], read)?.pop().unwrap_or_default())
}

/// The number behind which every entry stands that tells of a time from this on; nothing where there is none.
pub(super) fn find_start(db: &Connection, since: Timestamp) -> Result<Option<u64>, Failure> {
    let read = |row: &Row<'_>| Cells::new(row, "audit").optional(Cells::integer);
    let first = select(db, FIRST_SINCE, &[(":since", time(since))], read)?.pop().flatten();
    Ok(first.map(|number| u64::try_from(number).unwrap_or_default().saturating_sub(1)))
}

/// Entries in the order of their numbers.
pub(super) fn list(db: &Connection, filter: &AuditFilter) -> Result<Vec<AuditRow>, Failure> {
    let mut filter = filter.clone();
    if let (Some(since), 0) = (filter.since, filter.after) {
        match find_start(db, since)? {
            Some(start) => filter.after = start,
            None => return Ok(vec![]),
        }
    }
    let mut sql = format!("SELECT {COLUMNS} FROM audit WHERE number > :after");
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
    page(filter.limit, |after, limit| {
        let mut values = values.clone();
        values.extend([(":after", at_most(*after.unwrap_or(&filter.after))), (":limit", at_most(limit))]);
        select(db, &sql, &values, |row| {
            let number = u64::try_from(Cells::new(row, "audit").integer()?).unwrap_or_default();
            Ok(Keyed { key: number, row: readable(read(row))? })
        })
    })
}

/// The first entries that an erasure is to empty.
pub(super) fn list_erasable(db: &Connection, of: &AuditScope, limit: usize) -> Result<Vec<AuditLink>, Failure> {
    let mut values = vec![(":tenant_id", text(of.tenant_id.as_str())), (":after", at_most(of.after)), (":limit", at_most(limit))];
    values.extend(of.user_id.as_ref().map(|user_id| (":user_id", text(user_id.as_str()))));
    let read = |row: &Row<'_>| {
        let mut cells = Cells::new(row, "audit");
        Ok(AuditLink { number: cells.count()?, signer: cells.blob()?, mac: cells.blob()? })
    };
    let mut found = Vec::new();
    // Each by an index of its own, the first so many of both.
    for whose in whose(of.user_id.is_some()) {
        found.extend(select(db, &erasable(whose), &values, read)?);
    }
    Ok(first_of(found, limit))
}

/// Empties entries that are not empty yet.
pub(super) fn blank(db: &Connection, entries: &[BlankedEntry]) -> Result<(), Failure> {
    for BlankedEntry { number, proof } in entries {
        execute(db, BLANK, &[(":number", count(*number)?), (":erased", blob(proof))])?;
    }
    Ok(())
}

/// Removes all entries up to one.
pub(super) fn drop_until(db: &Connection, number: u64, mac: &[u8]) -> Result<(), Failure> {
    let of = (":number", count(number)?);
    if !exists(db, IS_DROPPABLE, &[of.clone(), (":mac", blob(mac))])? {
        return Err(Conflict::Stale.into());
    }
    execute(db, DROP, &[of]).map(drop)
}

/// Empties all of a scope.
pub(super) fn blank_all(db: &Connection, of: &AuditScope, link: &dyn Link) -> Result<(), Failure> {
    let mut of = of.clone();
    loop {
        let entries = list_erasable(db, &of, PAGE)?;
        let Some(last) = entries.last() else { return Ok(()) };
        of.after = last.number;
        blank(db, &entries.iter().map(|entry| BlankedEntry::prove(entry, link)).collect::<Vec<_>>())?;
    }
}

/// What says that an entry is a user's, each with an index of its own; of a tenant nothing does but the tenant.
fn whose(is_of_user: bool) -> &'static [&'static str] {
    if is_of_user { &[" AND user_id = :user_id", " AND actor = :user_id"] } else { &[""] }
}

fn erasable(whose: &str) -> String {
    let stay = AuditKind::OF_ERASURES.map(AuditKind::as_str).join("', '");
    format!(
        "SELECT number, signer, mac FROM audit WHERE tenant_id = :tenant_id{whose} AND number > :after AND erased IS NULL
            AND kind NOT IN ('{stay}') ORDER BY number LIMIT :limit"
    )
}

fn read(row: &Row<'_>) -> Result<AuditRow, Failure> {
    let mut cells = Cells::new(row, "audit");
    Ok(AuditRow {
        number: cells.count()?,
        kind: cells.text()?,
        at: cells.time()?,
        about: About {
            tenant_id: cells.optional(Cells::text)?,
            user_id: cells.optional(Cells::text)?,
            grant_id: cells.optional(Cells::text)?,
            actor: cells.optional(Cells::text)?,
            request: cells.optional(Cells::text)?,
            key_id: cells.optional(Cells::text)?,
            salt: cells.optional(Cells::blob)?,
        },
        content: cells.blob()?,
        signer: cells.blob()?,
        mac: cells.blob()?,
        erased: cells.optional(Cells::blob)?,
    })
}

/// So many entries are looked at together.
const PAGE: usize = 500;
const COLUMNS: &str =
    "number, kind, at, tenant_id, user_id, grant_id, actor, request, key_id, salt, content, signer, mac, erased";
// Times follow the order of numbers only roughly, so what is before the first of them is left out, and nothing else. The sum keeps it from
// being looked for in the order of numbers, over all that was before.
const FIRST_SINCE: &str = "SELECT min(number + 0) FROM audit WHERE at >= :since";
const ENDED: &str = "SELECT 1 FROM ended_keys WHERE key_id = :signer";
const LINKED: &str = "SELECT 1 FROM audit WHERE signer = :signer LIMIT 1";
// Sixteen zeros: nobody has linked it.
const FIRST_SIGNER: &str = "SELECT signer FROM audit WHERE signer > zeroblob(16) ORDER BY number LIMIT 1";
const LAST_SIGNER: &str = "SELECT signer FROM audit WHERE signer > zeroblob(16) ORDER BY number DESC LIMIT 1";
const FIRST_LINKED: &str = "SELECT min(number) FROM audit WHERE signer = :signer AND number > coalesce((SELECT number FROM audit
    WHERE signer > zeroblob(16) AND signer <> :signer ORDER BY number DESC LIMIT 1), 0)";
const APPEND: &str = "INSERT INTO audit
    (number, kind, at, tenant_id, user_id, grant_id, actor, request, key_id, salt, content, signer, mac)
    VALUES (:number, :kind, :at, :tenant_id, :user_id, :grant_id, :actor, :request, :key_id, :salt, :content, :signer, :mac)";
const END: &str = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit'), 0),
    coalesce((SELECT max(number) FROM audit), 0), coalesce((SELECT mac FROM audit ORDER BY number DESC LIMIT 1), x'')";
// The last one stays: the next is linked to it.
const IS_DROPPABLE: &str = "SELECT 1 FROM audit WHERE number = :number AND mac = :mac
    AND EXISTS (SELECT 1 FROM audit WHERE number > :number)";
const DROP: &str = "DELETE FROM audit WHERE number <= :number";
const BLANK: &str =
    "UPDATE audit SET tenant_id = NULL, user_id = NULL, grant_id = NULL, actor = NULL, request = NULL, key_id = NULL,
    salt = NULL, erased = :erased WHERE number = :number AND erased IS NULL";

/// The statements that look something up, for the test of their plans.
#[cfg(test)]
pub(super) fn planned_statements() -> Vec<String> {
    let mut all: Vec<String> = whose(true).iter().chain(whose(false)).map(|whose| erasable(whose)).collect();
    all.extend([BLANK, DROP, IS_DROPPABLE, FIRST_SINCE].map(str::to_owned));
    all
}

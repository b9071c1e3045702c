//! Appends to the audit log, reads it, and takes from it what was erased. The numbers and the mac of the last entry stand in `positions`,
//! whose lock is held until the commit: the entry before is the last one.

use std::sync::Arc;

use tokio_postgres::Row;

use crate::base::{TenantId, UserId};
use crate::model::audit::AuditEntry;
use crate::model::rows::{About, AuditEnd, AuditFilter, AuditRow, Conflict, Link};

use super::columns::Cells;
use super::errors::Failure;
use super::keysets;
use super::readable::readable;
use super::session::Db;
use super::statement::{Named, Param, at_most, blob, count, text, time};

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
    let AuditEnd { given, mac, .. } = db.select(LOCKED_END, &[], read_end).await?.pop().ok_or(Failure::Misfit)?;
    let mut rows: Vec<AuditRow> = Vec::with_capacity(entries.len());
    for Waiting { entry, link } in entries {
        let before = rows.last().map_or(mac.as_slice(), |row| &row.mac);
        rows.push(link.link(given + rows.len() as u64 + 1, before, entry));
    }
    // A process that has not heard yet that its key is gone: nobody could follow the link.
    let signers: Vec<[u8; 16]> = rows.iter().filter_map(|row| row.signer.as_slice().try_into().ok()).collect();
    if !keysets::find_destroyed_keys(db, &signers).await?.is_empty() {
        return Err(Conflict::KeyEnded.into());
    }
    let last = rows.last().map(|row| row.mac.as_slice()).unwrap_or_default();
    let about = |read: fn(&About) -> &Option<String>| Param::Texts(rows.iter().map(|row| read(&row.about).as_deref()).collect());
    let bytes = |read: fn(&AuditRow) -> Option<&[u8]>| Param::Blobs(rows.iter().map(read).collect());
    let values = [
        (":given", count(given)?),
        (":many", at_most(rows.len())),
        (":last", blob(last)),
        (":kinds", Param::Texts(rows.iter().map(|row| Some(row.kind.as_str())).collect())),
        (":times", Param::Integers(rows.iter().map(|row| row.at.unix_millis()).collect())),
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

/// Whether an entry was linked by this key.
pub(super) async fn has_linked(db: &Db, key_id: &[u8; 16]) -> Result<bool, Failure> {
    db.exists(LINKED, &[(":signer", blob(key_id))]).await
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

/// Entries in the order of their numbers.
pub(super) async fn list(db: &Db, filter: &AuditFilter) -> Result<Vec<AuditRow>, Failure> {
    let mut sql = format!("SELECT {COLUMNS} FROM @audit WHERE number > :after");
    let mut values: Vec<Named<'_>> = Vec::new();
    if let Some(tenant_id) = &filter.tenant_id {
        sql.push_str(" AND tenant_id = :tenant_id");
        values.push((":tenant_id", text(tenant_id.as_str())));
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

/// Takes away what entries say of a tenant, or of a user of it. Whoever calls has seen to it that nobody appends meanwhile.
pub(super) async fn blank(db: &Db, tenant_id: &TenantId, user_id: Option<&UserId>, link: &dyn Link) -> Result<(), Failure> {
    let mut after = 0;
    loop {
        let filter = AuditFilter { after, tenant_id: Some(tenant_id.clone()), since: None, limit: PAGE };
        let rows = list(db, &filter).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.number;
        let going: Vec<&AuditRow> = rows.iter().filter(|row| row.goes_with(user_id)).collect();
        let proofs: Vec<Vec<u8>> = going.iter().map(|row| link.prove_erased(row)).collect();
        let numbers = going.iter().map(|row| i64::try_from(row.number).unwrap_or(i64::MAX)).collect();
        let proofs = proofs.iter().map(|proof| Some(proof.as_slice())).collect();
        db.execute(BLANK, &[(":numbers", Param::Integers(numbers)), (":proofs", Param::Blobs(proofs))]).await?;
    }
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
// Read behind the lock: after it was waited for, the row is as whoever held it has left it.
const LOCKED_END: &str = "SELECT audit, coalesce((SELECT max(number) FROM @audit), 0), audit_mac FROM @positions FOR UPDATE";
const END: &str = "SELECT coalesce((SELECT audit FROM @positions), 0), coalesce((SELECT max(number) FROM @audit), 0),
    coalesce((SELECT mac FROM @audit ORDER BY number DESC LIMIT 1), ''::bytea)";
const LINKED: &str = "SELECT 1 FROM @audit WHERE signer = :signer LIMIT 1";
const APPEND: &str = "WITH appended AS (INSERT INTO @audit
        (number, kind, at, tenant_id, user_id, grant_id, actor, request, key_id, salt, content, signer, mac)
    SELECT :given + new.place, new.kind, new.at, new.tenant_id, new.user_id, new.grant_id, new.actor, new.request, new.key_id, new.salt,
        new.content, new.signer, new.mac
    FROM unnest(:kinds, :times, :tenants, :users, :grants, :actors, :requests, :keys, :salts, :contents, :signers, :macs)
        WITH ORDINALITY AS new (kind, at, tenant_id, user_id, grant_id, actor, request, key_id, salt, content, signer, mac, place))
    UPDATE @positions SET audit = :given + :many, audit_mac = :last";
const IS_THERE: &str = "SELECT 1 FROM @audit WHERE number = :number AND mac = :mac";
const BLANK: &str = "UPDATE @audit AS entry SET tenant_id = NULL, user_id = NULL, grant_id = NULL, actor = NULL, request = NULL,
        key_id = NULL, salt = NULL, erased = new.proof
    FROM unnest(:numbers, :proofs) AS new (number, proof) WHERE entry.number = new.number";

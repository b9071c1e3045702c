//! Converts rows to SQL values and back. The column lists stand here once; statements are built from them.

use std::time::Duration;

use rusqlite::Row;
use rusqlite::types::ValueRef;

use crate::base::{ConfigId, GrantId, Label, ProviderId, SessionId, TenantId, Timestamp, UserId};
use crate::model::grant::{AccountHash, CredentialType, GrantStatus, StatusReason};
use crate::model::rows::{GrantRow, IntentColumns, LeaseColumns, MetaRow, SessionRow};
use crate::model::sealed::SealedBytes;
use crate::model::session::{SessionKind, SessionStatus, SessionStep};
use crate::store::texts::{read_subject, subject_name};

use super::errors::Failure;
use super::machine::Now;
use super::statement::{Named, blob, count, integer, optional, text, time, user};

/// The places of what a grant's writer sets; each is named after its column. The first two find the grant.
pub(super) const GRANT_COLUMNS: [&str; 25] = [
    ":id",
    ":tenant_id",
    ":config",
    ":provider",
    ":subject",
    ":user_id",
    ":label",
    ":credential_type",
    ":account_hash",
    ":status",
    ":reason",
    ":generation",
    ":revision",
    ":fence",
    ":committed_epoch",
    ":key_id",
    ":sealed",
    ":expires_at",
    ":refresh_at",
    ":next_check_at",
    ":last_used_at",
    ":failed_attempts",
    ":last_ok_at",
    ":created_at",
    ":updated_at",
];

/// A pause, in [`pause_values`]. `next_attempt_at` is for a version before this one, and alone it is a pause that such a one made.
pub(super) const PAUSE_COLUMNS: [&str; 4] = [":pause_boot", ":pause_began", ":pause_ends", ":next_attempt_at"];

/// What only acquisitions and releases set, and the pause: read after [`GRANT_COLUMNS`].
pub(super) const TIMED_COLUMNS: [&str; 18] = [
    "pause_boot",
    "pause_began",
    "pause_ends",
    "next_attempt_at",
    "stored_generation",
    "stored_boot",
    "stored_at",
    "lease_owner",
    "lease_epoch",
    "lease_until",
    "lease_timed",
    "lease_boot",
    "lease_began",
    "lease_ends",
    "intent_sent_at",
    "intent_since",
    "intent_digest",
    "intent_is_recovery",
];

/// The places of a session, each named after its column. The first two find it.
pub(super) const SESSION_COLUMNS: [&str; 19] = [
    ":id",
    ":tenant_id",
    ":kind",
    ":user_id",
    ":config",
    ":provider",
    ":status",
    ":step",
    ":state_hash",
    ":binding_hash",
    ":resume_hash",
    ":completion_hash",
    ":revision",
    ":created_at",
    ":expires_at",
    ":grant_id",
    ":error_code",
    ":key_id",
    ":sealed",
];

/// A grant's values for [`GRANT_COLUMNS`].
pub(super) fn grant_values(row: &GrantRow) -> Result<Vec<Named<'_>>, Failure> {
    Ok(vec![
        (":id", text(row.id.as_str())),
        (":tenant_id", text(row.tenant_id.as_str())),
        (":config", text(row.config.as_str())),
        (":provider", text(row.provider.as_str())),
        (":subject", text(subject_name(row.subject, row.credential_type.purpose()))),
        (":user_id", user(row.user_id.as_ref())),
        (":label", text(row.label.as_str())),
        (":credential_type", text(row.credential_type.as_str())),
        (":account_hash", optional(row.account_hash.as_ref(), |hash| blob(hash.as_bytes()))),
        (":status", text(row.status.as_str())),
        (":reason", optional(row.reason.as_ref().map(StatusReason::as_str), text)),
        (":generation", count(row.generation)?),
        (":revision", count(row.revision)?),
        (":fence", count(row.fence)?),
        (":committed_epoch", count(row.committed_epoch)?),
        (":key_id", blob(&row.key_id)),
        (":sealed", optional(row.sealed.as_ref(), |sealed| blob(sealed.as_bytes()))),
        (":expires_at", optional(row.expires_at, time)),
        (":refresh_at", optional(row.refresh_at, time)),
        (":next_check_at", optional(row.next_check_at, time)),
        (":last_used_at", optional(row.last_used_at, time)),
        (":failed_attempts", integer(i64::from(row.failures))),
        (":last_ok_at", optional(row.last_ok_at, time)),
        (":created_at", time(row.created_at)),
        (":updated_at", time(row.updated_at)),
    ])
}

/// A session's values for [`SESSION_COLUMNS`].
pub(super) fn session_values(row: &SessionRow) -> Result<Vec<Named<'_>>, Failure> {
    Ok(vec![
        (":id", text(row.id.as_str())),
        (":tenant_id", text(row.tenant_id.as_str())),
        (":kind", text(row.kind.as_str())),
        (":user_id", text(row.user_id.as_str())),
        (":config", text(row.config.as_str())),
        (":provider", text(row.provider.as_str())),
        (":status", text(row.status.as_str())),
        (":step", text(row.step.as_str())),
        (":state_hash", blob(&row.state_hash)),
        (":binding_hash", blob(&row.binding_hash)),
        (":resume_hash", optional(row.resume_hash.as_ref(), |hash| blob(hash))),
        (":completion_hash", optional(row.completion_hash.as_ref(), |hash| blob(hash))),
        (":revision", count(row.revision)?),
        (":created_at", time(row.created_at)),
        (":expires_at", time(row.expires_at)),
        (":grant_id", optional(row.grant_id.as_ref(), |id| text(id.as_str()))),
        (":error_code", optional(row.error_code.as_deref(), text)),
        (":key_id", blob(&row.key_id)),
        (":sealed", optional(row.sealed.as_ref(), |sealed| blob(sealed.as_bytes()))),
    ])
}

/// A pause of this length, from now on.
pub(super) fn pause_values(length: Duration, now: &Now) -> [Named<'_>; 4] {
    let (began, ends) = (now.after(Duration::ZERO), now.after(length));
    let set = |value| optional((!length.is_zero()).then_some(value), |value| value);
    [
        (":pause_boot", set(now.boot().1)),
        (":pause_began", set(integer(began.at))),
        (":pause_ends", set(integer(ends.at))),
        (":next_attempt_at", set(integer(ends.wall))),
    ]
}

/// Since when a generation has been stored.
pub(super) fn stored_values(now: &Now) -> [Named<'_>; 2] {
    [(":stored_boot", now.boot().1), (":stored_at", now.at().1)]
}

/// Reads [`GRANT_COLUMNS`] and [`TIMED_COLUMNS`], as they are now.
pub(super) fn read_grant(row: &Row<'_>, now: &Now) -> Result<GrantRow, Failure> {
    let mut cells = Cells::new(row, "grants");
    let mut grant = GrantRow {
        id: cells.parsed(|text| GrantId::parse(text).ok())?,
        tenant_id: cells.parsed(|text| TenantId::stored(text).ok())?,
        config: cells.parsed(|text| ConfigId::parse(text).ok())?,
        provider: cells.parsed(|text| ProviderId::parse(text).ok())?,
        subject: cells.parsed(read_subject)?,
        user_id: cells.user()?,
        label: cells.parsed(|text| Label::stored(text).ok())?,
        credential_type: cells.parsed(CredentialType::parse)?,
        account_hash: cells.optional(Cells::account_hash)?,
        status: cells.parsed(GrantStatus::parse)?,
        reason: cells.optional(Cells::text)?.as_deref().map(StatusReason::read),
        generation: cells.count()?,
        revision: cells.count()?,
        fence: cells.count()?,
        committed_epoch: cells.count()?,
        key_id: cells.bytes()?,
        sealed: cells.optional(Cells::sealed)?,
        expires_at: cells.optional(Cells::time)?,
        refresh_at: cells.optional(Cells::time)?,
        next_check_at: cells.optional(Cells::time)?,
        last_used_at: cells.optional(Cells::time)?,
        failures: cells.small()?,
        last_ok_at: cells.optional(Cells::time)?,
        created_at: cells.time()?,
        updated_at: cells.time()?,
        paused_for: {
            let (boot, began, ends) =
                (cells.optional(Cells::text)?, cells.optional(Cells::integer)?, cells.optional(Cells::integer)?);
            let wall = cells.optional(Cells::integer)?.map_or(Duration::ZERO, |end| now.wall_pause_left(end));
            boot.zip(began.zip(ends)).map_or(wall, |(boot, (began, ends))| now.left(&boot, began, ends))
        },
        stored_for: Duration::ZERO,
        lease: LeaseColumns::default(),
    };
    grant.stored_for = read_stored_for(&mut cells, grant.generation, now)?;
    grant.lease = read_lease(&mut cells, now)?;
    Ok(grant)
}

fn read_stored_for(cells: &mut Cells<'_>, generation: u64, now: &Now) -> Result<Duration, Failure> {
    let of = cells.optional(Cells::count)?;
    let (boot, at) = (cells.optional(Cells::text)?, cells.optional(Cells::integer)?);
    // A version before 19 writes a generation without these columns: then they are those of an earlier one.
    let stored = boot.zip(at).filter(|_| of == Some(generation));
    Ok(stored.map_or(Duration::ZERO, |(boot, at)| now.least_age(&boot, at)))
}

fn read_lease(cells: &mut Cells<'_>, now: &Now) -> Result<LeaseColumns, Failure> {
    let (owner, epoch) = (cells.optional(Cells::bytes)?, cells.count()?);
    let (wall_end, timed) = (cells.optional(Cells::integer)?, cells.optional(Cells::count)?);
    let boot = cells.optional(Cells::text)?;
    let (began, ends) = (cells.optional(Cells::integer)?, cells.optional(Cells::integer)?);
    let (wall_since, since) = (cells.optional(Cells::integer)?, cells.optional(Cells::integer)?);
    let (digest, is_recovery) = (cells.optional(Cells::bytes)?, cells.integer()? != 0);
    // A version before this one acquires without these columns: then they are those of an earlier lease.
    let timed = (timed == Some(epoch)).then(|| boot.zip(began.zip(ends))).flatten();
    let wall_end = wall_end.unwrap_or(i64::MIN);
    let (left, ended) = match &timed {
        Some((boot, (began, ends))) => (now.left(boot, *began, *ends), now.age(boot, *ends, wall_end)),
        None => (now.wall_left(wall_end), now.wall_age(wall_end)),
    };
    let age = wall_since.map(|wall_since| match (&timed, since) {
        (Some((boot, _)), Some(since)) => now.age(boot, since, wall_since),
        _ => now.wall_age(wall_since),
    });
    let intent = age.zip(digest).map(|(age, digest)| IntentColumns { age, ended, digest, is_recovery });
    Ok(LeaseColumns { owner, epoch, left: owner.map_or(Duration::ZERO, |_| left), intent })
}

/// Reads [`SESSION_COLUMNS`].
pub(super) fn read_session(row: &Row<'_>) -> Result<SessionRow, Failure> {
    let mut cells = Cells::new(row, "sessions");
    let (id, tenant_id) = (cells.parsed(|text| SessionId::parse(text).ok())?, cells.parsed(|text| TenantId::stored(text).ok())?);
    Ok(SessionRow {
        id,
        tenant_id,
        kind: cells.parsed(SessionKind::parse)?,
        user_id: cells.parsed(|text| UserId::stored(text).ok())?,
        config: cells.parsed(|text| ConfigId::parse(text).ok())?,
        provider: cells.parsed(|text| ProviderId::parse(text).ok())?,
        status: cells.parsed(SessionStatus::parse)?,
        step: cells.parsed(SessionStep::parse)?,
        state_hash: cells.bytes()?,
        binding_hash: cells.bytes()?,
        resume_hash: cells.optional(Cells::bytes)?,
        completion_hash: cells.optional(Cells::bytes)?,
        revision: cells.count()?,
        created_at: cells.time()?,
        expires_at: cells.time()?,
        grant_id: cells.optional(|cells| cells.parsed(|text| GrantId::parse(text).ok()))?,
        error_code: cells.optional(Cells::text)?,
        key_id: cells.bytes()?,
        sealed: cells.optional(Cells::sealed)?,
    })
}

/// Reads `meta`.
pub(super) fn read_meta(row: &Row<'_>) -> Result<MetaRow, Failure> {
    let mut cells = Cells::new(row, "meta");
    Ok(MetaRow {
        schema_version: cells.small()?,
        oldest_reader: cells.small()?,
        environment_hash: cells.bytes()?,
        store_epoch: cells.count()?,
        earlier_epoch: cells.optional(Cells::integer)?.and_then(|epoch| u64::try_from(epoch).ok()),
    })
}

/// The column that a place is named after.
pub(super) fn column(place: &'static str) -> &'static str {
    place.trim_start_matches(':')
}

/// The columns of places, as a statement lists them.
pub(super) fn columns(places: &[&'static str]) -> String {
    places.iter().copied().map(column).collect::<Vec<_>>().join(", ")
}

/// Reads the cells of one row from left to right; whatever does not fit is damage.
pub(super) struct Cells<'r> {
    row: &'r Row<'r>,
    next: usize,
    table: &'static str,
}

impl<'r> Cells<'r> {
    /// Starts at the first column.
    pub(super) fn new(row: &'r Row<'r>, table: &'static str) -> Self {
        Cells { row, next: 0, table }
    }

    fn take(&mut self) -> Result<ValueRef<'r>, Failure> {
        let value = self.row.get_ref(self.next)?;
        self.next += 1;
        Ok(value)
    }

    fn damaged(&self) -> Failure {
        Failure::Damaged(self.table)
    }

    /// What may be absent.
    pub(super) fn optional<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Failure>) -> Result<Option<T>, Failure> {
        if self.row.get_ref(self.next)? == ValueRef::Null {
            self.next += 1;
            return Ok(None);
        }
        read(self).map(Some)
    }

    /// Text of a known grammar.
    pub(super) fn parsed<T>(&mut self, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, Failure> {
        self.take()?.as_str().ok().and_then(parse).ok_or_else(|| self.damaged())
    }

    /// Any text.
    pub(super) fn text(&mut self) -> Result<String, Failure> {
        self.parsed(|text| Some(text.to_owned()))
    }

    pub(super) fn user(&mut self) -> Result<Option<UserId>, Failure> {
        self.parsed(|text| if text.is_empty() { Some(None) } else { UserId::stored(text).ok().map(Some) })
    }

    /// A number.
    pub(super) fn integer(&mut self) -> Result<i64, Failure> {
        self.take()?.as_i64().map_err(|_| self.damaged())
    }

    /// A counter.
    pub(super) fn count(&mut self) -> Result<u64, Failure> {
        u64::try_from(self.integer()?).map_err(|_| self.damaged())
    }

    fn small(&mut self) -> Result<u32, Failure> {
        u32::try_from(self.integer()?).map_err(|_| self.damaged())
    }

    /// A point in time.
    pub(super) fn time(&mut self) -> Result<Timestamp, Failure> {
        self.integer().map(Timestamp::from_unix_millis)
    }

    /// So many bytes.
    pub(super) fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Failure> {
        self.take()?.as_blob().ok().and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| self.damaged())
    }

    /// The hash of an account.
    fn account_hash(&mut self) -> Result<AccountHash, Failure> {
        self.take()?.as_blob().ok().and_then(AccountHash::from_stored).ok_or_else(|| self.damaged())
    }

    /// Ids of keys, one after the other.
    pub(super) fn ids(&mut self) -> Result<Vec<[u8; 16]>, Failure> {
        let (ids, rest) = self.take()?.as_blob().map_err(|_| self.damaged())?.as_chunks();
        if rest.is_empty() && !ids.is_empty() { Ok(ids.to_vec()) } else { Err(self.damaged()) }
    }

    /// Any bytes.
    pub(super) fn blob(&mut self) -> Result<Vec<u8>, Failure> {
        Ok(self.take()?.as_blob().map_err(|_| self.damaged())?.to_vec())
    }

    /// Sealed bytes.
    pub(super) fn sealed(&mut self) -> Result<SealedBytes, Failure> {
        self.blob().map(SealedBytes::from_stored)
    }
}

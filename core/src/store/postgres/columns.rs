//! Converts rows to SQL values and back. The column lists stand here once; statements are built from them.

use tokio_postgres::Row;
use tokio_postgres::types::FromSql;

use crate::base::{ConfigId, GrantId, Label, ProviderId, SessionId, TenantId, Timestamp, UserId};
use crate::model::grant::{AccountHash, CredentialType, GrantStatus, StatusReason};
use crate::model::rows::{GrantRow, IntentColumns, LeaseColumns, MetaRow, SessionRow};
use crate::model::sealed::SealedBytes;
use crate::model::session::{SessionKind, SessionStatus, SessionStep};
use crate::store::texts::{read_subject, subject_name};

use super::errors::Failure;
use super::statement::{Named, blob, count, integer, optional_blob, optional_text, optional_time, text, time, user};
use super::time::{between, millis};

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

/// What is read after [`GRANT_COLUMNS`], the clock that it is seen by last.
pub(super) const TIMED_COLUMNS: &str = "paused_until, pause_began, stored_generation, stored_at, lease_owner, lease_epoch, lease_ends, intent_since, intent_digest, intent_is_recovery, :now";

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

/// How a pause of `:pause` milliseconds is written.
pub(super) const PAUSE: &str = "CASE WHEN :pause > 0 THEN :now + :pause END";
/// When it began. What seems to begin in the future, the server's clock has been set back behind: it is over.
pub(super) const PAUSE_BEGAN: &str = "CASE WHEN :pause > 0 THEN :now END";

/// A grant's values for [`GRANT_COLUMNS`], and those of [`PAUSE`].
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
        (":account_hash", optional_blob(row.account_hash.as_ref().map(AccountHash::as_bytes))),
        (":status", text(row.status.as_str())),
        (":reason", optional_text(row.reason.as_ref().map(StatusReason::as_str))),
        (":generation", count(row.generation)?),
        (":revision", count(row.revision)?),
        (":fence", count(row.fence)?),
        (":committed_epoch", count(row.committed_epoch)?),
        (":key_id", blob(&row.key_id)),
        (":sealed", optional_blob(row.sealed.as_ref().map(SealedBytes::as_bytes))),
        (":expires_at", optional_time(row.expires_at)),
        (":refresh_at", optional_time(row.refresh_at)),
        (":next_check_at", optional_time(row.next_check_at)),
        (":last_used_at", optional_time(row.last_used_at)),
        (":failed_attempts", integer(i64::from(row.failures))),
        (":last_ok_at", optional_time(row.last_ok_at)),
        (":created_at", time(row.created_at)),
        (":updated_at", time(row.updated_at)),
        (":pause", integer(millis(row.paused_for))),
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
        (":resume_hash", optional_blob(row.resume_hash.as_ref().map(<[u8; 32]>::as_slice))),
        (":completion_hash", optional_blob(row.completion_hash.as_ref().map(<[u8; 32]>::as_slice))),
        (":revision", count(row.revision)?),
        (":created_at", time(row.created_at)),
        (":expires_at", time(row.expires_at)),
        (":grant_id", optional_text(row.grant_id.as_ref().map(GrantId::as_str))),
        (":error_code", optional_text(row.error_code.as_deref())),
        (":key_id", blob(&row.key_id)),
        (":sealed", optional_blob(row.sealed.as_ref().map(SealedBytes::as_bytes))),
    ])
}

/// Reads [`GRANT_COLUMNS`] and [`TIMED_COLUMNS`], as they are now.
pub(super) fn read_grant(row: &Row) -> Result<GrantRow, Failure> {
    read_grant_at(&mut Cells::new(row, "grants"))
}

/// Reads the same where it begins in a row.
pub(super) fn read_grant_at(cells: &mut Cells<'_>) -> Result<GrantRow, Failure> {
    let mut grant = GrantRow {
        id: cells.parsed(|text| GrantId::parse(text).ok())?,
        tenant_id: cells.parsed(|text| TenantId::stored(text).ok())?,
        config: cells.parsed(|text| ConfigId::parse(text).ok())?,
        provider: cells.parsed(|text| ProviderId::parse(text).ok())?,
        subject: cells.parsed(read_subject)?,
        user_id: cells.user()?,
        label: cells.parsed(|text| Label::stored(text).ok())?,
        credential_type: cells.parsed(CredentialType::parse)?,
        account_hash: cells.optional_account_hash()?,
        status: cells.parsed(GrantStatus::parse)?,
        reason: cells.optional_text()?.map(StatusReason::read),
        generation: cells.count()?,
        revision: cells.count()?,
        fence: cells.count()?,
        committed_epoch: cells.count()?,
        key_id: cells.bytes()?,
        sealed: cells.optional_sealed()?,
        expires_at: cells.optional_time()?,
        refresh_at: cells.optional_time()?,
        next_check_at: cells.optional_time()?,
        last_used_at: cells.optional_time()?,
        failures: cells.small()?,
        last_ok_at: cells.optional_time()?,
        created_at: cells.time()?,
        updated_at: cells.time()?,
        paused_for: std::time::Duration::ZERO,
        stored_for: std::time::Duration::ZERO,
        lease: LeaseColumns::default(),
    };
    let (paused_until, pause_began): (Option<i64>, Option<i64>) = (cells.take()?, cells.take()?);
    let (stored_generation, stored_at): (Option<i64>, Option<i64>) = (cells.take()?, cells.take()?);
    let (owner, epoch) = (cells.optional_bytes()?, cells.count()?);
    let (ends, since): (Option<i64>, Option<i64>) = (cells.take()?, cells.take()?);
    let (digest, is_recovery) = (cells.optional_bytes()?, cells.take()?);
    let now = cells.integer()?;
    let ends = ends.unwrap_or(i64::MIN);
    let pause = paused_until.filter(|_| pause_began.is_none_or(|began| began <= now));
    grant.paused_for = pause.map_or(std::time::Duration::ZERO, |until| between(now, until));
    // A version before 19 writes a generation without these columns: then they are those of an earlier one.
    let is_of_generation = stored_generation.is_some_and(|stored| u64::try_from(stored) == Ok(grant.generation));
    let stored_at = stored_at.filter(|_| is_of_generation);
    grant.stored_for = stored_at.map_or(std::time::Duration::ZERO, |at| between(at, now));
    let left = owner.map_or(std::time::Duration::ZERO, |_| between(now, ends));
    let intent = since.zip(digest).map(|(since, digest)| IntentColumns {
        age: between(since, now),
        ended: between(ends, now),
        digest,
        is_recovery,
    });
    grant.lease = LeaseColumns { owner, epoch, left, intent };
    Ok(grant)
}

/// Reads [`SESSION_COLUMNS`].
pub(super) fn read_session(row: &Row) -> Result<SessionRow, Failure> {
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
        resume_hash: cells.optional_bytes()?,
        completion_hash: cells.optional_bytes()?,
        revision: cells.count()?,
        created_at: cells.time()?,
        expires_at: cells.time()?,
        grant_id: cells.optional_parsed(|text| GrantId::parse(text).ok())?,
        error_code: cells.optional_text()?.map(str::to_owned),
        key_id: cells.bytes()?,
        sealed: cells.optional_sealed()?,
    })
}

/// Reads `meta`.
pub(super) fn read_meta(row: &Row) -> Result<MetaRow, Failure> {
    let mut cells = Cells::new(row, "meta");
    Ok(MetaRow {
        schema_version: cells.small()?,
        oldest_reader: cells.small()?,
        environment_hash: cells.bytes()?,
        store_epoch: cells.count()?,
        earlier_epoch: cells.take::<Option<i64>>()?.and_then(|epoch| u64::try_from(epoch).ok()),
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
    row: &'r Row,
    next: usize,
    table: &'static str,
}

impl<'r> Cells<'r> {
    /// Starts at the first column.
    pub(super) fn new(row: &'r Row, table: &'static str) -> Self {
        Cells { row, next: 0, table }
    }

    /// A cell of its own type.
    pub(super) fn take<T: FromSql<'r>>(&mut self) -> Result<T, Failure> {
        let value = self.row.try_get(self.next).map_err(|_| self.damaged());
        self.next += 1;
        value
    }

    fn damaged(&self) -> Failure {
        Failure::Damaged(self.table)
    }

    /// Text of a known grammar.
    pub(super) fn parsed<T>(&mut self, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, Failure> {
        parse(self.take()?).ok_or_else(|| self.damaged())
    }

    /// The same, where there may be none.
    pub(super) fn optional_parsed<T>(&mut self, parse: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Failure> {
        self.optional_text()?.map(|text| parse(text).ok_or_else(|| self.damaged())).transpose()
    }

    /// Any text.
    pub(super) fn text(&mut self) -> Result<String, Failure> {
        self.take()
    }

    /// Any text, where there may be none.
    pub(super) fn optional_text(&mut self) -> Result<Option<&'r str>, Failure> {
        self.take()
    }

    /// A user, or empty text.
    pub(super) fn user(&mut self) -> Result<Option<UserId>, Failure> {
        self.parsed(|text| if text.is_empty() { Some(None) } else { UserId::stored(text).ok().map(Some) })
    }

    /// The text of the next cell, which is read once more: nothing where it has none.
    pub(super) fn peek(&self) -> Option<String> {
        self.row.try_get::<_, Option<&str>>(self.next).ok().flatten().map(str::to_owned)
    }

    /// Whether the next cell, of text, is empty.
    pub(super) fn is_null(&self) -> bool {
        self.row.try_get::<_, Option<&str>>(self.next).is_ok_and(|text| text.is_none())
    }

    /// A number.
    pub(super) fn integer(&mut self) -> Result<i64, Failure> {
        self.take()
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

    fn optional_time(&mut self) -> Result<Option<Timestamp>, Failure> {
        Ok(self.take::<Option<i64>>()?.map(Timestamp::from_unix_millis))
    }

    /// So many bytes.
    pub(super) fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Failure> {
        self.take::<&[u8]>()?.try_into().map_err(|_| self.damaged())
    }

    fn optional_bytes<const N: usize>(&mut self) -> Result<Option<[u8; N]>, Failure> {
        self.take::<Option<&[u8]>>()?.map(|bytes| bytes.try_into().map_err(|_| self.damaged())).transpose()
    }

    fn optional_account_hash(&mut self) -> Result<Option<AccountHash>, Failure> {
        self.take::<Option<&[u8]>>()?.map(|bytes| AccountHash::from_stored(bytes).ok_or_else(|| self.damaged())).transpose()
    }

    /// Ids of keys, one after the other.
    pub(super) fn ids(&mut self) -> Result<Vec<[u8; 16]>, Failure> {
        let (ids, rest) = self.take::<&[u8]>()?.as_chunks();
        if rest.is_empty() && !ids.is_empty() { Ok(ids.to_vec()) } else { Err(self.damaged()) }
    }

    /// Sealed bytes.
    pub(super) fn sealed(&mut self) -> Result<SealedBytes, Failure> {
        self.take::<Vec<u8>>().map(SealedBytes::from_stored)
    }

    fn optional_sealed(&mut self) -> Result<Option<SealedBytes>, Failure> {
        Ok(self.take::<Option<Vec<u8>>>()?.map(SealedBytes::from_stored))
    }
}

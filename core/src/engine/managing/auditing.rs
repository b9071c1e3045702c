//! Lists what was done: entries of the audit log.

use super::Manager;
use super::connections::{Page, page_size};
use crate::base::{Error, ErrorCode, GrantId, Result, TenantId, Timestamp, UserId};
use crate::model::audit::AuditKind;
use crate::model::rows::{AuditFilter, AuditRow};

/// Which entries of the audit log.
#[derive(Clone, Debug, Default)]
pub struct AuditQuery {
    /// From `next` of the page before.
    pub after: Option<String>,
    /// Only those from this time on.
    pub since: Option<Timestamp>,
    /// Only this tenant's.
    pub tenant_id: Option<TenantId>,
    /// At most this many on a page: 1 to 200, default 50.
    pub limit: Option<usize>,
}

/// Something that was done to a connection, a key or the vault, as the audit log tells it. It holds ids and words of closed sets, never a
/// secret. Of a tenant or user that was erased since only number, kind and time are left.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuditRecord {
    /// Its place in the log: 1, 2, 3 without a gap, over all tenants. The first ones may have been dropped.
    pub number: u64,
    /// What was done.
    pub kind: AuditKind,
    /// In which tenant; absent for what concerns the whole vault, and once it was erased.
    pub tenant_id: Option<TenantId>,
    /// The user whose connection it is, where it is one's.
    pub user_id: Option<UserId>,
    /// The connection or installation.
    pub connection_id: Option<GrantId>,
    /// Who was signed in, where that is known: whoever signed in at the provider, or deleted through the handler. What the application's
    /// server does by itself has no actor.
    pub actor: Option<UserId>,
    /// The session that led to it.
    pub session_id: Option<String>,
    /// The id of the root key, or of the tenant's key, that it was done to.
    pub key_id: Option<String>,
    /// Whether an erasure has taken away what it was about.
    pub erased: bool,
    /// When.
    pub at: Timestamp,
}

impl Manager {
    /// Entries of the audit log, in their order.
    ///
    /// # Errors
    /// - `invalid_request`: a wrong cursor or limit.
    pub(crate) async fn list_audit(&self, query: &AuditQuery) -> Result<Page<AuditRecord>> {
        let size = page_size(query.limit)?;
        let foreign = || Error::new(ErrorCode::InvalidRequest, "after is not a cursor of ⟨call list_audit⟩.");
        let mut after = query.after.as_deref().map_or(Ok(0), |text| text.parse().map_err(|_| foreign()))?;
        loop {
            self.tasks.check_open()?;
            let filter =
                AuditFilter { after, since: query.since, tenant_id: query.tenant_id.clone(), kind: None, limit: size + 1 };
            let rows = self.audit.list(filter).await;
            let mut rows = rows.map_err(|error| if error.code() == ErrorCode::InvalidRequest { foreign() } else { error })?;
            let more = rows.len() > size;
            rows.truncate(size);
            let last = rows.last().filter(|_| more).map(|row| row.number);
            let data: Vec<_> = rows.into_iter().filter_map(read).collect();
            match last {
                // Whoever walks through the list takes a page of nothing for its end.
                Some(last) if data.is_empty() => after = last,
                last => return Ok(Page { data, next: last.map(|number| number.to_string()) }),
            }
        }
    }
}

/// An entry of a kind that only a newer version knows is left out, as such events are.
fn read(row: AuditRow) -> Option<AuditRecord> {
    let about = row.about;
    let user = |text: Option<String>| text.and_then(|text| UserId::stored(&text).ok());
    let kind = AuditKind::parse(&row.kind)?;
    Some(AuditRecord {
        number: row.number,
        kind,
        tenant_id: about.tenant_id.and_then(|text| TenantId::stored(&text).ok()),
        user_id: user(about.user_id),
        connection_id: about.grant_id.and_then(|text| GrantId::parse(&text).ok()),
        actor: user(about.actor),
        session_id: about.request.filter(|_| !matches!(kind, AuditKind::AuditAcknowledged | AuditKind::AuditDropped)),
        key_id: about.key_id,
        erased: row.erased.is_some(),
        at: row.at,
    })
}

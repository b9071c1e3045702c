//! Compares what the store gives with what was asked, byte by byte: how a database compares texts is decided in the database, and whoever
//! changes that makes two tenants one (SR-38, SR-42). What is another's is left out, and hides no grant, event or entry behind it: a page goes on where it
//! lost rows, and a grant that stands behind somebody else's is looked for. A session or a keyset behind somebody else's is none: a sign-in begins
//! anew, and what is sealed under the key does not open.

use crate::base::Result;
use crate::model::event::Event;
use crate::model::rows::{
    AuditFilter, AuditRow, DueJob, EventFilter, GrantFilter, GrantQuery, GrantRow, JobKind, JobRequest, KeyOwner, KeyRow,
    KeysetRow, LegacyKeyQuery, Position, SessionQuery, SessionRow,
};
use crate::store::Store;

/// So many rows are looked through at once for one that the database did not find.
const PAGE: usize = 100;

/// The row of a grant; another one than was asked for is none.
pub(super) async fn find_grant(store: &dyn Store, query: GrantQuery) -> Result<Option<GrantRow>> {
    let found = store.find_grant(query.clone()).await?;
    own_or_search(store, &query, found).await
}

/// The same for several, in their order.
pub(super) async fn find_grants(store: &dyn Store, queries: Vec<GrantQuery>) -> Result<Vec<Option<GrantRow>>> {
    let found = store.find_grants(queries.clone()).await?;
    let mut own = Vec::with_capacity(found.len());
    for (row, query) in found.into_iter().zip(&queries) {
        own.push(own_or_search(store, query, row).await?);
    }
    Ok(own)
}

/// What was found, if it is what was asked for. In the place of it somebody else's may be found: then all of its tenant are looked through.
async fn own_or_search(store: &dyn Store, query: &GrantQuery, found: Option<GrantRow>) -> Result<Option<GrantRow>> {
    match found {
        Some(row) if !is_asked(query, &row) => search(store, query).await,
        found => Ok(found),
    }
}

async fn search(store: &dyn Store, query: &GrantQuery) -> Result<Option<GrantRow>> {
    let tenant_id = match query {
        GrantQuery::Id(tenant_id, _) => tenant_id.clone(),
        GrantQuery::Key(key) => key.tenant_id.clone(),
    };
    tracing::error!(tenant_id = tenant_id.as_str(), "the database takes two names for the same: somebody has changed it");
    let mut filter = GrantFilter { tenant_id: Some(tenant_id), include_revoked: true, limit: PAGE, ..GrantFilter::default() };
    loop {
        let page = list_grants(store, filter.clone()).await?;
        filter.after = page.last().map(|last| last.id.clone());
        let is_last = page.len() < PAGE;
        let own = page.into_iter().find(|row| is_asked(query, row));
        if own.is_some() || is_last {
            return Ok(own);
        }
    }
}

/// A page of a list, without what does not belong there.
pub(super) async fn list_grants(store: &dyn Store, mut filter: GrantFilter) -> Result<Vec<GrantRow>> {
    let mut page = Page::of(filter.limit);
    loop {
        let rows = store.list_grants(filter.clone()).await?;
        let last = rows.last().map(|row| row.id.clone());
        let is_own = |row: &GrantRow| {
            let is_of_user =
                filter.user_id.is_none() || row.user_id == filter.user_id || (filter.or_no_user && row.user_id.is_none());
            is_of_user
                && filter.tenant_id.as_ref().is_none_or(|tenant_id| row.tenant_id == *tenant_id)
                && filter.config.as_ref().is_none_or(|config| row.config == *config)
                && filter.provider.as_ref().is_none_or(|provider| row.provider == *provider)
        };
        let Some(left) = page.add(rows, is_own) else { return Ok(page.own) };
        (filter.after, filter.limit) = (last, left);
    }
}

/// Events, without those of another tenant than was asked for.
pub(super) async fn list_events(store: &dyn Store, mut filter: EventFilter) -> Result<Vec<(Position, Event)>> {
    let mut page = Page::of(filter.limit);
    loop {
        let events = store.list_events(filter.clone()).await?;
        let last = events.last().map(|(position, _)| position.clone());
        let is_own = |(_, event): &(Position, Event)| {
            let is_of_grant = filter.grant_id.is_none() || event.grant_id == filter.grant_id;
            is_of_grant && filter.tenant_id.as_ref().is_none_or(|tenant_id| event.tenant_id == *tenant_id)
        };
        let Some(left) = page.add(events, is_own) else { return Ok(page.own) };
        (filter.after, filter.limit) = (last, left);
    }
}

/// A page of the audit log, without what is another tenant's or of another kind.
pub(super) async fn list_audit(store: &dyn Store, mut filter: AuditFilter) -> Result<Vec<AuditRow>> {
    let mut page = Page::of(filter.limit);
    loop {
        let rows = store.list_audit(filter.clone()).await?;
        let last = rows.last().map_or(filter.after, |row| row.number);
        let is_own = |row: &AuditRow| {
            let is_of_tenant =
                filter.tenant_id.as_ref().is_none_or(|tenant_id| row.about.tenant_id.as_deref() == Some(tenant_id.as_str()));
            is_of_tenant && filter.kind.is_none_or(|kind| row.kind == kind.as_str())
        };
        let Some(left) = page.add(rows, is_own) else { return Ok(page.own) };
        (filter.after, filter.limit) = (last, left);
    }
}

/// Due jobs, without those of another kind than was asked for, or of a config that was not. They are handed out again when nobody holds them
/// any more.
pub(super) async fn take_jobs(store: &dyn Store, request: JobRequest) -> Result<Vec<DueJob>> {
    let mut due = store.take_jobs(request.clone()).await?;
    due.retain(|job| {
        let (kind, config) = match job {
            DueJob::Grant(kind, row) => (JobKind::Grant(*kind), &row.config),
            DueJob::Queued(job) => (JobKind::Queued(job.kind), &job.config),
        };
        request.kinds.contains(&kind) && !request.except.contains(config)
    });
    Ok(due)
}

/// The row of a session; another one than was asked for is none.
pub(super) async fn find_session(store: &dyn Store, query: SessionQuery) -> Result<Option<SessionRow>> {
    let found = store.find_session(query.clone()).await?;
    Ok(found.filter(|row| match &query {
        SessionQuery::Id(tenant_id, user_id, id) => (&row.tenant_id, &row.user_id, &row.id) == (tenant_id, user_id, id),
        SessionQuery::OfTenant(tenant_id, id) => (&row.tenant_id, &row.id) == (tenant_id, id),
        // A hash of 256 bits is nobody's name.
        SessionQuery::State(_) | SessionQuery::Resume(_) => true,
    }))
}

/// The keyset of an owner; another owner's is none.
pub(super) async fn find_keyset(store: &dyn Store, owner: &KeyOwner) -> Result<Option<KeysetRow>> {
    let found = store.find_keyset(owner.clone()).await?;
    Ok(found.filter(|row| row.owner == *owner))
}

/// Keys of an owner that are in no keyset, without another owner's.
pub(super) async fn list_legacy_keys(store: &dyn Store, owner: &KeyOwner) -> Result<Vec<KeyRow>> {
    let mut found = store.list_legacy_keys(LegacyKeyQuery::Owner(owner.clone())).await?;
    let tenant_id = match owner {
        KeyOwner::Tenant(tenant_id) => Some(tenant_id),
        KeyOwner::Index | KeyOwner::Audit => None,
    };
    found.retain(|row| row.tenant_id.as_ref() == tenant_id);
    Ok(found)
}

/// What is collected of a page.
struct Page<T> {
    own: Vec<T>,
    limit: usize,
}

impl<T> Page<T> {
    fn of(limit: usize) -> Self {
        Page { own: Vec::new(), limit }
    }

    /// Takes what belongs there from what a store has given for the rest of it. `None`: it is complete; otherwise how many rows are left to
    /// be asked for, behind these.
    fn add(&mut self, given: Vec<T>, is_own: impl FnMut(&T) -> bool) -> Option<usize> {
        let (asked, read) = (self.limit - self.own.len(), given.len());
        let before = self.own.len();
        self.own.extend(given.into_iter().filter(is_own));
        let left = self.limit - self.own.len().min(self.limit);
        let has_lost = self.own.len() - before < read;
        (has_lost && read >= asked && left > 0).then_some(left)
    }
}

fn is_asked(query: &GrantQuery, row: &GrantRow) -> bool {
    match query {
        GrantQuery::Id(tenant_id, id) => (&row.tenant_id, &row.id) == (tenant_id, id),
        GrantQuery::Key(key) => {
            (&row.tenant_id, &row.config, &row.user_id, &row.label) == (&key.tenant_id, &key.config, &key.user_id, &key.label)
                && (row.subject, row.credential_type.purpose()) == (key.subject, key.purpose)
        }
    }
}

#[cfg(test)]
mod tests;

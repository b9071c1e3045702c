//! Lists connections and installations, shows and deletes a connection, lists and counts what happened.

use crate::base::{ConfigId, Error, ErrorCode, GrantId, ProviderId, Result, TenantId, Timestamp, UserId};
use crate::model::event::{Event, EventType};
use crate::model::grant::{Grant, GrantStatus, GrantView};
use crate::model::revocation::Deletion;
use crate::model::rows::{EventFilter, GrantFilter, Position};
use crate::model::subject::SubjectKind;

use super::Manager;
use crate::engine::common::errors;

/// A page of a longer list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The entries.
    pub data: Vec<T>,
    /// Where the next page starts; `None`: this was the last.
    pub next: Option<String>,
}

/// Which connections or installations.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// Only this tenant's.
    pub tenant_id: Option<TenantId>,
    /// Everybody's. For an operator; this or a tenant must be given.
    pub all_tenants: bool,
    /// Only this user's.
    pub user_id: Option<UserId>,
    /// Only this provider's.
    pub provider: Option<ProviderId>,
    /// Only this config's.
    pub config: Option<ConfigId>,
    /// Only those in this state. What was deleted (`revoked`) is in no list.
    pub status: Option<GrantStatus>,
    /// From `next` of the page before.
    pub after: Option<String>,
    /// At most this many on a page: 1 to 200, default 50.
    pub limit: Option<usize>,
}

/// In which order events are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EventOrder {
    /// As they were committed: for whoever goes on where a page ended, also later.
    #[default]
    OldestFirst,
    /// The last one committed first: for whoever looks at what happened.
    NewestFirst,
}

/// Which events.
#[derive(Clone, Debug, Default)]
pub struct EventQuery {
    /// From `next` of the page before, or `cursor` of an event.
    pub after: Option<String>,
    /// In which order; default `oldest_first`.
    pub order: EventOrder,
    /// Only those that happened from this time on.
    pub since: Option<Timestamp>,
    /// Only this tenant's.
    pub tenant_id: Option<TenantId>,
    /// Only this type.
    pub event_type: Option<EventType>,
    /// Only this connection's or installation's.
    pub connection_id: Option<GrantId>,
    /// At most this many on a page: 1 to 200, default 50.
    pub limit: Option<usize>,
}

pub(super) fn page_size(limit: Option<usize>) -> Result<usize> {
    match limit.unwrap_or(50) {
        size @ 1..=200 => Ok(size),
        _ => Err(Error::new(ErrorCode::InvalidRequest, "limit must be 1 to 200.")),
    }
}

/// What is listed, whatever is asked.
struct Wanted {
    or_no_user: bool,
    subjects: Vec<SubjectKind>,
    is_troubled: bool,
}

impl Wanted {
    fn of(subjects: Vec<SubjectKind>) -> Self {
        Wanted { or_no_user: false, subjects, is_troubled: false }
    }
}

impl Manager {
    /// Connections, ordered by id.
    pub(crate) async fn list_connections(&self, query: &ListQuery) -> Result<Page<GrantView>> {
        self.list(query, Wanted::of(vec![SubjectKind::User, SubjectKind::Tenant])).await
    }

    /// What one user may see: the connections of `query.user_id` and those of the whole tenant, ordered by id.
    pub(crate) async fn list_visible_connections(&self, query: &ListQuery) -> Result<Page<GrantView>> {
        self.list(query, Wanted { or_no_user: true, ..Wanted::of(vec![SubjectKind::User, SubjectKind::Tenant]) }).await
    }

    /// Installations, ordered by id.
    pub(crate) async fn list_installations(&self, query: &ListQuery) -> Result<Page<GrantView>> {
        self.list(query, Wanted::of(vec![SubjectKind::Installation])).await
    }

    /// Connections and installations of whose refreshes there may be something to say, ordered by id: the others are not opened, nor are
    /// their tenants' keys asked for. Where something waits in the spool, or an endpoint is left alone, it may be of any of them.
    #[cfg(feature = "cli")]
    pub(crate) async fn list_troubled(&self, query: &ListQuery) -> Result<Page<GrantView>> {
        let is_troubled = self.grants.waiting_on_disk().await.is_empty() && self.grants.endpoint_pauses().await?.is_empty();
        self.list(query, Wanted { is_troubled, ..Wanted::of(vec![]) }).await
    }

    async fn list(&self, query: &ListQuery, wanted: Wanted) -> Result<Page<GrantView>> {
        let Wanted { or_no_user, subjects, is_troubled } = wanted;
        self.tasks.check_open()?;
        if query.tenant_id.is_some() == query.all_tenants {
            return Err(Error::new(ErrorCode::InvalidRequest, "Give either ⟨tenant_id⟩ or ⟨all_tenants⟩."));
        }
        if query.status == Some(GrantStatus::Revoked) {
            let message = "What was deleted (\"revoked\") is in no list.";
            let hint = "Look at its events: connection.deleted and installation.deleted.";
            return Err(Error::new(ErrorCode::InvalidRequest, message).with_hint(hint));
        }
        let size = page_size(query.limit)?;
        let foreign =
            |_| Error::new(ErrorCode::InvalidRequest, "after is not a cursor of this list.").with_hint("Give ⟨next⟩ of a page.");
        let after = query.after.as_deref().map(GrantId::parse).transpose().map_err(foreign)?;
        let filter = GrantFilter {
            is_outdated: false,
            to_hash_under: None,
            is_troubled,
            tenant_id: query.tenant_id.clone(),
            user_id: query.user_id.clone(),
            or_no_user,
            subjects,
            provider: query.provider.clone(),
            config: query.config.clone(),
            status: query.status,
            include_revoked: false,
            after,
            limit: size + 1,
        };
        let mut grants = self.grants.list(filter).await?;
        if grants.is_empty() {
            self.configs.check_spelling(query.provider.as_ref(), query.config.as_ref())?;
        }
        let more = grants.len() > size;
        grants.truncate(size);
        let next = grants.last().filter(|_| more).map(|grant| grant.id.as_str().to_owned());
        Ok(Page { data: self.checker.views(&grants).await, next })
    }

    /// One connection of a tenant.
    ///
    /// # Errors
    /// - `not_connected`: no such connection in this tenant; a foreign id is like an absent one.
    pub(crate) async fn get_connection(&self, tenant_id: &TenantId, id: &GrantId) -> Result<GrantView> {
        self.tasks.check_open()?;
        let grant = self.connection_of(tenant_id, id).await?;
        Ok(self.checker.view(&grant).await)
    }

    async fn connection_of(&self, tenant_id: &TenantId, id: &GrantId) -> Result<Grant> {
        let grant = self.grants.load(tenant_id, id).await?;
        grant.filter(|grant| grant.key.subject != SubjectKind::Installation).ok_or_else(|| errors::no_connection(tenant_id))
    }

    /// Deletes a connection: reads are denied at once, its secrets are gone with the same commit, and nothing that is under
    /// way revives it. What the provider can revoke is in the queue then, and it is asked at once.
    pub(crate) async fn delete_connection(&self, tenant_id: &TenantId, id: &GrantId, actor: Option<&UserId>) -> Result<Deletion> {
        self.tasks.check_open()?;
        let grant = self.grants.load_to_delete(tenant_id, id).await?;
        let grant = grant
            .filter(|grant| grant.key.subject != SubjectKind::Installation)
            .ok_or_else(|| errors::no_connection(tenant_id))?;
        Ok(self.revoker.finish(self.grants.deleted(grant, actor).await?).await)
    }

    /// Events. Oldest first, the cursor of the last one goes on where this page ends, also when there is nothing more now; newest
    /// first, a list has an end.
    pub(crate) async fn list_events(&self, query: &EventQuery) -> Result<Page<Event>> {
        self.tasks.check_open()?;
        let size = page_size(query.limit)?;
        let foreign = || {
            Error::new(ErrorCode::InvalidRequest, "after is not a cursor of ⟨call list_events⟩.").with_hint(
                "Give a cursor that this vault has given out. A vault that was put back to an earlier state knows none of the time in \
                 between, and one in memory begins anew: begin without a cursor there.",
            )
        };
        let after = query.after.as_deref().map(|text| Position::from_text(text).ok_or_else(foreign)).transpose()?;
        let newest_first = query.order == EventOrder::NewestFirst;
        let filter = EventFilter {
            after,
            newest_first,
            since: query.since,
            tenant_id: query.tenant_id.clone(),
            event_type: query.event_type,
            grant_id: query.connection_id.clone(),
            of_no_grant: false,
            limit: size + usize::from(newest_first),
        };
        let events = self.events.list_events(filter).await;
        let mut events = events.map_err(|error| if error.code() == ErrorCode::InvalidRequest { foreign() } else { error })?;
        let is_last = newest_first && events.len() <= size;
        events.truncate(size);
        let next = events.last().map(|(position, _)| position.as_str().to_owned()).or_else(|| query.after.clone());
        let next = next.filter(|_| !is_last);
        let placed = |(position, event)| Event { cursor: Some(Position::as_str(&position).to_owned()), ..event };
        Ok(Page { data: events.into_iter().map(placed).collect(), next })
    }

    /// The cursor after which everything that happened from a time on stands.
    pub(crate) async fn event_cursor(&self, since: Timestamp) -> Result<String> {
        self.tasks.check_open()?;
        Ok(self.events.event_position(since).await?.as_str().to_owned())
    }

    /// How many grants there are in each state.
    pub(crate) async fn count_grants(&self) -> Result<Vec<(GrantStatus, u64)>> {
        self.tasks.check_open()?;
        self.grants.count().await
    }
}

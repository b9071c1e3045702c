//! Compares what the store gives with what was asked, byte by byte: how a database compares texts is decided in the database, and whoever
//! changes that makes two tenants one (SR-38, SR-42).

use crate::base::Result;
use crate::model::event::Event;
use crate::model::rows::{
    EventFilter, GrantFilter, GrantQuery, GrantRow, KeyOwner, KeysetRow, Position, SessionQuery, SessionRow,
};
use crate::store::Store;

/// The row of a grant; another one than was asked for is none.
pub(super) async fn find_grant(store: &dyn Store, query: GrantQuery) -> Result<Option<GrantRow>> {
    let found = store.find_grant(query.clone()).await?;
    Ok(found.filter(|row| is_asked(&query, row)))
}

/// The same for several, in their order.
pub(super) async fn find_grants(store: &dyn Store, queries: Vec<GrantQuery>) -> Result<Vec<Option<GrantRow>>> {
    let found = store.find_grants(queries.clone()).await?;
    Ok(found.into_iter().zip(&queries).map(|(row, query)| row.filter(|row| is_asked(query, row))).collect())
}

/// A page of a list, without what does not belong there.
pub(super) async fn list_grants(store: &dyn Store, filter: GrantFilter) -> Result<Vec<GrantRow>> {
    let (tenant_id, user_id) = (filter.tenant_id.clone(), filter.user_id.clone());
    let or_no_user = filter.or_no_user;
    let mut rows = store.list_grants(filter).await?;
    rows.retain(|row| {
        let is_of_user = user_id.is_none() || row.user_id == user_id || (or_no_user && row.user_id.is_none());
        is_of_user && tenant_id.as_ref().is_none_or(|tenant_id| row.tenant_id == *tenant_id)
    });
    Ok(rows)
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

/// Events, without those of another tenant than was asked for.
pub(super) async fn list_events(store: &dyn Store, filter: EventFilter) -> Result<Vec<(Position, Event)>> {
    let tenant_id = filter.tenant_id.clone();
    let mut events = store.list_events(filter).await?;
    events.retain(|(_, event)| tenant_id.as_ref().is_none_or(|tenant_id| event.tenant_id == *tenant_id));
    Ok(events)
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

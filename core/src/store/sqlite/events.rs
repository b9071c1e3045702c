//! Writes and reads events. An event about no grant has empty texts for grant and status, and one about no user for the user, because the
//! columns are NOT NULL.

use rusqlite::Connection;

use crate::base::{ConfigId, GrantId, ProviderId, SessionId, TenantId};
use crate::model::event::{Event, EventType};
use crate::model::grant::{GrantStatus, StatusReason};
use crate::store::texts::{read_failure, write_failure};

use super::columns::Cells;
use super::errors;
use super::statement::{insert, optional, select, text, time, user};

/// In the order in which [`read`] takes them.
pub(super) const COLUMNS: &str =
    "seq, id, event_type, grant_id, tenant_id, user_id, config, provider, status, reason, at, session_id, failure";

const APPEND: &str = "INSERT INTO events
    (id, event_type, grant_id, tenant_id, user_id, config, provider, status, reason, at, session_id, failure)
    VALUES (:id, :event_type, :grant_id, :tenant_id, :user_id, :config, :provider, :status, :reason, :at, :session_id, :failure)";

// It asks for a table of ours too: a vault that has moved has none, and its numbers say nothing any more.
const LAST: &str =
    "SELECT seq FROM sqlite_sequence WHERE name = 'events' AND (SELECT count(*) FROM meta WHERE only_row = 1) >= 0";

/// The number that was given last, whatever has become of the event.
pub(super) fn last(db: &Connection) -> Result<u64, errors::Failure> {
    Ok(select(db, LAST, &[], |row| Cells::new(row, "sqlite_sequence").count())?.pop().unwrap_or(0))
}

/// Appends an event.
pub(super) fn append(db: &Connection, event: &Event) -> Result<(), errors::Failure> {
    let failure = event.failure.as_ref().and_then(write_failure);
    let values = [
        (":id", text(&event.id)),
        (":event_type", text(event.event_type.as_str())),
        (":grant_id", text(event.grant_id.as_ref().map_or("", GrantId::as_str))),
        (":tenant_id", text(event.tenant_id.as_str())),
        (":user_id", user(event.user_id.as_ref())),
        (":config", text(event.config.as_str())),
        (":provider", text(event.provider.as_str())),
        (":status", text(event.status.map_or("", GrantStatus::as_str))),
        (":reason", optional(event.reason.as_ref().map(StatusReason::as_str), text)),
        (":at", time(event.at)),
        (":session_id", optional(event.session_id.as_ref().map(SessionId::as_str), text)),
        (":failure", optional(failure.as_deref(), text)),
    ];
    insert(db, APPEND, &values)
}

/// Reads an event. Its number stands before it.
pub(super) fn read(cells: &mut Cells<'_>) -> Result<Event, errors::Failure> {
    Ok(Event {
        id: cells.text()?,
        event_type: cells.parsed(EventType::parse)?,
        grant_id: cells.parsed(|text| or_nothing(text, |text| GrantId::parse(text).ok()))?,
        tenant_id: cells.parsed(|text| TenantId::stored(text).ok())?,
        user_id: cells.user()?,
        config: cells.parsed(|text| ConfigId::parse(text).ok())?,
        provider: cells.parsed(|text| ProviderId::parse(text).ok())?,
        status: cells.parsed(|text| or_nothing(text, GrantStatus::parse))?,
        reason: cells.optional(Cells::text)?.as_deref().map(StatusReason::read),
        at: cells.time()?,
        session_id: cells.optional(|cells| cells.parsed(|text| SessionId::parse(text).ok()))?,
        failure: cells.optional(|cells| cells.parsed(read_failure))?.flatten(),
        cursor: None,
    })
}

fn or_nothing<T>(text: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
    if text.is_empty() { Some(None) } else { parse(text).map(Some) }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use crate::base::ErrorCode;
    use crate::model::rows::EventFilter;
    use crate::store::sqlite::{migrations, query};

    /// They count for no page, which would seem to be the last one.
    #[test]
    fn events_that_only_a_newer_version_knows_are_left_out_and_its_codes_are_told_as_none() {
        let db = Connection::open_in_memory().unwrap();
        migrations::migrate(&db).unwrap();
        let insert = "INSERT INTO events (id, event_type, grant_id, tenant_id, user_id, config, provider, status, at, failure)
            VALUES (?1, ?2, '', 't', 'u', 'drive', 'drive', '', 1, ?3)";
        let failure = |code: &str| format!(r#"{{"code":"{code}","message":"It failed.","more":1}}"#);
        for (id, kind, code) in [
            ("evt_1", "session.failed", "provider_unavailable"),
            ("evt_2", "session.moved", "provider_unavailable"),
            ("evt_3", "session.failed", "moved_away"),
        ] {
            db.execute(insert, (id, kind, failure(code))).unwrap();
        }
        for newest_first in [false, true] {
            let filter = EventFilter { limit: 2, newest_first, ..EventFilter::default() };
            let found = query::list_events(&db, None, &filter).unwrap();
            let mut found: Vec<_> =
                found.iter().map(|(_, event)| (event.id.as_str(), event.error().map(|error| error.code()))).collect();
            found.sort_unstable_by_key(|(id, _)| *id);
            assert_eq!(found, [("evt_1", Some(ErrorCode::ProviderUnavailable)), ("evt_3", None)]);
        }
    }
}

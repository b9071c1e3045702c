//! Rules of events, notes of changes, and housekeeping.

use crate::base::GrantId;
use crate::model::event::EventType;
use crate::model::grant::GrantStatus;
use crate::model::rows::{Changes, EventFilter, GrantRow, Query, SessionRow, Write};

use super::fixtures::*;

fn all() -> EventFilter {
    EventFilter { limit: 1_000, ..EventFilter::default() }
}

async fn events(store: &Any, filter: EventFilter) -> Vec<String> {
    read(store, Query::Events(filter)).await.events.into_iter().map(|(_, event)| event.id).collect()
}

fn purge(sessions: i64, events: i64, changes: i64) -> Write {
    Write::Purge {
        seals_before: at(sessions),
        sessions_before: at(sessions),
        events_before: at(events),
        changes_before: at(changes),
    }
}

fn ids(changes: &Changes) -> Vec<&GrantId> {
    changes.grants.iter().map(|(_, id)| id).collect()
}

pub(super) async fn events_come_in_commit_order_through_filters(store: &Any) {
    let (a, b) = (connection("t", "a"), connection("t2", "b"));
    let tenants = GrantRow { user_id: None, ..connection("t", "x") };
    let list = [
        event("evt_z", &a, EventType::ConnectionCreated),
        event("evt_y", &b, EventType::TokenRefreshed),
        event("evt_x", &a, EventType::TokenRefreshed),
        crate::model::event::Event { reason: Some("revoked".to_owned()), ..event("evt_w", &tenants, EventType::HealthFailed) },
    ];
    for event in &list {
        apply(store, [Write::AppendEvent(event.clone())]).await;
    }
    let stored = read(store, Query::Events(all())).await.events;
    assert_eq!(stored.iter().map(|(_, event)| event).collect::<Vec<_>>(), list.iter().collect::<Vec<_>>());
    assert!(stored.windows(2).all(|pair| pair[0].0 < pair[1].0));

    let second = stored[1].0;
    let cases = [
        (EventFilter { after: Some(second), ..all() }, vec!["evt_x", "evt_w"]),
        (EventFilter { after: Some(u64::MAX), ..all() }, vec![]),
        (EventFilter { tenant_id: Some(tenant("t")), ..all() }, vec!["evt_z", "evt_x", "evt_w"]),
        (EventFilter { tenant_id: Some(tenant("T")), ..all() }, vec![]),
        (EventFilter { event_type: Some(EventType::TokenRefreshed), ..all() }, vec!["evt_y", "evt_x"]),
        (EventFilter { grant_id: Some(a.id.clone()), ..all() }, vec!["evt_z", "evt_x"]),
        (EventFilter { grant_id: Some(a.id.clone()), tenant_id: Some(tenant("t2")), ..all() }, vec![]),
        (EventFilter { tenant_id: Some(tenant("t")), after: Some(second), limit: 1, ..all() }, vec!["evt_x"]),
        (EventFilter { limit: 0, ..all() }, vec![]),
    ];
    for (filter, expected) in cases {
        assert_eq!(events(store, filter.clone()).await, expected, "{filter:?}");
    }
}

pub(super) async fn an_event_has_one_id(store: &Any) {
    let row = connection("t", "u");
    let twice = event("evt_1", &row, EventType::ConnectionCreated);
    apply(store, [Write::AppendEvent(twice.clone())]).await;
    assert_eq!(commit(store, [Write::AppendEvent(twice)]).await, EXISTS);
    assert_eq!(events(store, all()).await, ["evt_1"]);
}

pub(super) async fn events_of_a_failed_batch_do_not_exist(store: &Any) {
    let row = connection("t", "u");
    apply(store, [insert(&row)]).await;
    let writes = [Write::AppendEvent(event("evt_1", &row, EventType::TokenRefreshed)), insert(&row)];
    assert_eq!(commit(store, writes).await, EXISTS);
    assert!(events(store, all()).await.is_empty());
}

pub(super) async fn changes_tell_which_grants_moved(store: &Any) {
    let start = store.changes_since(None, 10).await.unwrap();
    assert_eq!(start, Changes { grants: vec![], position: 0, lost: false });
    let (a, b) = (connection("t", "a"), connection("t2", "b"));
    apply(store, [insert(&a), insert(&b)]).await;
    apply(store, [update(&a, |row| row.status = GrantStatus::Degraded)]).await;
    apply(store, [insert_session(&session("t", "u"))]).await;

    let found = store.changes_since(Some(start.position), 10).await.unwrap();
    let pair = |row: &GrantRow| (row.tenant_id.clone(), row.id.clone());
    assert_eq!(found, Changes { grants: vec![pair(&a), pair(&b)], position: 3, lost: false }, "each once");
    // In parts, none is left out.
    let first = store.changes_since(Some(0), 2).await.unwrap();
    assert_eq!((ids(&first), first.position), (vec![&a.id, &b.id], 2));
    let second = store.changes_since(Some(first.position), 2).await.unwrap();
    assert_eq!((ids(&second), second.position), (vec![&a.id], 3));
    let nothing = Changes { grants: vec![], position: 3, lost: false };
    assert_eq!(store.changes_since(Some(3), 10).await.unwrap(), nothing);
    assert_eq!(store.changes_since(None, 10).await.unwrap(), nothing);
    assert_eq!(store.changes_since(Some(1), 0).await.unwrap().position, 1, "a limit of none moves nowhere");
}

pub(super) async fn positions_that_are_gone_are_lost(store: &Any) {
    // A note is as old as its commit, whatever its row says: a row that is dated long ago is news all the same.
    for (n, now) in [5, 6, 7, 8].into_iter().enumerate() {
        apply(store, [insert_at(&connection("t", &format!("u{n}")), now)]).await;
    }
    apply(store, [purge(0, 0, 7)]).await;
    let lost = Changes { grants: vec![], position: 4, lost: true };
    for position in [0, 1] {
        assert_eq!(store.changes_since(Some(position), 10).await.unwrap(), lost, "{position}");
    }
    assert_eq!(store.changes_since(Some(2), 10).await.unwrap().grants.len(), 2, "nothing after 2 is gone");
    // With every note gone, only the newest position has missed nothing.
    apply(store, [purge(0, 0, 100)]).await;
    assert_eq!(store.changes_since(Some(3), 10).await.unwrap(), lost);
    assert_eq!(store.changes_since(Some(4), 10).await.unwrap(), Changes { lost: false, ..lost.clone() });
    // A position from the future of a restored vault.
    for position in [5, u64::MAX] {
        assert_eq!(store.changes_since(Some(position), 10).await.unwrap(), lost);
    }
}

pub(super) async fn purging_removes_what_is_older_and_no_more(store: &Any) {
    let sessions = [599, 600, 601].map(|end| SessionRow { expires_at: at(end), ..session("t", "u") });
    apply(store, sessions.iter().map(insert_session)).await;
    let row = connection("t", "u");
    for time in [9, 10, 11] {
        let event = crate::model::event::Event { at: at(time), ..event(&format!("evt_{time}"), &row, EventType::TokenRefreshed) };
        apply(store, [Write::AppendEvent(event)]).await;
    }
    apply(store, [insert(&row)]).await;
    apply(store, [purge(600, 10, 1)]).await;
    let mut kept = Vec::new();
    for row in &sessions {
        kept.push(find_session(store, row).await.is_some());
    }
    assert_eq!(kept, [false, true, true]);
    assert_eq!(events(store, all()).await, ["evt_10", "evt_11"]);
    assert_eq!(store.changes_since(Some(0), 10).await.unwrap().grants.len(), 1);
    assert!(find(store, &row).await.is_some());

    let unseal = Write::Purge { seals_before: at(601), sessions_before: at(0), events_before: at(0), changes_before: at(0) };
    apply(store, [unseal]).await;
    let sealed = |row: Option<SessionRow>| row.is_some_and(|row| row.sealed.is_some());
    assert!(!sealed(find_session(store, &sessions[1]).await), "an expired session keeps its row and nothing sealed");
    assert!(sealed(find_session(store, &sessions[2]).await));
}

pub(super) async fn positions_are_never_given_twice(store: &Any) {
    let row = connection("t", "u");
    let append = |id: &str| Write::AppendEvent(event(id, &row, EventType::TokenRefreshed));
    apply(store, [append("evt_1"), append("evt_2"), insert(&row)]).await;
    apply(store, [purge(0, 1_000, 1_000)]).await;
    apply(store, [append("evt_3"), update(&row, |row| row.updated_at = at(9))]).await;
    assert_eq!(read(store, Query::Events(all())).await.events[0].0, 3);
    assert_eq!(store.changes_since(None, 10).await.unwrap().position, 2);
}

pub(super) async fn a_position_comes_before_all_that_is_new(store: &Any) {
    let position = async |since| read(store, Query::EventPosition(at(since))).await.position;
    assert_eq!(position(0).await, 0, "nothing has happened");
    let row = connection("t", "u");
    // Commits may cross: the second was stamped last.
    for time in [10, 12, 11] {
        let event = crate::model::event::Event { at: at(time), ..event(&format!("evt_{time}"), &row, EventType::TokenRefreshed) };
        apply(store, [Write::AppendEvent(event)]).await;
    }
    for (since, expected) in [(9, 0), (10, 0), (11, 1), (12, 1), (13, 3)] {
        assert_eq!(position(since).await, expected, "since {since}");
    }
    apply(store, [purge(0, 12, 0)]).await;
    assert_eq!([position(11).await, position(13).await], [1, 2], "what is left");
}

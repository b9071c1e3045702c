//! Tests of what every store does with events and notes of changes, and of its housekeeping.

use std::collections::HashSet;

use crate::base::{Advice, ErrorCode, GrantId, ProviderDetails, Retry, SessionId};
use crate::model::event::EventType;
use crate::model::grant::GrantStatus;
use crate::model::rows::{Batch, Changes, EventFilter, GrantRow, Outcome, Position, SessionRow, Write};
use crate::model::session::SessionStatus;

use super::fixtures::*;
use super::{Backend, open_same_kind};

fn all() -> EventFilter {
    EventFilter { limit: 1_000, ..EventFilter::default() }
}

async fn events(store: &Any, filter: EventFilter) -> Vec<String> {
    store.list_events(filter).await.unwrap().into_iter().map(|(_, event)| event.id).collect()
}

async fn after(store: &Any, position: &Position) -> Changes {
    store.changes_since(Some(position.clone()), 10).await.unwrap()
}

/// The position of now.
async fn newest(store: &Any) -> Position {
    let newest = store.changes_since(None, 10).await.unwrap();
    assert!(newest.grants.is_empty() && !newest.lost);
    newest.position
}

fn purge(sessions: i64, events: i64, changes: i64) -> Write {
    Write::Purge {
        seals_before: at(sessions),
        sessions_before: at(sessions),
        ended_before: at(sessions),
        events_before: at(events),
        changes_before: at(changes),
    }
}

fn ids(changes: &Changes) -> Vec<&GrantId> {
    changes.grants.iter().map(|(_, id)| id).collect()
}

/// It is about no grant, and says everything of what went wrong.
fn of_session(id: &str, near: &GrantRow) -> crate::model::event::Event {
    let details = ProviderDetails { status: Some(401), error_codes: vec![7_000_215], ..ProviderDetails::default() };
    let failure = crate::model::failure::Failure {
        message: "It failed: ⟨client_id⟩.".to_owned(),
        hint: Some("Do this.".to_owned()),
        provider_error: Some("invalid_client".to_owned()),
        provider_details: Some(Box::new(details)),
        retry: Some(Retry::AfterReauth),
        retry_after: Some(std::time::Duration::from_millis(70_001)),
        advice: Some(Advice::StartAgain),
    };
    crate::model::event::Event {
        grant_id: None,
        session_id: Some(SessionId::make()),
        status: None,
        failure: Some(crate::model::failure::Failed { code: ErrorCode::ProviderConfigRejected, failure }),
        ..event(id, near, EventType::SessionFailed)
    }
}

pub(super) async fn events_come_in_commit_order_through_filters(store: &Any) {
    let (a, b) = (connection("t", "a"), connection("t2", "b"));
    let tenants = GrantRow { user_id: None, ..connection("t", "x") };
    let list = [
        event("evt_z", &a, EventType::ConnectionCreated),
        event("evt_y", &b, EventType::TokenRefreshed),
        event("evt_x", &a, EventType::TokenRefreshed),
        crate::model::event::Event {
            reason: Some(crate::model::grant::StatusReason::Revoked),
            ..event("evt_w", &tenants, EventType::HealthFailed)
        },
        of_session("evt_v", &b),
    ];
    for event in &list {
        apply(store, [Write::AppendEvent(event.clone())]).await;
    }
    let stored = store.list_events(all()).await.unwrap();
    assert_eq!(stored.iter().map(|(_, event)| event).collect::<Vec<_>>(), list.iter().collect::<Vec<_>>());
    // From each position on, what stands behind it.
    for (n, (position, _)) in stored.iter().enumerate() {
        let rest = store.list_events(EventFilter { after: Some(position.clone()), ..all() }).await.unwrap();
        assert_eq!(rest, stored[n + 1..]);
    }

    let second = &stored[1].0;
    let cases = [
        (EventFilter { tenant_id: Some(tenant("t")), ..all() }, vec!["evt_z", "evt_x", "evt_w"]),
        (EventFilter { tenant_id: Some(tenant("T")), ..all() }, vec![]),
        (EventFilter { event_type: Some(EventType::TokenRefreshed), ..all() }, vec!["evt_y", "evt_x"]),
        (EventFilter { grant_id: Some(a.id.clone()), ..all() }, vec!["evt_z", "evt_x"]),
        (EventFilter { grant_id: Some(a.id.clone()), tenant_id: Some(tenant("t2")), ..all() }, vec![]),
        (EventFilter { of_no_grant: true, ..all() }, vec!["evt_v"]),
        (EventFilter { of_no_grant: true, event_type: Some(EventType::TokenRefreshed), newest_first: true, ..all() }, vec![]),
        (EventFilter { tenant_id: Some(tenant("t")), after: Some(second.clone()), limit: 1, ..all() }, vec!["evt_x"]),
        (EventFilter { limit: 0, ..all() }, vec![]),
        (EventFilter { newest_first: true, ..all() }, vec!["evt_v", "evt_w", "evt_x", "evt_y", "evt_z"]),
        (EventFilter { newest_first: true, limit: 1, ..all() }, vec!["evt_v"]),
        (EventFilter { newest_first: true, after: Some(second.clone()), ..all() }, vec!["evt_z"]),
        (EventFilter { newest_first: true, tenant_id: Some(tenant("t")), limit: 2, ..all() }, vec!["evt_w", "evt_x"]),
    ];
    for (filter, expected) in cases {
        assert_eq!(events(store, filter.clone()).await, expected, "{filter:?}");
    }
}

pub(super) async fn events_are_asked_for_from_a_time_on(store: &Any) {
    let row = connection("t", "a");
    // Times follow the order of commits only roughly.
    for (id, time) in [("evt_1", 10), ("evt_2", 30), ("evt_3", 20), ("evt_4", 40)] {
        let event = crate::model::event::Event { at: at(time), ..event(id, &row, EventType::TokenRefreshed) };
        apply(store, [Write::AppendEvent(event)]).await;
    }
    let second = store.list_events(EventFilter { limit: 2, ..all() }).await.unwrap().pop().unwrap().0;
    for (since, expected) in
        [(0, vec!["evt_1", "evt_2", "evt_3", "evt_4"]), (21, vec!["evt_2", "evt_4"]), (40, vec!["evt_4"]), (41, vec![])]
    {
        let from = EventFilter { since: Some(at(since)), ..all() };
        assert_eq!(events(store, from.clone()).await, expected, "{since}");
        let mut newest = expected.clone();
        newest.reverse();
        assert_eq!(events(store, EventFilter { newest_first: true, ..from.clone() }).await, newest, "{since}, newest first");
        let behind: Vec<_> = expected.iter().copied().filter(|id| *id > "evt_2").collect();
        assert_eq!(
            events(store, EventFilter { after: Some(second.clone()), ..from }).await,
            behind,
            "{since}, behind a position"
        );
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
    let start = newest(store).await;
    let (a, b) = (connection("t", "a"), connection("t2", "b"));
    apply(store, [insert(&a), insert(&b)]).await;
    apply(store, [update(&a, |row| row.status = GrantStatus::Degraded)]).await;
    apply(store, [insert_session(&session("t", "u"))]).await;

    let end = newest(store).await;
    let pair = |row: &GrantRow| (row.tenant_id.clone(), row.id.clone());
    let expected = Changes { grants: vec![pair(&a), pair(&b)], position: end.clone(), lost: false };
    assert_eq!(after(store, &start).await, expected, "each once");
    // In parts, none is left out.
    let first = store.changes_since(Some(start.clone()), 2).await.unwrap();
    assert_eq!(ids(&first), [&a.id, &b.id]);
    let second = store.changes_since(Some(first.position.clone()), 2).await.unwrap();
    assert_eq!((ids(&second), &second.position), (vec![&a.id], &end));
    assert_eq!(after(store, &end).await, Changes { grants: vec![], position: end.clone(), lost: false });
    let nowhere = store.changes_since(Some(first.position.clone()), 0).await.unwrap();
    assert_eq!(nowhere.position, first.position, "a limit of none moves nowhere");
}

pub(super) async fn positions_that_are_gone_are_lost(store: &Any) {
    // A note is as old as its commit, whatever its row says: a row that is dated long ago is news all the same.
    let mut positions = vec![newest(store).await];
    for (n, now) in [5, 6, 7, 8].into_iter().enumerate() {
        apply(store, [insert_at(&connection("t", &format!("u{n}")), now)]).await;
        positions.push(newest(store).await);
    }
    apply(store, [purge(0, 0, 7)]).await;
    let lost = Changes { grants: vec![], position: positions[4].clone(), lost: true };
    for position in &positions[..2] {
        assert_eq!(after(store, position).await, lost);
    }
    assert_eq!(after(store, &positions[2]).await.grants.len(), 2, "nothing after the second is gone");
    // With every note gone, only the newest position has missed nothing.
    apply(store, [purge(0, 0, 100)]).await;
    assert_eq!(after(store, &positions[3]).await, lost);
    assert_eq!(after(store, &positions[4]).await, Changes { lost: false, ..lost.clone() });
}

pub(super) async fn positions_that_were_never_given_out_are_lost_or_refused(backend: &Backend) {
    let store = &backend.store;
    apply(store, [insert(&connection("t", "u"))]).await;
    // Given out by the same vault before it was put back to an earlier state, and by none.
    let ahead = open_same_kind(backend).await;
    for n in 0..3 {
        apply(&ahead.store, [insert(&connection("t", &format!("u{n}")))]).await;
    }
    let ahead = newest(&ahead.store).await;
    let foreign = Position::from_text("~").unwrap();
    for position in [&ahead, &foreign] {
        let lost = Changes { grants: vec![], position: newest(store).await, lost: true };
        assert_eq!(after(store, position).await, lost);
    }
    let refused = store.list_events(EventFilter { after: Some(foreign.clone()), ..all() }).await.unwrap_err();
    assert_eq!(refused.code(), ErrorCode::InvalidRequest);
    assert_eq!(store.has_given(foreign).await.unwrap_err().code(), ErrorCode::InvalidRequest);

    let has_given = async |text| store.has_given(Position::from_text(text).unwrap()).await.unwrap();
    assert!(has_given("0").await && !has_given("1").await);
    let told = event("evt_1", &connection("t", "u"), EventType::TokenRefreshed);
    apply(store, [Write::AppendEvent(told)]).await;
    apply(store, [purge(0, 1_000, 1_000)]).await;
    assert!(events(store, all()).await.is_empty());
    assert!(has_given("1").await, "the event is gone, and its position was given out");
    assert!(!has_given("2").await);
}

/// What a reader has seen that goes on from its positions, a page at a time.
struct Reader {
    changes: Position,
    events: Position,
    seen: Vec<String>,
}

impl Reader {
    async fn read_on(&mut self, store: &Any) {
        loop {
            let changes = store.changes_since(Some(self.changes.clone()), 1).await.unwrap();
            assert!(!changes.lost);
            self.seen.extend(changes.grants.iter().map(|(_, id)| id.as_str().to_owned()));
            let filter = EventFilter { after: Some(self.events.clone()), limit: 1, ..EventFilter::default() };
            let events = store.list_events(filter).await.unwrap();
            self.seen.extend(events.iter().map(|(_, event)| event.id.clone()));
            let is_at_end = changes.position == self.changes && events.is_empty();
            self.changes = changes.position;
            self.events = events.into_iter().next().map_or_else(|| self.events.clone(), |(position, _)| position);
            if is_at_end {
                return;
            }
        }
    }
}

/// A position that is taken before its commit hides nothing from a reader who is past it: what commits late is read late.
pub(super) async fn a_reader_never_skips_what_commits_late(backend: &Backend) {
    let store = &backend.store;
    apply(store, [insert(&connection("t", "before"))]).await;
    let events = store.find_event_position(at(0)).await.unwrap();
    let mut reader = Reader { changes: newest(store).await, events, seen: vec![] };
    let write = |row: &GrantRow, id: &str| vec![insert(row), Write::AppendEvent(event(id, row, EventType::ConnectionCreated))];
    let (first, second) = (connection("t", "first"), connection("t", "second"));
    let held = backend.vault.begin(Batch { writes: write(&first, "evt_first") }).await;
    let (other, batch) = (backend.vault.open(backend.clock.clone()).await, Batch { writes: write(&second, "evt_second") });
    let overtaking = tokio::spawn(async move {
        assert!(matches!(other.commit(batch).await.unwrap(), Outcome::Applied { .. }));
    });
    if backend.vault.has_one_writer() {
        reader.read_on(store).await;
        held.commit().await;
        overtaking.await.unwrap();
    } else {
        overtaking.await.unwrap();
        reader.read_on(store).await;
        held.commit().await;
    }
    reader.read_on(store).await;
    reader.seen.sort();
    let mut expected =
        vec![first.id.as_str().to_owned(), second.id.as_str().to_owned(), "evt_first".to_owned(), "evt_second".to_owned()];
    expected.sort();
    assert_eq!(reader.seen, expected, "missed what was committed late");
}

pub(super) async fn purging_removes_what_is_older_and_no_more(store: &Any) {
    let sessions = [599, 600, 601].map(|end| SessionRow { expires_at: at(end), ..session("t", "u") });
    apply(store, sessions.iter().map(insert_session)).await;
    let row = connection("t", "u");
    for time in [9, 10, 11] {
        let event = crate::model::event::Event { at: at(time), ..event(&format!("evt_{time}"), &row, EventType::TokenRefreshed) };
        apply(store, [Write::AppendEvent(event)]).await;
    }
    let before = newest(store).await;
    apply(store, [insert(&row)]).await;
    apply(store, [purge(600, 10, 1)]).await;
    let mut kept = Vec::new();
    for row in &sessions {
        kept.push(find_session(store, row).await.is_some());
    }
    assert_eq!(kept, [false, true, true]);
    assert_eq!(events(store, all()).await, ["evt_10", "evt_11"]);
    assert_eq!(after(store, &before).await.grants.len(), 1);
    assert!(find(store, &row).await.is_some());

    let purge_sessions = |seals: i64, ended: i64| Write::Purge {
        seals_before: at(seals),
        sessions_before: at(0),
        ended_before: at(ended),
        events_before: at(0),
        changes_before: at(0),
    };
    let unseal = purge_sessions(601, 0);
    apply(store, [unseal]).await;
    let sealed = |row: Option<SessionRow>| row.is_some_and(|row| row.sealed.is_some());
    assert!(!sealed(find_session(store, &sessions[1]).await), "an expired session keeps its row and nothing sealed");
    assert!(sealed(find_session(store, &sessions[2]).await));

    // Those that ended without a grant say themselves until when they are told.
    let ended = SessionStatus::ALL.map(|status| SessionRow { status, expires_at: at(700), ..session("t", "u") });
    apply(store, ended.iter().map(insert_session)).await;
    apply(store, [purge_sessions(0, 700)]).await;
    for row in &ended {
        assert!(find_session(store, row).await.is_some(), "{:?}", row.status);
    }
    apply(store, [purge_sessions(0, 701)]).await;
    for row in &ended {
        let is_in_vain = matches!(row.status, SessionStatus::Cancelled | SessionStatus::Failed | SessionStatus::Expired);
        assert_eq!(find_session(store, row).await.is_none(), is_in_vain, "{:?}", row.status);
    }
}

/// Clocks go back, and processes have several: a newer note may be dated before an older one. A hole would hide from its reader that
/// something is missing.
pub(super) async fn a_purge_leaves_no_holes_in_the_changes(store: &Any) {
    let mut positions = vec![newest(store).await];
    for (n, now) in [5, 9, 6, 8].into_iter().enumerate() {
        apply(store, [insert_at(&connection("t", &format!("u{n}")), now)]).await;
        positions.push(newest(store).await);
    }
    apply(store, [purge(0, 0, 7)]).await;
    for position in &positions[..3] {
        let lost = Changes { grants: vec![], position: positions[4].clone(), lost: true };
        assert_eq!(after(store, position).await, lost, "the third note is gone, and so must all before it be");
    }
    let after_it = after(store, &positions[3]).await;
    assert_eq!((after_it.grants.len(), after_it.lost), (1, false));
}

pub(super) async fn positions_are_never_given_twice(store: &Any) {
    let row = connection("t", "u");
    let append = |id: &str| Write::AppendEvent(event(id, &row, EventType::TokenRefreshed));
    let mut changes = vec![newest(store).await];
    apply(store, [append("evt_1"), append("evt_2"), insert(&row)]).await;
    let mut events: Vec<_> = store.list_events(all()).await.unwrap().into_iter().map(|(position, _)| position).collect();
    changes.push(newest(store).await);
    apply(store, [purge(0, 1_000, 1_000)]).await;
    apply(store, [append("evt_3"), update(&row, |row| row.updated_at = at(9))]).await;
    events.extend(store.list_events(all()).await.unwrap().into_iter().map(|(position, _)| position));
    changes.push(newest(store).await);
    for positions in [events, changes] {
        assert_eq!(positions.iter().collect::<HashSet<_>>().len(), 3, "{positions:?}");
    }
}

pub(super) async fn a_position_comes_before_all_that_is_new(store: &Any) {
    let since = async |time| {
        let position = store.find_event_position(at(time)).await.unwrap();
        events(store, EventFilter { after: Some(position), ..all() }).await
    };
    assert!(since(0).await.is_empty(), "nothing has happened");
    let row = connection("t", "u");
    // Commits may cross: the second was stamped last.
    for time in [10, 12, 11] {
        let event = crate::model::event::Event { at: at(time), ..event(&format!("evt_{time}"), &row, EventType::TokenRefreshed) };
        apply(store, [Write::AppendEvent(event)]).await;
    }
    let all = ["evt_10", "evt_12", "evt_11"];
    for (time, expected) in [(9, &all[..]), (10, &all), (11, &all[1..]), (12, &all[1..]), (13, &[])] {
        assert_eq!(since(time).await, expected, "since {time}");
    }
    apply(store, [purge(0, 12, 0)]).await;
    assert_eq!((since(11).await, since(13).await), (vec!["evt_12".to_owned()], vec![]), "what is left");
}

//! Tests of what every store does with sessions.

use crate::base::{GrantId, SessionId};
use crate::model::rows::{Outcome, SessionQuery, SessionRow, Write};
use crate::model::session::{SessionKind, SessionStatus, SessionStep};

use super::fixtures::*;

fn update_session(row: &SessionRow) -> Write {
    Write::UpdateSession(Box::new(row.clone()))
}

async fn found(store: &Any, query: SessionQuery) -> Option<SessionRow> {
    store.find_session(query).await.unwrap()
}

pub(super) async fn a_session_is_found_by_id_state_and_resume(store: &Any) {
    let bare = SessionRow { sealed: None, ..session("t", "u") };
    let full = SessionRow {
        kind: SessionKind::Install,
        status: SessionStatus::AwaitingCompletion,
        step: SessionStep::Consent,
        resume_hash: Some([1; 32]),
        completion_hash: Some([2; 32]),
        grant_id: Some(GrantId::make_installation()),
        error_code: Some("access_denied".to_owned()),
        ..session("t2", "u2")
    };
    apply(store, [insert_session(&bare), insert_session(&full)]).await;
    for row in [&bare, &full] {
        assert_eq!(find_session(store, row).await.as_ref(), Some(row));
        assert_eq!(found(store, SessionQuery::State(row.state_hash)).await.as_ref(), Some(row));
        let of = |name: &str| SessionQuery::OfTenant(tenant(name), row.id.clone());
        assert_eq!(found(store, of(row.tenant_id.as_str())).await.as_ref(), Some(row), "whoever its user is");
        assert_eq!(found(store, of("another")).await, None);
    }
    assert_eq!(found(store, SessionQuery::Resume([1; 32])).await.as_ref(), Some(&full));
    assert_eq!(found(store, SessionQuery::Resume([2; 32])).await, None);
    assert_eq!(found(store, SessionQuery::State([1; 32])).await, None);
    assert_eq!(find_session(store, &session("t", "u")).await, None);
    // Another tenant's or user's is absent.
    for foreign in [SessionRow { tenant_id: tenant("t"), ..full.clone() }, SessionRow { user_id: user("u"), ..full.clone() }] {
        assert_eq!(find_session(store, &foreign).await, None);
    }

    // An update replaces everything, so old hashes lead nowhere.
    let next = SessionRow { state_hash: [9; 32], resume_hash: None, sealed: None, revision: 2, ..full.clone() };
    apply(store, [update_session(&next)]).await;
    assert_eq!(found(store, SessionQuery::State(full.state_hash)).await, None);
    assert_eq!(found(store, SessionQuery::Resume([1; 32])).await, None);
    assert_eq!(found(store, SessionQuery::State([9; 32])).await, Some(next));
}

pub(super) async fn states_and_ids_are_unique(store: &Any) {
    let (first, second) = (session("t", "u"), session("t", "u"));
    apply(store, [insert_session(&first), insert_session(&second)]).await;
    let same_id = SessionRow { state_hash: [1; 32], ..first.clone() };
    let same_state = SessionRow { id: SessionId::make(), tenant_id: tenant("t2"), ..first.clone() };
    for row in [&same_id, &same_state] {
        assert_eq!(commit(store, [insert_session(row)]).await, EXISTS);
    }
    let onto_first = SessionRow { state_hash: first.state_hash, revision: 2, ..second.clone() };
    assert_eq!(commit(store, [update_session(&onto_first)]).await, EXISTS);
    assert_eq!(find_session(store, &second).await, Some(second));
}

pub(super) async fn one_of_many_updates_wins(store: &Any) {
    let row = session("t", "u");
    apply(store, [insert_session(&row)]).await;
    let tasks: Vec<_> = (0..100)
        .map(|n| {
            let store = store.clone();
            let next =
                SessionRow { status: SessionStatus::Received, error_code: Some(n.to_string()), revision: 2, ..row.clone() };
            tokio::spawn(async move { (next.clone(), commit(&store, [update_session(&next)]).await) })
        })
        .collect();
    let mut winners = Vec::new();
    for task in tasks {
        match task.await.unwrap() {
            (next, Outcome::Applied { .. }) => winners.push(next),
            (_, outcome) => assert_eq!(outcome, STALE),
        }
    }
    assert_eq!(winners.len(), 1);
    assert_eq!(find_session(store, &row).await, winners.pop());
    for revision in [0, 1, 2, 4] {
        assert_eq!(commit(store, [update_session(&SessionRow { revision, ..row.clone() })]).await, STALE, "{revision}");
    }
    apply(store, [update_session(&SessionRow { revision: 3, ..row })]).await;
}

pub(super) async fn updates_name_the_tenant(store: &Any) {
    let row = session("t", "u");
    apply(store, [insert_session(&row)]).await;
    let foreign = SessionRow { tenant_id: tenant("t2"), revision: 2, ..row.clone() };
    assert_eq!(commit(store, [update_session(&foreign)]).await, STALE);
    let absent = SessionRow { revision: 2, ..session("t", "u") };
    assert_eq!(commit(store, [update_session(&absent)]).await, STALE);
    assert_eq!(find_session(store, &row).await, Some(row));
}

pub(super) async fn only_live_pending_sessions_of_the_principal_count(store: &Any) {
    let later = SessionRow { expires_at: at(700), ..session("t", "u") };
    let sooner = SessionRow { expires_at: at(601), ..session("t", "u") };
    let over = SessionRow { expires_at: at(600), ..session("t", "u") };
    let others = [
        SessionRow { status: SessionStatus::Received, ..later.clone() },
        SessionRow { status: SessionStatus::Complete, ..later.clone() },
        SessionRow { tenant_id: tenant("t2"), ..later.clone() },
        SessionRow { user_id: user("U"), ..later.clone() },
    ]
    .map(|row| SessionRow { id: SessionId::make(), state_hash: crate::base::entropy::make_bytes(), ..row });
    apply(store, [&later, &sooner, &over].into_iter().chain(&others).map(insert_session)).await;
    let more = || SessionRow { expires_at: at(900), ..session("t", "u") };
    assert_eq!(commit(store, [insert_within(&more(), 2, 600)]).await, FULL, "later and sooner");
    assert_eq!(commit(store, [insert_within(&more(), 3, 599)]).await, FULL, "and the one that is over at 600");
    assert_eq!(commit(store, [insert_within(&more(), 0, 600)]).await, FULL);
    apply(store, [insert_within(&more(), 3, 600)]).await;
    // A batch sees its own.
    assert_eq!(commit(store, [insert_within(&more(), 4, 600), insert_within(&more(), 4, 600)]).await, FULL);
    apply(store, [insert_within(&more(), 4, 600)]).await;
}

pub(super) async fn of_sessions_without_a_grant_the_last_are_kept(store: &Any) {
    let of = |user_id: &str, status, end| SessionRow { status, expires_at: at(end), ..session("t", user_id) };
    let ended = [
        of("u", SessionStatus::Cancelled, 700),
        of("u", SessionStatus::Expired, 701),
        of("u", SessionStatus::Failed, 702),
        of("u", SessionStatus::Cancelled, 703),
    ];
    // Whoever is under way, or reads what came of their session, goes on, however many others have ended.
    let under_way = [SessionStatus::Pending, SessionStatus::Received, SessionStatus::AwaitingCompletion, SessionStatus::Complete]
        .map(|status| of("u", status, 600));
    let foreign =
        [of("v", SessionStatus::Cancelled, 1), SessionRow { tenant_id: tenant("t2"), ..of("u", SessionStatus::Cancelled, 1) }];
    apply(store, ended.iter().chain(&under_way).chain(&foreign).map(insert_session)).await;
    let next = of("u", SessionStatus::Pending, 900);
    let write = |kept| Write::InsertSession { row: Box::new(next.clone()), limit: 9, kept, now: at(1) };
    // A refused one removes nothing.
    assert_eq!(commit(store, [Write::InsertSession { row: Box::new(next.clone()), limit: 1, kept: 0, now: at(1) }]).await, FULL);
    apply(store, [write(2)]).await;
    let mut kept = Vec::new();
    for row in &ended {
        kept.push(find_session(store, row).await.is_some());
    }
    assert_eq!(kept, [false, false, true, true], "those that expire last");
    for row in under_way.iter().chain(&foreign).chain([&next]) {
        assert!(find_session(store, row).await.is_some(), "{:?}", row.status);
    }
}

pub(super) async fn inserts_at_once_do_not_pass_the_limit_together(store: &Any) {
    let others = [session("t2", "u"), session("t", "U")];
    apply(store, others.iter().map(insert_session)).await;
    let tasks: Vec<_> = (0..100)
        .map(|_| {
            let (store, row) = (store.clone(), session("t", "u"));
            tokio::spawn(async move { commit(&store, [insert_within(&row, 20, 1)]).await })
        })
        .collect();
    let mut stored = 0;
    for task in tasks {
        match task.await.unwrap() {
            Outcome::Applied { .. } => stored += 1,
            outcome => assert_eq!(outcome, FULL),
        }
    }
    assert_eq!(stored, 20);
}

//! Tests of what every store does with sealed records: sealed again in place, listed, counted, and removed.

use crate::model::grant::GrantStatus;
use crate::model::rows::{
    GrantFilter, GrantRow, RecordCounts, ResealedGrant, RootKeyRow, RootState, SessionFilter, SessionRow, Write,
};
use crate::model::sealed::SealedBytes;
use crate::model::session::SessionStatus;

use super::fixtures::*;

fn sealed(byte: u8) -> SealedBytes {
    SealedBytes::from_stored(vec![byte; 3])
}

/// The same grant with something else in its envelope, under another key.
fn again(row: &GrantRow, byte: u8) -> ResealedGrant {
    ResealedGrant {
        tenant_id: row.tenant_id.clone(),
        grant_id: row.id.clone(),
        revision: row.revision,
        was: row.sealed.clone(),
        account_hash: row.account_hash,
        key_id: [byte; 16],
        sealed: sealed(byte),
    }
}

pub(super) async fn a_grant_is_sealed_again_only_as_it_was_read(store: &Any) {
    let (one, other) = (connection("t", "a"), connection("t", "b"));
    let ended = GrantRow { sealed: None, status: GrantStatus::Revoked, ..connection("t", "c") };
    apply(store, [&one, &other, &ended].map(insert)).await;
    let position = store.changes_since(None, 10).await.unwrap().position;
    let refused = [
        ResealedGrant { revision: one.revision + 1, ..again(&one, 9) },
        ResealedGrant { was: Some(sealed(8)), ..again(&one, 9) },
        ResealedGrant { was: None, ..again(&one, 9) },
        ResealedGrant { tenant_id: tenant("other"), ..again(&one, 9) },
        ResealedGrant { was: Some(sealed(8)), ..again(&ended, 9) },
    ];
    // Some of a page have moved on: the others are stored all the same.
    let stored = [again(&other, 5), again(&ended, 6)];
    apply(store, [Write::ResealGrants([&refused[..], &stored[..]].concat())]).await;
    assert_eq!(find(store, &one).await.as_ref(), Some(&one));
    let expected = GrantRow { key_id: [5; 16], sealed: Some(sealed(5)), ..other };
    assert_eq!(find(store, &expected).await.as_ref(), Some(&expected), "and nothing else of it has changed");
    let expected = GrantRow { key_id: [6; 16], sealed: Some(sealed(6)), ..ended };
    assert_eq!(find(store, &expected).await.as_ref(), Some(&expected));
    let changes = store.changes_since(Some(position), 10).await.unwrap();
    assert!(changes.grants.is_empty() && !changes.lost, "nobody is told of a change");
}

pub(super) async fn all_grants_are_counted(store: &Any) {
    let ended = GrantRow { sealed: None, status: GrantStatus::Revoked, ..connection("t", "b") };
    apply(store, [insert(&connection("t", "a")), insert(&ended)]).await;
    assert_eq!(store.count_records().await.unwrap(), RecordCounts { grants: 2, outdated: 0 });
    let filter = GrantFilter { is_outdated: true, include_revoked: true, limit: 10, ..GrantFilter::default() };
    assert!(store.list_grants(filter).await.unwrap().is_empty(), "this version has sealed them");
}

pub(super) async fn sessions_are_pages_in_the_order_of_ids(store: &Any) {
    let mut all: Vec<SessionRow> = (0..5).map(|n| session(&format!("t{n}"), "u")).collect();
    apply(store, all.iter().map(insert_session)).await;
    all.sort_by(|one, other| one.id.as_str().cmp(other.id.as_str()));
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = store.list_sessions(SessionFilter { after: after.take(), limit: 2 }).await.unwrap();
        assert!(page.len() <= 2);
        let Some(last) = page.last() else { break };
        after = Some(last.id.clone());
        found.extend(page);
    }
    assert_eq!(found, all);
}

pub(super) async fn a_sentinel_is_renewed_only_as_it_was_read(store: &Any) {
    let row = |n| RootKeyRow { root_key_id: "a".to_owned(), sentinel: sealed(n), state: RootState::Primary, created_at: at(1) };
    apply(store, [Write::AddRootKey(row(1))]).await;
    let renew = |id: &str, was, to| Write::RenewSentinel { root_key_id: id.to_owned(), was: sealed(was), sentinel: sealed(to) };
    for stale in [renew("a", 2, 3), renew("b", 1, 3)] {
        assert_eq!(commit(store, [stale]).await, STALE);
    }
    apply(store, [renew("a", 1, 2)]).await;
    assert_eq!(store.list_root_keys().await.unwrap(), [row(2)]);
}

pub(super) async fn what_is_sealed_of_a_complete_session_outlives_its_time(store: &Any) {
    let of = |status| SessionRow { status, expires_at: at(5), ..session("t", status.as_str()) };
    let all =
        [SessionStatus::Pending, SessionStatus::AwaitingCompletion, SessionStatus::Received, SessionStatus::Complete].map(of);
    apply(store, all.iter().map(insert_session)).await;
    let (before, long_ago) = (at(6), at(0));
    apply(
        store,
        [Write::Purge {
            seals_before: before,
            sessions_before: long_ago,
            ended_before: long_ago,
            events_before: long_ago,
            changes_before: long_ago,
        }],
    )
    .await;
    for row in &all {
        let found = find_session(store, row).await.unwrap();
        assert_eq!(found.sealed.is_some(), row.status == SessionStatus::Complete, "{:?}", row.status);
    }
}

//! Tests of how every store opens and closes.

use std::time::Duration;

use crate::base::ErrorCode;
use crate::model::rows::{Batch, JobKind, JobRequest};

use super::fixtures::*;

pub(super) async fn a_store_answers_only_while_it_is_open(store: &Any) {
    assert!(store.open().await.is_ok(), "it is open already");
    let row = connection("t", "u");
    apply(store, [insert(&row)]).await;
    store.close().await;
    store.close().await;
    let request =
        JobRequest { kinds: JobKind::ALL.to_vec(), now: at(1), after: None, hold: seconds(1), limit: 1, except: vec![] };
    let errors = [
        store.open().await.unwrap_err(),
        store.find_meta().await.unwrap_err(),
        store.commit(Batch { writes: vec![insert(&row)] }).await.unwrap_err(),
        store.take_jobs(request).await.unwrap_err(),
        store.changes_since(None, 1).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.code(), ErrorCode::Closed);
        assert_eq!(error.message(), format!("The vault {} is not open.", store.name()));
    }
}

pub(super) async fn closing_finishes_what_waits(store: &Any) {
    let tasks: Vec<_> = (0..50)
        .map(|n| {
            let (store, row) = (store.clone(), connection("t", &format!("u{n}")));
            tokio::spawn(async move { store.commit(Batch { writes: vec![insert(&row)] }).await })
        })
        .collect();
    tokio::task::yield_now().await;
    store.close().await;
    for task in tasks {
        // Accepted and then durable, or refused because the store was closed before; never lost.
        match task.await.unwrap() {
            Ok(outcome) => assert!(matches!(outcome, crate::model::rows::Outcome::Applied { .. })),
            Err(error) => assert_eq!(error.code(), ErrorCode::Closed),
        }
    }
}

fn detach(store: &Any, wait_until: Option<Duration>) {
    if let Some(holdings) = store.holdings() {
        holdings.detach(wait_until);
    }
}

pub(super) async fn a_store_that_was_detached_goes_on_by_itself(store: &Any) {
    // Several at once, detached again and again while they write and read: nothing is lost, nobody is refused.
    let tasks: Vec<_> = (0..4)
        .map(|task| {
            let store = store.clone();
            tokio::spawn(async move {
                for n in 0..10 {
                    let row = connection("t", &format!("u{task}-{n}"));
                    apply(&store, [insert(&row)]).await;
                    detach(&store, None);
                    assert!(find(&store, &row).await.is_some());
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    detach(store, Some(Duration::MAX));
    store.close().await;
    assert_eq!(store.find_meta().await.unwrap_err().code(), ErrorCode::Closed, "closed is not detached");
    detach(store, None);
    assert_eq!(store.find_meta().await.unwrap_err().code(), ErrorCode::Closed);
}

pub(super) async fn a_suspended_store_still_answers(store: &Any) {
    let row = connection("t", "u");
    if let Some(holdings) = store.holdings() {
        for _ in 0..2 {
            holdings.suspend().await;
            holdings.suspend().await;
            assert!(find(store, &row).await.is_none());
            holdings.resume();
        }
        holdings.suspend().await;
    }
    apply(store, [insert(&row)]).await;
    assert!(find(store, &row).await.is_some());
}

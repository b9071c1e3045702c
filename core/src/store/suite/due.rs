//! Rules of due work.

use std::collections::BTreeSet;

use crate::base::GrantId;
use crate::model::rows::{Due, DueClaim, GrantRow, Schedule, Write};

use super::fixtures::*;

fn claim_of(due: Due) -> DueClaim {
    DueClaim { due, now: at(100), defer_until: at(160), limit: 100, except: vec![] }
}

async fn insert_due(store: &Any, times: &[Option<i64>]) -> Vec<GrantRow> {
    let rows: Vec<_> = times
        .iter()
        .enumerate()
        .map(|(n, time)| GrantRow {
            id: GrantId::parse(&format!("con_{n:022}")).unwrap(),
            refresh_at: time.map(at),
            ..connection("t", &format!("u{n}"))
        })
        .collect();
    apply(store, rows.iter().map(insert)).await;
    rows
}

fn ids(rows: &[GrantRow]) -> Vec<GrantId> {
    rows.iter().map(|row| row.id.clone()).collect()
}

pub(super) async fn due_grants_come_earliest_first(store: &Any) {
    let rows = insert_due(store, &[Some(90), Some(50), None, Some(101), Some(100), Some(50), Some(-5)]).await;
    let expected: Vec<_> = [6, 1, 5, 0, 4].map(|n: usize| rows[n].id.clone()).to_vec();
    let first = store.claim_due(DueClaim { limit: 2, ..claim_of(Due::Refresh) }).await.unwrap();
    assert_eq!(ids(&first), expected[..2]);
    assert!(store.claim_due(DueClaim { limit: 0, ..claim_of(Due::Refresh) }).await.unwrap().is_empty());
    let rest = store.claim_due(claim_of(Due::Refresh)).await.unwrap();
    assert_eq!(ids(&rest), expected[2..]);
}

pub(super) async fn handed_out_grants_are_deferred(store: &Any) {
    let rows = insert_due(store, &[Some(90), Some(200)]).await;
    let before = store.changes_since(None, 10).await.unwrap();
    let deferred = GrantRow { refresh_at: Some(at(160)), ..rows[0].clone() };
    let handed_out = store.claim_due(claim_of(Due::Refresh)).await.unwrap();
    assert_eq!(handed_out, std::slice::from_ref(&deferred), "as it is stored now");
    assert_eq!(find(store, &rows[0]).await, Some(deferred.clone()));
    assert_eq!(find(store, &rows[1]).await, Some(rows[1].clone()));
    assert!(store.claim_due(claim_of(Due::Refresh)).await.unwrap().is_empty());
    let later = DueClaim { now: at(160), defer_until: at(220), ..claim_of(Due::Refresh) };
    assert_eq!(ids(&store.claim_due(later).await.unwrap()), [deferred.id], "found again if nobody has worked on it");
    assert_eq!(store.changes_since(None, 10).await.unwrap(), before, "deferring is not a change");
}

pub(super) async fn the_two_due_columns_are_apart(store: &Any) {
    let refresh = GrantRow { refresh_at: Some(at(5)), next_check_at: Some(at(500)), ..connection("t", "a") };
    let check = GrantRow { refresh_at: Some(at(500)), next_check_at: Some(at(5)), ..connection("t", "b") };
    apply(store, [insert(&refresh), insert(&check)]).await;
    let found = store.claim_due(claim_of(Due::Check)).await.unwrap();
    assert_eq!(found, [GrantRow { next_check_at: Some(at(160)), ..check.clone() }]);
    let found = store.claim_due(claim_of(Due::Refresh)).await.unwrap();
    assert_eq!(found, [GrantRow { refresh_at: Some(at(160)), ..refresh.clone() }]);
}

pub(super) async fn configs_that_are_excepted_stay_due(store: &Any) {
    let rows: Vec<_> = [("a", 1), ("b", 2), ("a", 3), ("c", 4), ("b", 5)]
        .iter()
        .enumerate()
        .map(|(n, (of, time))| GrantRow {
            config: config(of),
            refresh_at: Some(at(*time)),
            next_check_at: Some(at(*time)),
            ..connection("t", &format!("u{n}"))
        })
        .collect();
    apply(store, rows.iter().map(insert)).await;
    for due in [Due::Refresh, Due::Check] {
        let except =
            |configs: &[&str], limit| DueClaim { except: configs.iter().map(|id| config(id)).collect(), limit, ..claim_of(due) };
        let expected = |indexes: &[usize]| -> Vec<_> { indexes.iter().map(|n| rows[*n].id.clone()).collect() };
        let claimed = |claim| async move { ids(&store.claim_due(claim).await.unwrap()) };
        assert!(claimed(except(&["a", "b", "c", "d"], 9)).await.is_empty());
        assert_eq!(claimed(except(&["a"], 2)).await, expected(&[1, 3]), "the limit counts what is handed out");
        assert_eq!(claimed(except(&["b"], 9)).await, expected(&[0, 2]));
        assert_eq!(claimed(except(&[], 9)).await, expected(&[4]));
    }
}

pub(super) async fn parallel_claims_share_the_work(store: &Any) {
    let rows = insert_due(store, &[Some(1); 40]).await;
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.claim_due(DueClaim { limit: 7, ..claim_of(Due::Refresh) }).await.unwrap() })
        })
        .collect();
    let mut handed_out = Vec::new();
    for task in tasks {
        handed_out.extend(ids(&task.await.unwrap()));
    }
    assert_eq!(handed_out.len(), 40, "each once");
    assert_eq!(handed_out.into_iter().collect::<BTreeSet<_>>(), ids(&rows).into_iter().collect());
}

pub(super) async fn an_update_writes_only_the_due_columns_that_it_names(store: &Any) {
    for (schedule, refresh_at, next_check_at) in
        [(Schedule::Kept, 160, 160), (Schedule::Refresh, 900, 160), (Schedule::Check, 160, 901), (Schedule::Both, 900, 901)]
    {
        let before =
            GrantRow { refresh_at: Some(at(5)), next_check_at: Some(at(6)), ..connection("t", &format!("{schedule:?}")) };
        apply(store, [insert(&before)]).await;
        // Both are handed out after somebody has read the row, and before it is written.
        store.claim_due(claim_of(Due::Refresh)).await.unwrap();
        store.claim_due(claim_of(Due::Check)).await.unwrap();
        let row = GrantRow { revision: 2, refresh_at: Some(at(900)), next_check_at: Some(at(901)), ..before.clone() };
        let (row, guard) = (Box::new(row), guard(&before));
        apply(store, [Write::UpdateGrant { row, guard, schedule, release_lease: false, now: at(2) }]).await;
        let stored = find(store, &before).await.unwrap();
        let expected = (Some(at(refresh_at)), Some(at(next_check_at)));
        assert_eq!((stored.refresh_at, stored.next_check_at), expected, "{schedule:?}");
        // What it names it also empties.
        let emptied = GrantRow { revision: 3, refresh_at: None, next_check_at: None, ..stored.clone() };
        let (row, guard) = (Box::new(emptied), super::fixtures::guard(&stored));
        apply(store, [Write::UpdateGrant { row, guard, schedule, release_lease: false, now: at(2) }]).await;
        let emptied = find(store, &before).await.unwrap();
        assert_eq!(emptied.refresh_at.is_none(), schedule.writes(Due::Refresh), "{schedule:?}");
        assert_eq!(emptied.next_check_at.is_none(), schedule.writes(Due::Check), "{schedule:?}");
    }
}

pub(super) async fn a_use_and_a_success_that_were_noted_survive_an_older_row(store: &Any) {
    let before = GrantRow { last_used_at: Some(at(10)), last_ok_at: Some(at(10)), ..connection("t", "u") };
    apply(store, [insert(&before)]).await;
    let (tenant_id, grant_id) = (before.tenant_id.clone(), before.id.clone());
    apply(store, [Write::TouchGrant { tenant_id, grant_id, at: at(77) }]).await;
    apply(store, [update(&before, |row| (row.last_used_at, row.last_ok_at) = (Some(at(10)), None))]).await;
    let stored = find(store, &before).await.unwrap();
    assert_eq!((stored.last_used_at, stored.last_ok_at), (Some(at(77)), Some(at(10))));
    apply(store, [update(&stored, |row| (row.last_used_at, row.last_ok_at) = (Some(at(78)), Some(at(79))))]).await;
    let stored = find(store, &before).await.unwrap();
    assert_eq!((stored.last_used_at, stored.last_ok_at), (Some(at(78)), Some(at(79))));
    // From nothing, both ways.
    let fresh = GrantRow { last_used_at: None, last_ok_at: None, ..connection("t", "v") };
    apply(store, [insert(&fresh), update(&fresh, |row| row.last_ok_at = Some(at(3)))]).await;
    let stored = find(store, &fresh).await.unwrap();
    assert_eq!((stored.last_used_at, stored.last_ok_at), (None, Some(at(3))));
}

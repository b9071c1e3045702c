//! Rules of leases.

use crate::model::grant::GrantStatus;
use crate::model::rows::{GrantGuard, GrantRow, LeaseColumns, Outcome, Schedule, Write};

use super::fixtures::*;

async fn claim_at(store: &Any, row: &GrantRow, owner: u8, now: i64) -> Outcome {
    commit(store, [Write::ClaimLease(claim(row, owner, now))]).await
}

fn epoch(epoch: u64) -> Outcome {
    Outcome::Applied { epochs: vec![epoch] }
}

async fn stored(store: &Any) -> GrantRow {
    let row = connection("t", "u");
    apply(store, [insert(&row)]).await;
    row
}

pub(super) async fn one_of_many_claims_wins(store: &Any) {
    let row = stored(store).await;
    let tasks: Vec<_> = (0..64)
        .map(|owner| {
            let (store, row) = (store.clone(), row.clone());
            tokio::spawn(async move { (owner, claim_at(&store, &row, owner, 100).await) })
        })
        .collect();
    let mut winners = Vec::new();
    for task in tasks {
        match task.await.unwrap() {
            (owner, Outcome::Applied { epochs }) => winners.push((owner, epochs)),
            (_, outcome) => assert_eq!(outcome, LEASED),
        }
    }
    assert_eq!(winners.len(), 1);
    let lease = find(store, &row).await.unwrap().lease;
    assert_eq!((lease.owner, vec![lease.epoch]), (Some([winners[0].0; 16]), winners[0].1.clone()));
}

pub(super) async fn claims_count_up_and_announce(store: &Any) {
    let row = stored(store).await;
    let before = store.changes_since(None, 10).await.unwrap();
    assert_eq!(claim_at(store, &row, 3, 100).await, epoch(1));
    let expected = LeaseColumns {
        owner: Some([3; 16]),
        epoch: 1,
        until: Some(at(160)),
        intent_sent_at: Some(at(99)),
        intent_digest: Some([3; 32]),
        intent_is_recovery: true,
    };
    assert_eq!(find(store, &row).await, Some(GrantRow { lease: expected, ..row.clone() }));
    apply(store, [release(&row, 3, 1)]).await;
    let free = LeaseColumns { epoch: 1, ..LeaseColumns::default() };
    assert_eq!(find(store, &row).await.unwrap().lease, free, "a release clears the intent and keeps the count");
    assert_eq!(claim_at(store, &row, 4, 100).await, epoch(2));
    assert!(!find(store, &row).await.unwrap().lease.intent_is_recovery);
    assert_eq!(store.changes_since(None, 10).await.unwrap(), before, "leases are not changes");
    // Several claims of one batch answer in order.
    let (a, b) = (connection("t", "a"), connection("t", "b"));
    apply(store, [insert(&a), insert(&b), Write::ClaimLease(claim(&b, 1, 1)), release(&b, 1, 1)]).await;
    let both = [Write::ClaimLease(claim(&a, 1, 1)), Write::ClaimLease(claim(&b, 1, 1))];
    assert_eq!(commit(store, both).await, Outcome::Applied { epochs: vec![1, 2] });
}

pub(super) async fn a_lease_is_free_after_its_end(store: &Any) {
    let row = stored(store).await;
    assert_eq!(claim_at(store, &row, 1, 100).await, epoch(1));
    for (owner, now) in [(2, 100), (2, 159), (2, 160), (1, 130)] {
        assert_eq!(claim_at(store, &row, owner, now).await, LEASED, "{owner} at {now}");
    }
    assert_eq!(claim_at(store, &row, 2, 161).await, epoch(2));
    assert_eq!(find(store, &row).await.unwrap().lease.owner, Some([2; 16]));
}

pub(super) async fn claims_check_generation_fence_and_tenant(store: &Any) {
    let row = stored(store).await;
    for wrong in [
        GrantRow { generation: 0, ..row.clone() },
        GrantRow { generation: 2, ..row.clone() },
        GrantRow { fence: 1, ..row.clone() },
        GrantRow { tenant_id: tenant("t2"), ..row.clone() },
        connection("t", "absent"),
    ] {
        assert_eq!(claim_at(store, &wrong, 1, 100).await, STALE);
    }
    assert_eq!(claim_at(store, &row, 1, 100).await, epoch(1));
    // What is stale is told before who holds the lease.
    assert_eq!(claim_at(store, &GrantRow { generation: 0, ..row.clone() }, 2, 100).await, STALE);
}

pub(super) async fn only_the_holder_releases(store: &Any) {
    let row = stored(store).await;
    assert_eq!(commit(store, [release(&row, 1, 0)]).await, STALE, "nobody holds it");
    assert_eq!(claim_at(store, &row, 1, 100).await, epoch(1));
    let foreign = GrantRow { tenant_id: tenant("t2"), ..row.clone() };
    for wrong in [release(&row, 2, 1), release(&row, 1, 0), release(&row, 1, 2), release(&foreign, 1, 1)] {
        assert_eq!(commit(store, [wrong]).await, STALE);
    }
    assert_eq!(find(store, &row).await.unwrap().lease.owner, Some([1; 16]));
    apply(store, [release(&row, 1, 1)]).await;
    assert_eq!(commit(store, [release(&row, 1, 1)]).await, STALE, "once");
}

pub(super) async fn a_late_holder_cannot_release_the_next_lease(store: &Any) {
    let row = stored(store).await;
    assert_eq!(claim_at(store, &row, 1, 100).await, epoch(1));
    assert_eq!(claim_at(store, &row, 1, 200).await, epoch(2), "the same process, later");
    assert_eq!(commit(store, [release(&row, 1, 1)]).await, STALE);
    assert_eq!(find(store, &row).await.unwrap().lease.epoch, 2);
}

pub(super) async fn a_guard_names_the_holder(store: &Any) {
    let row = stored(store).await;
    let write = |owner: u8, epoch: u64| {
        let guard = GrantGuard { lease: Some(([owner; 16], epoch)), ..guard(&row) };
        let row = Box::new(GrantRow { failures: 1, ..row.clone() });
        Write::UpdateGrant { row, guard, schedule: Schedule::Both, release_lease: true, now: at(2) }
    };
    assert_eq!(commit(store, [write(1, 0)]).await, STALE, "nobody holds it");
    assert_eq!(claim_at(store, &row, 1, 100).await, epoch(1));
    for (owner, epoch) in [(2, 1), (1, 0), (1, 2)] {
        assert_eq!(commit(store, [write(owner, epoch)]).await, STALE);
    }
    apply(store, [write(1, 1)]).await;
    assert_eq!(commit(store, [write(1, 1)]).await, STALE, "the update has released it");
}

pub(super) async fn updates_release_only_when_told(store: &Any) {
    let row = stored(store).await;
    assert_eq!(claim_at(store, &row, 1, 100).await, epoch(1));
    let leased = find(store, &row).await.unwrap();
    apply(store, [update(&row, |row| row.status = GrantStatus::Degraded)]).await;
    let degraded = find(store, &row).await.unwrap();
    assert_eq!((degraded.status, &degraded.lease), (GrantStatus::Degraded, &leased.lease));

    let next = GrantRow { generation: 2, revision: 3, committed_epoch: 1, ..degraded.clone() };
    let (guard, schedule) = (guard(&degraded), Schedule::Both);
    let release = Write::UpdateGrant { row: Box::new(next.clone()), guard, schedule, release_lease: true, now: at(2) };
    apply(store, [release]).await;
    let free = LeaseColumns { epoch: 1, ..LeaseColumns::default() };
    assert_eq!(find(store, &row).await, Some(GrantRow { lease: free, ..next }));
}

//! Tests of what every store does with leases and pauses.

use crate::model::grant::GrantStatus;
use crate::model::lease::LeaseHolder;
use crate::model::rows::{
    GrantGuard, GrantRow, IntentColumns, LeaseAcquisition, LeaseColumns, LeaseGuard, Outcome, Schedule, Write,
};

use super::Backend;
use super::fixtures::*;

async fn try_acquire(store: &Any, row: &GrantRow, owner: u8) -> Outcome {
    commit(store, [Write::AcquireLease(acquisition(row, owner))]).await
}

fn epoch(epoch: u64) -> Outcome {
    Outcome::Applied { epochs: vec![epoch] }
}

async fn stored(store: &Any) -> GrantRow {
    let row = connection("t", "u");
    apply(store, [insert(&row)]).await;
    row
}

async fn lease_of(store: &Any, row: &GrantRow) -> LeaseColumns {
    find(store, row).await.unwrap().lease
}

/// Replaces `before` by the same with a pause, in a new revision.
async fn pause(store: &Any, before: &GrantRow, length: u64) -> GrantRow {
    apply(store, [update(before, |row| row.paused_for = seconds(length))]).await;
    GrantRow { revision: before.revision + 1, ..before.clone() }
}

pub(super) async fn one_of_many_acquisitions_wins(store: &Any) {
    let row = stored(store).await;
    let tasks: Vec<_> = (0..64)
        .map(|owner| {
            let (store, row) = (store.clone(), row.clone());
            tokio::spawn(async move { (owner, try_acquire(&store, &row, owner).await) })
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
    let lease = lease_of(store, &row).await;
    assert_eq!((lease.owner, vec![lease.epoch]), (Some([winners[0].0; 16]), winners[0].1.clone()));
}

pub(super) async fn acquisitions_count_up_and_announce(backend: &Backend) {
    let store = &backend.store;
    let row = stored(store).await;
    let before = store.changes_since(None, 10).await.unwrap();
    assert_eq!(try_acquire(store, &row, 3).await, epoch(1));
    backend.clock.pass(4);
    let intent = IntentColumns { age: seconds(5), ended: seconds(0), digest: [3; 32], is_recovery: true };
    let expected = LeaseColumns { owner: Some([3; 16]), epoch: 1, left: seconds(56), intent: Some(intent) };
    assert_eq!(find(store, &row).await, Some(GrantRow { lease: expected, ..row.clone() }));
    apply(store, [release(&row, 3, 1)]).await;
    let free = LeaseColumns { epoch: 1, ..LeaseColumns::default() };
    assert_eq!(lease_of(store, &row).await, free, "a release clears the intent and keeps the count");
    assert_eq!(try_acquire(store, &row, 4).await, epoch(2));
    assert!(!lease_of(store, &row).await.intent.unwrap().is_recovery);
    assert_eq!(store.changes_since(None, 10).await.unwrap(), before, "leases are not changes");
    // Several acquisitions of one batch answer in order.
    let (a, b) = (connection("t", "a"), connection("t", "b"));
    apply(store, [insert(&a), insert(&b), Write::AcquireLease(acquisition(&b, 1)), release(&b, 1, 1)]).await;
    let both = [Write::AcquireLease(acquisition(&a, 1)), Write::AcquireLease(acquisition(&b, 1))];
    assert_eq!(commit(store, both).await, Outcome::Applied { epochs: vec![1, 2] });
}

pub(super) async fn a_lease_is_free_after_its_end(backend: &Backend) {
    let store = &backend.store;
    let row = stored(store).await;
    assert_eq!(try_acquire(store, &row, 1).await, epoch(1));
    for (owner, passes) in [(2, 0), (1, 30), (2, 29)] {
        backend.clock.pass(passes);
        assert_eq!(try_acquire(store, &row, owner).await, LEASED, "{owner} after {passes} more");
    }
    assert_eq!(lease_of(store, &row).await.left, seconds(1));
    backend.clock.pass(1);
    let over = lease_of(store, &row).await;
    assert_eq!((over.left, over.intent.unwrap().ended), (seconds(0), seconds(0)));
    backend.clock.pass(7);
    assert_eq!(lease_of(store, &row).await.intent.unwrap().ended, seconds(7), "what was announced stays in doubt");
    assert_eq!(try_acquire(store, &row, 2).await, epoch(2));
    assert_eq!(lease_of(store, &row).await.owner, Some([2; 16]));
}

/// The wall clocks of two processes are a quarter of an hour apart, and one jumps while the lease runs: it is neither taken early
/// nor held longer (SR-68).
pub(super) async fn wall_clocks_move_no_lease(backend: &Backend) {
    for (ahead, jump) in [(900, 0), (-900, 0), (0, 900), (0, -900), (900, -1_800), (-900, 1_800)] {
        let clock = backend.clock.of_another_process(ahead);
        let other = backend.vault.open(clock.clone()).await;
        let row = connection("t", &format!("u{ahead}/{jump}"));
        apply(&backend.store, [insert(&row)]).await;
        for (holder, next) in [(&backend.store, &other), (&other, &backend.store)] {
            let held = lease_of(holder, &row).await.epoch + 1;
            assert_eq!(try_acquire(holder, &row, 1).await, epoch(held));
            backend.clock.pass(59);
            clock.jump(jump);
            let lease = lease_of(next, &row).await;
            assert_eq!((lease.left, lease.intent.unwrap().age), (seconds(1), seconds(60)), "{ahead} {jump}");
            assert_eq!(try_acquire(next, &row, 2).await, LEASED, "{ahead} {jump}: not early");
            backend.clock.pass(1);
            assert_eq!(try_acquire(next, &row, 2).await, epoch(held + 1), "{ahead} {jump}: and not late");
            apply(next, [release(&row, 2, held + 1)]).await;
            clock.jump(-jump);
        }
    }
}

pub(super) async fn wall_clocks_move_no_pause(backend: &Backend) {
    for (ahead, jump) in [(900, 0), (-900, 0), (0, 900), (0, -900)] {
        let clock = backend.clock.of_another_process(ahead);
        let other = backend.vault.open(clock.clone()).await;
        let row = connection("t", &format!("u{ahead}/{jump}"));
        apply(&backend.store, [insert(&row)]).await;
        let row = pause(&backend.store, &row, 60).await;
        backend.clock.pass(59);
        clock.jump(jump);
        assert_eq!(find(&other, &row).await.unwrap().paused_for, seconds(1), "{ahead} {jump}");
        assert_eq!(try_acquire(&other, &row, 2).await, PAUSED, "{ahead} {jump}: not early");
        backend.clock.pass(1);
        assert_eq!(find(&other, &row).await.unwrap().paused_for, seconds(0), "{ahead} {jump}");
        assert_eq!(try_acquire(&other, &row, 2).await, epoch(1), "{ahead} {jump}: and not late");
    }
}

/// Whatever wall clocks say: a token that another machine got is no younger than that.
pub(super) async fn a_generation_is_as_old_as_its_first_commit(backend: &Backend) {
    let (store, clock) = (&backend.store, &backend.clock);
    let row = stored(store).await;
    let age = async || find_aged(store, &row).await.unwrap().stored_for;
    assert_eq!(age().await, seconds(0));
    clock.pass(20);
    clock.jump(900);
    assert_eq!(age().await, seconds(20));
    let row = pause(store, &row, 5).await;
    assert_eq!(age().await, seconds(20), "another revision is no new secret");
    let second = GrantRow { generation: 2, ..row.clone() };
    apply(store, [update(&row, |row| row.generation = 2)]).await;
    assert_eq!(age().await, seconds(0));
    clock.pass(7);
    let other = backend.vault.open(clock.of_another_process(-900)).await;
    assert_eq!(find_aged(&other, &second).await.unwrap().stored_for, seconds(7));
}

pub(super) async fn acquisitions_check_generation_revision_fence_and_tenant(store: &Any) {
    let row = stored(store).await;
    for wrong in [
        GrantRow { generation: 0, ..row.clone() },
        GrantRow { generation: 2, ..row.clone() },
        GrantRow { revision: 0, ..row.clone() },
        GrantRow { revision: 2, ..row.clone() },
        GrantRow { fence: 1, ..row.clone() },
        GrantRow { tenant_id: tenant("t2"), ..row.clone() },
        connection("t", "absent"),
    ] {
        assert_eq!(try_acquire(store, &wrong, 1).await, STALE);
    }
    assert_eq!(try_acquire(store, &row, 1).await, epoch(1));
    // What is stale is told before who holds the lease.
    assert_eq!(try_acquire(store, &GrantRow { generation: 0, ..row.clone() }, 2).await, STALE);
}

/// Whoever has read the grant before a failure was noted would present its token again at once (SR-61, SR-66).
pub(super) async fn an_acquisition_after_a_noted_failure_waits(backend: &Backend) {
    let store = &backend.store;
    let row = stored(store).await;
    let paused = pause(store, &row, 30).await;
    assert_eq!(try_acquire(store, &row, 1).await, STALE, "it has not seen the failure");
    assert_eq!(try_acquire(store, &paused, 1).await, PAUSED, "it has, and does not care");
    assert_eq!(lease_of(store, &row).await, LeaseColumns::default());
    backend.clock.pass(30);
    assert_eq!(try_acquire(store, &paused, 1).await, epoch(1));
    apply(store, [release(&row, 1, 1)]).await;
    // A lease that runs is told before a pause; a change without a pause takes an earlier one back.
    let again = pause(store, &paused, 30).await;
    let free = pause(store, &again, 0).await;
    assert_eq!(try_acquire(store, &free, 1).await, epoch(2));
    let leased = pause(store, &free, 30).await;
    assert_eq!(try_acquire(store, &leased, 2).await, LEASED);
}

pub(super) async fn only_the_holder_releases(store: &Any) {
    let row = stored(store).await;
    assert_eq!(commit(store, [release(&row, 1, 0)]).await, STALE, "nobody holds it");
    assert_eq!(try_acquire(store, &row, 1).await, epoch(1));
    let foreign = GrantRow { tenant_id: tenant("t2"), ..row.clone() };
    for wrong in [release(&row, 2, 1), release(&row, 1, 0), release(&row, 1, 2), release(&foreign, 1, 1)] {
        assert_eq!(commit(store, [wrong]).await, STALE);
    }
    assert_eq!(lease_of(store, &row).await.owner, Some([1; 16]));
    apply(store, [release(&row, 1, 1)]).await;
    assert_eq!(commit(store, [release(&row, 1, 1)]).await, STALE, "once");
}

pub(super) async fn a_release_may_leave_an_intent(backend: &Backend) {
    let store = &backend.store;
    let row = stored(store).await;
    assert_eq!(try_acquire(store, &row, 1).await, epoch(1));
    // Older than the store's clock, too.
    for (n, (age, ended)) in [(5, 0), (200, 80), (9_000_000, 8_000_000)].into_iter().enumerate() {
        let epochs = n as u64 + 1;
        let intent = IntentColumns { age: seconds(age), ended: seconds(ended), digest: [8; 32], is_recovery: true };
        let Write::ReleaseLease { tenant_id, grant_id, owner, epoch: of, .. } = release(&row, 1, epochs) else { unreachable!() };
        let left = Some(intent.clone());
        let parted = Write::ReleaseLease { tenant_id, grant_id, owner, epoch: of, intent: left };
        apply(store, [parted.clone()]).await;
        assert_eq!(commit(store, [parted]).await, STALE, "once");
        backend.clock.pass(3);
        let seen = IntentColumns { age: seconds(age + 3), ended: seconds(ended + 3), ..intent };
        let expected = LeaseColumns { owner: None, epoch: epochs, left: seconds(0), intent: Some(seen) };
        assert_eq!(lease_of(store, &row).await, expected);
        assert_eq!(try_acquire(store, &row, 1).await, epoch(epochs + 1), "it is free at once");
    }
}

/// What has not been sent is told apart from what may have been, by whoever holds the lease, and by nobody else.
pub(super) async fn only_a_running_lease_has_its_intent_revised(backend: &Backend) {
    let store = &backend.store;
    let row = stored(store).await;
    let revise = |row: &GrantRow, owner: u8, epoch: u64, from: Option<u8>, digest: u8| {
        let (tenant_id, grant_id, holder) = (row.tenant_id.clone(), row.id.clone(), LeaseHolder { owner: [owner; 16], epoch });
        [Write::ReviseIntent { tenant_id, grant_id, holder, from: from.map(|from| [from; 32]), digest: [digest; 32] }]
    };
    assert_eq!(commit(store, revise(&row, 1, 0, None, 9)).await, STALE, "nobody holds it");
    assert_eq!(try_acquire(store, &row, 1).await, epoch(1));
    let before = store.changes_since(None, 10).await.unwrap();
    let foreign = GrantRow { tenant_id: tenant("t2"), ..row.clone() };
    for wrong in [
        revise(&row, 2, 1, None, 9),
        revise(&row, 1, 0, None, 9),
        revise(&row, 1, 2, None, 9),
        revise(&foreign, 1, 1, None, 9),
        revise(&row, 1, 1, Some(8), 9),
    ] {
        assert_eq!(commit(store, wrong).await, STALE);
    }
    let held = lease_of(store, &row).await;
    assert_eq!(held.intent.as_ref().map(|intent| intent.digest), Some([1; 32]));
    apply(store, revise(&row, 1, 1, Some(1), 0)).await;
    let intent = held.intent.clone().map(|intent| IntentColumns { digest: [0; 32], ..intent });
    assert_eq!(lease_of(store, &row).await, LeaseColumns { intent, ..held.clone() }, "nothing else is another one");
    apply(store, revise(&row, 1, 1, None, 7)).await;
    assert_eq!(commit(store, revise(&row, 1, 1, Some(1), 0)).await, STALE, "one that comes late");
    assert_eq!(lease_of(store, &row).await.intent.unwrap().digest, [7; 32]);
    assert_eq!(store.changes_since(None, 10).await.unwrap(), before, "leases are not changes");
    backend.clock.pass(60);
    assert_eq!(commit(store, revise(&row, 1, 1, None, 9)).await, STALE, "it is over");
    assert_eq!(try_acquire(store, &row, 1).await, epoch(2));
    apply(store, [release(&row, 1, 2)]).await;
    assert_eq!(commit(store, revise(&row, 1, 2, None, 9)).await, STALE, "it is given back");
}

pub(super) async fn a_late_holder_cannot_release_the_next_lease(backend: &Backend) {
    let store = &backend.store;
    let row = stored(store).await;
    assert_eq!(try_acquire(store, &row, 1).await, epoch(1));
    backend.clock.pass(100);
    assert_eq!(try_acquire(store, &row, 1).await, epoch(2), "the same process, later");
    assert_eq!(commit(store, [release(&row, 1, 1)]).await, STALE);
    assert_eq!(lease_of(store, &row).await.epoch, 2);
}

pub(super) async fn a_guard_names_the_holder(store: &Any) {
    let row = stored(store).await;
    let write = |owner: u8, epoch: u64| {
        let guard = GrantGuard { lease: LeaseGuard::Held(LeaseHolder { owner: [owner; 16], epoch }), ..guard(&row) };
        let row = Box::new(GrantRow { failures: 1, ..row.clone() });
        Write::UpdateGrant { claims: claims(&row), row, guard, schedule: Schedule::Both, release_lease: true, now: at(2) }
    };
    assert_eq!(commit(store, [write(1, 0)]).await, STALE, "nobody holds it");
    assert_eq!(try_acquire(store, &row, 1).await, epoch(1));
    for (owner, epoch) in [(2, 1), (1, 0), (1, 2)] {
        assert_eq!(commit(store, [write(owner, epoch)]).await, STALE);
    }
    apply(store, [write(1, 1)]).await;
    assert_eq!(commit(store, [write(1, 1)]).await, STALE, "the update has released it");
}

/// What a write keeps may be spent under a lease that somebody has acquired since it was read, also where that has ended again.
pub(super) async fn a_guard_tells_whether_anybody_has_acquired(store: &Any) {
    let row = stored(store).await;
    let write = |since: u64| {
        let guard = GrantGuard { lease: LeaseGuard::NotAcquired { since }, ..guard(&row) };
        Write::UpdateGrant {
            row: Box::new(row.clone()),
            claims: claims(&row),
            guard,
            schedule: Schedule::Both,
            release_lease: false,
            now: at(2),
        }
    };
    apply(store, [write(0)]).await;
    assert_eq!(try_acquire(store, &row, 1).await, epoch(1));
    assert_eq!(commit(store, [write(0)]).await, STALE, "somebody is at it");
    apply(store, [write(1)]).await;
    apply(store, [release(&row, 1, 1)]).await;
    assert_eq!(commit(store, [write(0)]).await, STALE, "somebody was");
    apply(store, [write(1)]).await;
}

pub(super) async fn updates_release_only_when_told(store: &Any) {
    let row = stored(store).await;
    assert_eq!(try_acquire(store, &row, 1).await, epoch(1));
    let leased = find(store, &row).await.unwrap();
    apply(store, [update(&row, |row| row.status = GrantStatus::Degraded)]).await;
    let degraded = find(store, &row).await.unwrap();
    assert_eq!((degraded.status, &degraded.lease), (GrantStatus::Degraded, &leased.lease));

    let next = GrantRow { generation: 2, revision: 3, committed_epoch: 1, ..degraded.clone() };
    let (guard, schedule) = (guard(&degraded), Schedule::Both);
    let release = Write::UpdateGrant {
        row: Box::new(next.clone()),
        claims: claims(&next),
        guard,
        schedule,
        release_lease: true,
        now: at(2),
    };
    apply(store, [release]).await;
    let free = LeaseColumns { epoch: 1, ..LeaseColumns::default() };
    assert_eq!(find(store, &row).await, Some(GrantRow { lease: free, ..next }));
}

/// A process dies with what it holds, and the vault is opened again: what is in it says the same.
pub(super) async fn leases_pauses_and_holds_outlive_their_process(backend: &Backend) {
    let (leased, paused) = (connection("t", "a"), GrantRow { refresh_at: Some(at(5)), ..connection("t", "b") });
    apply(&backend.store, [insert(&leased), insert(&paused)]).await;
    let paused = pause(&backend.store, &paused, 60).await;
    assert_eq!(
        commit(&backend.store, [Write::AcquireLease(LeaseAcquisition { length: seconds(60), ..acquisition(&leased, 1) })]).await,
        epoch(1)
    );
    assert_eq!(super::jobs::take_all(&backend.store).await.len(), 1);
    let next = backend.vault.reopen_after_a_kill(&backend.store, backend.clock.clone()).await;
    backend.clock.pass(59);
    assert_eq!(try_acquire(&next, &leased, 2).await, LEASED);
    assert_eq!(try_acquire(&next, &paused, 2).await, PAUSED);
    assert!(super::jobs::take_all(&next).await.is_empty());
    backend.clock.pass(1);
    assert_eq!(try_acquire(&next, &leased, 2).await, epoch(2));
    assert_eq!(try_acquire(&next, &paused, 2).await, epoch(1));
    assert_eq!(super::jobs::take_all(&next).await.len(), 1);
}

pub(super) async fn a_pause_of_an_endpoint_is_everybodys_and_never_shorter(backend: &Backend) {
    let (store, clock) = (&backend.store, &backend.clock);
    let pause = |length: u64, is_asked: bool| Write::PauseEndpoint { endpoint: [7; 32], length: seconds(length), is_asked };
    let left = async || {
        let pauses = store.list_endpoint_pauses().await.unwrap();
        pauses.into_iter().map(|pause| (pause.endpoint, pause.left, pause.is_asked)).collect::<Vec<_>>()
    };
    apply(store, [pause(30, true)]).await;
    apply(store, [pause(5, false)]).await;
    assert_eq!(left().await, [([7; 32], seconds(30), true)]);
    clock.pass(10);
    assert_eq!(left().await, [([7; 32], seconds(20), true)]);
    apply(store, [pause(40, false)]).await;
    assert_eq!(left().await, [([7; 32], seconds(40), false)]);
    apply(store, [Write::ResumeEndpoint([7; 32])]).await;
    apply(store, [Write::ResumeEndpoint([7; 32])]).await;
    assert_eq!(left().await, []);
}

pub(super) async fn one_finds_out_whether_a_pause_is_over(backend: &Backend) {
    let (store, clock) = (&backend.store, &backend.clock);
    let probe = || commit(store, [Write::ProbeEndpoint { endpoint: [7; 32], hold: seconds(20) }]);
    let yes = || Outcome::Applied { epochs: vec![] };
    let no = Outcome::Conflict(crate::model::rows::Conflict::Paused);
    assert_eq!(probe().await, yes(), "nobody is known to leave it alone");
    apply(store, [Write::PauseEndpoint { endpoint: [7; 32], length: seconds(5), is_asked: true }]).await;
    assert_eq!(probe().await, no);
    clock.pass(5);
    assert_eq!(probe().await, yes());
    assert_eq!(probe().await, no, "somebody finds out");
    // In vain: the next one may at once.
    apply(store, [Write::PauseEndpoint { endpoint: [7; 32], length: seconds(0), is_asked: false }]).await;
    assert_eq!(probe().await, yes());
    clock.pass(20);
    assert_eq!(probe().await, yes(), "whoever found out has died");
    clock.pass(3_621);
    apply(store, [purge_nothing()]).await;
    assert_eq!(store.list_endpoint_pauses().await.unwrap(), []);
}

fn purge_nothing() -> Write {
    let never = at(0);
    Write::Purge { seals_before: never, sessions_before: never, ended_before: never, events_before: never, changes_before: never }
}

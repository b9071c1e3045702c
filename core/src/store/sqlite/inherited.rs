//! Tests of a vault that others have used before: leases from before a reboot, leases of an older version, and positions that it no
//! longer knows.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use super::*;
use crate::base::{SystemClock, TestClock, Timestamp};
use crate::model::rows::{Conflict, JobKind, Write};
use crate::store::suite;

/// One grant with a lease, a pause and a job that is held, in a vault that is closed again.
async fn vault_with_a_lease(path: &Path, clock: &Arc<TestClock>, boot: &str) -> (GrantRow, GrantRow) {
    let store = on_boot(path, clock, boot);
    store.open().await.unwrap();
    let (leased, paused) = suite::two_grants();
    let write = |row: &GrantRow| Write::InsertGrant { row: Box::new(row.clone()), claims: vec![], now: Timestamp::EPOCH };
    let acquire = Write::AcquireLease(suite::lease_acquisition(&leased));
    store.commit(Batch { writes: vec![write(&leased), write(&paused), acquire] }).await.unwrap();
    assert_eq!(store.take_jobs(all_jobs(clock)).await.unwrap().len(), 1);
    store.close().await;
    (leased, paused)
}

fn on_boot(path: &Path, clock: &Arc<TestClock>, boot: &str) -> SqliteStore {
    SqliteStore::build(path, "sqlite:./v.db".to_owned(), BUSY_TIMEOUT, Machine::of_boot(clock.clone(), boot))
}

fn all_jobs(clock: &Arc<TestClock>) -> JobRequest {
    let hold = Duration::from_secs(60);
    JobRequest { kinds: JobKind::ALL.to_vec(), now: clock.now(), after: None, hold, limit: 9, except: vec![] }
}

async fn try_acquire(store: &SqliteStore, row: &GrantRow) -> Outcome {
    let wanted = suite::lease_acquisition(row);
    store.commit(Batch { writes: vec![Write::AcquireLease(wanted)] }).await.unwrap()
}

async fn find(store: &SqliteStore, row: &GrantRow) -> GrantRow {
    store.find_grant(GrantQuery::Id(row.tenant_id.clone(), row.id.clone())).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_reboot_frees_what_was_held_and_resolves_no_doubt() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let clock = Arc::new(TestClock::frozen_at(Timestamp::from_unix_seconds(1_700_000_000)));
    clock.advance(Duration::from_secs(1_000));
    let (leased, paused) = vault_with_a_lease(&path, &clock, "first").await;
    let same = on_boot(&path, &clock, "first");
    same.open().await.unwrap();
    assert_eq!(try_acquire(&same, &leased).await, Outcome::Conflict(Conflict::Leased));
    assert_eq!(try_acquire(&same, &paused).await, Outcome::Conflict(Conflict::Paused));
    assert!(same.take_jobs(all_jobs(&clock)).await.unwrap().is_empty());
    same.close().await;

    clock.advance(Duration::from_secs(2));
    let next = on_boot(&path, &clock, "second");
    next.open().await.unwrap();
    let intent = find(&next, &leased).await.lease.intent.unwrap();
    assert_eq!(intent.age, Duration::from_secs(3), "by the wall clock, which is all there is");
    assert_eq!(try_acquire(&next, &leased).await, Outcome::Applied { epochs: vec![2] });
    assert_eq!(try_acquire(&next, &paused).await, Outcome::Applied { epochs: vec![1] });
    assert_eq!(next.take_jobs(all_jobs(&clock)).await.unwrap().len(), 1);
    next.close().await;
}

/// Where the system does not name its boots, what seems to begin in the future is of an earlier one.
#[tokio::test]
async fn what_seems_to_begin_later_is_of_an_earlier_boot() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let clock = Arc::new(TestClock::frozen_at(Timestamp::from_unix_seconds(1_700_000_000)));
    clock.advance(Duration::from_secs(1_000));
    let (leased, _) = vault_with_a_lease(&path, &clock, "").await;
    let same = on_boot(&path, &clock, "");
    same.open().await.unwrap();
    assert_eq!(try_acquire(&same, &leased).await, Outcome::Conflict(Conflict::Leased));
    assert!(same.take_jobs(all_jobs(&clock)).await.unwrap().is_empty());
    same.close().await;
    let restarted = Arc::new(TestClock::frozen_at(clock.now()));
    let next = on_boot(&path, &restarted, "");
    next.open().await.unwrap();
    assert_eq!(try_acquire(&next, &leased).await, Outcome::Applied { epochs: vec![2] });
    assert_eq!(next.take_jobs(all_jobs(&restarted)).await.unwrap().len(), 1);
    next.close().await;
}

/// Two versions may share a vault for a while. The older one knows the wall clock only, and finds there what it looks for.
#[tokio::test]
async fn a_version_before_this_one_and_this_one_respect_each_others_leases() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let clock = Arc::new(TestClock::frozen_at(Timestamp::from_unix_seconds(1_700_000_000)));
    clock.advance(Duration::from_secs(1_000));
    let (leased, _) = vault_with_a_lease(&path, &clock, "boot").await;
    let store = on_boot(&path, &clock, "boot");
    store.open().await.unwrap();
    let older = |clock: &TestClock| {
        let now = clock.now().unix_millis();
        // The acquisition of schema 2, word for word.
        let sql = "UPDATE grants SET lease_owner = ?5, lease_epoch = lease_epoch + 1, lease_until = ?7,
                intent_sent_at = ?10, intent_digest = ?8, intent_is_recovery = ?9
            WHERE tenant_id = ?1 AND id = ?2 AND generation = ?3 AND fence = ?4 AND (lease_owner IS NULL OR lease_until < ?6)";
        let values = rusqlite::params![
            leased.tenant_id.as_str(),
            leased.id.as_str(),
            1,
            0,
            [5_u8; 16],
            now,
            now + 60_000,
            [5_u8; 32],
            0,
            now
        ];
        Connection::open(&path).unwrap().execute(sql, values).unwrap()
    };
    assert_eq!(older(&clock), 0, "ours is still held");
    clock.advance(Duration::from_secs(61));
    assert_eq!(older(&clock), 1);
    let lease = find(&store, &leased).await.lease;
    assert_eq!((lease.epoch, lease.left, lease.intent.unwrap().age), (2, Duration::from_secs(60), Duration::ZERO));
    assert_eq!(try_acquire(&store, &leased).await, Outcome::Conflict(Conflict::Leased));
    clock.advance(Duration::from_secs(60));
    assert_eq!(try_acquire(&store, &leased).await, Outcome::Applied { epochs: vec![3] });
    store.close().await;
}

/// A provider's `Retry-After` holds across the upgrade (SR-66).
#[tokio::test]
async fn a_pause_made_by_a_version_before_this_one_still_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let clock = Arc::new(TestClock::frozen_at(Timestamp::from_unix_seconds(1_700_000_000)));
    clock.advance(Duration::from_secs(10_000));
    let (grant, _) = suite::two_grants();
    let store = on_boot(&path, &clock, "boot");
    store.open().await.unwrap();
    store
        .commit(Batch { writes: vec![Write::InsertGrant { row: Box::new(grant.clone()), claims: vec![], now: clock.now() }] })
        .await
        .unwrap();
    let pause = |length: Duration| {
        let sql =
            "UPDATE grants SET next_attempt_at = ?1, pause_boot = NULL, pause_began = NULL, pause_ends = NULL WHERE id = ?2";
        let end = clock.now().plus(length).unix_millis();
        Connection::open(&path).unwrap().execute(sql, rusqlite::params![end, grant.id.as_str()]).unwrap();
    };
    // Beyond any pause of ours: somebody has set a clock.
    pause(Duration::from_secs(3_601));
    assert_eq!(find(&store, &grant).await.paused_for, Duration::ZERO);
    pause(Duration::from_secs(3_600));
    assert_eq!(find(&store, &grant).await.paused_for, Duration::from_secs(3_600));
    assert_eq!(try_acquire(&store, &grant).await, Outcome::Conflict(Conflict::Paused));
    clock.advance(Duration::from_secs(3_599));
    assert_eq!(try_acquire(&store, &grant).await, Outcome::Conflict(Conflict::Paused));
    clock.advance(Duration::from_secs(1));
    assert_eq!(find(&store, &grant).await.paused_for, Duration::ZERO);
    assert_eq!(try_acquire(&store, &grant).await, Outcome::Applied { epochs: vec![1] });
    store.close().await;
}

#[tokio::test]
async fn cursors_that_were_given_out_before_still_work() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::new(&folder.path().join("v.db"), "sqlite:./v.db".to_owned(), Arc::new(SystemClock));
    store.open().await.unwrap();
    let events = suite::three_events();
    store.commit(Batch { writes: events.into_iter().map(Write::AppendEvent).collect() }).await.unwrap();
    let after = |text: &str| EventFilter { after: Position::from_text(text), limit: 9, ..EventFilter::default() };
    for (cursor, left) in [("0", 3), ("1", 2), ("3", 0), ("18446744073709551615", 0)] {
        assert_eq!(store.list_events(after(cursor)).await.unwrap().len(), left, "{cursor}");
    }
    store.close().await;
}

//! Tests of what every store does with jobs.

use std::collections::BTreeSet;

use crate::base::{GrantId, Timestamp};
use crate::model::rows::{
    DueJob, GrantJob, GrantRow, HeldJob, JobKind, JobRequest, QueuePlace, QueuedJob, QueuedKind, Schedule, Write,
};
use crate::model::sealed::SealedBytes;

use super::Backend;
use super::fixtures::*;

const REFRESH: JobKind = JobKind::Grant(GrantJob::Refresh);
const CHECK: JobKind = JobKind::Grant(GrantJob::Check);

fn request_of(kind: JobKind) -> JobRequest {
    JobRequest { kinds: vec![kind], now: at(100), after: None, hold: seconds(60), limit: 100, except: vec![] }
}

/// A queued job as it is handed in.
pub(super) fn queued(kind: QueuedKind, id: &str, tenant_id: &str, due: i64) -> QueuedJob {
    QueuedJob {
        kind,
        id: id.to_owned(),
        tenant_id: tenant(tenant_id),
        config: config("drive"),
        due_at: at(due),
        attempts: 0,
        key_id: [7; 16],
        sealed: SealedBytes::from_stored(vec![1, 0, 255]),
    }
}

/// Everything that is due and free, of every kind.
pub(super) fn everything() -> JobRequest {
    JobRequest { kinds: JobKind::ALL.to_vec(), ..request_of(REFRESH) }
}

pub(super) async fn take_all(store: &Any) -> Vec<DueJob> {
    store.take_jobs(everything()).await.unwrap()
}

pub(super) fn id_of(job: &DueJob) -> &str {
    match job {
        DueJob::Grant(_, row) => row.id.as_str(),
        DueJob::Queued(job) => &job.id,
    }
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

async fn taken(store: &Any, request: JobRequest) -> Vec<String> {
    store.take_jobs(request).await.unwrap().iter().map(|job| id_of(job).to_owned()).collect()
}

pub(super) async fn due_jobs_come_earliest_first(store: &Any) {
    let rows = insert_due(store, &[Some(90), Some(50), None, Some(101), Some(100), Some(50), Some(-5)]).await;
    let expected: Vec<_> = [6, 1, 5, 0, 4].map(|n: usize| rows[n].id.as_str().to_owned()).to_vec();
    assert_eq!(taken(store, JobRequest { limit: 2, ..request_of(REFRESH) }).await, expected[..2]);
    assert!(taken(store, JobRequest { limit: 0, ..request_of(REFRESH) }).await.is_empty());
    assert!(taken(store, JobRequest { kinds: vec![], ..request_of(REFRESH) }).await.is_empty());
    let after = |due: i64| JobRequest { after: Some(at(due)), now: Timestamp::NEVER, hold: seconds(0), ..request_of(REFRESH) };
    let later = [4, 3].map(|n: usize| rows[n].id.as_str().to_owned());
    assert_eq!((taken(store, after(90)).await, taken(store, after(100)).await), (later.to_vec(), later[1..].to_vec()));
    assert!(taken(store, after(101)).await.is_empty());
    assert_eq!(taken(store, request_of(REFRESH)).await, expected[2..]);
}

pub(super) async fn a_job_that_is_handed_out_is_held(backend: &Backend) {
    let store = &backend.store;
    let rows = insert_due(store, &[Some(90), Some(200)]).await;
    let before = store.changes_since(None, 10).await.unwrap();
    let handed_out = store.take_jobs(request_of(REFRESH)).await.unwrap();
    assert_eq!(handed_out, [DueJob::Grant(GrantJob::Refresh, Box::new(rows[0].clone()))], "as it is stored");
    for row in &rows {
        assert_eq!(find(store, row).await.as_ref(), Some(row), "and it stays so");
    }
    // Whatever the wall clock of somebody who asks meanwhile says.
    let other = backend.vault.open(backend.clock.of_another_process(900)).await;
    backend.clock.pass(59);
    assert!(taken(&other, request_of(REFRESH)).await.is_empty());
    backend.clock.pass(1);
    assert_eq!(taken(&other, request_of(REFRESH)).await, [rows[0].id.as_str()], "found again if nobody has worked on it");
    assert_eq!(store.changes_since(None, 10).await.unwrap(), before, "holding is not a change");
}

/// Moved by whoever has done it, it is due at its new time; one that stays where it was stays held.
pub(super) async fn a_job_follows_its_grant(backend: &Backend) {
    let store = &backend.store;
    let row = insert_due(store, &[Some(10)]).await.remove(0);
    assert_eq!(taken(store, request_of(REFRESH)).await.len(), 1);
    apply(store, [update(&row, |row| row.failures = 1)]).await;
    let row = find(store, &row).await.unwrap();
    assert!(taken(store, request_of(REFRESH)).await.is_empty(), "it is still held");
    apply(store, [update(&row, |row| row.refresh_at = Some(at(20)))]).await;
    assert_eq!(taken(store, request_of(REFRESH)).await.len(), 1, "it has moved");
    let row = find(store, &row).await.unwrap();
    apply(store, [update(&row, |row| row.config = config("mail"))]).await;
    let row = find(store, &row).await.unwrap();
    let except = vec![config("mail")];
    assert!(taken(store, JobRequest { except, ..request_of(REFRESH) }).await.is_empty(), "its job is the new config's");
    assert_eq!(taken(store, request_of(REFRESH)).await.len(), 1, "and nobody holds it");
    apply(store, [update(&row, |row| row.refresh_at = None)]).await;
    backend.clock.pass(1_000);
    assert!(taken(store, request_of(REFRESH)).await.is_empty(), "there is nothing to do any more");
}

pub(super) async fn kinds_are_apart_and_share_one_order(store: &Any) {
    let a = GrantRow { refresh_at: Some(at(5)), next_check_at: Some(at(7)), ..connection("t", "a") };
    let b = GrantRow { refresh_at: Some(at(500)), next_check_at: Some(at(6)), ..connection("t", "b") };
    let (revoke, deliver) = (queued(QueuedKind::Revoke, "r", "t", 8), queued(QueuedKind::Deliver, "d", "t", 4));
    apply(store, [insert(&a), insert(&b), Write::QueueJob(revoke.clone()), Write::QueueJob(deliver.clone())]).await;
    let check = |row: &GrantRow| DueJob::Grant(GrantJob::Check, Box::new(row.clone()));
    assert_eq!(store.take_jobs(JobRequest { limit: 1, ..request_of(CHECK) }).await.unwrap(), [check(&b)]);
    let expected = [
        DueJob::Queued(QueuedJob { attempts: 1, ..deliver }),
        DueJob::Grant(GrantJob::Refresh, Box::new(a.clone())),
        check(&a),
        DueJob::Queued(QueuedJob { attempts: 1, ..revoke }),
    ];
    assert_eq!(take_all(store).await, expected);
}

pub(super) async fn only_its_last_holder_ends_a_queued_job(backend: &Backend) {
    let store = &backend.store;
    let job = queued(QueuedKind::Revoke, "r", "t", 8);
    apply(store, [Write::QueueJob(QueuedJob { attempts: 9, ..job.clone() })]).await;
    assert_eq!(commit(store, [Write::QueueJob(job.clone())]).await, EXISTS);
    apply(store, [Write::QueueJob(QueuedJob { kind: QueuedKind::Deliver, due_at: at(999), ..job.clone() })]).await;
    let held = |of_tenant: &str, attempts| HeldJob {
        kind: QueuedKind::Revoke,
        id: "r".to_owned(),
        tenant_id: tenant(of_tenant),
        attempts,
    };
    let complete = |of_tenant: &str, attempts| Write::CompleteJob(held(of_tenant, attempts));
    let postpone = |of_tenant: &str, attempts, due_at| Write::PostponeJob { job: held(of_tenant, attempts), due_at: at(due_at) };
    assert_eq!(take_all(store).await, [DueJob::Queued(QueuedJob { attempts: 1, ..job.clone() })], "nobody has had it before");
    backend.clock.pass(60);
    assert_eq!(take_all(store).await, [DueJob::Queued(QueuedJob { attempts: 2, ..job.clone() })], "the first one has died");
    for wrong in [complete("t", 1), complete("t", 3), complete("t2", 2), postpone("t", 1, 9), postpone("t2", 2, 9)] {
        assert_eq!(commit(store, [wrong]).await, STALE);
    }
    apply(store, [postpone("t", 2, 50)]).await;
    let again = QueuedJob { due_at: at(50), attempts: 3, ..job };
    assert_eq!(take_all(store).await, [DueJob::Queued(again)], "postponed, it is free");
    apply(store, [complete("t", 3)]).await;
    assert_eq!(commit(store, [complete("t", 3)]).await, STALE, "once");
    backend.clock.pass(1_000);
    assert!(take_all(store).await.is_empty());
}

pub(super) async fn all_that_is_queued_is_listed_page_by_page(store: &Any) {
    insert_due(store, &[Some(1), Some(2)]).await;
    let (mut jobs, kinds) = (Vec::new(), [QueuedKind::Deliver, QueuedKind::Revoke]);
    for kind in kinds {
        jobs.extend(
            [("a", "t", 1), ("b", "u", 2), ("c", "t", 9_999)].map(|(id, tenant_id, due)| queued(kind, id, tenant_id, due)),
        );
    }
    apply(store, jobs.iter().rev().map(|job| Write::QueueJob(job.clone()))).await;
    // Whoever has them.
    let taken = JobRequest { kinds: vec![JobKind::Queued(QueuedKind::Revoke)], ..everything() };
    assert_eq!(store.take_jobs(taken).await.unwrap().len(), 2);
    jobs[3..5].iter_mut().for_each(|job| job.attempts = 1);
    for limit in [1, 4, 100] {
        let (mut found, mut after) = (Vec::new(), QueuePlace::default());
        loop {
            let page = store.list_queue(after, limit).await.unwrap();
            assert!(page.len() <= limit);
            let Some(last) = page.last() else { break };
            after = last.place.clone();
            found.extend(page.into_iter().map(|entry| entry.job.unwrap()));
        }
        assert_eq!(found, jobs, "{limit}");
    }
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
    for kind in [REFRESH, CHECK] {
        let except = |configs: &[&str], limit| JobRequest {
            except: configs.iter().map(|id| config(id)).collect(),
            limit,
            ..request_of(kind)
        };
        let expected = |indexes: &[usize]| -> Vec<_> { indexes.iter().map(|n| rows[*n].id.as_str().to_owned()).collect() };
        assert!(taken(store, except(&["a", "b", "c", "d"], 9)).await.is_empty());
        assert_eq!(taken(store, except(&["a"], 2)).await, expected(&[1, 3]), "the limit counts what is handed out");
        assert_eq!(taken(store, except(&["b"], 9)).await, expected(&[0, 2]));
        assert_eq!(taken(store, except(&[], 9)).await, expected(&[4]));
    }
}

pub(super) async fn parallel_takers_share_the_work(store: &Any) {
    let rows = insert_due(store, &[Some(1); 40]).await;
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { taken(&store, JobRequest { limit: 7, ..request_of(REFRESH) }).await })
        })
        .collect();
    let mut handed_out = Vec::new();
    for task in tasks {
        handed_out.extend(task.await.unwrap());
    }
    assert_eq!(handed_out.len(), 40, "each once");
    assert_eq!(handed_out.into_iter().collect::<BTreeSet<_>>(), rows.iter().map(|row| row.id.as_str().to_owned()).collect());
}

pub(super) async fn an_update_writes_only_the_due_columns_that_it_names(store: &Any) {
    for schedule in [Schedule::Kept, Schedule::Refresh, Schedule::Check, Schedule::Both] {
        let before =
            GrantRow { refresh_at: Some(at(5)), next_check_at: Some(at(6)), ..connection("t", &format!("{schedule:?}")) };
        apply(store, [insert(&before)]).await;
        let expected = |due: GrantJob, old: i64, new: i64| Some(at(if schedule.writes(due) { new } else { old }));
        let row = GrantRow { revision: 2, refresh_at: Some(at(900)), next_check_at: Some(at(901)), ..before.clone() };
        let (row, guard) = (Box::new(row), guard(&before));
        apply(store, [Write::UpdateGrant { claims: claims(&row), row, guard, schedule, release_lease: false, now: at(2) }]).await;
        let stored = find(store, &before).await.unwrap();
        let due = (expected(GrantJob::Refresh, 5, 900), expected(GrantJob::Check, 6, 901));
        assert_eq!((stored.refresh_at, stored.next_check_at), due, "{schedule:?}");
        let ready: Vec<_> = take_all(store).await.into_iter().filter(|job| id_of(job) == before.id.as_str()).collect();
        let is_ready = |due| ready.iter().any(|job| matches!(job, DueJob::Grant(kind, _) if *kind == due));
        for due in [GrantJob::Refresh, GrantJob::Check] {
            assert_eq!(is_ready(due), !schedule.writes(due), "{schedule:?}: the job is where the column says");
        }
        // What it names it also empties.
        let emptied = GrantRow { revision: 3, refresh_at: None, next_check_at: None, ..stored.clone() };
        let (row, guard) = (Box::new(emptied), super::fixtures::guard(&stored));
        apply(store, [Write::UpdateGrant { claims: claims(&row), row, guard, schedule, release_lease: false, now: at(2) }]).await;
        let emptied = find(store, &before).await.unwrap();
        assert_eq!(emptied.refresh_at.is_none(), schedule.writes(GrantJob::Refresh), "{schedule:?}");
        assert_eq!(emptied.next_check_at.is_none(), schedule.writes(GrantJob::Check), "{schedule:?}");
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

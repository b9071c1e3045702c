//! What is older than an operator keeps it goes, from the first entry on; that nothing else has gone is still proven.

use super::super::super::testing::{ends_within, ends_within_writes};
use super::super::dropped::MOST_PENDING;
use super::*;
use crate::repo::AuditDropping;

const OLD: usize = 2500;

/// Entries of long ago, and some of today.
async fn fill(repo: &Arc<Repo>, old: usize, today: std::ops::Range<usize>) {
    for first in (0..old).step_by(500) {
        let mut writes = Vec::new();
        for n in first..old.min(first + 500) {
            let entry = AuditEntry::of_tenant(AuditKind::CredentialStored, &tenant(n), Timestamp::from_unix_millis(n as i64));
            writes.push(repo.audit(entry).await.unwrap());
        }
        repo.commit(writes).await.unwrap().unwrap();
    }
    fill_told(repo, today).await;
}

fn hour_ago(repo: &Repo) -> Timestamp {
    repo.clock.now().minus(std::time::Duration::from_secs(3600))
}

async fn drop_old(repo: &Arc<Repo>) -> Result<AuditDropping> {
    repo.housekeeping().drop_audit(hour_ago(repo), |_| true).await
}

async fn numbers(repo: &Arc<Repo>) -> Vec<u64> {
    let rows = repo.audit_log().list(AuditFilter { limit: 9999, ..AuditFilter::default() }).await.unwrap();
    rows.into_iter().map(|row| row.number).collect()
}

#[tokio::test]
async fn what_is_old_goes_and_that_nothing_else_has_is_proven() {
    let vault = Vault::make();
    let repo = vault.open().await;
    fill(&repo, OLD, 0..2).await;
    edit(&vault.file(), "CREATE TABLE before AS SELECT * FROM audit");
    let done = drop_old(&repo).await.unwrap();
    let old = OLD as u64;
    assert_eq!((done.entries, done.up_to), (old, old));
    // Two of today, and one for each slice.
    let left: Vec<u64> = (old + 1..=old + 5).collect();
    assert_eq!(numbers(&repo).await, left);
    let whole = AuditVerification { entries: 5, dropped: old, unvouched: vec![], broken: None };
    assert_eq!(repo.verify_audit().await.unwrap(), whole);
    // Once more there is nothing to do, and nothing is told.
    assert_eq!(drop_old(&repo).await.unwrap(), AuditDropping { entries: 0, up_to: old, keys: 0 });
    assert_eq!(numbers(&repo).await, left);
    let (first, last) = (old + 1, old + 5);
    let emptied = "UPDATE audit SET request = NULL, salt = NULL, erased = zeroblob(32)";
    for (sql, at) in [
        (format!("DELETE FROM audit WHERE number = {first}"), first),
        (format!("DELETE FROM audit WHERE number = {}", first + 1), first + 1),
        (format!("DELETE FROM audit WHERE number <= {}", first + 1), first),
        (format!("DELETE FROM audit WHERE number < {last}"), 1),
        // What was dropped does not come back, all of it or a part, edited or not.
        ("INSERT INTO audit SELECT * FROM before WHERE number < 2501".to_owned(), 1),
        (format!("INSERT INTO audit SELECT * FROM before WHERE number = {old}"), 1),
        // Where who tells of the last slice is gone, that slice counts as gone.
        (format!("DELETE FROM audit WHERE number = {last}"), 2001),
        (format!("UPDATE audit SET request = replace(request, '2500 ', '2501 ') WHERE number = {last}"), 2001),
        (format!("{emptied} WHERE number = {last}"), 2001),
        (format!("{emptied} WHERE kind = 'audit.dropped'"), 1),
        ("DELETE FROM audit".to_owned(), 1),
    ] {
        edit(&vault.file(), "CREATE TABLE kept AS SELECT * FROM audit");
        edit(&vault.file(), &sql);
        assert_eq!(broken(&repo).await, Some(at), "{sql}");
        edit(&vault.file(), "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept; DROP TABLE kept");
        assert_eq!(repo.verify_audit().await.unwrap(), whole, "{sql}");
    }
    // It goes on from there.
    fill_told(&repo, 5..6).await;
    assert_eq!(repo.verify_audit().await.unwrap(), AuditVerification { entries: 6, ..whole });
    repo.close().await;
}

#[tokio::test]
async fn what_is_broken_stays_for_whoever_looks_at_it() {
    let vault = Vault::make();
    let repo = vault.open().await;
    fill(&repo, 9, 0..2).await;
    edit(&vault.file(), "UPDATE audit SET tenant_id = 'eve' WHERE number = 4");
    assert_eq!(drop_old(&repo).await.unwrap_err().code(), ErrorCode::InvalidRequest);
    assert_eq!(numbers(&repo).await.len(), 11);
    assert_eq!(broken(&repo).await, Some(4));
    repo.close().await;
}

/// The last one stays, as the next is linked to it; and the first one that is not old ends it.
#[tokio::test]
async fn the_last_entry_stays_and_so_does_what_is_behind_one_that_is_not_old() {
    let vault = Vault::make();
    let repo = vault.open().await;
    fill_told(&repo, 0..2).await;
    fill(&repo, 5, 2..4).await;
    assert_eq!(drop_old(&repo).await.unwrap(), AuditDropping::default());
    let all = repo.housekeeping().drop_audit(Timestamp::from_unix_millis(i64::MAX), |_| false).await.unwrap();
    assert_eq!((all.entries, numbers(&repo).await), (8, vec![9, 10]));
    assert!(repo.verify_audit().await.unwrap().is_whole());
    repo.close().await;
}

/// An operator knew of all of them when some were dropped, and still does.
#[tokio::test]
async fn what_was_acknowledged_stays_so_when_a_part_of_it_is_dropped() {
    const EMPTY: &str =
        "UPDATE audit SET tenant_id = NULL, user_id = NULL, grant_id = NULL, actor = NULL, salt = NULL, erased = zeroblob(32)";
    for is_known in [true, false] {
        let vault = Vault::make();
        let repo = vault.open().await;
        fill(&repo, 6, 0..2).await;
        edit(&vault.file(), &format!("{EMPTY} WHERE number IN (2, 3, 5, 8)"));
        let end = repo.verify_audit().await.unwrap().entries;
        if is_known {
            assert_eq!(repo.acknowledge_audit(end).await.unwrap(), 4);
        }
        assert_eq!(drop_old(&repo).await.unwrap().up_to, 6);
        let found = repo.verify_audit().await.unwrap();
        let unvouched = if is_known { vec![] } else { vec![8] };
        assert_eq!((found.broken, found.unvouched), (None, unvouched));
        // Those that are gone count for whoever acknowledges now.
        assert_eq!(repo.acknowledge_audit(8).await.unwrap(), u64::from(!is_known));
        assert!(repo.verify_audit().await.unwrap().is_whole());
        assert_eq!(repo.acknowledge_audit(6).await.unwrap_err().code(), ErrorCode::InvalidRequest);
        repo.close().await;
    }
}

/// The entry that tells of it names those for which nobody vouches, which has an end: then an operator looks at them first.
#[tokio::test]
async fn no_more_goes_for_which_nobody_vouches_than_an_entry_can_name() {
    let vault = Vault::make();
    let repo = vault.open().await;
    let many = MOST_PENDING + 5;
    fill(&repo, many, 0..2).await;
    edit(&vault.file(), &format!("UPDATE audit SET tenant_id = NULL, salt = NULL, erased = zeroblob(32) WHERE number <= {many}"));
    let error = drop_old(&repo).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidRequest);
    assert!(error.message().contains("too many"), "{error}");
    assert_eq!(numbers(&repo).await[..5], [1, 2, 3, 4, 5].map(|n| (MOST_PENDING + n) as u64));
    assert_eq!(repo.acknowledge_audit(many as u64).await.unwrap(), 5);
    assert_eq!(drop_old(&repo).await.unwrap().up_to, many as u64);
    assert!(repo.verify_audit().await.unwrap().is_whole());
    repo.close().await;
}

/// What an anchor remembers may have been dropped since: it goes on from the end of now, and is given up for nothing else.
#[tokio::test]
async fn an_anchor_goes_on_when_what_it_remembers_is_dropped() {
    for is_dropped in [true, false] {
        let vault = Vault::make();
        let repo = vault.open_anchored().await;
        fill(&repo, 5, 0..2).await;
        repo.close().await;
        let anchor = vault.folder.path().join("anchor");
        let remembered = || std::fs::read_to_string(&anchor).unwrap();
        let before = remembered();
        let other = vault.open().await;
        fill_told(&other, 10..12).await;
        if is_dropped {
            other.housekeeping().drop_audit(Timestamp::from_unix_millis(i64::MAX), |_| true).await.unwrap();
        }
        other.close().await;
        if !is_dropped {
            edit(&vault.file(), "DELETE FROM audit WHERE number < 9");
        }
        let repo = vault.open_anchored().await;
        repo.keep_anchor(None).await.unwrap();
        let number = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap()["audit"]["number"].as_u64().unwrap();
        assert_eq!(number(&before), 7);
        assert_eq!(number(&remembered()), if is_dropped { 10 } else { 7 });
        assert_eq!(broken(&repo).await.is_none(), is_dropped);
        repo.close().await;
    }
}

/// Whoever writes goes on, and whoever dies in between leaves a whole log.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_drops_and_whoever_writes_and_whoever_verifies_do_so_at_once() {
    let vault = Vault::make();
    let (repo, other) = (vault.open().await, vault.open().await);
    fill(&repo, OLD, 0..2).await;
    let dropping = tokio::spawn({
        let repo = repo.clone();
        async move { drop_old(&repo).await.unwrap().up_to }
    });
    let also = tokio::spawn({
        let other = other.clone();
        async move { drop_old(&other).await.unwrap().up_to }
    });
    let mut n = 100;
    while !(dropping.is_finished() && also.is_finished()) {
        fill_told(&other, n..=n).await;
        assert_eq!(broken(&other).await, None);
        n += 1;
    }
    assert_eq!([dropping.await.unwrap(), also.await.unwrap()], [OLD as u64; 2]);
    assert_eq!(repo.verify_audit().await.unwrap().dropped, OLD as u64);
    for process in [repo, other] {
        process.close().await;
    }
}

#[tokio::test]
async fn whoever_dies_while_dropping_leaves_a_log_that_is_whole() {
    let vault = Vault::make();
    let repo = vault.open().await;
    fill(&repo, OLD, 0..2).await;
    repo.close().await;
    let mut steps = 0;
    loop {
        let repo = vault.open().await;
        let ended = ends_within_writes(steps, drop_old(&repo)).await;
        repo.close().await;
        let repo = vault.open().await;
        assert_eq!(broken(&repo).await, None, "after {steps} steps");
        repo.close().await;
        if ended {
            break;
        }
        steps += 1;
    }
    assert!(steps >= 3, "{steps}");
}

/// At whatever step of a verification the first entries go.
#[tokio::test]
async fn what_is_dropped_while_the_log_is_verified_is_not_missing() {
    let vault = Vault::make();
    let (repo, other) = (vault.open().await, vault.open().await);
    let mut steps = 0;
    loop {
        fill(&repo, 3, 2 * steps..2 * steps + 2).await;
        let mut verifying = std::pin::pin!(repo.verify_audit());
        if ends_within(steps, verifying.as_mut()).await {
            break;
        }
        other.housekeeping().drop_audit(Timestamp::from_unix_millis(i64::MAX), |_| true).await.unwrap();
        assert_eq!(verifying.await.unwrap().broken, None, "after {steps} steps");
        steps += 1;
    }
    assert!(steps >= 8, "{steps}");
    for process in [repo, other] {
        process.close().await;
    }
}

/// A key of before is needed for as long as something is there that it has linked, and no longer.
#[tokio::test]
async fn a_key_of_which_nothing_is_there_is_destroyed() {
    let vault = Vault::make();
    let repo = vault.open().await;
    fill(&repo, 5, 0..2).await;
    repo.housekeeping().rotate_audit_key().await.unwrap();
    let keys = async || repo.keyset_of(&KeyOwner::Audit).await.unwrap().unwrap().keyset.keys().count();
    assert_eq!((drop_old(&repo).await.unwrap().keys, keys().await), (0, 2));
    fill_told(&repo, 20..21).await;
    let all = repo.housekeeping().drop_audit(Timestamp::from_unix_millis(i64::MAX), |_| false).await.unwrap();
    assert_eq!((all.keys, keys().await), (1, 1));
    let found = repo.verify_audit().await.unwrap();
    assert!(found.is_whole(), "{found:?}");
    repo.close().await;
}

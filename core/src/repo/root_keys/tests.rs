//! Rotations of root keys by several processes, which may die. Each process is a repository with a store of its own on one file.

use std::path::Path;
use std::sync::Arc;

use super::super::Repo;
use super::super::testing::{Refusing, Stepped, ends_within_writes, gives_way, open_on_server_with, open_refusing, process_of};
use super::*;
use crate::base::{Clock as _, Environment, Secret, SystemClock, TenantId, TestClock, Timestamp};
use crate::store::read_address;
use crate::vault::{LocalRootKey, Root, RootKeys};

/// More than a page of keys.
const TENANTS: usize = PAGE + 5;

struct Roots {
    old: Secret<String>,
    new: Secret<String>,
}

impl Roots {
    fn make() -> Self {
        Roots { old: LocalRootKey::make(), new: LocalRootKey::make() }
    }

    fn id_of_new(&self) -> String {
        LocalRootKey::parse(self.new.expose()).unwrap().id().to_owned()
    }
}

fn process(file: &Path, keys: &[&Secret<String>]) -> Arc<Repo> {
    let clock = Arc::new(SystemClock);
    let store = Arc::new(Stepped(read_address(&format!("sqlite:{}", file.display())).unwrap().make(clock.clone())));
    let roots = keys.iter().map(|key| LocalRootKey::parse(key.expose()).unwrap().into()).collect();
    Arc::new(Repo::new(store, RootKeys::new(roots).unwrap(), Environment::parse("test").unwrap(), clock))
}

async fn open(file: &Path, keys: &[&Secret<String>]) -> Result<Arc<Repo>> {
    let repo = process(file, keys);
    repo.open().await?;
    Ok(repo)
}

fn tenant(n: usize) -> TenantId {
    TenantId::parse(&format!("t{n}")).unwrap()
}

async fn rotate(repo: &Arc<Repo>) -> Result<RewrapProgress> {
    repo.housekeeping().rotate_root_keys(|_| true).await
}

/// The hash of one text under each tenant's key: the same for as long as the keys are.
async fn keys_of(repo: &Repo, tenants: usize) -> Vec<[u8; 32]> {
    let mut all = Vec::new();
    for n in 0..tenants {
        all.push(repo.keyring.tenant_key(&tenant(n)).await.unwrap().hash(&[b"text"]));
    }
    all
}

/// A closed vault with keys under the old root, those of so many tenants and the index key, and what they give. Whoever gives another root key tells of it,
/// by a key of the audit log.
async fn vault(file: &Path, roots: &Roots, tenants: usize) -> Vec<[u8; 32]> {
    let repo = open(file, &[&roots.old]).await.unwrap();
    let keys = keys_of(&repo, tenants).await;
    repo.keyring.index_keys().await.unwrap();
    repo.close().await;
    keys
}

async fn states(repo: &Arc<Repo>) -> Vec<(RootState, u64)> {
    let mut all: Vec<_> =
        repo.housekeeping().list_root_keys().await.unwrap().iter().map(|root| (root.state, root.keys)).collect();
    all.sort_by_key(|(state, _)| RootState::ALL.iter().position(|known| known == state));
    all
}

#[tokio::test]
async fn a_rotation_that_dies_at_any_step_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (roots, base) = (Roots::make(), folder.path().join("base.db"));
    let keys = vault(&base, &roots, TENANTS).await;
    let mut deaths = 0;
    for steps in 0.. {
        let file = folder.path().join(format!("{steps}.db"));
        std::fs::copy(&base, &file).unwrap();
        let repo = process(&file, &[&roots.new, &roots.old]);
        let work = async {
            repo.open().await.unwrap();
            rotate(&repo).await.unwrap();
        };
        let ended = ends_within_writes(steps, work).await;
        // It is not closed: what it has said of itself stays.
        drop(repo);
        // Who has both can read everything, whichever is first, and so can who goes on.
        for keys_given in [[&roots.old, &roots.new], [&roots.new, &roots.old]] {
            let other = open(&file, &keys_given).await.unwrap();
            assert_eq!(keys_of(&other, TENANTS).await, keys, "after {steps} steps");
            other.close().await;
        }
        let next = open(&file, &[&roots.new, &roots.old]).await.unwrap();
        assert_eq!(rotate(&next).await.unwrap().left, 0);
        assert_eq!(states(&next).await, [(RootState::Primary, TENANTS as u64 + 2), (RootState::Retired, 0)]);
        next.close().await;
        let last = open(&file, &[&roots.new]).await.unwrap();
        assert_eq!(keys_of(&last, TENANTS).await, keys, "after {steps} steps");
        assert_eq!(last.verify_audit().await.unwrap().broken, None, "after {steps} steps");
        last.close().await;
        if ended {
            break;
        }
        deaths += 1;
    }
    assert!(deaths >= 24, "{deaths}");
}

#[tokio::test]
async fn a_rotation_gives_way_to_others() {
    let folder = tempfile::tempdir().unwrap();
    let (roots, file) = (Roots::make(), folder.path().join("v.db"));
    vault(&file, &roots, TENANTS).await;
    open(&file, &[&roots.old, &roots.new]).await.unwrap().close().await;
    let repo = open(&file, &[&roots.new, &roots.old]).await.unwrap();
    assert!(gives_way(rotate(&repo)).await.unwrap().done >= TENANTS as u64);
    repo.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_processes_rotate_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (roots, file) = (Roots::make(), folder.path().join("v.db"));
    let keys = vault(&file, &roots, TENANTS).await;
    let (both, turned) = ([&roots.old, &roots.new], [&roots.new, &roots.old]);
    let old_deployment = open(&file, &both).await.unwrap();
    let mut processes = Vec::new();
    for _ in 0..4 {
        processes.push(open(&file, &turned).await.unwrap());
    }
    let sweeping: Vec<_> = processes
        .iter()
        .map(|repo| {
            let repo = repo.clone();
            tokio::spawn(async move { rotate(&repo).await })
        })
        .collect();
    // Meanwhile the deployment that still has the old one first makes keys, and reads.
    let more = keys_of(&old_deployment, TENANTS + 20).await;
    for sweep in sweeping {
        sweep.await.unwrap().unwrap();
    }
    assert_eq!(more[..TENANTS], keys[..]);
    // It does not take the vault back.
    rotate(&old_deployment).await.unwrap();
    rotate(&processes[0]).await.unwrap();
    assert_eq!(states(&processes[1]).await, [(RootState::Primary, TENANTS as u64 + 22), (RootState::Retired, 0)]);
    for repo in processes.iter().chain([&old_deployment]) {
        repo.close().await;
    }
    let last = open(&file, &[&roots.new]).await.unwrap();
    assert_eq!(keys_of(&last, TENANTS + 20).await, more);
    assert_eq!(open(&file, &[&roots.old]).await.map(drop).unwrap_err().code(), ErrorCode::KeyMismatch);
    last.close().await;
}

#[tokio::test]
async fn nothing_is_wrapped_by_a_key_that_a_living_process_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let (roots, file) = (Roots::make(), folder.path().join("v.db"));
    let keys = vault(&file, &roots, 3).await;
    let lacking = open(&file, &[&roots.old]).await.unwrap();
    let turned = open(&file, &[&roots.new, &roots.old]).await.unwrap();
    assert_eq!(rotate(&turned).await.unwrap(), RewrapProgress::default());
    let of_new = turned.keyring.tenant_key(&tenant(3)).await.unwrap().id();
    assert_eq!(states(&turned).await, [(RootState::Offered, 0), (RootState::Primary, 6)]);
    assert_eq!(lacking.keyring.tenant_key(&tenant(3)).await.unwrap().id(), of_new, "it can read what the other has made");
    lacking.close().await;
    assert_eq!(rotate(&turned).await.unwrap(), RewrapProgress { done: 6, left: 0, unreadable: 0 });
    // Now it comes too late, and writes nothing.
    let error = open(&file, &[&roots.old]).await.map(drop).unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyMismatch);
    assert!(error.message().contains(&roots.id_of_new()[..4]), "{error}");
    assert_eq!(turned.store.list_processes().await.unwrap().len(), 1);
    assert_eq!(keys_of(&turned, 3).await, keys);
    turned.close().await;
}

#[tokio::test]
async fn a_key_that_does_not_open_keeps_its_root_key_and_stops_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let (roots, file) = (Roots::make(), folder.path().join("v.db"));
    let keys = vault(&file, &roots, 4).await;
    let database = rusqlite::Connection::open(&file).unwrap();
    database.execute("UPDATE keysets SET sealed = zeroblob(132) WHERE tenant_id = 't1'", []).unwrap();
    let repo = open(&file, &[&roots.new, &roots.old]).await.unwrap();
    assert_eq!(rotate(&repo).await.unwrap(), RewrapProgress { done: 5, left: 1, unreadable: 1 });
    assert_eq!(states(&repo).await, [(RootState::Primary, 5), (RootState::Retiring, 1)]);
    for n in [0, 2, 3] {
        assert_eq!(repo.keyring.tenant_key(&tenant(n)).await.unwrap().hash(&[b"text"]), keys[n]);
    }
    repo.close().await;
}

/// Somebody has changed what was offered: that the id is ours does not say that the key is.
#[tokio::test]
async fn a_root_key_whose_sentinel_does_not_open_does_not_wrap() {
    let folder = tempfile::tempdir().unwrap();
    let (roots, file) = (Roots::make(), folder.path().join("v.db"));
    vault(&file, &roots, 1).await;
    open(&file, &[&roots.old, &roots.new]).await.unwrap().close().await;
    let database = rusqlite::Connection::open(&file).unwrap();
    let new = roots.id_of_new();
    let swap = "UPDATE root_keys SET state = 'offered',
        sentinel = (SELECT sentinel FROM root_keys WHERE root_key_id <> ?1) WHERE root_key_id = ?1";
    assert_eq!(database.execute(swap, [&new]).unwrap(), 1);
    let repo = process(&file, &[&roots.new, &roots.old]);
    let error = repo.open().await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyMismatch);
    assert!(error.message().contains(&new[..4]), "{error}");
    repo.close().await;
    let state: String =
        database.query_row("SELECT state FROM root_keys WHERE root_key_id = ?1", [&new], |row| row.get(0)).unwrap();
    assert_eq!(state, "offered");
}

/// It is no damage, and nobody is told that keys cannot be opened.
#[tokio::test]
async fn a_service_that_says_no_during_a_rotation_is_told_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key, root) = (folder.path().join("v.db"), LocalRootKey::make(), Refusing::new());
    open(&file, &[&key]).await.unwrap().close().await;
    let repo = open_refusing(&file, &key, &root).await;
    repo.keyring.tenant_key(&tenant(0)).await.unwrap();
    repo.close().await;
    let turned =
        process_of(&file, vec![LocalRootKey::parse(LocalRootKey::make().expose()).unwrap().into(), Root::Service(root.clone())]);
    turned.open().await.unwrap();
    root.left.store(0, Ordering::SeqCst);
    let error = rotate(&turned).await.unwrap_err();
    assert!(error.message().contains("may not be used"), "{error}");
    root.left.store(usize::MAX, Ordering::SeqCst);
    // With the key that has linked what the rotation tells.
    assert_eq!(rotate(&turned).await.unwrap(), RewrapProgress { done: 2, left: 0, unreadable: 0 });
    turned.close().await;
}

#[tokio::test]
async fn who_has_been_silent_for_a_day_does_not_hold_up_a_rotation() {
    for (silence, is_alive) in [(SILENT_FOR - SAID_EVERY, true), (SILENT_FOR + SAID_EVERY, false)] {
        let folder = tempfile::tempdir().unwrap();
        let (roots, file) = (Roots::make(), folder.path().join("v.db"));
        vault(&file, &roots, 1).await;
        // One that says nothing any more, and of which the system cannot tell.
        let first = open(&file, &[&roots.old]).await.unwrap();
        let root_key_ids = first.keyring.roots().ids().into_iter().map(str::to_owned).collect();
        let row = ProcessRow { id: [1; 16], root_key_ids, seen_at: SystemClock.now().minus(silence) };
        first.commit(vec![Write::RegisterProcess(row)]).await.unwrap().unwrap();
        first.close().await;
        let repo = open(&file, &[&roots.new, &roots.old]).await.unwrap();
        assert_eq!(rotate(&repo).await.unwrap().done, 3 * u64::from(!is_alive), "{silence:?}");
        repo.close().await;
    }
}

/// Whoever has just been heard of could not unwrap a key under the new root key, whatever somebody sets the clock to.
#[tokio::test]
async fn nobody_is_silent_because_a_clock_was_set_forward() {
    for days in [2, 73 * 365] {
        let folder = tempfile::tempdir().unwrap();
        let (roots, file) = (Roots::make(), folder.path().join("v.db"));
        vault(&file, &roots, 1).await;
        let clock = TestClock::frozen_at(Timestamp::from_unix_seconds(1_800_000_000));
        let (address, spool) = (format!("sqlite:{}", file.display()), folder.path().join("spool"));
        let first = open_on_server_with(&address, &spool, &[&roots.old], clock.clone()).await;
        let root_key_ids = first.keyring.roots().ids().into_iter().map(str::to_owned).collect();
        let row = ProcessRow { id: [1; 16], root_key_ids, seen_at: clock.now() };
        first.commit(vec![Write::RegisterProcess(row)]).await.unwrap().unwrap();
        first.close().await;
        let repo = open_on_server_with(&address, &spool, &[&roots.new, &roots.old], clock.clone()).await;
        clock.set_wall(days * 86_400);
        assert_eq!(rotate(&repo).await.unwrap().done, 0, "{days}");
        clock.set_wall(-days * 86_400);
        clock.advance(SILENT_FOR + SAID_EVERY);
        assert_eq!(rotate(&repo).await.unwrap().done, 3, "{days}");
        repo.close().await;
    }
}

/// A program without work in the background says that it is there when it opens the vault, and never again.
#[tokio::test]
async fn who_lives_is_waited_for_however_long_it_has_been_silent() {
    let folder = tempfile::tempdir().unwrap();
    let (roots, file) = (Roots::make(), folder.path().join("v.db"));
    vault(&file, &roots, 1).await;
    let living = open(&file, &[&roots.old]).await.unwrap();
    let database = rusqlite::Connection::open(&file).unwrap();
    database.execute("UPDATE processes SET seen_at = 0", []).unwrap();
    let repo = open(&file, &[&roots.new, &roots.old]).await.unwrap();
    assert_eq!(rotate(&repo).await.unwrap().done, 0, "it could not unwrap a key under the new root key");
    living.close().await;
    assert_eq!(rotate(&repo).await.unwrap().done, 3);
    repo.close().await;
}

#[tokio::test]
async fn rows_of_processes_that_have_ended_do_not_pile_up() {
    let folder = tempfile::tempdir().unwrap();
    let (roots, file) = (Roots::make(), folder.path().join("v.db"));
    vault(&file, &roots, 1).await;
    let database = rusqlite::Connection::open(&file).unwrap();
    for id in 0..5_u8 {
        database.execute("INSERT INTO processes (id, root_key_ids, seen_at) VALUES (?1, '[]', 0)", [[id; 16]]).unwrap();
    }
    let repo = open(&file, &[&roots.old]).await.unwrap();
    let count: i64 = database.query_row("SELECT count(*) FROM processes", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 1, "its own");
    repo.close().await;
}

/// Whatever has come to it since it retired: somebody has put rows back, for example.
#[test]
fn a_root_key_may_go_that_has_retired_and_wraps_nothing() {
    for (state, keys, may_go) in [
        (RootState::Retired, 0, true),
        (RootState::Retired, 1, false),
        (RootState::Retiring, 0, false),
        (RootState::Primary, 0, false),
        (RootState::Offered, 0, false),
    ] {
        let status = RootKeyStatus { id: "old".to_owned(), state, keys, is_given: true, is_first: false };
        assert_eq!(status.may_go(), may_go, "{state:?} {keys}");
    }
}

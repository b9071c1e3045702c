//! Tests of what is remembered of a vault by processes that are at it at once.

use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;

use super::super::testing::grant;
use super::*;
use crate::base::{Environment, SystemClock};
use crate::store::{AnchorFile, SpoolFolder, read_address};
use crate::vault::{LocalRootKey, RootKeys};

mod looking;
mod own;

/// Many processes start at once where no vault is. Where an anchor remembers one, none of them makes another.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_starts_while_a_vault_is_made_takes_it_for_no_earlier_one() {
    for left_behind in [None, Some(r#"{"v":1,"vault":"00112233445566778899aabbccddeeff","epoch":1,"position":"1:9"}"#)] {
        let folder = tempfile::tempdir().unwrap();
        let (file, anchor, key) = (folder.path().join("v.db"), folder.path().join("v.db-anchor"), LocalRootKey::make());
        left_behind.iter().for_each(|text| std::fs::write(&anchor, text).unwrap());
        let starts = (0..8).map(|_| {
            let store = read_address(&format!("sqlite:{}", file.display())).unwrap().make(Arc::new(SystemClock));
            let roots = RootKeys::new(vec![LocalRootKey::parse(key.expose()).unwrap().into()]).unwrap();
            let repo = Repo::new(store, roots, Environment::parse("test").unwrap(), Arc::new(SystemClock));
            let repo = repo.anchored_to(Some(Arc::new(AnchorFile::new(anchor.clone()))));
            tokio::spawn(async move {
                let opened = repo.open().await;
                if opened.is_ok() {
                    repo.keep_anchor(None).await.unwrap();
                }
                (repo, opened)
            })
        });
        for start in starts.collect::<Vec<_>>() {
            let (repo, opened) = start.await.unwrap();
            match left_behind {
                None => assert!(opened.is_ok() && !repo.is_earlier().await.unwrap()),
                Some(_) => assert_eq!(opened.unwrap_err().code(), ErrorCode::VaultUnavailable),
            }
            repo.close().await;
        }
        assert_eq!(file.exists(), left_behind.is_none());
        assert!(left_behind.is_none_or(|text| std::fs::read_to_string(&anchor).unwrap() == text));
    }
}

/// Processes that write the anchor do not wait for each other: one may have read its position before another one.
#[tokio::test]
async fn an_anchor_does_not_go_back() {
    let folder = tempfile::tempdir().unwrap();
    let (file, anchor, key) = (folder.path().join("v.db"), folder.path().join("v.db-anchor"), LocalRootKey::make());
    let process = async || {
        let store = read_address(&format!("sqlite:{}", file.display())).unwrap().make(Arc::new(SystemClock));
        let roots = RootKeys::new(vec![LocalRootKey::parse(key.expose()).unwrap().into()]).unwrap();
        let repo = Repo::new(store, roots, Environment::parse("test").unwrap(), Arc::new(SystemClock));
        let repo = repo.anchored_to(Some(Arc::new(AnchorFile::new(anchor.clone()))));
        repo.open().await.unwrap();
        repo
    };
    let (slow, fast) = (process().await, process().await);
    let before = slow.store.changes_since(None, 0).await.unwrap().position;
    fast.insert_grant(&grant(1), vec![], None).await.unwrap().unwrap();
    fast.keep_anchor(None).await.unwrap();
    let kept = std::fs::read_to_string(&anchor).unwrap();
    slow.keep_anchor(Some(&before)).await.unwrap();
    assert_eq!(std::fs::read_to_string(&anchor).unwrap(), kept);
    fast.insert_grant(&grant(2), vec![], None).await.unwrap().unwrap();
    slow.keep_anchor(None).await.unwrap();
    assert_ne!(std::fs::read_to_string(&anchor).unwrap(), kept, "it goes on");
    for repo in [slow, fast] {
        repo.close().await;
    }
}

/// Between two times that the anchor is brought up to date an older copy may be put in the vault's place, which lacks what came last.
#[tokio::test]
async fn what_was_committed_last_is_remembered_where_the_file_is_exchanged_under_us() {
    let folder = tempfile::tempdir().unwrap();
    let (file, anchor, key) = (folder.path().join("v.db"), folder.path().join("v.db-anchor"), LocalRootKey::make());
    let process = async || {
        let store = read_address(&format!("sqlite:{}", file.display())).unwrap().make(Arc::new(SystemClock));
        let roots = RootKeys::new(vec![LocalRootKey::parse(key.expose()).unwrap().into()]).unwrap();
        let repo = Repo::new(store, roots, Environment::parse("test").unwrap(), Arc::new(SystemClock));
        let repo = repo.anchored_to(Some(Arc::new(AnchorFile::new(anchor.clone()))));
        repo.open().await.unwrap();
        repo
    };
    let running = process().await;
    running.insert_grant(&grant(1), vec![], None).await.unwrap().unwrap();
    running.keep_anchor(None).await.unwrap();
    let copy = folder.path().join("copy.db");
    running.back_up(&copy).await.unwrap();
    running.insert_grant(&grant(2), vec![], None).await.unwrap().unwrap();
    for log in ["v.db-wal", "v.db-shm"] {
        std::fs::remove_file(folder.path().join(log)).unwrap();
    }
    std::fs::rename(&copy, &file).unwrap();
    running.close().await;
    let restarted = process().await;
    assert!(restarted.is_earlier().await.unwrap());
    restarted.close().await;
}

/// What is remembered, each word of it by itself; the position says "not behind" in all of them but the last.
#[tokio::test]
async fn each_word_of_an_anchor_counts_by_itself() {
    type Edit = fn(&mut serde_json::Value);
    let cases: [(&str, Edit, i64, bool); 7] = [
        ("as it was written", |_| (), 1, false),
        ("an earlier version has found a copy behind it", |kept| kept["is_earlier"] = true.into(), 1, true),
        ("the same, and a restore was confirmed since", |kept| kept["is_earlier"] = true.into(), 2, false),
        ("more restores were confirmed than here", |kept| kept["epoch"] = 2.into(), 1, true),
        ("another vault's", |kept| kept["vault"] = "00112233445566778899aabbccddeeff".into(), 1, true),
        ("no position", |kept| kept["position"] = "".into(), 1, true),
        ("a position that nobody gives", |kept| kept["position"] = "nowhere".into(), 1, true),
    ];
    let folder = tempfile::tempdir().unwrap();
    let (file, anchor, key) = (folder.path().join("v.db"), folder.path().join("v.db-anchor"), LocalRootKey::make());
    let process = async || {
        let store = read_address(&format!("sqlite:{}", file.display())).unwrap().make(Arc::new(SystemClock));
        let roots = RootKeys::new(vec![LocalRootKey::parse(key.expose()).unwrap().into()]).unwrap();
        let repo = Repo::new(store, roots, Environment::parse("test").unwrap(), Arc::new(SystemClock));
        let repo = repo.anchored_to(Some(Arc::new(AnchorFile::new(anchor.clone()))));
        repo.open().await.unwrap();
        repo
    };
    let repo = process().await;
    repo.insert_grant(&grant(1), vec![], None).await.unwrap().unwrap();
    repo.keep_anchor(None).await.unwrap();
    repo.close().await;
    let written: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&anchor).unwrap()).unwrap();
    for (what, edit, epoch, is_earlier) in cases {
        let mut kept = written.clone();
        edit(&mut kept);
        std::fs::write(&anchor, kept.to_string()).unwrap();
        let database = rusqlite::Connection::open(&file).unwrap();
        database.execute("UPDATE meta SET store_epoch = ?1, earlier_epoch = NULL", [epoch]).unwrap();
        drop(database);
        let repo = process().await;
        assert_eq!(repo.is_earlier().await.unwrap(), is_earlier, "{what}");
        assert_eq!(repo.check_not_earlier().await.is_err(), is_earlier, "{what}");
        repo.close().await;
    }
}

/// What is damaged is of no other vault: it may have been this one's, and that counts until somebody confirms, whatever becomes of it.
#[tokio::test]
async fn a_damaged_anchor_is_not_taken_for_another_vaults() {
    let folder = tempfile::tempdir().unwrap();
    let (file, anchor, key) = (folder.path().join("v.db"), folder.path().join("v.db-anchor"), LocalRootKey::make());
    let process = async || {
        let store = read_address(&format!("sqlite:{}", file.display())).unwrap().make(Arc::new(SystemClock));
        let roots = RootKeys::new(vec![LocalRootKey::parse(key.expose()).unwrap().into()]).unwrap();
        let repo = Repo::new(store, roots, Environment::parse("test").unwrap(), Arc::new(SystemClock));
        let repo = repo.anchored_to(Some(Arc::new(AnchorFile::new(anchor.clone()))));
        repo.open().await.unwrap();
        repo
    };
    process().await.close().await;
    std::fs::write(&anchor, "{").unwrap();
    let repo = process().await;
    let error = repo.check_not_earlier().await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::RestoreUnconfirmed);
    assert!(error.message().contains("is in an earlier state than it was"), "{error}");
    repo.close().await;
    std::fs::remove_file(&anchor).unwrap();
    let repo = process().await;
    assert_eq!(repo.check_not_earlier().await.unwrap_err().code(), ErrorCode::RestoreUnconfirmed);
    repo.close().await;
}

/// What waits beside the vault is the later state's, until somebody confirms that this one counts.
#[tokio::test]
async fn an_earlier_state_takes_nothing_from_the_spool() {
    let folder = tempfile::tempdir().unwrap();
    let (anchor, [repo, other]) = restored(&folder).await;
    anchor.is_unwritable.store(false, Ordering::SeqCst);
    let repo = repo.spooling_to(Some(SpoolFolder::new(folder.path().join("spool"))));
    assert!(!repo.may_take_from_spool().await.unwrap());
    assert!(other.confirm_restore().await.unwrap());
    assert!(repo.may_take_from_spool().await.unwrap());
    for repo in [repo, other] {
        repo.close().await;
    }
}

#[test]
fn the_name_in_the_sentinel_counts_whatever_was_to_be_given() {
    let rollback = Rollback::default();
    rollback.note_vault_id([1; 16]);
    rollback.note_vault_id([2; 16]);
    assert_eq!(rollback.vault_id(), Some([2; 16]));
}

/// An anchor that can be read or written when told.
struct Limited {
    file: AnchorFile,
    is_unwritable: AtomicBool,
    is_unreadable: AtomicBool,
}

#[async_trait]
impl Anchor for Limited {
    async fn read(&self) -> Result<Option<String>, Box<dyn StdError + Send + Sync>> {
        if self.is_unreadable.load(Ordering::SeqCst) { Err("no rights".into()) } else { self.file.read().await }
    }

    async fn write(&self, text: &str) -> Result<(), Box<dyn StdError + Send + Sync>> {
        if self.is_unwritable.load(Ordering::SeqCst) { Err("its disk is full".into()) } else { self.file.write(text).await }
    }
}

/// An earlier copy of a vault in its place, as two processes find it whose anchor remembers more.
async fn restored(folder: &tempfile::TempDir) -> (Arc<Limited>, [Repo; 2]) {
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let (is_unwritable, is_unreadable) = Default::default();
    let anchor = Arc::new(Limited { file: AnchorFile::new(folder.path().join("elsewhere")), is_unwritable, is_unreadable });
    let process = async || {
        let store = read_address(&format!("sqlite:{}", file.display())).unwrap().make(Arc::new(SystemClock));
        let roots = RootKeys::new(vec![LocalRootKey::parse(key.expose()).unwrap().into()]).unwrap();
        let repo = Repo::new(store, roots, Environment::parse("test").unwrap(), Arc::new(SystemClock));
        let repo = repo.anchored_to(Some(anchor.clone()));
        repo.open().await.unwrap();
        repo
    };
    let first = process().await;
    first.close().await;
    let copy = std::fs::read(&file).unwrap();
    let second = process().await;
    second.insert_grant(&grant(1), vec![], None).await.unwrap().unwrap();
    second.keep_anchor(None).await.unwrap();
    second.close().await;
    for end in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.path().join(format!("v.db{end}")));
    }
    std::fs::write(&file, copy).unwrap();
    anchor.is_unwritable.store(true, Ordering::SeqCst);
    (anchor.clone(), [process().await, process().await])
}

/// An earlier state that goes on gets further than what is remembered, which says nothing of what was lost. Where the anchor cannot be
/// written, the process that has noticed is the one that knows.
#[tokio::test]
async fn an_earlier_state_stays_one_however_far_it_goes_on_where_the_anchor_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let (anchor, [repo, other]) = restored(&folder).await;
    assert!(repo.is_earlier().await.unwrap());
    for n in 2..6 {
        repo.insert_grant(&grant(n), vec![], None).await.unwrap().unwrap();
    }
    assert!(repo.is_earlier().await.unwrap(), "as it is asked before each refresh");
    repo.keep_anchor(None).await.unwrap();
    assert!(repo.is_earlier().await.unwrap(), "and whoever brings the anchor up to date");
    // There is room again. What is remembered stays what it was: others go by it, who are not earlier.
    let remembered = anchor.file.read().await.unwrap();
    anchor.is_unwritable.store(false, Ordering::SeqCst);
    repo.keep_anchor(None).await.unwrap();
    assert_eq!(anchor.file.read().await.unwrap(), remembered);
    assert!(other.is_earlier().await.unwrap());
    // Also where the anchor was lost meanwhile.
    std::fs::remove_file(folder.path().join("elsewhere")).unwrap();
    repo.keep_anchor(None).await.unwrap();
    assert!(repo.is_earlier().await.unwrap());
    // Somebody confirms, elsewhere.
    assert!(other.confirm_restore().await.unwrap());
    assert!(!repo.is_earlier().await.unwrap());
    repo.keep_anchor(None).await.unwrap();
    assert!(!repo.is_earlier().await.unwrap() && !other.is_earlier().await.unwrap());
    for repo in [repo, other] {
        repo.close().await;
    }
}

/// Nobody who has noticed is left, and the anchor, which could not be written, remembers less than what has been done since.
#[tokio::test]
async fn whoever_starts_later_finds_it_in_the_vault_until_somebody_confirms() {
    let folder = tempfile::tempdir().unwrap();
    let (anchor, [repo, other]) = restored(&folder).await;
    for n in 2..6 {
        repo.insert_grant(&grant(n), vec![], None).await.unwrap().unwrap();
    }
    let restart = async |old: Repo, anchor: Option<Arc<dyn Anchor>>| {
        let Repo { store, environment, keyring, clock, .. } = old;
        store.close().await;
        let address = format!("sqlite:{}", folder.path().join("v.db").display());
        let store = read_address(&address).unwrap().make(clock.clone());
        let repo = Repo::new(store, keyring.roots().clone(), environment, clock).anchored_to(anchor);
        repo.open().await.unwrap();
        repo
    };
    other.close().await;
    let repo = restart(repo, Some(anchor.clone())).await;
    assert_eq!(repo.check_not_earlier().await.unwrap_err().code(), ErrorCode::RestoreUnconfirmed);
    // Also without the anchor, with one that is gone, and where it can be written again.
    let repo = restart(repo, None).await;
    assert_eq!(repo.check_not_earlier().await.unwrap_err().code(), ErrorCode::RestoreUnconfirmed);
    std::fs::remove_file(folder.path().join("elsewhere")).unwrap();
    anchor.is_unwritable.store(false, Ordering::SeqCst);
    let repo = restart(repo, Some(anchor.clone())).await;
    repo.keep_anchor(None).await.unwrap();
    assert_eq!(repo.check_not_earlier().await.unwrap_err().code(), ErrorCode::RestoreUnconfirmed);
    assert!(repo.confirm_restore().await.unwrap());
    let repo = restart(repo, Some(anchor)).await;
    repo.check_not_earlier().await.unwrap();
    repo.close().await;
}

/// A place where a vault was begun, and does not say yet what it is, is none in which one is made where the anchor remembers another; and an
/// anchor that cannot be read is not written over by whoever makes one.
#[tokio::test]
async fn what_is_remembered_of_another_vault_is_not_written_over() {
    const REMEMBERED: &str = r#"{"v":1,"vault":"00112233445566778899aabbccddeeff","epoch":1,"position":"1:9"}"#;
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let at = || read_address(&format!("sqlite:{}", file.display())).unwrap().make(Arc::new(SystemClock));
    let (is_unwritable, is_unreadable) = Default::default();
    let anchor = Arc::new(Limited { file: AnchorFile::new(folder.path().join("elsewhere")), is_unwritable, is_unreadable });
    anchor.file.write(REMEMBERED).await.unwrap();
    let process = || {
        let roots = RootKeys::new(vec![LocalRootKey::parse(key.expose()).unwrap().into()]).unwrap();
        Repo::new(at(), roots, Environment::parse("test").unwrap(), Arc::new(SystemClock)).anchored_to(Some(anchor.clone()))
    };
    let begun = at();
    begun.open().await.unwrap();
    begun.close().await;
    let refused = process();
    assert_eq!(refused.open().await.unwrap_err().code(), ErrorCode::VaultUnavailable);
    refused.close().await;
    anchor.is_unreadable.store(true, Ordering::SeqCst);
    let repo = process();
    repo.open().await.unwrap();
    assert_eq!(repo.check_not_earlier().await.unwrap_err().code(), ErrorCode::VaultUnavailable);
    anchor.is_unreadable.store(false, Ordering::SeqCst);
    for _ in 0..2 {
        repo.keep_anchor(None).await.unwrap();
        let error = repo.check_not_earlier().await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::RestoreUnconfirmed);
        assert!(error.message().contains("remembers another vault"), "{error}");
        assert_eq!(anchor.file.read().await.unwrap().unwrap(), REMEMBERED);
    }
    assert!(repo.confirm_restore().await.unwrap());
    repo.check_not_earlier().await.unwrap();
    assert_ne!(anchor.file.read().await.unwrap().unwrap(), REMEMBERED);
    repo.close().await;
}

/// Nobody knows whether anything was restored, so there is nothing to confirm.
#[tokio::test]
async fn what_cannot_be_read_is_not_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let anchor = Limited {
        file: AnchorFile::new(folder.path().join("elsewhere")),
        is_unwritable: false.into(),
        is_unreadable: true.into(),
    };
    let store = read_address(&format!("sqlite:{}", file.display())).unwrap().make(Arc::new(SystemClock));
    let roots = RootKeys::new(vec![LocalRootKey::parse(key.expose()).unwrap().into()]).unwrap();
    let repo = Repo::new(store, roots, Environment::parse("test").unwrap(), Arc::new(SystemClock));
    let repo = repo.anchored_to(Some(Arc::new(anchor)));
    repo.open().await.unwrap();
    repo.compare_with_anchor().await.unwrap();
    let epoch = repo.store.find_meta().await.unwrap().unwrap().store_epoch;
    let error = repo.confirm_restore().await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::VaultUnavailable);
    assert!(error.message().contains("anchor") && error.hint().unwrap().contains("anchor"), "{error}");
    assert_eq!(repo.store.find_meta().await.unwrap().unwrap().store_epoch, epoch);
    repo.close().await;
}

/// Where nothing is remembered and nothing can be, that nothing was restored is not said.
#[tokio::test]
async fn an_anchor_that_can_remember_nothing_is_no_word_that_nothing_was_restored() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let place = folder.path().join("elsewhere");
    let anchor =
        Arc::new(Limited { file: AnchorFile::new(place.clone()), is_unwritable: true.into(), is_unreadable: false.into() });
    let store = read_address(&format!("sqlite:{}", file.display())).unwrap().make(Arc::new(SystemClock));
    let roots = RootKeys::new(vec![LocalRootKey::parse(key.expose()).unwrap().into()]).unwrap();
    let repo = Repo::new(store, roots, Environment::parse("test").unwrap(), Arc::new(SystemClock));
    let repo = repo.anchored_to(Some(anchor.clone()));
    repo.open().await.unwrap();
    let error = repo.confirm_restore().await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::VaultUnavailable);
    assert!(error.message().contains("remembers nothing, and cannot be written"), "{error}");
    anchor.is_unwritable.store(false, Ordering::SeqCst);
    assert!(!repo.confirm_restore().await.unwrap());
    assert!(place.is_file(), "from here on it is remembered");
    repo.close().await;
}

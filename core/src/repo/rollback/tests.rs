//! Tests of what is remembered of a vault by processes that are at it at once.

use super::super::testing::grant;
use super::*;
use crate::base::{Environment, SystemClock};
use crate::store::{AnchorFile, read_address};
use crate::vault::{LocalRootKey, RootKeys};

/// Many processes start at once where no vault is; an anchor of a deleted one may still be there.
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
                repo.open().await.unwrap();
                repo.keep_anchor(None).await.unwrap();
                repo
            })
        });
        for start in starts.collect::<Vec<_>>() {
            let repo = start.await.unwrap();
            assert!(!repo.is_earlier().await.unwrap(), "{left_behind:?}");
            repo.close().await;
        }
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

#[test]
fn the_name_in_the_sentinel_counts_whatever_was_to_be_given() {
    let rollback = Rollback::default();
    rollback.note_vault_id([1; 16]);
    rollback.note_vault_id([2; 16]);
    assert_eq!(rollback.vault_id(), Some([2; 16]));
}

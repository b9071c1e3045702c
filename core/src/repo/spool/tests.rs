//! Tests of what waits in a spool while root keys take turns elsewhere.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::super::testing::{grant, open_elsewhere, open_elsewhere_with, process_with, successor, tenant};
use super::{clear_spool_of_lost, unread};
use crate::base::{ErrorCode, GrantId, SystemClock};
use crate::store::{SpoolFolder, read_address};
use crate::vault::LocalRootKey;

/// A machine was off while the tenant's key and the root key were replaced: what waits there needs a root key that nothing in the vault
/// needs. It is named, and what waits is there when the key is given again.
#[tokio::test]
async fn what_needs_a_root_key_that_was_not_given_waits_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let (file, spool) = (folder.path().join("v.db"), folder.path().join("elsewhere"));
    let (old, new) = (LocalRootKey::make(), LocalRootKey::make());
    let off = open_elsewhere(&file, &spool, &old).await;
    let waiting = grant(0);
    off.insert_grant(&waiting, vec![], None).await.unwrap().unwrap();
    off.spool(&successor(&waiting, 5)).await;
    off.close().await;
    for keys in [[&old, &new], [&new, &old]] {
        let here = process_with(&file, &keys);
        here.open().await.unwrap();
        here.housekeeping().rotate_tenant_key(&waiting.key.tenant_id, |_| true).await.unwrap();
        here.housekeeping().rotate_root_keys(|_| true).await.unwrap();
        here.close().await;
    }

    let on = open_elsewhere(&file, &spool, &new).await;
    assert!(on.list_spool(None).await.unwrap().is_empty());
    let error = on.list_spool(Some(&waiting.id)).await.unwrap_err();
    let missing = LocalRootKey::parse(old.expose()).unwrap().id()[..4].to_owned();
    assert_eq!(error.code(), ErrorCode::KeyMismatch);
    assert!(error.message().contains(&missing) && error.message().contains("spool"), "{error}");
    on.close().await;
    let both = open_elsewhere_with(&file, &spool, &[&new, &old]).await;
    assert_eq!(both.list_spool(None).await.unwrap().len(), 1);
    both.close().await;
}

/// Whoever asks for one grant is about to spend its token again if nothing waits.
#[tokio::test]
async fn a_spool_that_cannot_be_read_is_not_taken_for_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let (file, spool, key) = (folder.path().join("v.db"), folder.path().join("elsewhere"), LocalRootKey::make());
    let repo = open_elsewhere(&file, &spool, &key).await;
    let id = grant(0).id;
    assert!(repo.list_spool(Some(&id)).await.unwrap().is_empty(), "there is none yet");
    std::fs::write(&spool, "a file in its place").unwrap();
    assert!(repo.list_spool(None).await.unwrap().is_empty(), "the others' rounds go on");
    assert_eq!(repo.list_spool(Some(&id)).await.unwrap_err().code(), ErrorCode::VaultUnavailable);
    repo.close().await;
}

/// Two vaults spool into one folder, and the root keys of one are lost. A tenant's key had been replaced meanwhile, and one file was put aside.
#[tokio::test]
async fn a_lost_vault_takes_its_own_files_along_and_no_others() {
    async fn clear(file: &Path, spool: &Path) {
        let store = read_address(&format!("sqlite:{}", file.display())).unwrap().make(Arc::new(SystemClock));
        store.open().await.unwrap();
        clear_spool_of_lost(&*store, &SpoolFolder::new(spool.to_owned())).await.unwrap();
        store.close().await;
    }
    let folder = tempfile::tempdir().unwrap();
    let (lost, kept, spool) = (folder.path().join("lost.db"), folder.path().join("kept.db"), folder.path().join("spool"));
    let names = || {
        let mut names: Vec<String> =
            std::fs::read_dir(&spool).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let mut others = vec!["notes.txt".to_owned(), "reserve".to_owned()];
    for (file, is_lost) in [(&lost, true), (&kept, false)] {
        let key = LocalRootKey::make();
        let repo = open_elsewhere(file, &spool, &key).await;
        let waiting = [grant(0), grant(1), grant(7)];
        for grant in &waiting {
            repo.insert_grant(grant, vec![], None).await.unwrap().unwrap();
            repo.spool(&successor(grant, 5)).await;
        }
        repo.in_spool({
            let name = super::file::name(&waiting[1].id, 5);
            move |spool| spool.put_aside(&name)
        })
        .await
        .unwrap();
        repo.housekeeping().rotate_tenant_key(&waiting[0].key.tenant_id, |_| true).await.unwrap();
        repo.close().await;
        if !is_lost {
            let ends = [".5", ".5.unreadable", ".5"];
            others.extend(waiting.iter().zip(ends).map(|(grant, end)| format!("{}{end}", grant.id.as_str())));
        }
    }
    std::fs::write(spool.join("notes.txt"), "of somebody else").unwrap();
    others.sort();
    assert_eq!(names().len(), others.len() + 3);
    clear(&lost, &spool).await;
    assert_eq!(names(), others);
    clear(&lost, &spool).await;
    assert_eq!(names(), others, "there is nothing to do twice");
    clear(&kept, &spool).await;
    assert_eq!(names(), ["notes.txt", "reserve"]);
    std::fs::remove_file(spool.join("notes.txt")).unwrap();
    clear(&kept, &spool).await;
    assert!(names().is_empty(), "{:?}", names());
}

/// Under the name of another grant of the same tenant, whose key would open it.
#[tokio::test]
async fn a_file_under_the_name_of_another_grant_does_not_open() {
    let folder = tempfile::tempdir().unwrap();
    let (file, spool, key) = (folder.path().join("v.db"), folder.path().join("elsewhere"), LocalRootKey::make());
    let repo = open_elsewhere(&file, &spool, &key).await;
    let [own, other] = [grant(0), grant(7)];
    assert_eq!(own.key.tenant_id, other.key.tenant_id);
    for grant in [&own, &other] {
        repo.insert_grant(grant, vec![], None).await.unwrap().unwrap();
    }
    repo.spool(&successor(&own, 5)).await;
    assert_eq!(repo.list_spool(Some(&own.id)).await.unwrap().len(), 1);
    let [from, to] = [&own, &other].map(|grant| spool.join(super::file::name(&grant.id, 5)));
    std::fs::rename(&from, &to).unwrap();
    assert!(repo.list_spool(Some(&other.id)).await.unwrap().is_empty());
    assert!(!to.exists() && spool.join(format!("{}.unreadable", super::file::name(&other.id, 5))).exists(), "it is put aside");
    repo.close().await;
}

/// Two vaults may keep their successors in one place: neither puts aside what it cannot open of the other one.
#[tokio::test]
async fn a_file_of_another_vault_stays_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (spool, key) = (folder.path().join("spool"), LocalRootKey::make());
    let one = open_elsewhere(&folder.path().join("one.db"), &spool, &key).await;
    let other = open_elsewhere(&folder.path().join("other.db"), &spool, &key).await;
    let own = grant(0);
    one.insert_grant(&own, vec![], None).await.unwrap().unwrap();
    other.insert_grant(&grant(0), vec![], None).await.unwrap().unwrap();
    one.spool(&successor(&own, 5)).await;
    assert!(other.list_spool(Some(&own.id)).await.unwrap().is_empty());
    assert_eq!(one.list_spool(Some(&own.id)).await.unwrap().len(), 1, "it is still there");
    // What a later version has written may be under any key.
    assert!(!one.spool_needs([9; 16]).await);
    std::fs::write(spool.join(super::file::name(&own.id, 5)), r#"{"v":99}"#).unwrap();
    assert!(one.spool_needs([9; 16]).await);
    one.close().await;
    other.close().await;
}

/// Beside a vault that another user has made it is the folder that is in the way, and not the vault.
#[test]
fn what_cannot_be_read_is_named_with_its_folder() {
    let error = unread(Path::new("/data/v.db-spool"), &io::ErrorKind::PermissionDenied.into());
    assert_eq!(error.message(), "The spool /data/v.db-spool could not be read (permission denied).");
    assert!(error.hint().is_some_and(|hint| hint.contains("every file in it")));
}

#[tokio::test]
async fn each_part_of_the_place_of_a_file_is_bound_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let repo = open_elsewhere(&folder.path().join("v.db"), &folder.path().join("spool"), &LocalRootKey::make()).await;
    let (own, id, other) = (tenant(1), GrantId::make_connection(), GrantId::make_connection());
    let place = repo.successor_context(&own, &id, 5).encode();
    for (what, elsewhere) in [
        ("tenant", repo.successor_context(&tenant(2), &id, 5).encode()),
        ("grant", repo.successor_context(&own, &other, 5).encode()),
        ("exchange", repo.successor_context(&own, &id, 6).encode()),
        ("its key", repo.carried_key_context(&own, &id, 5).encode()),
    ] {
        assert_ne!(elsewhere, place, "{what}");
    }
    repo.close().await;
}

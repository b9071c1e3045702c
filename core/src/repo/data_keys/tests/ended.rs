//! A key that has ended although it is the newest of its tenant: somebody has edited the vault, or put half of it back.

use super::*;

#[tokio::test]
async fn a_key_that_has_ended_and_is_the_newest_holds_up_no_other_tenant() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    let grants = vault(&repo).await;
    repo.housekeeping().rotate_tenant_key(&tenant(0), |_| false).await.unwrap();
    let end = "INSERT INTO ended_keys (key_id, ended_at) SELECT substr(key_ids, -16), 1 FROM keysets WHERE tenant_id = 't0'";
    assert_eq!(Connection::open(&file).unwrap().execute(end, []).unwrap(), 1);
    let other = grant(1);
    repo.insert_grant(&other, vec![], None).await.unwrap().unwrap();
    repo.housekeeping().rotate_tenant_key(&tenant(1), |_| false).await.unwrap();
    let mut pages = 0;
    let count = |_| {
        pages += 1;
        true
    };
    repo.housekeeping().finish_key_rotations(count).await.unwrap();
    assert!(pages > 1, "whoever closes meanwhile is asked");
    assert_eq!(keys(&file).len(), 3, "the other tenant's key is gone, and this one's is not");
    let told = rotate_again(&repo).await;
    assert!(told.unreadable > 0 && told.destroyed == 0, "{told:?}");
    check(&repo, &grants).await;
    repo.close().await;
}

async fn rotate_again(repo: &Arc<Repo>) -> KeyRotation {
    repo.finish_key_rotation(&tenant(0), |_| true).await.unwrap()
}

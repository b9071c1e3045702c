//! Tests of what stays in a process that could not open a vault.

use super::super::testing::{open, process};
use crate::base::ErrorCode;
use crate::vault::LocalRootKey;

/// What it was about to say of a vault of its own it does not believe of another one.
#[tokio::test]
async fn who_has_made_no_vault_remembers_nothing_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    open(&file, &key).await.close().await;
    rusqlite::Connection::open(&file).unwrap().execute("DELETE FROM meta", []).unwrap();
    let repo = process(&file, &key);
    let (form, name) = (repo.keyring.oldest_form(), repo.rollback.vault_id());
    assert_eq!(repo.open().await.unwrap_err().code(), ErrorCode::VaultUnavailable, "remains of another one are in the way");
    assert_eq!((repo.keyring.oldest_form(), repo.rollback.vault_id()), (form, name));
    repo.close().await;
}

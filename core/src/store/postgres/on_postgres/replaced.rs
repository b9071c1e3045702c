//! A schema that is dropped and made anew while a process runs: a test database that somebody resets, for example.

use super::*;
use crate::model::rows::{RootKeyRow, RootState};
use crate::model::sealed::SealedBytes;

fn root_key(created_at: i64) -> Write {
    Write::AddRootKey(RootKeyRow {
        root_key_id: "root".to_owned(),
        sentinel: SealedBytes::from_stored(vec![1]),
        state: RootState::Primary,
        created_at: Timestamp::from_unix_millis(created_at),
    })
}

/// What it wrote was sealed under keys of the vault that is gone, and nobody could open the new one any more.
#[tokio::test]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn nothing_is_written_into_a_vault_that_was_made_where_another_one_was() {
    let (vault, store) = open_vault().await;
    let [grant, _] = suite::one_of_each();
    let (key, ..) = suite::sign_in();
    apply(&store, vec![root_key(1)]).await;
    apply(&store, vec![key, insert(&grant)]).await;
    vault.client().await.batch_execute(&format!("DROP SCHEMA {} CASCADE", vault.schema)).await.unwrap();
    let anew = vault.store();
    anew.open().await.unwrap();
    apply(&anew, vec![root_key(2)]).await;
    for _ in 0..2 {
        let refused = store.commit(Batch { writes: vec![insert(&grant)] }).await.unwrap_err();
        assert_eq!(
            refused.to_string(),
            format!(
                "vault_unavailable: Cannot use {}: another vault has taken its place while this process used it. Put the right one back; \
                 or restart every process that uses it, to go on with what is there now.",
                store.name()
            )
        );
    }
    assert!(find(&anew, &grant).await.is_none());
    // One that is put back from a dump is the same, and what has come to it since is its own.
    let back = format!("UPDATE {}.root_keys SET created_at = 1", vault.schema);
    vault.client().await.batch_execute(&back).await.unwrap();
    apply(&store, vec![insert(&grant)]).await;
}

//! Keys that are gathered while somebody writes under them.

use super::super::{keysets, transaction};
use super::erasing::of_tenant;
use super::*;
use crate::base::TenantId;
use crate::store::suite::vault::Vault as _;

/// Who writes waits for the gathering, and holds afterwards what it has made: an erasure, or another key that is to follow, waits for him.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn who_has_waited_for_a_gathering_holds_the_keyset() {
    let (vault, store) = open_vault().await;
    let [legacy, gather] = suite::legacy_and_gathered();
    apply(&store, vec![legacy]).await;
    let gathering = vault.begin(Batch { writes: vec![gather] }).await;
    let writer = Life::new(vault.place(), Source::Server(Arc::new(SystemClock))).lone_session().await.unwrap();
    transaction::begin(&writer).await.unwrap();
    let holding = tokio::spawn(async move {
        let tenant_id = TenantId::parse("t").unwrap();
        assert!(keysets::hold(&writer, Some(&tenant_id), &[1; 16]).await.unwrap(), "it is the key that seals");
        writer
    });
    while !is_waiting(&vault, "legacy_keys").await {
        assert!(!holding.is_finished());
        tokio::task::yield_now().await;
    }
    gathering.commit().await;
    let writer = holding.await.unwrap();

    let erasing = tokio::spawn(async move {
        let erase = Write::Erase { erasure: of_tenant(), now: Timestamp::EPOCH };
        apply(&store, vec![erase]).await
    });
    while !is_waiting(&vault, "keysets").await {
        assert!(!erasing.is_finished(), "it does not see what is being written");
        tokio::task::yield_now().await;
    }
    transaction::end(&writer).await.unwrap();
    writer.finish();
    assert!(matches!(erasing.await.unwrap(), Outcome::Applied { .. }));
}

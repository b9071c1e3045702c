//! A vault that is opened while another process stores something in it.

use std::sync::atomic::Ordering;

use super::stage::{Stage, connect, value};

/// Its first key and its first grant are stored between two questions: nobody has emptied anything.
#[tokio::test]
async fn a_vault_whose_first_key_is_stored_meanwhile_is_opened() {
    let stage = Stage::new("strict");
    let first = stage.process().await;
    connect(&first).await;
    stage.store.counts_late.store(true, Ordering::SeqCst);
    let engine = stage.process().await;
    assert_eq!(value(&engine).await, "at-1");
    assert!(!stage.store.counts_late.load(Ordering::SeqCst), "it has counted");
}

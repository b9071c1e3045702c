//! An index that does not have all rows of its table hides them from whoever asks by it: it is found, with `amcheck` and without.

use super::super::testing::connect;
use super::*;
use crate::store::IndexCheck;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_row_that_an_index_hides_is_found_with_amcheck_and_without() {
    let (vault, store) = open_vault().await;
    let (one, other) = suite::two_grants();
    apply(&store, vec![insert(&one), insert(&other)]).await;
    assert_eq!(store.check_indexes().await.unwrap(), IndexCheck::default());
    let mut config = vault.place().config.clone();
    config.user(Cluster::SUPERUSER.name).password(Cluster::SUPERUSER.password);
    let (superuser, s) = (connect(&config).await, &vault.schema);
    // What is written while it is not ready, the index does not have.
    superuser
        .batch_execute(&format!(
            "UPDATE pg_index SET indisready = false WHERE indexrelid = '{s}.grants_by_user'::regclass;
            INSERT INTO {s}.grants SELECT (jsonb_populate_record(it, jsonb_build_object('id', 'con_hidden', 'user_id', 'hidden'))).*
                FROM {s}.grants AS it LIMIT 1;
            UPDATE pg_index SET indisready = true WHERE indexrelid = '{s}.grants_by_user'::regclass"
        ))
        .await
        .unwrap();
    let damaged = IndexCheck { damaged: vec!["grants_by_user".to_owned()], unchecked: vec![] };
    assert_eq!(store.check_indexes().await.unwrap(), damaged, "by counts");
    let permit = format!(
        "CREATE SCHEMA checks; CREATE EXTENSION amcheck SCHEMA checks; GRANT USAGE ON SCHEMA checks TO {role};
        GRANT EXECUTE ON FUNCTION checks.bt_index_check(regclass, boolean) TO {role}",
        role = Cluster::APP.name
    );
    superuser.batch_execute(&permit).await.unwrap();
    assert_eq!(store.check_indexes().await.unwrap(), damaged, "row by row");
    superuser.batch_execute(&format!("REINDEX INDEX {s}.grants_by_user")).await.unwrap();
    assert_eq!(store.check_indexes().await.unwrap(), IndexCheck::default());
    assert!(find(&store, &one).await.is_some(), "nothing is left open on its connection");
}

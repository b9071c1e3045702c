//! For how long a generation has been stored, where a version before this one has written it.

use super::*;
use crate::model::rows::GrantQuery;
use crate::store::suite;

/// A version before 19 writes a generation and does not say when: how old what is there says it is, is of an earlier one.
#[tokio::test]
async fn a_generation_of_a_version_before_is_of_unknown_age() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let store = store_at(&path);
    store.open().await.unwrap();
    let (row, _) = suite::two_grants();
    let insert =
        Write::InsertGrant { row: Box::new(row.clone()), claims: row.account_hash.into_iter().collect(), now: Timestamp::EPOCH };
    store.commit(Batch { writes: vec![insert] }).await.unwrap();
    let age = async || {
        let query = GrantQuery::Id(row.tenant_id.clone(), row.id.clone());
        store.find_grant(query).await.unwrap().unwrap().stored_for
    };
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute("UPDATE grants SET stored_at = stored_at - 60000", []).unwrap();
    assert!(age().await >= Duration::from_secs(60));
    other.execute("UPDATE grants SET generation = generation + 1", []).unwrap();
    assert_eq!(age().await, Duration::ZERO);
    drop(other);
    store.close().await;
}

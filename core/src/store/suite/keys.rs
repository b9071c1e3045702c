//! Rules of `meta` and keys.

use crate::base::TenantId;
use crate::model::rows::{KeyPurpose, KeyQuery, KeyRow, KeyState, MetaRow, RootKeyRow, Write};
use crate::model::sealed::SealedBytes;

use super::fixtures::*;

fn key(n: u8, tenant_id: Option<&TenantId>, state: KeyState) -> KeyRow {
    KeyRow {
        key_id: [n; 16],
        purpose: if tenant_id.is_some() { KeyPurpose::Tenant } else { KeyPurpose::Index },
        tenant_id: tenant_id.cloned(),
        state,
        root_key_id: "root-1".to_owned(),
        wrapped: SealedBytes::from_stored(vec![n, 0, 255]),
        created_at: at(i64::from(n)),
    }
}

pub(super) async fn meta_is_written_once(store: &Any) {
    assert_eq!(store.find_meta().await.unwrap(), None);
    let first = MetaRow { schema_version: 1, oldest_reader: 1, environment_hash: [1; 32], store_epoch: 4 };
    let second = MetaRow { environment_hash: [2; 32], ..first.clone() };
    apply(store, [Write::InitMeta(first.clone())]).await;
    assert_eq!(commit(store, [Write::InitMeta(second)]).await, EXISTS);
    assert_eq!(store.find_meta().await.unwrap(), Some(first));
}

pub(super) async fn a_root_key_has_one_sentinel(store: &Any) {
    let row =
        |id: &str, n| RootKeyRow { root_key_id: id.to_owned(), sentinel: SealedBytes::from_stored(vec![n]), created_at: at(1) };
    apply(store, [Write::AddRootKey(row("b", 1)), Write::AddRootKey(row("B", 2)), Write::AddRootKey(row("a", 3))]).await;
    assert_eq!(commit(store, [Write::AddRootKey(row("a", 4))]).await, EXISTS);
    assert_eq!(store.list_root_keys().await.unwrap(), [row("B", 2), row("a", 3), row("b", 1)]);
}

pub(super) async fn keys_belong_to_their_tenant(store: &Any) {
    let (a, b) = (tenant("a"), tenant("b"));
    let keys = [
        key(9, Some(&a), KeyState::DecryptOnly),
        key(2, Some(&a), KeyState::Primary),
        key(3, Some(&a), KeyState::Pending),
        key(4, Some(&b), KeyState::Primary),
        key(5, None, KeyState::Primary),
    ];
    apply(store, keys.iter().cloned().map(Write::AddKey)).await;
    let of_tenant = |id| async { store.list_keys(KeyQuery::Tenant(id)).await.unwrap() };
    let expected = [keys[1].clone(), keys[2].clone(), keys[0].clone()];
    assert_eq!(of_tenant(a).await, expected, "oldest first");
    assert_eq!(of_tenant(b).await, [keys[3].clone()]);
    assert_eq!(store.list_keys(KeyQuery::Index).await.unwrap(), [keys[4].clone()]);
    assert!(of_tenant(tenant("A")).await.is_empty());
}

pub(super) async fn one_primary_per_tenant_and_one_index_key(store: &Any) {
    let (a, b) = (tenant("a"), tenant("b"));
    apply(store, [Write::AddKey(key(1, Some(&a), KeyState::Primary)), Write::AddKey(key(2, None, KeyState::Primary))]).await;
    for row in [
        key(3, Some(&a), KeyState::Primary),
        key(4, None, KeyState::Primary),
        key(5, None, KeyState::DecryptOnly),
        key(1, Some(&b), KeyState::Pending),
    ] {
        assert_eq!(commit(store, [Write::AddKey(row.clone())]).await, EXISTS, "{row:?}");
    }
    for row in [key(6, Some(&a), KeyState::Pending), key(7, Some(&a), KeyState::DecryptOnly), key(8, Some(&b), KeyState::Primary)]
    {
        apply(store, [Write::AddKey(row)]).await;
    }
}

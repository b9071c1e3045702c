//! Tests of what every store does while a tenant's keys take turns.

use crate::model::rows::{
    Conflict, GrantRow, KeyPurpose, KeyQuery, KeyRow, KeyState, Outcome, RootKeyRow, RootState, SessionRow, Write,
};
use crate::model::sealed::SealedBytes;

use super::fixtures::*;

fn key(n: u8, tenant_id: &str) -> KeyRow {
    KeyRow {
        key_id: [n; 16],
        purpose: KeyPurpose::Tenant,
        tenant_id: Some(tenant(tenant_id)),
        state: KeyState::Primary,
        root_key_id: "root-1".to_owned(),
        wrapped: SealedBytes::from_stored(vec![n]),
        created_at: at(i64::from(n)),
    }
}

fn follow(was: u8, row: KeyRow) -> Write {
    Write::FollowKey { was: [was; 16], row, now: at(9) }
}

fn destroy(n: u8, tenant_id: &str) -> Write {
    Write::DestroyKey { tenant_id: tenant(tenant_id), key_id: [n; 16] }
}

async fn states(store: &Any, tenant_id: &str) -> Vec<(u8, KeyState)> {
    let keys = store.list_keys(KeyQuery::Tenant(tenant(tenant_id))).await.unwrap();
    keys.into_iter().map(|key| (key.key_id[0], key.state)).collect()
}

pub(super) async fn the_next_key_seals_and_the_one_before_only_opens(store: &Any) {
    let retired = RootKeyRow {
        root_key_id: "gone".to_owned(),
        sentinel: SealedBytes::from_stored(vec![1]),
        state: RootState::Retired,
        created_at: at(1),
    };
    apply(store, [Write::AddRootKey(retired), Write::AddKey(key(1, "t")), Write::AddKey(key(2, "other"))]).await;
    let under_retired = KeyRow { root_key_id: "gone".to_owned(), ..key(3, "t") };
    for stale in [follow(2, key(3, "t")), follow(7, key(3, "t")), follow(1, under_retired)] {
        assert_eq!(commit(store, [stale]).await, STALE);
    }
    assert_eq!(states(store, "t").await, [(1, KeyState::Primary)]);
    apply(store, [follow(1, key(3, "t"))]).await;
    assert_eq!(states(store, "t").await, [(1, KeyState::DecryptOnly), (3, KeyState::Primary)]);
    assert_eq!(commit(store, [follow(1, key(4, "t"))]).await, STALE, "somebody was faster");
    let under = |n: u8| GrantRow { key_id: [n; 16], ..connection("t", &format!("u{n}")) };
    assert_eq!(commit(store, [insert(&under(1))]).await, Outcome::Conflict(Conflict::KeyEnded));
    apply(store, [insert(&under(3))]).await;
    assert!(store.list_destroyed_keys().await.unwrap().is_empty(), "it opens still");
    apply(store, [follow(2, key(5, "other")), follow(3, key(6, "t"))]).await;
    let page = |after, limit| async move { store.list_keys(KeyQuery::DecryptOnly { after, limit }).await.unwrap() };
    let ids = |keys: Vec<KeyRow>| keys.into_iter().map(|key| key.key_id[0]).collect::<Vec<_>>();
    assert_eq!(ids(page(None, 2).await), [1, 2]);
    assert_eq!(ids(page(Some([2; 16]), 2).await), [3]);
}

pub(super) async fn a_key_is_destroyed_when_it_seals_nothing(store: &Any) {
    let sealed = GrantRow { key_id: [1; 16], ..connection("t", "a") };
    let begun = SessionRow { key_id: [1; 16], ..session("t", "u") };
    apply(store, [Write::AddKey(key(1, "t")), insert(&sealed), insert_session(&begun)]).await;
    assert_eq!(commit(store, [destroy(1, "t")]).await, STALE, "it seals");
    apply(store, [follow(1, key(2, "t"))]).await;
    assert_eq!(commit(store, [destroy(1, "t")]).await, STALE, "a grant and a session need it");
    let over = SessionRow { revision: begun.revision + 1, key_id: [2; 16], ..begun };
    apply(store, [Write::UpdateSession(Box::new(over))]).await;
    assert_eq!(commit(store, [destroy(1, "t")]).await, STALE, "the grant does");
    apply(store, [update(&sealed, |row| row.key_id = [2; 16])]).await;
    for stale in [destroy(1, "other"), destroy(2, "t"), destroy(7, "t")] {
        assert_eq!(commit(store, [stale]).await, STALE);
    }
    apply(store, [destroy(1, "t")]).await;
    assert_eq!(states(store, "t").await, [(2, KeyState::Primary)]);
    assert_eq!(store.list_destroyed_keys().await.unwrap(), [[1; 16]]);
    // A session alone keeps its key as well.
    let begun = SessionRow { key_id: [2; 16], ..session("t", "u") };
    apply(store, [insert_session(&begun), follow(2, key(3, "t"))]).await;
    let moved = find(store, &sealed).await.unwrap();
    apply(store, [update(&moved, |row| row.key_id = [3; 16])]).await;
    assert_eq!(commit(store, [destroy(2, "t")]).await, STALE, "the session does");
}

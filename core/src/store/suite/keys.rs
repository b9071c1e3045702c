//! Tests of what every store does with `meta` and root keys.

use crate::model::rows::{
    Conflict, KeyOwner, KeyRow, KeyState, KeysetChange, KeysetRow, MetaRow, Outcome, ProcessRow, RootKeyRow, RootState, Write,
};
use crate::model::sealed::SealedBytes;

use super::fixtures::*;

fn root_key(id: &str, n: u8, state: RootState) -> RootKeyRow {
    RootKeyRow { root_key_id: id.to_owned(), sentinel: SealedBytes::from_stored(vec![n]), state, created_at: at(1) }
}

fn process(n: u8, root_key_ids: &[&str]) -> Write {
    let root_key_ids = root_key_ids.iter().map(|id| (*id).to_owned()).collect();
    Write::RegisterProcess(ProcessRow { id: [n; 16], root_key_ids, seen_at: at(i64::from(n)) })
}

fn promote(id: &str) -> Write {
    Write::PromoteRootKey(id.to_owned())
}

async fn states(store: &Any) -> Vec<(String, RootState)> {
    store.list_root_keys().await.unwrap().into_iter().map(|root| (root.root_key_id, root.state)).collect()
}

pub(super) async fn meta_is_written_once(store: &Any) {
    assert_eq!(store.find_meta().await.unwrap(), None);
    let first = MetaRow { schema_version: 1, oldest_reader: 1, environment_hash: [1; 32], store_epoch: 4, earlier_epoch: None };
    let second = MetaRow { environment_hash: [2; 32], ..first.clone() };
    apply(store, [Write::InitMeta(first.clone())]).await;
    assert_eq!(commit(store, [Write::InitMeta(second)]).await, EXISTS);
    assert_eq!(store.find_meta().await.unwrap(), Some(first));
}

pub(super) async fn a_confirmed_restore_is_counted(store: &Any) {
    let meta = MetaRow { schema_version: 1, oldest_reader: 1, environment_hash: [1; 32], store_epoch: 4, earlier_epoch: None };
    apply(store, [Write::InitMeta(meta.clone())]).await;
    // Of an epoch that is over nothing is noted.
    apply(store, [Write::NoteEarlier(3)]).await;
    assert_eq!(store.find_meta().await.unwrap(), Some(meta.clone()));
    apply(store, [Write::NoteEarlier(4)]).await;
    let noted = MetaRow { earlier_epoch: Some(4), ..meta };
    assert_eq!(store.find_meta().await.unwrap(), Some(noted.clone()));
    apply(store, [Write::ConfirmRestore]).await;
    assert_eq!(store.find_meta().await.unwrap(), Some(MetaRow { store_epoch: 5, ..noted }));
}

pub(super) async fn a_root_key_has_one_sentinel(store: &Any) {
    let row = |id: &str, n| root_key(id, n, RootState::Offered);
    apply(store, [Write::AddRootKey(row("b", 1)), Write::AddRootKey(row("B", 2)), Write::AddRootKey(row("a", 3))]).await;
    assert_eq!(commit(store, [Write::AddRootKey(row("a", 4))]).await, EXISTS);
    assert_eq!(store.list_root_keys().await.unwrap(), [row("B", 2), row("a", 3), row("b", 1)]);
}

pub(super) async fn a_root_key_wraps_only_when_every_process_has_it(store: &Any) {
    let roots = [root_key("a", 1, RootState::Primary), root_key("b", 2, RootState::Offered)];
    apply(store, roots.map(Write::AddRootKey)).await;
    assert_eq!(commit(store, [promote("c")]).await, STALE, "nobody knows it");
    apply(store, [process(1, &["b", "a"]), process(2, &["a"])]).await;
    assert_eq!(commit(store, [promote("b")]).await, STALE, "one process cannot read what it would wrap");
    let seen: Vec<_> = store.list_processes().await.unwrap().into_iter().map(|process| process.id[0]).collect();
    assert_eq!(seen, [1, 2]);
    apply(store, [process(2, &["a", "b"])]).await;
    apply(store, [promote("b")]).await;
    let own = |id: &str, state| (id.to_owned(), state);
    assert_eq!(states(store).await, [own("a", RootState::Retiring), own("b", RootState::Primary)]);
    assert_eq!(commit(store, [promote("b")]).await, STALE, "it is");
    // The second deployment is not everywhere yet: the older one does not take it back.
    assert_eq!(commit(store, [promote("a")]).await, STALE);
    apply(store, [Write::ForgetProcess([1; 16]), promote("a")]).await;
    assert_eq!(states(store).await, [own("a", RootState::Primary), own("b", RootState::Retiring)]);
}

pub(super) async fn who_lacks_a_root_key_that_is_needed_takes_no_part(store: &Any) {
    let roots =
        [root_key("a", 1, RootState::Primary), root_key("b", 2, RootState::Retiring), root_key("c", 3, RootState::Retiring)];
    apply(store, roots.map(Write::AddRootKey)).await;
    let of_b = KeysetRow { root_key_id: "b".to_owned(), ..keyset(1, Some("t")) };
    apply(store, [add_keyset(&of_b)]).await;
    for ids in [&["b"][..], &["a"], &["a", "c"], &["A", "B"], &[]] {
        assert_eq!(commit(store, [process(1, ids)]).await, STALE, "{ids:?}");
    }
    assert_eq!(store.list_processes().await.unwrap(), []);
    apply(store, [process(1, &["b", "a"]), process(1, &["a", "b"]), Write::ForgetProcess([9; 16])]).await;
    assert_eq!(store.list_processes().await.unwrap().len(), 1);
    let legacy = KeyRow { root_key_id: "c".to_owned(), ..legacy_key(8, Some("v"), KeyState::Primary) };
    apply(store, [Write::AddLegacyKey(legacy)]).await;
    assert_eq!(commit(store, [process(2, &["a", "b"])]).await, STALE, "it wraps a key of before");
    apply(store, [process(2, &["a", "b", "c"])]).await;
}

pub(super) async fn a_root_key_ends_when_it_wraps_nothing(store: &Any) {
    let roots = [root_key("a", 1, RootState::Retiring), root_key("b", 2, RootState::Primary)];
    apply(store, roots.map(Write::AddRootKey)).await;
    let of_a = |n, id: &str| KeysetRow { root_key_id: "a".to_owned(), ..keyset(n, Some(id)) };
    let (one, two) = (of_a(1, "t"), of_a(2, "u"));
    let legacy = KeyRow { root_key_id: "a".to_owned(), ..legacy_key(8, Some("v"), KeyState::Primary) };
    apply(store, [add_keyset(&one), add_keyset(&two)]).await;
    let retire = || Write::RetireRootKey("a".to_owned());
    assert_eq!(commit(store, [retire()]).await, STALE, "it wraps keysets");
    apply(store, [Write::AddLegacyKey(legacy.clone())]).await;
    assert_eq!(commit(store, [retire()]).await, STALE);
    let again = |row: &KeysetRow, root: &str| {
        let KeysetChange { was, row } = changed(row, &[row.key_ids[0][0]]);
        KeysetChange { was, row: KeysetRow { root_key_id: root.to_owned(), ..row } }
    };
    // As another one was read, under a root key that does not wrap, and one that is gone: none is written, and none stops the others.
    let moved_on = KeysetChange { was: 6, ..again(&one, "b") };
    apply(store, [Write::RewrapKeysets(vec![moved_on, again(&two, "a"), again(&keyset(7, None), "b")])]).await;
    assert_eq!(store.count_keys().await.unwrap(), [("a".to_owned(), 3)]);
    apply(store, [Write::RewrapKeysets(vec![again(&one, "b")])]).await;
    assert_eq!(store.count_keys().await.unwrap(), [("a".to_owned(), 2), ("b".to_owned(), 1)]);
    assert_eq!(commit(store, [retire()]).await, STALE);
    apply(store, [Write::RewrapKeysets(vec![again(&two, "b")])]).await;
    assert_eq!(commit(store, [retire()]).await, STALE, "it wraps a key of before");
    let row = KeysetRow { root_key_id: "b".to_owned(), ..keyset(8, Some("v")) };
    apply(store, [Write::AddKeyset { row, legacy: vec![(legacy.key_id, legacy.wrapped)] }, retire()]).await;
    assert_eq!(commit(store, [retire()]).await, STALE, "once");
    // Somebody who had not heard of it: refused, so that nothing is wrapped by what may be destroyed.
    assert_eq!(commit(store, [add_keyset(&of_a(3, "w"))]).await, STALE);
    let moved = store.find_keyset(KeyOwner::Tenant(tenant("t"))).await.unwrap().unwrap();
    assert_eq!(moved, again(&one, "b").row);
    let back = Write::ReplaceKeyset { change: again(&moved, "a"), ended: vec![], destroyed: vec![], now: at(9) };
    assert_eq!(commit(store, [back]).await, STALE);
}

pub(super) async fn no_vault_is_made_over_the_remains_of_one(store: &Any) {
    let meta = || {
        Write::InitMeta(MetaRow {
            schema_version: 1,
            oldest_reader: 1,
            environment_hash: [1; 32],
            store_epoch: 1,
            earlier_epoch: None,
        })
    };
    apply(store, [insert(&connection("t", "u"))]).await;
    assert_eq!(commit(store, [meta()]).await, Outcome::Conflict(Conflict::Orphaned));
    assert_eq!(store.find_meta().await.unwrap(), None);
}

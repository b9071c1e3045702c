//! Tests of what every store does with `meta` and keys.

use crate::base::TenantId;
use crate::model::rows::{
    Conflict, KeyPurpose, KeyQuery, KeyRow, KeyState, MetaRow, Outcome, ProcessRow, RewrappedKey, RootKeyRow, RootState, Write,
};
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
    let first = MetaRow { schema_version: 1, oldest_reader: 1, environment_hash: [1; 32], store_epoch: 4 };
    let second = MetaRow { environment_hash: [2; 32], ..first.clone() };
    apply(store, [Write::InitMeta(first.clone())]).await;
    assert_eq!(commit(store, [Write::InitMeta(second)]).await, EXISTS);
    assert_eq!(store.find_meta().await.unwrap(), Some(first));
}

pub(super) async fn a_root_key_has_one_sentinel(store: &Any) {
    let row = |id: &str, n| root_key(id, n, RootState::Offered);
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
    let of_b = KeyRow { root_key_id: "b".to_owned(), ..key(1, Some(&tenant("t")), KeyState::Primary) };
    apply(store, [Write::AddKey(of_b)]).await;
    for ids in [&["b"][..], &["a"], &["a", "c"], &["A", "B"], &[]] {
        assert_eq!(commit(store, [process(1, ids)]).await, STALE, "{ids:?}");
    }
    assert_eq!(store.list_processes().await.unwrap(), []);
    apply(store, [process(1, &["b", "a"]), process(1, &["a", "b"]), Write::ForgetProcess([9; 16])]).await;
    assert_eq!(store.list_processes().await.unwrap().len(), 1);
}

pub(super) async fn a_root_key_ends_when_it_wraps_nothing(store: &Any) {
    let roots = [root_key("a", 1, RootState::Retiring), root_key("b", 2, RootState::Primary)];
    apply(store, roots.map(Write::AddRootKey)).await;
    let of_a = |n, id: &str| KeyRow { root_key_id: "a".to_owned(), ..key(n, Some(&tenant(id)), KeyState::Primary) };
    let (one, two) = (of_a(1, "t"), of_a(2, "u"));
    apply(store, [Write::AddKey(one.clone()), Write::AddKey(two.clone())]).await;
    let retire = || Write::RetireRootKey("a".to_owned());
    assert_eq!(commit(store, [retire()]).await, STALE);
    let again = |row: &KeyRow, was: &KeyRow, root: &str| RewrappedKey {
        key_id: row.key_id,
        was: was.wrapped.clone(),
        root_key_id: root.to_owned(),
        wrapped: SealedBytes::from_stored(vec![42, row.key_id[0]]),
    };
    // As another one was read, under a root key that does not wrap, and one that is gone: none is written, and none stops the others.
    let gone = key(7, None, KeyState::Primary);
    apply(store, [Write::RewrapKeys(vec![again(&one, &two, "b"), again(&two, &two, "a"), again(&gone, &gone, "b")])]).await;
    assert_eq!(store.count_keys().await.unwrap(), [("a".to_owned(), 2)]);
    apply(store, [Write::RewrapKeys(vec![again(&one, &one, "b")])]).await;
    assert_eq!(store.count_keys().await.unwrap(), [("a".to_owned(), 1), ("b".to_owned(), 1)]);
    assert_eq!(commit(store, [retire()]).await, STALE);
    apply(store, [Write::RewrapKeys(vec![again(&two, &two, "b")]), retire()]).await;
    assert_eq!(commit(store, [retire()]).await, STALE, "once");
    // Somebody who had not heard of it: refused, so that nothing is wrapped by what may be destroyed.
    assert_eq!(commit(store, [Write::AddKey(of_a(3, "v"))]).await, STALE);
    let all = store.list_keys(KeyQuery::Tenant(tenant("t"))).await.unwrap();
    assert_eq!((all[0].root_key_id.as_str(), all[0].wrapped.as_bytes()), ("b", &[42, 1][..]));
    assert_eq!(all[0], KeyRow { root_key_id: "b".to_owned(), wrapped: all[0].wrapped.clone(), ..one });
}

pub(super) async fn what_a_root_key_wraps_is_read_in_pages(store: &Any) {
    let keys: Vec<_> = (1..6_u8).map(|n| key(n, Some(&tenant(&format!("t{n}"))), KeyState::Primary)).collect();
    apply(store, keys.iter().cloned().map(Write::AddKey)).await;
    let page = |root: &str, after: Option<u8>, limit| {
        let query = KeyQuery::WrappedBy { root_key_id: root.to_owned(), after: after.map(|n| [n; 16]), limit };
        async { store.list_keys(query).await.unwrap().into_iter().map(|key| key.key_id[0]).collect::<Vec<_>>() }
    };
    assert_eq!(page("root-1", None, 2).await, [1, 2]);
    assert_eq!(page("root-1", Some(2), 2).await, [3, 4]);
    assert_eq!(page("root-1", Some(5), 2).await, Vec::<u8>::new());
    assert_eq!(page("ROOT-1", None, 9).await, Vec::<u8>::new());
}

pub(super) async fn no_key_is_made_in_the_place_of_a_lost_one(store: &Any) {
    let grant = connection("t", "u");
    apply(store, [insert(&grant), insert_session(&session("s", "u"))]).await;
    let orphaned = Outcome::Conflict(Conflict::Orphaned);
    let first_of = |n, id: Option<&str>| Write::AddKey(key(n, id.map(tenant).as_ref(), KeyState::Primary));
    for (n, owner) in [(1, Some("t")), (2, Some("s")), (3, None)] {
        assert_eq!(commit(store, [first_of(n, owner)]).await, orphaned, "{owner:?}");
    }
    assert!(store.list_keys(KeyQuery::Tenant(tenant("t"))).await.unwrap().is_empty());
    apply(store, [first_of(4, Some("u"))]).await;
    // What nothing is sealed under any more can begin anew.
    let ended = update(&grant, |row| (row.sealed, row.account_hash) = (None, None));
    apply(store, [ended, first_of(5, Some("t")), first_of(6, None)]).await;
    // A further key is no replacement.
    apply(store, [insert(&connection("t", "v")), Write::AddKey(key(7, Some(&tenant("t")), KeyState::Pending))]).await;
}

pub(super) async fn no_vault_is_made_over_the_remains_of_one(store: &Any) {
    let meta = || Write::InitMeta(MetaRow { schema_version: 1, oldest_reader: 1, environment_hash: [1; 32], store_epoch: 1 });
    apply(store, [insert(&connection("t", "u"))]).await;
    assert_eq!(commit(store, [meta()]).await, Outcome::Conflict(Conflict::Orphaned));
    assert_eq!(store.find_meta().await.unwrap(), None);
}

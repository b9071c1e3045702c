//! Tests of what every store does with keysets, and with the keys of before there were any.

use crate::model::rows::{
    Conflict, DueJob, GrantRow, HeldJob, KeyOwner, KeyRow, KeyState, KeysetQuery, KeysetRow, LegacyKeyQuery, Outcome, QueuedJob,
    QueuedKind, RootKeyRow, RootState, SessionRow, Write,
};
use crate::model::sealed::SealedBytes;

use super::fixtures::*;
use super::jobs::{queued, take_all};

const ORPHANED: Outcome = Outcome::Conflict(Conflict::Orphaned);

fn replace(change: &crate::model::rows::KeysetChange, ended: &[u8], destroyed: &[u8]) -> Write {
    let ids = |ids: &[u8]| ids.iter().map(|n| [*n; 16]).collect();
    Write::ReplaceKeyset { change: change.clone(), ended: ids(ended), destroyed: ids(destroyed), now: at(9) }
}

fn all() -> KeysetQuery {
    KeysetQuery { root_key_id: None, is_rotating: false, after: None, limit: 100 }
}

async fn owners(store: &Any, query: KeysetQuery) -> Vec<String> {
    let found = store.list_keysets(query).await.unwrap();
    found.into_iter().map(|row| row.owner.tenant().map_or_else(|| "index".to_owned(), |id| id.as_str().to_owned())).collect()
}

async fn legacy(store: &Any, owner: Option<&str>) -> Vec<u8> {
    let query = LegacyKeyQuery::Owner(owner.map(tenant).into());
    store.list_legacy_keys(query).await.unwrap().into_iter().map(|key| key.key_id[0]).collect()
}

pub(super) async fn an_owner_has_one_keyset(store: &Any) {
    let (one, index) = (keyset(1, Some("t")), keyset(2, None));
    apply(store, [add_keyset(&one), add_keyset(&index)]).await;
    for row in [keyset(3, Some("t")), keyset(4, None)] {
        assert_eq!(commit(store, [add_keyset(&row)]).await, EXISTS, "{row:?}");
    }
    assert_eq!(store.find_keyset(KeyOwner::Tenant(tenant("t"))).await.unwrap(), Some(one.clone()));
    assert_eq!(store.find_keyset(KeyOwner::Index).await.unwrap(), Some(index));
    assert_eq!(store.find_keyset(KeyOwner::Tenant(tenant("T"))).await.unwrap(), None);
    let retired = RootKeyRow {
        root_key_id: "gone".to_owned(),
        sentinel: SealedBytes::from_stored(vec![1]),
        state: RootState::Retired,
        created_at: at(1),
    };
    let under_it = KeysetRow { root_key_id: "gone".to_owned(), ..keyset(5, Some("u")) };
    apply(store, [Write::AddRootKey(retired)]).await;
    assert_eq!(commit(store, [add_keyset(&under_it)]).await, STALE);
}

pub(super) async fn a_keyset_is_replaced_only_as_it_was_read(store: &Any) {
    let row = keyset(1, Some("t"));
    apply(store, [add_keyset(&row), add_keyset(&keyset(2, Some("other")))]).await;
    let next = changed(&row, &[1, 3]);
    let mut stale = [next.clone(), next.clone(), next.clone()];
    stale[0].was = 6;
    stale[1].was = 8;
    stale[2].row.owner = KeyOwner::Tenant(tenant("nobody"));
    for change in &stale {
        assert_eq!(commit(store, [replace(change, &[1], &[])]).await, STALE, "{change:?}");
    }
    assert_eq!(store.find_keyset(KeyOwner::Tenant(tenant("t"))).await.unwrap(), Some(row));
    apply(store, [replace(&next, &[1], &[])]).await;
    assert_eq!(store.find_keyset(KeyOwner::Tenant(tenant("t"))).await.unwrap(), Some(next.row.clone()));
    assert_eq!(commit(store, [replace(&next, &[1], &[])]).await, STALE, "somebody was faster");
    let under = |n: u8| GrantRow { key_id: [n; 16], ..connection("t", &format!("u{n}")) };
    assert_eq!(commit(store, [insert(&under(1))]).await, Outcome::Conflict(Conflict::KeyEnded));
    apply(store, [insert(&under(3))]).await;
    assert!(destroyed(store).await.is_empty(), "it opens still");
}

pub(super) async fn a_key_is_destroyed_when_it_seals_nothing(store: &Any) {
    let sealed = GrantRow { key_id: [1; 16], ..connection("t", "a") };
    let begun = SessionRow { key_id: [1; 16], ..session("t", "u") };
    let row = keyset(1, Some("t"));
    apply(store, [add_keyset(&row), insert(&sealed), insert_session(&begun)]).await;
    let two = changed(&row, &[1, 2]);
    apply(store, [replace(&two, &[1], &[])]).await;
    let one = changed(&two.row, &[2]);
    assert_eq!(commit(store, [replace(&one, &[], &[1])]).await, STALE, "a grant and a session need it");
    let over = SessionRow { revision: begun.revision + 1, key_id: [2; 16], ..begun };
    apply(store, [Write::UpdateSession(Box::new(over.clone()))]).await;
    assert_eq!(commit(store, [replace(&one, &[], &[1])]).await, STALE, "the grant does");
    apply(store, [update(&sealed, |row| row.key_id = [2; 16])]).await;
    assert_eq!(commit(store, [replace(&one, &[], &[2])]).await, STALE, "it has not ended");
    assert_eq!(
        store.find_keyset(KeyOwner::Tenant(tenant("t"))).await.unwrap(),
        Some(two.row.clone()),
        "nothing of it was written"
    );
    apply(store, [replace(&one, &[], &[1])]).await;
    assert_eq!(store.find_keyset(KeyOwner::Tenant(tenant("t"))).await.unwrap(), Some(one.row.clone()));
    assert_eq!(destroyed(store).await, [1]);
    assert!(store.find_destroyed_keys(vec![[2; 16], [9; 16]]).await.unwrap().is_empty(), "others were asked for");
    // What is queued keeps its key until it is done.
    let revocation = QueuedJob { key_id: [2; 16], ..queued(QueuedKind::Revoke, "r", "t", 1) };
    let other = QueuedJob { key_id: [2; 16], ..queued(QueuedKind::Revoke, "q", "other", 999) };
    let more = changed(&one.row, &[2, 9]);
    apply(store, [Write::QueueJob(revocation), Write::QueueJob(other), replace(&more, &[2], &[])]).await;
    let moved = find(store, &sealed).await.unwrap();
    let over = SessionRow { revision: over.revision + 1, key_id: [9; 16], ..over };
    apply(store, [update(&moved, |row| row.key_id = [9; 16]), Write::UpdateSession(Box::new(over))]).await;
    let nine = changed(&more.row, &[9]);
    assert_eq!(commit(store, [replace(&nine, &[], &[2])]).await, STALE, "a job does");
    let [DueJob::Queued(held)] = &take_all(store).await[..] else { panic!("one job is due") };
    let held = HeldJob { kind: held.kind, id: held.id.clone(), tenant_id: held.tenant_id.clone(), attempts: held.attempts };
    apply(store, [Write::CompleteJob(held), replace(&nine, &[], &[2])]).await;
    assert_eq!(destroyed(store).await, [1, 2], "another tenant's job of that key's id is nothing to it");
    let one = nine;
    // A session alone keeps its key as well.
    let begun = SessionRow { key_id: [9; 16], ..session("t", "u") };
    let three = changed(&one.row, &[9, 3]);
    apply(store, [insert_session(&begun), replace(&three, &[9], &[])]).await;
    let moved = find(store, &sealed).await.unwrap();
    apply(store, [update(&moved, |row| row.key_id = [3; 16])]).await;
    assert_eq!(commit(store, [replace(&changed(&three.row, &[3]), &[], &[9])]).await, STALE, "the session does");
}

pub(super) async fn keysets_are_pages_in_the_order_of_owners(store: &Any) {
    for (n, owner) in [(1, Some("b")), (2, None), (3, Some("B")), (4, Some("a")), (5, Some("a~")), (6, Some("a!"))] {
        let root_key_id = if n % 2 == 0 { "root-2" } else { "root-1" }.to_owned();
        apply(store, [add_keyset(&KeysetRow { root_key_id, ..keyset(n, owner) })]).await;
    }
    assert_eq!(owners(store, all()).await, ["index", "B", "a", "a!", "a~", "b"]);
    let page = |after, limit| KeysetQuery { after: Some(after), limit, ..all() };
    assert_eq!(owners(store, KeysetQuery { limit: 2, ..all() }).await, ["index", "B"]);
    assert_eq!(owners(store, page(KeyOwner::Index, 2)).await, ["B", "a"]);
    assert_eq!(owners(store, page(KeyOwner::Tenant(tenant("a")), 2)).await, ["a!", "a~"]);
    assert_eq!(owners(store, page(KeyOwner::Tenant(tenant("b")), 2)).await, Vec::<String>::new());
    let wrapped = |root: &str| KeysetQuery { root_key_id: Some(root.to_owned()), ..all() };
    assert_eq!(owners(store, wrapped("root-2")).await, ["index", "a", "a!"]);
    assert_eq!(owners(store, KeysetQuery { after: Some(KeyOwner::Tenant(tenant("a"))), ..wrapped("root-2") }).await, ["a!"]);
    assert_eq!(owners(store, wrapped("ROOT-1")).await, Vec::<String>::new());
    assert_eq!(store.count_keys().await.unwrap(), [("root-1".to_owned(), 3), ("root-2".to_owned(), 3)]);
    let two = changed(&keyset(4, Some("a")), &[4, 9]);
    apply(store, [replace(&two, &[4], &[])]).await;
    assert_eq!(owners(store, KeysetQuery { is_rotating: true, ..all() }).await, ["a"]);
    let behind = KeysetQuery { is_rotating: true, after: Some(KeyOwner::Tenant(tenant("a"))), ..all() };
    assert_eq!(owners(store, behind).await, Vec::<String>::new());
}

pub(super) async fn keys_of_before_make_room_for_their_keyset(store: &Any) {
    let keys = [
        legacy_key(9, Some("t"), KeyState::Primary),
        legacy_key(2, Some("t"), KeyState::DecryptOnly),
        legacy_key(4, Some("other"), KeyState::Primary),
        legacy_key(5, None, KeyState::Primary),
    ];
    apply(store, keys.iter().cloned().map(Write::AddLegacyKey)).await;
    apply(store, [insert(&GrantRow { key_id: [9; 16], ..connection("t", "u") })]).await;
    assert_eq!((legacy(store, Some("t")).await, legacy(store, None).await), (vec![2, 9], vec![5]), "oldest first");
    let page = |after: Option<u8>, limit| {
        let query = LegacyKeyQuery::Any { after: after.map(|n| [n; 16]), limit };
        async { store.list_legacy_keys(query).await.unwrap().into_iter().map(|key| key.key_id[0]).collect::<Vec<_>>() }
    };
    assert_eq!((page(None, 2).await, page(Some(4), 9).await), (vec![2, 4], vec![5, 9]));
    let as_read = |key: &KeyRow| (key.key_id, key.wrapped.clone());
    let row = KeysetRow { key_ids: vec![[2; 16], [9; 16]], ..keyset(2, Some("t")) };
    let gather = |legacy| Write::AddKeyset { row: row.clone(), legacy };
    assert_eq!(commit(store, [gather(vec![])]).await, EXISTS, "they are there");
    let other = (keys[1].key_id, SealedBytes::from_stored(vec![1]));
    for wrong in [
        vec![as_read(&keys[0])],
        vec![as_read(&keys[0]), other],
        vec![as_read(&keys[0]), as_read(&keys[1]), as_read(&keys[2])],
        vec![as_read(&keys[0]), as_read(&keys[2])],
    ] {
        assert_eq!(commit(store, [gather(wrong.clone())]).await, STALE, "{wrong:?}");
    }
    assert_eq!(store.find_keyset(KeyOwner::Tenant(tenant("t"))).await.unwrap(), None);
    apply(store, [gather(vec![as_read(&keys[1]), as_read(&keys[0])])]).await;
    assert_eq!(store.find_keyset(KeyOwner::Tenant(tenant("t"))).await.unwrap(), Some(row.clone()));
    assert_eq!((legacy(store, Some("t")).await, legacy(store, Some("other")).await), (vec![], vec![4]));
    assert_eq!(commit(store, [gather(vec![as_read(&keys[1]), as_read(&keys[0])])]).await, EXISTS);
    assert_eq!(store.count_keys().await.unwrap(), [("root-1".to_owned(), 3)]);
}

pub(super) async fn no_keyset_is_made_in_the_place_of_a_lost_one(store: &Any) {
    let grant = connection("t", "u");
    apply(store, [insert(&grant), insert_session(&session("s", "u"))]).await;
    for (n, owner) in [(1, Some("t")), (2, Some("s")), (3, None)] {
        assert_eq!(commit(store, [add_keyset(&keyset(n, owner))]).await, ORPHANED, "{owner:?}");
    }
    assert_eq!(owners(store, all()).await, Vec::<String>::new());
    apply(store, [add_keyset(&keyset(4, Some("u")))]).await;
    // What nothing is sealed under any more can begin anew.
    let ended = update(&grant, |row| (row.sealed, row.account_hash) = (None, None));
    apply(store, [ended, add_keyset(&keyset(5, Some("t"))), add_keyset(&keyset(6, None))]).await;
}

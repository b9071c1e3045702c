//! Tests of what every store does with hashes of accounts: which index key may make one, and what installations hold by them.

use crate::model::grant::{AccountHash, GrantStatus};
use crate::model::rows::{Conflict, GrantFilter, GrantRow, KeysetChange, KeysetRow, Outcome, ResealedGrant, Write};

use super::fixtures::*;

const KEY_ENDED: Outcome = Outcome::Conflict(Conflict::IndexKeyEnded);
const UNKNOWN: Outcome = Outcome::Conflict(Conflict::Orphaned);

/// An organisation under an index key.
fn hash(key: u8, organisation: u8) -> AccountHash {
    AccountHash::named([key; 16], [organisation; 32])
}

fn installed(tenant_id: &str, hash: AccountHash) -> GrantRow {
    GrantRow { account_hash: Some(hash), ..installation(tenant_id, 0) }
}

/// A new grant that knows so many hashes of its organisation.
fn insert_claiming(row: &GrantRow, claims: &[AccountHash]) -> Write {
    Write::InsertGrant { row: Box::new(row.clone()), claims: claims.to_vec(), now: at(1) }
}

/// Its replacement in this state, with this hash, by who knows so many.
fn update_claiming(before: &GrantRow, status: GrantStatus, hash: AccountHash, claims: &[AccountHash]) -> Write {
    let changed = update(before, |row| (row.status, row.account_hash) = (status, Some(hash)));
    let Write::UpdateGrant { row, guard, schedule, release_lease, now, .. } = changed else { panic!("an update") };
    Write::UpdateGrant { row, claims: claims.to_vec(), guard, schedule, release_lease, now }
}

/// The index keys 1, then 1 and 2, of which the newest hashes, then 2 alone.
struct Keys {
    first: KeysetRow,
    both: KeysetChange,
    second: KeysetChange,
}

fn keys() -> Keys {
    let first = keyset(1, None);
    let both = changed(&first, &[1, 2]);
    let second = changed(&both.row, &[2]);
    Keys { first, both, second }
}

fn follow(both: &KeysetChange) -> Write {
    Write::ReplaceKeyset { change: both.clone(), ended: vec![[1; 16]], destroyed: vec![], now: at(9) }
}

fn destroy(second: &KeysetChange) -> Write {
    Write::ReplaceKeyset { change: second.clone(), ended: vec![], destroyed: vec![[1; 16]], now: at(9) }
}

/// As a vault has it that was written before hashes named their key.
async fn put_unnamed(store: &Any, row: &GrantRow, bytes: [u8; 32]) {
    let unnamed = Some(AccountHash::Unnamed(bytes));
    apply(store, [resealed(row, unnamed)]).await;
    assert_eq!(find(store, row).await.unwrap().account_hash, unnamed);
}

fn resealed(row: &GrantRow, account_hash: Option<AccountHash>) -> Write {
    Write::ResealGrants(vec![ResealedGrant {
        tenant_id: row.tenant_id.clone(),
        grant_id: row.id.clone(),
        revision: row.revision,
        was: row.sealed.clone(),
        account_hash,
        key_id: row.key_id,
        sealed: row.sealed.clone().unwrap(),
    }])
}

pub(super) async fn a_new_hash_is_of_the_newest_index_key(store: &Any) {
    let Keys { first, both, .. } = keys();
    let user = |name: &str, hash| GrantRow { account_hash: Some(hash), ..connection("t", name) };
    let (kept, moved) = (user("a", hash(1, 1)), user("b", hash(1, 2)));
    apply(store, [add_keyset(&first), insert(&kept), insert(&moved), follow(&both)]).await;
    for outdated in [hash(1, 3), AccountHash::Unnamed([3; 32])] {
        assert_eq!(commit(store, [insert(&user("c", outdated))]).await, KEY_ENDED, "{outdated:?}");
        assert_eq!(commit(store, [update(&kept, |row| row.account_hash = Some(outdated))]).await, KEY_ENDED, "{outdated:?}");
    }
    apply(store, [insert(&user("d", hash(2, 3)))]).await;
    // What it has it keeps, so that a renewal needs no index key.
    apply(store, [update(&kept, |row| row.generation += 1)]).await;
    // Unless it was made anew meanwhile: nobody puts the one before back.
    apply(store, [resealed(&moved, Some(hash(2, 2)))]).await;
    assert_eq!(commit(store, [update(&moved, |row| row.generation += 1)]).await, KEY_ENDED);
    assert_eq!(commit(store, [resealed(&moved, Some(hash(1, 2)))]).await, KEY_ENDED);
}

pub(super) async fn an_organisation_is_held_under_every_index_key(store: &Any) {
    let Keys { first, both, .. } = keys();
    let holder = installed("t", hash(1, 1));
    apply(store, [add_keyset(&first), insert(&holder), follow(&both)]).await;
    let (claims, rival) = ([hash(2, 1), hash(1, 1), AccountHash::Unnamed([1; 32])], installed("t2", hash(2, 1)));
    assert_eq!(commit(store, [insert_claiming(&rival, &claims)]).await, HELD_BY_OTHER);
    let second = GrantRow { label: label("second"), ..installed("t", hash(2, 1)) };
    assert_eq!(commit(store, [insert_claiming(&second, &claims)]).await, HELD_BY_OTHER, "itself counts");
    assert_eq!(commit(store, [insert_claiming(&installed("t", hash(2, 1)), &claims)]).await, EXISTS, "its key comes first");
    // Who does not say as what it may be stored has not looked.
    assert_eq!(commit(store, [insert_claiming(&rival, &[])]).await, KEY_ENDED);
    assert_eq!(commit(store, [insert_claiming(&rival, &claims[1..])]).await, KEY_ENDED);
    // One that waits claims nothing; its approval does.
    let waiting = GrantRow { status: GrantStatus::PendingApproval, ..rival.clone() };
    apply(store, [insert_claiming(&waiting, &claims)]).await;
    for claims in [&claims[..0], &claims[1..]] {
        assert_eq!(commit(store, [update_claiming(&waiting, GrantStatus::Active, hash(2, 1), claims)]).await, KEY_ENDED);
    }
    assert_eq!(commit(store, [update_claiming(&waiting, GrantStatus::Active, hash(2, 1), &claims)]).await, HELD_BY_OTHER);
    // Nor is the organisation free while the holder's hash has no name.
    put_unnamed(store, &holder, [1; 32]).await;
    assert_eq!(commit(store, [update_claiming(&waiting, GrantStatus::Active, hash(2, 1), &claims)]).await, HELD_BY_OTHER);
    // The holder itself goes on, in every state that holds.
    let unnamed = find(store, &holder).await.unwrap();
    apply(store, [update_claiming(&unnamed, GrantStatus::Degraded, AccountHash::Unnamed([1; 32]), &[])]).await;
    // Another organisation, another config, and the same one once it is let go are free.
    let other_config = GrantRow { config: config("mail"), ..installed("t2", hash(2, 1)) };
    apply(store, [insert_claiming(&other_config, &claims)]).await;
    apply(store, [insert_claiming(&installed("t3", hash(2, 3)), &[hash(2, 3), hash(1, 3)])]).await;
    let unnamed = find(store, &holder).await.unwrap();
    apply(store, [update(&unnamed, |row| (row.status, row.account_hash) = (GrantStatus::Revoked, None))]).await;
    apply(store, [update_claiming(&waiting, GrantStatus::Active, hash(2, 1), &claims)]).await;
}

pub(super) async fn a_claim_of_an_unknown_index_key_lets_nobody_in(store: &Any) {
    let strange = installed("t", hash(7, 1));
    apply(store, [insert(&strange)]).await;
    for key in [1, 6, 8, 255] {
        let rival = installed("t2", hash(key, 1));
        assert_eq!(commit(store, [insert_claiming(&rival, &[hash(key, 1), hash(3, 1)])]).await, UNKNOWN, "{key}");
    }
    let elsewhere = GrantRow { config: config("mail"), ..installed("t2", hash(1, 1)) };
    apply(store, [insert_claiming(&elsewhere, &[hash(1, 1)])]).await;
    let known = installed("t3", hash(8, 2));
    apply(store, [insert_claiming(&known, &[hash(8, 2), hash(7, 2)])]).await;
    // Who holds already goes on without being asked.
    apply(store, [update_claiming(&known, GrantStatus::Degraded, hash(8, 2), &[])]).await;
}

pub(super) async fn an_index_key_is_destroyed_when_it_has_made_no_hash(store: &Any) {
    let Keys { first, both, second } = keys();
    let (one, two) = (GrantRow { account_hash: Some(hash(1, 1)), ..connection("t", "a") }, installed("t", hash(1, 2)));
    apply(store, [add_keyset(&first), insert(&one), insert(&two), follow(&both)]).await;
    assert!(store.has_other_hashes([2; 16]).await.unwrap());
    assert_eq!(commit(store, [destroy(&second)]).await, STALE);
    apply(store, [resealed(&two, Some(hash(2, 2)))]).await;
    assert_eq!(commit(store, [destroy(&second)]).await, STALE, "the connection's is left");
    put_unnamed(store, &one, [200; 32]).await;
    assert_eq!(commit(store, [destroy(&second)]).await, STALE, "one without a name may be of any key");
    assert!(store.has_other_hashes([2; 16]).await.unwrap());
    apply(store, [resealed(&one, None)]).await;
    assert!(!store.has_other_hashes([2; 16]).await.unwrap());
    apply(store, [destroy(&second)]).await;
    assert_eq!(store.find_destroyed_keys(vec![[1; 16]]).await.unwrap(), [[1; 16]]);
}

pub(super) async fn a_hash_is_made_anew_in_place(store: &Any) {
    let (one, other) = (installed("t", hash(1, 1)), installed("t2", hash(1, 2)));
    apply(store, [insert_claiming(&one, &[hash(1, 1)]), insert_claiming(&other, &[hash(1, 2)])]).await;
    apply(store, [resealed(&one, Some(hash(2, 1)))]).await;
    assert_eq!(find(store, &one).await, Some(GrantRow { account_hash: Some(hash(2, 1)), ..one.clone() }));
    // An organisation that another one holds under that hash: it is left as it is, and so is the other.
    apply(store, [resealed(&other, Some(hash(2, 1)))]).await;
    assert_eq!(find(store, &other).await, Some(other));
}

pub(super) async fn grants_that_are_to_be_hashed_are_listed(store: &Any) {
    let rows = [
        GrantRow { label: label("a"), ..installed("t", hash(1, 1)) },
        GrantRow { label: label("b"), ..installed("t", hash(2, 2)) },
        GrantRow { account_hash: None, ..connection("t", "c") },
        // Of a key behind the newest, and of a connection, which claims nothing.
        GrantRow { label: label("c"), ..installed("t2", hash(3, 3)) },
        GrantRow { account_hash: Some(hash(2, 4)), ..connection("t2", "d") },
    ];
    apply(store, [insert(&rows[0]), insert_claiming(&rows[1], &[hash(2, 2), hash(1, 2)]), insert(&rows[2])]).await;
    assert!(store.has_other_hashes([2; 16]).await.unwrap());
    apply(store, [resealed(&rows[0], Some(hash(2, 1)))]).await;
    assert!(!store.has_other_hashes([2; 16]).await.unwrap(), "what claims, under the newest key");
    apply(store, [insert(&rows[4])]).await;
    assert!(store.has_other_hashes([2; 16]).await.unwrap(), "what claims nothing");
    apply(store, [insert_claiming(&rows[3], &[hash(3, 3), hash(2, 3)]), resealed(&rows[0], Some(hash(1, 1)))]).await;
    let filter = |after| GrantFilter { to_hash_under: Some([2; 16]), after, limit: 10, ..GrantFilter::default() };
    let mut expected = [0, 3, 4].map(|n: usize| rows[n].id.clone());
    expected.sort_unstable();
    let ids = |found: Vec<GrantRow>| found.into_iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(ids(store.list_grants(filter(None)).await.unwrap()), expected);
    assert_eq!(ids(store.list_grants(filter(Some(expected[0].clone()))).await.unwrap()), expected[1..]);
}

//! Tests of what every store does with the audit log.

use std::sync::Arc;

use crate::base::{TenantId, UserId};
use crate::model::audit::{AuditEntry, AuditKind};
use crate::model::rows::{
    About, AuditEnd, AuditFilter, AuditLink, AuditRow, AuditScope, BlankedEntry, Conflict, Erasure, KeyOwner, KeysetChange,
    KeysetQuery, KeysetRow, Link, Outcome, Write,
};

use super::Backend;
use super::fixtures::*;

/// Says of each entry what it was linked to.
#[derive(Debug)]
struct Plain;

impl Link for Plain {
    fn link(&self, number: u64, before: &[u8], entry: &AuditEntry) -> AuditRow {
        let text = |id: &Option<UserId>| id.as_ref().map(|id| id.as_str().to_owned());
        AuditRow {
            number,
            kind: entry.kind.as_str().to_owned(),
            at: entry.at,
            about: About {
                tenant_id: entry.tenant_id.as_ref().map(|id| TenantId::as_str(id).to_owned()),
                user_id: text(&entry.user_id),
                actor: text(&entry.actor),
                request: entry.request.clone(),
                salt: Some(vec![0, 39, 255]),
                ..About::default()
            },
            content: before.to_vec(),
            signer: vec![],
            // Random, so that each follows one other.
            mac: make_mac(),
            erased: None,
        }
    }

    fn prove_erased(&self, entry: &AuditLink) -> Vec<u8> {
        entry.mac.clone()
    }
}

fn make_mac() -> Vec<u8> {
    crate::base::entropy::make_bytes::<8>().to_vec()
}

fn entry(tenant_id: &str, user_id: &str, seconds: i64) -> AuditEntry {
    let of = AuditEntry::of_tenant(AuditKind::ConnectionConnected, &tenant(tenant_id), at(seconds));
    AuditEntry { user_id: Some(user(user_id)), ..of }
}

fn told(entry: AuditEntry) -> Write {
    Write::Audit { entry: Box::new(entry), link: Arc::new(Plain) }
}

async fn all(store: &Any) -> Vec<AuditRow> {
    store.list_audit(AuditFilter { limit: 1000, ..AuditFilter::default() }).await.unwrap()
}

fn scope(user_id: Option<&str>, after: u64) -> AuditScope {
    AuditScope { tenant_id: tenant("t"), user_id: user_id.map(user), after }
}

fn blank(of: AuditScope) -> Write {
    Write::BlankAudit { of, link: Arc::new(Plain) }
}

/// Numbers without a gap, each linked to the one before.
fn check_links(rows: &[AuditRow]) {
    let mut before = Vec::new();
    for (row, number) in rows.iter().zip(1..) {
        assert_eq!((row.number, &row.content), (number, &before));
        before.clone_from(&row.mac);
    }
}

/// An entry, and then an erasure of what it is about.
pub(super) fn told_and_erased() -> [Vec<Write>; 2] {
    let erasure = blank(scope(None, 0));
    [vec![told(entry("t", "a", 1))], vec![erasure]]
}

pub(super) async fn entries_are_linked_in_the_order_of_commits(store: &Any) {
    assert_eq!(store.find_audit_end().await.unwrap(), AuditEnd::default());
    apply(store, [told(entry("t", "a", 1)), told(entry("t", "b", 2))]).await;
    apply(store, [insert(&connection("t", "u")), told(entry("other", "a", 3))]).await;
    let rows = all(store).await;
    assert_eq!(rows.len(), 3);
    check_links(&rows);
    let end = store.find_audit_end().await.unwrap();
    assert_eq!((end.given, end.number, &end.mac), (3, 3, &rows[2].mac));
    assert_eq!((rows[0].kind.as_str(), rows[0].at), ("connection.connected", at(1)));
    assert_eq!(rows[0].about.user_id.as_deref(), Some("a"));
    assert_eq!(rows[0].about.salt.as_deref(), Some(&[0, 39, 255][..]));
    let numbers = async |filter: AuditFilter| -> Vec<u64> {
        store.list_audit(filter).await.unwrap().into_iter().map(|row| row.number).collect()
    };
    let some = AuditFilter { limit: 10, ..AuditFilter::default() };
    assert_eq!(numbers(AuditFilter { tenant_id: Some(tenant("t")), ..some.clone() }).await, [1, 2]);
    assert_eq!(numbers(AuditFilter { since: Some(at(2)), ..some.clone() }).await, [2, 3]);
    assert_eq!(numbers(AuditFilter { since: Some(at(2)), after: 2, ..some.clone() }).await, [3]);
    assert_eq!(numbers(AuditFilter { since: Some(at(4)), ..some.clone() }).await, [0u64; 0]);
    assert_eq!(numbers(AuditFilter { after: 1, limit: 1, ..some }).await, [2]);
}

pub(super) async fn what_is_refused_is_not_told(store: &Any) {
    apply(store, [insert(&connection("t", "u")), told(entry("t", "u", 1))]).await;
    // The same key again.
    let again = [told(entry("t", "u", 2)), insert(&connection("t", "u")), told(entry("t", "u", 3))];
    assert!(matches!(commit(store, again).await, Outcome::Conflict(_)));
    apply(store, [told(entry("t", "u", 4))]).await;
    let rows = all(store).await;
    check_links(&rows);
    assert_eq!(rows.iter().map(|row| row.at).collect::<Vec<_>>(), [at(1), at(4)]);
}

/// The keyset of the key that has linked it was removed: another key would break the log for ever.
pub(super) async fn no_key_is_made_where_another_has_linked(store: &Any) {
    let link = |signer: u8| Write::Audit { entry: Box::new(entry("t", "u", 1)), link: Arc::new(By(signer)) };
    // Nobody vouches for it, which asks for no key.
    apply(store, [link(0)]).await;
    apply(store, [link(1)]).await;
    let add = Write::AddKeyset { row: keyset(7, None), legacy: vec![] };
    assert_eq!(commit(store, [add]).await, Outcome::Conflict(Conflict::Orphaned));
    assert_eq!(store.find_keyset(KeyOwner::Index).await.unwrap(), None);
    let own = KeysetRow { owner: KeyOwner::Audit, ..keyset(8, None) };
    assert_eq!(commit(store, [add_keyset(&own)]).await, Outcome::Conflict(Conflict::Orphaned));
}

/// Up to schema 17 the index keys have linked it, and from there on a key of its own does.
pub(super) async fn a_log_has_a_key_of_its_own_behind_those_of_the_index(store: &Any) {
    let link = |signer: u8| Write::Audit { entry: Box::new(entry("t", "u", 1)), link: Arc::new(By(signer)) };
    let own = KeysetRow { owner: KeyOwner::Audit, ..keyset(8, None) };
    apply(store, [add_keyset(&keyset(7, None)), link(7), link(0), link(7), add_keyset(&own), link(8), link(0), link(8)]).await;
    assert_eq!(store.find_keyset(KeyOwner::Audit).await.unwrap(), Some(own.clone()));
    assert_eq!(store.find_first_linked([8; 16]).await.unwrap(), Some(4));
    assert_eq!(store.find_first_linked([9; 16]).await.unwrap(), None);
    assert!(store.has_linked([7; 16]).await.unwrap());
    let query = KeysetQuery { root_key_id: None, is_rotating: false, after: None, limit: 9 };
    let owners: Vec<_> = store.list_keysets(query).await.unwrap().into_iter().map(|row| row.owner).collect();
    assert_eq!(owners, [KeyOwner::Index, KeyOwner::Audit]);
    // Whoever has not heard that another one has followed links nothing.
    let followed = changed(&own, &[8, 9]);
    let replace = Write::ReplaceKeyset { change: followed, ended: vec![[8; 16]], destroyed: vec![], now: at(9) };
    apply(store, [replace, link(9)]).await;
    assert_eq!(commit(store, [link(8)]).await, Outcome::Conflict(Conflict::AuditKeyEnded));
    assert_eq!(store.find_first_linked([9; 16]).await.unwrap(), Some(7));
    // An index key is needed for as long as something is there that it has linked.
    let mac = all(store).await[2].mac.clone();
    apply(store, [told(entry("t", "u", 2)), Write::DropAudit { up_to: 3, mac }]).await;
    assert!(!store.has_linked([7; 16]).await.unwrap());
}

pub(super) async fn the_first_entries_are_dropped_as_they_were_read(store: &Any) {
    apply(store, (1..=5).map(|n| told(entry("t", "u", n)))).await;
    let was = all(store).await;
    let drop = |up_to: u64, mac: &[u8]| Write::DropAudit { up_to, mac: mac.to_vec() };
    for wrong in [drop(3, &was[1].mac), drop(0, b""), drop(9, &was[2].mac), drop(5, &was[4].mac)] {
        assert_eq!(commit(store, [wrong, told(entry("t", "u", 6))]).await, STALE, "one that is not so, or the last");
    }
    apply(store, [drop(3, &was[2].mac), told(entry("t", "u", 6))]).await;
    let rows = all(store).await;
    assert_eq!(rows[..2], was[3..]);
    assert_eq!((rows.len(), rows[2].number, &rows[2].content), (3, 6, &was[4].mac));
    assert_eq!(commit(store, [drop(3, &was[2].mac)]).await, STALE, "they are gone");
    let end = store.find_audit_end().await.unwrap();
    assert_eq!((end.given, end.number), (6, 6));
    let of_kind = |kind| AuditFilter { kind: Some(kind), limit: 9, ..AuditFilter::default() };
    assert_eq!(store.list_audit(of_kind(AuditKind::ConnectionConnected)).await.unwrap().len(), 3);
    assert!(store.list_audit(of_kind(AuditKind::AuditDropped)).await.unwrap().is_empty());
}

/// What it has linked nobody else can verify.
pub(super) async fn a_key_that_has_linked_an_entry_is_not_destroyed(store: &Any) {
    let row = keyset(1, None);
    apply(store, [Write::AddKeyset { row: row.clone(), legacy: vec![] }]).await;
    let two = changed(&row, &[1, 2]);
    let replace = |change: &KeysetChange, ended: &[[u8; 16]], destroyed: &[[u8; 16]]| Write::ReplaceKeyset {
        change: change.clone(),
        ended: ended.to_vec(),
        destroyed: destroyed.to_vec(),
        now: at(9),
    };
    let link = |signer: u8| Write::Audit { entry: Box::new(entry("t", "u", 1)), link: Arc::new(By(signer)) };
    apply(store, [link(1)]).await;
    apply(store, [replace(&two, &[[1; 16]], &[]), link(2)]).await;
    let one = changed(&two.row, &[2]);
    assert_eq!(commit(store, [replace(&one, &[], &[[1; 16]])]).await, STALE);
    assert_eq!(store.find_keyset(KeyOwner::Index).await.unwrap(), Some(two.row.clone()));
    assert!(store.has_linked([1; 16]).await.unwrap() && !store.has_linked([3; 16]).await.unwrap());
    // Nor does one that is destroyed link another one.
    let three = changed(&two.row, &[1, 2, 3]);
    let without = changed(&three.row, &[1, 2, 4]);
    apply(store, [replace(&three, &[[3; 16]], &[]), replace(&without, &[], &[[3; 16]])]).await;
    assert_eq!(commit(store, [link(3)]).await, Outcome::Conflict(Conflict::AuditKeyEnded));
    apply(store, [link(4)]).await;
}

/// Links as `Plain` does, and says that this key has.
#[derive(Debug)]
struct By(u8);

impl Link for By {
    fn link(&self, number: u64, before: &[u8], entry: &AuditEntry) -> AuditRow {
        AuditRow { signer: vec![self.0; 16], ..Plain.link(number, before, entry) }
    }

    fn prove_erased(&self, entry: &AuditLink) -> Vec<u8> {
        Plain.prove_erased(entry)
    }
}

/// Of one process and of another one.
pub(super) async fn entries_at_once_make_one_chain(backend: &Backend) {
    const EACH: usize = 25;
    let other = backend.vault.open(backend.clock.of_another_process(0)).await;
    let mut tasks = Vec::new();
    for store in [backend.store.clone(), backend.store.clone(), other.clone(), other.clone()] {
        tasks.push(tokio::spawn(async move {
            for n in 0..EACH {
                let n = i64::try_from(n).unwrap();
                apply(&store, [told(entry("t", "a", n)), told(entry("t", "b", n))]).await;
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let rows = all(&backend.store).await;
    assert_eq!(rows.len(), 4 * 2 * EACH);
    check_links(&rows);
}

pub(super) async fn an_erasure_takes_what_entries_are_about_and_leaves_the_links(store: &Any) {
    let by = AuditEntry { actor: Some(user("a")), ..entry("t", "b", 3) };
    let erased = AuditEntry { kind: AuditKind::TenantErased, user_id: None, ..entry("t", "a", 4) };
    let before = [entry("t", "a", 1), entry("t", "b", 2), by, entry("other", "a", 3), erased];
    apply(store, before.map(told)).await;
    let was = all(store).await;
    let check = |rows: &[AuditRow], gone: &[u64]| {
        check_links(rows);
        for (row, was) in rows.iter().zip(&was) {
            let expected = if gone.contains(&row.number) {
                AuditRow { about: About::default(), erased: Some(was.mac.clone()), ..was.clone() }
            } else {
                was.clone()
            };
            assert_eq!(*row, expected);
        }
    };
    // Whose it is, and who did it.
    apply(
        store,
        [
            Write::Erase { erasure: Erasure::User { tenant_id: tenant("t"), user_id: user("a") }, now: at(5) },
            blank(scope(Some("a"), 0)),
        ],
    )
    .await;
    check(&all(store).await, &[1, 3]);
    apply(store, [blank(scope(None, 0)), told(entry("t", "c", 6))]).await;
    let rows = all(store).await;
    check(&rows[..5], &[1, 2, 3]);
    assert_eq!(rows[5].content, rows[4].mac);
}

/// Each entry once, whoever of both it names, in the order of numbers; and only those are emptied that are named.
pub(super) async fn what_an_erasure_empties_is_found_page_after_page(store: &Any) {
    let by = |user_id: &str, actor: &str, seconds| AuditEntry { actor: Some(user(actor)), ..entry("t", user_id, seconds) };
    let erased = |kind, seconds| AuditEntry { kind, ..entry("t", "a", seconds) };
    let before = [
        by("a", "a", 1),
        by("b", "a", 2),
        by("b", "b", 3),
        erased(AuditKind::UserErasureBegun, 4),
        AuditEntry { tenant_id: Some(tenant("other")), ..by("a", "a", 5) },
        by("a", "b", 6),
        erased(AuditKind::TenantErased, 7),
        erased(AuditKind::ErasureConfirmed, 7),
        by("a", "b", 8),
    ];
    apply(store, before.map(told)).await;
    let was = all(store).await;
    let numbers = async |of: AuditScope, limit: usize| -> Vec<u64> {
        let found = store.list_erasable(of, limit).await.unwrap();
        for entry in &found {
            let row = was.iter().find(|row| row.number == entry.number).unwrap();
            assert_eq!((&entry.signer, &entry.mac), (&row.signer, &row.mac));
        }
        found.into_iter().map(|entry| entry.number).collect()
    };
    assert_eq!(numbers(scope(Some("a"), 0), 9).await, [1, 2, 6, 9]);
    assert_eq!(numbers(scope(Some("a"), 0), 2).await, [1, 2]);
    assert_eq!(numbers(scope(Some("a"), 2), 1).await, [6]);
    assert_eq!(numbers(scope(Some("a"), 9), 9).await, [0u64; 0]);
    assert_eq!(numbers(scope(None, 1), 3).await, [2, 3, 6]);
    let proof = vec![7, 7];
    apply(store, [Write::BlankEntries(vec![BlankedEntry { number: 2, proof: proof.clone() }])]).await;
    // What is empty is what it was.
    let again = [2, 9].map(|number| BlankedEntry { number, proof: vec![8] });
    apply(store, [Write::BlankEntries(again.to_vec()), blank(scope(Some("b"), 3))]).await;
    let rows = all(store).await;
    let emptied: Vec<_> = rows.iter().filter_map(|row| row.erased.clone().map(|proof| (row.number, proof))).collect();
    assert_eq!(emptied, [(2, proof), (6, was[5].mac.clone()), (9, vec![8])]);
    assert!(rows.iter().all(|row| row.erased.is_none() || row.about == About::default()));
    assert_eq!(numbers(scope(None, 0), 9).await, [1, 3]);
}

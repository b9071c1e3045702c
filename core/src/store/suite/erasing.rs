//! Tests of what every store does with erasures.

use crate::base::{GrantId, TenantId, Timestamp};
use crate::model::event::EventType;
use crate::model::rows::{
    DueJob, Erasure, EventFilter, GrantFilter, GrantJob, GrantRow, JobKind, JobRequest, KeyOwner, KeyState, KeysetRow,
    LegacyKeyQuery, Outcome, QueuedJob, QueuedKind, ResealedGrant, RootKeyRow, RootState, SessionFilter, Write,
};
use crate::model::sealed::SealedBytes;

use super::fixtures::*;
use super::jobs::{id_of, queued, take_all};

const KEY_ENDED: Outcome = Outcome::Conflict(crate::model::rows::Conflict::KeyEnded);

pub(super) fn key(n: u8, tenant_id: &str) -> Write {
    add_keyset(&keyset(n, Some(tenant_id)))
}

fn erase_tenant(id: &str, is_backup_proof: bool, now: i64) -> Write {
    let erasure = Erasure::Tenant { tenant_id: tenant(id), is_backup_proof, note: GrantId::make_connection() };
    Write::Erase { erasure, now: at(now) }
}

fn due(tenant_id: &str, user_id: &str) -> GrantRow {
    GrantRow { refresh_at: Some(at(5)), ..connection(tenant_id, user_id) }
}

async fn grants(store: &Any) -> Vec<GrantId> {
    let all = GrantFilter { include_revoked: true, limit: 100, ..GrantFilter::default() };
    store.list_grants(all).await.unwrap().into_iter().map(|row| row.id).collect()
}

async fn sessions(store: &Any) -> usize {
    store.list_sessions(SessionFilter { limit: 100, ..SessionFilter::default() }).await.unwrap().len()
}

async fn events(store: &Any) -> Vec<String> {
    let all = EventFilter { limit: 100, ..EventFilter::default() };
    store.list_events(all).await.unwrap().into_iter().map(|(_, event)| event.id).collect()
}

async fn jobs(store: &Any) -> usize {
    let kinds = vec![JobKind::Grant(GrantJob::Refresh)];
    store
        .take_jobs(JobRequest { kinds, now: at(10), after: None, hold: seconds(60), limit: 100, except: vec![] })
        .await
        .unwrap()
        .len()
}

/// A job that is queued under this id.
fn job(id: &str, tenant_id: &str) -> Write {
    Write::QueueJob(queued(QueuedKind::Revoke, id, tenant_id, 8))
}

async fn queued_jobs(store: &Any) -> Vec<String> {
    let of_queue = |job| if let DueJob::Queued(job) = job { Some(job.id) } else { None };
    take_all(store).await.into_iter().filter_map(of_queue).collect()
}

pub(super) async fn an_erased_tenant_leaves_no_row_and_ends_its_keys(store: &Any) {
    let (a, b) = (due("t", "a"), due("other", "a"));
    let two = KeysetRow { key_ids: vec![[4; 16], [1; 16]], ..keyset(1, Some("t")) };
    apply(store, [add_keyset(&two), key(2, "other"), insert(&a), insert(&b)]).await;
    apply(store, [Write::AddLegacyKey(legacy_key(5, Some("t"), KeyState::Primary))]).await;
    apply(store, [&session("t", "u"), &session("other", "u")].map(insert_session)).await;
    apply(store, [("evt_1", &a), ("evt_2", &b)].map(|(id, row)| Write::AppendEvent(event(id, row, EventType::TokenRefreshed))))
        .await;
    apply(store, [job("of_t", "t"), job("of_other", "other")]).await;
    let position = store.changes_since(None, 10).await.unwrap().position;
    apply(store, [erase_tenant("t", false, 7)]).await;
    assert_eq!(grants(store).await, std::slice::from_ref(&b.id));
    assert_eq!((sessions(store).await, events(store).await, jobs(store).await), (1, vec!["evt_2".to_owned()], 1));
    assert_eq!(queued_jobs(store).await, ["of_other"]);
    assert_eq!(store.find_keyset(KeyOwner::Tenant(tenant("t"))).await.unwrap(), None);
    assert!(store.list_legacy_keys(LegacyKeyQuery::Owner(KeyOwner::Tenant(tenant("t")))).await.unwrap().is_empty());
    assert!(store.find_keyset(KeyOwner::Tenant(tenant("other"))).await.unwrap().is_some());
    assert_eq!(destroyed(store).await, [1, 4, 5]);
    let changes = store.changes_since(Some(position), 10).await.unwrap();
    let noted: Vec<&TenantId> = changes.grants.iter().map(|(tenant_id, _)| tenant_id).collect();
    assert!(changes.grants.iter().any(|(_, id)| *id == a.id) && noted.iter().all(|id| **id == tenant("t")));
    assert_eq!(noted.len(), 2, "one more than there were grants");
    let remembered = store.list_erasures().await.unwrap();
    assert_eq!((remembered.len(), &remembered[0].tenant_id, remembered[0].erased_at), (1, &tenant("t"), at(7)));
    assert_ne!(store.wipe_deleted().await.unwrap(), crate::store::Wiped::HeldUp);
    // It begins anew, and who has seen its keys of before takes these for later ones.
    assert_eq!(store.find_last_erasure(tenant("t")).await.unwrap(), Some(at(7)));
    assert_eq!(store.find_last_erasure(tenant("other")).await.unwrap(), None);
    let again = |version| add_keyset(&KeysetRow { version, ..keyset(3, Some("t")) });
    assert_eq!(commit(store, [again(7_000)]).await, STALE);
    apply(store, [again(7_001), insert(&GrantRow { key_id: [3; 16], ..connection("t", "a") })]).await;
    // Whoever erases it has another clock.
    apply(store, [erase_tenant("t", false, 6)]).await;
    assert_eq!(store.find_last_erasure(tenant("t")).await.unwrap(), Some(Timestamp::from_unix_millis(7_001)));
    assert_eq!(commit(store, [again(7_001)]).await, STALE);
}

pub(super) async fn an_erased_user_leaves_no_row_of_its_own(store: &Any) {
    let (mine, theirs, foreign) = (due("t", "a"), due("t", "b"), due("other", "a"));
    apply(store, [key(1, "t"), insert(&mine), insert(&theirs), insert(&foreign), insert(&installation("t", 1))]).await;
    apply(store, [&session("t", "a"), &session("t", "b"), &session("other", "a")].map(insert_session)).await;
    let told = [("evt_1", &mine), ("evt_2", &theirs), ("evt_3", &foreign)];
    apply(store, told.map(|(id, row)| Write::AppendEvent(event(id, row, EventType::TokenRefreshed)))).await;
    // What is to be revoked of them, and of a grant whose id begins alike.
    let of = |row: &GrantRow, more: &str| QueuedJob {
        key_id: [1; 16],
        ..queued(QueuedKind::Revoke, &format!("{}{more}", row.id.as_str()), row.tenant_id.as_str(), 5)
    };
    let revocations = [of(&mine, ".0"), of(&mine, ".1.late"), of(&mine, "x.0"), of(&theirs, ".0"), of(&foreign, ".0")];
    apply(store, revocations.map(Write::QueueJob)).await;
    let position = store.changes_since(None, 10).await.unwrap().position;
    let erasure = Erasure::User { tenant_id: tenant("t"), user_id: user("a") };
    apply(store, [Write::Erase { erasure, now: at(7) }]).await;
    let left = grants(store).await;
    assert!(left.len() == 3 && !left.contains(&mine.id));
    assert_eq!((sessions(store).await, jobs(store).await), (2, 2));
    let mut revoked: Vec<String> = take_all(store).await.iter().map(|job| id_of(job).to_owned()).collect();
    revoked.sort_unstable();
    let mut expected = [of(&mine, "x.0").id, of(&theirs, ".0").id, of(&foreign, ".0").id];
    expected.sort_unstable();
    assert_eq!(revoked, expected, "what is to be revoked of a user is the user's own");
    assert_eq!(events(store).await, ["evt_2", "evt_3"]);
    let changes = store.changes_since(Some(position), 10).await.unwrap();
    assert_eq!(changes.grants, [(tenant("t"), mine.id)]);
    assert!(store.find_keyset(KeyOwner::Tenant(tenant("t"))).await.unwrap().is_some(), "the tenant goes on");
    assert!(destroyed(store).await.is_empty() && store.list_erasures().await.unwrap().is_empty());
}

pub(super) async fn nothing_is_sealed_under_a_key_that_has_ended(store: &Any) {
    let under = |n: u8, row: GrantRow| GrantRow { key_id: [n; 16], ..row };
    let other = under(2, connection("other", "a"));
    apply(store, [key(1, "t"), key(2, "other"), insert(&other), insert_session(&session("other", "u"))]).await;
    apply(store, [erase_tenant("t", false, 7)]).await;
    let ended = under(1, connection("t", "a"));
    let session_row = crate::model::rows::SessionRow { key_id: [1; 16], ..session("t", "u") };
    let resealed = ResealedGrant {
        tenant_id: other.tenant_id.clone(),
        grant_id: other.id.clone(),
        revision: other.revision,
        was: other.sealed.clone(),
        account_hash: other.account_hash,
        key_id: [1; 16],
        sealed: SealedBytes::from_stored(vec![1]),
    };
    for write in [
        insert(&ended),
        update(&other, |row| row.key_id = [1; 16]),
        insert_session(&session_row),
        Write::UpdateSession(Box::new(session_row.clone())),
        Write::ResealGrants(vec![resealed]),
        Write::QueueJob(QueuedJob { key_id: [1; 16], ..queued(QueuedKind::Revoke, "r", "t", 5) }),
    ] {
        let what = format!("{write:?}");
        assert_eq!(commit(store, [write]).await, KEY_ENDED, "{what}");
    }
    // What has nothing sealed is under no key.
    apply(store, [insert(&GrantRow { sealed: None, ..ended })]).await;
}

pub(super) async fn an_erasure_is_confirmed_once_its_root_keys_have_retired(store: &Any) {
    let root = |id: &str, state| {
        Write::AddRootKey(RootKeyRow {
            root_key_id: id.to_owned(),
            sentinel: SealedBytes::from_stored(vec![1]),
            state,
            created_at: at(1),
        })
    };
    apply(store, [root("a", RootState::Primary), root("b", RootState::Offered), root("c", RootState::Retired)]).await;
    let confirm = |id: &str, now| Write::ConfirmErasure { tenant_id: tenant(id), now: at(now) };
    apply(store, [erase_tenant("t", true, 7), erase_tenant("live", false, 7)]).await;
    let remembered = store.list_erasures().await.unwrap();
    assert_eq!(remembered[1].root_key_ids, ["a", "c"], "those with which a backup may open");
    for id in ["t", "live", "unknown"] {
        assert_eq!(commit(store, [confirm(id, 8)]).await, STALE, "{id}");
    }
    apply(store, [Write::PromoteRootKey("b".to_owned()), Write::RetireRootKey("a".to_owned())]).await;
    assert_eq!(commit(store, [confirm("live", 8)]).await, STALE);
    apply(store, [confirm("t", 9)]).await;
    assert_eq!(commit(store, [confirm("t", 10)]).await, STALE, "once");
    let remembered = store.list_erasures().await.unwrap();
    let confirmed: Vec<_> = remembered.iter().map(|row| row.confirmed_at).collect();
    assert_eq!(confirmed, [None, Some(at(9))]);
}

//! Tests of what every store does with grants.

use crate::base::{GrantId, ProviderId};
use crate::model::grant::{CredentialType, GrantStatus, StatusReason};
use crate::model::lease::LeaseHolder;
use crate::model::rows::{GrantFilter, GrantGuard, GrantQuery, GrantRow, LeaseColumns, LeaseGuard, Outcome, Schedule, Write};
use crate::model::subject::{GrantKey, SubjectKind};

use super::fixtures::*;

fn key(row: &GrantRow) -> GrantKey {
    GrantKey {
        tenant_id: row.tenant_id.clone(),
        config: row.config.clone(),
        subject: row.subject,
        user_id: row.user_id.clone(),
        label: row.label.clone(),
        purpose: row.credential_type.purpose(),
    }
}

async fn by_key(store: &Any, key: GrantKey) -> Option<GrantRow> {
    store.find_grant(GrantQuery::Key(key)).await.unwrap()
}

fn all() -> GrantFilter {
    GrantFilter { include_revoked: true, limit: 1_000, ..GrantFilter::default() }
}

async fn list(store: &Any, filter: GrantFilter) -> Vec<GrantRow> {
    store.list_grants(filter).await.unwrap()
}

pub(super) async fn an_inserted_grant_is_found_by_id_and_by_key(store: &Any) {
    let full = GrantRow {
        label: label("work"),
        credential_type: CredentialType::ApiKey,
        status: GrantStatus::Degraded,
        reason: Some(StatusReason::Policy),
        generation: 3,
        revision: i64::MAX as u64,
        fence: 5,
        committed_epoch: 6,
        refresh_at: Some(at(-1)),
        next_check_at: Some(at(8)),
        last_used_at: Some(at(9)),
        failures: u32::MAX,
        paused_for: seconds(11),
        ..connection("t", "u")
    };
    let bare = GrantRow { account_hash: None, sealed: None, expires_at: None, last_ok_at: None, ..installation("t", 1) };
    apply(store, [insert(&full), insert(&bare)]).await;
    for row in [full, bare] {
        assert_eq!(find(store, &row).await, Some(row.clone()));
        assert_eq!(by_key(store, key(&row)).await, Some(row.clone()));
        let absent = GrantKey { label: label("other"), ..key(&row) };
        assert_eq!(by_key(store, absent).await, None);
    }
    // Whoever brings a lease along does not get one: only an acquisition makes one.
    let leased =
        GrantRow { lease: LeaseColumns { owner: Some([1; 16]), epoch: 9, ..LeaseColumns::default() }, ..connection("t2", "u") };
    apply(store, [insert(&leased)]).await;
    assert_eq!(find(store, &leased).await.unwrap().lease, LeaseColumns::default());
}

pub(super) async fn a_foreign_tenants_grant_is_absent(store: &Any) {
    let mine = connection("mine", "u");
    apply(store, [insert(&mine)]).await;
    let foreign = GrantRow { tenant_id: tenant("theirs"), ..mine.clone() };
    let absent = connection("theirs", "u");
    for row in [&foreign, &absent] {
        assert_eq!(find(store, row).await, None);
        assert_eq!(by_key(store, key(row)).await, None);
        assert_eq!(commit(store, [update(row, |row| row.status = GrantStatus::Revoked)]).await, STALE);
        assert_eq!(commit(store, [Write::AcquireLease(acquisition(row, 1))]).await, STALE);
        assert_eq!(commit(store, [release(row, 1, 0)]).await, STALE);
        let touch = Write::TouchGrant { tenant_id: row.tenant_id.clone(), grant_id: row.id.clone(), at: at(50) };
        apply(store, [touch]).await;
    }
    assert!(list(store, GrantFilter { tenant_id: Some(tenant("theirs")), ..all() }).await.is_empty());
    assert_eq!(find(store, &mine).await, Some(mine));
}

pub(super) async fn lists_filter(store: &Any) {
    let alice = connection("t", "alice");
    let revoked = GrantRow { status: GrantStatus::Revoked, ..connection("t", "bob") };
    let other_provider =
        GrantRow { provider: ProviderId::parse("slack").unwrap(), status: GrantStatus::NeedsReauth, ..connection("t", "carol") };
    let other_config = GrantRow { config: config("mail"), ..connection("t", "alice") };
    let shared = GrantRow { subject: SubjectKind::Tenant, user_id: None, ..connection("t", "x") };
    let installed = installation("t", 1);
    let foreign = connection("t2", "alice");
    let rows = [&alice, &revoked, &other_provider, &other_config, &shared, &installed, &foreign];
    apply(store, rows.map(insert)).await;

    let of_t = GrantFilter { tenant_id: Some(tenant("t")), ..all() };
    let cases: Vec<(GrantFilter, Vec<&GrantRow>)> = vec![
        (all(), rows.to_vec()),
        (of_t.clone(), rows[..6].to_vec()),
        (
            GrantFilter { include_revoked: false, ..of_t.clone() },
            vec![&alice, &other_provider, &other_config, &shared, &installed],
        ),
        (GrantFilter { user_id: Some(user("alice")), ..of_t.clone() }, vec![&alice, &other_config]),
        (GrantFilter { user_id: Some(user("alice")), ..all() }, vec![&alice, &other_config, &foreign]),
        (GrantFilter { or_no_user: true, ..of_t.clone() }, rows[..6].to_vec()),
        (
            GrantFilter { user_id: Some(user("alice")), or_no_user: true, ..of_t.clone() },
            vec![&alice, &other_config, &shared, &installed],
        ),
        (
            GrantFilter {
                user_id: Some(user("alice")),
                or_no_user: true,
                subjects: vec![SubjectKind::User, SubjectKind::Tenant],
                config: Some(config("drive")),
                ..of_t.clone()
            },
            vec![&alice, &shared],
        ),
        (
            GrantFilter { subjects: vec![SubjectKind::Tenant, SubjectKind::Installation], ..of_t.clone() },
            vec![&shared, &installed],
        ),
        (GrantFilter { provider: Some(other_provider.provider.clone()), ..of_t.clone() }, vec![&other_provider]),
        (GrantFilter { config: Some(config("mail")), ..of_t.clone() }, vec![&other_config]),
        (GrantFilter { status: Some(GrantStatus::NeedsReauth), ..of_t.clone() }, vec![&other_provider]),
        (GrantFilter { status: Some(GrantStatus::Revoked), include_revoked: false, ..of_t.clone() }, vec![]),
        (GrantFilter { limit: 0, ..of_t.clone() }, vec![]),
        (GrantFilter { limit: usize::MAX, config: Some(config("none")), ..of_t }, vec![]),
    ];
    for (filter, mut expected) in cases {
        expected.sort_by(|a, b| a.id.cmp(&b.id));
        let found = list(store, filter.clone()).await;
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{filter:?}");
    }
}

pub(super) async fn lists_are_pages_in_byte_order_of_ids(store: &Any) {
    let mut ids = Vec::new();
    for prefix in ["con_", "ins_"] {
        for first in ["-", "0", "9", "A", "Z", "_", "a", "z"] {
            ids.push(GrantId::parse(&format!("{prefix}{first}{}", "m".repeat(21))).unwrap());
        }
    }
    for (n, id) in ids.iter().enumerate() {
        apply(store, [insert(&GrantRow { id: id.clone(), ..connection("t", &format!("u{n}")) })]).await;
    }
    for tenant_id in [None, Some(tenant("t"))] {
        let (mut pages, mut after) = (Vec::new(), None);
        loop {
            let page = list(store, GrantFilter { tenant_id: tenant_id.clone(), after: after.clone(), limit: 3, ..all() }).await;
            assert!(page.len() <= 3);
            let Some(last) = page.last() else { break };
            after = Some(last.id.clone());
            pages.extend(page.into_iter().map(|row| row.id));
        }
        assert_eq!(pages, ids, "listed above in byte order");
    }
}

pub(super) async fn one_grant_per_key(store: &Any) {
    let first = connection("t", "u");
    apply(store, [insert(&first)]).await;
    let same = GrantRow { id: GrantId::make_connection(), ..first.clone() };
    assert_eq!(commit(store, [insert(&same)]).await, EXISTS);
    let same_id = GrantRow { id: first.id.clone(), ..connection("t2", "u2") };
    assert_eq!(commit(store, [insert(&same_id)]).await, EXISTS);
    // Each part of the key makes another grant.
    let others = [
        GrantRow { tenant_id: tenant("t2"), ..same.clone() },
        GrantRow { config: config("mail"), ..same.clone() },
        GrantRow { user_id: Some(user("u2")), ..same.clone() },
        GrantRow { label: label("work"), ..same.clone() },
        GrantRow { subject: SubjectKind::Tenant, user_id: None, ..same.clone() },
    ]
    .map(|row| GrantRow { id: GrantId::make_connection(), ..row });
    apply(store, others.iter().map(insert)).await;
    // Without a user and a label the key is still a key.
    let twice = GrantRow { id: GrantId::make_connection(), ..others[4].clone() };
    assert_eq!(commit(store, [insert(&twice)]).await, EXISTS);
    // A grant cannot be moved onto another's key.
    assert_eq!(commit(store, [update(&others[3], |row| row.label = first.label.clone())]).await, EXISTS);
    // A revoked grant keeps its key.
    apply(store, [update(&first, |row| row.status = GrantStatus::Revoked)]).await;
    assert_eq!(commit(store, [insert(&same)]).await, EXISTS);
}

pub(super) async fn ids_compare_by_bytes(store: &Any) {
    let odd = ["acme", "Acme", "ACME", "a'cme", "a\"cme", "a%", "a_", "a\\", "a;--", "?1", "$a", "*", "a:b", "''", "~", "!"];
    // One part of the key at a time, so that nothing else tells the rows apart.
    let of_tenants = odd.map(|id| connection(id, "u"));
    let of_users = odd.map(|id| connection("users", id));
    let labelled = odd.map(|id| GrantRow { label: label(id), ..connection("labels", "u") });
    for rows in [&of_tenants, &of_users, &labelled] {
        apply(store, rows.iter().map(insert)).await;
        for row in rows {
            assert_eq!(find(store, row).await.as_ref(), Some(row));
            assert_eq!(by_key(store, key(row)).await.as_ref(), Some(row));
        }
    }
    for row in &of_tenants {
        let filter = GrantFilter { tenant_id: Some(row.tenant_id.clone()), ..all() };
        assert_eq!(&list(store, filter).await, std::slice::from_ref(row));
    }
    for row in &of_users {
        let filter = GrantFilter { tenant_id: Some(tenant("users")), user_id: row.user_id.clone(), ..all() };
        assert_eq!(&list(store, filter).await, std::slice::from_ref(row));
    }
    // The same id in other letters is another grant.
    let (lower, upper) = ("con_aaaaaaaaaaaaaaaaaaaaaa", "con_AAAAAAAAAAAAAAAAAAAAAA");
    let lower = GrantRow { id: GrantId::parse(lower).unwrap(), ..connection("t", "lower") };
    let upper = GrantRow { id: GrantId::parse(upper).unwrap(), ..connection("t", "upper") };
    apply(store, [insert(&lower)]).await;
    assert_eq!(find(store, &upper).await, None);
    apply(store, [insert(&upper)]).await;
    assert_eq!(find(store, &lower).await, Some(lower));
}

pub(super) async fn an_organisation_has_one_holder(store: &Any) {
    let holder = installation("t", 1);
    apply(store, [insert(&holder)]).await;
    let rival = installation("t2", 1);
    assert_eq!(commit(store, [insert(&rival)]).await, HELD_BY_OTHER);
    let second_of_holder = GrantRow { label: label("second"), ..installation("t", 1) };
    assert_eq!(commit(store, [insert(&second_of_holder)]).await, HELD_BY_OTHER);
    let same_key = installation("t", 1);
    assert_eq!(commit(store, [insert(&same_key)]).await, EXISTS, "the key comes before the organisation");
    // Another config, another organisation, an unknown one or a user's connection do not compete.
    let free = [
        GrantRow { config: config("mail"), ..installation("t2", 1) },
        installation("t3", 2),
        GrantRow { account_hash: None, ..installation("t4", 0) },
        GrantRow { account_hash: None, ..installation("t5", 0) },
        GrantRow { account_hash: Some(organisation_hash(1)), ..connection("t6", "u") },
    ];
    apply(store, free.iter().map(insert)).await;
    // Nor can a held organisation be reached by an update.
    assert_eq!(commit(store, [update(&free[1], |row| row.account_hash = Some(organisation_hash(1)))]).await, HELD_BY_OTHER);
    assert_eq!(find(store, &free[1]).await, Some(free[1].clone()));
}

pub(super) async fn only_some_states_hold_an_organisation(store: &Any) {
    for (n, status) in GrantStatus::ALL.into_iter().enumerate() {
        let organisation = u8::try_from(n).unwrap();
        let first = GrantRow { status, ..installation(&format!("first{n}"), organisation) };
        let second = installation(&format!("second{n}"), organisation);
        apply(store, [insert(&first)]).await;
        let outcome = commit(store, [insert(&second)]).await;
        assert_eq!(outcome == HELD_BY_OTHER, status.holds_organisation(), "{status:?}");
        // The other way round: what holds no organisation is let in beside a holder.
        let third = GrantRow { status, ..installation(&format!("third{n}"), organisation) };
        assert_eq!(commit(store, [insert(&third)]).await == HELD_BY_OTHER, status.holds_organisation(), "{status:?}");
    }
}

pub(super) async fn an_organisation_let_go_is_free(store: &Any) {
    for (organisation, status) in [(1, GrantStatus::Revoked), (2, GrantStatus::PendingApproval)] {
        let first = installation(&format!("a{organisation}"), organisation);
        let second = installation(&format!("b{organisation}"), organisation);
        apply(store, [insert(&first)]).await;
        assert_eq!(commit(store, [insert(&second)]).await, HELD_BY_OTHER);
        apply(store, [update(&first, |row| row.status = status)]).await;
        apply(store, [insert(&second)]).await;
        // And the first cannot take it back.
        let first = find(store, &first).await.unwrap();
        assert_eq!(commit(store, [update(&first, |row| row.status = GrantStatus::Active)]).await, HELD_BY_OTHER);
    }
    // One batch may hand an organisation over.
    let (old, new) = (installation("old", 3), installation("new", 3));
    apply(store, [insert(&old)]).await;
    apply(store, [update(&old, |row| row.status = GrantStatus::Revoked), insert(&new)]).await;
}

pub(super) async fn every_guard_is_checked(store: &Any) {
    let row = GrantRow { generation: 3, revision: 5, fence: 7, ..connection("t", "u") };
    apply(store, [insert(&row)]).await;
    let right = guard(&row);
    let wrong = [
        GrantGuard { generation: 2, ..right.clone() },
        GrantGuard { generation: 4, ..right.clone() },
        GrantGuard { revision: Some(4), ..right.clone() },
        GrantGuard { revision: Some(6), ..right.clone() },
        GrantGuard { fence: 6, ..right.clone() },
        GrantGuard { fence: 8, ..right.clone() },
        GrantGuard { lease: LeaseGuard::NotAcquired { since: 1 }, ..right.clone() },
        GrantGuard { lease: LeaseGuard::Held(LeaseHolder { owner: [0; 16], epoch: 0 }), ..right.clone() },
    ];
    let write = |guard: &GrantGuard| {
        let row = GrantRow { failures: 9, ..row.clone() };
        let (guard, schedule) = (guard.clone(), Schedule::Both);
        Write::UpdateGrant { claims: claims(&row), row: Box::new(row), guard, schedule, release_lease: false, now: at(2) }
    };
    for guard in &wrong {
        assert_eq!(commit(store, [write(guard)]).await, STALE, "{guard:?}");
    }
    assert_eq!(find(store, &row).await, Some(row.clone()));
    apply(store, [write(&GrantGuard { revision: None, ..right })]).await;
    assert_eq!(find(store, &row).await.unwrap().failures, 9);
}

pub(super) async fn an_update_replaces_all_but_the_lease(store: &Any) {
    let row = connection("t", "u");
    apply(store, [insert(&row), Write::AcquireLease(acquisition(&row, 1))]).await;
    let lease = find(store, &row).await.unwrap().lease;
    let new = GrantRow {
        config: config("mail"),
        provider: ProviderId::parse("slack").unwrap(),
        subject: SubjectKind::Tenant,
        user_id: None,
        label: label("new"),
        credential_type: CredentialType::WebhookSecret,
        account_hash: None,
        status: GrantStatus::Suspended,
        reason: Some(StatusReason::Policy),
        generation: 2,
        revision: 9,
        fence: 3,
        committed_epoch: 44,
        key_id: [8; 16],
        sealed: None,
        expires_at: None,
        refresh_at: Some(at(2)),
        next_check_at: Some(at(3)),
        last_used_at: Some(at(4)),
        // A caller's copy of the lease is old by nature; it must not be written.
        lease: LeaseColumns { owner: Some([9; 16]), epoch: 99, left: seconds(1), ..LeaseColumns::default() },
        failures: 5,
        paused_for: seconds(6),
        last_ok_at: Some(at(5)),
        created_at: at(7),
        updated_at: at(8),
        ..row.clone()
    };
    let (guard, schedule, claims) = (guard(&row), Schedule::Both, claims(&new));
    let write = Write::UpdateGrant { row: Box::new(new.clone()), claims, guard, schedule, release_lease: false, now: at(2) };
    apply(store, [write]).await;
    assert_eq!(find(store, &row).await, Some(GrantRow { lease, ..new }));
}

pub(super) async fn batches_are_atomic(store: &Any) {
    let (first, second) = (connection("t", "a"), connection("t", "b"));
    apply(store, [insert(&second)]).await;
    let before = store.changes_since(None, 10).await.unwrap();
    let event = event("evt_1", &first, crate::model::event::EventType::ConnectionCreated);
    assert_eq!(commit(store, [insert(&first), Write::AppendEvent(event), insert(&second)]).await, EXISTS);
    assert_eq!(find(store, &first).await, None);
    assert_eq!(store.changes_since(None, 10).await.unwrap(), before);
    let update_then_fail = [update(&second, |row| row.failures = 7), update(&second, |row| row.failures = 8)];
    assert_eq!(commit(store, update_then_fail).await, STALE);
    assert_eq!(find(store, &second).await, Some(second.clone()));
    // Later writes of a batch see the earlier ones.
    assert_eq!(commit(store, [insert(&first), insert(&first)]).await, EXISTS);
    let outcome = commit(store, [insert(&first), Write::AcquireLease(acquisition(&first, 1))]).await;
    assert_eq!(outcome, Outcome::Applied { epochs: vec![1] });
    assert_eq!(commit(store, []).await, Outcome::Applied { epochs: vec![] });
}

pub(super) async fn neighbours_of_a_failed_batch_are_applied(store: &Any) {
    let taken = connection("t", "taken");
    apply(store, [insert(&taken)]).await;
    let tasks: Vec<_> = (0..60)
        .map(|n| {
            let (store, good) = (store.clone(), connection("t", &format!("u{n}")));
            let bad = GrantRow { id: GrantId::make_connection(), ..taken.clone() };
            let writes = if n % 2 == 0 { vec![insert(&good)] } else { vec![insert(&good), insert(&bad)] };
            tokio::spawn(async move { (n, commit(&store, writes).await, find(&store, &good).await.is_some()) })
        })
        .collect();
    for task in tasks {
        let (n, outcome, stored) = task.await.unwrap();
        let expected = if n % 2 == 0 { (Outcome::Applied { epochs: vec![] }, true) } else { (EXISTS, false) };
        assert_eq!((outcome, stored), expected, "{n}");
    }
    assert_eq!(list(store, all()).await.len(), 31);
}

pub(super) async fn counts_go_by_status(store: &Any) {
    assert!(store.count_grants().await.unwrap().is_empty());
    for n in 0..3 {
        apply(store, [insert(&connection("t", &format!("u{n}")))]).await;
    }
    apply(store, [insert(&GrantRow { status: GrantStatus::Revoked, ..connection("t2", "u") })]).await;
    apply(store, [insert(&GrantRow { status: GrantStatus::Pending, ..connection("t3", "u") })]).await;
    let expected = [(GrantStatus::Pending, 1), (GrantStatus::Active, 3), (GrantStatus::Revoked, 1)];
    assert_eq!(store.count_grants().await.unwrap(), expected);
}

pub(super) async fn touching_is_never_a_conflict_nor_a_change(store: &Any) {
    let row = connection("t", "u");
    apply(store, [insert(&row)]).await;
    let before = store.changes_since(None, 10).await.unwrap();
    let touch =
        |row: &GrantRow, when| Write::TouchGrant { tenant_id: row.tenant_id.clone(), grant_id: row.id.clone(), at: at(when) };
    apply(store, [touch(&row, 77), touch(&connection("t", "absent"), 78)]).await;
    assert_eq!(find(store, &row).await, Some(GrantRow { last_used_at: Some(at(77)), ..row.clone() }));
    apply(store, [touch(&row, 76)]).await;
    assert_eq!(find(store, &row).await, Some(GrantRow { last_used_at: Some(at(77)), ..row }), "notes may come out of order");
    assert_eq!(store.changes_since(None, 10).await.unwrap(), before);
}

//! Tests every store with random batches: what it answers the store in memory answers too, and afterwards both hold the same.

use std::future::Future;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::base::{GrantId, SessionId};
use crate::model::event::EventType;
use crate::model::grant::GrantStatus;
use crate::model::lease::LeaseHolder;
use crate::model::rows::*;
use crate::model::session::SessionStatus;
use crate::model::subject::SubjectKind;

use super::fixtures::*;
use super::jobs::queued;
use super::{Backend, open_memory};

/// Compares a backend with the store in memory.
pub(super) fn compare<F: Future<Output = Backend>>(open: impl Fn() -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let config = Config { cases: 40, failure_persistence: None, ..Config::default() };
    let result = TestRunner::new(config).run(&vec(step(), 1..40), |steps| {
        runtime.block_on(async {
            let (expected, actual) = (open_memory().await, open().await);
            let mut readers = (Vec::new(), Vec::new());
            for step in steps {
                let answers = (run(&expected, &step, &mut readers.0).await, run(&actual, &step, &mut readers.1).await);
                prop_assert_eq!(answers.0, answers.1, "{:?}", step);
            }
            prop_assert_eq!(everything(&expected).await, everything(&actual).await);
            actual.store.close().await;
            Ok(())
        })
    });
    result.unwrap();
}

#[derive(Clone, Debug)]
enum Step {
    Commit(Vec<Write>),
    TakeJobs(JobRequest),
    /// Time passes.
    Wait(u64),
    /// From one of the positions that a reader has had on, or of now.
    Changes(Option<usize>, usize),
}

async fn run(backend: &Backend, step: &Step, positions: &mut Vec<Position>) -> String {
    let store = &backend.store;
    match step.clone() {
        Step::Commit(writes) => format!("{:?}", store.commit(Batch { writes }).await.unwrap()),
        Step::TakeJobs(request) => format!("{:?}", store.take_jobs(request).await.unwrap()),
        Step::Wait(seconds) => {
            backend.clock.pass(seconds);
            String::new()
        }
        Step::Changes(from, limit) => {
            let from = from.and_then(|from| positions.get(from % positions.len().max(1)).cloned());
            let changes = store.changes_since(from, limit).await.unwrap();
            positions.push(changes.position.clone());
            format!("{:?} {}", changes.grants, changes.lost)
        }
    }
}

/// All that can be read.
async fn everything(backend: &Backend) -> Vec<String> {
    let store = &backend.store;
    let mut all = vec![
        format!("{:?}", store.find_meta().await),
        format!("{:?}", store.list_root_keys().await),
        format!("{:?} {:?}", store.count_keys().await, store.list_processes().await),
        format!("{:?}", store.find_keyset(KeyOwner::Index).await),
        format!("{:?}", store.list_keysets(KeysetQuery { root_key_id: None, is_rotating: true, after: None, limit: 2 }).await),
        format!("{:?}", store.list_legacy_keys(LegacyKeyQuery::Any { after: None, limit: 99 }).await),
        format!("{:?}", destroyed(store).await),
        format!("{:?}", store.count_grants().await),
        format!("{:?}", store.list_endpoint_pauses().await),
    ];
    let events = store.list_events(EventFilter { limit: 999, ..EventFilter::default() }).await.unwrap();
    let third = events.get(2).map(|(position, _)| position.clone());
    all.push(format!("{events:?}"));
    for n in [0, 5, 20] {
        all.push(format!("{:?}", store.find_event_position(at(n)).await));
    }
    let mut filters = vec![
        GrantFilter { include_revoked: true, limit: 999, ..GrantFilter::default() },
        GrantFilter { user_id: Some(user("u1")), limit: 2, ..GrantFilter::default() },
    ];
    for id in ["t0", "t1"] {
        all.push(format!("{:?}", store.find_keyset(KeyOwner::Tenant(tenant(id))).await));
        all.push(format!("{:?}", store.list_legacy_keys(LegacyKeyQuery::Owner(KeyOwner::Tenant(tenant(id)))).await));
        filters.push(GrantFilter {
            tenant_id: Some(tenant(id)),
            user_id: Some(user("u0")),
            or_no_user: true,
            limit: 3,
            ..GrantFilter::default()
        });
        filters.push(GrantFilter {
            tenant_id: Some(tenant(id)),
            subjects: vec![SubjectKind::User, SubjectKind::Tenant],
            after: Some(grant_id(1)),
            limit: 3,
            ..GrantFilter::default()
        });
        let filter = EventFilter { tenant_id: Some(tenant(id)), after: third.clone(), limit: 5, ..EventFilter::default() };
        all.push(format!("{:?}", store.list_events(filter).await));
    }
    for filter in filters {
        all.push(format!("{filter:?}: {:?}", store.list_grants(filter.clone()).await));
    }
    let mut queries: Vec<_> = (0..4).flat_map(|n| [SessionQuery::State([n; 32]), SessionQuery::Resume([n; 32])]).collect();
    queries.extend(
        (0..16).map(|n| SessionQuery::Id(tenant(&format!("t{}", n / 8)), user(&format!("u{}", n / 4 % 2)), session_id(n % 4))),
    );
    queries.extend((0..8).map(|n| SessionQuery::OfTenant(tenant(&format!("t{}", n / 4)), session_id(n % 4))));
    for query in queries {
        all.push(format!("{query:?}: {:?}", store.find_session(query.clone()).await));
    }
    all
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => vec(write(), 0..4).prop_map(Step::Commit),
        2 => job_request().prop_map(Step::TakeJobs),
        2 => (1..6_u64).prop_map(Step::Wait),
        1 => (proptest::option::of(0..12_usize), 0..5_usize).prop_map(|(position, limit)| Step::Changes(position, limit)),
    ]
}

// Small worlds, so that keys, states and leases meet often.

fn grant_id(n: u8) -> GrantId {
    GrantId::parse(&format!("con_{n:022}")).unwrap()
}

fn session_id(n: u8) -> SessionId {
    SessionId::parse(&format!("ses_{n:022}")).unwrap()
}

fn grant() -> impl Strategy<Value = GrantRow> {
    let who = (0..5_u8, 0..2_u8, 0..3_usize, 0..2_u8, 0..2_u8, proptest::option::of(0..2_u8));
    let state = (0..GrantStatus::ALL.len(), 1..3_u64, 1..3_u64, 0..2_u64, 0..20_i64);
    let time = || proptest::option::of(0..20_i64);
    let times = (time(), time(), time(), 0..4_u64);
    (who, state, times).prop_map(
        |((id, of_tenant, subject, of_user, named, hash), (status, generation, revision, fence, changed), times)| {
            let subject = [SubjectKind::Installation, SubjectKind::User, SubjectKind::Tenant][subject];
            GrantRow {
                id: grant_id(id),
                subject,
                user_id: (subject == SubjectKind::User).then(|| user(&format!("u{of_user}"))),
                label: label(if named == 0 { "" } else { "work" }),
                account_hash: hash.map(organisation_hash),
                status: GrantStatus::ALL[status],
                generation,
                revision,
                fence,
                refresh_at: times.0.map(at),
                next_check_at: times.1.map(at),
                last_used_at: times.2.map(at),
                paused_for: seconds(times.3),
                updated_at: at(changed),
                ..connection(&format!("t{of_tenant}"), "unused")
            }
        },
    )
}

fn guard_of_any() -> impl Strategy<Value = GrantGuard> {
    let lease = prop_oneof![
        8 => Just(LeaseGuard::Any),
        1 => (0..2_u8, 0..3_u64).prop_map(|(owner, epoch)| LeaseGuard::Held(LeaseHolder { owner: [owner; 16], epoch })),
        1 => (0..3_u64).prop_map(|since| LeaseGuard::NotAcquired { since }),
    ];
    (1..3_u64, proptest::option::of(1..3_u64), 0..2_u64, lease).prop_map(|(generation, revision, fence, lease)| GrantGuard {
        generation,
        revision,
        fence,
        lease,
    })
}

fn session_row() -> impl Strategy<Value = SessionRow> {
    let who = (0..4_u8, 0..2_u8, 0..2_u8, 0..4_u8, proptest::option::of(0..4_u8));
    (who, 0..SessionStatus::ALL.len(), 0..4_u64, 0..20_i64).prop_map(
        |((id, of_tenant, of_user, state, resume), status, revision, end)| {
            SessionRow {
                id: session_id(id),
                status: SessionStatus::ALL[status],
                state_hash: [state; 32],
                binding_hash: [0; 32],
                // Two sessions never share a resume value: it is random.
                resume_hash: resume.filter(|resume| *resume == id).map(|resume| [resume; 32]),
                revision,
                expires_at: at(end),
                ..session(&format!("t{of_tenant}"), &format!("u{of_user}"))
            }
        },
    )
}

fn owner() -> impl Strategy<Value = Option<&'static str>> {
    proptest::option::of(proptest::sample::select(vec!["t0", "t1"]))
}

/// As no two writers of one vault add them: a key with an id of its owner's.
fn legacy_row() -> impl Strategy<Value = KeyRow> {
    let states = vec![KeyState::Pending, KeyState::DecryptOnly];
    (0..2_u8, owner(), proptest::sample::select(states)).prop_map(|(n, owner, state)| match owner {
        None => legacy_key(10, None, KeyState::Primary),
        Some("t0") => legacy_key(20 + n, owner, state),
        Some(_) => legacy_key(30 + n, owner, state),
    })
}

fn keyset_row() -> impl Strategy<Value = KeysetRow> {
    (0..6_u8, owner(), 7..9_u64).prop_map(|(n, owner, version)| KeysetRow {
        version,
        root_key_id: format!("root{}", n % 3),
        ..keyset(n, owner)
    })
}

fn keyset_change() -> impl Strategy<Value = KeysetChange> {
    (keyset_row(), 0..3_usize).prop_map(|(row, more)| changed(&row, &[row.key_ids[0][0], 6, 7][..=more]))
}

fn job_request() -> impl Strategy<Value = JobRequest> {
    (0..16_u8, 0..20_i64, 0..4_usize, any::<bool>(), proptest::option::of(0..20_i64)).prop_map(
        |(kinds, now, limit, some, after)| JobRequest {
            kinds: JobKind::ALL.into_iter().enumerate().filter(|(n, _)| kinds & (1 << n) != 0).map(|(_, kind)| kind).collect(),
            now: at(now),
            after: after.map(at),
            hold: seconds(5),
            limit,
            except: if some { vec![config("drive")] } else { vec![] },
        },
    )
}

fn intent() -> impl Strategy<Value = Option<IntentColumns>> {
    proptest::option::of((0..9_u64, 0..9_u64, any::<bool>())).prop_map(|intent| {
        intent.map(|(age, ended, is_recovery)| IntentColumns {
            age: seconds(age),
            ended: seconds(ended),
            digest: [1; 32],
            is_recovery,
        })
    })
}

fn queued_kind() -> impl Strategy<Value = QueuedKind> {
    any::<bool>().prop_map(|revoke| if revoke { QueuedKind::Revoke } else { QueuedKind::Deliver })
}

fn write() -> impl Strategy<Value = Write> {
    let ids = || (0..2_u8, 0..5_u8).prop_map(|(of_tenant, id)| (tenant(&format!("t{of_tenant}")), grant_id(id)));
    prop_oneof![
        6 => (grant(), 0..20_i64).prop_map(|(row, now)| insert_at(&row, now)),
        6 => (grant(), guard_of_any(), 0..4_usize, any::<bool>(), 0..20_i64).prop_map(|(row, guard, owned, release_lease, now)| {
            let schedule = [Schedule::Kept, Schedule::Refresh, Schedule::Check, Schedule::Both][owned];
            Write::UpdateGrant { claims: claims(&row), row: Box::new(row), guard, schedule, release_lease, now: at(now) }
        }),
        4 => (grant(), 0..2_u8).prop_map(|(row, owner)| {
            let wanted = acquisition(&row, owner);
            Write::AcquireLease(LeaseAcquisition { length: seconds(4), ..wanted })
        }),
        2 => (ids(), 0..2_u8, 0..3_u64, intent()).prop_map(|((tenant_id, grant_id), owner, epoch, intent)| {
            Write::ReleaseLease { tenant_id, grant_id, owner: [owner; 16], epoch, intent }
        }),
        2 => (ids(), 0..2_u8, 0..3_u64, proptest::option::of(0..2_u8), 0..2_u8).prop_map(
            |((tenant_id, grant_id), owner, epoch, from, digest)| {
                let holder = LeaseHolder { owner: [owner; 16], epoch };
                Write::ReviseIntent { tenant_id, grant_id, holder, from: from.map(|from| [from; 32]), digest: [digest; 32] }
            },
        ),
        2 => (queued_kind(), 0..3_u8, 0..2_u8, 0..20_i64).prop_map(|(kind, id, of_tenant, due)| {
            Write::QueueJob(queued(kind, &format!("job{id}"), &format!("t{of_tenant}"), due))
        }),
        2 => (queued_kind(), 0..3_u8, 0..2_u8, 0..3_u64, proptest::option::of(0..20_i64)).prop_map(
            |(kind, id, of_tenant, attempts, again_at)| {
                let job = HeldJob { kind, id: format!("job{id}"), tenant_id: tenant(&format!("t{of_tenant}")), attempts };
                match again_at {
                    None => Write::CompleteJob(job),
                    Some(again_at) => Write::PostponeJob { job, due_at: at(again_at) },
                }
            },
        ),
        2 => (ids(), 0..20_i64).prop_map(|((tenant_id, grant_id), time)| Write::TouchGrant { tenant_id, grant_id, at: at(time) }),
        3 => (session_row(), 0..3_usize, 0..3_usize, 0..20_i64).prop_map(|(row, limit, kept, now)| Write::InsertSession {
            row: Box::new(row), limit, kept, now: at(now),
        }),
        3 => session_row().prop_map(|row| Write::UpdateSession(Box::new(row))),
        3 => (0..30_u8, 0..EventType::ALL.len(), grant(), 0..20_i64).prop_map(|(id, kind, row, time)| {
            let event = event(&format!("evt_{id}"), &row, EventType::ALL[kind]);
            Write::AppendEvent(crate::model::event::Event { at: at(time), ..event })
        }),
        2 => (keyset_row(), vec(legacy_row(), 0..3)).prop_map(|(row, legacy)| {
            Write::AddKeyset { row, legacy: legacy.into_iter().map(|key| (key.key_id, key.wrapped)).collect() }
        }),
        2 => (keyset_change(), vec(0..7_u8, 0..2), vec(0..7_u8, 0..2)).prop_map(|(change, ended, destroyed)| {
            let ids = |ids: Vec<u8>| ids.into_iter().map(|n| [n; 16]).collect();
            Write::ReplaceKeyset { change, ended: ids(ended), destroyed: ids(destroyed), now: at(3) }
        }),
        1 => legacy_row().prop_map(Write::AddLegacyKey),
        1 => (0..3_u8).prop_map(|id| Write::AddRootKey(RootKeyRow {
            root_key_id: format!("root{id}"),
            sentinel: crate::model::sealed::SealedBytes::from_stored(vec![id]),
            state: RootState::Offered,
            created_at: at(1),
        })),
        2 => (0..3_u8, vec(0..3_u8, 0..3)).prop_map(|(n, roots)| Write::RegisterProcess(ProcessRow {
            id: [n; 16], root_key_ids: roots.into_iter().map(|root| format!("root{root}")).collect(), seen_at: at(i64::from(n)),
        })),
        1 => (0..3_u8).prop_map(|n| Write::ForgetProcess([n; 16])),
        2 => (0..3_u8).prop_map(|root| Write::PromoteRootKey(format!("root{root}"))),
        1 => (0..3_u8).prop_map(|root| Write::RetireRootKey(format!("root{root}"))),
        2 => vec(keyset_change(), 0..3).prop_map(Write::RewrapKeysets),
        1 => (0..3_u8).prop_map(|n| Write::InitMeta(MetaRow {
            schema_version: 1, oldest_reader: 1, environment_hash: [n; 32], store_epoch: 0, earlier_epoch: None })),
        1 => Just(Write::ConfirmRestore),
        1 => (0..3_u64).prop_map(Write::NoteEarlier),
        1 => (0..2_u8, 0..6_u64, any::<bool>()).prop_map(|(endpoint, length, is_asked)| Write::PauseEndpoint {
            endpoint: [endpoint; 32], length: seconds(length), is_asked,
        }),
        1 => (0..2_u8).prop_map(|endpoint| Write::ProbeEndpoint { endpoint: [endpoint; 32], hold: seconds(3) }),
        1 => (0..2_u8).prop_map(|endpoint| Write::ResumeEndpoint([endpoint; 32])),
        1 => (0..20_i64, 0..20_i64, 0..20_i64, 0..20_i64, 0..20_i64).prop_map(|(seals, sessions, ended, events, changes)| Write::Purge {
            seals_before: at(seals), sessions_before: at(sessions), ended_before: at(ended), events_before: at(events),
            changes_before: at(changes),
        }),
    ]
}

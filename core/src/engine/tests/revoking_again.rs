//! What is asked again, when, and of which tokens (SR-27): each rule by itself.

use std::sync::Arc;
use std::time::Duration;

use super::stage::{Answer, LIFETIME, Refusal, Stage, config, config_with, connect, load, sample, soon, spawn_caller, subject};
use crate::base::{ConfigId, GrantId, Label, ProviderId, Secret, TenantId, UserId};
use crate::engine::Engine;
use crate::engine::grants::storing::Made;
use crate::model::config::ProviderConfig;
use crate::model::grant::{ExternalAccount, Grant, GrantStatus, Material, StatusReason};
use crate::model::renewal::Renewal;
use crate::model::revocation::RevocationOutcome::{self, Failed, Pending, Revoked, Shared};

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);

const fn later(retry_after: Option<&'static str>) -> Refusal {
    Refusal { status: 503, body: "", retry_after }
}

/// The client at a provider with which so much ends.
fn revoking(scope: &str) -> ProviderConfig {
    config_with("acme", "strict", |definition| {
        definition["revocation"] = serde_json::json!({ "endpoint": "https://id.acme.example/revoke", "scope": scope });
    })
}

async fn process(stage: &Stage, scope: &str) -> Arc<Engine> {
    stage.process_of(vec![revoking(scope), config("bravo", "strict")]).await
}

async fn delete(engine: &Engine, id: &GrantId) -> RevocationOutcome {
    soon(engine.manager.delete_connection(&subject().tenant_id, id, None)).await.unwrap().revocation
}

/// One round of due work, so long from now.
async fn work_after(stage: &Stage, engine: &Engine, wait: Duration) {
    stage.clock.advance(wait);
    soon(engine.scheduler.run_maintenance(None)).await.unwrap();
}

async fn store(engine: &Engine, change: impl FnOnce(&mut Grant)) -> GrantId {
    let mut grant = sample("acme", "other");
    change(&mut grant);
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    grant.id
}

fn account(organisation: &str, person: &str) -> Option<ExternalAccount> {
    let (organisation, person) = (Some(organisation.into()), Some(person.into()));
    Some(ExternalAccount { organisation, person, display: None, organisation_display: None })
}

/// Without a word of the provider half a minute, then twice as long each time, up to an hour; a tenth more at most, so that what was put off
/// together does not come together.
#[tokio::test]
async fn pauses_double_up_to_an_hour() {
    let stage = Stage::new("strict");
    let engine = process(&stage, "grant").await;
    let id = connect(&engine).await;
    stage.provider.will_refuse([later(None); 12]);
    assert_eq!(delete(&engine, &id).await, Pending);
    for (n, seconds) in [30, 60, 120, 240, 480, 960, 1920, 3600, 3600].into_iter().enumerate() {
        let pause = Duration::from_secs(seconds);
        work_after(&stage, &engine, pause - SECOND).await;
        assert_eq!(stage.provider.revoked().len(), n + 1, "not within {seconds} s");
        work_after(&stage, &engine, pause / 10 + 2 * SECOND).await;
        assert_eq!(stage.provider.revoked().len(), n + 2, "after {seconds} s");
    }
}

/// A pause that the provider wants is kept, be it shorter or longer than ours; but a day is none.
#[tokio::test]
async fn a_pause_of_the_provider_is_kept_up_to_an_hour() {
    for (wanted, pause) in [("5", 5 * SECOND), ("600", 600 * SECOND), ("86400", HOUR)] {
        let stage = Stage::new("strict");
        let engine = process(&stage, "grant").await;
        let id = connect(&engine).await;
        stage.provider.will_refuse([later(Some(wanted))]);
        assert_eq!(delete(&engine, &id).await, Pending);
        work_after(&stage, &engine, pause - SECOND).await;
        assert_eq!(stage.provider.revoked(), ["rt-1"], "{wanted}");
        work_after(&stage, &engine, pause / 10 + 2 * SECOND).await;
        assert_eq!(stage.provider.revoked(), ["rt-1", "rt-1", "at-1"], "{wanted}");
    }
}

/// Whoever deletes waits for the provider for some seconds: until then no other process asks it too.
#[tokio::test]
async fn whoever_deletes_is_left_alone_with_it_for_a_while() {
    let stage = Stage::new("strict");
    let (engine, other) = (process(&stage, "grant").await, process(&stage, "grant").await);
    let id = connect(&engine).await;
    stage.provider.revocations.shut();
    let deletion = tokio::spawn(async move { delete(&engine, &id).await });
    stage.provider.revocations.reached(1).await;
    work_after(&stage, &other, SECOND).await;
    assert_eq!(stage.provider.revoked(), ["rt-1"]);
    stage.provider.revocations.open();
    assert_eq!(soon(deletion).await.unwrap(), Revoked);
}

/// A config is a name: whoever has given it to another provider, or registered another client, sends no token there.
#[tokio::test]
async fn a_config_that_is_anothers_by_now_gets_no_token() {
    type Take = fn(&mut ProviderConfig);
    let taken: [(&str, Take); 2] = [
        ("another provider", |config| config.provider = ProviderId::parse("bravo").unwrap()),
        ("another client", |config| config.client_id = "other".into()),
    ];
    for (what, take) in taken {
        let stage = Stage::new("strict");
        let engine = process(&stage, "grant").await;
        let id = connect(&engine).await;
        stage.provider.will_refuse([later(None)]);
        assert_eq!(delete(&engine, &id).await, Pending);
        let mut config = revoking("grant");
        take(&mut config);
        let other = stage.process_of(vec![config]).await;
        work_after(&stage, &other, HOUR).await;
        assert_eq!(stage.provider.revoked(), ["rt-1"], "{what}");
        work_after(&stage, &engine, HOUR).await;
        assert_eq!(stage.provider.revoked(), ["rt-1", "rt-1", "at-1"], "{what}: it waits for who has it");
    }
}

/// What does not open has tokens at the provider that nobody knows here any more.
#[tokio::test]
async fn what_cannot_be_read_is_not_told_as_revoked() {
    let stage = Stage::new("strict");
    let engine = process(&stage, "grant").await;
    let mut damaged = sample("acme", "other");
    engine.repo.insert_grant(&damaged, vec![], None).await.unwrap().unwrap();
    (damaged.secrets.status, damaged.secrets.reason) = (GrantStatus::NeedsReauth, Some(StatusReason::Unreadable));
    let (key, ahead) = (damaged.key.clone(), engine.repo.fence_ahead());
    let left = engine.grants.deleted(damaged, None).await.unwrap();
    assert_eq!(engine.manager.revoker.finish(left).await.revocation, Failed);
    assert!(stage.provider.revoked().is_empty());
    // Nor is the number in its row believed (SR-44): what comes next is beyond all that were ever given out.
    let tombstones = engine.repo.find_tombstones(std::iter::once(&key)).await.unwrap();
    assert!(tombstones[0].as_ref().unwrap().next_fence >= ahead);
}

/// What the provider has called dead already is not told as tokens that live on: it refuses to revoke what it does not know.
#[tokio::test]
async fn a_refusal_to_revoke_what_is_known_to_be_dead_says_the_same_again() {
    type Change = fn(&mut Grant);
    fn over(grant: &mut Grant) {
        (grant.secrets.status, grant.secrets.reason) = (GrantStatus::NeedsReauth, Some(StatusReason::Revoked));
    }
    fn ended(grant: &mut Grant) {
        let Material::OAuth(tokens) = &mut grant.secrets.material else { panic!("tokens") };
        tokens.expires_at = Some(tokens.issued_at);
    }
    let dead: Change = |grant| (over(grant), ended(grant)).0;
    for (what, change, status, expected) in [
        ("dead", dead, 422, Revoked),
        ("dead", dead, 404, Revoked),
        ("dead, and the client is refused", dead, 403, Pending),
        ("its access token lives", over as Change, 422, Failed),
        ("what renews it may live", ended as Change, 422, Failed),
    ] {
        let stage = Stage::new("strict");
        let engine = process(&stage, "grant").await;
        let id = store(&engine, change).await;
        stage.provider.will_refuse([Refusal { status, body: "", retry_after: None }; 2]);
        assert_eq!(delete(&engine, &id).await, expected, "{what} {status}");
    }
}

/// Tokens that a lost race has left may live, too.
#[tokio::test]
async fn candidates_are_revoked_with_the_others() {
    let stage = Stage::new("strict");
    let engine = process(&stage, "grant").await;
    let id = store(&engine, |grant| {
        let Material::OAuth(tokens) = &mut grant.secrets.material else { panic!("tokens") };
        tokens.candidates = vec!["rt-0".into()];
    })
    .await;
    assert_eq!(delete(&engine, &id).await, Revoked);
    assert_eq!(stage.provider.revoked(), ["rt-1", "rt-0", "at-1"]);
}

/// What a deletion has given up still waits when an exchange brings further tokens: neither takes the place of the other.
#[tokio::test]
async fn what_comes_late_is_queued_beside_what_waits() {
    let stage = Stage::new("strict");
    let engine = process(&stage, "grant").await;
    let id = connect(&engine).await;
    stage.clock.advance(LIFETIME * 2);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let caller = spawn_caller(&engine);
    stage.provider.gate.reached(1).await;
    stage.provider.will_refuse([later(None)]);
    assert_eq!(delete(&engine, &id).await, Pending);
    stage.provider.gate.open();
    assert_eq!(soon(caller).await.unwrap(), "not_connected");
    work_after(&stage, &engine, HOUR).await;
    let mut revoked = stage.provider.revoked();
    revoked.sort_unstable();
    assert_eq!(revoked, ["at-1", "at-2", "rt-1", "rt-1", "rt-2"]);
}

/// Nothing that the person has just signed in to ends with what an exchange of before brings late.
#[tokio::test]
async fn what_comes_behind_a_new_sign_in_is_revoked_unless_that_would_end_too() {
    for (scope, new_access, expected) in
        [("grant", "at-9", vec!["rt-2", "at-2"]), ("grant", "at-2", vec!["rt-2"]), ("account", "at-9", vec![])]
    {
        let stage = Stage::new("strict");
        let engine = process(&stage, scope).await;
        connect(&engine).await;
        stage.clock.advance(LIFETIME * 2);
        stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
        stage.provider.gate.shut();
        let caller = spawn_caller(&engine);
        stage.provider.gate.reached(1).await;
        let mut fresh = sample("acme", "u");
        let Material::OAuth(tokens) = &mut fresh.secrets.material else { panic!("tokens") };
        (tokens.access_token, tokens.renewal) = (Some(Secret::from(new_access)), Renewal::RefreshToken("rt-9".into()));
        tokens.expires_at = Some(tokens.issued_at.plus(LIFETIME * 9));
        let old = load(&engine).await;
        engine.grants.stored(&[Made { fresh: &fresh, old: Some(&old) }], None, None).await.unwrap().unwrap();
        stage.provider.gate.open();
        assert_eq!(soon(caller).await.unwrap(), new_access);
        work_after(&stage, &engine, SECOND).await;
        assert_eq!(stage.provider.revoked(), expected, "{scope} {new_access}");
    }
}

/// Where all of an account ends, what keeps it is a grant that works, of the same client at the same server, under whichever name.
#[tokio::test]
async fn an_account_is_kept_by_what_would_end_with_it_and_by_nothing_else() {
    type Change = fn(&mut Grant);
    let cases: [(&str, Change, RevocationOutcome); 9] = [
        ("the same", |_| {}, Shared),
        ("of another person", |grant| grant.secrets.account = account("acme", "eve"), Revoked),
        ("of another organisation", |grant| grant.secrets.account = account("beta", "ben"), Revoked),
        ("of another client", |grant| grant.secrets.destination.client_id.push('2'), Revoked),
        ("at another server", |grant| grant.secrets.destination.token_endpoint.push('2'), Revoked),
        ("over", |grant| grant.secrets.status = GrantStatus::NeedsReauth, Revoked),
        (
            "what nobody can read, which says nothing of its client",
            |grant| {
                grant.secrets.destination.client_id.push('2');
                (grant.secrets.status, grant.secrets.reason) = (GrantStatus::NeedsReauth, Some(StatusReason::Unreadable));
            },
            Shared,
        ),
        (
            "under another config",
            |grant| {
                grant.key.config = ConfigId::parse("bravo").unwrap();
                grant.provider = ProviderId::parse("bravo").unwrap();
            },
            Shared,
        ),
        ("of a user of its own", |grant| grant.key.user_id = UserId::parse("further").ok(), Shared),
    ];
    for tenant in ["t", "elsewhere"] {
        for (what, change, expected) in cases {
            let stage = Stage::new("strict");
            let engine = process(&stage, "account").await;
            let bens = store(&engine, |grant| grant.secrets.account = account("acme", "ben")).await;
            store(&engine, |grant| {
                grant.key.tenant_id = TenantId::parse(tenant).unwrap();
                grant.key.label = Label::parse("further").unwrap();
                grant.secrets.account = account("acme", "ben");
                change(grant);
            })
            .await;
            assert_eq!(delete(&engine, &bens).await, expected, "{tenant}: {what}");
        }
    }
}

/// Before an erasure only what somebody can revoke is deleted by itself: all else goes with the erasure, which tells of it once.
#[cfg(feature = "cli")]
#[tokio::test]
async fn what_nobody_can_revoke_is_left_to_the_erasure() {
    use crate::engine::managing::many::{DeletedMany, Many};
    let stage = Stage::new("strict");
    let engine = process(&stage, "grant").await;
    let revocable = connect(&engine).await;
    let without = store(&engine, |grant| {
        (grant.key.config, grant.provider) = (ConfigId::parse("bravo").unwrap(), ProviderId::parse("bravo").unwrap());
    })
    .await;
    let many = Many { tenant_id: Some(subject().tenant_id), goes_anyway: true, ..Many::default() };
    let done = soon(engine.manager.delete_many(&many, SECOND)).await.unwrap();
    assert_eq!(done, DeletedMany { deleted: 1, unrevoked: 0 });
    assert_eq!(stage.provider.revoked(), ["rt-1", "at-1"]);
    let stands = async |id: &GrantId| engine.repo.load_grant(&subject().tenant_id, id).await.unwrap().is_some();
    assert!(!stands(&revocable).await && stands(&without).await);
    // Whoever deletes, and does not erase, deletes both.
    let done = soon(engine.manager.delete_many(&Many::default(), SECOND)).await.unwrap();
    assert_eq!((done.deleted, stands(&without).await), (1, false));
}

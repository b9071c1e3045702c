//! Tokens of what was deleted are revoked at their provider, exactly or with a word of it (SR-27), whoever dies in between.

use std::sync::Arc;
use std::time::Duration;

use super::stage::{Answer, LIFETIME, Refusal, Shared, Stage, connect, load, sample, soon, spawn_caller, subject, value};
use crate::base::{GrantId, Label, Secret, TenantId, UserId};
use crate::engine::grants::storing::Made;
use crate::engine::{Engine, EventQuery};
use crate::model::event::{Event, EventType};
use crate::model::grant::{ExternalAccount, Grant, GrantStatus, Material, StatusReason};
use crate::model::renewal::Renewal;
use crate::model::revocation::RevocationOutcome::{self, Failed, Pending, Revoked, Shared as SharedAccount, Unsupported};

const LATER: Refusal = Refusal { status: 503, body: "", retry_after: Some("120") };
const HOUR: Duration = Duration::from_secs(3600);

/// A process whose provider revokes tokens.
async fn process(stage: &Stage, scope: &'static str) -> Arc<Engine> {
    stage.process_changed(|definition| revokes(definition, scope)).await
}

fn revokes(definition: &mut serde_json::Value, scope: &str) {
    definition["revocation"] = serde_json::json!({ "endpoint": "https://id.acme.example/revoke", "scope": scope });
}

async fn delete(engine: &Engine, id: &GrantId) -> RevocationOutcome {
    soon(engine.manager.delete_connection(&subject().tenant_id, id, None)).await.unwrap().revocation
}

/// One round of due work, so long from now.
async fn work_after(stage: &Stage, engine: &Engine, wait: Duration) {
    stage.clock.advance(wait);
    soon(engine.scheduler.run_maintenance(None)).await.unwrap();
}

/// What was told of revocations.
async fn told(engine: &Engine) -> Vec<Event> {
    let all = engine.manager.list_events(&EventQuery::default()).await.unwrap().data;
    all.into_iter().filter(|event| event.event_type.as_str().starts_with("token.revo")).collect()
}

async fn kinds(engine: &Engine) -> Vec<EventType> {
    told(engine).await.into_iter().map(|event| event.event_type).collect()
}

async fn store(engine: &Engine, change: impl FnOnce(&mut Grant)) -> GrantId {
    let mut grant = sample("acme", "other");
    change(&mut grant);
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    grant.id
}

fn account(person: &str) -> Option<ExternalAccount> {
    Some(ExternalAccount { organisation: None, person: Some(person.into()), display: None, organisation_display: None })
}

#[tokio::test]
async fn a_deletion_revokes_both_tokens_and_says_so() {
    let stage = Stage::new("strict");
    let engine = process(&stage, "grant").await;
    let id = connect(&engine).await;
    assert_eq!(delete(&engine, &id).await, Revoked);
    assert_eq!(stage.provider.revoked(), ["rt-1", "at-1"], "the refresh token first: with it others end (RFC 7009 §2.1)");
    let told = told(&engine).await;
    assert_eq!((told.len(), told[0].event_type, told[0].grant_id.as_ref()), (1, EventType::TokenRevoked, Some(&id)));
    // Nothing is left to be done.
    work_after(&stage, &engine, 24 * HOUR).await;
    assert_eq!((stage.provider.revoked().len(), kinds(&engine).await.len()), (2, 1));
}

#[tokio::test]
async fn a_provider_that_revokes_nothing_is_not_asked() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let id = connect(&engine).await;
    assert_eq!(delete(&engine, &id).await, Unsupported);
    work_after(&stage, &engine, HOUR).await;
    assert!(stage.provider.revoked().is_empty() && told(&engine).await.is_empty());
}

#[tokio::test]
async fn what_is_put_off_is_asked_again_when_the_provider_says() {
    let stage = Stage::new("strict");
    let engine = process(&stage, "grant").await;
    let id = connect(&engine).await;
    stage.provider.will_refuse([LATER, LATER]);
    assert_eq!(delete(&engine, &id).await, Pending);
    assert_eq!(value(&engine).await, "not_connected", "reads are denied all the same");
    work_after(&stage, &engine, Duration::from_secs(119)).await;
    assert_eq!(stage.provider.revoked(), ["rt-1"], "not before");
    work_after(&stage, &engine, Duration::from_secs(60)).await;
    assert_eq!(stage.provider.revoked(), ["rt-1", "rt-1"]);
    assert!(told(&engine).await.is_empty());
    work_after(&stage, &engine, Duration::from_secs(180)).await;
    assert_eq!(stage.provider.revoked(), ["rt-1", "rt-1", "rt-1", "at-1"]);
    assert_eq!(kinds(&engine).await, [EventType::TokenRevoked]);
}

/// Where somebody dies, and what the others find.
#[tokio::test]
async fn whoever_dies_in_between_leaves_the_work_to_others() {
    // How many requests the provider has answered by then.
    for answered in 0..=2 {
        let stage = Stage::new("strict");
        let (first, second) = (process(&stage, "grant").await, process(&stage, "grant").await);
        let id = connect(&first).await;
        stage.provider.revocations.shut();
        let deleting = {
            let (first, id) = (first.clone(), id.clone());
            tokio::spawn(async move { delete(&first, &id).await })
        };
        stage.provider.revocations.reached(1).await;
        for n in 1..=answered {
            stage.provider.revocations.admit(1);
            if n < 2 {
                stage.provider.revocations.reached(n + 1).await;
            }
        }
        deleting.abort();
        let _ = deleting.await;
        stage.provider.revocations.open();
        let before = stage.provider.revoked().len();
        work_after(&stage, &second, Duration::from_secs(5)).await;
        let done = kinds(&second).await;
        if done.is_empty() {
            assert_eq!(stage.provider.revoked().len(), before, "whoever deletes may be at it still");
            work_after(&stage, &second, Duration::from_secs(10)).await;
            assert_eq!(stage.provider.revoked()[before..], ["rt-1", "at-1"], "all of it again: to ask twice is harmless");
        }
        assert_eq!(kinds(&second).await, [EventType::TokenRevoked], "once, {answered}");
    }
}

#[tokio::test]
async fn what_cannot_be_noted_is_done_again() {
    let stage = Stage::new("strict");
    let engine = process(&stage, "grant").await;
    let id = connect(&engine).await;
    stage.provider.revocations.shut();
    let deleting = {
        let (engine, id) = (engine.clone(), id.clone());
        tokio::spawn(async move { delete(&engine, &id).await })
    };
    stage.provider.revocations.reached(1).await;
    Shared::go_away(&stage.store, true);
    stage.provider.revocations.open();
    assert_eq!(soon(deleting).await.unwrap(), Pending, "nobody can tell that it is done");
    Shared::go_away(&stage.store, false);
    work_after(&stage, &engine, Duration::from_secs(60)).await;
    assert_eq!(stage.provider.revoked(), ["rt-1", "at-1", "rt-1", "at-1"]);
    assert_eq!(kinds(&engine).await, [EventType::TokenRevoked]);
}

#[tokio::test]
async fn a_deletion_that_is_not_stored_revokes_nothing() {
    let stage = Stage::new("strict");
    let engine = process(&stage, "grant").await;
    let id = connect(&engine).await;
    Shared::go_away(&stage.store, true);
    soon(engine.manager.delete_connection(&subject().tenant_id, &id, None)).await.unwrap_err();
    Shared::go_away(&stage.store, false);
    work_after(&stage, &engine, Duration::from_secs(60)).await;
    assert!(stage.provider.revoked().is_empty());
    assert_eq!(value(&engine).await, "at-1");
}

#[tokio::test]
async fn after_three_days_it_is_given_up_and_told() {
    let stage = Stage::new("strict");
    let engine = process(&stage, "grant").await;
    let id = connect(&engine).await;
    stage.provider.will_refuse([Refusal { status: 503, body: "", retry_after: None }; 200]);
    assert_eq!(delete(&engine, &id).await, Pending);
    let mut hours = 0;
    while told(&engine).await.is_empty() && hours < 100 {
        work_after(&stage, &engine, 2 * HOUR).await;
        hours += 2;
    }
    assert_eq!(hours, 72);
    let event = told(&engine).await.remove(0);
    assert_eq!(event.event_type, EventType::TokenRevocationFailed);
    assert_eq!(event.error().unwrap().code().as_str(), "provider_unavailable");
    let asked = stage.provider.revoked().len();
    work_after(&stage, &engine, 24 * HOUR).await;
    assert_eq!((stage.provider.revoked().len(), told(&engine).await.len()), (asked, 1));
}

#[tokio::test]
async fn what_the_provider_says_decides_what_is_told() {
    for (refusals, expected, asked) in [
        // Known no more (RFC 7009 §2.2).
        (vec![(400, r#"{"error":"invalid_token"}"#), (400, r#"{"error":"invalid_token"}"#)], Revoked, 2),
        (vec![(400, r#"{"error":"unsupported_token_type"}"#)], Revoked, 2),
        (vec![(400, r#"{"error":"unsupported_token_type"}"#); 2], Failed, 2),
        (vec![(400, r#"{"error":"invalid_request"}"#)], Failed, 2),
        // Nobody follows it (SR-24), and nobody says no by it; neither does a proxy, or a page in the place of an answer.
        (vec![(302, "")], Pending, 1),
        (vec![(200, ""), (307, "")], Pending, 2),
        (vec![(407, "")], Pending, 1),
        (vec![(404, "<!DOCTYPE html><title>Proxy</title>")], Pending, 1),
        // The operator's to mend.
        (vec![(401, r#"{"error":"invalid_client"}"#)], Pending, 1),
        (vec![(200, ""), (503, "")], Pending, 2),
        (vec![(200, ""), (0, "")], Pending, 2),
    ] {
        let stage = Stage::new("strict");
        let engine = process(&stage, "grant").await;
        let id = connect(&engine).await;
        let told = format!("{refusals:?}");
        stage.provider.will_refuse(refusals.into_iter().map(|(status, body)| Refusal { status, body, retry_after: None }));
        assert_eq!(delete(&engine, &id).await, expected, "{told}");
        assert_eq!(stage.provider.revoked().len(), asked, "{told}");
    }
}

#[tokio::test]
async fn an_account_that_another_connection_has_is_left_alone() {
    for (other, scope, expected) in
        [("ben", "account", SharedAccount), ("eve", "account", Revoked), ("ben", "grant", Revoked), ("ben", "token", Revoked)]
    {
        let stage = Stage::new("strict");
        let engine = process(&stage, scope).await;
        let bens = store(&engine, |grant| grant.secrets.account = account("ben")).await;
        let others = store(&engine, |grant| {
            grant.key.user_id = subject().user_id;
            grant.secrets.account = account(other);
        })
        .await;
        assert_eq!(delete(&engine, &bens).await, expected, "{other} {scope}");
        let skipped = kinds(&engine).await == [EventType::TokenRevocationSkipped];
        assert_eq!((skipped, stage.provider.revoked().is_empty()), (expected == SharedAccount, expected == SharedAccount));
        assert_eq!(delete(&engine, &others).await, Revoked, "nobody else has it");
    }
}

/// Of an account that nobody knows it is taken for the same where it is the same user's, at another provider of the vendor too.
#[tokio::test]
async fn an_unknown_account_is_the_same_users() {
    for (user, expected) in [("other", SharedAccount), ("u", Revoked)] {
        let stage = Stage::new("strict");
        let engine = process(&stage, "account").await;
        let nobodys = store(&engine, |_| {}).await;
        store(&engine, |grant| {
            grant.key.user_id = Some(UserId::parse(user).unwrap());
            grant.key.label = Label::parse("further").unwrap();
            grant.secrets.account = account("ben");
        })
        .await;
        assert_eq!(delete(&engine, &nobodys).await, expected, "{user}");
    }
}

#[tokio::test]
async fn tokens_go_to_the_server_and_the_client_that_they_are_of_and_to_no_other() {
    let stage = Stage::new("strict");
    let engine = process(&stage, "grant").await;
    let id = connect(&engine).await;
    stage.provider.will_refuse([LATER]);
    assert_eq!(delete(&engine, &id).await, Pending);
    let moved = stage
        .process_changed(|definition| {
            revokes(definition, "grant");
            definition["oauth"]["token_endpoint"] = "https://id.acme.example/other".into();
        })
        .await;
    work_after(&stage, &moved, HOUR).await;
    assert_eq!(stage.provider.revoked(), ["rt-1"], "the config is another server's");
    work_after(&stage, &engine, HOUR).await;
    assert_eq!(stage.provider.revoked(), ["rt-1", "rt-1", "at-1"]);
    assert_eq!(kinds(&engine).await, [EventType::TokenRevoked]);
}

/// An exchange that is under way while the grant is deleted brings tokens that nobody will use.
#[tokio::test]
async fn what_comes_too_late_is_revoked_too() {
    let stage = Stage::new("strict");
    let (first, second) = (process(&stage, "grant").await, process(&stage, "grant").await);
    let id = connect(&first).await;
    stage.clock.advance(LIFETIME * 2);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let caller = spawn_caller(&first);
    stage.provider.gate.reached(1).await;
    assert_eq!(delete(&second, &id).await, Revoked);
    stage.provider.gate.open();
    assert_eq!(soon(caller).await.unwrap(), "not_connected");
    assert_eq!(stage.provider.revoked(), ["rt-1", "at-1"]);
    work_after(&stage, &second, Duration::from_secs(1)).await;
    assert_eq!(stage.provider.revoked(), ["rt-1", "at-1", "rt-2", "at-2"]);
    assert_eq!(kinds(&first).await, [EventType::TokenRevoked; 2]);
}

/// A new sign-in takes the place of tokens. They are revoked where nothing else ends with them, and what the new ones hold is kept.
#[tokio::test]
async fn replaced_tokens_are_revoked_where_nothing_else_ends_with_them() {
    for (scope, kept, expected) in [
        ("token", None, vec!["rt-1", "at-1"]),
        ("token", Some("at-1"), vec!["rt-1"]),
        ("grant", None, vec![]),
        ("account", None, vec![]),
    ] {
        let stage = Stage::new("strict");
        let engine = process(&stage, scope).await;
        connect(&engine).await;
        let old = load(&engine).await;
        let mut fresh = sample("acme", "u");
        let Material::OAuth(tokens) = &mut fresh.secrets.material else { panic!("tokens") };
        tokens.access_token = Some(Secret::from(kept.unwrap_or("at-9")));
        tokens.renewal = Renewal::RefreshToken("rt-9".into());
        engine.grants.stored(&[Made { fresh: &fresh, old: Some(&old) }], None, None).await.unwrap().unwrap();
        work_after(&stage, &engine, Duration::from_secs(1)).await;
        assert_eq!(stage.provider.revoked(), expected, "{scope} {kept:?}");
        let access = value(&engine).await;
        assert_eq!(access, kept.unwrap_or("at-9"));
    }
}

/// Where only the access token can be revoked, and nothing else ends with it, what renews it lives: that is no revocation.
#[tokio::test]
async fn a_refresh_token_that_stays_is_told() {
    for (scope, ends, is_over, expected, asked) in [
        ("token", false, false, Failed, 1),
        ("grant", false, false, Revoked, 1),
        // By a token that has ended nobody can ask.
        ("grant", true, false, Failed, 0),
        // The provider has ended it itself: there is nothing that renews it.
        ("token", false, true, Revoked, 1),
        ("grant", true, true, Revoked, 1),
    ] {
        let stage = Stage::new("strict");
        let engine = stage
            .process_changed(|definition| {
                revokes(definition, scope);
                definition["revocation"]["tokens"] = serde_json::json!(["access"]);
            })
            .await;
        let id = store(&engine, |grant| {
            if is_over {
                (grant.secrets.status, grant.secrets.reason) = (GrantStatus::NeedsReauth, Some(StatusReason::Revoked));
            }
        })
        .await;
        stage.clock.advance(if ends { LIFETIME } else { Duration::ZERO });
        assert_eq!(delete(&engine, &id).await, expected, "{scope} {ends} {is_over}");
        assert_eq!(stage.provider.revoked().len(), asked);
    }
}

/// Nothing that one tenant does ends what another one has (SR-38): where that cannot be told, nothing is revoked.
#[tokio::test]
async fn no_grant_of_another_tenant_ends_with_a_deletion() {
    let elsewhere = |who: Option<&'static str>| {
        move |grant: &mut Grant| {
            grant.key.tenant_id = TenantId::parse("elsewhere").unwrap();
            grant.secrets.account = who.and_then(account);
        }
    };
    for (theirs, ours, expected) in [
        (Some("ben"), Some("ben"), SharedAccount),
        (Some("eve"), Some("ben"), Revoked),
        (None, Some("ben"), SharedAccount),
        (Some("eve"), None, SharedAccount),
    ] {
        let stage = Stage::new("strict");
        let engine = process(&stage, "account").await;
        let bens = store(&engine, |grant| grant.secrets.account = ours.and_then(account)).await;
        store(&engine, elsewhere(theirs)).await;
        assert_eq!(delete(&engine, &bens).await, expected, "{theirs:?} {ours:?}");
        assert_eq!(stage.provider.revoked().is_empty(), expected == SharedAccount);
    }
    // One that has ended there is ended by nothing; and of too many nobody can tell.
    let stage = Stage::new("strict");
    let engine = process(&stage, "account").await;
    for n in 0..20 {
        store(&engine, |grant| {
            elsewhere(Some("eve"))(grant);
            grant.key.user_id = Some(UserId::parse(&format!("u{n}")).unwrap());
            if n == 0 {
                grant.secrets.account = account("ben");
                grant.secrets.status = GrantStatus::NeedsReauth;
            }
        })
        .await;
    }
    let mine = |grant: &mut Grant| grant.secrets.account = account("ben");
    let bens = store(&engine, mine).await;
    assert_eq!(delete(&engine, &bens).await, Revoked);
    store(&engine, |grant| {
        elsewhere(Some("eve"))(grant);
        grant.key.user_id = Some(UserId::parse("one-more").unwrap());
    })
    .await;
    let again = store(&engine, |grant| {
        mine(grant);
        grant.key.label = Label::parse("further").unwrap();
    })
    .await;
    assert_eq!(delete(&engine, &again).await, SharedAccount);
}

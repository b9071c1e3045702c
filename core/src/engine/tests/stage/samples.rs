//! A provider's config, a subject and a connection as the tests use them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{LIFETIME, START};
use crate::base::{ConfigId, GrantId, Label, ProviderId, TenantId, UserId};
use crate::catalog;
use crate::engine::Engine;
use crate::model::client::Client;
use crate::model::config::{Attachment, ProviderConfig};
use crate::model::credential_type::Purpose;
use crate::model::grant::{CredentialType, Destination, Grant, GrantSecrets, GrantStatus, Material, OAuthTokens, StoredFor};
use crate::model::renewal::Renewal;
use crate::model::rows::{GrantGuard, LeaseGuard, Schedule};
use crate::model::standing::Standing;
use crate::model::subject::{CredentialFor, GrantKey, Subject, SubjectKind};
use crate::repo::GrantUpdate;

/// A client registration at the provider of this name, which rotates refresh tokens so.
pub(in crate::engine::tests) fn config(name: &str, rotation: &str) -> ProviderConfig {
    config_with(name, rotation, |_| {})
}

pub(in crate::engine::tests) fn config_with(
    name: &str,
    rotation: &str,
    change: impl FnOnce(&mut serde_json::Value),
) -> ProviderConfig {
    let id = ConfigId::parse(name).unwrap();
    let mut definition = serde_json::json!({
        "name": "Acme",
        "auth": ["user"],
        "oauth": {
            "authorization_endpoint": format!("https://id.{name}.example/authorize"),
            "token_endpoint": format!("https://id.{name}.example/token"),
        },
        "api": { "origins": [format!("https://api.{name}.example")] },
        "probe": { "url": format!("https://api.{name}.example/me") },
        "lifetime": { "rotation": rotation, "grace_seconds": if rotation == "grace" { 30 } else { 0 } },
    });
    change(&mut definition);
    ProviderConfig {
        provider: ProviderId::parse(name).unwrap(),
        definition: Arc::new(catalog::read_definition(&definition, &id).unwrap()),
        id,
        client_id: "client".into(),
        client: Client::Secret("secret".into()),
        names_client: false,
        redirect_uri: None,
        attachment: Attachment::User,
        scopes: vec![],
        optional_scopes: vec![],
        bot_scopes: vec![],
        variables: BTreeMap::new(),
        secrets: BTreeMap::new(),
        danger_origins: BTreeMap::new(),
        enabled: true,
    }
}

/// A definition whose customers have token endpoints of their own.
pub(in crate::engine::tests) fn config_variables(definition: &mut serde_json::Value) {
    definition["variables"] = serde_json::json!({ "site": { "kind": "one_of", "values": ["a", "b"] } });
    definition["oauth"]["token_endpoint"] = "https://id.acme.example/{site}/token".into();
}

pub(in crate::engine::tests) fn subject() -> Subject {
    Subject {
        provider: ProviderId::parse("acme").unwrap(),
        config: None,
        tenant_id: TenantId::parse("t").unwrap(),
        user_id: Some(UserId::parse("u").unwrap()),
        label: Label::empty(),
        grant_id: None,
        credential_for: Some(CredentialFor::User),
        credential_type: None,
    }
}

/// Stores a connection whose tokens `at-1` and `rt-1` were issued at the start.
pub(in crate::engine::tests) async fn connect(engine: &Engine) -> GrantId {
    let grant = sample("acme", "u");
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    grant.id
}

/// Writes a grant as another process would that has read it as `before`; gives it as it then stands.
pub(in crate::engine::tests) async fn write_over(
    engine: &Engine,
    before: &Grant,
    schedule: Schedule,
    change: impl FnOnce(&mut Grant),
) -> Grant {
    let mut grant = before.clone();
    change(&mut grant);
    let (generation, revision, fence) = (before.generation, Some(before.revision), before.fence);
    let guard = GrantGuard { generation, revision, fence, lease: LeaseGuard::Any };
    let update = GrantUpdate {
        grant: &grant,
        guard,
        schedule,
        release_lease: false,
        events: vec![],
        act: None,
        held: None,
        revocation: None,
    };
    engine.repo.replace_grant(update).await.unwrap().unwrap()
}

/// The connection of a user at the provider and config of this name.
pub(in crate::engine::tests) fn sample(name: &str, user_id: &str) -> Grant {
    Grant {
        id: GrantId::make_connection(),
        key: GrantKey {
            tenant_id: subject().tenant_id,
            config: ConfigId::parse(name).unwrap(),
            subject: SubjectKind::User,
            user_id: Some(UserId::parse(user_id).unwrap()),
            label: Label::empty(),
            purpose: Purpose::Api,
        },
        provider: ProviderId::parse(name).unwrap(),
        credential_type: CredentialType::OAuthToken,
        secrets: GrantSecrets {
            material: Material::OAuth(OAuthTokens {
                access_token: Some("at-1".into()),
                token_secret: None,
                renewal: Renewal::RefreshToken("rt-1".into()),
                scopes: vec![],
                asked_scopes: vec![],
                issued_at: START,
                issued_on: None,
                renewal_end: None,
                expires_at: Some(START.plus(LIFETIME)),
                standing: Standing::Good,
                candidates: vec![],
            }),
            destination: Destination {
                issuer: None,
                token_endpoint: format!("https://id.{name}.example/token"),
                client_id: "client".into(),
                api_origins: vec![format!("https://api.{name}.example")],
                variables: BTreeMap::new(),
            },
            account: None,
            status: GrantStatus::Active,
            reason: None,
            created_by: None,
            pending_since: None,
            pending_claims: None,
            paused_by: None,
            paused_with: None,
            failed_at: None,
            provider_details: None,
            paused_under: Vec::new(),
            evidence: None,
        },
        generation: 1,
        revision: 1,
        fence: 0,
        refresh_at: None,
        next_check_at: None,
        last_used_at: Some(START),
        failures: 0,
        next_attempt_at: None,
        last_ok_at: None,
        created_at: START,
        updated_at: START,
        account_hash: None,
        committed_epoch: 0,
        lease_epoch: 0,
        open_intent: None,
        stored_for: StoredFor::default(),
    }
}

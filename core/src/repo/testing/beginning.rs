//! A sign-in that has just begun, for tests of repositories.

use std::collections::BTreeMap;

use crate::base::{ConfigId, Label, ProviderId, SessionId, TenantId, Timestamp, UserId};
use crate::model::session::{Session, SessionKind, SessionMode, SessionSecrets, SessionStatus, SessionStep};

/// One of user `u1` of a tenant.
pub(in crate::repo) fn session(tenant_id: TenantId) -> Session {
    Session {
        id: SessionId::make(),
        kind: SessionKind::Auth,
        tenant_id,
        user_id: UserId::parse("u1").unwrap(),
        config: ConfigId::parse("files").unwrap(),
        provider: ProviderId::parse("files").unwrap(),
        status: SessionStatus::Pending,
        step: SessionStep::Authorization,
        state_hash: [1; 32],
        binding_hash: [2; 32],
        resume_hash: None,
        completion_hash: None,
        revision: 1,
        created_at: Timestamp::EPOCH,
        expires_at: Timestamp::from_unix_seconds(600),
        grant_id: None,
        error_code: None,
        secrets: Some(SessionSecrets {
            began_on: None,
            verifier: Some("verifier".into()),
            nonce: None,
            temporary: None,
            redirect_uri: "https://app.example/callback".to_owned(),
            variables: BTreeMap::new(),
            token_endpoint: "https://id.files.example/token".to_owned(),
            scopes: vec![],
            further_scopes: vec![],
            mode: SessionMode::Redirect,
            return_to: None,
            opener_origin: None,
            needs_admin: false,
            label: Label::empty(),
            expected_account: None,
            reconnects: None,
            proven_admin: None,
            device: None,
            parked: None,
            resume: None,
            completion: None,
            continuation: None,
            failure: None,
        }),
    }
}

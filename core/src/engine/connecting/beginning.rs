//! Begins a session: everything about it is fixed here, and stored before anybody is sent anywhere.

use std::collections::BTreeMap;

use url::Url;

use crate::base::{BootTime, Error, ErrorCode, GrantId, Label, Result, Secret, SessionId, TenantId, Timestamp, UserId};
use crate::model::config::ProviderConfig;
use crate::model::grant::ExternalAccount;
use crate::model::principal::{Principal, Role};
use crate::model::session::{Session, SessionKind, SessionMode, SessionSecrets, SessionStatus, SessionStep};
use crate::model::signer::SharedToken;

use super::Connector;

/// What the kinds of sessions differ in.
pub(super) struct Plan {
    pub(super) kind: SessionKind,
    pub(super) tenant_id: TenantId,
    pub(super) user_id: UserId,
    pub(super) label: Label,
    pub(super) scopes: Vec<String>,
    /// Scopes of the person's credential, where the answer is to hold one beside the installation's.
    pub(super) further_scopes: Vec<String>,
    pub(super) variables: BTreeMap<String, String>,
    /// Parameters of the authorization request besides those of the protocol.
    pub(super) parameters: BTreeMap<String, String>,
    pub(super) expected_account: Option<ExternalAccount>,
    /// What the provider wants of this sign-in.
    pub(super) claims: Option<Secret<String>>,
    pub(super) reconnects: Option<GrantId>,
    pub(super) return_to: Option<String>,
    pub(super) mode: SessionMode,
    pub(super) opener_origin: Option<String>,
    /// The role that whoever finishes the session must have.
    pub(super) needs: Role,
}

impl Plan {
    /// Whoever asks for the session, as the one who may finish it.
    pub(super) fn creator(&self) -> Principal {
        Principal { tenant_id: self.tenant_id.clone(), user_id: self.user_id.clone(), role: self.needs }
    }
}

/// The request with which a sign-in begins, and what its answer is held against.
pub(super) struct Begun {
    pub(super) authorization_url: Url,
    pub(super) state_hash: [u8; 32],
    pub(super) verifier: Option<Secret<String>>,
    pub(super) nonce: Option<Secret<String>>,
    pub(super) temporary: Option<SharedToken>,
}

/// What a session begins with besides its plan.
pub(super) struct Beginning {
    pub(super) step: SessionStep,
    pub(super) state_hash: [u8; 32],
    pub(super) binding_hash: [u8; 32],
    pub(super) verifier: Option<Secret<String>>,
    pub(super) nonce: Option<Secret<String>>,
    pub(super) temporary: Option<SharedToken>,
    pub(super) redirect_uri: String,
    pub(super) token_endpoint: String,
    pub(super) began_on: Option<BootTime>,
    pub(super) now: Timestamp,
    pub(super) expires_at: Timestamp,
}

impl Beginning {
    /// The session of a plan.
    pub(super) fn of(self, plan: Plan, config: &ProviderConfig) -> Session {
        Session {
            id: SessionId::make(),
            kind: plan.kind,
            tenant_id: plan.tenant_id,
            user_id: plan.user_id,
            config: config.id.clone(),
            provider: config.provider.clone(),
            status: SessionStatus::Pending,
            step: self.step,
            state_hash: self.state_hash,
            binding_hash: self.binding_hash,
            resume_hash: None,
            completion_hash: None,
            revision: 1,
            created_at: self.now,
            expires_at: self.expires_at,
            grant_id: None,
            error_code: None,
            secrets: Some(SessionSecrets {
                began_on: self.began_on,
                verifier: self.verifier,
                nonce: self.nonce,
                temporary: self.temporary,
                redirect_uri: self.redirect_uri,
                variables: plan.variables,
                token_endpoint: self.token_endpoint,
                scopes: plan.scopes,
                further_scopes: plan.further_scopes,
                mode: plan.mode,
                return_to: plan.return_to,
                opener_origin: plan.opener_origin,
                needs_admin: plan.needs == Role::Admin,
                label: plan.label,
                expected_account: plan.expected_account,
                reconnects: plan.reconnects,
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
}

impl Connector {
    /// Stores a session that begins.
    ///
    /// # Errors
    /// - `rate_limited`: too many of its user are open.
    pub(super) async fn insert(&self, session: &Session) -> Result<()> {
        if self.sessions.insert_session(session, self.settings.policy.pending_sessions).await? {
            return Ok(());
        }
        Err(Error::new(ErrorCode::RateLimited, "Too many sign-ins of this user are open.")
            .with_hint("Finish or cancel one; each ends by itself, in a browser after ten minutes.")
            .with_retry_after(self.settings.policy.session))
    }
}

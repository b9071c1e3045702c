//! Carries what the provider wanted of the person into each sign-in until one succeeds. Whatever is wrong with it must not make sign-ins
//! impossible.

use std::time::Duration;

use super::Connector;
use crate::base::{Error, ErrorCode, Result, Secret};
use crate::model::config::ProviderConfig;
use crate::model::grant::Grant;
use crate::model::session::{Session, SessionKind};

/// A provider may refuse on a page of its own, of which nobody hears. The API says again what it wants.
const AGE: Duration = Duration::from_secs(24 * 3600);

impl Connector {
    /// What a sign-in that starts now has to ask for.
    pub(super) fn claims_for_sign_in(&self, grant: &Grant) -> Option<Secret<String>> {
        // The grant has ended with the challenge, and an ended one changes no more.
        let is_recent = self.clock.now().since(grant.updated_at) <= AGE;
        grant.secrets.pending_claims.clone().filter(|_| is_recent)
    }

    /// Drops what a session asked for, if the provider has refused that session.
    pub(super) async fn drop_refused_claims(&self, config: &ProviderConfig, session: &Session, error: &Error) {
        let refusal = error.context().provider_error.as_deref();
        // A person who said no, and a pause, say nothing about the request.
        let is_refused = error.code() != ErrorCode::AccessDenied && refusal.is_some_and(|code| code != "temporarily_unavailable");
        if !is_refused || session.kind != SessionKind::Auth {
            return;
        }
        if let Err(error) = self.drop_claims(config, session).await {
            tracing::warn!(
                session_id = session.id.as_str(),
                provider = session.provider.as_str(),
                config = session.config.as_str(),
                tenant_id = session.tenant_id.as_str(),
                code = error.code().as_str(),
                "a claims challenge could not be dropped"
            );
        }
    }

    async fn drop_claims(&self, config: &ProviderConfig, session: &Session) -> Result<()> {
        let Some(secrets) = &session.secrets else { return Ok(()) };
        let key = config.user_key(&session.tenant_id, &session.user_id, &secrets.label);
        self.grants.challenge_refused(&key, session.created_at).await
    }
}

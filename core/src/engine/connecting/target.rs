//! Finds what a session names: the connection that it authorises again, or the installation that it authorises inside.

use std::collections::BTreeMap;

use crate::base::{Error, ErrorCode, GrantId, Result};
use crate::catalog;
use crate::engine::common::errors;
use crate::model::grant::{Grant, GrantStatus};
use crate::model::session::Session;
use crate::model::subject::SubjectKind;

use super::{AuthRequest, Connector};

impl Connector {
    /// Fixes config, label and variables of a request by what it names.
    ///
    /// # Errors
    /// - `not_connected`, `installation_not_found`: it is not the tenant's, not the user's, or of another provider or config; all
    ///   are like an absent one (SR-38).
    /// - `approval_required`: nobody has approved the installation yet.
    /// - `invalid_request`: the connection is a stored key, or has another label.
    pub(super) async fn fix_target(&self, mut request: AuthRequest) -> Result<AuthRequest> {
        if let Some(id) = &request.installation_id {
            let found = self.grants.load(&request.tenant_id, id).await?;
            let found = found.filter(|grant| grant.key.subject == SubjectKind::Installation && fits(&request, grant));
            let installation = found.ok_or_else(|| errors::no_installation(&request.tenant_id))?;
            if installation.secrets.status == GrantStatus::PendingApproval {
                return Err(errors::unusable(self.configs.of(&installation)?, &installation));
            }
            request.config = Some(installation.key.config);
        }
        if let Some(id) = &request.connection_id {
            let is_own = |grant: &Grant| grant.key.user_id.as_ref().is_none_or(|user| *user == request.user_id);
            let found = self.grants.load(&request.tenant_id, id).await?;
            let found =
                found.filter(|grant| grant.key.subject != SubjectKind::Installation && fits(&request, grant) && is_own(grant));
            let connection = found.ok_or_else(|| errors::no_connection(&request.tenant_id))?;
            let config = self.configs.of(&connection)?;
            let refuse = |message: &str, hint: &str| {
                let error = Error::new(ErrorCode::InvalidRequest, message).with_hint(hint);
                Err(errors::with_grant(error, config, &connection))
            };
            if !connection.credential_type.is_signed_in() {
                return refuse("This connection is a stored key, nobody signs in for it.", "Store the new key instead.");
            }
            if request.label.as_str() != "" && request.label != connection.key.label {
                return refuse("A connection that is authorised again keeps its label.", "Leave the label out.");
            }
            // A shop's name or the like was chosen when it was made; the same account has the same one.
            let chosen_before = &connection.secrets.destination.variables;
            let asked: BTreeMap<_, _> = chosen_before.clone().into_iter().chain(request.variables.clone()).collect();
            if let Some(name) = catalog::changed_user_variable(config, chosen_before, &asked) {
                let message = format!("A connection that is authorised again keeps its variable \"{name}\".");
                return refuse(&message, "Leave the variables out, or connect the other one under a label of its own.");
            }
            for (name, value) in connection.secrets.destination.variables {
                let chosen = BTreeMap::from([(name, value)]);
                if catalog::check_user_variables(config, &chosen).is_ok() {
                    request.variables = chosen.into_iter().chain(std::mem::take(&mut request.variables)).collect();
                }
            }
            request.config = Some(connection.key.config);
            request.label = connection.key.label;
        }
        Ok(request)
    }
}

/// Whether a grant is of the provider and config that a request names.
fn fits(request: &AuthRequest, grant: &Grant) -> bool {
    grant.provider == request.provider && request.config.as_ref().is_none_or(|config| *config == grant.key.config)
}

/// What a session reconnects must still be there when it ends, and be what it was: `found` stands under the key of its result.
///
/// # Errors
/// - `not_connected`: it was deleted meanwhile.
pub(super) fn check_reconnected(session: Option<&Session>, found: Option<&GrantId>) -> Result<()> {
    let Some(session) = session else { return Ok(()) };
    match session.secrets.as_ref().and_then(|secrets| secrets.reconnects.as_ref()) {
        Some(id) if found != Some(id) => Err(errors::no_connection(&session.tenant_id)),
        _ => Ok(()),
    }
}

//! Tells the answer that a session waits for from whatever else comes to its address with its state: somebody who opens it by hand, an address
//! that lost its end on the way, a page of the provider's that is no part of the sign-in.

use crate::base::Result;
use crate::engine::common::errors::flow;
use crate::model::config::ProviderConfig;
use crate::model::definition::Install;
use crate::model::session::{Session, SessionStep};
use crate::protocol::callback::CallbackParameters;
use crate::protocol::consent::is_consent_answer;

use super::Connector;

impl Connector {
    /// Refuses what answers nothing before it is received, so that it uses nothing up: the answer may still come.
    ///
    /// # Errors
    /// - `state_invalid`: it has neither a code nor a refusal.
    pub(super) fn check_is_answer(&self, session: &Session, parameters: &CallbackParameters) -> Result<()> {
        match self.configs.get(&session.config) {
            Some(config) if !is_answer(config, session.step, parameters) => Err(flow::no_answer(config)),
            // A config that is gone is told where its answer is judged.
            _ => Ok(()),
        }
    }
}

fn is_answer(config: &ProviderConfig, step: SessionStep, parameters: &CallbackParameters) -> bool {
    let definition = &config.definition;
    match (step, &definition.install) {
        (SessionStep::Consent, Some(Install::SignInThenConsent(install))) => {
            is_consent_answer(parameters, &install.consent.organisation_parameter)
        }
        // The definition has changed meanwhile, which is told where the answer is judged.
        (SessionStep::Consent, _) => true,
        // Whoever comes back without a verifier has said no (RFC 5849 has no other word for it).
        _ if definition.oauth1.is_some() => true,
        _ => parameters.is_answer(definition.oauth.as_ref().and_then(|oauth| oauth.code_parameter.as_deref())),
    }
}

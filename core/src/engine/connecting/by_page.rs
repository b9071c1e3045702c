//! Installations on a page of the provider, which sends the browser back with a code of whoever installed and the installation's id. The
//! id is believed once the API lists it for that person: what a browser brings, anybody can change.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{Error, ErrorCode, Result};
use crate::catalog;
use crate::engine::common::errors;
use crate::model::config::ProviderConfig;
use crate::model::definition::{AuthKind, Install, InstalledByPage};
use crate::model::grant::{ExternalAccount, Grant};
use crate::protocol::installations::find_installation;
use crate::protocol::token::TokenAnswer;

use super::by_mint::Minted;
use super::finish::Judged;
use super::{CallbackOutcome, Connector, of_config};

impl Connector {
    /// The code tells who has been at the page, the API which installations are that person's. The installation's credential and the
    /// person's are stored in one commit, or neither is.
    pub(super) async fn finish_installed_by_page(self: &Arc<Self>, judged: Judged<'_>) -> Result<CallbackOutcome> {
        let config = judged.config.clone();
        let Install::ByPage(install) = of_config::install_of(&config)? else {
            return Err(of_config::installed_otherwise(&config));
        };
        let told = judged.parameters.further(&install.parameter);
        let told = told.and_then(|told| catalog::fit_kept(&config, &install.variable, told));
        // An answer that says no is told as such, whatever is missing beside it.
        let signed_in = self.redeem(judged).await?;
        let told = told.ok_or_else(|| nothing_installed(&config))?;
        let credential = &signed_in.first.exchanged.answer;
        let mut variables = signed_in.secrets.variables.clone();
        let account = self.find_installation(&config, install, credential, &variables, &told).await?;
        variables.insert(install.variable.clone(), told);
        let session = &signed_in.session;
        let minted = Minted {
            mint: &install.credential,
            has_probe: install.probe.is_some(),
            key: config.installation_key(&session.tenant_id),
            account,
            variables,
            created_by: Some(session.user_id.clone()),
        };
        let mut made = vec![Grant::new(self.minted(&config, minted).await?, self.clock.now())];
        if config.definition.auth.contains(&AuthKind::User) {
            made.push(self.make_connection(&config, &signed_in, &signed_in.first, None, &signed_in.secrets.scopes).await?);
        }
        let stored = self.put_grants(&config, &made, Some(session)).await?;
        let Some(installation) = stored.first().map(|put| &put.grant) else { return Err(nothing_installed(&config)) };
        Ok(self.tell_of(session.completed(&installation.id), Some(installation), None))
    }

    /// # Errors
    /// - `account_mismatch`: the person has no such installation.
    /// - `provider_unavailable`: the API did not answer, or not now.
    async fn find_installation(
        &self,
        config: &ProviderConfig,
        install: &InstalledByPage,
        credential: &TokenAnswer,
        variables: &BTreeMap<String, String>,
        id: &str,
    ) -> Result<ExternalAccount> {
        let answer = self.ask_api(config, &install.proof.url, credential, variables, self.settings.policy.exchange).await?;
        find_installation(&answer, &install.proof, id).ok_or_else(|| {
            let name = &config.definition.name;
            let message = format!("{name} lists no such installation for whoever signed in, so it is not theirs.");
            let error =
                Error::new(ErrorCode::AccountMismatch, message).with_hint("Nothing was stored. Start again from the app.");
            errors::with_config(error, config)
        })
    }
}

/// The person came back without an installation: only asked an owner for it, or left the page.
fn nothing_installed(config: &ProviderConfig) -> Error {
    let message = format!("{} sent the person back without an installation.", config.definition.name);
    let error = Error::new(ErrorCode::AccessDenied, message)
        .with_hint("Nothing was stored. Let somebody who may install the app there do it, and start again from the app.");
    errors::with_config(error, config)
}

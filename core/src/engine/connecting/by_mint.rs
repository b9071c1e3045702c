//! Installations without a browser: an administrator has let the app in at the provider, and minting the credential
//! shows that it works.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::waiting::{self, Awaited};
use crate::base::{ConfigId, Error, ErrorCode, GrantId, ProviderId, Result, TenantId, UserId};
use crate::catalog;
use crate::engine::common::exchange::{self, AskedBy, ExchangeFailure, Exchanged};
use crate::engine::common::{errors, minting};
use crate::engine::grants::freshness;
use crate::model::config::ProviderConfig;
use crate::model::definition::{Install, InstalledByMint, Mint};
use crate::model::grant::{CredentialType, ExternalAccount, Grant, GrantStatus, GrantView, Material, NewGrant, OAuthTokens};
use crate::model::renewal::Renewal;
use crate::model::standing::Standing;
use crate::model::subject::GrantKey;
use crate::protocol::errors::RegisteredError;
use crate::protocol::mint::build_mint_request;
use crate::protocol::token::Asked;

use super::{Connector, of_config};

/// A request to install the app into a tenant's organisation without a browser. Whoever may call this acts for the tenant's
/// administrator, and says which organisation is the tenant's: no provider is asked whether it is.
#[derive(Clone, Debug)]
pub struct CreateInstallation {
    /// The provider.
    pub provider: ProviderId,
    /// The config; needed where the provider has several.
    pub config: Option<ConfigId>,
    /// The tenant: your customer's id.
    pub tenant_id: TenantId,
    /// The user who makes it, where somebody does.
    pub user_id: Option<UserId>,
    /// Values of the definition's variables: the organisation, the person in whose name it acts.
    pub variables: BTreeMap<String, String>,
}

/// An installation whose credential is to be minted.
pub(super) struct Minted<'a> {
    pub(super) mint: &'a Mint,
    pub(super) has_probe: bool,
    pub(super) key: GrantKey,
    pub(super) account: ExternalAccount,
    /// The variables of the definition's addresses.
    pub(super) variables: BTreeMap<String, String>,
    pub(super) created_by: Option<UserId>,
}

impl Connector {
    /// Mints the organisation's credential, and stores it with how it is minted. Nothing is stored if that does not work.
    ///
    /// # Errors
    /// - `invalid_request`: the provider is installed through a browser, or not at all; a variable is missing or not allowed.
    /// - `provider_not_configured`: no client id, secret or key.
    /// - `provider_config_rejected`, `provider_unavailable`, `rate_limited`, …: what the provider answered.
    /// - `installation_claimed`: the organisation is another tenant's.
    pub(crate) async fn create_installation(self: &Arc<Self>, request: CreateInstallation) -> Result<GrantView> {
        self.tasks.check_open()?;
        let config = self.configs.resolve(&request.provider, request.config.as_ref())?.clone();
        let install = match of_config::install_of(&config)? {
            Install::ByMint(install) => install.clone(),
            Install::SignInThenConsent(_) | Install::ByAnswer(_) | Install::ByPage(_) => return Err(through_browser(&config)),
        };
        catalog::check_user_variables(&config, &request.variables)?;
        let connector = self.clone();
        self.tasks.see_through(async move { connector.install_by_mint(&config, &install, request).await }).await
    }

    async fn install_by_mint(
        &self,
        config: &ProviderConfig,
        install: &InstalledByMint,
        request: CreateInstallation,
    ) -> Result<GrantView> {
        let organisation = catalog::resolve_template(config, &install.organisation, &request.variables)?;
        let account =
            ExternalAccount { organisation: Some(organisation), person: None, display: None, organisation_display: None };
        let minted = Minted {
            mint: &install.credential,
            has_probe: install.probe.is_some(),
            key: config.installation_key(&request.tenant_id),
            account,
            variables: request.variables,
            created_by: request.user_id,
        };
        let variables = minted.variables.clone();
        let new = match self.minted(config, minted).await {
            Ok(new) => new,
            Err(error) => {
                // There is no session whose end could tell it: the status does, the log, and the next event.
                if let Ok(destination) = of_config::destination(config, variables) {
                    drop(self.client_rejected(config, &destination.token_endpoint, &error));
                }
                return Err(error);
            }
        };
        let now = self.clock.now();
        let stored = self.put_grant(config, Grant::new(new, now), None).await?;
        Ok(self.checker.view(&stored).await)
    }

    /// Mints the credential of an installation, as it will be stored.
    pub(super) async fn minted(&self, config: &ProviderConfig, minted: Minted<'_>) -> Result<NewGrant> {
        let config = &*self.discoverer.complete(config, &minted.variables).await?;
        let Minted { mint, has_probe, key, account, variables, created_by } = minted;
        let destination = of_config::destination(config, variables)?;
        let exchanged = self.mint(config, mint, &destination.variables).await?;
        let renewal = Renewal::Mint(mint.kind());
        let expires_at = exchange::expiry(config, &exchanged, renewal.is_possible(), None);
        let Exchanged { answer, started_at, started_on, .. } = exchanged;
        let budget = self.settings.policy.exchange;
        let now = self.clock.now();
        Ok(NewGrant {
            id: GrantId::make_installation(),
            key,
            provider: config.provider.clone(),
            credential_type: CredentialType::OAuthToken,
            material: Material::OAuth(OAuthTokens {
                access_token: Some(answer.access_token),
                token_secret: None,
                renewal,
                renewal_end: None,
                scopes: answer.scopes.unwrap_or_default(),
                asked_scopes: Vec::new(),
                issued_at: started_at,
                issued_on: started_on,
                expires_at,
                candidates: Vec::new(),
                standing: Standing::Good,
            }),
            destination,
            account: Some(account),
            status: GrantStatus::Active,
            created_by,
            refresh_at: freshness::choose_refresh_at(started_at, expires_at, answer.refresh_in, budget),
            next_check_at: has_probe.then(|| self.settings.policy.next_check(now)),
            last_ok_at: Some(now),
        })
    }

    /// Asks once. Nothing of a grant is spent, so no lease is needed.
    async fn mint(&self, config: &ProviderConfig, mint: &Mint, variables: &BTreeMap<String, String>) -> Result<Exchanged> {
        let oauth = of_config::oauth_of(config)?;
        let endpoints = catalog::resolve_endpoints(config, variables)?;
        let endpoint = exchange::token_endpoint(config, oauth, &endpoints, &*self.clock).await?;
        let asks = minting::mint_request(config, mint, &endpoints, variables, &*self.clock)?;
        let request = build_mint_request(&endpoint, &asks, None);
        let asked = Asked::new(&[], oauth);
        let (diagnosis, budget) = (&config.definition.diagnosis, self.settings.policy.exchange);
        let asking = Box::pin(self.token_client.exchange(request, AskedBy::Mint(&asks), asked, diagnosis, budget));
        let answered = waiting::on(Awaited::Provider(config.definition.name.clone()), asking).await;
        answered.map_err(|failed| match failed {
            // Of an assertion `invalid_grant` ends no installation, but where there is none yet it says the same as of a secret.
            ExchangeFailure::Answered(answer, details)
                if answer.needs_user() || answer.registered_error() == Some(RegisteredError::InvalidGrant) =>
            {
                not_let_in(config).with_provider_details(Some(&details))
            }
            failed => errors::sign_in_failed(config, &failed),
        })
    }
}

/// The app has no access there, as far as the provider says.
fn not_let_in(config: &ProviderConfig) -> Error {
    let error = Error::new(
        ErrorCode::AccessDenied,
        format!("{} gave no credential: the app is not installed there, or not for what it asks for.", config.definition.name),
    )
    .with_hint("Let an administrator install it at the provider, and compare the variables. Nothing was stored.");
    errors::with_config(error, config)
}

/// It is asked for a session, and needs none.
pub(super) fn without_browser(config: &ProviderConfig) -> Error {
    let error = Error::new(ErrorCode::InvalidRequest, format!("{} is installed without a browser.", config.definition.name))
        .with_hint("Call ⟨call create_installation⟩ in server code.");
    errors::with_config(error, config)
}

fn through_browser(config: &ProviderConfig) -> Error {
    let error = Error::new(ErrorCode::InvalidRequest, format!("{} is installed through a browser.", config.definition.name))
        .with_hint(format!("Let an administrator install it: {}.", errors::install(config)));
    errors::with_config(error, config)
}

//! Installations: by the answer to a code, or in two steps. Of the two steps, the sign-in proves organisation, person and role; the
//! consent that follows proves nothing and must only not contradict. Whether the permissions work is shown by probes.

use std::sync::Arc;

use crate::base::encoding::hash_token;
use crate::base::{Error, ErrorCode, GrantId, Result, Secret, entropy};
use crate::catalog;
use crate::engine::common::{
    accounts,
    errors::{self, flow},
};
use crate::model::config::ProviderConfig;
use crate::model::definition::{Install, SignInThenConsent};
use crate::model::grant::{CredentialType, ExternalAccount, Grant, GrantStatus, Material, NewGrant, OAuthTokens};
use crate::model::renewal::Renewal;
use crate::model::session::{Continuation, ProvenAdmin, Session, SessionStatus, SessionStep};
use crate::model::standing::Standing;
use crate::protocol::consent::{ConsentRequest, build_consent_url, verify_consent};

use super::finish::Judged;
use super::signing_in::{New, SignedIn};
use super::{CallbackOutcome, Connector, binding, of_config};

impl Connector {
    /// Step one is done: who signed in, in which organisation, with which role. Step two gets a state and ten minutes of its own.
    pub(super) async fn finish_admin_sign_in(self: &Arc<Self>, judged: Judged<'_>) -> Result<CallbackOutcome> {
        let config = judged.config.clone();
        let install = of_config::two_steps(&config)?;
        let signed_in = self.redeem(judged).await?;
        let Some(identity) = &signed_in.identity else { return Err(unidentified(&config)) };
        let mut account = identity.account.clone();
        let Some(organisation) = account.organisation.clone() else { return Err(unidentified(&config)) };
        let personal = config.definition.id_token.as_ref().and_then(|spec| spec.personal_organisation.as_deref());
        if personal == Some(organisation.as_str()) {
            return Err(flow::personal_account(&config));
        }
        let is_admin = identity.claim_contains(&install.admin_claim, &install.admin_values);
        let state = entropy::make_token();
        let binding_secret = entropy::make_token();
        let variables = accounts::flow_variables(&config, Some(&organisation));
        if let Some(look_up) = &install.organisation_name {
            let credential = &signed_in.first.exchanged.answer;
            account.organisation_display = self.find_organisation_name(&config, look_up, credential, &variables).await;
        }
        let page = catalog::resolve_url(&config, &install.consent.url, &variables)?;
        let scope = catalog::resolve_template(&config, &install.consent.scope, &variables)?;
        let mut session = signed_in.session;
        let mut secrets = signed_in.secrets;
        let location = build_consent_url(&ConsentRequest {
            url: &page,
            client_id: &config.client_id,
            redirect_uri: &secrets.redirect_uri,
            scope: &scope,
            state: &state,
        });
        secrets.token_endpoint = catalog::resolve_endpoints(&config, &variables)?.token.to_string();
        secrets.variables = variables;
        secrets.verifier = None;
        secrets.nonce = None;
        secrets.proven_admin = Some(ProvenAdmin { account, is_admin });
        let seconds = self.settings.policy.session.as_secs();
        let set_cookie = binding::set(self.settings.base_url()?, &session.id, &binding_secret, seconds);
        secrets.resume = None;
        secrets.continuation =
            Some(Continuation { location: Secret::from(location.as_str()), set_cookie: Secret::from(set_cookie.as_str()) });
        session.secrets = Some(secrets);
        session.step = SessionStep::Consent;
        session.status = SessionStatus::Pending;
        session.state_hash = hash_token(state.expose());
        session.binding_hash = hash_token(binding_secret.expose());
        session.expires_at = self.sessions.now_for(&session).await?.plus(self.settings.policy.session);
        self.update_own(&mut session).await?;
        Ok(CallbackOutcome::Continue { location: location.into(), set_cookie: vec![set_cookie] })
    }

    /// The answer to the code holds the installation's credential: whoever may install the app has approved that at the provider.
    /// The person's credential beside it is stored with the same commit, or neither is.
    pub(super) async fn finish_installed_by_answer(self: &Arc<Self>, judged: Judged<'_>) -> Result<CallbackOutcome> {
        let config = judged.config.clone();
        let signed_in = self.redeem(judged).await?;
        let account = self.installed_account(&config, &signed_in)?;
        let Some(organisation) = account.as_ref().and_then(|account| account.organisation.clone()) else {
            return Err(unidentified(&config));
        };
        let (session, asked) = (&signed_in.session, &signed_in.secrets.scopes);
        let key = config.installation_key(&session.tenant_id);
        let new = New { id: GrantId::make_installation(), key, account, asked };
        let mut made = vec![self.make_grant(&config, &signed_in, &signed_in.first, new)?];
        if let Some(second) = &signed_in.second {
            let asked = &signed_in.secrets.further_scopes;
            made.push(self.make_connection(&config, &signed_in, second, Some(&organisation), asked).await?);
        }
        let stored = self.put_grants(&config, &made, Some(session)).await?;
        let Some(installation) = stored.first().map(|put| &put.grant) else { return Err(unidentified(&config)) };
        Ok(self.tell_of(session.completed(&installation.id), Some(installation), None))
    }

    /// The organisation of an installation: what the answer or the API says, else the one at whose address the code was redeemed.
    fn installed_account(&self, config: &ProviderConfig, signed_in: &SignedIn) -> Result<Option<ExternalAccount>> {
        let account = signed_in.first.account.clone().map(|account| ExternalAccount { person: None, ..account });
        let template = match of_config::install_of(config)? {
            Install::ByAnswer(install) => install.organisation.as_ref(),
            Install::SignInThenConsent(_) | Install::ByPage(_) | Install::ByMint(_) => None,
        };
        let is_told = account.as_ref().is_some_and(|account| account.organisation.is_some());
        let Some(template) = template.filter(|_| !is_told) else { return Ok(account) };
        let organisation = Some(catalog::resolve_template(config, template, &signed_in.secrets.variables)?);
        let (display, organisation_display) = (account.and_then(|account| account.display), None);
        Ok(Some(ExternalAccount { organisation, person: None, display, organisation_display }))
    }

    /// Step two is done: the installation is stored, then looked at once, so that most installations are active when the page closes.
    pub(super) async fn finish_consent(self: &Arc<Self>, judged: Judged<'_>) -> Result<CallbackOutcome> {
        let Judged { config, session, secrets, parameters, browser, creator } = judged;
        let install = of_config::two_steps(config)?;
        let Some(proof) = secrets.proven_admin.clone() else { return Err(unidentified(config)) };
        let Some(organisation) = proof.account.organisation.clone() else { return Err(unidentified(config)) };
        let details = of_config::denial_details(config, &parameters);
        verify_consent(parameters, browser, creator, &install.consent.organisation_parameter, &organisation)
            .map_err(|problem| flow::of_callback(config, problem, details.as_ref()))?;
        let mut grant = self.store_installation(config, install, &session, proof).await?;
        if grant.secrets.status == GrantStatus::Pending {
            grant = self.look_at(config, grant).await?;
        }
        Ok(self.tell_of(session.completed(&grant.id), Some(&grant), None))
    }

    /// Looks at an installation that has just been stored, and at what somebody else has stored over it meanwhile: what a page tells is what
    /// stands.
    async fn look_at(&self, config: &Arc<ProviderConfig>, grant: Grant) -> Result<Grant> {
        let (tenant_id, id) = (grant.key.tenant_id.clone(), grant.id.clone());
        let mut looked_at = grant.clone();
        let looking = async {
            for _ in 0..LOOKS {
                let _ = self.checker.check_grant(config, looked_at.clone()).await;
                let Ok(Some(now)) = self.grants.load(&tenant_id, &id).await else { return };
                // What was asked for was of the one before it: nobody has got a token for this one, and nobody was refused one.
                let is_unasked = now.failures == 0
                    && matches!(&now.secrets.material, Material::OAuth(tokens) if tokens.access_token.is_none());
                if now.secrets.status != GrantStatus::Pending || (now.fence == looked_at.fence && !is_unasked) {
                    return;
                }
                looked_at = now;
            }
        };
        // The scheduler goes on where this leaves off.
        let _ = tokio::time::timeout(self.settings.policy.callback_probe, looking).await;
        Ok(self.grants.load(&tenant_id, &id).await?.unwrap_or(grant))
    }

    /// Stores the installation, and with it the end of its session: the session is complete once the installation is stored.
    async fn store_installation(
        &self,
        config: &ProviderConfig,
        install: &SignInThenConsent,
        session: &Session,
        proof: ProvenAdmin,
    ) -> Result<Grant> {
        let key = config.installation_key(&session.tenant_id);
        let existing = self.grants.find(&key).await?;
        existing.as_ref().map_or(Ok(()), |grant| errors::check_provider(config, grant))?;
        let proved =
            |grant: &Grant| matches!(grant.secrets.status, GrantStatus::Active | GrantStatus::Degraded | GrantStatus::Pending);
        if let Some(existing) = existing.filter(|grant| proved(grant) && !proof.is_admin) {
            // Somebody without proof changes nothing about an installation that works, or whose permissions still spread.
            let same =
                existing.secrets.account.as_ref().is_some_and(|account| account.organisation == proof.account.organisation);
            if !same {
                return Err(accounts::other_organisation(config, &existing));
            }
            self.complete_session(session, &existing.id).await?;
            return Ok(existing);
        }
        let now = self.clock.now();
        let variables = accounts::flow_variables(config, proof.account.organisation.as_deref());
        let status = if proof.is_admin { GrantStatus::Pending } else { GrantStatus::PendingApproval };
        let pending = status == GrantStatus::Pending;
        let fresh = Grant::new(
            NewGrant {
                id: GrantId::make_installation(),
                key,
                provider: config.provider.clone(),
                credential_type: CredentialType::OAuthToken,
                material: Material::OAuth(OAuthTokens {
                    access_token: None,
                    token_secret: None,
                    renewal: Renewal::Mint(install.credential.kind()),
                    renewal_end: None,
                    scopes: Vec::new(),
                    asked_scopes: Vec::new(),
                    issued_at: now,
                    issued_on: None,
                    expires_at: None,
                    standing: Standing::Good,
                    candidates: Vec::new(),
                }),
                destination: of_config::destination(config, variables)?,
                account: Some(proof.account),
                status,
                created_by: Some(session.user_id.clone()),
                refresh_at: None,
                next_check_at: pending.then(|| now.plus(self.settings.policy.spread_poll)),
                last_ok_at: None,
            },
            now,
        );
        self.put_grant(config, fresh, Some(session)).await
    }
}

/// How often an installation is looked at before its page closes, where others install too.
const LOOKS: usize = 3;

fn unidentified(config: &ProviderConfig) -> Error {
    let error =
        Error::new(ErrorCode::ProviderError, format!("{} did not say which organisation signed in.", config.definition.name))
            .with_hint("Nothing was stored.");
    errors::with_config(error, config)
}

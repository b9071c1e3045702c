//! A user's sign-in: code, tokens, account, scopes, grant.

use std::sync::Arc;

use crate::base::{GrantId, Result};
use crate::engine::common::exchange::{self, AskedBy, ExchangeFailure, Exchanged};
use crate::engine::common::{accounts, failure};
use crate::engine::grants::freshness;
use crate::model::config::ProviderConfig;
use crate::model::definition::OAuth;
use crate::model::grant::{CredentialType, Destination, ExternalAccount, Grant, GrantStatus, Material, NewGrant, OAuthTokens};
use crate::model::renewal::Renewal;
use crate::model::session::{Session, SessionSecrets};
use crate::protocol::callback::{self, IssuerRule};
use crate::protocol::id_token::VerifiedIdToken;
use crate::protocol::token::{self, Asked};

use super::finish::Judged;
use super::{CallbackOutcome, Connector, errors, of_config};

/// What a code was exchanged for.
pub(super) struct SignedIn {
    pub(super) exchanged: Exchanged,
    pub(super) identity: Option<VerifiedIdToken>,
    pub(super) session: Session,
    pub(super) secrets: SessionSecrets,
}

impl Connector {
    pub(super) async fn finish_sign_in(self: &Arc<Self>, judged: Judged<'_>) -> Result<CallbackOutcome> {
        let config = judged.config.clone();
        let signed_in = self.redeem(judged).await?;
        let account = signed_in.identity.as_ref().map(|identity| identity.account.clone());
        self.check_account(&config, &signed_in, account.as_ref()).await?;
        let granted = signed_in.exchanged.answer.scopes.clone().unwrap_or_else(|| signed_in.secrets.scopes.clone());
        let missing = exchange::missing_scopes(&config, &signed_in.secrets.scopes, &granted)?;
        if !missing.is_empty() {
            return Err(errors::scopes_missing(&config, &missing));
        }
        let grant_id = self.store_connection(&config, &signed_in, account, granted).await?;
        Ok(self.tell(signed_in.session.completed(&grant_id), None))
    }

    /// Redeems the code where it was issued, once, and judges the ID token where one identifies the account.
    pub(super) async fn redeem(&self, judged: Judged<'_>) -> Result<SignedIn> {
        let Judged { config, session, secrets, parameters, browser, creator } = judged;
        let oauth = of_config::oauth_of(config)?;
        let endpoints = of_config::endpoints_of(config, &secrets)?;
        let rule = IssuerRule { expected: endpoints.issuer.as_deref(), required: oauth.requires_iss };
        let verified = callback::verify_callback(parameters, browser, creator, &rule)
            .map_err(|problem| errors::of_callback(config, problem))?;
        let endpoint = exchange::token_endpoint(config, oauth, &endpoints.token);
        let request = token::build_code_request(verified, &endpoint, &secrets.redirect_uri, secrets.verifier.as_ref());
        let asked = Asked { scopes: &secrets.scopes, separator: &oauth.scope_separator };
        let exchanged = self
            .token_client
            .exchange(request, AskedBy::Grant, asked, self.settings.policy.exchange)
            .await
            .map_err(|failed| refused_code(config, &failed))?;
        let identity = self.identity_of(config, oauth, &secrets, &exchanged).await?;
        Ok(SignedIn { exchanged, identity, session, secrets })
    }

    async fn identity_of(
        &self,
        config: &ProviderConfig,
        _: &OAuth,
        secrets: &SessionSecrets,
        exchanged: &Exchanged,
    ) -> Result<Option<VerifiedIdToken>> {
        let Some(spec) = &config.definition.id_token else { return Ok(None) };
        let Some(token) = &exchanged.answer.id_token else {
            return Err(errors::no_id_token(config, &secrets.scopes));
        };
        self.identifier.identify(config, spec, token, secrets.nonce.as_ref(), &secrets.variables).await.map(Some)
    }

    /// The account must be the one that a renewed grant has, and of the organisation in which the app is installed.
    async fn check_account(
        &self,
        config: &ProviderConfig,
        signed_in: &SignedIn,
        account: Option<&ExternalAccount>,
    ) -> Result<()> {
        let Some(account) = account else { return Ok(()) };
        if let Some(expected) = &signed_in.secrets.expected_account
            && !accounts::same_account(expected, account)
        {
            return Err(accounts::mismatch(config));
        }
        if let Some(installed) = self.installed_organisation(config, &signed_in.session.tenant_id).await?
            && account.organisation.as_deref() != Some(&installed)
        {
            return Err(accounts::mismatch(config));
        }
        let personal = config.definition.id_token.as_ref().and_then(|spec| spec.personal_organisation.as_ref());
        let needs_organisation =
            |scope: &String| config.definition.scopes.get(scope).is_some_and(|known| known.organisations_only);
        if personal.is_some()
            && account.organisation.as_ref() == personal
            && signed_in.secrets.scopes.iter().any(needs_organisation)
        {
            return Err(errors::personal_account(config));
        }
        Ok(())
    }

    async fn store_connection(
        &self,
        config: &ProviderConfig,
        signed_in: &SignedIn,
        account: Option<ExternalAccount>,
        scopes: Vec<String>,
    ) -> Result<GrantId> {
        let answer = &signed_in.exchanged.answer;
        let renewal = Renewal::by(answer.refresh_token.clone());
        let expires_at = exchange::expiry(config, &signed_in.exchanged, renewal.is_possible());
        let tokens = OAuthTokens {
            access_token: Some(answer.access_token.clone()),
            renewal,
            scopes,
            asked_scopes: signed_in.secrets.scopes.clone(),
            issued_at: signed_in.exchanged.started_at,
            expires_at,
            candidates: Vec::new(),
        };
        let refresh_at = if tokens.renewal.is_possible() {
            freshness::choose_refresh_at(tokens.issued_at, expires_at, answer.refresh_in, self.settings.policy.exchange)
        } else {
            None
        };
        let key = config.user_key(&signed_in.session.tenant_id, &signed_in.session.user_id, &signed_in.secrets.label);
        let account_hash = match &account {
            Some(account) => Some(self.grants.hash_account(account).await?),
            None => None,
        };
        // The code was redeemed where it was issued; from here on the account's own organisation is asked.
        let organisation = account.as_ref().and_then(|account| account.organisation.as_deref());
        let variables = of_config::variables_of(config, &signed_in.secrets, organisation);
        // Who said so: the verified token's issuer where there is one, else the definition's.
        let named = signed_in.identity.as_ref().map(|identity| identity.issuer.clone());
        let destination = of_config::destination(config, variables)?;
        let destination = Destination { issuer: named.or(destination.issuer.clone()), ..destination };
        let now = self.clock.now();
        let fresh = Grant::new(
            NewGrant {
                id: GrantId::make_connection(),
                key,
                provider: config.provider.clone(),
                credential_type: CredentialType::OAuthToken,
                material: Material::OAuth(tokens),
                destination,
                account,
                account_hash,
                status: GrantStatus::Active,
                created_by: Some(signed_in.session.user_id.clone()),
                refresh_at,
                next_check_at: Some(self.settings.policy.next_check(now)),
                last_ok_at: Some(now),
            },
            now,
        );
        self.put_grant(config, fresh, Some(&signed_in.session)).await.map(|grant| grant.id)
    }
}

fn refused_code(config: &ProviderConfig, failed: &ExchangeFailure) -> crate::base::Error {
    match failed {
        ExchangeFailure::Answered(answer) => failure::refused(config, answer),
        ExchangeFailure::Unanswered(problem) => failure::no_answer(config, *problem),
    }
}

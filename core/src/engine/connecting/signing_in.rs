//! Turns the code of a user's sign-in into a stored connection.

use std::sync::Arc;

use crate::base::waiting::{self, Awaited};
use crate::base::{GrantId, Result};
use crate::engine::common::exchange::{self, AskedBy, ExchangeFailure, Exchanged, Redeemed};
use crate::engine::common::{
    accounts,
    errors::{self, flow},
};
use crate::engine::grants::freshness::{self, Brought};
use crate::model::config::ProviderConfig;
use crate::model::definition::OAuth;
use crate::model::grant::{CredentialType, Destination, ExternalAccount, Grant, GrantStatus, Material, NewGrant, OAuthTokens};
use crate::model::http::OutboundRequest;
use crate::model::renewal::Renewal;
use crate::model::session::{Session, SessionSecrets};
use crate::model::standing::Standing;
use crate::model::subject::GrantKey;
use crate::protocol::answer_credentials::Expected;
use crate::protocol::callback::{self, IssuerRule};
use crate::protocol::errors::RegisteredError;
use crate::protocol::id_token::VerifiedIdToken;
use crate::protocol::scopes::Spellings;
use crate::protocol::token::{self, Asked, Flaw, TokenFailure};

use super::finish::Judged;
use super::{CallbackOutcome, Connector, look_ups, of_config};

/// What a code was exchanged for.
pub(super) struct SignedIn {
    /// The credential that the session is about.
    pub(super) first: Redeemed,
    /// The person's credential beside the installation's, where the answer holds one.
    pub(super) second: Option<Redeemed>,
    pub(super) identity: Option<VerifiedIdToken>,
    pub(super) session: Session,
    pub(super) secrets: SessionSecrets,
}

impl SignedIn {
    /// Whose account the person's credential is: what the verified ID token says, else what the definition finds in the answer.
    pub(super) fn account_of(&self, redeemed: &Redeemed) -> Option<ExternalAccount> {
        self.identity.as_ref().map(|identity| identity.account.clone()).or_else(|| redeemed.account.clone())
    }
}

/// What a code has given: one credential, and a second one where the answer holds two.
pub(super) struct RedeemedCode {
    first: Redeemed,
    second: Option<Redeemed>,
}

impl RedeemedCode {
    /// The only credential of an answer, which names no account.
    pub(super) const fn only(exchanged: Exchanged) -> Self {
        RedeemedCode { first: Redeemed { exchanged, account: None }, second: None }
    }
}

impl Connector {
    pub(super) async fn finish_sign_in(self: &Arc<Self>, judged: Judged<'_>) -> Result<CallbackOutcome> {
        let config = judged.config.clone();
        let signed_in = self.redeem(judged).await?;
        let stored = self.store_sign_in(&config, &signed_in).await?;
        Ok(self.tell_of(signed_in.session.completed(&stored.id), Some(&stored), None))
    }

    /// Stores the connection of whoever has signed in, in one commit with the end of the session.
    pub(super) async fn store_sign_in(&self, config: &ProviderConfig, signed_in: &SignedIn) -> Result<Grant> {
        let account = signed_in.account_of(&signed_in.first);
        if let (Some(expected), Some(account)) = (&signed_in.secrets.expected_account, &account)
            && !accounts::same_account(expected, account)
        {
            return Err(accounts::mismatch(config));
        }
        let installed = self.installed_organisation(config, &signed_in.session.tenant_id).await?;
        let asked = &signed_in.secrets.scopes;
        let grant = self.make_connection(config, signed_in, &signed_in.first, installed.as_deref(), asked).await?;
        self.put_grant(config, grant, Some(&signed_in.session)).await
    }

    /// Redeems the code where it was issued, once, and judges the ID token where one identifies the account.
    pub(super) async fn redeem(&self, judged: Judged<'_>) -> Result<SignedIn> {
        let config = judged.config;
        if let Some(oauth1) = &config.definition.oauth1 {
            return Box::pin(self.redeem_signed(oauth1, judged)).await;
        }
        let Judged { session, secrets, parameters, browser, creator, .. } = judged;
        let oauth = of_config::oauth_of(config)?;
        let endpoints = of_config::endpoints_of(config, &secrets)?;
        let rule = IssuerRule { expected: endpoints.issuer.as_deref(), required: oauth.requires_iss };
        let details = of_config::denial_details(config, &parameters);
        let told = look_ups::read_callback(config, oauth, &parameters)?;
        let verified = parameters
            .with_code_of(oauth.code_parameter.as_deref())
            .and_then(|parameters| callback::verify_callback(parameters, browser, creator, &rule))
            .map_err(|problem| flow::of_callback(config, problem, details.as_ref()))?;
        let endpoint = exchange::token_endpoint(config, oauth, &endpoints, &*self.clock).await?;
        let request = token::build_code_request(verified, &endpoint, &secrets.redirect_uri, secrets.verifier.as_ref());
        let mut redeemed = self
            .exchange_code(config, oauth, &session, &secrets, request)
            .await
            .map_err(|failed| refused_code(config, &secrets.redirect_uri, &failed))?;
        redeemed.first.exchanged = self.exchange_further(config, oauth, &secrets, &endpoint, redeemed.first.exchanged).await?;
        let mut secrets = secrets;
        secrets.variables.extend(told);
        self.identify_redeemed(config, session, secrets, redeemed).await
    }

    /// Finds out who has signed in, and whatever else the sign-in tells.
    pub(super) async fn identify_redeemed(
        &self,
        config: &ProviderConfig,
        session: Session,
        mut secrets: SessionSecrets,
        redeemed: RedeemedCode,
    ) -> Result<SignedIn> {
        let oauth = of_config::oauth_of(config)?;
        let RedeemedCode { mut first, second } = redeemed;
        self.keep_told(config, oauth, &mut secrets.variables, &first.exchanged).await?;
        let identity = self.identity_of(config, &secrets, &first.exchanged).await?;
        if let Some(spec) = &config.definition.identity {
            let asked = self.ask_identity(config, spec, &first.exchanged.answer, &secrets.variables).await?;
            first.account = Some(look_ups::completed(first.account.take(), asked));
        }
        first.account = look_ups::of_organisation(first.account.take(), oauth, &secrets.variables);
        Ok(SignedIn { first, second, identity, session, secrets })
    }

    async fn exchange_code(
        &self,
        config: &ProviderConfig,
        oauth: &OAuth,
        session: &Session,
        secrets: &SessionSecrets,
        request: OutboundRequest,
    ) -> Result<RedeemedCode, ExchangeFailure> {
        let (diagnosis, budget) = (&config.definition.diagnosis, self.settings.policy.exchange);
        let provider = || Awaited::Provider(config.definition.name.clone());
        let asked = [&secrets.scopes, &secrets.further_scopes];
        let asked = asked.map(|scopes| Asked::new(scopes, oauth).by_code());
        let places = of_config::answer_credentials(config, session.kind);
        if places.is_empty() {
            let exchange = self.token_client.exchange(request, AskedBy::Code(&oauth.kept), asked[0], diagnosis, budget);
            let exchanged = waiting::on(provider(), Box::pin(exchange)).await?;
            return Ok(RedeemedCode::only(exchanged));
        }
        let expected: Vec<_> = places.iter().zip(asked).map(|(place, asked)| Expected { place, asked }).collect();
        let redeemed =
            waiting::on(provider(), Box::pin(self.token_client.redeem(request, &expected, &oauth.kept, diagnosis, budget)))
                .await?;
        let mut redeemed = redeemed.into_iter();
        let nothing = || ExchangeFailure::Answered(TokenFailure::Unusable(Flaw::Unreadable), Box::default());
        let first = redeemed.next().ok_or_else(nothing)?;
        Ok(RedeemedCode { first, second: redeemed.next() })
    }

    async fn identity_of(
        &self,
        config: &ProviderConfig,
        secrets: &SessionSecrets,
        exchanged: &Exchanged,
    ) -> Result<Option<VerifiedIdToken>> {
        let Some(spec) = &config.definition.id_token else { return Ok(None) };
        let Some(token) = &exchanged.answer.id_token else {
            return Err(flow::no_id_token(config, &secrets.scopes));
        };
        self.identifier.identify(config, spec, token, secrets.nonce.as_ref(), &secrets.variables).await.map(Some)
    }

    /// The account must be of the organisation in which the app is installed, and may have what was asked for.
    fn check_account(
        &self,
        config: &ProviderConfig,
        account: &ExternalAccount,
        installed: Option<&str>,
        asked: &[String],
    ) -> Result<()> {
        if installed.is_some() && accounts::have_organisations(config) && account.organisation.as_deref() != installed {
            return Err(accounts::outside_installation(config));
        }
        let personal = config.definition.id_token.as_ref().and_then(|spec| spec.personal_organisation.as_ref());
        let needs_organisation =
            |scope: &String| config.definition.scopes.get(scope).is_some_and(|known| known.organisations_only);
        if personal.is_some() && account.organisation.as_ref() == personal && asked.iter().any(needs_organisation) {
            return Err(flow::personal_account(config));
        }
        Ok(())
    }

    /// The person's connection, as it will be stored. `installed` is the organisation in which the app is installed.
    pub(super) async fn make_connection(
        &self,
        config: &ProviderConfig,
        signed_in: &SignedIn,
        redeemed: &Redeemed,
        installed: Option<&str>,
        asked: &[String],
    ) -> Result<Grant> {
        let SignedIn { session, secrets, .. } = signed_in;
        let account = signed_in.account_of(redeemed);
        if let Some(account) = &account {
            self.check_account(config, account, installed, asked)?;
        }
        let key = config.user_key(&session.tenant_id, &session.user_id, &secrets.label);
        self.make_grant(config, signed_in, redeemed, New { id: GrantId::make_connection(), key, account, asked })
    }

    /// A grant of what was redeemed, as it will be stored.
    ///
    /// # Errors
    /// - `scope_missing`: what was asked for was not granted, so nothing is stored.
    pub(super) fn make_grant(
        &self,
        config: &ProviderConfig,
        signed_in: &SignedIn,
        redeemed: &Redeemed,
        new: New<'_>,
    ) -> Result<Grant> {
        let New { id, key, account, asked } = new;
        let Exchanged { answer, started_at, started_on, .. } = &redeemed.exchanged;
        let told = answer.scopes.clone().unwrap_or_else(|| asked.to_vec());
        let granted = exchange::respelt(config, told, Spellings { asked, before: &[] });
        let missing = exchange::missing_scopes(config, asked, &granted)?;
        if !missing.is_empty() {
            return Err(flow::scopes_missing(config, &missing));
        }
        let renewal = match config.definition.oauth.as_ref().and_then(|oauth| oauth.renewal_by_access_token.as_ref()) {
            Some(_) => Renewal::AccessToken,
            None => Renewal::by(answer.refresh_token.clone()),
        };
        let expires_at = exchange::expiry(config, &redeemed.exchanged, renewal.is_possible(), None);
        let renewal_end = exchange::end_of_sign_in(config, &redeemed.exchanged).filter(|_| renewal.is_possible());
        let (issued_at, refresh_in) = (*started_at, answer.refresh_in);
        let brought = Brought { issued_at, expires_at, refresh_in, renewal_end, call: self.settings.policy.exchange };
        let refresh_at = renewal.is_possible().then(|| freshness::plan(config, &brought)).flatten();
        let tokens = OAuthTokens {
            access_token: Some(answer.access_token.clone()),
            token_secret: answer.token_secret.clone(),
            renewal,
            renewal_end,
            scopes: granted,
            asked_scopes: asked.to_vec(),
            issued_at: *started_at,
            issued_on: started_on.clone(),
            expires_at,
            standing: Standing::Good,
            candidates: Vec::new(),
        };
        // The code was redeemed where it was issued; from here on the account's own organisation is asked.
        let organisation = account.as_ref().and_then(|account| account.organisation.as_deref());
        let variables = of_config::variables_of(config, &signed_in.secrets, organisation);
        // Who said so: the verified token's issuer where there is one, else the definition's.
        let named = signed_in.identity.as_ref().map(|identity| identity.issuer.clone());
        let destination = of_config::destination(config, variables)?;
        let destination = Destination { issuer: named.or(destination.issuer.clone()), ..destination };
        let now = self.clock.now();
        let new = NewGrant {
            id,
            key,
            provider: config.provider.clone(),
            credential_type: if answer.token_secret.is_some() { CredentialType::OAuth1Token } else { CredentialType::OAuthToken },
            material: Material::OAuth(tokens),
            destination,
            account,
            status: GrantStatus::Active,
            created_by: Some(signed_in.session.user_id.clone()),
            refresh_at,
            next_check_at: Some(self.settings.policy.next_check(now)),
            last_ok_at: Some(now),
        };
        Ok(Grant::new(new, now))
    }
}

/// What a redeemed credential is stored as.
pub(super) struct New<'a> {
    pub(super) id: GrantId,
    pub(super) key: GrantKey,
    pub(super) account: Option<ExternalAccount>,
    /// The scopes that were asked for.
    pub(super) asked: &'a [String],
}

fn refused_code(config: &ProviderConfig, redirect_uri: &str, failed: &ExchangeFailure) -> crate::base::Error {
    let error = match failed {
        ExchangeFailure::Answered(
            TokenFailure::InvalidGrant { .. } | TokenFailure::RequestRejected(RegisteredError::InvalidGrant),
            _,
        ) => flow::code_refused(config, redirect_uri),
        failed => errors::sign_in_failed(config, failed),
    };
    error.with_provider_details(failed.details())
}

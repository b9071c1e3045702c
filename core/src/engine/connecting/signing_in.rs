//! A user's sign-in: code, tokens, account, scopes, grant.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::base::{GrantId, Result};
use crate::catalog;
use crate::engine::Engine;
use crate::engine::common::exchange::{self, ExchangeFailure, Exchanged};
use crate::engine::common::{accounts, failure};
use crate::engine::grants::{freshness, status};
use crate::model::config::ProviderConfig;
use crate::model::definition::OAuth;
use crate::model::event::EventType;
use crate::model::grant::{
    CredentialType, Destination, ExternalAccount, Grant, GrantSecrets, GrantStatus, Material, OAuthTokens,
};
use crate::model::renewal::Renewal;
use crate::model::rows::{Conflict, Schedule};
use crate::model::session::{Session, SessionSecrets};
use crate::model::subject::SubjectKind;
use crate::protocol::callback::{self, IssuerRule};
use crate::protocol::id_token::VerifiedIdToken;
use crate::protocol::token::{self, Asked};
use crate::repo::GrantUpdate;

use super::finish::Judged;
use super::{CallbackOutcome, ending, problems, renewing, start};

/// What a code was exchanged for.
pub(super) struct SignedIn {
    pub(super) exchanged: Exchanged,
    pub(super) identity: Option<VerifiedIdToken>,
    pub(super) session: Session,
    pub(super) secrets: SessionSecrets,
}

impl Engine {
    pub(super) async fn finish_sign_in(self: &Arc<Self>, judged: Judged<'_>) -> Result<CallbackOutcome> {
        let config = judged.config.clone();
        let signed_in = self.redeem(judged).await?;
        let account = signed_in.identity.as_ref().map(|identity| identity.account.clone());
        self.check_account(&config, &signed_in, account.as_ref()).await?;
        let granted = signed_in.exchanged.answer.scopes.clone().unwrap_or_else(|| signed_in.secrets.scopes.clone());
        let missing = exchange::missing_scopes(&config, &signed_in.secrets.scopes, &granted)?;
        if !missing.is_empty() {
            return Err(problems::scopes_missing(&config, &missing));
        }
        let grant_id = self.store_connection(&config, &signed_in, account, granted).await?;
        Ok(self.tell(ending::completed(&signed_in.session, &grant_id), None))
    }

    /// Redeems the code where it was issued, once, and judges the ID token where one identifies the account.
    pub(super) async fn redeem(&self, judged: Judged<'_>) -> Result<SignedIn> {
        let Judged { config, session, secrets, parameters, browser, creator } = judged;
        let oauth = start::oauth_of(config)?;
        let endpoints = start::endpoints_of(config, &secrets)?;
        let rule = IssuerRule { expected: endpoints.issuer.as_deref(), required: oauth.requires_iss };
        let verified = callback::verify_callback(parameters, browser, creator, &rule)
            .map_err(|problem| problems::of_callback(config, problem))?;
        let client = exchange::registration(config, oauth);
        let request =
            token::build_code_request(verified, &endpoints.token, &client, &secrets.redirect_uri, secrets.verifier.as_ref());
        let asked = Asked { scopes: &secrets.scopes, separator: &oauth.scope_separator };
        let exchanged =
            self.exchange(request, asked, self.settings.policy.exchange).await.map_err(|failed| refused_code(config, &failed))?;
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
            return Err(problems::no_id_token(config, &secrets.scopes));
        };
        self.identify(config, spec, token, secrets.nonce.as_ref(), &secrets.variables).await.map(Some)
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
            return Err(problems::personal_account(config));
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
            Some(account) => Some(self.repo.hash_account(account).await?),
            None => None,
        };
        // The code was redeemed where it was issued; from here on the account's own organisation is asked.
        let organisation = account.as_ref().and_then(|account| account.organisation.as_deref());
        let variables = variables_of(config, &signed_in.secrets, organisation);
        // Who said so: the verified token's issuer where there is one, else the definition's.
        let named = signed_in.identity.as_ref().map(|identity| identity.issuer.clone());
        let destination = destination(config, variables)?;
        let destination = Destination { issuer: named.or(destination.issuer.clone()), ..destination };
        let now = self.clock.now();
        let fresh = Grant {
            id: GrantId::make_connection(),
            key,
            provider: config.provider.clone(),
            credential_type: CredentialType::OAuthToken,
            secrets: GrantSecrets {
                material: Material::OAuth(tokens),
                destination,
                account,
                status: GrantStatus::Active,
                reason: None,
                created_by: Some(signed_in.session.user_id.clone()),
                pending_since: None,
                pending_claims: None,
                paused_by: None,
            },
            generation: 1,
            revision: 1,
            fence: 0,
            refresh_at,
            next_check_at: Some(self.next_check(Duration::ZERO)),
            last_used_at: Some(now),
            failures: 0,
            next_attempt_at: None,
            last_ok_at: Some(now),
            created_at: now,
            updated_at: now,
            account_hash,
            committed_epoch: 0,
            open_intent: None,
        };
        self.put_grant(config, fresh, Some(&signed_in.session)).await.map(|grant| grant.id)
    }

    /// Stores a new grant under its key, over a deleted one, or in place of the one that is being renewed. A lease under way
    /// loses: the fence moves, so that its late result does not replace what the person has just done.
    ///
    /// The session that led here is complete with the same commit: whoever cancels it in the last instant has either cancelled
    /// it, and nothing is connected, or comes too late.
    pub(in crate::engine) async fn put_grant(
        &self,
        config: &ProviderConfig,
        fresh: Grant,
        session: Option<&Session>,
    ) -> Result<Grant> {
        loop {
            let now = self.clock.now();
            let mut grant = fresh.clone();
            let old = self.repo.find_grant(&grant.key).await?;
            renewing::check_renewed(session, old.as_ref().map(|old| &old.id))?;
            let outcome = if let Some(old) = old {
                check_replacement(config, &old, &grant)?;
                grant.id = old.id.clone();
                grant.created_at = old.created_at;
                grant.generation = old.generation + 1;
                grant.revision = old.revision;
                grant.fence = old.fence + 1;
                grant.committed_epoch = old.committed_epoch;
                let event_type = match grant.key.subject {
                    SubjectKind::Installation => EventType::InstallationUpdated,
                    _ => EventType::ConnectionUpdated,
                };
                let events = vec![status::event(event_type, &grant, now)];
                let session = session.map(|session| ending::completed(session, &grant.id));
                let (guard, schedule) = (status::guard(&old), Schedule::Both);
                let update = GrantUpdate { grant: &grant, guard, schedule, release_lease: true, events };
                self.repo.replace_grant(update, session.as_ref()).await?.map(Some)
            } else if let Some(tombstone) = self.repo.find_tombstone(&grant.key).await? {
                grant.id = tombstone.id;
                grant.generation = tombstone.generation + 1;
                grant.revision = tombstone.revision;
                grant.fence = tombstone.fence;
                let guard = crate::model::rows::GrantGuard {
                    generation: tombstone.generation,
                    revision: Some(tombstone.revision),
                    fence: tombstone.fence,
                    lease: None,
                };
                let events = vec![status::event(created(&grant), &grant, now)];
                let schedule = Schedule::Both;
                let session = session.map(|session| ending::completed(session, &grant.id));
                let update = GrantUpdate { grant: &grant, guard, schedule, release_lease: true, events };
                self.repo.replace_grant(update, session.as_ref()).await?.map(Some)
            } else {
                let events = vec![status::event(created(&grant), &grant, now)];
                let session = session.map(|session| ending::completed(session, &grant.id));
                self.repo.insert_grant(&grant, events, session.as_ref()).await?.map(|()| None)
            };
            match outcome {
                Ok(stored) => {
                    self.cache.remove(&grant.id);
                    return Ok(stored.unwrap_or(grant));
                }
                Err(Conflict::Claimed) => return Err(failure::claimed(config)),
                // Somebody else stored or changed it between our look and our write.
                Err(Conflict::Exists | Conflict::Stale | Conflict::Leased | Conflict::Full) => {
                    if let Some(session) = session {
                        self.check_unmoved(session).await?;
                    }
                }
            }
        }
    }
}

fn check_replacement(config: &ProviderConfig, old: &Grant, new: &Grant) -> Result<()> {
    if old.credential_type != new.credential_type {
        let error = crate::base::Error::new(
            crate::base::ErrorCode::InvalidRequest,
            format!("Under this label there is already a {}.", old.credential_type.as_str()),
        )
        .with_hint("Give another label, or delete the other one first.");
        return Err(failure::with_grant(error, config, old));
    }
    if old.key.subject == SubjectKind::Installation
        && old.secrets.status != GrantStatus::PendingApproval
        && new.secrets.status == GrantStatus::PendingApproval
    {
        // Its claim was proved or approved, and it keeps its organisation whatever state it is in.
        let same = accounts::same_organisation(old, new);
        return Err(if same { problems::unproven(config, old) } else { accounts::mismatch(config) });
    }
    match (&old.secrets.account, &new.secrets.account) {
        (Some(before), Some(now)) if !accounts::same_account(before, now) && old.key.subject != SubjectKind::Installation => {
            Err(accounts::mismatch(config))
        }
        // What nobody has approved does not keep out an administrator of another organisation who has proved to be one.
        (Some(_), Some(_))
            if old.secrets.status == GrantStatus::PendingApproval && new.secrets.status == GrantStatus::Pending =>
        {
            Ok(())
        }
        (Some(before), Some(now)) if before.organisation != now.organisation => Err(accounts::mismatch(config)),
        _ => Ok(()),
    }
}

fn created(grant: &Grant) -> EventType {
    match grant.key.subject {
        SubjectKind::Installation => EventType::InstallationCreated,
        _ => EventType::ConnectionCreated,
    }
}

/// The variables of the grant: those of its flow, with the organisation that the account has shown to be of.
fn variables_of(config: &ProviderConfig, secrets: &SessionSecrets, organisation: Option<&str>) -> BTreeMap<String, String> {
    let mut variables = secrets.variables.clone();
    if organisation.is_some() {
        variables.extend(accounts::flow_variables(config, organisation));
    }
    variables
}

/// Where the secrets of a grant may go, fixed at the moment they are stored.
pub(super) fn destination(config: &ProviderConfig, variables: BTreeMap<String, String>) -> Result<Destination> {
    let endpoints = catalog::resolve_endpoints(config, &variables)?;
    Ok(Destination {
        issuer: endpoints.issuer,
        token_endpoint: endpoints.token.into(),
        client_id: config.client_id.clone(),
        api_origins: endpoints.api_origins,
        variables,
    })
}

fn refused_code(config: &ProviderConfig, failed: &ExchangeFailure) -> crate::base::Error {
    match failed {
        ExchangeFailure::Answered(answer) => failure::refused(config, answer),
        ExchangeFailure::Unanswered(problem) => failure::no_answer(config, *problem),
    }
}

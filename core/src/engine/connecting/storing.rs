//! Stores the grants of a session, each under its key and in one commit with the session's end.

use crate::base::{Error, ErrorCode, Result, waiting};
use crate::catalog;
use crate::engine::common::{
    accounts,
    errors::{self, flow},
    registrations::News,
};
use crate::engine::grants::storing::Made;
use crate::model::config::ProviderConfig;
use crate::model::credential_type::CredentialType;
use crate::model::grant::{Grant, GrantStatus};
use crate::model::rows::Conflict;
use crate::model::session::Session;
use crate::model::subject::SubjectKind;

use super::{Connector, keeping, target};

/// A grant that is stored.
pub(in crate::engine) struct Put {
    pub(in crate::engine) grant: Grant,
    /// Whether there was none under its key when it was; otherwise it took the place of another one.
    pub(in crate::engine) is_new: bool,
}

impl Connector {
    /// Stores a new grant under its key, over a deleted one, or in place of the one that is being reconnected.
    pub(in crate::engine) async fn put_grant(
        &self,
        config: &ProviderConfig,
        fresh: Grant,
        session: Option<&Session>,
    ) -> Result<Grant> {
        self.put_one(config, fresh, session).await.map(|put| put.grant)
    }

    /// The same, and says whether there was none.
    pub(super) async fn put_one(&self, config: &ProviderConfig, fresh: Grant, session: Option<&Session>) -> Result<Put> {
        let stored = self.put_grants(config, std::slice::from_ref(&fresh), session).await?.pop();
        Ok(stored.unwrap_or(Put { grant: fresh, is_new: false }))
    }

    /// Stores what one flow has made, as [`Connector::put_grant`]: all of it or nothing. The session is about the first one.
    pub(in crate::engine) async fn put_grants(
        &self,
        config: &ProviderConfig,
        fresh: &[Grant],
        session: Option<&Session>,
    ) -> Result<Vec<Put>> {
        let mut left_behind = None;
        let is_beside_installation = fresh.first().is_some_and(|first| first.key.subject == SubjectKind::Installation);
        loop {
            let old = self.grants.find_all(fresh.iter().map(|grant| &grant.key)).await?;
            target::check_reconnected(session, old.first().and_then(Option::as_ref).map(|old| &old.id))?;
            for (old, fresh) in old.iter().zip(fresh) {
                if let Some(old) = old {
                    let is_beside = is_beside_installation && old.key.subject != SubjectKind::Installation;
                    check_replacement(config, old, fresh).map_err(|error| match error.code() {
                        ErrorCode::AccountMismatch if is_beside => accounts::other_installer(config, old),
                        _ => error,
                    })?;
                }
            }
            let elapsed = self.clock.elapsed();
            let mut standing = old.iter().zip(fresh).filter_map(|(old, fresh)| Some((old.as_ref()?, fresh)));
            if let Some((held, _)) = standing.find(|(old, fresh)| keeping::is_in_flight(old, fresh, elapsed)) {
                // An exchange may have ended since the look: only what is still there at the next one was left behind.
                let lease = Some((held.id.clone(), held.lease_epoch));
                let is_under_way = self.checker.refresher.is_renewing(&held.id) || left_behind != lease;
                left_behind = lease;
                self.grants.wait_for_holder(held, &config.definition.name, is_under_way).await?;
                continue;
            }
            waiting::set_purpose(None);
            let keep = |(fresh, old): (&Grant, &Option<Grant>)| {
                keeping::keep_refresh_token(config, fresh, old.as_ref(), &self.settings.policy)
                    .map(|kept| keeping::keep_proof(kept, old.as_ref()))
            };
            let fresh = fresh.iter().zip(&old).map(keep).collect::<Result<Vec<Grant>>>()?;
            let made: Vec<Made<'_>> = old.iter().zip(&fresh).map(|(old, fresh)| Made { fresh, old: old.as_ref() }).collect();
            match self.grants.stored(&made, session, self.recovery_by(config, &fresh).await).await? {
                // What the commit has found, and nobody's look before it.
                Ok(stored) => {
                    let put = stored.into_iter().zip(&old).map(|(grant, old)| Put { grant, is_new: old.is_none() });
                    return Ok(put.collect());
                }
                Err(Conflict::OrganisationHeld) => return Err(errors::organisation_held(config)),
                // Somebody else stored or changed one of them between our look and our write.
                Err(
                    Conflict::Exists
                    | Conflict::Stale
                    | Conflict::Leased
                    | Conflict::Paused
                    | Conflict::Full
                    | Conflict::Orphaned
                    | Conflict::KeyEnded
                    | Conflict::IndexKeyEnded
                    | Conflict::AuditKeyEnded,
                ) => {
                    if let Some(session) = session {
                        self.check_unmoved(session).await?;
                    }
                }
            }
        }
    }
}

impl Connector {
    /// The news that the provider takes the config's client again, where what a sign-in or an installation has brought shows it.
    async fn recovery_by(&self, config: &ProviderConfig, fresh: &[Grant]) -> Option<News> {
        let refresher = &self.checker.refresher;
        let grant = fresh.iter().find(|grant| grant.credential_type.is_signed_in())?;
        refresher.recall_alarm(config, grant).await;
        refresher.registrations.signed_in(config, &grant.secrets.destination.token_endpoint)
    }
}

pub(super) fn check_replacement(config: &ProviderConfig, old: &Grant, new: &Grant) -> Result<()> {
    errors::check_provider(config, old)?;
    if old.credential_type != new.credential_type {
        return Err(other_kind(config, old));
    }
    if old.key.subject == SubjectKind::Installation
        && old.secrets.status != GrantStatus::PendingApproval
        && new.secrets.status == GrantStatus::PendingApproval
    {
        // Its right to the organisation was proved or approved, and it keeps its organisation whatever state it is in.
        let same = accounts::same_organisation(old, new);
        return Err(if same { flow::unproven(config, old) } else { accounts::other_organisation(config, old) });
    }
    // A person's number says who it is at one host only.
    if old.key.subject != SubjectKind::Installation
        && old.credential_type.is_signed_in()
        && catalog::changed_user_variable(config, &old.secrets.destination.variables, &new.secrets.destination.variables)
            .is_some()
    {
        return Err(accounts::mismatch(config));
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
        (Some(before), Some(now)) if before.organisation != now.organisation => Err(accounts::other_organisation(config, old)),
        _ => Ok(()),
    }
}

/// Under one label stands one credential for the API.
pub(super) fn other_kind(config: &ProviderConfig, old: &Grant) -> Error {
    let what = match old.credential_type {
        CredentialType::ApiKey => "an API key",
        CredentialType::WebhookSecret => "a webhook secret",
        CredentialType::OAuthToken | CredentialType::OAuth1Token => "a connection",
    };
    let error = Error::new(ErrorCode::InvalidRequest, format!("Under this label there is {what} already."))
        .with_hint("Give another label, or delete the other one first.");
    errors::with_grant(error, config, old)
}

//! A read: from the cache, else from the store, else through a refresh.

use std::sync::Arc;
use std::time::Duration;

use crate::base::fork::unannounced;
use crate::base::waiting;
use crate::base::{Error, Result, TenantId, Timestamp};
use crate::model::config::ProviderConfig;
use crate::model::credential::{Credential, CredentialParts};
use crate::model::grant::{Grant, GrantStatus, Material};
use crate::model::standing::Standing;
use crate::model::subject::{GrantKey, Subject};

use super::Reader;
use super::building::build_credential;
use super::call_options::CallOptions;
use super::caller_time::CallerTime;
use super::finding::{is_meant, key_ref};
use crate::engine::common::single_flight::Aboard;
use crate::engine::common::{errors, exchange};
use crate::engine::grants::cache::shared::{Moment, Shared};
use crate::engine::grants::cache::{Answer, Hit, KeyRef, Loaded};
use crate::engine::grants::freshness::{self, Freshness};
use crate::engine::grants::upkeep::{self, Upkeep, Work};
use crate::engine::grants::validity::CachedCredential;
use crate::engine::renewing::flights::Wanted;

/// What is younger than this is everybody's look.
const LOOK_SHARED_FOR: Duration = Duration::from_millis(250);

/// What a caller means: a config, and the key under which the cache has the credential.
struct LookUp<'a> {
    config: &'a Arc<ProviderConfig>,
    key: KeyRef<'a>,
}

impl Reader {
    /// The cached credential, or `None`: never opens, looks or loads, starts nothing and changes nothing.
    pub(crate) fn peek(&self, subject: &Subject) -> Result<Option<Credential>> {
        Ok(self.peek_hit(subject)?.map(|hit| hit.credential))
    }

    /// The same, with what tells later whether it still stands.
    pub(crate) fn peek_with_validity(&self, subject: &Subject) -> Result<Option<CachedCredential>> {
        Ok(self.peek_hit(subject)?.map(|hit| self.with_validity(hit)))
    }

    fn peek_hit(&self, subject: &Subject) -> Result<Option<Hit>> {
        self.tasks.check_open()?;
        let Some(LookUp { key, .. }) = self.look_up(subject)? else { return Ok(None) };
        Ok(self.grants.cache().peek(&key, |found| subject.fits(found), self.clock.now(), self.clock.elapsed()))
    }

    /// The answer of the fast path of [`Reader::get_credential`]; starts behind it what is due.
    pub(crate) fn answer(self: &Arc<Self>, subject: &Subject, options: &CallOptions) -> Result<Option<Credential>> {
        if !options.is_plain() {
            return self.tasks.check_open().map(|()| None);
        }
        Ok(self.answer_hit(subject)?.map(|hit| hit.credential))
    }

    /// The same, with what tells later whether it still stands.
    pub(crate) fn answer_with_validity(self: &Arc<Self>, subject: &Subject) -> Result<Option<CachedCredential>> {
        Ok(self.answer_hit(subject)?.map(|hit| self.with_validity(hit)))
    }

    fn answer_hit(self: &Arc<Self>, subject: &Subject) -> Result<Option<Hit>> {
        self.tasks.check_open()?;
        let Some(LookUp { config, key }) = self.look_up(subject)? else { return Ok(None) };
        let cache = self.grants.cache();
        let answer = cache.answer(&key, |found| subject.fits(found), self.clock.now(), self.clock.elapsed());
        let Some(Answer { hit, work }) = answer else { return Ok(None) };
        if work != Work::default() {
            // Only what would start work asks the system which process this is: a plain hit makes no system call.
            if self.tasks.origin().is_foreign() {
                // The work is taken and will not be done, so the cache answers nothing from here on.
                cache.forget_look();
                return Err(unannounced());
            }
            self.start_behind(config, &subject.tenant_id, &hit.credential, work);
        }
        Ok(Some(hit))
    }

    fn with_validity(&self, hit: Hit) -> CachedCredential {
        let validity = self.grants.cache().validity(&hit, &self.clock);
        CachedCredential { credential: hit.credential, validity }
    }

    /// The one place where an answer starts work that its caller does not wait for: in a process with background work.
    #[cold]
    fn start_behind(self: &Arc<Self>, config: &Arc<ProviderConfig>, tenant_id: &TenantId, credential: &Credential, work: Work) {
        if work.refresh {
            self.refresher.refresh_behind(Wanted {
                config: config.clone(),
                tenant_id: tenant_id.clone(),
                grant_id: credential.grant_id.clone(),
                witness: credential.generation,
            });
        }
        if work.note_use {
            self.grants.used(tenant_id.clone(), credential.grant_id.clone());
        }
    }

    /// Notes the use of a grant by a caller who waits for its renewal.
    pub(in crate::engine) fn note_use(self: &Arc<Self>, grant: &Grant) {
        if upkeep::is_note_due(grant.last_used_at, self.clock.now()) {
            self.grants.used(grant.key.tenant_id.clone(), grant.id.clone());
        }
    }

    /// What a caller means; `None` where only the store can say.
    #[inline]
    fn look_up<'a>(&'a self, subject: &'a Subject) -> Result<Option<LookUp<'a>>> {
        self.grants.cache().introduce_thread(self.tasks.origin())?;
        if subject.grant_id.is_some() {
            return Ok(None);
        }
        let Some(config) = self.configs.find(&subject.provider, subject.config.as_ref()) else {
            return subject.check_named().map(|()| None);
        };
        Ok(Some(LookUp { config, key: key_ref(config, subject)? }))
    }

    /// A valid credential, renewed first if need be.
    ///
    /// # Errors
    /// - `not_connected`, `installation_not_found`, `ambiguous_config`, `user_id_required`: there is no such grant.
    /// - `reauth_required`, `scope_missing`: somebody must go through a new session.
    /// - `installation_pending`, `approval_required`: the installation is not usable yet.
    /// - `provider_unavailable`, `rate_limited`, `provider_config_rejected`, `timeout`: it could not be renewed now.
    /// - `invalid_request`: `options.claims` is not a JSON object, as it is or in base64, of at most 8 KiB.
    pub(crate) async fn get_credential(self: &Arc<Self>, subject: &Subject, options: &CallOptions) -> Result<Credential> {
        self.get_within(subject, options, self.time_of(options)).await
    }

    pub(super) async fn get_within(
        self: &Arc<Self>,
        subject: &Subject,
        options: &CallOptions,
        time: CallerTime,
    ) -> Result<Credential> {
        let answer = self.read(subject, options, time).await;
        self.grants.note_uses(time.for_notes()).await;
        answer
    }

    async fn read(self: &Arc<Self>, subject: &Subject, options: &CallOptions, time: CallerTime) -> Result<Credential> {
        if let Some(credential) = self.answer(subject, options)? {
            return Ok(credential);
        }
        let config = self.configs.resolve(&subject.provider, subject.config.as_ref())?.clone();
        if let Err(error) = self.look_if_stale(time.for_renewal()).await {
            return self.serve_during_outage(subject, options, error);
        }
        // A look may have shown that the entry still stands.
        if let Some(credential) = self.answer(subject, options)? {
            return Ok(credential);
        }
        if let Some(shared) = self.under_way(subject, &config, options)? {
            check_scopes(&config, &shared.grant, &options.scopes)?;
            return self.renew_and_check(&config, &shared, subject, options, time).await;
        }
        let mark = self.grants.cache().mark();
        let grant = self.find(subject, &config).await?;
        check_scopes(&config, &grant, &options.scopes)?;
        if options.claims.is_some() {
            let key = grant.key.clone();
            let renewed = self.renew_for_challenge(config.clone(), grant, options, time).await?;
            return check_type(&config, &key, subject, renewed);
        }
        let min_validity = freshness::validity(&config, options.min_validity.or(self.settings.policy.min_validity));
        match freshness::judge(&grant, self.grants.now_for(&grant), min_validity) {
            Freshness::Dead => Err(errors::unusable(&config, &grant)),
            Freshness::Fresh if !options.force_refresh => Ok(self.answer_loaded(mark, &config, &grant)),
            _ => {
                let shared = Shared::new(grant);
                self.grants.cache().share(mark, &shared);
                self.renew_and_check(&config, &shared, subject, options, time).await
            }
        }
    }

    /// What another caller has read who waits for the renewal that this one wants too: it needs no look into the vault of its own.
    fn under_way(&self, subject: &Subject, config: &ProviderConfig, options: &CallOptions) -> Result<Option<Arc<Shared>>> {
        if subject.grant_id.is_some() || options.claims.is_some() {
            return Ok(None);
        }
        let min_validity = freshness::validity(config, options.min_validity.or(self.settings.policy.min_validity));
        let is_wanting = |grant: &Grant| match freshness::judge(grant, self.grants.now_for(grant), min_validity) {
            Freshness::Expired => true,
            Freshness::Fresh => options.force_refresh,
            Freshness::Dead => false,
        };
        let shared = self.grants.cache().under_way(&key_ref(config, subject)?).filter(|shared| {
            let grant = &shared.grant;
            subject.fits(grant.credential_type) && self.refresher.is_renewing(&grant.id) && is_wanting(grant)
        });
        Ok(shared)
    }

    async fn renew_and_check(
        self: &Arc<Self>,
        config: &Arc<ProviderConfig>,
        shared: &Shared,
        subject: &Subject,
        options: &CallOptions,
        time: CallerTime,
    ) -> Result<Credential> {
        let renewed = self.renew_for_caller(config, shared, options, time).await?;
        check_type(config, &shared.grant.key, subject, renewed)
    }

    /// Looks if the last look is too old to answer from the cache. A vault that is silent is away for this caller; the look goes on, so that the
    /// store learns that its connection is dead.
    async fn look_if_stale(&self, limit: Duration) -> Result<()> {
        if self.grants.cache().is_fresh(self.clock.elapsed()) {
            return Ok(());
        }
        waiting::within(limit, Box::pin(self.look())).await
    }

    /// One look for all who come within a moment. Later ones do not wait for a look that hangs.
    async fn look(&self) -> Result<()> {
        let moment = self.clock.elapsed().as_millis() / LOOK_SHARED_FOR.as_millis();
        let Aboard { follower, leader } = self.looks.join(moment, (), |()| {});
        if let Some(leader) = leader {
            let grants = self.grants.clone();
            self.tasks.spawn_exchange(async move {
                let looked = waiting::apart(leader.waits(), Box::pin(grants.look())).await;
                leader.finish(|_| looked);
            });
        }
        follower.answer().await.unwrap_or_else(|| Err(self.tasks.why_unanswered()))
    }

    async fn renew_for_caller(
        self: &Arc<Self>,
        config: &Arc<ProviderConfig>,
        shared: &Shared,
        options: &CallOptions,
        time: CallerTime,
    ) -> Result<Credential> {
        let wait = self.refresher.refresh(Wanted::after(config, &shared.grant));
        if shared.takes_note() {
            self.note_use(&shared.grant);
        }
        let renewed = match waiting::limited(time.for_renewal(), Box::pin(wait)).await {
            Ok(Ok(renewed)) => renewed,
            Ok(Err(error)) if options.force_refresh => return Err(error),
            Ok(Err(error)) => return self.serve_what_is_left(config, shared, error, &options.scopes, time).await,
            Err(awaited) => {
                let error = errors::timed_out(config, awaited.as_ref());
                if options.force_refresh {
                    return Err(error);
                }
                return self.serve_what_is_left(config, shared, error, &options.scopes, time).await;
            }
        };
        self.hand_out_renewed(config, &renewed, &options.scopes)
    }

    /// What a caller gets who has waited for a renewal.
    pub(in crate::engine) fn hand_out_renewed(
        &self,
        config: &ProviderConfig,
        renewed: &Grant,
        scopes: &[String],
    ) -> Result<Credential> {
        if freshness::judge(renewed, self.grants.now_for(renewed), self.settings.policy.min_validity) == Freshness::Dead {
            return Err(errors::unusable(config, renewed));
        }
        if let Material::OAuth(tokens) = &renewed.secrets.material
            && tokens.expires_at.is_some_and(|end| end <= self.grants.now_for(renewed))
        {
            return Err(errors::ended_at_once(config, renewed));
        }
        // A renewal may narrow them (RFC 6749 §6).
        check_scopes(config, renewed, scopes)?;
        // Not cached here: the next read loads what the store then holds, which a deletion meanwhile may have changed.
        Ok(build_credential(config, renewed, &self.clock).into_refreshed())
    }

    /// It could not be renewed. A token that still works is served all the same, visibly degraded; never one that has ended.
    async fn serve_what_is_left(
        &self,
        config: &ProviderConfig,
        before: &Shared,
        error: Error,
        scopes: &[String],
        time: CallerTime,
    ) -> Result<Credential> {
        // What a connection needs to reach the provider: shorter than this, and the caller would hold a dead token.
        const LEAST: Duration = Duration::from_secs(5);
        // Where it cannot be read either, the caller is told why nothing was renewed.
        let now = Moment { mark: self.grants.cache().mark(), elapsed: self.clock.elapsed() };
        let left = before.left(now, self.grants.load(&before.grant.key.tenant_id, &before.grant.id));
        let Ok(Ok(Some(grant))) = waiting::limited(time.for_serving(), Box::pin(left)).await else { return Err(error) };
        let alive = match &grant.secrets.material {
            Material::OAuth(tokens) => tokens.is_alive(self.grants.now_for(&grant).plus(LEAST)),
            Material::Fields(_) => true,
        };
        let served = matches!(grant.secrets.status, GrantStatus::Active | GrantStatus::Degraded | GrantStatus::NeedsReauth);
        if !alive || !served {
            // Whoever asks why a token is not served that has not ended.
            let is_dead = matches!(&grant.secrets.material, Material::OAuth(tokens) if tokens.standing == Standing::Dead);
            let reason = grant.secrets.reason.as_ref().filter(|_| is_dead && error.context().reason.is_none());
            return Err(match reason {
                Some(reason) => error.with_context(|context| context.reason = Some(reason.as_str().to_owned())),
                None => error,
            });
        }
        check_scopes(config, &grant, scopes)?;
        let mut parts = CredentialParts::clone(&build_credential(config, &grant, &self.clock));
        parts.degraded = true;
        Ok(Credential::new(parts))
    }

    /// Answers with what was loaded, keeps it for the next reads, and starts behind it what is due.
    fn answer_loaded(self: &Arc<Self>, mark: u64, config: &Arc<ProviderConfig>, grant: &Grant) -> Credential {
        let credential = build_credential(config, grant, &self.clock);
        let policy = &self.settings.policy;
        let ends_at = credential.expires_at.unwrap_or(Timestamp::NEVER);
        let usable_until = match &grant.secrets.material {
            Material::OAuth(tokens) if tokens.expires_at.is_some() => {
                ends_at.minus(freshness::effective(tokens, freshness::validity(config, policy.min_validity)))
            }
            _ => ends_at,
        };
        let paused_for = grant.next_attempt_at.map_or(Duration::ZERO, |at| at.saturating_sub(self.clock.elapsed()));
        let due_at = freshness::due_at(config, grant, policy.exchange, self.clock.now(), paused_for);
        let due_at = due_at.filter(|_| self.settings.background);
        let loaded = Loaded {
            key: GrantKey { config: config.id.clone(), ..grant.key.clone() },
            credential: credential.clone(),
            revision: grant.revision,
            usable_until,
            usable_until_elapsed: self.grants.elapsed_at(grant, usable_until),
            lives_until_elapsed: self.grants.elapsed_at(grant, ends_at),
            upkeep: Upkeep::new(grant.last_used_at, due_at.unwrap_or(Timestamp::NEVER)),
        };
        let work = self.grants.cache().put(mark, loaded, self.clock.now());
        self.start_behind(config, &grant.key.tenant_id, &credential, work);
        credential
    }

    /// The store is away: unexpired entries are served for a while, visibly degraded. Nothing can be renewed, so one that lives shorter
    /// than was asked for is better than none; what it may be used for stands in it.
    fn serve_during_outage(self: &Arc<Self>, subject: &Subject, options: &CallOptions, error: Error) -> Result<Credential> {
        if options.force_refresh || options.claims.is_some() {
            return Err(error);
        }
        let config = self.configs.resolve(&subject.provider, subject.config.as_ref())?;
        let Some(known) = self.known(config, subject)?.filter(|known| subject.fits(known.credential_type)) else {
            return Err(error);
        };
        // Somebody may have agreed to more by now: only the store could say.
        if known.fields.is_empty() && !exchange::missing_scopes(config, &options.scopes, &known.scopes)?.is_empty() {
            return Err(error);
        }
        let mut parts = CredentialParts::clone(&known);
        parts.degraded = true;
        Ok(Credential::new(parts))
    }

    /// What was last known of what a caller means.
    fn known(&self, config: &Arc<ProviderConfig>, subject: &Subject) -> Result<Option<Credential>> {
        let cache = self.grants.cache();
        let (now, elapsed, limit) = (self.clock.now(), self.clock.elapsed(), self.settings.policy.outage_limit);
        let Some(id) = &subject.grant_id else {
            return Ok(cache.last_known(&key_ref(config, subject)?, now, elapsed, limit));
        };
        let key = cache.key_of(id).filter(|key| key.tenant_id == subject.tenant_id && is_meant(config, subject, key));
        let known = key.and_then(|key| cache.last_known(&KeyRef::of(&key), now, elapsed, limit));
        // Another grant may have taken its place under that key.
        Ok(known.filter(|known| known.grant_id == *id))
    }
}

/// A credential that was waited for. Meanwhile the grant may have been deleted, and one of another type have taken its place.
pub(super) fn check_type(config: &ProviderConfig, key: &GrantKey, subject: &Subject, renewed: Credential) -> Result<Credential> {
    if subject.fits(renewed.credential_type) {
        return Ok(renewed);
    }
    Err(errors::absent_type(config, key, subject.credential_type))
}

pub(in crate::engine) fn check_scopes(config: &ProviderConfig, grant: &Grant, asked: &[String]) -> Result<()> {
    let Material::OAuth(tokens) = &grant.secrets.material else { return Ok(()) };
    let missing = exchange::missing_scopes(config, asked, &tokens.scopes)?;
    if missing.is_empty() {
        return Ok(());
    }
    Err(errors::with_grant(errors::flow::scopes_not_granted(config, &missing), config, grant))
}

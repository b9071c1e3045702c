//! Polls the token endpoint for a device flow (RFC 8628 §3.4, §3.5), no faster than the provider wants.
//!
//! When the next poll may come is a matter of the session's row: it is moved on before the provider is asked, under the row's revision, so
//! that of any number of pollers, in any number of processes, one asks per interval. While it asks, the time is that at which even a
//! process that died would have its answer; then the interval counts from the answer.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use crate::base::log::Worded;
use crate::base::waiting::{self, Awaited};
use crate::base::{Error, ErrorCode, Result, Retry, SessionId, Timestamp};
use crate::engine::common::device_client::{DeviceAsked, DeviceFailure};
use crate::engine::common::errors::{self, device as device_errors, flow};
use crate::engine::common::exchange::{self, Exchanged};
use crate::model::config::ProviderConfig;
use crate::model::grant::Grant;
use crate::model::http::NetFailure;
use crate::model::principal::Principal;
use crate::model::session::{DeviceWait, Session, SessionSecrets, SessionStatus, SessionStep};
use crate::protocol::device::{PollFailure, backed_off, build_device_poll, slowed};

use super::finish::may_finish;
use super::signing_in::RedeemedCode;
use super::{CallbackOutcome, Connector, DevicePoll, DeviceStatus, of_config, viewing};

/// What a poll came to.
#[expect(clippy::large_enum_variant, reason = "there is one at a time, and most end in the larger one")]
enum Polled {
    /// The person has signed in.
    Token(Arc<ProviderConfig>, Exchanged),
    /// Nothing yet: wait so long, at this interval, after so many polls without an answer.
    Wait { pause: Duration, interval: Duration, unanswered: u32 },
    /// The session is over.
    Over(Error),
}

impl Connector {
    /// Finds out where a device flow stands, for whoever started it; the provider is asked if the time has come.
    ///
    /// # Errors
    /// - `not_found`: no such device flow of this principal, or it ended more than a day ago.
    /// - whatever else ends a sign-in; then each further poll is told the same.
    pub(crate) async fn poll_device(self: &Arc<Self>, id: &SessionId, who: &Principal) -> Result<DevicePoll> {
        self.tasks.check_open()?;
        let session = self.session_of(id, who).await?;
        if session.step != SessionStep::Device {
            return Err(flow::no_session());
        }
        // The vault takes it for open, and nobody is asked again. Where a commit whose answer did not come was made all the same, that counts.
        if !session.status.is_over()
            && let Some(ended) = self.unstored.find(id)
        {
            return self.tell_poll(&ended).await;
        }
        let now = self.sessions.now_for(&session).await?;
        if session.status == SessionStatus::Pending && session.expires_at <= now {
            return self.end_device(session, device_errors::expired()).await;
        }
        let wait = session.secrets.as_ref().and_then(|secrets| secrets.device.as_ref());
        let Some(wait) = wait.filter(|wait| session.status == SessionStatus::Pending && wait.next_poll_at <= now).cloned() else {
            return self.tell_poll(&session).await;
        };
        if !may_finish(&session, who) {
            return self.end_device(session, flow::no_administrator()).await;
        }
        let engine = self.clone();
        self.tasks.see_through(async move { engine.ask_provider(session, wait, now).await }).await
    }

    async fn ask_provider(self: &Arc<Self>, mut session: Session, wait: DeviceWait, now: Timestamp) -> Result<DevicePoll> {
        let held = now.plus(self.settings.policy.exchange + wait.interval);
        self.set_wait(&mut session, DeviceWait { next_poll_at: held, ..wait.clone() });
        if !self.sessions.update_session(&mut session).await? {
            return self.tell_stored(&session).await;
        }
        match self.poll_once(&session, &wait).await {
            Polled::Token(config, exchanged) => self.finish_device(&config, session, exchanged).await,
            Polled::Over(error) => self.end_device(session, error).await,
            Polled::Wait { pause, interval, unanswered } => {
                let next_poll_at = self.sessions.now_for(&session).await?.plus(pause);
                self.set_wait(&mut session, DeviceWait { next_poll_at, interval, unanswered, ..wait });
                self.sessions.update_session(&mut session).await?;
                self.tell_stored(&session).await
            }
        }
    }

    fn set_wait(&self, session: &mut Session, wait: DeviceWait) {
        if let Some(secrets) = &mut session.secrets {
            secrets.device = Some(wait);
        }
    }

    /// Asks the provider, once.
    async fn poll_once(&self, session: &Session, wait: &DeviceWait) -> Polled {
        let silent = |retry_after: Option<Duration>| {
            let unanswered = wait.unanswered.saturating_add(1);
            Polled::Wait { pause: backed_off(wait.interval, unanswered, retry_after), interval: wait.interval, unanswered }
        };
        let Some(secrets) = &session.secrets else { return Polled::Over(flow::unknown_state()) };
        let config = match self.config_of(session, secrets).await {
            Ok(config) => config,
            // The issuer did not say where its endpoints are: it will.
            Err(error)
                if matches!(error.code(), ErrorCode::ProviderUnavailable | ErrorCode::TlsFailed | ErrorCode::RateLimited) =>
            {
                tell_unasked(session, &error);
                return silent(error.retry_after());
            }
            Err(error) => return Polled::Over(error),
        };
        let failure = match self.request_poll(&config, secrets, wait).await {
            Ok(Ok(exchanged)) => return Polled::Token(config, exchanged),
            Ok(Err(failure)) => failure,
            // What proves the client could not be had, and may be the next time.
            Err(error) if error.retry() == Retry::Later => {
                tell_unasked(session, &error);
                return silent(error.retry_after());
            }
            Err(error) => return Polled::Over(error),
        };
        let answered = |interval: Duration, retry_after: Option<Duration>| {
            let pause = interval.max(retry_after.unwrap_or_default());
            Polled::Wait { pause, interval, unanswered: 0 }
        };
        match failure {
            DeviceFailure::Answered(PollFailure::Pending { retry_after }, _) => answered(wait.interval, retry_after),
            DeviceFailure::Answered(PollFailure::SlowDown { interval, retry_after }, _) => {
                answered(slowed(wait.interval, interval), retry_after)
            }
            DeviceFailure::Answered(PollFailure::Unanswered { retry_after }, details) => {
                self.log_silence(session, details.status);
                silent(retry_after)
            }
            DeviceFailure::Unanswered(problem @ NetFailure::Blocked, place) => {
                Polled::Over(errors::no_answer(&config, problem, &place))
            }
            DeviceFailure::Unanswered(..) => {
                self.log_silence(session, None);
                silent(None)
            }
            DeviceFailure::Answered(PollFailure::Denied, details) => {
                Polled::Over(device_errors::denied(&config).with_provider_details(Some(&details)))
            }
            DeviceFailure::Answered(PollFailure::Expired, details) => {
                Polled::Over(device_errors::expired().with_provider_details(Some(&details)))
            }
            DeviceFailure::Answered(PollFailure::Refused(refusal), details) => {
                Polled::Over(device_errors::poll_refused(&config, &refusal).with_provider_details(Some(&details)))
            }
        }
    }

    async fn request_poll(
        &self,
        config: &ProviderConfig,
        secrets: &SessionSecrets,
        wait: &DeviceWait,
    ) -> Result<Result<Exchanged, DeviceFailure<PollFailure>>> {
        let oauth = of_config::oauth_of(config)?;
        let endpoints = of_config::endpoints_of(config, secrets)?;
        let endpoint = exchange::token_endpoint(config, oauth, &endpoints, &*self.clock).await?;
        let scope = secrets.scopes.join(&oauth.scope_separator);
        let request = build_device_poll(&endpoint, &oauth.device, &wait.device_code, &scope);
        let (diagnosis, budget) = (&config.definition.diagnosis, self.settings.policy.exchange);
        let asked = DeviceAsked { scopes: &secrets.scopes, oauth, diagnosis, budget };
        let polling = self.token_client.poll_device(request, asked, &oauth.kept);
        Ok(waiting::on(Awaited::Provider(config.definition.name.clone()), Box::pin(polling)).await)
    }

    fn log_silence(&self, session: &Session, status: Option<u16>) {
        tracing::warn!(
            session_id = session.id.as_str(),
            provider = session.provider.as_str(),
            config = session.config.as_str(),
            tenant_id = session.tenant_id.as_str(),
            status,
            "a poll of a device flow had no usable answer; the next one comes later"
        );
    }

    /// The config of a session as it stands now, with what its issuer publishes.
    async fn config_of(&self, session: &Session, secrets: &SessionSecrets) -> Result<Arc<ProviderConfig>> {
        let Some(config) = self.configs.get(&session.config) else {
            return Err(errors::config_gone(&session.provider, &session.config));
        };
        match self.discoverer.complete(config, &secrets.variables).await? {
            Cow::Borrowed(_) => Ok(config.clone()),
            Cow::Owned(complete) => Ok(Arc::new(complete)),
        }
    }

    /// The person has signed in: from here on it is a sign-in like any other.
    async fn finish_device(
        self: &Arc<Self>,
        config: &Arc<ProviderConfig>,
        mut session: Session,
        exchanged: Exchanged,
    ) -> Result<DevicePoll> {
        let (before, _here) = (session.clone(), self.judging.begin(&session.id));
        match self.receive_device(&mut session).await {
            Ok(true) => {}
            Ok(false) => return self.tell_stored(&session).await,
            // The code is spent, and what it brought is lost: whoever polled again would be told of a code that has ended.
            Err(error) => return self.end_device(before, error).await,
        }
        match self.connect_device(config, session.clone(), exchanged).await {
            Ok(grant) => Ok(DevicePoll { status: DeviceStatus::Complete, connection_id: Some(grant.id), interval: None }),
            Err(error) => {
                self.drop_refused_claims(config, &session, &error).await;
                self.end_device(session, error).await
            }
        }
    }

    /// Notes that the provider has answered. Whether the session was still waiting for it.
    async fn receive_device(&self, session: &mut Session) -> Result<bool> {
        session.status = SessionStatus::Received;
        session.expires_at = self.sessions.now_for(session).await?.plus(self.settings.policy.parked);
        if let Some(secrets) = &mut session.secrets {
            // It is spent.
            secrets.device = None;
        }
        self.sessions.update_session(session).await
    }

    async fn connect_device(&self, config: &ProviderConfig, session: Session, exchanged: Exchanged) -> Result<Grant> {
        let Some(secrets) = session.secrets.clone() else { return Err(flow::unknown_state()) };
        let exchanged = self.lasting(config, &secrets, exchanged).await?;
        let signed_in = self.identify_redeemed(config, session, secrets, RedeemedCode::only(exchanged)).await?;
        self.store_sign_in(config, &signed_in).await
    }

    /// The token that lasts, where the provider gives one for that of a sign-in only.
    async fn lasting(&self, config: &ProviderConfig, secrets: &SessionSecrets, exchanged: Exchanged) -> Result<Exchanged> {
        let oauth = of_config::oauth_of(config)?;
        if oauth.further_exchange.is_none() {
            return Ok(exchanged);
        }
        let endpoints = of_config::endpoints_of(config, secrets)?;
        let endpoint = exchange::token_endpoint(config, oauth, &endpoints, &*self.clock).await?;
        self.exchange_further(config, oauth, secrets, &endpoint, exchanged).await
    }

    /// Ends a session, and tells whoever polled how: as it is stored, which may be another end, or as it is where the vault does not take it.
    async fn end_device(&self, session: Session, error: Error) -> Result<DevicePoll> {
        let (tenant_id, user_id, id) = (session.tenant_id.clone(), session.user_id.clone(), session.id.clone());
        let outcome = self.end_with_error(session, error).await?;
        match (self.sessions.load_session(&tenant_id, &user_id, &id).await, outcome) {
            (Ok(Some(stored)), _) if stored.status.is_over() => self.tell_poll(&stored).await,
            (_, CallbackOutcome::Ended(ending)) => match ending.status {
                SessionStatus::Cancelled => Ok(DevicePoll { status: DeviceStatus::Denied, connection_id: None, interval: None }),
                SessionStatus::Expired => Ok(DevicePoll { status: DeviceStatus::Expired, connection_id: None, interval: None }),
                _ => Err(ending.error.unwrap_or_else(flow::unknown_state)),
            },
            (stored, _) => self.tell_poll(&stored?.ok_or_else(flow::no_session)?).await,
        }
    }

    /// What the row says by now: somebody else may have moved it on.
    async fn tell_stored(&self, session: &Session) -> Result<DevicePoll> {
        let stored = self.sessions.load_session(&session.tenant_id, &session.user_id, &session.id).await?;
        self.tell_poll(&stored.ok_or_else(flow::no_session)?).await
    }

    async fn tell_poll(&self, session: &Session) -> Result<DevicePoll> {
        let status = match session.status {
            SessionStatus::Complete => DeviceStatus::Complete,
            SessionStatus::Cancelled => DeviceStatus::Denied,
            SessionStatus::Expired => DeviceStatus::Expired,
            SessionStatus::Failed => {
                let now = self.sessions.now_for(session).await?;
                return Err(viewing::error_of(session, now).unwrap_or_else(flow::unknown_state));
            }
            SessionStatus::Pending | SessionStatus::Received | SessionStatus::AwaitingCompletion => {
                // One that was being finished by a process that is no more.
                let is_left = session.expires_at <= self.sessions.now_for(session).await?;
                let is_over = is_left && !self.judging.has(&session.id);
                if is_over { DeviceStatus::Expired } else { DeviceStatus::Pending }
            }
        };
        let waits = session.secrets.as_ref().and_then(|secrets| secrets.device.as_ref());
        let interval =
            waits.map(|wait| backed_off(wait.interval, wait.unanswered, None)).filter(|_| status == DeviceStatus::Pending);
        let connection_id = session.grant_id.clone().filter(|_| status == DeviceStatus::Complete);
        Ok(DevicePoll { status, connection_id, interval })
    }
}

/// Nobody could be asked this time, and why is the operator's to know: the person is told to wait.
fn tell_unasked(session: &Session, error: &Error) {
    let (code, session_id) = (error.code().as_str(), session.id.as_str());
    tracing::warn!(session_id, code, detail = %Worded(error), "a sign-in on another device could not be asked about");
}

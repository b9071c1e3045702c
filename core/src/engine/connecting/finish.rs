//! Takes the provider's answer through its checks in their order: form, session, path, browser, time, once, person; only then is the answer
//! itself judged.

use std::borrow::Cow;
use std::sync::Arc;

use crate::base::encoding::hash_token;
use crate::base::{Error, ErrorCode, Result, Retry, Secret, SessionId, entropy};
use crate::engine::common::errors::{self, flow};
use crate::model::config::ProviderConfig;
use crate::model::definition::AnswerSubject;
use crate::model::failure::Failed;
use crate::model::principal::{Principal, Role};
use crate::model::session::{ParkedAnswer, Session, SessionKind, SessionSecrets, SessionStatus, SessionStep, TOLD_TO_SERVERS};
use crate::protocol::callback::{self, BrowserBound, CallbackParameters, CreatorConfirmed};

use super::{CallbackInput, CallbackOutcome, CompletionInput, Connector, binding, ending, of_config, temporary};

/// A session whose answer may be judged: received once, through its browser, for its creator.
pub(super) struct Judged<'a> {
    pub(super) config: &'a Arc<ProviderConfig>,
    pub(super) session: Session,
    pub(super) secrets: SessionSecrets,
    pub(super) parameters: CallbackParameters,
    pub(super) browser: BrowserBound,
    pub(super) creator: CreatorConfirmed,
}

impl Connector {
    /// Takes a callback.
    ///
    /// # Errors
    /// - `state_invalid`: no session, another config's path, repeated parameters, neither a code nor a refusal, or used before.
    /// - `session_binding_mismatch`: another browser. The session is untouched, so strangers cannot burn it (SR-3).
    /// - `session_expired`.
    ///
    /// Whatever goes wrong later ends the session and is told as its [`Ending`](super::Ending).
    pub(crate) async fn finish(self: &Arc<Self>, input: CallbackInput) -> Result<CallbackOutcome> {
        self.tasks.check_open()?;
        let raw = input.raw.expose();
        if let Some(id) = ended_of(raw) {
            return self.show_again(&id, &input).await;
        }
        let resume = resume_of(raw);
        let (found, parameters) = match &resume {
            Some(resume) => (self.sessions.find_session_by_resume(hash_token(resume.expose())).await?, None),
            None => {
                let parameters = callback::read_callback(raw).map_err(flow::unreadable)?;
                let is_signed = self.configs.get(&input.config).is_some_and(|config| config.definition.oauth1.is_some());
                let awaited = match parameters.state() {
                    _ if is_signed => temporary::awaited_hash(&input.config, &parameters)?,
                    Some(state) => hash_token(state),
                    None => return Err(flow::without_state(&parameters)),
                };
                (self.sessions.find_session_by_state(awaited).await?, Some(parameters))
            }
        };
        let session = found.filter(|session| session.config == input.config).ok_or_else(flow::unknown_state)?;
        let browser = self.check_browser(&session, input.cookies.as_ref().map(|cookies| cookies.as_str()))?;
        let engine = self.clone();
        let is_awaited = match &resume {
            None => session.status == SessionStatus::Pending,
            Some(_) => {
                let waits = session.secrets.as_ref().is_some_and(|secrets| secrets.resume.is_some());
                session.status == SessionStatus::Received && waits
            }
        };
        if !is_awaited {
            return self.repeat(session, input.principal.as_ref()).await;
        }
        parameters.map_or(Ok(()), |parameters| self.check_is_answer(&session, &parameters))?;
        if resume.is_none() && session.expires_at <= self.sessions.now_for(&session).await? {
            return self.end_with_error(session, flow::late()).await;
        }
        self.tasks
            .see_through(async move {
                let before = session.clone();
                let received = match resume {
                    None => engine.try_receive(session, input.raw).await?,
                    Some(_) => engine.resume(session).await?,
                };
                match (received, input.principal) {
                    // Another window with the same answer was faster.
                    (None, principal) => engine.repeat_stored(&before, principal.as_ref()).await,
                    (Some(session), Some(principal)) => engine.judge(session, browser, &principal, None).await,
                    (Some(session), None) if before.status == SessionStatus::Pending => engine.park_for_resume(session).await,
                    (Some(session), None) => engine.await_completion(session).await,
                }
            })
            .await
    }

    /// The page on which a session has ended, opened again: its address has the session's id in the place of code and state.
    async fn show_again(&self, id: &SessionId, input: &CallbackInput) -> Result<CallbackOutcome> {
        let Some(who) = &input.principal else { return Err(flow::unknown_state()) };
        let found = self.sessions.load_session(&who.tenant_id, &who.user_id, id).await?;
        let is_it = |session: &Session| session.config == input.config && session.status.is_over();
        let session = found.filter(is_it).ok_or_else(flow::unknown_state)?;
        self.check_browser(&session, input.cookies.as_ref().map(|cookies| cookies.as_str()))?;
        self.repeat(session, Some(who)).await
    }

    /// The one navigation of our own page has come; `None`: it has come before.
    async fn resume(&self, mut session: Session) -> Result<Option<Session>> {
        if let Some(secrets) = &mut session.secrets {
            secrets.resume = None;
        }
        Ok(self.sessions.update_session(&mut session).await?.then_some(session))
    }

    async fn repeat_stored(&self, session: &Session, principal: Option<&Principal>) -> Result<CallbackOutcome> {
        let stored = self.sessions.load_session(&session.tenant_id, &session.user_id, &session.id).await?;
        self.repeat(stored.ok_or_else(flow::unknown_state)?, principal).await
    }

    /// Takes the answer of a session that waits for one, once, and parks it.
    ///
    /// # Errors
    /// - `state_invalid`: it waits for none.
    /// - `session_expired`.
    pub(super) async fn receive(&self, session: Session, raw: Secret<String>) -> Result<Session> {
        self.try_receive(session, raw).await?.ok_or_else(flow::unknown_state)
    }

    /// The same; `None`: somebody was faster.
    async fn try_receive(&self, mut session: Session, raw: Secret<String>) -> Result<Option<Session>> {
        if session.status != SessionStatus::Pending {
            return Err(flow::unknown_state());
        }
        let now = self.sessions.now_for(&session).await?;
        if session.expires_at <= now {
            session.status = SessionStatus::Expired;
            session.expires_at = now.plus(TOLD_TO_SERVERS);
            session.secrets = None;
            let failure = Some(Failed::by(&flow::late()));
            let event = ending::event_of(&session, failure, self.clock.now());
            self.sessions.end_session(&mut session, vec![event]).await?;
            return Err(flow::expired());
        }
        let Some(secrets) = session.secrets.as_mut() else { return Err(flow::unknown_state()) };
        secrets.parked = Some(ParkedAnswer { raw, received_at: now });
        session.status = SessionStatus::Received;
        // From here on the step has as long as its answer: nobody is told that a dead one still waits (SR-2).
        session.expires_at = now.plus(self.settings.policy.parked);
        // The one point of consumption: of any number of simultaneous answers one gets past it.
        Ok(self.sessions.update_session(&mut session).await?.then_some(session))
    }

    /// The cookie by which the browser of a session that is over is known as long as the ending is kept, and what removes those of sessions that
    /// ended long before; nothing where it came without one.
    pub(crate) fn keep_binding(&self, id: &SessionId, cookies: Option<&str>) -> Result<Vec<String>> {
        let base_url = self.settings.base_url()?;
        let Some(held) = binding::read(base_url, id, cookies) else { return Ok(Vec::new()) };
        let mut kept = vec![binding::set_ended(base_url, id, held, TOLD_TO_SERVERS.as_secs())];
        kept.extend(binding::clear_oldest(base_url, id, cookies));
        Ok(kept)
    }

    fn check_browser(&self, session: &Session, cookies: Option<&str>) -> Result<BrowserBound> {
        let cookie = binding::read(self.settings.base_url()?, &session.id, cookies);
        callback::check_binding(cookie, &session.binding_hash).ok_or_else(flow::other_browser)
    }

    /// Nobody is signed in: perhaps only because the application's strict cookies do not travel with a redirect from another
    /// site. One navigation of our own page brings them.
    async fn park_for_resume(&self, mut session: Session) -> Result<CallbackOutcome> {
        let resume = entropy::make_token();
        session.resume_hash = Some(hash_token(resume.expose()));
        let location = self.resume_location(&session, &resume)?;
        if let Some(secrets) = &mut session.secrets {
            secrets.resume = Some(resume);
        }
        self.update_own(&mut session).await?;
        Ok(CallbackOutcome::Resume { location })
    }

    pub(super) fn resume_location(&self, session: &Session, resume: &Secret<String>) -> Result<String> {
        let base = self.settings.base_url()?.as_str().trim_end_matches('/');
        Ok(format!("{base}/oauth/callback/{}?resume={}", session.config, resume.expose()))
    }

    /// Still nobody: the application's page brings the proof, with a one-time secret that only it can read.
    async fn await_completion(&self, mut session: Session) -> Result<CallbackOutcome> {
        let Some(return_to) = session.secrets.as_ref().and_then(|secrets| secrets.return_to.clone()) else {
            let error =
                Error::new(ErrorCode::IdentityRequired, "Nobody is signed in to the application, so nothing was connected.")
                    .with_hint("Sign in to the application and start again. Pages on another origin need ⟨return_to⟩.")
                    .with_retry(Retry::AfterReauth);
            return self.end_with_error(session, error).await;
        };
        let completion = entropy::make_token();
        session.completion_hash = Some(hash_token(completion.expose()));
        session.status = SessionStatus::AwaitingCompletion;
        if let Some(secrets) = &mut session.secrets {
            secrets.completion = Some(completion.clone());
        }
        self.update_own(&mut session).await?;
        Ok(CallbackOutcome::AwaitCompletion {
            location: ending::with_session(&return_to, &session, session.status.as_str(), Some(&completion)),
        })
    }

    /// The second step of a completion: creator and secret are both required. The same once more is told what came of it (SR-3).
    ///
    /// # Errors
    /// - `not_found`: no such session for this principal.
    /// - `state_invalid`: no completion was asked for, or with another secret.
    pub(crate) async fn complete(self: &Arc<Self>, input: CompletionInput) -> Result<CallbackOutcome> {
        self.tasks.check_open()?;
        let (tenant_id, user_id) = (&input.principal.tenant_id, &input.principal.user_id);
        let found = self.sessions.load_session(tenant_id, user_id, &input.session_id).await?;
        let mut session = found.ok_or_else(flow::no_session)?;
        if callback::check_creator(&input.principal, &session.tenant_id, &session.user_id).is_none() {
            return Err(flow::no_session());
        }
        // The secret went through the bound browser's own navigation, so whoever holds it is that browser.
        let browser = session
            .completion_hash
            .and_then(|hash| callback::check_binding(Some(input.completion.expose()), &hash))
            .ok_or_else(flow::unknown_state)?;
        if session.status != SessionStatus::AwaitingCompletion {
            return self.repeat(session, Some(&input.principal)).await;
        }
        let engine = self.clone();
        self.tasks
            .see_through(async move {
                let before = session.clone();
                session.status = SessionStatus::Received;
                if engine.sessions.update_session(&mut session).await? {
                    return engine.judge(session, browser, &input.principal, None).await;
                }
                // The page has sent it twice.
                engine.repeat_stored(&before, Some(&input.principal)).await
            })
            .await
    }

    /// Another principal burns the session; the creator's answer is judged by the step it belongs to. `verifier` is the one of a
    /// native session, which the vault does not know.
    pub(super) async fn judge(
        self: &Arc<Self>,
        mut session: Session,
        browser: BrowserBound,
        principal: &Principal,
        verifier: Option<Secret<String>>,
    ) -> Result<CallbackOutcome> {
        let Some(creator) = callback::check_creator(principal, &session.tenant_id, &session.user_id) else {
            return self.end_with_error(session, flow::other_person()).await;
        };
        if !may_finish(&session, principal) {
            return self.end_with_error(session, flow::no_administrator()).await;
        }
        let _here = self.judging.begin(&session.id);
        let Some(mut secrets) = session.secrets.clone() else { return Err(flow::unknown_state()) };
        let Some(parked) = secrets.parked.take() else { return Err(flow::unknown_state()) };
        if self.sessions.now_for(&session).await?.since(parked.received_at) > self.settings.policy.parked {
            return self.end_with_error(session, flow::expired()).await;
        }
        let config = match self.configs.get(&session.config) {
            Some(config) => config.clone(),
            None => {
                let error = errors::config_gone(&session.provider, &session.config);
                return self.end_with_error(session, error).await;
            }
        };
        let complete = match self.discoverer.complete(&config, &secrets.variables).await {
            Ok(Cow::Borrowed(_)) => None,
            Ok(Cow::Owned(complete)) => Some(complete),
            Err(error) => return self.end_with_error(session, error).await,
        };
        let config = complete.map_or(config, Arc::new);
        let parameters = callback::read_callback(parked.raw.expose()).map_err(flow::unreadable)?;
        session.secrets = Some(secrets.clone());
        // After the copy that goes back into the vault.
        secrets.verifier = verifier.or(secrets.verifier);
        let fallback = session.clone();
        let judged = Judged { config: &config, session, secrets, parameters, browser, creator };
        let subject = of_config::subject_of(&config, judged.session.kind);
        let outcome = match (judged.session.step, judged.session.kind) {
            (SessionStep::Authorization, SessionKind::Auth) => self.finish_sign_in(judged).await,
            (SessionStep::Authorization, SessionKind::Install) if subject == AnswerSubject::Installation => {
                self.finish_installed_by_answer(judged).await
            }
            (SessionStep::Authorization, SessionKind::Install) if of_config::page_of(&config).is_some() => {
                self.finish_installed_by_page(judged).await
            }
            (SessionStep::Authorization, SessionKind::Install) => self.finish_admin_sign_in(judged).await,
            (SessionStep::Consent, _) => self.finish_consent(judged).await,
            // No browser brings its answer, and nobody knows its state.
            (SessionStep::Device, _) => Err(flow::unknown_state()),
        };
        match outcome {
            Ok(outcome) => Ok(outcome),
            Err(error) => {
                self.drop_refused_claims(&config, &fallback, &error).await;
                self.end_with_error(fallback, error).await
            }
        }
    }

    /// # Errors
    /// - `state_invalid`: the session, ours since it was received, was cancelled meanwhile.
    pub(super) async fn check_unmoved(&self, session: &Session) -> Result<()> {
        let stored = self.sessions.load_session(&session.tenant_id, &session.user_id, &session.id).await?;
        if stored.is_some_and(|stored| stored.revision == session.revision) { Ok(()) } else { Err(flow::unknown_state()) }
    }

    /// Changes a session that is ours since it was received: a conflict means that it was cancelled meanwhile.
    pub(super) async fn update_own(&self, session: &mut Session) -> Result<()> {
        if self.sessions.update_session(session).await? {
            return Ok(());
        }
        Err(flow::unknown_state())
    }
}

/// Whether somebody has the role that was needed to start a session: it may have been taken from them meanwhile.
pub(super) fn may_finish(session: &Session, who: &Principal) -> bool {
    who.role == Role::Admin || !session.secrets.as_ref().is_some_and(|secrets| secrets.needs_admin)
}

/// What our own page leaves in its address when a session has ended. The parameter must be the only one, as below.
fn ended_of(raw: &str) -> Option<SessionId> {
    SessionId::parse(raw.strip_prefix("session=")?).ok()
}

/// The value of our own second navigation. A provider's answer never has it: the parameter must be the only one.
fn resume_of(raw: &str) -> Option<Secret<String>> {
    let value = raw.strip_prefix("resume=")?;
    (value.len() == 43 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')).then(|| Secret::from(value))
}

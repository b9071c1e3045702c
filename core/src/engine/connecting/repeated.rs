//! Answers a callback that comes a second time (a double click, a reload, another tab): the browser that started the session is told what
//! came of it, and nothing is exchanged again (SR-3).

use crate::base::{Error, ErrorCode, Result, Timestamp};
use crate::engine::common::errors::flow;
use crate::model::principal::Principal;
use crate::model::session::{Session, SessionStatus, TOLD_TO_SERVERS};

use super::{CallbackOutcome, Connector, ending, viewing};

impl Connector {
    /// Tells the session's own browser how the session goes on, and waits where that is being found out. For another person in this
    /// browser there is no such session.
    ///
    /// # Errors
    /// - `state_invalid`: what came of it is not kept any more.
    /// - `timeout`: it is still being found out.
    pub(super) async fn repeat(&self, mut session: Session, principal: Option<&Principal>) -> Result<CallbackOutcome> {
        let is_creator = |who: &Principal| who.tenant_id == session.tenant_id && who.user_id == session.user_id;
        if !principal.is_none_or(is_creator) {
            return Err(flow::unknown_state());
        }
        let policy = &self.settings.policy;
        // As long as an exchange and what follows it may take.
        let give_up_at = self.clock.elapsed() + policy.exchange + policy.callback_probe;
        loop {
            if let Some(outcome) = self.outcome_so_far(&session).await? {
                return Ok(outcome);
            }
            let woken = self.tasks.woken();
            self.tasks.check_open()?;
            let left = give_up_at.saturating_sub(self.clock.elapsed());
            if left.is_zero() {
                return Err(Error::new(ErrorCode::Timeout, "This sign-in is still being finished.")
                    .with_hint("Go back to the app: it shows what came of it."));
            }
            // The one that came first may be in another process: the store knows of both.
            let _ = tokio::time::timeout(policy.lease_poll.min(left), woken).await;
            let stored = self.sessions.load_session(&session.tenant_id, &session.user_id, &session.id).await?;
            session = stored.ok_or_else(flow::unknown_state)?;
        }
    }

    /// `None`: the first answer is being judged.
    async fn outcome_so_far(&self, session: &Session) -> Result<Option<CallbackOutcome>> {
        let Some(secrets) = &session.secrets else {
            let is_judged = session.status == SessionStatus::Expired;
            return Err(if is_judged { flow::expired() } else { flow::unknown_state() });
        };
        let now = self.sessions.now_for(session).await?;
        let is_received = session.status == SessionStatus::Received && secrets.resume.is_none();
        if let Some(ended) = self.unstored.find(&session.id).filter(|_| is_received) {
            // It is over, and the vault does not know yet.
            let error = viewing::error_of(&ended, now);
            return Ok(Some(self.tell(ended, error)));
        }
        if forgotten_at(session) <= now {
            // Whoever received the answer has stopped with it, or could not store what came of it: the code is spent, and nobody finds out more.
            // It is told and not stored, and not before one could be that began at the last moment.
            if is_received {
                // This process knows of its own; of another one it is known how long that may take.
                let takes = self.settings.policy.judging();
                if self.judging.has(&session.id) || now < session.expires_at.plus(takes) {
                    return Ok(None);
                }
                let ended = Session { status: SessionStatus::Expired, ..session.clone() };
                return Ok(Some(self.tell(ended, Some(flow::no_answer_came(session)))));
            }
            return Err(flow::unknown_state());
        }
        Ok(match session.status {
            status if status.is_over() => {
                let grant = match &session.grant_id {
                    Some(grant_id) => self.grants.load(&session.tenant_id, grant_id).await?,
                    None => None,
                };
                Some(self.tell_of(session.clone(), grant.as_ref(), viewing::error_of(session, now)))
            }
            SessionStatus::Received => match &secrets.resume {
                Some(resume) => Some(CallbackOutcome::Resume { location: self.resume_location(session, resume)? }),
                None => None,
            },
            SessionStatus::AwaitingCompletion => match (&secrets.return_to, &secrets.completion) {
                (Some(return_to), Some(completion)) => {
                    let location = ending::with_session(return_to, session, session.status.as_str(), Some(completion));
                    Some(CallbackOutcome::AwaitCompletion { location })
                }
                _ => return Err(flow::unknown_state()),
            },
            _ => match &secrets.continuation {
                Some(next) => Some(CallbackOutcome::Continue {
                    location: next.location.expose().clone(),
                    set_cookie: vec![next.set_cookie.expose().clone()],
                }),
                None => return Err(flow::unknown_state()),
            },
        })
    }
}

/// When the row goes, whether or not somebody has removed it by then: its ending is told as long as it is kept.
fn forgotten_at(session: &Session) -> Timestamp {
    match session.status {
        SessionStatus::Complete => session.expires_at.plus(TOLD_TO_SERVERS),
        _ => session.expires_at,
    }
}

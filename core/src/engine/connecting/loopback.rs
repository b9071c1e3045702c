//! The loopback flow (RFC 8252 §7.3): a native session whose answer comes to a port that is open for as long as it lasts. The
//! browser is opened by the host program.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::base::fork::Origin;
use crate::base::log::Worded;
use crate::base::{Error, ErrorCode, Result, Secret};
use crate::engine::common::errors::{self, flow};
use crate::engine::common::page::{has_reference, page, sentence};
use crate::engine::common::tasks::Tasks;
use crate::model::config::ProviderConfig;
use crate::model::grant::GrantView;
use crate::model::http::HttpResponse;
use crate::model::native_redirect::{NativeRedirect, NativeRedirectKind};
use crate::model::session::SessionStatus;
use crate::net::{Arrival, Receiver};

use super::Connector;
use super::native::{NativeRequest, NativeSession, bad_redirect, choose_redirect};
use super::start::Planned;

type Outcome = Option<Result<GrantView>>;

/// A flow under way. Dropping it closes the port and ends the session.
pub(crate) struct Loopback {
    session: NativeSession,
    outcome: watch::Receiver<Outcome>,
    tasks: Arc<Tasks>,
    stop: Stop,
}

/// Ends a flow when it is pulled or dropped; in a forked child it does nothing. Flow and runtime are the parent's there, and to
/// wake a task of theirs is to wait for their locks.
struct Stop(CancellationToken, Origin);

impl Stop {
    fn pull(&self) {
        if !self.1.is_foreign() {
            self.0.cancel();
        }
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        self.pull();
    }
}

impl Loopback {
    /// The session.
    pub(crate) const fn session(&self) -> &NativeSession {
        &self.session
    }

    /// What a caller waits with.
    pub(crate) fn waiter(&self) -> Waiter {
        Waiter { outcome: self.outcome.clone(), tasks: self.tasks.clone() }
    }

    /// Closes the port and ends the session, unless it is over.
    pub(crate) fn stop(&self) {
        self.stop.pull();
    }
}

/// Waits for the end of a flow.
pub(crate) struct Waiter {
    outcome: watch::Receiver<Outcome>,
    tasks: Arc<Tasks>,
}

impl Waiter {
    /// Waits at most so long. The flow goes on after that.
    ///
    /// # Errors
    /// - `timeout`, or what the flow ended with.
    pub(crate) async fn wait(mut self, timeout: Option<Duration>) -> Result<GrantView> {
        let end = async {
            let ended = self.outcome.wait_for(Option::is_some).await.ok().and_then(|ended| ended.clone());
            ended.unwrap_or_else(|| Err(self.tasks.why_unanswered()))
        };
        match timeout {
            None => end.await,
            Some(timeout) => tokio::time::timeout(timeout, end).await.unwrap_or_else(|_| Err(nobody_yet())),
        }
    }
}

impl Connector {
    /// Opens a port and starts a session that is answered there.
    ///
    /// # Errors
    /// - As [`Connector::start_native`]; `invalid_request`: the redirect URI is not `http://127.0.0.1/path`.
    /// - `runtime_unsupported`: the system lets this process listen on no port.
    pub(crate) async fn start_loopback(self: &Arc<Self>, request: NativeRequest) -> Result<Loopback> {
        let asked = request.redirect_uri.clone();
        let Planned { config, plan } = self.plan_native(request).await?;
        let portless = choose_portless(&config, asked.as_deref())?;
        let receiver = Receiver::open(portless.path(), late_page).await.map_err(|source| no_port(&config).with_source(source))?;
        let redirect = portless.on_port(receiver.port()).map_err(|rule| bad_redirect(&config, rule))?;
        let session = self.open_native(&config, plan, redirect).await?;
        let (sender, outcome) = watch::channel(None);
        let stop = CancellationToken::new();
        let (engine, stopped) = (self.clone(), stop.clone());
        let flow = Loopback { session, outcome, tasks: self.tasks.clone(), stop: Stop(stop, Origin::here()) };
        let session = NativeSession::of(flow.session.held());
        self.tasks.spawn(async move {
            let outcome = engine.receive_answer(&session, receiver, &stopped).await;
            sender.send_replace(Some(outcome));
        });
        Ok(flow)
    }

    /// Takes answers until one ends the session: what is for another session, or for none, is refused and changes nothing.
    async fn receive_answer(
        self: &Arc<Self>,
        session: &NativeSession,
        mut receiver: Receiver,
        stop: &CancellationToken,
    ) -> Result<GrantView> {
        let ends = self.clock.elapsed().saturating_add(self.settings.policy.session);
        loop {
            // Made before the looks at the clock and at `closed`: a wake in between is not lost.
            let woken = self.tasks.woken();
            self.tasks.check_open()?;
            let left = ends.saturating_sub(self.clock.elapsed());
            if left.is_zero() {
                return Err(flow::expired());
            }
            tokio::select! {
                () = stop.cancelled() => {
                    self.cancel_native(&session.held()).await?;
                    return Err(flow::cancelled());
                }
                () = woken => {}
                () = tokio::time::sleep(left) => {}
                arrival = receiver.next() => {
                    let Some(arrival) = arrival else { return Err(self.tasks.why_unanswered()) };
                    if let Some(outcome) = self.take_answer(session, arrival, stop).await {
                        return outcome;
                    }
                }
            }
        }
    }

    /// `None`: it was not this session's answer, which is still awaited.
    async fn take_answer(
        self: &Arc<Self>,
        session: &NativeSession,
        arrival: Arrival,
        stop: &CancellationToken,
    ) -> Option<Result<GrantView>> {
        let url = Secret::new(format!("{}?{}", session.redirect_uri(), arrival.query().expose()));
        let mut finish = std::pin::pin!(self.finish_native(session.held(), url));
        let outcome = tokio::select! {
            outcome = &mut finish => outcome,
            () = stop.cancelled() => {
                // What is being exchanged leads to nothing any more, unless it is stored already: the end tells.
                _ = self.cancel_native(&session.held()).await;
                finish.await
            }
        };
        arrival.answer(closing_page(&outcome, session.session_id().as_str())).await;
        let Err(error) = outcome else { return Some(outcome) };
        match self.load_native(&session.held()).await {
            Ok(Some(stored)) if stored.status == SessionStatus::Pending => {
                let (session_id, code, detail) = (session.session_id().as_str(), error.code().as_str(), Worded(&error));
                // What a person is told to pass on is in the log as it is by default.
                if has_reference(&error) {
                    tracing::warn!(session_id, code, %detail, "an answer that is not this sign-in's was refused");
                } else {
                    tracing::debug!(session_id, code, %detail, "an answer that is not this sign-in's was refused");
                }
                None
            }
            Ok(Some(stored)) if stored.status == SessionStatus::Cancelled && error.code() == ErrorCode::StateInvalid => {
                Some(Err(flow::cancelled()))
            }
            _ => Some(Err(error)),
        }
    }
}

/// The redirect URI without its port: the config's, or one of its own, so that answers of two configs are told apart (SR-5).
fn choose_portless(config: &ProviderConfig, asked: Option<&str>) -> Result<NativeRedirect> {
    if asked.is_none() && config.redirect_uri.is_none() {
        let text = format!("http://127.0.0.1/oauth/callback/{}", config.id);
        return NativeRedirect::parse(&text).map_err(|rule| bad_redirect(config, rule));
    }
    let redirect = choose_redirect(config, asked)?;
    let host = Url::parse(redirect.as_str()).ok().and_then(|url| url.host_str().map(str::to_owned));
    if redirect.kind() != NativeRedirectKind::Loopback || host.as_deref() != Some("127.0.0.1") {
        return Err(bad_redirect(config, "must start with http://127.0.0.1/ for a loopback flow"));
    }
    if redirect.has_port() {
        return Err(bad_redirect(config, "must name no port: each flow takes a fresh one"));
    }
    Ok(redirect)
}

/// No code or state stays in the address that is shown (SR-12).
const CLEAN: &str = "history.replaceState(null,'',location.pathname);window.close();";

fn closing_page(outcome: &Result<GrantView>, reference: &str) -> HttpResponse {
    match outcome {
        Ok(_) => page(200, "Connected", "You can close this window.", Some(CLEAN)),
        Err(error) if error.code() == ErrorCode::AccessDenied => page(200, "Cancelled", &sentence(error, reference), Some(CLEAN)),
        Err(error) => page(error.code().http_status(), "Not connected", &sentence(error, reference), Some(CLEAN)),
    }
}

/// For whoever comes while or after another answer has ended the flow, such as the same page once more.
fn late_page() -> HttpResponse {
    page(410, "Finished", "This sign-in was finished before. You can close this window.", Some(CLEAN))
}

fn nobody_yet() -> Error {
    // A call that begins a flow and waits for it ends it when this is told.
    Error::new(ErrorCode::Timeout, "Nobody has come back from the sign-in in this time.").with_hint(
        "Who holds the flow can wait again, or cancel it; a call that has begun it has ended it, and begins another one.",
    )
}

fn no_port(config: &ProviderConfig) -> Error {
    let error = Error::new(ErrorCode::RuntimeUnsupported, "This process cannot listen on 127.0.0.1.")
        .with_hint("Use a custom scheme or a claimed https redirect URI where programs may not open ports.");
    errors::with_config(error, config)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_waits_for_a_flow_that_never_began_is_told_of_the_close() {
        for (closes, code) in [(true, ErrorCode::Closed), (false, ErrorCode::Internal)] {
            let tasks = Arc::new(Tasks::new(tokio::runtime::Handle::current()));
            if closes {
                tasks.close().await;
            }
            let (_, outcome) = watch::channel(None);
            let error = Waiter { outcome, tasks }.wait(None).await.unwrap_err();
            assert_eq!(error.code(), code);
        }
    }

    #[test]
    fn a_forked_child_wakes_nothing_of_an_inherited_flow() {
        for (origin, stops) in [(Origin::here(), true), (Origin::elsewhere(), false)] {
            let (pulled, dropped) = (CancellationToken::new(), CancellationToken::new());
            let stop = Stop(pulled.clone(), origin);
            stop.pull();
            drop(Stop(dropped.clone(), origin));
            assert_eq!([pulled.is_cancelled(), dropped.is_cancelled()], [stops; 2]);
        }
    }
}

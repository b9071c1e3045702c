//! The handle on a loopback flow: the host program opens its URL in a browser, and waits for the answer or cancels it.

use std::time::Duration;

use crate::base::{Result, SessionId, Timestamp};
use crate::engine::{Loopback, NativeRequest};
use crate::model::grant::GrantView;

use super::Authpipe;

/// A sign-in whose answer comes to a port of this device (RFC 8252 §7.3). The host program opens `authorization_url` in the
/// system's browser and awaits [`LoopbackFlow::wait`]. Dropping it closes the port and ends the session.
///
/// After a fork it is the parent's: in the child, waiting says `forked`, and neither dropping nor cancelling does anything. The
/// child has a copy of the listening socket, as of every open file, which keeps the port taken for as long as the child runs.
pub struct LoopbackFlow {
    flow: Loopback,
    /// The vault stays open for as long as somebody may come back.
    authpipe: Authpipe,
}

impl std::fmt::Debug for LoopbackFlow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("LoopbackFlow").field(self.flow.session()).finish()
    }
}

impl LoopbackFlow {
    /// The session's id.
    pub fn session_id(&self) -> &SessionId {
        self.flow.session().session_id()
    }

    /// Where the person signs in. It holds the state, so it belongs into no log.
    pub fn authorization_url(&self) -> &str {
        self.flow.session().authorization_url()
    }

    /// `http://127.0.0.1:<fresh port>/…`: the config's path, by default `/oauth/callback/<config>`.
    pub fn redirect_uri(&self) -> &str {
        self.flow.session().redirect_uri()
    }

    /// Until when it can be finished.
    pub fn expires_at(&self) -> Timestamp {
        self.flow.session().expires_at()
    }

    /// Waits until the flow is over, at most `timeout`; without one, as long as the session lasts. It may be called again and by
    /// several callers, who are all told the same; a caller that goes away stops waiting and nothing else.
    ///
    /// # Errors
    /// - `timeout`: nobody has come back yet; the flow goes on.
    /// - `session_expired`, `closed`, `access_denied` (also after [`LoopbackFlow::cancel`]), and what else
    ///   [`Authpipe::complete_native_session`] says.
    pub async fn wait(&self, timeout: Option<Duration>) -> Result<GrantView> {
        // On the core's own threads, because the caller may have no timer.
        let (outcome, runtime) = (self.flow.waiter(), &self.authpipe);
        runtime.on_core(async move { outcome.wait(timeout).await }).await
    }

    /// Closes the port and ends the session, unless the flow is over already.
    pub async fn cancel(&self) {
        // In a forked child both do nothing.
        self.flow.stop();
        // Whatever it ended with is what waiters are told.
        _ = self.wait(None).await;
    }
}

impl Authpipe {
    /// Opens a port on 127.0.0.1 and starts a session that is answered there: for scripts, command lines and desktop programs.
    /// No base URL is needed.
    ///
    /// # Errors
    /// - As [`Authpipe::create_native_session`]; `invalid_request`: the redirect URI is not `http://127.0.0.1/path`.
    /// - `runtime_unsupported`: this process may listen on no port.
    ///
    /// Spec: RFC 8252 §7.3.
    pub async fn start_loopback_flow(&self, request: NativeRequest) -> Result<LoopbackFlow> {
        let flow = self.run(move |engine| async move { engine.connector.start_loopback(request).await }).await?;
        Ok(LoopbackFlow { flow, authpipe: self.clone() })
    }
}

//! Sign-ins of apps: Swift shows the URL and hands back the answer, or the core waits for it on a loopback port.

use std::sync::Arc;
use std::time::Duration;

use authpipe::{LoopbackFlow, NativeSession, Secret};
use authpipe_bindings::records;

use crate::CoreAuthpipe;
use crate::edge::{Edge, enter};
use crate::generated::{CoreAuthSessionParams, CoreConnection};
use crate::value::read;

/// A sign-in that only this object finishes.
#[derive(uniffi::Object)]
pub struct CoreNativeSession {
    session: NativeSession,
}

#[uniffi::export]
impl CoreNativeSession {
    /// A sign-in that was kept, also by an earlier process.
    #[uniffi::constructor]
    pub fn of_kept(kept: String) -> Edge<Self> {
        enter("corenativesession_of_kept");
        Ok(CoreNativeSession { session: NativeSession::of_kept(&Secret::from(kept))? })
    }
}

/// A sign-in whose page Swift shows.
#[derive(uniffi::Record)]
pub struct CoreNativeStart {
    pub session: Arc<CoreNativeSession>,
    /// The page to show.
    pub authorization_url: String,
    /// Where the answer returns to the app.
    pub redirect_uri: String,
    /// The scheme of that.
    pub callback_scheme: String,
    pub session_id: String,
    /// Until when it can be finished.
    pub expires_at_ms: i64,
    /// What finishes it in another process: a secret.
    pub kept: String,
}

/// A sign-in whose answer the core receives on a port.
#[derive(uniffi::Object)]
pub struct CoreLoopbackFlow {
    flow: LoopbackFlow,
}

/// The same, with the page to show.
#[derive(uniffi::Record)]
pub struct CoreLoopbackStart {
    pub flow: Arc<CoreLoopbackFlow>,
    pub authorization_url: String,
}

#[uniffi::export]
impl CoreLoopbackFlow {
    /// Waits for the answer.
    pub async fn wait(&self, timeout_ms: Option<u64>) -> Edge<CoreConnection> {
        enter("coreloopbackflow_wait");
        Ok(CoreConnection::of(self.flow.wait(timeout_ms.map(Duration::from_millis)).await?))
    }

    /// Closes the port.
    pub async fn cancel(&self) -> Edge<()> {
        enter("coreloopbackflow_cancel");
        self.flow.cancel().await;
        Ok(())
    }
}

#[uniffi::export]
impl CoreAuthpipe {
    /// Starts a sign-in whose page Swift shows.
    pub async fn create_native_session(&self, params: CoreAuthSessionParams) -> Edge<CoreNativeStart> {
        enter("coreauthpipe_create_native_session");
        let session =
            self.authpipe.create_native_session(read::<records::AuthSessionParams>(params, "params")?.into_native()).await?;
        Ok(CoreNativeStart {
            authorization_url: session.authorization_url().to_owned(),
            redirect_uri: session.redirect_uri().to_owned(),
            callback_scheme: session.callback_scheme().to_owned(),
            session_id: session.session_id().as_str().to_owned(),
            expires_at_ms: session.expires_at().unix_millis(),
            kept: session.to_keep().expose().clone(),
            session: Arc::new(CoreNativeSession { session }),
        })
    }

    /// Redeems the answer.
    pub async fn complete_native_session(&self, session: Arc<CoreNativeSession>, callback_url: String) -> Edge<CoreConnection> {
        enter("coreauthpipe_complete_native_session");
        Ok(CoreConnection::of(self.authpipe.complete_native_session(&session.session, &callback_url).await?))
    }

    /// Ends a sign-in that nobody finishes.
    pub async fn cancel_native_session(&self, session: Arc<CoreNativeSession>) -> Edge<()> {
        enter("coreauthpipe_cancel_native_session");
        Ok(self.authpipe.cancel_native_session(&session.session).await?)
    }

    /// Starts a sign-in whose answer the core receives on a port.
    pub async fn start_loopback_flow(&self, params: CoreAuthSessionParams) -> Edge<CoreLoopbackStart> {
        enter("coreauthpipe_start_loopback_flow");
        let flow = self.authpipe.start_loopback_flow(read::<records::AuthSessionParams>(params, "params")?.into_native()).await?;
        let authorization_url = flow.authorization_url().to_owned();
        Ok(CoreLoopbackStart { flow: Arc::new(CoreLoopbackFlow { flow }), authorization_url })
    }
}

//! Sign-ins of apps: Swift shows the URL and hands back the answer, or the core waits for it on a loopback port.

use std::sync::Arc;
use std::time::Duration;

use authpipe::{ConfigId, Error, GrantId, LoopbackFlow, NativeRequest, NativeSession, ProviderId, TenantId, UserId};

use crate::CoreAuthpipe;
use crate::convert::{CoreGrant, CoreSessionRequest, label, optional};
use crate::edge::{Edge, enter};

/// A sign-in that only this object finishes.
#[derive(uniffi::Object)]
pub struct CoreNativeSession {
    session: NativeSession,
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
    pub async fn wait(&self, timeout_ms: Option<u64>) -> Edge<CoreGrant> {
        enter("coreloopbackflow_wait");
        Ok(self.flow.wait(timeout_ms.map(Duration::from_millis)).await?.into())
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
    pub async fn create_native_session(&self, request: CoreSessionRequest) -> Edge<CoreNativeStart> {
        enter("coreauthpipe_create_native_session");
        let session = self.authpipe.create_native_session(request.try_into()?).await?;
        Ok(CoreNativeStart {
            authorization_url: session.authorization_url().to_owned(),
            redirect_uri: session.redirect_uri().to_owned(),
            callback_scheme: session.callback_scheme().to_owned(),
            session: Arc::new(CoreNativeSession { session }),
        })
    }

    /// Redeems the answer.
    pub async fn complete_native_session(&self, session: Arc<CoreNativeSession>, callback_url: String) -> Edge<CoreGrant> {
        enter("coreauthpipe_complete_native_session");
        Ok(self.authpipe.complete_native_session(&session.session, &callback_url).await?.into())
    }

    /// Ends a sign-in that nobody finishes.
    pub async fn cancel_native_session(&self, session: Arc<CoreNativeSession>) -> Edge<()> {
        enter("coreauthpipe_cancel_native_session");
        Ok(self.authpipe.cancel_native_session(&session.session).await?)
    }

    /// Starts a sign-in whose answer the core receives on a port.
    pub async fn start_loopback_flow(&self, request: CoreSessionRequest) -> Edge<CoreLoopbackStart> {
        enter("coreauthpipe_start_loopback_flow");
        let flow = self.authpipe.start_loopback_flow(request.try_into()?).await?;
        let authorization_url = flow.authorization_url().to_owned();
        Ok(CoreLoopbackStart { flow: Arc::new(CoreLoopbackFlow { flow }), authorization_url })
    }
}

impl TryFrom<CoreSessionRequest> for NativeRequest {
    type Error = Error;

    fn try_from(input: CoreSessionRequest) -> Result<Self, Error> {
        let provider = ProviderId::parse(&input.provider)?;
        let (tenant_id, user_id) = (TenantId::parse(&input.tenant_id)?, UserId::parse(&input.user_id)?);
        let mut request = NativeRequest::new(provider, tenant_id, user_id);
        request.config = optional(&input.config, ConfigId::parse)?;
        request.label = label(&input.label)?;
        request.scopes = input.scopes;
        request.variables = input.variables.into_iter().collect();
        request.connection_id = optional(&input.connection_id, GrantId::parse)?;
        Ok(request)
    }
}

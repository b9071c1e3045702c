//! Sign-ins of apps: Swift shows the URL and hands back the answer, or the core waits for it on a loopback port.

use std::sync::Arc;
use std::time::Duration;

use authpipe::{ConfigId, Error, GrantId, LoopbackFlow, NativeRequest, NativeSession, ProviderId, TenantId, UserId};

use crate::CoreAuthpipe;
use crate::convert::{CoreGrant, CoreSessionRequest, label, optional};
use crate::error::CoreFailure;

/// A sign-in whose page Swift shows.
#[derive(uniffi::Object)]
pub struct CoreNativeSession {
    session: NativeSession,
}

#[uniffi::export]
impl CoreNativeSession {
    /// The page to show.
    pub fn authorization_url(&self) -> String {
        self.session.authorization_url().to_owned()
    }

    /// The scheme with which the answer returns to the app.
    pub fn callback_scheme(&self) -> String {
        self.session.callback_scheme().to_owned()
    }
}

/// A sign-in whose answer the core receives on a port.
#[derive(uniffi::Object)]
pub struct CoreLoopbackFlow {
    flow: LoopbackFlow,
}

#[uniffi::export]
impl CoreLoopbackFlow {
    /// The page to show.
    pub fn authorization_url(&self) -> String {
        self.flow.authorization_url().to_owned()
    }

    /// Waits for the answer.
    pub async fn wait(&self, timeout_ms: Option<u64>) -> Result<CoreGrant, CoreFailure> {
        Ok(self.flow.wait(timeout_ms.map(Duration::from_millis)).await?.into())
    }

    /// Closes the port.
    pub async fn cancel(&self) {
        self.flow.cancel().await;
    }
}

#[uniffi::export]
impl CoreAuthpipe {
    /// Starts a sign-in whose page Swift shows.
    pub async fn create_native_session(&self, request: CoreSessionRequest) -> Result<Arc<CoreNativeSession>, CoreFailure> {
        let session = self.authpipe.create_native_session(request.try_into()?).await?;
        Ok(Arc::new(CoreNativeSession { session }))
    }

    /// Redeems the answer.
    pub async fn complete_native_session(
        &self,
        session: Arc<CoreNativeSession>,
        callback_url: String,
    ) -> Result<CoreGrant, CoreFailure> {
        Ok(self.authpipe.complete_native_session(&session.session, &callback_url).await?.into())
    }

    /// Ends a sign-in that nobody finishes.
    pub async fn cancel_native_session(&self, session: Arc<CoreNativeSession>) -> Result<(), CoreFailure> {
        Ok(self.authpipe.cancel_native_session(&session.session).await?)
    }

    /// Starts a sign-in whose answer the core receives on a port.
    pub async fn start_loopback_flow(&self, request: CoreSessionRequest) -> Result<Arc<CoreLoopbackFlow>, CoreFailure> {
        let flow = self.authpipe.start_loopback_flow(request.try_into()?).await?;
        Ok(Arc::new(CoreLoopbackFlow { flow }))
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

//! A sign-in with the browser of the same machine, whose answer comes to a port of this process (RFC 8252 §7.3).

use std::sync::Arc;

use authpipe::LoopbackFlow;
use authpipe_bindings::records;
use napi::Env;
use napi::bindgen_prelude::{PromiseRaw, Unknown};
use napi_derive::napi;
use serde_json::Value;

use crate::Core;
use crate::arguments::read_timeout;
use crate::operations::give;
use crate::runtime::{behind, later, now};
use crate::value::read;

/// A sign-in with its port, which is closed at the latest when nobody has this any more.
#[napi]
pub struct CoreLoopbackFlow {
    flow: Arc<LoopbackFlow>,
}

#[napi]
impl Core {
    /// Opens a port and starts a sign-in that ends there.
    #[napi]
    pub fn start_loopback_flow<'env>(
        &self,
        env: &'env Env,
        params: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, CoreLoopbackFlow>> {
        let params = now("startLoopbackFlow", || Ok(read::<records::AuthSessionParams>(params, "params")?.into_native()))?;
        let authpipe = self.authpipe.clone();
        let work = async move {
            let flow = authpipe.start_loopback_flow(params).await?;
            Ok(CoreLoopbackFlow { flow: Arc::new(flow) })
        };
        later(env, "startLoopbackFlow", work)
    }
}

#[napi]
impl CoreLoopbackFlow {
    /// The page to show.
    #[napi(getter)]
    pub fn authorization_url(&self) -> String {
        self.flow.authorization_url().to_owned()
    }

    /// Waits for the person, who may take as long as the session lasts.
    #[napi]
    pub fn wait<'env>(&self, env: &'env Env, options: Unknown<'_>) -> napi::Result<PromiseRaw<'env, Value>> {
        let timeout = now("wait", || read_timeout(options))?;
        let flow = self.flow.clone();
        later(env, "wait", async move { flow.wait(timeout).await.map(give::<records::Connection, _>) })
    }

    /// Closes the port; a session that is over stays as it is.
    #[napi]
    pub fn cancel(&self) -> napi::Result<()> {
        now("cancel", || {
            let flow = self.flow.clone();
            behind(async move { flow.cancel().await });
            Ok(())
        })
    }
}

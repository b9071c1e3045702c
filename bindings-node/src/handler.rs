//! The mountable HTTP handler: JavaScript asks who is signed in, the core does the rest.

use std::sync::Arc;

use authpipe::{Handler, HttpRequest, Result};
use authpipe_bindings::records;
use napi::Env;
use napi::bindgen_prelude::{PromiseRaw, Unknown};
use napi_derive::napi;

use crate::convert::{IdentifyFailedFields, RequestFields, ResponseFields};
use crate::runtime::{later, now};
use crate::value::read;

/// The routes of one mounted handler.
#[napi]
pub struct CoreHandler {
    handler: Arc<Handler>,
}

impl CoreHandler {
    pub(crate) fn new(handler: Handler) -> Self {
        CoreHandler { handler: Arc::new(handler) }
    }
}

#[napi]
impl CoreHandler {
    /// The path below the mount point: of the path as it came, and of what a router has left of it.
    #[napi]
    pub fn path_below_mount(&self, full: String, rest: String) -> napi::Result<String> {
        now("pathBelowMount", || Ok(self.handler.path_below_mount(&full, &rest).to_owned()))
    }

    /// Whether the application must say who is signed in.
    #[napi]
    pub fn needs_principal(&self, method: String, path: String) -> napi::Result<bool> {
        now("needsPrincipal", || Ok(self.handler.needs_principal(&method, &path)))
    }

    /// The answer where `identify` failed, and its request id.
    #[napi]
    pub fn identify_failed(&self, request: RequestFields) -> napi::Result<IdentifyFailedFields> {
        now("identifyFailed", || Ok(self.handler.identify_failed(&HttpRequest::from(request)).into()))
    }

    /// Answers a request.
    #[napi]
    pub fn handle<'env>(
        &self,
        env: &'env Env,
        request: RequestFields,
        principal: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, ResponseFields>> {
        let request = HttpRequest::from(request);
        let principal: Option<records::Principal> = now("handle", || read(principal, "principal"))?;
        let principal = principal.map(records::Principal::into_core);
        let handler = self.handler.clone();
        later(env, "handle", async move { Result::Ok(handler.handle(request, principal).await.into()) })
    }
}

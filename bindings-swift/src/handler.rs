//! Hands requests of Swift to the HTTP routes, and converts the bytes of requests and answers.

use authpipe::{Handler, HttpRequest, HttpResponse};
use authpipe_bindings::records;

use crate::edge::{Edge, enter};
use crate::generated::CorePrincipal;
use crate::value::read;

/// The HTTP routes.
#[derive(uniffi::Object)]
pub struct CoreHandler {
    pub(crate) handler: Handler,
}

#[uniffi::export]
impl CoreHandler {
    /// Whether the application must be asked who is signed in.
    pub fn needs_principal(&self, method: String, path: String) -> Edge<bool> {
        enter("corehandler_needs_principal");
        Ok(self.handler.needs_principal(&method, &path))
    }

    /// The path below the mount point. Where `full`, as it came, is elsewhere than the base URL says, the log and answers say so.
    pub fn path_below_mount(&self, full: String, rest: String) -> Edge<String> {
        enter("corehandler_path_below_mount");
        Ok(self.handler.path_below_mount(&full, &rest).to_owned())
    }

    /// The answer where the application failed to say who is signed in, and its request id.
    pub fn identify_failed(&self, request: CoreRequest) -> Edge<CoreIdentifyFailed> {
        enter("corehandler_identify_failed");
        let failed = self.handler.identify_failed(&request.into());
        Ok(CoreIdentifyFailed { response: failed.response.into(), request_id: failed.request_id })
    }

    /// Answers a request.
    pub async fn handle(&self, request: CoreRequest, principal: Option<CorePrincipal>) -> Edge<CoreResponse> {
        enter("corehandler_handle");
        let principal: Option<records::Principal> = read(principal, "principal")?;
        Ok(self.handler.handle(request.into(), principal.map(records::Principal::into_core)).await.into())
    }
}

/// A header of a request or an answer.
#[derive(uniffi::Record)]
pub struct CoreHeader {
    pub name: String,
    pub value: String,
}

/// A request to the handler.
#[derive(uniffi::Record)]
pub struct CoreRequest {
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: Vec<CoreHeader>,
    pub body: Vec<u8>,
}

impl From<CoreRequest> for HttpRequest {
    fn from(fields: CoreRequest) -> Self {
        let headers = fields.headers.into_iter().map(|header| (header.name, header.value)).collect();
        HttpRequest { method: fields.method, path: fields.path, query: fields.query, headers, body: fields.body }
    }
}

/// The handler's answer.
#[derive(uniffi::Record)]
pub struct CoreResponse {
    pub status: u16,
    pub headers: Vec<CoreHeader>,
    pub body: Vec<u8>,
}

impl From<HttpResponse> for CoreResponse {
    fn from(response: HttpResponse) -> Self {
        let headers = response.headers.into_iter().map(|(name, value)| CoreHeader { name, value }).collect();
        CoreResponse { status: response.status, headers, body: response.body }
    }
}

/// What is answered when the application failed to say who is signed in.
#[derive(uniffi::Record)]
pub struct CoreIdentifyFailed {
    pub response: CoreResponse,
    pub request_id: String,
}

//! Converts the handler's requests and answers.

use authpipe::{HttpRequest, HttpResponse, IdentifyFailed};
use napi::bindgen_prelude::{Buffer, Uint8Array};
use napi_derive::napi;

/// A request to the handler. `headers` holds names and values in turn.
#[napi(object, object_to_js = false)]
pub struct RequestFields {
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: Vec<String>,
    pub body: Uint8Array,
}

impl From<RequestFields> for HttpRequest {
    fn from(fields: RequestFields) -> Self {
        let mut headers = Vec::with_capacity(fields.headers.len() / 2);
        let mut texts = fields.headers.into_iter();
        while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
            headers.push((name, value));
        }
        HttpRequest { method: fields.method, path: fields.path, query: fields.query, headers, body: fields.body.to_vec() }
    }
}

/// The handler's answer. `headers` holds names and values in turn.
#[napi(object, object_from_js = false)]
pub struct ResponseFields {
    pub status: u32,
    pub headers: Vec<String>,
    pub body: Buffer,
}

impl From<HttpResponse> for ResponseFields {
    fn from(response: HttpResponse) -> Self {
        ResponseFields {
            status: u32::from(response.status),
            headers: response.headers.into_iter().flat_map(|(name, value)| [name, value]).collect(),
            body: response.body.into(),
        }
    }
}

/// What is answered when `identify` failed.
#[napi(object, object_from_js = false)]
pub struct IdentifyFailedFields {
    pub response: ResponseFields,
    pub request_id: String,
}

impl From<IdentifyFailed> for IdentifyFailedFields {
    fn from(failed: IdentifyFailed) -> Self {
        IdentifyFailedFields { response: failed.response.into(), request_id: failed.request_id }
    }
}

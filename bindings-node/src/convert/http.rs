//! The handler's options, requests and answers.

use authpipe::{Error, HandlerOptions, HttpRequest, HttpResponse, Principal, Result, Role, TenantId, UserId};
use napi::bindgen_prelude::{Buffer, Uint8Array};
use napi_derive::napi;

use super::config_invalid;

/// Options of the handler.
#[napi(object)]
pub struct HandlerFields {
    pub allowed_origins: Vec<String>,
    pub allowed_return_origins: Vec<String>,
}

impl From<HandlerFields> for HandlerOptions {
    fn from(fields: HandlerFields) -> Self {
        HandlerOptions { allowed_origins: fields.allowed_origins, allowed_return_origins: fields.allowed_return_origins }
    }
}

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

/// Who is signed in to the application.
#[napi(object)]
pub struct PrincipalFields {
    pub tenant_id: String,
    pub user_id: String,
    pub role: String,
}

impl TryFrom<PrincipalFields> for Principal {
    type Error = Error;

    fn try_from(fields: PrincipalFields) -> Result<Self> {
        let role = match fields.role.as_str() {
            "admin" => Role::Admin,
            "member" => Role::Member,
            _ => return Err(config_invalid("role must be \"admin\" or \"member\".")),
        };
        Ok(Principal { tenant_id: TenantId::parse(&fields.tenant_id)?, user_id: UserId::parse(&fields.user_id)?, role })
    }
}

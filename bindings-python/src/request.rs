//! What callers ask for.

use std::collections::BTreeMap;

use authpipe::{
    AuthRequest, CallOptions, ConfigId, CredentialFor, CredentialType, Error, ErrorCode, EventQuery, EventType, GrantId,
    HttpRequest, InstallRequest, Label, ListQuery, NativeRequest, Principal, ProviderId, Result, Role, SessionMode,
    StoreCredential, Subject, TenantId, UserId,
};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PySequence, PyTuple};

use crate::error;
use crate::read::{self, Any};
use crate::secret::Secret;

/// An id, or whatever the core reads from a text and may refuse.
fn parsed<T>(name: &str, value: &Any<'_>, parse: fn(&str) -> Result<T>) -> PyResult<T> {
    parse(&read::text(name, value)?).map_err(|error| error::raise(&error))
}

fn optional<T>(name: &str, value: &Any<'_>, parse: fn(&str) -> Result<T>) -> PyResult<Option<T>> {
    read::optional(name, value, |name, value| parsed(name, value, parse))
}

fn invalid(message: &str) -> PyErr {
    error::raise(&Error::new(ErrorCode::InvalidRequest, message))
}

/// The arguments that name a subject, in the façade's order.
pub(crate) struct SubjectArgs<'a, 'py> {
    pub(crate) provider: &'a Any<'py>,
    pub(crate) tenant_id: &'a Any<'py>,
    pub(crate) user_id: &'a Any<'py>,
    pub(crate) config: &'a Any<'py>,
    pub(crate) label: &'a Any<'py>,
    pub(crate) connection_id: &'a Any<'py>,
    pub(crate) installation_id: &'a Any<'py>,
    pub(crate) credential_for: &'a Any<'py>,
}

impl<'py> SubjectArgs<'_, 'py> {
    /// Under which a credential is kept for these arguments. What most callers leave out costs nothing; the two lengths cannot be
    /// taken for each other.
    pub(crate) fn key(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let others = [self.config, self.label, self.connection_id, self.installation_id, self.credential_for];
        if others.iter().all(|other| other.is_none()) {
            return PyTuple::new(py, [self.provider, self.tenant_id, self.user_id]);
        }
        let [config, label, connection_id, installation_id, credential_for] = others;
        PyTuple::new(
            py,
            [self.provider, self.tenant_id, self.user_id, config, label, connection_id, installation_id, credential_for],
        )
    }

    pub(crate) fn read(&self) -> PyResult<Subject> {
        let connection_id = optional("connection_id", self.connection_id, GrantId::parse)?;
        let installation_id = optional("installation_id", self.installation_id, GrantId::parse)?;
        if connection_id.is_some() && installation_id.is_some() {
            return Err(invalid("Give connection_id or installation_id, not both."));
        }
        let credential_for = match read::optional_text("credential_for", self.credential_for)?.as_deref() {
            // The parameter that names a grant says its kind too: a connection's id never leads to the installation.
            None if installation_id.is_some() => Some(CredentialFor::Installation),
            None if connection_id.is_some() => Some(CredentialFor::User),
            None => None,
            Some("any") => Some(CredentialFor::Any),
            Some("installation") => Some(CredentialFor::Installation),
            Some("user") => Some(CredentialFor::User),
            Some(_) => return Err(invalid("credential_for must be \"any\", \"installation\" or \"user\".")),
        };
        Ok(Subject {
            provider: parsed("provider", self.provider, ProviderId::parse)?,
            config: optional("config", self.config, ConfigId::parse)?,
            tenant_id: parsed("tenant_id", self.tenant_id, TenantId::parse)?,
            user_id: optional("user_id", self.user_id, UserId::parse)?,
            label: label(self.label)?,
            grant_id: connection_id.or(installation_id),
            credential_for,
        })
    }
}

pub(crate) fn grant_id(name: &'static str, value: &Any<'_>) -> PyResult<Option<GrantId>> {
    optional(name, value, GrantId::parse)
}

fn label(value: &Any<'_>) -> PyResult<Label> {
    Ok(optional("label", value, Label::parse)?.unwrap_or_else(Label::empty))
}

pub(crate) fn call_options(
    force_refresh: &Any<'_>,
    min_validity: &Any<'_>,
    scopes: &Any<'_>,
    claims: &Any<'_>,
) -> PyResult<CallOptions> {
    Ok(CallOptions {
        force_refresh: read::boolean("force_refresh", force_refresh)?,
        min_validity: read::optional("min_validity", min_validity, read::span)?,
        scopes: read::optional("scopes", scopes, read::texts)?.unwrap_or_default(),
        claims: read::optional_text("claims", claims)?,
        ..CallOptions::default()
    })
}

pub(crate) fn store(subject: Subject, credential: &Secret, credential_type: &Any<'_>) -> PyResult<StoreCredential> {
    let credential_type = CredentialType::parse(&read::text("credential_type", credential_type)?)
        .ok_or_else(|| invalid("credential_type must be \"api_key\" or \"webhook_secret\"."))?;
    Ok(StoreCredential { subject, credential_type, fields: credential.fields.clone() })
}

/// The arguments of a session that is made in server code.
pub(crate) struct SessionArgs<'a, 'py> {
    pub(crate) provider: &'a Any<'py>,
    pub(crate) tenant_id: &'a Any<'py>,
    pub(crate) user_id: &'a Any<'py>,
    pub(crate) config: &'a Any<'py>,
    pub(crate) return_to: &'a Any<'py>,
    pub(crate) mode: &'a Any<'py>,
}

impl SessionArgs<'_, '_> {
    pub(crate) fn auth(&self, label_: &Any<'_>, scopes: &Any<'_>, variables: &Any<'_>) -> PyResult<AuthRequest> {
        let InstallRequest { provider, config, tenant_id, user_id, return_to, mode, opener_origin } = self.install()?;
        Ok(AuthRequest {
            provider,
            config,
            tenant_id,
            user_id,
            connection_id: None,
            installation_id: None,
            label: label(label_)?,
            scopes: read::optional("scopes", scopes, read::texts)?.unwrap_or_default(),
            variables: self::variables(variables)?,
            return_to,
            mode,
            opener_origin,
        })
    }

    pub(crate) fn install(&self) -> PyResult<InstallRequest> {
        // Server code sends the browser itself, so it comes back to a page, not to a closing window.
        let mode = match read::optional_text("mode", self.mode)? {
            None => SessionMode::Redirect,
            Some(text) => SessionMode::parse(&text).ok_or_else(|| invalid("mode must be \"popup\" or \"redirect\"."))?,
        };
        Ok(InstallRequest {
            provider: parsed("provider", self.provider, ProviderId::parse)?,
            config: optional("config", self.config, ConfigId::parse)?,
            tenant_id: parsed("tenant_id", self.tenant_id, TenantId::parse)?,
            user_id: parsed("user_id", self.user_id, UserId::parse)?,
            return_to: read::optional_text("return_to", self.return_to)?,
            mode,
            opener_origin: None,
        })
    }
}

/// The arguments of a sign-in through the system's browser.
pub(crate) struct NativeArgs<'a, 'py> {
    pub(crate) provider: &'a Any<'py>,
    pub(crate) tenant_id: &'a Any<'py>,
    pub(crate) user_id: &'a Any<'py>,
    pub(crate) config: &'a Any<'py>,
    pub(crate) label: &'a Any<'py>,
    pub(crate) connection_id: &'a Any<'py>,
    pub(crate) scopes: &'a Any<'py>,
    pub(crate) variables: &'a Any<'py>,
}

impl NativeArgs<'_, '_> {
    pub(crate) fn read(&self) -> PyResult<NativeRequest> {
        Ok(NativeRequest {
            config: optional("config", self.config, ConfigId::parse)?,
            label: label(self.label)?,
            scopes: read::optional("scopes", self.scopes, read::texts)?.unwrap_or_default(),
            variables: variables(self.variables)?,
            connection_id: optional("connection_id", self.connection_id, GrantId::parse)?,
            ..NativeRequest::new(
                parsed("provider", self.provider, ProviderId::parse)?,
                parsed("tenant_id", self.tenant_id, TenantId::parse)?,
                parsed("user_id", self.user_id, UserId::parse)?,
            )
        })
    }
}

fn variables(value: &Any<'_>) -> PyResult<BTreeMap<String, String>> {
    let read = read::optional("variables", value, |name, value| read::mapping(name, value, read::text))?;
    Ok(read.unwrap_or_default())
}

/// An id within a tenant.
pub(crate) fn handle(id: &Any<'_>, tenant_id: &Any<'_>) -> PyResult<(TenantId, GrantId)> {
    Ok((parsed("tenant_id", tenant_id, TenantId::parse)?, parsed("id", id, GrantId::parse)?))
}

pub(crate) fn list(
    tenant_id: &Any<'_>,
    all_tenants: &Any<'_>,
    user_id: &Any<'_>,
    provider: &Any<'_>,
    config: &Any<'_>,
    after: &Any<'_>,
    limit: &Any<'_>,
) -> PyResult<ListQuery> {
    Ok(ListQuery {
        tenant_id: optional("tenant_id", tenant_id, TenantId::parse)?,
        all_tenants: read::boolean("all_tenants", all_tenants)?,
        user_id: optional("user_id", user_id, UserId::parse)?,
        provider: optional("provider", provider, ProviderId::parse)?,
        config: optional("config", config, ConfigId::parse)?,
        after: read::optional_text("after", after)?,
        limit: read::optional("limit", limit, page_size)?,
    })
}

pub(crate) fn events(
    after: &Any<'_>,
    tenant_id: &Any<'_>,
    event_type: &Any<'_>,
    connection_id: &Any<'_>,
    limit: &Any<'_>,
) -> PyResult<EventQuery> {
    let event_type = match read::optional_text("type", event_type)? {
        None => None,
        Some(text) => Some(EventType::parse(&text).ok_or_else(|| invalid("type is not a type of event."))?),
    };
    Ok(EventQuery {
        after: read::optional_text("after", after)?,
        tenant_id: optional("tenant_id", tenant_id, TenantId::parse)?,
        event_type,
        connection_id: optional("connection_id", connection_id, GrantId::parse)?,
        limit: read::optional("limit", limit, page_size)?,
    })
}

/// How large a page may be, the core says.
fn page_size(name: &str, value: &Any<'_>) -> PyResult<usize> {
    use pyo3::exceptions::PyValueError;
    let whole = read::whole(name, value);
    match whole {
        Ok(limit) => Ok(usize::try_from(limit).unwrap_or(usize::MAX)),
        // A negative number is as wrong as 0 is.
        Err(wrong) if wrong.is_instance_of::<PyValueError>(value.py()) => Ok(0),
        Err(wrong) => Err(wrong),
    }
}

/// A request to the handler.
pub(crate) fn http(request: &Any<'_>) -> PyResult<HttpRequest> {
    let class = request.py().import("authpipe._types")?.getattr("HttpRequest")?.cast_into()?;
    read::instance_of("request", request, &class)?;
    let body = request.getattr("body")?;
    let headers = request.getattr("headers")?;
    let headers =
        headers.cast::<PySequence>().map_err(|_| read::wrong_type("request.headers", "a sequence of pairs", &headers))?;
    let mut pairs = Vec::new();
    for pair in headers.try_iter()? {
        let pair = pair?;
        let wrong = || read::wrong_type("a header of request.headers", "a pair of str", &pair);
        let (name, value): (Any<'_>, Any<'_>) = pair.extract().map_err(|_| wrong())?;
        pairs.push((read::text("a header's name", &name)?, read::text("a header's value", &value)?));
    }
    Ok(HttpRequest {
        method: read::text("request.method", &request.getattr("method")?)?,
        path: read::text("request.path", &request.getattr("path")?)?,
        query: read::text("request.query", &request.getattr("query")?)?,
        headers: pairs,
        body: body.cast::<PyBytes>().map_err(|_| read::wrong_type("request.body", "bytes", &body))?.as_bytes().to_vec(),
    })
}

/// Who is signed in.
pub(crate) fn principal(principal: &Any<'_>) -> PyResult<Option<Principal>> {
    if principal.is_none() {
        return Ok(None);
    }
    let class = principal.py().import("authpipe._types")?.getattr("Principal")?.cast_into()?;
    read::instance_of("principal", principal, &class)?;
    let role = match read::text("principal.role", &principal.getattr("role")?)?.as_str() {
        "admin" => Role::Admin,
        "member" => Role::Member,
        _ => {
            let message = "role must be \"admin\" or \"member\".";
            return Err(error::raise(&Error::new(ErrorCode::ConfigInvalid, message)));
        }
    };
    Ok(Some(Principal {
        tenant_id: parsed("principal.tenant_id", &principal.getattr("tenant_id")?, TenantId::parse)?,
        user_id: parsed("principal.user_id", &principal.getattr("user_id")?, UserId::parse)?,
        role,
    }))
}

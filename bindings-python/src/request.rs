//! Reads what callers ask for, where it is more than the members of one record.

use authpipe::{ErrorCode, HttpRequest, Principal, Subject};
use authpipe_bindings::{Read, ScopedId, records};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PySequence, PyTuple};

use crate::error;
use crate::read::{self, Given};
use crate::refusal::{self, Any};

/// The arguments that name a subject, by position: the way of a read that is answered without waiting.
pub(crate) struct SubjectArgs<'a, 'py> {
    pub(crate) provider: &'a Any<'py>,
    pub(crate) tenant_id: &'a Any<'py>,
    pub(crate) user_id: &'a Any<'py>,
    pub(crate) config: &'a Any<'py>,
    pub(crate) label: &'a Any<'py>,
    pub(crate) connection_id: &'a Any<'py>,
    pub(crate) installation_id: &'a Any<'py>,
    pub(crate) credential_for: &'a Any<'py>,
    pub(crate) credential_type: &'a Any<'py>,
}

impl<'py> SubjectArgs<'_, 'py> {
    /// Under which a credential is kept for these arguments. What most callers leave out costs nothing; the two lengths cannot be
    /// taken for each other.
    pub(crate) fn key(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let others =
            [self.config, self.label, self.connection_id, self.installation_id, self.credential_for, self.credential_type];
        if others.iter().all(|other| other.is_none()) {
            return PyTuple::new(py, [self.provider, self.tenant_id, self.user_id]);
        }
        PyTuple::new(py, [self.provider, self.tenant_id, self.user_id].into_iter().chain(others).collect::<Vec<_>>())
    }

    pub(crate) fn read(&self) -> PyResult<Subject> {
        let arguments = PyDict::new(self.provider.py());
        arguments.set_item("provider", self.provider)?;
        arguments.set_item("tenant_id", self.tenant_id)?;
        arguments.set_item("user_id", self.user_id)?;
        arguments.set_item("config", self.config)?;
        arguments.set_item("label", self.label)?;
        arguments.set_item("connection_id", self.connection_id)?;
        arguments.set_item("installation_id", self.installation_id)?;
        arguments.set_item("credential_for", self.credential_for)?;
        arguments.set_item("credential_type", self.credential_type)?;
        subject(&Given(&arguments))
    }
}

/// The subject of a call.
pub(crate) fn subject(given: &Given<'_, '_>) -> PyResult<Subject> {
    given.record::<records::Subject>()?.into_core().map_err(|error| error::raise(&error))
}

/// An id, and the tenant within which it is looked up.
pub(crate) fn scoped_id<Id: Read>(given: Given<'_, '_>) -> PyResult<ScopedId<Id>> {
    Ok(ScopedId { tenant_id: given.one("tenant_id")?, id: given.one("id")? })
}

/// A request to the handler.
pub(crate) fn http(request: &Any<'_>) -> PyResult<HttpRequest> {
    let class = request.py().import("authpipe._types")?.getattr("HttpRequest")?.cast_into()?;
    refusal::instance_of(ErrorCode::InvalidRequest, "request", request, &class)?;
    let text = |name: &str, value: &Any<'_>| -> PyResult<String> {
        read::read(value, name).map_err(|refusal| refusal::raise(refusal, ErrorCode::InvalidRequest))
    };
    let field = |name: &str| text(&format!("request.{name}"), &request.getattr(name)?);
    let headers = request.getattr("headers")?;
    let headers = headers
        .cast::<PySequence>()
        .map_err(|_| refusal::wrong_type(ErrorCode::InvalidRequest, "request.headers", "a sequence of pairs", &headers))?;
    let mut pairs = Vec::new();
    for pair in headers.try_iter()? {
        let pair = pair?;
        let wrong = || refusal::wrong_type(ErrorCode::InvalidRequest, "a header of request.headers", "a pair of str", &pair);
        let (name, value): (Any<'_>, Any<'_>) = pair.extract().map_err(|_| wrong())?;
        pairs.push((text("a header's name", &name)?, text("a header's value", &value)?));
    }
    let body = request.getattr("body")?;
    Ok(HttpRequest {
        method: field("method")?,
        path: field("path")?,
        query: field("query")?,
        headers: pairs,
        body: body
            .cast::<PyBytes>()
            .map_err(|_| refusal::wrong_type(ErrorCode::InvalidRequest, "request.body", "bytes", &body))?
            .as_bytes()
            .to_vec(),
    })
}

/// Who is signed in. What is wrong with it, whoever wrote `identify` must fix.
pub(crate) fn principal(principal: &Any<'_>) -> PyResult<Option<Principal>> {
    if principal.is_none() {
        return Ok(None);
    }
    let class = principal.py().import("authpipe._types")?.getattr("Principal")?.cast_into()?;
    refusal::instance_of(ErrorCode::ConfigInvalid, "principal", principal, &class)?;
    let fields = PyDict::new(principal.py());
    for name in ["tenant_id", "user_id", "role"] {
        fields.set_item(name, principal.getattr(name)?)?;
    }
    let read = read::read::<records::Principal>(fields.as_any(), "principal");
    read.map(|principal| Some(principal.into_core())).map_err(|refusal| refusal::raise(refusal, ErrorCode::ConfigInvalid))
}

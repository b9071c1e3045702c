//! A usable credential that does not print, prebuilt so that it can be handed out many times.

use std::collections::BTreeMap;

use authpipe::{
    Credential as CoreCredential, CredentialSource, Error, ErrorCode, RequestToSign, Secret, Sending, Unsent, Validity,
};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};

use crate::{error, give};

/// A usable credential. It was valid when it was handed out.
///
/// The secret is reached by ``credential``, ``fields``, ``headers()`` and ``sign()`` only: it does not appear in ``repr``, ``str``,
/// tracebacks, logs or pickles.
#[pyclass(frozen, module = "authpipe")]
pub(crate) struct Credential {
    value: Py<PyString>,
    fields: Py<PyDict>,
    sending: Sending,
    further_headers: BTreeMap<String, Secret<String>>,
    /// What signs requests, where each one is signed.
    signer: Option<CoreCredential>,
    #[pyo3(get)]
    /// What it is.
    credential_type: Py<PyString>,
    #[pyo3(get)]
    /// When it ends, in UTC; ``None`` if it does not say.
    expires_at: Option<Py<PyAny>>,
    #[pyo3(get)]
    /// Granted scopes.
    scopes: Py<PyTuple>,
    #[pyo3(get)]
    /// Origins that may receive it.
    api_origins: Py<PyTuple>,
    #[pyo3(get)]
    /// Where it came from.
    source: Py<PyString>,
    #[pyo3(get)]
    /// Whether this call waited for a refresh.
    refreshed: bool,
    #[pyo3(get)]
    /// Whether something failed lately although the credential works.
    degraded: bool,
    #[pyo3(get)]
    /// Whether it can no longer be renewed although it still works.
    needs_reauth: bool,
    #[pyo3(get)]
    /// Counts the secrets of the grant.
    generation: u64,
    #[pyo3(get)]
    /// The connection, where ``source`` is ``connection``.
    connection_id: Option<Py<PyString>>,
    #[pyo3(get)]
    /// The installation, where ``source`` is ``installation``.
    installation_id: Option<Py<PyString>>,
    /// Absent where the caller has waited: that object is the caller's alone.
    validity: Option<Validity>,
}

/// A form as it is sent: text and bytes as they are, names and values encoded.
fn content(py: Python<'_>, form: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(text) = form.extract::<String>() {
        return Ok(text);
    }
    if let Ok(bytes) = form.extract::<Vec<u8>>() {
        return String::from_utf8(bytes)
            .map_err(|_| PyTypeError::new_err("form must be text, bytes of a form, or names and values"));
    }
    py.import("urllib.parse")?.call_method1("urlencode", (form, true))?.extract()
}

/// As Python writes it.
fn word(is_so: bool) -> &'static str {
    if is_so { "True" } else { "False" }
}

/// The one place where a secret enters Python.
fn reveal<'py>(py: Python<'py>, secret: &Secret<String>) -> Bound<'py, PyString> {
    PyString::new(py, secret.expose())
}

impl Credential {
    pub(crate) fn new(py: Python<'_>, credential: &CoreCredential, validity: Option<Validity>) -> PyResult<Self> {
        let id = PyString::new(py, credential.grant_id.as_str()).unbind();
        let (connection_id, installation_id) = match credential.source {
            CredentialSource::Connection => (Some(id), None),
            CredentialSource::Installation => (None, Some(id)),
        };
        let fields = PyDict::new(py);
        for (name, value) in &credential.fields {
            fields.set_item(name, reveal(py, value))?;
        }
        Ok(Credential {
            value: reveal(py, &credential.value).unbind(),
            fields: fields.unbind(),
            sending: credential.sending.clone(),
            further_headers: credential.further_headers.clone(),
            signer: matches!(credential.sending, Sending::Signed(_)).then(|| credential.clone()),
            credential_type: PyString::intern(py, credential.credential_type.as_str()).unbind(),
            expires_at: credential.expires_at.map_or(Ok(None), |at| give::optional_time(py, at))?,
            scopes: PyTuple::new(py, &credential.scopes)?.unbind(),
            api_origins: PyTuple::new(py, &credential.api_origins)?.unbind(),
            source: PyString::intern(py, credential.source.as_str()).unbind(),
            refreshed: credential.refreshed,
            degraded: credential.degraded,
            needs_reauth: credential.needs_reauth,
            generation: credential.generation,
            connection_id,
            installation_id,
            validity,
        })
    }

    /// One of its own for a caller who waited.
    pub(crate) fn give(py: Python<'_>, credential: CoreCredential) -> PyResult<Py<PyAny>> {
        Ok(Bound::new(py, Credential::new(py, &credential, None)?)?.into_any().unbind())
    }

    /// Whether the core would still give this one.
    pub(crate) fn answers(&self) -> bool {
        self.validity.as_ref().is_some_and(Validity::answers)
    }
}

#[pymethods]
impl Credential {
    /// One of a test's own making: `authpipe.testing` has the defaults. It answers no read.
    #[staticmethod]
    #[pyo3(signature = (credential, credential_type, expires_at, scopes, source, refreshed, degraded, needs_reauth, generation, api_origins, grant_id))]
    #[allow(clippy::too_many_arguments, clippy::fn_params_excessive_bools, reason = "the façade has names for them")]
    fn _fake(
        py: Python<'_>,
        credential: Py<PyString>,
        credential_type: Py<PyString>,
        expires_at: Option<Py<PyAny>>,
        scopes: Py<PyTuple>,
        source: Py<PyString>,
        refreshed: bool,
        degraded: bool,
        needs_reauth: bool,
        generation: u64,
        api_origins: Py<PyTuple>,
        grant_id: Py<PyString>,
    ) -> PyResult<Self> {
        let fields = PyDict::new(py);
        let kind = credential_type.bind(py).to_string();
        if kind != "oauth_token" {
            fields.set_item("value", &credential)?;
        }
        let sending = match kind.as_str() {
            "webhook_secret" => Sending::Nowhere(Unsent::Webhook),
            _ => Sending::Prefixed { header: "Authorization".to_owned(), prefix: "Bearer ".to_owned() },
        };
        let is_installation = *source.bind(py) == "installation";
        let (connection_id, installation_id) = if is_installation { (None, Some(grant_id)) } else { (Some(grant_id), None) };
        Ok(Credential {
            value: credential,
            fields: fields.unbind(),
            sending,
            further_headers: BTreeMap::new(),
            signer: None,
            credential_type,
            expires_at,
            scopes,
            api_origins,
            source,
            refreshed,
            degraded,
            needs_reauth,
            generation,
            connection_id,
            installation_id,
            validity: None,
        })
    }

    /// The secret itself.
    #[getter]
    fn credential(&self, py: Python<'_>) -> Py<PyString> {
        self.value.clone_ref(py)
    }

    /// The fields that were stored, by name; a key of one text is the field ``value``. Empty for an OAuth token. A new ``dict`` at each
    /// read.
    #[getter]
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.fields.bind(py).copy()
    }

    /// The header with which this provider wants the credential. Those that name the application or the organisation are with it, where the
    /// provider wants them.
    fn headers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let headers = PyDict::new(py);
        match &self.sending {
            Sending::Prefixed { header, prefix } => {
                headers.set_item(header, format!("{prefix}{}", self.value.to_str(py)?))?;
            }
            Sending::Made { header, value } => headers.set_item(header, reveal(py, value))?,
            Sending::Query(_) => return Err(error::raise(&Unsent::Query.error())),
            Sending::Signed(_) => return Err(error::raise(&Unsent::Signed.error())),
            Sending::Nowhere(why) => return Err(error::raise(&why.error())),
            _ => {}
        }
        for (name, value) in &self.further_headers {
            headers.set_item(name, reveal(py, value))?;
        }
        Ok(headers)
    }

    /// The header that signs one request, of OAuth 1.0a (RFC 5849): with its own time and random number, so it is good once.
    #[pyo3(signature = (method, url, form = None))]
    fn sign<'py>(
        &self,
        py: Python<'py>,
        method: &str,
        url: &str,
        form: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let Some(signer) = &self.signer else {
            let told = Error::new(ErrorCode::InvalidRequest, "This credential signs nothing: it is sent as it is.");
            return Err(error::raise(&told.with_hint("Send its ``headers()``.")));
        };
        let form = form.map_or_else(|| Ok(String::new()), |form| content(py, form))?;
        let signed = signer.sign(&RequestToSign { method, url, form: &form }).map_err(|told| error::raise(&told))?;
        let headers = PyDict::new(py);
        headers.set_item("Authorization", reveal(py, &signed.value))?;
        for (name, value) in &self.further_headers {
            headers.set_item(name, reveal(py, value))?;
        }
        Ok(headers)
    }

    /// Whether each request is signed with it: for the adapters.
    fn _signs(&self) -> bool {
        self.signer.is_some()
    }

    /// The parameters of the address that carry it, where no header does: for the adapters, which keep it out of logs.
    fn _query<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let Sending::Query(parameters) = &self.sending else { return Ok(None) };
        let query = PyDict::new(py);
        for parameter in parameters {
            query.set_item(&parameter.name, reveal(py, &parameter.value))?;
        }
        Ok(Some(query))
    }

    /// What makes JSON of a return value asks for its items: the secret is for nobody outside.
    fn __iter__(&self) -> PyResult<Py<PyAny>> {
        Err(PyTypeError::new_err(
            "A Credential has no items, and it cannot be made into JSON: it holds a secret, which no answer to a browser may have. \
             Return what you have got with it.",
        ))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = |value: &Py<PyString>| value.bind(py).repr().map(|text| text.to_string());
        let id = match (&self.connection_id, &self.installation_id) {
            (Some(id), _) => format!("connection_id={}", shown(id)?),
            (_, Some(id)) => format!("installation_id={}", shown(id)?),
            _ => String::new(),
        };
        let expires_at =
            self.expires_at.as_ref().map_or_else(|| Ok("None".to_owned()), |at| at.bind(py).str().map(|t| t.to_string()))?;
        Ok(format!(
            "Credential(credential=[redacted], credential_type={}, expires_at={expires_at}, scopes={}, source={}, refreshed={}, \
             degraded={}, needs_reauth={}, generation={}, {id})",
            shown(&self.credential_type)?,
            self.scopes.bind(py).repr()?,
            shown(&self.source)?,
            word(self.refreshed),
            word(self.degraded),
            word(self.needs_reauth),
            self.generation,
        ))
    }

    fn __reduce__(&self) -> PyResult<Py<PyAny>> {
        Err(PyTypeError::new_err("A Credential holds a secret and cannot be pickled; pass the ids and ask Authpipe there."))
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

//! The native part of the Python package `authpipe`. A method reads its arguments, calls the core, and gives the result. The façade
//! around it has the signatures and documentation that Python programmers see.

mod at_hand;
mod batch;
mod claims;
mod command_line;
mod credential;
mod error;
mod event_loop;
mod finishing;
mod following;
mod fork;
mod fork_hooks;
mod give;
mod handle;
mod handler;
mod kept;
mod log;
mod log_sink;
mod loopback;
mod module;
mod options;
mod own;
mod read;
mod refusal;
mod rejection;
mod request;
mod runtime;
mod value;

use std::sync::Arc;

use authpipe::{Authpipe, CallOptions, Subject};
use authpipe_bindings::{Language, ScopedId, records};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyType};

use at_hand::AtHand;
use batch::CredentialBatch;
use credential::Credential;
use following::EventFeed;
use handle::Handle;
use handler::CoreHandler;
use loopback::LoopbackFlow;
use read::{Given, timeout};
use refusal::Any;
use request::SubjectArgs;
use runtime::{Call, later, now};
use value::Secrets;

/// One handle on a vault.
#[pyclass(frozen, module = "authpipe._native")]
struct Core {
    handle: Arc<Handle>,
}

#[pymethods]
#[allow(clippy::too_many_arguments, reason = "the façade has names for them")]
impl Core {
    /// Judges the options; opens nothing.
    #[new]
    #[pyo3(signature = (secrets, config_class, **given))]
    fn new(
        py: Python<'_>,
        secrets: &Bound<'_, Secrets>,
        config_class: &Bound<'_, PyType>,
        given: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        now("new", || {
            let given = given.map_or_else(|| PyDict::new(py), Clone::clone);
            let target = options::read_logger(py, &given)?;
            let options = options::read(secrets.get(), config_class, &given)?;
            Ok(Core { handle: Arc::new(Handle::new(py, options, target)?) })
        })
    }

    /// The option `logger`.
    #[getter]
    fn logger(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.handle.logger(py)
    }

    #[getter]
    fn state(&self) -> &'static str {
        if self.handle.is_closed() { "closed" } else { "open" }
    }

    #[pyo3(signature = (**given))]
    fn ready(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        self.call(py, "ready", given, |_| Ok(()), |core, ()| async move { core.ready().await }, give::nothing)
    }

    fn close(&self, py: Python<'_>) -> PyResult<Call> {
        now("close", || {
            let live = self.handle.end(py)?;
            later("close", runtime::close(live.authpipe, live.number), give::nothing)
        })
    }

    /// The kept credentials as a client looks into them, before it makes a call.
    fn at_hand(&self, blocks: bool) -> AtHand {
        AtHand::new(self.handle.clone(), blocks)
    }

    /// What `get_credential` answers without options, if it is at hand.
    #[pyo3(signature = (provider, tenant_id, user_id, config, label, connection_id, installation_id, credential_for, credential_type))]
    fn find<'py>(
        &self,
        py: Python<'py>,
        provider: &Any<'py>,
        tenant_id: &Any<'py>,
        user_id: &Any<'py>,
        config: &Any<'py>,
        label: &Any<'py>,
        connection_id: &Any<'py>,
        installation_id: &Any<'py>,
        credential_for: &Any<'py>,
        credential_type: &Any<'py>,
    ) -> PyResult<Option<Bound<'py, Credential>>> {
        now("find", || {
            let subject = SubjectArgs {
                provider,
                tenant_id,
                user_id,
                config,
                label,
                connection_id,
                installation_id,
                credential_for,
                credential_type,
            };
            let key = subject.key(py)?;
            if let Some(kept) = self.handle.kept(py, key.as_any())? {
                return Ok(Some(kept));
            }
            let answer = self.handle.authpipe(py)?.get_with_validity(&subject.read()?);
            self.handle.keep(&key, answer.map_err(|error| error::raise(&error))?)
        })
    }

    /// What `peek_credential` answers.
    #[pyo3(signature = (provider, tenant_id, user_id, config, label, connection_id, installation_id, credential_for, credential_type))]
    fn peek<'py>(
        &self,
        py: Python<'py>,
        provider: &Any<'py>,
        tenant_id: &Any<'py>,
        user_id: &Any<'py>,
        config: &Any<'py>,
        label: &Any<'py>,
        connection_id: &Any<'py>,
        installation_id: &Any<'py>,
        credential_for: &Any<'py>,
        credential_type: &Any<'py>,
    ) -> PyResult<Option<Bound<'py, Credential>>> {
        now("peek_credential", || {
            let subject = SubjectArgs {
                provider,
                tenant_id,
                user_id,
                config,
                label,
                connection_id,
                installation_id,
                credential_for,
                credential_type,
            };
            let key = subject.key(py)?;
            if let Some(kept) = self.handle.kept(py, key.as_any())? {
                return Ok(Some(kept));
            }
            let answer = self.handle.authpipe(py)?.peek_with_validity(&subject.read()?);
            self.handle.keep(&key, answer.map_err(|error| error::raise(&error))?)
        })
    }

    #[pyo3(signature = (**given))]
    fn get_credential(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let read = |given: Given<'_, '_>| Ok((request::subject(&given)?, given.record::<records::CallOptions>()?.into_core()));
        let work = |core: Authpipe, (subject, options)| async move { core.get_credential(&subject, options).await };
        // The core bounds the waiting itself, because it says whether a refresh goes on.
        self.call_bounded(py, "get_credential", given, read, work, Credential::give)
    }

    #[pyo3(signature = (**given))]
    fn report_rejected(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let read = |given: Given<'_, '_>| {
            let options = CallOptions { timeout: timeout(&given)?, ..CallOptions::default() };
            Ok((request::subject(&given)?, given.record::<records::Rejection>()?, options))
        };
        let work = |core: Authpipe, (subject, rejection, options): (Subject, records::Rejection, CallOptions)| async move {
            core.report_rejected(&subject, rejection.generation, rejection.claims.as_deref(), options).await
        };
        self.call_bounded(py, "report_rejected", given, read, work, Credential::give)
    }

    #[pyo3(signature = (**given))]
    fn store_credential(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, params: records::StoreCredentialParams| async move {
            core.store_credential(params.into_core()?).await
        };
        self.call(py, "store_credential", given, |given| given.record(), work, give::one::<_, records::StoredCredential>)
    }

    fn credential_batch(&self, py: Python<'_>) -> PyResult<CredentialBatch> {
        now("credential_batch", || Ok(CredentialBatch::new(&self.handle.authpipe_to_use(py)?)))
    }

    #[pyo3(signature = (**given))]
    fn create_auth_session(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, params: records::AuthSessionParams| async move {
            core.create_auth_session(params.into_core()).await
        };
        self.call(py, "create_auth_session", given, |given| given.record(), work, give::one::<_, records::AuthSession>)
    }

    #[pyo3(signature = (**given))]
    fn create_install_session(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, params: records::InstallSessionParams| async move {
            core.create_install_session(params.into_core()).await
        };
        self.call(py, "create_install_session", given, |given| given.record(), work, give::one::<_, records::AuthSession>)
    }

    #[pyo3(signature = (**given))]
    fn start_device_auth(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work =
            |core: Authpipe, params: records::DeviceStartParams| async move { core.start_device_auth(params.into_core()).await };
        self.call(py, "start_device_auth", given, |given| given.record(), work, give::one::<_, records::DeviceAuth>)
    }

    #[pyo3(signature = (**given))]
    fn poll_device_auth(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, params: records::DevicePollParams| async move {
            core.poll_device_auth(params.tenant_id, params.user_id, params.session_id).await
        };
        self.call(py, "poll_device_auth", given, |given| given.record(), work, give::one::<_, records::DevicePoll>)
    }

    #[pyo3(signature = (**given))]
    fn create_installation(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, params: records::InstallationParams| async move {
            core.create_installation(params.into_core()).await
        };
        self.call(py, "create_installation", given, |given| given.record(), work, give::one::<_, records::Installation>)
    }

    #[pyo3(signature = (**given))]
    fn start_loopback_flow(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        // The time limit is the person's, who signs in after this has begun.
        let limit = match given {
            Some(given) => now("start_loopback_flow", || timeout(&Given(given)))?,
            None => None,
        };
        let work = |core: Authpipe, params: records::AuthSessionParams| async move {
            core.start_loopback_flow(params.into_native()).await
        };
        let give = move |py: Python<'_>, flow| LoopbackFlow::give(py, flow, limit);
        self.call_bounded(py, "start_loopback_flow", given, |given| given.record(), work, give)
    }

    #[pyo3(signature = (**given))]
    fn list_connections(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, query: records::ListQuery| async move { core.list_connections(query.into_core()).await };
        self.call(py, "list_connections", given, |given| given.record(), work, give::page::<_, records::Connection>)
    }

    #[pyo3(signature = (**given))]
    fn get_connection(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, ScopedId { tenant_id, id }| async move { core.get_connection(tenant_id, id).await };
        self.call(py, "get_connection", given, request::scoped_id, work, give::one::<_, records::Connection>)
    }

    #[pyo3(signature = (**given))]
    fn check_connection(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, ScopedId { tenant_id, id }| async move { core.check_connection(tenant_id, id).await };
        self.call(py, "check_connection", given, request::scoped_id, work, give::one::<_, records::Health>)
    }

    #[pyo3(signature = (**given))]
    fn delete_connection(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, ScopedId { tenant_id, id }| async move { core.delete_connection(tenant_id, id).await };
        self.call(py, "delete_connection", given, request::scoped_id, work, give::one::<_, records::Deletion>)
    }

    #[pyo3(signature = (**given))]
    fn list_installations(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, query: records::ListQuery| async move { core.list_installations(query.into_core()).await };
        self.call(py, "list_installations", given, |given| given.record(), work, give::page::<_, records::Installation>)
    }

    #[pyo3(signature = (**given))]
    fn get_installation(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, ScopedId { tenant_id, id }| async move { core.get_installation(tenant_id, id).await };
        self.call(py, "get_installation", given, request::scoped_id, work, give::one::<_, records::Installation>)
    }

    #[pyo3(signature = (**given))]
    fn approve_installation(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, ScopedId { tenant_id, id }| async move { core.approve_installation(tenant_id, id).await };
        self.call(py, "approve_installation", given, request::scoped_id, work, give::one::<_, records::Installation>)
    }

    #[pyo3(signature = (**given))]
    fn delete_installation(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, ScopedId { tenant_id, id }| async move { core.delete_installation(tenant_id, id).await };
        self.call(py, "delete_installation", given, request::scoped_id, work, give::one::<_, records::Deletion>)
    }

    #[pyo3(signature = (**given))]
    fn get_session(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, ScopedId { tenant_id, id }| async move { core.get_session(tenant_id, id).await };
        self.call(py, "get_session", given, request::scoped_id, work, give::one::<_, records::Session>)
    }

    #[pyo3(signature = (**given))]
    fn cancel_session(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, ScopedId { tenant_id, id }| async move { core.cancel_session(tenant_id, id).await };
        self.call(py, "cancel_session", given, request::scoped_id, work, give::one::<_, records::Session>)
    }

    #[pyo3(signature = (**given))]
    fn list_events(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, query: records::EventQuery| async move { core.list_events(query.into_core()).await };
        self.call(py, "list_events", given, |given| given.record(), work, give::page::<_, records::Event>)
    }

    #[pyo3(signature = (**given))]
    fn follow_events(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<EventFeed> {
        now("follow_events", || {
            let given = given.map_or_else(|| PyDict::new(py), Clone::clone);
            let query: records::FollowQuery = Given(&given).record()?;
            Ok(EventFeed::new(self.handle.authpipe_to_use(py)?.follow_events(query.into_core())))
        })
    }

    #[pyo3(signature = (**given))]
    fn list_audit(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, query: records::AuditQuery| async move { core.list_audit(query.into_core()).await };
        self.call(py, "list_audit", given, |given| given.record(), work, give::page::<_, records::AuditRecord>)
    }

    #[pyo3(signature = (**given))]
    fn run_maintenance(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Call> {
        let work = |core: Authpipe, asked: records::MaintenanceOptions| async move { core.run_maintenance(asked.budget).await };
        self.call(py, "run_maintenance", given, |given| given.record(), work, give::one::<_, records::MaintenanceReport>)
    }

    #[pyo3(signature = (**given))]
    fn handler(&self, py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<CoreHandler> {
        now("handler", || {
            let given = given.map_or_else(|| PyDict::new(py), Clone::clone);
            let options: records::HandlerOptions = Given(&given).record()?;
            CoreHandler::new(py, self.handle.clone(), options.into_core(Language::Python))
        })
    }
}

impl Core {
    /// A method of the core that can wait: reads the arguments, begins it, and gives the result. `timeout` bounds the waiting.
    fn call<P, T, F>(
        &self,
        py: Python<'_>,
        name: &'static str,
        given: Option<&Bound<'_, PyDict>>,
        read: impl FnOnce(Given<'_, '_>) -> PyResult<P>,
        work: impl FnOnce(Authpipe, P) -> F,
        give: impl FnOnce(Python<'_>, T) -> PyResult<Py<PyAny>> + Send + 'static,
    ) -> PyResult<Call>
    where
        T: Send + 'static,
        F: Future<Output = authpipe::Result<T>> + Send + 'static,
    {
        let read = |given: Given<'_, '_>| Ok((timeout(&given)?, read(given)?));
        let work = |core, (limit, arguments)| runtime::within(limit, work(core, arguments));
        self.call_bounded(py, name, given, read, work, give)
    }

    /// The same, where `timeout` is one of the arguments that the core gets.
    fn call_bounded<P, T, F>(
        &self,
        py: Python<'_>,
        name: &'static str,
        given: Option<&Bound<'_, PyDict>>,
        read: impl FnOnce(Given<'_, '_>) -> PyResult<P>,
        work: impl FnOnce(Authpipe, P) -> F,
        give: impl FnOnce(Python<'_>, T) -> PyResult<Py<PyAny>> + Send + 'static,
    ) -> PyResult<Call>
    where
        T: Send + 'static,
        F: Future<Output = authpipe::Result<T>> + Send + 'static,
    {
        now(name, || {
            let given = given.map_or_else(|| PyDict::new(py), Clone::clone);
            let arguments = read(Given(&given))?;
            later(name, work(self.handle.authpipe_to_use(py)?, arguments), give)
        })
    }
}

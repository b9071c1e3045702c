//! The native part of the Python package `authpipe`. A method reads its arguments, calls the core, and gives the result; what
//! Python programmers see is the façade around it, which is why everything here takes its arguments by position.

mod at_hand;
mod credential;
mod error;
mod event_loop;
mod fork;
mod fork_hooks;
mod give;
mod handle;
mod handler;
mod kept;
mod loopback;
mod options;
mod read;
mod request;
mod runtime;
mod secret;

use std::sync::Arc;

use authpipe::{CallOptions, HandlerOptions};
use pyo3::prelude::*;
use pyo3::types::PyType;

use at_hand::AtHand;
use credential::Credential;
use handle::Handle;
use handler::CoreHandler;
use loopback::LoopbackFlow;
use options::TestClock;
use read::Any;
use request::{NativeArgs, SessionArgs, SubjectArgs};
use runtime::{Call, later, now};
use secret::{Secret, Secrets};

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
    #[pyo3(signature = (*, secrets, base_url, mode, environment, providers, config_class, background, min_validity, timeout,
        allowed_private_hosts, extra_ca_file, danger_origins, test_clock))]
    fn new(
        py: Python<'_>,
        secrets: &Bound<'_, Secrets>,
        base_url: &Any<'_>,
        mode: &Any<'_>,
        environment: &Any<'_>,
        providers: &Any<'_>,
        config_class: &Bound<'_, PyType>,
        background: &Any<'_>,
        min_validity: &Any<'_>,
        timeout: &Any<'_>,
        allowed_private_hosts: &Any<'_>,
        extra_ca_file: &Any<'_>,
        danger_origins: &Any<'_>,
        test_clock: &Any<'_>,
    ) -> PyResult<Self> {
        now("new", || {
            let given = options::Given {
                secrets: secrets.get(),
                base_url,
                mode,
                environment,
                providers,
                config_class,
                background,
                min_validity,
                timeout,
                allowed_private_hosts,
                extra_ca_file,
                danger_origins,
                test_clock,
            };
            Ok(Core { handle: Arc::new(Handle::new(py, given.read()?)?) })
        })
    }

    #[getter]
    fn state(&self) -> &'static str {
        if self.handle.is_closed() { "closed" } else { "open" }
    }

    fn ready(&self, py: Python<'_>) -> PyResult<Call> {
        now("ready", || {
            let authpipe = self.handle.authpipe_to_use(py)?;
            later("ready", async move { authpipe.ready().await }, give::nothing)
        })
    }

    fn close(&self, py: Python<'_>) -> PyResult<Call> {
        now("close", || {
            let (authpipe, number) = self.handle.end(py)?;
            let work = async move {
                runtime::close(authpipe, number).await;
                Ok(())
            };
            later("close", work, give::nothing)
        })
    }

    /// What a client looks into first.
    fn at_hand(&self, blocks: bool) -> AtHand {
        AtHand::new(self.handle.clone(), blocks)
    }

    /// The answer of `get_credential` without options, if the core has it ready. It is kept.
    #[pyo3(signature = (provider, tenant_id, user_id, config, label, connection_id, installation_id, credential_for))]
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
    ) -> PyResult<Option<Bound<'py, Credential>>> {
        now("find", || {
            let subject =
                SubjectArgs { provider, tenant_id, user_id, config, label, connection_id, installation_id, credential_for };
            let key = subject.key(py)?;
            if let Some(kept) = self.handle.kept(py, key.as_any())? {
                return Ok(Some(kept));
            }
            let kept = self.handle.authpipe(py)?.get_kept(&subject.read()?).map_err(|error| error::raise(&error))?;
            let Some((credential, watch)) = kept else { return Ok(None) };
            let credential = Bound::new(py, Credential::new(py, &credential, Some(watch))?)?;
            self.handle.keep(&key, &credential)?;
            Ok(Some(credential))
        })
    }

    /// The credential if it is at hand.
    #[pyo3(signature = (provider, tenant_id, user_id, config, label, connection_id, installation_id, credential_for))]
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
    ) -> PyResult<Option<Bound<'py, Credential>>> {
        now("peek_credential", || {
            let subject =
                SubjectArgs { provider, tenant_id, user_id, config, label, connection_id, installation_id, credential_for };
            if let Some(kept) = self.handle.kept(py, subject.key(py)?.as_any())? {
                return Ok(Some(kept));
            }
            let found = self.handle.authpipe(py)?.peek_credential(&subject.read()?).map_err(|error| error::raise(&error))?;
            found.map(|credential| Bound::new(py, Credential::new(py, &credential, None)?)).transpose()
        })
    }

    fn get_credential(
        &self,
        py: Python<'_>,
        provider: &Any<'_>,
        tenant_id: &Any<'_>,
        user_id: &Any<'_>,
        config: &Any<'_>,
        label: &Any<'_>,
        connection_id: &Any<'_>,
        installation_id: &Any<'_>,
        credential_for: &Any<'_>,
        force_refresh: &Any<'_>,
        min_validity: &Any<'_>,
        scopes: &Any<'_>,
        claims: &Any<'_>,
    ) -> PyResult<Call> {
        now("get_credential", || {
            let subject =
                SubjectArgs { provider, tenant_id, user_id, config, label, connection_id, installation_id, credential_for }
                    .read()?;
            let options = request::call_options(force_refresh, min_validity, scopes, claims)?;
            let authpipe = self.handle.authpipe_to_use(py)?;
            later("get_credential", async move { authpipe.get_credential(&subject, options).await }, Credential::give)
        })
    }

    fn report_rejected(
        &self,
        py: Python<'_>,
        provider: &Any<'_>,
        tenant_id: &Any<'_>,
        user_id: &Any<'_>,
        config: &Any<'_>,
        label: &Any<'_>,
        connection_id: &Any<'_>,
        installation_id: &Any<'_>,
        credential_for: &Any<'_>,
        generation: &Any<'_>,
        claims: &Any<'_>,
    ) -> PyResult<Call> {
        now("report_rejected", || {
            let subject =
                SubjectArgs { provider, tenant_id, user_id, config, label, connection_id, installation_id, credential_for }
                    .read()?;
            let generation = read::whole("generation", generation)?;
            let claims = read::optional_text("claims", claims)?;
            let authpipe = self.handle.authpipe_to_use(py)?;
            let work =
                async move { authpipe.report_rejected(&subject, generation, claims.as_deref(), CallOptions::default()).await };
            later("report_rejected", work, Credential::give)
        })
    }

    fn store_credential(
        &self,
        py: Python<'_>,
        provider: &Any<'_>,
        tenant_id: &Any<'_>,
        user_id: &Any<'_>,
        config: &Any<'_>,
        label: &Any<'_>,
        connection_id: &Any<'_>,
        installation_id: &Any<'_>,
        credential_for: &Any<'_>,
        credential: &Bound<'_, Secret>,
        credential_type: &Any<'_>,
    ) -> PyResult<Call> {
        now("store_credential", || {
            let subject =
                SubjectArgs { provider, tenant_id, user_id, config, label, connection_id, installation_id, credential_for }
                    .read()?;
            let request = request::store(subject, credential.get(), credential_type)?;
            let authpipe = self.handle.authpipe_to_use(py)?;
            later("store_credential", async move { authpipe.store_credential(request).await }, give::stored)
        })
    }

    fn create_auth_session(
        &self,
        py: Python<'_>,
        provider: &Any<'_>,
        tenant_id: &Any<'_>,
        user_id: &Any<'_>,
        config: &Any<'_>,
        label: &Any<'_>,
        scopes: &Any<'_>,
        variables: &Any<'_>,
        return_to: &Any<'_>,
        mode: &Any<'_>,
        connection_id: &Any<'_>,
        installation_id: &Any<'_>,
    ) -> PyResult<Call> {
        now("create_auth_session", || {
            let mut request =
                SessionArgs { provider, tenant_id, user_id, config, return_to, mode }.auth(label, scopes, variables)?;
            request.connection_id = request::grant_id("connection_id", connection_id)?;
            request.installation_id = request::grant_id("installation_id", installation_id)?;
            let authpipe = self.handle.authpipe_to_use(py)?;
            later("create_auth_session", async move { authpipe.create_auth_session(request).await }, give::session)
        })
    }

    fn create_install_session(
        &self,
        py: Python<'_>,
        provider: &Any<'_>,
        tenant_id: &Any<'_>,
        user_id: &Any<'_>,
        config: &Any<'_>,
        return_to: &Any<'_>,
        mode: &Any<'_>,
    ) -> PyResult<Call> {
        now("create_install_session", || {
            let request = SessionArgs { provider, tenant_id, user_id, config, return_to, mode }.install()?;
            let authpipe = self.handle.authpipe_to_use(py)?;
            later("create_install_session", async move { authpipe.create_install_session(request).await }, give::session)
        })
    }

    fn start_loopback_flow(
        &self,
        py: Python<'_>,
        provider: &Any<'_>,
        tenant_id: &Any<'_>,
        user_id: &Any<'_>,
        config: &Any<'_>,
        label: &Any<'_>,
        connection_id: &Any<'_>,
        scopes: &Any<'_>,
        variables: &Any<'_>,
        timeout: &Any<'_>,
    ) -> PyResult<Call> {
        now("start_loopback_flow", || {
            let request = NativeArgs { provider, tenant_id, user_id, config, label, connection_id, scopes, variables }.read()?;
            let timeout = read::optional("timeout", timeout, read::span)?;
            let authpipe = self.handle.authpipe_to_use(py)?;
            later("start_loopback_flow", async move { authpipe.start_loopback_flow(request).await }, move |py, flow| {
                LoopbackFlow::give(py, flow, timeout)
            })
        })
    }

    fn list_connections(
        &self,
        py: Python<'_>,
        tenant_id: &Any<'_>,
        all_tenants: &Any<'_>,
        user_id: &Any<'_>,
        provider: &Any<'_>,
        config: &Any<'_>,
        after: &Any<'_>,
        limit: &Any<'_>,
    ) -> PyResult<Call> {
        now("list_connections", || {
            let query = request::list(tenant_id, all_tenants, user_id, provider, config, after, limit)?;
            let authpipe = self.handle.authpipe_to_use(py)?;
            later("list_connections", async move { authpipe.list_connections(query).await }, |py, page| {
                give::page(py, page, give::connection)
            })
        })
    }

    fn get_connection(&self, py: Python<'_>, id: &Any<'_>, tenant_id: &Any<'_>) -> PyResult<Call> {
        now("get_connection", || {
            let (tenant_id, id) = request::handle(id, tenant_id)?;
            let authpipe = self.handle.authpipe_to_use(py)?;
            later("get_connection", async move { authpipe.get_connection(tenant_id, id).await }, give::connection)
        })
    }

    fn check_connection(&self, py: Python<'_>, id: &Any<'_>, tenant_id: &Any<'_>) -> PyResult<Call> {
        now("check_connection", || {
            let (tenant_id, id) = request::handle(id, tenant_id)?;
            let authpipe = self.handle.authpipe_to_use(py)?;
            later("check_connection", async move { authpipe.check_connection(tenant_id, id).await }, give::health)
        })
    }

    fn delete_connection(&self, py: Python<'_>, id: &Any<'_>, tenant_id: &Any<'_>) -> PyResult<Call> {
        now("delete_connection", || {
            let (tenant_id, id) = request::handle(id, tenant_id)?;
            let authpipe = self.handle.authpipe_to_use(py)?;
            later("delete_connection", async move { authpipe.delete_connection(tenant_id, id).await }, give::nothing)
        })
    }

    fn list_installations(
        &self,
        py: Python<'_>,
        tenant_id: &Any<'_>,
        all_tenants: &Any<'_>,
        user_id: &Any<'_>,
        provider: &Any<'_>,
        config: &Any<'_>,
        after: &Any<'_>,
        limit: &Any<'_>,
    ) -> PyResult<Call> {
        now("list_installations", || {
            let query = request::list(tenant_id, all_tenants, user_id, provider, config, after, limit)?;
            let authpipe = self.handle.authpipe_to_use(py)?;
            later("list_installations", async move { authpipe.list_installations(query).await }, |py, page| {
                give::page(py, page, give::installation)
            })
        })
    }

    fn get_installation(&self, py: Python<'_>, id: &Any<'_>, tenant_id: &Any<'_>) -> PyResult<Call> {
        now("get_installation", || {
            let (tenant_id, id) = request::handle(id, tenant_id)?;
            let authpipe = self.handle.authpipe_to_use(py)?;
            later("get_installation", async move { authpipe.get_installation(tenant_id, id).await }, give::installation)
        })
    }

    fn approve_installation(&self, py: Python<'_>, id: &Any<'_>, tenant_id: &Any<'_>) -> PyResult<Call> {
        now("approve_installation", || {
            let (tenant_id, id) = request::handle(id, tenant_id)?;
            let authpipe = self.handle.authpipe_to_use(py)?;
            later("approve_installation", async move { authpipe.approve_installation(tenant_id, id).await }, give::installation)
        })
    }

    fn delete_installation(&self, py: Python<'_>, id: &Any<'_>, tenant_id: &Any<'_>) -> PyResult<Call> {
        now("delete_installation", || {
            let (tenant_id, id) = request::handle(id, tenant_id)?;
            let authpipe = self.handle.authpipe_to_use(py)?;
            later("delete_installation", async move { authpipe.delete_installation(tenant_id, id).await }, give::nothing)
        })
    }

    #[pyo3(signature = (after, tenant_id, r#type, connection_id, limit))]
    fn list_events(
        &self,
        py: Python<'_>,
        after: &Any<'_>,
        tenant_id: &Any<'_>,
        r#type: &Any<'_>,
        connection_id: &Any<'_>,
        limit: &Any<'_>,
    ) -> PyResult<Call> {
        now("list_events", || {
            let query = request::events(after, tenant_id, r#type, connection_id, limit)?;
            let authpipe = self.handle.authpipe_to_use(py)?;
            later("list_events", async move { authpipe.list_events(query).await }, |py, page| give::page(py, page, give::event))
        })
    }

    fn run_maintenance(&self, py: Python<'_>, budget: &Any<'_>) -> PyResult<Call> {
        now("run_maintenance", || {
            let budget = read::optional("budget", budget, read::span)?;
            let authpipe = self.handle.authpipe_to_use(py)?;
            later("run_maintenance", async move { authpipe.run_maintenance(budget).await }, give::maintenance)
        })
    }

    fn handler(&self, py: Python<'_>, allowed_origins: &Any<'_>, allowed_return_origins: &Any<'_>) -> PyResult<CoreHandler> {
        now("handler", || {
            let options = HandlerOptions {
                allowed_origins: read::texts("allowed_origins", allowed_origins)?,
                allowed_return_origins: read::texts("allowed_return_origins", allowed_return_origins)?,
            };
            CoreHandler::new(py, self.handle.clone(), options)
        })
    }
}

/// Runs the command line tool and gives its exit code.
#[pyfunction]
fn cli(py: Python<'_>, args: &Any<'_>) -> PyResult<i32> {
    let args = read::texts("args", args)?;
    now("cli", || Ok(py.detach(|| command_line(args))))
}

#[cfg(feature = "cli")]
fn command_line(args: Vec<String>) -> i32 {
    authpipe::cli::run(std::iter::once("authpipe".to_owned()).chain(args).map(Into::into)).into()
}

#[cfg(not(feature = "cli"))]
fn command_line(_args: Vec<String>) -> i32 {
    eprintln!("authpipe: this build has no command line tool");
    1
}

/// Waits for exchanges under way, so that no rotated token is lost, and closes every handle. Called at the end of the interpreter.
#[pyfunction]
fn finish(py: Python<'_>) -> PyResult<()> {
    let finished = now("finish", || runtime::finish(py));
    runtime::fall_silent(py);
    finished
}

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<Core>()?;
    module.add_class::<AtHand>()?;
    module.add_class::<CoreHandler>()?;
    module.add_class::<LoopbackFlow>()?;
    module.add_class::<Call>()?;
    module.add_class::<Credential>()?;
    module.add_class::<TestClock>()?;
    module.add_class::<Secret>()?;
    module.add_class::<Secrets>()?;
    module.add_function(wrap_pyfunction!(cli, module)?)?;
    let finish = wrap_pyfunction!(finish, module)?;
    module.add_function(finish.clone())?;
    // Nothing is started by importing, and so there is nothing to look after before the first use; but a hook cannot be added
    // twice, and a module is imported once.
    py.import("atexit")?.call_method1("register", (finish,))?;
    let os = py.import("os")?;
    if let Ok(register) = os.getattr("register_at_fork") {
        let hooks = pyo3::types::PyDict::new(py);
        hooks.set_item("before", wrap_pyfunction!(fork_hooks::before_fork, module)?)?;
        hooks.set_item("after_in_parent", wrap_pyfunction!(fork_hooks::after_fork_in_parent, module)?)?;
        hooks.set_item("after_in_child", wrap_pyfunction!(fork_hooks::after_fork_in_child, module)?)?;
        register.call((), Some(&hooks))?;
    }
    Ok(())
}

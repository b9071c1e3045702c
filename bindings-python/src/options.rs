//! The options of a handle.

use authpipe::{Attachment, Error, ErrorCode, Options, ProviderInput, TestClock as CoreTestClock};
use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::error;
use crate::read::{self, Any};
use crate::secret::{Secret, Secrets};

/// A clock that a test moves: it runs with the system's and can be put forward.
#[pyclass(frozen, module = "authpipe")]
pub(crate) struct TestClock {
    clock: CoreTestClock,
}

#[pymethods]
impl TestClock {
    /// pytest would take the class for a test.
    #[classattr]
    #[allow(non_upper_case_globals, reason = "its name is pytest's")]
    const __test__: bool = false;

    #[new]
    fn new() -> Self {
        TestClock { clock: CoreTestClock::new() }
    }

    /// Puts the clock forward by so many seconds.
    fn advance(&self, py: Python<'_>, by: &Any<'_>) -> PyResult<()> {
        let by = read::span("by", by)?;
        crate::runtime::now("advance", || {
            py.detach(|| self.clock.advance(by));
            Ok(())
        })
    }
}

/// What the façade gives for a handle.
pub(crate) struct Given<'a, 'py> {
    pub(crate) secrets: &'a Secrets,
    pub(crate) base_url: &'a Any<'py>,
    pub(crate) mode: &'a Any<'py>,
    pub(crate) environment: &'a Any<'py>,
    pub(crate) providers: &'a Any<'py>,
    /// The façade's class of what is in `providers`, which is above this part and so is not imported here.
    pub(crate) config_class: &'a Bound<'py, PyType>,
    pub(crate) background: &'a Any<'py>,
    pub(crate) min_validity: &'a Any<'py>,
    pub(crate) timeout: &'a Any<'py>,
    pub(crate) allowed_private_hosts: &'a Any<'py>,
    pub(crate) extra_ca_file: &'a Any<'py>,
    pub(crate) danger_origins: &'a Any<'py>,
    pub(crate) test_clock: &'a Any<'py>,
}

impl Given<'_, '_> {
    /// The core's options.
    pub(crate) fn read(self) -> PyResult<Options> {
        let test_clock = read::optional("test_clock", self.test_clock, |name, value| {
            let clock = value.cast::<TestClock>().map_err(|_| read::wrong_type(name, "a TestClock", value))?;
            Ok(clock.get().clock.clone())
        })?;
        let mode = read::optional_text("mode", self.mode)?;
        let options = Options {
            vault: self.secrets.vault.as_ref().map(|vault| vault.expose().clone()),
            keys: self.secrets.keys.clone(),
            base_url: read::optional_text("base_url", self.base_url)?,
            mode: mode.as_deref().map(authpipe::read_mode).transpose().map_err(|error| error::raise(&error))?,
            environment: read::optional_text("environment", self.environment)?,
            providers: read::optional("providers", self.providers, |name, value| {
                read::mapping(name, value, |name, value| provider(name, value, self.config_class))
            })?
            .unwrap_or_default(),
            background: read::boolean("background", self.background)?,
            min_validity: read::optional("min_validity", self.min_validity, span)?,
            timeout: read::optional("timeout", self.timeout, span)?,
            allowed_private_hosts: read::texts("allowed_private_hosts", self.allowed_private_hosts)?,
            extra_ca_file: read::optional("extra_ca_file", self.extra_ca_file, read::path)?,
            danger_origins: read::optional("danger_origins", self.danger_origins, |name, value| {
                read::mapping(name, value, |name, value| read::mapping(name, value, read::text))
            })?
            .unwrap_or_default(),
            test_clock,
            proxy: self.secrets.proxy.as_ref().map(|proxy| proxy.expose().clone()),
            ..Options::default()
        };
        options.or_environment().map_err(|error| error::raise(&error))
    }
}

/// A wrong span in the options is the operator's to fix.
fn span(name: &str, value: &Any<'_>) -> PyResult<std::time::Duration> {
    read::span(name, value).map_err(|wrong| {
        if wrong.is_instance_of::<pyo3::exceptions::PyValueError>(value.py()) {
            config_invalid(&format!("{name} must be 0 seconds or more, and not so long."))
        } else {
            wrong
        }
    })
}

fn provider(name: &str, value: &Any<'_>, class: &Bound<'_, PyType>) -> PyResult<ProviderInput> {
    read::instance_of(name, value, class)?;
    let named = |field: &str| format!("{name}.{field}");
    let field = |field: &str| value.getattr(field);
    let attachment = match read::text(&named("attachment"), &field("attachment")?)?.as_str() {
        "user" => Attachment::User,
        "tenant" => Attachment::Tenant,
        _ => return Err(config_invalid(&format!("{name}: attachment must be \"user\" or \"tenant\"."))),
    };
    let secret = field("client_secret")?;
    Ok(ProviderInput {
        provider: read::optional_text(&named("provider"), &field("provider")?)?,
        redirect_uri: read::optional_text(&named("redirect_uri"), &field("redirect_uri")?)?,
        client_id: read::text(&named("client_id"), &field("client_id")?)?,
        client_secret: if secret.is_none() { None } else { secret.cast::<Secret>()?.get().value() },
        attachment,
        scopes: read::texts(&named("scopes"), &field("scopes")?)?,
        optional_scopes: read::texts(&named("optional_scopes"), &field("optional_scopes")?)?,
        bot_scopes: read::texts(&named("bot_scopes"), &field("bot_scopes")?)?,
        variables: read::mapping(&named("variables"), &field("variables")?, read::text)?,
        disabled: !read::boolean(&named("enabled"), &field("enabled")?)?,
        definition: read::optional(&named("definition"), &field("definition")?, read::json)?,
    })
}

fn config_invalid(message: &str) -> PyErr {
    error::raise(&Error::new(ErrorCode::ConfigInvalid, message))
}

//! Reads the options of a handle.

use std::sync::Arc;

use authpipe::{ErrorCode, Options, TestClock as CoreTestClock};
use authpipe_bindings::records;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyType};

use crate::error;
use crate::log::Target;
use crate::own;
use crate::read;
use crate::refusal::{self, Any};
use crate::value::Secrets;

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
        let by = read::read(by, "by").map_err(|refusal| refusal::raise(refusal, ErrorCode::InvalidRequest))?;
        crate::runtime::now("advance", || {
            py.detach(|| self.clock.advance(by));
            Ok(())
        })
    }
}

/// Where lines of the log go.
pub(crate) fn read_logger(py: Python<'_>, given: &Bound<'_, PyDict>) -> PyResult<Arc<Target>> {
    Target::new(py, given.get_item("logger")?.filter(|logger| !logger.is_none()).as_ref())
}

/// The core's options. `config_class` is the façade's class of what is in `providers`: it is above this part and so not imported.
pub(crate) fn read(secrets: &Secrets, config_class: &Bound<'_, PyType>, given: &Bound<'_, PyDict>) -> PyResult<Options> {
    if let Some(providers) = given.get_item("providers")? {
        given.set_item("providers", with_members(&providers, config_class)?)?;
    }
    let test_clock = match given.get_item("test_clock")?.filter(|clock| !clock.is_none()) {
        Some(clock) => {
            let clock = clock
                .cast::<TestClock>()
                .map_err(|_| refusal::wrong_type(ErrorCode::ConfigInvalid, "test_clock", "a TestClock", &clock))?;
            Some(clock.get().clock.clone())
        }
        None => None,
    };
    let own = own::read(given)?;
    let mut options: records::Options =
        read::read(given.as_any(), "options").map_err(|refusal| refusal::raise(refusal, ErrorCode::ConfigInvalid))?;
    options.vault = secrets.vault.as_ref().map(|vault| vault.expose().clone());
    options.proxy = secrets.proxy.as_ref().map(|proxy| proxy.expose().clone());
    options.key = Some(authpipe_bindings::Secrets(secrets.keys.clone()));
    // Where requests and httpx take authorities from. `SSL_CERT_FILE` names the platform's own store, in every language.
    let options = options.into_core(test_clock, own).map(|options| options.or_authorities_of("REQUESTS_CA_BUNDLE"));
    options.map_err(|error| error::raise(&error))
}

/// The configs as mappings, which the description reads. Only the façade's class is taken, because a plain mapping would print its
/// client secret.
fn with_members<'py>(providers: &Any<'py>, class: &Bound<'py, PyType>) -> PyResult<Any<'py>> {
    let Ok(mapping) = providers.cast::<PyMapping>() else { return Ok(providers.clone()) };
    let configs = PyDict::new(providers.py());
    for pair in mapping.items()?.iter() {
        let (id, config): (Any<'py>, Any<'py>) = pair.extract()?;
        let name: String =
            read::read(&id, "a key of providers").map_err(|refusal| refusal::raise(refusal, ErrorCode::ConfigInvalid))?;
        refusal::instance_of(ErrorCode::ConfigInvalid, &format!("providers[{name:?}]"), &config, class)?;
        let members = PyDict::new(providers.py());
        let named: Vec<String> = config.getattr("_named")?.extract()?;
        for field in records::ProviderConfig::RECORD.members() {
            let value = config.getattr(field.name())?;
            // To the description, a member that is left out is another one than one that is `None`.
            if !field.is_told_when_named || !value.is_none() || named.iter().any(|name| name == field.name()) {
                members.set_item(field.name(), value)?;
            }
        }
        configs.set_item(id, members)?;
    }
    Ok(configs.into_any())
}

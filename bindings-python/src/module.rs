//! The module as Python imports it: what is in it, and what is looked after at the end of the interpreter.

use pyo3::prelude::*;

use crate::at_hand::AtHand;
use crate::batch::CredentialBatch;
use crate::credential::Credential;
use crate::following::EventFeed;
use crate::handler::CoreHandler;
use crate::loopback::LoopbackFlow;
use crate::options::TestClock;
use crate::own::OwnReply;
use crate::runtime::Call;
use crate::value::{Secret, Secrets};
use crate::{Core, claims, command_line, finishing, fork_hooks, rejection};

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<Core>()?;
    module.add_class::<AtHand>()?;
    module.add_class::<CoreHandler>()?;
    module.add_class::<LoopbackFlow>()?;
    module.add_class::<EventFeed>()?;
    module.add_class::<CredentialBatch>()?;
    module.add_class::<Call>()?;
    module.add_class::<OwnReply>()?;
    module.add_class::<Credential>()?;
    module.add_class::<TestClock>()?;
    module.add_class::<Secret>()?;
    module.add_class::<Secrets>()?;
    module.add_function(wrap_pyfunction!(command_line::cli, module)?)?;
    module.add_function(wrap_pyfunction!(claims::read_claims, module)?)?;
    module.add_function(wrap_pyfunction!(rejection::is_rejection, module)?)?;
    let finish = wrap_pyfunction!(finishing::finish, module)?;
    module.add_function(finish.clone())?;
    // Nothing is started by importing, and so there is nothing to look after before the first use; but a hook cannot be added
    // twice, and a module is imported once.
    py.import("atexit")?.call_method1("register", (finish,))?;
    fork_hooks::register(module)
}

//! Runs the command line tool for `python -m authpipe`.

use authpipe::ErrorCode;
use pyo3::prelude::*;

use crate::read;
use crate::refusal::{self, Any};
use crate::runtime::now;

/// Runs the command line tool and gives its exit code.
#[pyfunction]
pub(crate) fn cli(py: Python<'_>, args: &Any<'_>) -> PyResult<i32> {
    let args = read::read(args, "args").map_err(|refusal| refusal::raise(refusal, ErrorCode::InvalidRequest))?;
    now("cli", || Ok(py.detach(|| run(args))))
}

#[cfg(feature = "cli")]
fn run(args: Vec<String>) -> i32 {
    authpipe::cli::run(std::iter::once("authpipe".to_owned()).chain(args).map(Into::into)).into()
}

#[cfg(not(feature = "cli"))]
fn run(_args: Vec<String>) -> i32 {
    eprintln!("authpipe: this build has no command line tool");
    1
}

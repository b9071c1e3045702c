//! Converts errors for Swift with everything that they say. The façade makes `AuthpipeError` of it.

use authpipe::Error;
use authpipe_bindings::{ErrorFields, Language};

use crate::generated::CoreErrorDetails;

/// What Swift catches. One shape for every code: a code of a later version needs no new case.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum CoreFailure {
    /// An error of the core.
    #[error("{}: {}", details.code, details.message)]
    Failed { details: CoreErrorDetails, causes: Vec<String> },
}

impl From<Error> for CoreFailure {
    fn from(error: Error) -> Self {
        let ErrorFields { details, causes, .. } = ErrorFields::new(&error, Language::Swift);
        CoreFailure::Failed { details: CoreErrorDetails::of(details), causes }
    }
}

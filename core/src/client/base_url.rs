//! Reads and judges the option `base_url`: the public URL of the mounted handler.

use url::Url;

use crate::base::{Error, ErrorCode, Result};
use crate::catalog;

/// Reads the public URL of the handler.
///
/// # Errors
/// - `config_invalid`: it is none.
pub(super) fn read(text: &str, development: bool) -> Result<Url> {
    let url = Url::parse(text).map_err(|_| invalid("⟨base_url⟩ is not a URL."))?;
    let loopback = catalog::is_loopback(&url);
    let right = match url.scheme() {
        "https" => true,
        "http" => development && loopback,
        _ => false,
    };
    if !right {
        return Err(invalid("⟨base_url⟩ must start with https://; http is for loopback hosts in development mode."));
    }
    if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("⟨base_url⟩ must have no user, query or fragment."));
    }
    Ok(url)
}

fn invalid(message: &str) -> Error {
    Error::new(ErrorCode::ConfigInvalid, message)
}

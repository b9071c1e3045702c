//! Row 1: plain data. Definitions, requests and responses, rows of the store, and what callers see. No behaviour beyond small
//! questions that a value can answer about itself.

pub(crate) mod audit;
pub(crate) mod client;
pub(crate) mod client_assertion;
pub(crate) mod config;
pub(crate) mod config_status;
pub(crate) mod credential;
pub(crate) mod credential_type;
pub mod definition;
pub(crate) mod event;
pub(crate) mod failure;
pub(crate) mod grant;
pub(crate) mod http;
pub(crate) mod issuer_metadata;
pub(crate) mod lease;
pub(crate) mod native_redirect;
pub(crate) mod pause_headers;
pub(crate) mod principal;
pub(crate) mod renewal;
pub(crate) mod revocation;
pub(crate) mod rows;
pub(crate) mod sealed;
pub(crate) mod session;
pub(crate) mod signer;
pub(crate) mod standing;
pub(crate) mod subject;
pub(crate) mod successor;

//! What every room shares: configs, limits, the errors that callers get, the call to a token endpoint, pages of HTML.

pub(in crate::engine) mod accounts;
pub(in crate::engine) mod asking;
pub(in crate::engine) mod configs;
pub(in crate::engine) mod device_client;
pub(in crate::engine) mod discovery;
pub(in crate::engine) mod errors;
pub(in crate::engine) mod exchange;
mod federation;
pub(in crate::engine) mod fingerprint;
pub(in crate::engine) mod minting;
pub(crate) mod page;
pub(in crate::engine) mod pause;
pub(in crate::engine) mod person;
pub(in crate::engine) mod policy;
pub(in crate::engine) mod registrations;
pub(in crate::engine) mod signing;
pub(in crate::engine) mod single_flight;
pub(in crate::engine) mod tasks;
pub(in crate::engine) mod throttles;

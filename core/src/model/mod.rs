//! Row 1: plain data. Definitions, requests and responses, rows of the store, and what callers see. No behaviour beyond small
//! questions that a value can answer about itself.

pub mod config;
pub mod credential;
pub mod definition;
pub mod event;
pub mod grant;
pub mod http;
pub mod lease;
pub mod principal;
pub mod rows;
pub mod sealed;
pub mod session;
pub mod subject;

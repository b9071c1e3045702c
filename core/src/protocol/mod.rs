//! Row 2: OAuth as pure functions. One half builds a request value, the other judges a response value; nothing here does I/O,
//! reads a clock or makes randomness, so that every rule of the specifications is a table test.
//!
//! What was checked is carried by types: [`callback::VerifiedCallback`] is made only by [`callback::verify_callback`], which
//! wants proof that the browser and the person are those who started; a refresh request wants the
//! [`Lease`](crate::model::lease::Lease). No text of a provider survives judgement: errors become closed sets, free text is
//! dropped, and what is shown to people (an account's name) is capped and cleaned.

pub(crate) mod answer_credentials;
pub(crate) mod assertion;
pub(crate) mod authorize;
pub(crate) mod callback;
pub(crate) mod claims;
pub(crate) mod client;
pub(crate) mod consent;
pub(crate) mod device;
pub(crate) mod errors;
pub(crate) mod federated;
pub(crate) mod id_token;
pub(crate) mod installations;
pub(crate) mod interposed;
pub(crate) mod json;
pub(crate) mod jwks;
pub(crate) mod kept;
pub(crate) mod listed;
pub(crate) mod metadata;
pub(crate) mod mint;
pub(crate) mod oauth1;
pub(crate) mod pkce;
pub(crate) mod probe;
pub(crate) mod provider_clock;
pub(crate) mod provider_details;
pub(crate) mod rejection;
pub(crate) mod retry_after;
pub(crate) mod revocation;
pub(crate) mod scopes;
pub(crate) mod text;
pub(crate) mod token;
pub(crate) mod token_exchange;
pub(crate) mod token_response;
pub(crate) mod unwrapping;
pub(crate) mod www_authenticate;

mod charset;
mod dates;
mod denial;
mod enclosed;
pub(crate) mod form;
mod fragments;
mod lenient;
mod mending;
pub(crate) mod nothing;
mod refreshed_account;
mod scalars;
mod spans;

#[cfg(test)]
mod tests;

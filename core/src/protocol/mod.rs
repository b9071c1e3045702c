//! Row 2: OAuth as pure functions. One half builds a request value, the other judges a response value; nothing here does I/O,
//! reads a clock or makes randomness, so that every rule of the specifications is a table test.
//!
//! What was checked is carried by types: [`callback::VerifiedCallback`] is made only by [`callback::verify_callback`], which
//! wants proof that the browser and the person are those who started; a refresh request wants the
//! [`Lease`](crate::model::lease::Lease). No text of a provider survives judgement: errors become closed sets, free text is
//! dropped, and what is shown to people (an account's name) is capped and cleaned.

pub mod authorize;
pub mod callback;
pub mod consent;
pub mod errors;
pub mod id_token;
pub mod json;
pub mod jwks;
pub mod pkce;
pub mod probe;
pub mod retry_after;
pub mod scopes;
pub mod text;
pub mod token;
pub mod token_response;

mod form;

#[cfg(test)]
mod tests;

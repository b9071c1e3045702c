//! OAuth 1.0a as pure functions (RFC 5849): the three requests of its flow, the signature that every request carries, and the judgement of
//! what comes back. It is an older protocol than the one beside it and shares with it the session, the browser's binding and the person;
//! it has no `state`, no PKCE and no refresh: the temporary token names the session, and the verifier is good with its secret alone.

mod answers;
mod callback;
mod requests;
mod signature;

pub(super) use answers::read_problem_of;
pub(crate) use answers::{AnswerPlaces, SignedAnswer, SignedFailure, judge_temporary, judge_token};
pub(crate) use callback::{session_token, verify_callback};
pub(crate) use requests::{CredentialsEndpoint, build_authorization_url, build_temporary_request, build_token_request};
pub(crate) use signature::{SignedRequest, sign};

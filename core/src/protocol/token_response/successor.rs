//! Takes the next refresh token out of an answer to a refresh that gives no access token.

use super::success::{is_token, trimmed};
use crate::base::Secret;
use crate::model::definition::{AnswerCredential, AnswerEncoding, TokenResponse};
use crate::protocol::fragments::{read_form_texts, read_texts};
use crate::protocol::nothing::is_text_of_nothing;

/// The refresh token in an answer to a refresh of which nothing else can be used: a provider that rotates has spent the one that
/// was presented, whatever is wrong with the rest. It stands where a success has it, at the top or in its place of the definition.
///
/// `is_whole`: the answer has come to its end.
pub(crate) fn read_successor(
    body: &[u8],
    place: Option<&AnswerCredential>,
    rules: &TokenResponse,
    is_whole: bool,
) -> Option<Secret<String>> {
    let placed = place.and_then(|place| place.refresh_token.as_ref()).map(|pointer| pointer.0.as_str());
    let pointers: Vec<&str> = ["/refresh_token", "/refreshToken"].into_iter().chain(placed).collect();
    let mut found = read_texts(body, &pointers);
    if found.is_empty() && rules.encoding == AnswerEncoding::Form {
        found = read_form_texts(body, &pointers, is_whole);
    }
    let is_one = |token: &Secret<String>| !is_text_of_nothing(token.expose()) && is_token(token.expose(), 0x20);
    pointers.into_iter().find_map(|pointer| found.remove(pointer).map(trimmed).filter(is_one))
}

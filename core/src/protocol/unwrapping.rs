//! Takes the answer of a token endpoint out of what a provider puts around it (`oauth.token_response.wrapped_in`).

use zeroize::Zeroizing;

use super::lenient::read_value;
use super::nothing::is_nothing;
use crate::model::definition::{JsonPointer, TokenResponse};
use crate::model::http::OutboundResponse;

/// The answer as if what stands at the definition's place were all of it. What says no, has no token there, or has two values for anything
/// inside, is given back as it is.
pub(crate) fn unwrapped(response: OutboundResponse, rules: &TokenResponse) -> OutboundResponse {
    let place = rules.wrapped_in.as_ref().filter(|_| (200..300).contains(&response.status));
    match place.and_then(|place| inner(&response, place)) {
        Some(body) => OutboundResponse { body, ..response },
        None => response,
    }
}

fn inner(response: &OutboundResponse, place: &JsonPointer) -> Option<Zeroizing<Vec<u8>>> {
    let answer = read_value(&response.body)?;
    let inner = answer.find(place)?;
    inner.get("access_token").filter(|token| !is_nothing(token))?;
    // Large enough for the whole answer, so that no unwiped copy is left behind by a growing buffer.
    let mut text = Zeroizing::new(Vec::with_capacity(response.body.len() * 2 + 256));
    serde_json::to_writer(&mut *text, inner).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, body: &str, place: Option<&str>) -> String {
        let rules = TokenResponse { wrapped_in: place.map(|place| JsonPointer(place.to_owned())), ..TokenResponse::default() };
        let response =
            OutboundResponse { status, headers: Vec::new(), body: Zeroizing::new(body.as_bytes().to_vec()), is_cut: false };
        String::from_utf8(unwrapped(response, &rules).body.to_vec()).unwrap()
    }

    #[test]
    fn a_token_is_taken_out_and_everything_else_stays_as_it_is() {
        let list = r#"{"data":[{"access_token":"at","user_id":7}]}"#;
        assert_eq!(of(200, list, Some("/data/0")), r#"{"access_token":"at","user_id":7}"#);
        for (status, body, place) in [
            (200, list, None),
            (200, list, Some("/data")),
            (200, list, Some("/other")),
            (400, list, Some("/data/0")),
            (200, r#"{"access_token":"at"}"#, Some("/data/0")),
            (200, r#"{"data":[{"access_token":""}]}"#, Some("/data/0")),
            (200, r#"{"data":[{"access_token":null}]}"#, Some("/data/0")),
            (200, r#"{"data":[{"access_token":"at","access_token":"other"}]}"#, Some("/data/0")),
            (200, r#"{"data":[{"access_token":"at"}],"data":[{"access_token":"other"}]}"#, Some("/data/0")),
            (200, r#"{"status":401,"body":{}}"#, Some("/body")),
            (200, "<html>", Some("/data")),
        ] {
            assert_eq!(of(status, body, place), body, "{place:?}");
        }
    }
}

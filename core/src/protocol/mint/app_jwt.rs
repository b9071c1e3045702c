//! Builds the request for a token of the app's installation: a POST to an address of the API, with an assertion that the app signs as its
//! bearer token (RFC 6750 §2.1). Judges its answer, which is JSON of the provider's own shape.

use url::Url;

use super::super::errors::RegisteredError;
use super::super::interposed::is_interposed;
use super::super::lenient::read_value;
use super::super::retry_after::{asks_for_pause, read_response_retry_after};
use super::super::token::{TokenAnswer, TokenFailure};
use super::super::token_response::{Flaw, is_json, is_token, judge_cut};
use crate::base::{Secret, Timestamp};
use crate::model::definition::AppJwt;
use crate::model::http::{Body, Method, OutboundRequest, OutboundResponse, SecretHeader};

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct AppJwtRequest<'a> {
    /// The address, with every variable filled in.
    pub url: Url,
    /// What the app has signed.
    pub assertion: Secret<String>,
    /// Where the answer holds what.
    pub mint: &'a AppJwt,
}

/// The request.
pub(super) fn build(asks: &AppJwtRequest<'_>) -> OutboundRequest {
    let headers = &asks.mint.headers;
    let accept = (!headers.keys().any(|name| name.eq_ignore_ascii_case("accept")))
        .then(|| ("accept".to_owned(), "application/json".to_owned()));
    let further = headers.iter().map(|(name, value)| (name.clone(), value.clone()));
    OutboundRequest {
        method: Method::Post,
        url: asks.url.clone(),
        headers: accept.into_iter().chain(further).collect(),
        secret_header: Some(SecretHeader::authorization(Secret::new(format!("Bearer {}", asks.assertion.expose())))),
        further_secrets: Vec::new(),
        body: Body::Empty,
    }
}

/// The answer. Only a status that the definition lists, in an answer of JSON, says that the installation is over; a proxy's page,
/// an outage or a half answer never does (SR-23). 401 is about the app's own signature, so about its key or its clock.
pub(super) fn judge(asks: &AppJwtRequest<'_>, response: &OutboundResponse) -> Result<TokenAnswer, TokenFailure> {
    let (status, retry_after) = (response.status, read_response_retry_after(response));
    if response.is_cut {
        return Err(judge_cut(response));
    }
    let unavailable = TokenFailure::Unavailable { status, retry_after, is_refusal: false, is_cut: false, is_empty: false };
    // What somebody in between says may call itself JSON too, and half of an answer does.
    let is_answer = || is_json(response) && !is_interposed(response) && read_value(&response.body).is_some();
    match status {
        200..=299 => {}
        _ if asks_for_pause(response) => return Err(TokenFailure::Throttled { retry_after, is_for_all: true, is_early: false }),
        _ if !is_answer() => return Err(unavailable),
        401 => return Err(TokenFailure::ClientRejected(RegisteredError::InvalidClient)),
        _ if asks.mint.ended.contains(&status) => return Err(TokenFailure::InvalidGrant { suberror: None }),
        _ => return Err(unavailable),
    }
    let body = read_value(&response.body).ok_or(unavailable)?;
    let text =
        body.find(&asks.mint.token).and_then(serde_json::Value::as_str).filter(|text| !text.is_empty() && is_token(text, 0x21));
    let access_token = text.map(Secret::from).ok_or(TokenFailure::Unusable(Flaw::NoToken))?;
    let end = asks.mint.expires_at.as_ref().and_then(|pointer| body.find(pointer)?.as_str()).map(Timestamp::from_rfc3339);
    Ok(TokenAnswer {
        access_token,
        token_secret: None,
        // What cannot be read says nothing, as for a number of seconds.
        expires_in: None,
        expires_at: end.flatten(),
        refresh_in: None,
        refresh_expires_in: None,
        refresh_token: None,
        is_refresh_token_unusable: false,
        scopes: None,
        id_token: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    fn mint() -> AppJwt {
        serde_json::from_value(serde_json::json!({
            "url": "https://api.example/installations/{installation}/tokens",
            "headers": { "Accept": "application/vnd.example+json" },
            "token": "/token", "expires_at": "/expires_at", "ended": [404],
        }))
        .unwrap()
    }

    fn url() -> Url {
        Url::parse("https://api.example/installations/7/tokens").unwrap()
    }

    fn judge_answer(status: u16, content_type: &str, body: &str) -> Result<TokenAnswer, TokenFailure> {
        let mint = mint();
        let asks = AppJwtRequest { url: url(), assertion: Secret::from("a.b.c"), mint: &mint };
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        let response = OutboundResponse { status, headers, body: Zeroizing::new(body.as_bytes().to_vec()), is_cut: false };
        judge(&asks, &response)
    }

    #[test]
    fn the_signed_assertion_is_the_bearer_token_and_nothing_else_is_sent() {
        let mint = mint();
        let url = Url::parse("https://api.example/installations/7/tokens").unwrap();
        let asks = AppJwtRequest { url: url.clone(), assertion: Secret::from("a.b.c"), mint: &mint };
        let request = build(&asks);
        assert_eq!((request.method, request.url), (Method::Post, url));
        assert_eq!(request.headers, [("Accept".to_owned(), "application/vnd.example+json".to_owned())]);
        assert_eq!(request.secret_header.unwrap().value.expose(), "Bearer a.b.c");
        assert!(matches!(request.body, Body::Empty) && !format!("{asks:?}").contains("a.b.c"));
    }

    #[test]
    fn the_token_and_its_end_stand_where_the_definition_says() {
        let body = r#"{"token":"ghs_madeup","expires_at":"2026-01-05T11:11:12Z","permissions":{"contents":"read"}}"#;
        let answer = judge_answer(201, "application/json; charset=utf-8", body).unwrap();
        let end = Timestamp::from_rfc3339("2026-01-05T11:11:12Z");
        assert_eq!((answer.access_token.expose().as_str(), answer.expires_at, end.is_some()), ("ghs_madeup", end, true));
        let answer = judge_answer(201, "application/json", r#"{"token":"t","expires_at":"tomorrow"}"#).unwrap();
        assert_eq!((answer.expires_in, answer.expires_at), (None, None));
        for body in [r#"{}"#, r#"{"token":""}"#, r#"{"token":"two words"}"#, r#"{"token":7}"#] {
            assert!(matches!(judge_answer(201, "application/json", body), Err(TokenFailure::Unusable(_))), "{body}");
        }
    }

    #[test]
    fn only_a_listed_status_in_json_ends_an_installation() {
        let json = "application/json";
        let message = r#"{"message":"Not Found"}"#;
        assert!(matches!(judge_answer(404, json, message), Err(TokenFailure::InvalidGrant { .. })));
        assert!(matches!(judge_answer(401, json, message), Err(TokenFailure::ClientRejected(_))));
        assert!(matches!(judge_answer(429, json, message), Err(TokenFailure::Throttled { .. })));
        for (status, content_type) in [(404, "text/html"), (401, "text/html"), (403, json), (410, json), (302, json), (500, json)]
        {
            let judged = judge_answer(status, content_type, message);
            assert!(matches!(judged, Err(TokenFailure::Unavailable { .. })), "{status} {content_type}: {judged:?}");
        }
        // Nor does what only calls itself JSON: a proxy's page, and half of an answer.
        for body in ["<!DOCTYPE html><title>Proxy</title>", "\u{feff} <html>", "", r#"{"message":"Not Fou"#] {
            for status in [401, 404] {
                let judged = judge_answer(status, json, body);
                assert!(matches!(judged, Err(TokenFailure::Unavailable { .. })), "{status} {body}: {judged:?}");
            }
        }
        let headers = [("content-type", json), ("x-amzn-waf-action", "captcha")];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let body = Zeroizing::new(message.as_bytes().to_vec());
        let marked = OutboundResponse { status: 404, headers, body, is_cut: false };
        let judged = judge(&AppJwtRequest { url: url(), assertion: Secret::from("a.b.c"), mint: &mint() }, &marked);
        assert!(matches!(judged, Err(TokenFailure::Unavailable { .. })), "{judged:?}");
        // Nor does one that nobody has read to its end.
        for status in [401, 404] {
            let headers = vec![("content-type".to_owned(), json.to_owned())];
            let cut = OutboundResponse { status, headers, body: Zeroizing::default(), is_cut: true };
            let judged = judge(&AppJwtRequest { url: url(), assertion: Secret::from("a.b.c"), mint: &mint() }, &cut);
            assert!(matches!(judged, Err(TokenFailure::Unavailable { is_cut: true, .. })), "{status}: {judged:?}");
        }
        assert!(matches!(judge_answer(200, "text/html", "<html>"), Err(TokenFailure::Unavailable { .. })));
    }
}

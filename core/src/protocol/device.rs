//! The device authorization grant (RFC 8628): a person signs in on another device, and this one polls the token endpoint.
//!
//! What is shown to people of the answer is the user code and the address of a page. Both come from the provider, so both are held against
//! a grammar first: an address that is not https, or a code that no keyboard has, is shown to nobody (SR-26).

use std::time::Duration;

use url::Url;

use super::client::ClientRegistration;
use super::denial::is_cancellation;
use super::errors::{RegisteredError, code_of};
use super::interposed::is_interposed;
use super::lenient::Answer;
use super::nothing::is_nothing;
use super::retry_after::read_response_retry_after;
use super::token::{Asked, Flaw, TokenAnswer, TokenEndpoint, TokenFailure, build_token_request, judge_token_response};
use super::token_response::{first_member, read_as_written, read_lifetime};
use crate::base::Secret;
use crate::model::client::Client;
use crate::model::definition::{
    AnswerEncoding, ClientAuthentication, DeviceFlow, DeviceProof, Encoding, JsonPointer, TokenMethod, TokenRequest,
};
use crate::model::http::{OutboundRequest, OutboundResponse};

/// RFC 8628 §3.4.
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// RFC 8628 §3.2: "If no value is provided, clients MUST use 5 as the default."
const DEFAULT_INTERVAL: Duration = Duration::from_secs(5);

/// RFC 8628 §3.5: by so much each `slow_down` lengthens the interval, "for this and all subsequent requests".
const SLOWER: Duration = Duration::from_secs(5);

/// A sign-in is waited for no longer than this, whatever the provider offers: a code that lives for days is one to be phished with (§5.4).
const LONGEST: Duration = Duration::from_secs(3600);

const MAX_DEVICE_CODE: usize = 8192;
const MAX_USER_CODE: usize = 40;
const MAX_ADDRESS: usize = 2048;

/// What a provider has given a device to sign in with (RFC 8628 §3.2).
#[derive(Clone, Debug)]
pub(crate) struct DeviceAuthorization {
    /// What is polled with. It is a secret.
    pub(crate) device_code: Secret<String>,
    /// What the person types.
    pub(crate) user_code: String,
    /// The page on which they do.
    pub(crate) verification_uri: String,
    /// The same with the code in it, for a QR code. Absent: the provider gives none, or none that may be shown.
    pub(crate) verification_uri_complete: Option<String>,
    /// How long both codes live.
    pub(crate) expires_in: Duration,
    /// The least time between two polls.
    pub(crate) interval: Duration,
}

/// Why there is none.
#[derive(Debug)]
pub(crate) enum DeviceRefusal {
    /// The provider said no, or nothing that can be read.
    Refused(TokenFailure),
    /// It said yes, and this member cannot be used.
    Unusable(&'static str),
}

/// Builds the device authorization request (RFC 8628 §3.1). `endpoint` is the token endpoint with the address of this one.
pub(crate) fn build_device_request(endpoint: &TokenEndpoint<'_>, device: &DeviceFlow, scope: &str) -> OutboundRequest {
    let written = TokenRequest {
        method: TokenMethod::Post,
        encoding: Encoding::Form,
        headers: endpoint.written.headers.clone(),
        parameters: device.parameters.clone(),
        ..TokenRequest::default()
    };
    let proves = device.client_proof == DeviceProof::Always;
    let endpoint = TokenEndpoint { client: proven(endpoint, proves), written: &written, ..endpoint.clone() };
    let scope = (!scope.is_empty()).then(|| (scope_parameter(device), scope));
    build_token_request(&endpoint, scope.into_iter().collect())
}

/// Builds a poll (RFC 8628 §3.4).
pub(crate) fn build_device_poll(
    endpoint: &TokenEndpoint<'_>,
    device: &DeviceFlow,
    device_code: &Secret<String>,
    scope: &str,
) -> OutboundRequest {
    let proves = device.client_proof != DeviceProof::Never;
    let endpoint = TokenEndpoint { client: proven(endpoint, proves), ..endpoint.clone() };
    let scope = (device.polls_with_scope && !scope.is_empty()).then(|| (scope_parameter(device), scope));
    let pairs = [("grant_type", GRANT_TYPE), ("device_code", device_code.expose().as_str())];
    build_token_request(&endpoint, pairs.into_iter().chain(scope).collect())
}

fn scope_parameter(device: &DeviceFlow) -> &str {
    device.scope_parameter.as_deref().unwrap_or("scope")
}

/// The client as it shows itself: with what it proves itself by, or by its id alone.
fn proven<'a>(endpoint: &TokenEndpoint<'a>, proves: bool) -> ClientRegistration<'a> {
    if proves {
        return endpoint.client.clone();
    }
    ClientRegistration {
        client_id: endpoint.client.client_id,
        client: &Client::Public,
        authentication: ClientAuthentication::None,
        assertion: None,
    }
}

/// Judges the answer to a device authorization request.
///
/// `emulator` is the origin that was asked, where that is one of http: an emulator on loopback, in development mode, whose own pages are
/// shown besides those that are https.
///
/// # Errors
/// [`DeviceRefusal`], see each variant.
///
/// Spec: RFC 8628 §3.2, §6.1.
pub(crate) fn judge_device_answer(
    response: &OutboundResponse,
    asked: Asked<'_>,
    device: &DeviceFlow,
    emulator: Option<&str>,
) -> Result<DeviceAuthorization, DeviceRefusal> {
    let page = device.verification_member.as_deref().unwrap_or("verification_uri");
    let used = ["device_code", "user_code", page, "verification_uri_complete", "expires_in", "interval"];
    let answer = match read_as_written(&response.body, asked.rules.encoding, &used) {
        Ok(answer) if (200..=299).contains(&response.status) && answer.value().get("device_code").is_some() => answer,
        // An error is written as the token endpoint's.
        _ => return Err(DeviceRefusal::Refused(judge_token_response(response, asked).err().unwrap_or_else(no_answer))),
    };
    let member = |name: &'static str, at: &str| text(&answer, at).ok_or(DeviceRefusal::Unusable(name));
    let unless = |fits: bool, name: &'static str| if fits { Ok(()) } else { Err(DeviceRefusal::Unusable(name)) };
    let device_code = member("device_code", "device_code")?;
    let visible = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    unless(visible(device_code) && device_code.len() <= MAX_DEVICE_CODE, "device_code")?;
    let user_code = member("user_code", "user_code")?;
    unless(is_user_code(user_code), "user_code")?;
    let verification_uri = member("verification_uri", page)?;
    unless(is_page(verification_uri, emulator), "verification_uri")?;
    // It is OPTIONAL, so one that may not be shown is left out.
    let complete = text(&answer, "verification_uri_complete").filter(|address| is_page(address, emulator));
    let seconds = |name: &str| {
        let found = answer.value().get(name).filter(|_| !answer.is_ambiguous(&format!("/{name}")));
        found.and_then(read_lifetime).filter(|time| !time.is_zero())
    };
    let expires_in = seconds("expires_in").ok_or(DeviceRefusal::Unusable("expires_in"))?.min(LONGEST);
    // Nothing, no time at all, or as long as the code lives, as where it is in milliseconds: the default. Polling without a pause is what
    // the member is there to prevent, and never polling is no sign-in.
    let interval = seconds("interval").filter(|interval| *interval < expires_in);
    Ok(DeviceAuthorization {
        device_code: Secret::from(device_code),
        user_code: user_code.to_owned(),
        verification_uri: verification_uri.to_owned(),
        verification_uri_complete: complete.map(str::to_owned),
        expires_in,
        interval: interval.unwrap_or(DEFAULT_INTERVAL),
    })
}

/// A yes that is none.
fn no_answer() -> TokenFailure {
    TokenFailure::Unusable(Flaw::Unreadable)
}

fn text<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    let found = answer.value().get(name).filter(|_| !answer.is_ambiguous(&format!("/{name}")))?;
    found.as_str().filter(|text| !text.is_empty())
}

/// What a person can read out and type (RFC 8628 §6.1): letters and digits, and what stands between them.
fn is_user_code(text: &str) -> bool {
    let is_typed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b' ' | b'.' | b'_');
    text.len() <= MAX_USER_CODE
        && text.trim() == text
        && text.bytes().all(is_typed)
        && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

/// An address that may be shown, and opened by whoever reads it: https, of somebody, and spelled as it is read.
fn is_page(text: &str, emulator: Option<&str>) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let plain = text.len() <= MAX_ADDRESS && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>\\`{|}".contains(&byte));
    let bare = url.username().is_empty() && url.password().is_none() && url.host_str().is_some();
    let origin = url.origin().ascii_serialization();
    plain && bare && (url.scheme() == "https" || emulator == Some(&origin))
}

/// What a poll came to, unless it brought a token (RFC 8628 §3.5).
#[derive(Debug)]
pub(crate) enum PollFailure {
    /// The person has not decided yet.
    Pending {
        /// For how long the provider asks for a pause besides, if it does.
        retry_after: Option<Duration>,
    },
    /// The same, and polls come too fast.
    SlowDown {
        /// What the provider says that the interval is from now on.
        interval: Option<Duration>,
        /// As with `Pending`.
        retry_after: Option<Duration>,
    },
    /// The person, or somebody for them, said no.
    Denied,
    /// The codes have ended.
    Expired,
    /// Nobody answered, or somebody who knows nothing of it: an outage, a pause, half an answer. The next poll will tell.
    Unanswered {
        /// As with `Pending`.
        retry_after: Option<Duration>,
    },
    /// No other poll can come to anything else.
    Refused(TokenFailure),
}

/// Judges the answer to a poll.
///
/// A code of RFC 8628 §3.5 counts in any answer but an outage's, as providers give it various statuses, 200 among them; beside a token
/// it does not.
///
/// # Errors
/// [`PollFailure`], see each variant.
pub(crate) fn judge_device_poll(
    response: &OutboundResponse,
    asked: Asked<'_>,
    device: &DeviceFlow,
) -> Result<TokenAnswer, PollFailure> {
    let failure = match judge_token_response(response, asked) {
        Ok(answer) => return Ok(answer),
        Err(failure) => failure,
    };
    // What stands in between knows of no sign-in: the next poll tells.
    if response.status < 500
        && !is_interposed(response)
        && let Some(word) = read_word(response, asked.rules.encoding, device)
    {
        return Err(word);
    }
    let retry_after = failure.retry_after();
    Err(match failure {
        TokenFailure::Denied => PollFailure::Denied,
        TokenFailure::Throttled { .. } | TokenFailure::Unavailable { .. } => PollFailure::Unanswered { retry_after },
        // 202 says that it is not decided (RFC 9110 §15.3.3), and so does an object of nothing.
        TokenFailure::Unusable(Flaw::NoToken) if response.status == 202 || response.body.trim_ascii() == b"{}" => {
            PollFailure::Pending { retry_after: read_response_retry_after(response) }
        }
        // Perhaps the code is spent: then the next poll says so.
        TokenFailure::Unusable(Flaw::Unreadable) => PollFailure::Unanswered { retry_after },
        failure => PollFailure::Refused(failure),
    })
}

fn read_word(response: &OutboundResponse, encoding: AnswerEncoding, device: &DeviceFlow) -> Option<PollFailure> {
    let usual = JsonPointer("/error".to_owned());
    let pointer = device.error_pointer.as_ref().unwrap_or(&usual);
    let member = first_member(&pointer.0)?;
    let answer = read_as_written(&response.body, encoding, &[member.as_ref(), "interval", "access_token"]).ok()?;
    // Of what stands inside of a page no word is believed, nor of one that says yes besides.
    if answer.is_in_page() || answer.value().get("access_token").is_some_and(|token| !is_nothing(token)) {
        return None;
    }
    let retry_after = read_response_retry_after(response);
    let text = answer.find(pointer)?.as_str()?;
    let is_one_of = |words: &[String]| words.iter().any(|word| word == text);
    let words = &device.words;
    let code = code_of(text).map_or(RegisteredError::Other, |code| RegisteredError::read(&code));
    Some(match code {
        RegisteredError::AuthorizationPending => PollFailure::Pending { retry_after },
        RegisteredError::SlowDown => {
            let interval = answer.value().get("interval").and_then(read_lifetime);
            PollFailure::SlowDown { interval, retry_after }
        }
        RegisteredError::AccessDenied => PollFailure::Denied,
        RegisteredError::ExpiredToken => PollFailure::Expired,
        _ if is_one_of(&words.pending) => PollFailure::Pending { retry_after },
        _ if is_one_of(&words.denied) => PollFailure::Denied,
        _ if is_one_of(&words.expired) => PollFailure::Expired,
        _ if is_word(text, &PENDING) => PollFailure::Pending { retry_after },
        _ if is_cancellation(text) => PollFailure::Denied,
        _ if is_word(text, &ENDED) => PollFailure::Expired,
        _ => return None,
    })
}

/// What providers say where RFC 8628 §3.5 has `authorization_pending` and `expired_token`, in small letters and without what stands between
/// words.
const PENDING: [&str; 4] = ["authorizationpending", "authorisationpending", "pending", "waiting"];
const ENDED: [&str; 5] = ["expired", "codeexpired", "expiredcode", "devicecodeexpired", "expireddevicecode"];

fn is_word(text: &str, words: &[&str]) -> bool {
    let letters = || text.bytes().filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase());
    words.iter().any(|word| word.bytes().eq(letters()))
}

/// The interval after a `slow_down`: five seconds more, for good (RFC 8628 §3.5), and never less than the provider says, unless that is longer
/// than any person takes, as where it is in milliseconds.
pub(crate) fn slowed(interval: Duration, told: Option<Duration>) -> Duration {
    const LONGEST_TOLD: Duration = Duration::from_secs(300);
    let told = told.filter(|told| *told <= LONGEST_TOLD).unwrap_or_default();
    (interval + SLOWER).max(told).min(LONGEST)
}

/// How long after a poll without an answer the next one may come: twice as long for each in a row (RFC 8628 §3.5).
pub(crate) fn backed_off(interval: Duration, unanswered: u32, retry_after: Option<Duration>) -> Duration {
    let factor = 2_u32.saturating_pow(unanswered.min(16));
    interval.saturating_mul(factor).min(LONGEST).max(retry_after.unwrap_or_default())
}

#[cfg(test)]
mod tests;

//! Judges what the endpoints answered (RFC 5849 §2.1, §2.3), which is a form; refusals name a problem where a provider follows the
//! extension "Problem Reporting", and otherwise nothing but a status.

use std::time::Duration;

use crate::base::{Secret, Timestamp};
use crate::model::definition::JsonPointer;
use crate::model::grant::ExternalAccount;
use crate::model::http::OutboundResponse;
use crate::model::signer::SharedToken;
use crate::protocol::answer_credentials::{AccountPlaces, read_account};
use crate::protocol::errors::SignedProblem;
use crate::protocol::interposed::{Proof, is_about_credential, is_interposed};
use crate::protocol::lenient::{Answer, read_answer, read_form};
use crate::protocol::retry_after::{asks_for_pause, read_response_retry_after, read_sent_at, says_when};
use crate::protocol::token::TokenAnswer;
use crate::protocol::token_response::{is_token, read_lifetime};
use crate::protocol::www_authenticate::read_problem;

/// What RFC 5849 leaves to providers, most of which take five minutes.
const TIME_APART: Duration = Duration::from_secs(300);

/// Why there are no credentials. It holds nothing that the provider wrote in its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the endpoint gave no credentials")]
pub(crate) enum SignedFailure {
    /// The client's identifier or its signature is not taken.
    ClientRejected(SignedProblem),
    /// The time of the request is not taken: the clocks of both sides are too far apart.
    TimeRefused,
    /// The person, or the provider for this person, said no.
    Denied(SignedProblem),
    /// The request is not taken for another reason, which may not be known.
    Refused(SignedProblem),
    /// The provider asks for a pause.
    Throttled {
        /// For how long, if it says; at most one hour.
        retry_after: Option<Duration>,
    },
    /// No answer of such an endpoint: an outage, a redirect, or what somebody in between says in its place.
    Unavailable {
        /// The status.
        status: u16,
        /// When to try again, if the provider says; at most one hour.
        retry_after: Option<Duration>,
        /// Whether it is beyond the limit of SR-35, so that nobody has read what it says.
        is_cut: bool,
    },
    /// A success in which nothing usable stands; the text names what is missing.
    Unusable(&'static str),
    /// The answer does not confirm the callback (RFC 5849 §2.1), so the provider speaks OAuth 1.0 without the repair of its session fixation.
    Unconfirmed,
}

/// Where the answer with token credentials names the account.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AnswerPlaces<'a> {
    /// The parameter with the person.
    pub person: Option<&'a str>,
    /// The parameter with the name shown to people.
    pub display: Option<&'a str>,
}

/// Judges the answer to a request for temporary credentials that was sent at `sent_at`.
///
/// # Errors
/// [`SignedFailure`], see each variant.
pub(crate) fn judge_temporary(response: &OutboundResponse, sent_at: Timestamp) -> Result<SharedToken, SignedFailure> {
    let answer = read_success(response, sent_at, &["oauth_callback_confirmed"]).map_err(|failure| match failure {
        // Nobody but the client has been named so far.
        SignedFailure::Refused(SignedProblem::Other) if response.status == 401 => {
            SignedFailure::ClientRejected(SignedProblem::Other)
        }
        other => other,
    })?;
    let temporary = read_token(&answer)?;
    // In JSON it may be no text; and some write a yes as a number.
    let confirmed = answer.value().get("oauth_callback_confirmed").is_some_and(|value| match value {
        serde_json::Value::String(text) => matches!(text.trim().to_ascii_lowercase().as_str(), "true" | "1"),
        value => *value == true || *value == 1,
    });
    if confirmed { Ok(temporary) } else { Err(SignedFailure::Unconfirmed) }
}

/// Judges the answer to a request for token credentials: the tokens, and whose account it is where `places` say so.
///
/// # Errors
/// [`SignedFailure`], see each variant.
pub(crate) fn judge_token(
    response: &OutboundResponse,
    sent_at: Timestamp,
    places: AnswerPlaces<'_>,
) -> Result<SignedAnswer, SignedFailure> {
    let named: Vec<&str> = places.person.into_iter().chain(places.display).chain(LIFETIMES).collect();
    let answer = read_success(response, sent_at, &named)?;
    let SharedToken { token, secret } = read_token(&answer)?;
    let pointer = |name: &str| JsonPointer(format!("/{name}"));
    let (person, display) = (places.person.map(pointer), places.display.map(pointer));
    let places = AccountPlaces { organisation: &[], person: person.as_ref(), person_before: None, display: display.as_ref() };
    let account = read_account(answer.value(), &places).filter(|account| account.person.is_some());
    if person.is_some() && account.is_none() {
        return Err(SignedFailure::Unusable("the person"));
    }
    // Two lifetimes are of the token and of the whole authorisation, and the sooner one ends what is stored.
    let lives = LIFETIMES.into_iter().filter_map(|name| answer.value().get(name).and_then(read_lifetime));
    let answer = TokenAnswer {
        access_token: token,
        token_secret: Some(secret),
        expires_in: lives.filter(|life| !life.is_zero()).min(),
        expires_at: None,
        refresh_in: None,
        refresh_expires_in: None,
        refresh_token: None,
        is_refresh_token_unusable: false,
        scopes: None,
        id_token: None,
    };
    Ok(SignedAnswer { answer, account })
}

/// Token credentials, and whose they are.
#[derive(Debug)]
pub(crate) struct SignedAnswer {
    /// The token with its secret.
    pub answer: TokenAnswer,
    /// The account, where the answer names one.
    pub account: Option<ExternalAccount>,
}

/// How long token credentials live, in seconds; of the extension "Session", whose renewal is not used.
const LIFETIMES: [&str; 2] = ["oauth_expires_in", "oauth_authorization_expires_in"];

fn read_success(response: &OutboundResponse, sent_at: Timestamp, further: &[&str]) -> Result<Answer, SignedFailure> {
    if !(200..300).contains(&response.status) {
        return Err(judge_refusal(response, sent_at));
    }
    let used: Vec<&str> = ["oauth_token", "oauth_token_secret", "oauth_problem"].iter().chain(further).copied().collect();
    let answer = read_form(&response.body, &used).or_else(|_| read_answer(&response.body, &used));
    let answer = answer.map_err(|_| match is_interposed(response) {
        true => unavailable(response),
        false => SignedFailure::Unusable("a form"),
    })?;
    if text(&answer, "oauth_problem").is_some() && text(&answer, "oauth_token").is_none() {
        return Err(judge_refusal(response, sent_at));
    }
    match used.into_iter().any(|name| answer.is_ambiguous(&format!("/{name}"))) {
        true => Err(SignedFailure::Unusable("one value for each parameter")),
        false => Ok(answer),
    }
}

fn read_token(answer: &Answer) -> Result<SharedToken, SignedFailure> {
    let fits = |text: &&str| is_token(text, 0x20);
    let token = text(answer, "oauth_token").filter(|token| !token.is_empty()).filter(fits);
    let token = token.ok_or(SignedFailure::Unusable("oauth_token"))?;
    // Some providers share no secret: it is there, and empty.
    let secret = text(answer, "oauth_token_secret").filter(fits).ok_or(SignedFailure::Unusable("oauth_token_secret"))?;
    Ok(SharedToken { token: token.into(), secret: Secret::from(secret) })
}

fn text<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    answer.value().get(name)?.as_str()
}

/// What a refusal means. The provider's `Date` tells whether the clocks agree, where it has one: with a wrong time nothing is taken, and
/// few providers say why.
fn judge_refusal(response: &OutboundResponse, sent_at: Timestamp) -> SignedFailure {
    let (status, retry_after) = (response.status, read_response_retry_after(response));
    if matches!(status, 420 | 429 | 430) || ((400..500).contains(&status) && says_when(response)) {
        return SignedFailure::Throttled { retry_after };
    }
    if matches!(status, 300..400 | 408 | 425 | 500..) {
        return unavailable(response);
    }
    let problem = read_problem_of(response);
    // Of what stands in between neither a no nor the clock counts.
    if problem == SignedProblem::Other && is_of_somebody_else(response) {
        return unavailable(response);
    }
    match problem {
        SignedProblem::TimestampRefused => SignedFailure::TimeRefused,
        _ if are_apart(response, sent_at) => SignedFailure::TimeRefused,
        SignedProblem::ConsumerKeyUnknown
        | SignedProblem::ConsumerKeyRejected
        | SignedProblem::ConsumerKeyRefused
        | SignedProblem::SignatureInvalid
        | SignedProblem::SignatureMethodRejected => SignedFailure::ClientRejected(problem),
        SignedProblem::UserRefused | SignedProblem::PermissionDenied | SignedProblem::AdditionalAuthorizationRequired => {
            SignedFailure::Denied(problem)
        }
        SignedProblem::Other if asks_for_pause(response) => SignedFailure::Throttled { retry_after },
        SignedProblem::Other if response.is_cut => unavailable(response),
        other => SignedFailure::Refused(other),
    }
}

/// Whether an answer is that of a proxy, a firewall or a portal: a page, or a challenge for another account than the client's.
fn is_of_somebody_else(response: &OutboundResponse) -> bool {
    is_interposed(response) || (response.status == 401 && !response.is_cut && !is_about_credential(response, Proof::Other))
}

fn unavailable(response: &OutboundResponse) -> SignedFailure {
    let (status, retry_after) = (response.status, read_response_retry_after(response));
    SignedFailure::Unavailable { status, retry_after, is_cut: response.is_cut }
}

/// The problem that an answer names, in its challenge or in its body.
pub(in crate::protocol) fn read_problem_of(response: &OutboundResponse) -> SignedProblem {
    let header = response.header("www-authenticate").and_then(read_problem);
    let body = || {
        if is_interposed(response) {
            return None;
        }
        let used = ["oauth_problem"];
        let answer = read_form(&response.body, &used).or_else(|_| read_answer(&response.body, &used)).ok()?;
        text(&answer, "oauth_problem").map(str::to_owned)
    };
    header.or_else(body).map_or(SignedProblem::Other, |text| SignedProblem::read(text.trim()))
}

fn are_apart(response: &OutboundResponse, sent_at: Timestamp) -> bool {
    let Some(theirs) = read_sent_at(response) else { return false };
    theirs.since(sent_at).max(sent_at.since(theirs)) > TIME_APART
}

#[cfg(test)]
mod tests;

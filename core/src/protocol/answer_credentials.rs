//! Several credentials in one answer of the token endpoint: each is taken from where the definition says it stands, and judged as
//! if it stood alone.

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::lenient::Answer;
use super::nothing::{is_nobody, is_nothing};
use super::refreshed_account::{is_of_other, is_other};
use super::text::{account_id, account_name};
use super::token_response::{
    Asked, Flaw, HINTS, MEMBERS, TokenAnswer, TokenFailure, first_member, judge_token_response, read_as_written,
};
use crate::base::WipedJson;
use crate::model::definition::{AnswerCredential, IdToken, JsonPointer};
use crate::model::grant::ExternalAccount;
use crate::model::http::OutboundResponse;

/// The longest id of an organisation or a person, in bytes.
const MAX_ID_LENGTH: usize = 255;

/// A credential that the flow expects, and what was asked for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected<'a> {
    /// Where it stands.
    pub place: &'a AnswerCredential,
    /// What was asked for.
    pub asked: Asked<'a>,
}

/// A credential that the answer holds.
#[derive(Debug)]
pub(crate) struct AnsweredCredential {
    /// The tokens.
    pub answer: TokenAnswer,
    /// Whose account it is, where the answer says so. It comes from the provider itself, over the connection to its token
    /// endpoint.
    pub account: Option<ExternalAccount>,
}

/// Judges an answer that may hold several credentials. The first of `expected` must be there; another one that is absent is left
/// out. All or none: one that is there and cannot be used makes the whole answer unusable, because nobody could tell the
/// person that half of what they allowed is lost.
///
/// # Errors
/// [`TokenFailure`], see each variant.
pub(crate) fn judge_credentials(
    response: &OutboundResponse,
    expected: &[Expected<'_>],
) -> Result<Vec<AnsweredCredential>, TokenFailure> {
    let Some(first) = expected.first() else { return Err(TokenFailure::Unusable(Flaw::Unreadable)) };
    let used: Vec<_> =
        expected.iter().flat_map(|expected| pointers(expected.place)).filter_map(|(_, at)| first_member(&at.0)).collect();
    let used: Vec<&str> = used.iter().map(AsRef::as_ref).chain(WHOLE).collect();
    let body = read_as_written(&response.body, first.asked.rules.encoding, &used).ok().filter(|body| {
        let is_there = |pointer: &JsonPointer| pointer.find(body.value()).is_some_and(|token| !is_nothing(token));
        (200..300).contains(&response.status) && is_there(&first.place.access_token)
    });
    let Some(body) = body else {
        // A refusal, somebody's page, or an answer without what was asked for.
        return Err(judge_token_response(response, first.asked).err().unwrap_or(TokenFailure::Unusable(Flaw::Unreadable)));
    };
    check_clear(&body, expected)?;
    let mut found = Vec::new();
    for Expected { place, asked } in expected {
        if place.access_token.find(body.value()).is_none_or(is_nothing) {
            continue;
        }
        let answer = judge_token_response(&alone(response, body.value(), place), *asked)?;
        let AnswerCredential { organisation, person, person_before, display, .. } = place;
        let places = AccountPlaces {
            organisation,
            person: person.as_ref(),
            person_before: person_before.as_deref(),
            display: display.as_ref(),
        };
        found.push(AnsweredCredential { answer, account: read_account(body.value(), &places) });
    }
    Ok(found)
}

/// What a refresh renews.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Refreshed<'a> {
    /// Where the sign-in has found the credential, if the definition says so.
    pub place: Option<&'a AnswerCredential>,
    /// Whose it is.
    pub account: Option<&'a ExternalAccount>,
    /// What an ID token of the provider says.
    pub id_token: Option<&'a IdToken>,
}

/// Judges the answer to a refresh. It holds one credential: at its top (RFC 6749 §5.1), or, where nothing stands there, at the place where
/// the definition says that the sign-in has found it. It must be the same account's as before (OpenID Connect Core §12.2).
///
/// # Errors
/// [`TokenFailure`], see each variant.
pub(crate) fn judge_refresh(
    response: &OutboundResponse,
    refreshed: Refreshed<'_>,
    asked: Asked<'_>,
) -> Result<TokenAnswer, TokenFailure> {
    let is_there = |body: &Answer, pointer: &JsonPointer| pointer.find(body.value()).is_some_and(|token| !is_nothing(token));
    let top = JsonPointer("/access_token".to_owned());
    if let Some(place) = refreshed.place.filter(|_| (200..300).contains(&response.status)) {
        let used: Vec<_> = pointers(place).filter_map(|(_, at)| first_member(&at.0)).collect();
        let used: Vec<&str> = used.iter().map(AsRef::as_ref).chain(WHOLE).chain(MEMBERS).chain(HINTS).collect();
        let body = read_as_written(&response.body, asked.rules.encoding, &used);
        if let Ok(body) = body {
            let AnswerCredential { organisation, person, person_before, .. } = place;
            let (person, person_before) = (person.as_ref(), person_before.as_deref());
            let places = AccountPlaces { organisation, person, person_before, display: None };
            let named = read_account(body.value(), &places);
            if named.zip(refreshed.account).is_some_and(|(named, known)| is_other(&named, known)) {
                return Err(TokenFailure::Unusable(Flaw::OtherAccount));
            }
            if !is_there(&body, &top) && is_there(&body, &place.access_token) {
                check_clear(&body, &[Expected { place, asked }])?;
                return judge_token_response(&alone(response, body.value(), place), asked);
            }
            // At the top, and other members of it may have other names all the same.
            if place.access_token == top && renames(place) && is_there(&body, &top) {
                check_clear(&body, &[Expected { place, asked }])?;
                return judge_token_response(&renamed(response, &body, place)?, asked);
            }
        }
        return judge_token_response(response, asked);
    }
    let answer = judge_token_response(response, asked)?;
    let token = answer.id_token.as_ref().zip(refreshed.id_token).zip(refreshed.account);
    if token.is_some_and(|((token, spec), known)| is_of_other(token, spec, known)) {
        return Err(TokenFailure::Unusable(Flaw::OtherAccount));
    }
    Ok(answer)
}

/// The members that are about all credentials of an answer.
const WHOLE: [&str; 3] = ["ok", "error", "id_token"];

/// Where the members of a credential stand, and what each is in an answer of its own.
fn pointers(place: &AnswerCredential) -> impl Iterator<Item = (&'static str, &JsonPointer)> {
    let tokens = [
        ("access_token", Some(&place.access_token)),
        ("refresh_token", place.refresh_token.as_ref()),
        ("expires_in", place.expires_in.as_ref()),
        ("scope", place.scope.as_ref()),
        ("person", place.person.as_ref()),
        ("display", place.display.as_ref()),
    ];
    let tokens = tokens.into_iter().filter_map(|(name, pointer)| Some((name, pointer?)));
    tokens.chain(place.organisation.iter().map(|pointer| ("organisation", pointer)))
}

/// What is used must have one value.
fn check_clear(body: &Answer, expected: &[Expected<'_>]) -> Result<(), TokenFailure> {
    let all = expected.iter().flat_map(|expected| pointers(expected.place));
    let unclear = all.filter(|(_, pointer)| body.is_ambiguous(&pointer.0)).map(|(name, _)| name);
    let whole = WHOLE.into_iter().filter(|name| body.is_ambiguous(&format!("/{name}")));
    let first = unclear.chain(whole).next();
    first.map_or(Ok(()), |name| Err(TokenFailure::Unusable(Flaw::Unclear(name))))
}

/// The members of an answer that may have other names, and where they stand.
fn named(place: &AnswerCredential) -> impl Iterator<Item = (&'static str, &JsonPointer)> {
    let all = [("refresh_token", &place.refresh_token), ("expires_in", &place.expires_in), ("scope", &place.scope)];
    all.into_iter().filter_map(|(name, pointer)| Some((name, pointer.as_ref()?)))
}

fn renames(place: &AnswerCredential) -> bool {
    named(place).any(|(name, pointer)| pointer.0.strip_prefix('/') != Some(name))
}

/// The whole answer, with the members that the definition names under the names of RFC 6749 §5.1. As where it names none, a member with two
/// values spoils the answer, and a hint with two says nothing.
fn renamed(response: &OutboundResponse, body: &Answer, place: &AnswerCredential) -> Result<OutboundResponse, TokenFailure> {
    let has_two = |name: &&str| body.is_ambiguous(&format!("/{name}"));
    let is_named = |name: &str| named(place).any(|(known, _)| known == name);
    if let Some(member) = MEMBERS.into_iter().filter(|member| !is_named(member)).find(has_two) {
        return Err(TokenFailure::Unusable(Flaw::Unclear(member)));
    }
    let mut members = body.value().as_object().cloned().unwrap_or_default();
    for hint in HINTS.into_iter().filter(has_two) {
        members.remove(hint);
    }
    for (name, pointer) in named(place) {
        if let Some(value) = pointer.find(body.value()) {
            members.insert(name.to_owned(), value.clone());
        }
    }
    Ok(rewritten(response, members))
}

/// The answer as if this credential were its only one: what says no to all of it stays.
fn alone(response: &OutboundResponse, body: &Value, place: &AnswerCredential) -> OutboundResponse {
    let mut members = Map::new();
    let mut put = |name: &str, value: Option<&Value>| {
        if let Some(value) = value {
            members.insert(name.to_owned(), value.clone());
        }
    };
    for name in WHOLE {
        put(name, body.get(name));
    }
    put("access_token", place.access_token.find(body));
    for (name, pointer) in named(place) {
        put(name, pointer.find(body));
    }
    rewritten(response, members)
}

fn rewritten(response: &OutboundResponse, members: Map<String, Value>) -> OutboundResponse {
    let members = WipedJson(Value::Object(members));
    // Large enough for the whole answer, so that no unwiped copy is left behind by a growing buffer.
    let mut text = Zeroizing::new(Vec::with_capacity(response.body.len() * 2 + 256));
    // Writing a value that has just been read does not fail.
    let _ = serde_json::to_writer(&mut *text, &members.0);
    OutboundResponse { status: response.status, headers: response.headers.clone(), body: text, is_cut: response.is_cut }
}

/// Where an answer names an account.
pub(super) struct AccountPlaces<'a> {
    /// The organisation: the first place that holds one.
    pub(super) organisation: &'a [JsonPointer],
    /// The person.
    pub(super) person: Option<&'a JsonPointer>,
    /// What ends the person's name in the text there. `None`: all of it is the name.
    pub(super) person_before: Option<&'a str>,
    /// The name shown to people.
    pub(super) display: Option<&'a JsonPointer>,
}

/// Whose account it is. Organisation and person are compared byte for byte, so one that is too long is none rather than cut.
pub(super) fn read_account(body: &Value, places: &AccountPlaces<'_>) -> Option<ExternalAccount> {
    let id = |pointer: &JsonPointer| account_id(pointer.find(body)?).filter(|id| id.len() <= MAX_ID_LENGTH);
    let organisation = places.organisation.iter().find_map(id);
    let person = match (places.person, places.person_before) {
        // It may be a token: nothing but the name leaves this place.
        (Some(pointer), Some(end)) => pointer.find(body).and_then(Value::as_str).and_then(|text| name_before(text, end)),
        (pointer, _) => pointer.and_then(id),
    };
    let display = places.display.and_then(|pointer| account_name(pointer.find(body)?));
    let is_named = organisation.is_some() || person.is_some();
    is_named.then_some(ExternalAccount { organisation, person, display, organisation_display: None })
}

fn name_before(text: &str, end: &str) -> Option<String> {
    let (name, _) = text.split_once(end)?;
    (name.len() <= MAX_ID_LENGTH && !is_nobody(name)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::model::definition::AnswerSubject;

    fn place(subject: AnswerSubject, at: &str) -> AnswerCredential {
        let pointer = |name: &str| JsonPointer(format!("{at}/{name}"));
        AnswerCredential {
            subject,
            access_token: pointer("access_token"),
            refresh_token: Some(pointer("refresh_token")),
            expires_in: Some(pointer("expires_in")),
            scope: Some(pointer("scope")),
            organisation: vec![JsonPointer("/team/id".to_owned()), JsonPointer("/enterprise/id".to_owned())],
            person: (subject == AnswerSubject::User).then(|| pointer("id")),
            person_before: None,
            display: Some(JsonPointer("/team/name".to_owned())),
            scope_parameter: "scope".to_owned(),
        }
    }

    fn judge(status: u16, body: &str) -> Result<Vec<AnsweredCredential>, TokenFailure> {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        let response = OutboundResponse { status, headers, body: Zeroizing::new(body.as_bytes().to_vec()), is_cut: false };
        let (app, user) = (place(AnswerSubject::Installation, ""), place(AnswerSubject::User, "/authed_user"));
        let asked = Asked::plain(&[], ",");
        judge_credentials(&response, &[Expected { place: &app, asked }, Expected { place: &user, asked }])
    }

    #[test]
    fn each_credential_has_its_own_tokens_and_account() {
        let body = r#"{"ok":true,"token_type":"bot","access_token":"b","refresh_token":"br","expires_in":7,"scope":"x,y",
            "team":{"id":"T1","name":"Acme"},"enterprise":null,
            "authed_user":{"id":"U1","access_token":"u","scope":"z","token_type":"user"}}"#;
        let found = judge(200, body).unwrap();
        let [app, user] = &found[..] else { panic!("{found:?}") };
        assert_eq!((app.answer.access_token.expose().as_str(), user.answer.access_token.expose().as_str()), ("b", "u"));
        assert_eq!(app.answer.refresh_token.as_ref().map(|token| token.expose().as_str()), Some("br"));
        assert!(user.answer.refresh_token.is_none() && user.answer.expires_in.is_none());
        assert_eq!(app.answer.scopes.as_deref(), Some(&["x".to_owned(), "y".to_owned()][..]));
        let account = |person: Option<&str>| ExternalAccount {
            organisation: Some("T1".to_owned()),
            person: person.map(str::to_owned),
            display: Some("Acme".to_owned()),
            organisation_display: None,
        };
        assert_eq!((app.account.as_ref(), user.account.as_ref()), (Some(&account(None)), Some(&account(Some("U1")))));
    }

    #[test]
    fn an_organisation_is_the_first_that_is_named() {
        let found = judge(200, r#"{"access_token":"b","team":null,"enterprise":{"id":9}}"#).unwrap();
        assert_eq!(found.len(), 1, "a credential that is absent is left out");
        assert_eq!(found[0].account.as_ref().and_then(|account| account.organisation.as_deref()), Some("9"));
    }

    /// At the top of an answer to a refresh too; and what the definition does not name keeps its name.
    #[test]
    fn members_of_other_names_are_read_from_refreshes() {
        let pointer = |name: &str| Some(JsonPointer(name.to_owned()));
        let place = AnswerCredential {
            access_token: JsonPointer("/access_token".to_owned()),
            refresh_token: pointer("/refresh_token"),
            expires_in: pointer("/ends_in"),
            scope: pointer("/permissions"),
            person: None,
            ..place(AnswerSubject::User, "")
        };
        let judge = |body: &str| {
            let response = OutboundResponse {
                status: 200,
                headers: Vec::new(),
                body: Zeroizing::new(body.as_bytes().to_vec()),
                is_cut: false,
            };
            judge_refresh(&response, Refreshed { place: Some(&place), ..Refreshed::default() }, Asked::plain(&[], ","))
        };
        let body = r#"{"access_token":"a","refresh_token":"r","ends_in":7,"permissions":"x,y","refresh_expires_in":9}"#;
        let answer = judge(body).unwrap();
        assert_eq!((answer.expires_in, answer.refresh_expires_in), (Some(Duration::from_secs(7)), Some(Duration::from_secs(9))));
        assert_eq!(answer.scopes.as_deref(), Some(&["x".to_owned(), "y".to_owned()][..]));
        assert_eq!(answer.refresh_token.unwrap().expose(), "r");
        let twice = r#"{"access_token":"a","ends_in":7,"ends_in":8}"#;
        assert!(matches!(judge(twice), Err(TokenFailure::Unusable(Flaw::Unclear("expires_in")))));
        let twice = r#"{"access_token":"a","ends_in":7,"token_type":"bearer","token_type":"mac"}"#;
        assert!(matches!(judge(twice), Err(TokenFailure::Unusable(Flaw::Unclear("token_type")))));
        let twice = r#"{"access_token":"a","ends_in":7,"refresh_expires_in":9,"refresh_expires_in":8}"#;
        assert_eq!(judge(twice).unwrap().refresh_expires_in, None);
    }

    #[test]
    fn a_person_may_be_what_a_token_begins_with_and_the_token_is_nobody() {
        let pointer = JsonPointer("/access_token".to_owned());
        let long = format!(r#"{{"access_token":"{}.t"}}"#, "1".repeat(MAX_ID_LENGTH + 1));
        for (body, expected) in [
            (r#"{"access_token":"12345678.canary"}"#, Some("12345678")),
            (r#"{"access_token":"1.2.canary"}"#, Some("1")),
            (r#"{"access_token":"canary"}"#, None),
            (r#"{"access_token":".canary"}"#, None),
            (r#"{"access_token":12345678}"#, None),
            (&long, None),
        ] {
            let body: Value = serde_json::from_str(body).unwrap();
            let places = AccountPlaces { organisation: &[], person: Some(&pointer), person_before: Some("."), display: None };
            let account = read_account(&body, &places);
            assert_eq!(account.and_then(|account| account.person).as_deref(), expected);
        }
    }

    #[test]
    fn one_that_cannot_be_used_spoils_the_answer() {
        for body in [
            r#"{"access_token":"b","authed_user":{"access_token":7}}"#,
            r#"{"access_token":"b","authed_user":{"access_token":"two words"}}"#,
            r#"{"access_token":"","authed_user":{"access_token":"u"}}"#,
            r#"{"authed_user":{"access_token":"u"}}"#,
            r#"{"access_token":"b","error":"invalid_code","authed_user":{"access_token":"u"}}"#,
            r#"[]"#,
        ] {
            assert!(matches!(judge(200, body), Err(TokenFailure::Unusable(_))), "{body}");
        }
        assert!(matches!(judge(400, r#"{"error":"invalid_grant"}"#), Err(TokenFailure::InvalidGrant { .. })));
        let refused = judge(400, r#"{"access_token":"b","error":"invalid_grant"}"#);
        assert!(matches!(refused, Err(TokenFailure::InvalidGrant { .. })), "a status of failure is one");
        assert!(matches!(judge(200, r#"{"ok":false,"error":"invalid_code"}"#), Err(TokenFailure::Unavailable { .. })));
    }
}

//! Reads what a sign-in tells besides tokens: values that are kept for addresses, and who has signed in where no ID token says so.

use std::collections::BTreeMap;

use serde_json::Value;

use super::answer_credentials::{AccountPlaces, read_account};
use super::lenient::read_value;
use super::text::id_text;
use super::token_response::{first_member, is_error, read_as_written};
use crate::model::definition::{AnswerEncoding, Identity, JsonPointer, KeptValue};
use crate::model::grant::ExternalAccount;
use crate::model::http::OutboundResponse;

/// The values that stand in the answer to a code, by variable: texts and whole numbers, not yet held against any grammar. One that the
/// answer gives twice, or not at all, is left out.
pub(crate) fn read_kept(response: &OutboundResponse, kept: &[KeptValue], encoding: AnswerEncoding) -> BTreeMap<String, String> {
    let places: Vec<_> = kept.iter().filter_map(place_in_answer).collect();
    let used: Vec<_> = places.iter().filter_map(|place| first_member(&place.pointer.0)).collect();
    let used: Vec<&str> = used.iter().map(AsRef::as_ref).collect();
    let Ok(body) = read_as_written(&response.body, encoding, &used) else { return BTreeMap::new() };
    let clear = places.into_iter().filter(|place| !body.is_ambiguous(&place.pointer.0));
    let text = |place: Place<'_>| Some((place.variable.to_owned(), id_text(place.pointer.find(body.value())?)?.into_owned()));
    clear.filter_map(text).collect()
}

/// A value that stands in the answer to the code itself.
struct Place<'a> {
    variable: &'a str,
    pointer: &'a JsonPointer,
}

fn place_in_answer(kept: &KeptValue) -> Option<Place<'_>> {
    let pointer = kept.pointer.as_ref().filter(|_| kept.url.is_none())?;
    Some(Place { variable: &kept.variable, pointer })
}

/// The text or whole number that stands in an answer of the API.
pub(crate) fn read_looked_up(response: &OutboundResponse, pointer: &JsonPointer) -> Option<String> {
    Some(id_text(read_value(&response.body)?.find(pointer)?)?.into_owned())
}

/// Who has signed in, as the API says.
pub(crate) fn read_identity(response: &OutboundResponse, identity: &Identity) -> Option<ExternalAccount> {
    let body = read_value(&response.body)?;
    let is_unclear = |pointer: &JsonPointer| body.is_ambiguous(&pointer.0);
    if identity.organisation.iter().chain([&identity.person]).any(is_unclear) {
        return None;
    }
    let places = AccountPlaces {
        organisation: &identity.organisation,
        person: Some(&identity.person),
        person_before: None,
        display: identity.display.as_ref().filter(|display| !is_unclear(display)),
    };
    read_account(body.value(), &places).filter(|account| account.person.is_some()).filter(|_| !is_refused(body.value()))
}

/// Whether an API says with status 200 that it says nothing.
fn is_refused(body: &Value) -> bool {
    body.get("ok") == Some(&Value::Bool(false)) || body.get("error").is_some_and(is_error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use zeroize::Zeroizing;

    fn answer(body: &str) -> OutboundResponse {
        OutboundResponse { status: 200, headers: Vec::new(), body: Zeroizing::new(body.as_bytes().to_vec()), is_cut: false }
    }

    fn kept(list: serde_json::Value) -> Vec<KeptValue> {
        serde_json::from_value(list).unwrap()
    }

    #[test]
    fn values_stand_in_the_answer_where_the_definition_says() {
        let kept = kept(json!([
            { "variable": "instance", "pointer": "/instance_url" },
            { "variable": "site", "pointer": "/site/id" },
            { "variable": "absent", "pointer": "/absent" },
            { "variable": "realm", "parameter": "realmId" },
            { "variable": "cloud", "url": "https://api.example/sites", "pointer": "/instance_url" },
        ]));
        let found = read_kept(
            &answer(r#"{"access_token":"a","instance_url":"https://x.example","site":{"id":7,"id2":1},"absent":{}}"#),
            &kept,
            AnswerEncoding::Json,
        );
        let expected = [("instance", "https://x.example"), ("site", "7")];
        assert_eq!(found, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
        let twice = answer(r#"{"instance_url":"https://x.example","instance_url":"https://y.example"}"#);
        assert!(read_kept(&twice, &kept, AnswerEncoding::Json).is_empty(), "which of the two counts is not clear");
        let form = answer("access_token=a&instance_url=https%3A%2F%2Fx.example");
        assert_eq!(read_kept(&form, &kept, AnswerEncoding::Form).len(), 1);
        assert!(read_kept(&answer("<html>"), &kept, AnswerEncoding::Json).is_empty());
    }

    #[test]
    fn a_looked_up_value_is_a_text_or_a_whole_number() {
        let pointer = JsonPointer("/0/id".to_owned());
        for (body, expected) in [
            (r#"[{"id":"c-1"},{"id":"c-2"}]"#, Some("c-1")),
            (r#"[{"id":12}]"#, Some("12")),
            (r#"[{"id":1.5}]"#, None),
            (r#"[]"#, None),
            ("<html>", None),
        ] {
            assert_eq!(read_looked_up(&answer(body), &pointer).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn an_identity_names_a_person() {
        let identity: Identity = serde_json::from_value(json!({
            "url": "https://api.example/me", "organisation": ["/team/id", "/org"], "person": "/user/id", "display": "/user/name",
        }))
        .unwrap();
        let found = read_identity(&answer(r#"{"org":"o","user":{"id":9,"name":"Ada"}}"#), &identity).unwrap();
        assert_eq!((found.organisation.as_deref(), found.person.as_deref()), (Some("o"), Some("9")));
        assert_eq!(found.display.as_deref(), Some("Ada"));
        // A name in another charset, or a member twice that nobody uses, loses no sign-in.
        let odd = OutboundResponse {
            body: Zeroizing::new(
                b"{\"user\":{\"id\":9,\"name\":\"J\xf6rg\",\"x\":1,\"x\":2},\"error\":{\"code\":\"ok\"}}".to_vec(),
            ),
            ..answer("")
        };
        assert_eq!(read_identity(&odd, &identity).unwrap().person.as_deref(), Some("9"));
        for body in [
            r#"{"org":"o"}"#,
            r#"{"org":"o","user":{"id":""}}"#,
            r#"{"org":"o","user":{"id":"null"}}"#,
            r#"{"org":"o","user":{"id":"[object Object]"}}"#,
            r#"{"org":"o","user":{"id":0}}"#,
            r#"{"ok":false,"user":{"id":9}}"#,
            r#"{"error":"x","user":{"id":9}}"#,
            r#"{"user":{"id":9,"id":8}}"#,
            r#"{"org":"o","org":"p","user":{"id":9}}"#,
            "<html>",
        ] {
            assert!(read_identity(&answer(body), &identity).is_none(), "{body}");
        }
    }
}

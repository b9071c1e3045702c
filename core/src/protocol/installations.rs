//! Finds an installation among those that the API lists for whoever has signed in. What a browser brings names one, and proves nothing.

use serde_json::Value;

use super::answer_credentials::{AccountPlaces, read_account};
use super::lenient::read_value;
use super::text::id_text;
use crate::model::definition::InstallationList;
use crate::model::grant::ExternalAccount;
use crate::model::http::OutboundResponse;

/// The organisation of the installation with this id. `None`: it is not listed, or nothing readable is.
pub(crate) fn find_installation(response: &OutboundResponse, list: &InstallationList, id: &str) -> Option<ExternalAccount> {
    if response.status != 200 {
        return None;
    }
    let body = read_value(&response.body)?;
    let is_it = |item: &Value| list.id.find(item).and_then(id_text).is_some_and(|found| found == id);
    let mut items = list.items.find(body.value())?.as_array()?.iter().enumerate();
    let (at, item) = items.find(|(_, item)| is_it(item))?;
    // Which of two values counts is not clear.
    if [&list.id, &list.organisation].iter().any(|pointer| body.is_ambiguous(&format!("{}/{at}{}", list.items.0, pointer.0))) {
        return None;
    }
    let organisation = std::slice::from_ref(&list.organisation);
    let account =
        read_account(item, &AccountPlaces { organisation, person: None, person_before: None, display: list.display.as_ref() })?;
    account.organisation.is_some().then_some(account)
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    #[test]
    fn only_a_listed_installation_is_found_and_it_names_its_organisation() {
        let list: InstallationList = serde_json::from_value(serde_json::json!({
            "url": "https://api.example/installations", "items": "/installations", "id": "/id", "organisation": "/account/id",
            "display": "/account/login",
        }))
        .unwrap();
        let body = r#"{"total_count":3,"installations":[
            {"id":7,"account":{"id":70,"login":"acme"}},{"id":8,"account":null},{"id":"9","account":{"id":90}}]}"#;
        let find = |status: u16, body: &str, id: &str| {
            let response =
                OutboundResponse { status, headers: Vec::new(), body: Zeroizing::new(body.as_bytes().to_vec()), is_cut: false };
            let found = find_installation(&response, &list, id);
            found.map(|account| format!("{} {}", account.organisation.unwrap_or_default(), account.display.unwrap_or_default()))
        };
        assert_eq!(find(200, body, "7").as_deref(), Some("70 acme"));
        assert_eq!(find(200, body, "9").as_deref(), Some("90 "));
        let odd = r#"{"installations":[{"id":7,"x":1,"x":2,"account":{"id":70,"id":70}},]}"#;
        assert_eq!(find(200, odd, "7").as_deref(), Some("70 "));
        for (status, body, id) in [
            (200, body, "8"),
            (200, body, "70"),
            (200, body, ""),
            (403, body, "7"),
            (200, r#"{"installations":{"id":7}}"#, "7"),
            (200, "<html>", "7"),
            (200, r#"{"installations":[{"id":7,"id":8,"account":{"id":70}}]}"#, "8"),
            (200, r#"{"installations":[{"id":7,"account":{"id":70,"id":71}}]}"#, "7"),
        ] {
            assert_eq!(find(status, body, id), None, "{status} {id} {body}");
        }
    }
}

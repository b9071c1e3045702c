//! Plays a person in front of a browser.

use serde_json::{Value, json};

use super::Outcome;
use super::members::text;
use crate::browser::{Browser, Decision, Login};
use crate::client::HttpClient;
use crate::state::Core;

/// Signs in as a person with a fresh browser and returns where it was sent back to.
pub(super) async fn browse(core: &Core, body: &Value) -> Outcome {
    let username = text(body, "username")?;
    let known = {
        let state = core.state();
        state.world.people().find(|(_, user)| user.username == username).map(|(_, user)| user.password.clone())
    };
    let password = body["password"].as_str().map(str::to_owned).or(known).unwrap_or_default();
    let decision = match body["decision"].as_str() {
        None | Some("accept") => Decision::Accept,
        Some("accept_for_organisation") => Decision::AcceptForOrganisation,
        Some("cancel") => Decision::Cancel,
        Some(other) => return Err(format!("unknown decision {other}")),
    };
    let browser = Browser::with(HttpClient::new(Some(&core.ca_pem)), core.origins());
    let login = Login { username: username.to_owned(), password };
    let landed = browser.sign_in(text(body, "url")?, login, decision).await.map_err(|error| error.to_string())?;
    let form: serde_json::Map<String, Value> =
        browser.last_form().into_iter().map(|(name, value)| (name, json!(value))).collect();
    Ok(json!({ "location": landed.as_str(), "form": form }))
}

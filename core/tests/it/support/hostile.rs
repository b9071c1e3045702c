//! An application whose provider answers what a test tells it to.

#![allow(dead_code, clippy::expect_used, reason = "each test file uses a part of it, and a test may panic")]

use authpipe::{CallOptions, Credential, Result};
use authpipe_sandbox::{Scripted, ScriptedResponse, World};

use super::custom::{self, own_user};
use super::look::soon;
use super::{self as support, App, member};

const GOOD: &str = r#"{"access_token":"at","refresh_token":"rt-of-this-test","token_type":"Bearer","expires_in":3600}"#;

pub(crate) fn good() -> ScriptedResponse {
    ScriptedResponse::json(200, GOOD)
}

/// An application that is connected to a server under the test's control.
pub(crate) async fn connected(server: &Scripted) -> App {
    let origin = server.origin();
    let app = App::start_with(World::demo(), |options| {
        custom::add(options, "id", "a-client-secret", custom::definition(&origin, "reusable"));
    })
    .await;
    server.respond_next("/oauth/token", good());
    let (_, page) = app.browser().connect_scripted(&member(), "a-code").await;
    assert_eq!(page.status, 200, "{}", support::text(&page));
    app
}

pub(crate) async fn get(app: &App) -> Result<Credential> {
    soon(app.authpipe.get_credential(&own_user("ben"), CallOptions::default())).await
}

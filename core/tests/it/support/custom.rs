//! Providers that a test describes itself: the sandbox's generic server, and servers that misbehave on purpose.

#![allow(dead_code, clippy::expect_used, reason = "each test file uses a part of it, and a test may panic")]

use authpipe::{HttpResponse, Options, Principal, ProviderInput, Secret, Subject};
use authpipe_sandbox::demo;
use serde_json::{Value, json};

use super::{App, Browser, PROVIDER, header, json as body_of, sign_in, text};

/// The config under which a test's own provider runs.
pub(crate) const OWN: &str = "own";

/// A provider on one origin with the paths of the sandbox's generic server.
pub(crate) fn definition(origin: &str, rotation: &str) -> Value {
    json!({
        "name": "Own",
        "auth": ["user"],
        "oauth": {
            "authorization_endpoint": format!("{origin}/oauth/authorize"),
            "token_endpoint": format!("{origin}/oauth/token"),
        },
        "api": { "origins": [origin] },
        "lifetime": { "rotation": rotation, "grace_seconds": if rotation == "grace" { 30 } else { 0 } },
        "probe": { "url": format!("{origin}/oauth/api/me") },
    })
}

/// Adds the provider to an application's options.
pub(crate) fn add(options: &mut Options, client_id: &str, client_secret: &str, definition: Value) {
    let input = ProviderInput {
        client_id: client_id.into(),
        client_secret: Some(Secret::from(client_secret)),
        scopes: vec!["read".into()],
        definition: Some(definition),
        ..ProviderInput::default()
    };
    options.providers.insert(OWN.into(), input);
}

/// The origin of the sandbox that [`App::start_with`] has just started.
pub(crate) fn sandbox_origin(options: &Options) -> String {
    options.danger_origins[PROVIDER]["login"].clone()
}

/// An application with a client of the generic server whose refresh tokens rotate like this.
pub(crate) async fn start_generic(rotation: &str) -> App {
    let world = authpipe_sandbox::World::demo();
    App::start_with(world, |options| add_generic(options, rotation)).await
}

/// Adds that client to other options of the same application.
pub(crate) fn add_generic(options: &mut Options, rotation: &str) {
    let definition = definition(&sandbox_origin(options), rotation);
    add(options, &format!("generic-{rotation}"), authpipe_sandbox::GENERIC_SECRET, definition);
}

/// The user's credential at the own provider.
pub(crate) fn own_user(user_id: &str) -> Subject {
    Subject::user(OWN, "acme", user_id).expect("ids")
}

impl Browser<'_> {
    /// Starts a sign-in at the own provider: session id and authorization URL.
    pub(crate) async fn start_own(&mut self, who: &Principal) -> (String, url::Url) {
        let created = self.post("/oauth/sessions", json!({ "provider": OWN }), who).await;
        assert_eq!(created.status, 201, "{}", text(&created));
        let created = body_of(&created);
        let url = created["authorization_url"].as_str().expect("a URL").parse().expect("a URL");
        (created["session_id"].as_str().expect("an id").to_owned(), url)
    }

    /// Connects at the generic server as Bob.
    pub(crate) async fn connect_generic(&mut self, who: &Principal) {
        let (_, url) = self.start_own(who).await;
        let back = sign_in(&self.app.sandbox.browser(), url.as_str(), &demo::BOB).await;
        let page = self.callback(&back, Some(who)).await;
        assert_eq!(page.status, 200, "{}", text(&page));
    }

    /// Comes back from a provider that shows no pages: with this code.
    pub(crate) async fn connect_scripted(&mut self, who: &Principal, code: &str) -> (String, HttpResponse) {
        let (id, url) = self.start_own(who).await;
        let parameter = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        let mut back: url::Url = parameter("redirect_uri").expect("a redirect URI").parse().expect("a URL");
        let state = parameter("state").expect("a state");
        back.query_pairs_mut().append_pair("code", code).append_pair("state", &state);
        let page = self.callback(&back, Some(who)).await;
        let _ = header(&page, "location");
        (id, page)
    }
}

//! A native app: a public registration, no handler, and a person who signs in as Bob.

use authpipe::{NativeRequest, NativeSession, Options, ProviderId, ProviderInput, UserId};
use authpipe_sandbox::{World, demo};
use url::Url;

use super::{App, PROVIDER, code, sign_in, tenant};

/// A public registration, no handler, no base URL.
pub fn as_app(options: &mut Options) {
    options.base_url = None;
    let input = ProviderInput {
        client_id: demo::PUBLIC_CLIENT_ID.into(),
        client_secret: None,
        redirect_uri: Some(demo::NATIVE_REDIRECT.into()),
        ..options.providers[PROVIDER].clone()
    };
    options.providers.insert(PROVIDER.into(), input);
}

/// The provider compares redirect URIs strictly.
pub fn world() -> World {
    let mut world = World::demo();
    world.app_mut(demo::PUBLIC_CLIENT_ID).unwrap().any_loopback_redirect = false;
    world
}

pub async fn start() -> App {
    App::start_with(world(), as_app).await
}

pub fn request() -> NativeRequest {
    NativeRequest::new(ProviderId::parse(PROVIDER).unwrap(), tenant("acme"), UserId::parse("ben").unwrap())
}

pub async fn begin(app: &App) -> NativeSession {
    app.authpipe.create_native_session(request()).await.unwrap()
}

/// The person signs in as Bob; gives what the system hands to the app.
pub async fn answer(app: &App, session: &NativeSession) -> Url {
    sign_in(&app.sandbox.browser(), session.authorization_url(), &demo::BOB).await
}

pub async fn refused(app: &App, session: &NativeSession, url: &str) -> &'static str {
    code(app.authpipe.complete_native_session(session, url).await)
}

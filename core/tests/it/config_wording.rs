//! What is said of a config that is not there, was taken away, or is switched off: the exact wording.

use crate::support::flow::{add_generic, sentence};
use crate::support::{App, member, sign_in, tenant, user};
use authpipe::{CallOptions, ListQuery, ProviderId, Subject};
use authpipe_sandbox::{World, demo};
use serde_json::json;

#[tokio::test]
async fn provider_not_configured_and_unknown() {
    let app = App::start_with(World::demo(), |options| {
        options.providers.clear();
        options.danger_origins.clear();
    })
    .await;
    let error = app.user_credential().await.unwrap_err();
    assert_eq!(error.code().as_str(), "provider_not_configured");
    assert_eq!(
        sentence(&error),
        "\"microsoft-onedrive\" is in the catalog but has no client id. Add a ProviderInput for \"microsoft-onedrive\" with \
         its client_id and client_secret. Steps: authpipe doctor microsoft-onedrive"
    );
    // One of pasted keys, and one whose client has no secret.
    for (provider, says) in [
        (
            "openai",
            "\"openai\" is in the catalog but is not among the providers of this application. Add a ProviderInput for \"openai\". \
             Steps: authpipe doctor openai",
        ),
        (
            "lichess",
            "\"lichess\" is in the catalog but has no client id. Add a ProviderInput for \"lichess\" with its client_id. Steps: authpipe \
             doctor lichess",
        ),
    ] {
        let subject = Subject { provider: ProviderId::parse(provider).unwrap(), ..user("ben") };
        let error = app.authpipe.get_credential(&subject, CallOptions::default()).await.unwrap_err();
        assert_eq!((error.code().as_str(), sentence(&error).as_str()), ("provider_not_configured", says));
    }
    let subject = Subject { provider: ProviderId::parse("onedrive").unwrap(), ..user("ben") };
    let error = app.authpipe.get_credential(&subject, CallOptions::default()).await.unwrap_err();
    assert_eq!(error.code().as_str(), "provider_unknown");
    assert_eq!(sentence(&error), "Unknown provider \"onedrive\". Did you mean \"microsoft-onedrive\"?");
}

/// What was connected through a config that is not there any more.
#[tokio::test]
async fn config_gone() {
    const GONE: &str = "acme-files";
    let mut world = World::demo();
    world.generic.send_iss = true;
    let mut app = App::start_with(world, |options| add_generic(options, GONE, |_| {})).await;
    let mut browser = app.browser();
    let (_, url) = browser.begin("/oauth/sessions", json!({ "provider": GONE }), &member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    browser.callback(&back, Some(&member())).await;
    let (waiting, url) = browser.begin("/oauth/sessions", json!({ "provider": GONE }), &member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let cookies = browser.cookies.clone();

    app.restart().await;
    let query = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    let connection = app.authpipe.list_connections(query).await.unwrap().data.remove(0);
    let error = app.authpipe.check_connection(tenant("acme"), connection.id).await.unwrap_err();
    assert_eq!(error.code().as_str(), "provider_not_configured");
    let expected = "The config \"acme-files\" is not here any more, or is switched off. Add providers[\"acme-files\"] again: what was \
                    connected through it is still there.";
    assert_eq!(sentence(&error), expected);
    let mut browser = app.browser();
    browser.cookies = cookies;
    browser.callback(&back, Some(&member())).await;
    assert_eq!(browser.told(&waiting, &member()).await, expected);
    app.assert_ended(&waiting, "failed", "provider_not_configured");
}

#[tokio::test]
async fn configs_switched_off() {
    let app = App::start_with(World::demo(), |options| {
        for provider in options.providers.values_mut() {
            provider.disabled = true;
        }
    })
    .await;
    let error = app.user_credential().await.unwrap_err();
    assert_eq!(error.code().as_str(), "provider_not_configured");
    assert_eq!(
        sentence(&error),
        "Every config of provider \"microsoft-onedrive\" is switched off. Set `enabled` of one of them to true."
    );
}

//! RFC 9207: `iss` is compared byte for byte, for codes and for errors, before either is believed (SR-7).

use crate::support;
use crate::support::flow::{add_generic, parameter, with_parameter};
use crate::support::{App, member, sign_in};
use authpipe::Options;
use authpipe_sandbox::{Scripted, ScriptedResponse, World, demo};
use serde_json::json;
use url::Url;

const CONFIG: &str = "acme-files";

async fn start(change: impl FnOnce(&mut Options)) -> App {
    let mut world = World::demo();
    world.generic.send_iss = true;
    App::start_with(world, change).await
}

#[tokio::test]
async fn the_right_issuer_connects() {
    let app = start(|options| add_generic(options, CONFIG, |_| {})).await;
    let mut browser = app.browser();
    let (id, url) = browser.begin("/oauth/sessions", json!({ "provider": CONFIG }), &member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    assert_eq!(parameter(back.as_str(), "iss"), Some(format!("{}/oauth", app.sandbox.http_origin())));
    browser.callback(&back, Some(&member())).await;
    assert_eq!(browser.session(&id, &member()).await["status"], "complete");
    assert_eq!(app.sandbox.ledger().token_requests()[0].client_auth, Some("basic"));
}

#[tokio::test]
async fn every_other_issuer_is_refused_for_codes_and_for_errors() {
    let app = start(|options| add_generic(options, CONFIG, |_| {})).await;
    let right = format!("{}/oauth", app.sandbox.http_origin());
    let port = Url::parse(&right).unwrap().port().unwrap();
    for iss in [
        Some("https://evil.example".to_owned()),
        Some(format!("{right}/")),
        Some(right.to_uppercase()),
        Some(right.replace("http://", "HTTP://")),
        Some(right.replace(&port.to_string(), &(port ^ 1).to_string())),
        Some(right.replace("127.0.0.1", "localhost")),
        Some(right.replace("/oauth", "/%6Fauth")),
        Some(right.replace("/oauth", "/x/../oauth")),
        Some(format!("{right}?")),
        Some(format!("{right} ")),
        Some(String::new()),
        None,
    ] {
        for error in [None, Some("access_denied")] {
            let mut browser = app.browser();
            let (id, url) = browser.begin("/oauth/sessions", json!({ "provider": CONFIG }), &member()).await;
            let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
            let mut back = with_parameter(&back, "iss", iss.as_deref());
            if error.is_some() {
                back = with_parameter(&with_parameter(&back, "code", None), "error", error);
            }
            browser.callback(&back, Some(&member())).await;
            let told = browser.told(&id, &member()).await;
            assert!(told.starts_with("The answer does not come from Acme."), "{iss:?} {told}");
            app.assert_ended_with_nothing(&id, "failed", "state_invalid");
        }
    }
    // Twice, even both right, is no answer.
    let mut browser = app.browser();
    let (id, url) = browser.begin("/oauth/sessions", json!({ "provider": CONFIG }), &member()).await;
    let mut back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    back.query_pairs_mut().append_pair("iss", &right);
    assert_eq!(browser.callback(&back, Some(&member())).await.status, 400);
    app.assert_untouched(&id);
    assert_eq!(app.token_requests(), 0);
}

/// Where the provider does not announce `iss`, an absent one passes, and a wrong one still does not.
#[tokio::test]
async fn an_unannounced_issuer_may_be_absent_but_not_wrong() {
    let app =
        start(|options| add_generic(options, CONFIG, |definition| definition["oauth"]["requires_iss"] = json!(false))).await;
    for (iss, status) in [(None, "complete"), (Some("https://evil.example"), "failed"), (Some(""), "failed")] {
        let mut browser = app.browser();
        let (id, url) = browser.begin("/oauth/sessions", json!({ "provider": CONFIG }), &member()).await;
        let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
        browser.callback(&with_parameter(&back, "iss", iss), Some(&member())).await;
        assert_eq!(browser.session(&id, &member()).await["status"], status, "{iss:?}");
    }
}

/// Mix-up (RFC 9700 §4.4): a hostile provider sends the browser on to the honest one. The code comes back at the hostile
/// config's path, and must not be brought to the hostile token endpoint.
#[tokio::test]
async fn a_hostile_provider_does_not_get_the_honest_ones_code() {
    let hostile = Scripted::start().await;
    hostile.respond("*", ScriptedResponse::json(200, r#"{"access_token":"x","token_type":"bearer"}"#));
    let (token, issuer) = (hostile.url("/token"), hostile.url(""));
    let app = start(|options| {
        add_generic(options, CONFIG, |_| {});
        add_generic(options, "hostile", |definition| {
            definition["oauth"]["token_endpoint"] = json!(token);
            definition["oauth"]["issuer"] = json!(issuer);
        });
    })
    .await;
    let mut browser = app.browser();
    let (id, url) = browser.begin("/oauth/sessions", json!({ "provider": "hostile" }), &member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    browser.callback(&back, Some(&member())).await;
    app.assert_ended_with_nothing(&id, "failed", "state_invalid");
    assert_eq!((hostile.requests().len(), app.token_requests()), (0, 0));
}

/// A definition that names the issuer for its ID tokens only has named it: where the token's issuer is the same for everybody,
/// an answer must come from it (RFC 9207 §2).
#[tokio::test]
async fn the_issuer_of_the_id_token_is_the_expected_one_where_no_other_is_given() {
    let origin_of = support::flow::origin_of;
    let app = start(|options| {
        let origin = origin_of(options);
        for (config, issuer, required) in [(CONFIG, "/oauth", true), ("per-organisation", "/{organisation}", false)] {
            add_generic(options, config, |definition| {
                definition["oauth"]["issuer"] = json!(null);
                definition["oauth"]["requires_iss"] = json!(required);
                definition["id_token"] = json!({
                    "issuer": format!("{origin}{issuer}"),
                    "jwks_uri": format!("{origin}/oauth/keys"),
                    "algorithms": ["RS256"],
                    "organisation_claim": "tid",
                    "person_claim": "sub",
                });
            });
        }
    })
    .await;
    let right = format!("{}/oauth", app.sandbox.http_origin());
    for (config, iss, is_redeemed) in [
        (CONFIG, Some("https://evil.example"), false),
        (CONFIG, Some(&*format!("{right}/")), false),
        (CONFIG, None, false),
        (CONFIG, Some(&*right), true),
        // Known only from the token, so there is nothing to compare with yet.
        ("per-organisation", Some(&*right), true),
        ("per-organisation", Some(""), false),
    ] {
        app.sandbox.ledger().clear();
        let mut browser = app.browser();
        let (id, url) = browser.begin("/oauth/sessions", json!({ "provider": config }), &member()).await;
        let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
        browser.callback(&with_parameter(&back, "iss", iss), Some(&member())).await;
        // The generic server gives no ID token, so an answer that is believed ends there.
        let code = if is_redeemed { "provider_error" } else { "state_invalid" };
        app.assert_ended_with_nothing(&id, "failed", code);
        assert_eq!(app.token_requests(), usize::from(is_redeemed), "{config} {iss:?}");
    }
}

//! Which account a sign-in is for: the one that was connected, another one that the person chooses, or what the caller says. A browser
//! that is signed in at the provider goes on with its own account where nobody asks.

use crate::support::flow::{parameter, problem};
use crate::support::{App, Browser, PROVIDER, admin, grant_id, json as body_of, member, sign_in, text};
use authpipe::ProviderInput;
use authpipe_sandbox::{World, demo};
use serde_json::{Value, json};

/// What an authorization URL says of the account.
fn asked(url: &str) -> (Option<String>, Option<String>) {
    (parameter(url, "prompt"), parameter(url, "login_hint"))
}

fn chooses() -> (Option<String>, Option<String>) {
    (Some("select_account".to_owned()), None)
}

fn hints(name: &str) -> (Option<String>, Option<String>) {
    (None, Some(name.to_owned()))
}

async fn start(browser: &mut Browser<'_>, fields: Value) -> (String, String) {
    let mut body = json!({ "provider": PROVIDER });
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    browser.begin("/oauth/sessions", body, &member()).await
}

/// What a page is told of a start that was refused.
async fn refused(app: &App, path: &str, fields: Value) -> (String, String) {
    let mut body = json!({ "provider": PROVIDER });
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let response = app.browser().post(path, body, &admin()).await;
    assert_ne!(response.status, 201, "{}", text(&response));
    (problem(&response), body_of(&response)["detail"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn whoever_connects_again_is_hinted_and_whoever_connects_another_account_is_asked() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (first, url) = start(&mut browser, json!({})).await;
    assert_eq!(asked(&url), (None, None), "the first account is that of the browser");
    let provider = app.sandbox.browser();
    browser.callback(&sign_in(&provider, &url, &demo::BOB).await, Some(&member())).await;
    let first = browser.session(&first, &member()).await;
    let id = grant_id(&first["connection"]);

    for again in [json!({}), json!({ "connection_id": id.as_str() })] {
        assert_eq!(asked(&start(&mut browser, again).await.1), hints(demo::BOB.username));
    }
    // The same browser is signed in as Bob. It must ask, or Bob would be connected a second time.
    let (second, url) = start(&mut browser, json!({ "label": "work" })).await;
    assert_eq!(asked(&url), chooses());
    assert!(provider.open(&url).await.unwrap().text().contains("data-page=\"account\""), "the sandbox asks");
    browser.callback(&sign_in(&provider, &url, &demo::CARLA).await, Some(&member())).await;
    let second = browser.session(&second, &member()).await;
    assert_eq!((&second["status"], &second["connection"]["display_name"]), (&json!("complete"), &json!(demo::CARLA.username)));
    // The browser is signed in as Carla now, and Bob connects again: the hint alone leads to him.
    let (again, url) = start(&mut browser, json!({ "connection_id": id.as_str() })).await;
    assert!(provider.open(&url).await.unwrap().text().contains(demo::BOB.username), "the sandbox asks Bob to sign in");
    browser.callback(&sign_in(&provider, &url, &demo::BOB).await, Some(&member())).await;
    assert_eq!(browser.session(&again, &member()).await["status"], "complete");
}

/// The account without a label may be the further one too.
#[tokio::test]
async fn whoever_has_a_labelled_account_is_asked_for_the_one_without_label() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (_, url) = start(&mut browser, json!({ "label": "work" })).await;
    browser.callback(&sign_in(&app.sandbox.browser(), &url, &demo::BOB).await, Some(&member())).await;
    assert_eq!(asked(&start(&mut browser, json!({})).await.1), chooses());
    let (_, url) = app.browser().begin("/oauth/sessions", json!({ "provider": PROVIDER }), &admin()).await;
    assert_eq!(asked(&url), (None, None), "another user's account says nothing");
}

#[tokio::test]
async fn an_installation_asks_for_the_account_that_decides_for_the_organisation() {
    let app = App::start().await;
    let install = |fields: Value| {
        let mut body = json!({ "provider": PROVIDER });
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        body
    };
    for (fields, expected) in [
        (json!({}), chooses()),
        (json!({ "login_hint": "ada@contoso.example" }), hints("ada@contoso.example")),
        (json!({ "prompt": "login" }), (Some("login".to_owned()), None)),
    ] {
        let (_, url) = app.browser().begin("/oauth/installs", install(fields.clone()), &admin()).await;
        assert_eq!(asked(&url), expected, "{fields}");
    }
}

#[tokio::test]
async fn what_the_caller_says_goes_before() {
    let app = App::start().await;
    app.connect().await;
    let mut browser = app.browser();
    for (fields, expected) in [
        (json!({ "login_hint": "b\u{f6}b@contoso.example", "label": "x" }), hints("b\u{f6}b@contoso.example")),
        (json!({ "prompt": "select_account" }), chooses()),
        (json!({ "prompt": "login consent" }), (Some("login consent".to_owned()), Some(demo::BOB.username.to_owned()))),
        (json!({ "prompt": "none", "login_hint": "x", "label": "x" }), (Some("none".to_owned()), Some("x".to_owned()))),
    ] {
        assert_eq!(asked(&start(&mut browser, fields.clone()).await.1), expected, "{fields}");
    }
}

#[tokio::test]
async fn a_hint_and_a_prompt_are_judged() {
    let app = App::start().await;
    for path in ["/oauth/sessions", "/oauth/installs"] {
        for (fields, member) in [
            (json!({ "login_hint": "" }), "login_hint must"),
            (json!({ "login_hint": " ada" }), "login_hint must"),
            (json!({ "login_hint": "a\u{0}b" }), "login_hint must"),
            (json!({ "login_hint": "a\nb" }), "login_hint must"),
            (json!({ "login_hint": "x".repeat(321) }), "login_hint must"),
            (json!({ "login_hint": 7 }), "login_hint"),
            (json!({ "prompt": "" }), "prompt is none"),
            (json!({ "prompt": "create" }), "prompt is none"),
            (json!({ "prompt": "login&scope=x" }), "prompt is none"),
            (json!({ "prompt": "login login" }), "prompt is none"),
            (json!({ "prompt": "login  consent" }), "prompt is none"),
            (json!({ "prompt": "none login" }), "prompt is none"),
            (json!({ "prompt": "select_account", "login_hint": "ada" }), "exclude each other"),
            (json!({ "loginHint": "ada" }), ""),
        ] {
            let (code, detail) = refused(&app, path, fields.clone()).await;
            assert!(code == "invalid_request" && detail.contains(member), "{path} {fields}: {code} {detail}");
            assert!(!detail.contains("create") && !detail.contains("scope=x"), "{detail}");
        }
    }
    let (_, url) = start(&mut app.browser(), json!({ "login_hint": "x".repeat(320) })).await;
    assert_eq!(parameter(&url, "login_hint").map(|hint| hint.len()), Some(320));
}

/// What a definition says in other words, as the files of other providers do.
#[tokio::test]
async fn a_definition_says_how_its_provider_is_asked() {
    let definition = |choice: Value| {
        json!({
            "name": "Acme", "auth": ["user"], "api": { "origins": ["https://api.acme.example"] },
            "oauth": {
                "authorization_endpoint": "https://id.acme.example/a?prompt=x", "token_endpoint": "https://id.acme.example/t",
                "authorization_parameters": { "prompt": "consent", "access": "offline" }, "account_choice": choice,
            },
        })
    };
    let choices = [
        ("silent", json!({})),
        (
            "forced",
            json!({ "choose": { "force_reauthentication": "true", "prompt": "consent select_account" }, "hint_parameter": "login", "prompts": ["consent"] }),
        ),
    ];
    let app = App::start_with(World::demo(), |options| {
        for (name, choice) in choices {
            let input = ProviderInput {
                client_id: "client".into(),
                client_secret: Some(authpipe::Secret::from("secret")),
                definition: Some(serde_json::from_value(definition(choice)).unwrap()),
                ..ProviderInput::default()
            };
            options.providers.insert(name.into(), input);
        }
    })
    .await;
    let begin = async |provider: &str, fields: Value| {
        let mut body = json!({ "provider": provider });
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        app.browser().begin("/oauth/sessions", body, &member()).await.1
    };
    let seen = |url: &str| ["prompt", "access", "force_reauthentication", "login", "login_hint"].map(|name| parameter(url, name));
    let some = |text: &str| Some(text.to_owned());
    for (provider, fields, expected) in [
        ("silent", json!({ "label": "x", "login_hint": "ada" }), [some("consent"), some("offline"), None, None, None]),
        ("forced", json!({}), [some("consent"), some("offline"), None, None, None]),
        ("forced", json!({ "label": "x" }), [some("consent select_account"), some("offline"), some("true"), None, None]),
        ("forced", json!({ "label": "x", "login_hint": "ada" }), [some("consent"), some("offline"), None, some("ada"), None]),
    ] {
        assert_eq!(seen(&begin(provider, fields.clone()).await), expected, "{provider} {fields}");
    }
    let response = app.browser().post("/oauth/sessions", json!({ "provider": "silent", "prompt": "consent" }), &member()).await;
    assert_eq!(problem(&response), "invalid_request");
}

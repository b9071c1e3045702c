//! What only an operator can mend: the log says it in its own words, and whoever sends a request learns no address of it.

use authpipe::{Authpipe, HandlerOptions, HttpRequest, Mode, Options, ProviderInput, Secret};

use crate::support::look::soon;
use crate::support::{PROVIDER, member, post};

fn request(path: &str) -> HttpRequest {
    HttpRequest { method: "GET".into(), path: path.into(), query: String::new(), headers: vec![], body: vec![] }
}

fn options(mode: Mode) -> Options {
    Options {
        vault: Some("memory:".into()),
        keys: vec![authpipe::make_root_key()],
        mode: Some(mode),
        environment: Some("staging-7".into()),
        base_url: Some("https://app.example.com/api/authpipe".into()),
        background: false,
        ..Options::default()
    }
}

/// What a request is answered, by whom nobody is signed in.
async fn answer(options: Options, path: &str) -> serde_json::Value {
    let authpipe = Authpipe::new(options).unwrap();
    let handler = authpipe::handler(&authpipe, HandlerOptions::default()).unwrap();
    let response = soon(handler.handle(request(path), None)).await;
    authpipe.close().await.unwrap();
    serde_json::from_slice(&response.body).unwrap()
}

#[tokio::test]
async fn what_an_operator_must_mend_is_told_to_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("no-such-folder").join("hidden.db");
    let of_file = Some(format!("sqlite:{}", place.display()));
    type Change = Box<dyn Fn(&mut Options)>;
    let cases: [(Change, &str, &str); 4] = [
        (Box::new(move |options| options.vault.clone_from(&of_file)), "vault_unavailable", "hidden.db"),
        (
            Box::new(|options| options.vault = Some("postgres://me:pw@127.0.0.1:1/hidden".into())),
            "vault_unavailable",
            "127.0.0.1:1",
        ),
        (Box::new(|options| options.keys.clear()), "key_missing", "AUTHPIPE_KEY"),
        (Box::new(|options| options.keys = vec![Secret::from("")]), "key_missing", "AUTHPIPE_KEY"),
    ];
    for (change, code, told) in &cases {
        for (mode, is_told) in [(Mode::Production, false), (Mode::Development, true)] {
            let mut options = options(mode);
            change(&mut options);
            let document = answer(options, "/connections").await;
            assert_eq!(document["code"], *code, "{document}");
            assert_eq!(document.to_string().contains(told), is_told, "{document}");
            assert!(!document.to_string().contains("pw@"), "{document}");
            if !is_told {
                assert_eq!(document["hint"], "The server's log says more, under the request id.");
                assert!(document["request_id"].as_str().unwrap().starts_with("req_"));
            }
        }
    }
}

/// Whoever is signed in learns no more: which variable is not set is the operator's matter.
#[tokio::test]
async fn a_provider_that_is_not_set_up_is_told_without_what_is_missing() {
    for (mode, is_told) in [(Mode::Production, false), (Mode::Development, true)] {
        let mut options = options(mode);
        options.providers.insert(PROVIDER.into(), ProviderInput::default());
        let authpipe = Authpipe::new(options).unwrap();
        let handler = authpipe::handler(&authpipe, HandlerOptions::default()).unwrap();
        let body = serde_json::json!({ "provider": PROVIDER, "mode": "redirect" });
        let mut request = post("/oauth/sessions", &body);
        request.headers.last_mut().unwrap().1 = "https://app.example.com".into();
        let response = soon(handler.handle(request, Some(member()))).await;
        authpipe.close().await.unwrap();
        let document: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
        assert_eq!(document["code"], "provider_not_configured", "{document}");
        assert_eq!(document["detail"] != "The provider has no client registration here.", is_told, "{document}");
    }
}

/// A handler is mounted elsewhere than the base URL says: the answer names both.
#[tokio::test]
async fn a_path_below_another_mount_is_told_with_the_one_that_is_expected() {
    let mut options = options(Mode::Production);
    options.base_url = Some("https://app.example.com/".into());
    let document = answer(options, "/api/authpipe\u{202e}/connections\n").await;
    assert_eq!((document["code"].as_str(), document["status"].as_u64()), (Some("not_found"), Some(404)), "{document}");
    let hint = document["hint"].as_str().unwrap();
    assert!(hint.contains("\"/api/authpipe/connections\"") && hint.contains("mounted at \"/\""), "{hint}");
}

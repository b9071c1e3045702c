//! A build loads the module without secrets and addresses. What is absent is found by `ready` and by the first use; what is present and
//! wrong, at once.

use std::sync::Arc;

use authpipe::{Authpipe, CallOptions, ErrorCode, HandlerOptions, Mode, Options, ProviderInput, Secret};

use crate::logging::Kept;
use crate::support::look::soon;
use crate::support::{PROVIDER, user};

fn options(change: impl FnOnce(&mut Options, &mut ProviderInput)) -> Options {
    let mut provider =
        ProviderInput { client_id: "client".into(), client_secret: Some(Secret::from("secret")), ..ProviderInput::default() };
    let mut options = Options {
        vault: Some("memory:".into()),
        keys: vec![authpipe::make_root_key()],
        mode: Some(Mode::Production),
        environment: Some("test".into()),
        base_url: Some("https://app.example.com/authpipe".into()),
        background: false,
        ..Options::default()
    };
    change(&mut options, &mut provider);
    options.providers.insert(PROVIDER.into(), provider);
    options
}

type Change = fn(&mut Options, &mut ProviderInput);

#[tokio::test]
async fn what_is_absent_is_found_by_ready_and_not_by_a_build() {
    let absent: [(Change, &str); 9] = [
        (|_, provider| provider.client_id = String::new(), "provider_not_configured"),
        (|_, provider| provider.client_secret = Some(Secret::from("")), "provider_not_configured"),
        (|_, provider| provider.client_secret = None, "provider_not_configured"),
        (|options, _| options.keys.clear(), "key_missing"),
        (|options, _| options.keys = vec![Secret::from("")], "key_missing"),
        (|options, _| options.environment = None, "config_invalid"),
        (|options, _| options.environment = Some(String::new()), "config_invalid"),
        (|options, _| options.base_url = None, "base_url_missing"),
        (|options, _| options.base_url = Some(String::new()), "base_url_missing"),
    ];
    for (number, (change, code)) in absent.into_iter().enumerate() {
        let authpipe = Authpipe::new(options(change)).unwrap_or_else(|error| panic!("{number}: {error}"));
        // Only who serves people needs an address, and a client that can keep a secret.
        let _handler = authpipe::handler(&authpipe, HandlerOptions::default()).unwrap();
        let error = soon(authpipe.ready()).await.unwrap_err();
        assert_eq!(error.code().as_str(), code, "{number}: {error}");
        let message = error.to_string();
        assert!(soon(authpipe.ready()).await.unwrap_err().to_string() == message, "{number}: as often as it is asked");
    }
    let error = soon(
        Authpipe::new(options(|_, provider| provider.client_id = String::new()))
            .unwrap()
            .get_credential(&user("ben"), CallOptions::default()),
    )
    .await
    .unwrap_err();
    assert_eq!(error.code(), ErrorCode::ProviderNotConfigured, "{error}");
}

/// A framework loads the route with the handler at the first request, after `ready`.
#[tokio::test]
async fn a_secret_that_is_absent_is_found_before_there_is_a_handler() {
    for (base_url, code) in [(Some("https://app.example.com/authpipe"), Some("provider_not_configured")), (None, None)] {
        let absent = options(|options, provider| {
            options.base_url = base_url.map(str::to_owned);
            provider.client_secret = None;
        });
        let told = soon(Authpipe::new(absent).unwrap().ready()).await.err().map(|error| error.code().as_str());
        assert_eq!(told, code, "{base_url:?}");
    }
}

#[tokio::test]
async fn a_worker_without_a_handler_needs_no_address() {
    let authpipe = Authpipe::new(options(|options, _| options.base_url = None)).unwrap();
    soon(authpipe.ready()).await.unwrap();
}

/// An application that is ready before it mounts its handler is told in the log; one that only loads its modules is not.
#[tokio::test]
async fn a_handler_that_comes_after_ready_says_that_its_address_is_missing() {
    for (is_ready, base_url, told) in [(true, None, 1), (false, None, 0), (true, Some("https://app.example.com/authpipe"), 0)] {
        let kept = Arc::new(Kept::default());
        let made = options(|options, _| {
            options.base_url = base_url.map(str::to_owned);
            options.logger = Some(kept.clone());
        });
        let authpipe = Authpipe::new(made).unwrap();
        if is_ready {
            soon(authpipe.ready()).await.unwrap();
        }
        let _handler = authpipe::handler(&authpipe, HandlerOptions::default()).unwrap();
        let lines = kept.find("a handler without a base URL: nobody can come back to it");
        assert_eq!(lines.len(), told, "ready: {is_ready}, {base_url:?}");
    }
}

#[test]
fn what_is_present_and_wrong_is_refused_at_once_even_beside_what_is_absent() {
    let wrong: [Change; 4] = [
        |options, _| options.base_url = Some("http://app.example.com".into()),
        |options, _| options.keys = vec![Secret::from("apk1_no")],
        |_, provider| (provider.client_id, provider.scopes) = (String::new(), vec!["two words".into()]),
        |_, provider| {
            provider.client_id = String::new();
            drop(provider.variables.insert("audience".into(), "x".into()));
        },
    ];
    for (number, change) in wrong.into_iter().enumerate() {
        let error = Authpipe::new(options(change)).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ConfigInvalid, "{number}: {error}");
    }
}

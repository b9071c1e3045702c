//! The provider's answer: consumed once, at its own path, in time, in one form, and never half-stored.

use crate::logging::Kept;
use crate::support;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use crate::support::flow::{add_second_config, parameter, state_of, with_parameter, words};
use crate::support::{App, PROVIDER, get, member, principal, sign_in, tenant, text};
use authpipe::{AuthRequest, HttpRequest, Label, ProviderId, Role, SessionMode};
use authpipe_sandbox::{Endpoint, Fault, Kind, World, demo};
use serde_json::json;

/// SR-3: of any number of simultaneous answers one is judged.
#[tokio::test]
async fn a_hundred_parallel_callbacks_cause_one_token_request() {
    let app = Arc::new(App::start().await);
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let cookie: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut parallel = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let app = app.clone();
        let request = HttpRequest {
            query: back.query().unwrap().to_owned(),
            headers: vec![("Cookie".into(), cookie.join("; "))],
            ..get(&format!("/oauth/callback/{PROVIDER}"))
        };
        parallel.spawn(async move { app.handler.handle(request, Some(member())).await.status });
    }
    let statuses = parallel.join_all().await;
    assert!(statuses.iter().all(|status| *status == 200), "all of them are this browser's: {statuses:?}");
    assert_eq!(app.token_requests(), 1);
    assert_eq!(browser.session(&id, &member()).await["status"], "complete");
}

/// SR-3: a scanner that opens the link first has no cookie, so it burns nothing.
#[tokio::test]
async fn a_link_scanner_comes_first_and_the_user_still_connects() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    for _ in 0..3 {
        assert_eq!(app.browser().callback(&back, None).await.status, 403);
    }
    app.assert_untouched(&id);
    assert_eq!(browser.callback(&back, Some(&member())).await.status, 200);
    assert_eq!(browser.session(&id, &member()).await["status"], "complete");
    assert_eq!(app.token_requests(), 1);
}

/// SR-4, SR-54: what the vault's files hold while a flow waits, while it is parked, and when it is over.
#[tokio::test]
async fn no_file_holds_state_verifier_binding_or_code() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    assert!(state_of(&url).len() >= 43, "256 bits");
    let mut secrets = vec![state_of(&url), parameter(&url, "nonce").unwrap()];
    secrets.extend(browser.cookies.values().cloned());
    let mut snapshots = vec![app.vault_bytes()];
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    secrets.push(parameter(back.as_str(), "code").unwrap());
    let page = browser.callback(&back, None).await;
    let resume = browser.resume_url(&page);
    secrets.push(parameter(resume.as_str(), "resume").unwrap());
    snapshots.push(app.vault_bytes());
    browser.callback(&resume, Some(&member())).await;
    assert_eq!(browser.session(&id, &member()).await["status"], "complete");
    snapshots.push(app.vault_bytes());
    secrets.push(app.sandbox.ledger().token_requests()[0].params["code_verifier"].clone());
    assert_eq!(secrets.len(), 6);
    for (path, bytes) in snapshots.iter().flatten() {
        for secret in &secrets {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{path:?} holds {secret}");
        }
    }
    assert!(!app.session_line(&id).keeps_secrets);
}

/// SR-4: ten minutes, not a second more.
#[tokio::test]
async fn a_session_lives_ten_minutes() {
    for (seconds, status) in [(599, 200), (601, 410)] {
        let app = App::start().await;
        let mut browser = app.browser();
        let (id, url) = browser.start(&member()).await;
        app.advance(Duration::from_secs(seconds));
        let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
        let page = browser.callback(&back, Some(&member())).await;
        assert_eq!(page.status, status, "{}", text(&page));
        if status == 410 {
            assert_eq!(words(&page), "This sign-in took too long and has expired. Start again from the app.");
            assert_eq!(browser.session(&id, &member()).await["status"], "expired");
            assert!(
                browser
                    .told(&id, &member())
                    .await
                    .starts_with("The provider's answer came when the time of the session was over.")
            );
            // A reload is told the same.
            let again = browser.callback(&back, Some(&member())).await;
            assert_eq!((again.status, words(&again)), (410, words(&page)));
            assert_eq!((app.grant_lines().len(), app.token_requests()), (0, 0));
        }
    }
}

/// SR-5: two registrations at one provider; an answer is good at its own path only.
#[tokio::test]
async fn an_answer_at_another_configs_path_is_nobodys() {
    let app = App::start_with(World::demo(), |options| add_second_config(options, "second")).await;
    for (own, other) in [(PROVIDER, "second"), ("second", PROVIDER)] {
        let mut browser = app.browser();
        let body = json!({ "provider": PROVIDER, "config": own });
        let (id, url) = browser.begin("/oauth/sessions", body, &member()).await;
        let expected = format!("http://localhost:3000/api/authpipe/oauth/callback/{own}");
        assert_eq!(parameter(&url, "redirect_uri"), Some(expected));
        let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
        let before = app.token_requests();
        let page = browser.answer(other, back.query().unwrap(), Some(&member())).await;
        assert_eq!(page.status, 400, "{}", text(&page));
        assert_eq!(app.token_requests(), before);
        assert_eq!(app.session_line(&id).status, "pending");
        // The parked answer of a config cannot be resumed at another path either.
        let page = browser.callback(&back, None).await;
        let resume = browser.resume_url(&page);
        assert_eq!(browser.answer(other, resume.query().unwrap(), Some(&member())).await.status, 400);
        assert_eq!(app.token_requests(), before);
        assert_eq!(browser.callback(&resume, Some(&member())).await.status, 200);
        assert_eq!(browser.session(&id, &member()).await["status"], "complete");
    }
}

/// SR-8: every code flow, the installation's sign-in included, has PKCE with S256 and a verifier of its own.
#[tokio::test]
async fn every_flow_has_s256_and_a_fresh_verifier() {
    const FLOWS: usize = 400;
    let app = App::start_with(World::demo(), |options| options.vault = Some("memory:".into())).await;
    let (mut challenges, mut states, mut nonces) = (HashSet::new(), HashSet::new(), HashSet::new());
    for n in 0..FLOWS {
        let request = AuthRequest {
            connection_id: None,
            installation_id: None,
            provider: ProviderId::parse(PROVIDER).unwrap(),
            config: None,
            tenant_id: tenant("acme"),
            user_id: principal("acme", &format!("user{}", n / 10), Role::Member).user_id,
            label: Label::empty(),
            scopes: Vec::new(),
            variables: std::collections::BTreeMap::new(),
            login_hint: None,
            prompt: None,
            return_to: None,
            mode: SessionMode::Popup,
            opener_origin: None,
        };
        let url = app.authpipe.create_auth_session(request).await.unwrap().authorization_url;
        assert_eq!(parameter(&url, "code_challenge_method").as_deref(), Some("S256"));
        assert_eq!(parameter(&url, "response_type").as_deref(), Some("code"));
        assert!(!url.contains("plain"), "{url}");
        challenges.insert(parameter(&url, "code_challenge").unwrap());
        states.insert(state_of(&url));
        nonces.insert(parameter(&url, "nonce").unwrap());
    }
    assert_eq!((challenges.len(), states.len(), nonces.len()), (FLOWS, FLOWS, FLOWS));
    assert!(challenges.iter().all(|challenge| challenge.len() == 43));
}

#[tokio::test]
async fn the_sandbox_saw_s256_and_the_matching_verifier_in_both_kinds_of_flows() {
    let app = App::start().await;
    app.install().await;
    app.connect().await;
    let asked = app.sandbox.ledger().of_kind(Kind::Authorize);
    assert_eq!(asked.len(), 2);
    assert!(asked.iter().all(|entry| entry.params["code_challenge_method"] == "S256"));
    let verifiers: HashSet<String> =
        app.sandbox.ledger().token_requests().iter().filter_map(|entry| entry.params.get("code_verifier").cloned()).collect();
    assert_eq!(verifiers.len(), 2);
    assert!(verifiers.iter().all(|verifier| (43..=128).contains(&verifier.len())));
}

/// SR-9 and the bad states: refused by their form, before anything is looked at or used up.
#[tokio::test]
async fn malformed_answers_change_nothing() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let (state, code) = (state_of(&url), parameter(back.as_str(), "code").unwrap());
    let wrong = format!("{}A", &state[1..]);
    let unknown = "This sign-in is not known here, or it was finished before.";
    let malformed = "Start again from the app. If it happens again, tell the people who run the app.";
    for (query, told) in [
        (String::new(), unknown),
        (format!("code={code}"), unknown),
        (format!("code={code}&state="), unknown),
        (format!("code={code}&state={wrong}"), unknown),
        (format!("code={code}&state={}", state.to_lowercase()), unknown),
        (format!("code={code}&state=%20{state}%00"), unknown),
        (format!("code={code}&state={state}&state={state}"), malformed),
        (format!("code={code}&state={state}&state={wrong}"), malformed),
        (format!("code={code}&code={code}&state={state}"), malformed),
        (format!("code=other&code={code}&state={state}"), malformed),
        (format!("code={code}&state={state}&iss=a&iss=a"), malformed),
        (format!("error=a&error=b&state={state}"), malformed),
        (format!("error=a&error=a&code={code}&state={state}"), malformed),
        (format!("code={code}&state={state}&error_description=a&error_description=b"), malformed),
        (format!("code={code}&stat%65={state}&state={state}"), malformed),
        (format!("access_token=t&token_type=bearer#state={state}"), unknown),
        (format!("code={code}&state={state}&x={}", "x".repeat(17_000)), malformed),
    ] {
        let page = browser.answer(PROVIDER, &query, Some(&member())).await;
        assert_eq!((page.status, words(&page).starts_with(told)), (400, true), "{query}: {}", words(&page));
        app.assert_untouched(&id);
    }
    // The well-formed one still works.
    assert_eq!(browser.callback(&back, Some(&member())).await.status, 200);
    assert_eq!(app.token_requests(), 1);
}

/// Some providers drop the state where they refuse the request itself. Nobody knows whose answer it is, but what it is.
#[tokio::test]
async fn a_refusal_without_a_state_is_told_as_one() {
    let kept = Arc::new(Kept::default());
    let logger = kept.clone();
    let app = App::start_with(World::demo(), move |options| options.logger = Some(logger)).await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    for query in
        ["error=invalid_request", "error=redirect_uri_mismatch&error_description=canary", "error", "error=access_denied&code=c"]
    {
        let page = browser.answer(PROVIDER, query, Some(&member())).await;
        assert_eq!(page.status, 400, "{query}");
        // Whose answer it is nobody knows, so the log is where the developer is told.
        assert_eq!(words(&page), "Start again from the app. If it happens again, tell the people who run the app.");
        let line = kept.find("answered with an error").pop().expect("a line");
        assert!(format!("{line:?}").contains("The provider refused a sign-in, and its answer has no state"), "{line:?}");
        app.assert_untouched(&id);
    }
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    assert_eq!(browser.callback(&back, Some(&member())).await.status, 200);
}

/// SR-9: tokens in a callback are no tokens.
#[tokio::test]
async fn tokens_in_a_callback_are_ignored() {
    let app = App::start().await;
    let mut browser = app.browser();
    // Beside a code they change nothing: the credential is what the token endpoint gave.
    let (id, url) = browser.start(&member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let back = with_parameter(&back, "access_token", Some("canary-token"));
    browser.callback(&back, Some(&member())).await;
    assert_eq!(browser.session(&id, &member()).await["status"], "complete");
    assert_ne!(app.user_credential().await.unwrap().value.expose(), "canary-token");
}

#[tokio::test]
async fn an_answer_is_used_once() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let cookies = browser.cookies.clone();
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    assert_eq!(browser.callback(&back, Some(&member())).await.status, 200);
    browser.cookies = cookies;
    for answer in [back.clone(), with_parameter(&back, "code", Some("another"))] {
        assert_eq!(browser.callback(&answer, Some(&member())).await.status, 200, "its browser is told the same again");
    }
    assert_eq!(app.token_requests(), 1);
    assert_eq!(browser.session(&id, &member()).await["status"], "complete");
}

/// A config that is gone, and one that never was.
#[tokio::test]
async fn callbacks_of_unknown_configs_lead_nowhere() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let query = format!("code=c&state={}", state_of(&url));
    for (config, status) in [("no-such-config", 400), ("UPPER", 404), ("a%2fb", 404), ("..", 404), ("", 404)] {
        assert_eq!(browser.answer(config, &query, Some(&member())).await.status, status, "{config:?}");
    }
    app.assert_untouched(&id);
}

/// Nothing is half-stored, whatever the token endpoint does; and the session says so.
#[tokio::test]
async fn a_token_endpoint_that_fails_leaves_nothing_behind() {
    let faults = [
        (Fault::status(Endpoint::Token, 500), "provider_unavailable"),
        (Fault::status(Endpoint::Token, 429).retry_after(7), "rate_limited"),
        (Fault::malformed_json(Endpoint::Token), "provider_unavailable"),
        (Fault::drop_before(Endpoint::Token), "provider_unavailable"),
        (Fault::drop_after(Endpoint::Token), "provider_unavailable"),
        (Fault::redirect(Endpoint::Token, 307, "http://127.0.0.1:9/token"), "provider_unavailable"),
        (Fault::status(Endpoint::Jwks, 503).times(3), "provider_unavailable"),
        (Fault::status(Endpoint::Jwks, 404), "provider_error"),
        (Fault::raw(Endpoint::Jwks, 200, "application/json", &b"[]"[..]), "provider_error"),
    ];
    for (fault, code) in faults {
        let app = App::start().await;
        let mut browser = app.browser();
        let (id, url) = browser.start(&member()).await;
        let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
        let shown = format!("{fault:?}");
        app.sandbox.faults().add(fault);
        let page = browser.callback(&back, Some(&member())).await;
        assert_eq!((page.status, app.session_line(&id).error_code.as_deref()), (200, Some(code)), "{shown}: {}", text(&page));
        app.assert_ended_with_nothing(&id, "failed", code);
        assert_eq!(app.token_requests(), 1, "one send, no retry: {shown}");
    }
}

#[tokio::test]
async fn a_rejected_client_secret_is_the_operators_matter() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    app.sandbox.change_secret(demo::CLIENT_ID, "another");
    browser.callback(&back, Some(&member())).await;
    let expected =
        "Microsoft rejected the client secret. Copy the secret's Value, not its Secret ID, and check that it has not expired.";
    assert_eq!(browser.told(&id, &member()).await, expected);
    app.assert_ended_with_nothing(&id, "failed", "provider_config_rejected");
}

/// Whoever cancels while the provider is being asked gets no connection.
#[tokio::test]
async fn a_cancel_while_the_code_is_redeemed_wins() {
    let app = Arc::new(App::start().await);
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let held = app.sandbox.faults().add(Fault::hold(Endpoint::Token));
    let cookie: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = HttpRequest {
        query: back.query().unwrap().to_owned(),
        headers: vec![("Cookie".into(), cookie.join("; "))],
        ..get(&format!("/oauth/callback/{PROVIDER}"))
    };
    let background = app.clone();
    let callback = tokio::spawn(async move { background.handler.handle(request, Some(member())).await });
    held.wait_until_reached().await;
    assert_eq!(browser.delete(&format!("/oauth/sessions/{id}"), Some(&member())).await.status, 204);
    held.release();
    assert!(!text(&callback.await.unwrap()).contains("Connected"));
    assert_eq!(browser.session(&id, &member()).await["status"], "cancelled");
    assert_eq!(app.grant_lines(), []);
    assert!(!app.session_line(&id).keeps_secrets);
}

/// SR-59: once the answer is taken its code is spent, so its exchange survives the request, and a shutdown waits for it.
#[tokio::test]
async fn an_exchange_survives_its_browser_and_close_waits_for_it() {
    let mut app = App::start().await;
    let mut browser = app.browser();
    let (_, url) = browser.start(&member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let cookie: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = HttpRequest {
        query: back.query().unwrap().to_owned(),
        headers: vec![("Cookie".into(), cookie.join("; "))],
        ..get(&format!("/oauth/callback/{PROVIDER}"))
    };
    let held = app.sandbox.faults().add(Fault::hold(Endpoint::Token));
    let handler = support::handler(&app.authpipe);
    let callback = tokio::spawn(async move { handler.handle(request, Some(member())).await.status });
    held.wait_until_reached().await;
    callback.abort();
    assert!(callback.await.unwrap_err().is_cancelled());
    let closing = tokio::spawn({
        let authpipe = app.authpipe.clone();
        async move { authpipe.close().await }
    });
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
    assert!(!closing.is_finished());
    held.release();
    closing.await.unwrap().unwrap();
    assert_eq!(app.grant_lines().len(), 1);
    app.restart().await;
    assert_eq!(app.user_credential().await.unwrap().generation, 1);
}

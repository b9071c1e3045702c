//! What reaches an application's log, and whose.

use std::sync::{Arc, Mutex};

use authpipe::{ErrorCode, LogLevel, LogLine, LogValue, Logger};
use authpipe_sandbox::{Endpoint, Fault, World, demo};
use serde_json::json;

use crate::support::canary::assert_none;
use crate::support::flow::cancel;
use crate::support::{App, PROVIDER, member, post, sign_in, text};

/// What was said, in order.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Vec<LogLine>>);

impl Logger for Kept {
    fn log(&self, line: LogLine) {
        self.0.lock().unwrap().push(line);
    }
}

impl Kept {
    /// Everything that was said.
    pub(crate) fn text(&self) -> String {
        format!("{:?}", self.0.lock().unwrap())
    }

    pub(crate) fn find(&self, message: &str) -> Vec<LogLine> {
        self.0.lock().unwrap().iter().filter(|line| line.message == message).cloned().collect()
    }
}

fn field<'a>(line: &'a LogLine, name: &str) -> Option<&'a LogValue> {
    line.fields.iter().find(|(one, _)| *one == name).map(|(_, value)| value)
}

async fn start() -> (App, Arc<Kept>) {
    let kept = Arc::new(Kept::default());
    let logger = kept.clone();
    (App::start_with(World::demo(), move |options| options.logger = Some(logger)).await, kept)
}

#[tokio::test]
async fn a_failed_sign_in_is_told_to_its_own_clients_log_with_what_helps() {
    let (app, kept) = start().await;
    let (_other, others) = start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let back = cancel(&app, &url, &demo::BOB).await;
    browser.callback(&back, Some(&member())).await;
    let lines = kept.find("a sign-in ended without a grant");
    assert_eq!(lines.len(), 1, "{lines:?}");
    let line = &lines[0];
    assert_eq!(line.level, LogLevel::Warn);
    let text = |text: &str| Some(LogValue::Text(text.to_owned()));
    assert_eq!(field(line, "session_id").cloned(), text(&id));
    assert_eq!(field(line, "code").cloned(), text("access_denied"));
    assert_eq!(field(line, "provider_error").cloned(), text("access_denied"));
    assert!(matches!(field(line, "detail"), Some(LogValue::Text(detail)) if detail.contains("was cancelled or not allowed")));
    assert_eq!(others.0.lock().unwrap().len(), 0, "another client's log");
    let host = tracing::subscriber::set_global_default(tracing::subscriber::NoSubscriber::new());
    assert!(host.is_ok(), "a host's own subscriber still finds its place");
}

/// Providers have scopes that no definition knows, so it is told and not refused.
#[tokio::test]
async fn a_scope_that_is_probably_another_one_is_told_once_with_what_was_meant() {
    let kept = Arc::new(Kept::default());
    let logger = kept.clone();
    let app = App::start_with(World::demo(), move |options| {
        options.logger = Some(logger);
        options.providers.get_mut(PROVIDER).unwrap().scopes = vec!["Files.Reed".into(), "Own.Scope".into()];
    });
    let _app = app.await;
    let lines = kept.find("the scope Files.Reed is not known to the definition; did you mean Files.Read?");
    assert_eq!(lines.len(), 1, "{}", kept.text());
    assert_eq!(lines[0].level, LogLevel::Warn);
    assert_eq!(field(&lines[0], "scope").cloned(), Some(LogValue::Text("Files.Reed".into())));
    assert_eq!(field(&lines[0], "config").cloned(), Some(LogValue::Text(PROVIDER.into())));
    assert!(!kept.text().contains("Own.Scope"));
}

#[tokio::test]
async fn the_request_id_of_an_answer_is_in_the_log() {
    let (app, kept) = start().await;
    for (body, code, level) in [
        (json!({ "provider": "acme" }), ErrorCode::ProviderUnknown, None),
        (json!({}), ErrorCode::InvalidRequest, Some(LogLevel::Debug)),
    ] {
        let answer = app.handler.handle(post("/oauth/sessions", &body), Some(member())).await;
        let document = crate::support::json(&answer);
        let id = document["request_id"].as_str().unwrap().to_owned();
        let lines = kept.find("answered with an error");
        let line = lines.iter().find(|line| field(line, "request_id") == Some(&LogValue::Text(id.clone()))).expect("its line");
        assert_eq!(field(line, "code"), Some(&LogValue::Text(code.as_str().into())));
        assert_eq!(line.level, level.unwrap_or(if answer.status >= 500 { LogLevel::Warn } else { LogLevel::Debug }));
    }
}

/// Levels that reach a log as it is by default: Node's `console`, Python's `logging`, a Rust program with `RUST_LOG` unset.
const BY_DEFAULT: [LogLevel; 2] = [LogLevel::Error, LogLevel::Warn];

/// A page that has a reference sends a person to somebody who must find it in a log that nobody has turned up.
#[tokio::test]
async fn what_a_page_refers_to_is_in_the_log_at_the_default_level() {
    let (app, kept) = start().await;
    let mut browser = app.browser();
    let (_, url) = browser.start(&member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let state = crate::support::flow::state_of(&url);
    let denied = browser.answer(PROVIDER, "error=invalid_request", Some(&member())).await;
    let elsewhere = app.browser().callback(&back, Some(&member())).await;
    let nowhere = browser.answer("no-such", &format!("code=a&state={state}"), Some(&member())).await;
    let unknown = browser.answer(PROVIDER, "code=a&state=unknown", Some(&member())).await;
    for (page, code) in [
        (&denied, Some(ErrorCode::StateInvalid)),
        (&elsewhere, Some(ErrorCode::SessionBindingMismatch)),
        (&nowhere, None),
        (&unknown, None),
    ] {
        let html = text(page);
        let reference = html.split("Reference: ").nth(1).map(|rest| rest.split('<').next().unwrap().to_owned());
        assert_eq!(reference.is_some(), code.is_some(), "{html}");
        let lines = kept.find("answered with an error");
        let named = |line: &&LogLine| field(line, "request_id") == reference.clone().map(LogValue::Text).as_ref();
        if let (Some(code), Some(line)) = (code, lines.iter().find(named)) {
            assert!(BY_DEFAULT.contains(&line.level), "{line:?}");
            assert_eq!(field(line, "code"), Some(&LogValue::Text(code.as_str().into())));
        } else {
            assert_eq!(code, None, "{lines:?}");
        }
    }
    let lines = format!("{:?}", kept.0.lock().unwrap());
    assert!(lines.contains("127.0.0.1 is not localhost"), "the developer's usual mistake: {lines}");
    assert!(lines.contains("in a frame of another site"), "{lines}");
}

/// A renewal is work of the vault's own, whoever asks for it: every client of that vault hears of it.
#[tokio::test]
async fn what_a_vault_does_for_all_is_told_to_all_who_share_it() {
    let (app, kept) = start().await;
    let second = Arc::new(Kept::default());
    let sharing = authpipe::Authpipe::new(authpipe::Options { logger: Some(second.clone()), ..app.options() }).unwrap();
    sharing.ready().await.unwrap();
    app.connect().await;
    app.sandbox.faults().add(Fault::status(Endpoint::Token, 503).always());
    app.advance(std::time::Duration::from_secs(7200));
    app.user_credential().await.unwrap_err();
    for log in [&kept, &second] {
        let lines = log.find("a refresh failed");
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert_eq!(field(&lines[0], "code"), Some(&LogValue::Text("provider_unavailable".into())));
        assert!(matches!(field(&lines[0], "connection_id"), Some(LogValue::Text(id)) if id.starts_with("con_")));
        for (name, expected) in [("provider", "microsoft-onedrive"), ("config", "microsoft-onedrive"), ("tenant_id", "acme")] {
            assert_eq!(field(&lines[0], name), Some(&LogValue::Text(expected.into())), "{name}");
        }
        assert!(
            matches!(field(&lines[0], "detail"), Some(LogValue::Text(detail)) if detail.contains("HTTP status 503")),
            "{lines:?}"
        );
        assert!(matches!(field(&lines[0], "hint"), Some(LogValue::Text(hint)) if hint.contains("Try again later")), "{lines:?}");
    }
    sharing.close().await.unwrap();
    let before = second.0.lock().unwrap().len();
    app.advance(std::time::Duration::from_secs(120));
    app.user_credential().await.unwrap_err();
    assert_eq!(kept.find("a refresh failed").len(), 2);
    assert_eq!(second.0.lock().unwrap().len(), before, "a client that is closed hears nothing");
}

#[tokio::test]
async fn no_line_holds_a_secret() {
    let (app, kept) = start().await;
    let mut browser = app.browser();
    let (_, url) = browser.start(&member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    browser.callback(&back, Some(&member())).await;
    let mut secrets = vec![demo::CLIENT_SECRET.to_owned(), app.key.expose().clone()];
    secrets.extend(back.query_pairs().filter(|(name, _)| name == "code" || name == "state").map(|(_, value)| value.into_owned()));
    secrets.push(app.user_credential().await.unwrap().value.expose().clone());
    app.sandbox.faults().add(Fault::status(Endpoint::Token, 400).always());
    app.advance(std::time::Duration::from_secs(7200));
    app.user_credential().await.unwrap_err();
    browser.callback(&back, Some(&member())).await;
    let lines = format!("{:?}", kept.0.lock().unwrap());
    assert!(lines.contains("a refresh failed"), "{lines}");
    assert_none("the log", &lines, &secrets);
}

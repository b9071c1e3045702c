//! A root key that is elsewhere, configured as an application does it: outages, denials, and another key's answers (SR-51).

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::look::soon;
use crate::support::{App, code, new_key, user};
use authpipe::extend::{RootKey, RootKeyError, async_trait};
use authpipe::{Authpipe, CallOptions, ErrorCode, ListQuery, Result, Secret, TenantId};
use authpipe_sandbox::World;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// What the service does now.
const ANSWERS: u8 = 0;
const IS_AWAY: u8 = 1;
const DENIES: u8 = 2;
const HAS_ANOTHER_KEY: u8 = 3;
const IS_SILENT: u8 = 4;

/// An HSM of the application's own that compares no context. XOR is enough of a cipher for what it shows here.
#[derive(Default)]
struct Hsm {
    state: AtomicU8,
    asked: AtomicUsize,
}

impl Hsm {
    fn set(&self, state: u8) {
        self.state.store(state, Ordering::SeqCst);
    }

    async fn work(&self, bytes: &[u8]) -> Result<Vec<u8>, RootKeyError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let pad = match self.state.load(Ordering::SeqCst) {
            IS_AWAY => return Err(RootKeyError::unavailable("no route to host")),
            DENIES => return Err(RootKeyError::denied("key disabled")),
            IS_SILENT => std::future::pending().await,
            HAS_ANOTHER_KEY => 0x77,
            _ => 0x5A,
        };
        Ok(bytes.iter().map(|byte| byte ^ pad).collect())
    }
}

#[async_trait]
impl RootKey for Hsm {
    fn id(&self) -> &str {
        "hsm:slot-3"
    }

    async fn wrap(&self, key: &Secret<[u8; 32]>, _context_hash: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
        self.work(key.expose()).await
    }

    async fn unwrap(&self, wrapped: &[u8], _context_hash: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
        let key = self.work(wrapped).await?;
        key.as_slice().try_into().map(Secret::new).map_err(|_| RootKeyError::Mismatch)
    }
}

async fn start(hsm: &Arc<Hsm>) -> App {
    let own = hsm.clone();
    let app = App::start_with(World::demo(), move |options| {
        options.keys.clear();
        options.root_keys = vec![own];
    })
    .await;
    app.connect().await;
    app
}

/// A read that opens the record, as the cached credential does not.
async fn read(authpipe: &Authpipe) -> Result<()> {
    let query = ListQuery { tenant_id: Some(TenantId::parse("acme").unwrap()), ..ListQuery::default() };
    let page = soon(authpipe.list_connections(query)).await?;
    assert_eq!(page.data.len(), 1);
    assert_eq!(page.data[0].status.as_str(), "active");
    Ok(())
}

#[tokio::test]
async fn ten_minutes_without_the_service_are_not_noticed() {
    let hsm = Arc::new(Hsm::default());
    let app = start(&hsm).await;
    read(&app.authpipe).await.unwrap();
    hsm.set(IS_AWAY);
    // Past the age at which a key is unwrapped again, and to the end of the outage.
    for _ in 0..20 {
        app.advance(MINUTE);
        read(&app.authpipe).await.unwrap();
        assert!(app.user_credential().await.is_ok());
    }
    hsm.set(ANSWERS);
    app.advance(HOUR);
    read(&app.authpipe).await.unwrap();
    // The hour took the token with it: it was renewed, and stored under the same key.
    assert!(app.user_credential().await.is_ok());
}

#[tokio::test]
async fn twenty_five_hours_without_it_end_in_its_own_error_and_nothing_is_lost() {
    let hsm = Arc::new(Hsm::default());
    let app = start(&hsm).await;
    hsm.set(IS_AWAY);
    app.advance(25 * HOUR);
    let error = read(&app.authpipe).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyServiceUnavailable);
    assert_eq!(error.message(), "The service that holds the root key hsm:slot-3 does not answer.");
    assert!(!format!("{error}").contains("route"), "what an implementation says goes to the log");
    let error = app.user_credential().await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyServiceUnavailable, "{error}");
    hsm.set(ANSWERS);
    app.advance(MINUTE);
    read(&app.authpipe).await.unwrap();
    assert!(app.user_credential().await.is_ok(), "the refresh token was not spent in vain");
}

#[tokio::test]
async fn who_is_denied_is_told_so_and_keeps_nothing() {
    let hsm = Arc::new(Hsm::default());
    let app = start(&hsm).await;
    hsm.set(DENIES);
    app.advance(11 * MINUTE);
    let error = read(&app.authpipe).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyMismatch);
    assert_eq!(error.message(), "The root key hsm:slot-3 may not be used: key disabled.");
    // The outage that follows brings nothing back.
    hsm.set(IS_AWAY);
    assert_eq!(code(read(&app.authpipe).await), "key_service_unavailable");
    hsm.set(ANSWERS);
    read(&app.authpipe).await.unwrap();
}

#[tokio::test]
async fn what_another_key_answers_opens_nothing() {
    let hsm = Arc::new(Hsm::default());
    let app = start(&hsm).await;
    hsm.set(HAS_ANOTHER_KEY);
    app.advance(11 * MINUTE);
    let error = read(&app.authpipe).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyMismatch, "{error}");
    hsm.set(ANSWERS);
    read(&app.authpipe).await.unwrap();
}

/// Nothing is written, and each is told apart.
#[tokio::test]
async fn a_start_without_the_service_says_what_is_the_matter() {
    let hsm = Arc::new(Hsm::default());
    let app = start(&hsm).await;
    app.authpipe.close().await.unwrap();
    let before = std::fs::read(app.vault_path()).unwrap();
    for (state, expected, says) in [
        (IS_AWAY, ErrorCode::KeyServiceUnavailable, "does not answer"),
        (DENIES, ErrorCode::KeyMismatch, "may not be used: key disabled"),
        (HAS_ANOTHER_KEY, ErrorCode::KeyMismatch, "was encrypted with key hsm:slot-3"),
    ] {
        hsm.set(state);
        let mut options = app.options();
        options.keys.clear();
        options.root_keys = vec![hsm.clone()];
        let authpipe = Authpipe::new(options).unwrap();
        let error = soon(authpipe.ready()).await.unwrap_err();
        assert_eq!(error.code(), expected, "{error}");
        assert!(error.message().contains(says), "{error}");
        soon(authpipe.close()).await.unwrap();
        assert_eq!(std::fs::read(app.vault_path()).unwrap(), before, "{says}: nothing was written");
    }
    hsm.set(ANSWERS);
}

/// A caller with less patience than the service is slow is told what it waited for, and so is whoever comes within half a minute, at
/// once; nobody is signed out by that.
#[tokio::test]
async fn a_silent_service_costs_time_and_nothing_else() {
    let hsm = Arc::new(Hsm::default());
    let app = start(&hsm).await;
    hsm.set(IS_SILENT);
    app.advance(25 * HOUR);
    let call = CallOptions { timeout: Some(Duration::from_millis(500)), ..CallOptions::default() };
    let silent = "The service that holds the root key has not answered in time.";
    let error = soon(app.authpipe.get_credential(&user("ben"), call.clone())).await.unwrap_err();
    assert_eq!(
        (error.code(), error.message()),
        (ErrorCode::KeyServiceUnavailable, silent),
        "the caller's time, not the service's"
    );
    let error = soon(app.authpipe.report_rejected(&user("ben"), 1, None, call)).await.unwrap_err();
    assert_eq!((error.code(), error.message()), (ErrorCode::KeyServiceUnavailable, silent));
    hsm.set(ANSWERS);
    let error = soon(app.user_credential()).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyServiceUnavailable, "{error}");
    app.advance(Duration::from_secs(31));
    assert!(app.user_credential().await.is_ok());
}

#[tokio::test]
async fn the_root_moves_from_a_text_to_a_service_and_back() {
    let hsm = Arc::new(Hsm::default());
    let app = App::start().await;
    app.connect().await;
    soon(app.authpipe.close()).await.unwrap();
    let (old, new) = (app.key.clone(), new_key());
    let own = || Secret::from("hsm:slot-3");
    let steps: [(&str, Vec<Secret<String>>, bool); 7] = [
        ("[A, own]", vec![old.clone()], true),
        ("[own, A]", vec![own(), old.clone()], true),
        ("[own]", vec![], true),
        ("[own, B]", vec![own(), new.clone()], true),
        ("[B, own]", vec![new.clone(), own()], true),
        ("[B]", vec![new.clone()], false),
        ("[B] again", vec![new.clone()], false),
    ];
    for (step, keys, has_own) in steps {
        let mut options = app.options();
        options.keys = keys;
        if has_own {
            options.root_keys.push(hsm.clone());
        }
        let authpipe = Authpipe::new(options).unwrap();
        soon(authpipe.ready()).await.unwrap_or_else(|error| panic!("{step}: {error}"));
        soon(authpipe.run_maintenance(None)).await.unwrap();
        read(&authpipe).await.unwrap_or_else(|error| panic!("{step}: {error}"));
        assert!(authpipe.get_credential(&user("ben"), CallOptions::default()).await.is_ok(), "{step}");
        soon(authpipe.close()).await.unwrap();
    }
    assert!(hsm.asked.load(Ordering::SeqCst) > 0);
}

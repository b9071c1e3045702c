//! Clients for which their platform vouches (workload identity federation): the token lies in a file that the platform replaces, and is read
//! for each request; or the application is asked for it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::look::{HOUR, soon};
use crate::support::{App, PROVIDER, admin, code, installation, user};
use authpipe::extend::{ClientAssertion, ClientAssertionError, async_trait};
use authpipe::{
    Authpipe, CallOptions, Clock as _, ConfigId, Credential, Options, ProviderId, ProviderInput, RegistrationCheck, Result,
    Secret, Subject,
};
use authpipe_sandbox::{FederatedCredential, KeyKind, MadeKey, World, demo};
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

const ISSUER: &str = "https://oidc.platform.example/cluster-1";
const SUBJECT: &str = "system:serviceaccount:acme:notes";
const AUDIENCE: &str = "api://AzureADTokenExchange";

/// The platform: it has a key, and writes tokens into a file.
struct Platform {
    key: RsaKeyPair,
    folder: tempfile::TempDir,
    public: authpipe_sandbox::ClientKey,
}

impl Platform {
    fn new() -> Platform {
        let made = MadeKey::make(KeyKind::Rsa).unwrap();
        let body: String = made.private_key_pem.lines().filter(|line| !line.starts_with('-')).collect();
        let key = RsaKeyPair::from_pkcs8(&STANDARD.decode(body).unwrap()).unwrap();
        Platform { key, folder: tempfile::tempdir().unwrap(), public: made.public }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("token")
    }

    fn token(&self, app: &App, life: i64, subject: &str) -> String {
        let end = app.clock.now().unix_seconds() + life;
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let claims = json!({ "iss": ISSUER, "sub": subject, "aud": AUDIENCE, "exp": end, "jti": end.to_string() });
        let signed = format!("{}.{}", part(json!({ "alg": "RS256", "kid": self.public.id })), part(claims));
        let mut signature = vec![0; self.key.public_modulus_len()];
        self.key.sign(&RSA_PKCS1_SHA256, &aws_lc_rs::rand::SystemRandom::new(), signed.as_bytes(), &mut signature).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// Writes a token as an agent of a platform does: beside the old one, which is then replaced.
    fn write(&self, text: &str) {
        let next = self.folder.path().join("next");
        std::fs::write(&next, text).unwrap();
        std::fs::rename(next, self.file()).unwrap();
    }

    fn renew(&self, app: &App) -> String {
        let token = self.token(app, 3600, SUBJECT);
        self.write(&format!("{token}\n"));
        token
    }
}

/// An application without a secret, which is registered with the platform's subject.
async fn start(platform: &Platform) -> App {
    let file = platform.file();
    start_with(platform, |options| federate(options, &file.to_string_lossy())).await
}

async fn start_with(platform: &Platform, change: impl FnOnce(&mut Options)) -> App {
    let mut world = World::demo();
    let registered = world.app_mut(demo::CLIENT_ID).unwrap();
    registered.secrets.clear();
    registered.federated.push(FederatedCredential {
        issuer: ISSUER.to_owned(),
        subject: SUBJECT.to_owned(),
        audience: AUDIENCE.to_owned(),
        key: platform.public.clone(),
    });
    App::start_with(world, change).await
}

fn federate(options: &mut Options, file: &str) {
    let input = options.providers.get_mut(PROVIDER).unwrap();
    input.client_secret = None;
    input.client_assertion_file = Some(file.to_owned());
}

async fn read(app: &App, subject: &Subject) -> Result<Credential> {
    let options = CallOptions { force_refresh: true, ..CallOptions::default() };
    soon(app.authpipe.get_credential(subject, options)).await
}

/// What was presented at the token endpoint, in order; and how.
fn presented(app: &App) -> Vec<(Option<&'static str>, Option<String>)> {
    app.sandbox.ledger().token_requests().into_iter().map(|entry| (entry.client_auth, entry.client_credential)).collect()
}

#[tokio::test]
async fn the_token_is_read_anew_for_each_request() {
    let platform = Platform::new();
    let app = start(&platform).await;
    let first = platform.renew(&app);
    let session = app.connect().await;
    assert_eq!(session["status"], "complete", "{session}");
    // Two refreshes, and the platform has replaced the token between them.
    app.advance(HOUR / 2);
    let second = platform.renew(&app);
    read(&app, &user("ben")).await.unwrap();
    app.advance(HOUR / 2 + Duration::from_secs(60));
    let third = platform.renew(&app);
    read(&app, &user("ben")).await.unwrap();
    let expected = [first, second, third].map(|token| (Some("assertion"), Some(token)));
    assert_eq!(presented(&app), expected, "one way to prove the client in each request (SR-18)");
}

/// The organisation's credential is asked for with the same token, and a registration is tried with it.
#[tokio::test]
async fn installations_and_registrations_prove_the_client_with_it_too() {
    let platform = Platform::new();
    let app = start(&platform).await;
    platform.renew(&app);
    let session = app.browser().install(&admin(), &demo::ADA).await;
    assert_eq!(session["status"], "complete", "{session}");
    app.advance(2 * HOUR);
    platform.renew(&app);
    assert!(read(&app, &installation()).await.is_ok());
    let check =
        || app.authpipe.check_registration(ProviderId::parse(PROVIDER).unwrap(), Some(ConfigId::parse(PROVIDER).unwrap()));
    assert_eq!(check().await.unwrap(), RegistrationCheck::Accepted);
    platform.write(&platform.token(&app, 3600, "system:serviceaccount:acme:other"));
    assert_eq!(check().await.unwrap(), RegistrationCheck::Rejected);
    assert!(presented(&app).iter().all(|(how, _)| *how == Some("assertion")));
}

/// Nothing is sent, the connection is as it was, and the next good token renews it.
#[tokio::test]
async fn a_file_without_a_token_that_lives_is_told_with_advice_and_nothing_is_sent() {
    let platform = Platform::new();
    let app = start(&platform).await;
    platform.renew(&app);
    app.connect().await;
    let asked = app.token_requests();
    let ended = platform.token(&app, -5, SUBJECT);
    let long = "x".repeat(70_000);
    for (text, what, hint) in [
        (None, "cannot be read.", "Check that the platform provides it here"),
        (Some(""), "is empty.", "The platform has not written the token yet"),
        (Some("\n"), "is empty.", "The platform has not written the token yet"),
        (Some("a-secret-canary"), "holds no JSON Web Token.", "It must hold one token and nothing else"),
        (Some(ended.as_str()), "holds a token that has ended.", "It ended "),
        (Some(long.as_str()), "holds more than a token.", "Name the file"),
    ] {
        match text {
            Some(text) => platform.write(text),
            None => std::fs::remove_file(platform.file()).unwrap(),
        }
        let error = read(&app, &user("ben")).await.unwrap_err();
        assert_eq!(error.code().as_str(), "config_invalid", "{error}");
        let place = format!("client_assertion_file: {} {what}", platform.file().display());
        assert!(error.message().contains(&place), "{error}");
        let told = error.hint().unwrap();
        assert!(told.starts_with(hint) && told.ends_with("Nothing was sent."), "{told}");
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
    assert_eq!(app.token_requests(), asked, "nothing was sent");
    assert_eq!(app.status().await, (authpipe::GrantStatus::Active, None), "it says nothing of the connection");
    platform.renew(&app);
    assert!(read(&app, &user("ben")).await.is_ok(), "and nothing waits for a pause");
}

/// A sign-in whose code could not be redeemed for want of a token stores nothing.
#[tokio::test]
async fn a_sign_in_without_a_token_stores_nothing() {
    let platform = Platform::new();
    let app = start(&platform).await;
    let session = app.connect().await;
    assert_eq!((&session["status"], &session["error"]["code"]), (&json!("failed"), &json!("config_invalid")), "{session}");
    assert_eq!(app.token_requests(), 0);
    assert_eq!(code(read(&app, &user("ben")).await), "not_connected");
}

/// What the provider refuses is blamed on the registration, and the operator is told what to compare.
#[tokio::test]
async fn a_token_that_the_provider_does_not_take_is_the_operators_matter() {
    let platform = Platform::new();
    let app = start(&platform).await;
    platform.renew(&app);
    app.connect().await;
    platform.write(&platform.token(&app, 3600, "system:serviceaccount:acme:other"));
    let error = read(&app, &user("ben")).await.unwrap_err();
    assert_eq!(error.code().as_str(), "provider_config_rejected", "{error}");
    assert!(error.message().contains("rejected the token of the platform"), "{error}");
    assert!(error.hint().unwrap().starts_with("Compare issuer, subject and audience"), "{error}");
    assert_eq!(app.status().await.0, authpipe::GrantStatus::Active);
}

#[tokio::test]
async fn an_option_that_is_given_wrongly_is_told() {
    let platform = Platform::new();
    let app = start(&platform).await;
    let told = |change: &dyn Fn(&mut ProviderInput), provider: &str| {
        let mut options = app.options();
        let input = options.providers.remove(PROVIDER).unwrap();
        let mut input = ProviderInput { client_secret: None, client_assertion_file: Some("/a/token".into()), ..input };
        change(&mut input);
        if provider != PROVIDER {
            options.danger_origins.clear();
        }
        options.providers.insert(provider.into(), input);
        Authpipe::new(options)
    };
    for (change, provider, expected) in [
        (
            (&|input: &mut ProviderInput| input.client_secret = Some("canary".into())) as &dyn Fn(&mut ProviderInput),
            PROVIDER,
            "client_assertion_file must be absent, as a client_secret or a private_key proves the client",
        ),
        (
            &|input| input.client_assertion_file = Some(String::new()),
            PROVIDER,
            "client_assertion_file must be the path of a file",
        ),
        (&|_| (), "asana", "client_assertion_file must be absent: this provider takes no tokens of other issuers"),
    ] {
        let error = told(change, provider).unwrap_err();
        assert_eq!(error.code().as_str(), "config_invalid", "{error}");
        assert!(error.to_string().contains(expected) && !error.to_string().contains("canary"), "{error}");
    }
    // The variable that names the file may come later; the platform sets it where the program runs.
    let later = told(&|input| input.client_assertion_file = Some("env:AUTHPIPE_NO_SUCH_TOKEN_FILE".into()), PROVIDER).unwrap();
    let subject = user("ben");
    let error = soon(later.get_credential(&subject, CallOptions::default())).await.unwrap_err();
    assert_eq!(error.code().as_str(), "provider_not_configured", "{error}");
    assert!(error.to_string().contains("AUTHPIPE_NO_SUCH_TOKEN_FILE"), "{error}");
}

/// What the application does when it is asked.
#[derive(Clone, Debug)]
enum Does {
    Gives(String),
    Fails(&'static str),
    Panics,
    Hangs,
    /// Holds the thread, so that nobody can go on there.
    Blocks(Arc<Mutex<()>>),
}

/// A platform that keeps no file: the application asks it.
#[derive(Clone)]
struct Asked(Arc<Mutex<Does>>);

impl Asked {
    fn does(&self, what: Does) {
        *self.0.lock().unwrap() = what;
    }

    fn gives(&self, token: &str) {
        self.does(Does::Gives(token.to_owned()));
    }
}

#[async_trait]
impl ClientAssertion for Asked {
    async fn get(&self) -> std::result::Result<Secret<String>, ClientAssertionError> {
        let does = self.0.lock().unwrap().clone();
        match does {
            Does::Gives(token) => Ok(Secret::new(token)),
            Does::Fails(reason) => Err(ClientAssertionError::new(reason)),
            Does::Panics => panic!("a-secret-canary"),
            Does::Hangs => std::future::pending().await,
            Does::Blocks(until) => {
                drop(until.lock());
                Err(ClientAssertionError::new("too late"))
            }
        }
    }
}

async fn start_asking(platform: &Platform) -> (App, Asked) {
    let asked = Asked(Arc::new(Mutex::new(Does::Fails("not yet"))));
    let given: Arc<dyn ClientAssertion> = Arc::new(asked.clone());
    let app = start_with(platform, |options| {
        let input = options.providers.get_mut(PROVIDER).unwrap();
        input.client_secret = None;
        input.client_assertion = Some(given);
    })
    .await;
    (app, asked)
}

#[tokio::test]
async fn an_application_is_asked_for_each_request_and_what_it_gives_is_stored_nowhere() {
    let platform = Platform::new();
    let (app, asked) = start_asking(&platform).await;
    let first = platform.token(&app, 3600, SUBJECT);
    asked.gives(&first);
    app.connect().await;
    app.advance(HOUR / 2);
    let second = platform.token(&app, 3600, SUBJECT);
    asked.gives(&second);
    read(&app, &user("ben")).await.unwrap();
    let expected = [&first, &second].map(|token| (Some("assertion"), Some(token.clone())));
    assert_eq!(presented(&app), expected, "one way to prove the client in each request (SR-18)");
    for (file, bytes) in app.vault_bytes() {
        for token in [&first, &second] {
            let signature = token.rsplit('.').next().unwrap().as_bytes();
            assert!(!bytes.windows(signature.len()).any(|part| part == signature), "{} has the token", file.display());
        }
    }
}

/// Whatever it does, the caller gets an error with words, nothing is sent, and the connection is as it was.
#[tokio::test]
#[expect(clippy::await_holding_lock, reason = "what holds the application's function up is held meanwhile")]
async fn an_application_that_gives_no_token_is_told_and_holds_nothing_up() {
    let platform = Platform::new();
    let (app, asked) = start_asking(&platform).await;
    asked.gives(&platform.token(&app, 3600, SUBJECT));
    app.connect().await;
    let requests = app.token_requests();
    let ended = platform.token(&app, -5, SUBJECT);
    let held = Arc::new(Mutex::new(()));
    let holding = held.lock().unwrap();
    for (does, what, retry) in [
        (Does::Fails("no route to the metadata service"), "gave no token: no route to the metadata service.", "later"),
        (Does::Panics, "gave no token: it panicked.", "later"),
        (Does::Hangs, "gave no token: it took longer than 5 seconds.", "later"),
        (Does::Blocks(held.clone()), "gave no token: it took longer than 5 seconds.", "later"),
        (Does::Gives(String::new()), "gave an empty text.", "later"),
        (Does::Gives("a-secret-canary".into()), "gave no JSON Web Token.", "never"),
        (Does::Gives("x".repeat(70_000)), "gave more than a token.", "never"),
        (Does::Gives(ended), "gave a token that has ended.", "later"),
    ] {
        asked.does(does);
        let error = read(&app, &user("ben")).await.unwrap_err();
        assert_eq!((error.code().as_str(), error.retry().as_str()), ("config_invalid", retry), "{error}");
        assert!(error.message().contains(&format!("client_assertion {what}")), "{error}");
        assert!(error.hint().unwrap().ends_with("Nothing was sent."), "{error}");
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
    drop(holding);
    assert_eq!(app.token_requests(), requests, "nothing was sent");
    assert_eq!(app.status().await, (authpipe::GrantStatus::Active, None), "it says nothing of the connection");
    asked.gives(&platform.token(&app, 3600, SUBJECT));
    assert!(read(&app, &user("ben")).await.is_ok(), "and nothing waits for a pause");
}

#[tokio::test]
async fn one_thing_proves_a_client() {
    let platform = Platform::new();
    let (app, asked) = start_asking(&platform).await;
    for (change, expected) in [
        (
            (|input: &mut ProviderInput| input.client_secret = Some("canary".into())) as fn(&mut ProviderInput),
            "client_assertion must be absent, as a client_secret or a private_key proves the client",
        ),
        (
            |input| input.client_assertion_file = Some("/a/token".into()),
            "client_assertion_file must be absent, as a client_assertion proves the client",
        ),
    ] {
        let mut options = app.options();
        let input = options.providers.get_mut(PROVIDER).unwrap();
        *input = ProviderInput { client_secret: None, client_assertion: Some(Arc::new(asked.clone())), ..input.clone() };
        change(input);
        let error = Authpipe::new(options).unwrap_err();
        assert_eq!(error.code().as_str(), "config_invalid", "{error}");
        assert!(error.to_string().contains(expected) && !error.to_string().contains("canary"), "{error}");
    }
}

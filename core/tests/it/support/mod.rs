//! An application with the sandbox as its provider: what every flow test starts from.
//!
//! The application runs in this process: its browsers hold cookie jars, its login is a value, its handler is called directly.
//! Time moves only when a test says so, in the sandbox and in the library together.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(unreachable_pub, clippy::unwrap_used, clippy::expect_used, reason = "what fails here is a failed test")]

pub mod canary;
pub mod custom;
pub mod flow;
pub mod hostile;
pub mod look;
pub mod native;
pub mod page;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use authpipe::{
    Authpipe, CallOptions, Credential, Error, GrantId, Handler, HandlerOptions, HttpRequest, HttpResponse, Mode, Options,
    Principal, ProviderInput, Result, Role, Secret, Subject, TenantId, TestClock, UserId,
};
use authpipe_sandbox::{Decision, Login, Sandbox, World, demo};
use serde_json::Value;

pub const PROVIDER: &str = "microsoft-onedrive";
pub const BASE_URL: &str = "http://localhost:3000/api/authpipe";
pub const ORIGIN: &str = "http://localhost:3000";
/// A fixed root key, so that a vault can be opened again.
pub const KEY_SEED: u8 = 7;

/// An application with its vault in a folder of its own.
pub struct App {
    pub sandbox: Sandbox,
    pub authpipe: Authpipe,
    pub handler: Handler,
    pub clock: TestClock,
    pub folder: tempfile::TempDir,
    pub key: Secret<String>,
}

impl App {
    /// The demo world and the standard options.
    pub async fn start() -> App {
        App::start_with(World::demo(), |_| {}).await
    }

    pub async fn start_with(world: World, change: impl FnOnce(&mut Options)) -> App {
        let sandbox = Sandbox::start(world).await;
        let folder = tempfile::tempdir().expect("a folder");
        let clock = TestClock::new();
        let key = new_key();
        let mut options = options(&sandbox, &folder.path().join("vault.db"), &clock, &key);
        change(&mut options);
        let authpipe = Authpipe::new(options).expect("good options");
        let handler = handler(&authpipe);
        App { sandbox, authpipe, handler, clock, folder, key }
    }

    /// Closes the library and opens the same vault again, as a restarted program would.
    pub async fn restart(&mut self) {
        self.authpipe.close().await.unwrap();
        let options = options(&self.sandbox, &self.vault_path(), &self.clock, &self.key);
        self.authpipe = Authpipe::new(options).expect("good options");
        self.handler = handler(&self.authpipe);
    }

    pub fn vault_path(&self) -> PathBuf {
        self.folder.path().join("vault.db")
    }

    /// Options that fit this application, for a second instance.
    pub fn options(&self) -> Options {
        options(&self.sandbox, &self.vault_path(), &self.clock, &self.key)
    }

    /// Moves both clocks.
    pub fn advance(&self, by: Duration) {
        self.sandbox.clock().advance(by);
        self.clock.advance(by);
    }

    pub fn browser(&self) -> Browser<'_> {
        Browser { app: self, cookies: BTreeMap::new() }
    }

    /// Installs as Ada, the administrator of Contoso, for the tenant `acme`.
    pub async fn install(&self) -> Value {
        let mut browser = self.browser();
        browser.install(&admin(), &demo::ADA).await
    }

    /// Connects Bob of Contoso as the user `ben` of `acme`.
    pub async fn connect(&self) -> Value {
        let mut browser = self.browser();
        browser.connect(&member(), &demo::BOB).await
    }

    pub async fn user_credential(&self) -> Result<Credential> {
        self.authpipe.get_credential(&user("ben"), CallOptions::default()).await
    }

    pub async fn bot_credential(&self) -> Result<Credential> {
        self.authpipe.get_credential(&installation(), CallOptions::default()).await
    }

    /// Every byte of every file of the vault.
    pub fn vault_bytes(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        let mut folders = vec![self.folder.path().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let bytes = std::fs::read(&path).expect("a file");
                    files.push((path, bytes));
                }
            }
        }
        files
    }
}

pub fn new_key() -> Secret<String> {
    authpipe::make_root_key()
}

/// The vault in this file; where `cargo xtask test postgres` runs these tests once more, in a schema of its own on the server.
fn address(vault: &std::path::Path) -> String {
    let Ok(server) = std::env::var("AUTHPIPE_TEST_VAULTS") else { return format!("sqlite:{}", vault.display()) };
    let name = vault.display().to_string();
    let sum = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{server}?schema=it_{sum:x}_{}", std::process::id())
}

pub fn options(sandbox: &Sandbox, vault: &std::path::Path, clock: &TestClock, key: &Secret<String>) -> Options {
    let input = ProviderInput {
        client_id: demo::CLIENT_ID.into(),
        client_secret: Some(Secret::from(demo::CLIENT_SECRET)),
        scopes: vec!["Files.Read".into()],
        ..ProviderInput::default()
    };
    let origins = BTreeMap::from([("login".into(), sandbox.http_origin()), ("graph".into(), sandbox.http_origin())]);
    Options {
        vault: Some(address(vault)),
        keys: vec![key.clone()],
        base_url: Some(BASE_URL.into()),
        mode: Some(Mode::Development),
        providers: BTreeMap::from([(PROVIDER.into(), input)]),
        danger_origins: BTreeMap::from([(PROVIDER.into(), origins)]),
        background: false,
        test_clock: Some(clock.clone()),
        ..Options::default()
    }
}

pub fn handler(authpipe: &Authpipe) -> Handler {
    authpipe::handler(authpipe, HandlerOptions::default()).expect("good options")
}

pub fn tenant(id: &str) -> TenantId {
    TenantId::parse(id).expect("an id")
}

pub fn principal(tenant_id: &str, user_id: &str, role: Role) -> Principal {
    Principal { tenant_id: tenant(tenant_id), user_id: UserId::parse(user_id).expect("an id"), role }
}

/// The application's administrator of the tenant `acme`.
pub fn admin() -> Principal {
    principal("acme", "ann", Role::Admin)
}

/// An ordinary user of the tenant `acme`.
pub fn member() -> Principal {
    principal("acme", "ben", Role::Member)
}

pub fn user(user_id: &str) -> Subject {
    Subject::user(PROVIDER, "acme", user_id).expect("ids")
}

pub fn installation() -> Subject {
    Subject::installation(PROVIDER, "acme").expect("ids")
}

/// A browser at the application: its own cookies, nothing else.
pub struct Browser<'a> {
    pub app: &'a App,
    pub cookies: BTreeMap<String, String>,
}

impl Browser<'_> {
    /// Sends a request to the handler and keeps the cookies of the answer.
    pub async fn send(&mut self, mut request: HttpRequest, principal: Option<Principal>) -> HttpResponse {
        if !self.cookies.is_empty() {
            let text: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request.headers.push(("cookie".into(), text.join("; ")));
        }
        let response = self.app.handler.handle(request, principal).await;
        for (_, cookie) in response.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, rest) = cookie.split_once('=').expect("a cookie");
            let value = rest.split(';').next().unwrap_or_default();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        response
    }

    pub async fn post(&mut self, path: &str, body: Value, principal: &Principal) -> HttpResponse {
        self.send(post(path, &body), Some(principal.clone())).await
    }

    pub async fn get(&mut self, path: &str, principal: Option<&Principal>) -> HttpResponse {
        self.send(get(path), principal.cloned()).await
    }

    /// Follows the provider's redirect to the callback.
    pub async fn callback(&mut self, url: &url::Url, principal: Option<&Principal>) -> HttpResponse {
        let path = url.path().strip_prefix("/api/authpipe").expect("our callback").to_owned();
        let request = HttpRequest { query: url.query().unwrap_or_default().to_owned(), ..get(&path) };
        self.send(request, principal.cloned()).await
    }

    /// The whole installation; gives the session as its creator reads it at the end.
    pub async fn install(&mut self, who: &Principal, login: &demo::Person) -> Value {
        let created = self.post("/oauth/installs", serde_json::json!({ "provider": PROVIDER }), who).await;
        assert_eq!(created.status, 201, "{}", text(&created));
        let created = json(&created);
        let provider = self.app.sandbox.browser();
        let back = sign_in(&provider, created["authorization_url"].as_str().expect("a URL"), login).await;
        let next = self.callback(&back, Some(who)).await;
        assert_eq!(next.status, 303, "{}", text(&next));
        let back = sign_in(&provider, header(&next, "location"), &demo::ADA).await;
        let page = self.callback(&back, Some(who)).await;
        assert_eq!(page.status, 200, "{}", text(&page));
        self.session(created["session_id"].as_str().expect("an id"), who).await
    }

    /// The whole sign-in of a user; gives the session as its creator reads it at the end.
    pub async fn connect(&mut self, who: &Principal, login: &demo::Person) -> Value {
        let (id, url) = self.start(who).await;
        let back = sign_in(&self.app.sandbox.browser(), &url, login).await;
        let page = self.callback(&back, Some(who)).await;
        assert_eq!(page.status, 200, "{}", text(&page));
        self.session(&id, who).await
    }

    /// Starts a user's session: id and authorization URL.
    pub async fn start(&mut self, who: &Principal) -> (String, String) {
        let created = self.post("/oauth/sessions", serde_json::json!({ "provider": PROVIDER }), who).await;
        assert_eq!(created.status, 201, "{}", text(&created));
        let created = json(&created);
        let get = |name: &str| created[name].as_str().expect("text").to_owned();
        (get("session_id"), get("authorization_url"))
    }

    pub async fn session(&mut self, id: &str, who: &Principal) -> Value {
        let response = self.get(&format!("/oauth/sessions/{id}"), Some(who)).await;
        assert_eq!(response.status, 200, "{}", text(&response));
        json(&response)
    }
}

/// Signs in at the sandbox and agrees; gives the address back at the application.
pub async fn sign_in(browser: &authpipe_sandbox::Browser, url: &str, login: impl Into<Login>) -> url::Url {
    browser.sign_in(url, login, Decision::Accept).await.expect("the sandbox lets everybody in")
}

pub fn get(path: &str) -> HttpRequest {
    HttpRequest { method: "GET".into(), path: path.into(), ..HttpRequest::default() }
}

pub fn post(path: &str, body: &Value) -> HttpRequest {
    HttpRequest {
        method: "POST".into(),
        path: path.into(),
        headers: vec![
            ("Content-Type".into(), "application/json".into()),
            ("X-Authpipe".into(), "1".into()),
            ("Origin".into(), ORIGIN.into()),
        ],
        body: body.to_string().into_bytes(),
        ..HttpRequest::default()
    }
}

pub fn json(response: &HttpResponse) -> Value {
    serde_json::from_slice(&response.body).expect("JSON")
}

pub fn text(response: &HttpResponse) -> String {
    format!("{} {}", response.status, String::from_utf8_lossy(&response.body))
}

pub fn header<'a>(response: &'a HttpResponse, name: &str) -> &'a str {
    response.headers.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
}

pub fn grant_id(value: &Value) -> GrantId {
    GrantId::parse(value["id"].as_str().expect("an id")).expect("an id")
}

pub fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    result.expect_err("an error").code().as_str()
}

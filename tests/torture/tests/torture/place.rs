//! A vault, a provider, and people who have connected.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use authpipe::{
    Authpipe, Handler, HandlerOptions, HttpRequest, Mode, Options, Principal, ProviderInput, Role, Secret, Subject, TenantId,
    UserId,
};
use authpipe_sandbox::{Decision, GENERIC_SECRET, Sandbox, World, demo};
use serde_json::{Value, json};
use url::Url;

use crate::judge::{self, Allowed, Verdict};
use crate::worker::{History, Worker};

pub(crate) const PROVIDER: &str = "own";
const TENANT: &str = "acme";

pub(crate) struct Place {
    pub(crate) sandbox: Sandbox,
    folder: tempfile::TempDir,
    key: Secret<String>,
    rotation: &'static str,
    users: usize,
}

impl Place {
    /// So many users connect at a provider that rotates like this.
    pub(crate) async fn make(rotation: &'static str, users: usize) -> Place {
        let sandbox = Sandbox::start_blocking(World::demo());
        let place = Place { sandbox, folder: tempfile::tempdir().unwrap(), key: authpipe::make_root_key(), rotation, users };
        let authpipe = open(
            &place.vault(),
            &place.spool().display().to_string(),
            place.key.expose(),
            &place.sandbox.http_origin(),
            rotation,
        );
        authpipe.ready().await.unwrap();
        let handler = authpipe::handler(&authpipe, HandlerOptions::default()).unwrap();
        for user in 0..users {
            place.connect(&handler, user).await;
        }
        authpipe.close().await.unwrap();
        place
    }

    pub(crate) fn start(&self) -> Worker {
        let environment = [
            ("TORTURE_VAULT", self.vault()),
            ("TORTURE_SPOOL", self.spool().display().to_string()),
            ("TORTURE_KEY", self.key.expose().clone()),
            ("TORTURE_ORIGIN", self.sandbox.http_origin()),
            ("TORTURE_ROTATION", self.rotation.to_owned()),
            ("TORTURE_USERS", self.users.to_string()),
        ];
        Worker::start(self.folder.path(), environment)
    }

    fn vault(&self) -> String {
        format!("sqlite:{}", self.folder.path().join("vault.db").display())
    }

    fn spool(&self) -> PathBuf {
        self.folder.path().join("spool")
    }

    /// How often the provider was presented a refresh token.
    pub(crate) fn refreshes(&self) -> usize {
        self.sandbox.ledger().refreshes().len()
    }

    /// How many successors wait in the spool.
    pub(crate) fn spooled(&self) -> usize {
        let Ok(entries) = std::fs::read_dir(self.spool()) else { return 0 };
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| !["reserve", "new", "unreadable"].iter().any(|end| name.ends_with(end))).count()
    }

    /// Looks until it is so.
    pub(crate) fn wait_until(&self, what: &str, mut is_so: impl FnMut() -> bool) {
        let begun = Instant::now();
        while !is_so() {
            assert!(begun.elapsed() < Duration::from_secs(60), "{what}: not within a minute");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    pub(crate) fn judge(&self, histories: Vec<History>, allowed: Allowed) -> Verdict {
        judge::judge(&self.sandbox.ledger().token_requests(), &histories, allowed).unwrap_or_else(|wrong| panic!("{wrong}"))
    }

    /// Signs a user in.
    async fn connect(&self, handler: &Handler, user: usize) {
        let who = Principal {
            tenant_id: TenantId::parse(TENANT).unwrap(),
            user_id: UserId::parse(&user_id(user)).unwrap(),
            role: Role::Member,
        };
        let started = HttpRequest {
            method: "POST".into(),
            path: "/oauth/sessions".into(),
            headers: vec![
                ("Content-Type".into(), "application/json".into()),
                ("X-Authpipe".into(), "1".into()),
                ("Origin".into(), "http://localhost:3000".into()),
            ],
            body: json!({ "provider": PROVIDER }).to_string().into_bytes(),
            ..HttpRequest::default()
        };
        let started = handler.handle(started, Some(who.clone())).await;
        let cookie = started.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("set-cookie")).unwrap().1.clone();
        let body: Value = serde_json::from_slice(&started.body).unwrap();
        let url = body["authorization_url"].as_str().unwrap();
        let back: Url = self.sandbox.browser().sign_in(url, &demo::BOB, Decision::Accept).await.unwrap();
        let back = HttpRequest {
            method: "GET".into(),
            path: format!("/oauth/callback/{PROVIDER}"),
            query: back.query().unwrap().to_owned(),
            headers: vec![("Cookie".into(), cookie.split(';').next().unwrap().to_owned())],
            ..HttpRequest::default()
        };
        let ended = handler.handle(back, Some(who)).await;
        assert_eq!(ended.status, 200, "{}", String::from_utf8_lossy(&ended.body));
    }
}

fn user_id(user: usize) -> String {
    format!("user_{user}")
}

pub(crate) fn subject(user: usize) -> Subject {
    Subject::user(PROVIDER, TENANT, &user_id(user)).unwrap()
}

pub(crate) fn open(vault: &str, spool: &str, key: &str, origin: &str, rotation: &str) -> Authpipe {
    let definition = json!({
        "name": "Own",
        "auth": ["user"],
        "oauth": {
            "authorization_endpoint": format!("{origin}/oauth/authorize"),
            "token_endpoint": format!("{origin}/oauth/token"),
        },
        "api": { "origins": [origin] },
        "lifetime": { "rotation": rotation },
    });
    let mut options = Options {
        vault: Some(vault.to_owned()),
        spool_dir: Some(spool.into()),
        keys: vec![Secret::from(key)],
        base_url: Some("http://localhost:3000/api/authpipe".into()),
        mode: Some(Mode::Development),
        background: false,
        ..Options::default()
    };
    let input = ProviderInput {
        client_id: format!("generic-{rotation}"),
        client_secret: Some(Secret::from(GENERIC_SECRET)),
        scopes: vec!["read".into()],
        definition: Some(definition),
        ..ProviderInput::default()
    };
    options.providers.insert(PROVIDER.into(), input);
    Authpipe::new(options).unwrap()
}

//! A vault, a provider, and people who have connected.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use authpipe::{
    Authpipe, Handler, HandlerOptions, HttpRequest, Mode, Options, Principal, ProviderInput, Role, Secret, Subject, TenantId,
    TestClock, UserId,
};
use authpipe_postgres::Cluster;
use authpipe_sandbox::{Decision, GENERIC_SECRET, Sandbox, World, demo};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use crate::judge::{self, Allowed, Request, Verdict};
use crate::oidc::{self, Oidc};
use crate::times::moment;
use crate::worker::{History, Kind, Worker};

pub(crate) const PROVIDER: &str = "own";
pub(crate) const TENANT: &str = "acme";

/// What a process is told of the place.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Setting {
    pub(crate) vault: String,
    pub(crate) spool: PathBuf,
    pub(crate) key: String,
    pub(crate) origin: String,
    pub(crate) rotation: String,
    pub(crate) users: usize,
    pub(crate) is_oidc: bool,
    /// Whether its processes look and renew by themselves, as those of an application do.
    pub(crate) is_busy: bool,
}

/// Who issues the tokens.
enum Provider {
    Sandbox(Sandbox),
    Oidc(Oidc),
}

/// Where the vault is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Vault {
    Sqlite,
    /// On a server of its own, which is started for it.
    Postgres,
}

pub(crate) struct Place {
    provider: Provider,
    folder: tempfile::TempDir,
    pub(crate) setting: Setting,
    server: Option<Cluster>,
    /// How long access tokens of the sandbox live, in milliseconds.
    life: u64,
    born: Born,
}

/// When a place was made, in milliseconds.
struct Born {
    /// As [`moment`] says it.
    at: u64,
    /// By the wall clock of this process, and so of the sandbox.
    by_wall: u64,
}

impl Place {
    /// So many users connect at a sandbox that rotates like this, for a vault of SQLite.
    pub(crate) async fn make(rotation: &str, users: usize) -> Place {
        Place::make_on(Vault::Sqlite, rotation, users).await
    }

    /// The same for a vault there.
    pub(crate) async fn make_on(vault: Vault, rotation: &str, users: usize) -> Place {
        Place::make_in(World::demo(), vault, rotation, users).await
    }

    /// The same, whose access tokens live for so long.
    pub(crate) async fn make_living(vault: Vault, life: Duration, users: usize) -> Place {
        let mut world = World::demo();
        world.generic.access_token_lifetime = life;
        Place::make_in(world, vault, "strict", users).await
    }

    async fn make_in(world: World, vault: Vault, rotation: &str, users: usize) -> Place {
        let life = u64::try_from(world.generic.access_token_lifetime.as_millis()).unwrap_or(u64::MAX);
        let place = Place::make_with(Provider::Sandbox(Sandbox::start_blocking(world)), vault, rotation, users).await;
        Place { life, ..place }
    }

    /// So many users connect at npm `oidc-provider`.
    pub(crate) async fn make_oidc(vault: Vault, users: usize) -> Place {
        Place::make_with(Provider::Oidc(Oidc::start()), vault, "strict", users).await
    }

    async fn make_with(provider: Provider, vault: Vault, rotation: &str, users: usize) -> Place {
        let folder = tempfile::tempdir().unwrap();
        let server = match vault {
            Vault::Sqlite => None,
            Vault::Postgres => Some(Cluster::start(&[]).unwrap()),
        };
        let setting = Setting {
            vault: match &server {
                Some(server) => server.address(Cluster::APP),
                None => format!("sqlite:{}", folder.path().join("vault.db").display()),
            },
            spool: folder.path().join("spool"),
            key: authpipe::make_root_key().expose().clone(),
            origin: match &provider {
                Provider::Sandbox(sandbox) => sandbox.http_origin(),
                Provider::Oidc(provider) => provider.origin.clone(),
            },
            rotation: rotation.to_owned(),
            users,
            is_oidc: matches!(provider, Provider::Oidc(_)),
            is_busy: false,
        };
        let by_wall = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
        let born = Born { at: moment(), by_wall: u64::try_from(by_wall).unwrap_or(0) };
        let place = Place { provider, folder, setting, server, life: u64::MAX, born };
        let authpipe = open(&place.setting, None);
        authpipe.ready().await.unwrap();
        let handler = authpipe::handler(&authpipe, HandlerOptions::default()).unwrap();
        for user in 0..users {
            place.connect(&handler, user).await;
        }
        authpipe.close().await.unwrap();
        place
    }

    pub(crate) fn start(&self) -> Worker {
        self.start_as(Kind::default())
    }

    pub(crate) fn start_as(&self, kind: Kind) -> Worker {
        Worker::start(self.folder.path(), &self.setting, kind)
    }

    /// Where a vault could be that is in another file.
    pub(crate) fn another_file(&self) -> String {
        format!("sqlite:{}", self.folder.path().join("moved.db").display())
    }

    /// Moves the vault, in a process of its own; how a process finds it where it has gone.
    pub(crate) fn move_vault(&self, moved: &str) -> Setting {
        let Setting { vault, key, spool, .. } = &self.setting;
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "place::moves", "--ignored", "--nocapture", "--test-threads=1"]);
        command.env("TORTURE_FROM", vault).env("TORTURE_TO", moved);
        command.env("AUTHPIPE_KEY", key).env("AUTHPIPE_ENVIRONMENT", "development").env("AUTHPIPE_SPOOL_DIR", spool);
        let output = command.output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
        Setting { vault: moved.to_owned(), ..self.setting.clone() }
    }

    /// One that uses the vault there.
    pub(crate) fn start_at(&self, setting: &Setting) -> Worker {
        Worker::start(self.folder.path(), setting, Kind::default())
    }

    pub(crate) fn sandbox(&self) -> &Sandbox {
        let Provider::Sandbox(sandbox) = &self.provider else { panic!("another provider") };
        sandbox
    }

    pub(crate) fn oidc(&self) -> &Oidc {
        let Provider::Oidc(provider) = &self.provider else { panic!("another provider") };
        provider
    }

    /// A folder for whatever belongs to it.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn server(&mut self) -> &mut Cluster {
        self.server.as_mut().unwrap()
    }

    fn ledger(&self) -> Vec<Request> {
        match &self.provider {
            Provider::Sandbox(sandbox) => {
                // Where processes look after themselves, their clock and the sandbox's are moved.
                let is_true = !self.setting.is_busy;
                let ends_at = |at: u64| at.saturating_sub(self.born.by_wall) + self.born.at + self.life;
                judge::read_ledger(&sandbox.ledger().token_requests(), |entry| is_true.then(|| ends_at(entry.at_unix_ms)))
            }
            Provider::Oidc(provider) => provider.ledger(),
        }
    }

    /// How often the provider was presented a refresh token.
    pub(crate) fn refreshes(&self) -> usize {
        self.ledger().iter().filter(|request| request.presented.is_some()).count()
    }

    /// How many successors wait in the spool.
    pub(crate) fn spooled(&self) -> usize {
        let Ok(entries) = std::fs::read_dir(&self.setting.spool) else { return 0 };
        let files = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
        let names = files.map(|entry| entry.file_name().to_string_lossy().into_owned());
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
        self.try_judge(histories, allowed).unwrap_or_else(|wrong| panic!("{wrong}"))
    }

    /// # Errors
    /// What is wrong.
    pub(crate) fn try_judge(&self, histories: Vec<History>, allowed: Allowed) -> Result<Verdict, String> {
        judge::judge(&self.ledger(), &histories, allowed)
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
        let back: Url = match &self.provider {
            Provider::Sandbox(sandbox) => sandbox.browser().sign_in(url, &demo::BOB, Decision::Accept).await.unwrap(),
            Provider::Oidc(provider) => provider.sign_in(user, url),
        };
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

pub(crate) fn user_id(user: usize) -> String {
    format!("user_{user}")
}

pub(crate) fn subject(user: usize) -> Subject {
    Subject::user(PROVIDER, TENANT, &user_id(user)).unwrap()
}

/// The provider, as options define it.
pub(crate) fn definition(setting: &Setting) -> Value {
    let Setting { origin, rotation, .. } = setting;
    let oauth = if setting.is_oidc {
        json!({
            "issuer": origin,
            "authorization_endpoint": format!("{origin}/auth"),
            "token_endpoint": format!("{origin}/token"),
            "requires_iss": true,
            "always_scopes": ["openid", "offline_access"],
            "authorization_parameters": { "prompt": "consent" },
        })
    } else {
        json!({
            "authorization_endpoint": format!("{origin}/oauth/authorize"),
            "token_endpoint": format!("{origin}/oauth/token"),
        })
    };
    let mut definition = json!({
        "name": "Own",
        "auth": ["user"],
        "oauth": oauth,
        "api": { "origins": [origin] },
        "lifetime": { "rotation": rotation },
    });
    if setting.is_oidc {
        definition["id_token"] =
            json!({ "issuer": origin, "jwks_uri": format!("{origin}/jwks"), "algorithms": ["RS256"], "person_claim": "sub" });
    }
    definition
}

/// Opens the vault, perhaps at a later time than now.
pub(crate) fn open(setting: &Setting, ahead: Option<Duration>) -> Authpipe {
    let mut options = Options {
        vault: Some(setting.vault.clone()),
        spool_dir: Some(setting.spool.clone()),
        keys: vec![Secret::from(setting.key.as_str())],
        base_url: Some("http://localhost:3000/api/authpipe".into()),
        mode: Some(Mode::Development),
        background: setting.is_busy,
        test_clock: ahead.map(|by| {
            let clock = TestClock::new();
            clock.advance(by);
            clock
        }),
        ..Options::default()
    };
    let client = if setting.is_oidc { oidc::CLIENT_ID.to_owned() } else { format!("generic-{}", setting.rotation) };
    let secret = if setting.is_oidc { oidc::CLIENT_SECRET } else { GENERIC_SECRET };
    let input = ProviderInput {
        client_id: client,
        client_secret: Some(Secret::from(secret)),
        scopes: if setting.is_oidc { vec![] } else { vec!["read".into()] },
        definition: Some(definition(setting)),
        ..ProviderInput::default()
    };
    options.providers.insert(PROVIDER.into(), input);
    Authpipe::new(options).unwrap()
}

/// Not a test: the tool that moves a vault.
#[test]
#[ignore = "the program of the tool, which a test starts"]
fn moves() {
    let (Ok(from), Ok(to)) = (std::env::var("TORTURE_FROM"), std::env::var("TORTURE_TO")) else { return };
    let arguments = ["authpipe", "vault", "copy", "--from", &from, "--to", &to];
    assert_eq!(authpipe::cli::run(arguments.map(Into::into)), 0);
}

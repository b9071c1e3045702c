//! Single steps of a flow, and what it leaves behind in the vault.

use authpipe::{Error, HttpRequest, HttpResponse, Options, Principal, ProviderInput, Secret};
use authpipe_sandbox::{Decision, demo};
use serde_json::{Value, json};
use url::Url;

use super::{App, Browser, PROVIDER, get, header, post, text};

/// A session as a reader of the database sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLine {
    pub status: String,
    pub error_code: Option<String>,
    /// Whether what finishes it is kept. Of one that is over, only its end is sealed.
    pub keeps_secrets: bool,
}

/// A grant as a reader of the database sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantLine {
    pub id: String,
    pub tenant_id: String,
    pub status: String,
    pub generation: i64,
    pub revision: i64,
    pub sealed: Option<Vec<u8>>,
}

impl App {
    /// How often the sandbox's token endpoints were asked.
    pub fn token_requests(&self) -> usize {
        self.sandbox.ledger().token_requests().len()
    }

    pub fn session_line(&self, id: &str) -> SessionLine {
        self.database()
            .query_row(
                "SELECT status, error_code, sealed IS NOT NULL AND status NOT IN ('complete', 'cancelled', 'failed', 'expired')
                 FROM sessions WHERE id = ?1",
                [id],
                |row| Ok(SessionLine { status: row.get(0)?, error_code: row.get(1)?, keeps_secrets: row.get(2)? }),
            )
            .expect("a session")
    }

    pub fn grant_lines(&self) -> Vec<GrantLine> {
        let database = self.database();
        let mut statement = database
            .prepare("SELECT id, tenant_id, status, generation, revision, sealed FROM grants ORDER BY id")
            .expect("a statement");
        let lines = statement.query_map([], |row| {
            Ok(GrantLine {
                id: row.get(0)?,
                tenant_id: row.get(1)?,
                status: row.get(2)?,
                generation: row.get(3)?,
                revision: row.get(4)?,
                sealed: row.get(5)?,
            })
        });
        lines.expect("rows").map(|line| line.expect("a row")).collect()
    }

    /// The session is over with this status and code, keeps nothing sealed, and there is no grant.
    #[track_caller]
    pub fn assert_ended_with_nothing(&self, id: &str, status: &str, code: &str) {
        self.assert_ended(id, status, code);
        assert_eq!(self.grant_lines(), []);
    }

    #[track_caller]
    pub fn assert_ended(&self, id: &str, status: &str, code: &str) {
        let expected = SessionLine { status: status.into(), error_code: Some(code.into()), keeps_secrets: false };
        assert_eq!(self.session_line(id), expected);
    }

    /// The session waits as if nothing had come, nobody was asked for a token, and there is no grant.
    #[track_caller]
    pub fn assert_untouched(&self, id: &str) {
        let expected = SessionLine { status: "pending".into(), error_code: None, keeps_secrets: true };
        assert_eq!(self.session_line(id), expected);
        assert_eq!(self.grant_lines(), []);
        assert_eq!(self.token_requests(), 0);
    }

    fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open_with_flags(self.vault_path(), rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).expect("a vault")
    }
}

impl Browser<'_> {
    /// Starts a session with members of choice; gives id and authorization URL.
    pub async fn begin(&mut self, path: &str, body: Value, who: &Principal) -> (String, String) {
        let created = self.post(path, body, who).await;
        assert_eq!(created.status, 201, "{}", text(&created));
        let created = super::json(&created);
        let get = |name: &str| created[name].as_str().expect("text").to_owned();
        (get("session_id"), get("authorization_url"))
    }

    /// What the developer is told of a session that has ended without a grant: its server asks.
    pub async fn told(&self, id: &str, who: &Principal) -> String {
        let id = authpipe::SessionId::parse(id).expect("an id");
        let error = self.app.authpipe.get_session(who.tenant_id.clone(), id).await.expect("a session").error.expect("an error");
        format!("{} {}", error.message(), error.hint().unwrap_or_default()).trim().to_owned()
    }

    /// Starts an installation of the standard provider.
    pub async fn begin_install(&mut self, who: &Principal) -> (String, String) {
        self.begin("/oauth/installs", json!({ "provider": PROVIDER }), who).await
    }

    /// The first step of an installation; gives the session's id and the consent page's URL.
    pub async fn prove(&mut self, who: &Principal, login: &demo::Person) -> (String, String) {
        let (id, url) = self.begin_install(who).await;
        let back = super::sign_in(&self.app.sandbox.browser(), &url, login).await;
        let next = self.callback(&back, Some(who)).await;
        assert_eq!(next.status, 303, "{}", text(&next));
        (id, header(&next, "location").to_owned())
    }

    /// Sends any query to a config's callback.
    pub async fn answer(&mut self, config: &str, query: &str, who: Option<&Principal>) -> HttpResponse {
        let request = HttpRequest { query: query.to_owned(), ..get(&format!("/oauth/callback/{config}")) };
        self.send(request, who.cloned()).await
    }

    pub async fn delete(&mut self, path: &str, who: Option<&Principal>) -> HttpResponse {
        self.send(delete(path), who.cloned()).await
    }

    /// What a person's page of the application posts at the end of a two-step completion.
    pub async fn complete(&mut self, id: &str, completion: &str, who: &Principal) -> HttpResponse {
        self.post(&format!("/oauth/sessions/{id}/complete"), json!({ "completion": completion }), who).await
    }

    /// Comes back from the provider while nobody is signed in, and once more through the application's own page; gives the
    /// address at which the completion waits.
    pub async fn come_back_unknown(&mut self, back: &Url) -> Url {
        let page = self.callback(back, None).await;
        assert_eq!(page.status, 200, "{}", text(&page));
        let resume = self.resume_url(&page);
        let waits = self.callback(&resume, None).await;
        assert_eq!(waits.status, 303, "{}", text(&waits));
        Url::parse(header(&waits, "location")).expect("a URL")
    }

    /// Where the page that navigates once goes.
    pub fn resume_url(&self, page: &HttpResponse) -> Url {
        let html = String::from_utf8(page.body.clone()).expect("UTF-8");
        let target = between(&html, "location.replace(\"", "\"").expect("a navigation");
        Url::parse(target).expect("a URL")
    }
}

pub fn delete(path: &str) -> HttpRequest {
    HttpRequest { method: "DELETE".into(), body: Vec::new(), ..post(path, &Value::Null) }
}

/// The part of a text between two others.
pub fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let from = text.find(start)? + start.len();
    let rest = &text[from..];
    Some(&rest[..rest.find(end)?])
}

/// A parameter of a URL's query.
pub fn parameter(url: &str, name: &str) -> Option<String> {
    let url = Url::parse(url).expect("a URL");
    url.query_pairs().find(|(n, _)| n == name).map(|(_, value)| value.into_owned())
}

pub fn state_of(authorization_url: &str) -> String {
    parameter(authorization_url, "state").expect("a state")
}

/// The URL with a parameter replaced, or removed.
pub fn with_parameter(url: &Url, name: &str, value: Option<&str>) -> Url {
    let kept: Vec<(String, String)> =
        url.query_pairs().filter(|(n, _)| n != name).map(|(n, v)| (n.into_owned(), v.into_owned())).collect();
    let mut url = url.clone();
    url.query_pairs_mut().clear().extend_pairs(kept).extend_pairs(value.map(|value| (name, value)));
    url
}

/// Signs in at the sandbox and cancels there.
pub async fn cancel(app: &App, url: &str, login: &demo::Person) -> Url {
    app.sandbox.browser().sign_in(url, login, Decision::Cancel).await.expect("the sandbox sends everybody back")
}

/// What an error says to a developer, with what to do.
pub fn sentence(error: &Error) -> String {
    match error.hint() {
        Some(hint) => format!("{} {hint}", error.message()),
        None => error.message().to_owned(),
    }
}

/// What a sign-in page or an answer says to a person, without its markup.
pub fn words(page: &HttpResponse) -> String {
    let html = String::from_utf8_lossy(&page.body).into_owned();
    let unescape = |text: &str| {
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
    };
    between(&html, "<p>", "</p>").map(unescape).unwrap_or_default()
}

/// The `code` of a problem document.
pub fn problem(response: &HttpResponse) -> String {
    assert_eq!(header(response, "content-type"), "application/problem+json", "{}", text(response));
    super::json(response)["code"].as_str().expect("a code").to_owned()
}

/// The sandbox's origin, from options that were made for it.
pub fn origin_of(options: &Options) -> String {
    options.danger_origins[PROVIDER]["login"].clone()
}

/// Adds a second registration at the standard provider.
pub fn add_second_config(options: &mut Options, id: &str) {
    let first = ProviderInput { provider: Some(PROVIDER.into()), ..options.providers[PROVIDER].clone() };
    let origins = options.danger_origins[PROVIDER].clone();
    options.providers.insert(id.into(), first);
    options.danger_origins.insert(id.into(), origins);
}

/// Adds a provider of the application's own: the sandbox's generic server, which sends `iss`.
pub fn add_generic(options: &mut Options, id: &str, change: impl FnOnce(&mut Value)) {
    let origin = origin_of(options);
    let mut definition = json!({
        "name": "Acme",
        "auth": ["user"],
        "oauth": {
            "issuer": format!("{origin}/oauth"),
            "authorization_endpoint": format!("{origin}/oauth/authorize"),
            "token_endpoint": format!("{origin}/oauth/token"),
            "requires_iss": true,
        },
        "api": { "origins": [origin] },
    });
    change(&mut definition);
    let input = ProviderInput {
        client_id: "generic-reusable".into(),
        client_secret: Some(Secret::from(authpipe_sandbox::GENERIC_SECRET)),
        definition: Some(definition),
        ..ProviderInput::default()
    };
    options.providers.insert(id.into(), input);
}

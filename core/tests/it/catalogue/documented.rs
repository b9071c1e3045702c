//! The catalogue against what vendors document: each file of `tests/vectors/catalog/documented` holds the addresses, requests and answers that
//! a vendor's documentation shows, with values of our own, and say besides what is to come of such a sign-in. A definition that disagrees fails
//! here. How each was read, and by whom, it says in a record (see `reading`).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use authpipe::{
    CallOptions, Catalog, Clock as _, Credential, CredentialType, GrantView, HttpRequest, ListQuery, ProviderInput,
    RequestToSign, Secret, StoreCredential, Subject, Timestamp,
};
use authpipe_sandbox::World;
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

use super::exchange::{Documented, Exchange, Kind, Script, filled, same, same_pairs};
use super::judge::Asked;
use super::tunnel::Tunnel;
use crate::support::{App, BASE_URL, admin, get, header, member, tenant, text};

pub(super) const CONFIG: &str = "vendor";
const CLIENT_ID: &str = "our-client-id";
const CLIENT_SECRET: &str = "our-client-secret";

pub(super) type Done = Result<(), String>;

pub(super) fn read() -> Vec<Documented> {
    let folder = super::facts::folder().join("documented");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: std::path::PathBuf| -> Documented {
        let read: Result<Documented, _> = serde_json::from_str(&std::fs::read_to_string(&path).unwrap());
        let file = path.file_stem().unwrap().to_str().unwrap().to_owned();
        Documented { file, ..read.unwrap_or_else(|error| panic!("{}: {error}", path.display())) }
    };
    let mut all: Vec<_> = paths.map(read).collect();
    all.sort_by(|one, other| one.file.cmp(&other.file));
    all
}

/// The definition as its file says it, with what it includes: what is embedded is held against the files by the lint.
pub(super) fn definition(provider: &str) -> Value {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut text = read(&format!("{provider}.toml"));
    let included: Vec<String> = text.lines().filter_map(|line| line.strip_prefix("#:include ")).map(read).collect();
    included.iter().for_each(|shared| text = format!("{text}\n{shared}"));
    let mut definition: Value = toml::from_str(&text).unwrap();
    definition["id"] = json!(CONFIG);
    definition
}

#[tokio::test]
async fn every_documented_sign_in_gives_what_its_vendor_says() {
    let mut wrong = Vec::new();
    let all = read();
    for documented in &all {
        if let Err(why) = drive(documented, definition(&documented.provider)).await {
            wrong.push(format!("{}: {why}", documented.provider));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

/// Signed requests (OAuth 1.0a) are documented for each provider that takes them.
#[test]
fn every_signed_sign_in_is_documented() {
    let all = read();
    let is_documented = |id: &str| all.iter().any(|it| it.provider == id && it.kind == Kind::Signed);
    let signed = Catalog::builtin().list().filter(|definition| definition.oauth1.is_some());
    let others: Vec<&str> = signed.map(|definition| definition.id.as_str()).filter(|id| !is_documented(id)).collect();
    assert_eq!(others, [""; 0], "no vector shows their sign-in as the vendor documents it");
}

/// Providers that the catalogue promises in depth: each is held against what its vendor documents.
const BY_HAND: &str = "airtable asana atlassian bigcommerce box canva confluence discord dropbox etsy facebook front github gitlab \
    google-workspace hubspot instagram intercom jira linear linkedin microsoft-calendar microsoft-onedrive \
    microsoft-outlook microsoft-sharepoint microsoft-teams notion quickbooks salesforce shopify slack spotify \
    stripe tally teamwork trello twitch xero zendesk zoom";

#[test]
fn every_provider_that_was_written_by_hand_is_documented() {
    let all = read();
    let missing: Vec<_> = BY_HAND.split(' ').filter(|id| all.iter().all(|it| it.provider != *id)).collect();
    let documented: std::collections::BTreeSet<_> = all.iter().map(|it| &it.provider).collect();
    assert!(missing.is_empty() && documented.len() >= 60, "{} are documented, not {missing:?}", documented.len());
}

/// One sign-in after another, each in an application of its own.
pub(super) struct Driven {
    pub(super) app: App,
    script: Arc<Mutex<Script>>,
    pub(super) subject: Subject,
    _tunnel: Tunnel,
}

pub(super) async fn drive(documented: &Documented, definition: Value) -> Done {
    let driven = start(documented, definition).await;
    let since = driven.app.clock.now();
    driven.connect(documented).await?;
    driven.judge(documented, &documented.judged.header, since, false).await?;
    if let Some(probe) = &documented.probe {
        driven.check(documented.kind, probe).await?;
    }
    if let Some(refresh) = &documented.refresh {
        driven.wait(&refresh.exchange);
        driven.expect(std::slice::from_ref(&refresh.exchange));
        let since = driven.app.clock.now();
        driven.judge(documented, &refresh.header, since, true).await?;
        driven.asked_for_all()?;
    }
    if let Some(ended) = &documented.refresh_ended {
        driven.wait(ended);
        driven.expect(std::slice::from_ref(ended));
        let options = CallOptions { force_refresh: true, ..CallOptions::default() };
        let code = driven.app.authpipe.get_credential(&driven.subject, options).await.err().map(|error| error.code().as_str());
        same("a refresh of what has ended", code, Some("reauth_required"))?;
        driven.asked_for_all()?;
    }
    Ok(())
}

pub(super) async fn start(documented: &Documented, definition: Value) -> Driven {
    let mut script = Script::new(documented.jwks.clone());
    // Who signs requests sends no redirect URI along to the page.
    script.values.insert("redirect_uri".to_owned(), format!("{BASE_URL}/oauth/callback/{CONFIG}"));
    script.keys.consumer_key = CLIENT_ID.to_owned();
    script.keys.consumer_secret = CLIENT_SECRET.to_owned();
    script.values.insert("client_id".to_owned(), CLIENT_ID.to_owned());
    script.values.insert("client_secret".to_owned(), CLIENT_SECRET.to_owned());
    script.values.insert("basic".to_owned(), super::judge::base64(&format!("{CLIENT_ID}:{CLIENT_SECRET}")));
    let script = Arc::new(Mutex::new(script));
    let judge = script.clone();
    let tunnel = Tunnel::open(Arc::new(move |asked| judge.lock().unwrap_or_else(PoisonError::into_inner).answer(&asked))).await;
    // Read when the application starts.
    let ca = tunnel.ca_file();
    let app = App::start_with(World::demo(), |options| {
        options.providers.clear();
        options.danger_origins.clear();
        options.vault = Some("memory:".into());
        options.proxy = Some(tunnel.proxy.clone());
        options.extra_ca_file = Some(ca.path().to_owned());
        let input = ProviderInput {
            client_id: if documented.kind == Kind::Key { String::new() } else { CLIENT_ID.into() },
            client_secret: (!documented.public && documented.kind != Kind::Key).then(|| Secret::from(CLIENT_SECRET)),
            scopes: documented.scopes.clone(),
            bot_scopes: documented.bot_scopes.clone(),
            variables: documented.variables.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect(),
            definition: Some(definition),
            ..ProviderInput::default()
        };
        options.providers.insert(CONFIG.into(), input);
    })
    .await;
    let subject = match documented.kind {
        Kind::User | Kind::Key | Kind::Signed => Subject::user(CONFIG, "acme", "ben").unwrap(),
        Kind::Installation => Subject::installation(CONFIG, "acme").unwrap(),
    };
    Driven { app, script, subject, _tunnel: tunnel }
}

impl Driven {
    pub(super) fn script<T>(&self, act: impl FnOnce(&mut Script) -> T) -> T {
        act(&mut self.script.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn expect(&self, exchanges: &[Exchange]) {
        self.script(|script| script.expected.extend_from_slice(exchanges));
    }

    fn wait(&self, exchange: &Exchange) {
        self.app.advance(Duration::from_secs(exchange.after_seconds));
    }

    pub(super) fn asked_for_all(&self) -> Done {
        self.script(|script| {
            same("what was asked and is not documented", script.wrong.clone(), Vec::new())?;
            let left: Vec<_> = script.expected.iter().map(|exchange| exchange.request.clone()).collect();
            same("what was not asked", left, Vec::new())
        })
    }

    pub(super) async fn connect(&self, documented: &Documented) -> Done {
        match documented.kind {
            Kind::Key => self.enter_key(documented).await,
            Kind::User | Kind::Installation | Kind::Signed => self.sign_in(documented).await,
        }
    }

    async fn sign_in(&self, documented: &Documented) -> Done {
        let (path, who) = match documented.kind {
            Kind::User | Kind::Signed => ("/oauth/sessions", member()),
            _ => ("/oauth/installs", admin()),
        };
        self.expect(documented.temporary.as_slice());
        let mut browser = self.app.browser();
        let body = json!({ "provider": CONFIG, "variables": documented.chosen });
        let created = browser.post(path, body, &who).await;
        if created.status != 201 {
            self.asked_for_all()?;
            return Err(format!("the sign-in: {}", text(&created)));
        }
        self.asked_for_all()?;
        let created = crate::support::json(&created);
        let page = Url::parse(created["authorization_url"].as_str().unwrap()).unwrap();
        let back = self.script(|script| sent_to(documented, script, &page))?;
        self.expect(&documented.sign_in);
        let callback = back.path().strip_prefix("/api/authpipe").unwrap().to_owned();
        let request = HttpRequest { query: back.query().unwrap_or_default().to_owned(), ..get(&callback) };
        let answer = browser.send(request, Some(who.clone())).await;
        self.asked_for_all()?;
        same("the callback", (answer.status, header(&answer, "location")), (200, ""))?;
        let session = browser.session(created["session_id"].as_str().unwrap(), &who).await;
        same("the session", (session["status"].as_str(), session["error"]["code"].as_str()), (Some("complete"), None))
    }

    async fn enter_key(&self, documented: &Documented) -> Done {
        self.expect(&documented.sign_in);
        let row = StoreCredential {
            subject: self.subject.clone(),
            credential_type: CredentialType::ApiKey,
            variables: documented.chosen.clone(),
            fields: documented.fields.iter().map(|(name, value)| (name.clone(), Secret::from(value.as_str()))).collect(),
        };
        let stored = self.app.authpipe.store_credential(row).await;
        self.asked_for_all()?;
        stored.map(drop).map_err(|error| format!("the key: {error}"))
    }

    async fn judge(&self, documented: &Documented, sent: &str, since: Timestamp, force_refresh: bool) -> Done {
        let judged = &documented.judged;
        let options = CallOptions { force_refresh, ..CallOptions::default() };
        let credential = self.app.authpipe.get_credential(&self.subject, options).await;
        let wrong = self.script(|script| script.wrong.clone());
        let credential = credential.map_err(|error| format!("the credential: {error}; {wrong:?}"))?;
        if documented.kind == Kind::Signed {
            self.verify_signed(&credential, &judged.origins)?;
        } else {
            let header = credential.headers().map_err(|error| error.to_string())?;
            same("the header", format!("{}: {}", header.name.to_ascii_lowercase(), header.value.expose()).as_str(), sent)?;
        }
        let further =
            credential.further_headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.expose().clone())).collect();
        let expected = self.script(|script| {
            judged.further.iter().map(|(name, value)| (name.clone(), filled(value, &script.values))).collect::<BTreeMap<_, _>>()
        });
        same("the headers beside it", further, expected)?;
        // Its life is counted from the answer, which came since then; the clock of the library may be some milliseconds late.
        let earliest = since.minus(Duration::from_secs(1));
        let life = judged.expires_in.map(Duration::from_secs);
        let fits = match (credential.expires_at, life) {
            (Some(end), Some(life)) => (earliest..=self.app.clock.now()).contains(&end.minus(life)),
            (None, None) => true,
            _ => false,
        };
        let lives = credential.expires_at.map(|end| end.since(since));
        same("how long the token lives", (fits, lives), (true, if fits { lives } else { life }))?;
        let mut scopes = credential.scopes.clone();
        scopes.sort();
        same("the granted scopes", scopes, judged.scopes.clone())?;
        let mut origins = credential.api_origins.clone();
        origins.sort();
        same("where it may be sent", origins, judged.origins.clone())?;
        let view = self.view(documented.kind).await;
        let account = view.account.as_ref();
        let organisation = account.and_then(|account| account.organisation.as_deref());
        let person = account.and_then(|account| account.person.as_deref());
        same("whose it is", (organisation, person), (judged.organisation.as_deref(), judged.person.as_deref()))
    }

    /// A request to each host, signed for the token that was given.
    fn verify_signed(&self, credential: &Credential, origins: &[String]) -> Done {
        same("whether there is a header", credential.headers().is_ok(), false)?;
        for origin in origins {
            let url = format!("{origin}/x");
            let request = RequestToSign { method: "GET", url: &url, form: "" };
            let signed = credential.sign(&request).map_err(|error| error.to_string())?;
            let headers = BTreeMap::from([("authorization".to_owned(), signed.value.expose().clone())]);
            let asked = Asked { method: "GET".to_owned(), url: url.clone(), query: String::new(), headers, body: String::new() };
            self.script(|script| script.keys.verify(&asked))?;
        }
        Ok(())
    }

    pub(super) async fn view(&self, kind: Kind) -> GrantView {
        let query = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
        let listed = match kind {
            Kind::User | Kind::Key | Kind::Signed => self.app.authpipe.list_connections(query).await,
            Kind::Installation => self.app.authpipe.list_installations(query).await,
        };
        listed.unwrap().data.remove(0)
    }

    async fn check(&self, kind: Kind, probe: &Exchange) -> Done {
        self.expect(std::slice::from_ref(probe));
        let id = self.view(kind).await.id;
        let health = self.app.authpipe.check_connection(tenant("acme"), id).await.map_err(|error| error.to_string())?;
        self.asked_for_all()?;
        same("whether it is alive", health.live, Some(true))
    }
}

/// Holds the page to which somebody was sent against the documented one; gives the documented way back.
fn sent_to(documented: &Documented, script: &mut Script, page: &Url) -> Result<Url, String> {
    let sent: BTreeMap<String, String> = page.query_pairs().into_owned().collect();
    for name in ["state", "nonce", "code_challenge", "redirect_uri"] {
        if let Some(value) = sent.get(name) {
            script.values.insert(name.to_owned(), value.clone());
        }
    }
    let (address, query) = documented.authorize.split_once('?').ok_or("the documented page has no query")?;
    let mut bare = page.clone();
    bare.set_query(None);
    same("the page", bare.as_str(), address)?;
    let expected: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let expected = expected.into_iter().map(|(name, value)| (name, filled(&value, &script.values))).collect();
    same_pairs("the page's parameters", &sent, &expected)?;
    let mut back = Url::parse(&script.values["redirect_uri"]).map_err(|error| error.to_string())?;
    for (name, value) in documented.callback.as_object().ok_or("the callback has no parameters")? {
        let value = filled(value.as_str().ok_or("a parameter is no text")?, &script.values);
        back.query_pairs_mut().append_pair(name, &value);
    }
    Ok(back)
}

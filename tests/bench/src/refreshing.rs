//! Refreshes with one-time refresh tokens and durable commits, beside a bare client that sends the same request and keeps nothing.

use std::time::{Duration, Instant};

use authpipe::{
    Authpipe, CallOptions, Handler, HandlerOptions, HttpRequest, Mode, Options, Principal, ProviderInput, Role, Secret, Subject,
    TenantId, UserId,
};
use serde_json::{Value, json};
use tokio::runtime::Builder;
use tokio::task::JoinSet;
use url::Url;

use crate::harness::print_row;
use crate::token_endpoint::TokenEndpoint;

const PROVIDER: &str = "bench-oauth";
const TENANT: &str = "org_acme";
const BASE_URL: &str = "http://localhost:3000/api/authpipe";
/// Grants that refresh at once, each again as soon as it has.
const AT_ONCE: u32 = 64;
const ROUNDS: u32 = 20;

type Failure = Box<dyn std::error::Error>;

pub(crate) fn run() -> Result<(), Failure> {
    measure("refresh, 64 at once, answered after 50 ms", Duration::from_millis(50), "≥ 80 % of its rate: 1.25×")?;
    measure("refresh, 64 at once, answered at once", Duration::ZERO, "reported")
}

fn measure(what: &str, delay: Duration, target: &str) -> Result<(), Failure> {
    let endpoint = TokenEndpoint::start(delay)?;
    let folder = tempfile::tempdir()?;
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let (ours, theirs) = runtime.block_on(async {
        let authpipe = open(folder.path(), endpoint.origin())?;
        authpipe.ready().await?;
        let handler = authpipe::handler(&authpipe, HandlerOptions::default())?;
        let mut subjects = Vec::new();
        for number in 0..AT_ONCE {
            subjects.push(connect(&handler, &format!("user_{number:02}")).await?);
        }
        refresh_all(&authpipe, subjects.clone(), 1).await?;
        let began = Instant::now();
        refresh_all(&authpipe, subjects, ROUNDS).await?;
        let ours = began.elapsed();
        authpipe.close().await?;

        let client = reqwest::Client::builder().no_proxy().build()?;
        post_all(&client, &endpoint.url(), 1).await?;
        let began = Instant::now();
        post_all(&client, &endpoint.url(), ROUNDS).await?;
        Ok::<_, Failure>((ours, began.elapsed()))
    })?;
    print_row(what, each(ours), "a bare POST", each(theirs), target);
    Ok(())
}

fn each(elapsed: Duration) -> f64 {
    elapsed.as_secs_f64() * 1e9 / f64::from(AT_ONCE * ROUNDS)
}

async fn refresh_all(authpipe: &Authpipe, subjects: Vec<Subject>, rounds: u32) -> Result<(), Failure> {
    let mut running = JoinSet::new();
    for subject in subjects {
        let authpipe = authpipe.clone();
        running.spawn(async move {
            for _ in 0..rounds {
                let options = CallOptions { force_refresh: true, ..CallOptions::default() };
                let credential = authpipe.get_credential(&subject, options).await?;
                // A refresh that failed is answered from what is stored: it would be fast for the wrong reason.
                assert!(!credential.degraded, "a refresh failed");
            }
            Ok::<_, authpipe::Error>(())
        });
    }
    while let Some(ended) = running.join_next().await {
        ended??;
    }
    Ok(())
}

async fn post_all(client: &reqwest::Client, url: &str, rounds: u32) -> Result<(), Failure> {
    let mut running = JoinSet::new();
    for number in 0..AT_ONCE {
        let (client, url) = (client.clone(), url.to_owned());
        running.spawn(async move {
            for _ in 0..rounds {
                let body = format!("grant_type=refresh_token&refresh_token=rt-{number:040}");
                client.post(&url).basic_auth("bench", Some("secret")).body(body).send().await?.bytes().await?;
            }
            Ok::<_, reqwest::Error>(())
        });
    }
    while let Some(ended) = running.join_next().await {
        ended??;
    }
    Ok(())
}

/// Signs a user in; nobody asks them anything.
async fn connect(handler: &Handler, user_id: &str) -> Result<Subject, Failure> {
    let who = Principal { tenant_id: TenantId::parse(TENANT)?, user_id: UserId::parse(user_id)?, role: Role::Member };
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
    let cookie = started.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("set-cookie")).map(|(_, value)| value.clone());
    let cookie = cookie.as_deref().and_then(|cookie| cookie.split(';').next()).ok_or("a session sets a cookie")?;
    let body: Value = serde_json::from_slice(&started.body)?;
    let url = Url::parse(body["authorization_url"].as_str().ok_or("a session has a URL")?)?;
    let state = url.query_pairs().find(|(name, _)| name == "state").map(|(_, value)| value.into_owned()).unwrap_or_default();
    let back = HttpRequest {
        method: "GET".into(),
        path: format!("/oauth/callback/{PROVIDER}"),
        query: format!("code=code&state={state}"),
        headers: vec![("Cookie".into(), cookie.to_owned())],
        ..HttpRequest::default()
    };
    let ended = handler.handle(back, Some(who)).await;
    if ended.status != 200 {
        return Err(format!("a sign-in ended with {}", ended.status).into());
    }
    Ok(Subject::user(PROVIDER, TENANT, user_id)?)
}

fn open(folder: &std::path::Path, origin: &str) -> authpipe::Result<Authpipe> {
    let definition = json!({
        "name": "Bench",
        "auth": ["user"],
        "oauth": { "authorization_endpoint": format!("{origin}/authorize"), "token_endpoint": format!("{origin}/token") },
        "api": { "origins": [origin] },
        "lifetime": { "rotation": "strict" },
    });
    let mut options = Options {
        vault: Some(format!("sqlite:{}", folder.join("bench.db").display())),
        keys: vec![authpipe::make_root_key()],
        base_url: Some(BASE_URL.into()),
        mode: Some(Mode::Development),
        background: false,
        ..Options::default()
    };
    let input = ProviderInput {
        client_id: "bench".into(),
        client_secret: Some(Secret::from("secret")),
        scopes: vec!["read".into()],
        definition: Some(definition),
        ..ProviderInput::default()
    };
    options.providers.insert(PROVIDER.into(), input);
    Authpipe::new(options)
}

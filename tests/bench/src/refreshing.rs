//! Refreshes with one-time refresh tokens and durable commits, beside a bare client that sends the same request and keeps nothing.

use std::time::{Duration, Instant};

use authpipe::{
    Authpipe, CallOptions, Handler, HandlerOptions, HttpRequest, Mode, Options, Principal, ProviderInput, Role, Secret, Subject,
    TenantId, TestClock, UserId,
};
use serde_json::{Value, json};
use tokio::runtime::Builder;
use tokio::task::JoinSet;
use url::Url;

use crate::harness::{Failure, each, print_row, processor_time};
use crate::token_endpoint::TokenEndpoint;
use crate::vaults::{Vault, on, server};

pub(crate) const PROVIDER: &str = "bench-oauth";
const TENANT: &str = "org_acme";
const BASE_URL: &str = "http://localhost:3000/api/authpipe";
/// Grants that refresh at once, each again as soon as it has.
const AT_ONCE: usize = 64;
const ROUNDS: usize = 20;
/// Attempts one after the other, to see what one costs that fails.
const ATTEMPTS: usize = 200;
/// Longer than a token lives, and than any pause after a failure.
const LIFETIME: Duration = Duration::from_secs(2 * 3600);

pub(crate) fn run() -> Result<(), Failure> {
    measure("SQLite", &Vault::make()?, Duration::from_millis(50), "≥ 80 % of its rate: 1.25×")?;
    measure("SQLite", &Vault::make()?, Duration::ZERO, "reported")?;
    if let Some(cluster) = server("refreshes", &[]) {
        measure("PostgreSQL", &on(&cluster, "slow")?, Duration::from_millis(50), "≥ 80 % of its rate: 1.25×")?;
        measure("PostgreSQL", &on(&cluster, "fast")?, Duration::ZERO, "reported")?;
    }
    fail()
}

/// What work took.
struct Took {
    elapsed: Duration,
    /// `None`: the system does not say.
    processor: Option<Duration>,
}

async fn taken(work: impl Future<Output = Result<(), Failure>>) -> Result<Took, Failure> {
    let (began, before) = (Instant::now(), processor_time());
    work.await?;
    let processor = before.zip(processor_time()).map(|(before, after)| after.saturating_sub(before));
    Ok(Took { elapsed: began.elapsed(), processor })
}

fn measure(store: &str, vault: &Vault, delay: Duration, target: &str) -> Result<(), Failure> {
    let endpoint = TokenEndpoint::start(delay)?;
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let (ours, theirs) = runtime.block_on(async {
        let authpipe = open(vault, &[(PROVIDER, endpoint.origin())], None)?;
        authpipe.ready().await?;
        let handler = authpipe::handler(&authpipe, HandlerOptions::default())?;
        let mut subjects = Vec::new();
        for number in 0..AT_ONCE {
            subjects.push(connect(&handler, PROVIDER, &format!("user_{number:02}")).await?);
        }
        refresh_all(&authpipe, subjects.clone(), 1).await?;
        let ours = taken(refresh_all(&authpipe, subjects, ROUNDS)).await?;
        authpipe.close().await?;

        let client = reqwest::Client::builder().no_proxy().build()?;
        post_all(&client, &endpoint.url(), 1).await?;
        Ok::<_, Failure>((ours, taken(post_all(&client, &endpoint.url(), ROUNDS)).await?))
    })?;
    let many = AT_ONCE * ROUNDS;
    let how = if delay.is_zero() { "at once".to_owned() } else { format!("after {} ms", delay.as_millis()) };
    let what = format!("{store}: refresh, {AT_ONCE} at once, answered {how}");
    print_row(&what, each(ours.elapsed, many), "a bare POST", each(theirs.elapsed, many), target);
    if let (false, Some((ours, theirs))) = (delay.is_zero(), ours.processor.zip(theirs.processor)) {
        // The endpoint's own is in both.
        let what = format!("{store}: processor time of a refresh in this process");
        print_row(&what, each(ours, many), "of a bare POST", each(theirs, many), "reported");
    }
    Ok(())
}

/// What an attempt costs that comes to nothing, beside one that works. Each is made after the pause that a failure brings about.
fn fail() -> Result<(), Failure> {
    let (endpoint, vault, clock) = (TokenEndpoint::start(Duration::ZERO)?, Vault::make()?, TestClock::new());
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let told = runtime.block_on(async {
        let authpipe = open(&vault, &[(PROVIDER, endpoint.origin())], Some(clock.clone()))?;
        let handler = authpipe::handler(&authpipe, HandlerOptions::default())?;
        let subject = connect(&handler, PROVIDER, "user_1").await?;
        let attempts = |works| attempts(&authpipe, &subject, &clock, &endpoint, works);
        attempts(true).await?;
        let working = taken(attempts(true)).await?;
        endpoint.fail();
        let failing = taken(attempts(false)).await?;
        authpipe.close().await?;
        let client = reqwest::Client::builder().no_proxy().build()?;
        let url = endpoint.url();
        let theirs = taken(async {
            for number in 0..ATTEMPTS {
                post(&client, &url, number).await?;
            }
            Ok(())
        });
        let theirs = theirs.await?;
        Ok::<_, Failure>(failing.processor.zip(working.processor).zip(theirs.processor))
    })?;
    if let Some(((failing, working), theirs)) = told {
        let [failing, working, theirs] = [failing, working, theirs].map(|took| each(took, ATTEMPTS));
        let what = "SQLite: processor time of an attempt that fails";
        print_row(what, failing, "of one that works, made in the same way", working, "no more: 1×");
        print_row(what, failing, "of a bare POST that does", theirs, "reported");
    }
    Ok(())
}

async fn attempts(
    authpipe: &Authpipe,
    subject: &Subject,
    clock: &TestClock,
    endpoint: &TokenEndpoint,
    works: bool,
) -> Result<(), Failure> {
    let asked = endpoint.requests();
    for _ in 0..ATTEMPTS {
        clock.advance(LIFETIME);
        if authpipe.get_credential(subject, CallOptions::default()).await.is_ok() != works {
            return Err(format!("an attempt that was {}to work", if works { "" } else { "not " }).into());
        }
    }
    let made = usize::try_from(endpoint.requests() - asked)?;
    if made >= ATTEMPTS { Ok(()) } else { Err(format!("{made} attempts were made instead of {ATTEMPTS}").into()) }
}

async fn refresh_all(authpipe: &Authpipe, subjects: Vec<Subject>, rounds: usize) -> Result<(), Failure> {
    let mut running = JoinSet::new();
    for subject in subjects {
        let authpipe = authpipe.clone();
        running.spawn(async move {
            for _ in 0..rounds {
                refresh(&authpipe, &subject).await?;
            }
            Ok::<_, authpipe::Error>(())
        });
    }
    while let Some(ended) = running.join_next().await {
        ended??;
    }
    Ok(())
}

/// One refresh, although the token is good still.
pub(crate) async fn refresh(authpipe: &Authpipe, subject: &Subject) -> authpipe::Result<()> {
    let options = CallOptions { force_refresh: true, ..CallOptions::default() };
    let credential = authpipe.get_credential(subject, options).await?;
    // A refresh that failed is answered from what is stored: it would be fast for the wrong reason.
    assert!(!credential.degraded, "a refresh failed");
    Ok(())
}

async fn post_all(client: &reqwest::Client, url: &str, rounds: usize) -> Result<(), Failure> {
    let mut running = JoinSet::new();
    for number in 0..AT_ONCE {
        let (client, url) = (client.clone(), url.to_owned());
        running.spawn(async move {
            for _ in 0..rounds {
                post(&client, &url, number).await?;
            }
            Ok::<_, reqwest::Error>(())
        });
    }
    while let Some(ended) = running.join_next().await {
        ended??;
    }
    Ok(())
}

async fn post(client: &reqwest::Client, url: &str, number: usize) -> reqwest::Result<()> {
    let body = format!("grant_type=refresh_token&refresh_token=rt-{number:040}");
    client.post(url).basic_auth("bench", Some("secret")).body(body).send().await?.bytes().await.map(drop)
}

/// Signs a user in; nobody asks them anything.
pub(crate) async fn connect(handler: &Handler, provider: &str, user_id: &str) -> Result<Subject, Failure> {
    let who = Principal { tenant_id: TenantId::parse(TENANT)?, user_id: UserId::parse(user_id)?, role: Role::Member };
    let started = HttpRequest {
        method: "POST".into(),
        path: "/oauth/sessions".into(),
        headers: vec![
            ("Content-Type".into(), "application/json".into()),
            ("X-Authpipe".into(), "1".into()),
            ("Origin".into(), "http://localhost:3000".into()),
        ],
        body: json!({ "provider": provider }).to_string().into_bytes(),
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
        path: format!("/oauth/callback/{provider}"),
        query: format!("code=code&state={state}"),
        headers: vec![("Cookie".into(), cookie.to_owned())],
        ..HttpRequest::default()
    };
    let ended = handler.handle(back, Some(who)).await;
    if ended.status != 200 {
        return Err(format!("a sign-in ended with {}", ended.status).into());
    }
    Ok(Subject::user(provider, TENANT, user_id)?)
}

/// Opens a vault with these providers, each with its origin; nothing happens in the background.
pub(crate) fn open(vault: &Vault, providers: &[(&str, &str)], test_clock: Option<TestClock>) -> authpipe::Result<Authpipe> {
    let mut options = Options {
        vault: Some(vault.address()),
        keys: vec![vault.key.clone()],
        base_url: Some(BASE_URL.into()),
        mode: Some(Mode::Development),
        background: false,
        test_clock,
        ..Options::default()
    };
    for (provider, origin) in providers {
        let definition = json!({
            "name": "Bench",
            "auth": ["user"],
            "oauth": { "authorization_endpoint": format!("{origin}/authorize"), "token_endpoint": format!("{origin}/token") },
            "api": { "origins": [origin] },
            "lifetime": { "rotation": "strict" },
        });
        let input = ProviderInput {
            client_id: "bench".into(),
            client_secret: Some(Secret::from("secret")),
            scopes: vec!["read".into()],
            definition: Some(definition),
            ..ProviderInput::default()
        };
        options.providers.insert((*provider).to_owned(), input);
    }
    Authpipe::new(options)
}

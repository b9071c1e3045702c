//! Serves the HTTP routes beside an application's own, and sends one user through the whole flow over real connections.
//!
//! Run: `cargo run -p authpipe --example mount_handler`. The provider is the sandbox of this repository. `adapt` is all that a web
//! framework needs: the bindings' adapters do the same.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;

use authpipe::{
    Authpipe, CallOptions, Handler, HandlerOptions, HttpRequest, Mode, Options, Principal, ProviderInput, Role, Secret, Subject,
    TenantId, UserId, handler, make_root_key,
};
use authpipe_sandbox::{Decision, Sandbox, World, demo};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

const PROVIDER: &str = "microsoft-onedrive";
const MOUNT: &str = "/api/authpipe";
/// Far more than any of the routes takes.
const LARGEST_BODY: usize = 1 << 20;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start(World::demo()).await;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let authpipe = Authpipe::new(options(&sandbox, &origin))?;
    let routes = Arc::new(handler(&authpipe, HandlerOptions::default())?);
    let server = tokio::spawn(serve(listener, routes));

    // In a browser: the page's button posts, the person signs in, and the provider sends them back to the callback.
    let client = sandbox.client();
    let url = format!("{origin}{MOUNT}/oauth/sessions");
    let headers = [("content-type", "application/json"), ("x-authpipe", "1"), ("origin", &origin), ("authorization", "ben")];
    let session = client.send("POST", &url, &headers, Bytes::from(format!(r#"{{"provider":"{PROVIDER}"}}"#))).await?;
    let cookie = session.header("set-cookie").and_then(|cookie| cookie.split(';').next()).ok_or("a cookie")?.to_owned();
    let created = session.json();
    let authorization_url = created["authorization_url"].as_str().ok_or("a URL")?;
    let back = sandbox.browser().sign_in(authorization_url, &demo::BOB, Decision::Accept).await?;
    let page = client.get(back.as_str(), &[("cookie", &cookie), ("authorization", "ben")]).await?;
    println!("the callback answered {}", page.status);

    // A visitor who is signed out has nothing: `identify` gives nobody.
    let nobody = client.get(&format!("{origin}{MOUNT}/connections"), &[]).await?;
    assert_eq!(nobody.status, 401, "whoever is not signed in was shown connections");

    // On the server: the credential of the user who has just signed in.
    let subject = Subject::user(PROVIDER, "org_acme", "ben")?;
    let credential = authpipe.get_credential(&subject, CallOptions::default()).await?;
    println!("{credential:?}");

    server.abort();
    authpipe.close().await?;
    Ok(())
}

async fn serve(listener: TcpListener, routes: Arc<Handler>) {
    while let Ok((stream, _)) = listener.accept().await {
        let routes = routes.clone();
        let answer = service_fn(move |request| adapt(routes.clone(), request));
        tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), answer));
    }
}

/// The adapter: turns the framework's request into ours, says who is signed in if that is asked, and turns the answer back.
async fn adapt(routes: Arc<Handler>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Box<dyn Error + Send + Sync>> {
    let Some(path) = request.uri().path().strip_prefix(MOUNT).map(str::to_owned) else {
        return Ok(Response::builder().status(StatusCode::NOT_FOUND).body(Full::default())?);
    };
    let method = request.method().as_str().to_owned();
    let who = if routes.needs_principal(&method, &path) { identify(&request)? } else { None };
    let query = request.uri().query().unwrap_or_default().to_owned();
    let headers = request
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect();
    let body = Limited::new(request.into_body(), LARGEST_BODY).collect().await?.to_bytes().to_vec();

    let answer = routes.handle(HttpRequest { method, path, query, headers, body }, who).await;
    let mut response = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    Ok(response.body(Full::from(answer.body))?)
}

/// The application's own login: never anything that the browser says about itself. Here a header stands for a session cookie.
fn identify(request: &Request<Incoming>) -> authpipe::Result<Option<Principal>> {
    let Some(user) = request.headers().get("authorization").and_then(|value| value.to_str().ok()) else { return Ok(None) };
    Ok(Some(Principal { tenant_id: TenantId::parse("org_acme")?, user_id: UserId::parse(user)?, role: Role::Member }))
}

fn options(sandbox: &Sandbox, origin: &str) -> Options {
    let client = ProviderInput {
        client_id: demo::CLIENT_ID.into(),
        client_secret: Some(Secret::from(demo::CLIENT_SECRET)),
        scopes: vec!["Files.Read".into()],
        ..ProviderInput::default()
    };
    let origins = ["login", "graph"].map(|name| (name.to_owned(), sandbox.http_origin()));
    Options {
        vault: Some("memory:".into()),
        keys: vec![make_root_key()],
        base_url: Some(format!("{origin}{MOUNT}")),
        mode: Some(Mode::Development),
        providers: BTreeMap::from([(PROVIDER.into(), client)]),
        danger_origins: BTreeMap::from([(PROVIDER.into(), BTreeMap::from(origins))]),
        ..Options::default()
    }
}

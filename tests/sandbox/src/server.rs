//! Listeners, connections, faults, and the way of a request to its handler.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, DATE, HOST};
use http::{HeaderName, HeaderValue, Request, Response};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::clock::http_date;
use crate::faults::{Action, Answer, AnswerBody, Body, Endpoint, Facts, Hit, Phase};
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Params, Reply};
use crate::state::Core;
use crate::{control, generic, github, google, graph, identity, oauth1, slack};

/// No legitimate request to the sandbox is longer.
const MAX_BODY: usize = 1 << 20;

/// The connection is to be closed without an answer.
#[derive(Debug)]
struct Dropped;

impl std::fmt::Display for Dropped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("connection dropped on purpose")
    }
}

impl std::error::Error for Dropped {}

/// Accepts connections until the future is dropped.
pub(crate) async fn serve(core: Arc<Core>, listener: TcpListener, tls: Option<TlsAcceptor>) -> Infallible {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else {
                    // Out of descriptors or an aborted connection: give others time to finish.
                    tokio::task::yield_now().await;
                    continue;
                };
                let _ = stream.set_nodelay(true);
                let core = Arc::clone(&core);
                let tls = tls.clone();
                connections.spawn(async move {
                    match tls {
                        None => handle_connection(core, "http", stream).await,
                        Some(acceptor) => {
                            if let Ok(stream) = acceptor.accept(stream).await {
                                handle_connection(core, "tls", stream).await;
                            }
                        }
                    }
                });
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn handle_connection<S>(core: Arc<Core>, listener: &'static str, stream: S)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request: Request<Incoming>| {
        let core = Arc::clone(&core);
        async move {
            // A task of its own: a client that hangs up does not undo what the provider has begun.
            match tokio::spawn(handle_request(core, listener, request)).await {
                Ok(answer) => answer,
                Err(_) => Err(Dropped),
            }
        }
    });
    // Errors are clients that went away, or `Dropped`.
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn handle_request(
    core: Arc<Core>,
    listener: &'static str,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Dropped> {
    let call = match read_call(&core, listener, request).await {
        Ok(call) => call,
        Err(reply) => return Ok(response(&core, *reply, false)),
    };
    let head = call.method == http::Method::HEAD;
    if call.path.starts_with("/_sandbox") {
        return Ok(response(&core, control::handle(&core, &call).await, head));
    }
    let endpoint = classify(&call);
    let client_id = call.form.owned("client_id").or_else(|| call.query.owned("client_id")).or_else(|| Some(call.basic()?.0));
    let hits = core.faults.take(&Facts {
        endpoint,
        path: &call.path,
        grant_type: call.form.get("grant_type"),
        client_id: client_id.as_deref(),
    });
    let names: Vec<String> = hits.iter().map(Hit::name).collect();

    for hit in &hits {
        match hit.action() {
            Action::Delay(by) => {
                hit.reach();
                tokio::time::sleep(*by).await;
            }
            Action::Hold(Phase::Before) => {
                hit.reach();
                hit.wait_for_release().await;
            }
            Action::Drop(Phase::Before) => {
                record_unprocessed(&core, &call, endpoint, names, None);
                hit.reach();
                return Err(Dropped);
            }
            Action::Answer { phase: Phase::Before, answer } => {
                record_unprocessed(&core, &call, endpoint, names, Some(answer.status));
                hit.reach();
                return Ok(response(&core, build_answer(endpoint, answer), head));
            }
            Action::Hold(Phase::After)
            | Action::Drop(Phase::After)
            | Action::Twice { .. }
            | Action::Answer { phase: Phase::After, .. } => {}
        }
    }

    let mut reply = dispatch(&core, &call);
    for hit in &hits {
        if let Action::Twice { gives_last } = hit.action() {
            hit.reach();
            let (first, second) = (reply, dispatch(&core, &call));
            let (given, lost) = if *gives_last { (second, first) } else { (first, second) };
            if let Some(seq) = lost.entry {
                core.ledger.amend(seq, |entry: &mut Entry| {
                    entry.processed = true;
                    entry.status = Some(lost.status);
                    entry.faults.clone_from(&names);
                });
            }
            reply = given;
        }
    }
    let entry = reply.entry;
    let amend = |change: &dyn Fn(&mut Entry)| {
        if let Some(seq) = entry {
            core.ledger.amend(seq, change);
        }
    };
    let status = reply.status;
    amend(&|entry| {
        entry.processed = true;
        entry.status = Some(status);
        entry.faults.clone_from(&names);
    });
    for hit in &hits {
        match hit.action() {
            Action::Hold(Phase::After) => {
                hit.reach();
                hit.wait_for_release().await;
            }
            Action::Drop(Phase::After) => {
                hit.reach();
                return Err(Dropped);
            }
            Action::Answer { phase: Phase::After, answer } => {
                amend(&|entry| entry.status = Some(answer.status));
                hit.reach();
                return Ok(response(&core, build_answer(endpoint, answer), head));
            }
            _ => {}
        }
    }
    amend(&|entry| entry.delivered = true);
    Ok(response(&core, reply, head))
}

async fn read_call(core: &Core, listener: &'static str, request: Request<Incoming>) -> Result<Call, Box<Reply>> {
    let (parts, body) = request.into_parts();
    let (scheme, port) = if listener == "tls" { ("https", core.tls_port) } else { ("http", core.http_port) };
    let host = parts.headers.get(HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // Only loopback names: a page of another site must not reach the sandbox under its own name.
    let known = host == format!("localhost:{port}") || host == format!("127.0.0.1:{port}");
    if !known || parts.headers.get_all(HOST).iter().count() != 1 {
        return Err(Box::new(Reply::text(421, "the sandbox answers to localhost and 127.0.0.1 with its port only\n")));
    }
    let Ok(body) = Limited::new(body, MAX_BODY).collect().await else {
        return Err(Box::new(Reply::text(413, "request body too long or cut off\n")));
    };
    let body = body.to_bytes();
    let content_type = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let form = if content_type.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
        Params::parse(&body)
    } else {
        Params::default()
    };
    Ok(Call {
        listener,
        origin: format!("{scheme}://{host}"),
        method: parts.method,
        path: parts.uri.path().to_owned(),
        query: Params::parse(parts.uri.query().unwrap_or_default().as_bytes()),
        form,
        headers: parts.headers,
        body,
    })
}

fn classify(call: &Call) -> Endpoint {
    let path = call.path.as_str();
    if path.starts_with("/v1.0/")
        || path.starts_with("/oidc/")
        || path.starts_with("/oauth/api/")
        || path.starts_with("/oauth1/api/")
        || matches!(
            path,
            "/api/auth.test" | "/user" | "/user/installations" | "/installation/repositories" | "/oauth2/v3/userinfo"
        )
    {
        Endpoint::Graph
    } else if path.ends_with("/oauth2/v2.0/token")
        || matches!(
            path,
            "/oauth/token"
                | "/oauth1/initiate"
                | "/oauth1/token"
                | "/api/oauth.v2.access"
                | "/login/oauth/access_token"
                | "/token"
        )
        || (path.starts_with("/app/installations/") && path.ends_with("/access_tokens"))
    {
        Endpoint::Token
    } else if path.ends_with("/oauth2/v2.0/authorize")
        || matches!(
            path,
            "/oauth/authorize" | "/oauth1/authorize" | "/oauth/v2/authorize" | "/login/oauth/authorize" | "/o/oauth2/v2/auth"
        )
    {
        Endpoint::Authorize
    } else if matches!(path, "/oauth/revoke" | "/api/auth.revoke" | "/installation/token" | "/revoke") {
        Endpoint::Revoke
    } else if path.ends_with("/adminconsent") {
        Endpoint::AdminConsent
    } else if path.ends_with("/discovery/v2.0/keys") {
        Endpoint::Jwks
    } else if path.contains("/.well-known/") || path.ends_with("/discovery/instance") {
        Endpoint::Discovery
    } else {
        Endpoint::Any
    }
}

fn dispatch(core: &Core, call: &Call) -> Reply {
    let segments = call.segments();
    let vendors = slack::handle(core, call, &segments)
        .or_else(|| github::handle(core, call, &segments))
        .or_else(|| google::handle(core, call, &segments));
    if let Some(reply) = vendors {
        return reply;
    }
    match segments.as_slice() {
        ["v1.0", rest @ ..] => graph::handle(core, call, rest),
        ["oidc", "userinfo"] => graph::userinfo(core, call),
        ["oauth1", rest @ ..] => oauth1::handle(core, call, rest),
        ["oauth", rest @ ..] => generic::handle(core, call, rest),
        [".well-known", "oauth-authorization-server", "oauth"] => generic::metadata(call),
        [""] => Reply::text(200, "Authpipe sandbox: an emulator for tests. See /_sandbox/world.\n"),
        ["favicon.ico"] => Reply::empty(404),
        _ => identity::handle(core, call, &segments),
    }
}

/// A ledger entry for a request, with what any handler would note.
pub(crate) fn describe(call: &Call, kind: Kind) -> Entry {
    let params = call.query.iter().chain(call.form.iter());
    Entry {
        listener: Some(call.listener),
        method: Some(call.method.to_string()),
        path: Some(call.path.clone()),
        params: params.map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
        client_id: call.form.owned("client_id").or_else(|| call.query.owned("client_id")),
        grant_type: call.form.owned("grant_type"),
        refresh_token: call.form.owned("refresh_token"),
        code: call.form.owned("code"),
        bearer: call.bearer().map(str::to_owned),
        ..Entry::new(kind)
    }
}

fn record_unprocessed(core: &Core, call: &Call, endpoint: Endpoint, faults: Vec<String>, status: Option<u16>) {
    let kind = match endpoint {
        Endpoint::Token => Kind::TokenRequest,
        Endpoint::Authorize => Kind::Authorize,
        Endpoint::AdminConsent => Kind::AdminConsent,
        Endpoint::Jwks | Endpoint::Discovery => Kind::Discovery,
        Endpoint::Graph => Kind::Graph,
        Endpoint::Revoke => Kind::Revocation,
        Endpoint::Any => Kind::Other,
    };
    core.ledger.add(Entry { faults, status, ..describe(call, kind) });
}

fn build_answer(endpoint: Endpoint, answer: &Answer) -> Reply {
    let mut reply = match &answer.body {
        AnswerBody::Raw(bytes) => Reply { body: bytes.clone(), ..Reply::empty(answer.status) },
        AnswerBody::Made(Body::Empty) => Reply::empty(answer.status),
        AnswerBody::Made(Body::Text(text)) => Reply::text(answer.status, text.clone()),
        AnswerBody::Made(Body::Html) => Reply::empty(answer.status).with_body(
            "text/html",
            format!("<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>", answer.status),
        ),
        AnswerBody::Made(Body::Json) if endpoint == Endpoint::Graph => graph::fault_body(answer.status),
        AnswerBody::Made(Body::Json) => identity::error::fault_body(answer.status),
    };
    for (name, value) in &answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name.as_str()), HeaderValue::from_str(value)) {
            reply.headers.append(name, value);
        }
    }
    reply
}

fn response(core: &Core, reply: Reply, head: bool) -> Response<Full<Bytes>> {
    let status = reply.status_code();
    let mut response = Response::new(Full::new(if head { Bytes::new() } else { reply.body }));
    *response.status_mut() = status;
    *response.headers_mut() = reply.headers;
    // RFC 9110 §6.6.1: by the clock by which tokens are issued and expire, wherever a test has moved it.
    if let Ok(date) = HeaderValue::try_from(http_date(core.clock.now())) {
        response.headers_mut().entry(DATE).or_insert(date);
    }
    response
}

//! What a request must show before a route runs: where it comes from, from whom, and its form.

use crate::support::flow::{delete, problem};
use crate::support::{App, BASE_URL, ORIGIN, PROVIDER, admin, get, header, json as read, member, post, text};
use authpipe::{HandlerOptions, HttpRequest};
use authpipe_sandbox::{World, demo};
use serde_json::{Value, json};

fn without(mut request: HttpRequest, name: &str) -> HttpRequest {
    request.headers.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
    request
}

fn with(request: HttpRequest, name: &str, value: &str) -> HttpRequest {
    let mut request = without(request, name);
    request.headers.push((name.into(), value.into()));
    request
}

/// The header a second time, behind the one that is right.
fn twice(mut request: HttpRequest, name: &str, value: &str) -> HttpRequest {
    request.headers.push((name.into(), value.into()));
    request
}

/// Every request that changes something, with ids that fit their grammar.
fn changes() -> Vec<HttpRequest> {
    let rest = "A".repeat(22);
    vec![
        post("/oauth/sessions", &json!({ "provider": PROVIDER })),
        post("/oauth/installs", &json!({ "provider": PROVIDER })),
        post(&format!("/oauth/sessions/ses_{rest}/complete"), &json!({ "completion": "x" })),
        delete(&format!("/oauth/sessions/ses_{rest}")),
        delete(&format!("/connections/con_{rest}")),
        delete(&format!("/installations/ins_{rest}")),
    ]
}

/// SR-1: a page of another site can send none of these.
#[tokio::test]
async fn changes_come_from_our_own_pages_only() {
    let app = App::start().await;
    for request in changes() {
        let route = format!("{} {}", request.method, request.path);
        for (changed, status, code) in [
            (without(request.clone(), "origin"), 403, "origin_not_allowed"),
            (with(request.clone(), "origin", ""), 403, "origin_not_allowed"),
            (with(request.clone(), "origin", "null"), 403, "origin_not_allowed"),
            (with(request.clone(), "origin", "http://localhost:3000.evil.example"), 403, "origin_not_allowed"),
            (with(request.clone(), "origin", "http://localhost:3001"), 403, "origin_not_allowed"),
            (with(request.clone(), "origin", "https://localhost:3000"), 403, "origin_not_allowed"),
            (with(request.clone(), "origin", "http://LOCALHOST:3000"), 403, "origin_not_allowed"),
            (with(request.clone(), "origin", BASE_URL), 403, "origin_not_allowed"),
            (twice(request.clone(), "Origin", "http://evil.example"), 403, "origin_not_allowed"),
            (twice(request.clone(), "origin", ORIGIN), 403, "origin_not_allowed"),
            (without(request.clone(), "x-authpipe"), 400, "invalid_request"),
            (with(request.clone(), "x-authpipe", "0"), 400, "invalid_request"),
            (with(request.clone(), "x-authpipe", ""), 400, "invalid_request"),
        ] {
            let response = app.browser().send(changed, Some(admin())).await;
            assert_eq!((response.status, problem(&response)), (status, code.into()), "{route}");
            assert_eq!(header(&response, "set-cookie"), "", "{route}");
            assert_eq!(header(&response, "access-control-allow-origin"), "", "{route}");
        }
        let response = app.browser().send(request, None).await;
        assert_eq!((response.status, problem(&response)), (401, "identity_required".into()), "{route}");
    }
    assert_eq!(app.grant_lines(), []);
}

/// The host that the client names, and what proxies add, decide nothing.
#[tokio::test]
async fn hosts_named_by_headers_are_not_believed() {
    let app = App::start().await;
    let mut request = post("/oauth/sessions", &json!({ "provider": PROVIDER }));
    for name in ["Host", "X-Forwarded-Host", "X-Forwarded-Server", "Forwarded", "X-Original-Host"] {
        request.headers.push((name.into(), "evil.example".into()));
    }
    request.headers.push(("Referer".into(), "https://evil.example/".into()));
    let created = read(&app.browser().send(request, Some(member())).await);
    let url = created["authorization_url"].as_str().unwrap();
    assert!(!url.contains("evil") && url.contains("localhost%3A3000%2Fapi%2Fauthpipe%2Foauth%2Fcallback"), "{url}");
}

#[tokio::test]
async fn bodies_are_one_small_json_object() {
    let app = App::start().await;
    let good = post("/oauth/sessions", &json!({ "provider": PROVIDER }));
    for content_type in
        ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx", "text/json"]
    {
        let response = app.browser().send(with(good.clone(), "content-type", content_type), Some(member())).await;
        assert_eq!((response.status, problem(&response)), (400, "invalid_request".into()), "{content_type}");
    }
    let response = app.browser().send(without(good.clone(), "content-type"), Some(member())).await;
    assert_eq!(problem(&response), "invalid_request");
    for content_type in ["application/json; charset=utf-8", "Application/JSON"] {
        let response = app.browser().send(with(good.clone(), "content-type", content_type), Some(member())).await;
        assert_eq!(response.status, 201, "{content_type}");
    }
    let deep = format!("{{\"provider\":{}1{}}}", "[".repeat(5000), "]".repeat(5000));
    for body in [
        "",
        "{",
        "[]",
        "null",
        "\"x\"",
        "{}",
        "{\"provider\":1}",
        "{\"provider\":null}",
        "provider=x",
        deep.as_str(),
        "{\"provider\":\"microsoft-onedrive\",\"provider\":\"microsoft-onedrive\"}",
        "\u{feff}{}",
        "{\"provider\":\"microsoft-onedrive\",\"mode\":\"window\"}",
        "{\"provider\":\"microsoft-onedrive\",\"mode\":\"redirect\"}",
        "{\"provider\":\"microsoft-onedrive\",\"scopes\":\"Files.Read\"}",
        "{\"provider\":\"microsoft-onedrive\",\"scopes\":[1]}",
        "{\"provider\":\"microsoft-onedrive\",\"variables\":[]}",
        "{\"provider\":\"microsoft-onedrive\",\"return_to\":7}",
    ] {
        let request = HttpRequest { body: body.as_bytes().to_vec(), ..good.clone() };
        let response = app.browser().send(request, Some(member())).await;
        assert_eq!((response.status, problem(&response)), (400, "invalid_request".into()), "{body}");
    }
    let large = HttpRequest { body: vec![b' '; 64 * 1024 + 1], ..good };
    let response = app.browser().send(large, Some(member())).await;
    assert_eq!((response.status, problem(&response)), (413, "too_large".into()));
}

/// What is of another kind is refused with the member's name: left out, it would mean something else.
#[tokio::test]
async fn members_are_of_their_kind_and_within_their_limits() {
    let app = App::start().await;
    let many = |count: usize| (0..count).map(|at| format!("v{at}")).collect::<Vec<_>>();
    let object = |count: usize| many(count).into_iter().map(|name| (name, json!("x"))).collect::<serde_json::Map<_, _>>();
    let start = |name: &str, value: Value| {
        let mut body = json!({ "provider": PROVIDER });
        body[name] = value;
        post("/oauth/sessions", &body)
    };
    let complete = |body: Value| post(&format!("/oauth/sessions/ses_{}/complete", "A".repeat(22)), &body);
    let mut cases = vec![
        (start("scopes", json!(many(101))), "scopes must be a list of at most 100 strings."),
        (start("variables", json!(object(33))), "variables must be an object of strings."),
        (start("variables", json!({ "tenant": { "tenant": "x" } })), "variables must be an object of strings."),
        (start("variables", json!("tenant=x")), "variables must be an object of strings."),
        (start("Provider", json!("x")), "Provider is no member that this route knows."),
        (start("completion", json!("x")), "completion is no member that this route knows."),
        (start("scope", json!("Files.Read")), "Did you mean scopes?"),
        (start("bad name\n", json!(1)), "… is no member that this route knows."),
        (complete(json!({})), "completion is missing."),
        (complete(json!({ "completion": 7 })), "completion must be a string."),
        (complete(json!({ "completion": ["x"] })), "completion must be a string."),
        (complete(json!({ "completion": "x", "provider": PROVIDER })), "provider is no member that this route knows."),
        (complete(json!({ "completion": "x", "return_to": "/" })), "return_to is no member that this route knows."),
        (complete(json!({ "complete": "x" })), "complete is no member that this route knows."),
    ];
    for scopes in [
        json!("Files.Read"),
        json!({ "0": "Files.Read" }),
        json!(true),
        json!(1),
        json!(["Files.Read", null]),
        json!([["Files.Read"]]),
    ] {
        cases.push((start("scopes", scopes), "scopes must be a list of at most 100 strings."));
    }
    for value in [json!(7), json!(true), json!([]), json!({})] {
        cases.push((start("label", value.clone()), "label must be a string."));
        cases.push((start("config", value.clone()), "config must be a string."));
        cases.push((start("connection_id", value.clone()), "connection_id must be a string."));
        cases.push((start("installation_id", value.clone()), "installation_id must be a string."));
        cases.push((start("mode", value.clone()), "mode must be a string."));
        cases.push((start("return_to", value.clone()), "return_to must be a string."));
        cases.push((start("provider", value), "provider must be a string."));
    }
    for (request, words) in cases {
        let shown = format!("{} {}", request.path, String::from_utf8_lossy(&request.body));
        let response = app.browser().send(request, Some(admin())).await;
        assert_eq!((response.status, problem(&response)), (400, "invalid_request".into()), "{shown}");
        assert!(text(&response).contains(words), "{shown}: {}", text(&response));
    }
    let response = app.browser().send(start("scopes", json!(many(100))), Some(admin())).await;
    assert!(!text(&response).contains("must be a list"), "{}", text(&response));
}

#[tokio::test]
async fn paths_and_methods_are_exact() {
    let app = App::start().await;
    let session = format!("/oauth/sessions/ses_{}", "A".repeat(22));
    for (method, path, status, code) in [
        ("PUT", "/providers", 405, "method_not_allowed"),
        ("POST", "/providers", 405, "method_not_allowed"),
        ("GET", "/oauth/sessions", 405, "method_not_allowed"),
        ("GET", "/oauth/installs", 405, "method_not_allowed"),
        ("PATCH", &session, 405, "method_not_allowed"),
        ("get", "/providers", 405, "method_not_allowed"),
        ("POST", "/connections", 405, "method_not_allowed"),
        ("GET", "", 404, "not_found"),
        ("GET", "/", 404, "not_found"),
        ("GET", "/Providers", 404, "not_found"),
        ("GET", "/oauth/../providers", 404, "not_found"),
        ("GET", "/oauth/sessions/a/b/c", 404, "not_found"),
        ("GET", "/credentials", 404, "not_found"),
        ("GET", "/tokens", 404, "not_found"),
    ] {
        let request = HttpRequest { method: method.into(), ..get(path) };
        let response = app.browser().send(request, Some(admin())).await;
        assert_eq!((response.status, problem(&response)), (status, code.into()), "{method} {path}");
        // RFC 9110 §15.5.6: a 405 says what the route takes.
        assert_eq!(header(&response, "allow").is_empty(), status != 405, "{method} {path}");
    }
}

#[tokio::test]
async fn the_adapter_asks_for_the_principal_wherever_it_matters() {
    let app = App::start().await;
    for (method, path, needed) in [
        ("GET", "/providers", false),
        ("OPTIONS", "/oauth/sessions", false),
        ("GET", "/nothing", false),
        ("POST", "/oauth/sessions", true),
        ("POST", "/oauth/installs", true),
        ("GET", "/oauth/sessions/x", true),
        ("DELETE", "/oauth/sessions/x", true),
        ("POST", "/oauth/sessions/x/complete", true),
        ("GET", "/oauth/callback/x", true),
        ("GET", "/connections", true),
        ("GET", "/connections/x", true),
        ("DELETE", "/connections/x", true),
        ("GET", "/installations", true),
        ("DELETE", "/installations/x", true),
    ] {
        assert_eq!(app.handler.needs_principal(method, path), needed, "{method} {path}");
        if needed && !path.starts_with("/oauth/callback") {
            let request =
                if method == "GET" { get(path) } else { HttpRequest { method: method.into(), ..post(path, &json!({})) } };
            let response = app.browser().send(request, None).await;
            assert_eq!(problem(&response), "identity_required", "{method} {path}");
        }
    }
}

#[tokio::test]
async fn cross_origin_answers_are_for_listed_origins_only() {
    let mut app = App::start().await;
    let options = HandlerOptions { allowed_origins: vec!["https://spa.example".into()], ..HandlerOptions::default() };
    app.handler = authpipe::handler(&app.authpipe, options).unwrap();
    for (origin, listed) in [
        ("https://spa.example", true),
        ("https://evil.example", false),
        ("https://spa.example:444", false),
        ("null", false),
        (ORIGIN, false),
    ] {
        for request in [
            HttpRequest { method: "OPTIONS".into(), ..get("/oauth/sessions") },
            post("/oauth/sessions", &json!({ "provider": PROVIDER })),
            get("/connections"),
            get("/nothing"),
        ] {
            let shown = format!("{origin} {} {}", request.method, request.path);
            let response = app.browser().send(with(request, "Origin", origin), Some(member())).await;
            let expected = if listed { origin } else { "" };
            assert_eq!(header(&response, "access-control-allow-origin"), expected, "{shown}");
            assert_eq!(header(&response, "access-control-allow-credentials"), if listed { "true" } else { "" }, "{shown}");
            if listed {
                assert_eq!(header(&response, "vary"), "Origin", "{shown}");
            }
        }
        let created = app
            .browser()
            .send(with(post("/oauth/sessions", &json!({ "provider": PROVIDER })), "Origin", origin), Some(member()))
            .await;
        assert_eq!(created.status, if listed || origin == ORIGIN { 201 } else { 403 }, "{origin}");
    }
    let preflight = app.browser().send(HttpRequest { method: "OPTIONS".into(), ..get("/oauth/sessions") }, None).await;
    assert_eq!(
        (preflight.status, header(&preflight, "access-control-allow-headers")),
        (204, "authorization, content-type, x-authpipe")
    );
    for wrong in [
        "*",
        "null",
        "https://spa.example/",
        "https://spa.example/path",
        "spa.example",
        "https://*.example",
        "ftp://spa.example",
        "",
    ] {
        for options in [
            HandlerOptions { allowed_origins: vec![wrong.into()], ..HandlerOptions::default() },
            HandlerOptions { allowed_return_origins: vec![wrong.into()], ..HandlerOptions::default() },
        ] {
            assert_eq!(authpipe::handler(&app.authpipe, options).unwrap_err().code().as_str(), "config_invalid", "{wrong}");
        }
    }
}

/// A browser need not name tenant and user; naming others is an error that is seen.
#[tokio::test]
async fn a_foreign_identity_in_the_body_is_refused() {
    let app = App::start().await;
    for (name, value) in [
        ("tenant_id", json!("x")),
        ("tenant_id", json!("ACME")),
        ("tenant_id", json!("")),
        ("tenant_id", json!(null)),
        ("tenant_id", json!(["acme"])),
        ("user_id", json!("eve")),
        ("user_id", json!(1)),
        ("user_id", json!("<script>")),
    ] {
        let mut body = json!({ "provider": PROVIDER });
        body[name] = value.clone();
        for path in ["/oauth/sessions", "/oauth/installs"] {
            let response = app.browser().post(path, body.clone(), &admin()).await;
            assert_eq!((response.status, problem(&response)), (403, "identity_mismatch".into()), "{name} {value}");
            assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        }
    }
    let body = json!({ "provider": PROVIDER, "tenant_id": "acme", "user_id": "ben" });
    assert_eq!(app.browser().post("/oauth/sessions", body, &member()).await.status, 201);
}

#[tokio::test]
async fn only_administrators_install() {
    let app = App::start().await;
    let response = app.browser().post("/oauth/installs", json!({ "provider": PROVIDER }), &member()).await;
    assert_eq!((response.status, problem(&response)), (403, "forbidden".into()));
    app.install().await;
    let id = app.grant_lines()[0].id.clone();
    let response = app.browser().delete(&format!("/installations/{id}"), Some(&member())).await;
    assert_eq!((response.status, problem(&response)), (403, "forbidden".into()));
    assert_eq!(app.grant_lines()[0].status, "active");
}

/// No route gives a credential or anything that could become one.
#[tokio::test]
async fn no_answer_holds_a_secret() {
    let app = App::start().await;
    app.install().await;
    app.connect().await;
    let mut secrets = app.sandbox.secret_values();
    secrets.push(app.user_credential().await.unwrap().value.expose().clone());
    secrets.push(app.bot_credential().await.unwrap().value.expose().clone());
    secrets.push(demo::CLIENT_SECRET.to_owned());
    let ids: Vec<String> = app.grant_lines().into_iter().map(|line| line.id).collect();
    let mut paths: Vec<String> = ["/providers", "/connections", "/installations"].map(str::to_owned).to_vec();
    paths.extend(ids.iter().map(|id| format!("/connections/{id}")));
    for path in paths {
        for who in [member(), admin()] {
            let answer = text(&app.browser().get(&path, Some(&who)).await);
            for secret in &secrets {
                assert!(!answer.contains(secret.as_str()), "{path}");
            }
        }
    }
}

#[tokio::test]
async fn problems_are_complete_documents() {
    let app = App::start().await;
    let response = app.browser().send(post("/oauth/sessions", &json!({})), None).await;
    let document = read(&response);
    assert_eq!(document["type"], "urn:authpipe:error:identity_required");
    assert_eq!(document["title"], "Sign-in required");
    assert_eq!(document["status"], 401);
    assert_eq!(document["detail"], "identify() returned null for POST /oauth/sessions.");
    assert_eq!(document["hint"], "It must return the tenant, the user and the role of whoever is signed in.");
    assert!(document["request_id"].as_str().unwrap().starts_with("req_"));
    assert_eq!(header(&response, "cache-control"), "no-store");
    assert_ne!(Value::Null, document["code"]);
}

/// Where a connection belongs to the whole tenant, only its administrators make and end it; everybody sees it.
#[tokio::test]
async fn a_tenants_connection_is_its_administrators_matter() {
    let app = App::start_with(World::demo(), |options| {
        options.providers.get_mut(PROVIDER).unwrap().attachment = authpipe::Attachment::Tenant;
    })
    .await;
    let refused = app.browser().post("/oauth/sessions", json!({ "provider": PROVIDER }), &member()).await;
    assert_eq!((refused.status, problem(&refused)), (403, "forbidden".into()));
    let session = app.browser().connect(&admin(), &demo::BOB).await;
    let path = format!("/connections/{}", session["connection"]["id"].as_str().unwrap());
    for who in [member(), admin()] {
        assert_eq!(app.browser().get(&path, Some(&who)).await.status, 200);
        let listed = read(&app.browser().get("/connections", Some(&who)).await);
        assert_eq!(listed["connections"].as_array().unwrap().len(), 1);
    }
    let refused = app.browser().delete(&path, Some(&member())).await;
    assert_eq!((refused.status, problem(&refused)), (403, "forbidden".into()));
    assert_eq!(app.grant_lines()[0].status, "active");
    assert_eq!(app.browser().delete(&path, Some(&admin())).await.status, 204);
    assert_eq!(app.grant_lines()[0].status, "revoked");
}

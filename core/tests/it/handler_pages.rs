//! The pages that a person sees, and where a flow may return (SR-10, SR-12, SR-15, SR-36).

use crate::support;
use crate::support::flow::{add_generic, between, problem, state_of, words};
use crate::support::{App, PROVIDER, get, header, member, sign_in, text};
use authpipe::{HandlerOptions, HttpRequest, HttpResponse};
use authpipe_sandbox::{World, demo};
use serde_json::json;
use url::form_urlencoded;

/// Every header that SR-12 asks for, and a page that is complete in itself.
#[track_caller]
fn check_page(page: &HttpResponse) {
    let html = String::from_utf8(page.body.clone()).expect("UTF-8");
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "unsafe-none"),
    ] {
        assert_eq!(header(page, name), value, "{name}");
    }
    let policy = header(page, "content-security-policy");
    let nonce = between(policy, "script-src 'nonce-", "'").expect("a nonce");
    assert!(nonce.len() >= 22, "128 bits");
    let rest = policy.replace(&format!("'nonce-{nonce}'"), "NONCE");
    let expected =
        "default-src 'none'; script-src NONCE; style-src NONCE; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    assert_eq!(rest, expected);
    // One script and one style, both ours; nothing is loaded from anywhere, and no attribute runs code.
    assert_eq!(html.matches("<script").count(), html.matches(&format!("<script nonce=\"{nonce}\">")).count(), "{html}");
    assert_eq!((html.matches("<script").count(), html.matches("</script>").count()), (1, 1), "{html}");
    assert_eq!(html.matches("<style").count(), 1);
    for outside in ["src=", "<link", "<img", "<iframe", "<form", "<base", "@import", "url(", "<meta http-equiv"] {
        assert!(!html.contains(outside), "{outside}: {html}");
    }
    let people = between(&html, "<p>", "</p>").expect("a text");
    assert!(
        !people.contains('<') || people.starts_with("<a href=\"http://localhost:3000/api/authpipe/oauth/callback/"),
        "{people}"
    );
    assert!(words(page).chars().count() <= 500);
}

/// SR-12: each kind of page; those that stay scrub code and state from their URL.
#[tokio::test]
async fn every_page_has_its_headers_and_scrubs_its_url() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (_, url) = browser.start(&member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let strangers = app.browser().callback(&back, Some(&member())).await;
    let navigates = browser.callback(&back, None).await;
    let resume = browser.resume_url(&navigates);
    let closes = browser.callback(&resume, Some(&member())).await;
    let again = browser.callback(&back, Some(&member())).await;
    let (_, url) = browser.start(&member()).await;
    let refused = browser.answer(PROVIDER, &format!("error=access_denied&state={}", state_of(&url)), Some(&member())).await;
    let lost = browser.answer("NO SUCH", "", None).await;
    let posted = browser.send(HttpRequest { method: "POST".into(), ..get(&format!("/oauth/callback/{PROVIDER}")) }, None).await;
    for (page, status) in [(&strangers, 403), (&closes, 200), (&again, 200), (&refused, 200), (&lost, 404), (&posted, 405)] {
        assert_eq!(page.status, status, "{}", text(page));
        check_page(page);
        assert!(text(page).contains("history.replaceState(null,'',location.pathname);"), "{}", text(page));
    }
    check_page(&navigates);
    assert!(text(&navigates).contains("location.replace("));
    // No two pages share a nonce.
    assert_ne!(header(&closes, "content-security-policy"), header(&refused, "content-security-policy"));
    // What was in the callback's URL is on none of them.
    for page in [&strangers, &navigates, &closes, &again, &refused] {
        for secret in [state_of(&url), back.query().unwrap().to_owned()] {
            assert!(!text(page).contains(&secret));
        }
    }
}

/// SR-11, as far as it is the page's part: the message goes to the stored origin, with an id and a status.
#[tokio::test]
async fn the_closing_page_tells_id_and_status_to_the_exact_origin() {
    let mut app = App::start().await;
    let options = HandlerOptions { allowed_origins: vec!["https://spa.example".into()], ..HandlerOptions::default() };
    app.handler = authpipe::handler(&app.authpipe, options).unwrap();
    let mut browser = app.browser();
    let mut request = support::post("/oauth/sessions", &json!({ "provider": PROVIDER }));
    request.headers.retain(|(name, _)| name != "Origin");
    request.headers.push(("Origin".into(), "https://spa.example".into()));
    let created = support::json(&browser.send(request, Some(member())).await);
    let id = created["session_id"].as_str().unwrap();
    let back = sign_in(&app.sandbox.browser(), created["authorization_url"].as_str().unwrap(), &demo::BOB).await;
    let page = text(&browser.callback(&back, Some(&member())).await);
    let expected = format!("{{\"session_id\":\"{id}\",\"status\":\"complete\",\"v\":1}}");
    assert!(page.contains(&format!("const m={expected};const o=\"https://spa.example\";")), "{page}");
    assert!(page.contains("window.opener.postMessage(m,o)") && !page.contains("postMessage(m,'*')"), "{page}");
}

/// Forty texts that would be code, markup or another header somewhere.
const PAYLOADS: [&str; 40] = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<body onload=alert(1)>",
    "\"><script>alert(1)</script>",
    "'><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)' autofocus='",
    "</p><h1>Connected</h1><p>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<!--<script>",
    "--><b>x</b>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "javascript:alert(1)//",
    "data:text/html,<script>alert(1)</script>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example>",
    "<form action=//evil.example>",
    "<object data=//evil.example>",
    "<math><mtext></mtext><mglyph><svg><mtext><style><path id=\"</style><img onerror=alert(1) src>\">",
    "';alert(1)//",
    "\";alert(1)//",
    "`${alert(1)}`",
    "{{constructor.constructor('alert(1)')()}}",
    "${7*7}",
    "<%= 7*7 %>",
    "\r\nSet-Cookie: a=b\r\n\r\n<b>x</b>",
    "\u{0}<b>x</b>",
    "\u{2028}alert(1)//",
    "\u{202e}<b>x</b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u{ff1c}script\u{ff1e}alert(1)",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
];

/// SR-12, SR-36, SR-82: nothing that a provider or a stranger writes into a callback is on any page.
#[tokio::test]
async fn forty_payloads_are_on_no_page() {
    let app = App::start_with(World::demo(), |options| add_generic(options, "acme-files", |_| {})).await;
    let mut browser = app.browser();
    for (config, provider) in [(PROVIDER, PROVIDER), ("acme-files", "acme-files")] {
        for payload in PAYLOADS {
            let (id, url) = browser.begin("/oauth/sessions", json!({ "provider": provider }), &member()).await;
            let issuer = format!("{}/oauth", app.sandbox.http_origin());
            let query = |state: &str, iss: &str| {
                form_urlencoded::Serializer::new(String::new())
                    .extend_pairs([
                        ("error", payload),
                        ("error_description", payload),
                        ("error_uri", payload),
                        ("error_subcode", payload),
                        ("iss", iss),
                        ("state", state),
                        (payload, payload),
                    ])
                    .finish()
            };
            let state = state_of(&url);
            // First with an unknown state, then believed, or refused because of the issuer.
            let unknown = browser.answer(config, &query(payload, payload), Some(&member())).await;
            let iss = if payload.len() % 2 == 0 { issuer.as_str() } else { payload };
            let judged = browser.answer(config, &query(&state, iss), Some(&member())).await;
            for page in [unknown, judged] {
                check_page(&page);
                let shown = text(&page);
                for part in [payload, "alert(1)", "evil.example", "onerror", "<b>"] {
                    assert!(!shown.contains(part), "{payload:?}: {shown}");
                }
                assert!(page.headers.iter().all(|(_, value)| !value.contains(['\r', '\n']) && !value.contains("a=b")));
            }
            assert_ne!(app.session_line(&id).status, "pending", "{payload:?}");
            assert!(!app.session_line(&id).keeps_secrets);
        }
    }
    assert_eq!((app.grant_lines().len(), app.token_requests()), (0, 0));
}

/// SR-36: addresses from a provider are neither opened nor shown.
#[tokio::test]
async fn addresses_in_an_answer_are_not_shown() {
    let app = App::start().await;
    let mut browser = app.browser();
    for address in [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://evil.example/",
        "https://evil.example/help",
        "vbscript:x",
        "$(touch /tmp/x)",
        "`id`",
        "; rm -rf /",
        "ms-msdt:/id",
    ] {
        let (_, url) = browser.start(&member()).await;
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("error", "server_error"), ("error_uri", address), ("state", &state_of(&url))])
            .finish();
        let page = browser.answer(PROVIDER, &query, Some(&member())).await;
        check_page(&page);
        assert!(!text(&page).contains(address) && header(&page, "location").is_empty(), "{address}");
    }
}

/// SR-15: every registered code, unknown ones and none: the session is over, nothing is stored, nothing is told.
#[tokio::test]
async fn every_refusal_closes_the_flow_and_tells_nothing() {
    let app = App::start().await;
    let mut browser = app.browser();
    let cancelled = ("cancelled", "access_denied");
    let ask_an_admin = ("failed", "admin_consent_required");
    let refused = ("failed", "provider_error");
    let later = ("failed", "provider_unavailable");
    for (error, (status, code)) in [
        ("access_denied", cancelled),
        ("user_cancelled_login", cancelled),
        ("user_cancelled_authorize", cancelled),
        ("unsupported_response_type", refused),
        ("login_required", refused),
        ("account_selection_required", refused),
        ("invalid_request_uri", refused),
        ("invalid_request_object", refused),
        ("request_not_supported", refused),
        ("request_uri_not_supported", refused),
        ("registration_not_supported", refused),
        ("invalid_client", refused),
        ("invalid_grant", refused),
        ("invalid_token", refused),
        ("insufficient_scope", refused),
        ("invalid_target", refused),
        ("insufficient_user_authentication", refused),
        ("unmet_authentication_requirements", refused),
        ("expired_token", refused),
        ("slow_down", refused),
        ("authorization_pending", refused),
        ("need_info", refused),
        ("interaction_required", ask_an_admin),
        ("consent_required", ask_an_admin),
        ("invalid_request", refused),
        // A name in our own request, which no waiting makes right.
        ("invalid_scope", (refused.0, "scope_unavailable")),
        ("unauthorized_client", refused),
        ("server_error", later),
        ("temporarily_unavailable", later),
        ("redirect_uri_mismatch", refused),
        ("application_suspended", refused),
        ("no_such_error", refused),
        ("ACCESS_DENIED", refused),
        ("canary secret acme ben", refused),
        ("", refused),
    ] {
        for beside in ["", "&code=spent", "&admin_consent=True&tenant=x"] {
            let (id, url) = browser.start(&member()).await;
            let query = form_urlencoded::Serializer::new(String::new())
                .extend_pairs([("error", error), ("state", &state_of(&url))])
                .finish();
            let page = browser.answer(PROVIDER, &format!("{query}{beside}"), Some(&member())).await;
            assert_eq!(page.status, 200, "{error}");
            check_page(&page);
            app.assert_ended_with_nothing(&id, status, code);
            let session = browser.session(&id, &member()).await;
            assert_eq!((&session["status"], &session["error"]["code"]), (&json!(status), &json!(code)), "{error}");
            let said = words(&page);
            for told in ["acme", "ben", "canary", "tenantId", demo::CLIENT_ID] {
                assert!(!said.contains(told), "{error}: {said}");
            }
        }
    }
    assert_eq!(app.token_requests(), 0);
}

/// A person who leaves, with whatever code, has cancelled; whoever is not let in for the app's sake has not.
#[tokio::test]
async fn only_a_person_cancels() {
    let app = App::start().await;
    let mut browser = app.browser();
    for (answer, status, code, said) in [
        (
            "error=access_denied",
            "cancelled",
            "access_denied",
            "The sign-in at OneDrive was cancelled or not allowed. If an administrator must approve, let one install it; otherwise start again.",
        ),
        (
            "error=server_error&error_subcode=cancel",
            "cancelled",
            "access_denied",
            "The sign-in at OneDrive was cancelled or not allowed. If an administrator must approve, let one install it; otherwise start again.",
        ),
        (
            "error=invalid_client",
            "failed",
            "provider_error",
            "OneDrive refused the request of this app. Check the app registration: redirect URI, scopes and who may sign in.",
        ),
        (
            "error=redirect_uri_mismatch&error_subcode=other",
            "failed",
            "provider_error",
            "OneDrive refused the request of this app. Check the app registration: redirect URI, scopes and who may sign in.",
        ),
    ] {
        let (id, url) = browser.start(&member()).await;
        let page = browser.answer(PROVIDER, &format!("{answer}&state={}", state_of(&url)), Some(&member())).await;
        assert_eq!(words(&page), said);
        app.assert_ended_with_nothing(&id, status, code);
    }
}

/// SR-10: sixty ways out, none of which is stored.
#[tokio::test]
async fn sixty_return_addresses_are_refused_by_the_route() {
    let mut app = App::start().await;
    let options = HandlerOptions { allowed_return_origins: vec!["https://spa.example:8443".into()], ..HandlerOptions::default() };
    app.handler = authpipe::handler(&app.authpipe, options).unwrap();
    let ways = [
        "",
        " ",
        "settings",
        "./settings",
        "../x",
        "?a",
        "#a",
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "//localhost:3000@evil.example",
        "http:evil.example",
        "http:/evil.example",
        "http:///evil.example",
        "http:localhost:3000/",
        "https://evil.example",
        "http://evil.example/",
        "http://localhost:3000.evil.example",
        "http://localhost:3000@evil.example",
        "http://localhost@evil.example:3000/",
        "http://user@localhost:3000/",
        "http://user:pw@localhost:3000/",
        "http://localhost:3001/",
        "http://localhost/",
        "http://localhost:3000\\@evil.example",
        "http://localhost:3000\\.evil.example",
        "http://LOCALHOST:3000/",
        "HTTP://localhost:3000/",
        "http://localhost.:3000/",
        "http://localhost%2eevil.example:3000/",
        "http://l\u{43e}calhost:3000/",
        "http://localhost\u{3002}evil:3000/",
        "http://127.0.0.1:3000/",
        "http://[::1]:3000/",
        "http://0:3000/",
        "https://localhost:3000/",
        "http://localhost:03000/",
        "http://localhost:3000%40evil.example/",
        "http://localhost:3000:80/",
        "https://spa.example/",
        "http://spa.example:8443/",
        "https://spa.example:8444/",
        "https://spa.example:08443/",
        "https://x@spa.example:8443/",
        "https://spa.example:8443.evil.example/",
        "https://xn--spa-example:8443/",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript://localhost:3000/%0aalert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:http://localhost:3000/x",
        "ftp://localhost:3000/",
        "ws://localhost:3000/",
        "about:blank",
        "intent://localhost:3000/",
        "/%0d%0aSet-Cookie:a=b\r\n",
        "/\u{0}",
        "/\u{7f}",
        "/\u{202e}",
        "http://localhost:3000/\u{2028}",
    ];
    assert!(ways.len() >= 60);
    for way in ways {
        for path in ["/oauth/sessions", "/oauth/installs"] {
            for mode in ["redirect", "popup"] {
                let body = json!({ "provider": PROVIDER, "mode": mode, "return_to": way });
                let response = app.browser().post(path, body, &support::admin()).await;
                assert_eq!((response.status, problem(&response)), (400, "invalid_request".into()), "{way:?}");
                assert_eq!(header(&response, "set-cookie"), "");
            }
        }
    }
    for (way, landed) in [
        ("/", "http://localhost:3000/?authpipe_session="),
        ("/done?tab=1#top", "http://localhost:3000/done?tab=1&authpipe_session="),
        ("/..//evil.example", "http://localhost:3000//evil.example?authpipe_session="),
        ("https://spa.example:8443/x", "https://spa.example:8443/x?authpipe_session="),
    ] {
        let mut browser = app.browser();
        let body = json!({ "provider": PROVIDER, "mode": "redirect", "return_to": way });
        let (id, url) = browser.begin("/oauth/sessions", body, &member()).await;
        // Nothing that comes with the callback moves it elsewhere.
        let query = format!(
            "error=access_denied&state={}&return_to=https://evil.example/&redirect_uri=https://evil.example/",
            state_of(&url)
        );
        let request = HttpRequest {
            query,
            headers: vec![("Referer".into(), "https://evil.example/".into()), ("Host".into(), "evil.example".into())],
            ..get(&format!("/oauth/callback/{PROVIDER}"))
        };
        let end = browser.send(request, Some(member())).await;
        let location = header(&end, "location");
        assert_eq!(end.status, 303);
        assert!(location.starts_with(&format!("{landed}{id}")), "{way}: {location}");
        assert_eq!(location.ends_with("#top"), way.ends_with("#top"), "the page's own fragment stays: {location}");
        assert_eq!((header(&end, "cache-control"), header(&end, "referrer-policy")), ("no-store", "no-referrer"));
    }
}

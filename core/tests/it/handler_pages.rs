//! The pages that a person sees (SR-12, SR-36).

use crate::support;
use crate::support::flow::{add_generic, state_of};
use crate::support::page::check_page;
use crate::support::{App, PROVIDER, get, header, member, sign_in, text};
use authpipe::{HandlerOptions, HttpRequest};
use authpipe_sandbox::{World, demo};
use serde_json::json;
use url::form_urlencoded;

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
    // The page that waits hears of a cookie that is lost, and of nothing more.
    for (page, is_unbound) in [(&strangers, true), (&closes, false), (&refused, false), (&lost, false), (&posted, false)] {
        assert_eq!(text(page).contains("new BroadcastChannel('authpipe').postMessage({v:1,status:'unbound'})"), is_unbound);
    }
    // Nobody's window: there is a way out of it.
    for page in [&strangers, &lost, &posted] {
        assert!(text(page).contains("<a href=\"http://localhost:3000/\">Go to the app</a>"), "{}", text(page));
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

/// The application could not say who is signed in: its own fault, told where it is looked at, and nothing is used up.
#[tokio::test]
async fn a_failing_identify_is_a_page_for_a_person_and_a_document_for_a_program() {
    let mut app = App::start().await;
    let options = HandlerOptions { allowed_origins: vec!["https://spa.example".into()], ..HandlerOptions::default() };
    app.handler = authpipe::handler(&app.authpipe, options).unwrap();
    for path in [&format!("/oauth/callback/{PROVIDER}"), &format!("//oauth/callback/{PROVIDER}/"), "/oauth/callback"] {
        let failed = app.handler.identify_failed(&get(path));
        assert_eq!(failed.response.status, 500, "{path}");
        check_page(&failed.response);
        let page = text(&failed.response);
        assert!(
            page.contains("Start again from the app.") && page.contains(&format!("Reference: {}", failed.request_id)),
            "{page}"
        );
        assert!(page.contains("history.replaceState(null,'',location.pathname);") && !page.contains("identify"), "{page}");
        let looked = app.handler.identify_failed(&HttpRequest { method: "HEAD".into(), ..get(path) });
        assert_eq!((looked.response.status, looked.response.body.len()), (500, 0), "{path}");
        assert_eq!(header(&looked.response, "content-length"), failed.response.body.len().to_string(), "{path}");
    }
    let mut ids = std::collections::HashSet::new();
    for path in ["/connections", "/oauth/sessions/x", "/nowhere"] {
        let mut request = get(path);
        request.headers.push(("Origin".into(), "https://spa.example".into()));
        let failed = app.handler.identify_failed(&request);
        let document = support::json(&failed.response);
        assert_eq!((failed.response.status, &document["code"]), (500, &json!("identify_failed")), "{path}");
        assert_eq!(document["request_id"], failed.request_id.as_str());
        assert_eq!(header(&failed.response, "access-control-allow-origin"), "https://spa.example", "its page can read why");
        assert!(ids.insert(failed.request_id));
    }
}

/// Where the address that is registered with the provider lacks its last part, or has one too many, it is a person who arrives.
#[tokio::test]
async fn what_comes_back_to_no_callback_is_answered_with_a_page() {
    let app = App::start().await;
    for path in ["/oauth/callback", "/oauth/callback/", &format!("/oauth/callback/{PROVIDER}/more")] {
        let answer = app.browser().send(get(path), None).await;
        assert_eq!(answer.status, 404, "{path}");
        check_page(&answer);
    }
    let answer = app.browser().send(get("/oauth/callbacks"), None).await;
    assert_eq!(header(&answer, "content-type"), "application/problem+json");
}

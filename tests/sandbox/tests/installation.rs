//! Admin consent, client credentials, client authentication, Graph with app-only tokens.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use std::time::Duration;

use authpipe_sandbox::demo::{self, ADA, BOB, CONTOSO, FABRIKAM, FAY, PIA};
use authpipe_sandbox::{BrowserError, Decision, Drive, Sandbox, Secret, World};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
use common::*;
use serde_json::{Value, json};

const DEFAULT: &str = "https://graph.microsoft.com/.default";

#[tokio::test]
async fn an_administrator_installs_the_application() {
    let sandbox = Sandbox::start(World::demo()).await;
    let url = admin_url(&sandbox, CONTOSO, DEFAULT);
    let back = sandbox.browser().sign_in(&url, &ADA, Decision::Accept).await.unwrap();
    assert_eq!(param(&back, "admin_consent").as_deref(), Some("True"));
    assert_eq!(param(&back, "tenant").as_deref(), Some(CONTOSO));
    assert_eq!(param(&back, "state").as_deref(), Some("install state"));
    assert!(param(&back, "scope").unwrap().contains("https://graph.microsoft.com/Files.Read.All"));
    assert_eq!((param(&back, "code"), param(&back, "error")), (None, None));
    let body = app_token(&sandbox, CONTOSO).await.json();
    assert!(body["refresh_token"].is_null() && body["scope"].is_null() && body["id_token"].is_null());
    let access = text(&body, "access_token");
    assert_eq!(claims(&access)["roles"], json!(["Files.Read.All"]));
    let drive = graph(&sandbox, &access, &format!("/users/{}/drive", BOB.id)).await;
    assert_eq!(drive.json()["driveType"], "business");
    assert_eq!(graph(&sandbox, &access, "/organization").await.status, 403, "Files roles are not enough");
    assert_eq!(graph(&sandbox, &access, "/sites/root").await.status, 403);
    assert_eq!(graph(&sandbox, &access, "/me").await.status, 400);
    let foreign = graph(&sandbox, &access, &format!("/users/{}/drive", FAY.id)).await;
    assert_eq!(foreign.status, 404, "another organisation's people do not exist");
    assert_refused(&app_token(&sandbox, FABRIKAM).await, 400, "unauthorized_client", 700016);
}

#[tokio::test]
async fn only_administrators_of_the_organisation_can_consent() {
    let sandbox = Sandbox::start(World::demo()).await;
    let url = admin_url(&sandbox, CONTOSO, DEFAULT);
    let member = sandbox.browser().sign_in(&url, &BOB, Decision::Accept).await;
    assert!(matches!(member, Err(BrowserError::ApprovalRequired)), "{member:?}");
    let foreign = sandbox.browser().sign_in(&url, &FAY, Decision::Accept).await;
    assert!(matches!(foreign, Err(BrowserError::Refused(_))), "{foreign:?}");
    let organizations = admin_url(&sandbox, "organizations", DEFAULT);
    let own = sandbox.browser().sign_in(&organizations, &FAY, Decision::Accept).await.unwrap();
    assert_eq!(param(&own, "tenant").as_deref(), Some(FABRIKAM));
    let personal = sandbox.browser().sign_in(&organizations, &PIA, Decision::Accept).await;
    assert!(matches!(personal, Err(BrowserError::Refused(_))), "{personal:?}");
    let common = sandbox.browser().sign_in(&admin_url(&sandbox, "common", DEFAULT), &ADA, Decision::Accept).await;
    assert!(matches!(common, Err(BrowserError::Page(400, _))), "{common:?}");
}

#[tokio::test]
async fn a_member_cannot_post_the_consent_of_an_administrator() {
    let sandbox = Sandbox::start(World::demo()).await;
    let browser = sandbox.browser();
    browser.sign_in(&authorize_url(&sandbox, CONTOSO, &[]), &BOB, Decision::Accept).await.unwrap();
    let page = browser.open(&admin_url(&sandbox, CONTOSO, DEFAULT)).await.unwrap().text();
    assert!(page.contains("data-page=\"approval-required\""));
    let flow = page.split("name=\"flow\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let decide = format!("{}/_consent", sandbox.http_origin());
    let forged = browser.submit(&decide, &[("flow", flow), ("decision", "accept")]).await.unwrap();
    assert_eq!(forged.status, 403);
    let access = text(&app_token(&sandbox, CONTOSO).await.json(), "access_token");
    assert!(claims(&access)["roles"].is_null(), "signing in installs without roles");
    let drive = graph(&sandbox, &access, &format!("/users/{}/drive", BOB.id)).await;
    assert_eq!((drive.status, drive.json()["error"]["code"].as_str()), (403, Some("accessDenied")));
}

#[tokio::test]
async fn a_cancelled_admin_consent_still_says_true() {
    let sandbox = Sandbox::start(World::demo()).await;
    let url = admin_url(&sandbox, CONTOSO, DEFAULT);
    let back = sandbox.browser().sign_in(&url, &ADA, Decision::Cancel).await.unwrap();
    assert_eq!(param(&back, "error").as_deref(), Some("consent_required"));
    assert_eq!(param(&back, "admin_consent").as_deref(), Some("True"));
    assert_eq!(param(&back, "state").as_deref(), Some("install state"));
    assert!(param(&back, "error_description").unwrap().starts_with("AADSTS65004"));
    let older = url.replace("/v2.0/", "/");
    let back = sandbox.browser().sign_in(&older, &ADA, Decision::Cancel).await.unwrap();
    assert_eq!(param(&back, "error").as_deref(), Some("permission_denied"));
    assert_eq!((param(&back, "state"), param(&back, "admin_consent")), (None, None));
    let back = sandbox.browser().sign_in(&older, &ADA, Decision::Accept).await.unwrap();
    assert_eq!(param(&back, "tenant").as_deref(), Some(CONTOSO));
    assert_eq!(param(&back, "scope"), None);
}

#[tokio::test]
async fn dynamic_scopes_grant_no_application_roles() {
    let sandbox = Sandbox::start(World::demo()).await;
    let url = admin_url(&sandbox, CONTOSO, "https://graph.microsoft.com/Files.Read.All");
    sandbox.browser().sign_in(&url, &ADA, Decision::Accept).await.unwrap();
    let access = text(&app_token(&sandbox, CONTOSO).await.json(), "access_token");
    assert!(claims(&access)["roles"].is_null());
    let code = sandbox
        .browser()
        .sign_in(&authorize_url(&sandbox, CONTOSO, &[("scope", "openid Files.Read.All")]), &BOB, Decision::Cancel)
        .await
        .unwrap();
    assert!(param(&code, "code").is_some(), "covered by the organisation's consent, no page to cancel");
}

#[tokio::test]
async fn roles_reach_new_tokens_only_after_the_propagation_delay() {
    let sandbox = Sandbox::start(World::demo()).await;
    sandbox.change(|world| world.settings.consent_propagation = Duration::from_secs(120));
    sandbox.browser().sign_in(&admin_url(&sandbox, CONTOSO, DEFAULT), &ADA, Decision::Accept).await.unwrap();
    let path = format!("/users/{}/drive", BOB.id);
    let early = text(&app_token(&sandbox, CONTOSO).await.json(), "access_token");
    assert_eq!(graph(&sandbox, &early, &path).await.status, 403);
    sandbox.clock().advance(Duration::from_secs(121));
    assert_eq!(graph(&sandbox, &early, &path).await.status, 403, "a token keeps the roles it was issued with");
    let late = text(&app_token(&sandbox, CONTOSO).await.json(), "access_token");
    assert_eq!(graph(&sandbox, &late, &path).await.status, 200);
}

#[tokio::test]
async fn client_credentials_are_refused_where_they_make_no_sense() {
    let sandbox = Sandbox::start(World::demo()).await;
    sandbox.grant_admin_consent(CONTOSO, demo::CLIENT_ID);
    let cases = [
        ("common", DEFAULT, "invalid_request", 9001023),
        ("consumers", DEFAULT, "invalid_request", 9001023),
        (CONTOSO, "https://graph.microsoft.com/Files.Read.All", "invalid_scope", 1002012),
        (CONTOSO, "https://graph.microsoft.com/.default offline_access", "invalid_scope", 1002012),
        (CONTOSO, "https://other.example/.default", "invalid_resource", 500011),
        (FABRIKAM, DEFAULT, "unauthorized_client", 700016),
    ];
    for (tenant, scope, error, number) in cases {
        let form = [("grant_type", "client_credentials"), ("scope", scope)];
        assert_refused(&token_as_app(&sandbox, tenant, &form).await, 400, error, number);
    }
    let own = format!("{}/.default", sandbox.http_origin());
    for scope in [DEFAULT, &own, &format!("{}//.default", sandbox.tls_origin())] {
        let form = [("grant_type", "client_credentials"), ("scope", scope)];
        assert_eq!(token_as_app(&sandbox, CONTOSO, &form).await.status, 200, "{scope}");
    }
}

#[tokio::test]
async fn clients_authenticate_in_one_way_only() {
    let sandbox = Sandbox::start(World::demo()).await;
    sandbox.grant_admin_consent(CONTOSO, demo::CLIENT_ID);
    let url = format!("{}/{CONTOSO}/oauth2/v2.0/token", sandbox.http_origin());
    let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let basic = |secret: &str| format!("Basic {}", STANDARD.encode(format!("{}:{}", demo::CLIENT_ID, encode(secret))));
    let form = [("grant_type", "client_credentials"), ("scope", DEFAULT)];
    let by_header = |secret: &str| {
        let header = basic(secret);
        let (client, url) = (sandbox.client(), url.clone());
        async move { client.post_form(&url, &form, &[("authorization", &header)]).await.unwrap() }
    };
    assert_eq!(by_header(demo::CLIENT_SECRET).await.status, 200);
    assert_refused(&by_header("wrong").await, 401, "invalid_client", 7000215);
    let header = basic(demo::CLIENT_SECRET);
    let mut both = form.to_vec();
    both.push(("client_secret", demo::CLIENT_SECRET));
    let answer = sandbox.client().post_form(&url, &both, &[("authorization", &header)]).await.unwrap();
    assert_refused(&answer, 400, "invalid_request", 9002313);
    let cases: [(Changes<'_>, u16, &str, u32); 4] = [
        (&[("client_secret", "wrong")], 401, "invalid_client", 7000215),
        (&[("client_secret", "")], 401, "invalid_client", 7000218),
        (&[("client_id", "a1b2c3d4-0000-4000-8000-00000000dead")], 400, "unauthorized_client", 700016),
        (&[("client_id", demo::PUBLIC_CLIENT_ID)], 401, "invalid_client", 700025),
    ];
    for (changes, status, error, number) in cases {
        let mut form = form.to_vec();
        form.extend_from_slice(changes);
        assert_refused(&token_as_app(&sandbox, CONTOSO, &form).await, status, error, number);
    }
    sandbox.change_secret(demo::CLIENT_ID, "rotated");
    assert_refused(&app_token(&sandbox, CONTOSO).await, 401, "invalid_client", 7000215);
    sandbox.change(|world| {
        let end = Some(std::time::SystemTime::now());
        let secret = Secret { value: demo::CLIENT_SECRET.to_owned(), expires_at: end };
        world.app_mut(demo::CLIENT_ID).unwrap().secrets.push(secret);
    });
    assert_refused(&app_token(&sandbox, CONTOSO).await, 401, "invalid_client", 7000222);
}

/// Signs a client assertion; `header` and `claims` are as the test wants them.
fn assertion(key_pem: &str, algorithm: &str, header: &Value, claims: &Value) -> String {
    use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding, RsaKeyPair};
    use rustls::pki_types::PrivatePkcs8KeyDer;
    use rustls::pki_types::pem::PemObject as _;
    let key = PrivatePkcs8KeyDer::from_pem_slice(key_pem.as_bytes()).unwrap();
    let key = RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()).unwrap();
    let encoding: &'static dyn RsaEncoding = if algorithm == "PS256" { &RSA_PSS_SHA256 } else { &RSA_PKCS1_SHA256 };
    let input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(encoding, &aws_lc_rs::rand::SystemRandom::new(), input.as_bytes(), &mut signature).unwrap();
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn from_hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

#[tokio::test]
async fn certificates_replace_secrets() {
    let sandbox = Sandbox::start(World::demo()).await;
    sandbox.grant_admin_consent(CONTOSO, demo::CLIENT_ID);
    let registered = sandbox.add_certificate(demo::CLIENT_ID).unwrap();
    let stranger = sandbox.add_certificate("nobody").unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let good = json!({
        "iss": demo::CLIENT_ID, "sub": demo::CLIENT_ID, "jti": "1", "nbf": now, "exp": now + 600,
        "aud": format!("{}/{CONTOSO}/oauth2/v2.0/token", sandbox.http_origin()),
    });
    let with = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        claims
    };
    let sha256 =
        json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": URL_SAFE_NO_PAD.encode(from_hex(&registered.thumbprint_sha256)) });
    let sha1 = json!({ "alg": "RS256", "typ": "JWT", "x5t": URL_SAFE.encode(from_hex(&registered.thumbprint_sha1)) });
    let unknown = json!({ "alg": "PS256", "x5t#S256": URL_SAFE_NO_PAD.encode(from_hex(&stranger.thumbprint_sha256)) });
    let none = json!({ "alg": "none", "x5t#S256": sha256["x5t#S256"] });
    let key = &registered.private_key_pem;
    let cases = [
        ("PS256", assertion(key, "PS256", &sha256, &good), 0),
        ("RS256 with padding", assertion(key, "RS256", &sha1, &good), 0),
        (
            "audience by domain and TLS",
            assertion(
                key,
                "PS256",
                &sha256,
                &with("aud", json!(format!("{}/contoso.example/oauth2/v2.0/token", sandbox.tls_origin()))),
            ),
            0,
        ),
        ("fractions of seconds", assertion(key, "PS256", &sha256, &with("exp", json!(now as f64 + 600.5))), 0),
        ("unregistered", assertion(&stranger.private_key_pem, "PS256", &unknown, &good), 700027),
        ("wrong key", assertion(&stranger.private_key_pem, "PS256", &sha256, &good), 700027),
        ("alg none", assertion(key, "PS256", &none, &good), 700027),
        ("algorithms mixed", assertion(key, "RS256", &sha256, &good), 700027),
        ("garbage", "a.b.c".to_owned(), 700027),
        ("wrong issuer", assertion(key, "PS256", &sha256, &with("iss", json!("x"))), 700021),
        ("wrong audience", assertion(key, "PS256", &sha256, &with("aud", json!("https://other.example/token"))), 700023),
        (
            "other organisation",
            assertion(
                key,
                "PS256",
                &sha256,
                &with("aud", json!(format!("{}/{FABRIKAM}/oauth2/v2.0/token", sandbox.http_origin()))),
            ),
            700023,
        ),
        ("expired", assertion(key, "PS256", &sha256, &with("exp", json!(now - 1))), 700024),
        ("from the future", assertion(key, "PS256", &sha256, &with("nbf", json!(now + 3600))), 700024),
    ];
    for (name, assertion, number) in cases {
        let form = [
            ("client_secret", ""),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion.as_str()),
            ("grant_type", "client_credentials"),
            ("scope", DEFAULT),
        ];
        let answer = token_as_app(&sandbox, CONTOSO, &form).await;
        if number == 0 {
            assert_eq!(answer.status, 200, "{name}: {}", answer.text());
        } else {
            assert_eq!(answer.json()["error_codes"][0], number, "{name}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn removing_the_application_hits_both_legs() {
    let sandbox = Sandbox::start(World::demo()).await;
    sandbox.grant_admin_consent(CONTOSO, demo::CLIENT_ID);
    let token = text(&tokens(&sandbox, &BOB).await, "refresh_token");
    sandbox.remove_app_from_organisation(CONTOSO, demo::CLIENT_ID);
    assert_refused(&app_token(&sandbox, CONTOSO).await, 400, "unauthorized_client", 700016);
    assert_refused(&refresh(&sandbox, CONTOSO, &token, &[]).await, 400, "unauthorized_client", 700016);
    sandbox.grant_admin_consent(CONTOSO, demo::CLIENT_ID);
    assert_eq!(app_token(&sandbox, CONTOSO).await.status, 200);
}

#[tokio::test]
async fn drives_exist_or_not() {
    let mut world = World::demo();
    world.user_mut(BOB.id).unwrap().drive = Drive::OnFirstUse;
    world.user_mut(ADA.id).unwrap().drive = Drive::Unavailable;
    let sandbox = Sandbox::start(world).await;
    sandbox.grant_admin_consent(CONTOSO, demo::CLIENT_ID);
    let app = text(&app_token(&sandbox, CONTOSO).await.json(), "access_token");
    let bob = text(&tokens(&sandbox, &BOB).await, "access_token");
    let ada = text(&tokens(&sandbox, &ADA).await, "access_token");
    let of_bob = format!("/users/{}/drive", BOB.id);
    assert_eq!(graph(&sandbox, &app, &of_bob).await.status, 404, "not provisioned");
    assert_eq!(graph(&sandbox, &ada, "/me/drive").await.json()["error"]["code"], "itemNotFound");
    assert_eq!(graph(&sandbox, &bob, "/me/drive").await.status, 200, "the first own request makes it");
    assert_eq!(graph(&sandbox, &app, &of_bob).await.status, 200);
    let files = graph(&sandbox, &bob, "/me/drive/root/children").await.json();
    assert_eq!(files["value"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn graph_refuses_bad_tokens() {
    let sandbox = Sandbox::start(World::demo()).await;
    let body = tokens(&sandbox, &BOB).await;
    let origin = sandbox.http_origin();
    let missing = sandbox.client().get(&format!("{origin}/v1.0/me"), &[]).await.unwrap();
    let unknown = graph(&sandbox, "x.y.z", "/me").await;
    let id_token = graph(&sandbox, &text(&body, "id_token"), "/me").await;
    sandbox.clock().advance(Duration::from_secs(5401));
    let expired = graph(&sandbox, &text(&body, "access_token"), "/me").await;
    for (name, answer) in [("missing", missing), ("unknown", unknown), ("id token", id_token), ("expired", expired)] {
        assert_eq!(answer.status, 401, "{name}");
        assert_eq!(answer.json()["error"]["code"], "InvalidAuthenticationToken", "{name}");
        assert!(answer.header("www-authenticate").is_some(), "{name}");
        assert!(answer.json()["error"]["innerError"]["request-id"].is_string(), "{name}");
    }
}

#[tokio::test]
async fn graph_refuses_missing_permissions() {
    let sandbox = Sandbox::start(World::demo()).await;
    let code = code(&sandbox, CONTOSO, &BOB, &[("scope", "openid User.Read")]).await;
    let token = text(&redeem(&sandbox, CONTOSO, &code, &[]).await.json(), "access_token");
    assert_eq!(graph(&sandbox, &token, "/me").await.status, 200);
    assert_eq!(graph(&sandbox, &token, "/organization").await.json()["value"][0]["id"], CONTOSO);
    for path in ["/me/drive", "/me/drive/root/children", "/sites/root"] {
        assert_eq!(graph(&sandbox, &token, path).await.status, 403, "{path}");
    }
}

#[tokio::test]
async fn a_person_can_revoke_all_sessions_through_graph() {
    let sandbox = Sandbox::start(World::demo()).await;
    let scope = "openid offline_access User.RevokeSessions.All";
    let code = code(&sandbox, CONTOSO, &BOB, &[("scope", scope)]).await;
    let body = redeem(&sandbox, CONTOSO, &code, &[]).await.json();
    let url = format!("{}/v1.0/me/revokeSignInSessions", sandbox.http_origin());
    let header = format!("Bearer {}", text(&body, "access_token"));
    let done = sandbox.client().post_form(&url, &[], &[("authorization", &header)]).await.unwrap();
    assert_eq!(done.json()["value"], true);
    let answer = refresh(&sandbox, CONTOSO, &text(&body, "refresh_token"), &[]).await;
    assert_refused(&answer, 400, "invalid_grant", 50173);
}

//! A person authorizes: authorize endpoint, pages, code redemption, ID token.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use std::time::Duration;

use authpipe_sandbox::demo::{self, ADA, BOB, CARLA, CONTOSO, FABRIKAM, GUS, PIA};
use authpipe_sandbox::{BrowserError, Decision, Sandbox, UserConsent, World};
use common::*;

#[tokio::test]
async fn a_person_signs_in_consents_and_gets_tokens() {
    let sandbox = Sandbox::start(World::demo()).await;
    let url = authorize_url(&sandbox, CONTOSO, &[]);
    let back = sandbox.browser().sign_in(&url, &BOB, Decision::Accept).await.unwrap();
    assert_eq!(back.origin().ascii_serialization(), "http://localhost:7777");
    assert_eq!(param(&back, "state").as_deref(), Some("the state"));
    let answer = redeem(&sandbox, CONTOSO, &param(&back, "code").unwrap(), &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let body = answer.json();
    assert_eq!(body["token_type"], "Bearer");
    assert_eq!(body["scope"], "openid profile User.Read Files.Read.All");
    let expires_in = body["expires_in"].as_u64().unwrap();
    assert!((3600..=5400).contains(&expires_in), "{expires_in}");
    assert!(body["refresh_token"].is_string() && body["id_token"].is_string());
    let me = graph(&sandbox, &text(&body, "access_token"), "/me").await;
    assert_eq!(me.json()["id"], BOB.id);
}

#[tokio::test]
async fn id_tokens_verify_against_the_published_keys() {
    let sandbox = Sandbox::start(World::demo()).await;
    let body = tokens(&sandbox, &ADA).await;
    let id_token = text(&body, "id_token");
    let configuration = format!("{}/{CONTOSO}/v2.0/.well-known/openid-configuration", sandbox.http_origin());
    let configuration = sandbox.client().get(&configuration, &[]).await.unwrap().json();
    let keys = sandbox.client().get(&text(&configuration, "jwks_uri"), &[]).await.unwrap().json();
    let keys: jsonwebtoken::jwk::JwkSet = serde_json::from_value(keys).unwrap();
    let _ = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
    let header = jsonwebtoken::decode_header(&id_token).unwrap();
    let key = keys.find(header.kid.as_deref().unwrap()).unwrap();
    let mut rules = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::RS256);
    rules.set_audience(&[demo::CLIENT_ID]);
    rules.set_issuer(&[text(&configuration, "issuer")]);
    let key = jsonwebtoken::DecodingKey::from_jwk(key).unwrap();
    let claims = jsonwebtoken::decode::<serde_json::Value>(&id_token, &key, &rules).unwrap().claims;
    assert_eq!(claims["oid"], ADA.id);
    assert_eq!(claims["tid"], CONTOSO);
    assert_eq!(claims["nonce"], "the nonce");
    assert_eq!(claims["preferred_username"], ADA.username);
}

/// OpenID Connect Core §5.3.2: clients compare the two.
#[tokio::test]
async fn userinfo_has_the_subject_of_the_id_token() {
    let sandbox = Sandbox::start(World::demo()).await;
    let body = tokens(&sandbox, &ADA).await;
    let url = format!("{}/oidc/userinfo", sandbox.http_origin());
    let info = sandbox.client().get_bearer(&url, &text(&body, "access_token")).await.unwrap().json();
    assert_eq!((&info["sub"], &info["email"]), (&claims(&text(&body, "id_token"))["sub"], &ADA.username.into()));
}

#[tokio::test]
async fn wids_tell_administrators_from_members_and_can_be_switched_off() {
    let sandbox = Sandbox::start(World::demo()).await;
    let wids = async |person| claims(&text(&tokens(&sandbox, person).await, "id_token"))["wids"].clone();
    let (admin, member) = ("62e90394-69f5-4237-9190-012177145e10", "b79fbf4d-3ef9-4689-8143-76b194e85509");
    assert_eq!(wids(&ADA).await, serde_json::json!([admin, member]));
    assert_eq!(wids(&BOB).await, serde_json::json!([member]));
    assert!(wids(&PIA).await.is_null());
    sandbox.change(|world| world.app_mut(demo::CLIENT_ID).unwrap().group_membership_claims = false);
    assert!(wids(&ADA).await.is_null());
}

#[tokio::test]
async fn codes_are_judged_by_the_rules_of_the_provider() {
    let sandbox = Sandbox::start(World::demo()).await;
    let cases: [(&str, Changes<'_>, &str, u32); 6] = [
        (CONTOSO, &[("code_verifier", "another-verifier-that-is-long-enough-0123456789")], "invalid_grant", 501481),
        (CONTOSO, &[("code_verifier", "")], "invalid_grant", 501481),
        (CONTOSO, &[("redirect_uri", "http://localhost:7777/other")], "invalid_grant", 500112),
        ("organizations", &[], "invalid_grant", 700005),
        (FABRIKAM, &[], "invalid_grant", 700005),
        (CONTOSO, &[("code", "no-such-code")], "invalid_grant", 70000),
    ];
    for (tenant, changes, error, number) in cases {
        let code = code(&sandbox, CONTOSO, &BOB, &[]).await;
        assert_refused(&redeem(&sandbox, tenant, &code, changes).await, 400, error, number);
    }
}

#[tokio::test]
async fn a_code_works_once() {
    let sandbox = Sandbox::start(World::demo()).await;
    let code = code(&sandbox, CONTOSO, &BOB, &[]).await;
    assert_eq!(redeem(&sandbox, CONTOSO, &code, &[]).await.status, 200);
    assert_refused(&redeem(&sandbox, CONTOSO, &code, &[]).await, 400, "invalid_grant", 54005);
}

#[tokio::test]
async fn a_code_lives_ten_minutes() {
    let sandbox = Sandbox::start(World::demo()).await;
    let code = code(&sandbox, CONTOSO, &BOB, &[]).await;
    sandbox.clock().advance(Duration::from_secs(601));
    assert_refused(&redeem(&sandbox, CONTOSO, &code, &[]).await, 400, "invalid_grant", 70008);
}

#[tokio::test]
async fn refresh_and_id_tokens_come_only_when_asked_for() {
    let sandbox = Sandbox::start(World::demo()).await;
    let code = code(&sandbox, CONTOSO, &BOB, &[("scope", "User.Read"), ("nonce", "")]).await;
    let body = redeem(&sandbox, CONTOSO, &code, &[]).await.json();
    assert!(body["access_token"].is_string());
    assert!(body["refresh_token"].is_null() && body["id_token"].is_null() && body["client_info"].is_null());
}

#[tokio::test]
async fn client_info_and_string_numbers_come_when_wanted() {
    let sandbox = Sandbox::start(World::demo()).await;
    sandbox.change(|world| {
        world.settings.expires_in_as_string = true;
        world.settings.refresh_in = true;
    });
    let code = code(&sandbox, CONTOSO, &BOB, &[]).await;
    let body = redeem(&sandbox, CONTOSO, &code, &[("client_info", "1")]).await.json();
    assert!(body["client_info"].is_string());
    assert!(body["expires_in"].as_str().unwrap().parse::<u32>().unwrap() >= 3600);
    assert!(body["refresh_in"].is_u64());
}

#[tokio::test]
async fn aliases_admit_the_accounts_they_should() {
    let sandbox = Sandbox::start(World::demo()).await;
    let cases = [
        ("common", &BOB, true),
        ("common", &PIA, true),
        ("organizations", &BOB, true),
        ("organizations", &PIA, false),
        ("consumers", &PIA, true),
        ("consumers", &BOB, false),
        ("contoso.example", &BOB, true),
        (CONTOSO, &GUS, false),
        (demo::PIA.tenant_id, &PIA, true),
    ];
    for (tenant, person, admitted) in cases {
        let url = authorize_url(&sandbox, tenant, &[]);
        let outcome = sandbox.browser().sign_in(&url, person, Decision::Accept).await;
        match outcome {
            Ok(_) => assert!(admitted, "{tenant} {}", person.username),
            Err(BrowserError::Refused(text)) => {
                assert!(!admitted && text.contains("AADSTS50020"), "{tenant} {}: {text}", person.username);
            }
            Err(error) => panic!("{tenant} {}: {error}", person.username),
        }
    }
}

#[tokio::test]
async fn requests_that_cannot_be_trusted_end_on_a_page() {
    let sandbox = Sandbox::start(World::demo()).await;
    let cases: [(&str, Changes<'_>, &str); 4] = [
        (CONTOSO, &[("redirect_uri", "https://evil.example/callback")], "AADSTS50011"),
        (CONTOSO, &[("client_id", "a1b2c3d4-0000-4000-8000-00000000dead")], "AADSTS700016"),
        (CONTOSO, &[("redirect_uri", "")], "AADSTS90014"),
        ("no-such-tenant.example", &[], "AADSTS90002"),
    ];
    for (tenant, changes, expected) in cases {
        let url = authorize_url(&sandbox, tenant, changes);
        match sandbox.browser().sign_in(&url, &BOB, Decision::Accept).await {
            Err(BrowserError::Page(400, text)) => assert!(text.contains(expected), "{text}"),
            other => panic!("{changes:?}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn other_mistakes_go_back_to_the_application() {
    let sandbox = Sandbox::start(World::demo()).await;
    let cases: [(Changes<'_>, &str); 6] = [
        (&[("response_type", "token")], "unsupported_response_type"),
        (&[("scope", "No.Such")], "invalid_scope"),
        (&[("scope", "api://other/Read")], "invalid_resource"),
        (&[("code_challenge", "short")], "invalid_request"),
        (&[("response_mode", "fragment")], "invalid_request"),
        (&[("prompt", "none")], "login_required"),
    ];
    for (changes, error) in cases {
        let url = authorize_url(&sandbox, CONTOSO, changes);
        let back = sandbox.browser().sign_in(&url, &BOB, Decision::Accept).await.unwrap();
        assert_eq!(param(&back, "error").as_deref(), Some(error), "{changes:?}");
        assert_eq!(param(&back, "state").as_deref(), Some("the state"), "{changes:?}");
    }
}

#[tokio::test]
async fn cancelling_is_access_denied_with_the_subcode_cancel() {
    let sandbox = Sandbox::start(World::demo()).await;
    let url = authorize_url(&sandbox, CONTOSO, &[]);
    let back = sandbox.browser().sign_in(&url, &BOB, Decision::Cancel).await.unwrap();
    assert_eq!(param(&back, "error").as_deref(), Some("access_denied"));
    assert_eq!(param(&back, "error_subcode").as_deref(), Some("cancel"));
    assert_eq!(param(&back, "state").as_deref(), Some("the state"));
}

#[tokio::test]
async fn a_browser_stays_signed_in_and_consent_is_remembered() {
    let sandbox = Sandbox::start(World::demo()).await;
    let browser = sandbox.browser();
    let url = authorize_url(&sandbox, CONTOSO, &[]);
    browser.sign_in(&url, &BOB, Decision::Accept).await.unwrap();
    let again = browser.open(&url).await.unwrap();
    assert_eq!(again.status, 303, "no page the second time");
    let silent = browser.open(&authorize_url(&sandbox, CONTOSO, &[("prompt", "none")])).await.unwrap();
    assert!(silent.header("location").unwrap().contains("code="));
    let more = authorize_url(&sandbox, CONTOSO, &[("prompt", "none"), ("scope", "openid Mail.Read")]);
    let silent = browser.open(&more).await.unwrap();
    assert!(silent.header("location").unwrap().contains("error=interaction_required"), "consent is missing");
    let hinted = browser.open(&authorize_url(&sandbox, CONTOSO, &[("login_hint", CARLA.username)])).await.unwrap();
    assert!(hinted.text().contains("data-page=\"sign-in\"") && hinted.text().contains(CARLA.username));
    let asked = browser.open(&authorize_url(&sandbox, CONTOSO, &[("prompt", "consent")])).await.unwrap();
    assert!(asked.text().contains("data-page=\"consent\"") && asked.text().contains(BOB.username));
    let other = sandbox.browser().open(&url).await.unwrap();
    assert!(other.text().contains("data-page=\"sign-in\""), "another browser is not signed in");
    let chosen = authorize_url(&sandbox, CONTOSO, &[("prompt", "select_account")]);
    browser.sign_in(&chosen, &CARLA, Decision::Accept).await.unwrap();
}

#[tokio::test]
async fn signing_out_ends_the_browser_session_only() {
    let sandbox = Sandbox::start(World::demo()).await;
    let browser = sandbox.browser();
    let url = authorize_url(&sandbox, CONTOSO, &[]);
    let back = browser.sign_in(&url, &BOB, Decision::Accept).await.unwrap();
    let body = redeem(&sandbox, CONTOSO, &param(&back, "code").unwrap(), &[]).await.json();
    browser.open(&format!("{}/common/oauth2/v2.0/logout", sandbox.http_origin())).await.unwrap();
    assert!(browser.open(&url).await.unwrap().text().contains("data-page=\"sign-in\""));
    assert_eq!(refresh(&sandbox, CONTOSO, &text(&body, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_wrong_password_and_a_disabled_account_are_refused() {
    let sandbox = Sandbox::start(World::demo()).await;
    let url = authorize_url(&sandbox, CONTOSO, &[]);
    let wrong = sandbox.browser().sign_in(&url, (BOB.username, "no"), Decision::Accept).await;
    assert!(matches!(wrong, Err(BrowserError::Refused(_))), "{wrong:?}");
    sandbox.change(|world| world.user_mut(BOB.id).unwrap().disabled = true);
    let disabled = sandbox.browser().sign_in(&url, &BOB, Decision::Accept).await;
    assert!(matches!(&disabled, Err(BrowserError::Refused(text)) if text.contains("50057")), "{disabled:?}");
}

#[tokio::test]
async fn form_post_carries_the_answer_in_a_form() {
    let sandbox = Sandbox::start(World::demo()).await;
    let browser = sandbox.browser();
    let tricky = "<\"'&> state";
    let url = authorize_url(&sandbox, CONTOSO, &[("response_mode", "form_post"), ("state", tricky)]);
    let back = browser.sign_in(&url, &BOB, Decision::Accept).await.unwrap();
    assert_eq!(back.as_str(), REDIRECT);
    let form = browser.last_form();
    assert!(form.iter().any(|(name, value)| name == "state" && value == tricky), "{form:?}");
    assert!(form.iter().any(|(name, _)| name == "code"));
}

#[tokio::test]
async fn restricted_scopes_need_an_administrator_where_the_policy_says_so() {
    let sandbox = Sandbox::start(World::demo()).await;
    let policy = |policy| sandbox.change(|world| world.organisation_mut(CONTOSO).unwrap().user_consent = policy);
    let full = authorize_url(&sandbox, CONTOSO, &[]);
    let small = authorize_url(&sandbox, CONTOSO, &[("scope", "openid User.Read")]);
    policy(UserConsent::NotAdminRestricted);
    let outcome = sandbox.browser().sign_in(&full, &BOB, Decision::Accept).await;
    assert!(matches!(outcome, Err(BrowserError::ApprovalRequired)), "{outcome:?}");
    let left = sandbox.browser().sign_in(&full, &BOB, Decision::Cancel).await.unwrap();
    assert_eq!(param(&left, "error_subcode").as_deref(), Some("cancel"), "not to be told from a cancellation");
    assert!(sandbox.browser().sign_in(&small, &BOB, Decision::Accept).await.is_ok());
    policy(UserConsent::Nobody);
    let outcome = sandbox.browser().sign_in(&small, &CARLA, Decision::Accept).await;
    assert!(matches!(outcome, Err(BrowserError::ApprovalRequired)), "{outcome:?}");
    let admin = sandbox.browser().sign_in(&full, &ADA, Decision::AcceptForOrganisation).await.unwrap();
    assert!(param(&admin, "code").is_some());
    assert!(sandbox.browser().sign_in(&full, &CARLA, Decision::Accept).await.is_ok(), "consented for everybody");
}

#[tokio::test]
async fn single_page_applications_have_their_own_rules() {
    let sandbox = Sandbox::start(World::demo()).await;
    let spa = "https://spa.example.test/callback";
    let changes = [("redirect_uri", spa)];
    let url = format!("{}/{CONTOSO}/oauth2/v2.0/token", sandbox.http_origin());
    let code = code(&sandbox, CONTOSO, &BOB, &changes).await;
    assert_refused(&redeem(&sandbox, CONTOSO, &code, &changes).await, 400, "invalid_request", 9002327);
    let form = [
        ("client_id", demo::CLIENT_ID),
        ("client_secret", demo::CLIENT_SECRET),
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", spa),
        ("code_verifier", VERIFIER),
    ];
    let origin = [("origin", "https://spa.example.test")];
    let body = sandbox.client().post_form(&url, &form, &origin).await.unwrap().json();
    assert_eq!(body["refresh_token_expires_in"], 86_400);
    sandbox.clock().advance(Duration::from_secs(23 * 3600));
    let refresh = async |token: &str| {
        let form = [
            ("client_id", demo::CLIENT_ID),
            ("client_secret", demo::CLIENT_SECRET),
            ("grant_type", "refresh_token"),
            ("refresh_token", token),
        ];
        sandbox.client().post_form(&url, &form, &origin).await.unwrap()
    };
    let second = refresh(&text(&body, "refresh_token")).await.json();
    sandbox.clock().advance(Duration::from_secs(3601));
    let third = refresh(&text(&second, "refresh_token")).await;
    assert_refused(&third, 400, "invalid_grant", 700084);
}

#[tokio::test]
async fn pages_are_escaped_and_forbid_scripts() {
    let mut world = World::demo();
    world.app_mut(demo::CLIENT_ID).unwrap().name = "<script>alert(1)</script>".to_owned();
    let sandbox = Sandbox::start(world).await;
    let browser = sandbox.browser();
    let url = authorize_url(&sandbox, CONTOSO, &[("login_hint", "\"><script>x</script>")]);
    let page = browser.open(&url).await.unwrap();
    assert!(!page.text().contains("<script>x"), "{}", page.text());
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    browser.sign_in(&authorize_url(&sandbox, CONTOSO, &[]), &BOB, Decision::Accept).await.unwrap();
    let consent = browser.open(&authorize_url(&sandbox, CONTOSO, &[("prompt", "consent")])).await.unwrap().text();
    assert!(consent.contains("&lt;script&gt;alert(1)") && !consent.contains("<script>alert"));
}

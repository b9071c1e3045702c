//! Installing: the sign-in proves organisation and role, the consent only must not contradict, probes show the permissions.

use std::time::Duration;

use crate::support::flow::{cancel, origin_of, parameter, problem, state_of, words};
use crate::support::{App, PROVIDER, admin, code, grant_id, header, member, principal, sign_in, tenant, text};
use authpipe::{ListQuery, Options, Principal, Role};
use authpipe_sandbox::{World, demo};
use serde_json::{Value, json};

fn other_admin() -> Principal {
    principal("other", "olga", Role::Admin)
}

/// What the consent page would send for an organisation; anybody can type it.
fn consent_answer(consent_url: &str, organisation: &str) -> String {
    format!("admin_consent=True&tenant={organisation}&state={}", state_of(consent_url))
}

/// An ordinary member signs in, and forges the answer of the consent page.
async fn install_by_forgery(app: &App, who: &Principal, login: &demo::Person) -> Value {
    let mut browser = app.browser();
    let (id, consent_url) = browser.prove(who, login).await;
    let page = browser.answer(PROVIDER, &consent_answer(&consent_url, login.tenant_id), Some(who)).await;
    assert_eq!(page.status, 200, "{}", text(&page));
    browser.session(&id, who).await
}

/// The consent of an organisation is no proof that whoever comes with it may act for it.
#[tokio::test]
async fn a_member_of_a_consented_organisation_gets_no_credential_until_somebody_approves() {
    let app = App::start().await;
    app.sandbox.grant_admin_consent(demo::CONTOSO, demo::CLIENT_ID);
    let session = install_by_forgery(&app, &admin(), &demo::BOB).await;
    assert_eq!(session["status"], "complete", "{session}");
    assert_eq!(session["installation"]["status"], "pending_approval", "{session}");
    assert_eq!(code(app.bot_credential().await), "approval_required");
    app.advance(Duration::from_secs(3600));
    app.authpipe.run_maintenance(None).await.unwrap();
    assert_eq!(code(app.bot_credential().await), "approval_required");
    let minted = app.sandbox.ledger().token_requests();
    assert!(minted.iter().all(|entry| entry.grant_type.as_deref() == Some("authorization_code")), "nothing was minted");

    let approved = app.authpipe.approve_installation(tenant("acme"), grant_id(&session["installation"])).await.unwrap();
    assert_eq!(approved.status.as_str(), "active");
    assert!(app.bot_credential().await.is_ok());
    let again = app.authpipe.approve_installation(tenant("acme"), grant_id(&session["installation"])).await;
    assert_eq!(code(again), "invalid_request");
}

/// Without the registration's setting the token names no roles: then even an administrator has not proved anything.
#[tokio::test]
async fn an_id_token_without_roles_proves_nothing() {
    let mut world = World::demo();
    world.app_mut(demo::CLIENT_ID).unwrap().group_membership_claims = false;
    let app = App::start_with(world, |_| {}).await;
    let session = app.install().await;
    assert_eq!(session["installation"]["status"], "pending_approval", "{session}");
    assert_eq!(code(app.bot_credential().await), "approval_required");
}

/// Whoever installed it without proof is not told that it works, also at a reload.
#[tokio::test]
async fn the_page_of_an_installation_that_waits_for_approval_says_so() {
    let mut world = World::demo();
    world.app_mut(demo::CLIENT_ID).unwrap().group_membership_claims = false;
    let app = App::start_with(world, |_| {}).await;
    let mut browser = app.browser();
    let (_, consent_url) = browser.prove(&admin(), &demo::ADA).await;
    let back = sign_in(&app.sandbox.browser(), &consent_url, &demo::ADA).await;
    for _ in 0..2 {
        let page = text(&browser.callback(&back, Some(&admin())).await);
        assert!(page.contains("<h1>Waiting for approval</h1>") && !page.contains("Connected"), "{page}");
    }

    // And where the application's own page greets.
    let body = json!({ "provider": PROVIDER, "mode": "redirect", "return_to": "/done" });
    let (_, url) = browser.begin("/oauth/installs", body, &admin()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::ADA).await;
    let consent_url = header(&browser.callback(&back, Some(&admin())).await, "location").to_owned();
    let back = sign_in(&app.sandbox.browser(), &consent_url, &demo::ADA).await;
    for _ in 0..2 {
        let end = browser.callback(&back, Some(&admin())).await;
        assert_eq!(parameter(header(&end, "location"), "authpipe_status").as_deref(), Some("pending_approval"));
    }
}

#[tokio::test]
async fn a_consent_for_another_organisation_stores_nothing() {
    let app = App::start().await;
    let upper = demo::CONTOSO.to_uppercase();
    for organisation in [demo::FABRIKAM, "", &upper, "contoso.example", "organizations"] {
        let mut browser = app.browser();
        let (id, consent_url) = browser.prove(&admin(), &demo::ADA).await;
        browser.answer(PROVIDER, &consent_answer(&consent_url, organisation), Some(&admin())).await;
        let told = browser.told(&id, &admin()).await;
        assert!(told.contains("another organisation"), "{told}");
        app.assert_ended_with_nothing(&id, "failed", "account_mismatch");
    }
    let mut browser = app.browser();
    let (id, consent_url) = browser.prove(&admin(), &demo::ADA).await;
    // Twice is nothing at all; without the parameter it is refused.
    let twice = format!("{}&tenant={}", consent_answer(&consent_url, demo::FABRIKAM), demo::CONTOSO);
    assert_eq!(browser.answer(PROVIDER, &twice, Some(&admin())).await.status, 400);
    assert_eq!(app.session_line(&id).status, "pending");
    let query = format!("admin_consent=True&state={}", state_of(&consent_url));
    browser.answer(PROVIDER, &query, Some(&admin())).await;
    app.assert_ended_with_nothing(&id, "failed", "account_mismatch");
}

#[tokio::test]
async fn an_error_beside_admin_consent_wins() {
    let app = App::start().await;
    for (error, status, code) in [
        ("access_denied", "cancelled", "access_denied"),
        ("permission_denied", "cancelled", "access_denied"),
        ("", "failed", "provider_error"),
        ("unauthorized_client", "failed", "provider_error"),
        ("consent_required", "failed", "admin_consent_required"),
        ("server_error", "failed", "provider_unavailable"),
    ] {
        let mut browser = app.browser();
        let (id, consent_url) = browser.prove(&admin(), &demo::ADA).await;
        let query = format!("{}&error={error}", consent_answer(&consent_url, demo::CONTOSO));
        browser.answer(PROVIDER, &query, Some(&admin())).await;
        app.assert_ended_with_nothing(&id, status, code);
    }
    let mut browser = app.browser();
    let (id, consent_url) = browser.prove(&admin(), &demo::ADA).await;
    let no = consent_answer(&consent_url, demo::CONTOSO).replace("True", "False");
    browser.answer(PROVIDER, &no, Some(&admin())).await;
    app.assert_ended_with_nothing(&id, "failed", "state_invalid");
}

/// The same through the sandbox's own pages: cancelled at the sign-in, and at the consent.
#[tokio::test]
async fn a_cancelled_installation_stores_nothing() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.begin_install(&admin()).await;
    let back = cancel(&app, &url, &demo::ADA).await;
    browser.callback(&back, Some(&admin())).await;
    app.assert_ended_with_nothing(&id, "cancelled", "access_denied");

    let (id, consent_url) = browser.prove(&admin(), &demo::ADA).await;
    let back = cancel(&app, &consent_url, &demo::ADA).await;
    let page = browser.callback(&back, Some(&admin())).await;
    assert_eq!(page.status, 200);
    assert_ne!(app.session_line(&id).status, "complete");
    assert!(!app.session_line(&id).keeps_secrets);
    assert_eq!(app.grant_lines(), []);
}

/// The second step has a state and a cookie of its own, and the same checks as the first.
#[tokio::test]
async fn the_consent_step_is_checked_like_the_first() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, first_url) = browser.begin_install(&admin()).await;
    let first_cookies = browser.cookies.clone();
    let provider = app.sandbox.browser();
    let first_back = sign_in(&provider, &first_url, &demo::ADA).await;
    let next = browser.callback(&first_back, Some(&admin())).await;
    let consent_url = header(&next, "location").to_owned();
    assert_ne!(state_of(&first_url), state_of(&consent_url));
    assert_ne!(browser.cookies, first_cookies);
    assert!(consent_url.contains(&format!("/{}/v2.0/adminconsent", demo::CONTOSO)), "{consent_url}");
    assert_eq!(parameter(&consent_url, "code_challenge"), None);
    let redeemed = app.token_requests();
    let answer = consent_answer(&consent_url, demo::CONTOSO);

    // Another browser, the first step's cookie, and the first step's state are refused.
    assert_eq!(app.browser().answer(PROVIDER, &answer, Some(&admin())).await.status, 403);
    let mut old = app.browser();
    old.cookies = first_cookies;
    assert_eq!(old.answer(PROVIDER, &answer, Some(&admin())).await.status, 403);
    assert_eq!(browser.callback(&first_back, Some(&admin())).await.status, 400);
    let replayed = format!("admin_consent=True&tenant={}&state={}", demo::CONTOSO, state_of(&first_url));
    assert_eq!(browser.answer(PROVIDER, &replayed, Some(&admin())).await.status, 400);
    assert_eq!(app.session_line(&id).status, "pending");

    // Another person burns it.
    browser.answer(PROVIDER, &answer, Some(&member())).await;
    app.assert_ended_with_nothing(&id, "failed", "identity_mismatch");
    assert_eq!(app.token_requests(), redeemed);
}

#[tokio::test]
async fn each_step_has_ten_minutes() {
    for (second, status) in [(550, "complete"), (601, "expired")] {
        let app = App::start().await;
        let mut browser = app.browser();
        let (id, url) = browser.begin_install(&admin()).await;
        app.advance(Duration::from_secs(550));
        let back = sign_in(&app.sandbox.browser(), &url, &demo::ADA).await;
        let next = browser.callback(&back, Some(&admin())).await;
        app.advance(Duration::from_secs(second));
        app.sandbox.grant_admin_consent(demo::CONTOSO, demo::CLIENT_ID);
        let answer = consent_answer(header(&next, "location"), demo::CONTOSO);
        browser.answer(PROVIDER, &answer, Some(&admin())).await;
        assert_eq!(browser.session(&id, &admin()).await["status"], status);
    }
}

#[tokio::test]
async fn an_organisation_belongs_to_one_tenant() {
    let app = App::start().await;
    app.install().await;
    let before = app.grant_lines();
    let mut browser = app.browser();
    let (id, consent_url) = browser.prove(&other_admin(), &demo::ADA).await;
    let back = sign_in(&app.sandbox.browser(), &consent_url, &demo::ADA).await;
    let page = browser.callback(&back, Some(&other_admin())).await;
    assert!(words(&page).starts_with("Your organisation is connected elsewhere already."), "{}", text(&page));
    let told = browser.told(&id, &other_admin()).await;
    assert!(told.contains("installed for another tenant") && !told.contains("acme"), "{told}");
    app.assert_ended(&id, "failed", "installation_claimed");
    let lines: Vec<_> = app.grant_lines().into_iter().map(|line| (line.id, line.tenant_id, line.sealed)).collect();
    assert_eq!(lines, before.into_iter().map(|line| (line.id, line.tenant_id, line.sealed)).collect::<Vec<_>>());

    // A member's forged consent waits and holds nothing, and cannot be approved while the organisation is taken.
    let session = install_by_forgery(&app, &other_admin(), &demo::BOB).await;
    let approval = app.authpipe.approve_installation(tenant("other"), grant_id(&session["installation"])).await;
    assert_eq!(code(approval), "installation_claimed");
    // Once it is let go, the other tenant may have it.
    let own = app.grant_lines().into_iter().find(|line| line.tenant_id == "acme").unwrap();
    let id = authpipe::GrantId::parse(&own.id).unwrap();
    app.authpipe.delete_installation(tenant("acme"), id).await.unwrap();
    let approved = app.authpipe.approve_installation(tenant("other"), grant_id(&session["installation"])).await.unwrap();
    assert_eq!(approved.status.as_str(), "active");
}

/// A stranger's unproved consent keeps nobody out: neither another tenant, nor the same one with another organisation.
#[tokio::test]
async fn a_pending_approval_does_not_keep_the_administrator_out() {
    let app = App::start().await;
    let session = install_by_forgery(&app, &other_admin(), &demo::BOB).await;
    assert_eq!(session["installation"]["status"], "pending_approval");
    assert_eq!(app.install().await["installation"]["status"], "active");
    let approval = app.authpipe.approve_installation(tenant("other"), grant_id(&session["installation"])).await;
    assert_eq!(code(approval), "installation_claimed");

    for login in [&demo::BOB, &demo::GUS] {
        let app = App::start().await;
        let session = install_by_forgery(&app, &admin(), login).await;
        assert_eq!(session["installation"]["status"], "pending_approval");
        let session = app.install().await;
        assert_eq!(session["installation"]["status"], "active", "{session}");
        assert_eq!(session["installation"]["provider_installation_id"], demo::CONTOSO);
        assert!(app.bot_credential().await.is_ok());
    }
}

/// Somebody without proof changes nothing about an installation that an administrator made.
#[tokio::test]
async fn an_unproved_installation_replaces_no_proved_one() {
    let app = App::start().await;
    app.install().await;
    let before = app.grant_lines();
    let session = install_by_forgery(&app, &admin(), &demo::BOB).await;
    assert_eq!(session["installation"]["status"], "active", "{session}");
    assert_eq!(app.grant_lines(), before);
    assert!(app.bot_credential().await.is_ok());
    // Nor does it move it to another organisation, proved or not.
    for login in [&demo::GUS, &demo::FAY] {
        let mut browser = app.browser();
        let (id, consent_url) = browser.prove(&admin(), login).await;
        browser.answer(PROVIDER, &consent_answer(&consent_url, demo::FABRIKAM), Some(&admin())).await;
        app.assert_ended(&id, "failed", "account_mismatch");
        assert_eq!(app.grant_lines(), before);
    }

    // While the roles still spread it is the same: the organisation stays held.
    let app = App::start_with(slow_world(), |_| {}).await;
    app.install().await;
    let session = install_by_forgery(&app, &admin(), &demo::BOB).await;
    assert_eq!(session["installation"]["status"], "pending", "{session}");
}

fn slow_world() -> World {
    let mut world = World::demo();
    world.settings.consent_propagation = Duration::from_secs(300);
    world
}

#[tokio::test]
async fn roles_that_spread_slowly_make_it_active_later() {
    let app = App::start_with(slow_world(), |_| {}).await;
    let session = app.install().await;
    assert_eq!(session["status"], "complete");
    assert_eq!(session["installation"]["status"], "pending", "{session}");
    assert_eq!(code(app.bot_credential().await), "installation_pending");
    app.advance(Duration::from_secs(60));
    app.authpipe.run_maintenance(None).await.unwrap();
    assert_eq!(app.grant_lines()[0].status, "pending");
    app.advance(Duration::from_secs(300));
    app.authpipe.run_maintenance(None).await.unwrap();
    assert_eq!(app.grant_lines()[0].status, "active");
    assert!(app.bot_credential().await.is_ok());
}

#[tokio::test]
async fn roles_that_never_come_end_it_after_fifteen_minutes() {
    let mut world = World::demo();
    world.app_mut(demo::CLIENT_ID).unwrap().roles.clear();
    let app = App::start_with(world, |_| {}).await;
    assert_eq!(app.install().await["installation"]["status"], "pending");
    app.advance(Duration::from_secs(14 * 60));
    app.authpipe.run_maintenance(None).await.unwrap();
    assert_eq!(app.grant_lines()[0].status, "pending");
    app.advance(Duration::from_secs(2 * 60));
    app.authpipe.run_maintenance(None).await.unwrap();
    let query = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    let page = app.authpipe.list_installations(query).await.unwrap();
    assert_eq!(
        (page.data[0].status.as_str(), page.data[0].reason.as_ref().map(authpipe::StatusReason::as_str)),
        ("needs_reauth", Some("roles_missing"))
    );
    app.advance(Duration::from_secs(2 * 3600));
    let error = app.bot_credential().await.unwrap_err();
    assert_eq!((error.code().as_str(), error.context().reason.as_deref()), ("reauth_required", Some("roles_missing")));
}

/// What an administrator has proved outlives the state it is in: a member's consent neither replaces it nor lets go of it.
#[tokio::test]
async fn an_unproved_installation_replaces_no_proved_one_that_has_ended() {
    let mut world = World::demo();
    world.app_mut(demo::CLIENT_ID).unwrap().roles.clear();
    let app = App::start_with(world, |_| {}).await;
    app.install().await;
    app.advance(Duration::from_secs(16 * 60));
    app.authpipe.run_maintenance(None).await.unwrap();
    let ended = app.grant_lines();
    assert_eq!(ended[0].status, "needs_reauth");

    for (login, organisation, code) in
        [(&demo::BOB, demo::CONTOSO, "approval_required"), (&demo::GUS, demo::FABRIKAM, "account_mismatch")]
    {
        let mut browser = app.browser();
        let (id, consent_url) = browser.prove(&admin(), login).await;
        browser.answer(PROVIDER, &consent_answer(&consent_url, organisation), Some(&admin())).await;
        app.assert_ended(&id, "failed", code);
        assert_eq!(app.grant_lines(), ended, "{code}");
    }
    // The organisation is still held against another tenant's administrator.
    let mut browser = app.browser();
    let (id, consent_url) = browser.prove(&other_admin(), &demo::ADA).await;
    browser.answer(PROVIDER, &consent_answer(&consent_url, demo::CONTOSO), Some(&other_admin())).await;
    app.assert_ended(&id, "failed", "installation_claimed");
    // Its own administrator installs it again.
    assert_eq!(app.install().await["installation"]["status"], "pending");
}

/// A provider's definition whose sign-in page lets personal accounts in.
fn add_open_definition(options: &mut Options) {
    let builtin = authpipe::Catalog::builtin().get(PROVIDER).expect("the catalogue");
    let mut definition = serde_json::to_value(&*builtin).expect("a definition");
    definition["id"] = json!("open-onedrive");
    definition["install"]["sign_in_variables"]["authority"] = json!("common");
    let origins = options.danger_origins[PROVIDER].clone();
    assert_eq!(origins["login"], origin_of(options));
    let input = authpipe::ProviderInput { definition: Some(definition), ..options.providers[PROVIDER].clone() };
    options.providers.insert("open-onedrive".into(), input);
    options.danger_origins.insert("open-onedrive".into(), origins);
}

#[tokio::test]
async fn a_personal_account_cannot_be_installed() {
    let app = App::start_with(World::demo(), add_open_definition).await;
    let mut browser = app.browser();
    let (id, url) = browser.begin("/oauth/installs", json!({ "provider": "open-onedrive" }), &admin()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::PIA).await;
    browser.callback(&back, Some(&admin())).await;
    let told = browser.told(&id, &admin()).await;
    assert_eq!(told, "Personal Microsoft accounts cannot do this. Sign in with an account of an organisation.");
    app.assert_ended_with_nothing(&id, "failed", "account_type_unsupported");
}

/// A deleted installation lets go of everything, and of its organisation.
#[tokio::test]
async fn a_deleted_installation_can_be_installed_again() {
    let app = App::start().await;
    let session = app.install().await;
    let id = session["installation"]["id"].as_str().unwrap().to_owned();
    assert_eq!(app.browser().delete(&format!("/installations/{id}"), Some(&admin())).await.status, 204);
    assert_eq!(code(app.bot_credential().await), "installation_not_found");
    let gone = app.browser().delete(&format!("/installations/{id}"), Some(&admin())).await;
    assert_eq!(problem(&gone), "installation_not_found");
    assert_eq!(app.install().await["installation"]["status"], "active");
    assert!(app.bot_credential().await.is_ok());
}

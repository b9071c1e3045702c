//! Tenants do not see each other: a foreign id is exactly like an absent one, and ids are bytes (SR-37, SR-38).

use crate::support;
use std::fmt::Debug;

use crate::support::flow::{delete, problem};
use crate::support::{App, PROVIDER, admin, get, installation, member, post, principal, tenant, user};
use authpipe::{
    CallOptions, CredentialFor, Error, EventQuery, GrantId, HttpRequest, Label, ListQuery, Principal, ProviderId, Role,
    StoreCredential, Subject, TenantId, UserId,
};
use authpipe_sandbox::World;
use serde_json::{Value, json};

fn other() -> Principal {
    principal("other", "olga", Role::Admin)
}

/// What a caller can tell two refusals apart by.
fn shape<T: Debug>(result: Result<T, Error>) -> (String, String, Option<String>, Option<String>) {
    let error = result.expect_err("a refusal");
    let context = error.context();
    let named = context.tenant_id.clone().or_else(|| context.connection_id.as_ref().map(|_| "an id".to_owned()));
    (error.code().as_str().into(), error.message().into(), error.hint().map(str::to_owned), named)
}

fn absent(real: &GrantId) -> GrantId {
    GrantId::parse(&format!("{}_{}", &real.as_str()[..3], "A".repeat(22))).unwrap()
}

/// One connected user, one installation; their ids.
async fn stocked() -> (App, GrantId, GrantId) {
    let app = App::start().await;
    app.install().await;
    app.connect().await;
    let lines = app.grant_lines();
    let id = |prefix: &str| GrantId::parse(&lines.iter().find(|line| line.id.starts_with(prefix)).unwrap().id).unwrap();
    let (connection, installation) = (id("con_"), id("ins_"));
    (app, connection, installation)
}

/// SR-38: every call of the facade that takes an id.
#[tokio::test]
async fn a_foreign_id_is_an_absent_id_in_every_call() {
    let (app, connection, installed) = stocked().await;
    let (lines, api, other) = (app.grant_lines(), &app.authpipe, tenant("other"));
    // The other tenant has grants of its own, so that it is no stranger to the vault.
    app.browser().connect(&principal("other", "ben", Role::Member), &authpipe_sandbox::demo::GUS).await;
    for (real, kind) in [(&connection, "connection"), (&installed, "installation")] {
        let none = absent(real);
        let t = || other.clone();
        assert_eq!(
            shape(api.get_connection(t(), real.clone()).await),
            shape(api.get_connection(t(), none.clone()).await),
            "{kind}"
        );
        assert_eq!(
            shape(api.delete_connection(t(), real.clone()).await),
            shape(api.delete_connection(t(), none.clone()).await),
            "{kind}"
        );
        assert_eq!(
            shape(api.check_connection(t(), real.clone()).await),
            shape(api.check_connection(t(), none.clone()).await),
            "{kind}"
        );
        assert_eq!(
            shape(api.get_installation(t(), real.clone()).await),
            shape(api.get_installation(t(), none.clone()).await),
            "{kind}"
        );
        assert_eq!(
            shape(api.approve_installation(t(), real.clone()).await),
            shape(api.approve_installation(t(), none.clone()).await),
            "{kind}"
        );
        assert_eq!(
            shape(api.delete_installation(t(), real.clone()).await),
            shape(api.delete_installation(t(), none.clone()).await),
            "{kind}"
        );
        for credential_for in [None, Some(CredentialFor::User), Some(CredentialFor::Installation), Some(CredentialFor::Any)] {
            for user_id in [None, Some(UserId::parse("ben").unwrap())] {
                let subject = |id: &GrantId| Subject {
                    tenant_id: t(),
                    user_id: user_id.clone(),
                    grant_id: Some(id.clone()),
                    credential_for,
                    ..installation()
                };
                let (foreign, nothing) = (subject(real), subject(&none));
                let options = CallOptions::default;
                assert_eq!(
                    shape(api.get_credential(&foreign, options()).await),
                    shape(api.get_credential(&nothing, options()).await),
                    "{kind} {credential_for:?} {user_id:?}"
                );
                assert!(api.peek_credential(&foreign).unwrap().is_none());
            }
        }
        let query = |id: &GrantId| EventQuery { tenant_id: Some(t()), connection_id: Some(id.clone()), ..EventQuery::default() };
        assert!(api.list_events(query(real)).await.unwrap().data.is_empty());
    }
    let page = api.list_connections(ListQuery { tenant_id: Some(other.clone()), ..ListQuery::default() }).await.unwrap();
    assert!(page.data.iter().all(|view| view.key.tenant_id == other) && page.data.len() == 1);
    let page = api.list_installations(ListQuery { tenant_id: Some(other), ..ListQuery::default() }).await.unwrap();
    assert!(page.data.is_empty());
    // Nothing of all that has touched the owner's rows.
    let now: Vec<_> = app.grant_lines().into_iter().filter(|line| line.tenant_id == "acme").collect();
    assert_eq!(now, lines);
    assert!(app.user_credential().await.is_ok() && app.bot_credential().await.is_ok());
}

/// An installation's id in a call for connections, and the other way round, is absent too.
#[tokio::test]
async fn the_kinds_of_ids_are_not_mixed_up() {
    let (app, connection, installed) = stocked().await;
    let own = || tenant("acme");
    assert_eq!(support::code(app.authpipe.get_connection(own(), installed.clone()).await), "not_connected");
    assert_eq!(support::code(app.authpipe.delete_connection(own(), installed).await), "not_connected");
    assert_eq!(support::code(app.authpipe.get_installation(own(), connection.clone()).await), "installation_not_found");
    assert_eq!(support::code(app.authpipe.delete_installation(own(), connection.clone()).await), "installation_not_found");
    assert_eq!(support::code(app.authpipe.approve_installation(own(), connection).await), "installation_not_found");
    assert!(app.user_credential().await.is_ok() && app.bot_credential().await.is_ok());
}

/// A request for an id.
type Ask<'a> = &'a dyn Fn(&str) -> HttpRequest;

/// The answer without what differs in any two answers.
async fn outcome(app: &App, request: HttpRequest, who: &Principal) -> (u16, Value, Vec<(String, String)>) {
    let response = app.browser().send(request, Some(who.clone())).await;
    let mut body: Value = serde_json::from_slice(&response.body).unwrap_or(Value::Null);
    if let Some(object) = body.as_object_mut() {
        object.remove("request_id");
    }
    (response.status, body, response.headers)
}

/// SR-38 and SR-37: every route with an id: foreign, of another user, absent, in another spelling, and malformed are all alike.
#[tokio::test]
async fn routes_answer_foreign_absent_and_malformed_ids_alike() {
    let (app, connection, installed) = stocked().await;
    let lines = app.grant_lines();
    let mut browser = app.browser();
    let (session, _) = browser.start(&member()).await;
    let colleague = principal("acme", "eve", Role::Admin);
    let bad = [
        "x".to_owned(),
        " ".to_owned(),
        "con_".to_owned(),
        "%00".to_owned(),
        "con_\u{0}".to_owned(),
        "'; DROP TABLE grants; --".to_owned(),
        "c\u{43e}n_AAAAAAAAAAAAAAAAAAAAAA".to_owned(),
        "\u{200b}".to_owned(),
        "e\u{301}".to_owned(),
        "..".to_owned(),
        "%2e%2e".to_owned(),
        "x".repeat(100_000),
    ];
    let routes: [(&str, Ask<'_>, &str, &[&Principal]); 6] = [
        ("read connection", &|id| get(&format!("/connections/{id}")), connection.as_str(), &[&other(), &colleague]),
        ("delete connection", &|id| delete(&format!("/connections/{id}")), connection.as_str(), &[&other(), &colleague]),
        ("delete installation", &|id| delete(&format!("/installations/{id}")), installed.as_str(), &[&other()]),
        ("read session", &|id| get(&format!("/oauth/sessions/{id}")), &session, &[&other(), &colleague]),
        ("cancel session", &|id| delete(&format!("/oauth/sessions/{id}")), &session, &[&other(), &colleague]),
        (
            "complete session",
            &|id| post(&format!("/oauth/sessions/{id}/complete"), &json!({ "completion": "x" })),
            &session,
            &[&other(), &colleague],
        ),
    ];
    for (name, request, real, strangers) in routes {
        for who in strangers {
            let none = format!("{}_{}", &real[..3], "A".repeat(22));
            let expected = outcome(&app, request(&none), who).await;
            assert_eq!(expected.0, 404, "{name}");
            let spelt = [real.to_uppercase(), real.to_lowercase(), format!("{real} "), format!("{real}%20"), format!("{real}A")];
            for id in std::iter::once(real.to_owned()).chain(spelt).chain(bad.clone()) {
                let found = outcome(&app, request(&id), who).await;
                let shown: String = id.chars().take(40).collect();
                if name == "delete installation" {
                    // Its sentence names the asker's own tenant where the id is well-formed.
                    assert_eq!((found.0, &found.1["code"]), (404, &expected.1["code"]), "{name} {shown:?}");
                } else {
                    assert_eq!(found, expected, "{name} {shown:?}");
                }
            }
        }
    }
    assert_eq!(app.grant_lines(), lines);
    assert_eq!(app.session_line(&session).status, "pending");
}

/// SR-37: two tenants that look alike are two tenants.
#[tokio::test]
async fn tenants_and_users_are_compared_by_bytes() {
    let (app, ..) = stocked().await;
    for tenant_id in ["ACME", "Acme", "acme.", "acme-", "acm", "acmee", "acme%20", "acme%00", "acme/", "%61cme"] {
        let who = principal(tenant_id, "ben", Role::Admin);
        let listed = support::json(&app.browser().get("/connections", Some(&who)).await);
        assert_eq!(listed["connections"], json!([]), "{tenant_id}");
        let listed = support::json(&app.browser().get("/installations", Some(&who)).await);
        assert_eq!(listed["installations"], json!([]), "{tenant_id}");
        let subject = Subject { tenant_id: TenantId::parse(tenant_id).unwrap(), ..user("ben") };
        assert_eq!(support::code(app.authpipe.get_credential(&subject, CallOptions::default()).await), "not_connected");
        assert!(app.authpipe.peek_credential(&subject).unwrap().is_none());
    }
    for user_id in ["BEN", "be", "benn", "ben.", "ben%00"] {
        assert_eq!(support::code(app.authpipe.get_credential(&user(user_id), CallOptions::default()).await), "not_connected");
    }
}

/// SR-37: ids outside the grammar do not come in, and are not repeated.
#[tokio::test]
async fn ids_outside_the_grammar_are_refused() {
    let large = "x".repeat(10_000_000);
    for text in [
        "",
        " ",
        "acme ",
        " acme",
        "a b",
        "acme\u{0}",
        "acme\n",
        "caf\u{e9}",
        "cafe\u{301}",
        "a\u{200b}b",
        "\u{430}cme",
        "\u{202e}",
        &"x".repeat(129),
        &large,
    ] {
        for refused in [
            TenantId::parse(text).map(drop),
            UserId::parse(text).map(drop),
            ProviderId::parse(text).map(drop),
            GrantId::parse(text).map(drop),
        ] {
            let error = refused.unwrap_err();
            assert_eq!(error.code().as_str(), "invalid_id");
            assert!(error.to_string().len() < 200);
        }
        assert_eq!(Label::parse(text).is_err(), !text.is_empty());
    }
    let app = App::start().await;
    for body in [
        json!({ "provider": PROVIDER, "label": "caf\u{e9}" }),
        json!({ "provider": PROVIDER, "config": "UPPER" }),
        json!({ "provider": "" }),
    ] {
        let response = app.browser().post("/oauth/sessions", body, &member()).await;
        assert_eq!(problem(&response), "invalid_id");
    }
    for query in ["provider=UPPER", "after=x", "after=con_", "after=%00"] {
        for path in ["/connections", "/installations"] {
            let request = HttpRequest { query: query.into(), ..get(path) };
            let response = app.browser().send(request, Some(admin())).await;
            // A place in a list is no id of anybody's.
            let code = if query.starts_with("after") { "invalid_request" } else { "invalid_id" };
            assert_eq!((response.status, problem(&response)), (400, code.into()), "{path} {query}");
        }
    }
    let mut huge = post("/oauth/sessions", &json!({ "provider": PROVIDER, "label": large }));
    huge.headers.push(("Content-Length".into(), "1".into()));
    assert_eq!(problem(&app.browser().send(huge, Some(member())).await), "too_large");
}

/// A user's list holds their own connections only, whatever page it is, and its cursor is one of them.
#[tokio::test]
async fn a_list_tells_nothing_of_other_users() {
    let app = App::start_with(World::demo(), |options| {
        support::flow::add_generic(options, "keys", |definition| definition["auth"] = json!(["user", "api_key"]));
    })
    .await;
    for n in 0..160 {
        let owner = if n % 2 == 0 { "ben" } else { "eve" };
        let subject = Subject {
            provider: ProviderId::parse("keys").unwrap(),
            label: Label::parse(&format!("l{n}")).unwrap(),
            ..user(owner)
        };
        let stored = app
            .authpipe
            .store_credential(StoreCredential {
                subject,
                credential_type: authpipe::CredentialType::ApiKey,
                fields: vec![("value".into(), authpipe::Secret::from("key"))],
                variables: Default::default(),
            })
            .await;
        assert!(stored.is_ok(), "{stored:?}");
    }
    let shared = StoreCredential {
        subject: Subject { provider: ProviderId::parse("keys").unwrap(), ..installation() },
        credential_type: authpipe::CredentialType::WebhookSecret,
        fields: vec![("value".into(), authpipe::Secret::from("whsec"))],
        variables: Default::default(),
    };
    let shared = app.authpipe.store_credential(shared).await.unwrap().connection_id;
    let mut seen = Vec::new();
    let mut query = String::new();
    let mut pages = 0;
    loop {
        let request = HttpRequest { query: query.clone(), ..get("/connections") };
        let page = support::json(&app.browser().send(request, Some(member())).await);
        let ids: Vec<String> =
            page["connections"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap().to_owned()).collect();
        pages += 1;
        seen.extend(ids.clone());
        let Some(next) = page["next"].as_str() else { break };
        assert_eq!((ids.len(), ids.last().unwrap().as_str()), (50, next), "the cursor is an own connection");
        query = format!("after={next}");
    }
    assert_eq!((pages, seen.len()), (2, 81));
    assert!(seen.iter().any(|id| id == shared.as_str()), "what belongs to the whole tenant is seen by each");
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 81);
}

/// What is deleted is the caller's own: a body that names somebody else was meant for another one.
#[tokio::test]
async fn a_foreign_identity_in_the_body_of_a_deletion_is_refused() {
    let (app, connection, installation) = stocked().await;
    for (who, path) in [(member(), format!("/connections/{connection}")), (admin(), format!("/installations/{installation}"))] {
        for (name, value) in [("tenant_id", json!("other")), ("user_id", json!("eve")), ("user_id", json!(1))] {
            let request = HttpRequest { method: "DELETE".into(), ..post(&path, &json!({ name: value })) };
            let response = app.browser().send(request, Some(who.clone())).await;
            assert_eq!((response.status, problem(&response)), (403, "identity_mismatch".into()), "{path} {name} {value}");
        }
    }
    assert_eq!(app.grant_lines().len(), 2, "both are there");
}

//! Tenants are apart: through every method, a foreign id is like an absent one (SR-38).

use crate::support;
use crate::support::{App, installation, principal, tenant, user};
use authpipe::{
    CallOptions, CredentialFor, CredentialType, Error, ErrorContext, EventQuery, GrantId, GrantStatus, ListQuery, Result, Role,
    Secret, SessionId, StoreCredential, Subject, TenantId,
};
use authpipe_sandbox::demo;

/// What an error tells, with the id that was asked for taken out.
fn told(error: Error, asked: &GrantId) -> (String, ErrorContext, String) {
    let text = error.to_string().replace(asked.as_str(), "ID");
    (text, error.context().clone(), format!("{:?}", error.retry()))
}

/// Both must fail, and tell the same.
fn same<T: std::fmt::Debug, U: std::fmt::Debug>(foreign: Result<T>, absent: Result<U>, ids: (&GrantId, &GrantId)) {
    assert_eq!(told(foreign.unwrap_err(), ids.0), told(absent.unwrap_err(), ids.1));
}

/// `acme` has an installation and a connection, `beta` has its own connection and nothing else.
async fn two_tenants() -> (App, GrantId, GrantId) {
    let app = App::start().await;
    let session = app.install().await;
    let installed = GrantId::parse(session["installation"]["id"].as_str().unwrap()).unwrap();
    app.connect().await;
    let query = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    let connected = app.authpipe.list_connections(query).await.unwrap().data[0].id.clone();
    app.browser().connect(&principal("beta", "ben", Role::Admin), &demo::GUS).await;
    (app, connected, installed)
}

#[tokio::test]
async fn foreign_ids_are_like_absent_ones() {
    let (app, connected, installed) = two_tenants().await;
    let (authpipe, beta) = (&app.authpipe, || tenant("beta"));
    let no_connection = GrantId::parse("con_0000000000000000000000").or_else(|_| swap_last(&connected)).unwrap();
    let no_installation = GrantId::parse("ins_0000000000000000000000").or_else(|_| swap_last(&installed)).unwrap();
    let before = (format!("{:?}", views(&app, "acme").await), app.sandbox.ledger().len());

    let pair = (&connected, &no_connection);
    same(authpipe.get_connection(beta(), pair.0.clone()).await, authpipe.get_connection(beta(), pair.1.clone()).await, pair);
    same(
        authpipe.delete_connection(beta(), pair.0.clone()).await,
        authpipe.delete_connection(beta(), pair.1.clone()).await,
        pair,
    );
    same(authpipe.check_connection(beta(), pair.0.clone()).await, authpipe.check_connection(beta(), pair.1.clone()).await, pair);
    // A connection is no installation, whoever asks.
    same(authpipe.get_installation(beta(), pair.0.clone()).await, authpipe.get_installation(beta(), pair.1.clone()).await, pair);
    same(
        authpipe.delete_installation(beta(), pair.0.clone()).await,
        authpipe.delete_installation(beta(), pair.1.clone()).await,
        pair,
    );

    // A session is found by its tenant's server only.
    let of_acme = SessionId::parse(&app.browser().start(&principal("acme", "ann", Role::Admin)).await.0).unwrap();
    let unknown = SessionId::parse("ses_0000000000000000000000").unwrap();
    let session = |id: &SessionId| authpipe.get_session(beta(), id.clone());
    let [foreign, absent] = [session(&of_acme).await, session(&unknown).await].map(|found| format!("{:?}", found.unwrap_err()));
    assert_eq!(foreign, absent);
    let cancel = |id: &SessionId| authpipe.cancel_session(beta(), id.clone());
    let [foreign, absent] = [cancel(&of_acme).await, cancel(&unknown).await].map(|found| format!("{:?}", found.unwrap_err()));
    assert_eq!(foreign, absent);
    let view = authpipe.get_session(tenant("acme"), of_acme).await.unwrap();
    assert_eq!(view.status, authpipe::SessionStatus::Pending);

    let pair = (&installed, &no_installation);
    same(authpipe.get_installation(beta(), pair.0.clone()).await, authpipe.get_installation(beta(), pair.1.clone()).await, pair);
    same(
        authpipe.approve_installation(beta(), pair.0.clone()).await,
        authpipe.approve_installation(beta(), pair.1.clone()).await,
        pair,
    );
    same(
        authpipe.delete_installation(beta(), pair.0.clone()).await,
        authpipe.delete_installation(beta(), pair.1.clone()).await,
        pair,
    );
    same(authpipe.check_connection(beta(), pair.0.clone()).await, authpipe.check_connection(beta(), pair.1.clone()).await, pair);
    same(authpipe.get_connection(beta(), pair.0.clone()).await, authpipe.get_connection(beta(), pair.1.clone()).await, pair);

    for (base, kinds) in [
        (user("ben"), [Some(CredentialFor::User), Some(CredentialFor::Any)]),
        (installation(), [Some(CredentialFor::Installation), None]),
    ] {
        for credential_for in kinds {
            for (foreign, absent) in [(&connected, &no_connection), (&installed, &no_installation)] {
                let ask =
                    |id: &GrantId| Subject { tenant_id: beta(), grant_id: Some(id.clone()), credential_for, ..base.clone() };
                let found = authpipe.get_credential(&ask(foreign), CallOptions::default()).await;
                let nothing = authpipe.get_credential(&ask(absent), CallOptions::default()).await;
                same(found, nothing, (foreign, absent));
                let force = CallOptions { force_refresh: true, ..CallOptions::default() };
                let found = authpipe.get_credential(&ask(foreign), force.clone()).await;
                same(found, authpipe.get_credential(&ask(absent), force).await, (foreign, absent));
                assert!(authpipe.peek_credential(&ask(foreign)).unwrap().is_none());
            }
        }
    }
    let events = |tenant_id, id: &GrantId| EventQuery { tenant_id, connection_id: Some(id.clone()), ..EventQuery::default() };
    assert!(authpipe.list_events(events(Some(beta()), &connected)).await.unwrap().data.is_empty());
    assert!(!authpipe.list_events(events(Some(tenant("acme")), &connected)).await.unwrap().data.is_empty());
    assert_eq!(
        (format!("{:?}", views(&app, "acme").await), app.sandbox.ledger().len()),
        before,
        "nothing has changed or been asked"
    );
}

fn swap_last(id: &GrantId) -> Result<GrantId> {
    let mut text = id.as_str().to_owned();
    let last = text.pop().expect("a character");
    text.push(if last == 'a' { 'b' } else { 'a' });
    GrantId::parse(&text)
}

async fn views(app: &App, of: &str) -> Vec<authpipe::GrantView> {
    let query = ListQuery { tenant_id: Some(tenant(of)), ..ListQuery::default() };
    let mut views = app.authpipe.list_connections(query.clone()).await.unwrap().data;
    views.extend(app.authpipe.list_installations(query).await.unwrap().data);
    views
}

#[tokio::test]
async fn a_tenants_list_and_credentials_are_its_own() {
    let (app, connected, _) = two_tenants().await;
    let beta = views(&app, "beta").await;
    assert_eq!(beta.len(), 1);
    assert_ne!(beta[0].id, connected);
    assert_eq!(beta[0].key.tenant_id, tenant("beta"));
    let mine = app.user_credential().await.unwrap();
    let theirs = Subject { tenant_id: tenant("beta"), ..user("ben") };
    let theirs = app.authpipe.get_credential(&theirs, CallOptions::default()).await.unwrap();
    assert_ne!(mine.value.expose(), theirs.value.expose());
    let bot = Subject { tenant_id: tenant("beta"), ..installation() };
    assert_eq!(support::code(app.authpipe.get_credential(&bot, CallOptions::default()).await), "installation_not_found");
    // Ids are bytes: no other spelling is this tenant.
    for spelling in ["Acme", "ACME", "acme.", "acme%00"] {
        let other = Subject { tenant_id: TenantId::parse(spelling).unwrap(), ..user("ben") };
        assert_eq!(support::code(app.authpipe.get_credential(&other, CallOptions::default()).await), "not_connected");
        assert!(app.authpipe.peek_credential(&other).unwrap().is_none());
    }
    for bad in ["", " acme", "acme ", "acme\0", "acmé", "a\u{200b}cme"] {
        assert_eq!(support::code(TenantId::parse(bad)), "invalid_id");
    }
    let everybody = ListQuery { all_tenants: true, ..ListQuery::default() };
    assert_eq!(app.authpipe.list_connections(everybody).await.unwrap().data.len(), 2);
    assert_eq!(support::code(app.authpipe.list_connections(ListQuery::default()).await), "invalid_request");
    let both = ListQuery { all_tenants: true, tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    assert_eq!(support::code(app.authpipe.list_connections(both).await), "invalid_request");
    // What was deleted is in no list, so asking for it is a mistake and not an empty answer.
    let deleted = ListQuery { all_tenants: true, status: Some(GrantStatus::Revoked), ..ListQuery::default() };
    assert_eq!(support::code(app.authpipe.list_connections(deleted.clone()).await), "invalid_request");
    assert_eq!(support::code(app.authpipe.list_installations(deleted).await), "invalid_request");
}

#[tokio::test]
async fn an_id_that_is_given_must_fit_the_rest() {
    let (app, connected, installed) = two_tenants().await;
    let ask = |base: Subject, id: &GrantId| Subject { grant_id: Some(id.clone()), ..base };
    let get = |subject: Subject| {
        let authpipe = app.authpipe.clone();
        async move { authpipe.get_credential(&subject, CallOptions::default()).await }
    };
    assert_eq!(get(ask(user("ben"), &connected)).await.unwrap().grant_id, connected);
    assert_eq!(get(ask(installation(), &installed)).await.unwrap().grant_id, installed);
    // The id alone is enough within the tenant.
    let bare = Subject { credential_for: None, ..installation() };
    assert_eq!(get(ask(bare.clone(), &connected)).await.unwrap().grant_id, connected);
    assert_eq!(get(ask(bare, &installed)).await.unwrap().grant_id, installed);
    assert_eq!(support::code(get(ask(user("cat"), &connected)).await), "not_connected");
    assert_eq!(support::code(get(ask(user("ben"), &installed)).await), "installation_not_found");
    assert_eq!(support::code(get(ask(installation(), &connected)).await), "not_connected");
}

#[tokio::test]
async fn stored_secrets_are_apart_too() {
    let app = App::start_with(authpipe_sandbox::World::demo(), |_| {}).await;
    let subject = |of: &str| Subject { tenant_id: tenant(of), ..installation() };
    let keep = |of: &str, value: &str| StoreCredential {
        subject: subject(of),
        credential_type: CredentialType::WebhookSecret,
        fields: vec![("value".into(), Secret::from(value))],
        variables: Default::default(),
    };
    let first = app.authpipe.store_credential(keep("acme", "whsec-acme-secret")).await.unwrap();
    let second = app.authpipe.store_credential(keep("beta", "whsec-beta-secret")).await.unwrap();
    assert!(first.created && second.created && first.connection_id != second.connection_id);
    assert!(!app.authpipe.store_credential(keep("acme", "whsec-acme-second")).await.unwrap().created);
    for (of, value, id) in
        [("acme", "whsec-acme-second", &first.connection_id), ("beta", "whsec-beta-secret", &second.connection_id)]
    {
        let ask = Subject { grant_id: Some(id.clone()), ..subject(of).with_type(CredentialType::WebhookSecret) };
        let credential = app.authpipe.get_credential(&ask, CallOptions::default()).await.unwrap();
        assert_eq!((credential.value.expose().as_str(), credential.credential_type), (value, CredentialType::WebhookSecret));
    }
    assert_eq!(
        app.authpipe
            .list_connections(ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() })
            .await
            .unwrap()
            .data
            .len(),
        1
    );
}

//! Many pasted secrets with one call: numbered, judged before the first is stored, and in parts.

use authpipe::{
    Authpipe, CallOptions, CredentialBatch, CredentialType, EventQuery, Secret, StoreCredential, StoredCredentials, Subject,
};
use serde_json::json;

use crate::support::custom::{self, own_user};
use crate::support::look::soon;
use crate::support::{App, code, member, tenant};

async fn with_keys() -> App {
    App::start_with(authpipe_sandbox::World::demo(), |options| {
        let mut definition = custom::definition(&custom::sandbox_origin(options), "strict");
        definition["auth"] = json!(["user", "api_key"]);
        custom::add(options, "generic-strict", authpipe_sandbox::GENERIC_SECRET, definition);
    })
    .await
}

fn row(user: &str) -> StoreCredential {
    let fields = vec![("value".to_owned(), Secret::new(format!("sk-{user}")))];
    StoreCredential { subject: own_user(user), credential_type: CredentialType::ApiKey, fields, variables: Default::default() }
}

fn rows(count: usize) -> Vec<StoreCredential> {
    (0..count).map(|number| row(&format!("u{number}"))).collect()
}

async fn read(authpipe: &Authpipe, subject: &Subject) -> authpipe::Result<String> {
    authpipe.get_credential(subject, CallOptions::default()).await.map(|read| read.value.expose().clone())
}

async fn is_nothing_stored(app: &App) -> bool {
    app.authpipe.list_events(EventQuery::default()).await.unwrap().data.is_empty()
}

#[tokio::test]
async fn many_are_stored_in_parts_and_every_part_is_told() {
    let app = with_keys().await;
    let count = CredentialBatch::PART * 2 + 7;
    let mut seen = Vec::new();
    let done = app.authpipe.store_credentials(rows(count), |done| seen.push((done.stored, done.total))).await.unwrap();
    let total = count as u64;
    assert_eq!(done, StoredCredentials { stored: total, total, created: total, updated: 0 });
    let part = CredentialBatch::PART as u64;
    assert_eq!(seen, [(part, total), (2 * part, total), (total, total)]);
    assert_eq!(read(&app.authpipe, &own_user(&format!("u{}", count - 1))).await.unwrap(), format!("sk-u{}", count - 1));
    let again = app.authpipe.store_credentials(rows(count), |_| ()).await.unwrap();
    assert_eq!((again.created, again.updated), (0, total));
    let none = app.authpipe.store_credentials(Vec::new(), |_| ()).await.unwrap();
    assert_eq!(none, StoredCredentials::default());
}

/// The wrong row stands behind the first part: nothing of any part is stored.
#[tokio::test]
async fn a_wrong_row_is_numbered_and_stores_nothing_at_all() {
    let app = with_keys().await;
    let at = CredentialBatch::PART + 3;
    let mut newline = rows(at);
    newline.push(StoreCredential { fields: vec![("value".into(), Secret::from("sk-canary\n"))], ..row("odd") });
    let mut twice = rows(at);
    twice.push(row("u1"));
    for (rows, told) in
        [(newline, format!("rows[{at}]: The key has characters")), (twice, format!("rows[{at}] has the same place as rows[1]"))]
    {
        let error = app.authpipe.store_credentials(rows, |_| panic!("nothing is stored")).await.unwrap_err();
        assert_eq!(error.code(), authpipe::ErrorCode::InvalidRequest);
        assert!(error.message().starts_with(&told), "{error}");
        assert!(!format!("{error} {error:?}").contains("canary"));
        assert!(is_nothing_stored(&app).await);
    }
}

/// Numbers go on from one part of the rows to the next, as bindings hand them over, and a part that was refused leaves nothing to store.
#[tokio::test]
async fn rows_are_numbered_across_parts() {
    let app = with_keys().await;
    let batch = app.authpipe.credential_batch();
    batch.add(vec![row("a"), row("b")]).await.unwrap();
    assert_eq!(batch.next_row(), 2);
    let error = batch.add(vec![row("c"), row("a")]).await.unwrap_err();
    assert!(error.message().starts_with("rows[3] has the same place as rows[0]"), "{error}");
    assert_eq!(batch.store_next().await.unwrap(), StoredCredentials::default());
    assert!(is_nothing_stored(&app).await);
}

/// What stands in the vault already is judged beforehand too.
#[tokio::test]
async fn a_row_in_the_place_of_a_sign_in_stores_nothing_at_all() {
    let app = with_keys().await;
    app.browser().connect_generic(&member()).await;
    let error = app.authpipe.store_credentials(vec![row("first"), row("ben")], |_| ()).await.unwrap_err();
    assert_eq!(error.code(), authpipe::ErrorCode::InvalidRequest);
    assert!(error.message().starts_with("rows[1]: Under this label there is a"), "{error}");
    assert_eq!(code(app.authpipe.get_credential(&own_user("first"), CallOptions::default()).await), "not_connected");
}

/// On either store: whatever each of them has found before it wrote, one answer says that the connection is new, as one event does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_several_who_store_one_key_one_answer_says_created() {
    let app = with_keys().await;
    for round in 1..=4 {
        let storing: Vec<_> = (0..12)
            .map(|_| {
                let authpipe = app.authpipe.clone();
                tokio::spawn(async move { authpipe.store_credential(row("ben")).await.unwrap().created })
            })
            .collect();
        let mut made = 0;
        for one in storing {
            made += usize::from(soon(one).await.unwrap());
        }
        assert_eq!(made, 1, "round {round}");
        let query = EventQuery { limit: Some(200), ..EventQuery::default() };
        let events = app.authpipe.list_events(query).await.unwrap().data;
        let count = |name: &str| events.iter().filter(|event| event.event_type.as_str() == name).count();
        assert_eq!((count("connection.created"), count("connection.updated")), (round, round * 11));
        let id = app.only_connection().await.id;
        app.authpipe.delete_connection(tenant("acme"), id).await.unwrap();
    }
}

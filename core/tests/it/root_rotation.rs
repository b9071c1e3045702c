//! Another root key takes over: `[A]`, `[A, B]`, `[B, A]`, `[B]`, one deployment after the other (SR-45, SR-46, SR-47).

use crate::support::look::soon;
use crate::support::{App, code, new_key, principal, user};
use authpipe::{Authpipe, CallOptions, Error, Result, Role, Secret};
use authpipe_sandbox::demo;

/// Opens the vault with these keys, does one round of what is due, and closes it again, as one deployment does.
async fn deploy(app: &mut App, keys: &[&Secret<String>]) -> Result<()> {
    let authpipe = open(app, keys);
    let outcome = async {
        soon(authpipe.ready()).await?;
        soon(authpipe.run_maintenance(None)).await?;
        soon(authpipe.get_credential(&user("ben"), CallOptions::default())).await.map(drop)
    };
    let outcome = outcome.await;
    soon(authpipe.close()).await.unwrap();
    outcome
}

fn open(app: &App, keys: &[&Secret<String>]) -> Authpipe {
    let mut options = app.options();
    options.keys = keys.iter().map(|key| (*key).clone()).collect();
    Authpipe::new(options).unwrap()
}

async fn closed() -> App {
    let app = App::start().await;
    app.connect().await;
    soon(app.authpipe.close()).await.unwrap();
    app
}

/// Ids of root keys, each with how many keysets it wraps.
fn wrapped_by(app: &App) -> Vec<(String, i64)> {
    let database = app.open_database();
    let mut query =
        database.prepare("SELECT root_key_id, count(*) FROM keysets GROUP BY root_key_id ORDER BY root_key_id").unwrap();
    query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(|row| row.unwrap()).collect()
}

/// Every row of the vault's tables, as text.
fn rows(app: &App) -> Vec<String> {
    let database = app.open_database();
    let mut all = Vec::new();
    for table in ["meta", "root_keys", "keysets", "grants", "sessions", "events"] {
        let mut query = database.prepare(&format!("SELECT * FROM {table} ORDER BY 1")).unwrap();
        let columns = query.column_count();
        let read = query.query_map([], |row| {
            let cells: Vec<_> = (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect();
            Ok(format!("{table} {}", cells.join(" ")))
        });
        all.extend(read.unwrap().map(|row| row.unwrap()));
    }
    all
}

async fn refused(app: &App, keys: &[&Secret<String>]) -> Error {
    let before = rows(app);
    let authpipe = open(app, keys);
    let error = soon(authpipe.ready()).await.unwrap_err();
    assert_eq!(code(soon(authpipe.get_credential(&user("ben"), CallOptions::default())).await), error.code().as_str());
    soon(authpipe.close()).await.unwrap();
    assert_eq!(rows(app), before, "nothing was written");
    error
}

#[tokio::test]
async fn the_documented_rotation_ends_with_a_vault_that_the_new_key_alone_opens() {
    let mut app = closed().await;
    let (old, new) = (app.key.clone(), new_key());
    let before = wrapped_by(&app);
    assert_eq!(before.len(), 1);
    deploy(&mut app, &[&old, &new]).await.unwrap();
    assert_eq!(wrapped_by(&app), before, "the first key is still what wraps");
    deploy(&mut app, &[&new, &old]).await.unwrap();
    let after = wrapped_by(&app);
    assert_eq!((after.len(), after[0].1), (1, before[0].1), "every key was wrapped again");
    assert_ne!(after[0].0, before[0].0);
    deploy(&mut app, &[&new]).await.unwrap();
    // Who connects now is sealed under the new root, and the organisation's claim is still found.
    app.key = new.clone();
    app.restart().await;
    app.browser().connect(&principal("beta", "ben", Role::Member), &demo::GUS).await;
    assert!(app.user_credential().await.is_ok());
    soon(app.authpipe.close()).await.unwrap();
    // The old key alone opens nothing any more, and the message tells both apart.
    let error = refused(&app, &[&old]).await;
    assert_eq!(error.code().as_str(), "key_mismatch");
    assert!(error.message().contains(&before[0].0[..4]) && error.message().contains(&after[0].0[..4]), "{error}");
}

#[tokio::test]
async fn a_root_key_that_still_wraps_something_must_be_given() {
    let mut app = closed().await;
    let (old, new) = (app.key.clone(), new_key());
    let id_of_old = wrapped_by(&app)[0].0.clone();
    deploy(&mut app, &[&old, &new]).await.unwrap();
    // The new one is first, and nothing has been wrapped again yet.
    let early = open(&app, &[&new, &old]);
    soon(early.ready()).await.unwrap();
    soon(early.close()).await.unwrap();
    let error = refused(&app, &[&new]).await;
    assert_eq!(error.code().as_str(), "key_mismatch");
    let id_of_new: String = {
        let database = app.open_database();
        database.query_row("SELECT root_key_id FROM root_keys WHERE root_key_id <> ?1", [&id_of_old], |row| row.get(0)).unwrap()
    };
    assert!(error.message().contains(&id_of_old[..4]) && error.message().contains(&id_of_new[..4]), "{error}");
    // Nothing is lost: with both it goes on.
    deploy(&mut app, &[&new, &old]).await.unwrap();
    deploy(&mut app, &[&new]).await.unwrap();
}

#[tokio::test]
async fn a_first_key_that_nobody_else_has_wraps_nothing_yet() {
    let app = closed().await;
    let (old, new) = (app.key.clone(), new_key());
    let before = wrapped_by(&app);
    // Every row that names a root counts, whatever its sentinel says: deleting one does not hide the other.
    app.open_database().execute("UPDATE root_keys SET root_key_id = 'x' || root_key_id", []).unwrap();
    assert_eq!(refused(&app, &[&new]).await.code().as_str(), "key_mismatch");
    assert_eq!(refused(&app, &[&old]).await.code().as_str(), "key_mismatch");
    assert_eq!(wrapped_by(&app), before);
}

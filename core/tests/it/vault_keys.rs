//! Keys and environments: what does not fit stops the start, and leaves the vault as it was (SR-46, SR-49). One core per vault.

use std::path::PathBuf;

use crate::support::look::soon;
use crate::support::{App, PROVIDER, code, new_key, user};
use authpipe::{Authpipe, CallOptions, Error, Mode, Options, Secret};
use authpipe_sandbox::World;

/// The bytes of every file of the vault, but for the live files that only say who has it open.
fn content(app: &App) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = app.vault_bytes();
    files.retain(|(path, bytes)| {
        !path.components().any(|part| part.as_os_str().to_string_lossy().ends_with("-live")) && !bytes.is_empty()
    });
    files.sort();
    files
}

async fn closed() -> App {
    let app = App::start().await;
    app.connect().await;
    app.authpipe.close().await.unwrap();
    app.sandbox.ledger().clear();
    app
}

/// The error of opening the vault with other options, at whatever step it comes.
async fn refusal(app: &App, change: impl FnOnce(&mut Options)) -> Error {
    let before = content(app);
    let mut options = app.options();
    change(&mut options);
    let error = match Authpipe::new(options) {
        Err(error) => error,
        Ok(authpipe) => {
            let error = soon(authpipe.ready()).await.unwrap_err();
            // Not only at the door: nothing else works either, and nothing is asked of the provider.
            assert_eq!(code(soon(authpipe.get_credential(&user("ben"), CallOptions::default())).await), error.code().as_str());
            assert_eq!(code(soon(authpipe.run_maintenance(None)).await), error.code().as_str());
            soon(authpipe.close()).await.unwrap();
            error
        }
    };
    assert_eq!(content(app), before, "the vault is untouched");
    assert!(app.sandbox.ledger().is_empty(), "and nobody was asked");
    error
}

#[tokio::test]
async fn a_key_that_does_not_fit_stops_the_start() {
    let mut app = closed().await;
    let good = app.key.expose().clone();
    let wrong = new_key();
    let error = refusal(&app, |options| options.keys = vec![wrong.clone()]).await;
    assert_eq!(error.code().as_str(), "key_mismatch");
    assert!(error.to_string().contains("[old, new]"), "{error}");
    assert_names_both(&error, &root_id(&app), &id_of(&wrong).await);
    assert_eq!(refusal(&app, |options| options.keys.clear()).await.code().as_str(), "key_missing");
    assert_eq!(refusal(&app, |options| options.keys = vec![Secret::from("")]).await.code().as_str(), "key_missing");
    let mut changed = good.clone();
    let other = if &good[20..21] == "A" { "B" } else { "A" };
    changed.replace_range(20..21, other);
    for key in [&good[..good.len() - 1], &good[..20], "apk1_", "apk1", "apk2_AAAA", "secret", " ", &format!("{good}A"), &changed]
    {
        let error = refusal(&app, |options| options.keys = vec![Secret::from(key)]).await;
        assert!(matches!(error.code().as_str(), "config_invalid" | "key_mismatch" | "key_missing"), "{error}");
        let told = format!("{error} {error:?}");
        assert!(key.trim().len() < 8 || !told.contains(key.trim()), "a malformed key is not repeated");
    }
    // A second key that only opens does not help if the first is wrong; the right one as the second opens.
    let keys = |first: Secret<String>, second: &str| vec![first, Secret::from(second)];
    refusal(&app, |options| options.keys = vec![new_key(), new_key()]).await;
    app.key = new_key();
    let mut options = app.options();
    options.keys = keys(app.key.clone(), &good);
    let rotated = Authpipe::new(options).unwrap();
    soon(rotated.get_credential(&user("ben"), CallOptions::default())).await.unwrap();
    soon(rotated.close()).await.unwrap();
}

/// The vault's root key.
fn root_id(app: &App) -> String {
    app.open_database().query_row("SELECT root_key_id FROM root_keys WHERE state = 'primary'", [], |row| row.get(0)).unwrap()
}

/// The id of a key: a vault of its own names it.
async fn id_of(key: &Secret<String>) -> String {
    let key = key.clone();
    let app = App::start_with(World::demo(), move |options| options.keys = vec![key]).await;
    soon(app.authpipe.ready()).await.unwrap();
    root_id(&app)
}

/// An operator who has several keys at hand reads which one is needed, and which one was given.
fn assert_names_both(error: &Error, needed: &str, given: &str) {
    let message = error.message();
    assert!(message.contains(&needed[..4]) && message.contains(&given[..4]), "{needed} and {given}: {message}");
}

/// What an example shows, and a variable that was never filled in: all bytes are the same.
#[tokio::test]
async fn a_placeholder_opens_nothing() {
    const ZEROS: &str = "apk1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABenOd0";
    let app = closed().await;
    let error = refusal(&app, |options| options.keys = vec![Secret::from(ZEROS)]).await;
    assert_eq!(error.code().as_str(), "key_mismatch", "in development mode it is a key like others");
    assert_names_both(&error, &root_id(&app), &id_of(&Secret::from(ZEROS)).await);
    let error = refusal(&app, |options| {
        options.keys = vec![Secret::from(ZEROS)];
        options.mode = Some(Mode::Production);
    })
    .await;
    assert_eq!(error.code().as_str(), "config_invalid");
    assert!(error.message().contains("is a placeholder"), "{error}");
}

#[tokio::test]
async fn another_environment_opens_nothing_and_asks_nobody() {
    let mut app = closed().await;
    let error = refusal(&app, |options| options.environment = Some("staging".into())).await;
    assert_eq!(error.code().as_str(), "environment_mismatch");
    assert!(error.message().contains("staging"));

    // Even if the name in the store is changed to fit, the environment is part of every context.
    let staging: Vec<u8> = {
        let other = App::start_with(World::demo(), |options| options.environment = Some("staging".into())).await;
        soon(other.authpipe.ready()).await.unwrap();
        other.open_database().query_row("SELECT environment_hash FROM meta", [], |row| row.get(0)).unwrap()
    };
    app.open_database().execute("UPDATE meta SET environment_hash = ?1", [&staging]).unwrap();
    let error = refusal(&app, |options| options.environment = Some("staging".into())).await;
    assert!(matches!(error.code().as_str(), "key_mismatch" | "environment_mismatch" | "vault_unavailable"), "{error}");
    app.restart().await;
    assert_eq!(code(soon(app.user_credential()).await), "environment_mismatch");
}

#[tokio::test]
async fn a_vault_whose_sentinel_is_gone_or_changed_does_not_open() {
    for edit in [
        "UPDATE root_keys SET sentinel = zeroblob(length(sentinel))",
        "DELETE FROM root_keys",
        "UPDATE root_keys SET root_key_id = 'x' || root_key_id",
    ] {
        let mut app = closed().await;
        assert_eq!(app.open_database().execute(edit, []).unwrap(), 1);
        let error = refusal(&app, |_| {}).await;
        assert_eq!(error.code().as_str(), "key_mismatch", "{edit}: {error}");
        app.restart().await;
    }
}

#[tokio::test]
async fn two_handles_of_one_vault_share_one_core() {
    let app = App::start().await;
    app.connect().await;
    let second = Authpipe::new(app.options()).unwrap();
    soon(second.ready()).await.unwrap();
    let first = app.user_credential().await.unwrap();
    // The second answers from the first one's cache.
    assert_eq!(second.peek_credential(&user("ben")).unwrap().unwrap().value.expose(), first.value.expose());
    // Another spelling of the path is the same vault.
    let mut options = app.options();
    options.vault = Some(format!(
        "sqlite:{}/../{}/vault.db",
        app.folder.path().display(),
        app.folder.path().file_name().unwrap().to_string_lossy()
    ));
    let third = Authpipe::new(options).unwrap();
    soon(third.ready()).await.unwrap();
    assert!(third.peek_credential(&user("ben")).unwrap().is_some());

    // Each refusal says why, and leaves the others at work.
    let mut options = app.options();
    options.keys = vec![new_key()];
    assert_eq!(code(soon(Authpipe::new(options).unwrap().ready()).await), "key_mismatch");
    let mut options = app.options();
    options.providers.get_mut(PROVIDER).unwrap().scopes.push("Files.ReadWrite".into());
    assert_eq!(code(soon(Authpipe::new(options).unwrap().ready()).await), "config_invalid");
    let mut options = app.options();
    options.providers.get_mut(PROVIDER).unwrap().client_secret = Some(Secret::from("another-secret"));
    assert_eq!(code(soon(Authpipe::new(options).unwrap().ready()).await), "config_invalid");

    soon(app.authpipe.close()).await.unwrap();
    soon(app.authpipe.close()).await.unwrap();
    assert_eq!(code(app.user_credential().await), "closed");
    assert_eq!(code(app.authpipe.peek_credential(&user("ben"))), "closed");
    assert_eq!(
        soon(second.get_credential(&user("ben"), CallOptions::default())).await.unwrap().value.expose(),
        first.value.expose()
    );
    soon(second.close()).await.unwrap();
    assert!(third.peek_credential(&user("ben")).unwrap().is_some());
    drop(third);

    // The last one has let go: the vault opens anew, with other providers too.
    let mut options = app.options();
    options.providers.get_mut(PROVIDER).unwrap().scopes.push("Files.ReadWrite".into());
    let fresh = Authpipe::new(options).unwrap();
    soon(fresh.ready()).await.unwrap();
    assert!(soon(fresh.get_credential(&user("ben"), CallOptions::default())).await.is_ok());
    soon(fresh.close()).await.unwrap();
}

#[tokio::test]
async fn memory_vaults_are_never_shared() {
    let app = App::start_with(World::demo(), |options| options.vault = Some("memory:".into())).await;
    app.connect().await;
    let mut options = app.options();
    options.vault = Some("memory:".into());
    let second = Authpipe::new(options).unwrap();
    assert_eq!(code(soon(second.get_credential(&user("ben"), CallOptions::default())).await), "not_connected");
    assert!(app.user_credential().await.is_ok());
    assert!(app.vault_bytes().is_empty());
}

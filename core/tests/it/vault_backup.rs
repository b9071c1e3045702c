//! A backup is of one moment, made while the vault is in use, and nobody but its owner can read it.

use std::path::{Path, PathBuf};

use authpipe::{Authpipe, CallOptions, CredentialType, Error, Options, Secret, StoreCredential, Subject};

use crate::support::{App, code, user};

fn keep(user_id: &str) -> StoreCredential {
    StoreCredential {
        subject: Subject { label: authpipe::Label::parse("hook").unwrap(), ..user(user_id) },
        credential_type: CredentialType::WebhookSecret,
        fields: vec![("value".into(), Secret::from(user_id))],
        variables: Default::default(),
    }
}

/// The vault in this file, with the application's key and providers.
fn opened(app: &App, file: &Path) -> Authpipe {
    Authpipe::new(Options { vault: Some(format!("sqlite:{}", file.display())), ..app.options() }).unwrap()
}

async fn count(authpipe: &Authpipe) -> u64 {
    authpipe.count_grants().await.unwrap().iter().map(|(_, count)| count).sum()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_made_under_writes_is_one_moment_and_opens_with_the_key() {
    let app = App::start().await;
    app.install().await;
    app.connect().await;
    let folder = tempfile::tempdir().unwrap();
    // Each write is acknowledged before the next begins: whatever number a copy holds, it holds all before it.
    let writer = app.authpipe.clone();
    let writes = tokio::spawn(async move {
        for number in 0..60 {
            writer.store_credential(keep(&format!("user-{number:03}"))).await.unwrap();
        }
    });
    let mut copies = Vec::new();
    while !writes.is_finished() && copies.len() < 8 {
        let file = folder.path().join(format!("{}.db", copies.len()));
        app.authpipe.back_up_vault(&file).await.unwrap();
        copies.push(file);
    }
    writes.await.unwrap();
    let last = folder.path().join("last.db");
    app.authpipe.back_up_vault(&last).await.unwrap();
    copies.push(last.clone());
    assert_eq!(files(folder.path()).len(), copies.len(), "only what was asked for: {:?}", files(folder.path()));
    for file in &copies {
        let copy = opened(&app, file);
        let held = copy.count_grants().await.unwrap().iter().map(|(_, count)| count).sum::<u64>() - 2;
        for number in 0..held {
            let hook = Subject { label: authpipe::Label::parse("hook").unwrap(), ..user(&format!("user-{number:03}")) };
            let hook = Subject { credential_type: Some(CredentialType::WebhookSecret), ..hook };
            copy.get_credential(&hook, CallOptions::default())
                .await
                .unwrap_or_else(|error| panic!("{number} of {held}: {error}"));
        }
        copy.close().await.unwrap();
    }
    let restored = opened(&app, &last);
    assert_eq!(count(&restored).await, count(&app.authpipe).await);
    let ours = app.user_credential().await.unwrap();
    let theirs = restored.get_credential(&user("ben"), CallOptions::default()).await.unwrap();
    assert_eq!(ours.value.expose(), theirs.value.expose());
    restored.close().await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_a_backup_and_no_secret_stands_in_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let app = App::start().await;
    app.connect().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copy.db");
    app.authpipe.back_up_vault(&file).await.unwrap();
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let bytes = std::fs::read(&file).unwrap();
    for secret in app.sandbox.secret_values() {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "a secret stands in the copy");
    }
}

fn message(result: Result<(), Error>) -> String {
    result.unwrap_err().to_string()
}

#[tokio::test]
async fn a_backup_replaces_nothing_and_leaves_nothing_half_done() {
    let app = App::start().await;
    app.authpipe.ready().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copy.db");
    std::fs::write(&file, "somebody's").unwrap();
    let refused = message(app.authpipe.back_up_vault(&file).await);
    assert!(refused.starts_with("invalid_request: Cannot write") && refused.contains("it exists already"), "{refused}");
    assert_eq!(std::fs::read(&file).unwrap(), b"somebody's");
    // The vault itself, and a place that is not there.
    let itself = message(app.authpipe.back_up_vault(&app.vault_path()).await);
    assert!(itself.contains("it exists already"), "{itself}");
    for end in ["-journal", "-wal", "-shm"] {
        let part = folder.path().join(format!("v.db{end}"));
        let refused = message(app.authpipe.back_up_vault(&part).await);
        assert!(refused.contains("a part of another database") && !part.exists(), "{refused}");
    }
    let nowhere = app.authpipe.back_up_vault(&folder.path().join("none").join("copy.db")).await;
    assert!(message(nowhere.clone()).contains("none does not exist"), "{nowhere:?}");
    assert_eq!(code(nowhere), "vault_unavailable");
    let told = app.authpipe.list_audit(authpipe::AuditQuery::default()).await.unwrap().data;
    assert!(told.iter().all(|entry| entry.kind.as_str() != "vault.backup_begun"), "what was refused was not begun");
    assert_eq!(files(folder.path()), [file]);
    // The connection that copied refuses to write again, and the vault works.
    app.authpipe.store_credential(keep("ben")).await.unwrap();
    assert_eq!(count(&app.authpipe).await, 1);
}

/// A crash in the middle leaves a file that is no backup; it stands in the way of none.
#[tokio::test]
async fn what_a_crash_has_left_of_a_backup_stands_in_nobodys_way() {
    let app = App::start().await;
    app.authpipe.store_credential(keep("ben")).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copy.db");
    let left = folder.path().join("copy.db.unfinished");
    std::fs::write(&left, "half of it").unwrap();
    app.authpipe.back_up_vault(&file).await.unwrap();
    assert_eq!(files(folder.path()), [file.clone(), left]);
    let copy = opened(&app, &file);
    assert_eq!(count(&copy).await, 1);
    copy.close().await.unwrap();
}

#[tokio::test]
async fn a_vault_in_memory_says_that_it_cannot_be_backed_up() {
    let app = App::start_with(authpipe_sandbox::World::demo(), |options| options.vault = Some("memory:".into())).await;
    let folder = tempfile::tempdir().unwrap();
    let refused = message(app.authpipe.back_up_vault(&folder.path().join("copy.db")).await);
    assert!(refused.starts_with("invalid_request: A vault in memory cannot be backed up."), "{refused}");
    assert_eq!(files(folder.path()), [] as [PathBuf; 0]);
}

fn tool(app: &App, script: &str, arguments: &[&str]) -> std::process::Output {
    std::process::Command::new("sh")
        .args(["-c", &format!("{script}\nexec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_authpipe")])
        .args(arguments)
        .env("AUTHPIPE_VAULT", format!("sqlite:{}", app.vault_path().display()))
        .env("AUTHPIPE_KEY", app.key.expose())
        .env("AUTHPIPE_ENVIRONMENT", "development")
        .current_dir(app.folder.path())
        .output()
        .unwrap()
}

/// By itself the system ends a process that writes beyond it, by a signal that nobody reads.
#[tokio::test]
async fn a_limit_on_the_size_of_files_is_told_by_the_tool() {
    let app = App::start().await;
    app.connect().await;
    app.authpipe.close().await.unwrap();
    let copy = app.folder.path().join("copy.db");
    // In blocks of 512 bytes: not the index of a log, a log but no copy.
    for limit in [8, 80] {
        let done = tool(&app, &format!("ulimit -f {limit}"), &["vault", "backup", "--to", "copy.db"]);
        let told = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(1), "{limit}: {:?} {told}", done.status);
        assert!(told.contains("ulimit -f") && !copy.exists(), "{limit}: {told}");
    }
    let done = tool(&app, "", &["vault", "backup", "--to", "copy.db"]);
    assert!(done.status.success() && copy.exists(), "{done:?}");
}

/// Elsewhere it names standard output.
#[tokio::test]
async fn a_backup_is_not_written_to_a_file_called_like_standard_output() {
    let app = App::start().await;
    app.authpipe.ready().await.unwrap();
    app.authpipe.close().await.unwrap();
    let done = tool(&app, "", &["vault", "backup", "--to", "-"]);
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!((done.status.code(), app.folder.path().join("-").exists()), (Some(1), false), "{told}");
    assert!(told.contains("standard output") && told.contains("./-"), "{told}");
    assert!(tool(&app, "", &["vault", "backup", "--to", "./-"]).status.success());
}

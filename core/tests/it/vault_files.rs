//! The vault's files: for their owner only, and without a secret in clear (SR-54).

use crate::support;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::support::look::{HOUR, soon};
use crate::support::{App, member, user};
use authpipe::{CredentialType, Secret, StoreCredential};

const PASTED: &str = "whsec_pasted-by-an-administrator";

/// Everything that leaves secrets in a vault: both flows, a flow half done, a refresh, a pasted secret.
async fn a_used_vault() -> (App, Vec<String>) {
    let app = App::start().await;
    app.install().await;
    app.connect().await;
    let half = app.browser().start(&member()).await;
    app.advance(2 * HOUR);
    app.user_credential().await.unwrap();
    app.bot_credential().await.unwrap();
    let keep = StoreCredential {
        subject: authpipe::Subject { label: authpipe::Label::parse("hook").unwrap(), ..user("ben") },
        credential_type: CredentialType::WebhookSecret,
        fields: vec![("value".into(), Secret::from(PASTED))],
        variables: Default::default(),
    };
    app.authpipe.store_credential(keep).await.unwrap();
    let mut secrets = app.sandbox.secret_values();
    let url: url::Url = half.1.parse().unwrap();
    let parameter = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    secrets.extend([parameter("state").unwrap(), parameter("nonce").unwrap(), PASTED.to_owned(), app.key.expose().clone()]);
    secrets.push(app.key.expose().trim_start_matches("apk1_").to_owned());
    assert!(secrets.len() > 15 && secrets.iter().all(|secret| secret.len() >= 8));
    (app, secrets)
}

fn check_modes(folder: &Path) -> usize {
    let mut seen = 0;
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let mode = std::fs::symlink_metadata(&path).unwrap().permissions().mode() & 0o7777;
            seen += 1;
            if path.is_dir() {
                assert_eq!(mode, 0o700, "{}", path.display());
                folders.push(path);
            } else {
                assert_eq!(mode, 0o600, "{}", path.display());
            }
        }
    }
    seen
}

fn check_bytes(app: &App, secrets: &[String]) {
    for (path, bytes) in app.vault_bytes() {
        for secret in secrets {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "a secret stands in {}", path.display());
        }
    }
}

#[tokio::test]
async fn files_are_their_owners_and_hold_no_secret_in_clear() {
    // This process runs this one test only.
    rustix::process::umask(rustix::fs::Mode::empty());
    let (mut app, secrets) = a_used_vault().await;
    let open = check_modes(app.folder.path());
    assert!(open >= 4, "database, journal, its index, and who is alive");
    let names: Vec<String> =
        app.vault_bytes().iter().map(|(path, _)| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert!(names.iter().any(|name| name == "vault.db-wal"), "{names:?}");
    check_bytes(&app, &secrets);

    soon(app.authpipe.close()).await.unwrap();
    check_modes(app.folder.path());
    check_bytes(&app, &secrets);

    app.restart().await;
    assert!(app.user_credential().await.is_ok());
    let id = app.user_credential().await.unwrap().grant_id.clone();
    app.authpipe.delete_connection(support::tenant("acme"), id).await.unwrap();
    check_modes(app.folder.path());
    check_bytes(&app, &secrets);
}

#[tokio::test]
async fn a_scan_would_find_what_is_there() {
    let (app, _) = a_used_vault().await;
    // An id that the vault does hold in clear: the scan sees it, so its silence about secrets means something.
    let secrets = vec!["microsoft-onedrive".to_owned()];
    let scan = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check_bytes(&app, &secrets)));
    assert!(scan.is_err());
}

/// Somebody named a place where nothing can be made: told at the start, and what needs no spool works.
#[tokio::test]
async fn a_spool_that_cannot_be_made_is_told_by_ready() {
    let taken = tempfile::NamedTempFile::new().unwrap();
    let spool = taken.path().to_owned();
    let app = App::start_with(authpipe_sandbox::World::demo(), |options| options.spool_dir = Some(spool.clone())).await;
    let error = soon(app.authpipe.ready()).await.unwrap_err();
    assert_eq!(error.code().as_str(), "vault_unavailable");
    assert!(error.message().contains(&format!("The spool {} cannot be made", spool.display())), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("spool_dir")), "{error:?}");
    app.connect().await;
    assert!(!app.user_credential().await.unwrap().degraded);
}

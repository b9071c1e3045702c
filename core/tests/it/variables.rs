//! Variables of the environment that are no text: none is passed over, as if it were not set.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::App;

/// A name in Latin-1.
const NO_TEXT: &[u8] = b"caf\xe9";

fn run(folder: &Path, arguments: &[&str], variables: &[(&str, &[u8])]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_authpipe"));
    command.args(arguments).env_clear().current_dir(folder);
    for (name, value) in variables {
        command.env(name, OsStr::from_bytes(value));
    }
    command.output().unwrap()
}

/// Where AUTHPIPE_VAULT was passed over, the vault of the folder was used, or made; without a mode it was production.
#[test]
fn a_variable_that_is_no_text_is_an_error_and_not_absent() {
    let folder = tempfile::tempdir().unwrap();
    let vault = [b"sqlite:./".as_slice(), NO_TEXT].concat();
    for (name, value) in [
        ("AUTHPIPE_VAULT", &vault[..]),
        ("AUTHPIPE_KEY", NO_TEXT),
        ("AUTHPIPE_MODE", NO_TEXT),
        ("AUTHPIPE_ENVIRONMENT", NO_TEXT),
        ("AUTHPIPE_BASE_URL", NO_TEXT),
    ] {
        let done = run(folder.path(), &["vault", "status"], &[(name, value)]);
        let told = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(1), "{name}: {told}");
        assert!(told.starts_with(&format!("error [config_invalid]: The variable {name} is not UTF-8.\n")), "{told}");
    }
}

/// What asks for the server's certificate was passed over, and nobody asked for it.
#[test]
fn a_variable_of_libpqs_that_is_no_text_is_an_error_and_not_absent() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["PGSSLMODE", "PGSSLROOTCERT", "PGPASSWORD", "PGUSER"] {
        let vault = ("AUTHPIPE_VAULT", b"postgres://127.0.0.1:1/app".as_slice());
        let done = run(folder.path(), &["vault", "status"], &[vault, (name, NO_TEXT)]);
        let told = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(told.contains(&format!("The variable {name} is not UTF-8.")) && told.contains("[config_invalid]"), "{told}");
    }
}

/// A path need be no text.
#[tokio::test]
async fn a_path_that_is_no_text_is_used() {
    let app = App::start().await;
    app.connect().await;
    let backup = app.folder.path().join("copy.db");
    app.authpipe.back_up_vault(&backup).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(&backup, folder.path().join("v.db")).unwrap();
    let at = |name: &[u8]| folder.path().join(OsStr::from_bytes(&[NO_TEXT, name].concat()));
    let (spool, anchor) = (at(b"-spool"), at(b"-anchor"));
    let done = run(
        folder.path(),
        &["vault", "reseal"],
        &[
            ("AUTHPIPE_VAULT", b"sqlite:./v.db"),
            ("AUTHPIPE_KEY", app.key.expose().as_bytes()),
            ("AUTHPIPE_ENVIRONMENT", b"development"),
            ("AUTHPIPE_SPOOL_DIR", spool.as_os_str().as_bytes()),
            ("AUTHPIPE_ANCHOR_FILE", anchor.as_os_str().as_bytes()),
        ],
    );
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(anchor.is_file(), "and nothing is remembered elsewhere");
    assert!(!folder.path().join("v.db-anchor").exists() && !folder.path().join("v.db-spool").exists());
}

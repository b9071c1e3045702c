//! A backup where the tool may write nothing, as on read-only media: whoever only looks reads it, and nothing else is offered there.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::App;
use crate::support::look::soon;

/// Every command that only looks.
const LOOKS: [&[&str]; 7] = [
    &["vault", "status"],
    &["vault", "verify"],
    &["doctor"],
    &["doctor", "--tenant", "acme"],
    &["audit", "list"],
    &["key", "status"],
    &["tenant", "erasures"],
];

/// A folder in which nobody may write, a file that nobody may change, and the tool for somebody who is not root.
struct Media {
    folder: tempfile::TempDir,
    tool: tempfile::TempDir,
    key: String,
}

impl Media {
    fn with(app: &App, backup: &Path) -> Media {
        let (folder, tool) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::copy(backup, folder.path().join("backup.db")).unwrap();
        std::fs::copy(env!("CARGO_BIN_EXE_authpipe"), tool.path().join("authpipe")).unwrap();
        permit(tool.path(), 0o755);
        let media = Media { folder, tool, key: app.key.expose().to_owned() };
        permit(&media.backup(), 0o444);
        permit(media.folder.path(), 0o555);
        media
    }

    fn backup(&self) -> PathBuf {
        self.folder.path().join("backup.db")
    }

    /// Root may write everywhere but on read-only file systems, so it lets somebody else ask.
    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(self.tool.path().join("authpipe"));
        command.args(arguments).env_clear();
        command.env("AUTHPIPE_VAULT", format!("sqlite:{}", self.backup().display()));
        command.env("AUTHPIPE_KEY", &self.key).env("AUTHPIPE_ENVIRONMENT", "development");
        if std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0) {
            command.uid(65_534).gid(65_534);
        }
        command.output().unwrap()
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Media {
    fn drop(&mut self) {
        permit(self.folder.path(), 0o755);
    }
}

fn permit(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test]
async fn a_backup_on_read_only_media_is_looked_at_and_verified_there() {
    let app = App::start().await;
    app.connect().await;
    let backup = app.folder.path().join("copy.db");
    soon(app.authpipe.back_up_vault(&backup)).await.unwrap();
    let media = Media::with(&app, &backup);
    let held = std::fs::read(media.backup()).unwrap();
    for look in LOOKS {
        let done = media.run(look);
        assert_eq!(done.status.code(), Some(0), "{look:?}: {}", told(&done));
        assert!(told(&done).contains("backup.db") || look[0] == "key", "{look:?}: {}", told(&done));
        assert_eq!(
            (media.names(), std::fs::read(media.backup()).unwrap()),
            (vec!["backup.db".to_owned()], held.clone()),
            "{look:?}"
        );
    }
    assert!(told(&media.run(&["vault", "verify"])).contains("connections\t1"));
    let mut other = Media::with(&app, &backup);
    other.key = told(&other.run(&["key", "generate"])).lines().next().unwrap().to_owned();
    assert!(told(&other.run(&["vault", "verify"])).contains("key_mismatch"));
    // Nothing else begins there: what a command would change cannot be.
    for change in [&["vault", "reseal"][..], &["tenant", "rotate", "acme"], &["user", "erase", "acme", "ben", "--yes"]] {
        let refused = media.run(change);
        assert_eq!(refused.status.code(), Some(1), "{change:?}: {}", told(&refused));
        assert!(told(&refused).contains("permission denied"), "{change:?}: {}", told(&refused));
    }
}

/// What was written last may be in the log, which nobody reads who may not write: an answer without it would be an old one.
#[tokio::test]
async fn a_vault_with_a_log_is_not_looked_at_where_nothing_may_be_written() {
    let app = App::start().await;
    app.connect().await;
    let backup = app.folder.path().join("copy.db");
    soon(app.authpipe.back_up_vault(&backup)).await.unwrap();
    let media = Media::with(&app, &backup);
    permit(media.folder.path(), 0o755);
    std::fs::write(media.folder.path().join("backup.db-wal"), "frames").unwrap();
    permit(media.folder.path(), 0o555);
    for look in LOOKS {
        let refused = media.run(look);
        assert_eq!(refused.status.code(), Some(1), "{look:?}: {}", told(&refused));
        assert!(told(&refused).contains("what was written last is in its log"), "{look:?}: {}", told(&refused));
    }
}

/// As a backup is that root has copied to where the application's vault was: SQLite's number for it helped nobody.
#[tokio::test]
async fn a_vault_that_this_process_may_not_read_is_told_as_that() {
    let app = App::start().await;
    app.connect().await;
    let backup = app.folder.path().join("copy.db");
    soon(app.authpipe.back_up_vault(&backup)).await.unwrap();
    let media = Media::with(&app, &backup);
    permit(&media.backup(), 0o000);
    for folder in [0o555, 0o777] {
        permit(media.folder.path(), folder);
        for arguments in LOOKS.iter().copied().chain([&["tenant", "rotate", "acme"][..]]) {
            let refused = media.run(arguments);
            let told = told(&refused);
            assert_eq!(refused.status.code(), Some(1), "{arguments:?}: {told}");
            assert!(told.contains("backup.db: permission denied."), "{arguments:?}: {told}");
            // Who is to write fails at the folder first.
            let is_roots = std::fs::metadata(media.backup()).unwrap().uid() == 0;
            if folder == 0o777 || arguments[0] != "tenant" {
                assert_eq!(told.contains("It belongs to another user (number 0)."), is_roots, "{arguments:?}: {told}");
            }
        }
    }
}

/// A file that may be written in a folder that may not: there is no place for its log.
#[tokio::test]
async fn a_folder_that_takes_nothing_is_enough_to_only_look() {
    let app = App::start().await;
    app.connect().await;
    let backup = app.folder.path().join("copy.db");
    soon(app.authpipe.back_up_vault(&backup)).await.unwrap();
    let media = Media::with(&app, &backup);
    permit(&media.backup(), 0o666);
    let verified = media.run(&["vault", "verify"]);
    assert!(told(&verified).contains("connections\t1"), "{}", told(&verified));
    assert_eq!(media.names(), ["backup.db"]);
}

/// Whoever only looks at a copy that may be written leaves it as it lay there, and nothing beside it; of one that does not open too.
#[tokio::test]
async fn a_look_at_a_backup_that_may_be_written_leaves_nothing_beside_it() {
    let app = App::start().await;
    app.connect().await;
    let aside = tempfile::tempdir().unwrap();
    let backup = aside.path().join("copy.db");
    soon(app.authpipe.back_up_vault(&backup)).await.unwrap();
    let look = |arguments: &[&str], key: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_authpipe"));
        command.args(arguments).env_clear().env("AUTHPIPE_VAULT", format!("sqlite:{}", backup.display()));
        command.env("AUTHPIPE_KEY", key).env("AUTHPIPE_ENVIRONMENT", "development").output().unwrap()
    };
    let names = || {
        let entries = std::fs::read_dir(aside.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect::<Vec<_>>()
    };
    for arguments in LOOKS {
        let done = look(arguments, app.key.expose());
        assert_eq!((done.status.code(), names()), (Some(0), vec!["copy.db".to_owned()]), "{arguments:?}: {}", told(&done));
    }
    let refused = look(&["vault", "verify"], crate::support::new_key().expose());
    assert!(told(&refused).contains("key_mismatch"), "{}", told(&refused));
    assert_eq!(names(), ["copy.db"]);
}

//! New files that are whole, durable and their owner's only when they get their name: the vault itself, and copies of it.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::base::encoding::to_base64url;
use crate::base::{Result, entropy};
use crate::store::owner_only::{create_owner_only, make_owner_only};

use super::connect;
use super::errors::{self, Failure, io_error};
use super::files::{beside, close_to_others};
use super::migrations;

/// Makes the vault if there is none, for its owner only; SQLite gives its companions (`-wal`, `-shm`) the same mode. An
/// existing vault that others may read, perhaps a copied one, is closed to them.
///
/// Under its name it is there with its whole schema or not at all, so a file without content is no vault that is being made.
///
/// It must not open a vault that SQLite has open in this process: closing such a file would drop SQLite's locks.
///
/// # Errors
/// - `vault_unavailable`: the file cannot be made, or only its log is there.
pub(super) fn create_vault(path: &Path, shown: &str) -> Result<()> {
    match fs::metadata(path) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0) {
                return Err(errors::only_log(shown));
            }
            make_vault(path, shown, |_| Ok(()))?;
        }
        Err(error) => return Err(io_error(&error, shown)),
    }
    for suffix in ["", "-wal", "-shm"] {
        close_to_others(&beside(path, suffix));
    }
    Ok(())
}

/// Makes the place of a copy if nothing is there: a vault that is marked as one in the same moment in which it gets its name.
///
/// # Errors
/// As of [`create_vault`].
pub(super) fn create_copy(path: &Path, shown: &str, mark: impl FnOnce(&Connection) -> Result<(), Failure>) -> Result<()> {
    if fs::metadata(path).is_err() {
        let fill = |db: &Connection| {
            mark(db)?;
            Ok(db.execute_batch(&format!("PRAGMA application_id = {}", migrations::UNFINISHED_ID))?)
        };
        make_vault(path, shown, fill)?;
    }
    create_vault(path, shown)
}

fn make_vault(path: &Path, shown: &str, fill: impl FnOnce(&Connection) -> Result<(), Failure>) -> Result<()> {
    let failed = |error: io::Error| io_error(&error, shown);
    let unfinished = Unfinished::make(path).map_err(failed)?;
    connect::make(unfinished.path(), shown, fill)?;
    match unfinished.finish(path) {
        // Another process was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        finished => finished.map_err(failed),
    }
}

/// A file before it has its name; dropped, it is gone.
pub(super) struct Unfinished(PathBuf);

impl Unfinished {
    /// An empty file beside `to`, which SQLite fills.
    pub(super) fn make(to: &Path) -> io::Result<Self> {
        // Two copies may be made at once. One that a crash has left says no more than that, and stands in nobody's way.
        let path = beside(to, &format!(".{}.unfinished", to_base64url(&entropy::make_bytes::<9>())));
        let file = create_owner_only(OpenOptions::new().write(true).create_new(true)).open(&path)?;
        let made = Unfinished(path);
        make_owner_only(&file)?;
        Ok(made)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Makes it durable and gives it its name.
    pub(super) fn finish(self, to: &Path) -> io::Result<()> {
        // For writing: Windows flushes nothing through a handle that only reads.
        OpenOptions::new().write(true).open(&self.0)?.sync_all()?;
        // It never replaces what somebody else has made meanwhile.
        publish(&self.0, to)?;
        drop(self);
        // The file has its name. Where the folder cannot be flushed, that is all there is to say.
        #[cfg(unix)]
        let _ = fs::File::open(to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))
            .and_then(|folder| folder.sync_all());
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Gives a whole file its name, which it gets at once and only if nothing has it.
///
/// # Errors
/// - `AlreadyExists`: something has the name.
pub(super) fn publish(file: &Path, name: &Path) -> io::Result<()> {
    publish_by(|file, name| fs::hard_link(file, name), file, name)
}

/// The same where `link` makes a second name, which unlike a rename never replaces anything. Some file systems have no second names
/// (FAT, shares, an Android card): there, an empty file takes the name, and the whole one replaces it.
fn publish_by(link: impl Fn(&Path, &Path) -> io::Result<()>, file: &Path, name: &Path) -> io::Result<()> {
    match link(file, name) {
        Ok(()) => fs::remove_file(file),
        Err(error) if matches!(error.kind(), io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound) => Err(error),
        Err(_) => {
            drop(create_owner_only(OpenOptions::new().write(true).create_new(true)).open(name)?);
            fs::rename(file, name).inspect_err(|_| _ = fs::remove_file(name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gets_its_name_whole_and_replaces_nothing_with_links_and_without() {
        let links: [fn(&Path, &Path) -> io::Result<()>; 2] =
            [|file, name| fs::hard_link(file, name), |_, _| Err(io::ErrorKind::PermissionDenied.into())];
        for link in links {
            let folder = tempfile::tempdir().unwrap();
            let (file, name) = (folder.path().join("unfinished"), folder.path().join("copy.db"));
            fs::write(&file, "whole").unwrap();
            publish_by(link, &file, &name).unwrap();
            assert_eq!(fs::read(&name).unwrap(), b"whole");
            fs::write(&file, "another").unwrap();
            assert_eq!(publish_by(link, &file, &name).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
            assert_eq!(fs::read(&name).unwrap(), b"whole", "it replaces nothing");
            fs::remove_file(&file).unwrap();
            let nothing = folder.path().join("nothing.db");
            assert!(publish_by(link, &file, &nothing).is_err() && !nothing.exists(), "what is not there gets no name");
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        }
    }

    #[test]
    fn two_that_are_made_at_once_for_one_name_are_files_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let name = folder.path().join("copy.db");
        let one = Unfinished::make(&name).unwrap();
        fs::write(one.path(), "whole").unwrap();
        let other = Unfinished::make(&name).unwrap();
        fs::write(other.path(), "ha").unwrap();
        one.finish(&name).unwrap();
        assert_eq!(fs::read(&name).unwrap(), b"whole");
        assert_eq!(other.finish(&name).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn an_existing_vault_is_closed_to_others() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v.db");
        fs::write(&path, "a vault").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        create_vault(&path, "v").unwrap();
        let created = folder.path().join("new");
        create_owner_only(OpenOptions::new().write(true).create_new(true)).open(&created).unwrap();
        assert_eq!(fs::metadata(&created).unwrap().permissions().mode() & 0o077, 0, "closed from the first moment on");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

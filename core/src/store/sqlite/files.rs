//! The vault's files: where they are, and that nobody but their owner may read them (SR-54).

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::base::{Error, Result};

use super::errors::{io_error, unavailable};
use crate::store::owner_only::{create_owner_only, make_owner_only};

/// Finds the vault's file: an absolute path without links, so that every way of naming one vault gives one path.
///
/// # Errors
/// - `vault_unavailable`: there is no such folder, or something that is no file has this name.
pub(super) fn locate(given: &Path, shown: &str) -> Result<PathBuf> {
    let folder = match given.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => return Err(is_a_folder(shown)),
    };
    let Some(name) = given.file_name() else { return Err(is_a_folder(shown)) };
    match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return Err(no_folder(shown, folder, "is not a folder")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(no_folder(shown, folder, "does not exist")),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Err(no_folder(shown, folder, "is not a folder")),
        Err(error) => return Err(io_error(&error, shown)),
    }
    let found = match fs::metadata(given) {
        Ok(metadata) if metadata.is_dir() => return Err(is_a_folder(shown)),
        Ok(metadata) if !metadata.is_file() => {
            return Err(unavailable(format!("Cannot open {shown}: it is not a regular file.")));
        }
        Ok(_) => fs::canonicalize(given),
        Err(error) if error.kind() == io::ErrorKind::NotFound && given.is_symlink() => {
            return Err(unavailable(format!("Cannot open {shown}: it is a link to a file that does not exist.")));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::canonicalize(folder).map(|folder| folder.join(name)),
        Err(error) => Err(error),
    };
    found.map_err(|error| io_error(&error, shown))
}

/// Makes the vault's file if there is none, for its owner only; SQLite gives its companions (`-wal`, `-shm`) the same mode. An
/// existing vault that others may read, perhaps a copied one, is closed to them.
///
/// It must not open a vault that SQLite has open in this process: closing such a file would drop SQLite's locks.
///
/// # Errors
/// - `vault_unavailable`: the file cannot be made.
pub(super) fn create_vault(path: &Path, shown: &str) -> Result<()> {
    match create_owner_only(OpenOptions::new().write(true).create_new(true)).open(path) {
        Ok(file) => make_owner_only(&file).map_err(|error| io_error(&error, shown)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            for suffix in ["", "-wal", "-shm"] {
                let mut name = path.as_os_str().to_owned();
                name.push(suffix);
                close_to_others(Path::new(&name));
            }
            Ok(())
        }
        Err(error) => Err(io_error(&error, shown)),
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

/// Which file a name leads to. Asking does not open it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileId(u64, u64);

/// Which file the path leads to now.
///
/// # Errors
/// - `vault_unavailable`: to none.
pub(super) fn identify(path: &Path, shown: &str) -> Result<FileId> {
    let metadata = fs::metadata(path).map_err(|error| io_error(&error, shown))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Ok(FileId(metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    {
        // Where files have no stable number, that there is one must do.
        let _ = metadata;
        Ok(FileId(0, 0))
    }
}

/// Takes away what others may do with something that exists already. Where it belongs to somebody else, that cannot be done
/// and is not ours to decide.
pub(super) fn close_to_others(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let Ok(metadata) = fs::metadata(path) else { return };
        let mode = metadata.permissions().mode();
        if mode & 0o077 != 0 {
            let _ = fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700));
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}

fn is_a_folder(shown: &str) -> Error {
    unavailable(format!("Cannot open {shown}: it is a folder, not a file.")).with_hint("Name a file in it, such as authpipe.db.")
}

fn no_folder(shown: &str, folder: &Path, what: &str) -> Error {
    unavailable(format!("Cannot open {shown}: {} {what}.", folder.display()))
        .with_hint("Create the folder, or name another file.")
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
    fn a_wrong_place_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("file"), "").unwrap();
        let shown_folder = |name: &str| at(name).display().to_string();
        let cases = [
            (at("none/v.db"), format!("Cannot open ./v.db: {} does not exist.", shown_folder("none"))),
            (at("file/v.db"), format!("Cannot open ./v.db: {} is not a folder.", shown_folder("file"))),
            (at("file/deeper/v.db"), format!("Cannot open ./v.db: {} is not a folder.", shown_folder("file/deeper"))),
            (at(""), "Cannot open ./v.db: it is a folder, not a file.".to_owned()),
            (PathBuf::from("/"), "Cannot open ./v.db: it is a folder, not a file.".to_owned()),
            (at(".."), "Cannot open ./v.db: it is a folder, not a file.".to_owned()),
        ];
        for (path, message) in cases {
            assert_eq!(locate(&path, "./v.db").unwrap_err().message(), message, "{path:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_to_one_path_and_must_lead_somewhere() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::os::unix::fs::symlink(at("real.db"), at("link.db")).unwrap();
        assert_eq!(
            locate(&at("link.db"), "v").unwrap_err().message(),
            "Cannot open v: it is a link to a file that does not exist."
        );
        fs::write(at("real.db"), "").unwrap();
        assert_eq!(locate(&at("link.db"), "v").unwrap(), locate(&at("./real.db"), "v").unwrap());
        assert_eq!(locate(Path::new("/dev/null"), "v").unwrap_err().message(), "Cannot open v: it is not a regular file.");
    }

    #[cfg(unix)]
    #[test]
    fn an_existing_vault_is_closed_to_others() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v.db");
        fs::write(&path, "").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        create_vault(&path, "v").unwrap();
        let created = folder.path().join("new");
        create_owner_only(OpenOptions::new().write(true).create_new(true)).open(&created).unwrap();
        assert_eq!(fs::metadata(&created).unwrap().permissions().mode() & 0o077, 0, "closed from the first moment on");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

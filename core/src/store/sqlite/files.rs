//! The vault's files: where they are, and that nobody but their owner may read them (SR-54).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::base::{Error, Result};

use super::errors::{self, io_error, unavailable};
use super::file_system::{takes_reads, takes_writes};
use crate::store::owner_only::{give_folder_to_owner, make_folder_owner_only, names_of};

/// Finds the vault's file: an absolute path without links, so that every way of naming one vault gives one path.
///
/// # Errors
/// - `vault_unavailable`: there is no such folder, something that is no file has this name, or it is an empty one.
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
        Ok(metadata) if metadata.len() == 0 => return Err(errors::empty(shown)),
        // Each name would have a log and locks of its own, which know nothing of each other.
        Ok(metadata) if names_of(&metadata) > 1 => return Err(errors::hard_linked(shown)),
        Ok(_) => fs::canonicalize(given),
        Err(error) if error.kind() == io::ErrorKind::NotFound && given.is_symlink() => {
            return Err(unavailable(format!("Cannot open {shown}: it is a link to a file that does not exist.")));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::canonicalize(folder).map(|folder| folder.join(name)),
        Err(error) => Err(error),
    };
    found.map_err(|error| io_error(&error, shown))
}

/// What SQLite and we call a file that belongs to the vault: `v.db-wal`.
pub(super) fn beside(vault: &Path, suffix: &str) -> PathBuf {
    let mut name = vault.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// What SQLite keeps beside a vault while it is used.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Refuses a vault where something that is no file has the name of one of SQLite's.
///
/// # Errors
/// - `vault_unavailable`: what it is called.
pub(super) fn refuse_in_the_way(vault: &Path, shown: &str) -> Result<()> {
    let is_other = |suffix: &&str| fs::symlink_metadata(beside(vault, suffix)).is_ok_and(|found| !found.is_file());
    COMPANIONS.into_iter().find(is_other).map_or(Ok(()), |suffix| Err(errors::in_the_way(shown, suffix)))
}

/// Why SQLite may not open a vault, or a file of its own beside it; `None`: that is not known. Nothing is opened.
pub(super) fn find_closed(vault: &Path, shown: &str) -> Option<Error> {
    ["", "-wal", "-shm", "-journal"].into_iter().find_map(|suffix| {
        let (path, shown) = (beside(vault, suffix), format!("{shown}{suffix}"));
        match fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && !suffix.is_empty() => None,
            Err(error) => Some(io_error(&error, &shown)),
            Ok(_) if takes_reads(&path) && (suffix.is_empty() || takes_writes(&path)) => None,
            Ok(found) => Some(errors::not_permitted(&shown, owner_of(&found))),
        }
    })
}

/// Whose a file is, by number, where it is not this process's.
#[cfg(unix)]
fn owner_of(metadata: &fs::Metadata) -> Option<u32> {
    let owner = std::os::unix::fs::MetadataExt::uid(metadata);
    (owner != rustix::process::geteuid().as_raw()).then_some(owner)
}

#[cfg(not(unix))]
fn owner_of(_: &fs::Metadata) -> Option<u32> {
    None
}

/// Which file a name leads to. Asking does not open it. A number alone is given again when its file is gone, so the time at which the
/// file was made belongs to it, where the file system has that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileId {
    device: u64,
    number: u64,
    made: Option<SystemTime>,
}

impl FileId {
    pub(super) fn of(metadata: &fs::Metadata) -> Self {
        let made = metadata.created().ok();
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            FileId { device: metadata.dev(), number: metadata.ino(), made }
        }
        // Where files have no stable number, the time must do.
        #[cfg(not(unix))]
        FileId { device: 0, number: 0, made }
    }
}

/// As it stands in a process's lock file.
impl std::fmt::Display for FileId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let made = self.made.and_then(|made| made.duration_since(UNIX_EPOCH).ok()).map_or(0, |made| made.as_nanos());
        write!(f, "{} {} {made}", self.device, self.number)
    }
}

/// Which file the path leads to now.
///
/// # Errors
/// - `vault_unavailable`: to none.
pub(super) fn identify(path: &Path, shown: &str) -> Result<FileId> {
    let metadata = fs::metadata(path).map_err(|error| io_error(&error, shown))?;
    Ok(FileId::of(&metadata))
}

/// Takes away what others may do with something that exists already. Where it belongs to somebody else, that cannot be done
/// and is not ours to decide; nor is what a link leads to, or a second name.
pub(super) fn close_to_others(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let Ok(metadata) = fs::symlink_metadata(path) else { return };
        let mode = metadata.permissions().mode();
        let is_itself = metadata.is_dir() || (metadata.is_file() && names_of(&metadata) == 1);
        if is_itself && mode & 0o077 != 0 {
            let _ = fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700));
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// Makes the folder of the lock files beside a vault, for the vault's owner only; one that is there is closed to others.
///
/// # Errors
/// - `vault_unavailable`: it cannot be made, or something else has its name.
pub(super) fn make_folder(folder: &Path, vault: &Path, shown: &str) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Ok(()) => {
            make_folder_owner_only(folder).map_err(|error| io_error(&error, shown))?;
            give_folder_to_owner(folder, vault);
            Ok(())
        }
        Err(error)
            if error.kind() == io::ErrorKind::AlreadyExists && fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir()) =>
        {
            close_to_others(folder);
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(errors::no_folder_of_locks(shown)),
        Err(error) => Err(io_error(&error, shown)),
    }
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

    /// The system gives the number of a file that is gone to the next one, which is another file all the same.
    #[cfg(unix)]
    #[test]
    fn a_file_that_was_made_at_another_time_is_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v.db");
        fs::write(&path, "").unwrap();
        let metadata = fs::metadata(&path).unwrap();
        let (id, made) = (FileId::of(&metadata), metadata.created().ok());
        assert_eq!(id.made, made, "as far as the file system tells");
        if let Some(made) = made {
            assert!(id != FileId { made: Some(made + std::time::Duration::from_nanos(1)), ..id });
        }
        fs::write(&path, "more").unwrap();
        assert!(id == FileId::of(&fs::metadata(&path).unwrap()), "whatever is in it");
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
        fs::write(at("real.db"), "a vault").unwrap();
        assert_eq!(locate(&at("link.db"), "v").unwrap(), locate(&at("./real.db"), "v").unwrap());
        // Of a second name nothing leads to the first.
        fs::hard_link(at("real.db"), at("second.db")).unwrap();
        for name in ["real.db", "second.db", "link.db"] {
            assert_eq!(
                locate(&at(name), "v").unwrap_err().to_string(),
                "vault_unavailable: Cannot open v: its file has a second name (a hard link), and each would have a log of its own. \
                 Delete the other name, or copy the file, where a backup program has linked it; to give a vault another one, use a symbolic \
                 link.",
                "{name}"
            );
        }
        assert_eq!(locate(Path::new("/dev/null"), "v").unwrap_err().message(), "Cannot open v: it is not a regular file.");
    }
}

//! Makes files and folders beside a vault that only their owner may read (SR-54), and that stay with whoever has the vault.
//!
//! Who runs this need not be who has the folder: an operator's tool runs as root beside a vault of the application's user. What that user has
//! put in the place of a file of ours leads root nowhere else, and what root makes there belongs to that user.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// Creates files for their owner only, from their first moment on.
pub(in crate::store) fn create_owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Gives a file that we have made exactly the owner's rights, whatever the process's umask has left of them.
pub(in crate::store) fn make_owner_only(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

/// The same for a folder. By its path where a strict umask has left a folder that cannot be opened.
///
/// # Errors
/// - `NotADirectory`: it is a link or a file. Another folder is not closed because a link leads there.
/// - What the system says.
pub(in crate::store) fn make_folder_owner_only(folder: &Path) -> io::Result<()> {
    if !fs::symlink_metadata(folder)?.is_dir() {
        return Err(io::Error::new(io::ErrorKind::NotADirectory, "a link or a file has its name"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let closed = fs::Permissions::from_mode(0o700);
        match open_folder(folder) {
            Ok(folder) => folder.set_permissions(closed)?,
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => fs::set_permissions(folder, closed)?,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Opens a file of ours for writing that others of this vault write too, and makes it where it is missing.
///
/// # Errors
/// - `InvalidInput`: something else has its name, which is left as it is: a link, no file, or a second name of somebody else's file.
/// - What the system says.
pub(in crate::store) fn open_shared(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let file = open_in_place(create_owner_only(options.write(true).create(true).truncate(false)), path)?;
    make_owner_only(&file)?;
    give_to_owner(&file, path.parent().unwrap_or(Path::new(".")));
    Ok(file)
}

/// Opens what these options say, if it is a file that lies in its folder itself. Nothing is waited for, as the other end of a pipe would be.
///
/// # Errors
/// As of [`open_shared`].
pub(in crate::store) fn open_in_place(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let elsewhere = || io::Error::new(io::ErrorKind::InvalidInput, "something else has the name of a file of the vault");
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    }
    let file = match options.open(path) {
        Err(_) if fs::symlink_metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) => return Err(elsewhere()),
        opened => opened?,
    };
    let found = file.metadata()?;
    if !found.is_file() || (names_of(&found) > 1 && !has_owner_of_folder(&found, path)) {
        return Err(elsewhere());
    }
    Ok(file)
}

/// How many names a file has.
#[cfg(unix)]
pub(in crate::store) fn names_of(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

#[cfg(not(unix))]
pub(in crate::store) fn names_of(_: &fs::Metadata) -> u64 {
    1
}

/// Whether a file belongs to whoever has its folder. A backup program gives such a file a second name too.
#[cfg(unix)]
fn has_owner_of_folder(file: &fs::Metadata, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    path.parent().is_some_and(|folder| fs::metadata(folder).is_ok_and(|folder| folder.uid() == file.uid()))
}

#[cfg(not(unix))]
fn has_owner_of_folder(_: &fs::Metadata, _: &Path) -> bool {
    true
}

/// Gives a file that root has made to whoever has `other`, a file or a folder, as SQLite does with its log: otherwise the application
/// could not read what an operator's tool leaves. Whoever is not root has made it for itself.
pub(in crate::store) fn give_to_owner(file: &File, other: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        if rustix::process::geteuid().is_root()
            && let (Ok(own), Ok(owner)) = (file.metadata(), fs::metadata(other))
            && own.uid() != owner.uid()
        {
            let _ = fchown(file, Some(owner.uid()), Some(owner.gid()));
        }
    }
    #[cfg(not(unix))]
    let _ = (file, other);
}

/// The same for a folder.
pub(in crate::store) fn give_folder_to_owner(folder: &Path, other: &Path) {
    #[cfg(unix)]
    if let Ok(folder) = open_folder(folder) {
        give_to_owner(&folder, other);
    }
    #[cfg(not(unix))]
    let _ = (folder, other);
}

/// Itself, and nothing that a link leads to.
#[cfg(unix)]
fn open_folder(folder: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = OFlags::DIRECTORY | OFlags::NOFOLLOW;
    OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(folder)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    /// A tool that runs as root beside a vault of somebody else wrote into whatever file that one had put a link to, and closed it to others.
    #[test]
    fn what_a_link_leads_to_is_neither_written_nor_closed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("theirs"), "kept").unwrap();
        fs::set_permissions(at("theirs"), fs::Permissions::from_mode(0o644)).unwrap();
        fs::create_dir(at("folder")).unwrap();
        fs::set_permissions(at("folder"), fs::Permissions::from_mode(0o755)).unwrap();
        symlink(at("theirs"), at("link")).unwrap();
        symlink(at("absent"), at("nowhere")).unwrap();
        symlink(at("folder"), at("link to folder")).unwrap();
        let pipe = at("pipe");
        let owner = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, owner, 0).unwrap();
        for other in ["link", "nowhere", "link to folder", "pipe"] {
            assert_eq!(open_shared(&at(other)).unwrap_err().kind(), io::ErrorKind::InvalidInput, "{other}");
        }
        assert_eq!(make_folder_owner_only(&at("link to folder")).unwrap_err().kind(), io::ErrorKind::NotADirectory);
        assert_eq!([mode(&at("theirs")), mode(&at("folder"))], [0o644, 0o755]);
        assert!(!at("absent").exists());
        open_shared(&at("new")).unwrap();
        open_shared(&at("new")).unwrap();
        assert_eq!(mode(&at("new")), 0o600);
        make_folder_owner_only(&at("folder")).unwrap();
        assert_eq!(mode(&at("folder")), 0o700);
    }

    /// Only root can give a file away, so this says something only where tests run as root, as in containers.
    #[test]
    fn what_root_makes_belongs_to_whoever_has_the_folder() {
        if !rustix::process::geteuid().is_root() {
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let theirs = folder.path().join("theirs");
        fs::create_dir(&theirs).unwrap();
        std::os::unix::fs::chown(&theirs, Some(65_534), Some(65_534)).unwrap();
        open_shared(&theirs.join("lock")).unwrap();
        fs::create_dir(theirs.join("live")).unwrap();
        give_folder_to_owner(&theirs.join("live"), &theirs);
        // A second name that they have given to a file of root's.
        fs::write(folder.path().join("ours"), "kept").unwrap();
        fs::hard_link(folder.path().join("ours"), theirs.join("second")).unwrap();
        open_shared(&theirs.join("second")).unwrap_err();
        // One that a backup has given to theirs.
        fs::hard_link(theirs.join("lock"), folder.path().join("backup")).unwrap();
        open_shared(&theirs.join("lock")).unwrap();
        let owners = ["lock", "live", "second"].map(|name| fs::metadata(theirs.join(name)).unwrap().uid());
        assert_eq!(owners, [65_534, 65_534, 0]);
    }
}

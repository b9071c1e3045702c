//! Makes files and folders beside a vault that only their owner may read (SR-54).

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

/// The same for a folder. By its path: a strict umask may have left a folder that cannot be opened.
pub(in crate::store) fn make_folder_owner_only(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

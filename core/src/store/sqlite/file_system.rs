//! What a vault's file system is like. On one of another machine locks and shared memory do not hold between processes, so a vault
//! there can be damaged; one may take no writes.

use std::path::Path;

use crate::base::Result;

use super::errors;
use crate::store::disks::network_kind;

/// Refuses a vault in a folder of another machine.
///
/// # Errors
/// - `vault_unavailable`: what kind of file system it is.
pub(super) fn refuse_network(folder: &Path, shown: &str) -> Result<()> {
    network_kind(folder).map_or(Ok(()), |kind| Err(errors::network(shown, kind)))
}

/// Refuses a vault whose file is mounted without its folder, as a container may have it: the log beside it would belong to the container
/// alone, and end with it.
///
/// # Errors
/// - `vault_unavailable`.
pub(super) fn refuse_mounted_alone(path: &Path, shown: &str) -> Result<()> {
    if is_mount_point(path) { Err(errors::mounted_alone(shown)) } else { Ok(()) }
}

#[cfg(target_os = "linux")]
fn is_mount_point(path: &Path) -> bool {
    std::fs::read("/proc/self/mountinfo").is_ok_and(|mounts| names_mount(&mounts, path))
}

#[cfg(not(target_os = "linux"))]
fn is_mount_point(_: &Path) -> bool {
    false
}

/// Whether a list of mounts (`proc_pid_mountinfo(5)`) names this path: the fifth field of a line, in which blanks are octal numbers.
#[cfg(target_os = "linux")]
fn names_mount(mounts: &[u8], path: &Path) -> bool {
    use std::os::unix::ffi::OsStrExt as _;
    let mut named = Vec::new();
    for &byte in path.as_os_str().as_bytes() {
        match byte {
            b' ' | b'\t' | b'\n' | b'\\' => named.extend(format!("\\{byte:03o}").into_bytes()),
            byte => named.push(byte),
        }
    }
    mounts.split(|byte| *byte == b'\n').any(|line| line.split(|byte| *byte == b' ').nth(4) == Some(&named[..]))
}

/// Whether this process may write a file, or in a folder.
#[cfg(unix)]
pub(super) fn takes_writes(path: &Path) -> bool {
    use rustix::fs::{Access, AtFlags, CWD, accessat};
    accessat(CWD, path, Access::WRITE_OK, AtFlags::EACCESS).is_ok()
}

#[cfg(not(unix))]
pub(super) fn takes_writes(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| found.is_dir() || !found.permissions().readonly())
}

/// Whether the disk has no room for the log's index, which is made where a vault is opened.
#[cfg(unix)]
pub(super) fn is_full(path: &Path) -> bool {
    const INDEX: u64 = 32 * 1024;
    rustix::fs::statvfs(path).is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) < INDEX)
}

#[cfg(not(unix))]
pub(super) fn is_full(_: &Path) -> bool {
    false
}

/// Whether this process may read a file.
#[cfg(unix)]
pub(super) fn takes_reads(path: &Path) -> bool {
    use rustix::fs::{Access, AtFlags, CWD, accessat};
    accessat(CWD, path, Access::READ_OK, AtFlags::EACCESS).is_ok()
}

#[cfg(not(unix))]
pub(super) fn takes_reads(_: &Path) -> bool {
    true
}

/// Whether the file system of this file takes no writes.
#[cfg(unix)]
pub(super) fn is_read_only(path: &Path) -> bool {
    let folder = path.parent().unwrap_or(Path::new("/"));
    rustix::fs::statvfs(folder).is_ok_and(|found| found.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY))
}

#[cfg(not(unix))]
pub(super) fn is_read_only(_: &Path) -> bool {
    false
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_mounted_alone_is_told() {
        let mounts = b"22 1 8:1 / / rw - ext4 /dev/vda rw\n43 22 8:1 /h/v.db /app/v.db rw - ext4 /dev/vda rw\n\
            44 22 8:1 /h /a\\040folder/v.db rw - ext4 /dev/vda rw\n";
        for (path, is_mounted) in
            [("/app/v.db", true), ("/a folder/v.db", true), ("/app", false), ("/app/v.db-wal", false), ("/h/v.db", false)]
        {
            assert_eq!(names_mount(mounts, Path::new(path)), is_mounted, "{path}");
        }
        // What the system itself says.
        assert!(is_mount_point(Path::new("/proc")));
        let folder = tempfile::tempdir().unwrap();
        refuse_mounted_alone(&folder.path().join("v.db"), "v.db").unwrap();
    }

    #[test]
    fn file_systems_of_other_machines_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        refuse_network(folder.path(), "v.db").unwrap();
        assert_eq!(
            errors::network("./v.db", "NFS").to_string(),
            "vault_unavailable: Cannot use ./v.db: it is on a file system of another machine (NFS), whose locks do not hold. Put \
             the vault on a local disk, or use AUTHPIPE_VAULT=postgres://…"
        );
    }
}

//! What kind of disk a folder is on: one of this machine, or one that others have as well, whose locks need not be seen by all who see the
//! file.

use std::path::Path;

/// Whether a lock that somebody holds on a file of this folder is seen by everybody who sees the file, as far as can be told.
pub(in crate::store) fn keeps_locks(folder: &Path) -> bool {
    network_kind(folder).is_none() && !is_shared_with_guests(folder)
}

/// Whether it is of a kind by which a machine gives folders of its own to virtual ones, each with locks of its own; or of a kind that a program
/// makes, whose locks are what that makes of them.
#[cfg(target_os = "linux")]
fn is_shared_with_guests(folder: &Path) -> bool {
    number_of(folder).is_none_or(is_shared)
}

#[cfg(target_os = "linux")]
fn is_shared(number: u32) -> bool {
    SHARED.contains(&number)
}

#[cfg(not(target_os = "linux"))]
fn is_shared_with_guests(_: &Path) -> bool {
    false
}

/// What kind a disk of another machine is of; `None`: it is one of this machine, as far as can be told.
#[cfg(target_os = "linux")]
pub(in crate::store) fn network_kind(folder: &Path) -> Option<&'static str> {
    number_of(folder).and_then(by_number)
}

#[cfg(target_os = "linux")]
fn number_of(folder: &Path) -> Option<u32> {
    let found = rustix::fs::statfs(folder).ok()?;
    // The type has another width on each machine; the numbers have 32 bits.
    u32::try_from(i128::from(found.f_type) & 0xffff_ffff).ok()
}

/// By the number that Linux gives each kind (`statfs(2)`).
#[cfg(target_os = "linux")]
fn by_number(number: u32) -> Option<&'static str> {
    KINDS.iter().find(|(found, _)| *found == number).map(|(_, kind)| *kind)
}

/// FUSE and virtiofs, 9P, VirtualBox, VMware, Parallels.
#[cfg(target_os = "linux")]
const SHARED: [u32; 5] = [0x6573_5546, 0x0102_1997, 0x786f_4256, 0xbacb_acbc, 0x7c7c_6673];

#[cfg(target_os = "linux")]
const KINDS: [(u32, &str); 9] = [
    (0x0000_6969, "NFS"),
    (0x0000_517b, "SMB"),
    (0xff53_4d42, "SMB"),
    (0xfe53_4d42, "SMB"),
    (0x5346_414f, "AFS"),
    (0x6b41_4653, "AFS"),
    (0x00c3_6400, "Ceph"),
    (0x0bd0_0bd0, "Lustre"),
    (0x7375_7245, "Coda"),
];

#[cfg(target_vendor = "apple")]
pub(in crate::store) fn network_kind(folder: &Path) -> Option<&'static str> {
    /// `MNT_LOCAL` of `sys/mount.h`: the file system is stored on this machine.
    const LOCAL: u64 = 0x1000;
    let found = rustix::fs::statfs(folder).ok()?;
    (u64::from(found.f_flags) & LOCAL == 0).then_some("network")
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
pub(in crate::store) fn network_kind(_: &Path) -> Option<&'static str> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn disks_of_other_machines_are_told_from_local_ones() {
        for (number, kind) in [(0x6969, "NFS"), (0xff53_4d42, "SMB"), (0xfe53_4d42, "SMB"), (0x00c3_6400, "Ceph")] {
            assert_eq!(by_number(number), Some(kind));
        }
        // ext4, tmpfs, overlay, btrfs, xfs
        for local in [0xef53, 0x0102_1994, 0x794c_7630, 0x9123_683e, 0x5846_5342] {
            assert_eq!(by_number(local), None, "{local:x}");
        }
        for shared in [0x6573_5546, 0x0102_1997, 0x786f_4256, 0xbacb_acbc, 0x7c7c_6673] {
            assert!(is_shared(shared), "{shared:x}");
        }
        assert!(!is_shared(0xef53));
        let folder = tempfile::tempdir().unwrap();
        assert!(keeps_locks(folder.path()) && !keeps_locks(&folder.path().join("absent")));
    }
}

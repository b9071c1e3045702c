//! Where a vault's file is, and how it is used.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::files::FileId;

/// Where the vault is and how it is called in messages.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The file, absolute and without links. It never starts with `file:`, which SQLite would read as a URI.
    pub path: PathBuf,
    /// The path as the operator wrote it.
    pub shown: String,
    /// How long a lock of another process is waited for.
    pub busy_timeout: Duration,
    /// How it is used.
    pub access: Access,
}

/// How a vault is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// As the vault of an application.
    Whole,
    /// As a copy that is not complete, to see whether all of it opens.
    Copy,
    /// By somebody who only looks: as a whole one, unless nothing may be written there.
    Look,
    /// By somebody who only looks, where nothing may be written.
    Still(Still),
}

/// What the file was like when it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Still {
    pub(super) file: FileId,
    pub(super) size: u64,
    pub(super) modified: Option<SystemTime>,
}

/// Longer than any write of ours, shorter than a caller's patience.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

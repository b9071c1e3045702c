//! Rows of what a vault says of itself, and of wrapped keys.

use crate::base::{TenantId, Timestamp};
use crate::model::sealed::SealedBytes;

/// The version of vaults that this program writes: how records are laid out, and the schema of stores that have one.
pub(crate) const VAULT_VERSION: u32 = 19;

/// The oldest version that a program may know and still use what this one writes. Before 6 a program takes no notice of the columns that
/// records bind, and writes records that bind none; nor does it say which root keys it has. Before 8 it lists no events at all once one of
/// them is of a kind that it does not know. Before 9 it takes the sealed remains of a revoked grant for a grant, and knows no sentinel that
/// retires records of version 1. Before 10 it seals under a key that an erasure has ended. Before 11
/// it takes a key that another one has followed for one that is destroyed. Before 12 it looks for keys where none are any more. Before 14 what it
/// does is in no audit log. Before 15 it can read no hash of an account that names its key, and lets a second tenant claim an organisation.
/// Before 17 it looks for columns that have other names since: one of before 16 does not notice that a newer version has come.
/// Before 18 it links the audit log by index keys, from where on those break it.
pub(crate) const OLDEST_READER: u32 = 18;

/// What a vault says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MetaRow {
    /// The version that was written.
    pub schema_version: u32,
    /// The oldest version of a program that may still open it.
    pub oldest_reader: u32,
    /// The hash of the environment's name.
    pub environment_hash: [u8; 32],
    /// Counts restores that an operator has confirmed.
    pub store_epoch: u64,
    /// What that was when the vault was found in an earlier state than was remembered: as long as it is, nobody has confirmed.
    pub earlier_epoch: Option<u64>,
}

/// The sentinel of a root key: something sealed that only this key opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RootKeyRow {
    /// The root key's id, as printed in messages.
    pub root_key_id: String,
    /// The sentinel.
    pub sentinel: SealedBytes,
    /// Where it stands.
    pub state: RootState,
    /// When the key was first used.
    pub created_at: Timestamp,
}

/// Where a root key stands in its rotation (SR-45).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RootState {
    /// Given, and it has not wrapped anything yet: not every process has it.
    Offered,
    /// Wraps. One root key at a time.
    Primary,
    /// Has wrapped, and what it wraps is wrapped again under the primary one.
    Retiring,
    /// Nothing is wrapped by it any more, and nothing will be.
    Retired,
}

impl RootState {
    /// All states, in their order.
    pub(crate) const ALL: [RootState; 4] = [RootState::Offered, RootState::Primary, RootState::Retiring, RootState::Retired];

    /// The stored name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            RootState::Offered => "offered",
            RootState::Primary => "primary",
            RootState::Retiring => "retiring",
            RootState::Retired => "retired",
        }
    }

    /// Reads the stored name.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        RootState::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// A process that has the vault open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProcessRow {
    /// Its id, random at each start.
    pub id: [u8; 16],
    /// The root keys that it was given, the first of which it wants to wrap.
    pub root_key_ids: Vec<String>,
    /// When it last said that it is there.
    pub seen_at: Timestamp,
}

/// The form of what is sealed in a vault that this program makes; sentinels say which is the oldest one that is still opened. Form 2
/// refuses records of version 1, form 3 keys that are in no keyset besides.
pub(crate) const FORM: u32 = 3;

/// Whose keys, in the order in which they are listed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum KeyOwner {
    /// Those that hash the accounts of the environment.
    Index,
    /// Those that link the audit log.
    Audit,
    /// Those that seal the records of a tenant.
    Tenant(TenantId),
}

impl KeyOwner {
    /// As what the audit log is stored among the tenants; the index keys are empty text. No tenant's id has a space.
    const AUDIT: &str = " audit";

    /// The tenant whose they are.
    pub(crate) fn tenant(&self) -> Option<&TenantId> {
        match self {
            KeyOwner::Tenant(tenant_id) => Some(tenant_id),
            KeyOwner::Index | KeyOwner::Audit => None,
        }
    }

    /// The stored name.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            KeyOwner::Index => "",
            KeyOwner::Audit => KeyOwner::AUDIT,
            KeyOwner::Tenant(tenant_id) => tenant_id.as_str(),
        }
    }

    /// Reads the stored name.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "" => Some(KeyOwner::Index),
            KeyOwner::AUDIT => Some(KeyOwner::Audit),
            text => TenantId::stored(text).ok().map(KeyOwner::Tenant),
        }
    }
}

/// Of before there were keysets: no key has linked anything but the index keys.
impl From<Option<TenantId>> for KeyOwner {
    fn from(tenant_id: Option<TenantId>) -> Self {
        tenant_id.map_or(KeyOwner::Index, KeyOwner::Tenant)
    }
}

/// All keys of one owner, as one unit: sealed together, and replaced together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeysetRow {
    /// Whose they are.
    pub owner: KeyOwner,
    /// Counts its changes. It begins anywhere beyond the owner's last erasure, in milliseconds since the Unix epoch, and only grows.
    pub version: u64,
    /// The root key that wraps the key under which they are sealed.
    pub root_key_id: String,
    /// The ids of the keys, oldest first; a copy of what is sealed.
    pub key_ids: Vec<[u8; 16]>,
    /// The keys.
    pub sealed: SealedBytes,
    /// When it was last replaced.
    pub changed_at: Timestamp,
}

/// A keyset that takes the place of an earlier version of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeysetChange {
    /// The version that was read. If the stored one is another, nothing is written.
    pub was: u64,
    /// The keyset now.
    pub row: KeysetRow,
}

/// A key of a vault before schema 12, in a row of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyRow {
    /// The key's id.
    pub key_id: [u8; 16],
    /// What it is for.
    pub purpose: KeyPurpose,
    /// Whose it is; `None` for the index key.
    pub tenant_id: Option<TenantId>,
    /// Where it stands.
    pub state: KeyState,
    /// The root key that wraps it.
    pub root_key_id: String,
    /// The key, wrapped.
    pub wrapped: SealedBytes,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What a wrapped key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum KeyPurpose {
    /// Seals the records of one tenant.
    Tenant,
    /// Keys the hashes of external accounts, for the whole environment.
    Index,
}

impl KeyPurpose {
    /// The stored name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            KeyPurpose::Tenant => "tenant",
            KeyPurpose::Index => "index",
        }
    }

    /// Reads the stored name.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        [KeyPurpose::Tenant, KeyPurpose::Index].into_iter().find(|purpose| purpose.as_str() == text)
    }
}

/// Where a tenant key stands (SR-45).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum KeyState {
    /// Made, but not every process can read it yet.
    Pending,
    /// Seals and opens.
    Primary,
    /// Opens only.
    DecryptOnly,
}

impl KeyState {
    /// The stored name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            KeyState::Pending => "pending",
            KeyState::Primary => "primary",
            KeyState::DecryptOnly => "decrypt_only",
        }
    }

    /// Reads the stored name.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        [KeyState::Pending, KeyState::Primary, KeyState::DecryptOnly].into_iter().find(|state| state.as_str() == text)
    }
}

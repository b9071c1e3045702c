//! The two rights that a lease gives: to send until it ends, and to commit the result, however late.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::base::{Error, ErrorCode, GrantId, Result, TenantId};

/// The right to send: proof that the store holds a lease with its intent for this process. A provider call that may spend a
/// refresh token takes one. It is made where the engine acquires leases only (a test checks the call site), and ends with its time.
#[derive(Debug)]
pub(crate) struct Lease {
    right: CommitRight,
    /// On the clock that runs through suspend: the moment from which nothing may be sent any more.
    ends_at: Duration,
}

impl Lease {
    /// Wraps what the store has just granted.
    pub(crate) fn acquired(right: CommitRight, ends_at: Duration) -> Self {
        Lease { right, ends_at }
    }

    /// How much of it is left, given the clock's [`elapsed`](crate::base::Clock::elapsed) time.
    pub(crate) fn remaining(&self, elapsed: Duration) -> Duration {
        self.ends_at.saturating_sub(elapsed)
    }

    /// The right to commit that comes with it.
    pub(crate) fn right(&self) -> &CommitRight {
        &self.right
    }

    /// Gives up sending: what is left is to commit.
    pub(crate) fn into_right(self) -> CommitRight {
        self.right
    }
}

/// Who holds a lease: a process, and which of its leases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LeaseHolder {
    /// The process that acquired it.
    pub owner: [u8; 16],
    /// Counts the leases of this grant.
    pub epoch: u64,
}

/// The right to commit what an exchange has given. Unlike the lease it does not end: a successor that could not be stored may be
/// committed late, by this process or by the next one that finds it written down. Which grant, generation, fence and epoch it
/// was for decides then what becomes of it: the next generation, a candidate, or nothing. It holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub(crate) struct CommitRight {
    /// The tenant whose grant it is.
    pub tenant_id: TenantId,
    /// The grant.
    pub grant_id: GrantId,
    /// The generation whose refresh token was spent.
    pub generation: u64,
    /// The fence seen when the lease was acquired.
    pub fence: u64,
    /// The process that acquired it.
    pub owner: [u8; 16],
    /// Counts the leases of this grant.
    pub epoch: u64,
}

/// As it is written down. New fields come with a new version, which older programs refuse.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    tenant_id: String,
    grant_id: String,
    generation: u64,
    fence: u64,
    owner: [u8; 16],
    epoch: u64,
}

const VERSION: u32 = 1;

impl From<CommitRight> for Written {
    fn from(right: CommitRight) -> Self {
        Written {
            version: VERSION,
            tenant_id: right.tenant_id.as_str().to_owned(),
            grant_id: right.grant_id.as_str().to_owned(),
            generation: right.generation,
            fence: right.fence,
            owner: right.owner,
            epoch: right.epoch,
        }
    }
}

impl TryFrom<Written> for CommitRight {
    type Error = Error;

    fn try_from(written: Written) -> Result<Self> {
        if written.version != VERSION {
            return Err(Error::new(ErrorCode::VaultNewer, "A newer version of Authpipe wrote down this right to commit."));
        }
        Ok(CommitRight {
            tenant_id: TenantId::stored(&written.tenant_id)?,
            grant_id: GrantId::parse(&written.grant_id)?,
            generation: written.generation,
            fence: written.fence,
            owner: written.owner,
            epoch: written.epoch,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_to_commit_is_read_back_or_refused_as_a_whole() {
        let right = CommitRight {
            tenant_id: TenantId::parse("acme\"}").unwrap(),
            grant_id: GrantId::make_connection(),
            generation: u64::MAX,
            fence: 3,
            owner: [9; 16],
            epoch: 5,
        };
        let text = serde_json::to_string(&right).unwrap();
        assert_eq!(serde_json::from_str::<CommitRight>(&text).unwrap(), right);
        for damaged in [
            text.replace("\"version\":1", "\"version\":2"),
            text.replace("\"fence\":3,", ""),
            text.replace("\"epoch\":5", "\"epoch\":5,\"more\":1"),
            text.replace("con_", "xyz_"),
            text[..text.len() - 1].to_owned(),
        ] {
            assert_ne!(damaged, text);
            assert!(serde_json::from_str::<CommitRight>(&damaged).is_err(), "{damaged}");
        }
    }
}

//! The plaintext of sealed records: JSON with a version, written and read nowhere else.

mod failure;
mod grant;
mod material;
mod renewal;
mod revocation;
mod session;
mod successor;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::base::{Secret, write_json};
use crate::model::grant::ExternalAccount;

use failure::FailureRecord;

pub(super) use grant::{Columns, Content, read_grant, write_ended, write_grant};
pub(super) use revocation::{read_revocation, write_revocation};
pub(super) use session::{read_session, write_session};
pub(super) use successor::{read_successor, write_successor};

/// Large enough for every usual record.
const BUFFER: usize = 32 * 1024;

/// A record that does not have the shape we write: it was sealed by us, so only a newer version explains it.
#[derive(Debug)]
pub(super) struct UnknownShape;

/// A secret inside a record. The only place where a [`Secret`] is serialised: its bytes go into the envelope.
struct Hidden(Secret<String>);

impl Serialize for Hidden {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

impl<'de> Deserialize<'de> for Hidden {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Hidden(Secret::new(String::deserialize(deserializer)?)))
    }
}

fn hide(secret: &Secret<String>) -> Hidden {
    Hidden(secret.clone())
}

fn hide_option(secret: Option<&Secret<String>>) -> Option<Hidden> {
    secret.map(hide)
}

fn reveal(hidden: Option<Hidden>) -> Option<Secret<String>> {
    hidden.map(|hidden| hidden.0)
}

#[derive(Serialize, Deserialize)]
struct AccountRecord {
    organisation: Option<String>,
    person: Option<String>,
    display: Option<String>,
    /// Absent where the provider was not asked, and in records of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    organisation_display: Option<String>,
}

impl From<&ExternalAccount> for AccountRecord {
    fn from(account: &ExternalAccount) -> Self {
        AccountRecord {
            organisation: account.organisation.clone(),
            person: account.person.clone(),
            display: account.display.clone(),
            organisation_display: account.organisation_display.clone(),
        }
    }
}

impl From<AccountRecord> for ExternalAccount {
    fn from(record: AccountRecord) -> Self {
        let AccountRecord { organisation, person, display, organisation_display } = record;
        ExternalAccount { organisation, person, display, organisation_display }
    }
}

fn write(record: &impl Serialize) -> Zeroizing<Vec<u8>> {
    write_json(record, BUFFER)
}

fn read<T: for<'de> Deserialize<'de>>(plaintext: &[u8]) -> Result<T, UnknownShape> {
    serde_json::from_slice(plaintext).map_err(|_| UnknownShape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_record_larger_than_its_buffer_leaves_no_copy_behind() {
        use crate::base::encoding::to_hex;
        use crate::base::entropy::make_bytes;
        use crate::vault::wiping::{Needle, alone};

        let _alone = alone();
        let canary = Hidden(Secret::new(to_hex(&make_bytes::<32>())));
        let needle = Needle::of(canary.0.expose().as_bytes());
        let filler = (0..64).map(|_| Hidden(Secret::new("x".repeat(4000))));
        let hidden: Vec<Hidden> = std::iter::once(canary).chain(filler).collect();
        let written = write(&hidden);
        assert!(needle.count() >= 2, "the search finds a record that is written");
        drop(written);
        drop(hidden);
        assert_eq!(needle.count(), 0);
    }
}

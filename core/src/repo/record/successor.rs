//! Writes and reads the JSON that is sealed of a successor in the spool.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::material::MaterialRecord;
use super::{Hidden, UnknownShape, hide_option, read, reveal, write};
use crate::base::Timestamp;
use crate::model::grant::Material;
use crate::model::lease::CommitRight;
use crate::model::subject::SubjectKind;
use crate::model::successor::{Spent, Successor};

const VERSION: u8 = 1;

#[derive(Serialize, Deserialize)]
struct SuccessorRecord {
    v: u8,
    right: CommitRight,
    spent_refresh_token: Option<Hidden>,
    spent_epoch: u64,
    material: MaterialRecord,
    refresh_at: Option<Timestamp>,
    next_check_at: Option<Timestamp>,
    answered_at: Timestamp,
}

/// Writes what is sealed of a successor.
pub(in crate::repo) fn write_successor(successor: &Successor) -> Zeroizing<Vec<u8>> {
    write(&SuccessorRecord {
        v: VERSION,
        right: successor.right.clone(),
        spent_refresh_token: hide_option(successor.spent.refresh_token.as_ref()),
        spent_epoch: successor.spent.committed_epoch,
        material: MaterialRecord::of_tokens(&successor.tokens),
        refresh_at: successor.refresh_at,
        next_check_at: successor.next_check_at,
        answered_at: successor.answered_at,
    })
}

/// Reads what was sealed of a successor.
pub(in crate::repo) fn read_successor(plaintext: &[u8]) -> Result<Successor, UnknownShape> {
    let record: SuccessorRecord = read(plaintext)?;
    // Every record of a successor names how it renews, so whose grant it is decides nothing.
    let Material::OAuth(tokens) = record.material.read(SubjectKind::User)? else { return Err(UnknownShape) };
    if record.v != VERSION {
        return Err(UnknownShape);
    }
    Ok(Successor {
        right: record.right,
        spent: Spent { refresh_token: reveal(record.spent_refresh_token), committed_epoch: record.spent_epoch },
        tokens,
        refresh_at: record.refresh_at,
        next_check_at: record.next_check_at,
        answered_at: record.answered_at,
    })
}

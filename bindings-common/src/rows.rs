//! Reads the rows of a long list, which comes in parts.

use crate::describe::Described;
use crate::read::{At, HostValue, Read as _, Refusal, Step};
use crate::records::StoreCredentialParams;

/// Credentials to be stored, a row each.
#[derive(Clone, Copy, Debug)]
pub struct Rows;

impl Described for Rows {
    const KIND: crate::Kind = crate::Kind::List(&StoreCredentialParams::KIND);
}

/// Reads some rows of a longer list, of which the first has a number.
///
/// # Errors
/// - It is no list, or a row of it is no credential; the number of the row is told.
pub fn read_rows<V: HostValue>(value: &V, name: &str, first: usize) -> Result<Vec<authpipe::StoreCredential>, Refusal> {
    let at = At::argument(name);
    let items = value.items().ok_or_else(|| Refusal::wrong_type::<Rows, V>(&at, value))?;
    let mut rows = Vec::with_capacity(items.len());
    for (row, item) in (first..).zip(&items) {
        let at = at.then(Step::Item(row));
        let judged = StoreCredentialParams::read(item, &at).and_then(|params| params.into_core().map_err(Refusal::Core));
        rows.push(judged.map_err(|refusal| match refusal {
            // What the core says of a value names no place; the others have the path.
            Refusal::Core(error) => Refusal::Core(error.in_place(&at.path())),
            refusal => refusal,
        })?);
    }
    Ok(rows)
}

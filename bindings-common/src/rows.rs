//! Reads the rows of a long list, which comes in parts.

use crate::describe::Described;
use crate::read::{At, HostValue, Read, Refusal, Step};
use crate::records::StoreCredentialParams;

/// Rows of a longer list, of which those in front were taken before: they are absent, so that the others keep their numbers.
#[derive(Clone, Debug)]
pub struct Rows {
    first: usize,
    rows: Vec<StoreCredentialParams>,
}

/// Rows as the core takes them.
#[derive(Debug)]
pub struct NumberedRows {
    /// The rows that are to be stored.
    pub rows: Vec<authpipe::StoreCredential>,
    /// The number of the first of them in the longer list.
    pub first: usize,
}

impl Described for Rows {
    const KIND: crate::Kind = crate::Kind::List(&StoreCredentialParams::KIND);
}

impl Read for Rows {
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
        let items = value.items().ok_or_else(|| Refusal::wrong_type::<Self, V>(at, value))?;
        let first = items.iter().take_while(|item| item.is_absent()).count();
        let rows = items.iter().enumerate().skip(first);
        let rows =
            rows.map(|(row, item)| StoreCredentialParams::read(item, &at.then(Step::Item(row)))).collect::<Result<_, _>>()?;
        Ok(Rows { first, rows })
    }
}

impl Rows {
    /// What the core takes.
    ///
    /// # Errors
    /// - As `StoreCredentialParams::into_core`.
    pub fn into_core(self) -> authpipe::Result<NumberedRows> {
        let rows = self.rows.into_iter().map(StoreCredentialParams::into_core).collect::<authpipe::Result<_>>()?;
        Ok(NumberedRows { rows, first: self.first })
    }
}

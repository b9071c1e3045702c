//! Rows that cannot be read, because they are damaged or of a newer version: they are left out and reported, and stop no others.

use super::errors::Failure;

/// What was read of a row; nothing where it cannot be read.
pub(super) fn readable<T>(read: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(Failure::Damaged(table)) => {
            tracing::warn!(table, "a row of the vault cannot be read, and is left out");
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}

/// A row of a page, and the key behind which the next one begins.
pub(super) struct Keyed<K, T> {
    /// The key, which can be read whatever the row is.
    pub(super) key: K,
    /// The row; nothing where it cannot be read.
    pub(super) row: Option<T>,
}

/// A page of `limit` rows that can be read. `ask` gives so many rows behind a key, each with its own: a short page is the last one for
/// whoever asked, so what was left out is made up for.
pub(super) fn page<K, T>(
    limit: usize,
    mut ask: impl FnMut(Option<&K>, usize) -> Result<Vec<Keyed<K, T>>, Failure>,
) -> Result<Vec<T>, Failure> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let wanted = limit.saturating_sub(found.len());
        let rows = ask(after.as_ref(), wanted)?;
        let is_last = rows.len() < wanted;
        for Keyed { key, row } in rows {
            found.extend(row);
            after = Some(key);
        }
        if is_last || found.len() >= limit {
            return Ok(found);
        }
    }
}

//! Writes the opaque positions of events and changes as a counter of commits.

use crate::base::{Error, ErrorCode, Result};
use crate::model::rows::Position;

/// The position of the `count`th commit to a log.
#[expect(clippy::expect_used, reason = "a number has at most twenty digits, all of them printable")]
pub(super) fn position(count: u64) -> Position {
    Position::from_text(&count.to_string()).expect("digits are a position")
}

/// Reads a position back.
///
/// # Errors
/// - `invalid_request`: no store of this kind has given it out.
pub(super) fn count(position: &Position) -> Result<u64> {
    let foreign = || Error::new(ErrorCode::InvalidRequest, "This is not a position of this vault.");
    position.as_str().parse().map_err(|_| foreign())
}

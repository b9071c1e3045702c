//! What a grant tells of its refreshes, on its way out.

use super::RefreshState;

impl From<authpipe::RefreshState> for RefreshState {
    fn from(told: authpipe::RefreshState) -> Self {
        RefreshState {
            held_since: told.held_since,
            held_by: told.held_by,
            stage: told.stage,
            succeeded_at: told.succeeded_at,
            failed_at: told.failed_at,
            error: told.error.map(|code| code.as_str().to_owned()),
            failures: told.failures,
            next_at: told.next_at,
            not_before: told.not_before,
            endpoint_paused_until: told.endpoint_paused_until,
            in_doubt_since: told.in_doubt_since,
            ends_at: told.ends_at,
            spooled: told.is_spooled,
        }
    }
}

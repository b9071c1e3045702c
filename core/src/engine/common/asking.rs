//! Asks once more for what is only read, where the answer was nobody's or said to come back in a moment: a sign-in whose code is spent has no
//! other try, and one hiccup of an API must not cost it.

use std::time::Duration;

use crate::base::Clock;
use crate::model::http::{NetFailure, OutboundRequest, OutboundResponse};
use crate::net::HttpClient;
use crate::protocol::interposed::is_interposed;
use crate::protocol::retry_after::{asks_for_pause, read_response_retry_after};

/// So long is waited before each further try, where the answer names no pause.
const PAUSES: [Duration; 2] = [Duration::from_millis(100), Duration::from_millis(500)];
/// A longer pause that an answer asks for is not waited for: it is told to the caller.
const LONGEST_PAUSE: Duration = Duration::from_secs(3);

/// Sends a request without effect, at most three times, within one budget. Gives what came last. `request` makes each try anew: what is signed
/// is signed once; `None` sends nothing.
pub(in crate::engine) async fn ask_again(
    net: &dyn HttpClient,
    clock: &dyn Clock,
    budget: Duration,
    request: impl Fn() -> Option<OutboundRequest> + Send + Sync,
) -> Result<OutboundResponse, NetFailure> {
    let began = clock.elapsed();
    let mut pauses = PAUSES.into_iter();
    loop {
        let left = budget.saturating_sub(clock.elapsed().saturating_sub(began));
        let Some(request) = request() else { return Err(NetFailure::NotSent) };
        let answer = net.send(request, left).await;
        let wanted = match &answer {
            // A server that was silent has had its time.
            Err(NetFailure::Broken | NetFailure::NotConnected | NetFailure::Refused) => None,
            Ok(answer) if says_nothing_now(answer) => read_response_retry_after(answer),
            _ => return answer,
        };
        let Some(pause) = pauses.next() else { return answer };
        let pause = wanted.unwrap_or(pause);
        let left = budget.saturating_sub(clock.elapsed().saturating_sub(began));
        if pause > LONGEST_PAUSE || pause >= left {
            return answer;
        }
        tokio::time::sleep(pause).await;
    }
}

/// Whether an answer says nothing of what was asked, and another one may: an outage, a pause, a page in its place.
pub(in crate::engine) fn says_nothing_now(answer: &OutboundResponse) -> bool {
    is_away(answer) || is_interposed(answer)
}

/// Whether an answer is told as an outage or a pause by its status.
pub(in crate::engine) fn is_away(answer: &OutboundResponse) -> bool {
    matches!(answer.status, 407 | 408 | 425 | 500..) || ((400..500).contains(&answer.status) && asks_for_pause(answer))
}

//! Waits for the moment in which a vault can be left: no exchange is under way, nobody writes, and no renewed token waits beside it.

use std::time::Duration;

use super::super::spool;
use super::{CopyStep, Copying};
use crate::base::{Clock as _, Error, ErrorCode, Result, SystemClock};
use crate::store::run_blocking;

impl Copying {
    /// Waits until no exchange is under way, and holds writes. So no process is left with a token that the provider has just rotated and
    /// that it cannot store.
    pub(super) async fn wait_for_exchanges(&mut self, told: &mut (dyn FnMut(CopyStep) + Send)) -> Result<()> {
        let mut refusals = 0;
        for _ in 0..MOST_ATTEMPTS {
            self.source.hold_leases().await?;
            let until = SystemClock.elapsed().saturating_add(HOLD);
            loop {
                let left = self.source.count_leases().await?;
                if left == 0 {
                    match self.source.hold_writes().await {
                        Err(error) if error.code() == ErrorCode::VaultLocked && refusals < MOST_REFUSALS => {
                            refusals += 1;
                            self.source.let_go().await?;
                            break;
                        }
                        held => held?,
                    }
                    if self.source.count_leases().await? == 0 {
                        return self.check_spool().await;
                    }
                    // Somebody was just about to be given one.
                    self.source.let_go().await?;
                    break;
                }
                told(CopyStep::Exchanges { left });
                if SystemClock.elapsed() >= until {
                    // Whoever waits for a token gets one, before the next attempt.
                    self.source.let_go().await?;
                    tokio::time::sleep(HOLD).await;
                    break;
                }
                tokio::time::sleep(PAUSE).await;
            }
        }
        let message = format!("Exchanges of processes that use {} do not end, so it was not left.", self.source.name());
        Err(Error::new(ErrorCode::VaultLocked, message).with_hint("Try again when fewer connections are renewed."))
    }

    /// Refuses to leave renewed tokens behind that wait for the source: nobody would look there, and the copy has the spent ones.
    async fn check_spool(&self) -> Result<()> {
        let Some(folder) = self.spool.clone() else { return Ok(()) };
        let place = folder.path().display().to_string();
        let Some(Ok(names)) = run_blocking(move || folder.list()).await else {
            let error = Error::new(ErrorCode::VaultUnavailable, format!("The spool {place} cannot be read."));
            return Err(error.with_hint("Let this process read it: a renewed token may wait there."));
        };
        match names.iter().filter(|name| spool::is_waiting(name)).count() {
            0 => Ok(()),
            left => {
                let message = format!("{left} renewed tokens wait in {place} for {}, so it was not left.", self.source.name());
                Err(Error::new(ErrorCode::VaultLocked, message)
                    .with_hint(
                        "Try again: a process that has the vault open stores them, and so does the next attempt. What never goes, because its \
                        key is gone, belongs to nobody any more: move it out of that folder.",
                    ))
            }
        }
    }
}

/// So long at most nobody begins an exchange before somebody may: shorter than a caller's patience.
const HOLD: Duration = Duration::from_secs(10);
const MOST_ATTEMPTS: u32 = 20;
/// So often somebody may write for too long, or be in the way in another order.
const MOST_REFUSALS: u32 = 2;
const PAUSE: Duration = Duration::from_millis(50);

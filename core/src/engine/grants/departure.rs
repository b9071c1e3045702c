//! Tells an exchange under whose lease nothing has been sent yet from one that may have been. A token that was never sent is not in doubt
//! (SR-57, I6), so whoever finds a dead holder's intent must be able to tell.
//!
//! What is announced with the lease counts as sent: most exchanges send at once, and a second commit would cost each of them as much as the
//! first. Only one that has sent nothing for a while, because a name is looked up, a connection does not come about or a key service is
//! slow, says so in the row; and then takes that back, durably, before the first byte.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use sha2::{Digest as _, Sha256};
use tokio::sync::Mutex;

use crate::base::Error;
use crate::engine::common::throttles::Watch;
use crate::model::config::ProviderConfig;
use crate::model::grant::{Grant, OpenIntent};
use crate::model::lease::CommitRight;
use crate::net::Door;
use crate::repo::Repo;

/// An exchange that may not have begun to be sent.
pub(in crate::engine) struct Departure {
    repo: Arc<Repo>,
    right: CommitRight,
    announced: [u8; 32],
    stage: Mutex<Stage>,
    is_sent: Arc<AtomicBool>,
    /// Whether its endpoint is to be left alone by now.
    stopped: OnceLock<Watch>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It was announced, which counts as sent.
    Announced,
    /// The row says that nothing has been sent; or it will, once a write is through of which nobody knows.
    Unsent,
    /// It may have been sent.
    Sent,
}

impl Departure {
    /// Under a lease of ours, with which this was announced.
    pub(super) fn announced(repo: Arc<Repo>, right: CommitRight, announced: [u8; 32]) -> Arc<Self> {
        Arc::new(Departure {
            repo,
            right,
            announced,
            stage: Mutex::new(Stage::Announced),
            is_sent: Arc::default(),
            stopped: OnceLock::new(),
        })
    }

    /// Goes on with an exchange, and says after a while that nothing has been sent, if that is so.
    pub(in crate::engine) async fn beside<T>(&self, wait: Duration, exchange: impl Future<Output = T>) -> T {
        let tell = async {
            tokio::time::sleep(wait).await;
            self.tell().await;
            std::future::pending::<T>().await
        };
        tokio::select! { biased; done = exchange => done, never = tell => never }
    }

    async fn tell(&self) {
        let mut stage = self.stage.lock().await;
        if *stage != Stage::Announced {
            return;
        }
        // Before it is said: who is interrupted does not know what the row says.
        *stage = Stage::Unsent;
        // What the row says already is right where this fails: that it may have been sent.
        if let Err(error) = self.repo.revise_intent(&self.right, Some(self.announced), OpenIntent::NOTHING_SENT).await {
            tracing::debug!(
                connection_id = self.right.grant_id.as_str(),
                tenant_id = self.right.tenant_id.as_str(),
                code = error.code().as_str(),
                "it could not be noted that an exchange has sent nothing yet"
            );
        }
    }

    /// Nothing is sent once the endpoint is to be left alone. It may be told so until the last moment.
    pub(in crate::engine) fn stop_with(&self, endpoint: Watch) {
        let _ = self.stopped.set(endpoint);
    }

    fn is_stopped(&self) -> bool {
        self.stopped.get().is_some_and(Watch::is_stopped)
    }

    /// Why nothing was sent, where that was it.
    pub(in crate::engine) fn refusal(&self, config: &ProviderConfig, grant: &Grant) -> Option<Error> {
        self.stopped.get()?.refusal(config, grant)
    }

    /// Whether something may have been sent; as long as it is `false`, nothing has.
    pub(in crate::engine) fn is_sent(&self) -> Arc<AtomicBool> {
        self.is_sent.clone()
    }

    fn note_sent(&self, stage: &mut Stage) {
        *stage = Stage::Sent;
        self.is_sent.store(true, Ordering::Relaxed);
    }
}

#[async_trait]
impl Door for Departure {
    fn try_pass(&self) -> bool {
        let Ok(mut stage) = self.stage.try_lock() else { return false };
        let is_free = *stage == Stage::Sent || (*stage == Stage::Announced && !self.is_stopped());
        if is_free {
            self.note_sent(&mut stage);
        }
        is_free
    }

    async fn pass(&self) -> bool {
        let mut stage = self.stage.lock().await;
        if *stage != Stage::Sent && self.is_stopped() {
            return false;
        }
        if *stage == Stage::Unsent {
            // Another text than what was announced: a write that said the contrary, and comes late, finds that it is not meant.
            let again = name_again(self.announced);
            if self.repo.revise_intent(&self.right, None, again).await.is_err() {
                return false;
            }
            // The vault has taken its time.
            if self.is_stopped() {
                return false;
            }
        }
        self.note_sent(&mut stage);
        true
    }
}

/// Names what is spent, in other words than before.
fn name_again(digest: [u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update(b"authpipe intent 1 again\0").chain_update(digest).finalize().into()
}

//! The connections of a process, at most so many, and how one is waited for.

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime, TimeoutType};
use tokio_postgres::error::SqlState;

use crate::base::Result;

use super::errors::{self, Failure};
use super::locks::WAIT;
use super::place::Place;
use super::tls;

/// Connections to this place, none of which is made yet.
///
/// # Errors
/// - `vault_unavailable`: what its TLS needs cannot be read.
pub(super) fn make(place: &Place) -> Result<Pool> {
    let tls = tls::connector(place)?;
    let manager = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = Manager::from_config(place.config.clone(), tls, manager);
    let pool = Pool::builder(manager)
        .max_size(place.connections)
        .wait_timeout(Some(WAIT))
        .create_timeout(Some(place.connect_limit))
        .runtime(Runtime::Tokio1)
        .build();
    pool.map_err(|_| errors::unavailable(format!("Cannot use {}: there is no runtime for it.", place.name)))
}

/// A connection. Where the server lets no more of them in, those that this process has go round.
pub(super) async fn take(pool: &Pool) -> Result<Object, Failure> {
    let mut rounds = 0;
    loop {
        match pool.get().await {
            Ok(connection) => return Ok(connection),
            Err(PoolError::Backend(error)) => {
                let is_full = error.code() == Some(&SqlState::TOO_MANY_CONNECTIONS);
                if !is_full || pool.status().size == 0 || rounds == MOST_ROUNDS {
                    return Err(Failure::Server(error));
                }
            }
            Err(PoolError::Timeout(TimeoutType::Wait)) => return Err(Failure::Busy),
            Err(PoolError::Closed) => return Err(Failure::Detached),
            Err(_) => return Err(Failure::Silent),
        }
        rounds += 1;
        tokio::time::sleep(WAIT / MOST_ROUNDS).await;
    }
}

/// So often within [`WAIT`] a server that is full is asked for one more: whoever waits does so between two operations of others.
const MOST_ROUNDS: u32 = 100;

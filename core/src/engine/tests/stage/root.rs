//! A root key in a service that is away when told.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;

use super::control::Gate;
use super::store::Shared;
use crate::base::Secret;
use crate::model::sealed::SealedBytes;
use crate::vault::{LocalRootKey, RootKey, RootKeyError};

/// The service.
pub(in crate::engine::tests) struct RootService {
    key: LocalRootKey,
    is_away: AtomicBool,
    /// Held before a key is wrapped.
    pub(in crate::engine::tests) wraps: Gate,
    store: Arc<Shared>,
}

/// What the store's list says of a wrap that nobody waits for any more.
pub(in crate::engine::tests) const GIVEN_UP: &str = "wrap given up";

/// Notes the end of a wrap that has not passed.
struct Held<'a>(&'a Shared, bool);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if !self.1 {
            self.0.note(GIVEN_UP.to_owned());
        }
    }
}

impl RootService {
    pub(super) fn new(store: &Arc<Shared>) -> Arc<Self> {
        let key = LocalRootKey::parse(LocalRootKey::make().expose()).unwrap();
        Arc::new(RootService { key, is_away: AtomicBool::new(false), wraps: Gate::new(), store: store.clone() })
    }

    pub(in crate::engine::tests) fn go_away(&self, is_away: bool) {
        self.is_away.store(is_away, Ordering::SeqCst);
    }

    fn check(&self) -> Result<(), RootKeyError> {
        if self.is_away.load(Ordering::SeqCst) { Err(RootKeyError::unavailable("It does not answer.")) } else { Ok(()) }
    }
}

#[async_trait]
impl RootKey for RootService {
    fn id(&self) -> &str {
        "service:stage"
    }

    async fn wrap(&self, key: &Secret<[u8; 32]>, context_hash: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
        let mut held = Held(&self.store, false);
        self.wraps.pass().await;
        held.1 = true;
        self.check()?;
        Ok(self.key.wrap(context_hash, key).as_bytes().to_vec())
    }

    async fn unwrap(&self, wrapped: &[u8], context_hash: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
        self.check()?;
        self.key.unwrap(context_hash, &SealedBytes::from_stored(wrapped.to_vec())).map_err(|_| RootKeyError::Mismatch)
    }
}

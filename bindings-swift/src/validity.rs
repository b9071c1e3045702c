//! Tells Swift how long it may give a kept credential again, which spares a task switch and another object.

use std::sync::Arc;

use authpipe::{CachedCredential, Validity};

use crate::credential::CoreCredential;
use crate::edge::{Edge, enter};

/// A credential that was at hand, and its validity.
#[derive(uniffi::Record)]
pub struct CoreAnswer {
    pub credential: CoreCredential,
    pub validity: Arc<CoreValidity>,
}

impl From<CachedCredential> for CoreAnswer {
    fn from(cached: CachedCredential) -> Self {
        let validity = Arc::new(CoreValidity { validity: cached.validity });
        CoreAnswer { credential: CoreCredential::from(&cached.credential), validity }
    }
}

/// Says whether one credential still answers: the core's own rule.
#[derive(uniffi::Object)]
pub struct CoreValidity {
    validity: Validity,
}

#[uniffi::export]
impl CoreValidity {
    /// Whether the credential may be handed out again without asking.
    pub fn answers(&self) -> Edge<bool> {
        enter("corevalidity_answers");
        Ok(self.validity.answers())
    }
}

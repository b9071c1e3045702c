//! How Swift sees, without a task switch and without building an object, that a credential it keeps is still the core's.

use std::sync::Arc;

use authpipe::{Authpipe, Clock, SlotState, Subject};

use crate::convert::CoreCredential;
use crate::edge::{Edge, enter};

/// A cached credential and its watch.
#[derive(uniffi::Record)]
pub struct CorePeek {
    pub credential: CoreCredential,
    pub kept: Arc<CoreKept>,
}

/// The watch over one credential that Swift keeps. The rule stays in the core: this only asks it whether the answer would be
/// the same one.
#[derive(uniffi::Object)]
pub struct CoreKept {
    authpipe: Authpipe,
    clock: Arc<dyn Clock>,
    subject: Subject,
    slot: SlotState,
}

impl CoreKept {
    pub(crate) fn new(authpipe: Authpipe, clock: Arc<dyn Clock>, subject: Subject, slot: SlotState) -> Self {
        CoreKept { authpipe, clock, subject, slot }
    }
}

#[uniffi::export]
impl CoreKept {
    /// Whether the core would hand out this very credential now, with nothing to do behind it.
    pub fn is_current(&self) -> Edge<bool> {
        enter("corekept_is_current");
        let now = self.authpipe.peek_slot(&self.subject)?.map(|(_, now)| (now.slot, now.version));
        Ok(now == Some((self.slot.slot, self.slot.version)) && self.clock.now() < self.slot.due_at)
    }
}

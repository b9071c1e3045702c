//! A clock for tests of applications.

use napi::bindgen_prelude::Unknown;
use napi_derive::napi;

use crate::runtime::now;
use crate::value::read;

/// A clock that a test moves.
#[napi]
pub struct TestClock {
    pub(crate) clock: authpipe::TestClock,
}

#[napi]
impl TestClock {
    /// Runs with the system's clock until it is advanced.
    #[napi(constructor)]
    #[allow(clippy::new_without_default, reason = "JavaScript calls constructors, not traits")]
    pub fn new() -> Self {
        TestClock { clock: authpipe::TestClock::new() }
    }

    /// Puts the clock forward.
    #[napi]
    pub fn advance(&self, ms: Unknown<'_>) -> napi::Result<()> {
        now("advance", || {
            self.clock.advance(read(ms, "ms")?);
            Ok(())
        })
    }
}

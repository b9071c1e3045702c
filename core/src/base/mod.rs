//! Row 0: errors, ids, secrets, clock and entropy. Nothing here knows OAuth, storage or HTTP.

pub mod clock;
pub mod encoding;
pub mod entropy;
pub mod error;
pub mod ids;
pub mod secret;
pub mod timestamp;

pub use clock::{Clock, SystemClock, TestClock};
pub use error::{Error, ErrorClass, ErrorCode, Result, Retry};
pub use ids::{ConfigId, Environment, GrantId, Label, ProviderId, SessionId, TenantId, UserId};
pub use secret::Secret;
pub use timestamp::Timestamp;

//! Row 0: errors, ids, secrets, clock and entropy. Nothing here knows OAuth, storage or HTTP.

pub(crate) mod clock;
pub(crate) mod encoding;
pub(crate) mod entropy;
pub(crate) mod erased;
pub(crate) mod error;
pub(crate) mod exhausted;
pub(crate) mod fork;
pub(crate) mod giving_way;
pub(crate) mod ids;
mod invisible;
pub(crate) mod log;
pub(crate) mod mutations;
pub(crate) mod paths;
pub(crate) mod placeholders;
pub(crate) mod secret;
pub(crate) mod sync;
pub(crate) mod timestamp;
pub(crate) mod waiting;
pub(crate) mod wiped_json;
pub(crate) mod wording;
pub(crate) mod words;

pub(crate) use clock::{BootTime, Start, Stopwatch, boot_id};
pub use clock::{Clock, SystemClock, TestClock};
pub(crate) use error::Advice;
pub use error::{Actor, Error, ErrorClass, ErrorCode, ProviderDetails, Result, Retry};
pub use ids::{ConfigId, Environment, GrantId, Label, ProviderId, SessionId, TenantId, UserId};
pub(crate) use invisible::is_invisible;
pub use log::{LogLevel, LogLine, LogValue, Logger};
pub use secret::Secret;
pub use timestamp::Timestamp;
pub(crate) use wiped_json::{WipedJson, write_json};
pub use wording::{Named, Registered};

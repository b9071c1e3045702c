//! Private servers for tests: PostgreSQL in a folder of its own under a free port, and PgBouncer in front of it. They end with the value
//! that stands for them, with the test's thread, and whatever happens to that. PostgreSQL refuses to run as root, so root starts them as
//! the user `postgres`, whom Debian's package makes.

mod bouncer;
mod cluster;
mod dump;
mod programs;

pub use bouncer::Bouncer;
pub use cluster::{Cluster, Role};
pub use dump::{dump, restore};
pub use programs::{missing_bouncer, missing_server};

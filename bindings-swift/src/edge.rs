//! The edge to Swift. uniffi catches a panic, and Swift sees an error instead of its end only where the export gives a `Result`: so
//! every export does, also one that cannot fail (SR-85).

use crate::error::CoreFailure;

/// What an export gives.
pub(crate) type Edge<T> = Result<T, CoreFailure>;

/// The first line of every export, with the name that uniffi gives its symbol: lets a test see that a panic in any of them becomes
/// an error. Not in release builds. Nothing is printed, because this one is nobody's defect.
pub(crate) fn enter(export: &str) {
    if cfg!(debug_assertions) && std::env::var_os("AUTHPIPE_TEST_PANIC").is_some_and(|wanted| wanted == export) {
        std::panic::resume_unwind(Box::new("injected for a test"));
    }
}

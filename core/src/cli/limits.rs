//! Lets the limit on the size of files (`ulimit -f`) be an error of whoever writes, and not the end of the tool.

/// By itself the signal ends the process (POSIX `setrlimit`). Where somebody takes it the write fails instead, and what was written is told.
#[cfg(unix)]
pub(super) fn outlive_size_limit() {
    use tokio::signal::unix::{SignalKind, signal};

    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else { return };
    let _here = runtime.enter();
    // Taken until the process ends, whatever becomes of what this gives back.
    drop(signal(SignalKind::from_raw(rustix::process::Signal::XFSZ.as_raw())));
}

#[cfg(not(unix))]
pub(super) fn outlive_size_limit() {}

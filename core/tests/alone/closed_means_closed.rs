//! Closed means closed: when `close` returns, no thread and no descriptor is left, also while the closed object still lives.

use authpipe::{Authpipe, Mode, Options};

/// Threads and descriptors of this process. Linux says; elsewhere nothing is counted.
fn held() -> Option<(usize, usize)> {
    let count = |folder: &str| Some(std::fs::read_dir(folder).ok()?.count());
    Some((count("/proc/self/task")?, count("/proc/self/fd")?))
}

/// Waits until as little is held as at `before`: the kernel takes a thread off its list a moment after it was joined.
async fn all_gone(before: Option<(usize, usize)>) {
    let gone = async {
        while let (Some(now), Some(before)) = (held(), before)
            && (now.0 > before.0 || now.1 > before.1)
        {
            tokio::task::yield_now().await;
        }
    };
    let in_time = tokio::time::timeout(std::time::Duration::from_secs(10), gone).await;
    assert!(in_time.is_ok(), "threads and descriptors: {before:?} before, {:?} now", held());
}

#[test]
fn a_closed_object_holds_no_thread_and_no_descriptor() {
    crate::alone("closed_means_closed::a_closed_object_holds_no_thread_and_no_descriptor", check_what_is_held);
}

async fn check_what_is_held() {
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite:{}/a.db", folder.path().display());
    let keys = vec![authpipe::make_root_key()];
    let options = |vault: &str| Options {
        vault: Some(vault.to_owned()),
        keys: keys.clone(),
        mode: Some(Mode::Development),
        ..Options::default()
    };
    let before = held();
    let mut closed = Vec::new();
    for vault in [file.as_str(), "memory:", &file, "memory:"] {
        let authpipe = Authpipe::new(options(vault)).unwrap();
        authpipe.ready().await.unwrap();
        assert!(before.is_none() || held() > before, "something is held while it is open: {:?}", held());
        authpipe.close().await.unwrap();
        all_gone(before).await;
        closed.push(authpipe);
    }
    // Whoever closes again, or at the same time, waits for the same end.
    let authpipe = Authpipe::new(options(&file)).unwrap();
    authpipe.ready().await.unwrap();
    let (first, second) = tokio::join!(authpipe.close(), authpipe.close());
    first.and(second).unwrap();
    authpipe.close().await.unwrap();
    all_gone(before).await;
}

//! An app that its system suspends holds no file and no lock of the vault, and loses nothing (SR-87).

use std::path::PathBuf;
use std::time::Duration;

use crate::support::App;
use authpipe::Authpipe;

const TWO_HOURS: Duration = Duration::from_secs(2 * 3600);

/// Files of the vault's folder that this process has open.
fn open_files(app: &App) -> Vec<PathBuf> {
    let folder = app.folder.path().canonicalize().unwrap();
    let links = std::fs::read_dir("/proc/self/fd").unwrap().filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok());
    links.filter(|path| path.starts_with(&folder)).collect()
}

/// Waits until nothing is open; what is still under way lets go by itself. Hangs are the watchdog's.
async fn all_let_go(app: &App) {
    let closed = async {
        while !open_files(app).is_empty() {
            tokio::task::yield_now().await;
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(60), closed).await;
    assert!(in_time.is_ok(), "still open: {:?}", open_files(app));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_renewal_while_suspended_is_stored_and_leaves_nothing_open() {
    let mut app = App::start().await;
    app.connect().await;
    assert!(!open_files(&app).is_empty());
    app.authpipe.suspend().await;
    all_let_go(&app).await;
    app.advance(TWO_HOURS);
    let renewed = app.user_credential().await.unwrap();
    assert!(renewed.refreshed);
    all_let_go(&app).await;
    app.restart().await;
    let stored = app.user_credential().await.unwrap();
    assert_eq!((stored.value.expose(), stored.refreshed), (renewed.value.expose(), false));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn suspension_before_the_first_use_holds_for_it_and_ends_with_resume() {
    let mut app = App::start().await;
    app.authpipe.suspend().await;
    app.connect().await;
    all_let_go(&app).await;
    // A second handle of the process shares the vault and its suspension.
    let second = Authpipe::new(app.options()).unwrap();
    second.ready().await.unwrap();
    all_let_go(&app).await;
    app.authpipe.resume();
    app.advance(TWO_HOURS);
    assert!(app.user_credential().await.unwrap().refreshed);
    assert!(!open_files(&app).is_empty(), "it stays open again");
    second.close().await.unwrap();
    app.restart().await;
    app.authpipe.close().await.unwrap();
    app.authpipe.suspend().await;
    app.authpipe.resume();
    assert_eq!(open_files(&app), [] as [PathBuf; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handle_suspended_before_its_first_use_suspends_a_vault_that_others_use() {
    let app = App::start().await;
    let second = Authpipe::new(app.options()).unwrap();
    // Before anybody uses the vault: it holds for whoever is first, as soon as the suspended handle comes to it.
    second.suspend().await;
    app.connect().await;
    assert!(!open_files(&app).is_empty());
    second.ready().await.unwrap();
    all_let_go(&app).await;
    app.authpipe.resume();
    app.user_credential().await.unwrap();
    app.authpipe.run_maintenance(None).await.unwrap();
    assert!(!open_files(&app).is_empty(), "it stays open again");
    // While somebody uses the vault: at once, although this handle has never been used.
    let third = Authpipe::new(app.options()).unwrap();
    third.suspend().await;
    all_let_go(&app).await;
    third.resume();
    app.authpipe.run_maintenance(None).await.unwrap();
    assert!(!open_files(&app).is_empty(), "it stays open again");
    for handle in [&second, &third, &app.authpipe] {
        handle.close().await.unwrap();
    }
}

//! An installation over one that is there, or beside one that comes at the same moment.

use authpipe_sandbox::{Endpoint, Fault, demo};

use crate::support::{App, admin, sign_in, text};

/// Whoever installs beside somebody else, or what works already, reads that it works.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_who_install_at_once_are_told_that_it_works() {
    for round in 0..3 {
        let app = App::start().await;
        for before in ["nothing", "an installation"] {
            let (mut one, mut two) = (app.browser(), app.browser());
            let (_, first) = one.prove(&admin(), &demo::ADA).await;
            let (_, second) = two.prove(&admin(), &demo::ADA).await;
            let first = sign_in(&app.sandbox.browser(), &first, &demo::ADA).await;
            let second = sign_in(&app.sandbox.browser(), &second, &demo::ADA).await;
            let who = admin();
            let (first, second) = tokio::join!(one.callback(&first, Some(&who)), two.callback(&second, Some(&who)));
            for page in [text(&first), text(&second)] {
                assert!(page.contains("<h1>Connected</h1>"), "round {round}, over {before}: {page}");
            }
            assert!(app.bot_credential().await.is_ok(), "round {round}, over {before}");
        }
    }
}

/// Before anybody has looked anew: what was shown to work is not doubted because somebody installs it once more.
#[tokio::test]
async fn an_installation_that_works_is_used_on_while_somebody_installs_it_again() {
    let app = App::start().await;
    app.install().await;
    let before = app.bot_credential().await.unwrap();
    let outage = app.sandbox.faults().add(Fault::status(Endpoint::Graph, 503).always());
    let session = app.install().await;
    assert_eq!(session["installation"]["status"], "active", "{session}");
    let after = app.bot_credential().await.unwrap();
    assert!(after.generation > before.generation);
    drop(outage);
}

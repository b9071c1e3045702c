//! What is read often is kept fresh, whichever way it is read, and no read waits for it.

use std::time::Duration;

use crate::support::custom::{self, own_user};
use crate::support::look::soon;
use crate::support::{App, code, member};
use authpipe::{Authpipe, CallOptions, Credential, Subject};
use authpipe_sandbox::World;

const HOUR: Duration = Duration::from_secs(3600);
const LIFETIME: Duration = Duration::from_secs(60 * 86_400);

/// An application whose tokens live for sixty days and whose provider has no probe: nothing but reads and the refresh touches
/// the grant.
async fn connected() -> App {
    let mut world = World::demo();
    world.generic.access_token_lifetime = LIFETIME;
    let app = App::start_with(world, |options| {
        let mut definition = custom::definition(&custom::sandbox_origin(options), "reusable");
        definition.as_object_mut().unwrap().remove("probe");
        custom::add(options, "generic-reusable", authpipe_sandbox::GENERIC_SECRET, definition);
        options.background = true;
    })
    .await;
    app.browser().connect_generic(&member()).await;
    app
}

async fn get(authpipe: &Authpipe, subject: &Subject) -> Credential {
    soon(authpipe.get_credential(subject, CallOptions::default())).await.unwrap()
}

/// Reads nearly every day for as long as a token lives, and longer.
async fn read_daily(read: impl AsyncFn(&Authpipe, &Subject) -> Credential) {
    let app = connected().await;
    let (me, nobody) = (own_user("ben"), own_user("nobody"));
    let first = get(&app.authpipe, &me).await;
    let mut passed = Duration::ZERO;
    while passed < LIFETIME + 24 * HOUR {
        app.advance(23 * HOUR);
        passed += 23 * HOUR;
        // Somebody else's read: the process has looked for changes, so that what is cached may answer.
        let looked = app.authpipe.get_credential(&nobody, CallOptions::default());
        assert_eq!(code(soon(looked).await), "not_connected");
        let credential = read(&app.authpipe, &me).await;
        assert!(!credential.refreshed, "after {} hours a read has waited for a renewal", passed.as_secs() / 3600);
        // What the read has started ends before its lease does.
        soon(app.authpipe.idle()).await;
    }
    let last = get(&app.authpipe, &me).await;
    assert!(last.generation > first.generation && last.value.expose() != first.value.expose());
}

#[tokio::test]
async fn a_token_of_sixty_days_that_is_read_daily_is_renewed_before_it_ends() {
    read_daily(get).await;
}

#[tokio::test]
async fn also_by_somebody_who_peeks_before() {
    read_daily(async |authpipe, subject| {
        let _ = authpipe.peek_credential(subject).unwrap();
        get(authpipe, subject).await
    })
    .await;
}

#[tokio::test]
async fn also_by_somebody_who_asks_only_where_a_peek_gives_nothing() {
    read_daily(async |authpipe, subject| match authpipe.peek_credential(subject).unwrap() {
        Some(credential) => credential,
        None => get(authpipe, subject).await,
    })
    .await;
}

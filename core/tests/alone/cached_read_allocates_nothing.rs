//! A cached read makes no allocation: counted by the allocator of this test's own process.

use crate::support::{App, installation, user};
use authpipe::CallOptions;
use stats_alloc::Region;

/// The fewest allocations of several rounds: other threads of the process may allocate meanwhile, what is measured does so in
/// each round or in none.
fn fewest(mut work: impl FnMut()) -> usize {
    let round = || {
        let region = Region::new(crate::GLOBAL);
        for _ in 0..100 {
            work();
        }
        let change = region.change();
        change.allocations + change.reallocations
    };
    std::iter::repeat_with(round).take(20).min().unwrap_or(usize::MAX)
}

#[test]
fn a_cached_read_allocates_nothing() {
    crate::alone("cached_read_allocates_nothing::a_cached_read_allocates_nothing", check_a_cached_read_allocates_nothing);
}

async fn check_a_cached_read_allocates_nothing() {
    let app = App::start().await;
    app.install().await;
    app.connect().await;
    for subject in [user("ben"), installation()] {
        let first = app.authpipe.get_credential(&subject, CallOptions::default()).await.unwrap();
        let hits = fewest(|| {
            let credential = app.authpipe.peek_credential(&subject).unwrap().unwrap();
            assert!(std::ptr::eq(credential.value.expose(), first.value.expose()), "the prebuilt value itself");
        });
        assert_eq!(hits, 0, "{subject:?}");
    }
    // The measure measures.
    assert_eq!(fewest(|| drop(std::hint::black_box(vec![1_u8]))), 100);
    // A miss answers without one, too.
    let nobody = user("nobody");
    assert_eq!(fewest(|| assert!(app.authpipe.peek_credential(&nobody).unwrap().is_none())), 0);
}

#[test]
fn an_awaited_cached_read_allocates_nothing_either() {
    crate::alone(
        "cached_read_allocates_nothing::an_awaited_cached_read_allocates_nothing_either",
        check_an_awaited_cached_read_allocates_nothing_either,
    );
}

async fn check_an_awaited_cached_read_allocates_nothing_either() {
    let app = App::start().await;
    app.connect().await;
    let subject = user("ben");
    app.authpipe.get_credential(&subject, CallOptions::default()).await.unwrap();
    let mut least = usize::MAX;
    for _ in 0..20 {
        let region = Region::new(crate::GLOBAL);
        for _ in 0..100 {
            app.authpipe.get_credential(&subject, CallOptions::default()).await.unwrap();
        }
        let change = region.change();
        least = least.min(change.allocations + change.reallocations);
    }
    assert_eq!(least, 0);
}

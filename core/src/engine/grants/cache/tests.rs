//! Entries and what ends them, in one thread and in several.

use super::*;
use crate::base::{ConfigId, Label, TenantId, UserId};
use crate::model::credential::{CredentialParts, CredentialSource, Sending};
use crate::model::credential_type::Purpose;
use crate::model::grant::CredentialType;
use crate::model::subject::SubjectKind;

fn key() -> GrantKey {
    key_of("u")
}

fn key_of(user_id: &str) -> GrantKey {
    GrantKey {
        tenant_id: TenantId::parse("t").unwrap(),
        config: ConfigId::parse("c").unwrap(),
        subject: SubjectKind::User,
        user_id: Some(UserId::parse(user_id).unwrap()),
        label: Label::empty(),
        purpose: Purpose::Api,
    }
}

fn credential(id: &GrantId) -> Credential {
    Credential::new(CredentialParts {
        value: "at".into(),
        credential_type: CredentialType::OAuthToken,
        expires_at: None,
        scopes: vec![],
        source: CredentialSource::Connection,
        grant_id: id.clone(),
        generation: 1,
        refreshed: false,
        degraded: false,
        needs_reauth: false,
        fields: vec![],
        sending: Sending::Prefixed { header: "Authorization".into(), prefix: "Bearer ".into() },
        further_headers: Default::default(),
        api_origins: vec![],
    })
}

fn answers(cache: &Cache) -> bool {
    let key = key();
    let key = KeyRef {
        tenant_id: &key.tenant_id,
        config: &key.config,
        subject: key.subject,
        user_id: key.user_id.as_ref(),
        label: &key.label,
        purpose: key.purpose,
    };
    cache.answer(&key, |_| true, Timestamp::EPOCH, Duration::from_secs(1)).is_some()
}

/// A cache that has just looked.
fn fresh() -> Cache {
    let cache = Cache::new(Duration::from_secs(5));
    cache.note_look(Duration::from_secs(1));
    cache
}

fn put(cache: &Cache, mark: u64, id: &GrantId, revision: u64) -> Work {
    put_under(key(), cache, mark, id, revision)
}

fn put_under(key: GrantKey, cache: &Cache, mark: u64, id: &GrantId, revision: u64) -> Work {
    let upkeep = Upkeep::new(None, Timestamp::NEVER);
    let loaded = Loaded {
        key,
        credential: credential(id),
        revision,
        usable_until: Timestamp::NEVER,
        usable_until_elapsed: Duration::MAX,
        lives_until_elapsed: Duration::MAX,
        upkeep,
    };
    cache.put(mark, loaded, Timestamp::EPOCH)
}

/// Removes a grant at the first thing that it is told.
struct Remover(Arc<Cache>, GrantId, std::sync::Once);

impl ValiditySink for Remover {
    fn publish(&self, _: u32, _: u32) {
        self.2.call_once(|| self.0.remove(&self.1));
    }

    fn extend(&self, _: Duration) {}
}

#[test]
fn what_is_removed_while_an_entry_makes_room_for_it_is_not_cached() {
    let cache = Arc::new(Cache { most_entries: 1, ..fresh() });
    let (other, id) = (GrantId::make_connection(), GrantId::make_connection());
    put_under(key_of("other"), &cache, cache.mark(), &other, 1);
    let sink: Arc<dyn ValiditySink> = Arc::new(Remover(cache.clone(), id.clone(), std::sync::Once::new()));
    cache.add_sink(&sink);
    // The end of the other's entry is told, and at that moment the grant that was loaded is removed.
    let work = put(&cache, cache.mark(), &id, 1);
    assert!(work.note_use, "its work is the caller's all the same");
    assert!(!answers(&cache));
    put(&cache, cache.mark(), &id, 1);
    assert!(answers(&cache), "there is room now");
}

#[test]
fn a_key_that_another_grant_has_got_is_no_longer_the_earlier_ones() {
    let (cache, earlier, id) = (fresh(), GrantId::make_connection(), GrantId::make_connection());
    put(&cache, cache.mark(), &earlier, 1);
    put(&cache, cache.mark(), &id, 1);
    cache.remove(&earlier);
    assert!(answers(&cache), "what is known of its end is not about this one");
    cache.remove(&id);
    assert_eq!((cache.keys.len(), cache.entries.len()), (0, 0));
}

#[test]
fn what_was_loaded_before_a_removal_is_not_cached_after_it() {
    let (cache, id) = (fresh(), GrantId::make_connection());
    let mark = cache.mark();
    cache.remove(&id);
    put(&cache, mark, &id, 1);
    assert!(!answers(&cache));
    put(&cache, cache.mark(), &id, 1);
    assert!(answers(&cache));
    cache.remove(&id);
    assert!(!answers(&cache));
}

#[test]
fn no_order_of_puts_and_removals_leaves_a_removed_entry() {
    let id = GrantId::make_connection();
    for _ in 0..2_000 {
        let cache = fresh();
        let mark = cache.mark();
        std::thread::scope(|scope| {
            scope.spawn(|| put(&cache, mark, &id, 1));
            scope.spawn(|| cache.remove(&id));
        });
        // Either the put came first and was removed, or it saw that something was removed since its mark.
        assert!(!answers(&cache));
    }
}

#[test]
fn what_several_have_loaded_at_once_is_kept_once_and_its_work_is_given_once() {
    let id = GrantId::make_connection();
    for _ in 0..500 {
        let cache = fresh();
        let mark = cache.mark();
        let works = std::thread::scope(|scope| {
            let callers = [(); 2].map(|()| scope.spawn(|| put(&cache, mark, &id, 1)));
            callers.map(|caller| caller.join().unwrap().note_use)
        });
        assert_eq!(works.iter().filter(|note| **note).count(), 1);
        assert_eq!(cache.mark(), mark);
        assert!(answers(&cache));
    }
}

#[test]
fn the_same_state_leaves_what_somebody_keeps_alone_and_another_ends_it() {
    let (cache, id) = (fresh(), GrantId::make_connection());
    let clock: Arc<dyn Clock> = Arc::new(crate::base::TestClock::frozen_at(Timestamp::from_unix_millis(1)));
    put(&cache, cache.mark(), &id, 1);
    let key = key();
    let key = KeyRef {
        tenant_id: &key.tenant_id,
        config: &key.config,
        subject: key.subject,
        user_id: key.user_id.as_ref(),
        label: &key.label,
        purpose: key.purpose,
    };
    let keep = || cache.validity(&cache.answer(&key, |_| true, Timestamp::EPOCH, Duration::ZERO).unwrap().hit, &clock);
    let first = keep();
    assert!(first.answers());
    assert_eq!(put(&cache, cache.mark(), &id, 1), Work::default(), "its work was taken");
    assert!(first.answers());
    put(&cache, cache.mark(), &id, 2);
    assert!(!first.answers());
    let second = keep();
    assert!(second.answers());
    cache.remove(&id);
    assert!(!second.answers());
}

#[test]
fn a_fork_waits_for_a_thread_that_reads_for_the_first_time() {
    // More than a thread needs for its first read; a failure to catch it makes nothing fail.
    const LOOKS: usize = 100_000;
    let cache = fresh();
    std::thread::scope(|scope| {
        let held = fork::first_use();
        let reading = scope.spawn(|| {
            cache.introduce_thread(Origin::here()).unwrap();
            cache.introduce_thread(Origin::elsewhere()).unwrap();
        });
        let done = (0..LOOKS).any(|_| {
            std::thread::yield_now();
            reading.is_finished()
        });
        drop(held);
        assert!(!done);
        reading.join().unwrap();
        let inherited = scope.spawn(|| cache.introduce_thread(Origin::elsewhere())).join().unwrap();
        assert_eq!(inherited.unwrap_err().code(), crate::base::ErrorCode::Forked);
    });
}

/// By whichever clock it ends first: somebody may have set the one, and the machine may have slept by the other (SR-67, SR-68).
#[test]
fn an_outage_gives_nothing_that_has_ended_by_either_clock() {
    let (cache, id) = (fresh(), GrantId::make_connection());
    let (end, end_elapsed) = (Timestamp::from_unix_seconds(100), Duration::from_secs(101));
    let parts = CredentialParts { expires_at: Some(end), ..CredentialParts::clone(&credential(&id)) };
    let upkeep = Upkeep::new(None, Timestamp::NEVER);
    let loaded = Loaded {
        key: key(),
        credential: Credential::new(parts),
        revision: 1,
        usable_until: Timestamp::NEVER,
        usable_until_elapsed: Duration::MAX,
        lives_until_elapsed: end_elapsed,
        upkeep,
    };
    cache.put(cache.mark(), loaded, Timestamp::EPOCH);
    let (before, just) = (Timestamp::from_unix_millis(99_999), Duration::from_millis(1));
    for (now, elapsed, lives) in
        [(before, end_elapsed - just, true), (end, end_elapsed - just, false), (before, end_elapsed, false)]
    {
        let key = key();
        let key = KeyRef {
            tenant_id: &key.tenant_id,
            config: &key.config,
            subject: key.subject,
            user_id: key.user_id.as_ref(),
            label: &key.label,
            purpose: key.purpose,
        };
        let given = cache.last_known(&key, now, elapsed, Duration::from_secs(900));
        assert_eq!(given.is_some(), lives, "{now:?} {elapsed:?}");
    }
}

//! Prebuilt credentials, answered without a lock, I/O or a task switch.
//!
//! An entry answers only while it is valid by itself and the process has lately seen that nothing changed. Entries are
//! immutable; a change of a grant removes its entry, and the next read builds a new one.

use std::cell::Cell;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use papaya::{Equivalent, HashMap};

use crate::base::entropy::MapHasher;
use crate::base::fork::{self, Origin};
use crate::base::{Clock, ConfigId, GrantId, Label, Result, TenantId, Timestamp, UserId};
use crate::model::credential::Credential;
use crate::model::subject::{GrantKey, SubjectKind};

/// At most this many entries; beyond, a sample is dropped.
const MOST_ENTRIES: usize = 100_000;
/// "Never looked": older than any limit.
const NEVER: u64 = u64::MAX;

thread_local! {
    /// Whether this thread has read before.
    static IS_KNOWN: Cell<bool> = const { Cell::new(false) };
}

/// A grant's key without owning it, so that a look-up allocates nothing.
pub(in crate::engine) struct KeyRef<'a> {
    pub(in crate::engine) tenant_id: &'a TenantId,
    pub(in crate::engine) config: &'a ConfigId,
    pub(in crate::engine) subject: SubjectKind,
    pub(in crate::engine) user_id: Option<&'a UserId>,
    pub(in crate::engine) label: &'a Label,
}

impl KeyRef<'_> {
    /// The owned key.
    pub(in crate::engine) fn to_key(&self) -> GrantKey {
        GrantKey {
            tenant_id: self.tenant_id.clone(),
            config: self.config.clone(),
            subject: self.subject,
            user_id: self.user_id.cloned(),
            label: self.label.clone(),
        }
    }
}

impl Hash for KeyRef<'_> {
    // The same fields in the same order as the derived implementation of `GrantKey`.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.tenant_id.hash(state);
        self.config.hash(state);
        self.subject.hash(state);
        self.user_id.hash(state);
        self.label.hash(state);
    }
}

impl Equivalent<GrantKey> for KeyRef<'_> {
    fn equivalent(&self, key: &GrantKey) -> bool {
        *self.tenant_id == key.tenant_id
            && *self.config == key.config
            && self.subject == key.subject
            && self.user_id == key.user_id.as_ref()
            && *self.label == key.label
    }
}

/// A prebuilt answer.
pub(in crate::engine) struct Entry {
    credential: Credential,
    grant_id: GrantId,
    /// It answers before this.
    usable_until: Timestamp,
    /// From here on a refresh behind is wanted.
    due_at: Timestamp,
    /// Milliseconds since the epoch of the last use that was noted in the store.
    touched: AtomicI64,
    /// Whether a refresh behind has been started.
    refreshing: AtomicBool,
    slot: u32,
    /// The slot's version for this very entry: read with it, never from the slot, which may be a later entry's by now.
    version: AtomicU32,
}

/// What a hit asks its caller to do besides.
pub(in crate::engine) struct Hit {
    pub(in crate::engine) credential: Credential,
    pub(in crate::engine) refresh_behind: bool,
    pub(in crate::engine) touch: bool,
    pub(in crate::engine) slot: SlotState,
}

/// Where a binding may check, without a call, that a value it keeps is still the one the core would give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotState {
    /// The slot.
    pub slot: u32,
    /// The slot's version for this value; never 0.
    pub version: u32,
    /// The value answers before this.
    pub usable_until: Timestamp,
    /// A refresh behind is wanted from here on.
    pub due_at: Timestamp,
}

/// Says, without a look-up, whether a value that somebody keeps is still the one that the core would give: the same rule by which
/// the cache answers. Bindings that share memory with the core keep it beside the value.
#[derive(Clone)]
pub struct Watch {
    slot: Arc<AtomicU32>,
    version: u32,
    looked_at: Arc<AtomicU64>,
    look_limit: Duration,
    answers_until: Timestamp,
    clock: Arc<dyn Clock>,
}

impl Watch {
    /// Whether the value may be handed out: nothing newer was published, the last look is young enough, and there is time left
    /// until the core must be asked, which then starts a refresh behind if one is due.
    pub fn answers(&self) -> bool {
        self.slot.load(Ordering::Acquire) == self.version
            && age(&self.looked_at, self.clock.elapsed()) <= self.look_limit
            && self.clock.now_coarse() < self.answers_until
    }
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").field("version", &self.version).field("answers", &self.answers()).finish_non_exhaustive()
    }
}

/// Told whenever a slot's version changes: what was kept under another version answers no more. A version is never 0.
pub trait SlotSink: Send + Sync {
    /// The slot now has this version.
    fn publish(&self, slot: u32, version: u32);
    /// The last successful look happened at this time on the clock that runs through suspend.
    fn looked_at(&self, elapsed: Duration);
}

/// The map and its side tables.
#[derive(Default)]
pub(in crate::engine) struct Cache {
    entries: HashMap<GrantKey, Arc<Entry>, MapHasher>,
    keys: HashMap<GrantId, GrantKey>,
    looked_at: Arc<AtomicU64>,
    removals: AtomicU64,
    slots: Slots,
}

impl Cache {
    /// Called by a thread before it reads. At its first read the maps' collector numbers it, under a lock that all threads
    /// share; so a fork waits until it has done so.
    ///
    /// # Errors
    /// - `forked`: in a child of a fork that nobody has announced, where that lock may be held for ever.
    pub(in crate::engine) fn introduce_thread(&self, origin: Origin) -> Result<()> {
        if IS_KNOWN.get() {
            return Ok(());
        }
        if origin.is_foreign() {
            return Err(fork::unannounced());
        }
        let _numbered = fork::first_use();
        drop(self.entries.pin());
        IS_KNOWN.set(true);
        Ok(())
    }

    /// Answers if an entry is valid and the last look is young enough.
    pub(in crate::engine) fn get(
        &self,
        key: &KeyRef<'_>,
        now: Timestamp,
        elapsed: Duration,
        look_limit: Duration,
    ) -> Option<Hit> {
        if self.look_age(elapsed) > look_limit {
            return None;
        }
        let entries = self.entries.pin();
        let entry = entries.get(key)?;
        if now >= entry.usable_until {
            return None;
        }
        let refresh_behind = now >= entry.due_at && !entry.refreshing.swap(true, Ordering::Relaxed);
        let touch = self.wants_touch(entry, now);
        let slot = SlotState {
            slot: entry.slot,
            version: entry.version.load(Ordering::Acquire),
            usable_until: entry.usable_until,
            due_at: entry.due_at,
        };
        Some(Hit { credential: entry.credential.clone(), refresh_behind, touch, slot })
    }

    /// What was last known under a key, while nobody can be asked: until its own end, and until the last look is this old.
    pub(in crate::engine) fn last_known(
        &self,
        key: &KeyRef<'_>,
        now: Timestamp,
        elapsed: Duration,
        limit: Duration,
    ) -> Option<Credential> {
        let entries = self.entries.pin();
        let entry = entries.get(key).filter(|_| self.look_age(elapsed) <= limit)?;
        let lives = entry.credential.expires_at.is_none_or(|end| now < end);
        lives.then(|| entry.credential.clone())
    }

    fn wants_touch(&self, entry: &Entry, now: Timestamp) -> bool {
        const HOURLY: i64 = 3_600_000;
        let last = entry.touched.load(Ordering::Relaxed);
        now.unix_millis().saturating_sub(last) > HOURLY
            && entry.touched.compare_exchange(last, now.unix_millis(), Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    /// Counts removals. Whoever loads a grant to cache it takes the mark first: if anything was removed meanwhile, what was
    /// loaded may be what was removed.
    pub(in crate::engine) fn mark(&self) -> u64 {
        self.removals.load(Ordering::Acquire)
    }

    /// Puts a prebuilt answer in place of the grant's earlier one, unless something was removed since `mark`.
    pub(in crate::engine) fn put(
        &self,
        mark: u64,
        key: GrantKey,
        credential: Credential,
        (usable_until, due_at, touched): (Timestamp, Timestamp, Timestamp),
    ) {
        if mark != self.mark() {
            return;
        }
        let mut mark = mark;
        if self.entries.len() >= MOST_ENTRIES {
            self.evict_sample();
            mark = self.mark();
        }
        let grant_id = credential.grant_id.clone();
        let (slot, version) = self.slots.take();
        let entry = Entry {
            credential,
            grant_id: grant_id.clone(),
            usable_until,
            due_at,
            touched: AtomicI64::new(touched.unix_millis()),
            refreshing: AtomicBool::new(false),
            slot,
            version: AtomicU32::new(version),
        };
        // The entry first: whoever removes goes through `keys`, so an entry that cannot be found there yet is found below.
        if let Some(old) = self.entries.pin().insert(key.clone(), Arc::new(entry)) {
            self.slots.give_back(old.slot);
        }
        self.keys.pin().insert(grant_id.clone(), key);
        // A removal between the check and the insert found nothing to remove; it must not have been for nothing.
        if mark != self.mark() {
            self.remove(&grant_id);
        }
    }

    /// Drops a grant's answer.
    pub(super) fn remove(&self, grant_id: &GrantId) {
        self.removals.fetch_add(1, Ordering::AcqRel);
        let keys = self.keys.pin();
        if let Some(key) = keys.remove(grant_id)
            && let Some(entry) = self.entries.pin().remove(key)
        {
            self.slots.give_back(entry.slot);
        }
    }

    /// Drops everything.
    pub(super) fn clear(&self) {
        self.removals.fetch_add(1, Ordering::AcqRel);
        let ids: Vec<GrantId> = self.keys.pin().keys().cloned().collect();
        for id in ids {
            self.remove(&id);
        }
    }

    /// Makes every entry ask again, because a test has moved the clock.
    pub(in crate::engine) fn expire_all(&self) {
        self.forget_look();
        for entry in self.entries.pin().values() {
            entry.version.store(self.slots.bump(entry.slot), Ordering::Release);
        }
    }

    /// How long ago the last successful look was.
    pub(in crate::engine) fn look_age(&self, elapsed: Duration) -> Duration {
        age(&self.looked_at, elapsed)
    }

    /// What tells whether a value answers that was given out with this slot.
    pub(in crate::engine) fn watch(&self, slot: SlotState, clock: &Arc<dyn Clock>, look_limit: Duration) -> Watch {
        Watch {
            slot: self.slots.version(slot.slot),
            version: slot.version,
            looked_at: self.looked_at.clone(),
            look_limit,
            answers_until: slot.usable_until.min(slot.due_at),
            clock: clock.clone(),
        }
    }

    /// Notes a successful look.
    pub(in crate::engine) fn note_look(&self, elapsed: Duration) {
        // 0 means "never"; the first millisecond of a machine's life is no loss.
        self.looked_at.store(millis(elapsed).max(1), Ordering::Relaxed);
        self.slots.looked_at(elapsed);
    }

    /// As if there had never been a look; takes no lock and tells nobody.
    pub(in crate::engine) fn forget_look(&self) {
        self.looked_at.store(0, Ordering::Relaxed);
    }

    /// Registers a listener for slot versions and tells it what it has missed. It is forgotten when its owner lets go of it.
    pub(in crate::engine) fn add_sink(&self, sink: &Arc<dyn SlotSink>) {
        self.slots.add_sink(sink);
        let looked_at = self.looked_at.load(Ordering::Relaxed);
        if looked_at != 0 {
            sink.looked_at(Duration::from_millis(looked_at));
        }
    }

    fn evict_sample(&self) {
        const SAMPLE: usize = 256;
        let ids: Vec<GrantId> = self.entries.pin().values().take(SAMPLE).map(|entry| entry.grant_id.clone()).collect();
        for id in ids {
            self.remove(&id);
        }
    }
}

fn age(looked_at: &AtomicU64, elapsed: Duration) -> Duration {
    match looked_at.load(Ordering::Relaxed) {
        0 => Duration::from_millis(NEVER),
        at => Duration::from_millis(millis(elapsed).saturating_sub(at)),
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Versions that bindings watch. A slot is reused; its version only grows, so that a stale watcher never matches.
#[derive(Default)]
struct Slots {
    versions: HashMap<u32, Arc<AtomicU32>>,
    free: Mutex<Vec<u32>>,
    next: AtomicU32,
    sinks: Mutex<Vec<Weak<dyn SlotSink>>>,
}

impl Slots {
    fn take(&self) -> (u32, u32) {
        let reused = lock(&self.free).pop();
        let slot = reused.unwrap_or_else(|| self.next.fetch_add(1, Ordering::Relaxed));
        (slot, self.bump(slot))
    }

    fn give_back(&self, slot: u32) {
        self.bump(slot);
        lock(&self.free).push(slot);
    }

    fn bump(&self, slot: u32) -> u32 {
        let version = self.version(slot);
        let mut now = version.fetch_add(1, Ordering::AcqRel).wrapping_add(1);
        if now == 0 {
            now = version.fetch_add(1, Ordering::AcqRel).wrapping_add(1);
        }
        self.tell(|sink| sink.publish(slot, now));
        now
    }

    fn version(&self, slot: u32) -> Arc<AtomicU32> {
        self.versions.pin().get_or_insert_with(slot, || Arc::new(AtomicU32::new(0))).clone()
    }

    fn looked_at(&self, elapsed: Duration) {
        self.tell(|sink| sink.looked_at(elapsed));
    }

    fn tell(&self, news: impl Fn(&dyn SlotSink)) {
        lock(&self.sinks).retain(|sink| sink.upgrade().inspect(|sink| news(&**sink)).is_some());
    }

    fn add_sink(&self, sink: &Arc<dyn SlotSink>) {
        lock(&self.sinks).push(Arc::downgrade(sink));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::credential::{CredentialParts, CredentialSource};
    use crate::model::definition::Placement;
    use crate::model::grant::CredentialType;

    fn key() -> GrantKey {
        GrantKey {
            tenant_id: TenantId::parse("t").unwrap(),
            config: ConfigId::parse("c").unwrap(),
            subject: SubjectKind::User,
            user_id: Some(UserId::parse("u").unwrap()),
            label: Label::empty(),
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
            placement: Placement::default(),
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
        };
        cache.get(&key, Timestamp::EPOCH, Duration::from_secs(1), Duration::from_secs(5)).is_some()
    }

    const TIMES: (Timestamp, Timestamp, Timestamp) = (Timestamp::NEVER, Timestamp::NEVER, Timestamp::EPOCH);

    #[test]
    fn what_was_loaded_before_a_removal_is_not_cached_after_it() {
        let (cache, id) = (Cache::default(), GrantId::make_connection());
        cache.note_look(Duration::from_secs(1));
        let mark = cache.mark();
        cache.remove(&id);
        cache.put(mark, key(), credential(&id), TIMES);
        assert!(!answers(&cache));
        cache.put(cache.mark(), key(), credential(&id), TIMES);
        assert!(answers(&cache));
        cache.remove(&id);
        assert!(!answers(&cache));
    }

    #[test]
    fn no_order_of_puts_and_removals_leaves_a_removed_entry() {
        let id = GrantId::make_connection();
        for _ in 0..2_000 {
            let cache = Cache::default();
            cache.note_look(Duration::from_secs(1));
            let mark = cache.mark();
            std::thread::scope(|scope| {
                scope.spawn(|| cache.put(mark, key(), credential(&id), TIMES));
                scope.spawn(|| cache.remove(&id));
            });
            // Either the put came first and was removed, or it saw that something was removed since its mark.
            assert!(!answers(&cache));
        }
    }

    #[test]
    fn a_watch_answers_as_long_as_the_entry_it_was_taken_from() {
        let (cache, id) = (Cache::default(), GrantId::make_connection());
        let test_clock = crate::base::TestClock::frozen_at(Timestamp::from_unix_seconds(1_000));
        let clock: Arc<dyn Clock> = Arc::new(test_clock.clone());
        let limit = Duration::from_secs(5);
        let end = Timestamp::from_unix_seconds(1_060);
        let put = |due: Timestamp| {
            cache.note_look(clock.elapsed());
            cache.put(cache.mark(), key(), credential(&id), (end, due, Timestamp::EPOCH));
            let key = key();
            let key = KeyRef {
                tenant_id: &key.tenant_id,
                config: &key.config,
                subject: key.subject,
                user_id: key.user_id.as_ref(),
                label: &key.label,
            };
            let hit = cache.get(&key, clock.now(), clock.elapsed(), limit).expect("it was just put");
            cache.watch(hit.slot, &clock, limit)
        };
        let first = put(end);
        assert!(first.answers());
        let second = put(end);
        assert!(!first.answers(), "another entry took its place");
        assert!(second.answers());
        cache.remove(&id);
        assert!(!second.answers(), "the entry was removed");
        let third = put(end);
        test_clock.advance(limit + Duration::from_secs(1));
        assert!(!third.answers(), "the last look is too old");
        cache.note_look(clock.elapsed());
        assert!(third.answers());
        let due = put(clock.now().plus(Duration::from_secs(1)));
        assert!(due.answers());
        test_clock.advance(Duration::from_secs(1));
        assert!(!due.answers(), "a refresh behind is due: the core must be asked");
    }

    #[test]
    fn a_fork_waits_for_a_thread_that_reads_for_the_first_time() {
        // More than a thread needs for its first read; a failure to catch it makes nothing fail.
        const LOOKS: usize = 100_000;
        let cache = Cache::default();
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

    #[test]
    fn a_sink_hears_of_the_last_look_and_is_forgotten_with_its_owner() {
        #[derive(Default)]
        struct Ear(AtomicU64, AtomicU32);
        impl SlotSink for Ear {
            fn publish(&self, _: u32, version: u32) {
                self.1.store(version, Ordering::SeqCst);
            }
            fn looked_at(&self, elapsed: Duration) {
                self.0.store(millis(elapsed), Ordering::SeqCst);
            }
        }
        let (cache, id) = (Cache::default(), GrantId::make_connection());
        cache.note_look(Duration::from_secs(7));
        let ear = Arc::new(Ear::default());
        let sink: Arc<dyn SlotSink> = ear.clone();
        cache.add_sink(&sink);
        assert_eq!(ear.0.load(Ordering::SeqCst), 7_000);
        cache.put(cache.mark(), key(), credential(&id), TIMES);
        assert_ne!(ear.1.load(Ordering::SeqCst), 0);
        drop((sink, ear));
        cache.remove(&id);
        assert!(lock(&cache.slots.sinks).is_empty());
    }
}

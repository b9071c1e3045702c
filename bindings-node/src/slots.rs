//! Writes, into memory that JavaScript allocates, whether each credential that it keeps is still valid: JavaScript reads that
//! without a call into the native part.
//!
//! This is the only file of the crate with `unsafe`, besides what napi's macros make.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use authpipe::{Clock, ValiditySink};
use napi::bindgen_prelude::{Float64Array, Uint32Array};

/// Slots on a page; JavaScript's page is one word longer, for the self-test.
const PAGE_SLOTS: usize = 1 << 12;
/// The words of the deadline: what is kept answers from and until a time on the wall clock, and until one on JavaScript's monotonic
/// clock. That one stands still while the machine sleeps, and the wall clock can be set back: both must agree.
const DEADLINE_WORDS: usize = 3;

/// The pages of one JavaScript object.
pub(crate) struct Pages {
    clock: Arc<dyn Clock>,
    shared: Mutex<Shared>,
}

#[derive(Default)]
struct Shared {
    slots: Vec<Option<Words<Uint32Array, u32>>>,
    deadline: Option<Deadline>,
}

struct Deadline {
    words: Words<Float64Array, u64>,
    /// When `performance.now()` was `origin_ms`.
    origin: Instant,
    origin_ms: f64,
}

impl Pages {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Pages { clock, shared: Mutex::default() }
    }

    /// Takes a page and writes `self_test` into its last word, the way that versions are written. `false`: not a page.
    pub(crate) fn add_page(&self, number: usize, page: Uint32Array, self_test: u32) -> bool {
        // A core hands out slots densely, so a far page can only be a mistake.
        const MOST_PAGES: usize = 1 << 16;
        let words = Words::of_u32(page);
        let Some(word) = words.u32_at(PAGE_SLOTS) else { return false };
        if number >= MOST_PAGES {
            return false;
        }
        word.store(self_test, Ordering::Release);
        let mut shared = self.lock();
        if shared.slots.len() <= number {
            shared.slots.resize_with(number + 1, || None);
        }
        shared.slots[number] = Some(words);
        true
    }

    /// Takes the words of the deadline. `now_ms` is `performance.now()`, read before this call, so that our idea of that clock is
    /// never ahead of it.
    pub(crate) fn add_deadline(&self, words: Float64Array, now_ms: f64) -> bool {
        let words = Words::of_f64(words);
        if words.f64_at(DEADLINE_WORDS - 1).is_none() {
            return false;
        }
        self.lock().deadline = Some(Deadline { words, origin: Instant::now(), origin_ms: now_ms });
        true
    }

    /// Nothing is written from here on: the environment that owns the memory ends.
    pub(crate) fn clear(&self) {
        *self.lock() = Shared::default();
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ValiditySink for Pages {
    /// Versions may arrive out of order, and a fresh page starts at 0: only a later one is written.
    fn publish(&self, slot: u32, version: u32) {
        let shared = self.lock();
        let slot = slot as usize;
        let Some(Some(page)) = shared.slots.get(slot / PAGE_SLOTS) else { return };
        let Some(word) = page.u32_at(slot % PAGE_SLOTS) else { return };
        let written = word.load(Ordering::Acquire);
        if written == 0 || version.wrapping_sub(written) < u32::MAX / 2 {
            word.store(version, Ordering::Release);
        }
    }

    fn extend(&self, fresh_until: Duration) {
        let left = fresh_until.saturating_sub(self.clock.elapsed());
        let shared = self.lock();
        let Some(deadline) = &shared.deadline else { return };
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let monotonic_ms = deadline.origin_ms + millis(deadline.origin.elapsed());
        // `Date.now()` has no fractions.
        let words = [millis(wall).floor(), millis(wall + left), monotonic_ms + millis(left)];
        for (index, value) in words.into_iter().enumerate() {
            if let Some(word) = deadline.words.f64_at(index) {
                word.store(value.to_bits(), Ordering::Release);
            }
        }
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// A typed array whose memory is written while JavaScript reads it. Holding the array keeps the memory: V8 neither moves nor
/// frees the backing store of a referenced array, and the façade never gives the array away, so nobody detaches it.
struct Words<A, W> {
    first: *mut W,
    length: usize,
    _array: A,
}

// SAFETY: the pointer is to memory that `_array` keeps alive, and it is used for atomic access only. napi sends the release of
// the array to the thread that owns it.
unsafe impl<A: Send, W> Send for Words<A, W> {}
// SAFETY: as above.
unsafe impl<A: Sync, W> Sync for Words<A, W> {}

impl Words<Uint32Array, u32> {
    fn of_u32(mut array: Uint32Array) -> Self {
        // SAFETY: the slice is let go at once, and from here on Rust touches this memory through atomics only.
        let slice = unsafe { array.as_mut() };
        Words { first: slice.as_mut_ptr(), length: slice.len(), _array: array }
    }

    fn u32_at(&self, index: usize) -> Option<&AtomicU32> {
        if index >= self.length || !self.first.cast::<AtomicU32>().is_aligned() {
            return None;
        }
        // SAFETY: in bounds and aligned, as just checked, and alive as long as `self`. JavaScript reads it with plain loads of
        // one aligned word, which are whole on every supported processor; that it sees what is written, the self-test shows.
        Some(unsafe { AtomicU32::from_ptr(self.first.add(index)) })
    }
}

impl Words<Float64Array, u64> {
    fn of_f64(mut array: Float64Array) -> Self {
        // SAFETY: as in `of_u32`.
        let slice = unsafe { array.as_mut() };
        Words { first: slice.as_mut_ptr().cast(), length: slice.len(), _array: array }
    }

    fn f64_at(&self, index: usize) -> Option<&AtomicU64> {
        if index >= self.length || !self.first.cast::<AtomicU64>().is_aligned() {
            return None;
        }
        // SAFETY: as in `u32_at`; an f64 has the size of a u64.
        Some(unsafe { AtomicU64::from_ptr(self.first.add(index)) })
    }
}

//! Rules of the refresh protocol that a test leaves out, to see that each is missed: the judge of `tests/torture` has to fail without it.
//! Nothing of this is in a build without the feature `mutations`, and none with it can be released.

/// A rule that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[cfg_attr(not(feature = "mutations"), allow(unreachable_pub, reason = "public with the feature"))]
pub enum Rule {
    /// One exchange at a time between processes (SR-56).
    Lease = 1,
    /// A successor is durable before anybody sees it (SR-58).
    CommitFirst,
    /// Whoever has waited for another process reads again before it asks (SR-61).
    ReRead,
    /// Neither leases nor ends of tokens believe a process's wall clock (SR-68).
    SharedClock,
}

#[cfg(all(feature = "mutations", not(debug_assertions)))]
compile_error!("the feature `mutations` is for tests: nothing that is released may leave out a rule");

#[cfg(feature = "mutations")]
static LEFT_OUT: std::sync::atomic::AtomicU8 = std::sync::atomic::AtomicU8::new(0);

/// Has this process leave a rule out from now on.
#[cfg(feature = "mutations")]
pub fn leave_out(rule: Rule) {
    LEFT_OUT.store(rule as u8, std::sync::atomic::Ordering::SeqCst);
}

/// Whether this process leaves it out.
#[cfg(feature = "mutations")]
pub(crate) fn is_left_out(rule: Rule) -> bool {
    LEFT_OUT.load(std::sync::atomic::Ordering::SeqCst) == rule as u8
}

/// Never: this build leaves nothing out.
#[cfg(not(feature = "mutations"))]
pub(crate) const fn is_left_out(_: Rule) -> bool {
    false
}

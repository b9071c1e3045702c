//! Scheduled work: `scheduler` finds what is due, `lanes` keep one provider from holding up the others, `jobs` does it, and `far_off` plans anew what a wrong clock has planned.

mod far_off;
pub(in crate::engine) mod jobs;
mod lanes;
pub(in crate::engine) mod scheduler;

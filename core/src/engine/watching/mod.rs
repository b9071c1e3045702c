//! Scheduled work: `scheduler` finds what is due, `lanes` keep one provider from holding up the others, `jobs` does it.

pub(in crate::engine) mod jobs;
mod lanes;
pub(in crate::engine) mod scheduler;

//! Answers that providers have been seen to give, as tables: one row is what the authorization server answers, byte by byte, and
//! what an application must see after it. The next report is one row more.

mod endings;
mod fifth;
mod fourth;
mod further;
mod interposed;
mod kinds;
mod look_ups;
mod nearly;
mod nothing;
mod public;
mod reading;
mod rotated;
mod scopes;
mod sign_ins;
mod sixth;
mod stage;
mod third;
mod throttles;
mod words;

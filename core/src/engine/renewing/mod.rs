//! How a grant's tokens are renewed. `refresh` runs the exchange, `flights` shares it between callers, `judging` reads a failure,
//! `in_doubt` decides whether a token may be presented again.

mod admission;
mod by_access_token;
pub(in crate::engine) mod flights;
mod in_doubt;
mod judging;
mod left_out;
mod moving;
mod recalling;
mod refresh;
mod refused_challenges;
mod renewable;
mod requests;
mod telling;

pub(in crate::engine) use refresh::Refresher;

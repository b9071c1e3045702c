//! A caller asks for a credential, or says that an API has rejected one.

pub(in crate::engine) mod credentials;
mod rejected;

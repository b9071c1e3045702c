//! How Authpipe works inside, and why: for whoever reads it to learn, or changes it.
//!
//! - [`architecture`]: the layers, the rooms of the engine, and the two paths through them: a read and a callback.
//! - [`refresh`]: the protocol by which one of many threads, processes and machines renews a grant, and nothing is lost.
//! - [`vault_format`]: the bytes of everything that is sealed: a promise.
//! - [`threats`]: known attacks, and what stops each.
//! - [`tampering`]: what somebody gains who writes the database.
//! - [`requirements`]: what the numbers `SR-n` in the code ask for, and the tests that prove each.
//! - [`field_reports`]: what people met, as kinds of faults, and the tests that prove each gone.
//! - [`decisions`]: choices that are costly to reverse, with their context and their price.
//!
//! The pages are compiled by rustdoc, so a name that they link exists. Links into private modules need
//! `cargo doc --document-private-items`.

#![allow(rustdoc::private_intra_doc_links, reason = "these pages are about the inside")]

#[doc = include_str!("architecture.md")]
pub mod architecture {}

#[doc = include_str!("refresh.md")]
pub mod refresh {}

#[doc = include_str!("../vault/FORMAT.md")]
pub mod vault_format {}

#[doc = include_str!("threats.md")]
pub mod threats {}

#[doc = include_str!("tampering.md")]
pub mod tampering {}

#[doc = include_str!("requirements.md")]
pub mod requirements {}

#[doc = include_str!("field_reports.md")]
pub mod field_reports {}

#[doc = include_str!("decisions.md")]
pub mod decisions {}

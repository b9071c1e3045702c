//! An emulator of OAuth providers for tests and local development.
//!
//! It plays the Microsoft identity platform v2.0 with the part of Graph that OneDrive needs, Slack's OAuth v2, GitHub Apps, Google, a generic
//! RFC 6749 server with every refresh-token rotation profile, and a server of OAuth 1.0a (RFC 5849). It serves plain http and TLS at once on loopback, keeps a
//! [`Ledger`] of everything issued and presented, and has a clock and faults that tests control. Nothing in it is fit
//! for production: passwords are compared as text, and its control interface is open to every local process.
//!
//! ```
//! use authpipe_sandbox::{Decision, Sandbox, World, demo};
//!
//! # fn main() {
//! let sandbox = Sandbox::start_blocking(World::demo());
//! let authorize = format!("{}/{}/oauth2/v2.0/authorize", sandbox.http_origin(), demo::CONTOSO);
//! # let _ = (authorize, Decision::Accept);
//! # }
//! ```
//!
//! The README of the crate describes the pages and the control interface.

#![warn(missing_docs)]
#![forbid(unsafe_code)]

mod browser;
mod cli;
mod client;
mod clock;
mod control;
pub mod demo;
mod faults;
mod generic;
mod github;
mod google;
mod graph;
mod identity;
mod jwt;
mod keys;
mod ledger;
mod message;
mod oauth1;
mod random;
mod revoke;
mod sandbox;
mod scripted;
mod server;
mod slack;
mod state;
mod tls;
mod world;

pub use browser::{Browser, BrowserError, Decision, Login};
pub use cli::cli;
pub use client::{HttpAnswer, HttpClient};
pub use clock::SandboxClock;
pub use faults::{Body, Endpoint, Fault, FaultHandle, Faults};
pub use generic::{DeviceSettings, GENERIC_SECRET, GenericClient, GenericServer, Rotation, ServiceAccount};
pub use github::{GITHUB_SECRET, GitHubApp, GitHubServer, github_id};
pub use google::{GOOGLE_SECRET, GoogleClient, GoogleDelegation, GoogleServer, GoogleServiceAccount};
pub use jwt::{ClientKey, KeyKind, MadeKey};
pub use ledger::{Entry, Kind, Ledger};
pub use oauth1::{OAUTH1_SECRET, OAuth1Client, OAuth1Server};
pub use sandbox::{Options, Sandbox, StartError};
pub use scripted::{Piece, Scripted, ScriptedBody, ScriptedRequest, ScriptedResponse};
pub use slack::{SLACK_SECRET, SlackApp, SlackServer, slack_team_id, slack_user_id};
pub use tls::{AppCertificate, ServerCertificate};
pub use world::{
    AccessTokenFormat, App, Audience, Drive, FederatedCredential, Organisation, PERSONAL_TENANT, RedirectKind, RedirectUri,
    ScopeStyle, Secret, Settings, User, UserConsent, World,
};

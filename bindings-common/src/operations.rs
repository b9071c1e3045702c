//! Describes the methods that every language has: their arguments, and the first sentence of their documentation.

use crate::describe::{Described, Kind};
use crate::records::{
    AuditQuery, AuditRecord, AuthSession, AuthSessionParams, CallOptions, Connection, Deletion, DeviceAuth, DevicePoll,
    DevicePollParams, DeviceStartParams, Event, EventQuery, FollowQuery, Health, InstallSessionParams, Installation,
    InstallationParams, ListQuery, MaintenanceOptions, MaintenanceReport, Rejection, Session, StoreCredentialParams,
    StoredCredential, StoredCredentials, Subject, TenantScope, WaitOptions,
};
use crate::rows::Rows;

/// A method.
#[derive(Debug)]
pub struct Operation {
    /// The group that it belongs to in languages that group: `connections`.
    pub group: Option<&'static str>,
    /// Its name there.
    pub name: &'static str,
    /// The name of the core's method.
    pub core: &'static str,
    /// The first sentence of its documentation; names in backticks are in Rust's spelling.
    pub doc: &'static str,
    /// Its arguments, in order: the name in Rust's spelling, and what it holds.
    pub arguments: &'static [(&'static str, Kind)],
    /// What it gives.
    pub result: Outcome,
}

/// What a method gives.
#[derive(Clone, Copy, Debug)]
pub enum Outcome {
    /// Nothing.
    Nothing,
    /// A credential, which each language makes by hand: reads are answered without crossing the border.
    Credential,
    /// A credential, or nothing.
    MaybeCredential,
    /// A value.
    One(Kind),
    /// A page of values.
    Page(Kind),
    /// Values as they come, without an end.
    Stream(Kind),
}

const ID: (&str, Kind) = ("id", Kind::Text);
const SCOPE: (&str, Kind) = ("scope", TenantScope::KIND);
const WAIT: (&str, Kind) = ("options", WaitOptions::KIND);

macro_rules! operations {
    ($($doc:literal $core:ident = $name:ident $(of $group:ident)? ($($argument:expr),*) -> $result:expr;)*) => {
        /// All methods that every language has.
        pub const OPERATIONS: &[Operation] = &[$(Operation {
            group: group!($($group)?),
            name: stringify!($name),
            core: stringify!($core),
            doc: $doc,
            arguments: &[$($argument),*],
            result: $result,
        },)*];
    };
}

macro_rules! group {
    () => {
        None
    };
    ($group:ident) => {
        Some(stringify!($group))
    };
}

operations! {
    "Opens the vault, checks the key and migrates." ready = ready(WAIT) -> Outcome::Nothing;
    "Finishes refreshes under way and lets go of the vault." close = close() -> Outcome::Nothing;
    "A usable credential, refreshed first when it is about to expire."
        get_credential = get_credential(("subject", Subject::KIND), ("options", CallOptions::KIND)) -> Outcome::Credential;
    "The credential if it is at hand, otherwise nothing."
        peek_credential = peek_credential(("subject", Subject::KIND)) -> Outcome::MaybeCredential;
    "After a 401: refreshes only if that generation is still current, and returns the credential to try again with."
        report_rejected = report_rejected(("subject", Subject::KIND), ("rejection", Rejection::KIND), WAIT) -> Outcome::Credential;
    "Seals an API key or webhook secret into the vault."
        store_credential = store_credential(("params", StoreCredentialParams::KIND), WAIT) -> Outcome::One(StoredCredential::KIND);
    "Seals many API keys or webhook secrets into the vault."
        store_credentials = store_credentials(("rows", Rows::KIND), WAIT) -> Outcome::One(StoredCredentials::KIND);
    "Starts the authorisation of a user."
        create_auth_session = create_auth_session(("params", AuthSessionParams::KIND), WAIT) -> Outcome::One(AuthSession::KIND);
    "Starts an installation."
        create_install_session = create_install_session(("params", InstallSessionParams::KIND), WAIT) -> Outcome::One(AuthSession::KIND);
    "Starts a sign-in on another device, for a program that has no browser: it shows a code, and polls."
        start_device_auth = start_device_auth(("params", DeviceStartParams::KIND), WAIT) -> Outcome::One(DeviceAuth::KIND);
    "Where a sign-in on another device stands, for the user who started it."
        poll_device_auth = poll_device_auth(("params", DevicePollParams::KIND), WAIT) -> Outcome::One(DevicePoll::KIND);
    "One session of a tenant: where it stands, the connection or installation that it made, or why it failed."
        get_session = get of sessions(ID, SCOPE, WAIT) -> Outcome::One(Session::KIND);
    "Ends a session of a tenant that is under way, also a sign-in on another device; one that is over stays as it is."
        cancel_session = cancel of sessions(ID, SCOPE, WAIT) -> Outcome::One(Session::KIND);
    "Does what is due: refreshes, health checks and revocations."
        run_maintenance = run_maintenance(("options", MaintenanceOptions::KIND)) -> Outcome::One(MaintenanceReport::KIND);
    "Lists connections: one tenant's, or with `all_tenants` an operator's view."
        list_connections = list of connections(("query", ListQuery::KIND), WAIT) -> Outcome::Page(Connection::KIND);
    "One connection of a tenant." get_connection = get of connections(ID, SCOPE, WAIT) -> Outcome::One(Connection::KIND);
    "Asks the provider now whether the connection still works."
        check_connection = check of connections(ID, SCOPE, WAIT) -> Outcome::One(Health::KIND);
    "Deletes a connection." delete_connection = delete of connections(ID, SCOPE, WAIT) -> Outcome::One(Deletion::KIND);
    "Installs without a browser, where an administrator has let the app in at the provider."
        create_installation = create of installations(("params", InstallationParams::KIND), WAIT) -> Outcome::One(Installation::KIND);
    "Lists installations: one tenant's, or with `all_tenants` an operator's view."
        list_installations = list of installations(("query", ListQuery::KIND), WAIT) -> Outcome::Page(Installation::KIND);
    "One installation of a tenant." get_installation = get of installations(ID, SCOPE, WAIT) -> Outcome::One(Installation::KIND);
    "Approves an installation whose installer did not prove to be an administrator."
        approve_installation = approve of installations(ID, SCOPE, WAIT) -> Outcome::One(Installation::KIND);
    "Deletes an installation and lets go of its organisation."
        delete_installation = delete of installations(ID, SCOPE, WAIT) -> Outcome::One(Deletion::KIND);
    "Lists events, unless asked otherwise in the order in which they were committed."
        list_events = list of events(("query", EventQuery::KIND), WAIT) -> Outcome::Page(Event::KIND);
    "Follows events of every process as they happen, in the order in which they are committed."
        follow_events = follow of events(("query", FollowQuery::KIND)) -> Outcome::Stream(Event::KIND);
    "Lists the audit log, oldest first: what was done to connections, keys and the vault."
        list_audit = list of audit(("query", AuditQuery::KIND), WAIT) -> Outcome::Page(AuditRecord::KIND);
}

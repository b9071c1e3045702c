//! Connections, installations, sessions and reports on their way out.

use authpipe::{
    ConfigId, ConfigStatus, CreatedSession, CredentialType, ExternalAccount, GrantId, GrantStatus, GrantView, Label, ProviderId,
    RefreshStage, RevocationOutcome, SessionId, SessionStatus, SessionView, TenantId, Timestamp, UserId,
};

use crate::define::given;
use crate::describe::{Described, Kind};
use crate::enumerations::StoredStatus;
use crate::give::{Give, Given};
use crate::records::errors::SessionFailure;

given! {
    /// Result of `store_credential`.
    pub struct StoredCredential = "StoredCredential" {
        /// The connection.
        pub connection_id: GrantId,
        /// Whether it is new.
        pub status: StoredStatus,
    }

    /// What became of many.
    pub struct StoredCredentials = "StoredCredentials" {
        /// How many are new.
        pub created: u64,
        /// How many took the place of an earlier one.
        pub updated: u64,
    }

    /// A session made in server code. Send every `set_cookie` with the redirect to `authorization_url`. Neither prints: take them by name.
    pub struct AuthSession = "AuthSession" {
        /// The session's id.
        pub session_id: SessionId,
        /// Where the browser goes. It holds the state, so it is for this browser only.
        pub authorization_url: Unprinted,
        /// When the session is over.
        pub expires_at: Timestamp,
        /// Values of `Set-Cookie`: they bind the session to this browser.
        pub set_cookie: Vec<Unprinted>,
    }

    /// A connection, without its secrets.
    pub struct Connection = "Connection" {
        /// Its id.
        pub id: GrantId,
        /// The provider.
        pub provider: ProviderId,
        /// The config.
        pub config: ConfigId,
        /// The tenant.
        pub tenant_id: TenantId,
        /// The user; absent where it belongs to the tenant.
        pub user_id: Option<UserId>,
        /// Tells several accounts of one user apart.
        pub label: Label,
        /// What is stored.
        pub credential_type: CredentialType,
        /// Where it stands.
        pub status: GrantStatus,
        /// Why, in one word.
        pub reason: Option<String>,
        /// The account at the provider.
        pub external_user_id: Option<String>,
        /// The organisation at the provider.
        pub external_organisation_id: Option<String>,
        /// The account's name, for people.
        pub display_name: Option<String>,
        /// Granted scopes.
        pub scopes: Vec<String>,
        /// When the current access token ends.
        pub expires_at: Option<Timestamp>,
        /// When it was first stored.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
        /// Where its config stands at the provider.
        pub config_status: ConfigStatus,
        /// Its refreshes.
        pub refresh: RefreshState,
    }

    /// A grant's refreshes: who is at one, what the last ones came to, what is in doubt, what waits. No secret is in it.
    pub struct RefreshState = "RefreshState" {
        /// Since when a process has held the lease, under which it asks the provider; absent: none holds it.
        pub held_since: Option<Timestamp>,
        /// Names that process: 32 hexadecimal digits, chosen at random at each start.
        pub held_by: Option<String>,
        /// How far that process has come; absent: none holds the lease.
        pub stage: Option<RefreshStage>,
        /// When the exchange was begun that gave the access token in use; absent: it has none.
        pub succeeded_at: Option<Timestamp>,
        /// When the last refresh failed; absent: one has worked since.
        pub failed_at: Option<Timestamp>,
        /// Code of what it came to; absent: the last one worked, or there was none.
        pub error: Option<String>,
        /// How many have failed in a row.
        pub failures: u32,
        /// When it is refreshed next, unless somebody needs it before; absent: it is not refreshed ahead.
        pub next_at: Option<Timestamp>,
        /// Before this nobody asks the provider about it; absent: it is asked as soon as somebody needs it.
        pub not_before: Option<Timestamp>,
        /// Before this nobody asks the provider's token endpoint about any grant: it wanted a pause, or failed for several grants in a row.
        pub endpoint_paused_until: Option<Timestamp>,
        /// Since when nobody knows whether the provider has exchanged the refresh token: an exchange was begun, and no outcome is stored.
        pub in_doubt_since: Option<Timestamp>,
        /// When the provider lets it be refreshed no more, whatever is done until then, so that its person must sign in again before; absent: not
        /// known, or it has no such end.
        pub ends_at: Option<Timestamp>,
        /// Whether what a refresh has brought waits for the vault in the spool of this machine.
        pub spooled: bool,
    }

    /// An installation, without its secrets.
    pub struct Installation = "Installation" {
        /// Its id.
        pub id: GrantId,
        /// The provider.
        pub provider: ProviderId,
        /// The config.
        pub config: ConfigId,
        /// The tenant.
        pub tenant_id: TenantId,
        /// Where it stands.
        pub status: GrantStatus,
        /// Why, in one word.
        pub reason: Option<String>,
        /// The organisation at the provider.
        pub provider_installation_id: Option<String>,
        /// The organisation's name, for people; absent where the provider does not tell it.
        pub display_name: Option<String>,
        /// Granted scopes.
        pub scopes: Vec<String>,
        /// When it was first stored.
        pub installed_at: Timestamp,
        /// The user who went through the session.
        pub installed_by: Option<UserId>,
        /// Who that is at the provider, for people.
        pub installed_by_name: Option<String>,
        /// When it was last changed.
        pub updated_at: Timestamp,
        /// Where its config stands at the provider.
        pub config_status: ConfigStatus,
        /// Its refreshes.
        pub refresh: RefreshState,
    }

    /// A session: where it stands, what it has made, and why it failed.
    pub struct Session = "Session" {
        /// Its id.
        pub id: SessionId,
        /// The provider.
        pub provider: ProviderId,
        /// The config.
        pub config: ConfigId,
        /// The tenant.
        pub tenant_id: TenantId,
        /// The user who goes through the session.
        pub user_id: UserId,
        /// Where it stands.
        pub status: SessionStatus,
        /// The connection that it made, or signed in again.
        pub connection: Option<Connection>,
        /// The installation that it made, which may still wait: see its own status.
        pub installation: Option<Installation>,
        /// Why it ended without either, for the developer.
        pub error: Option<SessionFailure>,
        /// When it was made.
        pub created_at: Timestamp,
    }

    /// Result of a health check.
    pub struct Health = "Health" {
        /// Where it stands.
        pub status: GrantStatus,
        /// Why, in one word.
        pub reason: Option<String>,
        /// Whether the provider accepted the credential just now. Absent: it could not be asked.
        pub live: Option<bool>,
        /// When.
        pub checked_at: Timestamp,
        /// Where its config stands at the provider.
        pub config_status: ConfigStatus,
    }

    /// What came of a deletion. It has happened, whatever became of the tokens at the provider.
    pub struct Deletion = "Deletion" {
        /// What has become of the tokens at the provider.
        pub revocation: RevocationOutcome,
    }

    /// What `run_maintenance` did.
    pub struct MaintenanceReport = "MaintenanceReport" {
        /// Refreshes that worked.
        pub refreshed: u32,
        /// Health checks that got an answer, whatever it says of the credential.
        pub checked: u32,
        /// Revocations at a provider that came to an end.
        pub revoked: u32,
        /// Refreshes and revocations that failed, and checks that nobody answered.
        pub failed: u32,
        /// Whether everything due was done; otherwise the budget was over.
        pub complete: bool,
    }
}

/// A text that objects of the language do not print.
#[derive(Clone)]
pub struct Unprinted(String);

impl std::fmt::Debug for Unprinted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Described for Unprinted {
    const KIND: Kind = Kind::Secret;
}

impl Give for Unprinted {
    fn give(self) -> Given {
        self.0.give()
    }
}

impl From<authpipe::StoredCredential> for StoredCredential {
    fn from(stored: authpipe::StoredCredential) -> Self {
        let status = if stored.created { StoredStatus::Created } else { StoredStatus::Updated };
        StoredCredential { connection_id: stored.connection_id, status }
    }
}

impl From<authpipe::StoredCredentials> for StoredCredentials {
    fn from(stored: authpipe::StoredCredentials) -> Self {
        StoredCredentials { created: stored.created, updated: stored.updated }
    }
}

impl From<CreatedSession> for AuthSession {
    fn from(session: CreatedSession) -> Self {
        AuthSession {
            session_id: session.session_id,
            authorization_url: Unprinted(session.authorization_url),
            expires_at: session.expires_at,
            set_cookie: session.set_cookie.into_iter().map(Unprinted).collect(),
        }
    }
}

impl From<GrantView> for Connection {
    fn from(view: GrantView) -> Self {
        let account = account(view.account);
        Connection {
            id: view.id,
            provider: view.provider,
            config: view.key.config,
            tenant_id: view.key.tenant_id,
            user_id: view.key.user_id,
            label: view.key.label,
            credential_type: view.credential_type,
            status: view.status,
            reason: view.reason.map(|reason| reason.to_string()),
            external_user_id: account.person,
            external_organisation_id: account.organisation,
            display_name: account.display,
            scopes: view.scopes,
            expires_at: view.expires_at,
            created_at: view.created_at,
            updated_at: view.updated_at,
            config_status: view.config_status,
            refresh: view.refresh.into(),
        }
    }
}

impl From<GrantView> for Installation {
    fn from(view: GrantView) -> Self {
        let account = account(view.account);
        let display_name = account.organisation_name().map(str::to_owned);
        let installed_by_name = account.person_name().map(str::to_owned);
        Installation {
            id: view.id,
            provider: view.provider,
            config: view.key.config,
            tenant_id: view.key.tenant_id,
            status: view.status,
            reason: view.reason.map(|reason| reason.to_string()),
            provider_installation_id: account.organisation,
            display_name,
            scopes: view.scopes,
            installed_at: view.created_at,
            installed_by: view.created_by,
            installed_by_name,
            updated_at: view.updated_at,
            config_status: view.config_status,
            refresh: view.refresh.into(),
        }
    }
}

impl From<SessionView> for Session {
    fn from(view: SessionView) -> Self {
        Session {
            id: view.id,
            provider: view.provider,
            config: view.config,
            tenant_id: view.tenant_id,
            user_id: view.user_id,
            status: view.status,
            connection: view.connection.map(Connection::from),
            installation: view.installation.map(Installation::from),
            error: view.error.map(SessionFailure::from),
            created_at: view.created_at,
        }
    }
}

impl From<authpipe::Health> for Health {
    fn from(health: authpipe::Health) -> Self {
        Health {
            status: health.status,
            reason: health.reason.map(|reason| reason.to_string()),
            live: health.live,
            checked_at: health.checked_at,
            config_status: health.config_status,
        }
    }
}

impl From<authpipe::Deletion> for Deletion {
    fn from(deletion: authpipe::Deletion) -> Self {
        Deletion { revocation: deletion.revocation }
    }
}

impl From<authpipe::MaintenanceReport> for MaintenanceReport {
    fn from(report: authpipe::MaintenanceReport) -> Self {
        MaintenanceReport {
            refreshed: report.refreshed,
            checked: report.checked,
            revoked: report.revoked,
            failed: report.failed,
            complete: report.complete,
        }
    }
}

// What is not known of an account is absent.
fn account(account: Option<ExternalAccount>) -> ExternalAccount {
    account.unwrap_or(ExternalAccount { organisation: None, person: None, display: None, organisation_display: None })
}

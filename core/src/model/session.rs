//! A sign-in or an installation, from its start until it is forgotten, a day after its end.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use super::failure::Failure;
use super::grant::ExternalAccount;
use super::signer::SharedToken;
use crate::base::words::words;
use crate::base::{BootTime, ConfigId, GrantId, Label, ProviderId, Secret, SessionId, TenantId, Timestamp, UserId};

words! {
    /// What a session is for.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub(crate) enum SessionKind {
        /// A user authorises.
        Auth = "auth",
        /// The app is installed.
        Install = "install",
    }
}

words! {
    /// Where a session stands.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum SessionStatus {
        /// Waits for the provider's answer.
        Pending = "pending",
        /// The answer has arrived, once, and is being judged.
        Received = "received",
        /// The answer is parked until the application says who is signed in.
        AwaitingCompletion = "awaiting_completion",
        /// Over, with a grant.
        Complete = "complete",
        /// Over: the user or the provider said no.
        Cancelled = "cancelled",
        /// Over, with an error.
        Failed = "failed",
        /// Over: its time ran out.
        Expired = "expired",
    }
}

impl SessionStatus {
    /// Whether it is over, and has led to nothing. Then its expiry is when it is forgotten.
    pub(crate) const fn is_over_in_vain(self) -> bool {
        matches!(self, SessionStatus::Cancelled | SessionStatus::Failed | SessionStatus::Expired)
    }

    /// Whether nothing more will happen to it.
    pub(crate) const fn is_over(self) -> bool {
        matches!(self, SessionStatus::Complete) || self.is_over_in_vain()
    }
}

words! {
    /// How the browser comes back.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum SessionMode {
        /// In a window of its own, which shows a closing page.
        Popup = "popup",
        /// In the page itself, which is sent to `return_to`.
        Redirect = "redirect",
    }
}

/// Which answer a session waits for; it chooses the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SessionStep {
    /// An authorization response (RFC 6749 §4.1.2).
    Authorization,
    /// The answer of a consent page.
    Consent,
    /// An answer to a poll of the token endpoint (RFC 8628 §3.5): no browser brings it.
    Device,
}

impl SessionStep {
    /// The stored name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            SessionStep::Authorization => "authorization",
            SessionStep::Consent => "consent",
            SessionStep::Device => "device",
        }
    }

    /// Reads the stored name.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        [SessionStep::Authorization, SessionStep::Consent, SessionStep::Device].into_iter().find(|step| step.as_str() == text)
    }
}

/// What the first step of an installation has proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProvenAdmin {
    /// Organisation and person, from a verified ID token.
    pub account: ExternalAccount,
    /// Whether the token proves the administrator's role.
    pub is_admin: bool,
}

/// A device flow that waits for its person (RFC 8628 §3.3).
#[derive(Clone, Debug)]
pub(crate) struct DeviceWait {
    /// What is presented at the token endpoint.
    pub device_code: Secret<String>,
    /// The least time between two polls: the provider's, with five seconds more for each `slow_down` (§3.5).
    pub interval: Duration,
    /// Before this nobody polls, in whatever process: the row has it, so that two pollers ask as often as one.
    pub next_poll_at: Timestamp,
    /// How many polls in a row had no answer.
    pub unanswered: u32,
}

/// The provider's answer, parked: sealed, at most 60 s.
#[derive(Clone, Debug)]
pub(crate) struct ParkedAnswer {
    /// The raw query or form body, as it came. It holds the code.
    pub raw: Secret<String>,
    /// When it came.
    pub received_at: Timestamp,
}

/// For how long a server can ask why a session failed. Then it is forgotten.
pub(crate) const TOLD_TO_SERVERS: Duration = Duration::from_secs(24 * 3600);

/// So much later than its last step a session that has led to a grant counts as past its time. Its row, and with it what its browser is told
/// again (a reload, a double click, another tab), is kept for a day more.
pub(crate) const TOLD_AGAIN: Duration = Duration::from_secs(600);

/// Everything about a session that is sealed.
#[derive(Clone)]
pub(crate) struct SessionSecrets {
    /// When it began on the machine's clock, which nobody sets; `None` where the machine does not name its boots.
    pub began_on: Option<BootTime>,
    /// The PKCE verifier (RFC 7636 §4.1); absent at the consent step, and in native sessions, whose creator holds it.
    pub verifier: Option<Secret<String>>,
    /// The nonce (OpenID Connect Core §3.1.2.1).
    pub nonce: Option<Secret<String>>,
    /// The temporary credentials of a flow whose requests are signed (RFC 5849 §2.1).
    pub temporary: Option<SharedToken>,
    /// The redirect URI of this flow, byte for byte.
    pub redirect_uri: String,
    /// Values of the definition's variables for this flow, so that the code is redeemed where it was issued.
    pub variables: BTreeMap<String, String>,
    /// The token endpoint that may see the code.
    pub token_endpoint: String,
    /// Scopes asked for.
    pub scopes: Vec<String>,
    /// Scopes asked for the person's credential, where the answer is to hold one beside the installation's.
    pub further_scopes: Vec<String>,
    /// How the browser comes back.
    pub mode: SessionMode,
    /// Where it is sent, already judged against the allow-list.
    pub return_to: Option<String>,
    /// The origin to which the closing page may post a message.
    pub opener_origin: Option<String>,
    /// Whether an administrator alone may finish it: one has started it, on a page of the application, where nobody else may.
    pub needs_admin: bool,
    /// The label of the connection to make.
    pub label: Label,
    /// The account that must sign in, where a connection is reconnected.
    pub expected_account: Option<ExternalAccount>,
    /// The connection that is authorised again, where the session names one.
    pub reconnects: Option<GrantId>,
    /// What step one of an installation has proved.
    pub proven_admin: Option<ProvenAdmin>,
    /// What polls the token endpoint, at the step of a device.
    pub device: Option<DeviceWait>,
    /// The provider's answer.
    pub parked: Option<ParkedAnswer>,
    /// The value of the one navigation that is awaited; gone once it was used.
    pub resume: Option<Secret<String>>,
    /// The one-time secret that the application's page has been given.
    pub completion: Option<Secret<String>>,
    /// Where the browser was sent for the next step, and the cookie that it was given.
    pub continuation: Option<Continuation>,
    /// Why the session ended without a grant.
    pub failure: Option<Failure>,
}

impl fmt::Debug for SessionSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Of variables the names alone: a definition of before may have asked for a key of the API as one like any other.
        f.debug_struct("SessionSecrets")
            .field("variables", &self.variables.keys())
            .field("token_endpoint", &self.token_endpoint)
            .field("mode", &self.mode)
            .field("failure", &self.failure)
            .finish_non_exhaustive()
    }
}

impl SessionSecrets {
    /// What the same browser is told again, and the creator's server is told of why: nothing of it is a secret. Verifier, nonce and
    /// code are gone.
    pub(crate) fn of_ending(&self) -> SessionSecrets {
        SessionSecrets {
            verifier: None,
            nonce: None,
            temporary: None,
            redirect_uri: String::new(),
            variables: BTreeMap::new(),
            token_endpoint: String::new(),
            scopes: Vec::new(),
            further_scopes: Vec::new(),
            expected_account: None,
            reconnects: None,
            proven_admin: None,
            device: None,
            parked: None,
            resume: None,
            completion: None,
            continuation: None,
            ..self.clone()
        }
    }
}

/// The next step of a session, as the browser was told of it.
#[derive(Clone, Debug)]
pub(crate) struct Continuation {
    /// Where it goes.
    pub location: Secret<String>,
    /// The binding that it takes along.
    pub set_cookie: Secret<String>,
}

/// A session, opened.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// The id.
    pub id: SessionId,
    /// What it is for.
    pub kind: SessionKind,
    /// The creator's tenant.
    pub tenant_id: TenantId,
    /// The creator.
    pub user_id: UserId,
    /// The config.
    pub config: ConfigId,
    /// The provider.
    pub provider: ProviderId,
    /// Where it stands.
    pub status: SessionStatus,
    /// Which answer it waits for.
    pub step: SessionStep,
    /// The hash of the current `state`.
    pub state_hash: [u8; 32],
    /// The hash of the browser's binding.
    pub binding_hash: [u8; 32],
    /// The hash of the one-time `resume` value, while the parked answer waits for one navigation.
    pub resume_hash: Option<[u8; 32]>,
    /// The hash of the one-time completion secret.
    pub completion_hash: Option<[u8; 32]>,
    /// Counts rewrites.
    pub revision: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the current step is over.
    pub expires_at: Timestamp,
    /// The grant it led to.
    pub grant_id: Option<GrantId>,
    /// The error code it ended with.
    pub error_code: Option<String>,
    /// Everything sealed; once the session is over, what its end was and where the browser goes.
    pub secrets: Option<SessionSecrets>,
}

impl Session {
    /// As it stands once it has led to a grant. What the browser must be told is still in it; it is not stored.
    pub(crate) fn completed(&self, grant_id: &GrantId) -> Session {
        Session {
            status: SessionStatus::Complete,
            grant_id: Some(grant_id.clone()),
            expires_at: self.expires_at.plus(TOLD_AGAIN),
            revision: self.revision + 1,
            ..self.clone()
        }
    }
}

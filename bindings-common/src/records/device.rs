//! Sign-ins on another device (RFC 8628): what starts one, what is shown to its person, and what a poll finds.

use std::collections::BTreeMap;
use std::time::Duration;

use authpipe::{
    ConfigId, DeviceAuth as CoreDeviceAuth, DevicePoll as CoreDevicePoll, DeviceStatus, GrantId, Label, ProviderId, SessionId,
    TenantId, Timestamp, UserId,
};

use crate::define::{given, taken};
use crate::describe::{Described, Kind};
use crate::give::{Give, Given};

taken! {
    /// Argument of `start_device_auth`.
    pub struct DeviceStartParams = "DeviceStartParams" {
        /// The provider.
        pub provider: ProviderId,
        /// The config; needed where the provider has several.
        pub config: Option<ConfigId>,
        /// The tenant: your customer's id.
        pub tenant_id: TenantId,
        /// The user who signs in, and the only one who may poll.
        pub user_id: UserId,
        /// Reconnects exactly this connection of the user, with the same external account.
        pub connection_id: Option<GrantId>,
        /// The tenant's installation inside which the user authorises: only an account of its organisation may sign in.
        pub installation_id: Option<GrantId>,
        /// Tells several accounts of one user apart.
        pub label: Option<Label>,
        /// Scopes within the config's `scopes` and `optional_scopes`. Default its `scopes`.
        pub scopes: Option<Vec<String>>,
        /// Values of the definition's variables that whoever connects may choose.
        pub variables: Option<BTreeMap<String, String>>,
    }

    /// Argument of `poll_device_auth`.
    pub struct DevicePollParams = "DevicePollParams" {
        /// The id that `start_device_auth` gave.
        pub session_id: SessionId,
        /// The tenant for which it was started.
        pub tenant_id: TenantId,
        /// The user for whom it was started; to anybody else there is no such session.
        pub user_id: UserId,
    }
}

given! {
    /// A sign-in on another device that has been started: what is shown to its person, and to nobody else.
    pub struct DeviceAuth = "DeviceAuth" {
        /// The session's id; with it, whoever started polls.
        pub session_id: SessionId,
        /// What the person enters.
        pub user_code: Personal,
        /// Where: an https address.
        pub verification_uri: String,
        /// The same with the code in it, for a QR code; absent where the provider gives none.
        pub verification_uri_complete: Option<Personal>,
        /// When the session is over.
        pub expires_at: Timestamp,
        /// How long it lasts.
        pub expires_in: Duration,
        /// How long to wait between two polls. Who polls sooner is told that it is pending, and the provider is not asked.
        pub interval: Duration,
    }

    /// Where a sign-in on another device stands.
    pub struct DevicePoll = "DevicePoll" {
        /// What was found.
        pub status: DeviceStatus,
        /// The connection, once there is one.
        pub connection_id: Option<GrantId>,
        /// How long to wait before the next poll, while it is pending. It grows where the provider wants that.
        pub interval: Option<Duration>,
    }
}

/// A text for one person, which objects of the language do not print.
#[derive(Clone)]
pub struct Personal(String);

impl std::fmt::Debug for Personal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Described for Personal {
    const KIND: Kind = Kind::Personal;
}

impl Give for Personal {
    fn give(self) -> Given {
        self.0.give()
    }
}

impl From<String> for Personal {
    fn from(text: String) -> Self {
        Personal(text)
    }
}

impl DeviceStartParams {
    /// What the core takes.
    pub fn into_core(self) -> authpipe::DeviceRequest {
        authpipe::DeviceRequest {
            provider: self.provider,
            config: self.config,
            tenant_id: self.tenant_id,
            user_id: self.user_id,
            connection_id: self.connection_id,
            installation_id: self.installation_id,
            label: self.label.unwrap_or_else(Label::empty),
            scopes: self.scopes.unwrap_or_default(),
            variables: self.variables.unwrap_or_default(),
        }
    }
}

impl From<CoreDeviceAuth> for DeviceAuth {
    fn from(started: CoreDeviceAuth) -> Self {
        DeviceAuth {
            session_id: started.session_id,
            user_code: started.user_code.into(),
            verification_uri: started.verification_uri,
            verification_uri_complete: started.verification_uri_complete.map(Personal::from),
            expires_at: started.expires_at,
            expires_in: started.expires_in,
            interval: started.interval,
        }
    }
}

impl From<CoreDevicePoll> for DevicePoll {
    fn from(found: CoreDevicePoll) -> Self {
        DevicePoll { status: found.status, connection_id: found.connection_id, interval: found.interval }
    }
}

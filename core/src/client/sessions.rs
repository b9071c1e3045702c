//! The methods that begin sessions, in which people connect an account or install the app, and that install without a person.

use super::Authpipe;
use crate::base::{Error, Result, Secret, SessionId, TenantId, UserId};
use crate::engine::{
    AuthRequest, CreateInstallation, CreatedSession, DeviceAuth, DevicePoll, DeviceRequest, Engine, InstallRequest,
    NativeRequest, NativeSession, SessionView, judge_return_to,
};
use crate::model::grant::GrantView;
use crate::model::principal::{Principal, Role};

impl Authpipe {
    /// Starts the authorisation of a user. Send the browser to the URL together with the cookies.
    ///
    /// # Errors
    /// - `base_url_missing`, `provider_unknown`, `provider_not_configured`, `scope_not_allowed`, `scope_unavailable`,
    ///   `rate_limited`.
    pub async fn create_auth_session(&self, mut request: AuthRequest) -> Result<CreatedSession> {
        self.run(move |engine| async move {
            request.return_to = own_page(&engine, request.return_to)?;
            engine.connector.start_auth(request).await
        })
        .await
    }

    /// Starts an installation. Calling this in server code is the administrator's authority.
    ///
    /// # Errors
    /// - As [`Authpipe::create_auth_session`]; `invalid_request` where the provider has no installations.
    pub async fn create_install_session(&self, mut request: InstallRequest) -> Result<CreatedSession> {
        self.run(move |engine| async move {
            request.return_to = own_page(&engine, request.return_to)?;
            engine.connector.start_install(request).await
        })
        .await
    }

    /// One session of a tenant: where it stands, the connection or installation that it made, or why it failed.
    ///
    /// The error is for the developer, in the words of the moment at which the session ended; they are kept for a day. What the return
    /// address says of a session anybody can write, so ask here before believing it.
    ///
    /// # Errors
    /// - `not_found`: also for a session of another tenant, and of one that ended more than a day ago. A [`SessionId`] is judged when it
    ///   is made: `invalid_id`.
    pub async fn get_session(&self, tenant_id: TenantId, id: SessionId) -> Result<SessionView> {
        self.run(move |engine| async move { engine.connector.view_session_of_tenant(&tenant_id, &id).await }).await
    }

    /// Ends a session of a tenant that is under way, also a sign-in on another device; one that is over stays as it is.
    ///
    /// What comes back shows which it was. An answer that the provider gives later is not taken: nothing is connected, and nobody polls
    /// any more. The provider is not asked. Calling this in server code is the authority: a page's own user cancels by the handler's route.
    ///
    /// # Errors
    /// - `not_found`: also for a session of another tenant, and of one that ended more than a day ago.
    pub async fn cancel_session(&self, tenant_id: TenantId, id: SessionId) -> Result<SessionView> {
        self.run(move |engine| async move { engine.connector.cancel_session_of_tenant(&tenant_id, &id).await }).await
    }

    /// Installs without a browser, where an administrator has let the app in at the provider. The organisation's credential is
    /// minted, and how it is minted is stored with it. Calling this in server code is the administrator's authority.
    ///
    /// # Errors
    /// - `invalid_request`: the provider is installed through a browser, or not at all; a variable is missing or not allowed.
    /// - `access_denied`: the provider gave no credential for this organisation. Nothing is stored.
    /// - `provider_not_configured`, `provider_config_rejected`, `provider_unavailable`, `tls_failed`, `rate_limited`.
    /// - `installation_claimed`, `account_mismatch`: the organisation is another tenant's, or the tenant's is another one.
    pub async fn create_installation(&self, request: CreateInstallation) -> Result<GrantView> {
        self.run(move |engine| async move { engine.connector.create_installation(request).await }).await
    }

    /// Starts a sign-in on another device, for a program that has no browser: it shows a code, and polls.
    ///
    /// The provider is sent the client id and the scopes, and what proves the client where it wants that. What it gives to poll with is
    /// sealed in the vault, so a poll may come from any process, also after a restart. No base URL is needed.
    ///
    /// # Errors
    /// - `invalid_request`: the provider has no device flow.
    /// - `provider_unknown`, `provider_not_configured`, `ambiguous_config`, `scope_not_allowed`, `scope_unavailable`, `not_connected`,
    ///   `installation_not_found`: what was asked for.
    /// - `rate_limited`: too many flows of this user are open, or the provider asked for a pause.
    /// - `provider_error`: the address or the code that the provider gave is none that may be shown.
    /// - `provider_unavailable`, `tls_failed`, `provider_config_rejected`.
    ///
    /// Spec: RFC 8628 §3.1, §3.2.
    pub async fn start_device_auth(&self, request: DeviceRequest) -> Result<DeviceAuth> {
        self.run(move |engine| async move { engine.connector.start_device(request).await }).await
    }

    /// Where a sign-in on another device stands, for the user who started it.
    ///
    /// The provider is asked at most once in the interval that it wants, by whatever number of processes: whoever polls sooner is told what
    /// is known. After each `slow_down` the interval is five seconds longer; after each poll without an answer the next wait is twice as long.
    ///
    /// # Errors
    /// - `not_found`: no such session of this user, or it ended more than a day ago.
    /// - `scope_missing`, `account_mismatch`, `account_type_unsupported`, `admin_consent_required`, `provider_error`,
    ///   `provider_unavailable`, `tls_failed`, `provider_config_rejected`, `config_invalid`: the session is over, and each further poll is told the same.
    ///
    /// Spec: RFC 8628 §3.4, §3.5.
    pub async fn poll_device_auth(&self, tenant_id: TenantId, user_id: UserId, id: SessionId) -> Result<DevicePoll> {
        // Whoever calls this acts for the tenant.
        let who = Principal { tenant_id, user_id, role: Role::Admin };
        self.run(move |engine| async move { engine.connector.poll_device(&id, &who).await }).await
    }

    /// Starts a native app's session: the app shows `authorization_url` in the system's browser, and gives what comes back to
    /// [`Authpipe::complete_native_session`]. No base URL is needed, and no client secret.
    ///
    /// # Errors
    /// - `provider_unknown`, `provider_not_configured`, `ambiguous_config`: configuration.
    /// - `config_invalid`: a client secret, and a redirect URI that leads into an app; in production mode, any native session.
    /// - `invalid_request`: a redirect URI that is missing or not allowed; a provider without PKCE.
    /// - `scope_not_allowed`, `scope_unavailable`, `not_connected`, `rate_limited`.
    ///
    /// Spec: RFC 8252.
    pub async fn create_native_session(&self, request: NativeRequest) -> Result<NativeSession> {
        self.run(move |engine| async move { engine.connector.start_native(request).await }).await
    }

    /// Finishes a native app's session with the URL that came back. The exchange survives a caller that goes away.
    ///
    /// # Errors
    /// - `state_invalid`: not for this session's redirect URI or state, repeated parameters, neither a code nor a refusal, or used before;
    ///   the session is untouched. Also an answer with the right state that comes from another issuer: then the session is over.
    /// - `session_expired`, `access_denied`, `scope_missing`, `account_mismatch`, `account_type_unsupported`,
    ///   `admin_consent_required`, `provider_error`, `provider_unavailable`, `tls_failed`, `provider_config_rejected`: the session is over.
    ///
    /// Spec: RFC 8252 §8.1, §8.6; RFC 6749 §4.1.2.
    pub async fn complete_native_session(&self, session: &NativeSession, callback_url: &str) -> Result<GrantView> {
        let (held, url) = (session.held(), Secret::from(callback_url));
        self.run(move |engine| async move { engine.connector.finish_native(held, url).await }).await
    }

    /// Ends a native app's session: its callback will not be taken any more. One that is over stays as it is.
    ///
    /// # Errors
    /// - As [`Authpipe::ready`].
    pub async fn cancel_native_session(&self, session: &NativeSession) -> Result<()> {
        let held = session.held();
        self.run(move |engine| async move { engine.connector.cancel_native(&held).await }).await
    }
}

/// The page to which a session made in server code returns: of the base URL's own origin, because what server code passes on may be
/// a browser's wish (SR-10).
fn own_page(engine: &Engine, return_to: Option<String>) -> Result<Option<String>> {
    let judged = |text: String| {
        let base_url = engine.base_url()?;
        judge_return_to(&text, base_url, &[]).map_err(|error| {
            let origin = base_url.origin().ascii_serialization();
            Error::new(error.code(), format!("⟨return_to⟩ must be a path, or an address at the origin of ⟨base_url⟩, {origin}."))
                .with_hint(
                    "Send the browser on from there, or start the session by the handler's route, which has a list of origins.",
                )
        })
    };
    return_to.map(judged).transpose()
}

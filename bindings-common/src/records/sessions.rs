//! Sign-ins and installations that server code starts, and who is asking.

use std::collections::BTreeMap;

use authpipe::{ConfigId, GrantId, Label, ProviderId, Role, SessionMode, TenantId, UserId};

use crate::define::taken;

taken! {
    /// Argument of `create_install_session`.
    pub struct InstallSessionParams = "InstallSessionParams" {
        /// The provider.
        pub provider: ProviderId,
        /// The config; needed where the provider has several.
        pub config: Option<ConfigId>,
        /// The tenant: your customer's id.
        pub tenant_id: TenantId,
        /// The user who goes through the session.
        pub user_id: UserId,
        /// What the person signs in with at the provider, such as an e-mail address: 1 to 320 bytes. It is put into the authorization
        /// URL, and stored nowhere; a provider that takes no hint is sent none. Default: that of the account that is connected again.
        pub login_hint: Option<String>,
        /// What the provider is to ask the person, such as `select_account` or `login`: one or more, separated by spaces, of those that
        /// the definition lists. Default: which account, where it is a further one of the user, or an installation.
        pub prompt: Option<String>,
        /// Values of the definition's variables that whoever connects may choose.
        pub variables: Option<BTreeMap<String, String>>,
        /// Where the browser is sent afterwards: a path, or a URL of the base URL's own origin.
        pub return_to: Option<String>,
        /// How the browser comes back. Default `redirect`.
        pub mode: Option<SessionMode>,
    }

    /// Argument of `create` of installations.
    pub struct InstallationParams = "InstallationParams" {
        /// The provider.
        pub provider: ProviderId,
        /// The config; needed where the provider has several.
        pub config: Option<ConfigId>,
        /// The tenant: your customer's id.
        pub tenant_id: TenantId,
        /// The user who makes it, where somebody does.
        pub user_id: Option<UserId>,
        /// Values of the definition's variables: the organisation, the person in whose name it acts.
        pub variables: Option<BTreeMap<String, String>>,
    }

    /// Argument of `create_auth_session`.
    pub struct AuthSessionParams = "AuthSessionParams" with InstallSessionParams {
        /// Reconnects exactly this connection of the user, with the same external account.
        pub connection_id: Option<GrantId>,
        /// The tenant's installation inside which the user authorises: only an account of its organisation may sign in.
        pub installation_id: Option<GrantId>,
        /// Tells several accounts of one user apart.
        pub label: Option<Label>,
        /// Scopes within the config's `scopes` and `optional_scopes`. Default its `scopes`.
        pub scopes: Option<Vec<String>>,
    }

    /// Who is signed in to the application.
    pub struct Principal = "Principal" {
        /// The tenant.
        pub tenant_id: TenantId,
        /// The user.
        pub user_id: UserId,
        /// Required, so that nobody becomes `admin` by omission.
        pub role: Role,
    }
}

// Server code sends the browser itself, so it comes back to a page, not to a closing window.
const DEFAULT_MODE: SessionMode = SessionMode::Redirect;

impl InstallSessionParams {
    /// What the core takes.
    pub fn into_core(self) -> authpipe::InstallRequest {
        authpipe::InstallRequest {
            provider: self.provider,
            config: self.config,
            tenant_id: self.tenant_id,
            user_id: self.user_id,
            login_hint: self.login_hint,
            prompt: self.prompt,
            variables: self.variables.unwrap_or_default(),
            return_to: self.return_to,
            mode: self.mode.unwrap_or(DEFAULT_MODE),
            opener_origin: None,
        }
    }
}

impl InstallationParams {
    /// What the core takes.
    pub fn into_core(self) -> authpipe::CreateInstallation {
        authpipe::CreateInstallation {
            provider: self.provider,
            config: self.config,
            tenant_id: self.tenant_id,
            user_id: self.user_id,
            variables: self.variables.unwrap_or_default(),
        }
    }
}

impl AuthSessionParams {
    /// What the core takes.
    pub fn into_core(self) -> authpipe::AuthRequest {
        let base = self.base;
        authpipe::AuthRequest {
            provider: base.provider,
            config: base.config,
            tenant_id: base.tenant_id,
            user_id: base.user_id,
            connection_id: self.connection_id,
            installation_id: self.installation_id,
            label: self.label.unwrap_or_else(Label::empty),
            scopes: self.scopes.unwrap_or_default(),
            variables: base.variables.unwrap_or_default(),
            login_hint: base.login_hint,
            prompt: base.prompt,
            return_to: base.return_to,
            mode: base.mode.unwrap_or(DEFAULT_MODE),
            opener_origin: None,
        }
    }
}

impl AuthSessionParams {
    /// What the core takes for a sign-in in an app, which has no page to return to.
    pub fn into_native(self) -> authpipe::NativeRequest {
        let request = self.into_core();
        authpipe::NativeRequest {
            config: request.config,
            label: request.label,
            scopes: request.scopes,
            variables: request.variables,
            connection_id: request.connection_id,
            login_hint: request.login_hint,
            prompt: request.prompt,
            ..authpipe::NativeRequest::new(request.provider, request.tenant_id, request.user_id)
        }
    }
}

impl Principal {
    /// What the core takes.
    pub fn into_core(self) -> authpipe::Principal {
        authpipe::Principal { tenant_id: self.tenant_id, user_id: self.user_id, role: self.role }
    }
}

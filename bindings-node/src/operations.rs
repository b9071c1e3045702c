//! Methods that read their arguments, wait for the core no longer than the caller says, and give what it gives.

use authpipe::Page;
use authpipe_bindings::{Give, page, records};
use napi::Env;
use napi::bindgen_prelude::{PromiseRaw, Unknown};
use napi_derive::napi;
use serde_json::Value;

use crate::Core;
use crate::arguments::{event_query, handle, list_query, read_timeout};
use crate::runtime::{later, now, within};
use crate::value::{read, to_json};

#[napi]
impl Core {
    /// Seals a key or a webhook secret into the vault.
    #[napi]
    pub fn store_credential<'env>(
        &self,
        env: &'env Env,
        params: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let (params, timeout) = now("storeCredential", || {
            Ok((read::<records::StoreCredentialParams>(params, "params")?.into_core()?, read_timeout(options)?))
        })?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "storeCredential",
            within(timeout, async move { authpipe.store_credential(params).await.map(give::<records::StoredCredential, _>) }),
        )
    }

    /// Starts the authorisation of a user.
    #[napi]
    pub fn create_auth_session<'env>(
        &self,
        env: &'env Env,
        params: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let (params, timeout) = now("createAuthSession", || {
            Ok((read::<records::AuthSessionParams>(params, "params")?.into_core(), read_timeout(options)?))
        })?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "createAuthSession",
            within(timeout, async move { authpipe.create_auth_session(params).await.map(give::<records::AuthSession, _>) }),
        )
    }

    /// Starts an installation.
    #[napi]
    pub fn create_install_session<'env>(
        &self,
        env: &'env Env,
        params: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let (params, timeout) = now("createInstallSession", || {
            Ok((read::<records::InstallSessionParams>(params, "params")?.into_core(), read_timeout(options)?))
        })?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "createInstallSession",
            within(timeout, async move { authpipe.create_install_session(params).await.map(give::<records::AuthSession, _>) }),
        )
    }

    /// Installs without a browser.
    #[napi]
    pub fn create_installation<'env>(
        &self,
        env: &'env Env,
        params: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let (params, timeout) = now("createInstallation", || {
            Ok((read::<records::InstallationParams>(params, "params")?.into_core(), read_timeout(options)?))
        })?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "createInstallation",
            within(timeout, async move { authpipe.create_installation(params).await.map(give::<records::Installation, _>) }),
        )
    }

    /// Lists connections, from a cursor on where there is one.
    #[napi]
    pub fn list_connections<'env>(
        &self,
        env: &'env Env,
        query: Unknown<'_>,
        after: Option<String>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let (query, timeout) = now("listConnections", || Ok((list_query(query, after)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "listConnections",
            within(timeout, async move { authpipe.list_connections(query).await.map(give_page::<records::Connection, _>) }),
        )
    }

    /// One connection.
    #[napi]
    pub fn get_connection<'env>(
        &self,
        env: &'env Env,
        id: Unknown<'_>,
        scope: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let ((tenant_id, id), timeout) = now("getConnection", || Ok((handle(id, scope)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "getConnection",
            within(timeout, async move { authpipe.get_connection(tenant_id, id).await.map(give::<records::Connection, _>) }),
        )
    }

    /// Asks the provider whether it still works.
    #[napi]
    pub fn check_connection<'env>(
        &self,
        env: &'env Env,
        id: Unknown<'_>,
        scope: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let ((tenant_id, id), timeout) = now("checkConnection", || Ok((handle(id, scope)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "checkConnection",
            within(timeout, async move { authpipe.check_connection(tenant_id, id).await.map(give::<records::Health, _>) }),
        )
    }

    /// Deletes a connection.
    #[napi]
    pub fn delete_connection<'env>(
        &self,
        env: &'env Env,
        id: Unknown<'_>,
        scope: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let ((tenant_id, id), timeout) = now("deleteConnection", || Ok((handle(id, scope)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "deleteConnection",
            within(timeout, async move { authpipe.delete_connection(tenant_id, id).await.map(|()| Value::Null) }),
        )
    }

    /// Lists installations, from a cursor on where there is one.
    #[napi]
    pub fn list_installations<'env>(
        &self,
        env: &'env Env,
        query: Unknown<'_>,
        after: Option<String>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let (query, timeout) = now("listInstallations", || Ok((list_query(query, after)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "listInstallations",
            within(timeout, async move { authpipe.list_installations(query).await.map(give_page::<records::Installation, _>) }),
        )
    }

    /// One installation.
    #[napi]
    pub fn get_installation<'env>(
        &self,
        env: &'env Env,
        id: Unknown<'_>,
        scope: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let ((tenant_id, id), timeout) = now("getInstallation", || Ok((handle(id, scope)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "getInstallation",
            within(timeout, async move { authpipe.get_installation(tenant_id, id).await.map(give::<records::Installation, _>) }),
        )
    }

    /// Approves an installation.
    #[napi]
    pub fn approve_installation<'env>(
        &self,
        env: &'env Env,
        id: Unknown<'_>,
        scope: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let ((tenant_id, id), timeout) = now("approveInstallation", || Ok((handle(id, scope)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "approveInstallation",
            within(
                timeout,
                async move { authpipe.approve_installation(tenant_id, id).await.map(give::<records::Installation, _>) },
            ),
        )
    }

    /// Deletes an installation.
    #[napi]
    pub fn delete_installation<'env>(
        &self,
        env: &'env Env,
        id: Unknown<'_>,
        scope: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let ((tenant_id, id), timeout) = now("deleteInstallation", || Ok((handle(id, scope)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "deleteInstallation",
            within(timeout, async move { authpipe.delete_installation(tenant_id, id).await.map(|()| Value::Null) }),
        )
    }

    /// Lists events, from a cursor on where there is one.
    #[napi]
    pub fn list_events<'env>(
        &self,
        env: &'env Env,
        query: Unknown<'_>,
        after: Option<String>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let (query, timeout) = now("listEvents", || Ok((event_query(query, after)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "listEvents",
            within(timeout, async move { authpipe.list_events(query).await.map(give_page::<records::Event, _>) }),
        )
    }

    /// Does what is due.
    #[napi]
    pub fn run_maintenance<'env>(&self, env: &'env Env, options: Unknown<'_>) -> napi::Result<PromiseRaw<'env, Value>> {
        let options: records::MaintenanceOptions = now("runMaintenance", || read(options, "options"))?;
        let authpipe = self.authpipe.clone();
        let work = async move { authpipe.run_maintenance(options.budget).await.map(give::<records::MaintenanceReport, _>) };
        later(env, "runMaintenance", within(options.base.timeout, work))
    }
}

fn give<R: From<T> + Give, T>(value: T) -> Value {
    to_json(R::from(value).give())
}

fn give_page<R: From<T> + Give, T>(found: Page<T>) -> Value {
    to_json(page::<T, R>(found))
}

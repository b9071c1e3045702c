//! The methods that read their arguments, wait for the core no longer than the caller says, and give what it gives. Each is one
//! line.

use authpipe::Page;
use authpipe_bindings::{Give, ScopedId, page, records};
use napi::Env;
use napi::bindgen_prelude::{PromiseRaw, Unknown};
use napi_derive::napi;
use serde_json::Value;

use crate::Core;
use crate::arguments::{audit_query, event_query, list_query, read_timeout, scoped_id};
use crate::runtime::{later, now, within};
use crate::value::{read, to_json};

/// A method: its documentation (a text, because napi takes no other), its name in the core and in JavaScript, its arguments, what the
/// core gets of them, and what the caller gets of the result.
macro_rules! operations {
    ($(
        $doc:literal
        $method:ident = $call:ident($($argument:ident: $type:ident<$inner:tt>),*) {
            let $given:pat = $read:expr => ($($core:ident),*);
            $give:expr
        }
    )*) => {
        #[napi]
        impl Core {
            $(
                #[doc = $doc]
                #[napi]
                pub fn $method<'env>(
                    &self,
                    env: &'env Env,
                    $($argument: $type<$inner>,)*
                    options: Unknown<'_>,
                ) -> napi::Result<PromiseRaw<'env, Value>> {
                    let (read, timeout) = now(stringify!($call), || Ok(($read, read_timeout(options)?)))?;
                    let authpipe = self.authpipe.clone();
                    let work = async move {
                        let $given = read;
                        authpipe.$method($($core),*).await.map($give)
                    };
                    later(env, stringify!($call), within(timeout, work))
                }
            )*
        }
    };
}

operations! {
    "Seals a key or a webhook secret into the vault."
    store_credential = storeCredential(params: Unknown<'_>) {
        let params = read::<records::StoreCredentialParams>(params, "params")?.into_core()? => (params);
        give::<records::StoredCredential, _>
    }
    "Starts the authorisation of a user."
    create_auth_session = createAuthSession(params: Unknown<'_>) {
        let params = read::<records::AuthSessionParams>(params, "params")?.into_core() => (params);
        give::<records::AuthSession, _>
    }
    "Starts an installation."
    create_install_session = createInstallSession(params: Unknown<'_>) {
        let params = read::<records::InstallSessionParams>(params, "params")?.into_core() => (params);
        give::<records::AuthSession, _>
    }
    "Starts a sign-in on another device."
    start_device_auth = startDeviceAuth(params: Unknown<'_>) {
        let params = read::<records::DeviceStartParams>(params, "params")?.into_core() => (params);
        give::<records::DeviceAuth, _>
    }
    "Where a sign-in on another device stands."
    poll_device_auth = pollDeviceAuth(params: Unknown<'_>) {
        let records::DevicePollParams { session_id, tenant_id, user_id } =
            read::<records::DevicePollParams>(params, "params")? => (tenant_id, user_id, session_id);
        give::<records::DevicePoll, _>
    }
    "Installs without a browser."
    create_installation = createInstallation(params: Unknown<'_>) {
        let params = read::<records::InstallationParams>(params, "params")?.into_core() => (params);
        give::<records::Installation, _>
    }
    "Lists connections, from a cursor on where there is one."
    list_connections = listConnections(query: Unknown<'_>, after: Option<String>) {
        let query = list_query(query, after)? => (query);
        give_page::<records::Connection, _>
    }
    "One connection."
    get_connection = getConnection(id: Unknown<'_>, scope: Unknown<'_>) {
        let ScopedId { tenant_id, id } = scoped_id(id, scope)? => (tenant_id, id);
        give::<records::Connection, _>
    }
    "Asks the provider whether it still works."
    check_connection = checkConnection(id: Unknown<'_>, scope: Unknown<'_>) {
        let ScopedId { tenant_id, id } = scoped_id(id, scope)? => (tenant_id, id);
        give::<records::Health, _>
    }
    "Deletes a connection."
    delete_connection = deleteConnection(id: Unknown<'_>, scope: Unknown<'_>) {
        let ScopedId { tenant_id, id } = scoped_id(id, scope)? => (tenant_id, id);
        give::<records::Deletion, _>
    }
    "Lists installations, from a cursor on where there is one."
    list_installations = listInstallations(query: Unknown<'_>, after: Option<String>) {
        let query = list_query(query, after)? => (query);
        give_page::<records::Installation, _>
    }
    "One installation."
    get_installation = getInstallation(id: Unknown<'_>, scope: Unknown<'_>) {
        let ScopedId { tenant_id, id } = scoped_id(id, scope)? => (tenant_id, id);
        give::<records::Installation, _>
    }
    "Approves an installation."
    approve_installation = approveInstallation(id: Unknown<'_>, scope: Unknown<'_>) {
        let ScopedId { tenant_id, id } = scoped_id(id, scope)? => (tenant_id, id);
        give::<records::Installation, _>
    }
    "Deletes an installation."
    delete_installation = deleteInstallation(id: Unknown<'_>, scope: Unknown<'_>) {
        let ScopedId { tenant_id, id } = scoped_id(id, scope)? => (tenant_id, id);
        give::<records::Deletion, _>
    }
    "One session."
    get_session = getSession(id: Unknown<'_>, scope: Unknown<'_>) {
        let ScopedId { tenant_id, id } = scoped_id(id, scope)? => (tenant_id, id);
        give::<records::Session, _>
    }
    "Ends a session."
    cancel_session = cancelSession(id: Unknown<'_>, scope: Unknown<'_>) {
        let ScopedId { tenant_id, id } = scoped_id(id, scope)? => (tenant_id, id);
        give::<records::Session, _>
    }
    "Lists events, from a cursor on where there is one."
    list_events = listEvents(query: Unknown<'_>, after: Option<String>) {
        let query = event_query(query, after)? => (query);
        give_page::<records::Event, _>
    }
    "Lists the audit log, from a cursor on where there is one."
    list_audit = listAudit(query: Unknown<'_>, after: Option<String>) {
        let query = audit_query(query, after)? => (query);
        give_page::<records::AuditRecord, _>
    }
}

#[napi]
impl Core {
    /// Does what is due.
    #[napi]
    pub fn run_maintenance<'env>(&self, env: &'env Env, options: Unknown<'_>) -> napi::Result<PromiseRaw<'env, Value>> {
        let options: records::MaintenanceOptions = now("runMaintenance", || read(options, "options"))?;
        let authpipe = self.authpipe.clone();
        let work = async move { authpipe.run_maintenance(options.budget).await.map(give::<records::MaintenanceReport, _>) };
        later(env, "runMaintenance", within(options.base.timeout, work))
    }
}

pub(crate) fn give<R: From<T> + Give, T>(value: T) -> Value {
    to_json(R::from(value).give())
}

fn give_page<R: From<T> + Give, T>(found: Page<T>) -> Value {
    to_json(page::<T, R>(found))
}

//! The methods that read their arguments and give what the core gives. Each is one line.

use authpipe::{GrantId, Result, SessionId, TenantId};
use authpipe_bindings::{Rows, records};

use crate::CoreAuthpipe;
use crate::edge::{Edge, enter};
use crate::generated::{
    CoreAuthSession, CoreAuthSessionParams, CoreConnection, CoreConnectionPage, CoreEventPage, CoreEventQuery, CoreHealth,
    CoreInstallSessionParams, CoreInstallation, CoreInstallationPage, CoreInstallationParams, CoreListQuery,
    CoreMaintenanceOptions, CoreMaintenanceReport, CoreSession, CoreStoreCredentialParams, CoreStoredCredential,
    CoreStoredCredentials, CoreTenantScope,
};
use crate::value::{Value, read};

/// Rows of a longer list, and the number of the first.
#[derive(uniffi::Record)]
pub struct CoreRows {
    pub rows: Vec<CoreStoreCredentialParams>,
    pub first: u64,
}

impl From<CoreRows> for Value {
    fn from(rows: CoreRows) -> Self {
        let before = std::iter::repeat_n(Value::Absent, usize::try_from(rows.first).unwrap_or(usize::MAX));
        Value::List(before.chain(rows.rows.into_iter().map(Value::from)).collect())
    }
}

/// A method: its documentation, its name in the core, its arguments and its result in Swift, and what the core gets of the arguments.
macro_rules! operations {
    ($(
        $(#[doc = $doc:literal])*
        $method:ident($($argument:ident: $type:ident),*) -> $result:ident = ($($core:ident),*) = $read:expr;
    )*) => {
        #[uniffi::export]
        impl CoreAuthpipe {
            $(
                $(#[doc = $doc])*
                #[allow(unused_parens, reason = "most methods of the core take one argument")]
                pub async fn $method(&self, $($argument: $type),*) -> Edge<$result> {
                    enter(concat!("coreauthpipe_", stringify!($method)));
                    let ($($core),*) = $read;
                    Ok($result::of(self.authpipe.$method($($core),*).await?))
                }
            )*
        }
    };
}

operations! {
    /// Seals a key or a webhook secret into the vault.
    store_credential(params: CoreStoreCredentialParams) -> CoreStoredCredential =
        (params) = read::<records::StoreCredentialParams>(params, "params")?.into_core()?;
    /// Seals many keys or webhook secrets into the vault, of which the first has a number.
    store_credentials(rows: CoreRows) -> CoreStoredCredentials = (rows, first) = read::<Rows>(rows, "rows")?.into_core()?;
    /// Starts a user's sign-in in server code.
    create_auth_session(params: CoreAuthSessionParams) -> CoreAuthSession =
        (params) = read::<records::AuthSessionParams>(params, "params")?.into_core();
    /// Starts an installation in server code.
    create_install_session(params: CoreInstallSessionParams) -> CoreAuthSession =
        (params) = read::<records::InstallSessionParams>(params, "params")?.into_core();
    /// Installs without a browser.
    create_installation(params: CoreInstallationParams) -> CoreInstallation =
        (params) = read::<records::InstallationParams>(params, "params")?.into_core();
    /// Lists connections.
    list_connections(query: CoreListQuery) -> CoreConnectionPage =
        (query) = read::<records::ListQuery>(query, "query")?.into_core();
    /// One connection.
    get_connection(id: String, scope: CoreTenantScope) -> CoreConnection = (tenant_id, id) = handle(id, scope)?;
    /// Asks the provider whether it still works.
    check_connection(id: String, scope: CoreTenantScope) -> CoreHealth = (tenant_id, id) = handle(id, scope)?;
    /// Lists installations.
    list_installations(query: CoreListQuery) -> CoreInstallationPage =
        (query) = read::<records::ListQuery>(query, "query")?.into_core();
    /// One installation.
    get_installation(id: String, scope: CoreTenantScope) -> CoreInstallation = (tenant_id, id) = handle(id, scope)?;
    /// Approves an installation.
    approve_installation(id: String, scope: CoreTenantScope) -> CoreInstallation = (tenant_id, id) = handle(id, scope)?;
    /// One session.
    get_session(id: String, scope: CoreTenantScope) -> CoreSession = (tenant_id, id) = session(id, scope)?;
    /// Lists events.
    list_events(query: CoreEventQuery) -> CoreEventPage = (query) = read::<records::EventQuery>(query, "query")?.into_core();
    /// Does what is due.
    run_maintenance(options: CoreMaintenanceOptions) -> CoreMaintenanceReport =
        (budget) = read::<records::MaintenanceOptions>(options, "options")?.budget;
}

#[uniffi::export]
impl CoreAuthpipe {
    /// Deletes a connection.
    pub async fn delete_connection(&self, id: String, scope: CoreTenantScope) -> Edge<()> {
        enter("coreauthpipe_delete_connection");
        let (tenant_id, id) = handle(id, scope)?;
        Ok(self.authpipe.delete_connection(tenant_id, id).await?)
    }

    /// Deletes an installation.
    pub async fn delete_installation(&self, id: String, scope: CoreTenantScope) -> Edge<()> {
        enter("coreauthpipe_delete_installation");
        let (tenant_id, id) = handle(id, scope)?;
        Ok(self.authpipe.delete_installation(tenant_id, id).await?)
    }
}

fn handle(id: String, scope: CoreTenantScope) -> Result<(TenantId, GrantId)> {
    let scope: records::TenantScope = read(scope, "scope")?;
    Ok((scope.tenant_id, read(id, "id")?))
}

fn session(id: String, scope: CoreTenantScope) -> Result<(TenantId, SessionId)> {
    let scope: records::TenantScope = read(scope, "scope")?;
    Ok((scope.tenant_id, read(id, "id")?))
}

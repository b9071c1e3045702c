//! The methods that read their arguments and give what the core gives. Each is one line.

use authpipe::Result;
use authpipe_bindings::{Read, ScopedId, records};

use crate::CoreAuthpipe;
use crate::edge::{Edge, enter};
use crate::generated::{
    CoreAuditQuery, CoreAuditRecordPage, CoreAuthSession, CoreAuthSessionParams, CoreConnection, CoreConnectionPage,
    CoreDeletion, CoreDeviceAuth, CoreDevicePoll, CoreDevicePollParams, CoreDeviceStartParams, CoreEventPage, CoreEventQuery,
    CoreHealth, CoreInstallSessionParams, CoreInstallation, CoreInstallationPage, CoreInstallationParams, CoreListQuery,
    CoreMaintenanceOptions, CoreMaintenanceReport, CoreSession, CoreStoreCredentialParams, CoreStoredCredential, CoreTenantScope,
};
use crate::value::read;

/// A method: its documentation, its name in the core, its arguments and its result in Swift, and what the core gets of the arguments.
macro_rules! operations {
    ($(
        $(#[doc = $doc:literal])*
        $method:ident($($argument:ident: $type:ident),*) -> $result:ident = let $given:pat = $read:expr => ($($core:ident),*);
    )*) => {
        #[uniffi::export]
        impl CoreAuthpipe {
            $(
                $(#[doc = $doc])*
                pub async fn $method(&self, $($argument: $type),*) -> Edge<$result> {
                    enter(concat!("coreauthpipe_", stringify!($method)));
                    let $given = $read;
                    Ok($result::of(self.authpipe.$method($($core),*).await?))
                }
            )*
        }
    };
}

operations! {
    /// Seals a key or a webhook secret into the vault.
    store_credential(params: CoreStoreCredentialParams) -> CoreStoredCredential =
        let params = read::<records::StoreCredentialParams>(params, "params")?.into_core()? => (params);
    /// Starts a user's sign-in in server code.
    create_auth_session(params: CoreAuthSessionParams) -> CoreAuthSession =
        let params = read::<records::AuthSessionParams>(params, "params")?.into_core() => (params);
    /// Starts an installation in server code.
    create_install_session(params: CoreInstallSessionParams) -> CoreAuthSession =
        let params = read::<records::InstallSessionParams>(params, "params")?.into_core() => (params);
    /// Starts a sign-in on another device.
    start_device_auth(params: CoreDeviceStartParams) -> CoreDeviceAuth =
        let params = read::<records::DeviceStartParams>(params, "params")?.into_core() => (params);
    /// Where a sign-in on another device stands.
    poll_device_auth(params: CoreDevicePollParams) -> CoreDevicePoll =
        let records::DevicePollParams { session_id, tenant_id, user_id } =
            read::<records::DevicePollParams>(params, "params")? => (tenant_id, user_id, session_id);
    /// Installs without a browser.
    create_installation(params: CoreInstallationParams) -> CoreInstallation =
        let params = read::<records::InstallationParams>(params, "params")?.into_core() => (params);
    /// Lists connections.
    list_connections(query: CoreListQuery) -> CoreConnectionPage =
        let query = read::<records::ListQuery>(query, "query")?.into_core() => (query);
    /// One connection.
    get_connection(id: String, scope: CoreTenantScope) -> CoreConnection =
        let ScopedId { tenant_id, id } = scoped_id(id, scope)? => (tenant_id, id);
    /// Asks the provider whether it still works.
    check_connection(id: String, scope: CoreTenantScope) -> CoreHealth =
        let ScopedId { tenant_id, id } = scoped_id(id, scope)? => (tenant_id, id);
    /// Lists installations.
    list_installations(query: CoreListQuery) -> CoreInstallationPage =
        let query = read::<records::ListQuery>(query, "query")?.into_core() => (query);
    /// One installation.
    get_installation(id: String, scope: CoreTenantScope) -> CoreInstallation =
        let ScopedId { tenant_id, id } = scoped_id(id, scope)? => (tenant_id, id);
    /// Approves an installation.
    approve_installation(id: String, scope: CoreTenantScope) -> CoreInstallation =
        let ScopedId { tenant_id, id } = scoped_id(id, scope)? => (tenant_id, id);
    /// Deletes a connection.
    delete_connection(id: String, scope: CoreTenantScope) -> CoreDeletion =
        let ScopedId { tenant_id, id } = scoped_id(id, scope)? => (tenant_id, id);
    /// Deletes an installation.
    delete_installation(id: String, scope: CoreTenantScope) -> CoreDeletion =
        let ScopedId { tenant_id, id } = scoped_id(id, scope)? => (tenant_id, id);
    /// One session.
    get_session(id: String, scope: CoreTenantScope) -> CoreSession =
        let ScopedId { tenant_id, id } = scoped_id(id, scope)? => (tenant_id, id);
    /// Ends a session.
    cancel_session(id: String, scope: CoreTenantScope) -> CoreSession =
        let ScopedId { tenant_id, id } = scoped_id(id, scope)? => (tenant_id, id);
    /// Lists events.
    list_events(query: CoreEventQuery) -> CoreEventPage =
        let query = read::<records::EventQuery>(query, "query")?.into_core() => (query);
    /// Lists the audit log.
    list_audit(query: CoreAuditQuery) -> CoreAuditRecordPage =
        let query = read::<records::AuditQuery>(query, "query")?.into_core() => (query);
    /// Does what is due.
    run_maintenance(options: CoreMaintenanceOptions) -> CoreMaintenanceReport =
        let budget = read::<records::MaintenanceOptions>(options, "options")?.budget => (budget);
}

/// An id, and the tenant within which it is looked up.
fn scoped_id<Id: Read>(id: String, scope: CoreTenantScope) -> Result<ScopedId<Id>> {
    // First what says that an argument was left out.
    let scope: records::TenantScope = read(scope, "scope")?;
    Ok(ScopedId { tenant_id: scope.tenant_id, id: read(id, "id")? })
}

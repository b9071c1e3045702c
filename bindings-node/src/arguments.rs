//! Reads the arguments that several methods have.

use std::time::Duration;

use authpipe::{AuditQuery, EventQuery, ListQuery, Result, Subject};
use authpipe_bindings::{Read, ScopedId, records};
use napi::bindgen_prelude::Unknown;

use crate::value::read;

pub(crate) fn read_subject(subject: Unknown<'_>) -> Result<Subject> {
    read::<records::Subject>(subject, "subject")?.into_core()
}

pub(crate) fn read_timeout(options: Unknown<'_>) -> Result<Option<Duration>> {
    let options: Option<records::WaitOptions> = read(options, "options")?;
    Ok(options.and_then(|options| options.timeout))
}

/// An id, and the tenant within which it is looked up.
pub(crate) fn scoped_id<Id: Read>(id: Unknown<'_>, scope: Unknown<'_>) -> Result<ScopedId<Id>> {
    // First what says that an argument was left out.
    let scope: records::TenantScope = read(scope, "scope")?;
    Ok(ScopedId { tenant_id: scope.tenant_id, id: read(id, "id")? })
}

pub(crate) fn list_query(query: Unknown<'_>, after: Option<String>) -> Result<ListQuery> {
    let query = read::<records::ListQuery>(query, "query")?.into_core();
    Ok(ListQuery { after: after.or(query.after), ..query })
}

pub(crate) fn audit_query(query: Unknown<'_>, after: Option<String>) -> Result<AuditQuery> {
    let query = read::<records::AuditQuery>(query, "query")?.into_core();
    Ok(AuditQuery { after: after.or(query.after), ..query })
}

pub(crate) fn event_query(query: Unknown<'_>, after: Option<String>) -> Result<EventQuery> {
    let query = read::<records::EventQuery>(query, "query")?.into_core();
    Ok(EventQuery { after: after.or(query.after), ..query })
}

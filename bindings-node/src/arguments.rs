//! Reads the arguments that several methods have.

use std::time::Duration;

use authpipe::{EventQuery, GrantId, ListQuery, Result, SessionId, Subject, TenantId};
use authpipe_bindings::records;
use napi::bindgen_prelude::Unknown;

use crate::value::read;

pub(crate) fn read_subject(subject: Unknown<'_>) -> Result<Subject> {
    read::<records::Subject>(subject, "subject")?.into_core()
}

pub(crate) fn read_timeout(options: Unknown<'_>) -> Result<Option<Duration>> {
    let options: Option<records::WaitOptions> = read(options, "options")?;
    Ok(options.and_then(|options| options.timeout))
}

pub(crate) fn handle(id: Unknown<'_>, scope: Unknown<'_>) -> Result<(TenantId, GrantId)> {
    // First what says that an argument was left out.
    let scope: records::TenantScope = read(scope, "scope")?;
    Ok((scope.tenant_id, read(id, "id")?))
}

pub(crate) fn session(id: Unknown<'_>, scope: Unknown<'_>) -> Result<(TenantId, SessionId)> {
    let scope: records::TenantScope = read(scope, "scope")?;
    Ok((scope.tenant_id, read(id, "id")?))
}

pub(crate) fn list_query(query: Unknown<'_>, after: Option<String>) -> Result<ListQuery> {
    let query = read::<records::ListQuery>(query, "query")?.into_core();
    Ok(ListQuery { after: after.or(query.after), ..query })
}

pub(crate) fn event_query(query: Unknown<'_>, after: Option<String>) -> Result<EventQuery> {
    let query = read::<records::EventQuery>(query, "query")?.into_core();
    Ok(EventQuery { after: after.or(query.after), ..query })
}

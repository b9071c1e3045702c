//! Results as Python gets them: the façade's own frozen classes. Times are aware `datetime` objects in UTC.

use authpipe::{CreatedSession, Event, GrantView, Health, HttpResponse, MaintenanceReport, Page, StoredCredential, Timestamp};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDateTime, PyDict, PyTuple, PyTzInfo};

/// The last millisecond of the year 9999, the latest that a `datetime` can hold.
const LAST_TIME_MS: i64 = 253_402_300_799_999;

type Given = PyResult<Py<PyAny>>;

/// A time; `None` for "never".
pub(crate) fn optional_time(py: Python<'_>, at: Timestamp) -> PyResult<Option<Py<PyAny>>> {
    if at.unix_millis() > LAST_TIME_MS { Ok(None) } else { time(py, at).map(Some) }
}

#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 ms; a datetime ends long before")]
fn time(py: Python<'_>, at: Timestamp) -> Given {
    let seconds = at.unix_millis().min(LAST_TIME_MS) as f64 / 1000.0;
    let utc = PyTzInfo::utc(py)?;
    Ok(PyDateTime::from_timestamp(py, seconds, Some(&utc))?.into_any().unbind())
}

/// The result of what has none.
pub(crate) fn nothing(py: Python<'_>, (): ()) -> Given {
    Ok(py.None())
}

/// Makes an object of one of the façade's classes.
fn make(py: Python<'_>, class: &str, fields: &Bound<'_, PyDict>) -> Given {
    // Loaded at the first result: a script that only wants a credential starts without it.
    let class = py.import(pyo3::intern!(py, "authpipe._types"))?.getattr(class)?;
    Ok(class.call((), Some(fields))?.unbind())
}

macro_rules! fields {
    ($py:expr, $($name:ident: $value:expr),* $(,)?) => {{
        let fields = PyDict::new($py);
        $(fields.set_item(pyo3::intern!($py, stringify!($name)), $value)?;)*
        fields
    }};
}

pub(crate) fn stored(py: Python<'_>, stored: StoredCredential) -> Given {
    let status = if stored.created { "created" } else { "updated" };
    make(py, "StoredCredential", &fields!(py, connection_id: stored.connection_id.as_str(), status: status))
}

pub(crate) fn session(py: Python<'_>, session: CreatedSession) -> Given {
    let fields = fields!(py,
        session_id: session.session_id.as_str(),
        authorization_url: session.authorization_url,
        expires_at: time(py, session.expires_at)?,
        set_cookie: PyTuple::new(py, session.set_cookie)?,
    );
    make(py, "AuthSession", &fields)
}

pub(crate) fn connection(py: Python<'_>, view: GrantView) -> Given {
    let account = view.account.as_ref();
    let fields = fields!(py,
        external_user_id: account.and_then(|account| account.person.as_deref()),
        external_organisation_id: account.and_then(|account| account.organisation.as_deref()),
        display_name: account.and_then(|account| account.display.as_deref()),
        id: view.id.as_str(),
        provider: view.provider.as_str(),
        config: view.key.config.as_str(),
        tenant_id: view.key.tenant_id.as_str(),
        user_id: view.key.user_id.as_ref().map(|user| user.as_str()),
        label: view.key.label.as_str(),
        credential_type: view.credential_type.as_str(),
        status: view.status.as_str(),
        reason: view.reason,
        scopes: PyTuple::new(py, view.scopes)?,
        expires_at: view.expires_at.map_or(Ok(None), |at| optional_time(py, at))?,
        created_at: time(py, view.created_at)?,
        updated_at: time(py, view.updated_at)?,
    );
    make(py, "Connection", &fields)
}

pub(crate) fn installation(py: Python<'_>, view: GrantView) -> Given {
    let account = view.account.as_ref();
    let fields = fields!(py,
        provider_installation_id: account.and_then(|account| account.organisation.as_deref()),
        display_name: account.and_then(|account| account.display.as_deref()),
        id: view.id.as_str(),
        provider: view.provider.as_str(),
        config: view.key.config.as_str(),
        tenant_id: view.key.tenant_id.as_str(),
        status: view.status.as_str(),
        reason: view.reason,
        scopes: PyTuple::new(py, view.scopes)?,
        installed_at: time(py, view.created_at)?,
        installed_by: view.created_by.as_ref().map(|user| user.as_str()),
        updated_at: time(py, view.updated_at)?,
    );
    make(py, "Installation", &fields)
}

pub(crate) fn event(py: Python<'_>, event: Event) -> Given {
    let fields = fields!(py,
        id: event.id,
        type: event.event_type.as_str(),
        provider: event.provider.as_str(),
        config: event.config.as_str(),
        tenant_id: event.tenant_id.as_str(),
        user_id: event.user_id.as_ref().map(|user| user.as_str()),
        connection_id: event.grant_id.as_str(),
        status: event.status,
        reason: event.reason,
        at: time(py, event.at)?,
    );
    make(py, "AuthpipeEvent", &fields)
}

pub(crate) fn page<T>(py: Python<'_>, page: Page<T>, item: fn(Python<'_>, T) -> Given) -> Given {
    let data = page.data.into_iter().map(|one| item(py, one)).collect::<PyResult<Vec<_>>>()?;
    Ok((PyTuple::new(py, data)?, page.next).into_pyobject(py)?.into_any().unbind())
}

pub(crate) fn health(py: Python<'_>, health: Health) -> Given {
    let fields = fields!(py,
        status: health.status.as_str(),
        reason: health.reason,
        live: health.live,
        checked_at: time(py, health.checked_at)?,
    );
    make(py, "Health", &fields)
}

pub(crate) fn maintenance(py: Python<'_>, report: MaintenanceReport) -> Given {
    let fields = fields!(py,
        refreshed: report.refreshed,
        checked: report.checked,
        failed: report.failed,
        complete: report.complete,
    );
    make(py, "MaintenanceReport", &fields)
}

pub(crate) fn response(py: Python<'_>, response: HttpResponse) -> Given {
    let fields = fields!(py,
        status: response.status,
        headers: PyTuple::new(py, response.headers)?,
        body: PyBytes::new(py, &response.body),
    );
    make(py, "HttpResponse", &fields)
}

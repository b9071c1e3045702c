//! Makes objects of the façade's frozen classes from results. Times are aware `datetime` objects in UTC.

use authpipe::{HttpResponse, IdentifyFailed, Page, Timestamp};
use authpipe_bindings::{Give, Given, Language};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDateTime, PyDict, PyTuple, PyTzInfo};

/// The last millisecond of the year 9999, the latest that a `datetime` can hold.
const LAST_TIME_MS: i64 = 253_402_300_799_999;

/// A time; `None` for "never".
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 ms; a datetime ends long before")]
pub(crate) fn optional_time(py: Python<'_>, at: Timestamp) -> PyResult<Option<Py<PyAny>>> {
    if at.unix_millis() > LAST_TIME_MS {
        return Ok(None);
    }
    let utc = PyTzInfo::utc(py)?;
    let time = PyDateTime::from_timestamp(py, at.unix_millis() as f64 / 1000.0, Some(&utc))?;
    Ok(Some(time.into_any().unbind()))
}

/// The result of what has none.
pub(crate) fn nothing(py: Python<'_>, (): ()) -> PyResult<Py<PyAny>> {
    Ok(py.None())
}

/// A result that the shared description knows as `R`.
pub(crate) fn one<T, R: From<T> + Give>(py: Python<'_>, value: T) -> PyResult<Py<PyAny>> {
    Ok(object(py, R::from(value).give())?.unbind())
}

/// A page of such results: the items, and where the next page begins.
pub(crate) fn page<T, R: From<T> + Give>(py: Python<'_>, page: Page<T>) -> PyResult<Py<PyAny>> {
    let Given::Record(_, parts) = authpipe_bindings::page::<T, R>(page) else { return Ok(py.None()) };
    let parts = parts.into_iter().map(|part| object(py, part)).collect::<PyResult<Vec<_>>>()?;
    Ok(PyTuple::new(py, parts)?.into_any().unbind())
}

/// The object of Python for a value.
pub(crate) fn object<'py>(py: Python<'py>, given: Given) -> PyResult<Bound<'py, PyAny>> {
    Ok(match given {
        Given::Absent => py.None().into_bound(py),
        Given::Flag(flag) => flag.into_pyobject(py)?.to_owned().into_any(),
        Given::Whole(count) => count.into_pyobject(py)?.into_any(),
        Given::Text(text) => text.into_pyobject(py)?.into_any(),
        Given::Worded(text) => text.write(Language::Python).into_pyobject(py)?.into_any(),
        Given::Time(at) => optional_time(py, at)?.map_or_else(|| py.None().into_bound(py), |time| time.into_bound(py)),
        Given::Span(span) => span.as_secs_f64().into_pyobject(py)?.into_any(),
        Given::List(items) => {
            let items = items.into_iter().map(|item| object(py, item)).collect::<PyResult<Vec<_>>>()?;
            PyTuple::new(py, items)?.into_any()
        }
        Given::Record(record, values) => {
            let fields = PyDict::new(py);
            for (field, value) in record.members().into_iter().zip(values) {
                fields.set_item(Language::Python.member(field), object(py, value)?)?;
            }
            make(py, record.name, &fields)?
        }
    })
}

pub(crate) fn response(py: Python<'_>, response: HttpResponse) -> PyResult<Py<PyAny>> {
    let fields = PyDict::new(py);
    fields.set_item("status", response.status)?;
    fields.set_item("headers", PyTuple::new(py, response.headers)?)?;
    fields.set_item("body", PyBytes::new(py, &response.body))?;
    Ok(make(py, "HttpResponse", &fields)?.unbind())
}

pub(crate) fn identify_failed(py: Python<'_>, failed: IdentifyFailed) -> PyResult<Py<PyAny>> {
    let fields = PyDict::new(py);
    fields.set_item("response", response(py, failed.response)?)?;
    fields.set_item("request_id", failed.request_id)?;
    Ok(make(py, "IdentifyFailed", &fields)?.unbind())
}

/// Makes an object of one of the façade's classes. They are loaded at the first result: a script that only wants a credential starts
/// without them.
fn make<'py>(py: Python<'py>, class: &str, fields: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyAny>> {
    py.import(pyo3::intern!(py, "authpipe._types"))?.getattr(class)?.call((), Some(fields))
}

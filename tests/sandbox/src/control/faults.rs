//! Plants faults, shows how often each struck, and lets go what they hold back.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use super::Outcome;
use super::members::text;
use crate::faults::{Body, Endpoint, Fault, FaultHandle};
use crate::message::Call;
use crate::state::Core;

pub(super) fn fault_value(handle: &FaultHandle) -> Value {
    json!({ "id": handle.id(), "hits": handle.hits() })
}

pub(super) async fn fault(core: &Core, call: &Call, method: &str, id: &str, rest: &[&str]) -> Outcome {
    let id = id.parse::<u64>().map_err(|_| "not a fault id")?;
    let handle = core.faults.get(id).ok_or("no such fault")?;
    match (method, rest) {
        ("GET", []) => {
            if let Some(hits) = call.query.get("wait").and_then(|hits| hits.parse().ok()) {
                handle.wait_until_hits(hits).await;
            }
        }
        ("POST", ["release"]) => handle.release(),
        ("DELETE", []) => handle.remove(),
        _ => return Err("no such action on a fault".to_owned()),
    }
    Ok(fault_value(&handle))
}

pub(super) fn read_fault(body: &Value) -> Result<Fault, String> {
    let endpoint = match body["endpoint"].as_str().unwrap_or("any") {
        "token" => Endpoint::Token,
        "authorize" => Endpoint::Authorize,
        "admin_consent" => Endpoint::AdminConsent,
        "jwks" => Endpoint::Jwks,
        "discovery" => Endpoint::Discovery,
        "graph" => Endpoint::Graph,
        "revoke" => Endpoint::Revoke,
        "any" => Endpoint::Any,
        other => return Err(format!("unknown endpoint {other}")),
    };
    let status = u16::try_from(body["status"].as_u64().unwrap_or(503)).map_err(|_| "status")?;
    let mut fault = match text(body, "action")? {
        "delay" => Fault::delay(endpoint, Duration::from_millis(body["delay_ms"].as_u64().ok_or("delay_ms is missing")?)),
        "hold" => Fault::hold(endpoint),
        "hold_answer" => Fault::hold_answer(endpoint),
        "drop_before" => Fault::drop_before(endpoint),
        "drop_after" => Fault::drop_after(endpoint),
        "twice" => Fault::twice(endpoint),
        "twice_out_of_order" => Fault::twice_out_of_order(endpoint),
        "status" => Fault::status(endpoint, status),
        "raw" => {
            let content_type = body["content_type"].as_str().unwrap_or("application/json");
            let content = body["body"].as_str().unwrap_or_default().to_owned();
            let status = if body["status"].is_null() { 200 } else { status };
            Fault::raw(endpoint, status, content_type, Bytes::from(content))
        }
        "malformed_json" => Fault::malformed_json(endpoint),
        "redirect" => {
            let status = if body["status"].is_null() { 307 } else { status };
            Fault::redirect(endpoint, status, text(body, "location")?)
        }
        other => return Err(format!("unknown action {other}")),
    };
    if body["action"] == "status" {
        fault = match body["body"].as_str() {
            None | Some("json") => fault,
            Some("html") => fault.body(Body::Html),
            Some("empty") => fault.body(Body::Empty),
            Some(other) => fault.body(Body::Text(other.to_owned())),
        };
    }
    if let Some(seconds) = body["retry_after"].as_u64() {
        fault = fault.retry_after(seconds);
    }
    for (name, value) in body["headers"].as_object().into_iter().flatten() {
        fault = fault.header(name, value.as_str().ok_or("headers")?);
    }
    if body["after_processing"].as_bool() == Some(true) {
        fault = fault.after_processing();
    }
    if let Some(grant_type) = body["grant_type"].as_str() {
        fault = fault.grant_type(grant_type);
    }
    if let Some(prefix) = body["path"].as_str() {
        fault = fault.path(prefix);
    }
    if let Some(client_id) = body["client_id"].as_str() {
        fault = fault.client(client_id);
    }
    if let Some(skip) = body["skip"].as_u64() {
        fault = fault.skip(usize::try_from(skip).map_err(|_| "skip")?);
    }
    match &body["times"] {
        Value::Null => {}
        Value::String(always) if always == "always" => fault = fault.always(),
        times => {
            let times = times.as_u64().and_then(|times| usize::try_from(times).ok()).ok_or("times")?;
            fault = fault.times(times);
        }
    }
    Ok(fault)
}

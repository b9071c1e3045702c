//! The control interface under `/_sandbox`, for test suites in other languages.

mod apps;
mod browse;
mod changes;
mod faults;
mod keys;
mod members;
mod overview;
mod revoking;
mod vendors;

use serde_json::{Value, json};

use apps::{add_app, add_certificate, change_app};
use browse::browse;
use changes::{change_generic, change_organisation, change_settings, change_user};
use faults::{fault, fault_value, read_fault};
use keys::{add_client_key, add_installation, add_service_account};
use members::text;
use overview::world;
use revoking::revoke;
use vendors::{add_google_service_account, change_github_app, uninstall_from_slack};

use crate::clock::unix_ms;
use crate::message::{Call, Reply};
use crate::state::Core;

/// A refusal: what was wrong with the request.
type Outcome = Result<Value, String>;

/// Answers a control request.
pub(crate) async fn handle(core: &Core, call: &Call) -> Reply {
    let path = call.segments();
    let body: Value = if call.body.is_empty() { json!({}) } else { serde_json::from_slice(&call.body).unwrap_or(Value::Null) };
    if !body.is_object() {
        return Reply::json(400, &json!({ "error": "the body must be a JSON object" }));
    }
    let outcome: Outcome = match (call.method.as_str(), &path[1..]) {
        ("GET", ["world"]) => Ok(world(core)),
        ("GET", ["clock"]) => Ok(clock(core)),
        ("POST", ["clock"]) => move_clock(core, &body),
        ("GET", ["ledger"]) => ledger(core, call),
        ("DELETE", ["ledger"]) => {
            core.ledger.clear();
            Ok(json!({}))
        }
        ("GET", ["secrets"]) => Ok(json!({ "values": core.ledger.secret_values() })),
        ("POST", ["faults"]) => read_fault(&body).map(|fault| fault_value(&core.faults.add(fault))),
        ("DELETE", ["faults"]) => {
            core.faults.clear();
            Ok(json!({}))
        }
        (method, ["faults", id, rest @ ..]) => fault(core, call, method, id, rest).await,
        ("POST", ["reset"]) => {
            core.reset();
            Ok(json!({}))
        }
        ("POST", ["revoke"]) => revoke(core, &body),
        ("POST", ["consent"]) => text(&body, "tenant").and_then(|tenant| {
            let client_id = text(&body, "client_id")?;
            crate::identity::grant_admin_consent(core, &mut core.state(), tenant, client_id);
            Ok(json!({}))
        }),
        ("POST", ["settings"]) => change_settings(&mut core.state().world, &body).map(|()| json!({})),
        ("POST", ["apps"]) => add_app(&mut core.state().world, &body).map(|()| json!({})),
        ("POST", ["apps", client_id]) => change_app(&mut core.state().world, client_id, &body).map(|()| json!({})),
        ("POST", ["apps", client_id, "certificate"]) => add_certificate(&mut core.state().world, client_id),
        ("POST", ["users", id]) => change_user(&mut core.state().world, id, &body).map(|()| json!({})),
        ("POST", ["organisations", id]) => change_organisation(&mut core.state().world, id, &body).map(|()| json!({})),
        ("POST", ["generic"]) => change_generic(&mut core.state().world, &body).map(|()| json!({})),
        ("POST", ["generic", "clients", client_id, "key"]) => add_client_key(core, client_id, &body),
        ("POST", ["generic", "clients", client_id, "installations"]) => {
            add_installation(&mut core.state().world, client_id, &body)
        }
        ("POST", ["generic", "service_accounts"]) => add_service_account(core, &body),
        ("POST", ["github", "apps", client_id, what]) => change_github_app(core, client_id, what, &body),
        ("POST", ["google", "service_accounts"]) => add_google_service_account(core, &body),
        ("GET", ["slack", "events"]) => Ok(json!({ "events": crate::slack::events(core) })),
        ("POST", ["slack", "apps", client_id, "uninstall"]) => uninstall_from_slack(core, client_id, &body),
        ("POST", ["keys", "rotate"]) => {
            let mut state = core.state();
            state.keys.rotate(body["keep_old"].as_bool().unwrap_or(true));
            Ok(json!({ "kids": state.keys.ids() }))
        }
        ("POST", ["browser"]) => browse(core, &body).await,
        _ => return Reply::json(404, &json!({ "error": "no such control endpoint" })),
    };
    match outcome {
        Ok(value) => Reply::json(200, &value),
        Err(problem) => Reply::json(400, &json!({ "error": problem })),
    }
}

fn clock(core: &Core) -> Value {
    json!({ "now_unix_ms": unix_ms(core.clock.now()), "offset_ms": core.clock.offset_ms() })
}

fn move_clock(core: &Core, body: &Value) -> Outcome {
    if body["reset"].as_bool() == Some(true) {
        core.clock.reset();
    }
    if let Some(by) = body.get("advance_ms") {
        core.clock.advance_ms(by.as_i64().ok_or("advance_ms is not a whole number")?);
    }
    Ok(clock(core))
}

/// `?kind=token_request`, `?grant_type=refresh_token`, `?since=seq` narrow the list.
fn ledger(core: &Core, call: &Call) -> Outcome {
    let entries = serde_json::to_value(core.ledger.entries()).map_err(|error| error.to_string())?;
    let Value::Array(mut entries) = entries else {
        return Err("the ledger is no list".to_owned());
    };
    for name in ["kind", "grant_type", "what", "client_id", "user_id"] {
        if let Some(wanted) = call.query.get(name) {
            entries.retain(|entry| entry[name] == wanted);
        }
    }
    if let Some(since) = call.query.get("since").and_then(|since| since.parse::<u64>().ok()) {
        entries.retain(|entry| entry["seq"].as_u64() > Some(since));
    }
    Ok(json!({ "entries": entries }))
}

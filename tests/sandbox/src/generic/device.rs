//! The generic server's device flow (RFC 8628), played strictly: whoever polls too fast is slowed down for good, and a code is good for one
//! client and one use.

use std::time::{Duration, SystemTime};

use http::header::CACHE_CONTROL;
use serde_json::{Value, json};

use super::client_auth::authenticate;
use super::token::{Refusal, begin_family, refuse, words, write_refusal};
use super::{GenericClient, note};
use crate::identity::flow::{self, Flow, Purpose};
use crate::identity::pages;
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Reply, append_query};
use crate::random::{make_token, pick};
use crate::server::describe;
use crate::state::{Core, Person, State};
use crate::world::User;

/// RFC 8628 §3.4.
pub(super) const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// RFC 8628 §6.1: letters that are not mistaken for one another, and make no words.
const LETTERS: &[u8] = b"BCDFGHJKLMNPQRSTVWXZ";

/// By so much each poll that comes too fast lengthens the interval.
const SLOWER: Duration = Duration::from_secs(5);

/// How device flows go.
#[derive(Clone, Debug)]
pub struct DeviceSettings {
    /// How long both codes live.
    pub lifetime: Duration,
    /// The least time between two polls.
    pub interval: Duration,
    /// Another address than the page's own, as a hostile server gives it.
    pub verification_uri: Option<String>,
    /// Leave out `verification_uri_complete`, which is OPTIONAL.
    pub omit_complete: bool,
    /// Answer each poll with `slow_down`, whatever the person does.
    pub always_slow_down: bool,
}

impl Default for DeviceSettings {
    fn default() -> Self {
        DeviceSettings {
            lifetime: Duration::from_secs(900),
            interval: Duration::from_secs(5),
            verification_uri: None,
            omit_complete: false,
            always_slow_down: false,
        }
    }
}

/// A device that waits for its person.
pub(super) struct Device {
    client_id: String,
    user_code: String,
    scopes: Vec<String>,
    issued_at: SystemTime,
    interval: Duration,
    polled_at: Option<SystemTime>,
    decision: Option<Decision>,
    is_redeemed: bool,
}

enum Decision {
    Accepted(Person),
    Denied,
}

/// The page of a device flow, as a flow of a browser.
#[derive(Clone)]
pub(crate) struct DeviceRequest {
    device_code: String,
}

/// `POST /oauth/device_authorization` (RFC 8628 §3.1).
pub(super) fn authorize(core: &Core, call: &Call) -> Reply {
    let mut entry = describe(call, Kind::DeviceAuthorization);
    let mut state = core.state();
    let reply = match begin(core, &mut state, call, &mut entry) {
        Ok(body) => Reply::json(200, &body),
        Err(refusal) => write_refusal(&refusal, &mut entry),
    };
    let seq = core.ledger.add(entry);
    reply.header(CACHE_CONTROL, "no-store").entry(seq)
}

fn begin(core: &Core, state: &mut State, call: &Call, entry: &mut Entry) -> Result<Value, Refusal> {
    if call.form.repeated().is_some() {
        return Err(refuse("invalid_request", "a parameter is repeated"));
    }
    let client = authenticate(core, state, call, entry)?;
    let settings = state.world.generic.device.clone();
    let (device_code, user_code) = (make_token::<32>(), make_user_code());
    let device = Device {
        client_id: client.client_id.clone(),
        user_code: user_code.clone(),
        scopes: words(call.form.get("scope")),
        issued_at: core.clock.now(),
        interval: settings.interval,
        polled_at: None,
        decision: None,
        is_redeemed: false,
    };
    state.generic.devices.insert(device_code.clone(), device);
    note(core, "device_code", &device_code, &client.client_id, None);
    let page = settings.verification_uri.unwrap_or_else(|| format!("{}/oauth/device", call.origin));
    let mut body = json!({
        "device_code": device_code, "user_code": user_code, "verification_uri": page,
        "expires_in": settings.lifetime.as_secs(), "interval": settings.interval.as_secs(),
    });
    if !settings.omit_complete {
        body["verification_uri_complete"] = json!(append_query(&page, &[("user_code", &user_code)]));
    }
    Ok(body)
}

fn make_user_code() -> String {
    let letters = || (0..4).map(|_| char::from(pick(LETTERS))).collect::<String>();
    format!("{}-{}", letters(), letters())
}

/// A poll (RFC 8628 §3.4, §3.5).
pub(super) fn poll(
    core: &Core,
    state: &mut State,
    call: &Call,
    client: &GenericClient,
    entry: &mut Entry,
) -> Result<Value, Refusal> {
    let value = call.form.get("device_code").ok_or_else(|| refuse("invalid_request", "device_code is missing"))?;
    let settings = state.world.generic.device.clone();
    let now = core.clock.now();
    let device = state.generic.devices.get_mut(value).ok_or_else(|| refuse("invalid_grant", "unknown device code"))?;
    if device.client_id != client.client_id {
        return Err(refuse("invalid_grant", "the device code belongs to another client"));
    }
    if device.is_redeemed {
        return Err(refuse("invalid_grant", "the device code was used before"));
    }
    if now >= device.issued_at + settings.lifetime {
        return Err(refuse("expired_token", "the device code has expired"));
    }
    let is_early = device.polled_at.replace(now).is_some_and(|before| now < before + device.interval);
    if is_early || settings.always_slow_down {
        device.interval += SLOWER;
        return Err(refuse("slow_down", "polls come too fast"));
    }
    let person = match &device.decision {
        None => return Err(refuse("authorization_pending", "the person has not decided")),
        Some(Decision::Denied) => return Err(refuse("access_denied", "the person said no")),
        Some(Decision::Accepted(person)) => person.clone(),
    };
    entry.user_id = Some(person.user_id.clone());
    device.is_redeemed = true;
    let scopes = device.scopes.clone();
    Ok(begin_family(core, state, client, &person, &scopes).body)
}

/// `GET /oauth/device`: where the person enters the code, or comes with it (RFC 8628 §3.3, §3.3.1).
pub(super) fn page(core: &Core, call: &Call) -> Reply {
    let Some(user_code) = call.query.get("user_code") else { return pages::device() };
    let typed = normalized(user_code);
    let mut state = core.state();
    let (lifetime, now) = (state.world.generic.device.lifetime, core.clock.now());
    let waits = |device: &Device| device.decision.is_none() && now < device.issued_at + lifetime;
    let found = state.generic.devices.iter().find(|(_, device)| normalized(&device.user_code) == typed && waits(device));
    match found.map(|(device_code, _)| device_code.clone()) {
        Some(device_code) => flow::begin(core, &mut state, call, Flow::new(Purpose::Device(DeviceRequest { device_code }))),
        None => pages::error(400, "There is no such code, or it has ended."),
    }
}

/// RFC 8628 §6.1: what the person types between the letters, and how large, does not count.
fn normalized(user_code: &str) -> String {
    user_code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// Goes on with a signed-in person.
pub(crate) fn proceed(state: &State, id: &str, request: &DeviceRequest, user: &User) -> Reply {
    match state.generic.devices.get(&request.device_code) {
        Some(device) => pages::generic_consent(id, user, &device.client_id, &device.scopes),
        None => pages::error(400, "There is no such code, or it has ended."),
    }
}

/// The decision on the consent page.
pub(crate) fn decide(state: &mut State, id: &str, request: &DeviceRequest, person: &Person, accepted: bool) -> Reply {
    state.flows.remove(id);
    if let Some(device) = state.generic.devices.get_mut(&request.device_code) {
        device.decision = Some(if accepted { Decision::Accepted(person.clone()) } else { Decision::Denied });
    }
    pages::message("device-done", "Done", "Go back to your device.")
}

//! Every device flow of the catalogue (RFC 8628), driven as its vendor documents it: what the person is shown, each answer to a poll, and the
//! credential.

use std::time::Duration;

use authpipe::definition::ProviderDefinition;
use authpipe::{CallOptions, Catalog, DeviceAuth, DeviceRequest, ProviderId, SessionId, UserId};
use serde_json::{Value, json};

use super::documented::{CONFIG, Done, Driven, definition, read, start};
use super::exchange::{DeviceFlow, Documented, Kind, Poll, Shown, same};
use crate::support::tenant;

fn device_endpoint(definition: &ProviderDefinition) -> bool {
    definition.oauth.as_ref().is_some_and(|oauth| oauth.device_authorization_endpoint.is_some())
}

#[tokio::test]
async fn every_device_flow_of_the_catalogue_goes_as_its_vendor_says() {
    let all = read();
    let documented = |id: &str| all.iter().find(|it| it.provider == id && it.device.is_some());
    let known = Catalog::builtin().list().filter(|definition| device_endpoint(definition));
    let undriven: Vec<&str> = known.map(|definition| definition.id.as_str()).filter(|id| documented(id).is_none()).collect();
    assert_eq!(undriven, [""; 0], "no vector plays their device flow");
    let mut wrong = Vec::new();
    let mut driven = 0;
    for it in &all {
        let Some(device) = &it.device else { continue };
        driven += 1;
        assert!(device.read.iter().all(|page| page.starts_with("https://")), "{}: read from nowhere", it.provider);
        if let Err(why) = drive(it, device, definition(&it.provider)).await {
            wrong.push(format!("{}: {why}", it.provider));
        }
    }
    assert!(wrong.is_empty() && driven >= 10, "{} of {driven}:\n{}", wrong.len(), wrong.join("\n"));
}

/// A definition that says of its device flow what its vendor does not is found out.
#[tokio::test]
async fn a_device_flow_whose_facts_are_bent_is_found_out() {
    let all = read();
    for (slug, pointer, value) in [
        ("github", "/oauth/device/client_proof", json!("always")),
        ("github", "/oauth/device_authorization_endpoint", json!("{web}/login/device")),
        ("google-workspace", "/oauth/device/client_proof", json!("never")),
        ("google-workspace", "/oauth/device/verification_member", Value::Null),
        ("twitch", "/oauth/device/scope_parameter", Value::Null),
        ("twitch", "/oauth/device/polls_with_scope", json!(false)),
        ("twitch", "/oauth/device/error_pointer", Value::Null),
        ("twitch", "/oauth/device/words", Value::Null),
    ] {
        let it = all.iter().find(|it| it.provider == slug).unwrap();
        let mut definition = definition(slug);
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = definition.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        assert_ne!(parent.get(name), Some(&value), "{slug}{pointer} says so anyway");
        if value.is_null() {
            parent.remove(name)
        } else {
            parent.insert(name.to_owned(), value.clone())
        };
        assert!(drive(it, it.device.as_ref().unwrap(), definition).await.is_err(), "{slug}{pointer} = {value} is not found out");
    }
}

async fn drive(documented: &Documented, device: &DeviceFlow, definition: Value) -> Done {
    // A credential of a person, whatever the rest of the file is about.
    let mut documented = documented.clone();
    documented.kind = Kind::User;
    let documented = &documented;
    let driven = start(documented, definition.clone()).await;
    let mut wait = device.shown.interval;
    let started = begin(&driven, documented, device).await?;
    for poll in &device.polls {
        wait = polled(&driven, &started.session_id, poll, wait).await?;
    }
    let credential = driven.app.authpipe.get_credential(&driven.subject, CallOptions::default()).await;
    let header = credential.map_err(|error| error.to_string())?.headers().map_err(|error| error.to_string())?;
    let sent = format!("{}: {}", header.name.to_ascii_lowercase(), header.value.expose());
    same("the header", &sent, &device.header)?;
    for poll in &device.refused {
        let driven = start(documented, definition.clone()).await;
        let started = begin(&driven, documented, device).await?;
        polled(&driven, &started.session_id, poll, device.shown.interval).await?;
    }
    Ok(())
}

async fn begin(driven: &Driven, documented: &Documented, device: &DeviceFlow) -> Result<DeviceAuth, String> {
    driven.expect(std::slice::from_ref(&device.start));
    let provider = ProviderId::parse(CONFIG).unwrap();
    let request = DeviceRequest {
        variables: documented.chosen.clone(),
        ..DeviceRequest::new(provider, tenant("acme"), UserId::parse("ben").unwrap())
    };
    let started = driven.app.authpipe.start_device_auth(request).await;
    driven.asked_for_all()?;
    let started = started.map_err(|error| format!("the start: {error}"))?;
    let shown = Shown {
        user_code: started.user_code.clone(),
        verification_uri: started.verification_uri.clone(),
        verification_uri_complete: started.verification_uri_complete.clone(),
        interval: started.interval.as_secs(),
    };
    same("what is shown", &shown, &device.shown)?;
    Ok(started)
}

/// One poll once `wait` seconds are over; how long to wait for the next one.
async fn polled(driven: &Driven, id: &SessionId, poll: &Poll, wait: u64) -> Result<u64, String> {
    driven.app.advance(Duration::from_secs(wait));
    driven.expect(std::slice::from_ref(&poll.exchange));
    driven.expect(&poll.then);
    let found = driven.app.authpipe.poll_device_auth(tenant("acme"), UserId::parse("ben").unwrap(), id.clone()).await;
    driven.asked_for_all()?;
    let found = found.map_err(|error| format!("a poll: {error}"))?;
    same("what is told", found.status.as_str(), poll.told.as_str())?;
    Ok(found.interval.map_or(0, |interval| interval.as_secs()))
}

//! Drives, their files, and the root site.

mod items;

use serde_json::{Value, json};

use super::{Caller, GraphError, forbidden, refuse};
use crate::message::Reply;
use crate::state::State;
use crate::world::{Drive, User};

fn not_found() -> GraphError {
    refuse(404, "itemNotFound", "The resource could not be found.")
}

/// What stands in a file: its name, so that a test knows which one it got.
pub(super) fn content(item: Value) -> Result<Reply, GraphError> {
    let name = item["name"].as_str().filter(|_| item["file"].is_object()).ok_or_else(not_found)?;
    Ok(Reply::empty(200).with_body("application/octet-stream", format!("This is {name}.")))
}

fn may_read_files(caller: &Caller) -> bool {
    let app_only = caller.user.is_none();
    caller.has(|name| (name.starts_with("Files.") || name.starts_with("Sites.")) && (!app_only || name.ends_with(".All")))
}

/// What is asked for in the caller's own drive; the first request makes it where the licence allows.
pub(super) fn in_own(state: &mut State, caller: &Caller, rest: &[&str]) -> Result<Value, GraphError> {
    let user = open_own(state, caller)?;
    items::find(&user, caller.is_personal(), rest)
}

/// The drives that the caller has: one.
pub(super) fn own_list(state: &mut State, caller: &Caller) -> Result<Value, GraphError> {
    let user = open_own(state, caller)?;
    Ok(
        json!({ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#drives", "value": [items::drive(&user, caller.is_personal())] }),
    )
}

fn open_own(state: &mut State, caller: &Caller) -> Result<User, GraphError> {
    let user = caller.user()?;
    if !may_read_files(caller) {
        return Err(forbidden());
    }
    let user = state.world.user_mut(&user.id).ok_or_else(not_found)?;
    match user.drive {
        Drive::Unavailable => return Err(not_found()),
        Drive::OnFirstUse => user.drive = Drive::Provisioned,
        Drive::Provisioned => {}
    }
    Ok(user.clone())
}

/// What is asked for in another person's drive, or in one's own by the person's id; it must exist already.
pub(super) fn in_drive_of(state: &State, caller: &Caller, id: &str, rest: &[&str]) -> Result<Value, GraphError> {
    items::find(find_of(state, caller, id)?, false, rest)
}

/// What is asked for in a drive that is named by its own id.
pub(super) fn in_drive(state: &mut State, caller: &Caller, id: &str, rest: &[&str]) -> Result<Value, GraphError> {
    let id = items::decode(id);
    let owner = id.strip_prefix(items::DRIVE).ok_or_else(not_found)?;
    match &caller.user {
        Some(own) if own.id == owner => in_own(state, caller, rest),
        _ => in_drive_of(state, caller, owner, rest),
    }
}

fn find_of<'a>(state: &'a State, caller: &Caller, id: &str) -> Result<&'a User, GraphError> {
    if !may_read_files(caller) {
        return Err(forbidden());
    }
    let organisation = state.world.find_organisation(&caller.token.tenant_id).ok_or_else(not_found)?;
    let named = |user: &&User| user.id.eq_ignore_ascii_case(id) || user.username.eq_ignore_ascii_case(id);
    let user = organisation.users.iter().find(named).ok_or_else(not_found)?;
    let own = caller.user.as_ref().is_some_and(|caller| caller.id == user.id);
    if caller.user.is_some() && !own && !caller.has(|name| name.ends_with(".All")) {
        return Err(forbidden());
    }
    if user.drive == Drive::Provisioned { Ok(user) } else { Err(not_found()) }
}

/// The organisation's root site.
pub(super) fn root_site(state: &State, caller: &Caller) -> Result<Value, GraphError> {
    if caller.is_personal() {
        return Err(refuse(401, "InvalidAuthenticationToken", "This API is not supported for MSA accounts."));
    }
    if !caller.has(|name| name.starts_with("Sites.") && name.ends_with(".All")) {
        return Err(forbidden());
    }
    let organisation = state.world.find_organisation(&caller.token.tenant_id).ok_or_else(not_found)?;
    Ok(json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#sites/$entity",
        "id": format!("{},root", organisation.domain), "displayName": organisation.name,
        "webUrl": format!("https://{}/", organisation.domain), "root": {},
    }))
}

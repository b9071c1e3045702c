//! Drives, their files, and the root site.

use serde_json::{Value, json};

use super::{Caller, GraphError, forbidden, refuse};
use crate::state::State;
use crate::world::{Drive, User};

fn not_found() -> GraphError {
    refuse(404, "itemNotFound", "The resource could not be found.")
}

fn may_read_files(caller: &Caller) -> bool {
    let app_only = caller.user.is_none();
    caller.has(|name| (name.starts_with("Files.") || name.starts_with("Sites.")) && (!app_only || name.ends_with(".All")))
}

/// The caller's own drive; the first request makes it where the licence allows.
pub(super) fn own_drive(state: &mut State, caller: &Caller) -> Result<Value, GraphError> {
    let user = open_own(state, caller)?;
    Ok(drive_value(&user, caller.is_personal()))
}

pub(super) fn own_root(state: &mut State, caller: &Caller) -> Result<Value, GraphError> {
    let user = open_own(state, caller)?;
    Ok(json!({ "id": format!("root-{}", user.id), "name": "root", "folder": { "childCount": user.files.len() } }))
}

pub(super) fn own_children(state: &mut State, caller: &Caller) -> Result<Value, GraphError> {
    let user = open_own(state, caller)?;
    Ok(children_value(&user))
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

/// Another person's drive, or one's own by id; it must exist already.
pub(super) fn drive_of(state: &State, caller: &Caller, id: &str) -> Result<Value, GraphError> {
    find_of(state, caller, id).map(|user| drive_value(user, false))
}

pub(super) fn children_of(state: &State, caller: &Caller, id: &str) -> Result<Value, GraphError> {
    find_of(state, caller, id).map(children_value)
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

fn drive_value(user: &User, personal: bool) -> Value {
    json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#drives/$entity",
        "id": format!("b!{}", user.id), "name": "OneDrive",
        "driveType": if personal { "personal" } else { "business" },
        "owner": { "user": { "id": user.id, "displayName": user.display_name, "email": user.username } },
        "quota": { "deleted": 0, "remaining": 1_099_511_000_000_u64, "state": "normal", "total": 1_099_511_627_776_u64, "used": 627_776 },
    })
}

fn children_value(user: &User) -> Value {
    let items = user.files.iter().enumerate().map(|(index, name)| {
        json!({ "id": format!("item-{}-{index}", user.id), "name": name, "size": 1024 + index, "file": { "mimeType": "application/octet-stream" } })
    });
    json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users('me')/drive/root/children",
        "value": items.collect::<Vec<Value>>(),
    })
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

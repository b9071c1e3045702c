//! What stands in a drive: its root and the files in it, by id and by path.

use serde_json::{Value, json};

use super::{GraphError, not_found};
use crate::world::User;

/// How ids of drives begin; the owner's id follows.
pub(super) const DRIVE: &str = "b!";

/// What a path below a drive names: the drive itself, its root, a file, or the children of the root. A file is addressed by id
/// (`items/{id}`) or by path (`root:/{path}` and `root:/{path}:`), as the clients of Graph do.
pub(super) fn find(user: &User, personal: bool, rest: &[&str]) -> Result<Value, GraphError> {
    let path = decode(&rest.join("/"));
    if path.is_empty() {
        return Ok(drive(user, personal));
    }
    let item = match path.strip_prefix("items/") {
        Some(item) => item,
        // Only items have names of their own here.
        None if path.starts_with("root") => path.as_str(),
        None => return Err(not_found()),
    };
    let (index, of) = if let Some(path) = item.strip_prefix("root:") {
        let (name, of) = path.split_once(':').unwrap_or((path, ""));
        let name = name.trim_matches('/');
        (if name.is_empty() { None } else { Some(user.files.iter().position(|file| file == name).ok_or_else(not_found)?) }, of)
    } else {
        let (id, of) = item.split_once('/').unwrap_or((item, ""));
        let is_root = id == "root" || id == root_id(user);
        (
            if is_root {
                None
            } else {
                Some((0..user.files.len()).find(|index| id == item_id(user, *index)).ok_or_else(not_found)?)
            },
            of,
        )
    };
    match (index, of.trim_matches('/')) {
        (None, "") => Ok(root(user)),
        (None, "children") => Ok(children(user)),
        (Some(index), "") => Ok(file(user, index)),
        (Some(_), "children") => Ok(json!({ "value": [] })),
        _ => Err(not_found()),
    }
}

pub(super) fn drive(user: &User, personal: bool) -> Value {
    json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#drives/$entity",
        "id": format!("{DRIVE}{}", user.id), "name": "OneDrive",
        "driveType": if personal { "personal" } else { "business" },
        "owner": { "user": { "id": user.id, "displayName": user.display_name, "email": user.username } },
        "quota": { "deleted": 0, "remaining": 1_099_511_000_000_u64, "state": "normal", "total": 1_099_511_627_776_u64, "used": 627_776 },
    })
}

/// The text of a path whose bytes are escaped. A plus is a plus there.
pub(super) fn decode(path: &str) -> String {
    let query = format!("x={}", path.replace('+', "%2B").replace('&', "%26"));
    url::form_urlencoded::parse(query.as_bytes()).next().map(|(_, text)| text.into_owned()).unwrap_or_default()
}

fn root_id(user: &User) -> String {
    format!("root-{}", user.id)
}

fn item_id(user: &User, index: usize) -> String {
    format!("item-{}-{index}", user.id)
}

fn root(user: &User) -> Value {
    json!({ "id": root_id(user), "name": "root", "root": {}, "folder": { "childCount": user.files.len() } })
}

fn file(user: &User, index: usize) -> Value {
    json!({
        "id": item_id(user, index), "name": user.files[index], "size": 1024 + index,
        "file": { "mimeType": "application/octet-stream" },
        "parentReference": { "driveId": format!("{DRIVE}{}", user.id), "id": root_id(user), "path": format!("/drives/{DRIVE}{}/root:", user.id) },
    })
}

fn children(user: &User) -> Value {
    json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users('me')/drive/root/children",
        "value": (0..user.files.len()).map(|index| file(user, index)).collect::<Vec<Value>>(),
    })
}

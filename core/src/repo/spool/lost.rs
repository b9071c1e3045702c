//! Removes from a spool what a vault has left there, without its root keys: for a vault that nobody can open any more.

use super::super::asked;
use super::file::{self, Content, Read};
use super::unread;
use crate::base::{Result, TenantId};
use crate::model::rows::KeyOwner;
use crate::store::{SpoolFolder, Store, run_blocking};
use crate::vault::read_key_id;

/// Removes each file that is sealed under a key that this vault has, or had. The folder may be shared: whatever else is in it stays, and
/// the reserve goes with the last file.
///
/// # Errors
/// - `vault_unavailable`: the vault, or the spool, cannot be read; or a file cannot be removed.
pub(crate) async fn clear_spool_of_lost(store: &dyn Store, spool: &SpoolFolder) -> Result<()> {
    let mut own = Vec::new();
    for waiting in read_all(spool).await? {
        if has_or_had_key(store, &waiting.tenant_id, waiting.key_id).await? {
            own.push(waiting.name);
        }
    }
    let folder = spool.clone();
    let cleared = run_blocking(move || {
        folder.remove_all(|name| own.iter().any(|mine| mine == name))?;
        folder.remove_lone_reserve()
    });
    let ended = || Err(std::io::Error::other("the work on the spool was broken off"));
    cleared.await.unwrap_or_else(ended).map_err(|error| unread(spool.path(), &error))
}

/// A file of the spool, as far as nobody needs a key to read it.
struct Waiting {
    name: String,
    tenant_id: TenantId,
    key_id: [u8; 16],
}

/// Also what was put aside: it does not open, but says what it is sealed under.
async fn read_all(spool: &SpoolFolder) -> Result<Vec<Waiting>> {
    let folder = spool.clone();
    let read = run_blocking(move || {
        let mut found = Vec::new();
        for name in folder.list_all()?.into_iter().filter(|name| file::read_grant(name).is_some()) {
            let Some(content) = folder.get(&name)? else { continue };
            let Read::Content(Content { tenant_id, sealed, .. }) = file::read(&content) else { continue };
            found.extend(read_key_id(&sealed).map(|key_id| Waiting { name, tenant_id, key_id }));
        }
        Ok(found)
    });
    let ended = || Err(std::io::Error::other("the work on the spool was broken off"));
    read.await.unwrap_or_else(ended).map_err(|error| unread(spool.path(), &error))
}

/// Ids of keys are random: no two vaults have one in common, but a vault and its copies.
async fn has_or_had_key(store: &dyn Store, tenant_id: &TenantId, key_id: [u8; 16]) -> Result<bool> {
    let owner = KeyOwner::Tenant(tenant_id.clone());
    let keyset = asked::find_keyset(store, &owner).await?;
    if keyset.is_some_and(|keyset| keyset.key_ids.contains(&key_id)) {
        return Ok(true);
    }
    let older = asked::list_legacy_keys(store, &owner).await?;
    Ok(older.iter().any(|key| key.key_id == key_id) || !store.find_destroyed_keys(vec![key_id]).await?.is_empty())
}

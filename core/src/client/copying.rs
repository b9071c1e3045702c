//! Moves a vault to another place, for the command line tool.

use super::Authpipe;
use super::options::{self, Options};
use super::shared;
use crate::base::{Error, ErrorCode, Result};
use crate::repo::{self, Copied, CopyStep, Copying, Verification};
use crate::store::{self, Address, SpoolFolder};
use crate::vault::RootKeys;

/// What a move has come to.
pub(crate) struct Move {
    /// As messages call the vaults.
    pub(crate) from: String,
    pub(crate) to: String,
    /// What was copied; `None`: an earlier run had copied everything, and left only the last step, or nothing.
    pub(crate) copied: Option<Copied>,
    /// Whether an earlier run had come to its end.
    pub(crate) was_complete: bool,
    /// What was opened in the new place, at the end.
    pub(crate) opened: Verification,
}

/// Moves the vault of these options; `told` hears how far it is.
///
/// # Errors
/// - `invalid_request`: the target is something else, or the same.
/// - `vault_moved`: the vault has gone to another place already.
/// - `vault_locked` (retry later): exchanges or writes do not end, or renewed tokens wait in the spool. As [`Authpipe::ready`].
pub(crate) async fn move_vault(options: Options, to: &str, told: &mut (dyn FnMut(CopyStep) + Send)) -> Result<Move> {
    let judged = options::judge(options.clone())?;
    let from = judged.vault.clone();
    let target = store::read_address(to).map_err(|advice| {
        Error::new(ErrorCode::ConfigInvalid, format!("--to must be {}.", store::address_forms())).with_hint(advice)
    })?;
    if from.identity().is_some_and(|identity| target.identity() == Some(identity)) {
        return Err(Error::new(ErrorCode::InvalidRequest, format!("{} and {} are one vault.", from.name(), target.name())));
    }
    if !from.exists().await? {
        return Err(Error::new(ErrorCode::VaultUnavailable, format!("There is no vault at {}.", from.name())));
    }
    let authpipe = Authpipe::new(options.clone())?;
    // Proves the key, brings the schema up to date and stores what waits in the spool.
    let mut was_complete = false;
    let copied = match authpipe.ready().await {
        Ok(()) => {
            let moved = copy(&authpipe, &judged, &*target, told).await;
            authpipe.close().await?;
            Some(match moved {
                // Somebody else has moved it meanwhile.
                Err(error) if error.code() == ErrorCode::VaultMoved => return Err(beside(&judged, &*target, error).await),
                moved => moved?,
            })
        }
        Err(error) if error.code() == ErrorCode::VaultMoved => {
            let _ = authpipe.close().await;
            was_complete = complete(&judged, &*target, error, told).await? == Left::Nothing;
            None
        }
        Err(error) => return Err(error),
    };
    let moved = Authpipe::new(Options { vault: Some(to.to_owned()), ..options })?;
    let opened = moved.verify_vault(|_| ()).await;
    moved.close().await?;
    Ok(Move { from: from.name().to_owned(), to: target.name().to_owned(), copied, was_complete, opened: opened? })
}

async fn copy(
    authpipe: &Authpipe,
    judged: &options::Judged,
    target: &dyn Address,
    told: &mut (dyn FnMut(CopyStep) + Send),
) -> Result<Copied> {
    let clock = judged.clock.clone();
    let mut source = judged.vault.copy_from(clock.clone()).await?;
    let origin = repo::origin(&mut *source).await?;
    let made = target.copy_to(clock, &repo::new_mark(origin)).await?;
    let spool = judged.spool_dir.clone().or_else(|| judged.vault.spool()).map(SpoolFolder::new);
    let mut copying = Copying::begin(source, made, origin, spool).await?;
    authpipe.tell_of_copy().await?;
    copying.copy(told).await?;
    told(CopyStep::Opening);
    for attempt in 1.. {
        let opened = open(judged, target).await?;
        if opened.is_whole() {
            break;
        }
        if attempt >= MOST_OPENINGS {
            // What did not open where it was need not open here.
            let before = authpipe.verify_vault(|_| ()).await?;
            let is_linked_as_before = opened.audit.broken.is_none() || before.audit.broken.is_some();
            if before.unreadable() >= opened.unreadable() && is_linked_as_before {
                break;
            }
            if !is_linked_as_before {
                let message = format!("The audit log in the copy at {} is not that of {}.", target.name(), judged.vault.name());
                return Err(Error::new(ErrorCode::VaultUnavailable, message).with_hint(NOT_LEFT));
            }
            return Err(Error::new(
                ErrorCode::VaultUnavailable,
                format!(
                    "{} records of {} do not open in the copy at {}.",
                    opened.unreadable(),
                    judged.vault.name(),
                    target.name()
                ),
            )
            .with_hint(NOT_LEFT));
        }
        // Keys may have been changed while both were read.
        copying.copy(told).await?;
    }
    copying.finish(told).await
}

/// Opens everything in a copy that is not complete.
async fn open(judged: &options::Judged, target: &dyn Address) -> Result<Verification> {
    let roots = RootKeys::new(shared::connect(judged))?;
    let environment = judged.environment.clone().ok_or_else(shared::environment_missing)?;
    let clock = judged.clock.clone();
    repo::verify_copy(target.make_copy(clock.clone()), roots, environment, clock).await
}

/// What an earlier run has left to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    /// The last step.
    Completion,
    Nothing,
}

/// The source was left by an earlier run, which did not come to its last step, or did.
async fn complete(
    judged: &options::Judged,
    target: &dyn Address,
    gone: Error,
    told: &mut (dyn FnMut(CopyStep) + Send),
) -> Result<Left> {
    let clock = judged.clock.clone();
    let mut source = judged.vault.copy_from(clock.clone()).await?;
    let Some(moved) = source.moved().await? else { return Err(gone) };
    if !target.exists().await? {
        return Err(gone);
    }
    let mut made = target.copy_to(clock, &repo::new_mark([0; 32])).await?;
    match made.mark().await? {
        Some(mark) if mark.copy_id == moved.copy_id => {
            Copying { source, target: made, mark, spool: None }.complete(told).await?;
            Ok(Left::Completion)
        }
        // What is complete has no mark of its copy any more: the place is that for which the source says that it was left, and what is there
        // was this vault. Where the copy is gone and another one was made in its place, nobody may believe that the source can go.
        None if is_at(&moved.to, target) && repo::is_same_vault(&mut *source, &mut *made).await? => Ok(Left::Nothing),
        Some(_) => Err(half_copied(target, gone)),
        None => Err(gone),
    }
}

/// Why a vault was not moved to a place, where somebody else has moved it to another one meanwhile: what was copied to this one by then stays
/// half. Of two who copy to the same place the other one comes to its end.
async fn beside(judged: &options::Judged, target: &dyn Address, gone: Error) -> Error {
    let clock = judged.clock.clone();
    let found = async {
        let moved = judged.vault.copy_from(clock.clone()).await?.moved().await?;
        let mark = target.copy_to(clock, &repo::new_mark([0; 32])).await?.mark().await?;
        Ok::<_, Error>(moved.zip(mark))
    };
    match found.await {
        Ok(Some((moved, mark))) if mark.copy_id != moved.copy_id => half_copied(target, gone),
        _ => gone,
    }
}

/// Nobody goes on with a copy whose vault has gone elsewhere, and what is sealed in it is whole.
fn half_copied(target: &dyn Address, gone: Error) -> Error {
    let place = target.name();
    let hint = format!(
        "{} At {place} lies a copy that was begun and is not complete. If it is one of this vault, delete it: nobody goes on with it.",
        gone.marked_hint().unwrap_or_default()
    );
    gone.with_hint(hint)
}

/// Whether this is the address of a place, however it is spelled.
fn is_at(address: &str, place: &dyn Address) -> bool {
    let identity = || store::read_address(address).ok()?.identity();
    address == place.name() || (place.identity().is_some() && identity() == place.identity())
}

const NOT_LEFT: &str = "The vault was not left. Delete the copy, and begin again.";
/// So often everything in the copy is opened, until all of it opens.
const MOST_OPENINGS: u32 = 3;

#[cfg(test)]
#[cfg(unix)]
mod tests;

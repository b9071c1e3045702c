//! What was made before a fork, in the child: it says `forked`, never hangs, and leaves the parent alone.

use std::fs::{File, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::time::Duration;

use authpipe::{Authpipe, ErrorCode, HandlerOptions, HttpRequest, ListQuery, Options, Result, TestClock, Timestamp};

use crate::Verdict;
use crate::app::{App, block_on, check, folder, listen, read, said, start, store, subject};
use crate::process::{Hooks, fork};

fn is_forked<T>(result: Result<T>) -> std::result::Result<(), String> {
    match result {
        Ok(_) => Err("an inherited handle answered".to_owned()),
        Err(error) if error.code() == ErrorCode::Forked => Ok(()),
        Err(error) => Err(format!("an inherited handle said: {error}")),
    }
}

fn says_forked<T>(result: std::result::Result<T, String>) -> std::result::Result<(), String> {
    match result {
        Ok(_) => Err("an inherited handle answered".to_owned()),
        Err(error) => check(error.starts_with("forked: "), &error),
    }
}

/// Asks an inherited handle everything.
async fn ask_all(authpipe: &Authpipe) -> std::result::Result<(), String> {
    is_forked(authpipe.peek_credential(&subject("first")?))?;
    is_forked(authpipe.peek_with_validity(&subject("first")?))?;
    is_forked(authpipe.get_with_validity(&subject("first")?))?;
    says_forked(read(authpipe, "first").await)?;
    says_forked(read(authpipe, "nobody").await)?;
    says_forked(store(authpipe, "child").await)?;
    says_forked(start(authpipe, "child").await)?;
    is_forked(authpipe.ready().await)?;
    is_forked(authpipe.list_connections(ListQuery { all_tenants: true, ..ListQuery::default() }).await)?;
    is_forked(authpipe.run_maintenance(None).await)?;
    authpipe.suspend().await;
    authpipe.resume();
    Ok(())
}

/// Whether a read leaves its answer in memory. What this handle has stored is told to it once, as to any other process: the look
/// that hears of it, just after a read, lets go of what was read.
fn is_cached(authpipe: &Authpipe, user: &str) -> std::result::Result<bool, String> {
    for _ in 0..10 {
        block_on(read(authpipe, user))??;
        if matches!(authpipe.peek_credential(&subject(user)?), Ok(Some(_))) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// An open handle, one that was never used, and a handler.
pub(crate) fn old() -> Verdict {
    let (app, folder) = (App::new(), folder()?);
    let vault = folder.path().join("vault.db");
    let (open, unused) = (app.open(&vault)?, app.open(&vault)?);
    let handler = authpipe::handler(&open, HandlerOptions::default()).map_err(|error| error.to_string())?;
    block_on(store(&open, "first"))??;
    // Cached: the child has the value in its memory and must not give it.
    check(is_cached(&open, "first")?, "the value is not cached")?;
    let child = fork(Hooks::Called, || {
        block_on(async {
            ask_all(&open).await?;
            ask_all(&unused).await?;
            let request = HttpRequest { method: "GET".to_owned(), path: "/connections".to_owned(), ..HttpRequest::default() };
            let response = handler.handle(request, None).await;
            let body = String::from_utf8_lossy(&response.body).into_owned();
            check(response.status == 500 && body.contains("\"forked\""), &body)?;
            let fresh = app.open(&vault)?;
            read(&fresh, "first").await?;
            says_forked(read(&open, "first").await)?;
            fresh.close().await.map_err(said)?;
            open.close().await.map_err(said)?;
            Ok(vec![])
        })?
    })?;
    child.wait()?;
    block_on(read(&open, "first"))??;
    Ok("every method of an inherited handle says forked".to_owned())
}

/// The child drops everything while the parent has its vault open again.
pub(crate) fn dropped() -> Verdict {
    let (app, folder) = (App::new(), folder()?);
    let vault = folder.path().join("vault.db");
    let handles = vec![app.open(&vault)?, app.open(&vault)?, Authpipe::new(app.in_memory()).map_err(|error| error.to_string())?];
    for handle in &handles {
        block_on(store(handle, "first"))??;
    }
    let handler = authpipe::handler(&handles[0], HandlerOptions::default()).map_err(|error| error.to_string())?;
    let native = Authpipe::new(app.native()).map_err(|error| error.to_string())?;
    let flows = [block_on(listen(&native, "first"))??, block_on(listen(&native, "second"))??];
    let (mut wait, mut go) = std::io::pipe().map_err(|error| error.to_string())?;
    let mut inherited = Some((handles, handler, flows));
    let child = fork(Hooks::Called, || {
        // Until the parent has its vault open.
        wait.read_exact(&mut [0]).map_err(|error| error.to_string())?;
        let Some((handles, handler, flows)) = inherited.take() else { return Err("nothing to drop".to_owned()) };
        block_on(handles[1].close())?.map_err(said)?;
        is_forked(block_on(flows[0].wait(None))?)?;
        block_on(flows[0].cancel())?;
        drop((handles, handler, flows));
        Ok(vec![])
    })?;
    let Some((handles, _handler, flows)) = inherited else { return Err("the parent lost its handles".to_owned()) };
    block_on(read(&handles[0], "first"))??;
    let lock = live_file(&vault)?;
    go.write_all(&[1]).map_err(|error| error.to_string())?;
    child.wait()?;
    let file = File::open(&lock).map_err(|error| format!("the lock file is gone: {error}"))?;
    check(matches!(file.try_lock(), Err(TryLockError::WouldBlock)), "the parent's lock is gone")?;
    for handle in &handles {
        block_on(store(handle, "second"))??;
        block_on(read(handle, "second"))??;
    }
    for flow in &flows {
        let goes_on = block_on(flow.wait(Some(Duration::ZERO)))?;
        check(goes_on.is_err_and(|error| error.code() == ErrorCode::Timeout), "the parent's flow is over")?;
        block_on(flow.cancel())?;
        let ended = block_on(flow.wait(None))?;
        check(ended.is_err_and(|error| error.code() == ErrorCode::AccessDenied), "the parent cannot end its flow")?;
    }
    Ok("dropping inherited handles leaves the parent alone".to_owned())
}

fn live_file(vault: &Path) -> std::result::Result<std::path::PathBuf, String> {
    let folder = vault.with_file_name("vault.db-live");
    let files = std::fs::read_dir(folder).map_err(|error| error.to_string())?.flatten().map(|entry| entry.path());
    // How many commits there were is noted beside the lock files.
    files.into_iter().find(|file| !file.ends_with("commits")).ok_or_else(|| "no lock file".to_owned())
}

/// A vault in memory stays in the parent, and the child is told why.
pub(crate) fn memory() -> Verdict {
    let app = App::new();
    let parent = Authpipe::new(app.in_memory()).map_err(|error| error.to_string())?;
    block_on(store(&parent, "first"))??;
    let child = fork(Hooks::Called, || {
        block_on(async {
            ask_all(&parent).await?;
            let Err(error) = parent.ready().await else { return Err("an inherited handle answered".to_owned()) };
            let fresh = Authpipe::new(app.in_memory()).map_err(|error| error.to_string())?;
            store(&fresh, "first").await?;
            read(&fresh, "first").await?;
            Ok(vec![error.to_string()])
        })?
    })?;
    let said = child.wait()?.join("\n");
    check(said.contains("A vault in memory stays in the parent"), &said)?;
    block_on(read(&parent, "first"))??;
    Ok("a vault in memory stays in the parent".to_owned())
}

/// A fork without hooks: noticed by the process id on every call that is not answered from the cache.
pub(crate) fn unannounced() -> Verdict {
    let (app, folder) = (App::new(), folder()?);
    let vault = folder.path().join("vault.db");
    // It stands still, so that the cache answers however long the fork takes.
    let clock = TestClock::frozen_at(Timestamp::from_unix_seconds(1_800_000_000));
    let timed = || Authpipe::new(Options { test_clock: Some(clock.clone()), ..app.options(&vault) });
    let open = timed().map_err(|error| error.to_string())?;
    let unused = timed().map_err(|error| error.to_string())?;
    block_on(store(&open, "first"))??;
    block_on(read(&open, "first"))??;
    // Cached with a use that was last noted hours ago: the next read would start a task to note it. Another read has looked for
    // changes since, so that the cache answers.
    clock.advance(Duration::from_secs(2 * 3600));
    check(block_on(read(&open, "nobody"))?.is_err(), "nobody has a credential")?;
    let child = fork(Hooks::Absent, || {
        let open = open;
        block_on(async {
            says_forked(read(&open, "first").await)?;
            says_forked(read(&open, "first").await)?;
            is_forked(open.ready().await)?;
            says_forked(read(&open, "nobody").await)?;
            is_forked(unused.ready().await)?;
            says_forked(store(&app.open(&vault)?, "child").await)?;
            clock.advance(Duration::from_secs(1));
            open.suspend().await;
            open.close().await.map_err(said)?;
            drop((open, unused));
            Ok(vec![])
        })?
    })?;
    child.wait()?;
    Ok("a fork without hooks is noticed".to_owned())
}

/// Only the child is told of the fork. It can use the library if its parent had not, and is told the truth if it had.
pub(crate) fn child_only() -> Verdict {
    let (app, folder) = (App::new(), folder()?);
    let vault = folder.path().join("vault.db");
    // Judging the options reads the catalogue, which the process shares, and opens nothing.
    let unused = app.open(&vault)?;
    let child = fork(Hooks::InChild, || {
        // A generation that uses nothing itself.
        let grandchild = fork(Hooks::InChild, || {
            block_on(async {
                ask_all(&unused).await?;
                let fresh = app.open(&vault)?;
                store(&fresh, "first").await?;
                read(&fresh, "first").await?;
                fresh.close().await.map_err(said)?;
                Ok(vec![])
            })?
        })?;
        grandchild.wait()?;
        block_on(async {
            ask_all(&unused).await?;
            let fresh = app.open(&vault)?;
            read(&fresh, "first").await?;
            fresh.close().await.map_err(said)?;
            Ok(vec![])
        })?
    })?;
    child.wait()?;
    block_on(read(&unused, "first"))??;
    let child = fork(Hooks::InChild, || {
        block_on(async {
            ask_all(&unused).await?;
            let fresh = app.open(&vault)?;
            let Err(error) = fresh.ready().await else { return Err("a child of a used library answered".to_owned()) };
            Ok(vec![error.to_string()])
        })?
    })?;
    let said = child.wait()?.join("\n");
    check(said.starts_with("forked: ") && said.contains("forked without telling Authpipe"), &said)?;
    block_on(read(&unused, "first"))??;
    Ok("a hook in the child alone is enough as long as nothing was used".to_owned())
}

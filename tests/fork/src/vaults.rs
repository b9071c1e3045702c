//! One vault, several processes that come from one fork.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use authpipe::{Authpipe, ListQuery, TenantId};

use crate::Verdict;
use crate::app::{App, block_on, check, folder, read, said, store};
use crate::process::{Hooks, fork};

/// A parent with an open vault and a running scheduler forks children that read and write in the same vault, while it goes on.
pub(crate) fn shared(children: usize, count: usize) -> Verdict {
    let (app, folder) = (App::new(), folder()?);
    let vault = folder.path().join("vault.db");
    let parent = app.open(&vault)?;
    block_on(store(&parent, "first"))??;
    let mut forked = Vec::new();
    for child in 0..children {
        let (app, vault) = (app.clone(), vault.clone());
        forked.push(fork(Hooks::Called, move || {
            let authpipe = app.open(&vault)?;
            block_on(async {
                read(&authpipe, "first").await?;
                for n in 0..count {
                    let user = format!("child-{child}-{n}");
                    store(&authpipe, &user).await?;
                    read(&authpipe, &user).await?;
                }
                // Every second child goes without a word: what was acknowledged must be there all the same.
                if child % 2 == 0 {
                    authpipe.close().await.map_err(said)?;
                }
                Ok(vec![])
            })?
        })?);
        block_on(store(&parent, &format!("parent-{child}")))??;
        block_on(read(&parent, "first"))??;
    }
    for child in forked {
        child.wait()?;
    }
    for child in 0..children {
        for n in 0..count {
            block_on(read(&parent, &format!("child-{child}-{n}")))??;
        }
    }
    let found = block_on(count_connections(&parent))??;
    block_on(parent.close())?.map_err(said)?;
    check(found == 1 + children * (count + 1), &format!("{found} connections"))?;
    check_integrity(&vault)?;
    Ok(format!("{children} children and their parent wrote {found} connections into one vault"))
}

/// Another thread of the parent is in the middle of writes whenever the process forks.
pub(crate) fn busy_writer(forks: usize) -> Verdict {
    let (app, folder) = (App::new(), folder()?);
    let vault = folder.path().join("vault.db");
    let parent = app.open(&vault)?;
    block_on(store(&parent, "first"))??;
    let stop = AtomicBool::new(false);
    let written = std::thread::scope(|scope| {
        let writer = scope.spawn(|| -> Result<usize, String> {
            let mut written = 0;
            while !stop.load(Ordering::SeqCst) {
                block_on(store(&parent, &format!("parent-{written}")))??;
                written += 1;
            }
            Ok(written)
        });
        let forked = (0..forks).try_for_each(|n| {
            let (app, vault) = (app.clone(), vault.clone());
            let child = fork(Hooks::Called, move || {
                let authpipe = app.open(&vault)?;
                block_on(async {
                    read(&authpipe, "first").await?;
                    store(&authpipe, &format!("child-{n}")).await?;
                    Ok(vec![])
                })?
            })?;
            child.wait().map(drop)
        });
        stop.store(true, Ordering::SeqCst);
        let written = writer.join().map_err(|_| "the writer panicked".to_owned())?;
        forked.and(written)
    })?;
    let found = block_on(count_connections(&parent))??;
    block_on(parent.close())?.map_err(said)?;
    check(found == 1 + forks + written, &format!("{found} connections of {}", 1 + forks + written))?;
    check(written > 0, "the parent wrote nothing meanwhile")?;
    check_integrity(&vault)?;
    Ok(format!("{forks} forks during {written} writes"))
}

/// Children fork children.
pub(crate) fn nested(depth: usize) -> Verdict {
    let (app, folder) = (App::new(), folder()?);
    let vault = folder.path().join("vault.db");
    let parent = app.open(&vault)?;
    block_on(store(&parent, "level-0"))??;
    fork(Hooks::Called, || descend(&app, &vault, 1, depth))?.wait()?;
    let found = block_on(count_connections(&parent))??;
    block_on(parent.close())?.map_err(said)?;
    check(found == 1 + depth, &format!("{found} connections"))?;
    check_integrity(&vault)?;
    Ok(format!("{depth} generations"))
}

fn descend(app: &App, vault: &Path, level: usize, depth: usize) -> Result<Vec<String>, String> {
    check(authpipe::fork::generation() == level as u64, "another generation")?;
    let authpipe = app.open(vault)?;
    block_on(store(&authpipe, &format!("level-{level}")))??;
    for earlier in 0..level {
        block_on(read(&authpipe, &format!("level-{earlier}")))??;
    }
    if level < depth {
        fork(Hooks::Called, || descend(app, vault, level + 1, depth))?.wait()?;
        block_on(read(&authpipe, &format!("level-{}", level + 1)))??;
    }
    block_on(authpipe.close())?.map_err(said)?;
    Ok(vec![])
}

async fn count_connections(authpipe: &Authpipe) -> Result<usize, String> {
    let mut query = ListQuery { tenant_id: Some(TenantId::parse("acme").map_err(said)?), ..ListQuery::default() };
    let mut found = 0;
    loop {
        let page = authpipe.list_connections(query.clone()).await.map_err(said)?;
        found += page.data.len();
        let Some(next) = page.next else { return Ok(found) };
        query.after = Some(next);
    }
}

fn check_integrity(vault: &Path) -> Result<(), String> {
    let db = rusqlite::Connection::open(vault).map_err(|error| error.to_string())?;
    let said: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).map_err(|error| error.to_string())?;
    check(said == "ok", &said)
}

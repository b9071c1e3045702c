//! Forks for which a second was not enough: the fork goes on, and the child is told.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use authpipe::ValiditySink;

use crate::Verdict;
use crate::app::{App, block_on, check, folder, read, store};
use crate::process::{Hooks, fork};

/// The program that keeps a vault locked until its standard input ends.
pub(crate) fn hold(vault: &str) -> Verdict {
    let db = rusqlite::Connection::open(vault).map_err(|error| error.to_string())?;
    db.execute_batch("BEGIN IMMEDIATE").map_err(|error| error.to_string())?;
    println!("held");
    std::io::stdout().flush().map_err(|error| error.to_string())?;
    std::io::stdin().read_to_end(&mut Vec::new()).map_err(|error| error.to_string())?;
    Ok("released".to_owned())
}

/// A write waits for another program's lock, so the vault cannot be closed in time: the child must not open it, and may open
/// others.
pub(crate) fn locked_vault() -> Verdict {
    let (app, folder) = (App::new(), folder()?);
    let (vault, other) = (folder.path().join("vault.db"), folder.path().join("other.db"));
    let parent = app.open(&vault)?;
    block_on(store(&parent, "first"))??;
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut holder = Command::new(program)
        .arg("hold")
        .arg(&vault)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut line = String::new();
    if let Some(stdout) = holder.stdout.as_mut() {
        BufReader::new(stdout).read_line(&mut line).map_err(|error| error.to_string())?;
    }
    check(line == "held\n", "the lock was not taken")?;
    let said = std::thread::scope(|scope| {
        let writer = scope.spawn(|| block_on(store(&parent, "late")));
        let mut said = Vec::new();
        // The write may not have reached the lock at the first fork; it stays there for seconds. Then the child opens the vault, or
        // waits for that lock itself.
        for _ in 0..20 {
            let child = fork(Hooks::Called, || {
                let answer = app.open(&vault).and_then(|authpipe| block_on(read(&authpipe, "first"))?);
                let authpipe = app.open(&other)?;
                block_on(store(&authpipe, "first"))??;
                block_on(authpipe.close())?.map_err(|error| error.to_string())?;
                Ok(answer.err().into_iter().collect())
            });
            said = child.and_then(crate::process::Child::wait)?;
            if said.iter().any(|said| !said.starts_with("vault_locked")) {
                break;
            }
        }
        drop(holder.stdin.take());
        // Stored, or refused because the lock was held for too long.
        let _ = writer.join().map_err(|_| "the writer panicked".to_owned())?;
        Ok::<_, String>(said.join("\n"))
    })?;
    holder.wait().map_err(|error| error.to_string())?;
    check(said.starts_with("forked: ") && said.contains("was in use when the process forked"), &said)?;
    block_on(store(&parent, "after"))??;
    block_on(read(&parent, "after"))??;
    Ok("a vault that was in use says forked in the child".to_owned())
}

/// A worker that does not stop may hold any lock: nothing can be used in the child, and nothing hangs.
pub(crate) fn stuck_worker() -> Verdict {
    struct Stuck {
        entered: Mutex<Sender<()>>,
        leave: Mutex<std::sync::mpsc::Receiver<()>>,
    }
    impl ValiditySink for Stuck {
        fn publish(&self, _: u32, _: u32) {
            let _ = self.entered.lock().unwrap_or_else(PoisonError::into_inner).send(());
            let _ = self.leave.lock().unwrap_or_else(PoisonError::into_inner).recv();
        }
        fn extend(&self, _: Duration) {}
    }
    let (app, folder) = (App::new(), folder()?);
    let (vault, other) = (folder.path().join("vault.db"), folder.path().join("other.db"));
    let parent = app.open(&vault)?;
    block_on(store(&parent, "first"))??;
    let (entered, has_entered) = channel();
    let (let_go, leave) = channel();
    let sink: Arc<dyn ValiditySink> = Arc::new(Stuck { entered: Mutex::new(entered), leave: Mutex::new(leave) });
    parent.add_validity_sink(&sink).map_err(|error| error.to_string())?;
    let said = std::thread::scope(|scope| {
        let reader = scope.spawn(|| block_on(read(&parent, "first")));
        has_entered.recv().map_err(|error| error.to_string())?;
        let child = fork(Hooks::Called, || {
            let answers = [&vault, &other].map(|vault| app.open(vault).and_then(|authpipe| block_on(read(&authpipe, "first"))?));
            Ok(answers.into_iter().map(|answer| answer.err().unwrap_or_default()).collect())
        });
        let said = child.and_then(crate::process::Child::wait);
        drop(let_go);
        reader.join().map_err(|_| "the reader panicked".to_owned())???;
        said
    })?;
    check(said.len() == 2, "two answers")?;
    for line in said {
        check(line.starts_with("forked: ") && line.contains("forked while Authpipe was busy"), &line)?;
    }
    block_on(store(&parent, "after"))??;
    Ok("a child of an unclean fork is told so".to_owned())
}

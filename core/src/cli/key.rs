//! Runs `authpipe key`: generates root keys, and says how far a rotation is.

use clap::Subcommand;
use serde_json::json;

use super::existing::{Asked, look_at, with_vault};
use super::progress::Progress;
use crate::model::rows::RootState;
use crate::repo::{KeyRotation, ProcessStatus, RewrapProgress, RootKeyStatus};
use crate::vault::LocalRootKey;
use crate::{Authpipe, Error, ErrorCode, Result};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make a root key and print it. It is stored nowhere: keep it.
    Generate,
    /// Wrap everything again under the first key of AUTHPIPE_KEY=new,old. Applications may run meanwhile, and do the same by
    /// themselves. Fails while a running process has not been given the new key, and names it.
    Rotate {
        /// A process that has ended without a word, by its id as `key status` names it: it is waited for no longer. One that runs all the
        /// same fails with key_mismatch until it is restarted with the new key. Where nobody says so, a day of silence does.
        #[arg(long, value_name = "PROCESS")]
        without: Vec<String>,
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
    /// Let another index key hash external accounts from now on, hash again what the ones before have hashed, and destroy those; one that has
    /// linked entries of the audit log, as in vaults of earlier versions, stays while these are there. By such
    /// hashes an organisation that one tenant has installed the application in is refused to the others. Applications may run meanwhile.
    RotateIndex {
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
    /// Say which root keys the vault needs, which may go, and which processes have the vault open with which of them. No key is changed; the schema is brought up to date.
    Status {
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
}

pub(super) fn run(command: &Command, json: bool) -> Result<()> {
    match command {
        Command::Generate => generate(json),
        Command::Rotate { vault, without } => rotate(vault.clone(), without.clone(), json),
        Command::RotateIndex { vault } => rotate_index(vault.clone(), json),
        Command::Status { vault } => status(vault.clone(), json),
    }
}

fn rotate_index(vault: Option<String>, json: bool) -> Result<()> {
    let mut shown = Progress::begin();
    let show = move |rotation: KeyRotation| shown.say(&format!("{} accounts hashed again", rotation.resealed));
    let Asked { place, answer: rotation } = with_vault(vault, async move |authpipe| authpipe.rotate_index_key(show).await)?;
    let KeyRotation { resealed, unreadable, destroyed, waiting } = rotation;
    if json {
        return super::print_json(&json!({
            "vault": place, "hashed": resealed, "unreadable": unreadable, "destroyed": destroyed, "waiting": waiting,
        }));
    }
    super::print_line(format_args!("vault\t{place}\nhashed again\t{resealed}\nunreadable\t{unreadable}"));
    super::print_line(format_args!("keys destroyed\t{destroyed}\nkeys still needed\t{waiting}"));
    if waiting > 0 {
        say!(
            "Entries of the audit log, or connections that cannot be opened, need the key before. It hashes no account any more."
        );
    }
    Ok(())
}

fn generate(json: bool) -> Result<()> {
    let key = LocalRootKey::make();
    if json {
        super::print_only_copy(format_args!("{:#}", json!({ "key": key.expose() })));
    } else if super::print_only_copy(format_args!("{}", key.expose())) {
        say!("Set AUTHPIPE_KEY to this key and keep it: without it the vault cannot be read.");
    }
    Ok(())
}

fn rotate(vault: Option<String>, without: Vec<String>, json: bool) -> Result<()> {
    let mut shown = Progress::begin();
    let show = move |RewrapProgress { done, left, .. }| shown.say_of(done, left, "keys wrapped again");
    let Asked { place, answer: (progress, roots, processes) } = with_vault(vault, async move |authpipe| {
        for process in without {
            forget(authpipe, process).await?;
        }
        let progress = authpipe.rotate_root_keys(show).await?;
        Ok((progress, authpipe.list_root_keys().await?, authpipe.list_processes().await?))
    })?;
    print(&place, Told { roots: &roots, processes: &processes, progress: Some(progress) }, json)?;
    // The first that was given is the one that is meant; another one wraps only while somebody lacks it.
    let waiting = roots.iter().find(|root| root.is_first && root.state != RootState::Primary);
    let hint = "Give every process [old, new] first, then [new, old], and run this again.";
    if progress.unreadable > 0 {
        let message = format!("{} keys in the vault cannot be opened. They were left as they are.", progress.unreadable);
        return Err(Error::new(ErrorCode::KeyMismatch, message).with_hint(hint));
    }
    if let Some(root) = waiting {
        return Err(waits_for(root, &processes).with_hint(format!(
            "{hint} One that has ended is waited for until it was silent for a day, or until you say that it has: \
             \"⟨command key rotate⟩ --without PROCESS\"."
        )));
    }
    if progress.left > 0 {
        let message = format!("{} keys are still wrapped by another root key.", progress.left);
        return Err(Error::new(ErrorCode::KeyMismatch, message).with_hint(hint));
    }
    Ok(())
}

/// Waits for a process no longer. One that is not there is not waited for: an earlier run of the same command has seen to that.
async fn forget(authpipe: &Authpipe, process: String) -> Result<()> {
    let is_whole = process.len() == 32 && process.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if is_whole && !authpipe.list_processes().await?.iter().any(|known| known.id == process) {
        say!("Process {process} is not waited for: no process of this id has the vault open.");
        return Ok(());
    }
    authpipe.forget_process(process).await
}

/// Which processes the first root key waits for.
fn waits_for(root: &RootKeyStatus, processes: &[ProcessStatus]) -> Error {
    let lacking = processes.iter().filter(|process| process.keeps_waiting(&root.id, root.state));
    let named: Vec<_> =
        lacking.map(|process| format!("{} (heard of last at {})", process.id, process.seen_at.to_rfc3339())).collect();
    let message = match &named[..] {
        [] => "A running process was not given the new root key, so it wraps nothing yet.".to_owned(),
        [one] => format!("Process {one} was not given the new root key, so it wraps nothing yet."),
        more => format!("Processes {} were not given the new root key, so it wraps nothing yet.", more.join(", ")),
    };
    Error::new(ErrorCode::KeyMismatch, message)
}

fn status(vault: Option<String>, json: bool) -> Result<()> {
    let Asked { place, answer: (roots, processes) } =
        look_at(vault, async |authpipe| Ok((authpipe.list_root_keys().await?, authpipe.list_processes().await?)))?;
    print(&place, Told { roots: &roots, processes: &processes, progress: None }, json)?;
    let missing: Vec<_> = roots.iter().filter(|root| root.keys > 0 && !root.is_given).map(|root| root.id.as_str()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Error::new(ErrorCode::KeyMismatch, format!("AUTHPIPE_KEY lacks what the vault needs: {}.", missing.join(", ")))
        .with_hint("Restore the old key; to rotate, deploy key: [old, new] first, then [new, old]."))
}

/// What is told of root keys.
struct Told<'a> {
    roots: &'a [RootKeyStatus],
    processes: &'a [ProcessStatus],
    progress: Option<RewrapProgress>,
}

fn print(place: &str, Told { roots, processes, progress }: Told<'_>, json: bool) -> Result<()> {
    if json {
        let processes: Vec<_> = processes.iter().map(process_as_json).collect();
        let mut all = json!({
            "vault": place,
            "root_keys": roots.iter().map(as_json).collect::<Vec<_>>(),
            "processes": processes,
        });
        if let Some(progress) = progress {
            all["rewrapped"] = progress.done.into();
            all["left"] = progress.left.into();
        }
        return super::print_json(&all);
    }
    super::print_line(format_args!("vault\t{place}"));
    if let Some(progress) = progress {
        super::print_line(format_args!("wrapped again\t{}\nleft\t{}", progress.done, progress.left));
    }
    roots.iter().for_each(print_root);
    for ProcessStatus { id, seen_at, root_key_ids, is_alive } in processes {
        let lives = if *is_alive { "runs on this machine" } else { "runs elsewhere, or has ended" };
        let (seen_at, given) = (seen_at.to_rfc3339(), root_key_ids.join(","));
        super::print_line(format_args!("process\t{id}\theard of last at {seen_at}\t{lives}\t{given}"));
    }
    if roots.iter().any(RootKeyStatus::may_go) {
        super::print_line(format_args!(
            "not counted\twhat waits in the spools of machines that are off: start each of them once before you give up a root key"
        ));
    }
    Ok(())
}

/// A root key for programs.
pub(super) fn as_json(root: &RootKeyStatus) -> serde_json::Value {
    json!({
        "id": root.id,
        "state": root.state.as_str(),
        "keys": root.keys,
        "given": root.is_given,
        "may_go": root.may_go(),
    })
}

fn process_as_json(process: &ProcessStatus) -> serde_json::Value {
    json!({
        "id": process.id,
        "seen_at": process.seen_at.to_rfc3339(),
        "root_keys": process.root_key_ids,
        "alive": process.is_alive,
    })
}

/// A root key for people: id, state, how many keys it wraps, and what that means.
pub(super) fn print_root(root: &RootKeyStatus) {
    let means = match (root.may_go(), root.is_given) {
        (true, _) => "may go",
        (false, true) => "needed, given",
        (false, false) if root.keys > 0 || root.state == RootState::Primary => "needed, missing",
        (false, false) => "not given",
    };
    super::print_line(format_args!("root key\t{}\t{}\t{} keys\t{means}", root.id, root.state.as_str(), root.keys));
}

//! Runs `authpipe vault`: says what is in a vault, verifies it, seals it again, backs it up. Moving it is in a file of its own.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::json;

use super::existing::{Asked, look_at, with_vault};
use super::progress::Progress;
use crate::repo::{OpenedSoFar, ResealProgress};
use crate::{Error, ErrorCode, GrantId, Result, SessionId};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Open the vault of AUTHPIPE_VAULT with AUTHPIPE_KEY and say what is in it. It is not made if it does not exist.
    Status {
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
    /// Open every key, connection and session in the vault, and name what does not open; compare every index with its table; follow the audit
    /// log, and name the first entry that was changed or is gone. No secret is printed. Nothing is changed, but that the schema of an earlier version is brought up to date.
    Verify {
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
    /// Seal again what an earlier version of Authpipe has sealed; then records of that version are refused. Applications may run
    /// meanwhile, and do the same by themselves.
    Reseal {
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
    /// Say that an earlier copy of the vault was put in its place on purpose. Until then no refresh token in it is presented; afterwards
    /// connections that were refreshed since the copy was made must be connected again. AUTHPIPE_ANCHOR_FILE as the application has it.
    ConfirmRestore {
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
    /// Copy the vault of AUTHPIPE_VAULT into a new file while it is in use. The copy stays sealed and opens with the same key.
    Backup {
        /// The file to make. Nothing is ever replaced.
        #[arg(long)]
        to: PathBuf,
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
    /// Move a vault to another place while applications use it: everything in it is copied, sealed as it is, opened there, and then the old
    /// place is left for good. Processes that use it are told where the vault has gone, and go on there once they are restarted with the
    /// new address. Run it again after it was broken off: it goes on. AUTHPIPE_KEY as the application has it.
    Copy {
        /// The vault to move; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        from: Option<String>,
        /// Where to: a file or a schema in which nothing is, for example postgres://app@db.example/app.
        #[arg(long)]
        to: String,
    },
}

pub(super) fn run(command: &Command, json: bool) -> Result<()> {
    match command {
        Command::Status { vault } => status(vault.clone(), json),
        Command::Verify { vault } => verify(vault.clone(), json),
        Command::Reseal { vault } => reseal(vault.clone(), json),
        Command::ConfirmRestore { vault } => confirm_restore(vault.clone(), json),
        Command::Backup { to, vault } => back_up(vault.clone(), to, json),
        Command::Copy { from, to } => super::copying::copy(from.clone(), to, json),
    }
}

fn confirm_restore(vault: Option<String>, json: bool) -> Result<()> {
    let Asked { place, answer: confirmed } = with_vault(vault, async |authpipe| authpipe.confirm_restore().await)?;
    if json {
        return super::print_json(&json!({ "vault": place, "confirmed": confirmed }));
    }
    let said = if confirmed { "confirmed" } else { "nothing to confirm: the vault is not behind its anchor" };
    super::print_line(format_args!("vault\t{place}\nrestore\t{said}"));
    if confirmed {
        // What erases is in the vault, and the copy is from before.
        super::print_line(format_args!(
            "erased\twho was erased after this copy was made is back: run tenant erase and user erase again"
        ));
    }
    Ok(())
}

fn back_up(vault: Option<String>, to: &Path, json: bool) -> Result<()> {
    // An address where a path is expected would be a strange name for a file, which nobody finds again.
    if let Some((_, path)) = to.to_str().and_then(|text| text.split_once(':')).filter(|(scheme, _)| ADDRESSES.contains(scheme)) {
        let message = format!("--to is the path of a new file, and no address: \"{}\".", to.display());
        return Err(Error::new(ErrorCode::InvalidRequest, message).with_hint(format!(
            "Write \"{}\"; to move the vault elsewhere, use \"⟨command vault copy⟩\".",
            path.trim_start_matches("//")
        )));
    }
    if to == Path::new("-") {
        return Err(Error::new(
            ErrorCode::InvalidRequest,
            "--to is the path of a new file: a backup is not written to standard output.",
        )
        .with_hint("Name a file. One that is to be called so is \"./-\"."));
    }
    let Asked { place, answer: () } = with_vault(vault, async |authpipe| authpipe.back_up_vault(to).await)?;
    let to = to.display().to_string();
    if json {
        return super::print_json(&json!({ "vault": place, "backup": to }));
    }
    super::print_line(format_args!("vault\t{place}\nbackup\t{to}"));
    Ok(())
}

/// What addresses of vaults begin with.
const ADDRESSES: [&str; 6] = ["sqlite", "sqlite3", "file", "postgres", "postgresql", "memory"];

/// What is said of an earlier state.
const UNCONFIRMED: &str = "restore\tunconfirmed: no refresh token is presented; authpipe vault confirm-restore";

fn verify(vault: Option<String>, json: bool) -> Result<()> {
    let mut shown = Progress::begin();
    let show = move |OpenedSoFar { opened, left }| shown.say_of(opened, left, "connections opened");
    let Asked { place, answer: (found, is_earlier) } =
        look_at(vault, async move |authpipe| Ok((authpipe.verify_vault(show).await?, authpipe.is_earlier().await?)))?;
    let ids: Vec<&str> = found.unreadable_grants.iter().map(GrantId::as_str).collect();
    let sessions: Vec<&str> = found.unreadable_sessions.iter().map(SessionId::as_str).collect();
    if json {
        super::print_json(&json!({
            "vault": place,
            "whole": found.is_whole(),
            "restore_unconfirmed": is_earlier,
            "keys": found.keys,
            "unreadable_keys": found.unreadable_keys,
            "connections": found.grants,
            "unreadable_connections": ids,
            "unreadable_rows": found.unreadable_rows,
            "sessions": found.sessions,
            "unreadable_sessions": sessions,
            "revocations": found.revocations,
            "unreadable_queued": found.unreadable_queued,
            "unknown_queued": found.unknown_queued,
            "damaged_indexes": found.damaged_indexes,
            "unchecked_indexes": found.unchecked_indexes,
            "audit_entries": found.audit.entries,
            "audit_dropped_up_to": found.audit.dropped,
            "audit_unvouched": found.audit.unvouched,
            "audit_broken_at": found.audit.broken,
        }))?;
    } else {
        let (keys, connections) = (found.keys, found.grants);
        super::print_line(format_args!("vault\t{place}\nkeys\t{keys}\nconnections\t{connections}\nsessions\t{}", found.sessions));
        super::print_line(format_args!("revocations\t{}", found.revocations));
        found.unreadable_keys.iter().for_each(|id| super::print_line(format_args!("unreadable key\t{id}")));
        ids.iter().for_each(|id| super::print_line(format_args!("unreadable connection\t{id}")));
        sessions.iter().for_each(|id| super::print_line(format_args!("unreadable session\t{id}")));
        found.unreadable_queued.iter().for_each(|place| super::print_line(format_args!("unreadable in the queue\t{place}")));
        found.unknown_queued.iter().for_each(|place| super::print_line(format_args!("of a kind not known here\t{place}")));
        found.damaged_indexes.iter().for_each(|name| super::print_line(format_args!("damaged index\t{name}")));
        found.unchecked_indexes.iter().for_each(|name| super::print_line(format_args!("index not checked\t{name}")));
        if is_earlier {
            super::print_line(format_args!("{UNCONFIRMED}"));
        }
        super::print_line(format_args!("audit entries\t{}", found.audit.entries));
        if found.audit.dropped > 0 {
            super::print_line(format_args!("audit entries dropped up to\t{}", found.audit.dropped));
        }
        found.audit.unvouched.iter().for_each(|number| super::print_line(format_args!("audit entry of nobody\t{number}")));
        if let Some(number) = found.audit.broken {
            super::print_line(format_args!("audit broken at\t{number}"));
        }
        if found.unreadable_rows > 0 {
            super::print_line(format_args!("unreadable rows\t{}", found.unreadable_rows));
        }
    }
    if found.is_whole() {
        return Ok(());
    }
    let count = found.unreadable();
    if let Some(number) = found.audit.broken.filter(|_| is_earlier && count == 0) {
        let message = format!(
            "The vault is in an earlier state than its anchor remembers, which nobody has confirmed: the audit log goes on there behind \
             entry {number}, which is gone here, or was changed."
        );
        return Err(Error::new(ErrorCode::RestoreUnconfirmed, message).with_hint(
            "If the restore was meant, run \"⟨command vault confirm-restore⟩\", and verify again: what is missing then was changed here.",
        ));
    }
    if count == 0 && !found.damaged_indexes.is_empty() {
        let message = "Indexes of the vault do not have all rows of their tables: what they hide is told as not there.";
        return Err(Error::new(ErrorCode::VaultUnavailable, message)
            .with_hint("Restore a backup; or, where only indexes are damaged, make them anew with REINDEX and verify again."));
    }
    if let Some(number) = found.audit.broken.filter(|_| count == 0) {
        let message = format!("The audit log is not as it was written: entry {number} was changed, or is gone.");
        return Err(Error::new(ErrorCode::VaultUnavailable, message)
            .with_hint("Compare it with a backup. Entries before that one are as they were written."));
    }
    if count == 0 {
        let count = found.audit.unvouched.len();
        let message = format!("{count} entries of the audit log say that its key could not be had: nobody vouches for them.");
        return Err(Error::new(ErrorCode::VaultUnavailable, message)
            .with_hint(
                "Compare them with a backup, or with what you know; then run \"⟨command audit acknowledge⟩ --up-to NUMBER\". Those around \
                 them are as they were written.",
            ));
    }
    Err(Error::new(ErrorCode::VaultUnavailable, format!("{count} records in the vault cannot be opened."))
        .with_hint("Restore the vault from a backup, or delete these connections and connect again."))
}

fn reseal(vault: Option<String>, json: bool) -> Result<()> {
    let mut shown = Progress::begin();
    let show = move |ResealProgress { done, left, .. }| shown.say_of(done, left, "records sealed again");
    let Asked { place, answer: progress } = with_vault(vault, async move |authpipe| authpipe.reseal_records(show).await)?;
    let ResealProgress { done, unreadable, .. } = progress;
    if json {
        return super::print_json(&json!({ "vault": place, "resealed": done, "unreadable": unreadable }));
    }
    super::print_line(format_args!("vault\t{place}\nsealed again\t{done}\nunreadable\t{unreadable}"));
    Ok(())
}

fn status(vault: Option<String>, json: bool) -> Result<()> {
    let Asked { place, answer: (counts, roots, outdated, is_earlier) } = look_at(vault, async |authpipe| {
        let (counts, roots) = (authpipe.count_grants().await?, authpipe.list_root_keys().await?);
        Ok((counts, roots, authpipe.count_outdated().await?, authpipe.is_earlier().await?))
    })?;
    if json {
        let by_status: serde_json::Map<String, serde_json::Value> =
            counts.iter().map(|(status, count)| (status.as_str().to_owned(), json!(count))).collect();
        return super::print_json(&json!({
            "vault": place,
            "readable": true,
            "root_keys": roots.iter().map(super::key::as_json).collect::<Vec<_>>(),
            "grants": by_status,
            "outdated": outdated,
            "restore_unconfirmed": is_earlier,
        }));
    }
    super::print_line(format_args!("vault\t{place}\nkey\topens it"));
    roots.iter().for_each(super::key::print_root);
    if is_earlier {
        super::print_line(format_args!("{UNCONFIRMED}"));
    }
    if outdated > 0 {
        super::print_line(format_args!("to be sealed again\t{outdated}"));
    }
    for (status, count) in counts {
        super::print_line(format_args!("{}\t{count}", status.as_str()));
    }
    Ok(())
}

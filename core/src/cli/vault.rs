//! `authpipe vault …`

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::json;

use super::existing::{Asked, with_vault};
use crate::{Error, ErrorCode, GrantId, Result};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Open the vault of AUTHPIPE_VAULT with AUTHPIPE_KEY and say what is in it. It is not made if it does not exist.
    Status {
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
    /// Open every key and every connection in the vault, and name what does not open. No secret is printed, nothing is changed.
    Verify {
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
}

pub(super) fn run(command: &Command, json: bool) -> Result<()> {
    match command {
        Command::Status { vault } => status(vault.clone(), json),
        Command::Verify { vault } => verify(vault.clone(), json),
        Command::Backup { to, vault } => back_up(vault.clone(), to, json),
    }
}

fn back_up(vault: Option<String>, to: &Path, json: bool) -> Result<()> {
    let Asked { place, answer: () } = with_vault(vault, async |authpipe| authpipe.back_up_vault(to).await)?;
    let to = to.display().to_string();
    if json {
        return super::print_json(&json!({ "vault": place, "backup": to }));
    }
    super::print_line(format_args!("vault\t{place}\nbackup\t{to}"));
    Ok(())
}

fn verify(vault: Option<String>, json: bool) -> Result<()> {
    let Asked { place, answer: found } = with_vault(vault, async |authpipe| authpipe.verify_vault().await)?;
    let ids: Vec<&str> = found.unreadable_grants.iter().map(GrantId::as_str).collect();
    if json {
        super::print_json(&json!({
            "vault": place,
            "whole": found.is_whole(),
            "keys": found.keys,
            "unreadable_keys": found.unreadable_keys,
            "connections": found.grants,
            "unreadable_connections": ids,
        }))?;
    } else {
        super::print_line(format_args!("vault\t{place}\nkeys\t{}\nconnections\t{}", found.keys, found.grants));
        found.unreadable_keys.iter().for_each(|id| super::print_line(format_args!("unreadable key\t{id}")));
        ids.iter().for_each(|id| super::print_line(format_args!("unreadable connection\t{id}")));
    }
    if found.is_whole() {
        return Ok(());
    }
    let count = found.unreadable_keys.len() + ids.len();
    Err(Error::new(ErrorCode::VaultUnavailable, format!("{count} records in the vault cannot be opened."))
        .with_hint("Restore the vault from a backup, or delete these connections and connect again."))
}

fn status(vault: Option<String>, json: bool) -> Result<()> {
    let Asked { place, answer: (counts, roots) } =
        with_vault(vault, async |authpipe| Ok((authpipe.count_grants().await?, authpipe.list_root_keys().await?)))?;
    if json {
        let by_status: serde_json::Map<String, serde_json::Value> =
            counts.iter().map(|(status, count)| (status.as_str().to_owned(), json!(count))).collect();
        return super::print_json(&json!({
            "vault": place,
            "readable": true,
            "root_keys": roots.iter().map(super::key::as_json).collect::<Vec<_>>(),
            "grants": by_status,
        }));
    }
    super::print_line(format_args!("vault\t{place}\nkey\topens it"));
    roots.iter().for_each(super::key::print_root);
    for (status, count) in counts {
        super::print_line(format_args!("{}\t{count}", status.as_str()));
    }
    Ok(())
}

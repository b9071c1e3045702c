//! `authpipe vault …`

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::json;

use crate::{Authpipe, Error, ErrorCode, Options, Result};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Open the vault of AUTHPIPE_VAULT with AUTHPIPE_KEY and say what is in it. It is not made if it does not exist.
    Status {
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
        Command::Backup { to, vault } => back_up(vault.clone(), to, json),
    }
}

fn back_up(vault: Option<String>, to: &Path, json: bool) -> Result<()> {
    let (place, ()) = with_vault(vault, async |authpipe| authpipe.back_up_vault(to).await)?;
    let to = to.display().to_string();
    if json {
        return super::print_json(&json!({ "vault": place, "backup": to }));
    }
    super::print_line(format_args!("vault\t{place}\nbackup\t{to}"));
    Ok(())
}

fn status(vault: Option<String>, json: bool) -> Result<()> {
    let (place, counts) = with_vault(vault, async |authpipe| authpipe.count_grants().await)?;
    if json {
        let by_status: serde_json::Map<String, serde_json::Value> =
            counts.iter().map(|(status, count)| (status.as_str().to_owned(), json!(count))).collect();
        return super::print_json(&json!({ "vault": place, "readable": true, "grants": by_status }));
    }
    super::print_line(format_args!("vault\t{place}\nkey\topens it"));
    for (status, count) in counts {
        super::print_line(format_args!("{}\t{count}", status.as_str()));
    }
    Ok(())
}

/// Does something with a vault that exists, and says how the vault is called.
fn with_vault<T>(vault: Option<String>, work: impl AsyncFnOnce(&Authpipe) -> Result<T>) -> Result<(String, T)> {
    let mut options = Options { vault, background: false, ..Options::default() }.or_environment()?;
    let place = options.vault.clone().unwrap_or_else(|| "sqlite:./authpipe.db".to_owned());
    options.vault = Some(place.clone());
    let authpipe = Authpipe::new(options)?;
    // An empty file is where a vault could be made, which asking must not do.
    let is_empty =
        |path| std::fs::metadata(path).map_or_else(|error| error.kind() == std::io::ErrorKind::NotFound, |file| file.len() == 0);
    if authpipe.vault_file().is_some_and(is_empty) {
        return Err(Error::new(ErrorCode::VaultUnavailable, format!("There is no vault at {place}."))
            .with_hint("It is made when the application first uses it."));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::new(ErrorCode::VaultUnavailable, "Threads could not be started.").with_source(error))?;
    let done = runtime.block_on(async {
        let done = work(&authpipe).await;
        authpipe.close().await;
        done
    })?;
    Ok((place, done))
}

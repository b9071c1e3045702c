//! `authpipe key …`

use clap::Subcommand;
use serde_json::json;

use crate::Result;
use crate::vault::LocalRootKey;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make a root key and print it. It is stored nowhere: keep it.
    Generate,
}

pub(super) fn run(command: &Command, json: bool) -> Result<()> {
    match command {
        Command::Generate => {
            let key = LocalRootKey::make();
            if json {
                return super::print_json(&json!({ "key": key.expose() }));
            }
            super::print_line(format_args!("{}", key.expose()));
            eprintln!("Set AUTHPIPE_KEY to this key and keep it: without it the vault cannot be read.");
            Ok(())
        }
    }
}

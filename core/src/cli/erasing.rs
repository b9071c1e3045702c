//! Runs `authpipe tenant` (another key, erase, list erasures) and `authpipe user erase`.

use std::time::Duration;

use clap::Subcommand;
use serde_json::json;

use super::existing::{Asked, look_at, with_vault};
use super::progress::Progress;
use crate::engine::ErasedWith;
use crate::repo::{Erased, KeyRotation, Wiped};
use crate::{Error, ErrorCode, Result, TenantId, UserId};

#[derive(Subcommand)]
pub(super) enum TenantCommand {
    /// Let another key seal what is stored of a tenant from now on, seal everything again under it, and destroy the one before as soon
    /// as nothing needs it. Applications may run meanwhile. Earlier backups keep the key of their time.
    Rotate {
        /// The tenant's id.
        tenant: String,
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
    /// Erase a tenant: its keys are destroyed, and everything stored of it is gone. Running applications deny reads at once and
    /// forget its keys within a minute. Earlier backups stay readable with the root keys of their time.
    Erase {
        /// The tenant's id.
        tenant: String,
        /// Say that it shall be so: there is no way back.
        #[arg(long)]
        yes: bool,
        /// Make earlier backups unreadable as well. This takes a rotation of the root key, after which ALL tenants' earlier backups
        /// are unreadable; when the old root keys are destroyed, say so with --confirm.
        #[arg(long, conflicts_with = "confirm")]
        backup_proof: bool,
        /// Note that every root key which earlier backups need is destroyed. Nothing else is done.
        #[arg(long)]
        confirm: bool,
        /// How many seconds to let running applications revoke its tokens at the providers before it is erased. What is left then lives
        /// until it ends there.
        #[arg(long, default_value_t = 60)]
        revoke_within: u32,
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
    /// List the tenants that were erased, and whether earlier backups are unreadable too.
    Erasures {
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
}

#[derive(Subcommand)]
pub(super) enum UserCommand {
    /// Erase what is a user's own in a tenant: connections, sign-ins and events. Earlier backups stay readable.
    Erase {
        /// The tenant's id.
        tenant: String,
        /// The user's id.
        user: String,
        /// Say that it shall be so: there is no way back.
        #[arg(long)]
        yes: bool,
        /// How many seconds to let running applications revoke its tokens at the providers before it is erased. What is left then lives
        /// until it ends there.
        #[arg(long, default_value_t = 60)]
        revoke_within: u32,
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
}

pub(super) fn run_tenant(command: TenantCommand, json: bool) -> Result<()> {
    match command {
        TenantCommand::Rotate { tenant, vault } => rotate(&tenant, vault, json),
        TenantCommand::Erase { tenant, confirm: true, vault, .. } => confirm(&tenant, vault, json),
        TenantCommand::Erase { tenant, yes, backup_proof, revoke_within, vault, .. } => {
            check_meant(yes)?;
            tell_wait(revoke_within);
            erase_tenant(&tenant, backup_proof, seconds(revoke_within), vault, json)
        }
        TenantCommand::Erasures { vault } => list(vault, json),
    }
}

pub(super) fn run_user(command: UserCommand, json: bool) -> Result<()> {
    let UserCommand::Erase { tenant, user, yes, revoke_within, vault } = command;
    let (tenant_id, user_id) = (TenantId::parse(&tenant)?, UserId::parse(&user)?);
    check_meant(yes)?;
    tell_wait(revoke_within);
    let Asked { place, answer } =
        with_vault(vault, async |authpipe| authpipe.erase_user(tenant_id, user_id, seconds(revoke_within)).await)?;
    if answer.erased.found {
        return print(&place, "live", &answer, json);
    }
    finish(&answer.erased)?;
    let message = format!("Nothing is stored of the user {user} in the tenant {tenant}.");
    Err(Error::new(ErrorCode::InvalidRequest, message).with_hint("Ids are compared byte by byte."))
}

/// A command that says nothing for a minute looks hung.
fn tell_wait(seconds: u32) {
    if seconds > 0 {
        say!(
            "Running applications revoke the tokens first: this waits at most {seconds} s for them, or --revoke-within SECONDS, 0 where none runs."
        );
    }
}

fn rotate(tenant: &str, vault: Option<String>, json: bool) -> Result<()> {
    let tenant_id = TenantId::parse(tenant)?;
    let mut shown = Progress::begin();
    let show = move |rotation: KeyRotation| shown.say(&format!("{} records sealed again", rotation.resealed));
    let Asked { place, answer: rotation } =
        with_vault(vault, async move |authpipe| authpipe.rotate_tenant_key(tenant_id, show).await)?;
    let KeyRotation { resealed, unreadable, destroyed, waiting, .. } = rotation;
    if json {
        return super::print_json(&json!({
            "vault": place, "resealed": resealed, "unreadable": unreadable, "destroyed": destroyed, "waiting": waiting,
        }));
    }
    super::print_line(format_args!("vault\t{place}\nsealed again\t{resealed}\nunreadable\t{unreadable}"));
    super::print_line(format_args!("keys destroyed\t{destroyed}\nkeys still needed\t{waiting}"));
    if waiting > 0 {
        say!(
            "A sign-in under way or a token that waits needs the key before. Running applications destroy it when that is over."
        );
    }
    Ok(())
}

fn erase_tenant(tenant: &str, backup_proof: bool, within: Duration, vault: Option<String>, json: bool) -> Result<()> {
    let tenant_id = TenantId::parse(tenant)?;
    let Asked { place, answer } =
        with_vault(vault, async |authpipe| authpipe.erase_tenant(tenant_id, backup_proof, within).await)?;
    print(&place, if backup_proof { "backup-proof, pending" } else { "live" }, &answer, json)?;
    if backup_proof {
        say!(
            "Earlier backups open with root keys {}. Rotate them away, destroy them, and run: authpipe tenant erase {tenant} \
             --confirm\nThis makes ALL tenants' earlier backups unreadable.",
            answer.erased.root_key_ids.join(", ")
        );
    }
    Ok(())
}

fn confirm(tenant: &str, vault: Option<String>, json: bool) -> Result<()> {
    let tenant_id = TenantId::parse(tenant)?;
    let Asked { place, answer: () } = with_vault(vault, async |authpipe| authpipe.confirm_erasure(tenant_id).await)?;
    if json {
        return super::print_json(&json!({ "vault": place, "tenant_id": tenant, "variant": "backup-proof, confirmed" }));
    }
    super::print_line(format_args!("vault\t{place}\n{tenant}\tbackup-proof, confirmed"));
    Ok(())
}

fn list(vault: Option<String>, json: bool) -> Result<()> {
    let Asked { place, answer: rows } = look_at(vault, async |authpipe| authpipe.list_erasures().await)?;
    let variant = |is_backup_proof: bool, is_confirmed: bool| match (is_backup_proof, is_confirmed) {
        (false, _) => "live",
        (true, false) => "backup-proof, pending",
        (true, true) => "backup-proof, confirmed",
    };
    if json {
        let all: Vec<_> = rows
            .iter()
            .map(|row| {
                json!({
                    "tenant_id": row.tenant_id.as_str(),
                    "erased_at": row.erased_at.to_rfc3339(),
                    "variant": variant(row.is_backup_proof, row.confirmed_at.is_some()),
                    "root_keys": row.root_key_ids,
                })
            })
            .collect();
        return super::print_json(&json!({ "vault": place, "erasures": all }));
    }
    super::print_line(format_args!("vault\t{place}"));
    for row in rows {
        let variant = variant(row.is_backup_proof, row.confirmed_at.is_some());
        super::print_line(format_args!("{}\t{}\t{variant}", row.tenant_id, row.erased_at.to_rfc3339()));
    }
    Ok(())
}

fn check_meant(yes: bool) -> Result<()> {
    if yes {
        return Ok(());
    }
    Err(Error::new(ErrorCode::InvalidRequest, "Nothing was erased: what is erased cannot be brought back.")
        .with_hint("Add --yes."))
}

const fn seconds(seconds: u32) -> Duration {
    Duration::from_secs(seconds as u64)
}

fn print(place: &str, variant: &str, erased: &ErasedWith, json: bool) -> Result<()> {
    let ErasedWith { erased: erased @ Erased { grants, wiped, root_key_ids, .. }, unrevoked } = erased;
    if json {
        let is_log_empty = *wiped == Wiped::Everywhere;
        super::print_json(&json!({
            "vault": place, "variant": variant, "connections": grants, "unrevoked": unrevoked,
            "log_empty": is_log_empty, "root_keys": root_key_ids,
        }))?;
    } else {
        super::print_line(format_args!("vault\t{place}\nerased\t{variant}\nconnections\t{grants}"));
    }
    if *unrevoked > 0 {
        say!(
            "Tokens of {unrevoked} connections were not revoked at their providers: they live until they end there. No running application \
             has revoked them in time."
        );
    }
    finish(erased)
}

/// Whether anything of it is still anywhere.
fn finish(Erased { spool_cleared, wiped, .. }: &Erased) -> Result<()> {
    spool_cleared.clone()?;
    match wiped {
        Wiped::Everywhere => Ok(()),
        Wiped::NotOurs => {
            say!(
                "The server keeps what it was in dead rows until it vacuums, and in its log until that is recycled or its archive is deleted."
            );
            Ok(())
        }
        Wiped::HeldUp => Err(Error::new(
            ErrorCode::VaultUnavailable,
            "It is erased, but somebody reads the vault, so its log holds what it was.",
        )
        .with_hint("Run this again, or close every application that has the vault open.")),
    }
}

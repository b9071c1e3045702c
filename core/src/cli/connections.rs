//! Runs `authpipe connections delete`: many at once, as after an incident.

use std::time::Duration;

use clap::Subcommand;
use serde_json::json;

use super::existing::{Asked, with_vault};
use crate::engine::{DeletedMany, Many};
use crate::{ConfigId, Error, ErrorCode, ProviderId, Result, TenantId, UserId};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Delete connections and installations: reads are denied at once, and running applications have the providers revoke the tokens, for
    /// three days where a provider does not answer. Stored keys go too.
    Delete {
        /// Only this tenant's.
        #[arg(long)]
        tenant: Option<String>,
        /// Only this user's.
        #[arg(long, requires = "tenant")]
        user: Option<String>,
        /// Only this provider's.
        #[arg(long)]
        provider: Option<String>,
        /// Only this config's.
        #[arg(long)]
        config: Option<String>,
        /// Of all tenants, where none is named.
        #[arg(long, conflicts_with = "tenant")]
        all_tenants: bool,
        /// Say that it shall be so: there is no way back.
        #[arg(long)]
        yes: bool,
        /// How many seconds to wait for running applications to revoke. They go on behind it.
        #[arg(long, default_value_t = 60)]
        revoke_within: u32,
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
}

pub(super) fn run(command: Command, json: bool) -> Result<()> {
    let Command::Delete { tenant, user, provider, config, all_tenants, yes, revoke_within, vault } = command;
    let many = Many {
        tenant_id: tenant.as_deref().map(TenantId::parse).transpose()?,
        user_id: user.as_deref().map(UserId::parse).transpose()?,
        provider: provider.as_deref().map(ProviderId::parse).transpose()?,
        config: config.as_deref().map(ConfigId::parse).transpose()?,
        goes_anyway: false,
    };
    if many.tenant_id.is_none() && !all_tenants {
        return Err(Error::new(ErrorCode::InvalidRequest, "Nothing was deleted: whose is not said.")
            .with_hint("Name a tenant with --tenant, or say --all-tenants."));
    }
    if !yes {
        return Err(Error::new(ErrorCode::InvalidRequest, "Nothing was deleted: what is deleted cannot be brought back.")
            .with_hint("Add --yes."));
    }
    let within = Duration::from_secs(revoke_within.into());
    let Asked { place, answer } = with_vault(vault, async |authpipe| authpipe.delete_many(many, within).await)?;
    let DeletedMany { deleted, unrevoked } = answer;
    if json {
        super::print_json(&json!({ "vault": place, "deleted": deleted, "unrevoked": unrevoked }))?;
    } else {
        super::print_line(format_args!("vault\t{place}\ndeleted\t{deleted}\nnot revoked yet\t{unrevoked}"));
    }
    if deleted == 0 {
        say!("Nothing that is connected fits. Ids are compared byte by byte.");
    }
    if unrevoked > 0 {
        say!(
            "Running applications go on for three days; the events token.revoked and token.revocation_failed tell what comes of it."
        );
    }
    Ok(())
}

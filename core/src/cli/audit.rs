//! Runs `authpipe audit`: lists what was done.

use clap::Subcommand;
use serde_json::json;

use super::existing::{Asked, with_vault};
use crate::{AuditQuery, AuditRecord, Error, ErrorCode, Result, TenantId, Timestamp};

#[derive(Subcommand)]
pub(super) enum Command {
    /// List the audit log, oldest first: who was connected and disconnected, which keys were stored, approvals, erasures, and what was done
    /// to keys. `authpipe vault verify` says whether it is whole.
    List {
        /// Only this tenant's.
        #[arg(long)]
        tenant: Option<String>,
        /// Only from this time on, in RFC 3339: 2026-01-31T12:00:00Z.
        #[arg(long)]
        since: Option<String>,
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
}

pub(super) fn run(command: Command, json: bool) -> Result<()> {
    let Command::List { tenant, since, vault } = command;
    let read_time = |text: String| {
        Timestamp::from_rfc3339(&text)
            .ok_or_else(|| Error::new(ErrorCode::InvalidRequest, "--since is a time in RFC 3339, such as 2026-01-31T12:00:00Z."))
    };
    let tenant_id = tenant.map(|text| TenantId::parse(&text)).transpose()?;
    let since = since.map(read_time).transpose()?;
    let Asked { place, answer: all } = with_vault(vault, async |authpipe| {
        let mut query = AuditQuery { tenant_id, since, limit: Some(200), ..AuditQuery::default() };
        let mut all = Vec::new();
        loop {
            let page = authpipe.list_audit(query.clone()).await?;
            all.extend(page.data);
            query.after = page.next;
            if query.after.is_none() {
                return Ok(all);
            }
        }
    })?;
    if json {
        let entries: Vec<_> = all.iter().map(as_json).collect();
        return super::print_json(&json!({ "vault": place, "entries": entries }));
    }
    super::print_line(format_args!("vault\t{place}"));
    all.iter().for_each(print);
    Ok(())
}

fn as_json(entry: &AuditRecord) -> serde_json::Value {
    json!({
        "number": entry.number,
        "at": entry.at.to_rfc3339(),
        "kind": entry.kind.as_str(),
        "tenant_id": entry.tenant_id.as_ref().map(TenantId::as_str),
        "user_id": entry.user_id.as_ref().map(crate::UserId::as_str),
        "connection_id": entry.connection_id.as_ref().map(crate::GrantId::as_str),
        "actor": entry.actor.as_ref().map(crate::UserId::as_str),
        "session_id": entry.session_id,
        "key_id": entry.key_id,
        "erased": entry.erased,
    })
}

/// Number, time, kind, and what is known of it, by name.
fn print(entry: &AuditRecord) {
    let named = [
        ("tenant", entry.tenant_id.as_ref().map(TenantId::as_str)),
        ("user", entry.user_id.as_ref().map(crate::UserId::as_str)),
        ("connection", entry.connection_id.as_ref().map(crate::GrantId::as_str)),
        ("by", entry.actor.as_ref().map(crate::UserId::as_str)),
        ("session", entry.session_id.as_deref()),
        ("key", entry.key_id.as_deref()),
    ];
    let known: Vec<String> = named.iter().filter_map(|(name, value)| value.map(|value| format!("{name} {value}"))).collect();
    let about = if entry.erased { "erased".to_owned() } else { known.join(", ") };
    super::print_line(format_args!("{}\t{}\t{}\t{about}", entry.number, entry.at.to_rfc3339(), entry.kind.as_str()));
}

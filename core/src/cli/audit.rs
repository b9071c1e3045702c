//! Runs `authpipe audit`: lists what was done, and notes which entries an operator knows of that nobody vouches for.

use std::time::Duration;

use clap::Subcommand;
use serde_json::json;

use super::existing::{Asked, look_at, with_vault};
use super::progress::Progress;
use crate::base::{Clock as _, SystemClock};
use crate::repo::AuditDropping;
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
    /// Drop what is older than you keep it, up to the first entry that is not: ids of people among it. An entry tells up to where, so that
    /// `authpipe vault verify` still proves that nothing else is gone. Applications may run meanwhile. Nothing is dropped from where on the
    /// log is broken.
    #[command(group = clap::ArgGroup::new("time").required(true))]
    Retain {
        /// Keep so many days.
        #[arg(long, group = "time")]
        days: Option<u32>,
        /// Keep what is from this time on, in RFC 3339: 2026-01-31T12:00:00Z.
        #[arg(long, group = "time")]
        since: Option<String>,
        /// Say that it shall be so: there is no way back.
        #[arg(long)]
        yes: bool,
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
    /// Let another key link the log from now on: whoever has stolen the one before rewrites nothing behind this moment, nor anything before
    /// it. The ones before stay, for whoever follows the log. Applications may run meanwhile.
    RotateKey {
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
    /// Say that you know of the entries for which nobody vouches, and have looked at them: from then on `authpipe vault verify` fails for
    /// others only. It is told in the log, linked by its key, and counts for those that are so now.
    Acknowledge {
        /// The number of the last of them.
        #[arg(long)]
        up_to: u64,
        /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
        #[arg(long)]
        vault: Option<String>,
    },
}

pub(super) fn run(command: Command, json: bool) -> Result<()> {
    match command {
        Command::List { tenant, since, vault } => list(tenant, since, vault, json),
        Command::Retain { days, since, yes, vault } => retain(days, since, yes, vault, json),
        Command::RotateKey { vault } => rotate_key(vault, json),
        Command::Acknowledge { up_to, vault } => acknowledge(up_to, vault, json),
    }
}

fn retain(days: Option<u32>, since: Option<String>, yes: bool, vault: Option<String>, json: bool) -> Result<()> {
    const DAY: u64 = 24 * 60 * 60;
    let before = match (days, since) {
        (Some(days), _) => SystemClock.now().minus(Duration::from_secs(u64::from(days) * DAY)),
        (None, since) => read_time(&since.unwrap_or_default())?,
    };
    if !yes {
        let message = format!("Nothing was dropped: what was done before {} cannot be brought back.", before.to_rfc3339());
        return Err(Error::new(ErrorCode::InvalidRequest, message).with_hint("Add --yes."));
    }
    let mut shown = Progress::begin();
    let show = move |AuditDropping { entries, .. }| shown.say(&format!("{entries} entries dropped"));
    let Asked { place, answer } = with_vault(vault, async move |authpipe| authpipe.drop_audit(before, show).await)?;
    let AuditDropping { entries, up_to, keys } = answer;
    if json {
        return super::print_json(&json!({
            "vault": place, "before": before.to_rfc3339(), "dropped": entries, "up_to": up_to, "keys_destroyed": keys,
        }));
    }
    super::print_line(format_args!("vault\t{place}\nbefore\t{}\ndropped\t{entries}\nup to\t{up_to}", before.to_rfc3339()));
    super::print_line(format_args!("keys destroyed\t{keys}"));
    Ok(())
}

fn read_time(text: &str) -> Result<Timestamp> {
    Timestamp::from_rfc3339(text)
        .ok_or_else(|| Error::new(ErrorCode::InvalidRequest, "--since is a time in RFC 3339, such as 2026-01-31T12:00:00Z."))
}

fn rotate_key(vault: Option<String>, json: bool) -> Result<()> {
    let Asked { place, answer: () } = with_vault(vault, async |authpipe| authpipe.rotate_audit_key().await)?;
    if json {
        return super::print_json(&json!({ "vault": place, "rotated": true }));
    }
    super::print_line(format_args!("vault\t{place}\nanother key links the audit log from here on"));
    Ok(())
}

fn acknowledge(up_to: u64, vault: Option<String>, json: bool) -> Result<()> {
    let Asked { place, answer: count } = with_vault(vault, async |authpipe| authpipe.acknowledge_audit(up_to).await)?;
    if json {
        return super::print_json(&json!({ "vault": place, "up_to": up_to, "acknowledged": count }));
    }
    super::print_line(format_args!("vault\t{place}\nup to\t{up_to}\nacknowledged\t{count}"));
    Ok(())
}

/// Page by page, each of which is printed before the next is read: a log of any length passes through.
fn list(tenant: Option<String>, since: Option<String>, vault: Option<String>, json: bool) -> Result<()> {
    let tenant_id = tenant.map(|text| TenantId::parse(&text)).transpose()?;
    let since = since.as_deref().map(read_time).transpose()?;
    let asked = look_at(vault, async |authpipe| {
        let mut query = AuditQuery { tenant_id, since, limit: Some(200), ..AuditQuery::default() };
        let mut page = authpipe.list_audit(query.clone()).await?;
        let place = authpipe.vault_address().name().to_owned();
        if json {
            super::print_line(format_args!("{{\n  \"vault\": {},\n  \"entries\": [", json!(place)));
        } else {
            super::print_line(format_args!("vault\t{place}"));
        }
        let mut before: Option<serde_json::Value> = None;
        loop {
            for entry in &page.data {
                if !json {
                    print(entry);
                } else if let Some(before) = before.replace(as_json(entry)) {
                    super::print_line(format_args!("    {before},"));
                }
            }
            query.after = page.next;
            if query.after.is_none() {
                break;
            }
            page = authpipe.list_audit(query.clone()).await?;
        }
        if json {
            let last = before.map(|entry| format!("    {entry}\n")).unwrap_or_default();
            super::print_line(format_args!("{last}  ]\n}}"));
        }
        Ok(())
    });
    asked.map(drop)
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

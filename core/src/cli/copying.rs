//! Runs `authpipe vault copy`: moves a vault, and says how far it is.

use std::time::Duration;

use serde_json::json;

use super::progress::{Progress, bar};
use crate::client::copying::{Move, move_vault};
use crate::repo::{CopyStep, TableCount};
use crate::{Options, Result};

pub(super) fn copy(from: Option<String>, to: &str, json: bool) -> Result<()> {
    let options = Options { vault: from, background: false, ..Options::default() }.or_environment()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(crate::no_threads)?;
    let mut shown = Progress::begin();
    let moved = runtime.block_on(move_vault(options, to, &mut |step| {
        let line = describe(step, shown.is_terminal(), shown.took());
        if matches!(step, CopyStep::Rows { .. } | CopyStep::Exchanges { .. }) { shown.say(&line) } else { shown.note(&line) }
    }))?;
    drop(shown);
    report(&moved, json)
}

fn report(moved: &Move, json: bool) -> Result<()> {
    let Move { from, to, copied, was_complete, opened } = moved;
    let unreadable = opened.unreadable();
    if json {
        let tables: Option<serde_json::Map<String, serde_json::Value>> = copied
            .as_ref()
            .map(|copied| copied.tables.iter().map(|TableCount { table, rows }| ((*table).to_owned(), json!(rows))).collect());
        return super::print_json(&json!({
            "from": from,
            "to": to,
            "was_complete": was_complete,
            "rows": copied.as_ref().map(|copied| copied.rows),
            "tables": tables,
            "keys": opened.keys,
            "connections": opened.grants,
            "sessions": opened.sessions,
            "unreadable": unreadable,
            "audit_entries": opened.audit.entries,
            "audit_unvouched": opened.audit.unvouched,
            "audit_broken_at": opened.audit.broken,
        }));
    }
    super::print_line(format_args!("from\t{from}\nto\t{to}"));
    if *was_complete {
        super::print_line(format_args!("copy\tcomplete since an earlier run: the vault is at {to} now, and nothing was copied"));
    }
    if let Some(copied) = copied {
        super::print_line(format_args!("rows\t{}", copied.rows));
    }
    super::print_line(format_args!("connections\t{}\nsessions\t{}\nunreadable\t{unreadable}", opened.grants, opened.sessions));
    super::print_line(format_args!("audit entries\t{}", opened.audit.entries));
    opened.audit.unvouched.iter().for_each(|number| super::print_line(format_args!("audit entry of nobody\t{number}")));
    if let Some(number) = opened.audit.broken {
        super::print_line(format_args!("audit broken at\t{number}"));
    }
    super::print_line(format_args!("next\tset AUTHPIPE_VAULT to the new address, and restart every process"));
    Ok(())
}

fn describe(step: CopyStep, is_terminal: bool, took: Duration) -> String {
    match step {
        CopyStep::Rows { done, of } => {
            let left = took.as_secs() * of.saturating_sub(done) / done.max(1);
            let bar = if is_terminal { format!("{} ", bar(done, of)) } else { String::new() };
            format!("{bar}{done} of {of} rows looked at, about {left} s to go")
        }
        CopyStep::Changes { rows } => format!("{rows} rows copied that were not there or have changed"),
        CopyStep::Opening => "opening every record of the copy".to_owned(),
        CopyStep::Exchanges { left } => format!("waiting for {left} exchanges under way"),
        CopyStep::WritesHeld => "nobody writes now".to_owned(),
        CopyStep::Compared => "the last rows are copied and compared".to_owned(),
        CopyStep::Stored => "the copy is stored".to_owned(),
        CopyStep::Fenced => "the old place is left".to_owned(),
        CopyStep::Complete => "the new place is a vault".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_has_a_bar_and_a_log_has_plain_lines() {
        let step = CopyStep::Rows { done: 25, of: 100 };
        let took = Duration::from_secs(10);
        assert_eq!(describe(step, true, took), "[#####...............] 25 of 100 rows looked at, about 30 s to go");
        assert_eq!(describe(step, false, took), "25 of 100 rows looked at, about 30 s to go");
    }
}

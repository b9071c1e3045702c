//! Runs `authpipe doctor` without a provider: says of grants how their refreshes stand, and what there is to do about it.

use clap::Args;
use serde_json::json;

use super::existing::{Asked, look_at};
use crate::base::ErrorCode;
use crate::{
    Authpipe, CredentialType, Error, GrantId, GrantStatus, GrantView, ListQuery, RefreshStage, RefreshState, Result,
    StatusReason, TenantId, Timestamp,
};

/// Of which grants.
#[derive(Args)]
pub(super) struct Whose {
    /// Everything about this one connection or installation, by its id; with its tenant. Without it: each one of which there is
    /// something to say. Without a tenant either, those that are sound are not opened: what cannot be opened, `authpipe vault verify` names.
    #[arg(long, requires = "tenant", conflicts_with = "provider")]
    connection: Option<String>,
    /// Only this tenant's.
    #[arg(long, conflicts_with = "provider")]
    tenant: Option<String>,
    /// The vault; default AUTHPIPE_VAULT, else sqlite:./authpipe.db.
    #[arg(long, conflicts_with = "provider")]
    vault: Option<String>,
}

/// Something to be said, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    said: String,
    to_do: String,
}

/// What was looked at.
struct Looked {
    told: Vec<GrantView>,
    /// How many, also those of which there is nothing to say.
    count: usize,
}

pub(super) fn run(whose: Whose, json: bool) -> Result<()> {
    let Whose { connection, tenant, vault } = whose;
    let tenant = tenant.as_deref().map(TenantId::parse).transpose()?;
    let connection = connection.as_deref().map(GrantId::parse).transpose()?;
    let is_one = connection.is_some();
    let Asked { place, answer: (Looked { told, count }, stops) } = look_at(vault, async move |authpipe| {
        let looked = match (connection, tenant) {
            (Some(id), Some(tenant_id)) => {
                let view = if id.is_installation() {
                    authpipe.get_installation(tenant_id, id).await?
                } else {
                    authpipe.get_connection(tenant_id, id).await?
                };
                Looked { told: vec![view], count: 1 }
            }
            (_, Some(tenant_id)) => look_at_all(authpipe, tenant_id).await?,
            (_, None) => look_at_troubled(authpipe).await?,
        };
        Ok((looked, authpipe.check_not_earlier().await.err()))
    })?;
    if json {
        let told: Vec<_> = told.iter().map(|view| as_json(view, stops.as_ref())).collect();
        let stops = stops.map(|error| error.code().as_str());
        return super::print_json(&json!({ "vault": place, "refreshes_stopped": stops, "looked_at": count, "told": told }));
    }
    super::print_line(format_args!("vault\t{place}"));
    if let Some(error) = &stops {
        super::print_line(format_args!("no refresh\t{}\n\t{}", error.message(), error.hint().unwrap_or_default()));
    }
    for view in &told {
        print_view(view, is_one, stops.as_ref());
    }
    if !is_one {
        super::print_line(format_args!(
            "looked at {count} connections and installations; of {} there is something to say",
            told.len()
        ));
    }
    Ok(())
}

/// Of all tenants only those are opened of which there may be something to say: each tenant's key is a question to a key service.
async fn look_at_troubled(authpipe: &Authpipe) -> Result<Looked> {
    let counts = authpipe.count_grants().await?.into_iter().filter(|(status, _)| *status != GrantStatus::Revoked);
    let count = counts.map(|(_, count)| count).sum::<u64>();
    let (mut told, mut after) = (Vec::new(), None);
    loop {
        let query = ListQuery { all_tenants: true, after, limit: Some(200), ..ListQuery::default() };
        let page = authpipe.list_troubled(query).await?;
        told.extend(page.data.into_iter().filter(|view| !find(view).is_empty()));
        after = page.next;
        if after.is_none() {
            return Ok(Looked { told, count: usize::try_from(count).unwrap_or(usize::MAX) });
        }
    }
}

async fn look_at_all(authpipe: &Authpipe, tenant_id: TenantId) -> Result<Looked> {
    let (mut told, mut count) = (Vec::new(), 0);
    for is_installation in [false, true] {
        let mut after = None;
        loop {
            let query = ListQuery { tenant_id: Some(tenant_id.clone()), after, limit: Some(200), ..ListQuery::default() };
            let page = if is_installation {
                authpipe.list_installations(query).await?
            } else {
                authpipe.list_connections(query).await?
            };
            count += page.data.len();
            told.extend(page.data.into_iter().filter(|view| !find(view).is_empty()));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(Looked { told, count })
}

fn print_view(view: &GrantView, is_whole: bool, stops: Option<&Error>) {
    let whose = view.key.user_id.as_ref().map_or("-", |user| user.as_str());
    let (id, tenant, config) = (view.id.as_str(), view.key.tenant_id.as_str(), view.key.config.as_str());
    super::print_line(format_args!("{id}\t{tenant}\t{whose}\t{config}\t{}", view.status.as_str()));
    if is_whole {
        for line in facts(&view.refresh) {
            super::print_line(format_args!("  {line}"));
        }
    }
    let found = find(view);
    for Finding { said, to_do } in &found {
        super::print_line(format_args!("  {said}\n    {to_do}"));
    }
    match stops {
        Some(error) => {
            super::print_line(format_args!("  It is not refreshed: no refresh token is presented [{}].", error.code().as_str()))
        }
        None if found.is_empty() => super::print_line(format_args!("  Nothing is wrong with its refreshes.")),
        None => {}
    }
}

/// What is no finding, but part of the story.
fn facts(refresh: &RefreshState) -> Vec<String> {
    let last = refresh.succeeded_at.map(|at| format!("Its access token is of an exchange at {}.", at.to_rfc3339()));
    let next =
        refresh.next_at.map(|at| format!("It is refreshed next at {}, or when somebody needs it before.", at.to_rfc3339()));
    let ends =
        refresh.ends_at.map(|at| format!("Its provider lets it be refreshed until {}, whatever is done.", at.to_rfc3339()));
    last.into_iter().chain(next).chain(ends).collect()
}

/// What there is to say of a grant, in the order in which it happened.
fn find(view: &GrantView) -> Vec<Finding> {
    let refresh = &view.refresh;
    let found = [stands(view), failed(refresh), doubtful(refresh), held(refresh), spooled(refresh), paused(refresh)];
    found.into_iter().flatten().collect()
}

fn finding(said: String, to_do: impl Into<String>) -> Option<Finding> {
    Some(Finding { said, to_do: to_do.into() })
}

/// What keeps the whole vault from refreshing.
fn stopped(error: &Error) -> Finding {
    Finding { said: error.message().to_owned(), to_do: error.hint().unwrap_or_default().to_owned() }
}

/// A grant that nothing refreshes until somebody does something, or to which its provider has said no.
fn stands(view: &GrantView) -> Option<Finding> {
    let reason = view.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    let is_key = view.credential_type == CredentialType::ApiKey;
    let (said, to_do) = match view.status {
        GrantStatus::Degraded if view.reason == Some(StatusReason::Rejected) => {
            let what = if is_key { "key" } else { "token" };
            let said =
                format!("Its provider has said no to the {what} once, which may be a mistake. It is handed out meanwhile.");
            return finding(said, "Nothing is to be done: a minute later it is asked again, and a second no ends it.");
        }
        GrantStatus::Degraded if view.reason == Some(StatusReason::ProbeRefused) => {
            let said = "Its provider accepts it, and refuses what it was tried with. It is handed out meanwhile.".to_owned();
            return finding(said, "Give it the permissions that it needs. It is tried again within an hour.");
        }
        GrantStatus::NeedsReauth if is_key => return finding(format!("It has ended{reason}."), "Store a new key."),
        GrantStatus::NeedsReauth if view.id.is_installation() => ("It has ended", "Let an administrator install again."),
        GrantStatus::NeedsReauth => ("It has ended", "Let the user connect again."),
        GrantStatus::Suspended => ("It is suspended", "Ask whoever has suspended it."),
        GrantStatus::PendingApproval => ("It waits for approval", "Check the organisation and approve the installation."),
        GrantStatus::Pending | GrantStatus::Active | GrantStatus::Degraded | GrantStatus::Revoked => return None,
    };
    finding(format!("{said}{reason}, and is not refreshed."), to_do)
}

fn failed(refresh: &RefreshState) -> Option<Finding> {
    let (at, code) = (refresh.failed_at?, refresh.error?);
    if code == ErrorCode::ReauthRequired {
        return finding(format!("Its last refresh was at {}: {}", at.to_rfc3339(), code.doc()), code.hint());
    }
    let count = refresh.failures;
    let said = format!("Its last refresh failed at {} [{}], {count} in a row: {}", at.to_rfc3339(), code.as_str(), code.doc());
    let to_do = match code.actor() {
        crate::Actor::Nobody => format!("Nothing is to be done: {}.", asked_again(refresh)),
        _ => format!("{} Then {}.", code.hint(), asked_again(refresh)),
    };
    finding(said, to_do)
}

fn doubtful(refresh: &RefreshState) -> Option<Finding> {
    let since = refresh.in_doubt_since?.to_rfc3339();
    let said = format!("An exchange was begun at {since}, and nobody knows whether the provider has spent the refresh token.");
    let again = asked_again(refresh);
    finding(said, format!("Nothing is to be done: {again}. If the token is spent the provider says so, and the connection ends."))
}

fn held(refresh: &RefreshState) -> Option<Finding> {
    let by = refresh.held_by.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
    let since = refresh.held_since?.to_rfc3339();
    match refresh.stage {
        Some(RefreshStage::Claimed) => finding(
            format!("The process{by} has held its lease since {since}, and has not sent anything to the provider yet."),
            "If that goes on, see what it waits for: the provider's name or a connection to it, a service that holds keys, or the process itself.",
        ),
        Some(RefreshStage::Sending) | None => finding(
            format!("The process{by} has held its lease since {since}, and asks the provider."),
            "Nothing is to be done: the lease ends with the exchange, or by itself within a minute of that time.",
        ),
    }
}

fn spooled(refresh: &RefreshState) -> Option<Finding> {
    let said = "What a refresh has brought waits in the spool of this machine: the vault did not take it.";
    let to_do =
        "Make room or rights for the vault, and keep the spool until this is gone: no other place has the new refresh token.";
    refresh.is_spooled.then(|| Finding { said: said.to_owned(), to_do: to_do.to_owned() })
}

fn paused(refresh: &RefreshState) -> Option<Finding> {
    let until = refresh.endpoint_paused_until?.to_rfc3339();
    let said = format!("No process asks the provider's token endpoint before {until}.");
    finding(said, "Nothing is to be done: the provider asked for a pause, or failed for several connections in a row.")
}

/// When the provider is asked next, as the end of a sentence.
fn asked_again(refresh: &RefreshState) -> String {
    match refresh.not_before {
        Some(at) => format!("the provider is asked again when somebody needs it after {}", Timestamp::to_rfc3339(at)),
        None => "the provider is asked again as soon as somebody needs it".to_owned(),
    }
}

fn as_json(view: &GrantView, stops: Option<&Error>) -> serde_json::Value {
    let time = |at: Option<Timestamp>| at.map(Timestamp::to_rfc3339);
    let refresh = &view.refresh;
    json!({
        "id": view.id.as_str(),
        "tenant_id": view.key.tenant_id.as_str(),
        "user_id": view.key.user_id.as_ref().map(|user| user.as_str()),
        "provider": view.provider.as_str(),
        "config": view.key.config.as_str(),
        "status": view.status.as_str(),
        "reason": view.reason.as_ref().map(ToString::to_string),
        "refresh": {
            "held_since": time(refresh.held_since),
            "held_by": refresh.held_by,
            "stage": refresh.stage.map(RefreshStage::as_str),
            "succeeded_at": time(refresh.succeeded_at),
            "failed_at": time(refresh.failed_at),
            "error": refresh.error.map(ErrorCode::as_str),
            "failures": refresh.failures,
            "next_at": time(refresh.next_at),
            "not_before": time(refresh.not_before),
            "endpoint_paused_until": time(refresh.endpoint_paused_until),
            "in_doubt_since": time(refresh.in_doubt_since),
            "ends_at": time(refresh.ends_at),
            "spooled": refresh.is_spooled,
        },
        "found": stops.map(stopped).iter().chain(&find(view)).map(|found| json!({ "said": found.said, "to_do": found.to_do })).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);
    const LATER: Timestamp = Timestamp::from_unix_seconds(1_800_000_060);

    fn told(change: impl FnOnce(&mut RefreshState)) -> RefreshState {
        let mut refresh = RefreshState {
            held_since: None,
            held_by: None,
            stage: None,
            succeeded_at: None,
            failed_at: None,
            error: None,
            failures: 0,
            next_at: None,
            not_before: None,
            endpoint_paused_until: None,
            in_doubt_since: None,
            ends_at: None,
            is_spooled: false,
        };
        change(&mut refresh);
        refresh
    }

    #[test]
    fn each_part_of_the_story_is_said_with_what_to_do() {
        let (at, later) = ("2027-01-15T08:00:00.000Z", "2027-01-15T08:01:00.000Z");
        let failing = |code: ErrorCode| {
            told(|refresh| {
                (refresh.failed_at, refresh.error, refresh.failures, refresh.not_before) = (Some(AT), Some(code), 3, Some(LATER))
            })
        };
        let cases = [
            (
                held(&told(|refresh| (refresh.held_since, refresh.held_by) = (Some(AT), Some("ab01".into())))),
                format!("The process ab01 has held its lease since {at}, and asks the provider."),
                "Nothing is to be done: the lease ends".to_owned(),
            ),
            (
                held(&told(|refresh| (refresh.held_since, refresh.stage) = (Some(AT), Some(RefreshStage::Claimed)))),
                format!("The process has held its lease since {at}, and has not sent anything to the provider yet."),
                "If that goes on, see what it waits for".to_owned(),
            ),
            (
                failed(&failing(ErrorCode::ProviderUnavailable)),
                format!("Its last refresh failed at {at} [provider_unavailable], 3 in a row: "),
                format!("Nothing is to be done: the provider is asked again when somebody needs it after {later}."),
            ),
            (
                failed(&failing(ErrorCode::ProviderConfigRejected)),
                format!("Its last refresh failed at {at} [provider_config_rejected], 3 in a row: "),
                format!(
                    "Correct the client id or the secret. Then the provider is asked again when somebody needs it after {later}."
                ),
            ),
            (
                failed(&failing(ErrorCode::ReauthRequired)),
                format!("Its last refresh was at {at}: "),
                "Let the user sign in again.".to_owned(),
            ),
            (
                doubtful(&told(|refresh| refresh.in_doubt_since = Some(AT))),
                format!("An exchange was begun at {at}, and nobody knows"),
                "Nothing is to be done: the provider is asked again as soon as somebody needs it. If the token is spent"
                    .to_owned(),
            ),
            (
                spooled(&told(|refresh| refresh.is_spooled = true)),
                "What a refresh has brought waits in the spool".to_owned(),
                "Make room or rights for the vault".to_owned(),
            ),
            (
                paused(&told(|refresh| refresh.endpoint_paused_until = Some(LATER))),
                format!("No process asks the provider's token endpoint before {later}."),
                "Nothing is to be done".to_owned(),
            ),
        ];
        for (found, said, to_do) in cases {
            let found = found.expect("a finding");
            assert!(found.said.starts_with(&said), "{found:?}");
            assert!(found.to_do.starts_with(&to_do), "{found:?}");
        }
        let nothing = told(|_| {});
        for found in [failed(&nothing), doubtful(&nothing), held(&nothing), spooled(&nothing), paused(&nothing)] {
            assert_eq!(found, None);
        }
    }
}

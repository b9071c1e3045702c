//! Revocations, as events that a test or a request causes.

use crate::ledger::{Entry, Kind};
use crate::state::{Core, Person, State};

fn note(core: &Core, what: &'static str, tenant_id: Option<&str>, user_id: Option<&str>, client_id: Option<&str>) {
    core.ledger.add(Entry {
        what: Some(what),
        tenant_id: tenant_id.map(str::to_owned),
        user_id: user_id.map(str::to_owned),
        client_id: client_id.map(str::to_owned),
        processed: true,
        ..Entry::new(Kind::Revocation)
    });
}

/// Revokes all refresh tokens and sessions of a person, for all applications. Returns how many tokens it hit.
pub(crate) fn user_tokens(core: &Core, state: &mut State, user_id: &str) -> usize {
    let mut count = 0;
    for token in state.refresh_tokens.values_mut().filter(|token| token.person.user_id == user_id && !token.revoked) {
        token.revoked = true;
        count += 1;
    }
    for token in state.access_tokens.values_mut().filter(|token| token.user_id.as_deref() == Some(user_id)) {
        token.revoked = true;
    }
    count += state.generic.revoke_person(user_id);
    count += state.slack.revoke_person(user_id);
    count += state.github.revoke_person(user_id);
    count += state.google.revoke_person(user_id);
    count += state.oauth1.revoke_person(user_id);
    state.sessions.retain(|_, person| person.user_id != user_id);
    note(core, "user_tokens", None, Some(user_id), None);
    count
}

/// Ends all access tokens of a person, and nothing else: the API refuses them from now on, while refreshes go on. Returns how many it hit.
pub(crate) fn access_tokens(core: &Core, state: &mut State, user_id: &str) -> usize {
    // Over, not revoked: of what is revoked the API hears only where a client has said that it can answer a challenge.
    let now = core.clock.now();
    let own =
        state.access_tokens.values_mut().filter(|token| token.user_id.as_deref() == Some(user_id) && token.expires_at > now);
    let mut count = own.map(|token| token.expires_at = now).count();
    count += state.generic.revoke_access_of(user_id);
    count += state.oauth1.revoke_person(user_id);
    note(core, "access_tokens", None, Some(user_id), None);
    count
}

/// Withdraws one person's consent to an application.
pub(crate) fn user_consent(core: &Core, state: &mut State, person: &Person, client_id: &str) {
    state.consents.remove_user(person, client_id);
    note(core, "user_consent", Some(&person.tenant_id), Some(&person.user_id), Some(client_id));
}

/// Withdraws an organisation's consent, with that of its members.
pub(crate) fn tenant_consent(core: &Core, state: &mut State, tenant_id: &str, client_id: &str) {
    state.consents.remove_tenant(tenant_id, client_id);
    note(core, "tenant_consent", Some(tenant_id), None, Some(client_id));
}

/// Removes an application from an organisation.
pub(crate) fn app_from_organisation(core: &Core, state: &mut State, tenant_id: &str, client_id: &str) {
    state.consents.uninstall(tenant_id, client_id);
    note(core, "app_removed", Some(tenant_id), None, Some(client_id));
}

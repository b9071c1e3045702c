//! Codes and tokens of Slack's, and how they end.

use std::collections::HashSet;
use std::time::SystemTime;

use super::events::{Ended, Place};
use super::{AccessToken, ByToken, Holder, Kind, SlackRequest};
use crate::ledger::{Entry, Kind as Told};
use crate::random::make_token;
use crate::state::{Core, Person};
use crate::world::World;

/// A code, and what was allowed with it.
pub(super) struct Code {
    pub(super) request: SlackRequest,
    pub(super) person: Person,
    pub(super) issued_at: SystemTime,
    pub(super) is_used: bool,
}

/// Codes and tokens of Slack's.
#[derive(Default)]
pub(crate) struct SlackState {
    pub(super) codes: ByToken<Code>,
    pub(super) access_tokens: ByToken<AccessToken>,
    pub(super) refresh_tokens: ByToken<Holder>,
    /// Refresh tokens that were revoked or spent: they are told from those that never were.
    pub(super) ended_refresh_tokens: HashSet<String>,
    /// What an app is told of, oldest first.
    pub(super) ended: Vec<Ended>,
}

/// A token with what comes beside it.
pub(super) struct Pair {
    pub(super) access_token: String,
    pub(super) refresh_token: Option<String>,
    pub(super) expires_in: Option<u64>,
}

impl SlackState {
    /// Ends every token of a person; of a bot those whose installation the person made stay. How many it hit.
    pub(crate) fn revoke_person(&mut self, user_id: &str) -> usize {
        self.revoke(None, |holder| holder.kind == Kind::User && holder.person.user_id == user_id)
    }

    /// Uninstalls an app from a workspace: all its tokens there end.
    pub(crate) fn uninstall(&mut self, tenant_id: &str, client_id: &str) -> usize {
        let uninstalled = Some(Place { tenant_id: tenant_id.to_owned(), client_id: client_id.to_owned() });
        self.revoke(uninstalled, |holder| holder.person.tenant_id == tenant_id && holder.client_id == client_id)
    }

    /// Ends one refresh token.
    pub(super) fn end_refresh_token(&mut self, value: &str) {
        if self.refresh_tokens.remove(value).is_some() {
            self.ended_refresh_tokens.insert(value.to_owned());
        }
    }

    fn revoke(&mut self, uninstalled: Option<Place>, is_hit: impl Fn(&Holder) -> bool) -> usize {
        let ended: Vec<_> = self.refresh_tokens.extract_if(|_, holder| is_hit(holder)).map(|(value, _)| value).collect();
        self.ended_refresh_tokens.extend(ended);
        let mut holders = Vec::new();
        for token in self.access_tokens.values_mut().filter(|token| !token.is_revoked && is_hit(&token.holder)) {
            token.is_revoked = true;
            holders.push(token.holder.clone());
        }
        let hit = holders.len();
        if hit > 0 || uninstalled.is_some() {
            self.ended.push(Ended { holders, uninstalled });
        }
        hit
    }
}

/// Makes a token, and where the app rotates a refresh token with it.
pub(super) fn issue(core: &Core, world: &World, state: &mut SlackState, holder: &Holder) -> Pair {
    let rotates = world.slack.find_app(&holder.client_id).is_some_and(|app| app.rotates);
    let letter = if holder.kind == Kind::Bot { 'b' } else { 'p' };
    let access_token = if rotates {
        format!("xoxe.xox{letter}-1-{}", make_token::<60>())
    } else {
        format!("xox{letter}-{}", make_token::<30>())
    };
    let lifetime = world.slack.access_token_lifetime;
    let expires_at = rotates.then(|| core.clock.now() + lifetime);
    let token = AccessToken { holder: holder.clone(), expires_at, is_revoked: false };
    state.access_tokens.insert(access_token.clone(), token);
    note(core, "access_token", &access_token, holder);
    let refresh_token = rotates.then(|| format!("xoxe-1-{}", make_token::<60>()));
    if let Some(value) = &refresh_token {
        state.refresh_tokens.insert(value.clone(), holder.clone());
        note(core, "refresh_token", value, holder);
    }
    Pair { access_token, refresh_token, expires_in: rotates.then_some(lifetime.as_secs()) }
}

pub(super) fn note(core: &Core, what: &'static str, value: &str, holder: &Holder) {
    core.ledger.add(Entry {
        what: Some(what),
        value: Some(value.to_owned()),
        client_id: Some(holder.client_id.clone()),
        tenant_id: Some(holder.person.tenant_id.clone()),
        user_id: (holder.kind == Kind::User).then(|| holder.person.user_id.clone()),
        ..Entry::new(Told::Issued)
    });
}

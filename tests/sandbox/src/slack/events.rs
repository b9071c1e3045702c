//! What Slack posts of its own accord when tokens have ended: whose they were, by ids of people and bots, and never the tokens.
//!
//! Sources: docs.slack.dev/reference/events/tokens_revoked; api.slack.com/events/app_uninstalled.

use serde_json::{Value, json};

use super::access::bot_user;
use super::{Holder, Kind, slack_id, slack_team_id, slack_user_id};
use crate::state::Core;

/// Tokens that have ended, and whether the app went with them.
pub(super) struct Ended {
    pub(super) holders: Vec<Holder>,
    pub(super) uninstalled: Option<Place>,
}

/// An app in a workspace.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The id of its organisation.
    pub(super) tenant_id: String,
    pub(super) client_id: String,
}

impl Place {
    fn of(holder: &Holder) -> Self {
        Place { tenant_id: holder.person.tenant_id.clone(), client_id: holder.client_id.clone() }
    }
}

/// The bodies of all events so far, oldest first. The two of an uninstallation come in either order; here the tokens come first.
pub(crate) fn events(core: &Core) -> Vec<Value> {
    let state = core.state();
    let mut bodies = Vec::new();
    for ended in &state.slack.ended {
        let mut places: Vec<Place> = ended.holders.iter().map(Place::of).chain(ended.uninstalled.clone()).collect();
        places.sort();
        places.dedup();
        for place in places {
            let Some(app) = state.world.slack.find_app(&place.client_id) else { continue };
            let body = |number: usize, event: Value| {
                json!({
                    "type": "event_callback",
                    "team_id": slack_team_id(&place.tenant_id),
                    "api_app_id": app.app_id,
                    "event_id": slack_id("Ev", &format!("{number}{}{}", place.tenant_id, place.client_id)),
                    "event": event,
                })
            };
            let here = ended.holders.iter().filter(|holder| Place::of(holder) == place);
            let (mut people, mut bots) = (Vec::new(), Vec::new());
            for holder in here {
                match holder.kind {
                    Kind::User => people.push(slack_user_id(&holder.person.user_id)),
                    Kind::Bot => bots.push(bot_user(app, &place.tenant_id)),
                }
            }
            if !(people.is_empty() && bots.is_empty()) {
                let tokens = json!({ "type": "tokens_revoked", "tokens": { "oauth": people, "bot": bots } });
                bodies.push(body(bodies.len(), tokens));
            }
            if ended.uninstalled.as_ref() == Some(&place) {
                bodies.push(body(bodies.len(), json!({ "type": "app_uninstalled" })));
            }
        }
    }
    bodies
}

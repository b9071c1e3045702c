//! Gives temporary credentials and token credentials (RFC 5849 §2.1, §2.3).

use super::signature::{Protocol, encode, verify};
use super::{OAuth1Client, Problem, Temporary, Token, malformed, note, problem, refuse};
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Reply};
use crate::random::make_token;
use crate::server::describe;
use crate::state::{Core, State};

pub(super) fn initiate(core: &Core, call: &Call) -> Reply {
    answer(core, call, |core, state, entry| {
        let Signed { client, protocol, .. } = read(core, state, call, entry)?;
        if protocol.get("oauth_token").is_some() {
            return Err(malformed("parameter_rejected"));
        }
        verify(core, state, call, &protocol, &client.secret, "")?;
        let callback = protocol.need("oauth_callback")?.to_owned();
        let is_loopback = url::Url::parse(&callback)
            .is_ok_and(|url| matches!(url.host_str(), Some("localhost" | "127.0.0.1")) && url.fragment().is_none());
        if callback != "oob" && !is_loopback && !client.callbacks.contains(&callback) {
            return Err(malformed("parameter_rejected"));
        }
        let (token, secret) = (make_token::<18>(), make_token::<18>());
        // The token itself is no secret: it stands in the address of the page.
        note(core, "access_token", &secret, &client.client_id, None);
        let confirmed = if state.world.oauth1.omit_confirmation { "" } else { "&oauth_callback_confirmed=true" };
        let form = format!("oauth_token={}&oauth_token_secret={}{confirmed}", encode(&token), encode(&secret));
        let client_id = client.client_id;
        let temporary = Temporary { client_id, secret, callback, issued_at: core.clock.now(), authorised: None, used: false };
        state.oauth1.temporary.insert(token, temporary);
        Ok(form)
    })
}

pub(super) fn token(core: &Core, call: &Call) -> Reply {
    answer(core, call, |core, state, entry| {
        let Signed { client, protocol, .. } = read(core, state, call, entry)?;
        let given = protocol.need("oauth_token")?.to_owned();
        let known = state.oauth1.temporary.get(&given).filter(|known| known.client_id == client.client_id).cloned();
        let temporary = known.ok_or(problem("token_rejected"))?;
        verify(core, state, call, &protocol, &client.secret, &temporary.secret)?;
        if temporary.used {
            return Err(problem("token_used"));
        }
        let age = core.clock.now().duration_since(temporary.issued_at).unwrap_or_default();
        if age > state.world.oauth1.temporary_lifetime {
            return Err(problem("token_expired"));
        }
        let authorised = temporary.authorised.ok_or(problem("permission_unknown"))?;
        let verifier = protocol.need("oauth_verifier")?;
        entry.code = Some(verifier.to_owned());
        if verifier != authorised.verifier {
            return Err(problem("verifier_invalid"));
        }
        let (token, secret) = (make_token::<24>(), make_token::<24>());
        note(core, "access_token", &token, &client.client_id, Some(&authorised.person));
        note(core, "access_token", &secret, &client.client_id, Some(&authorised.person));
        entry.issued_access_token = Some(token.clone());
        let life = state.world.oauth1.token_lifetime;
        let user = state.world.find_person(&authorised.person.tenant_id, &authorised.person.user_id);
        let name = user.map(|user| user.username.clone()).unwrap_or_default();
        let mut form = format!(
            "oauth_token={}&oauth_token_secret={}&user_id={}&screen_name={}",
            encode(&token),
            encode(&secret),
            encode(&authorised.person.user_id),
            encode(&name)
        );
        if let Some(life) = life {
            form.push_str(&format!("&oauth_expires_in={}", life.as_secs()));
        }
        let ends_at = life.map(|life| core.clock.now() + life);
        let (client_id, person, scopes) = (client.client_id, authorised.person, authorised.scopes);
        state.oauth1.tokens.insert(token, Token { client_id, secret, person, scopes, ends_at });
        state.oauth1.temporary.entry(given).and_modify(|temporary| temporary.used = true);
        Ok(form)
    })
}

/// A signed request, its signature not yet checked.
pub(super) struct Signed {
    pub(super) client: OAuth1Client,
    pub(super) protocol: Protocol,
}

/// Reads what a request says of itself.
pub(super) fn read(_: &Core, state: &State, call: &Call, entry: &mut Entry) -> Result<Signed, Problem> {
    let protocol = Protocol::read(call)?;
    let client_id = protocol.need("oauth_consumer_key")?;
    entry.client_id = Some(client_id.to_owned());
    entry.bearer = protocol.get("oauth_token").map(str::to_owned);
    let client = state.world.oauth1.find_client(client_id).cloned().ok_or(problem("consumer_key_unknown"))?;
    Ok(Signed { client, protocol })
}

fn answer(core: &Core, call: &Call, judge: impl FnOnce(&Core, &mut State, &mut Entry) -> Result<String, Problem>) -> Reply {
    let mut entry = describe(call, Kind::TokenRequest);
    let mut state = core.state();
    let reply = match judge(core, &mut state, &mut entry) {
        Ok(form) => Reply::empty(200).with_body("application/x-www-form-urlencoded", form),
        Err(problem) => {
            entry.error = Some(problem.name.to_owned());
            refuse(problem)
        }
    };
    let seq = core.ledger.add(entry);
    reply.entry(seq)
}

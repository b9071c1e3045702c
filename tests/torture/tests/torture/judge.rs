//! Judges by what the provider's ledger and the histories of the processes say.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use authpipe_sandbox::Entry;

use crate::times::{self, Healed};
use crate::worker::History;

/// One line of a provider's ledger: what its token endpoint was asked, and what it answered to itself, whoever heard of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    /// Who has signed in with it.
    pub(crate) signed_in: Option<usize>,
    /// The refresh token that it was presented.
    pub(crate) presented: Option<String>,
    pub(crate) is_refused: bool,
    pub(crate) access_token: Option<String>,
    pub(crate) refresh_token: Option<String>,
    /// When the access token ends, by [`times::moment`]; `None`: the provider's clock is another one.
    pub(crate) ends_at: Option<u64>,
}

/// The ledger of the sandbox, at which users sign in one after the other, and when an access token ends that was given at an entry.
pub(crate) fn read_ledger(entries: &[Entry], ends_at: impl Fn(&Entry) -> Option<u64>) -> Vec<Request> {
    let mut users = 0..;
    let of_interest =
        entries.iter().filter(|entry| matches!(entry.grant_type.as_deref(), Some("authorization_code" | "refresh_token")));
    of_interest
        .map(|entry| Request {
            signed_in: (entry.grant_type.as_deref() == Some("authorization_code")).then(|| users.next()).flatten(),
            presented: entry.refresh_token.clone(),
            is_refused: entry.processed && entry.error.is_some(),
            access_token: entry.issued_access_token.clone(),
            refresh_token: entry.issued_refresh_token.clone(),
            ends_at: ends_at(entry),
        })
        .collect()
}

/// What may have happened, by what was done to the processes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Allowed {
    /// Processes that were killed: each may have taken one answer with it.
    pub(crate) deaths: usize,
    /// Whether a refresh token works again after it was exchanged.
    pub(crate) is_reusable: bool,
    /// How long a caller may wait for a grant at which a process has died; `None`: that is not judged.
    pub(crate) heals_within: Option<Duration>,
}

/// What was found, where nothing is wrong.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// Refresh tokens that the provider was presented.
    pub(crate) presentations: usize,
    /// Those among them that it had been presented before.
    pub(crate) repeated: usize,
    /// Grants that the provider has ended.
    pub(crate) lost: usize,
    /// Credentials that callers were given.
    pub(crate) served: usize,
    /// How long it took where a process had died.
    pub(crate) healed: Healed,
}

/// # Errors
/// What no process may do, whatever is done to it: with the invariant that it breaks.
pub(crate) fn judge(requests: &[Request], histories: &[History], allowed: Allowed) -> Result<Verdict, String> {
    let mut verdict = Verdict::default();
    let mut owner_of_refresh: HashMap<&str, usize> = HashMap::new();
    let mut owner_of_access: HashMap<&str, usize> = HashMap::new();
    // How often each was presented, and the access token that its first presentation has brought.
    let mut presented: HashMap<&str, Vec<Option<&str>>> = HashMap::new();
    let mut ended: HashMap<usize, bool> = HashMap::new();
    for request in requests {
        let owner = match (request.signed_in, request.presented.as_deref()) {
            (Some(user), _) => user,
            (None, Some(token)) => {
                verdict.presentations += 1;
                let times = presented.entry(token).or_default();
                times.push(request.access_token.as_deref());
                let owner = *owner_of_refresh.get(token).ok_or("I5: a token is presented that the provider never issued")?;
                if times.len() > 1 {
                    verdict.repeated += 1;
                }
                if request.is_refused {
                    // It takes it for theft if it was presented before, and worked.
                    ended.insert(owner, times.len() > 1 || ended.contains_key(&owner));
                }
                owner
            }
            (None, None) => continue,
        };
        if let Some(token) = request.refresh_token.as_deref() {
            owner_of_refresh.insert(token, owner);
        }
        if let Some(token) = request.access_token.as_deref() {
            owner_of_access.insert(token, owner);
        }
    }
    let served: HashSet<&str> =
        histories.iter().flatten().filter_map(|line| line.strip_prefix("served ")?.split(' ').nth(2)).collect();
    let was_spent = |answers: &&Vec<Option<&str>>| answers.len() > 1 && answers[0].is_some_and(|token| served.contains(token));
    if !allowed.is_reusable && presented.values().any(|answers| was_spent(&answers)) {
        return Err("I4: a token is presented again whose successor somebody has been given".to_owned());
    }
    if let Some((user, _)) = ended.iter().find(|(_, was_repeated)| !**was_repeated) {
        return Err(format!("I2: the grant of user {user} has ended, though nothing was presented twice"));
    }
    verdict.lost = ended.len();
    // What dies with a process is one answer, and one presentation is to repair it.
    if verdict.repeated > allowed.deaths {
        return Err(format!("I1: {} tokens were presented again after {} deaths", verdict.repeated, allowed.deaths));
    }
    if verdict.lost > allowed.deaths {
        return Err(format!("I2: {} grants are lost after {} deaths", verdict.lost, allowed.deaths));
    }
    for history in histories {
        let mut seen: HashMap<usize, u64> = HashMap::new();
        for line in history {
            let mut words = line.split(' ');
            let (kind, user) = (words.next(), words.next().and_then(|user| user.parse::<usize>().ok()));
            match (kind, user) {
                (Some("served"), Some(user)) => {
                    let generation = words.next().and_then(|text| text.parse().ok()).ok_or("a history without a generation")?;
                    let value = words.next().ok_or("a history without a value")?;
                    if owner_of_access.get(value) != Some(&user) {
                        return Err(format!("I5: user {user} was given what was not issued for them"));
                    }
                    if seen.insert(user, generation).is_some_and(|before| before > generation) {
                        return Err(format!("I3: user {user} was given generation {generation} after a later one"));
                    }
                    verdict.served += 1;
                }
                (Some("refused"), Some(user)) => {
                    let code = words.next().unwrap_or_default();
                    if code == "reauth_required" && !ended.contains_key(&user) {
                        return Err(format!("I7: user {user} is sent to sign in, and the provider has not ended the grant"));
                    }
                }
                _ => {}
            }
        }
    }
    verdict.healed = times::judge(requests, histories, allowed)?;
    Ok(verdict)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed_in(user: usize, access: &str, refresh: &str) -> Request {
        Request { signed_in: Some(user), ..issued(access, refresh) }
    }

    fn issued(access: &str, refresh: &str) -> Request {
        Request { access_token: Some(access.into()), refresh_token: Some(refresh.into()), ..Request::default() }
    }

    fn refreshed(token: &str, access: &str, refresh: &str) -> Request {
        Request { presented: Some(token.into()), ..issued(access, refresh) }
    }

    fn refused(token: &str) -> Request {
        Request { presented: Some(token.into()), is_refused: true, ..Request::default() }
    }

    fn found(requests: &[Request], history: &[&str], deaths: usize) -> Result<Verdict, String> {
        let history = history.iter().map(|line| (*line).to_owned()).collect();
        judge(requests, &[history], Allowed { deaths, ..Allowed::default() })
    }

    #[test]
    fn what_is_right_is_counted() {
        let requests = [signed_in(0, "a1", "r1"), refreshed("r1", "a2", "r2"), refreshed("r2", "a3", "r3")];
        let verdict = found(&requests, &["ready", "served 0 2 a2", "served 0 3 a3", "refused 0 timeout"], 0).unwrap();
        assert_eq!(verdict, Verdict { presentations: 2, served: 2, ..Verdict::default() });
    }

    #[test]
    fn each_wrong_is_named_by_its_invariant() {
        let begin = || vec![signed_in(0, "a1", "r1"), signed_in(1, "b1", "s1"), refreshed("r1", "a2", "r2")];
        let with = |more: Vec<Request>| [begin(), more].concat();
        for (requests, history, deaths, wrong) in [
            (with(vec![refreshed("r1", "a3", "r3")]), vec![], 0, "I1"),
            (with(vec![refreshed("r1", "a3", "r3"), refreshed("r1", "a4", "r4")]), vec![], 1, "I1"),
            (with(vec![refused("r2")]), vec![], 5, "I2"),
            (with(vec![refused("r1"), refused("r2")]), vec![], 0, "I1"),
            (with(vec![refused("r1")]), vec!["served 0 2 a2"], 9, "I4"),
            (begin(), vec!["served 0 3 a2", "served 0 2 a1"], 0, "I3"),
            (begin(), vec!["served 1 2 a2"], 0, "I5"),
            (begin(), vec!["served 0 2 unknown"], 0, "I5"),
            (with(vec![refreshed("stolen", "a3", "r3")]), vec![], 0, "I5"),
            (begin(), vec!["refused 0 reauth_required"], 9, "I7"),
        ] {
            let verdict = found(&requests, &history, deaths);
            assert!(verdict.as_ref().is_err_and(|told| told.starts_with(wrong)), "{wrong}: {verdict:?}");
        }
    }
}

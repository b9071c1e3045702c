//! Judges by what the provider's ledger and the histories of the processes say.

use std::collections::HashMap;

use authpipe_sandbox::Entry;

use crate::worker::History;

/// What may have happened, by what was done to the processes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowed {
    /// Processes that were killed: each may have taken one answer with it.
    pub(crate) deaths: usize,
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
}

/// # Errors
/// What no process may do, whatever is done to it: with the invariant that it breaks.
pub(crate) fn judge(requests: &[Entry], histories: &[History], allowed: Allowed) -> Result<Verdict, String> {
    let mut verdict = Verdict::default();
    // Whose each token is: users sign in one after the other, and each answer follows from one presentation.
    let mut users = 0;
    let mut owner_of_refresh: HashMap<&str, usize> = HashMap::new();
    let mut owner_of_access: HashMap<&str, usize> = HashMap::new();
    let mut presented: HashMap<&str, usize> = HashMap::new();
    let mut ended: HashMap<usize, bool> = HashMap::new();
    for entry in requests {
        let owner = match (entry.grant_type.as_deref(), entry.refresh_token.as_deref()) {
            (Some("authorization_code"), _) => {
                users += 1;
                users - 1
            }
            (Some("refresh_token"), Some(token)) => {
                verdict.presentations += 1;
                let times = presented.entry(token).or_default();
                *times += 1;
                let owner = *owner_of_refresh.get(token).ok_or("I5: a token is presented that the provider never issued")?;
                if *times > 1 {
                    verdict.repeated += 1;
                }
                if entry.processed && entry.error.is_some() {
                    // It takes it for theft if it was presented before, and worked.
                    ended.insert(owner, *times > 1 || ended.contains_key(&owner));
                }
                owner
            }
            _ => continue,
        };
        if let Some(token) = entry.issued_refresh_token.as_deref() {
            owner_of_refresh.insert(token, owner);
        }
        if let Some(token) = entry.issued_access_token.as_deref() {
            owner_of_access.insert(token, owner);
        }
    }
    if let Some((user, _)) = ended.iter().find(|(_, was_repeated)| !**was_repeated) {
        return Err(format!("I2: the grant of user {user} has ended, though nothing was presented twice"));
    }
    verdict.lost = ended.len();
    if verdict.repeated > allowed.deaths * 2 {
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
    Ok(verdict)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed_in(access: &str, refresh: &str) -> Entry {
        Entry { grant_type: Some("authorization_code".into()), ..issued(access, refresh) }
    }

    fn issued(access: &str, refresh: &str) -> Entry {
        Entry {
            issued_access_token: Some(access.into()),
            issued_refresh_token: Some(refresh.into()),
            processed: true,
            ..Entry::default()
        }
    }

    fn refreshed(token: &str, access: &str, refresh: &str) -> Entry {
        Entry { grant_type: Some("refresh_token".into()), refresh_token: Some(token.into()), ..issued(access, refresh) }
    }

    fn refused(token: &str) -> Entry {
        Entry {
            grant_type: Some("refresh_token".into()),
            refresh_token: Some(token.into()),
            error: Some("invalid_grant".into()),
            processed: true,
            ..Entry::default()
        }
    }

    fn found(requests: &[Entry], history: &[&str], deaths: usize) -> Result<Verdict, String> {
        let history = history.iter().map(|line| (*line).to_owned()).collect();
        judge(requests, &[history], Allowed { deaths })
    }

    #[test]
    fn what_is_right_is_counted() {
        let requests = [signed_in("a1", "r1"), refreshed("r1", "a2", "r2"), refreshed("r2", "a3", "r3")];
        let verdict = found(&requests, &["ready", "served 0 2 a2", "served 0 3 a3", "refused 0 timeout"], 0).unwrap();
        assert_eq!(verdict, Verdict { presentations: 2, repeated: 0, lost: 0, served: 2 });
    }

    #[test]
    fn each_wrong_is_named_by_its_invariant() {
        let begin = || vec![signed_in("a1", "r1"), signed_in("b1", "s1"), refreshed("r1", "a2", "r2")];
        let with = |more: Vec<Entry>| [begin(), more].concat();
        for (requests, history, deaths, wrong) in [
            (with(vec![refreshed("r1", "a3", "r3")]), vec![], 0, "I1"),
            (with(vec![refused("r2")]), vec![], 5, "I2"),
            (with(vec![refused("r1"), refused("r2")]), vec![], 0, "I1"),
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

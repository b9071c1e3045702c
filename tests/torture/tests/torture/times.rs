//! Judges what the processes were given by when it was: by one clock of the machine, which nobody sets.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::time::Duration;

use crate::judge::{Allowed, Request};
use crate::worker::History;

/// What another process has changed is seen by then.
const SEEN_WITHIN: u64 = 5_000;

/// What a process may take between what it has decided and what it writes down, on a machine that is busy with other things.
const WRITTEN_WITHIN: u64 = 10_000;

/// Milliseconds by the clock that no wall clock moves, the same in all processes.
pub(crate) fn moment() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    u64::try_from(time.tv_sec * 1_000 + time.tv_nsec / 1_000_000).unwrap_or(0)
}

/// A caller, and what came of it.
struct Ask<'a> {
    process: usize,
    user: usize,
    asked: u64,
    told: Option<Told<'a>>,
}

struct Told<'a> {
    at: u64,
    answer: Answer<'a>,
}

enum Answer<'a> {
    Served { generation: u64, value: &'a str, is_degraded: bool },
    Refused(&'a str),
}

/// When a process was at nothing: stopped, or dead.
struct Gone {
    process: usize,
    from: u64,
    /// Until it went on; `None`: it was killed.
    until: Option<u64>,
}

/// How long callers were held up by grants at which somebody had died.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Healed(Vec<u64>);

impl Healed {
    /// So many of a hundred took no longer.
    fn quantile(&self, of_hundred: usize) -> Option<u64> {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        sorted.get((sorted.len() * of_hundred).div_ceil(100).saturating_sub(1)).copied()
    }

    pub(crate) fn add(&mut self, others: &Healed) {
        self.0.extend(&others.0);
    }

    /// Whether 99 of a hundred took no longer than this.
    pub(crate) fn is_within(&self, bound: Duration) -> bool {
        self.quantile(99).is_none_or(|took| Duration::from_millis(took) <= bound)
    }
}

impl fmt::Display for Healed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.quantile(50), self.quantile(99)) {
            (Some(half), Some(most)) => write!(f, "{} healed, p50 {half} ms, p99 {most} ms", self.0.len()),
            _ => f.write_str("nobody was held up"),
        }
    }
}

/// What was healed, where nothing is wrong.
///
/// # Errors
/// What no process may do, with the invariant that it breaks.
pub(crate) fn judge(requests: &[Request], histories: &[History], allowed: Allowed) -> Result<Healed, String> {
    let asks = read_asks(histories)?;
    check_ends(requests, &asks)?;
    check_age(&asks)?;
    if !allowed.is_reusable {
        check_repairs(requests, histories, &asks)?;
    }
    let healed = find_healed(&asks, &read_gone(histories));
    if let Some(bound) = allowed.heals_within
        && !healed.is_within(bound)
    {
        return Err(format!("I6: {healed}; at most {} ms are allowed", bound.as_millis()));
    }
    Ok(healed)
}

/// Those with times: `asking NUMBER USER AT`, the answer, and right behind it `told NUMBER AT`.
fn read_asks(histories: &[History]) -> Result<Vec<Ask<'_>>, String> {
    let mut asks: Vec<Ask<'_>> = Vec::new();
    for (process, history) in histories.iter().enumerate() {
        let mut open: HashMap<&str, usize> = HashMap::new();
        for (line, before) in history.iter().zip(std::iter::once(None).chain(history.iter().map(Some))) {
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                ["asking", number, user, at] => {
                    open.insert(number, asks.len());
                    asks.push(Ask { process, user: read(user)?, asked: read(at)?, told: None });
                }
                ["told", number, at] => {
                    let ask = open.remove(number).ok_or("a history that answers what was not asked")?;
                    let answer = read_answer(before.ok_or("a history without an answer")?)?;
                    asks[ask].told = Some(Told { at: read(at)?, answer });
                }
                _ => {}
            }
        }
    }
    Ok(asks)
}

fn read_answer(line: &str) -> Result<Answer<'_>, String> {
    let words: Vec<&str> = line.split(' ').collect();
    match words[..] {
        ["served", _, generation, value] => Ok(Answer::Served { generation: read(generation)?, value, is_degraded: false }),
        ["served", _, generation, value, "degraded"] => {
            Ok(Answer::Served { generation: read(generation)?, value, is_degraded: true })
        }
        ["refused", _, code] => Ok(Answer::Refused(code)),
        _ => Err(format!("not an answer: {line}")),
    }
}

fn read<T: std::str::FromStr>(word: &str) -> Result<T, String> {
    word.parse().map_err(|_| format!("not a number: {word}"))
}

/// What was done to the processes: `stopped AT`, `continued AT`, `killed AT`.
fn read_gone(histories: &[History]) -> Vec<Gone> {
    let mut gone: Vec<Gone> = Vec::new();
    for (process, history) in histories.iter().enumerate() {
        for line in history {
            match line.split_once(' ') {
                Some(("stopped" | "killed", at)) => gone.push(Gone { process, from: at.parse().unwrap_or(0), until: None }),
                Some(("continued", at)) => {
                    if let Some(last) = gone.last_mut() {
                        last.until = at.parse().ok();
                    }
                }
                _ => {}
            }
        }
    }
    gone
}

/// An access token that has ended is handed out with a flag, or not at all.
fn check_ends(requests: &[Request], asks: &[Ask<'_>]) -> Result<(), String> {
    let ends: HashMap<&str, u64> =
        requests.iter().filter_map(|request| Some((request.access_token.as_deref()?, request.ends_at?))).collect();
    for ask in asks {
        let Some(Told { at, answer: Answer::Served { value, is_degraded: false, .. } }) = &ask.told else { continue };
        let Some(end) = ends.get(value) else { continue };
        if *end <= ask.asked || end + WRITTEN_WITHIN <= *at {
            let late = at - end;
            return Err(format!("I4: user {} was given a token {late} ms after its end, and not told so", ask.user));
        }
    }
    Ok(())
}

/// Nobody is given for long what others have seen replaced, unless he is told that it is old.
fn check_age(asks: &[Ask<'_>]) -> Result<(), String> {
    let mut first_told: HashMap<(usize, u64), u64> = HashMap::new();
    let served = || {
        asks.iter().filter_map(|ask| match ask.told.as_ref()? {
            Told { at, answer: Answer::Served { generation, is_degraded, .. } } => Some((ask, *at, *generation, *is_degraded)),
            Told { answer: Answer::Refused(_), .. } => None,
        })
    };
    for (ask, at, generation, _) in served() {
        let first = first_told.entry((ask.user, generation)).or_insert(at);
        *first = at.min(*first);
    }
    for (ask, _, generation, is_degraded) in served().filter(|(.., is_degraded)| !is_degraded) {
        let newer = first_told.iter().filter(|((user, newer), _)| *user == ask.user && *newer > generation && !is_degraded);
        if let Some((_, known)) = newer.min_by_key(|(_, at)| **at)
            && ask.asked > known + SEEN_WITHIN
        {
            let late = ask.asked - known;
            return Err(format!("I3: user {} was given generation {generation} {late} ms after a newer one", ask.user));
        }
    }
    Ok(())
}

/// A process that dies takes the answer of one exchange with it, so each death has one token presented again: one of a user about whom the
/// dead had been asked.
fn check_repairs(requests: &[Request], histories: &[History], asks: &[Ask<'_>]) -> Result<(), String> {
    let mut owners: HashMap<&str, usize> = HashMap::new();
    let mut presented: HashSet<&str> = HashSet::new();
    let mut repaired: Vec<usize> = Vec::new();
    for request in requests {
        let owner = request.signed_in.or_else(|| owners.get(request.presented.as_deref()?).copied());
        let Some(owner) = owner else { continue };
        if let Some(token) = request.refresh_token.as_deref() {
            owners.insert(token, owner);
        }
        if let Some(token) = request.presented.as_deref()
            && !presented.insert(token)
        {
            repaired.push(owner);
        }
    }
    let dead: Vec<usize> =
        histories.iter().enumerate().filter(|(_, history)| is_killed(history)).map(|(process, _)| process).collect();
    let mut asked: HashMap<usize, HashSet<usize>> = HashMap::new();
    for ask in asks {
        asked.entry(ask.process).or_default().insert(ask.user);
    }
    // One of which nothing is known may have been at anything.
    let explains = |process: usize, user: usize| asked.get(&process).is_none_or(|users| users.contains(&user));
    let mut taken: HashMap<usize, usize> = HashMap::new();
    for repair in 0..repaired.len() {
        let mut tried = HashSet::new();
        if !find_death(repair, &repaired, &dead, &explains, &mut taken, &mut tried) {
            let user = repaired[repair];
            return Err(format!(
                "I1: a token of user {user} is presented again that no death explains, or a second time for one"
            ));
        }
    }
    Ok(())
}

fn is_killed(history: &History) -> bool {
    history.iter().any(|line| line.starts_with("killed "))
}

/// Gives a repair a death of its own, moving others to other deaths where that makes room.
fn find_death(
    repair: usize,
    repaired: &[usize],
    dead: &[usize],
    explains: &dyn Fn(usize, usize) -> bool,
    taken: &mut HashMap<usize, usize>,
    tried: &mut HashSet<usize>,
) -> bool {
    for process in dead.iter().filter(|process| explains(**process, repaired[repair])) {
        if !tried.insert(*process) {
            continue;
        }
        let holder = taken.get(process).copied();
        if holder.is_none_or(|holder| find_death(holder, repaired, dead, explains, taken, tried)) {
            taken.insert(*process, repair);
            return true;
        }
    }
    false
}

/// How long callers waited for a grant at which a process had died: from its death, or from when the first of them came, to the first
/// answer that says more than to wait. Left out is where another process was stopped or died meanwhile, which holds them up in turn.
fn find_healed(asks: &[Ask<'_>], gone: &[Gone]) -> Healed {
    let mut healed = Healed::default();
    for death in gone.iter().filter(|gone| gone.until.is_none()) {
        for left in asks.iter().filter(|ask| ask.process == death.process && ask.told.is_none()) {
            let others = asks.iter().filter(|ask| ask.process != death.process && ask.user == left.user);
            let after = others.filter(|ask| ask.told.as_ref().is_none_or(|told| told.at >= death.from));
            let (mut begun, mut ended) = (None, None);
            for ask in after {
                let asked = ask.asked.max(death.from);
                begun = Some(begun.map_or(asked, |begun: u64| begun.min(asked)));
                let says_more = ask.told.as_ref().filter(|told| !matches!(told.answer, Answer::Refused("timeout")));
                ended = says_more.map(|told| ended.map_or(told.at, |ended: u64| ended.min(told.at))).or(ended);
            }
            let (Some(begun), Some(ended)) = (begun, ended) else { continue };
            let is_clear =
                |other: &&Gone| other.process == death.process || other.from > ended || other.until.unwrap_or(other.from) < begun;
            if gone.iter().all(|other| is_clear(&other)) {
                healed.0.push(ended.saturating_sub(begun));
            }
        }
    }
    healed
}

/// Bounds of time that hold for processes of one machine.
///
/// Of the few deaths of a quick run the slowest says how busy the machine was, so each run asks only that nobody waited for a lease, which
/// takes 60 s; what 99 of a hundred take is asked of all deaths of a long run together.
pub(crate) const WITHOUT_THE_LEASE: Duration = Duration::from_secs(30);
pub(crate) const ON_ONE_HOST: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use super::*;

    fn issued(user: usize, access: &str, refresh: &str, ends_at: u64) -> Request {
        let tokens = Request { access_token: Some(access.into()), refresh_token: Some(refresh.into()), ..Request::default() };
        Request { signed_in: Some(user), ends_at: Some(ends_at), ..tokens }
    }

    fn refreshed(token: &str, access: &str, refresh: &str) -> Request {
        Request { signed_in: None, presented: Some(token.into()), ..issued(0, access, refresh, u64::MAX) }
    }

    fn found(requests: &[Request], histories: &[&[&str]], allowed: Allowed) -> Result<Healed, String> {
        let histories: Vec<History> =
            histories.iter().map(|lines| lines.iter().map(|line| (*line).to_owned()).collect()).collect();
        judge(requests, &histories, allowed)
    }

    fn begin() -> Vec<Request> {
        vec![issued(0, "a1", "r1", 10_000), issued(1, "b1", "s1", 10_000)]
    }

    #[test]
    fn a_token_that_has_ended_is_no_answer_unless_it_is_marked() {
        for (asked, told, mark, is_right) in [
            (9_000, 9_500, "", true),
            (9_999, 10_900, "", true),
            (10_000, 10_001, "", false),
            (9_000, 20_000, "", false),
            (20_000, 20_001, " degraded", true),
        ] {
            let lines = [format!("asking 1 0 {asked}"), format!("served 0 1 a1{mark}"), format!("told 1 {told}")];
            let verdict = found(&begin(), &[&lines.each_ref().map(String::as_str)], Allowed::default());
            assert_eq!(verdict.is_ok(), is_right, "{lines:?}: {verdict:?}");
            assert!(is_right || verdict.unwrap_err().starts_with("I4"));
        }
    }

    #[test]
    fn what_others_have_seen_replaced_is_handed_out_no_longer_than_it_takes_to_hear_of_it() {
        let newer = ["asking 1 0 1000", "served 0 3 a3", "told 1 1100"];
        let at = |asked: u64, line: &str| [format!("asking 1 0 {asked}"), line.to_owned(), format!("told 1 {}", asked + 1)];
        for (asked, line, is_right) in [
            (6_100, "served 0 2 a2", true),
            (6_101, "served 0 2 a2", false),
            (6_101, "served 0 2 a2 degraded", true),
            (9_000, "served 0 3 a3", true),
            (9_000, "refused 0 timeout", true),
        ] {
            let later = at(asked, line);
            let verdict = found(&[], &[&newer, &later.each_ref().map(String::as_str)], Allowed::default());
            assert_eq!(verdict.is_ok(), is_right, "{asked} {line}: {verdict:?}");
            assert!(is_right || verdict.unwrap_err().starts_with("I3"));
        }
    }

    #[test]
    fn one_death_explains_one_repair_and_only_of_what_it_was_asked() {
        let dead: &[&str] = &["asking 1 0 100", "killed 200"];
        let other: &[&str] = &["asking 1 1 100", "killed 300"];
        let silent: &[&str] = &["killed 300"];
        let again = |token: &str| vec![refreshed(token, "x", "y"), refreshed(token, "x", "y")];
        let of = |more: Vec<Request>| [begin(), more].concat();
        let thrice = [again("r1"), vec![refreshed("r1", "x", "y")]].concat();
        for (requests, histories, is_right) in [
            (of(again("r1")), vec![dead], true),
            (of(again("r1")), vec![other], false),
            (of(again("r1")), vec![silent], true),
            (of(again("r1")), vec![], false),
            (of(thrice.clone()), vec![dead], false),
            (of(thrice.clone()), vec![dead, other], false),
            (of(thrice), vec![dead, silent], true),
            // The one that may explain both is left to the one that has no other.
            (of([again("r1"), again("s1")].concat()), vec![silent, dead], true),
        ] {
            let verdict = found(&requests, &histories, Allowed::default());
            assert_eq!(verdict.is_ok(), is_right, "{histories:?}: {verdict:?}");
            assert!(is_right || verdict.unwrap_err().starts_with("I1"));
        }
    }

    #[test]
    fn callers_are_held_up_by_the_dead_for_no_longer_than_is_allowed() {
        let dead: &[&str] = &["asking 1 0 900", "killed 1000"];
        let waits = ["asking 1 0 950", "refused 0 timeout", "told 1 1450", "asking 2 0 1460", "served 0 2 a2", "told 2 3000"];
        let within = |millis: u64| Allowed { heals_within: Some(Duration::from_millis(millis)), ..Allowed::default() };
        let wrong = found(&[], &[dead, &waits], within(1_000)).unwrap_err();
        assert_eq!(wrong, "I6: 1 healed, p50 2000 ms, p99 2000 ms; at most 1000 ms are allowed");
        assert_eq!(found(&[], &[dead, &waits], within(2_000)).unwrap(), Healed(vec![2_000]));
        assert_eq!(found(&[], &[dead, &waits], Allowed::default()).unwrap(), Healed(vec![2_000]), "it is told all the same");
        // Somebody else held them up as well.
        let stopped: &[&str] = &["stopped 1500", "continued 2500"];
        assert_eq!(found(&[], &[dead, &waits, stopped], within(1)).unwrap(), Healed::default());
        let before: &[&str] = &["stopped 100", "continued 900"];
        assert_eq!(found(&[], &[dead, &waits, before], within(2_000)).unwrap(), Healed(vec![2_000]));
    }
}

//! The one door to grants: only `engine/grants` reads and changes them, and nobody else can.

use std::collections::BTreeSet;

use super::rules::find_words;
use super::source::{Source, tokens};
use super::{crate_sources, file, none};

/// What only the door to grants may name: what must be true for a change, the due times it decides, and what it writes.
const DOOR: &[&str] = &["GrantGuard", "GrantUpdate", "GrantWrite", "LeaseGuard", "LeaseRequest", "Schedule"];

/// Where the repository's grants are read and changed. Every method there that others can call is the door's.
const GRANTS_OF_THE_REPOSITORY: &[&str] = &["repo/due_work.rs", "repo/grants.rs", "repo/revocations.rs", "repo/storing.rs"];

/// Who may name the repository above the door: where it is made, and where it is given to its parts.
const NAMES_THE_REPOSITORY: &[&str] = &["client/shared.rs", "engine/mod.rs"];

/// Grants read or changed past the one door. Whoever cannot name the repository cannot hold it; whoever can calls none of its grants.
fn check_door(sources: &[Source]) -> Vec<String> {
    let below = ["engine/grants/", "repo/", "store/", "model/"];
    let is_below = |source: &&Source| below.iter().any(|folder| source.path.starts_with(folder));
    let above: Vec<Source> = sources.iter().filter(|source| !is_below(source)).cloned().collect();
    let mut wrong = find_words(&above, DOOR, &[], "goes past `engine/grants`");
    wrong.extend(find_words(&above, &["Repo"], NAMES_THE_REPOSITORY, "could reach grants past `engine/grants`"));

    let homes = sources.iter().filter(|source| GRANTS_OF_THE_REPOSITORY.contains(&source.path.as_str()));
    let methods: BTreeSet<String> = homes.flat_map(open_functions).collect();
    // Whatever the repository is called there. These files have no other object with such a method.
    for source in above.iter().filter(|source| NAMES_THE_REPOSITORY.contains(&source.path.as_str())) {
        let code = source.shipped_code();
        for two in tokens(&code).windows(2) {
            if matches!(two[0].text, "." | ":") && methods.contains(two[1].text) {
                let line = source.line(two[1].at);
                wrong.push(format!("{}:{line}: `{}` goes past `engine/grants`", source.path, two[1].text));
            }
        }
    }

    // A rule about names that are gone finds nothing any more.
    let kept: String = sources.iter().filter(is_below).map(Source::shipped_code).collect();
    let words: BTreeSet<&str> = tokens(&kept).into_iter().map(|token| token.text).collect();
    wrong.extend(DOOR.iter().filter(|name| !words.contains(*name)).map(|name| format!("`{name}` is gone: take it off the list")));
    if methods.is_empty() {
        wrong.push(format!("no method was found in {}", GRANTS_OF_THE_REPOSITORY.join(", ")));
    }
    wrong
}

/// Names of the functions of a file that the rest of the crate can call.
fn open_functions(source: &Source) -> Vec<String> {
    let code = source.shipped_code();
    let words: Vec<&str> = tokens(&code).into_iter().map(|token| token.text).collect();
    let opens = |at: usize| words[at..].starts_with(&["pub", "(", "crate", ")"]);
    let name = |at: usize| match words[at + 4..] {
        ["async", "fn", name, ..] | ["fn", name, ..] => Some(name.to_owned()),
        _ => None,
    };
    (0..words.len().saturating_sub(6)).filter(|at| opens(*at)).filter_map(name).collect()
}

#[test]
fn grants_have_one_door() {
    let sources = crate_sources();
    none(check_door(&sources));
    let with = |path: &str, text: &str| [&sources[..], &file(path, text)].concat();
    let bad = [
        ("engine/renewing/refresh.rs", "fn f() { let guard = GrantGuard { generation, revision, fence, lease }; }"),
        ("engine/managing/connections.rs", "use crate::model::rows::Schedule;"),
        ("engine/reading/credentials.rs", "fn f() { let lease = LeaseGuard::Any; }"),
        ("engine/connecting/storing.rs", "struct Connector { sessions: Arc<Repo> }"),
        ("engine/watching/scheduler.rs", "use crate::repo::Repo;"),
        ("engine/mod.rs", "fn f() { self.repo.replace_grant(update) }"),
        ("engine/mod.rs", "fn f() { self.repo.take_jobs(now, hold, 1, vec![]) }"),
        ("client/shared.rs", "fn f() { repo.load_grant(&tenant_id, &id) }"),
        ("client/shared.rs", "fn f() { let store = repo.clone(); store.load_grant(&tenant_id, &id) }"),
        ("engine/mod.rs", "fn f() { self.inner().replace_grant(update) }"),
        ("engine/mod.rs", "fn f() { Repo::replace_grant(&self.inner, update) }"),
        ("client/mod.rs", "fn f(repo: &Repo) {}"),
    ];
    for (path, text) in bad {
        assert_eq!(check_door(&with(path, text)).len(), 1, "{path}: {text}: {:?}", check_door(&with(path, text)));
    }
    for (path, text) in [
        ("engine/grants/changes.rs", "const KEPT: Schedule = Schedule::Kept;"),
        ("engine/watching/lanes.rs", "fn f() { self.grants.take_jobs(now, hold, 1, vec![]) }"),
    ] {
        none(check_door(&with(path, text)));
    }
    // A name that is gone is found, and so is a repository that was moved.
    let mut renamed = sources.clone();
    renamed.iter_mut().for_each(|source| source.code = source.code.replace("GrantUpdate", "GrantChange"));
    assert_eq!(check_door(&renamed), ["`GrantUpdate` is gone: take it off the list"]);
    let moved: Vec<Source> = sources.iter().filter(|source| !source.path.starts_with("repo/")).cloned().collect();
    assert!(check_door(&moved).iter().any(|found| found.starts_with("no method was found")));
}

//! Nothing random repeats in forked children (SR-41): salts, states, verifiers, bindings and ids, taken from where the
//! product makes them.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use authpipe::Authpipe;
use url::Url;

use crate::Verdict;
use crate::app::{App, block_on, check, folder, said, start, store};
use crate::process::{Child, Hooks, fork};

/// What the children take their values from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// The library.
    Product,
    /// A generator in this process, seeded before the fork: what the library must not have. It shows that duplicates are seen.
    Generator,
}

/// The most pending sessions of one user.
const PENDING: usize = 20;
/// How many calls wait at once, so that they share commits.
const AT_ONCE: usize = 100;

/// Forks the children, each of which makes `count` of everything, and compares all values of all of them and of the parent.
pub(crate) fn run(children: usize, count: usize, source: Source) -> Verdict {
    let (app, folder) = (App::new(), folder()?);
    let parent = app.open(&folder.path().join("parent.db"))?;
    let mut generator = Generator(0x5eed);
    // The parent has used all of it: a generator in the process would be seeded and ready.
    let mut all = Values::default();
    block_on(produce(&parent, PENDING))?.map(|lines| all.add(&lines))??;
    let mut forked: Vec<Child> = Vec::new();
    for child in 0..children {
        let (app, vault) = (app.clone(), folder.path().join(format!("child-{child}.db")));
        forked.push(fork(Hooks::Called, move || match source {
            Source::Product => work(&app, &vault, count),
            Source::Generator => Ok((0..count).map(|_| format!("salt {:016x}", generator.next())).collect()),
        })?);
    }
    for child in forked {
        all.add(&child.wait()?)?;
    }
    if source == Source::Generator {
        return check(all.duplicates >= (children - 1) * count, "the duplicates of a generator were not seen")
            .map(|()| format!("{} duplicates seen", all.duplicates));
    }
    block_on(parent.close())?.map_err(said)?;
    check(all.duplicates == 0, &format!("{} duplicates", all.duplicates))?;
    let made = |kind: &str| all.seen.get(kind).map_or(0, HashSet::len);
    for kind in ["connection", "session", "state", "challenge", "binding"] {
        check(made(kind) == children * count + PENDING, &format!("{} values of {kind}", made(kind)))?;
    }
    // Grants and sessions are sealed; each child's keysets, its tenant's and that of the audit log, are two envelopes, and the sentinel of
    // its root key is one.
    check(made("salt") == children * (2 * count + 5), &format!("{} salts", made("salt")))?;
    check(made("entry") == children * count, &format!("{} salts of entries of the audit log", made("entry")))?;
    let kinds: Vec<String> = all.seen.iter().map(|(kind, values)| format!("{} {kind}", values.len())).collect();
    Ok(format!("{children} children: {}; no duplicate", kinds.join(", ")))
}

/// Every value, by kind.
#[derive(Default)]
struct Values {
    seen: BTreeMap<String, HashSet<String>>,
    duplicates: usize,
}

impl Values {
    fn add(&mut self, lines: &[String]) -> Result<(), String> {
        for line in lines {
            let (kind, value) = line.split_once(' ').ok_or_else(|| format!("not a value: {line}"))?;
            if !self.seen.entry(kind.to_owned()).or_default().insert(value.to_owned()) {
                self.duplicates += 1;
            }
        }
        Ok(())
    }
}

fn work(app: &App, vault: &Path, count: usize) -> Result<Vec<String>, String> {
    let authpipe = app.open(vault)?;
    let mut lines = block_on(produce(&authpipe, count))??;
    block_on(authpipe.close())?.map_err(said)?;
    lines.extend(read_salts(vault)?);
    Ok(lines)
}

async fn produce(authpipe: &Authpipe, count: usize) -> Result<Vec<String>, String> {
    let mut lines = Vec::new();
    for first in (0..count).step_by(AT_ONCE) {
        let mut tasks = tokio::task::JoinSet::new();
        let local = tokio::task::LocalSet::new();
        for at in first..(first + AT_ONCE).min(count) {
            let authpipe = authpipe.clone();
            tasks.spawn_local_on(async move { make(&authpipe, at).await }, &local);
        }
        local
            .run_until(async {
                while let Some(made) = tasks.join_next().await {
                    lines.extend(made.map_err(|error| error.to_string())??);
                }
                Ok::<_, String>(())
            })
            .await?;
    }
    Ok(lines)
}

async fn make(authpipe: &Authpipe, at: usize) -> Result<Vec<String>, String> {
    let connection = store(authpipe, &format!("key-{at}")).await?;
    let session = start(authpipe, &format!("user-{}", at / PENDING)).await?;
    let url = Url::parse(&session.authorization_url).map_err(|error| error.to_string())?;
    let parameter = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    // The challenge is a hash of the verifier: different challenges, different verifiers.
    let (state, challenge) = (parameter("state"), parameter("code_challenge"));
    let cookie = session.set_cookie.first().and_then(|cookie| cookie.split([';', '=']).nth(1));
    let (Some(state), Some(challenge), Some(binding)) = (state, challenge, cookie) else {
        return Err("a session lacks state, challenge or cookie".to_owned());
    };
    Ok(vec![
        format!("connection {connection}"),
        format!("session {}", session.session_id),
        format!("state {state}"),
        format!("challenge {challenge}"),
        format!("binding {binding}"),
    ])
}

/// The salts of entries of the audit log, and of all envelopes of a vault: 32 bytes after magic, version, suite and key id (core/src/vault/FORMAT.md).
fn read_salts(vault: &Path) -> Result<Vec<String>, String> {
    let wrong = |error: rusqlite::Error| error.to_string();
    let db = rusqlite::Connection::open(vault).map_err(wrong)?;
    let mut rows = db
        .prepare(
            "SELECT sealed FROM grants WHERE sealed NOT NULL UNION ALL SELECT sealed FROM sessions WHERE sealed NOT NULL
             UNION ALL SELECT sealed FROM keysets UNION ALL SELECT sentinel FROM root_keys",
        )
        .map_err(wrong)?;
    let sealed = rows.query_map([], |row| row.get::<_, Vec<u8>>(0)).map_err(wrong)?;
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mut salts = Vec::new();
    let mut entries = db.prepare("SELECT salt FROM audit WHERE salt NOT NULL").map_err(wrong)?;
    for salt in entries.query_map([], |row| row.get::<_, Vec<u8>>(0)).map_err(wrong)? {
        salts.push(format!("entry {}", hex(&salt.map_err(wrong)?)));
    }
    for sealed in sealed {
        for envelope in envelopes(&sealed.map_err(wrong)?)? {
            let salt = envelope.get(20..52).filter(|_| envelope.starts_with(b"AP")).ok_or("not an envelope")?;
            salts.push(format!("salt {}", hex(salt)));
        }
    }
    Ok(salts)
}

/// A keyset is a tuple of two envelopes; anything else is one.
fn envelopes(sealed: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    let Some(mut rest) = sealed.strip_prefix(&[0, 0, 0, 2]) else { return Ok(vec![sealed.to_vec()]) };
    let mut all = Vec::new();
    while let Some((length, behind)) = rest.split_first_chunk() {
        let length = u32::from_be_bytes(*length) as usize;
        let (envelope, behind) = behind.split_at_checked(length).ok_or("not a keyset")?;
        all.push(envelope.to_vec());
        rest = behind;
    }
    Ok(all)
}

/// A generator of the kind that repeats itself in a forked child (SplitMix64).
#[derive(Clone, Copy)]
struct Generator(u64);

impl Generator {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

//! Cached reads beside look-ups in a concurrent and a plain map.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;

use authpipe::{
    Authpipe, CallOptions, Credential, CredentialType, GrantId, ListQuery, Mode, Options, ProviderInput, Secret, StoreCredential,
    Subject, TenantId, UserId,
};

use tokio::runtime::{Builder, Runtime};

use crate::harness::{median, median_on_threads, print_row};

const PROVIDER: &str = "bench-keys";
/// As long as an access token of a large provider.
const TOKEN_LENGTH: usize = 1_800;
const GRANTS: usize = 1_000;

/// The key of the maps: what tells one credential from another.
type Key = (String, String, String);

pub(crate) fn run() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let runtime = Builder::new_current_thread().build()?;
    let authpipe = open(folder.path())?;
    let subjects = runtime.block_on(fill(&authpipe))?;
    settle(&runtime, &authpipe, &subjects)?;

    let plain: HashMap<Key, Arc<String>> = subjects.iter().map(|subject| (key_of(subject), Arc::new(token()))).collect();
    let shared: papaya::HashMap<Key, Arc<String>> = plain.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    let keys: Vec<Key> = subjects.iter().map(key_of).collect();

    let hot = &subjects[0];
    let map_hot = median(|| drop(black_box(plain.get(black_box(&keys[0])).cloned())));
    let papaya_hot = median(|| drop(black_box(shared.pin().get(black_box(&keys[0])).cloned())));
    let peek_hot = median(|| hit(&authpipe.peek_credential(black_box(hot))));
    print_row("cached read, peek, one hot grant", peek_hot, "papaya look-up", papaya_hot, "≤ 150 ns");
    print_row("cached read, peek, one hot grant", peek_hot, "HashMap look-up", map_hot, "≤ 150 ns");
    let awaited = median(|| {
        // Ready at the first poll: what is measured is the future, not the runtime.
        runtime.block_on(async {
            for _ in 0..BATCH {
                drop(black_box(authpipe.get_credential(black_box(hot), CallOptions::default()).await));
            }
        });
    }) / f64::from(BATCH);
    print_row("cached read, awaited get_credential", awaited, "papaya look-up", papaya_hot, "≤ 150 ns");

    let each = median_walk(GRANTS, |i| hit(&authpipe.peek_credential(&subjects[i])));
    let papaya_each = median_walk(GRANTS, |i| drop(black_box(shared.pin().get(&keys[i]).cloned())));
    print_row("cached read, 1,000 grants in turn", each, "papaya look-up", papaya_each, "≤ 150 ns");

    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let step = GRANTS / threads;
    let scaled = median_on_threads(threads, |thread| hit(&authpipe.peek_credential(&subjects[thread * step])));
    print_row(&format!("cached read, {threads} threads, a grant each"), scaled, "one thread", peek_hot, "scales: 1×");
    let contended = median_on_threads(threads, |_| hit(&authpipe.peek_credential(hot)));
    print_row(&format!("cached read, {threads} threads, one hot grant"), contended, "one thread", peek_hot, "reported");

    foreign_ids(&runtime, &authpipe)?;

    runtime.block_on(authpipe.close())?;
    Ok(())
}

/// A foreign id beside an absent one: the same work, so that the time tells nobody which ids exist (SR-38).
fn foreign_ids(runtime: &Runtime, authpipe: &Authpipe) -> Result<(), Box<dyn std::error::Error>> {
    let stranger = TenantId::parse("stranger")?;
    let query = ListQuery { all_tenants: true, limit: Some(1), ..ListQuery::default() };
    let foreign = runtime.block_on(authpipe.list_connections(query))?.data.remove(0).id;
    let absent = GrantId::parse("con_0000000000000000000000")?;
    let ask = |id: &GrantId| {
        median(|| {
            let answer = runtime.block_on(authpipe.get_connection(stranger.clone(), id.clone()));
            assert!(black_box(answer).is_err(), "a stranger was answered");
        })
    };
    // The first round warms both up.
    let (_, _) = (ask(&absent), ask(&foreign));
    let (absent, foreign) = (ask(&absent), ask(&foreign));
    print_row("connections.get, a foreign id", foreign, "an absent id", absent, "the same: 1×");
    Ok(())
}

/// Refuses to measure a miss: it would be fast for the wrong reason.
fn hit(answer: &authpipe::Result<Option<Credential>>) {
    assert!(matches!(black_box(answer), Ok(Some(_))), "a read was not answered from the cache");
}

/// Waits until reads are answered from the cache and stay so. The core looks for changes every two seconds, and what it sees,
/// its own writes included, makes the next read load again; what is measured is a process that runs.
fn settle(runtime: &Runtime, authpipe: &Authpipe, subjects: &[Subject]) -> Result<(), Box<dyn std::error::Error>> {
    for _ in 0..10 {
        for subject in subjects {
            runtime.block_on(authpipe.get_credential(subject, CallOptions::default()))?;
        }
        std::thread::sleep(std::time::Duration::from_millis(2_500));
        if subjects.iter().all(|subject| matches!(authpipe.peek_credential(subject), Ok(Some(_)))) {
            return Ok(());
        }
    }
    Err("the cache does not settle".into())
}

/// Reads per entry into the runtime, so that entering it does not count.
const BATCH: u32 = 1_000;

/// Median for one step of a walk over `0..count`.
fn median_walk(count: usize, work: impl Fn(usize)) -> f64 {
    let mut at = 0;
    median(|| {
        work(at);
        at = if at + 1 == count { 0 } else { at + 1 };
    })
}

fn open(folder: &std::path::Path) -> authpipe::Result<Authpipe> {
    let definition = serde_json::json!({
        "name": "Bench", "auth": ["api_key"], "api": { "origins": ["https://api.example.test"] },
    });
    let mut options = Options {
        vault: Some(format!("sqlite:{}", folder.join("bench.db").display())),
        keys: vec![authpipe::make_root_key()],
        mode: Some(Mode::Development),
        ..Options::default()
    };
    options.providers.insert(
        PROVIDER.into(),
        ProviderInput { client_id: "bench".into(), definition: Some(definition), ..ProviderInput::default() },
    );
    Authpipe::new(options)
}

/// Stores a thousand keys and reads each once, so that all are cached.
async fn fill(authpipe: &Authpipe) -> authpipe::Result<Vec<Subject>> {
    let mut subjects = Vec::with_capacity(GRANTS);
    for number in 0..GRANTS {
        let subject = Subject::user(PROVIDER, &format!("org_{:04}", number / 10), &format!("user_{number:04}"))?;
        let fields = vec![("value".to_owned(), Secret::new(token()))];
        let request = StoreCredential {
            subject: subject.clone(),
            credential_type: CredentialType::ApiKey,
            fields,
            variables: Default::default(),
        };
        authpipe.store_credential(request).await?;
        authpipe.get_credential(&subject, CallOptions::default()).await?;
        subjects.push(subject);
    }
    Ok(subjects)
}

fn token() -> String {
    "x".repeat(TOKEN_LENGTH)
}

fn key_of(subject: &Subject) -> Key {
    let user = subject.user_id.as_ref().map_or("", UserId::as_str);
    (subject.provider.as_str().to_owned(), subject.tenant_id.as_str().to_owned(), user.to_owned())
}

//! A process that reads and writes until it is told to stop, and the handle of whoever started it.
//!
//! It says `@ready`, then after its end `@done` and how often it has read; `@failed` and why, as soon as a read fails.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use authpipe::{
    Authpipe, CallOptions, CredentialType, ListQuery, Mode, Options, ProviderInput, Secret, StoreCredential, Subject, TenantId,
};
use serde_json::json;

use crate::support::custom::{OWN, definition};

/// The environment's name, for the tool.
pub(super) const ENVIRONMENT: &str = "processes";
/// Where a worker finds what it works on.
const WORK: &str = "AUTHPIPE_TEST_WORK";

/// How much is in the vault.
#[derive(Clone, Copy)]
pub(super) struct Load {
    pub(super) tenants: u32,
    pub(super) users: u32,
}

/// The name of a tenant.
pub(super) fn tenant_name(number: usize) -> String {
    format!("t{number}")
}

/// Fills a vault; one tenant besides is there to be erased.
pub(super) async fn seed(vault: &str, key: &Secret<String>, load: Load) {
    let authpipe = Authpipe::new(options(vault, key.expose())).unwrap();
    let tenants = (0..load.tenants as usize).map(tenant_name).chain(["t-erased".to_owned()]);
    let rows = tenants.flat_map(|tenant| (0..load.users).map(move |user| row(&tenant, user, 0))).collect();
    authpipe.store_credentials(rows, |_| ()).await.unwrap();
    authpipe.close().await.unwrap();
}

fn options(vault: &str, keys: &str) -> Options {
    let mut definition = definition("http://127.0.0.1:9", "strict");
    definition["auth"] = json!(["user", "api_key"]);
    let input = ProviderInput {
        client_id: "own".into(),
        client_secret: Some("never asked for".into()),
        definition: Some(definition),
        ..ProviderInput::default()
    };
    Options {
        vault: Some(vault.to_owned()),
        keys: keys.split(',').map(Secret::from).collect(),
        environment: Some(ENVIRONMENT.to_owned()),
        mode: Some(Mode::Development),
        providers: BTreeMap::from([(OWN.to_owned(), input)]),
        background: false,
        ..Options::default()
    }
}

fn subject(tenant: &str, user: u32) -> Subject {
    Subject::user(OWN, tenant, &format!("u{user}")).unwrap()
}

fn row(tenant: &str, user: u32, version: u64) -> StoreCredential {
    let fields = vec![("value".to_owned(), Secret::new(format!("sk-{tenant}-{user}-{version}")))];
    StoreCredential {
        subject: subject(tenant, user),
        credential_type: CredentialType::ApiKey,
        fields,
        variables: Default::default(),
    }
}

/// A worker, as its parent has it.
pub(super) struct Worker {
    number: usize,
    process: Child,
    /// It stops when this is closed.
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Worker {
    pub(super) fn start(vault: &str, keys: &str, load: Load, number: usize) -> Self {
        let work = json!({ "vault": vault, "keys": keys, "tenants": load.tenants, "users": load.users, "number": number });
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "vault_processes::worker::a_worker", "--nocapture"])
            .env(WORK, work.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (process.stdin.take(), BufReader::new(process.stdout.take().unwrap()));
        Worker { number, process, input, output }
    }

    pub(super) fn number(&self) -> usize {
        self.number
    }

    pub(super) fn wait_until_ready(&mut self) {
        assert_eq!(self.hear(), "ready");
    }

    /// Lets it end in order; how often it has read.
    pub(super) fn stop(mut self) -> u64 {
        drop(self.input.take());
        let done = self.hear();
        let reads = done.strip_prefix("done ").unwrap_or_else(|| panic!("worker {}: {done}", self.number));
        assert!(self.process.wait().unwrap().success());
        reads.parse().unwrap()
    }

    /// `kill -9`. What it said before counts: a read that failed is a failure.
    pub(super) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).unwrap();
        assert!(!rest.contains("@failed"), "worker {}: {rest}", self.number);
    }

    /// The next thing that it says.
    fn hear(&mut self) -> String {
        let mut line = String::new();
        loop {
            line.clear();
            if self.output.read_line(&mut line).unwrap() == 0 {
                panic!("worker {} is gone: {:?}", self.number, self.process.wait());
            }
            // The test program says things of its own on the same line.
            if let Some((_, said)) = line.split_once('@') {
                return said.trim().to_owned();
            }
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The other side: not a test, unless something says what to work on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker() {
    let Ok(work) = std::env::var(WORK) else { return };
    let work: serde_json::Value = serde_json::from_str(&work).unwrap();
    let text = |name: &str| work[name].as_str().unwrap();
    let number = |name: &str| u32::try_from(work[name].as_u64().unwrap()).unwrap();
    let load = Load { tenants: number("tenants"), users: number("users") };
    let outcome = work_until_stopped(options(text("vault"), text("keys")), load, number("number")).await;
    match outcome {
        Ok(reads) => println!("@done {reads}"),
        Err(error) => println!("@failed {error}"),
    }
}

async fn work_until_stopped(options: Options, load: Load, number: u32) -> authpipe::Result<u64> {
    let authpipe = Authpipe::new(options)?;
    authpipe.ready().await?;
    println!("@ready");
    let is_over = Arc::new(AtomicBool::new(false));
    let ends = is_over.clone();
    std::thread::spawn(move || {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        ends.store(true, Ordering::SeqCst);
    });
    let (mut reads, mut turn) = (0, 0);
    // Each tenant at least once, however soon the end is.
    while turn < load.tenants || !is_over.load(Ordering::SeqCst) {
        let tenant = tenant_name(((turn + number * 7) % load.tenants) as usize);
        // This opens every record; the credential may be one that this process remembers.
        let query = ListQuery { tenant_id: Some(TenantId::parse(&tenant)?), ..ListQuery::default() };
        let listed = authpipe.list_connections(query).await?.data;
        assert_eq!(listed.len(), load.users as usize, "{tenant}");
        assert!(listed.iter().all(|grant| grant.status.as_str() == "active"), "{tenant}: {listed:?}");
        let user = turn % load.users;
        let credential = authpipe.get_credential(&subject(&tenant, user), CallOptions::default()).await?;
        assert!(credential.value.expose().starts_with(&format!("sk-{tenant}-{user}-")), "{tenant} {user}");
        reads += 1;
        // Somebody writes each value now and then, and does a round of what is due.
        if turn % 5 == 0 {
            authpipe.store_credential(row(&tenant, user, u64::from(turn))).await?;
        } else if turn % 5 == 2 {
            authpipe.run_maintenance(None).await?;
        }
        turn += 1;
    }
    authpipe.close().await?;
    Ok(reads)
}

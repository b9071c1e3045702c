//! Several processes on one PostgreSQL: what they read and renew in a second, where more of them get no more, and what they ask of the server
//! while nobody wants anything of them. Each is one of this program's own, which does as it is told.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use authpipe::{Authpipe, GrantId, HandlerOptions, ListQuery, Subject, TenantId};
use authpipe_postgres::Cluster;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::harness::{Failure, is_long, print_count, rate};
use crate::refreshing::{PROVIDER, connect, open, refresh};
use crate::token_endpoint::TokenEndpoint;
use crate::vaults::{Vault, fill, on, server};

/// By which this program is told to be one of several.
const ASKED: &str = "one-of-several";
const READS: &str = "reads";
const REFRESHES: &str = "refreshes";
const IDLES: &str = "idles";
/// By which it hears the vault's key.
const KEY: &str = "AUTHPIPE_BENCH_KEY";

const TENANT: &str = "org_several";
const GRANTS: usize = 1_000;
/// Calls of a process at once.
const AT_ONCE: usize = 8;
/// A server is saturated by so few processes as reach nine tenths of what any number does.
const SATURATED: f64 = 0.9;
const IDLE: usize = 4;

pub(crate) fn run() -> Result<(), Failure> {
    let Some(cluster) = server("several processes", &[]) else { return Ok(()) };
    let vault = on(&cluster, "several")?;
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let filling = vault.open(vec![vault.key.clone()])?;
    runtime.block_on(fill(&filling, (0..GRANTS).map(|user| (TENANT.to_owned(), user))))?;
    runtime.block_on(filling.close())?;
    let endpoint = TokenEndpoint::start(Duration::ZERO)?;
    for (work, done) in [(READS, "reads from the store"), (REFRESHES, "refreshes, answered at once")] {
        let mut rates = Vec::new();
        for processes in [1, 2, 4, 8, 16] {
            rates.push((processes, together(&vault, work, endpoint.origin(), processes)?));
        }
        saturation(done, &rates);
    }
    drop(cluster);
    idle()
}

fn saturation(done: &str, rates: &[(usize, u64)]) {
    let Some(((_, alone), most)) = rates.first().copied().zip(rates.iter().map(|(_, rate)| *rate).max()) else { return };
    for (processes, rate) in rates.iter().skip(1) {
        print_count(&format!("PostgreSQL, {processes} processes: {done} in a second"), *rate, "1 process", alone, "reported");
    }
    let enough = rates.iter().find(|(_, rate)| *rate as f64 >= SATURATED * most as f64);
    let enough = enough.map_or(0, |(processes, _)| *processes as u64);
    print_count(&format!("PostgreSQL: {done}, processes that saturate it"), enough, "processors", processors(), "reported");
}

fn processors() -> u64 {
    std::thread::available_parallelism().map_or(0, |count| count.get() as u64)
}

/// How much so many processes do in a second, all at the same time.
fn together(vault: &Vault, work: &str, origin: &str, processes: usize) -> Result<u64, Failure> {
    let mut all = (0..processes).map(|number| Process::start(vault, work, origin, number)).collect::<Result<Vec<_>, _>>()?;
    for process in &mut all {
        process.hear()?;
    }
    for process in &mut all {
        process.tell("go")?;
    }
    let mut sum = 0;
    for process in &mut all {
        sum += process.hear()?.parse::<u64>()?;
    }
    all.into_iter().try_for_each(Process::end)?;
    Ok(sum)
}

/// What the server is asked while nothing is to be done, as its log has it.
fn idle() -> Result<(), Failure> {
    let Some(cluster) = server("idle processes", &["log_statement = all"]) else { return Ok(()) };
    let vault = on(&cluster, "idle")?;
    let seconds = if is_long() { 60 } else { 20 };
    let mut all = (0..IDLE).map(|number| Process::start(&vault, IDLES, "", number)).collect::<Result<Vec<_>, _>>()?;
    for process in &mut all {
        process.hear()?;
    }
    // What a process does once, when it begins, is not what an idle one does.
    std::thread::sleep(Duration::from_secs(5));
    let before = statements(&cluster)?;
    let began = Instant::now();
    std::thread::sleep(Duration::from_secs(seconds));
    let asked = statements(&cluster)? - before;
    let took = began.elapsed();
    all.into_iter().try_for_each(Process::end)?;
    let what = format!("PostgreSQL, {IDLE} idle processes: queries in a second");
    print_count(&what, rate(asked, took), "processes", IDLE as u64, "≤ 1 each: 1×");
    Ok(())
}

fn statements(cluster: &Cluster) -> Result<usize, Failure> {
    let log = std::fs::read_to_string(cluster.folder().join("log"))?;
    let is_one = |line: &&str| line.contains("LOG:  statement: ") || line.contains("LOG:  execute ");
    Ok(log.lines().filter(is_one).count())
}

/// A process of this program's own.
struct Process {
    child: Child,
    says: BufReader<ChildStdout>,
    hears: ChildStdin,
}

impl Process {
    fn start(vault: &Vault, work: &str, origin: &str, number: usize) -> Result<Self, Failure> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args([ASKED, work, &vault.address(), origin, &number.to_string()]).env(KEY, vault.key.expose());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let says = BufReader::new(child.stdout.take().ok_or("a child without output")?);
        let hears = child.stdin.take().ok_or("a child without input")?;
        Ok(Process { child, says, hears })
    }

    fn hear(&mut self) -> Result<String, Failure> {
        let mut line = String::new();
        self.says.read_line(&mut line)?;
        if line.is_empty() { Err("a process has ended too early".into()) } else { Ok(line.trim().to_owned()) }
    }

    fn tell(&mut self, what: &str) -> Result<(), Failure> {
        Ok(writeln!(self.hears, "{what}")?)
    }

    /// It ends when it hears nothing more.
    fn end(self) -> Result<(), Failure> {
        let Process { mut child, hears, .. } = self;
        drop(hears);
        if child.wait()?.success() { Ok(()) } else { Err("a process has failed".into()) }
    }
}

/// Whether this process is one of those.
pub(crate) fn is_asked(arguments: &[String]) -> bool {
    arguments.first().is_some_and(|first| first == ASKED)
}

/// Does as it is told: gets ready, says so, works when it hears that all are, and says how much it has done in a second.
pub(crate) fn answer(arguments: &[String]) -> Result<(), Failure> {
    let [_, work, address, origin, number] = arguments else { return Err("a process is told five words".into()) };
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let vault = Vault::elsewhere(address.clone(), std::env::var(KEY)?.into())?;
    let authpipe =
        if work == REFRESHES { open(&vault, &[(PROVIDER, origin)], None)? } else { vault.open_working(work == IDLES)? };
    runtime.block_on(authpipe.ready())?;
    match work.as_str() {
        READS => read(&runtime, &authpipe)?,
        REFRESHES => renew(&runtime, &authpipe, number)?,
        _ => println!("ready"),
    }
    // Until nobody says anything any more.
    std::io::stdin().lines().try_for_each(|line| line.map(drop))?;
    runtime.block_on(authpipe.close())?;
    Ok(())
}

fn read(runtime: &Runtime, authpipe: &Authpipe) -> Result<(), Failure> {
    let tenant_id = TenantId::parse(TENANT)?;
    let query = ListQuery { tenant_id: Some(tenant_id.clone()), ..ListQuery::default() };
    let ids: Vec<GrantId> = runtime.block_on(authpipe.list_connections(query))?.data.into_iter().map(|grant| grant.id).collect();
    let authpipe = authpipe.clone();
    work(runtime, &ids, move |id| {
        let (authpipe, tenant_id) = (authpipe.clone(), tenant_id.clone());
        async move { authpipe.get_connection(tenant_id, id).await.map(drop) }
    })
}

fn renew(runtime: &Runtime, authpipe: &Authpipe, number: &str) -> Result<(), Failure> {
    let handler = authpipe::handler(authpipe, HandlerOptions::default())?;
    let mut subjects: Vec<Subject> = Vec::new();
    for one in 0..AT_ONCE {
        subjects.push(runtime.block_on(connect(&handler, PROVIDER, &format!("user_{number}_{one}")))?);
    }
    let authpipe = authpipe.clone();
    work(runtime, &subjects, move |subject| {
        let authpipe = authpipe.clone();
        async move { refresh(&authpipe, &subject).await }
    })
}

/// Works on so many at once for a second or two, each time on the next one of its own, and says how often in a second.
fn work<T, F>(runtime: &Runtime, on: &[T], call: impl Fn(T) -> F + Clone + Send + 'static) -> Result<(), Failure>
where
    T: Clone + Send + Sync + 'static,
    F: Future<Output = authpipe::Result<()>> + Send,
{
    println!("ready");
    let mut go = String::new();
    std::io::stdin().read_line(&mut go)?;
    let length = Duration::from_secs(if is_long() { 5 } else { 1 });
    let began = Instant::now();
    let mut running = JoinSet::new();
    for one in 0..AT_ONCE {
        let (own, call) = (on.iter().skip(one).step_by(AT_ONCE).cloned().collect::<Vec<T>>(), call.clone());
        let done = async move {
            let mut done = 0;
            for each in own.iter().cycle() {
                if began.elapsed() >= length {
                    break;
                }
                call(each.clone()).await?;
                done += 1;
            }
            Ok::<usize, authpipe::Error>(done)
        };
        running.spawn_on(done, runtime.handle());
    }
    let done = runtime.block_on(async {
        let mut all = 0;
        while let Some(done) = running.join_next().await {
            all += done??;
        }
        Ok::<usize, Failure>(all)
    })?;
    println!("{}", rate(done, began.elapsed()));
    Ok(())
}

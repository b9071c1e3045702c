//! The suite `postgres`: the tests of the core that need a server, against one that is started for them and ends with them, directly and
//! through PgBouncer in transaction mode; and tests of the public API that know nothing of where their vault is, once more on it. A long run does
//! all of it a second time on PostgreSQL of the newest of Debian's suites.

use std::path::Path;

use authpipe_postgres::{Bouncer, Cluster};

use crate::context::has;
use crate::counts::Runner;
use crate::newest_postgres;
use crate::rust;
use crate::suite::Suite;

/// What is in the path of each test that needs a server, and of no other.
pub(crate) const TESTS: &str = "on_postgres";

/// Tests of the public API that run with a vault in PostgreSQL as well, by their files: those that look into the vault's file are not here.
const AGAIN: &[&str] = &[
    "health_events::",
    "known_dead::",
    "minted_installations::",
    "reading::",
    "refresh_destination::",
    "refresh_failures::",
    "refresh_rotation::",
    "report_rejected::",
    "unrenewable::",
    "vault_many_secrets::",
];

/// The same of a process that forks.
const FORKS: &[&str] =
    &["a_fork_in_the_middle_of_writes", "children_and_parent_share", "children_fork_children", "an_inherited_handle_says"];

pub(crate) fn run(suite: &mut Suite<'_>) {
    run_on(suite, None);
    if suite.wanted.long {
        match newest_postgres::programs(suite) {
            Ok(programs) => run_on(suite, Some(&programs)),
            Err(problem) => suite.skip(format!("the newest PostgreSQL of Debian's suites: {problem}")),
        }
    }
}

/// Everything on a server of the system's version, or by these programs.
fn run_on(suite: &mut Suite<'_>, programs: Option<&Path>) {
    let cluster = programs.map_or_else(|| Cluster::start(&[]), |programs| Cluster::start_by(programs, &[]));
    let started = cluster.and_then(|cluster| Bouncer::start(&cluster).map(|bouncer| (cluster, bouncer)));
    let (cluster, bouncer) = match started {
        Ok(started) => started,
        Err(problem) => return suite.fail(format!("no server: {problem}")),
    };
    let server = match cluster.sql(Cluster::DATABASE, "SHOW server_version") {
        Ok(version) => Server { cluster: &cluster, bouncer: &bouncer, programs, name: format!("PostgreSQL {version}") },
        Err(problem) => return suite.fail(format!("no server: {problem}")),
    };
    let again = AGAIN.iter().map(|name| format!("test({name})")).collect::<Vec<_>>().join(" | ");
    let stores = format!("test({TESTS}) & not package({})", rust::TORTURE);
    run_tests(suite, &server, "stores", &stores, &[TESTS]);
    run_tests(suite, &server, "public API", &format!("binary(it) & ({again})"), AGAIN);
    let forks = FORKS.iter().map(|name| format!("test({name})")).collect::<Vec<_>>().join(" | ");
    run_tests(suite, &server, "forks", &format!("package(authpipe-fork) & ({forks})"), FORKS);
}

/// A server, and how tests start more of the same.
struct Server<'a> {
    cluster: &'a Cluster,
    bouncer: &'a Bouncer,
    /// `None`: those of the system.
    programs: Option<&'a Path>,
    name: String,
}

/// Runs tests, chosen for nextest by an expression, and for cargo's own runner by parts of their names.
fn run_tests(suite: &mut Suite<'_>, server: &Server<'_>, what: &str, expression: &str, names: &[&str]) {
    let (mut command, runner) = if has("cargo", &["nextest", "--version"]) {
        let report = suite.context.target.join("nextest").join("postgres").join("junit.xml");
        let _ = std::fs::remove_file(&report);
        let mut command =
            suite.context.cargo(&["nextest", "run", "-P", "postgres", "--run-ignored", "all", "--hide-progress-bar"]);
        command.args(rust::PACKAGES).args(["-E", expression]);
        (command, Runner::Report(report))
    } else {
        let mut command = suite.context.cargo(&["test", "--no-fail-fast", "--lib", "--test", "it", "--test", "fork"]);
        command.args(rust::PACKAGES).args(["--", "--include-ignored"]).args(names);
        (command, Runner::Cargo)
    };
    if let Some(programs) = server.programs {
        command.env("PG_BIN", programs);
    }
    let address = server.cluster.address(Cluster::APP);
    command.env("AUTHPIPE_TEST_POSTGRES", &address).env("AUTHPIPE_TEST_PGBOUNCER", server.bouncer.address(Cluster::APP));
    // Where the tests of the public API have their vaults.
    command.env("AUTHPIPE_TEST_VAULTS", address);
    suite.run(&format!("on {}: {what}", server.name), command, runner);
}

//! The suite `postgres`: the tests of the core that need a server, against one that is started for them and ends with them, directly and
//! through PgBouncer in transaction mode; and tests of the public API that know nothing of where their vault is, once more on it.

use authpipe_postgres::{Bouncer, Cluster};

use crate::context::has;
use crate::counts::Runner;
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
];

/// The same of a process that forks.
const FORKS: &[&str] =
    &["a_fork_in_the_middle_of_writes", "children_and_parent_share", "children_fork_children", "an_inherited_handle_says"];

pub(crate) fn run(suite: &mut Suite<'_>) {
    let started = Cluster::start(&[]).and_then(|cluster| Bouncer::start(&cluster).map(|bouncer| (cluster, bouncer)));
    let (cluster, bouncer) = match started {
        Ok(started) => started,
        Err(problem) => return suite.fail(format!("no server: {problem}")),
    };
    let again = AGAIN.iter().map(|name| format!("test({name})")).collect::<Vec<_>>().join(" | ");
    let stores = format!("test({TESTS}) & not package({})", rust::TORTURE);
    run_tests(suite, &cluster, &bouncer, "stores", &stores, &[TESTS]);
    run_tests(suite, &cluster, &bouncer, "public API", &format!("binary(it) & ({again})"), AGAIN);
    let forks = FORKS.iter().map(|name| format!("test({name})")).collect::<Vec<_>>().join(" | ");
    run_tests(suite, &cluster, &bouncer, "forks", &format!("package(authpipe-fork) & ({forks})"), FORKS);
}

/// Runs tests, chosen for nextest by an expression, and for cargo's own runner by parts of their names.
fn run_tests(suite: &mut Suite<'_>, cluster: &Cluster, bouncer: &Bouncer, what: &str, expression: &str, names: &[&str]) {
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
    let address = cluster.address(Cluster::APP);
    command.env("AUTHPIPE_TEST_POSTGRES", &address).env("AUTHPIPE_TEST_PGBOUNCER", bouncer.address(Cluster::APP));
    // Where the tests of the public API have their vaults.
    command.env("AUTHPIPE_TEST_VAULTS", address);
    suite.run(&format!("on PostgreSQL: {what}"), command, runner);
}

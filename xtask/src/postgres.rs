//! The suite `postgres`: the tests of the core that need a server, against one that is started for them and ends with them, directly and
//! through PgBouncer in transaction mode.

use authpipe_postgres::{Bouncer, Cluster};

use crate::context::has;
use crate::counts::Runner;
use crate::rust;
use crate::suite::Suite;

/// What is in the path of each of them, and of no other.
pub(crate) const TESTS: &str = "on_postgres";

pub(crate) fn run(suite: &mut Suite<'_>) {
    let started = Cluster::start(&[]).and_then(|cluster| Bouncer::start(&cluster).map(|bouncer| (cluster, bouncer)));
    let (cluster, bouncer) = match started {
        Ok(started) => started,
        Err(problem) => return suite.fail(format!("no server: {problem}")),
    };
    let (mut command, what, runner) = if has("cargo", &["nextest", "--version"]) {
        let report = suite.context.target.join("nextest").join("postgres").join("junit.xml");
        let _ = std::fs::remove_file(&report);
        let mut command =
            suite.context.cargo(&["nextest", "run", "-P", "postgres", "--run-ignored", "all", "--hide-progress-bar"]);
        command.args(rust::PACKAGES).args(["-E", &format!("test({TESTS})")]);
        (command, "cargo nextest run (on_postgres)", Runner::Report(report))
    } else {
        let mut command = suite.context.cargo(&["test", "--no-fail-fast", "--lib", "--bins", "--tests"]);
        command.args(rust::PACKAGES).args([TESTS, "--", "--include-ignored"]);
        (command, "cargo test (on_postgres)", Runner::Cargo)
    };
    command.env("AUTHPIPE_TEST_POSTGRES", cluster.address(Cluster::APP));
    command.env("AUTHPIPE_TEST_PGBOUNCER", bouncer.address(Cluster::APP));
    suite.run(what, command, runner);
}

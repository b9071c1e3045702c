//! Keeps the state of a suite that runs: it starts commands, counts their tests, and notes what went wrong.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::context::Context;
use crate::counts::{Counts, Runner};
use crate::once::{Made, Once};
use crate::run::run_logged;

/// What the caller asked for.
pub(crate) struct Wanted {
    /// Larger counts, before a release.
    pub(crate) long: bool,
    /// A filter for the Rust tests.
    pub(crate) rust_filter: Option<String>,
}

/// One suite while it runs.
pub(crate) struct Suite<'a> {
    /// Folders.
    pub(crate) context: &'a Context,
    /// What the caller asked for.
    pub(crate) wanted: &'a Wanted,
    once: &'a Once,
    name: &'static str,
    log: PathBuf,
    reports: u32,
    counts: Counts,
    problems: Vec<String>,
}

impl<'a> Suite<'a> {
    /// A suite that has not begun; what its commands print goes into a new log.
    pub(crate) fn new(context: &'a Context, wanted: &'a Wanted, once: &'a Once, name: &'static str) -> Self {
        let log = context.target.join("xtask").join(format!("{name}.log"));
        let _ = std::fs::remove_file(&log);
        Suite { context, wanted, once, name, log, reports: 0, counts: Counts::default(), problems: Vec::new() }
    }

    /// Prints how it ended and gives its counts.
    pub(crate) fn finish(self, began: Instant) -> Counts {
        let word = match &self.counts {
            counts if counts.failed > 0 => "FAIL",
            counts if counts.passed == 0 && counts.skipped > 0 => "SKIP",
            _ => "ok  ",
        };
        // In one piece: other suites print meanwhile.
        let mut text = format!("{word} {}: {} ({} s)\n", self.name, self.counts.words(), began.elapsed().as_secs());
        for problem in &self.problems {
            let _ = writeln!(text, "     {problem}");
        }
        if self.counts.failed > 0 {
            let _ = writeln!(text, "     log: {}", self.log.display());
        }
        for reason in &self.counts.reasons {
            let _ = writeln!(text, "     skipped: {reason}");
        }
        print!("{text}");
        self.counts
    }

    /// Makes what several suites need: once in a run, whoever asks first. It is counted only if it fails.
    pub(crate) fn once(&mut self, what: &str, make: impl FnOnce(&mut Self) -> bool) -> bool {
        let once = self.once;
        match once.make(what, || make(self)) {
            Made::Here(made) | Made::Before(made @ true) => made,
            Made::Before(false) => {
                self.fail(format!("{what}: has failed in another suite"));
                false
            }
        }
    }

    /// Where a runner is to write its report, which [`Runner::Report`] reads.
    pub(crate) fn report(&mut self) -> PathBuf {
        self.reports += 1;
        let file = self.context.target.join("xtask").join(format!("{}-{}.xml", self.name, self.reports));
        let _ = std::fs::remove_file(&file);
        file
    }

    /// Runs something that must succeed before tests can run. It is counted only if it fails.
    pub(crate) fn prepare(&mut self, what: &str, command: Command) -> bool {
        self.step(what, command, None)
    }

    /// Runs something that there is another way for. Nothing is counted; that it did not succeed is said.
    pub(crate) fn attempt(&self, what: &str, command: Command) -> bool {
        println!("     {}: {what}", self.name);
        let ended = run_logged(command, &self.log, self.name);
        if !ended.success {
            println!("     {}: {what}: {}", self.name, ended.how);
        }
        ended.success
    }

    /// Runs tests and counts them.
    pub(crate) fn run(&mut self, what: &str, mut command: Command, runner: Runner) -> bool {
        if self.wanted.long {
            // Property tests read their number of cases from here; the quick default is 256.
            command.env("PROPTEST_CASES", "100000");
            // Tests that count something else ask whether this is set.
            command.env("AUTHPIPE_LONG", "1");
        }
        self.step(what, command, Some(runner))
    }

    /// Counts something that this program has judged itself.
    pub(crate) fn judge(&mut self, what: &str, wrong: &[String]) {
        if wrong.is_empty() {
            self.counts.passed += 1;
        } else {
            self.fail(format!("{what}:\n  {}", wrong.join("\n  ")));
        }
    }

    /// Counts something that could not run.
    pub(crate) fn skip(&mut self, reason: impl Into<String>) {
        self.counts.skipped += 1;
        self.counts.reasons.push(reason.into());
    }

    /// Counts a failure.
    pub(crate) fn fail(&mut self, problem: impl Into<String>) {
        self.counts.failed += 1;
        self.problems.push(problem.into());
    }

    fn step(&mut self, what: &str, command: Command, runner: Option<Runner>) -> bool {
        let began = Instant::now();
        println!("     {}: {what}", self.name);
        let ended = run_logged(command, &self.log, self.name);
        let mut counts = runner.as_ref().map_or_else(Counts::default, |runner| runner.read(&ended.output));
        if self.wanted.rust_filter.is_some() {
            // Left out by the filter, not by a test.
            counts.skipped = 0;
            counts.reasons.clear();
        }
        let mut success = ended.success;
        match runner {
            Some(Runner::Exit) if success => counts.passed = 1,
            Some(_) if success && counts.total() == 0 && self.wanted.rust_filter.is_none() => {
                success = false;
                self.problems.push(format!("{what}: no test ran"));
            }
            _ => {}
        }
        if !success {
            counts.failed = counts.failed.max(1);
            let tail = excerpt(&ended.output);
            self.problems.push(format!("{what}: {} after {} s\n    {tail}", ended.how, began.elapsed().as_secs()));
        }
        self.counts.add(&counts);
        success
    }
}

/// What helps of a failed command's output: the names of what failed and the text from the first failure on; otherwise its end.
fn excerpt(output: &str) -> String {
    const MARKS: &[&str] =
        &["not ok ", "✖ ", "FAIL ", "FAILED ", "FAIL: ", "ERROR: ", "error: ", "error[", "FALSE: ", "---- ", "Diff in "];
    let lines: Vec<&str> = output.lines().collect();
    // XCTest writes "/file:12: error: Case.test : why", then "Test Case 'Case.test' failed (0.1 seconds)".
    let xctest = |line: &str| line.contains(": error: ") || line.starts_with("Test Case ") && line.contains("' failed (");
    let failing = |line: &&str| {
        MARKS.iter().any(|mark| line.trim_start().starts_with(mark)) || line.ends_with(" ... FAILED") || xctest(line)
    };
    let names: Vec<&str> = lines.iter().copied().filter(failing).take(30).collect();
    let from = lines.iter().position(failing).unwrap_or(lines.len().saturating_sub(60));
    let text = lines.get(from..(from + 60).min(lines.len())).unwrap_or_default();
    [names.as_slice(), &["…"], text].concat().join("\n    ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_names_what_failed_wherever_it_stands() {
        let output = format!("ok 1 - a\nnot ok 2 - b\n  why\n{}test c::d ... FAILED\n", "ok\n".repeat(200));
        let shown = excerpt(&output);
        assert!(shown.starts_with("not ok 2 - b\n    test c::d ... FAILED\n") && shown.contains("why"), "{shown}");
        assert!(excerpt(&format!("{}the end", "line\n".repeat(100))).ends_with("the end"));
        let why = "/a/B.swift:3: error: B.testC : XCTAssertEqual failed";
        let output = format!("Test Case 'B.testC' started\n{why}\n{}Test Suite 'B' failed", "Test Case 'D' passed\n".repeat(99));
        assert!(excerpt(&output).starts_with(why), "XCTest names a test in the middle of a line");
    }
}

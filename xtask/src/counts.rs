//! Reads how many tests passed, failed and were skipped from what the runners print.

/// How many tests did what, and why some did not run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
    /// Why tests were skipped, as far as the runner says.
    pub(crate) reasons: Vec<String>,
}

impl Counts {
    /// All that ran or should have run.
    pub(crate) fn total(&self) -> u64 {
        self.passed + self.failed + self.skipped
    }

    /// Adds another count to this one.
    pub(crate) fn add(&mut self, other: &Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.reasons.extend(other.reasons.iter().cloned());
    }

    /// The counts as a line of text, in the form that [`Runner::Words`] reads.
    pub(crate) fn words(&self) -> String {
        format!("{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// The runners whose output can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Runner {
    /// No count: the exit status is one test.
    Exit,
    /// `cargo test`, doc tests included.
    Cargo,
    /// `cargo nextest run`.
    Nextest,
    /// `node --test`, as TAP or as text.
    Node,
    /// `python -m unittest`.
    Unittest,
    /// `swift test` with XCTest.
    Xctest,
    /// A program that ends with "3 passed, 0 failed", as pytest does too.
    Words,
}

impl Runner {
    /// Reads the counts.
    pub(crate) fn read(self, output: &str) -> Counts {
        match self {
            Runner::Exit => Counts::default(),
            Runner::Cargo => read_cargo(output),
            Runner::Nextest => read_nextest(output),
            Runner::Node => read_node(output),
            Runner::Unittest => read_unittest(output),
            Runner::Xctest => read_xctest(output),
            Runner::Words => read_words(output),
        }
    }
}

fn read_cargo(output: &str) -> Counts {
    let mut counts = Counts::default();
    for line in output.lines() {
        if let Some(summary) = line.strip_prefix("test result:") {
            counts.passed += number_before(summary, "passed");
            counts.failed += number_before(summary, "failed");
            counts.skipped += number_before(summary, "ignored");
        } else if line.starts_with("test ") && line.contains("... ignored") {
            counts.reasons.push(line.trim_start_matches("test ").to_owned());
        }
    }
    counts
}

fn read_nextest(output: &str) -> Counts {
    let mut counts = Counts::default();
    for line in output.lines().map(str::trim_start).filter(|line| line.starts_with("Summary [")) {
        let summary = line.split_once(']').map_or("", |(_, rest)| rest);
        counts.passed += number_before(summary, "passed");
        counts.failed +=
            number_before(summary, "failed") + number_before(summary, "timed out") + number_before(summary, "exec failed");
        let skipped = number_before(summary, "skipped");
        counts.skipped += skipped;
        if skipped > 0 {
            counts.reasons.push(format!("{skipped} ignored (cargo nextest list --run-ignored ignored-only)"));
        }
    }
    counts
}

fn read_node(output: &str) -> Counts {
    let mut counts = Counts::default();
    for line in output.lines() {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) {
            let Some((what, Ok(number))) = rest.split_once(' ').map(|(what, number)| (what, number.trim().parse::<u64>())) else {
                continue;
            };
            match what {
                "pass" => counts.passed += number,
                "fail" | "cancelled" => counts.failed += number,
                "skipped" | "todo" => counts.skipped += number,
                _ => {}
            }
        } else if let Some((name, reason)) = line.split_once(" # SKIP") {
            counts.reasons.push(format!("{}:{reason}", name.trim_start_matches("ok ")));
        } else if let Some(skipped) = line.strip_prefix("﹣ ") {
            counts.reasons.push(skipped.to_owned());
        }
    }
    counts
}

fn read_unittest(output: &str) -> Counts {
    let mut counts = Counts::default();
    let mut ran = 0;
    for line in output.lines() {
        if let Some(rest) = line.strip_prefix("Ran ") {
            ran += number_before(rest, "test");
        } else if line.starts_with("OK") || line.starts_with("FAILED (") {
            let number = |name: &str| -> u64 {
                let after = line.split_once(&format!("{name}=")).map_or("", |(_, after)| after);
                after.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
            };
            counts.failed += number("failures") + number("errors");
            counts.skipped += number("skipped");
        } else if let Some((name, reason)) = line.split_once("... skipped ") {
            counts.reasons.push(format!("{name}: {reason}"));
        }
    }
    counts.passed = u64::saturating_sub(ran, counts.failed + counts.skipped);
    counts
}

fn read_xctest(output: &str) -> Counts {
    let mut counts = Counts::default();
    let mut is_total = false;
    for line in output.lines() {
        if line.starts_with("Test Suite ") {
            // Sums of single suites stand before the one of all.
            is_total = line.starts_with("Test Suite 'All tests'") || line.starts_with("Test Suite 'Selected tests'");
        } else if let Some(sum) = line.trim().strip_prefix("Executed ")
            && is_total
        {
            let (ran, skipped) =
                (number_before(sum, "test"), number_before(sum, "tests skipped") + number_before(sum, "test skipped"));
            counts.failed += number_before(sum, "failure");
            counts.skipped += skipped;
            counts.passed += ran.saturating_sub(skipped + number_before(sum, "failure"));
        } else if let Some((at, reason)) = line.split_once(" : Test skipped") {
            let reason = reason.trim_start_matches([':', '-', ' ']);
            counts.reasons.push(format!("{}: {reason}", at.rsplit(": ").next().unwrap_or_default()));
        }
    }
    counts
}

fn read_words(output: &str) -> Counts {
    let last = output.lines().rev().find(|line| line.contains(" passed") || line.contains(" failed")).unwrap_or_default();
    // `pytest -rs` says why.
    let reasons = output.lines().filter_map(|line| line.strip_prefix("SKIPPED ")).map(str::to_owned).collect();
    Counts {
        passed: number_before(last, "passed"),
        failed: number_before(last, "failed") + number_before(last, "error"),
        skipped: number_before(last, "skipped"),
        reasons,
    }
}

/// The number that stands before a word: 3 in "3 passed (1 slow), 1 failed" for `passed`.
fn number_before(text: &str, word: &str) -> u64 {
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let before = rest.get(..at).unwrap_or_default().trim_end();
        let digits = before.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        if let Ok(number) = digits.parse() {
            return number;
        }
        rest = rest.get(at + word.len()..).unwrap_or_default();
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64, skipped: u64) -> (u64, u64, u64) {
        (passed, failed, skipped)
    }

    fn read(runner: Runner, output: &str) -> (u64, u64, u64) {
        let read = runner.read(output);
        (read.passed, read.failed, read.skipped)
    }

    #[test]
    fn summaries_of_the_runners_are_read() {
        let table = [
            (
                Runner::Cargo,
                "test result: ok. 15 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.64s",
                (15, 1, 2),
            ),
            (
                Runner::Cargo,
                "test result: ok. 1 passed; 0 failed; 0 ignored\n\ntest result: ok. 2 passed; 0 failed; 0 ignored",
                (3, 0, 0),
            ),
            (Runner::Cargo, "error: could not compile", (0, 0, 0)),
            (
                Runner::Nextest,
                "     Summary [   1.234s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 3 skipped",
                (10, 2, 3),
            ),
            (Runner::Nextest, "     Summary [   0.100s] 1 test run: 1 passed, 0 skipped", (1, 0, 0)),
            (
                Runner::Node,
                "# tests 5\n# suites 0\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 2\n# todo 0\n# duration_ms 55.5",
                (3, 2, 2),
            ),
            (Runner::Node, "ℹ tests 4\nℹ pass 4\nℹ fail 0\nℹ cancelled 0\nℹ skipped 0\nℹ todo 0\nℹ duration_ms 1.5", (4, 0, 0)),
            (Runner::Unittest, "Ran 7 tests in 0.100s\n\nOK (skipped=2)", (5, 0, 2)),
            (Runner::Unittest, "Ran 7 tests in 0.100s\n\nFAILED (failures=1, errors=2)", (4, 3, 0)),
            (Runner::Unittest, "Ran 1 test in 0.100s\n\nOK", (1, 0, 0)),
            (
                Runner::Xctest,
                "Test Suite 'A' passed at x\n\t Executed 3 tests, with 0 failures (0 unexpected) in 4.1 (4.1) seconds\nTest Suite \
                 'All tests' failed at x\n\t Executed 7 tests, with 2 tests skipped and 1 failure (0 unexpected) in 4.1 (4.1) seconds",
                (4, 1, 2),
            ),
            (
                Runner::Xctest,
                "Test Suite 'All tests' passed at x\n\t Executed 1 test, with 1 test skipped and 0 failures (0 unexpected) in 0.1",
                (0, 0, 1),
            ),
            (Runner::Xctest, "Test Suite 'A' passed at x\n\t Executed 3 tests, with 0 failures", (0, 0, 0)),
            (Runner::Words, "41 passed, 0 failed", (41, 0, 0)),
            (Runner::Words, "==== 1 failed, 3 passed, 2 skipped in 0.12s ====", (3, 1, 2)),
        ];
        for (runner, output, (passed, failed, skipped)) in table {
            assert_eq!(read(runner, output), counts(passed, failed, skipped), "{runner:?}: {output}");
        }
    }

    #[test]
    fn reasons_of_skips_are_kept() {
        assert_eq!(Runner::Node.read("ok 3 - works # SKIP no chromium\n# skipped 1").reasons, ["3 - works: no chromium"]);
        assert_eq!(Runner::Node.read("﹣ works (0.1ms) # no chromium").reasons, ["works (0.1ms) # no chromium"]);
        assert_eq!(
            Runner::Unittest.read("test_x (t.T.test_x) ... skipped 'no msal'").reasons,
            ["test_x (t.T.test_x) : 'no msal'"]
        );
        assert_eq!(Runner::Xctest.read("/a/B.swift:3: T.testX : Test skipped - no tool").reasons, ["T.testX: no tool"]);
        assert_eq!(Runner::Cargo.read("test a::b ... ignored, needs root").reasons, ["a::b ... ignored, needs root"]);
    }
}

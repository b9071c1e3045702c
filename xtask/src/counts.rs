//! How many tests passed, failed and were skipped. Runners say it in a report (JUnit's XML); what cannot write one, in its last lines.

use std::path::{Path, PathBuf};

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

/// Where the counts of a command are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Runner {
    /// No count: the exit status is one test.
    Exit,
    /// A report that the command writes: nextest, `node --test` and pytest do.
    Report(PathBuf),
    /// What `cargo test` prints: its report is not stable, and nextest runs no doc tests.
    Cargo,
    /// What `swift test` prints: its report does not say what was skipped.
    Xctest,
    /// "3 passed, 0 failed" at the end of what a program of ours prints.
    Words,
}

impl Runner {
    /// Reads the counts.
    pub(crate) fn read(&self, output: &str) -> Counts {
        match self {
            Runner::Exit => Counts::default(),
            Runner::Report(file) => read_file(file),
            Runner::Cargo => read_cargo(output),
            Runner::Xctest => read_xctest(output),
            Runner::Words => read_words(output),
        }
    }
}

/// A report that is missing or broken counts nothing, which is a failure to whoever asked for it.
fn read_file(file: &Path) -> Counts {
    std::fs::read_to_string(file).map_or_else(|_| Counts::default(), |text| read_report(&text))
}

fn read_report(text: &str) -> Counts {
    let mut counts = Counts::default();
    let Ok(report) = roxmltree::Document::parse(text) else { return counts };
    for case in report.descendants().filter(|node| node.has_tag_name("testcase")) {
        let outcome = |names: &[&str]| case.children().find(|child| names.iter().any(|name| child.has_tag_name(*name)));
        if outcome(&["failure", "error"]).is_some() {
            counts.failed += 1;
        } else if let Some(skipped) = outcome(&["skipped"]) {
            counts.skipped += 1;
            let name = case.attribute("name").unwrap_or_default();
            counts.reasons.push(format!("{name}: {}", skipped.attribute("message").unwrap_or_default()));
        } else {
            counts.passed += 1;
        }
    }
    counts
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
    Counts {
        passed: number_before(last, "passed"),
        failed: number_before(last, "failed"),
        skipped: number_before(last, "skipped"),
        reasons: Vec::new(),
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

    #[test]
    fn reports_are_counted_by_their_cases_however_deep_they_stand() {
        let report = r#"<?xml version="1.0"?><testsuites tests="9"><testsuite name="a"><testcase name="one"/>
            <testsuite name="b"><testcase name="two"><failure message="no">why &lt;</failure></testcase></testsuite>
            <testcase name="three"><skipped type="skipped" message="no chromium"/></testcase>
            <testcase name="four"><system-out>1 failed</system-out></testcase><testcase name="five"><error/></testcase>
            </testsuite></testsuites>"#;
        let counts = read_report(report);
        assert_eq!((counts.passed, counts.failed, counts.skipped), (2, 2, 1));
        assert_eq!(counts.reasons, ["three: no chromium"]);
        assert_eq!(read_report("<testsuites><testcase/>").total(), 0, "cut off");
        assert_eq!(Runner::Report(PathBuf::from("/nowhere/x.xml")).read("3 passed").total(), 0);
    }

    #[test]
    fn summaries_of_the_others_are_read() {
        let xctest = "Test Suite 'A' passed at x\n\t Executed 3 tests, with 0 failures (0 unexpected) in 4.1 (4.1) seconds\nTest Suite \
             'All tests' failed at x\n\t Executed 7 tests, with 2 tests skipped and 1 failure (0 unexpected) in 4.1 (4.1) seconds";
        let one =
            "Test Suite 'All tests' passed at x\n\t Executed 1 test, with 1 test skipped and 0 failures (0 unexpected) in 0.1";
        let cargo = "test result: ok. 15 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.64s";
        let table = [
            (Runner::Cargo, format!("{cargo}\n\ntest result: ok. 2 passed; 0 failed; 0 ignored"), (17, 1, 2)),
            (Runner::Cargo, "error: could not compile".to_owned(), (0, 0, 0)),
            (Runner::Xctest, xctest.to_owned(), (4, 1, 2)),
            (Runner::Xctest, one.to_owned(), (0, 0, 1)),
            (Runner::Xctest, "Test Suite 'A' passed at x\n\t Executed 3 tests, with 0 failures".to_owned(), (0, 0, 0)),
            (Runner::Words, "1 passed\n41 passed, 2 failed, 1 skipped\nthe end".to_owned(), (41, 2, 1)),
        ];
        for (runner, output, expected) in table {
            let read = runner.read(&output);
            assert_eq!((read.passed, read.failed, read.skipped), expected, "{runner:?}: {output}");
        }
        assert_eq!(Runner::Xctest.read("/a/B.swift:3: T.testX : Test skipped - no tool").reasons, ["T.testX: no tool"]);
        assert_eq!(Runner::Cargo.read("test a::b ... ignored, needs root").reasons, ["a::b ... ignored, needs root"]);
    }
}

//! The stages of a test run: one line each, and the sum.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::command::Captured;

/// What a runner prints before the name of a test that it has taken again, and why.
pub const AGAIN: &str = "taken again: ";

/// How many tests passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Tests that held.
    pub passed: u64,
    /// Tests that did not.
    pub failed: u64,
}

/// The course of a run.
#[derive(Debug, Default)]
pub struct Report {
    total: Count,
    notes: Vec<String>,
}

impl Report {
    /// Runs one stage and prints its line; of a stage that fails also what it said. Returns
    /// whether it held.
    pub fn stage(&mut self, name: &str, work: impl FnOnce() -> Result<Captured>) -> bool {
        let start = Instant::now();
        let captured = work().unwrap_or_else(|error| Captured {
            success: false,
            output: format!("{error:#}\n"),
        });
        let count = count(&captured);
        if count.failed > 0 {
            println!("{}", captured.output.trim_end());
        }
        self.notes.extend(notes(&captured.output));
        println!("{}", line(name, count, start.elapsed()));
        self.total.passed += count.passed;
        self.total.failed += count.failed;
        count.failed == 0
    }

    /// Counts a stage that cannot run because one before it failed.
    pub fn missed(&mut self, name: &str, because: &str) {
        println!("{name:<24} not run: {because} failed");
        self.total.failed += 1;
    }

    /// Keeps a sentence for the last lines.
    pub fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    /// Prints the notes and the sum, and returns whether everything held.
    #[must_use]
    pub fn finish(self) -> bool {
        for note in &self.notes {
            println!("note: {note}");
        }
        let Count { passed, failed } = self.total;
        println!("{passed} passed, {failed} failed");
        failed == 0
    }
}

fn line(name: &str, count: Count, time: Duration) -> String {
    let Count { passed, failed } = count;
    let verdict = if failed == 0 { "ok" } else { "FAILED" };
    let seconds = time.as_secs_f64();
    format!("{name:<24} {verdict:<6} {seconds:>7.1} s   {passed} passed, {failed} failed")
}

/// The tests of a stage by what its runners printed. A stage without tests of its own counts as
/// one, and one that fails without naming a failed test has failed once.
fn count(captured: &Captured) -> Count {
    let mut sum = Count::default();
    let mut counted = false;
    for line in captured.output.lines().map(str::trim) {
        if let Some(count) = of_libtest(line).or_else(|| of_nextest(line)) {
            counted = true;
            sum.passed += count.passed;
            sum.failed += count.failed;
        }
    }
    if !captured.success {
        sum.failed = sum.failed.max(1);
    } else if !counted {
        sum.passed = 1;
    }
    sum
}

/// What is to be read even where the stage held: tests that were taken again.
fn notes(output: &str) -> impl Iterator<Item = String> {
    let notes = output.lines().filter_map(|line| line.split_once(AGAIN));
    notes.map(|(_, note)| format!("{AGAIN}{note}"))
}

/// `test result: ok. 3 passed; 0 failed; 0 ignored; …`
fn of_libtest(line: &str) -> Option<Count> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    Some(Count {
        passed: before(counts, " passed")?,
        failed: before(counts, " failed")?,
    })
}

/// `Summary [   1.2s] 5 tests run: 4 passed (1 slow), 1 failed, 0 skipped`; after an early end
/// `3/5 tests run`. What ran and did not pass (failed, timed out, could not start) has failed.
fn of_nextest(line: &str) -> Option<Count> {
    let (run, counts) = line
        .strip_prefix("Summary [")?
        .split_once("] ")?
        .1
        .split_once(" run: ")?;
    let run = run.split([' ', '/']).next()?.parse::<u64>().ok()?;
    let passed = before(counts, " passed").unwrap_or(0);
    Some(Count {
        passed,
        failed: run - passed,
    })
}

/// The number that stands before a word.
fn before(text: &str, word: &str) -> Option<u64> {
    let (left, _) = text.split_once(word)?;
    left.rsplit([' ', ',', ';']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Captured, Count, count, notes};

    fn of(output: &str, success: bool) -> (u64, u64) {
        let Count { passed, failed } = count(&Captured {
            success,
            output: output.to_owned(),
        });
        (passed, failed)
    }

    #[test]
    fn tests_are_counted_over_all_binaries() {
        let output = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured\n\
                      test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured\n";
        assert_eq!(of(output, false), (4, 2));
    }

    #[test]
    fn nextest_counts_whatever_did_not_pass_as_failed() {
        let summary = "     Summary [   0.003s] 2 tests run: 2 passed, 7 skipped";
        assert_eq!(of(summary, true), (2, 0));
        let summary = "     Summary [   1.0s] 5/9 tests run: 3 passed (1 slow), 1 failed, 1 timed out, 0 skipped";
        assert_eq!(of(summary, false), (3, 2));
        let summary = "     Summary [   1.0s] 1 test run: 0 passed, 1 failed, 0 skipped";
        assert_eq!(of(summary, false), (0, 1));
    }

    #[test]
    fn what_was_taken_again_is_noted() {
        let output = "test a ... taken again: a held after: b\ntest c ... ok\n";
        assert_eq!(
            notes(output).collect::<Vec<_>>(),
            ["taken again: a held after: b"]
        );
    }

    #[test]
    fn a_stage_without_tests_counts_as_one() {
        assert_eq!(of("all formatted", true), (1, 0));
        assert_eq!(of("error: could not compile", false), (0, 1));
        assert_eq!(
            of("test result: ok. 3 passed; 0 failed;\nerror: killed", false),
            (3, 1)
        );
    }
}

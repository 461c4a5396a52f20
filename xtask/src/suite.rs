//! `cargo xtask test`: everything that must hold, in the order in which it fails soonest.

use anyhow::Result;

use crate::command::{Captured, capture, command, which};
use crate::report::Report;
use crate::tools::WASM;
use crate::{machine, npm, page, tools};

/// The packages with native tests; the browser tests have stages of their own.
const NATIVE: [&str; 8] = [
    "--package",
    "glassnet",
    "--package",
    "glassnet-core",
    "--package",
    "xtask",
    "--package",
    "glassnet-pack",
];

/// Runs all stages and returns whether everything held. Notes on what could not be tested here
/// stand before the last line.
#[must_use]
pub fn test() -> bool {
    let mut report = Report::default();
    let mut absent = Vec::new();
    report.stage("tools", || {
        tools::for_the_checks()?;
        tools::for_the_page()?;
        absent = machine::bring()?;
        npm::bring("axe")?;
        Ok(Captured::good(String::new()))
    });
    checks(&mut report);
    native(&mut report);
    if report.stage("page", page::build) {
        report.stage("weight", weight);
        report.stage("wasm parity (node)", || {
            capture(command("node").arg("tests/parity/node.mjs"), "parity")
        });
        browsers(&mut report, &absent);
    } else {
        for stage in ["weight", "wasm parity (node)", "browsers"] {
            report.missed(stage, "page");
        }
    }
    for absence in absent {
        report.note(absence.to_string());
    }
    report.finish()
}

fn checks(report: &mut Report) {
    report.stage("format", || {
        cargo("format", &["fmt", "--all", "--", "--check"])
    });
    report.stage("clippy (native)", || {
        let scope = ["clippy", "--workspace", "--all-targets"];
        cargo("clippy", &[&scope[..], &["--", "-D", "warnings"]].concat())
    });
    report.stage("clippy (wasm32)", || {
        let scope = [
            "clippy",
            "--package",
            "glassnet",
            "--package",
            "glassnet-core",
            "--package",
            "glassnet-pack",
        ];
        let strict = ["--lib", "--target", WASM, "--", "-D", "warnings"];
        cargo("clippy-wasm", &[&scope[..], &strict].concat())
    });
}

fn native(report: &mut Report) {
    report.stage("native tests", || {
        if which("cargo-nextest").is_some() {
            let run = ["nextest", "run", "--no-fail-fast"];
            cargo("native", &[&run[..], &NATIVE].concat())
        } else {
            let run = ["test", "--no-fail-fast", "--lib", "--bins", "--tests"];
            cargo("native", &[&run[..], &NATIVE].concat())
        }
    });
    report.stage("doc tests", || {
        cargo("doc", &["test", "--doc", "--package", "glassnet"])
    });
    report.stage("gradients (f64)", || {
        let scope = ["test", "--package", "glassnet", "--features", "f64"];
        cargo(
            "gradients",
            &[&scope[..], &["--test", "gradients"]].concat(),
        )
    });
}

/// Holds the built page against the limits of its weight and addresses.
fn weight() -> Result<Captured> {
    let weights = page::weigh()?;
    page::check(&weights)?;
    Ok(Captured::good(page::table(&weights)))
}

/// The browser tests, a stage a browser that is here.
fn browsers(report: &mut Report, absent: &[machine::Absence]) {
    for browser in machine::Browser::ALL {
        if absent.iter().any(|absence| absence.browser == browser) {
            continue;
        }
        let name = browser.name();
        report.stage(&format!("browser ({name})"), || {
            let run = ["run", "--quiet", "--package", "glassnet-browser-tests"];
            cargo(
                name,
                &[&run[..], &["--bin", "browser-tests", "--", name]].concat(),
            )
        });
    }
}

fn cargo(log: &str, arguments: &[&str]) -> Result<Captured> {
    capture(command("cargo").args(arguments), log)
}

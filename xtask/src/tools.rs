//! The tools that Rust's own channels bring: toolchain components, the wasm target, and programs
//! that `cargo install` builds into `.tools`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::command::{command, output_of, root, run, tools_folder, which};

/// The version of Trunk that `Trunk.toml` asks for.
const TRUNK: &str = "0.21.14";
/// The version of geckodriver that the browser tests are known to work with.
const GECKODRIVER: &str = "0.37.1";
/// The target that the page's module is compiled for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Brings all that the release page needs: the wasm target, Trunk and the wasm-bindgen CLI.
///
/// # Errors
/// When one of them can be neither found nor installed; the message says which and what to do.
pub fn for_the_page() -> Result<()> {
    wasm_target()?;
    let trunk = Program {
        name: "trunk",
        package: "trunk",
        version: TRUNK,
        // Without TLS and without its check for updates: it has nothing to download.
        features: &["--no-default-features"],
        minutes: 3,
    };
    trunk.bring()?;
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("Cargo.lock is missing")?;
    let version = locked_version(&lock, "wasm-bindgen")
        .context("Cargo.lock names no wasm-bindgen, whose CLI must have the same version")?;
    let wasm_bindgen = Program {
        name: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version,
        features: &[],
        minutes: 2,
    };
    wasm_bindgen.bring()
}

/// Brings rustfmt and clippy where a minimal toolchain lacks them.
///
/// # Errors
/// When rustup cannot add them.
pub fn for_the_checks() -> Result<()> {
    for (component, probe) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if output_of("cargo", &[probe, "--version"]).is_none() {
            println!("{component} is missing: adding it with rustup (seconds)");
            run(command("rustup").args(["component", "add", component]))
                .with_context(|| format!("install {component} for this Rust toolchain"))?;
        }
    }
    Ok(())
}

/// Brings geckodriver, through which Firefox is driven.
///
/// # Errors
/// When it can be neither found nor installed.
pub fn geckodriver() -> Result<()> {
    if which("geckodriver").is_some() {
        return Ok(());
    }
    let geckodriver = Program {
        name: "geckodriver",
        package: "geckodriver",
        version: GECKODRIVER,
        features: &[],
        minutes: 2,
    };
    geckodriver.bring()
}

fn wasm_target() -> Result<()> {
    let installed = output_of("rustc", &["--print", "target-libdir", "--target", WASM])
        .is_some_and(|folder| Path::new(&folder).is_dir());
    if installed {
        return Ok(());
    }
    println!("The Rust target {WASM} is missing: adding it with rustup (seconds)");
    let advice = format!(
        "the standard library for {WASM} is needed and could not be added; \
         run `rustup target add {WASM}`, or install it with the package manager that Rust came from"
    );
    run(command("rustup").args(["target", "add", WASM])).context(advice)
}

/// A program that `cargo install` can build.
struct Program<'a> {
    name: &'a str,
    package: &'a str,
    version: &'a str,
    features: &'a [&'a str],
    /// About how long it takes on two cores.
    minutes: u32,
}

impl Program<'_> {
    /// Does nothing if exactly this version is in `.tools` or on `PATH`.
    fn bring(&self) -> Result<()> {
        let Self {
            name,
            package,
            version,
            minutes,
            ..
        } = self;
        let printed = output_of(name, &["--version"]).unwrap_or_default();
        if printed.split_whitespace().nth(1) == Some(version) {
            return Ok(());
        }
        println!(
            "{name} {version} is missing: building it into .tools with cargo install, \
             once, about {minutes} minutes on two cores"
        );
        // A few published lock files name crates that a mirror lacks: then without the lock.
        if self.install(true).is_err() {
            self.install(false).with_context(|| {
                format!("install it by hand: cargo install {package} --version {version}")
            })?;
        }
        let printed = output_of(name, &["--version"]).unwrap_or_default();
        if printed.split_whitespace().nth(1) != Some(version) {
            bail!("{name} was installed and says it is {printed:?}, not {version}");
        }
        Ok(())
    }

    fn install(&self, locked: bool) -> Result<()> {
        let folder = tools_folder();
        let mut cargo = command("cargo");
        cargo
            .args(["install", "--quiet", self.package, "--version"])
            .arg(format!("={}", self.version))
            .args(self.features)
            .args(locked.then_some("--locked"))
            .arg("--root")
            .arg(&folder)
            // One folder for all of them: what they share is compiled once.
            .arg("--target-dir")
            .arg(folder.join("build"));
        // A tool that runs for a second need not be fast, but it should be here soon.
        for (key, value) in [
            ("OPT_LEVEL", "0"),
            ("LTO", "off"),
            ("CODEGEN_UNITS", "256"),
            ("DEBUG", "0"),
            ("STRIP", "none"),
        ] {
            cargo.env(format!("CARGO_PROFILE_RELEASE_{key}"), value);
        }
        run(&mut cargo)
    }
}

/// The version of a package in the text of a `Cargo.lock`.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == name)?;
    lines
        .next()?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.1\"\n\n\
                        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\n";

    #[test]
    fn the_locked_version_is_that_of_the_whole_name() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Some("0.2.129"));
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }
}

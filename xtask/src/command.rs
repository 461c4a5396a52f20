//! Running other programs: where, with which `PATH`, and what they said.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The root of the repository.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
}

/// Where tools that are not on the machine are kept: `.tools`, ignored by git.
#[must_use]
pub fn tools_folder() -> PathBuf {
    root().join(".tools")
}

/// A command that runs in the root and finds the tools in `.tools/bin` before those on `PATH`.
#[must_use]
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(root())
        .env("PATH", search_path())
        .env("CARGO_TERM_COLOR", "never")
        // Trunk reads this variable as a strict boolean and stops at `NO_COLOR=1`.
        .env_remove("NO_COLOR");
    command
}

/// The program's full path, if it is in `.tools/bin` or on `PATH`.
#[must_use]
pub fn which(program: &str) -> Option<PathBuf> {
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&search_path())
        .map(|folder| folder.join(&name))
        .find(|path| path.is_file())
}

/// The first of these programs that the machine has.
#[must_use]
pub fn first_of(programs: &[&str]) -> Option<PathBuf> {
    programs.iter().find_map(|program| which(program))
}

/// What the program prints on standard output, trimmed; `None` if it cannot run or fails.
#[must_use]
pub fn output_of(program: &str, arguments: &[&str]) -> Option<String> {
    let output = command(program).args(arguments).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// Runs a command to its end with everything that it says going to the terminal.
///
/// # Errors
/// When it cannot be started or reports failure.
pub fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command
        .status()
        .with_context(|| format!("{name} could not be started"))?;
    if !status.success() {
        bail!("{name} failed ({status})");
    }
    Ok(())
}

/// The end of a command whose output was kept.
#[derive(Debug)]
pub struct Captured {
    /// Whether it reported success.
    pub success: bool,
    /// Standard output and standard error, in the order of writing.
    pub output: String,
}

impl Captured {
    /// The end of work that went well.
    #[must_use]
    pub fn good(output: String) -> Self {
        Self {
            success: true,
            output,
        }
    }
}

/// Runs a command to its end and keeps what it says, also in `target/xtask/<log>.log`.
///
/// # Errors
/// When the command cannot be started or the log cannot be written.
pub fn capture(command: &mut Command, log: &str) -> Result<Captured> {
    let folder = root().join("target/xtask");
    fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{log}.log"));
    let file = File::create(&path)?;
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command
        .stdout(file.try_clone()?)
        .stderr(file)
        .status()
        .with_context(|| format!("{name} could not be started"))?;
    let output = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
    Ok(Captured {
        success: status.success(),
        output,
    })
}

fn search_path() -> OsString {
    let old = env::var_os("PATH").unwrap_or_default();
    let folders = [tools_folder().join("bin")]
        .into_iter()
        .chain(env::split_paths(&old));
    env::join_paths(folders).unwrap_or(old)
}

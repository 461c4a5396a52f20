//! Packages from npm that the tests and the benchmark use, never the product: pinned by the lock
//! files under `tests/browser/npm`, kept in `.tools/npm`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::command::{capture, command, root, tools_folder};

/// Where the packages of a set stand once they are here.
#[must_use]
pub fn modules(set: &str) -> PathBuf {
    tools_folder().join("npm").join(set).join("node_modules")
}

/// Brings the packages of `tests/browser/npm/<set>` at exactly the locked versions.
///
/// # Errors
/// When npm fails.
pub fn bring(set: &str) -> Result<()> {
    let from = root().join("tests/browser/npm").join(set);
    let to = tools_folder().join("npm").join(set);
    let lock = fs::read(from.join("package-lock.json")).context("the lock file is missing")?;
    // Written last, so that it stands only beside packages that are all here.
    let stamp = to.join("installed");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    println!("Bringing the npm packages for {set} into .tools (seconds)");
    fs::create_dir_all(&to)?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(from.join(file), to.join(file))?;
    }
    let mut npm = command("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&to);
    let captured = capture(&mut npm, "npm")?;
    if !captured.success {
        bail!("npm ci failed for {set}:\n{}", captured.output);
    }
    fs::write(stamp, lock)?;
    Ok(())
}

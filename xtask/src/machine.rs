//! What the tests need from the machine itself: browsers, their drivers, Node, a display.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::command::{capture, command, first_of, output_of, which};
use crate::tools;

/// A browser that the page is tested in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Browser {
    /// Chromium, by chromedriver. Required.
    Chromium,
    /// Firefox, by geckodriver.
    Firefox,
    /// WebKitGTK's `MiniBrowser`, by `WebKitWebDriver`, on a virtual display.
    Webkit,
}

impl Browser {
    /// All of them, in the order of testing.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    /// The name on the command line and in the report.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// The browser's program, if it is here.
    #[must_use]
    pub fn program(self) -> Option<PathBuf> {
        match self {
            Self::Chromium => first_of(&["chromium", "chromium-browser", "google-chrome"]),
            Self::Firefox => first_of(&["firefox-esr", "firefox"]),
            Self::Webkit => mini_browser(),
        }
    }

    /// The name of the program through which it is driven.
    #[must_use]
    pub fn driver(self) -> &'static str {
        match self {
            Self::Chromium => "chromedriver",
            Self::Firefox => "geckodriver",
            Self::Webkit => "WebKitWebDriver",
        }
    }

    /// What it needs that is not here, in words; empty when it can be tested in.
    #[must_use]
    pub fn missing(self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if self.program().is_none() {
            missing.push(match self {
                Self::Chromium => "Chromium",
                Self::Firefox => "Firefox",
                Self::Webkit => "WebKitGTK's MiniBrowser",
            });
        }
        if which(self.driver()).is_none() {
            missing.push(self.driver());
        }
        if self == Self::Webkit && which("Xvfb").is_none() {
            missing.push("Xvfb");
        }
        missing
    }

    /// Debian's packages for it. geckodriver is in none of them.
    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["chromium", "chromium-driver"],
            Self::Firefox => &["firefox-esr"],
            Self::Webkit => &["webkit2gtk-driver", "xvfb"],
        }
    }
}

/// A browser that is not here and could not be brought.
#[derive(Debug)]
pub struct Absence {
    /// Which one.
    pub browser: Browser,
    why: String,
}

impl fmt::Display for Absence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.browser.name();
        write!(formatter, "not tested in {name}: {}", self.why)
    }
}

/// Brings Node, npm and the browsers from the distribution's packages where that is possible,
/// and returns the browsers that the run has to do without.
///
/// # Errors
/// When Node, npm or Chromium is missing and could not be brought; the message names the packages.
pub fn bring() -> Result<Vec<Absence>> {
    let programs = || {
        ["node", "npm"]
            .into_iter()
            .filter(|name| which(name).is_none())
    };
    let mut packages: Vec<&[&str]> = programs()
        .map(|name| {
            if name == "node" {
                &["nodejs"][..]
            } else {
                &["npm"]
            }
        })
        .collect();
    for browser in Browser::ALL {
        let missing = browser.missing();
        if missing.iter().any(|what| *what != "geckodriver") {
            packages.push(browser.packages());
        }
    }
    apt(&packages);
    if let Some(name) = programs().next() {
        bail!(
            "{name} is needed and could not be installed: {}",
            advice(name)
        );
    }
    let mut absent = Vec::new();
    for browser in Browser::ALL {
        let mut why = String::new();
        if browser == Browser::Firefox
            && browser.program().is_some()
            && let Err(error) = tools::geckodriver()
        {
            why = format!(" ({error:#})");
        }
        let missing = browser.missing();
        if missing.is_empty() {
            continue;
        }
        let missing = missing.join(" and ");
        let packages = browser.packages().join(" ");
        let why = format!(
            "{missing} could not be installed{why}; {}",
            advice(&packages)
        );
        if browser == Browser::Chromium {
            bail!("{why}");
        }
        absent.push(Absence { browser, why });
    }
    Ok(absent)
}

fn advice(packages: &str) -> String {
    format!(
        "on Debian and Ubuntu run apt-get install {packages}, \
         elsewhere bring it so that it is found on PATH"
    )
}

/// Installs each group of packages by itself, so that one that cannot be had does not keep away
/// the others.
fn apt(groups: &[&[&str]]) {
    if groups.is_empty() {
        return;
    }
    let names = groups.concat().join(" ");
    let Some(prefix) = privilege() else {
        println!("Packages are missing ({names}) and cannot be installed by this user");
        return;
    };
    println!("Installing {names} with apt-get (about two minutes)");
    let run = |arguments: &[&str]| {
        let words = [
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "--quiet",
        ];
        let words = [&prefix[..], &words, arguments].concat();
        let mut command = command(words[0]);
        let done = capture(command.args(&words[1..]), "apt");
        if !done.is_ok_and(|captured| captured.success) {
            println!("apt-get {} failed", arguments.join(" "));
        }
    };
    run(&["update"]);
    for group in groups {
        let install = ["install", "--yes", "--no-install-recommends"];
        run(&[&install[..], group].concat());
    }
}

/// The words before a command with which this user may install packages, if there are any.
fn privilege() -> Option<Vec<&'static str>> {
    which("apt-get")?;
    if output_of("id", &["-u"])? == "0" {
        return Some(Vec::new());
    }
    output_of("sudo", &["-n", "true"])?;
    Some(vec!["sudo", "-n"])
}

/// WebKitGTK's browser stands beside its library and not on `PATH`, for example in
/// `/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1`.
fn mini_browser() -> Option<PathBuf> {
    let below = |folder: PathBuf| {
        let entries = fs::read_dir(folder).into_iter().flatten();
        entries.filter_map(|entry| Some(entry.ok()?.path()))
    };
    let libraries = ["/usr/lib", "/usr/libexec"].map(PathBuf::from);
    libraries
        .into_iter()
        .flat_map(below)
        .flat_map(|folder| below(folder.clone()).chain([folder]))
        .filter(|folder| {
            folder
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("webkit"))
        })
        .map(|folder: PathBuf| folder.join("MiniBrowser"))
        .find(|program: &PathBuf| Path::is_file(program))
}

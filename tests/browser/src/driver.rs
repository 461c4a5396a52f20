//! The programs behind a session: the browser's driver, and a display where it needs one.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use fantoccini::wd::Capabilities;
use serde_json::{Value, json};
use xtask::command::{command, root, which};
use xtask::machine::Browser;

/// A driver that accepts sessions; it and all that it started end when this is dropped.
#[derive(Debug)]
pub struct Driver {
    address: String,
    // In the order of ending: the driver before its display.
    _driver: Process,
    _display: Option<Process>,
}

impl Driver {
    /// Starts the driver of a browser on a free port and waits until it listens.
    ///
    /// # Errors
    /// When the browser or its driver is not here, or does not come up.
    pub fn start(browser: Browser) -> Result<Self> {
        let missing = browser.missing();
        if !missing.is_empty() {
            bail!(
                "{} is not here: run cargo xtask test",
                missing.join(" and ")
            );
        }
        let port = free_port()?;
        let path = which(browser.driver()).context("the driver has just been here")?;
        let mut driver = command(&path.to_string_lossy());
        driver.arg(format!("--port={port}"));
        let mut display = None;
        if browser == Browser::Webkit {
            let (process, name) = virtual_display()?;
            driver.env("DISPLAY", name);
            // Its sandbox needs rights that a container seldom has; it sees only our own pages.
            driver.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
            display = Some(process);
        }
        let log = root().join(format!("target/xtask/{}-driver.log", browser.name()));
        std::fs::create_dir_all(root().join("target/xtask"))?;
        let log = File::create(log)?;
        driver.stdout(log.try_clone()?).stderr(log);
        let process = Process::start(&mut driver)?;
        wait_until_it_listens(port)
            .with_context(|| format!("{} did not start", browser.driver()))?;
        Ok(Self {
            address: format!("http://127.0.0.1:{port}"),
            _driver: process,
            _display: display,
        })
    }

    /// The address at which it accepts sessions.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// What to ask the driver for: a fresh profile, no window, no traffic of the browser's own.
#[must_use]
pub fn capabilities(browser: Browser) -> Capabilities {
    let program = browser.program().unwrap_or_default();
    let options = match browser {
        Browser::Chromium => json!({
            "browserName": "chrome",
            "goog:chromeOptions": {
                "binary": program,
                "args": [
                    "--headless=new", "--window-size=1280,900",
                    // Root has no sandbox; the browser sees only our own pages.
                    "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                    "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync",
                ],
            },
            "goog:loggingPrefs": { "browser": "ALL" },
        }),
        Browser::Firefox => json!({
            "browserName": "firefox",
            "moz:firefoxOptions": {
                "binary": program,
                "args": ["-headless", "--width=1280", "--height=900"],
                "prefs": { "app.update.auto": false, "network.captive-portal-service.enabled": false },
            },
        }),
        Browser::Webkit => json!({
            "browserName": "MiniBrowser",
            "webkitgtk:browserOptions": {
                "binary": program,
                "args": ["--automation", "--geometry=1280x900"],
            },
        }),
    };
    let mut capabilities = Capabilities::new();
    if let Value::Object(options) = options {
        capabilities.extend(options);
    }
    let timeouts = json!({ "script": 60_000, "pageLoad": 60_000, "implicit": 0 });
    capabilities.insert("timeouts".to_owned(), timeouts);
    capabilities
}

/// A program in a process group of its own, so that its children end with it.
#[derive(Debug)]
struct Process(Child);

impl Process {
    fn start(command: &mut Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = command.stdin(Stdio::null()).spawn();
        Ok(Self(
            child.with_context(|| format!("{name} could not be started"))?,
        ))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if cfg!(unix) {
            let group = format!("-{}", self.0.id());
            drop(command("kill").args(["--", &group]).status());
        } else {
            drop(self.0.kill());
        }
        drop(self.0.wait());
    }
}

/// Starts an X server without a screen and returns the name of its display.
fn virtual_display() -> Result<(Process, String)> {
    let mut xvfb = command("Xvfb");
    xvfb.args([
        "-displayfd",
        "1",
        "-screen",
        "0",
        "1400x1000x24",
        "-nolisten",
        "tcp",
    ])
    .stdout(Stdio::piped())
    .stderr(Stdio::null());
    let mut process = Process::start(&mut xvfb)?;
    let output = process.0.stdout.take().context("Xvfb has no output")?;
    let mut number = String::new();
    BufReader::new(output).read_line(&mut number)?;
    if number.trim().is_empty() {
        bail!("Xvfb found no free display");
    }
    Ok((process, format!(":{}", number.trim())))
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}

fn wait_until_it_listens(port: u16) -> Result<()> {
    let start = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        if start.elapsed() > Duration::from_secs(20) {
            bail!("nothing listens on port {port} after 20 seconds");
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

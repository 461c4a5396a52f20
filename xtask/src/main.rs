//! `cargo xtask serve | test | dist | bench | profile`.
#![allow(
    clippy::print_stdout,
    reason = "a command line tool speaks on standard output"
)]

use std::process::ExitCode;

use anyhow::{Result, bail, ensure};
use pico_args::Arguments;
use xtask::command::{command, first_of, run};
use xtask::site::{Serving, Site};
use xtask::{machine, npm, page, suite, tools};

const HELP: &str = "\
cargo xtask serve [--port N] [--open]   build the page and serve it on this machine
cargo xtask test                        everything that must hold
cargo xtask dist                        the static site in dist/, for any static host
cargo xtask bench                       speed beside ConvNetJS and TensorFlow.js in Chromium
cargo xtask profile                     what the page needs first, into xtask/start.txt

Each brings what is missing on this machine and says so.";

fn main() -> ExitCode {
    match work(Arguments::from_env()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the command on the command line and returns whether what it checks holds.
fn work(mut arguments: Arguments) -> Result<bool> {
    let Some(name) = arguments.subcommand()? else {
        println!("{HELP}");
        return Ok(arguments.contains(["-h", "--help"]));
    };
    let port: Option<u16> = arguments.opt_value_from_str("--port")?;
    let open = arguments.contains("--open");
    let rest = arguments.finish();
    ensure!(rest.is_empty(), "{rest:?} is not understood\n\n{HELP}");
    ensure!(
        name == "serve" || (port.is_none() && !open),
        "--port and --open belong to serve\n\n{HELP}"
    );
    match name.as_str() {
        "serve" => serve(port, open)?,
        "dist" => dist()?,
        "bench" => bench()?,
        "profile" => profile()?,
        "test" => return Ok(suite::test()),
        _ => bail!("{name} is not a command\n\n{HELP}"),
    }
    Ok(true)
}

/// Builds the page with its tools brought first.
fn build() -> Result<()> {
    tools::for_the_page()?;
    println!("Building the release page (the first time about two minutes, then seconds)");
    let captured = page::build()?;
    ensure!(captured.success, "{}", captured.output.trim_end());
    Ok(())
}

fn serve(port: Option<u16>, open: bool) -> Result<()> {
    build()?;
    let site = || Site::default().folder("/", page::folder());
    let serving: Serving = match port {
        Some(port) => site().start(port)?,
        None => (8080..8180)
            .find_map(|port| site().start(port).ok())
            .ok_or_else(|| anyhow::anyhow!("no port from 8080 to 8179 is free: use --port"))?,
    };
    let address = format!("{}/", serving.address());
    println!("Glassnet is at {address} (Ctrl+C ends it)");
    if open {
        let opener = first_of(&["xdg-open", "open", "explorer"]);
        match opener {
            Some(program) => drop(command(&program.to_string_lossy()).arg(&address).spawn()?),
            None => println!("No program to open a browser was found: follow the address above"),
        }
    }
    serving.forever();
    Ok(())
}

fn dist() -> Result<()> {
    build()?;
    let weights = page::weigh()?;
    println!("{}", page::table(&weights));
    page::check(&weights)
}

fn bench() -> Result<()> {
    build()?;
    machine::bring()?;
    npm::bring("bench")?;
    in_chromium("bench")
}

/// Sees in Chromium which functions the page calls until it is there, and builds it by that.
fn profile() -> Result<()> {
    tools::for_the_page()?;
    machine::bring()?;
    in_chromium("profile")?;
    dist()
}

/// Runs a program of the browser tests' package.
fn in_chromium(program: &str) -> Result<()> {
    let arguments = ["run", "--quiet", "--package", "glassnet-browser-tests"];
    run(command("cargo").args(arguments).args(["--bin", program]))
}

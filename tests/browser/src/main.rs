//! `cargo run -p glassnet-browser-tests [chromium | firefox | webkit] [filter]`: what a visitor and
//! a script find on the built page, in each browser that is here. Each test is a function over a
//! page and runs in every browser; one session a browser, one browser at a time.

mod cases;

use std::env;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, ensure};
use cases::{ALL, Case};
use glassnet_browser_tests::page::Page;
use glassnet_browser_tests::site;
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::json;
use xtask::machine::Browser;
use xtask::report::AGAIN;

/// The session that the tests of one browser share, and the address of the site.
type Session = Arc<(Mutex<Option<Page>>, String)>;

fn main() -> Result<ExitCode> {
    let mut words: Vec<String> = env::args().collect();
    let named = |word: &String| {
        Browser::ALL
            .into_iter()
            .find(|browser| browser.name() == word)
    };
    let only = words.get(1).and_then(named);
    if only.is_some() {
        words.remove(1);
    }
    let mut arguments = Arguments::from_iter(words);
    // One machine, one screen: browsers side by side would disturb each other's timing.
    arguments.test_threads = Some(1);

    let serving = site::serve()?;
    let mut trials = Vec::new();
    for browser in Browser::ALL {
        let wanted = match only {
            Some(only) => only == browser,
            None => browser.missing().is_empty(),
        };
        if wanted {
            let session = Arc::new((Mutex::new(None), serving.address()));
            trials.extend(ALL.iter().map(|case| trial(browser, *case, &session)));
        }
    }
    ensure!(
        !trials.is_empty(),
        "no browser is here: run cargo xtask test"
    );
    Ok(libtest_mimic::run(&arguments, trials).exit_code())
}

fn trial(browser: Browser, case: Case, session: &Session) -> Trial {
    let name = format!("{}::{}", browser.name(), case.name);
    let session = Arc::clone(session);
    Trial::test(name, move || {
        let (page, site) = &*session;
        let mut page = page.lock().unwrap_or_else(PoisonError::into_inner);
        let mut attempt = || -> Result<()> {
            // After a failure the next test starts in a new session.
            let fresh = match page.take() {
                Some(page) => page,
                None => Page::start(browser, site)?,
            };
            (case.test)(&fresh).map_err(|error| match noted(&fresh) {
                Ok(noted) if !noted.is_empty() => {
                    error.context(format!("the page noted {noted:#?}"))
                }
                _ => error,
            })?;
            nothing_went_wrong(&fresh)?;
            *page = Some(fresh);
            Ok(())
        };
        // In WebKitGTK the module stops now and then, once in some hundred tests, with "Out of bounds
        // memory access"; why is not known. What fails there is taken again, once, and told of at the
        // end of the run; the other browsers have no second chance at the same tests.
        match attempt() {
            Err(error) if browser == Browser::Webkit => {
                let outcome = attempt();
                let verdict = if outcome.is_ok() { "held" } else { "failed" };
                let why = format!("{error:#}").replace('\n', " ");
                eprintln!(
                    "{AGAIN}{}::{} {verdict} after: {why}",
                    browser.name(),
                    case.name
                );
                outcome
            }
            outcome => outcome,
        }
        .map_err(|error| Failed::from(format!("{error:#}")))
    })
}

/// What went wrong on the page so far, faults of its elements among it.
fn noted(page: &Page) -> Result<Vec<String>> {
    page.run(
        "return [...window.watched ?? [], ...[...document.querySelectorAll('glass-net')]
           .map((net) => net.shadowRoot?.querySelector('.fault')?.textContent).filter(Boolean)]",
        json!([]),
    )
}

/// Holds after every test: no error, no warning, nothing against the policy, no foreign request.
fn nothing_went_wrong(page: &Page) -> Result<()> {
    let noted = noted(page)?;
    ensure!(noted.is_empty(), "the page noted {noted:#?}");
    let foreign: Vec<String> = page.run(
        "return performance.getEntriesByType('resource').map((entry) => entry.name)
           .filter((name) => !name.startsWith(location.origin + '/') && !/^(data|blob):/.test(name))",
        json!([]),
    )?;
    ensure!(foreign.is_empty(), "requests to others: {foreign:#?}");
    Ok(())
}

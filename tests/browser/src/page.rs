//! A browser's tab, behind calls that wait for their answer.

use std::future::Future;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use xtask::machine::Browser;

use crate::driver::{Driver, capabilities};
use crate::site::WATCHED;

pub use fantoccini::key::Key;

/// How long a browser may take for anything before the test fails.
const PATIENCE: Duration = Duration::from_secs(100);
/// Functions that every script of a test can use.
const TOOLS: &str = include_str!("tools.js");
/// How long a condition on the page may take to come true.
const SOON: Duration = Duration::from_secs(10);

/// A session with one browser.
#[derive(Debug)]
pub struct Page {
    browser: Browser,
    site: String,
    client: Client,
    runtime: Runtime,
    _driver: Driver,
}

impl Page {
    /// Starts a browser. `site` is the address that paths are relative to.
    ///
    /// # Errors
    /// When the browser cannot be started.
    pub fn start(browser: Browser, site: &str) -> Result<Self> {
        let driver = Driver::start(browser)?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let client = runtime.block_on(
            ClientBuilder::new(HttpConnector::new())
                .capabilities(capabilities(browser))
                .connect(driver.address()),
        );
        let client = client.with_context(|| format!("{} gave no session", browser.name()))?;
        Ok(Self {
            browser,
            site: site.to_owned(),
            client,
            runtime,
            _driver: driver,
        })
    }

    /// The browser behind it.
    #[must_use]
    pub fn browser(&self) -> Browser {
        self.browser
    }

    /// Opens the watched page afresh with a fragment (without `#`) and waits until it is ready.
    ///
    /// # Errors
    /// When the page does not load or its element does not become ready.
    pub fn open(&self, fragment: &str) -> Result<()> {
        self.visit(&format!("{WATCHED}#{fragment}"))?;
        self.ready()
    }

    /// Waits until every element on the page answers.
    ///
    /// # Errors
    /// When one of them does not become ready.
    pub fn ready(&self) -> Result<()> {
        self.run(
            "await customElements.whenDefined('glass-net');
             await Promise.all([...document.querySelectorAll('glass-net')].map(({ ready }) => ready))",
            json!([]),
        )
    }

    /// Loads a path of the site, also when only its fragment differs from the present address.
    ///
    /// # Errors
    /// When the page does not load.
    pub fn visit(&self, path: &str) -> Result<()> {
        self.wait(self.client.goto("about:blank"))?;
        self.wait(self.client.goto(&format!("{}{path}", self.site)))
    }

    /// Reloads the present page.
    ///
    /// # Errors
    /// When the page does not load.
    pub fn reload(&self) -> Result<()> {
        self.wait(self.client.refresh())
    }

    /// Runs the body of an async function in the page and returns what it returns. It sees `net`,
    /// the first `<glass-net>`, `args`, the arguments, and the functions of `tools.js`.
    ///
    /// # Errors
    /// When the function throws, or returns something of another type.
    pub fn run<T: DeserializeOwned>(&self, body: &str, args: Value) -> Result<T> {
        // `T = ()` stands for null, which is also what undefined becomes.
        let script = format!(
            "{TOOLS}
             const [args, done] = arguments;
             const net = document.querySelector('glass-net');
             (async () => {{ {body} }})().then(
               (value) => done({{ value: value === undefined ? null : value }}),
               (error) => done({{ error: String(error), stack: String(error && error.stack) }}),
             );"
        );
        let mut answer = self.wait(self.client.execute_async(&script, vec![args]))?;
        if let Some(error) = answer.get("error").and_then(Value::as_str) {
            let place = answer["stack"].as_str().unwrap_or_default();
            bail!("{error}\n{place}");
        }
        let value = answer["value"].take();
        serde_json::from_value(value.clone())
            .with_context(|| format!("{value} is not what was expected"))
    }

    /// Waits until an expression of the page is true.
    ///
    /// # Errors
    /// When it is still false after ten seconds.
    pub fn until(&self, expression: &str) -> Result<()> {
        let start = Instant::now();
        while !self.run::<bool>(&format!("return Boolean({expression})"), json!([]))? {
            ensure!(start.elapsed() < SOON, "never came true: {expression}");
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Types text at the place that has the focus.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn type_text(&self, text: &str) -> Result<()> {
        text.chars().try_for_each(|key| self.strike(&[], key))
    }

    /// Presses one key that has no character.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn press(&self, key: Key) -> Result<()> {
        self.strike(&[], key.into())
    }

    /// Presses a key while others are held.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn strike(&self, held: &[Key], key: char) -> Result<()> {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for held in held {
            actions = actions.then(KeyAction::Down {
                value: (*held).into(),
            });
        }
        actions = actions
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        for held in held.iter().rev() {
            actions = actions.then(KeyAction::Up {
                value: (*held).into(),
            });
        }
        self.wait(self.client.perform_actions(actions))
    }

    /// Goes into a frame of the page by its place among them.
    ///
    /// # Errors
    /// When there is no such frame.
    pub fn enter_frame(&self, index: u16) -> Result<()> {
        self.wait(self.client.enter_frame(index))
    }

    /// Goes back to the page that holds the frame.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn leave_frame(&self) -> Result<()> {
        self.wait(self.client.enter_parent_frame())
    }

    /// A picture of what the window shows, as PNG.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn screenshot(&self) -> Result<Vec<u8>> {
        self.wait(self.client.screenshot())
    }

    /// A command of Chromium's own protocol, for example `Emulation.setEmulatedMedia`.
    ///
    /// # Errors
    /// When the browser is another one or refuses.
    pub fn chromium(&self, command: &str, parameters: &Value) -> Result<Value> {
        let body = json!({ "cmd": command, "params": parameters });
        let path = "goog/cdp/execute";
        self.wait(self.client.issue_cmd(Raw { path, body }))
    }

    /// What Chromium has logged since the last call: errors of scripts, of the network and of
    /// the content security policy, and all that was written to the console.
    ///
    /// # Errors
    /// When the browser is another one.
    pub fn chromium_log(&self) -> Result<Vec<Value>> {
        let body = json!({ "type": "browser" });
        let log = self.wait(self.client.issue_cmd(Raw {
            path: "se/log",
            body,
        }))?;
        Ok(serde_json::from_value(log)?)
    }

    /// Ends the session; dropping the page ends the browser in any case.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub fn close(self) -> Result<()> {
        self.wait(self.client.clone().close())
    }

    fn wait<T, E>(&self, work: impl Future<Output = Result<T, E>>) -> Result<T>
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        self.runtime.block_on(async {
            let outcome = tokio::time::timeout(PATIENCE, work).await;
            let outcome =
                outcome.with_context(|| format!("no answer from {}", self.browser.name()))?;
            outcome.map_err(Into::into)
        })
    }
}

/// A POST to a path of the session that the standard does not know.
#[derive(Debug)]
struct Raw {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Raw {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/{}", self.path))
    }

    fn method_and_body(&self, _url: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

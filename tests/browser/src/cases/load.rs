//! The page opens, anywhere, and keeps to itself.

use anyhow::{Result, ensure};
use glassnet_browser_tests::page::Page;
use glassnet_browser_tests::site::{DEEP, OLD, PLAIN, WATCHED};
use serde_json::{Value, json};
use xtask::machine::Browser;

/// The number of different colours on the page's canvases: an empty picture has one or none.
const COLOURS: &str = "
  const seen = new Set();
  for (const canvas of net.shadowRoot.querySelectorAll('canvas')) {
    if (!canvas.width || !canvas.height) continue;
    const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
    const context = copy.getContext('2d');
    context.drawImage(canvas, 0, 0);
    for (const pixel of new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer)) seen.add(pixel);
  }
  return seen.size;";

pub(crate) fn loads(page: &Page) -> Result<()> {
    if page.browser() == Browser::Chromium {
        page.chromium_log()?;
    }
    page.visit(PLAIN)?;
    is_glassnet(page)?;
    if page.browser() == Browser::Chromium {
        let log = page.chromium_log()?;
        ensure!(log.is_empty(), "Chromium logged {log:#?}");
    }
    Ok(())
}

pub(crate) fn loads_below_a_path(page: &Page) -> Result<()> {
    page.visit(DEEP)?;
    is_glassnet(page)?;
    page.visit(&format!("{DEEP}index.html?from=a+mail#v=1&seed=9"))?;
    is_glassnet(page)?;
    let seed: u32 = page.run("return net.getState().seed", json!([]))?;
    ensure!(seed == 9, "seed {seed}");
    Ok(())
}

/// What xtask/start.txt lists is all that the start calls: else it has to wait for more, and
/// `cargo xtask profile` lists it anew.
pub(crate) fn starts_with_its_first_parts(page: &Page) -> Result<()> {
    page.visit(WATCHED)?;
    page.ready()?;
    let linked: [u32; 2] = page.run(
        "await new Promise(requestAnimationFrame); await new Promise(requestAnimationFrame);
         return [linkedFirst, linked]",
        json!([]),
    )?;
    // The other browsers call some functions besides.
    if page.browser() == Browser::Chromium {
        ensure!(
            linked == [0, 1],
            "{} parts more were there when it was ready, {} when it had been seen",
            linked[0],
            linked[1]
        );
    }
    is_glassnet(page)
}

pub(crate) fn starts_where_nothing_is_made_at_once(page: &Page) -> Result<()> {
    page.visit(OLD)?;
    is_glassnet(page)
}

/// The title, an element that is ready at epoch 0, and a first picture.
fn is_glassnet(page: &Page) -> Result<()> {
    page.ready()?;
    let metrics: Value = page.run("return net.metrics()", json!([]))?;
    ensure!(metrics["epoch"] == 0 && metrics["step"] == 0, "{metrics}");
    let title: String = page.run("return document.title", json!([]))?;
    ensure!(title == "Glassnet", "title {title:?}");
    let elements: u32 = page.run(
        "return document.querySelectorAll('glass-net').length",
        json!([]),
    )?;
    ensure!(elements == 1, "{elements} elements");
    page.run::<()>(
        "await new Promise(requestAnimationFrame); await new Promise(requestAnimationFrame)",
        json!([]),
    )?;
    let colours: u32 = page.run(COLOURS, json!([]))?;
    ensure!(colours > 20, "the first picture has {colours} colours");
    Ok(())
}

pub(crate) fn asks_nobody_else(page: &Page) -> Result<()> {
    page.open("")?;
    let policy: String = page.run(
        "         net.step('epoch', 3);
         await new Promise((go) => setTimeout(go, 300));
         return document.querySelector('meta[http-equiv=\"Content-Security-Policy\" i]')?.content ?? ''",
        json!([]),
    )?;
    let directive = |name: &str| {
        policy
            .split(';')
            .map(str::trim)
            .find_map(|part| part.strip_prefix(name))
            .map(str::trim)
    };
    ensure!(
        directive("default-src") == Some("'self'"),
        "policy {policy:?}"
    );
    let script = directive("script-src").unwrap_or_default();
    ensure!(
        script
            .split_whitespace()
            .eq(["'self'", "'wasm-unsafe-eval'"]),
        "policy {policy:?}"
    );
    ensure!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "policy {policy:?}"
    );
    let loaded: Vec<String> = page.run(
        "return performance.getEntriesByType('resource').map((entry) => entry.name)",
        json!([]),
    )?;
    ensure!(
        loaded.iter().any(|name| name.contains(".wasm")),
        "no module among {loaded:#?}"
    );
    let inline: u32 = page.run(
        "return document.querySelectorAll('script:not([src]), style, [style], [onclick]').length",
        json!([]),
    )?;
    ensure!(inline == 0, "{inline} inline scripts or styles");
    Ok(())
}

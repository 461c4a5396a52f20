//! Small screens, keyboards and screen readers.

use anyhow::{Result, ensure};
use glassnet_browser_tests::page::Page;
use glassnet_browser_tests::site::{FIXTURES, WATCHED};
use serde_json::{Value, json};
use xtask::machine::Browser;

/// A frame has exactly the width of a phone's screen in every browser, a window has not.
pub(crate) fn fits_a_phone(page: &Page) -> Result<()> {
    for width in [320, 390] {
        page.visit(&format!("{FIXTURES}empty.html"))?;
        let (scroll, outside): (u32, Vec<String>) = page.run(
            "const [width, address] = args;
             const frame = Object.assign(document.createElement('iframe'), { width, height: 700, src: address });
             const loaded = new Promise((go) => frame.addEventListener('load', go));
             document.body.append(frame);
             await loaded;
             const inner = frame.contentDocument;
             await inner.querySelector('glass-net').ready;
             await new Promise((go) => setTimeout(go, 300));
             const outside = [];
             const look = (root) => {
               for (const element of root.querySelectorAll('*')) {
                 if (element.matches('button, input, select, a, canvas, output')) {
                   const { left, right, width: wide, height } = element.getBoundingClientRect();
                   if (wide > 1 && height > 1 && (left < -1 || right > width + 1)) outside.push(`${element.localName} ${element.id} ${left}..${right}`);
                 }
                 if (element.shadowRoot) look(element.shadowRoot);
               }
             };
             look(inner);
             return [inner.documentElement.scrollWidth, outside]",
            json!([width, WATCHED]),
        )?;
        ensure!(
            scroll <= width,
            "{scroll} pixels wide on a screen of {width}"
        );
        ensure!(outside.is_empty(), "off a screen of {width}: {outside:#?}");
    }
    Ok(())
}

pub(crate) fn axe_reports_nothing(page: &Page) -> Result<()> {
    for theme in [
        "light",
        "dark",
        "light&open=unit-0-1",
        "dark&open=weight-0-1-0&sample=3",
    ] {
        page.open(&format!("view.theme={theme}"))?;
        let violations: Vec<Value> = page.run(
            "await new Promise((loaded, failed) => document.head.append(
               Object.assign(document.createElement('script'), { src: '/axe/axe.min.js', onload: loaded, onerror: failed })));
             const { violations } = await axe.run(document, { resultTypes: ['violations'] });
             return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ target, failureSummary }) => [String(target), failureSummary]) }))",
            json!([]),
        )?;
        ensure!(violations.is_empty(), "{theme}: {violations:#?}");
    }
    Ok(())
}

/// A projector needs larger type and thicker strokes; the link keeps it.
pub(crate) fn a_lecture_is_larger(page: &Page) -> Result<()> {
    let size = "const { fontSize } = getComputedStyle(net.shadowRoot.querySelector('.network h2'));
         return parseFloat(fontSize)";
    page.open("")?;
    let usual: f64 = page.run(size, json!([]))?;
    page.run::<()>(
        "net.shadowRoot.querySelector('[data-key=\"view.lecture\"]').click()",
        json!([]),
    )?;
    page.until("net.getState().config.view?.lecture === true")?;
    page.until("location.hash.includes('view.lecture=true')")?;
    let wide: bool = page.run("return innerWidth >= 900", json!([]))?;
    let large: f64 = page.run(size, json!([]))?;
    ensure!(
        !wide || large > 1.3 * usual,
        "letters grow from {usual} to {large}"
    );
    let scroll: bool = page.run(
        "return document.documentElement.scrollWidth <= innerWidth",
        json!([]),
    )?;
    ensure!(scroll, "a lecture is wider than the screen");
    Ok(())
}

/// Only Chromium lets a test say what the system prefers.
pub(crate) fn follows_the_system_into_the_dark(page: &Page) -> Result<()> {
    if page.browser() != Browser::Chromium {
        return Ok(());
    }
    let mut shades = Vec::new();
    for scheme in ["light", "dark", ""] {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        page.chromium(
            "Emulation.setEmulatedMedia",
            &json!({ "features": features }),
        )?;
        page.open("")?;
        let shade: u32 = page.run(
            "const canvas = [...net.shadowRoot.querySelectorAll('canvas')].find(({ width }) => width > 0);
             const ground = [canvas, canvas.parentNode, net, document.body, document.documentElement]
               .map((element) => getComputedStyle(element).backgroundColor)
               .find((colour) => !/^(transparent|rgba\\(.*, 0\\))$/.test(colour));
             return Number((ground ?? 'rgb(255').match(/\\d+/)[0])",
            json!([]),
        )?;
        shades.push(shade);
    }
    ensure!(
        shades[0] > 200 && shades[1] < 60,
        "the ground is {} by day and {} by night",
        shades[0],
        shades[1]
    );
    Ok(())
}

//! Everything without a mouse.

use anyhow::{Result, bail, ensure};
use glassnet_browser_tests::page::{Key, Page};
use serde_json::{Value, json};

/// How many stops of the tab key a page may have.
const STOPS: usize = 200;

/// Presses the tab key until the focus is on a part of the network.
fn tab_to_the_network(page: &Page) -> Result<()> {
    for _ in 0..STOPS {
        page.press(Key::Tab)?;
        if page.run(
            "return Boolean(focused()?.dataset?.part?.includes('unit'))",
            json!([]),
        )? {
            return Ok(());
        }
    }
    bail!("the tab key never comes to a unit of the network")
}

/// Presses Enter until a field has the focus, and types a number into it.
fn type_number(page: &Page, number: &str) -> Result<()> {
    for _ in 0..3 {
        page.press(Key::Enter)?;
        if page.run("return focused()?.localName === 'input'", json!([]))? {
            page.type_text(number)?;
            return page.press(Key::Enter);
        }
    }
    bail!("Enter opens no field")
}

pub(crate) fn a_weight_and_a_bias_are_edited(page: &Page) -> Result<()> {
    page.open("model.hidden=2")?;
    let loss: f64 = page.run("return net.metrics().trainLoss", json!([]))?;
    tab_to_the_network(page)?;
    type_number(page, "1.25")?;
    page.until("net.weights()[0].weight[0].includes(1.25)")?;
    let changed: f64 = page.run("return net.metrics().trainLoss", json!([]))?;
    ensure!((changed - loss).abs() > 1e-9, "the loss is still {loss}");
    // Out of the unit, to the output, and past its two weights to its bias.
    page.press(Key::Escape)?;
    page.press(Key::Right)?;
    page.press(Key::Enter)?;
    page.press(Key::Down)?;
    page.press(Key::Down)?;
    type_number(page, "-0.5")?;
    page.until("net.weights()[1].bias[0] === -0.5")?;
    let rest: Value = page.run(
        "const [hidden, output] = net.weights();
         return [hidden.weight[0].filter((weight) => weight === 1.25).length, output.weight[0].includes(-0.5)]",
        json!([]),
    )?;
    ensure!(rest == json!([1, false]), "other weights changed: {rest}");
    Ok(())
}

pub(crate) fn a_refused_number_brings_the_old_one_back(page: &Page) -> Result<()> {
    page.open("model.hidden=2")?;
    let before: Vec<f64> = page.run("return flat(net.weights())", json!([]))?;
    tab_to_the_network(page)?;
    type_number(page, "1e40")?;
    let after: Vec<f64> = page.run("return flat(net.weights())", json!([]))?;
    ensure!(after == before, "{after:?} instead of {before:?}");
    page.until("net.shadowRoot.querySelector('[data-slot=notices]').textContent.includes('3.4e38')")
}

pub(crate) fn a_point_is_pinned_and_let_go(page: &Page) -> Result<()> {
    page.open("")?;
    page.run::<()>(
        "net.shadowRoot.querySelector('[data-keys=plane]').focus()",
        json!([]),
    )?;
    let said = "net.shadowRoot.querySelector('[data-text=\"plane.readout\"]').textContent";
    page.press(Key::Right)?;
    page.press(Key::Enter)?;
    page.until("net.getState().point?.length === 2")?;
    page.until(&format!("{said}.startsWith('pinned point')"))?;
    page.press(Key::Enter)?;
    page.until("!net.getState().point")?;
    page.press(Key::Enter)?;
    page.until("net.getState().point")?;
    page.press(Key::Escape)?;
    page.until("!net.getState().point")?;
    // By the pointer: an empty place, and the same place again.
    let click = "const plane = net.shadowRoot.querySelector('[data-keys=plane]');
         const { left, top, width, height } = plane.getBoundingClientRect();
         const at = { bubbles: true, composed: true, pointerId: 1, detail: 1,
           clientX: left + 0.615 * width, clientY: top + 0.235 * height };
         plane.dispatchEvent(new PointerEvent('pointermove', at));
         await new Promise((go) => setTimeout(go, 100));
         plane.dispatchEvent(new PointerEvent('click', at));";
    page.run::<()>(click, json!([]))?;
    page.until("net.getState().point || net.getState().sample !== undefined")?;
    page.run::<()>(click, json!([]))?;
    page.until("!net.getState().point && net.getState().sample === undefined")
}

pub(crate) fn space_plays(page: &Page) -> Result<()> {
    page.open("")?;
    tab_to_the_network(page)?;
    page.type_text(" ")?;
    page.until("net.metrics().epoch > 2")?;
    page.type_text(" ")?;
    let still: bool = page.run(
        "const { step } = net.metrics();
         await new Promise((go) => setTimeout(go, 300));
         return net.metrics().step === step",
        json!([]),
    )?;
    ensure!(still, "space does not pause");
    Ok(())
}

/// Every control that can be seen and used is one of the stops, or belongs to a group with one.
pub(crate) fn tab_comes_to_everything(page: &Page) -> Result<()> {
    page.open("")?;
    page.run::<()>("window.visited = new Set()", json!([]))?;
    let mut before = 0;
    for stop in 0..STOPS {
        page.press(Key::Tab)?;
        let now: usize = page.run(
            "const element = focused();
             if (element && element !== document.body) window.visited.add(element);
             return window.visited.size",
            json!([]),
        )?;
        if now == before && stop > 0 {
            break;
        }
        before = now;
    }
    let missed: Vec<String> = page.run(
        "const all = [...net.shadowRoot.querySelectorAll('button, input, select, summary, a[href], [tabindex]')];
         return all.filter((element) => element.tabIndex >= 0 && !element.disabled && element.checkVisibility({ visibilityProperty: true })
             && !window.visited.has(element)
             && !(element.type === 'radio' && [...window.visited].some(({ name }) => name === element.name)))
           .map((element) => element.outerHTML.slice(0, 200))",
        json!([]),
    )?;
    ensure!(missed.is_empty(), "never reached: {missed:#?}");
    ensure!(before > 15, "only {before} stops");
    Ok(())
}

//! What is opened in the network.

use anyhow::{Result, ensure};
use glassnet_browser_tests::page::{Key, Page};
use serde_json::json;

/// The lens's heading; empty while it is closed.
const TITLE: &str = "const lens = net.shadowRoot.querySelector('.lens');
     return lens.hidden ? '' : lens.querySelector('h2').textContent";

fn title(page: &Page) -> Result<String> {
    page.run(TITLE, json!([]))
}

fn until_title(page: &Page, title: &str) -> Result<()> {
    page.until(&format!(
        "(() => {{ {TITLE} }})().startsWith({})",
        json!(title)
    ))
}

/// Puts the focus on a part of the network.
fn focus(page: &Page, part: &str) -> Result<()> {
    page.run(
        "net.shadowRoot.querySelector(`.network [data-part=\"${args}\"]`).focus()",
        json!(part),
    )
}

pub(crate) fn a_unit_and_its_weights_open_by_keyboard(page: &Page) -> Result<()> {
    page.open("sample=17")?;
    ensure!(title(page)?.is_empty(), "the lens is open already");
    focus(page, "unit-0-1")?;
    page.press(Key::Enter)?;
    until_title(page, "Unit h₂")?;
    page.until("focused().dataset.part === 'weight-0-1-0'")?;
    let words: String = page.run(
        "return net.shadowRoot.querySelector('#s-lens').textContent",
        json!([]),
    )?;
    for part in ["x₁: ", "x₂: ", "b = ", "z = ", "slope = "] {
        ensure!(words.contains(part), "{part} is not in: {words}");
    }
    // The number is edited where it stands, and seen under the lens.
    page.press(Key::Enter)?;
    until_title(page, "Weight from x₁ to h₂")?;
    page.type_text("0.75")?;
    page.press(Key::Enter)?;
    page.until("net.weights()[0].weight[1][0] === 0.75")?;
    page.until("net.shadowRoot.querySelector('#g-lens').value === '0.75'")?;
    // Up, one by one.
    page.press(Key::Escape)?;
    until_title(page, "Unit h₂")?;
    page.press(Key::Escape)?;
    page.until(&format!("(() => {{ {TITLE} }})() === ''"))?;
    page.until("focused().dataset.part === 'unit-0-1'")
}

pub(crate) fn a_weight_is_moved_under_the_lens(page: &Page) -> Result<()> {
    page.open("sample=17&open=weight-1-0-1&view.slice=sample")?;
    until_title(page, "Weight from h₂ to ŷ")?;
    let loss: f64 = page.run("return net.trace(17).loss", json!([]))?;
    page.run::<()>("net.shadowRoot.querySelector('#g-lens').focus()", json!([]))?;
    let before: f64 = page.run("return net.weights()[1].weight[0][1]", json!([]))?;
    page.press(Key::Up)?;
    let after: f64 = page.run("return net.weights()[1].weight[0][1]", json!([]))?;
    ensure!((after - before - 0.1).abs() < 1e-5, "{before} → {after}");
    // The handle, by keyboard and by pointer.
    page.run::<()>(
        "net.shadowRoot.querySelector('[data-slot=lens-handle]').focus()",
        json!([]),
    )?;
    page.press(Key::Left)?;
    page.until(&format!(
        "Math.abs(net.weights()[1].weight[0][1] - {before}) < 1e-5"
    ))?;
    let moved: f64 = page.run(
        "const handle = net.shadowRoot.querySelector('[data-slot=lens-handle]');
         await new Promise((go) => setTimeout(go, 100));
         const { left, top, width, height } = handle.getBoundingClientRect();
         const canvas = handle.closest('[data-canvas]');
         const at = (type, dx) => canvas.dispatchEvent(new PointerEvent(type, {
           bubbles: true, composed: true, pointerId: 1, button: 0, buttons: 1,
           clientX: left + width / 2 + dx, clientY: top + height / 2 }));
         at('pointerdown', 0);
         for (const dx of [10, 20, 40]) at('pointermove', dx);
         at('pointerup', 40);
         return net.weights()[1].weight[0][1]",
        json!([]),
    )?;
    ensure!(
        moved > before + 0.1,
        "dragging led from {before} to {moved}"
    );
    // The words say the new loss of that sample.
    let said: String = page.run(
        "await new Promise((go) => setTimeout(go, 200));
         return net.shadowRoot.querySelector('#s-lens').textContent",
        json!([]),
    )?;
    let now: f64 = page.run("return net.trace(17).loss", json!([]))?;
    ensure!((now - loss).abs() > 1e-4, "the loss is still {loss}");
    let digits = said
        .split("L = ")
        .nth(1)
        .and_then(|rest| rest.split([',', ' ']).next())
        .unwrap_or_default();
    let spoken: f64 = digits.parse()?;
    ensure!(
        (spoken - now).abs() < 0.01 * now,
        "{now} is told as: {said}"
    );
    Ok(())
}

pub(crate) fn chain_and_shares_are_there_as_text(page: &Page) -> Result<()> {
    page.open("model.hidden=1,1&sample=5&open=weight-0-0-0")?;
    until_title(page, "Weight from x₁")?;
    page.until("net.shadowRoot.querySelectorAll('[data-slot=lens-paths] li').length === 1")?;
    page.run::<()>(
        "net.shadowRoot.querySelector('[data-act=lens-digits]').click();
         net.shadowRoot.querySelector('[data-slot=lens-shares]').open = true",
        json!([]),
    )?;
    page.until("net.shadowRoot.querySelectorAll('[data-slot=lens-samples] li').length === 10")?;
    let (chain, told, gradient): (String, Vec<String>, f64) = page.run(
        "await new Promise((go) => setTimeout(go, 100));
         const texts = (slot) => [...net.shadowRoot.querySelectorAll(`[data-slot=${slot}] li`)].map((li) => li.textContent);
         return [texts('lens-paths')[0], texts('lens-samples'), net.trace(5).layers[0].dWeight[0][0]]",
        json!([]),
    )?;
    let value = chain.rsplit(['=', '≈']).next().unwrap_or_default();
    let value: f64 = value.trim().replace('−', "-").parse()?;
    ensure!(
        (value - gradient).abs() <= 1e-6 * gradient.abs(),
        "{chain} is not {gradient}"
    );
    ensure!(
        told.iter()
            .all(|line| line.contains('↑') || line.contains('↓')),
        "{told:#?}"
    );
    // A sample of the list is pinned by a click.
    page.run::<()>(
        "net.shadowRoot.querySelector('[data-slot=lens-samples] button').click()",
        json!([]),
    )?;
    page.until("net.getState().sample !== 5 && net.getState().open === 'weight-0-0-0'")?;
    // The close button ends it, and the focus goes back.
    page.run::<()>(
        "net.shadowRoot.querySelector('[data-act=close-lens]').click()",
        json!([]),
    )?;
    page.until(&format!("(() => {{ {TITLE} }})() === ''"))?;
    page.until("focused().dataset.part === 'weight-0-0-0'")
}

pub(crate) fn the_seed_is_set_on_the_page(page: &Page) -> Result<()> {
    page.open("model.hidden=3")?;
    let before: Vec<f64> = page.run("return flat(net.weights())", json!([]))?;
    page.run::<()>(
        "net.step('epoch', 1);
         const field = net.shadowRoot.querySelector('#f-seed');
         field.value = '7';
         field.dispatchEvent(new Event('change', { bubbles: true, composed: true }))",
        json!([]),
    )?;
    page.until("net.getState().seed === 7 && net.metrics().step === 0")?;
    let after: Vec<f64> = page.run("return flat(net.weights())", json!([]))?;
    ensure!(before != after, "another seed gives the same weights");
    page.until("location.hash.includes('seed=7')")
}

pub(crate) fn the_handle_has_keys_of_its_own(page: &Page) -> Result<()> {
    page.open("open=weight-0-0-0")?;
    until_title(page, "Weight from x₁")?;
    page.run::<()>(
        "net.setWeights(net.weights().map((layer) => ({ ...layer, weight: layer.weight.map((row) => row.map(() => 0.5)) })));
         net.shadowRoot.querySelector('[data-slot=lens-handle]').focus()",
        json!([]),
    )?;
    let press = |key: &str, alt: bool| -> Result<(f64, u64)> {
        page.run(
            "const node = focused();
             await new Promise((go) => setTimeout(go, 100));
             const event = new KeyboardEvent('keydown',
               { key: args[0], altKey: args[1], bubbles: true, composed: true, cancelable: true });
             if (node.dispatchEvent(event)) throw new Error('the browser would take ' + args[0]);
             return [net.weights()[0].weight[0][0], net.history().step]",
            json!([key, alt]),
        )
    };
    for (key, alt, wanted) in [
        ("ArrowRight", true, 0.51),
        ("ArrowLeft", true, 0.5),
        ("ArrowUp", false, 0.6),
        ("PageUp", false, 1.6),
        ("PageDown", false, 0.6),
    ] {
        let (weight, step) = press(key, alt)?;
        ensure!((weight - wanted).abs() < 1e-5, "{key}: {weight}");
        ensure!(step == 0, "{key} goes along the ladder");
    }
    let (low, said): (f64, String) = page.run(
        "await new Promise((go) => setTimeout(go, 100));
         return [+focused().ariaValueMin, focused().ariaValueText]",
        json!([]),
    )?;
    ensure!(said.contains("0.600") && said.contains("slope"), "{said}");
    let (weight, _) = press("Home", false)?;
    ensure!((weight - low).abs() < 1e-5, "{weight} at the end {low}");
    // A number that is refused brings back the one before.
    page.run::<()>(
        "const field = net.shadowRoot.querySelector('#g-lens'); field.focus(); field.select()",
        json!([]),
    )?;
    page.type_text("1e40")?;
    page.press(Key::Enter)?;
    let (now, shown, told): (f64, f64, String) = page.run(
        "await new Promise((go) => setTimeout(go, 100));
         return [net.weights()[0].weight[0][0], focused().valueAsNumber,
                 net.shadowRoot.querySelector('.problems, .notices').textContent]",
        json!([]),
    )?;
    ensure!((now - weight).abs() < 1e-5, "{now} instead of {weight}");
    ensure!((shown - weight).abs() < 1e-5, "the field says {shown}");
    ensure!(told.contains("3.4e38"), "{told}");
    Ok(())
}

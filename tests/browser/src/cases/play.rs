//! Play, learn, reset.

use anyhow::{Result, ensure};
use glassnet_browser_tests::page::Page;
use serde_json::{Value, json};
use xtask::machine::Browser;

pub(crate) fn plays_and_pauses(page: &Page) -> Result<()> {
    page.open("")?;
    page.run::<()>("net.play()", json!([]))?;
    page.until("net.metrics().epoch >= 3")?;
    let still: bool = page.run(
        "net.pause();
         const before = net.metrics().step;
         await new Promise((go) => setTimeout(go, 300));
         return net.metrics().step === before",
        json!([]),
    )?;
    ensure!(still, "it went on after pause()");
    Ok(())
}

/// At the defaults, by epoch 300: 48 of the seeds 1 to 50. The bits are the same in every browser,
/// so all fifty are tried in the first one only.
pub(crate) fn learns_the_spam_scene(page: &Page) -> Result<()> {
    let (seeds, needed) = match page.browser() {
        Browser::Chromium => (50, 48),
        Browser::Firefox | Browser::Webkit => (5, 4),
    };
    page.open("")?;
    let accuracies: Vec<f64> = page.run(
        "const accuracies = [];
         for (let seed = 1; seed <= args[0]; seed += 1) {
           net.setState({ v: 1, seed, config: {} });
           accuracies.push(net.step('epoch', 300).testAccuracy);
         }
         return accuracies",
        json!([seeds]),
    )?;
    let learnt = accuracies
        .iter()
        .filter(|accuracy| **accuracy >= 0.97)
        .count();
    ensure!(
        learnt >= needed,
        "{learnt} of {seeds} seeds: {accuracies:?}"
    );
    Ok(())
}

pub(crate) fn resets_to_the_same_weights(page: &Page) -> Result<()> {
    page.open("seed=3&data.kind=xor")?;
    let (first, trained, reset): (Value, Value, Value) = page.run(
        "const first = net.weights();
         net.step('epoch', 5);
         const trained = net.weights();
         net.reset();
         return [first, trained, net.weights()]",
        json!([]),
    )?;
    ensure!(first != trained, "training changed nothing");
    ensure!(first == reset, "{first} became {reset}");
    let epoch: u32 = page.run("return net.metrics().epoch", json!([]))?;
    ensure!(epoch == 0, "epoch {epoch} after reset()");
    Ok(())
}

/// A call into the browser that fails under the module's feet is what a fault of the machine looks like
/// from outside: the figure starts again by itself, from its state, and goes on with what was going.
pub(crate) fn a_fault_of_the_machine_is_healed(page: &Page) -> Result<()> {
    page.open("sample=3&view.pace=6")?;
    let (faults, played, walked): (usize, Value, Value) = page.run(
        "let faults = 0;
         const canvas = CanvasRenderingContext2D.prototype;
         const fault = () => new Promise((done) => {
           // Calls whose failure the module does not expect.
           const own = ['beginPath', 'fillRect', 'clearRect', 'stroke'].map((name) => [name, canvas[name]]);
           for (const [name] of own) {
             canvas[name] = () => {
               for (const [name, method] of own) canvas[name] = method;
               faults += 1;
               done();
               throw new window.WebAssembly.RuntimeError('memory access out of bounds');
             };
           }
         });
         const until = async (holds) => {
           for (let i = 0; i < 500 && !holds(); i += 1) await new Promise((go) => setTimeout(go, 20));
         };
         let readies = 0;
         net.addEventListener('glass-ready', () => { readies += 1; });
         net.play();
         await until(() => net.metrics().step > 20);
         await fault();
         await net.ready;
         const from = net.metrics().step;
         await until(() => net.metrics().step > from + 20);
         net.pause();
         const played = { from, to: net.metrics().step, url: net.toURL(), readies,
                          words: net.shadowRoot.querySelector('[data-slot=toast]').textContent };
         await new Promise((go) => setTimeout(go, 5100));
         const scrub = () => net.shadowRoot.querySelector('[data-slot=scrub]').valueAsNumber;
         net.shadowRoot.querySelector('[data-act=walk]').click();
         await until(() => scrub() > 4);
         await fault();
         await net.ready;
         const at = scrub();
         await until(() => scrub() > at + 4);
         return [faults, played, { at, to: scrub(), fault: net.shadowRoot.querySelector('.fault')?.textContent ?? null }]",
        json!([]),
    )?;
    ensure!(faults == 2, "{faults} faults came about");
    let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    ensure!(
        number(&played["to"]) > number(&played["from"]) + 20.0,
        "it did not play on: {played}"
    );
    ensure!(
        played["readies"] == 0,
        "it was ready a second time: {played}"
    );
    ensure!(
        played["words"]
            .as_str()
            .is_some_and(|words| words.contains("started again")),
        "{played}"
    );
    ensure!(
        number(&walked["to"]) > number(&walked["at"]) + 4.0,
        "it did not walk on: {walked}"
    );
    ensure!(walked["fault"].is_null(), "{walked}");
    // The bits are those of a run without a fault: the link carries the checksum of its weights.
    let url = played["url"].as_str().unwrap_or_default();
    page.open(url.split_once('#').map_or("", |(_, fragment)| fragment))?;
    let problems: Option<String> = page.run(
        "return net.shadowRoot.querySelector('.problems')?.textContent ?? null",
        json!([]),
    )?;
    ensure!(problems.is_none(), "{problems:?}");
    Ok(())
}

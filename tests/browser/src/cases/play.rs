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

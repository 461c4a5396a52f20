//! The state in the address.

use anyhow::{Result, ensure};
use glassnet_browser_tests::page::Page;
use serde_json::{Value, json};

pub(crate) fn a_link_carries_the_state(page: &Page) -> Result<()> {
    page.open("")?;
    let state = json!({ "v": 1, "seed": 5, "config": {
        "data": { "kind": "spiral", "noise": 0.1, "features": ["x1", "x2", "sin(x1)", "x1*x2"] },
        "model": { "hidden": [4, 2], "activation": "leaky-relu" },
        "train": { "optimizer": "adam", "rate": 0.01, "batch": 20 },
    }});
    let (url, there, trained): (String, Value, Value) = page.run(
        "net.setState(args);
         net.step('epoch', 20);
         return [net.toURL(), net.getState(), net.weights()]",
        state,
    )?;
    for part in [
        "data.kind=spiral",
        "model.hidden=4,2",
        "train.optimizer=adam",
        "train.rate=0.01",
        "seed=5",
    ] {
        ensure!(url.contains(part), "{part} is not in {url}");
    }
    let fragment = url.split_once('#').map_or("", |(_, fragment)| fragment);
    page.open(fragment)?;
    // The link leads to the very step, with the very weights.
    page.until("net.metrics().epoch === 20")?;
    let (here, again): (Value, Value) =
        page.run("return [net.getState(), net.weights()]", json!([]))?;
    ensure!(here == there, "{there} came back as {here}");
    ensure!(again == trained, "the same link gave other weights");
    // What the page itself wrote into the address is obeyed by a reload as well.
    page.reload()?;
    let here: Value = page.run("await net.ready; return net.getState()", json!([]))?;
    ensure!(
        here["config"] == there["config"],
        "{there} was reloaded as {here}"
    );
    Ok(())
}

pub(crate) fn a_new_fragment_is_obeyed(page: &Page) -> Result<()> {
    page.open("data.kind=xor")?;
    page.run::<()>(
        "location.hash = '#v=1&seed=11&data.kind=moons&model.hidden=5,3'",
        json!([]),
    )?;
    page.until("net.getState().config.data?.kind === 'moons' && net.getState().seed === 11")?;
    let units: Vec<usize> = page.run(
        "return net.weights().map(({ bias }) => bias.length)",
        json!([]),
    )?;
    ensure!(units == [5, 3, 1], "units {units:?}");
    Ok(())
}

pub(crate) fn the_link_follows_without_history(page: &Page) -> Result<()> {
    page.open("")?;
    let before: u32 = page.run("return history.length", json!([]))?;
    page.run::<()>(
        "for (const rate of [0.5, 0.25, 0.125]) net.setState({ v: 1, seed: 1, config: { train: { rate } } })",
        json!([]),
    )?;
    page.until("location.hash.includes('train.rate=0.125')")?;
    let after: u32 = page.run("return history.length", json!([]))?;
    ensure!(before == after, "the history grew from {before} to {after}");
    Ok(())
}

pub(crate) fn a_bad_link_breaks_nothing(page: &Page) -> Result<()> {
    page.open("v=1&data.kind=nothing&train.rate=0.5&model.hidden=4,many&magic=1&train.batch=%E0%A4%A&&=&seed=6")?;
    let state: Value = page.run("return net.getState()", json!([]))?;
    ensure!(
        state["seed"] == 6 && state["config"]["train"]["rate"] == 0.5,
        "{state}"
    );
    ensure!(state["config"].get("data").is_none(), "{state}");
    for key in ["data.kind", "model.hidden", "magic", "two-lines", "spiral"] {
        page.until(&format!("text(net.shadowRoot).includes('{key}')"))?;
    }
    let epoch: u32 = page.run("return net.step('epoch', 2).epoch", json!([]))?;
    ensure!(epoch == 2, "epoch {epoch}");
    Ok(())
}

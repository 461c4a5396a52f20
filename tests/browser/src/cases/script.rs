//! The script interface: every call, the shape of what it gives, and what it refuses.

use anyhow::{Result, ensure};
use glassnet_browser_tests::page::Page;
use serde_json::{Value, json};

pub(crate) fn has_every_call(page: &Page) -> Result<()> {
    page.open("")?;
    let missing: Vec<String> = page.run(
        "return args.filter((name) => typeof net[name] !== 'function')",
        json!([
            "getState",
            "setState",
            "play",
            "pause",
            "reset",
            "step",
            "metrics",
            "weights",
            "setWeights",
            "predict",
            "data",
            "nextBatch",
            "gradients",
            "maps",
            "toURL",
        ]),
    )?;
    ensure!(missing.is_empty(), "missing: {missing:?}");
    let early: bool = page.run(
        "const fresh = document.createElement('glass-net');
         return fresh.ready instanceof Promise || typeof fresh.ready.then === 'function'",
        json!([]),
    )?;
    ensure!(early, "ready is no promise from the start");
    Ok(())
}

/// The shapes, for a network whose every size is another one.
pub(crate) fn gives_shapes_that_fit(page: &Page) -> Result<()> {
    page.open("data.kind=three-gaussians&data.samples=90&data.train=0.5&data.features=x1,x2,x1^2&model.hidden=4,2&train.batch=7")?;
    let problems: Vec<String> = page.run(
        "const problems = [];
         const check = (name, holds) => { if (!holds) problems.push(name); };
         const isMatrix = (matrix, rows, columns) => Array.isArray(matrix) && matrix.length === rows
           && matrix.every((row) => row.length === columns && Array.from(row).every(Number.isFinite));
         const sizes = [3, 4, 2, 3];
         for (const name of ['weights', 'gradients']) {
           const layers = net[name]();
           check(`${name}: layers`, Array.isArray(layers) && layers.length === 3);
           layers.forEach(({ weight, bias }, layer) => {
             check(`${name}: weight ${layer}`, isMatrix(weight, sizes[layer + 1], sizes[layer]));
             check(`${name}: bias ${layer}`, isMatrix([bias], 1, sizes[layer + 1]));
           });
         }
         check('activations', net.weights().every(({ activation }) => typeof activation === 'string'));
         check('output', net.weights()[2].activation === 'softmax');
         const { inputs, targets, train, test } = net.data();
         check('inputs', isMatrix(inputs, 90, 2));
         check('targets', isMatrix(targets, 90, 3) && targets.every((row) => Array.from(row).sort().join() === '0,0,1'));
         check('split', train.length === 45 && test.length === 45
           && new Set([...train, ...test]).size === 90 && [...train, ...test].every((index) => index >= 0 && index < 90));
         const batch = Array.from(net.nextBatch());
         check('batch', batch.length === 7 && new Set(batch).size === 7 && batch.every((index) => Array.from(train).includes(index)));
         const rows = net.predict([[0.5, -0.25], [1, 2]]);
         check('predict', isMatrix(rows, 2, 3) && rows.every((row) => Math.abs(Array.from(row).reduce((sum, p) => sum + p, 0) - 1) < 1e-5));
         const metrics = net.metrics();
         check('metrics', ['epoch', 'step', 'trainLoss', 'testLoss', 'trainAccuracy', 'testAccuracy']
           .every((name) => Number.isFinite(metrics[name])));
         const state = net.getState();
         check('state', state.v === 1 && Number.isInteger(state.seed) && JSON.stringify(state.config.model.hidden) === '[4,2]'
           && state.config.data.kind === 'three-gaussians' && JSON.stringify(JSON.parse(JSON.stringify(state))) === JSON.stringify(state));
         check('toURL', net.toURL().startsWith(location.origin) && net.toURL().includes('model.hidden=4,2'));
         return problems",
        json!([]),
    )?;
    ensure!(problems.is_empty(), "wrong: {problems:?}");
    Ok(())
}

pub(crate) fn steps_are_counted(page: &Page) -> Result<()> {
    page.open("data.kind=plane&data.samples=100&data.train=0.5&train.batch=20")?;
    let (metrics, now): (Value, Value) = page.run(
        "net.step('batch', 2); return [net.step('epoch', 3), net.metrics()]",
        json!([]),
    )?;
    ensure!(metrics == now, "step() gave {metrics}, metrics() {now}");
    ensure!(
        metrics["trainAccuracy"].is_null(),
        "a regression has no accuracy: {metrics}"
    );
    // 50 samples in batches of 20 are three steps an epoch; `step("epoch", 3)` ends an epoch
    // each time, the first of them the one that two batches had begun.
    ensure!(metrics["epoch"] == 3 && metrics["step"] == 9, "{metrics}");
    Ok(())
}

pub(crate) fn events_tell_what_happens(page: &Page) -> Result<()> {
    page.open("")?;
    let heard: Vec<String> = page.run(
        "const heard = [];
         for (const name of ['glass-step', 'glass-change', 'glass-error']) net.addEventListener(name, () => heard.push(name));
         net.step('batch', 1);
         await new Promise((go) => setTimeout(go, 100));
         net.setState({ v: 1, seed: 2, config: { train: { rate: 0.1 } } });
         await new Promise((go) => setTimeout(go, 100));
         return heard",
        json!([]),
    )?;
    for name in ["glass-step", "glass-change"] {
        ensure!(
            heard.iter().any(|event| event == name),
            "{name} is not among {heard:?}"
        );
    }
    ensure!(!heard.contains(&"glass-error".to_owned()), "{heard:?}");
    let ready: bool = page.run(
        "const fresh = document.createElement('glass-net');
         const heard = new Promise((go) => fresh.addEventListener('glass-ready', () => go(true)));
         document.body.append(fresh);
         await fresh.ready;
         const outcome = await Promise.race([heard, new Promise((go) => setTimeout(() => go(false), 2000))]);
         fresh.remove();
         return outcome",
        json!([]),
    )?;
    ensure!(ready, "no glass-ready");
    Ok(())
}

pub(crate) fn a_bad_state_changes_nothing(page: &Page) -> Result<()> {
    page.open("data.kind=moons&model.hidden=3")?;
    let bad = [
        (
            "data.kind",
            json!({ "train": { "rate": 0.5 }, "data": { "kind": "nothing" } }),
        ),
        (
            "model.hidden",
            json!({ "train": { "rate": 0.5 }, "model": { "hidden": "many" } }),
        ),
        ("model.hidden", json!({ "model": { "hidden": [4, -1] } })),
        (
            "train.rate",
            json!({ "data": { "kind": "xor" }, "train": { "rate": "fast" } }),
        ),
        (
            "train.rate",
            json!({ "data": { "kind": "xor" }, "train": { "rate": null } }),
        ),
        (
            "train.optimizer",
            json!({ "train": { "rate": 0.5, "optimizer": "luck" } }),
        ),
        (
            "data.nonsense",
            json!({ "train": { "rate": 0.5 }, "data": { "nonsense": 1 } }),
        ),
    ];
    for (key, config) in bad {
        let (message, is_error, same): (String, bool, bool) = page.run(
            "net.step('batch', 1);
             const all = () => JSON.stringify([net.getState(), net.weights(), net.metrics(), net.data(), net.toURL()]);
             const before = all();
             try {
               net.setState({ v: 1, seed: 77, config: args });
               return ['', false, false];
             } catch (error) {
               return [error.message, error instanceof window.Error, all() === before];
             }",
            config.clone(),
        )?;
        ensure!(is_error, "{config} was taken");
        ensure!(
            message.contains(key),
            "{config}: {message:?} does not name {key}"
        );
        ensure!(same, "{config} left something behind");
    }
    let junk = json!([null, 7, "text", [], { "v": 99, "seed": 1, "config": {} }, { "v": 1, "seed": "x", "config": {} }]);
    let taken: Vec<Value> = page.run(
        "const before = JSON.stringify([net.getState(), net.weights()]);
         return args.filter((state) => {
           try { net.setState(state); return true; } catch { return JSON.stringify([net.getState(), net.weights()]) !== before; }
         })",
        junk,
    )?;
    ensure!(taken.is_empty(), "taken: {taken:?}");
    Ok(())
}

pub(crate) fn a_mismatch_of_weights_throws(page: &Page) -> Result<()> {
    page.open("model.hidden=2")?;
    let (problems, same): (Vec<String>, bool) = page.run(
        "const good = net.weights();
         const changed = (change) => { const layers = structuredClone(good); change(layers); return layers; };
         const bad = {
           'a layer less': changed((layers) => layers.pop()),
           'a unit less': changed((layers) => layers[0].weight.pop()),
           'an input more': changed((layers) => layers[0].weight[0].push(1)),
           'a bias more': changed((layers) => layers[1].bias.push(1)),
           'no number': changed((layers) => { layers[0].weight[0][0] = 'one'; }),
           'not finite': changed((layers) => { layers[0].bias[0] = NaN; }),
           'nothing': null,
         };
         const problems = Object.keys(bad).filter((name) => { try { net.setWeights(bad[name]); return true; } catch (error) { return !(error instanceof window.Error); } });
         return [problems, JSON.stringify(net.weights()) === JSON.stringify(good)]",
        json!([]),
    )?;
    ensure!(problems.is_empty(), "taken: {problems:?}");
    ensure!(same, "a refused call changed weights");
    let kept: bool = page.run(
        "const layers = net.weights();
         layers[0].weight[1][0] = 0.75;
         layers[1].bias[0] = -2.5;
         net.setWeights(layers);
         return JSON.stringify(net.weights()) === JSON.stringify(layers)",
        json!([]),
    )?;
    ensure!(kept, "weights() does not give back what setWeights() took");
    Ok(())
}

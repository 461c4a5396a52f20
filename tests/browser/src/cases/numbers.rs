//! The numbers are those of the textbook, recomputed here from what the interface gives.

use anyhow::{Result, ensure};
use glassnet_browser_tests::page::Page;
use serde_json::json;

pub(crate) fn predictions_follow_from_the_weights(page: &Page) -> Result<()> {
    page.open("data.kind=xor&model.hidden=3,2&model.activation=tanh")?;
    let error: f64 = page.run(
        "net.step('epoch', 5);
         const apply = { tanh: Math.tanh, sigmoid: (z) => 1 / (1 + Math.exp(-z)), identity: (z) => z };
         const rows = Array.from(net.data().inputs, (row) => Array.from(row));
         const forward = (row) => net.weights().reduce((inputs, { weight, bias, activation }) =>
           Array.from(bias, (b, unit) => apply[activation](weight[unit].reduce((sum, w, i) => sum + w * inputs[i], b))), row);
         return Math.max(...net.predict(rows).map((output, sample) => Math.abs(output[0] - forward(rows[sample])[0])))",
        json!([]),
    )?;
    ensure!(error < 1e-5, "off by {error}");
    Ok(())
}

/// The mean gradient of the next update, here the whole training set, against central differences
/// of the loss on screen. Single precision allows three digits.
pub(crate) fn gradients_are_slopes_of_the_loss(page: &Page) -> Result<()> {
    let links = [
        "data.kind=circle&model.hidden=4,2&model.activation=tanh&train.loss=half-squared",
        "data.kind=gaussians&model.hidden=3&model.activation=sigmoid&train.loss=bce",
        "data.kind=three-gaussians&model.hidden=3&model.activation=gelu&train.loss=cross-entropy",
        "data.kind=plane&model.hidden=3&model.activation=softplus&train.loss=mse",
    ];
    for link in links {
        page.open(&format!(
            "{link}&seed=4&data.samples=60&data.train=0.5&train.batch=30"
        ))?;
        let worst: f64 = page.run(
            "const near = net.weights();
             const gradients = net.gradients();
             const step = 0.01;
             const loss = (layer, change) => {
               const layers = structuredClone(near);
               change(layers[layer]);
               net.setWeights(layers);
               return net.metrics().trainLoss;
             };
             let worst = 0;
             const compare = (layer, given, change) => {
               const slope = (loss(layer, (at) => change(at, step)) - loss(layer, (at) => change(at, -step))) / (2 * step);
               worst = Math.max(worst, Math.abs(given - slope) / (0.1 + Math.abs(slope)));
             };
             gradients.forEach(({ weight, bias }, layer) => weight.forEach((row, unit) => {
               row.forEach((given, input) => compare(layer, given, (at, by) => { at.weight[unit][input] += by; }));
               compare(layer, bias[unit], (at, by) => { at.bias[unit] += by; });
             }));
             net.setWeights(near);
             return worst",
            json!([]),
        )?;
        ensure!(worst < 2e-3, "{link}: a gradient is off by {worst}");
    }
    Ok(())
}

pub(crate) fn a_batch_step_is_rate_times_gradient(page: &Page) -> Result<()> {
    page.open("data.kind=spiral&model.hidden=4&train.optimizer=sgd&train.rate=0.3&train.batch=10")?;
    let worst: f64 = page.run(
        "let worst = 0;
         for (let step = 0; step < 20; step += 1) {
           const before = flat(net.weights());
           const gradients = flat(net.gradients());
           net.step('batch', 1);
           flat(net.weights()).forEach((after, index) => {
             worst = Math.max(worst, Math.abs(after - (before[index] - 0.3 * gradients[index])));
           });
         }
         return worst",
        json!([]),
    )?;
    ensure!(worst < 1e-6, "a weight is off by {worst}");
    Ok(())
}

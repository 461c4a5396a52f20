//! Whether a unit is saturated or dead, and why, in words.

use super::super::Mlp;
use crate::nn::{Activation, Maps, Packed};
use crate::num::{Real, entry};
use crate::scene::format;

/// Slopes below this let hardly any blame pass.
pub(super) const FLAT: f64 = 0.05;

/// A unit's pre-activation for every training sample.
pub(super) fn training_z(mlp: &Mlp, layer: usize, unit: usize) -> Vec<Real> {
    let train = &mlp.split.train;
    let mut inputs = Vec::new();
    for axis in 0..mlp.dataset.axes.len() {
        for sample in train {
            inputs.push(entry(&mlp.dataset.inputs, *sample as usize, axis));
        }
    }
    let features = mlp.features(inputs);
    let network = mlp.network();
    let mut maps = Maps::new(network.spec(), train.len());
    if layer > 0 && !train.is_empty() {
        maps.compute(network, &Packed::new(&features));
    }
    let mut z = vec![network.bias(layer, unit); train.len()];
    for input in 0..network.spec().fan_in(layer) {
        let weight = network.weight(layer, unit, input);
        let sent = match layer {
            0 => features
                .as_slice()
                .get(input * z.len()..)
                .unwrap_or_default(),
            _ => maps.unit(layer - 1, input),
        };
        for (z, sent) in z.iter_mut().zip(sent) {
            *z += weight * sent;
        }
    }
    z
}

/// What there is to say about a unit's slope: at the present point, and over the training
/// set; empty where all is well.
pub(super) fn remark(activation: Activation, slope: Option<f64>, training: &[Real]) -> String {
    if activation == Activation::Step {
        return "The step's slope is 0 everywhere: no blame passes.".to_owned();
    }
    let all = training.len();
    let flat = training
        .iter()
        .filter(|z| f64::from(activation.derivative(**z)).abs() < FLAT)
        .count();
    let relu = activation == Activation::Relu;
    if relu && flat == all && all > 0 {
        return format!(
            "Dead: z ≤ 0 for all {all} training samples, so no blame passes and it cannot learn."
        );
    }
    match slope {
        Some(_) if relu && slope == Some(0.0) => format!(
            "Off here: z ≤ 0, slope 0, no blame passes. On for {} of {all} training samples.",
            all - flat
        ),
        Some(slope) if slope.abs() < FLAT => format!(
            "Saturated: slope {}, hardly any blame passes.",
            format::reading(slope)
        ),
        _ if !relu && 2 * flat > all => {
            let limit = format::plain(FLAT);
            format!("Saturated (slope below {limit}) for {flat} of {all} training samples.")
        }
        _ => String::new(),
    }
}

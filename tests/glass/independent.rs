//! A second computation of one sample's pass, as plainly as it can be written: double
//! precision, one number at a time, nothing shared with the crate.

// The standard library's functions are what makes it another computation.
#![allow(clippy::disallowed_methods)]

use glassnet::lab::experiment::LayerValues;

/// What a layer did.
pub(crate) struct Layer {
    pub(crate) z: Vec<f64>,
    pub(crate) a: Vec<f64>,
    pub(crate) delta: Vec<f64>,
    pub(crate) d_weight: Vec<Vec<f64>>,
}

/// A pass.
pub(crate) struct Pass {
    pub(crate) layers: Vec<Layer>,
    pub(crate) loss: f64,
}

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

/// Activation and slope.
fn activate(name: &str, z: f64) -> (f64, f64) {
    match name {
        "identity" => (z, 1.0),
        "sigmoid" => (sigmoid(z), sigmoid(z) * (1.0 - sigmoid(z))),
        "tanh" => (z.tanh(), 1.0 - z.tanh() * z.tanh()),
        "relu" => (z.max(0.0), if z > 0.0 { 1.0 } else { 0.0 }),
        "softplus" => ((1.0 + z.exp()).ln(), sigmoid(z)),
        "silu" => (z * sigmoid(z), sigmoid(z) * (1.0 + z * (1.0 - sigmoid(z)))),
        other => panic!("{other} is not written here"),
    }
}

/// Forward and backward for one sample. The loss is binary cross-entropy behind a sigmoid,
/// and half the squared error otherwise.
pub(crate) fn pass(layers: &[LayerValues], input: &[f64], target: &[f64]) -> Pass {
    let mut done: Vec<Layer> = Vec::new();
    let mut slopes: Vec<Vec<f64>> = Vec::new();
    for layer in layers {
        let below = done.last().map_or(input, |layer| layer.a.as_slice());
        let z: Vec<f64> = layer
            .weight
            .iter()
            .zip(&layer.bias)
            .map(|(row, b)| row.iter().zip(below).map(|(w, x)| w * x).sum::<f64>() + b)
            .collect();
        let pairs: Vec<(f64, f64)> = z.iter().map(|z| activate(layer.activation, *z)).collect();
        slopes.push(pairs.iter().map(|pair| pair.1).collect());
        done.push(Layer {
            z,
            a: pairs.iter().map(|pair| pair.0).collect(),
            delta: Vec::new(),
            d_weight: Vec::new(),
        });
    }
    let last = layers.len() - 1;
    let output = done[last].a.clone();
    let logistic = layers[last].activation == "sigmoid";
    let loss = output
        .iter()
        .zip(target)
        .map(|(p, y)| {
            if logistic {
                -(y * p.ln() + (1.0 - y) * (1.0 - p).ln())
            } else {
                0.5 * (p - y) * (p - y)
            }
        })
        .sum();
    for l in (0..=last).rev() {
        let blame: Vec<f64> = if l == last {
            output.iter().zip(target).map(|(p, y)| p - y).collect()
        } else {
            (0..done[l].a.len())
                .map(|u| {
                    (0..done[l + 1].a.len())
                        .map(|next| layers[l + 1].weight[next][u] * done[l + 1].delta[next])
                        .sum()
                })
                .collect()
        };
        let fused = l == last && logistic;
        let delta: Vec<f64> = blame
            .iter()
            .zip(&slopes[l])
            .map(|(blame, slope)| if fused { *blame } else { blame * slope })
            .collect();
        let below = match l {
            0 => input.to_vec(),
            _ => done[l - 1].a.clone(),
        };
        done[l].d_weight = delta
            .iter()
            .map(|delta| below.iter().map(|a| delta * a).collect())
            .collect();
        done[l].delta = delta;
    }
    Pass { layers: done, loss }
}

//! The gradients of every activation, loss, penalty and depth against central differences,
//! in double precision: `cargo test --features f64 --test gradients`.
#![cfg(feature = "f64")]
#![allow(clippy::unwrap_used, reason = "a test may stop")]

use glassnet::data::Split;
use glassnet::nn::{Activation, Init, LayerSpec, Loss, Network, Set, Spec, TrainConfig, Trainer};
use glassnet::num::Matrix;
use glassnet::num::rng::{Seed, Stream};
use strum::IntoEnumIterator;

const SAMPLES: usize = 6;
/// The step of the differences, of fourth order: the error is about 1e-12.
const STEP: f64 = 1e-4;
/// No value may be closer than this to a kink, or the difference straddles it.
const MARGIN: f64 = 4e-3;

/// A trainer whose first step sees all samples at once.
fn trainer(layers: &[LayerSpec], loss: Loss, l2: f64, seed: u32) -> Trainer {
    let spec = Spec {
        inputs: 2,
        layers: layers.to_vec(),
    };
    let outputs = spec.outputs();
    let mut rng = Seed(seed).stream(Stream::Data, 0);
    let features = Matrix::from_fn(SAMPLES, 2, |_, _| rng.uniform(-1.5, 1.5));
    let targets = Matrix::from_fn(SAMPLES, outputs, |i, k| match outputs {
        _ if !loss.needs_classes() => rng.uniform(-1.0, 1.0),
        1 => (i % 2) as f64,
        _ => f64::from(u8::from(i % outputs == k)),
    });
    let mut network = Network::new(spec, Init::GlorotNormal, 1.0, 0.0, Seed(seed));
    let mut params = network.params().to_vec();
    for p in &mut params {
        *p = 1.2 * *p + rng.uniform(-0.2, 0.2);
    }
    network.set_params(&params);
    let config = TrainConfig {
        loss,
        l2,
        rate: 1e-3,
        batch: SAMPLES,
        ..TrainConfig::default()
    };
    let split = Split {
        train: (0..SAMPLES as u32).collect(),
        test: Vec::new(),
    };
    Trainer::new(network, &features, &targets, split, config, Seed(seed))
}

/// Whether everything is far enough from the kinks of activations and losses.
fn smooth(trainer: &Trainer) -> bool {
    let loss = trainer.config().loss;
    (0..SAMPLES as u32).all(|sample| {
        let trace = trainer.trace(sample);
        let apart = trace
            .layers
            .iter()
            .flat_map(|l| &l.z)
            .all(|z| z.abs() > MARGIN);
        let fine = trace
            .output
            .iter()
            .zip(&trace.target)
            .all(|(p, y)| match loss {
                Loss::Hinge => (1.0 - (2.0 * y - 1.0) * p).abs() > MARGIN,
                Loss::Bce | Loss::CrossEntropy => {
                    let at = |edge: f64| (p - edge).abs() > MARGIN || p.abs() < 1e-12 || *p == 1.0;
                    at(0.0) && at(1.0)
                }
                Loss::HalfSquared | Loss::Mse => true,
            });
        apart && fine
    })
}

/// The loss of the next step's batch with its penalty.
fn objective(trainer: &Trainer, random: bool) -> f64 {
    let loss = if random {
        // Only a trace takes the slopes that the step will draw.
        let losses = (0..SAMPLES as u32).map(|i| trainer.trace(i).loss);
        losses.sum::<f64>() / SAMPLES as f64
    } else {
        trainer.evaluate(Set::Train).loss.unwrap()
    };
    loss + trainer.penalty()
}

fn differences(trainer: &Trainer, random: bool) -> Vec<f64> {
    let mut moved = trainer.clone();
    let params = trainer.network().params().to_vec();
    (0..params.len())
        .map(|i| {
            let mut at = |offset: f64| {
                let mut p = params.clone();
                p[i] += offset * STEP;
                moved.network_mut().set_params(&p);
                objective(&moved, random)
            };
            (8.0 * (at(1.0) - at(-1.0)) - (at(2.0) - at(-2.0))) / (12.0 * STEP)
        })
        .collect()
}

/// Holds the gradient of one configuration against the differences.
fn check(layers: &[LayerSpec], loss: Loss, l2: f64) {
    let name = format!("{layers:?} {loss} l2={l2}");
    let trainer = (1..2_000)
        .map(|seed| trainer(layers, loss, l2, seed))
        .find(smooth)
        .unwrap_or_else(|| panic!("no smooth point for {name}"));
    let random = layers
        .iter()
        .any(|l| l.activation == Activation::RandomizedRelu);
    let numeric = differences(&trainer, random);
    // What SGD subtracts over the learning rate is the gradient with the penalty in it.
    let explained = trainer.explain_next().unwrap();
    let pairs = explained.before.iter().zip(&explained.after);
    let rate = trainer.config().rate;
    let stepped = pairs.map(|(before, after)| (before - after) / rate);
    let mut largest = 0.0_f64;
    for (i, (n, g)) in numeric.iter().zip(stepped).enumerate() {
        let error = (n - g).abs() / n.abs().max(g.abs()).max(1e-4);
        assert!(error < 1e-6, "{name}: parameter {i}: {g} against {n}");
        largest = largest.max(n.abs());
    }
    let flat = layers.iter().any(|l| l.activation == Activation::Step);
    assert!(flat || largest > 0.0, "{name}: nothing tested");
    if l2 == 0.0 {
        let mean = trainer.gradients();
        for (g, n) in mean.iter().zip(&numeric) {
            assert!((g - n).abs() / n.abs().max(1e-4) < 1e-6, "{name}: {g} {n}");
        }
    }
}

fn layers(depth: usize, hidden: Activation, outputs: usize, output: Activation) -> Vec<LayerSpec> {
    let mut layers = vec![
        LayerSpec {
            units: 3,
            activation: hidden
        };
        depth
    ];
    layers.push(LayerSpec {
        units: outputs,
        activation: output,
    });
    layers
}

fn usual_output(loss: Loss, outputs: usize) -> Activation {
    match (loss, outputs) {
        (Loss::CrossEntropy, 2..) => Activation::Softmax,
        (Loss::Bce | Loss::CrossEntropy, _) => Activation::Sigmoid,
        _ => Activation::Identity,
    }
}

#[test]
fn every_hidden_activation() {
    for activation in Activation::iter() {
        for loss in Loss::iter() {
            for depth in 1..=4 {
                for outputs in [1, 3] {
                    for l2 in [0.0, 0.1] {
                        let output = usual_output(loss, outputs);
                        check(&layers(depth, activation, outputs, output), loss, l2);
                    }
                }
            }
        }
    }
}

#[test]
fn every_output_activation() {
    for activation in Activation::iter() {
        for loss in Loss::iter() {
            for depth in 0..=4 {
                for outputs in [1, 3] {
                    for l2 in [0.0, 0.1] {
                        let layers = layers(depth, Activation::Tanh, outputs, activation);
                        check(&layers, loss, l2);
                    }
                }
            }
        }
    }
}

#[test]
fn the_proximal_step_minimises_what_defines_it() {
    // prox(v) minimises ½ (w − v)² + η λ |w|, where v is the weight after the plain step.
    let (rate, l1) = (0.1, 0.7);
    let layers = layers(2, Activation::Tanh, 1, Activation::Sigmoid);
    let mut plain = trainer(&layers, Loss::Bce, 0.0, 5);
    let mut proximal = plain.clone();
    plain.config_mut().rate = rate;
    proximal.set_config(TrainConfig {
        rate,
        l1,
        ..*proximal.config()
    });
    plain.step().unwrap();
    proximal.step().unwrap();
    let network = proximal.network();
    for layer in 0..network.layer_count() {
        let biases = network.bias_range(layer);
        assert_eq!(
            network.params()[biases.clone()],
            plain.network().params()[biases]
        );
        for i in network.weight_range(layer) {
            let (v, w) = (plain.network().params()[i], network.params()[i]);
            let cost = |w: f64| 0.5 * (w - v) * (w - v) + rate * l1 * w.abs();
            for other in [w - 1e-4, w + 1e-4, 0.0, v] {
                assert!(cost(w) <= cost(other) + 1e-15, "{v} -> {w}, not {other}");
            }
        }
    }
}

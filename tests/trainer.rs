//! What the trainer promises.

use glassnet::data::{Feature, Kind, features, generate, split};
use glassnet::nn::{Activation, Init, Loss, Network, Optimizer, Set, Spec, TrainConfig, Trainer};
use glassnet::num::Real;
use glassnet::num::rng::Seed;

fn circle() -> Trainer {
    let data = generate(Kind::Circle, 250, 0.1, Seed(3));
    let x = features(&data.inputs, &[Feature::X1, Feature::X2]);
    let spec = Spec::dense(2, &[4, 2], Activation::Tanh, 1, Activation::Sigmoid);
    let network = Network::new(spec, Init::GlorotUniform, 1.0, 0.0, Seed(1));
    let config = TrainConfig {
        loss: Loss::Bce,
        rate: 0.1,
        ..TrainConfig::default()
    };
    Trainer::new(
        network,
        &x,
        &data.targets,
        split(250, 0.6, Seed(3)),
        config,
        Seed(1),
    )
}

#[test]
fn the_circle_is_learned() {
    let mut trainer = circle();
    let before = trainer.evaluate(Set::Test);
    for _ in 0..200 {
        trainer.epoch().unwrap();
    }
    let after = trainer.evaluate(Set::Test);
    assert!(after.loss < before.loss, "{before:?} {after:?}");
    assert!(after.accuracy > Some(0.9), "{after:?}");
}

#[test]
fn the_perceptron_rule_leaves_hidden_layers_as_they_are() {
    let mut trainer = circle();
    trainer.step().unwrap();
    trainer.config_mut().optimizer = Optimizer::Perceptron;
    let before = trainer.network().clone();
    trainer.step().unwrap();
    let after = trainer.network();
    assert_ne!(before.weights(2), after.weights(2));
    for layer in [0, 1] {
        assert_eq!(before.weights(layer), after.weights(layer));
        assert_eq!(before.biases(layer), after.biases(layer));
    }
}

#[test]
fn the_traces_of_a_batch_sum_to_its_gradient() {
    let mut trainer = circle();
    trainer.run(17).unwrap();
    let gradient = trainer.gradients();
    let batch = trainer.next_batch();
    let mut sum = vec![0.0; gradient.len()];
    for &sample in &batch {
        let trace = trainer.trace(sample);
        for (l, layer) in trace.layers.iter().enumerate() {
            let weights = trainer.network().weight_range(l);
            let rows = layer.d_weight.transpose();
            for (sum, d) in sum[weights].iter_mut().zip(rows.iter()) {
                *sum += d;
            }
            for (sum, d) in sum[trainer.network().bias_range(l)]
                .iter_mut()
                .zip(&layer.d_bias)
            {
                *sum += d;
            }
        }
    }
    for (g, sum) in gradient.iter().zip(sum) {
        let mean = sum / batch.len() as Real;
        assert!((g - mean).abs() < 1e-6, "{g} {mean}");
    }
}

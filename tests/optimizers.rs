//! Every optimizer's first two updates by hand, and what the penalties do.
//!
//! One identity unit without noise: the input is 1, the target 0, the loss half squared, so
//! the gradient of weight and bias is the prediction `w + b`.
#![allow(clippy::unwrap_used, reason = "a test may stop")]

use glassnet::data::Split;
use glassnet::nn::{Activation, Loss, Network, Optimizer, Spec, TrainConfig, Trainer};
use glassnet::num::rng::Seed;
use glassnet::num::{Matrix, Real};

fn unit(weight: Real, bias: Real, config: TrainConfig) -> Trainer {
    let spec = Spec::dense(1, &[], Activation::Identity, 1, Activation::Identity);
    let mut network = Network::zeros(spec);
    network.set_params(&[weight, bias]);
    let split = Split {
        train: vec![0],
        test: Vec::new(),
    };
    let (x, y) = (Matrix::from_element(1, 1, 1.0), Matrix::zeros(1, 1));
    Trainer::new(network, &x, &y, split, config, Seed(0))
}

fn config(optimizer: Optimizer) -> TrainConfig {
    TrainConfig {
        optimizer,
        loss: Loss::HalfSquared,
        rate: 0.1,
        ..TrainConfig::default()
    }
}

/// The weight and the bias after one update and after two, from weight 2 and bias 1.
fn hold(config: TrainConfig, after: [[f64; 2]; 2]) {
    let mut trainer = unit(2.0, 1.0, config);
    for (step, expected) in after.iter().enumerate() {
        trainer.step().unwrap();
        for (value, expected) in trainer.network().params().iter().zip(expected) {
            let error = (f64::from(*value) - expected).abs();
            let name = config.optimizer;
            assert!(
                error < 2e-6,
                "{name}, update {}: {value}, not {expected}",
                step + 1
            );
        }
    }
}

#[test]
fn sgd() {
    // g = 3, then 1.7 + 0.7 = 2.4.
    hold(config(Optimizer::Sgd), [[1.7, 0.7], [1.46, 0.46]]);
}

#[test]
fn momentum() {
    // v = 3, then 0.9 * 3 + 2.4 = 5.1.
    hold(config(Optimizer::Momentum), [[1.7, 0.7], [1.19, 0.19]]);
}

#[test]
fn nesterov() {
    // v = 3, w -= 0.1 (3 + 2.7); g = 1.43 + 0.43 = 1.86, v = 4.56, w -= 0.1 (1.86 + 4.104).
    hold(
        config(Optimizer::Nesterov),
        [[1.43, 0.43], [0.8336, -0.1664]],
    );
}

#[test]
fn adagrad() {
    // s = 9, w -= 0.1 * 3 / 3; g = 2.8, s = 16.84.
    let second = 0.1 * 2.8 / 16.84_f64.sqrt();
    hold(
        config(Optimizer::Adagrad),
        [[1.9, 0.9], [1.9 - second, 0.9 - second]],
    );
}

#[test]
fn rmsprop() {
    // s = 0.01 * 9, w -= 0.1 * 3 / 0.3; g = 1, s = 0.99 * 0.09 + 0.01.
    let second = 0.1 / 0.0991_f64.sqrt();
    hold(
        config(Optimizer::Rmsprop),
        [[1.0, 0.0], [1.0 - second, -second]],
    );
}

#[test]
fn adam() {
    // The first update is the rate times the sign; g = 2.8,
    // m̂ = (0.9 * 0.3 + 0.28) / 0.19, ŝ = (0.999 * 0.009 + 0.001 * 7.84) / 0.001999.
    let second = 0.1 * (0.55 / 0.19) / (0.016_831_f64 / 0.001_999).sqrt();
    hold(
        config(Optimizer::Adam),
        [[1.9, 0.9], [1.9 - second, 0.9 - second]],
    );
}

#[test]
fn adamw_decays_the_weight_apart_from_the_gradient_and_the_bias_not() {
    let c = TrainConfig {
        l2: 0.5,
        ..config(Optimizer::Adamw)
    };
    // w = 0.95 * 2 - 0.1; g = 1.8 + 0.9 = 2.7.
    let first: f64 = 0.9 * 0.3 + 0.1 * 2.7;
    let second: f64 = 0.999 * 0.009 + 0.001 * 2.7 * 2.7;
    let move_ = 0.1 * (first / 0.19) / (second / 0.001_999).sqrt();
    hold(c, [[1.8, 0.9], [0.95 * 1.8 - move_, 0.9 - move_]]);
}

#[test]
fn l2_is_in_the_gradient_of_the_weight_alone() {
    let c = TrainConfig {
        l2: 0.5,
        ..config(Optimizer::Sgd)
    };
    // g = 3 + 0.5 * 2 for the weight, 3 for the bias; then 2.3 + 0.5 * 1.6 and 2.3.
    hold(c, [[1.6, 0.7], [1.29, 0.47]]);
    let trainer = unit(2.0, 1.0, c);
    assert_eq!(
        trainer.gradients(),
        [3.0, 3.0],
        "no penalty in the data's gradient"
    );
    assert_eq!(trainer.penalty(), 1.0);
}

#[test]
fn l1_reaches_zero_exactly_and_lets_a_weight_come_back() {
    let c = TrainConfig {
        l1: 2.0,
        ..config(Optimizer::Sgd)
    };
    // v = 0.25 - 0.1 * 0.25; the threshold is 0.2.
    let mut trainer = unit(0.25, 0.0, c);
    trainer.step().unwrap();
    let weight = f64::from(trainer.network().weight(0, 0, 0));
    assert!((weight - 0.025).abs() < 1e-7, "{weight}");
    trainer.step().unwrap();
    assert_eq!(trainer.network().weight(0, 0, 0), 0.0);
    assert_eq!(trainer.penalty(), 0.0);
    // A gradient beyond the penalty brings it back: b = -5, v = 0.5.
    trainer.network_mut().set_bias(0, 0, -5.0);
    trainer.step().unwrap();
    let weight = f64::from(trainer.network().weight(0, 0, 0));
    assert!((weight - 0.3).abs() < 1e-6, "{weight}");
}

#[test]
fn the_same_penalties_with_zero_strength_change_no_bit() {
    let mut plain = unit(0.3, -0.7, config(Optimizer::Adam));
    let c = TrainConfig {
        l1: 1e-30,
        l2: 1e-30,
        ..config(Optimizer::Adam)
    };
    let mut tiny = unit(0.3, -0.7, c);
    for _ in 0..50 {
        plain.step().unwrap();
        tiny.step().unwrap();
        assert_eq!(plain.network().params(), tiny.network().params());
    }
}

#[test]
fn a_second_moment_that_overflows_is_reported() {
    let mut trainer = unit(1e25, 0.0, config(Optimizer::Rmsprop));
    let result = trainer.step();
    if cfg!(feature = "f64") {
        assert_eq!(result, Ok(()));
    } else {
        assert!(result.is_err());
        assert_eq!(trainer.network().weight(0, 0, 0), 1e25);
    }
}

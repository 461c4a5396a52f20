//! What the trainer promises.

use glassnet::data::{Dataset, Feature, Kind, Split, features, generate, split};
use glassnet::nn::{
    Activation, Init, Loss, Maps, Network, Optimizer, Packed, Set, Spec, TrainConfig, Trainer, What,
};
use glassnet::num::rng::Seed;
use glassnet::num::{Matrix, Real};
use strum::IntoEnumIterator;

const CHOSEN: [Feature; 2] = [Feature::X1, Feature::X2];

fn on(data: &Dataset, spec: Spec, split: Split, config: TrainConfig) -> Trainer {
    let network = Network::new(spec, Init::GlorotUniform, 1.0, 0.0, Seed(1));
    let x = features(&data.inputs, &CHOSEN);
    Trainer::new(network, &x, &data.targets, split, config, Seed(1))
}

fn circle_with(hidden: Activation, config: TrainConfig) -> Trainer {
    let data = generate(Kind::Circle, 250, 0.1, Seed(3));
    let spec = Spec::dense(2, &[4, 3], hidden, 1, Activation::Sigmoid);
    on(&data, spec, split(250, 0.6, Seed(3)), config)
}

fn circle() -> Trainer {
    let config = TrainConfig {
        loss: Loss::Bce,
        rate: 0.1,
        ..TrainConfig::default()
    };
    circle_with(Activation::Tanh, config)
}

fn bits(values: &[Real]) -> Vec<u64> {
    values.iter().map(|v| f64::from(*v).to_bits()).collect()
}

fn close(a: Real, b: Real) -> bool {
    (a - b).abs() <= 2e-6 * a.abs().max(b.abs()).max(1.0)
}

#[test]
fn the_circle_is_learned() {
    let mut trainer = circle();
    let before = trainer.evaluate(Set::Test);
    for _ in 0..300 {
        trainer.epoch().unwrap();
    }
    let after = trainer.evaluate(Set::Test);
    assert!(after.loss < before.loss, "{before:?} {after:?}");
    assert!(after.accuracy > Some(0.9), "{after:?}");
}

#[test]
fn the_traces_of_a_batch_sum_to_its_gradient() {
    for activation in Activation::iter() {
        for batch in [1, 3, 4, 7, 10, 13, 20, 24, 27, 32, 59, 150] {
            let config = TrainConfig {
                loss: Loss::Bce,
                rate: 0.1,
                batch,
                ..TrainConfig::default()
            };
            let mut trainer = circle_with(activation, config);
            // Two steps first, so that nothing of an earlier batch may be left.
            trainer.run(2).unwrap();
            let network = trainer.network();
            let mut mean = vec![0.0; network.params().len()];
            let samples = trainer.next_batch();
            for &sample in &samples {
                let trace = trainer.trace(sample);
                for (l, layer) in trace.layers.iter().enumerate() {
                    let rows = layer.d_weight.transpose();
                    let weights = mean[network.weight_range(l)].iter_mut();
                    weights.zip(rows.iter()).for_each(|(m, d)| *m += d);
                    let biases = mean[network.bias_range(l)].iter_mut();
                    biases.zip(&layer.d_bias).for_each(|(m, d)| *m += d);
                }
            }
            for (g, sum) in trainer.gradients().iter().zip(mean) {
                let mean = sum / samples.len() as Real;
                assert!(close(*g, mean), "{activation} {batch}: {g} {mean}");
            }
        }
    }
}

#[test]
fn a_trace_is_a_chain_of_true_statements() {
    let trainer = circle();
    let network = trainer.network();
    let trace = trainer.trace(17);
    let last = trace.layers.len() - 1;
    for (l, layer) in trace.layers.iter().enumerate() {
        let below = match l {
            0 => &trace.input,
            _ => &trace.layers[l - 1].a,
        };
        for u in 0..layer.z.len() {
            let mut z = network.bias(l, u);
            for (i, x) in below.iter().enumerate() {
                z += network.weight(l, u, i) * x;
                assert_eq!(layer.d_weight[(u, i)], layer.delta[u] * x);
            }
            assert_eq!(
                layer.z[u], z,
                "the sum in the order of the inputs, bit for bit"
            );
            assert_eq!(layer.d_bias[u], layer.delta[u]);
            let activation = network.spec().layers[l].activation;
            assert_eq!(layer.a[u], activation.f(z));
            assert_eq!(layer.slope[u], activation.derivative(z));
            if l < last {
                let next = &trace.layers[l + 1].delta;
                let blame: Real = next
                    .iter()
                    .enumerate()
                    .map(|(k, delta)| network.weight(l + 1, k, u) * delta)
                    .sum();
                assert_eq!(layer.blame[u], blame);
                assert_eq!(layer.delta[u], layer.blame[u] * layer.slope[u]);
            }
        }
    }
    let output = &trace.layers[last];
    assert_eq!(trace.output, output.a);
    // The loss and its activation are taken as one function; by the chain rule it is the same.
    assert!(close(output.delta[0], output.blame[0] * output.slope[0]));
}

#[test]
fn one_sample_has_the_same_numbers_alone_in_a_batch_in_a_score_and_on_a_map() {
    let data = generate(Kind::Circle, 250, 0.1, Seed(3));
    let x = features(&data.inputs, &CHOSEN);
    let trainer = circle();
    let predicted = trainer.network().predict(&x);
    let mut maps = Maps::new(trainer.network().spec(), 250);
    maps.compute(trainer.network(), &Packed::new(&x));
    let mut losses = Vec::new();
    for sample in 0..250 {
        let trace = trainer.trace(sample);
        assert_eq!(trace.output[0], predicted[(sample as usize, 0)]);
        for (l, layer) in trace.layers.iter().enumerate() {
            for (u, &a) in layer.a.iter().enumerate() {
                assert_eq!(a, maps.unit(l, u)[sample as usize]);
            }
        }
        losses.push(trace.loss);
    }
    for (set, indices) in [
        (Set::Train, &trainer.split().train),
        (Set::Test, &trainer.split().test),
    ] {
        let sum: Real = indices.iter().map(|&i| losses[i as usize]).sum();
        let hits = indices
            .iter()
            .filter(|&&i| {
                (predicted[(i as usize, 0)] >= 0.5) == (data.targets[(i as usize, 0)] >= 0.5)
            })
            .count();
        let score = trainer.evaluate(set);
        assert!(close(score.loss.unwrap(), sum / indices.len() as Real));
        assert!(close(
            score.accuracy.unwrap(),
            hits as Real / indices.len() as Real
        ));
    }
}

#[test]
fn a_map_is_right_at_any_number_of_points() {
    let trainer = circle();
    for points in [1, 3, 4, 31, 32, 33, 65] {
        let x = Matrix::from_fn(points, 2, |i, j| (i as Real - 9.0) * 0.1 + j as Real);
        let mut maps = Maps::new(trainer.network().spec(), points);
        maps.compute(trainer.network(), &Packed::new(&x));
        let predicted = trainer.network().predict(&x);
        assert_eq!(maps.layer(2), predicted.as_slice());
        assert_eq!(maps.layer(0).len(), 4 * points);
    }
}

#[test]
fn every_epoch_sees_every_training_sample_once_and_ends_with_a_smaller_batch() {
    let mut trainer = circle();
    trainer.config_mut().batch = 40;
    let mut orders = Vec::new();
    for epoch in 0..3 {
        let mut seen = Vec::new();
        for size in [40, 40, 40, 30] {
            assert_eq!((trainer.epoch_index(), trainer.seen()), (epoch, seen.len()));
            let batch = trainer.next_batch();
            assert_eq!(batch.len(), size);
            seen.extend(batch);
            trainer.step().unwrap();
        }
        orders.push(seen.clone());
        seen.sort_unstable();
        let mut train = trainer.split().train.clone();
        train.sort_unstable();
        assert_eq!(seen, train);
    }
    assert_eq!(trainer.step_index(), 12);
    assert_ne!(orders[0], orders[1]);
    assert_ne!(orders[1], orders[2]);
}

#[test]
fn a_batch_larger_than_the_training_set_is_the_training_set() {
    let mut trainer = circle();
    trainer.config_mut().batch = 100_000;
    assert_eq!(trainer.next_batch().len(), 150);
    trainer.step().unwrap();
    assert_eq!(trainer.epoch_index(), 1);
}

#[test]
fn another_batch_size_counts_from_the_next_batch_on() {
    let mut trainer = circle();
    trainer.step().unwrap();
    let order = trainer.order().to_vec();
    trainer.config_mut().batch = 25;
    assert_eq!(trainer.next_batch(), order[10..35]);
    trainer.step().unwrap();
    trainer.config_mut().batch = 0;
    assert_eq!(trainer.next_batch(), order[35..36]);
}

#[test]
fn no_change_of_the_configuration_touches_weights_step_or_place() {
    for optimizer in Optimizer::iter() {
        let mut trainer = circle();
        trainer.run(20).unwrap();
        let before = trainer.clone();
        trainer.set_config(TrainConfig {
            optimizer,
            loss: Loss::Hinge,
            rate: 7.0,
            batch: 3,
            l1: 0.1,
            l2: 0.1,
            ..TrainConfig::default()
        });
        assert_eq!(
            bits(trainer.network().params()),
            bits(before.network().params())
        );
        assert_eq!(trainer.step_index(), 20);
        assert_eq!(trainer.order(), before.order());
        assert_eq!(trainer.seen(), before.seen());
    }
}

#[test]
fn another_optimizer_begins_with_an_empty_memory_and_only_then() {
    let mut trainer = circle();
    trainer.config_mut().optimizer = Optimizer::Adam;
    trainer.run(5).unwrap();
    let adam = trainer.moments();
    assert_eq!(adam.updates, 5);
    trainer.config_mut().rate = 0.01;
    trainer.config_mut().optimizer = Optimizer::Rmsprop;
    assert_eq!(
        trainer.moments(),
        adam,
        "until a step is taken nothing is lost"
    );
    trainer.config_mut().optimizer = Optimizer::Adam;
    trainer.step().unwrap();
    assert_eq!(trainer.moments().updates, 6);
    trainer.config_mut().optimizer = Optimizer::Momentum;
    let explained = trainer.explain_next().unwrap();
    assert!(explained.moments_before.first.iter().all(|&m| m == 0.0));
    trainer.step().unwrap();
    let moments = trainer.moments();
    assert_eq!((moments.updates, moments.second.len()), (1, 0));
    assert_eq!(bits(&moments.first), bits(&explained.gradient));
}

#[test]
fn a_checkpoint_restores_the_future_bit_for_bit() {
    for optimizer in Optimizer::iter() {
        for hidden in [Activation::Tanh, Activation::RandomizedRelu] {
            let config = TrainConfig {
                optimizer,
                rate: 0.01,
                batch: 13,
                l1: 0.001,
                ..TrainConfig::default()
            };
            let mut trainer = circle_with(hidden, config);
            trainer.run(31).unwrap();
            let checkpoint = trainer.checkpoint();
            let mut path = Vec::new();
            for _ in 0..40 {
                trainer.step().unwrap();
                path.push((trainer.next_batch(), bits(trainer.network().params())));
            }
            // Another past, then the checkpoint.
            let mut other = circle_with(hidden, config);
            other.config_mut().optimizer = Optimizer::Adagrad;
            other.run(77).unwrap();
            other.set_config(config);
            for trainer in [&mut trainer, &mut other] {
                trainer.restore(&checkpoint);
                assert_eq!(trainer.checkpoint(), checkpoint);
                for (batch, params) in &path {
                    trainer.step().unwrap();
                    assert_eq!(trainer.next_batch(), *batch);
                    assert_eq!(bits(trainer.network().params()), *params);
                }
            }
        }
    }
}

#[test]
fn an_explained_step_is_the_step() {
    for optimizer in Optimizer::iter() {
        for hidden in [Activation::Silu, Activation::RandomizedRelu] {
            let config = TrainConfig {
                optimizer,
                rate: 0.01,
                l2: 0.01,
                ..TrainConfig::default()
            };
            let mut trainer = circle_with(hidden, config);
            trainer.run(16).unwrap();
            let explained = trainer.explain_next().unwrap();
            assert_eq!(explained.batch, trainer.next_batch());
            assert_eq!(bits(&explained.gradient), bits(&trainer.gradients()));
            assert_eq!(bits(&explained.before), bits(trainer.network().params()));
            trainer.step().unwrap();
            assert_eq!(bits(&explained.after), bits(trainer.network().params()));
            assert_eq!(explained.moments_after, trainer.moments());
        }
    }
}

#[test]
fn a_diverging_step_is_not_taken_and_says_where() {
    // The identity with a huge rate grows beyond all numbers within a few steps.
    let config = TrainConfig {
        rate: 1e30,
        optimizer: Optimizer::Momentum,
        ..TrainConfig::default()
    };
    let data = generate(Kind::Circle, 250, 0.1, Seed(3));
    let spec = Spec::dense(2, &[4, 3], Activation::Identity, 1, Activation::Identity);
    let mut trainer = on(&data, spec, split(250, 0.6, Seed(3)), config);
    let mut last = trainer.checkpoint();
    let diverged = loop {
        match trainer.step() {
            Ok(()) => last = trainer.checkpoint(),
            Err(diverged) => break diverged,
        }
    };
    assert_eq!(trainer.checkpoint(), last, "the last good step");
    assert!(trainer.network().params().iter().all(|p| p.is_finite()));
    assert_eq!((diverged.step, diverged.rate), (trainer.step_index(), 1e30));
    assert!(
        diverged.to_string().contains("learning rate 1"),
        "{diverged}"
    );
    assert_eq!(trainer.step(), Err(diverged), "and again the same");
    trainer.network_mut().set_params(&[0.01; 31]);
    trainer.config_mut().rate = 0.01;
    trainer.config_mut().optimizer = Optimizer::Sgd;
    trainer.run(100).unwrap();
}

#[test]
fn what_diverged_is_named() {
    let mut trainer = circle();
    trainer.network_mut().set_weight(1, 2, 0, Real::NAN);
    let diverged = trainer.step().unwrap_err();
    assert_eq!((diverged.what, diverged.layer), (What::Loss, 1));

    let mut trainer = circle();
    trainer.config_mut().rate = Real::INFINITY;
    assert_eq!(trainer.step().unwrap_err().what, What::Weight);

    let mut trainer = circle();
    trainer.network_mut().set_bias(2, 0, Real::INFINITY);
    let diverged = trainer.step().unwrap_err();
    assert_eq!((diverged.what, diverged.layer), (What::Loss, 2));
}

#[test]
fn the_perceptron_rule_learns_what_a_line_can_separate() {
    let data = generate(Kind::Gaussians, 200, 0.0, Seed(4));
    let spec = Spec::dense(2, &[], Activation::Tanh, 1, Activation::Step);
    let config = TrainConfig {
        optimizer: Optimizer::Perceptron,
        rate: 0.1,
        batch: 1,
        ..TrainConfig::default()
    };
    let mut trainer = on(&data, spec, split(200, 0.8, Seed(4)), config);
    for _ in 0..50 {
        trainer.epoch().unwrap();
    }
    assert_eq!(trainer.evaluate(Set::Train).accuracy, Some(1.0));
    // One mistake is one input added or taken away.
    trainer.network_mut().set_params(&[0.0, 0.0, -1.0]);
    let wrong = (0..160).find(|_| {
        trainer.network_mut().set_params(&[0.0, 0.0, -1.0]);
        let sample = trainer.next_batch()[0];
        let target = trainer.trace(sample).target[0];
        if target == 0.0 {
            trainer.step().unwrap();
        }
        target == 1.0
    });
    assert!(wrong.is_some());
    let trace = trainer.trace(trainer.next_batch()[0]);
    trainer.step().unwrap();
    let rate = trainer.config().rate;
    let expected = [rate * trace.input[0], rate * trace.input[1], rate - 1.0];
    assert_eq!(trainer.network().params(), expected);
}

#[test]
fn an_empty_training_set_is_no_error() {
    let data = generate(Kind::Circle, 20, 0.1, Seed(3));
    let spec = Spec::dense(2, &[3], Activation::Tanh, 1, Activation::Sigmoid);
    let split = Split {
        train: Vec::new(),
        test: (0..20).collect(),
    };
    let mut trainer = on(&data, spec, split, TrainConfig::default());
    trainer.step().unwrap();
    trainer.epoch().unwrap();
    assert_eq!(trainer.step_index(), 0);
    assert!(trainer.next_batch().is_empty());
    assert!(trainer.gradients().iter().all(|&g| g == 0.0));
    assert_eq!(trainer.evaluate(Set::Train).loss, None);
    assert!(trainer.evaluate(Set::Test).loss.is_some());
}

#[test]
fn of_three_classes_the_largest_output_counts() {
    let data = generate(Kind::ThreeGaussians, 150, 0.05, Seed(3));
    for (loss, output) in [
        (Loss::CrossEntropy, Activation::Softmax),
        (Loss::Bce, Activation::Sigmoid),
        (Loss::Hinge, Activation::Identity),
        (Loss::HalfSquared, Activation::Softmax),
    ] {
        let spec = Spec::dense(2, &[6], Activation::Tanh, 3, output);
        let config = TrainConfig {
            loss,
            rate: 0.2,
            ..TrainConfig::default()
        };
        let mut trainer = on(&data, spec, split(150, 0.8, Seed(4)), config);
        for _ in 0..150 {
            trainer.epoch().unwrap();
        }
        let score = trainer.evaluate(Set::Test);
        assert!(score.accuracy > Some(0.9), "{loss}: {score:?}");
        let trace = trainer.trace(5);
        if output == Activation::Softmax {
            assert!(close(trace.output.iter().sum::<Real>(), 1.0));
        }
    }
}

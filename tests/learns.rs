//! What the networks of the page learn: statements about the opening scene, and a recipe
//! for every other data set. The opening scene's own defaults are those of
//! `data::two_lines`.

#![allow(clippy::unwrap_used)]

use glassnet::data::{Feature, Kind, features, generate, split, two_lines};
use glassnet::nn::{
    Activation, Init, Loss, Network, Optimizer, Set, Spec, Task, TrainConfig, Trainer,
};
use glassnet::num::rng::Seed;
use glassnet::num::{Matrix, Real};

/// A configuration of the page, as far as it differs from the opening scene.
#[derive(Clone)]
struct Recipe {
    kind: Kind,
    hidden: &'static [usize],
    activation: Activation,
    features: &'static [Feature],
    optimizer: Optimizer,
    rate: Real,
}

const OPENING: Recipe = Recipe {
    kind: Kind::TwoLines,
    hidden: &[2],
    activation: Activation::Tanh,
    features: &[Feature::X1, Feature::X2],
    optimizer: Optimizer::Sgd,
    rate: 0.3,
};

impl Recipe {
    /// The trainer before its first step; the seed stands for the data and for the
    /// weights, as on the page.
    fn start(&self, seed: u32) -> Trainer {
        let seed = Seed(seed);
        let data = generate(self.kind, two_lines::SAMPLES, two_lines::NOISE, seed);
        let outputs = self.kind.outputs();
        let (task, loss, output) = match (data.is_regression(), outputs) {
            (true, _) => (Task::Regression, Loss::HalfSquared, Activation::Identity),
            (false, 1) => (Task::Classification, Loss::Bce, Activation::Sigmoid),
            (false, _) => (
                Task::Classification,
                Loss::CrossEntropy,
                Activation::Softmax,
            ),
        };
        let spec = Spec::dense(
            self.features.len(),
            self.hidden,
            self.activation,
            outputs,
            output,
        );
        let network = Network::new(spec, Init::GlorotUniform, 1.0, 0.0, seed);
        let config = TrainConfig {
            task,
            loss,
            optimizer: self.optimizer,
            rate: self.rate,
            batch: 10,
            ..TrainConfig::default()
        };
        let inputs = features(&data.inputs, self.features);
        let split = split(data.len(), two_lines::TRAIN_FRACTION, seed);
        Trainer::new(network, &inputs, &data.targets, split, config, seed)
    }

    /// The trainer after so many epochs.
    fn learned(&self, seed: u32, epochs: u32) -> Trainer {
        let mut trainer = self.start(seed);
        for _ in 0..epochs {
            trainer.epoch().unwrap();
        }
        trainer
    }

    /// How many of the seeds 1 to `seeds` meet `goal` after so many epochs.
    fn successes(&self, seeds: u32, epochs: u32, goal: impl Fn(&Trainer) -> bool) -> usize {
        (1..=seeds)
            .filter(|&seed| goal(&self.learned(seed, epochs)))
            .count()
    }
}

fn accuracy(trainer: &Trainer) -> Real {
    trainer.evaluate(Set::Test).accuracy.unwrap()
}

fn loss(trainer: &Trainer) -> Real {
    trainer.evaluate(Set::Test).loss.unwrap()
}

#[test]
fn two_hidden_neurons_learn_the_spam_example_from_nearly_every_start() {
    let learned = OPENING.successes(50, 300, |trainer| accuracy(trainer) >= 0.97);
    assert!(learned >= 48, "{learned} of 50");
}

#[test]
fn one_hidden_neuron_never_learns_it() {
    let one = Recipe {
        hidden: &[1],
        ..OPENING
    };
    for seed in 1..=50 {
        let mut trainer = one.start(seed);
        for epoch in 1..=300 {
            trainer.epoch().unwrap();
            let reached = accuracy(&trainer);
            assert!(reached < 0.92, "seed {seed} has {reached} at epoch {epoch}");
        }
    }
}

/// How many degrees and how far apart a hidden unit's line and a line of the spam region
/// `slope · (x1, x2) = 0.3` are, the latter in the middle of the region's edge.
fn apart(trainer: &Trainer, unit: usize, slope: [f64; 2], edge: [f64; 2]) -> (f64, f64) {
    let network = trainer.network();
    let wide = |value: Real| Into::<f64>::into(value);
    let weight = [0, 1].map(|input| wide(network.weight(0, unit, input)));
    let dot = |a: [f64; 2], b: [f64; 2]| a[0] * b[0] + a[1] * b[1];
    let length = |a: [f64; 2]| dot(a, a).sqrt();
    let cosine = (dot(weight, slope) / (length(weight) * length(slope))).abs();
    let off = (dot(weight, edge) + wide(network.bias(0, unit))).abs() / length(weight);
    (libm::acos(cosine.min(1.0)).to_degrees(), off)
}

#[test]
fn each_hidden_neuron_takes_one_of_the_two_lines() {
    let taken = OPENING.successes(50, 300, |trainer| {
        let near = |unit: usize, mirrored: bool| {
            let (degrees, off) = if mirrored {
                apart(trainer, unit, [-1.0, 2.5], [0.7, 0.4])
            } else {
                apart(trainer, unit, [2.5, -1.0], [0.4, 0.7])
            };
            degrees < 10.0 && off < 0.05
        };
        near(0, true) && near(1, false) || near(0, false) && near(1, true)
    });
    assert!(taken >= 46, "{taken} of 50");
}

#[test]
fn there_is_time_to_watch_it_learn() {
    let mut firsts: Vec<u32> = (1..=50)
        .map(|seed| {
            let mut trainer = OPENING.start(seed);
            let reached = (1..=300).find(|_| {
                trainer.epoch().unwrap();
                accuracy(&trainer) >= 0.97
            });
            reached.unwrap_or(u32::MAX)
        })
        .collect();
    firsts.sort_unstable();
    assert!(
        firsts[5] > 10 && (25..75).contains(&firsts[25]) && firsts[44] < 200,
        "{firsts:?}"
    );
}

#[test]
fn the_untrained_network_already_draws_something_from_most_starts() {
    let corners = Matrix::from_row_slice(4, 2, &[0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0]);
    let uneven = (1..=50).filter(|&seed| {
        let values = OPENING.start(seed).network().predict(&corners);
        values.max() - values.min() > 0.1
    });
    let count = uneven.count();
    assert!(count >= 40, "{count} of 50");
}

#[test]
fn more_hidden_neurons_learn_the_spam_example_too() {
    for hidden in [&[3][..], &[4], &[4, 2]] {
        let learned = Recipe { hidden, ..OPENING }.successes(20, 300, |t| accuracy(t) >= 0.97);
        assert!(learned >= 19, "{hidden:?}: {learned} of 20");
    }
}

/// Recipes for the sets with classes: at least `enough` of 20 starts reach the accuracy.
#[test]
fn a_modest_network_learns_every_set_with_classes() {
    let at = |kind, hidden| Recipe {
        kind,
        hidden,
        ..OPENING
    };
    let spiral = at(Kind::Spiral, &[8, 8]);
    let squares = &[Feature::X1Squared, Feature::X2Squared];
    let waves = &[Feature::X1, Feature::X2, Feature::SinX1, Feature::SinX2];
    let recipes = [
        (at(Kind::Circle, &[4]), 0.95, 300, 20),
        (at(Kind::Circle, &[4, 2]), 0.97, 300, 20),
        (
            Recipe {
                features: squares,
                ..at(Kind::Circle, &[])
            },
            0.97,
            300,
            20,
        ),
        (at(Kind::Xor, &[4]), 0.95, 300, 18),
        (at(Kind::Xor, &[8]), 0.97, 300, 20),
        (
            Recipe {
                features: &[Feature::Product],
                ..at(Kind::Xor, &[])
            },
            0.97,
            300,
            20,
        ),
        (at(Kind::Gaussians, &[]), 0.97, 50, 20),
        (at(Kind::Moons, &[4]), 0.97, 300, 20),
        (at(Kind::ThreeGaussians, &[]), 0.97, 50, 20),
        (at(Kind::ThreeGaussians, &[4]), 0.97, 50, 20),
        (
            Recipe {
                rate: 0.1,
                ..spiral.clone()
            },
            0.95,
            400,
            18,
        ),
        (
            Recipe {
                activation: Activation::Relu,
                ..spiral.clone()
            },
            0.95,
            300,
            18,
        ),
        (
            Recipe {
                features: waves,
                rate: 0.1,
                ..spiral
            },
            0.97,
            300,
            19,
        ),
    ];
    for (recipe, goal, epochs, enough) in recipes {
        let learned = recipe.successes(20, epochs, |trainer| accuracy(trainer) >= goal);
        assert!(
            learned >= enough,
            "{} {:?}: {learned} of 20",
            recipe.kind,
            recipe.hidden
        );
    }
}

/// Recipes for the regressions: at least `enough` of so many starts bring the loss (half the
/// squared error) down to the goal.
#[test]
fn a_modest_network_learns_every_regression() {
    let at = |kind, hidden| Recipe {
        kind,
        hidden,
        ..OPENING
    };
    let line = Recipe {
        features: &[Feature::X1],
        ..at(Kind::Sine, &[])
    };
    let adam = |recipe: &Recipe, rate| Recipe {
        optimizer: Optimizer::Adam,
        rate,
        ..recipe.clone()
    };
    let recipes = [
        (
            Recipe {
                rate: 0.03,
                ..at(Kind::Plane, &[])
            },
            1e-4,
            50,
            (20, 20),
        ),
        (
            adam(&at(Kind::MultiGaussian, &[8, 8]), 0.01),
            0.01,
            300,
            (190, 200),
        ),
        (
            adam(
                &Recipe {
                    hidden: &[4],
                    ..line.clone()
                },
                0.03,
            ),
            0.01,
            300,
            (180, 200),
        ),
        (
            Recipe {
                hidden: &[4, 4],
                ..line.clone()
            },
            0.01,
            300,
            (180, 200),
        ),
    ];
    for (recipe, goal, epochs, (enough, seeds)) in recipes {
        let learned = recipe.successes(seeds, epochs, |trainer| loss(trainer) <= goal);
        assert!(
            learned >= enough,
            "{} {:?}: {learned} of {seeds}",
            recipe.kind,
            recipe.hidden
        );
    }
    let one = adam(
        &Recipe {
            hidden: &[1],
            ..line
        },
        0.03,
    );
    assert_eq!(one.successes(20, 300, |trainer| loss(trainer) <= 0.1), 0);
}

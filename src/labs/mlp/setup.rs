//! A configuration as the lab uses it: typed, resolved against itself.

use std::fmt;
use strum::{IntoEnumIterator, VariantNames};

use super::edit::narrow;
use crate::data::{self, Dataset, Feature, Kind, Split};
use crate::lab::{Config, Problem, Setting, named};
use crate::nn::{Activation, Init, LayerSpec, Loss, Optimizer, Spec, Task, TrainConfig};
use crate::num::Real;
use crate::num::rng::Seed;

/// What the data depend on.
#[derive(Debug, Clone)]
pub(super) struct DataSetup {
    /// Which generator.
    pub(super) kind: Kind,
    /// How many samples, training and test together.
    pub(super) samples: usize,
    /// Noise, 0 to 1.
    pub(super) noise: Real,
    /// Share of the samples that train.
    pub(super) train: Real,
    /// The network's inputs.
    pub(super) features: Vec<Feature>,
    /// The seed of points, noise and split.
    pub(super) seed: Seed,
    /// How targets are read.
    pub(super) task: Task,
}

/// What the initial weights depend on.
#[derive(Debug, Clone)]
pub(super) struct InitSetup {
    /// The start written out, instead of a drawn one: all parameters in their order.
    pub(super) weights: Option<Vec<Real>>,
    /// The distribution.
    pub(super) init: Init,
    /// Its scale, where it has one.
    pub(super) scale: Real,
    /// The seed of the initial weights.
    pub(super) seed: Seed,
}

/// Everything that one document says about a multi-layer perceptron.
#[derive(Debug, Clone)]
pub(super) struct Setup {
    /// The data.
    pub(super) data: DataSetup,
    /// The network's shape.
    pub(super) spec: Spec,
    /// Its start.
    pub(super) init: InitSetup,
    /// How it learns.
    pub(super) train: TrainConfig,
    /// The seed of the shuffles and of random slopes: new weights leave them as they are.
    pub(super) seed: Seed,
}

/// One name of a closed set, as its table of controls has already checked it.
fn parse<T: VariantNames + IntoEnumIterator + Default>(name: &str) -> T {
    named(name).unwrap_or_default()
}

/// The seed of draw number `draw` under the document's seed; draw 0 is the seed itself.
fn draw(seed: u32, draw: f64) -> Seed {
    Seed(seed ^ (draw as u32).wrapping_mul(0x9E37_79B9))
}

impl Setup {
    /// Resolves `config`; what cannot stand together falls back and is listed.
    #[must_use]
    pub(super) fn resolve(seed: u32, config: &Config) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut refuse = |key: &str, allowed: fmt::Arguments<'_>| {
            let value = config.get(key).map(Setting::text).unwrap_or_default();
            problems.push(Problem::written(key, format_args!("{value}"), allowed));
        };

        let name = config.choice("data.kind");
        let kind: Kind = parse(name);
        let task = match config.choice("train.task") {
            "classification" => Task::Classification,
            "regression" => Task::Regression,
            _ if kind.is_regression() => Task::Regression,
            _ => Task::Classification,
        };
        let inputs = kind.inputs();
        let mut features: Vec<Feature> = Vec::new();
        for name in &config.choices("data.features") {
            let feature = named(name).filter(|feature: &Feature| feature.inputs() <= inputs);
            if let Some(feature) = feature {
                features.push(feature);
            }
        }
        if features.is_empty() {
            refuse(
                "data.features",
                format_args!("at least one feature of x1 alone (data.kind={name} has one input)"),
            );
            features.push(Feature::X1);
        }
        let outputs = kind.outputs();

        let hidden = config.numbers("model.hidden");
        let mut activations: Vec<Activation> = Vec::new();
        for name in &config.choices("model.activation") {
            activations.push(parse(name));
        }
        if activations.len() > 1 && activations.len() != hidden.len() {
            let count = hidden.len();
            refuse(
                "model.activation",
                format_args!("one activation, or one for each of the {count} hidden layers"),
            );
            activations.truncate(1);
        }

        let mut loss = match config.choice("train.loss") {
            "auto" => auto_loss(task, outputs),
            name => parse(name),
        };
        if task == Task::Regression && loss.needs_classes() {
            refuse(
                "train.loss",
                format_args!("auto, half-squared or mse (the task is regression)"),
            );
            loss = auto_loss(task, outputs);
        }

        let mut optimizer: Optimizer = parse(config.choice("train.optimizer"));
        let single = hidden.is_empty() && outputs == 1 && task == Task::Classification;
        if optimizer == Optimizer::Perceptron && !single {
            refuse(
                "train.optimizer",
                format_args!(
                    "a gradient optimizer here: the perceptron rule is for one step unit (model.hidden empty, two classes)"
                ),
            );
            optimizer = Optimizer::Sgd;
        }

        let follow = auto_output(task, outputs, loss, optimizer);
        let mut output = match config.choice("model.output") {
            "auto" => follow,
            name => parse(name),
        };
        if output == Activation::Softmax && outputs == 1 {
            refuse(
                "model.output",
                format_args!("auto, or any activation but softmax (there is one output)"),
            );
            output = follow;
        }
        if optimizer == Optimizer::Perceptron && output != Activation::Step {
            refuse(
                "model.output",
                format_args!("auto or step (the perceptron rule trains a step unit)"),
            );
            output = Activation::Step;
        }

        let mut layers = Vec::new();
        for (layer, units) in hidden.iter().enumerate() {
            let activation = activations.get(layer).or(activations.first());
            layers.push(LayerSpec {
                units: *units as usize,
                activation: activation.copied().unwrap_or_default(),
            });
        }
        layers.push(LayerSpec {
            units: outputs,
            activation: output,
        });

        let spec = Spec {
            inputs: features.len(),
            layers,
        };
        let written = config.numbers("model.weights");
        let mut weights = None;
        if written.len() == spec.parameters() {
            let mut narrowed = Vec::new();
            narrow(&mut narrowed, &written);
            weights = Some(narrowed);
        } else if !written.is_empty() {
            let count = spec.parameters();
            refuse(
                "model.weights",
                format_args!(
                    "{count} numbers: of each layer the weights unit by unit, then the biases"
                ),
            );
        }

        let real = |key: &str| config.number(key) as Real;
        let setup = Self {
            spec,
            data: DataSetup {
                kind,
                samples: config.number("data.samples") as usize,
                noise: real("data.noise"),
                train: real("data.train"),
                features,
                seed: draw(seed, config.number("data.draw")),
                task,
            },
            init: InitSetup {
                weights,
                init: parse(config.choice("model.init")),
                scale: real("model.scale"),
                seed: draw(seed, config.number("model.draw")),
            },
            train: TrainConfig {
                task,
                loss,
                optimizer,
                rate: real("train.rate"),
                batch: config.number("train.batch") as usize,
                momentum: real("train.momentum"),
                alpha: real("train.alpha"),
                beta1: real("train.beta1"),
                beta2: real("train.beta2"),
                epsilon: real("train.epsilon"),
                l1: real("train.l1"),
                l2: real("train.l2"),
            },
            seed: Seed(seed),
        };
        (setup, problems)
    }

    /// Whether another setup has the same data, the same start and the same shape.
    pub(super) fn keeps(&self, other: &Self) -> bool {
        let (layers, others) = (&self.spec.layers, &other.spec.layers);
        self.data.is_same(&other.data)
            && self.init.is_same(&other.init)
            && self.seed == other.seed
            && self.spec.inputs == other.spec.inputs
            && layers.len() == others.len()
            && layers.iter().zip(others).all(|(a, b)| a.units == b.units)
    }
}

impl InitSetup {
    /// Whether another start is the same one: a scale that nothing uses makes no difference.
    fn is_same(&self, other: &Self) -> bool {
        let Self {
            weights,
            init,
            scale,
            seed,
        } = other;
        let scaled = self.init.is_scaled();
        self.weights == *weights
            && self.init == *init
            && (self.scale == *scale || !scaled)
            && self.seed == *seed
    }
}

impl DataSetup {
    /// Whether another setup has the same samples: how targets are read only makes a
    /// difference to those that are numbers.
    fn is_same(&self, other: &Self) -> bool {
        let Self {
            kind,
            samples,
            noise,
            train,
            features,
            seed,
            task,
        } = other;
        let numbers = self.kind.is_regression();
        self.kind == *kind
            && self.samples == *samples
            && self.noise == *noise
            && self.train == *train
            && self.features == *features
            && self.seed == *seed
            && (self.task == *task || !numbers)
    }

    /// Makes the data set and its split.
    #[must_use]
    pub(super) fn make(&self) -> (Dataset, Split) {
        let mut dataset = data::generate(self.kind, self.samples, self.noise, self.seed);
        if self.task == Task::Classification && dataset.classes.is_empty() {
            // A continuous target read as two classes: below zero, and zero or above.
            dataset
                .targets
                .apply(|y| *y = if *y >= 0.0 { 1.0 } else { 0.0 });
            dataset.classes = vec!["below zero", "zero or above"];
            dataset.target = None;
        }
        (dataset, data::split(self.samples, self.train, self.seed))
    }
}

/// The loss that fits the task when none is named.
fn auto_loss(task: Task, outputs: usize) -> Loss {
    match (task, outputs) {
        (Task::Regression, _) => Loss::HalfSquared,
        (Task::Classification, 1) => Loss::Bce,
        (Task::Classification, _) => Loss::CrossEntropy,
    }
}

/// The output activation that fits task, loss and rule when none is named.
fn auto_output(task: Task, outputs: usize, loss: Loss, optimizer: Optimizer) -> Activation {
    match (task, loss, optimizer) {
        (_, _, Optimizer::Perceptron) => Activation::Step,
        (Task::Regression, ..) | (_, Loss::Hinge, _) => Activation::Identity,
        _ if outputs == 1 => Activation::Sigmoid,
        (_, Loss::Bce, _) => Activation::Sigmoid,
        _ => Activation::Softmax,
    }
}

//! Training: one network, one data set, one step at a time.

use super::activation::RANDOM_LEAK;
use super::batch::{Batch, Samples};
use super::moments::{Memory, Moments};
use super::optimizer::Update;
use super::pass::{Rule, draws_leaks, mean_leaks};
use super::score::Evaluator;
use super::{Diverged, Network, Optimizer, Packed, Score, Set, Spec, TrainConfig, What};
use crate::data::Split;
use crate::num::lanes::{LANES, Lanes};
use crate::num::rng::{Seed, Stream};
use crate::num::{Matrix, Real};

mod checkpoint;
mod explain;
mod slice;

pub use checkpoint::Checkpoint;
pub use explain::Explanation;
pub use slice::Scope;

/// Trains a network. Whatever is random in it follows from the seed and from the index of
/// the epoch or the step, so that a [`Checkpoint`] needs no generator's state.
#[derive(Clone, Debug)]
pub struct Trainer {
    network: Network,
    config: TrainConfig,
    seed: Seed,
    samples: Samples,
    split: Split,
    train: Packed,
    test: Packed,
    /// The training samples in the order of the current epoch.
    order: Vec<u32>,
    step: u64,
    epoch: u64,
    seen: usize,
    memory: Memory,
    /// Whose memory this is.
    memory_of: Optimizer,
    batch: Batch,
    /// The slopes below zero of the current step, one a layer.
    leaks: Vec<Real>,
    /// Whether any layer uses them.
    draws_leaks: bool,
    /// 1 for a weight, 0 for a bias.
    weights: Vec<Real>,
    /// Where an update is computed before it counts.
    next_params: Vec<Real>,
    next_memory: Memory,
    /// Where the mean gradient of a step is worked out, four parameters a register.
    gradient: Vec<Lanes>,
}

impl Trainer {
    /// A trainer at step 0. `features` is `samples x inputs`, `targets` `samples x outputs`.
    ///
    /// # Panics
    /// Where features, targets and network do not fit together.
    #[must_use]
    #[inline]
    pub fn new(
        network: Network,
        features: &Matrix,
        targets: &Matrix,
        split: Split,
        config: TrainConfig,
        seed: Seed,
    ) -> Self {
        let spec = network.spec();
        assert!(
            features.ncols() == spec.inputs
                && targets.ncols() == spec.outputs()
                && features.nrows() == targets.nrows(),
            "features, targets and network do not fit together"
        );
        let samples = Samples::new(&[features, targets]);
        let len = network.padded().len();
        let mut weights = vec![0.0; len];
        for layer in 0..network.layer_count() {
            let own = weights.get_mut(network.weight_range(layer));
            own.unwrap_or_default().fill(1.0);
        }
        let mut trainer = Self {
            train: samples.pack(&split.train),
            test: samples.pack(&split.test),
            samples,
            order: Vec::with_capacity(split.train.len()),
            split,
            step: 0,
            epoch: 0,
            seen: 0,
            memory: Memory::new(len),
            memory_of: config.optimizer,
            batch: Batch::new(spec),
            leaks: mean_leaks(spec),
            draws_leaks: draws_leaks(spec),
            weights,
            next_params: vec![0.0; len],
            next_memory: Memory::new(len),
            gradient: vec![Lanes::ZERO; len / LANES],
            network,
            config,
            seed,
        };
        trainer.shuffle();
        trainer
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The network, to change its parameters (never its shape).
    #[must_use]
    pub fn network_mut(&mut self) -> &mut Network {
        &mut self.network
    }

    /// The configuration.
    #[must_use]
    pub fn config(&self) -> &TrainConfig {
        &self.config
    }

    /// The configuration, to change it; see [`Trainer::set_config`].
    #[must_use]
    pub fn config_mut(&mut self) -> &mut TrainConfig {
        &mut self.config
    }

    /// Goes on with another configuration. The weights, the step and the place in the
    /// epoch stay; another optimizer begins with an empty memory.
    pub fn set_config(&mut self, config: TrainConfig) {
        self.config = config;
    }

    /// Goes on with the activations of `spec`, whose shape must be the network's. The
    /// weights, the step and the optimizer's memory stay.
    #[inline]
    pub fn set_activations(&mut self, spec: &Spec) {
        if spec == self.network.spec() {
            return;
        }
        self.network.set_activations(spec);
        self.batch = Batch::new(spec);
        self.leaks = mean_leaks(spec);
        self.draws_leaks = draws_leaks(spec);
    }

    /// How many steps were taken.
    #[must_use]
    pub fn step_index(&self) -> u64 {
        self.step
    }

    /// How many epochs were finished.
    #[must_use]
    pub fn epoch_index(&self) -> u64 {
        self.epoch
    }

    /// How many samples of the current epoch were seen.
    #[must_use]
    pub fn seen(&self) -> usize {
        self.seen
    }

    /// The training samples in the order of the current epoch.
    #[must_use]
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// What the optimizer that took the last step remembers.
    #[must_use]
    #[inline]
    pub fn moments(&self) -> Moments {
        let len = self.network.params().len();
        self.memory.moments(self.memory_of, len)
    }

    /// The split.
    #[must_use]
    pub fn split(&self) -> &Split {
        &self.split
    }

    /// Puts the training samples in the order of the current epoch, a function of the seed
    /// and the epoch's index alone.
    fn shuffle(&mut self) {
        self.order.clear();
        self.order.extend_from_slice(&self.split.train);
        let mut rng = self.seed.stream(Stream::Shuffle, self.epoch);
        rng.shuffle(&mut self.order);
    }

    /// The samples of the next update.
    #[inline]
    fn upcoming(&self) -> &[u32] {
        next_of(&self.order, self.seen, self.config.batch)
    }

    /// The indices of the samples of the next update.
    #[must_use]
    #[inline]
    pub fn next_batch(&self) -> Vec<u32> {
        self.upcoming().to_vec()
    }

    #[inline]
    fn rule(&self) -> Rule {
        match self.config.optimizer {
            Optimizer::Perceptron => Rule::Perceptron,
            _ => Rule::Gradient(self.config.loss),
        }
    }

    /// The slopes below zero of the next step, one a layer.
    #[inline]
    fn next_leaks(&self) -> Vec<Real> {
        let mut leaks = self.leaks.clone();
        if self.draws_leaks {
            draw_leaks(self.seed, self.step, &mut leaks);
        }
        leaks
    }

    /// Takes one step: the gradient of one batch and one update.
    ///
    /// # Errors
    /// Where the loss of the batch or the update is not finite; nothing has changed then.
    pub fn step(&mut self) -> Result<(), Diverged> {
        if self.order.is_empty() {
            return Ok(());
        }
        if self.draws_leaks {
            draw_leaks(self.seed, self.step, &mut self.leaks);
        }
        let rule = self.rule();
        let batch = next_of(&self.order, self.seen, self.config.batch);
        let size = batch.len();
        let params = self.network.padded();
        let finite = self
            .batch
            .run(params, rule, &self.leaks, &self.samples, batch);
        if !finite {
            return Err(self.diverged_loss());
        }
        let optimizer = self.config.optimizer;
        let fresh = self.memory_of != optimizer;
        let update = Update {
            config: &self.config,
            params: self.network.padded(),
            sums: self.batch.sums(),
            share: 1.0 / size as Real,
            weights: &self.weights,
            memory: &self.memory,
            fresh,
        };
        let gradient = &mut self.gradient;
        if !update.apply(&mut self.next_params, &mut self.next_memory, gradient) {
            return Err(self.diverged_update());
        }
        core::mem::swap(self.network.padded_mut(), &mut self.next_params);
        core::mem::swap(&mut self.memory, &mut self.next_memory);
        if fresh {
            self.next_memory.clear();
            self.memory_of = optimizer;
        }
        self.step += 1;
        self.seen += size;
        if self.seen == self.order.len() {
            self.seen = 0;
            self.epoch += 1;
            self.shuffle();
        }
        Ok(())
    }

    /// Takes this many steps.
    ///
    /// # Errors
    /// See [`Trainer::step`].
    pub fn run(&mut self, steps: u64) -> Result<(), Diverged> {
        (0..steps).try_for_each(|_| self.step())
    }

    /// Takes steps to the end of the current epoch.
    ///
    /// # Errors
    /// See [`Trainer::step`].
    pub fn epoch(&mut self) -> Result<(), Diverged> {
        let epoch = self.epoch;
        while self.epoch == epoch && !self.order.is_empty() {
            self.step()?;
        }
        Ok(())
    }

    #[inline]
    fn diverged(&self, layer: usize, what: What) -> Diverged {
        Diverged {
            step: self.step,
            layer,
            what,
            rate: self.config.rate,
        }
    }

    #[inline]
    fn diverged_loss(&self) -> Diverged {
        let last = self.network.layer_count() - 1;
        let layer = self.batch.first_unsound_layer().unwrap_or(last);
        self.diverged(layer, What::Loss)
    }

    #[inline]
    fn diverged_update(&self) -> Diverged {
        // The first of the parameters in their order, or else of what is remembered of them.
        let bad = |values: &[Real]| values.iter().position(|x| !x.is_finite());
        let parameter = bad(&self.next_params);
        let moments = [&self.next_memory.first, &self.next_memory.second];
        let moment = moments.into_iter().filter_map(|values| bad(values)).min();
        let index = parameter.or(moment).unwrap_or(0);
        let inside = |layer: &usize| index < self.network.bias_range(*layer).end;
        let layer = (0..self.network.layer_count()).find(inside).unwrap_or(0);
        let what = match parameter {
            None => What::Moment,
            Some(index) if index < self.network.weight_range(layer).end => What::Weight,
            Some(_) => What::Bias,
        };
        self.diverged(layer, what)
    }

    /// The loss (without any penalty) and the accuracy on a set of samples.
    #[must_use]
    #[inline]
    pub fn evaluate(&self, set: Set) -> Score {
        let samples = match set {
            Set::Train => &self.train,
            Set::Test => &self.test,
        };
        Evaluator::new(self.network.spec()).score(
            &self.network,
            samples,
            self.config.loss,
            self.config.task,
        )
    }

    /// The penalty that the regularisers add to the loss: `λ₁ Σ|w| + ½ λ₂ Σw²`.
    #[must_use]
    #[inline]
    pub fn penalty(&self) -> Real {
        let mut penalty = 0.0;
        for (w, is_weight) in self.network.padded().iter().zip(&self.weights) {
            penalty += is_weight * (self.config.l1 * w.abs() + 0.5 * self.config.l2 * w * w);
        }
        penalty
    }
}

/// The samples of the batch that begins after `seen` ones: at least one, fewer than `batch`
/// only at the end of the order.
#[inline]
fn next_of(order: &[u32], seen: usize, batch: usize) -> &[u32] {
    let mut batches = order.get(seen..).unwrap_or_default().chunks(batch.max(1));
    batches.next().unwrap_or_default()
}

/// Draws the slopes of a step, one a layer.
fn draw_leaks(seed: Seed, step: u64, leaks: &mut [Real]) {
    let mut rng = seed.stream(Stream::Activation, step);
    let (low, high) = RANDOM_LEAK;
    for leak in leaks {
        *leak = rng.uniform(low.into(), high.into()) as Real;
    }
}

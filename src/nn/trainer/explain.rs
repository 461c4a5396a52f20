//! The next step in full, on demand and never in its way.

use super::Trainer;
use crate::nn::batch::Batch;
use crate::nn::moments::{Memory, Moments};
use crate::nn::pass::Rule;
use crate::nn::trace::trace_with;
use crate::nn::{Diverged, Trace};
use crate::num::Real;

/// What the next step does, in full.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The samples of the batch.
    pub batch: Vec<u32>,
    /// The mean gradient of the loss over the batch, without any penalty.
    pub gradient: Vec<Real>,
    /// The parameters before.
    pub before: Vec<Real>,
    /// The parameters after: what [`Trainer::step`] will make them, bit for bit.
    pub after: Vec<Real>,
    /// The parameters after the optimizer's own step, before L1 shrinks the weights (the
    /// proximal step of Parikh and Boyd 2014, section 6.5.2); as `after` without L1.
    pub stepped: Vec<Real>,
    /// What the optimizer remembers before: zeros where it is new.
    pub moments_before: Moments,
    /// What it remembers after.
    pub moments_after: Moments,
}

impl Trainer {
    /// The mean gradient of the loss over the next batch, in the layout of
    /// [`Network::params`](crate::nn::Network::params), without any penalty.
    #[must_use]
    #[inline]
    pub fn gradients(&self) -> Vec<Real> {
        self.mean_gradient(self.rule(), &self.next_leaks(), self.upcoming())
    }

    /// The mean gradient over some samples, under a rule and with the slopes of a step.
    #[inline]
    pub(super) fn mean_gradient(&self, rule: Rule, leaks: &[Real], samples: &[u32]) -> Vec<Real> {
        let len = self.network.params().len();
        if samples.is_empty() {
            return vec![0.0; len];
        }
        let mut buffers = Batch::new(self.network.spec());
        let params = self.network.padded();
        buffers.run(params, rule, leaks, &self.samples, samples);
        let share = 1.0 / samples.len() as Real;
        let mut gradient = Vec::with_capacity(len);
        for sum in buffers.sums().iter().take(len) {
            gradient.push(share * sum.sum());
        }
        gradient
    }

    /// What the next step does, in full, without taking it.
    ///
    /// # Errors
    /// See [`Trainer::step`].
    #[inline]
    pub fn explain_next(&self) -> Result<Explanation, Diverged> {
        let mut after = self.clone();
        after.step()?;
        let moments_before = if self.memory_of == self.config.optimizer {
            self.moments()
        } else {
            let len = self.network.params().len();
            Memory::new(len).moments(self.config.optimizer, len)
        };
        let stepped = if self.config.l1 == 0.0 {
            after.network.params().to_vec()
        } else {
            let mut bare = self.clone();
            bare.config.l1 = 0.0;
            bare.step()?;
            bare.network.params().to_vec()
        };
        Ok(Explanation {
            batch: self.next_batch(),
            gradient: self.gradients(),
            before: self.network.params().to_vec(),
            after: after.network.params().to_vec(),
            stepped,
            moments_before,
            moments_after: after.moments(),
        })
    }

    /// One sample's pass as the next step will compute it.
    ///
    /// # Panics
    /// Where there is no such sample.
    #[must_use]
    #[inline]
    pub fn trace(&self, sample: u32) -> Trace {
        let (x, y) = self.samples.parts(sample);
        let leaks = self.next_leaks();
        trace_with(&self.network, self.config.loss, self.rule(), &leaks, x, y)
    }
}

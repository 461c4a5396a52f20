//! The loss along one parameter while all others stay.

use super::Trainer;
use crate::nn::Task;
use crate::nn::pass::{Rule, mean_leaks};
use crate::nn::score::Evaluator;
use crate::num::Real;

/// What a loss is averaged over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One sample, as the next step computes it.
    Sample(u32),
    /// The samples of the next step, as it computes them.
    Batch,
    /// The training set, as [`Trainer::evaluate`] computes it.
    Train,
}

impl Trainer {
    /// The samples of a scope.
    #[must_use]
    #[inline]
    pub fn scope(&self, scope: Scope) -> Vec<u32> {
        match scope {
            Scope::Sample(sample) => vec![sample],
            Scope::Batch => self.next_batch(),
            Scope::Train => self.split.train.clone(),
        }
    }

    /// The slopes below zero with which a scope's loss is computed.
    #[inline]
    fn leaks_of(&self, scope: Scope) -> Vec<Real> {
        if scope == Scope::Train {
            return mean_leaks(self.network.spec());
        }
        self.next_leaks()
    }

    /// The mean loss (without any penalty) over a scope as parameter `index` of
    /// [`Network::params`](crate::nn::Network::params) takes each of `values` while the
    /// others stay. No numbers where the scope has no samples.
    #[must_use]
    #[inline]
    pub fn slice(&self, scope: Scope, index: usize, values: &[Real]) -> Vec<Real> {
        let packed = self.samples.pack(&self.scope(scope));
        let mut network = self.network.clone();
        let mut evaluator = Evaluator::new(network.spec()).with_leaks(self.leaks_of(scope));
        let mut losses = Vec::new();
        for value in values {
            if let Some(parameter) = network.padded_mut().get_mut(index) {
                *parameter = *value;
            }
            let score = evaluator.score(&network, &packed, self.config.loss, Task::Regression);
            if let Some(loss) = score.loss {
                losses.push(loss);
            }
        }
        losses
    }

    /// The derivative of that mean loss by parameter `index` at its present value: of the
    /// batch what [`Trainer::gradients`] gives. The perceptron rule is no gradient; this
    /// is the loss's own even then. 0 where there is no such parameter.
    #[must_use]
    #[inline]
    pub fn slope(&self, scope: Scope, index: usize) -> Real {
        let rule = Rule::Gradient(self.config.loss);
        let gradient = self.mean_gradient(rule, &self.leaks_of(scope), &self.scope(scope));
        gradient.get(index).copied().unwrap_or_default()
    }
}

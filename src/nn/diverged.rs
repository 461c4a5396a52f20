//! Training that left the finite numbers.

use crate::num::Real;

/// What became infinite or not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display)]
pub enum What {
    /// The loss of the batch, and in which layer the first value that is not finite arose.
    #[strum(serialize = "a value")]
    Loss,
    /// A weight, after the update.
    #[strum(serialize = "a weight")]
    Weight,
    /// A bias, after the update.
    #[strum(serialize = "a bias")]
    Bias,
    /// What the optimizer remembers (squared gradients overflow before weights do).
    #[strum(serialize = "the optimizer's memory")]
    Moment,
}

/// An update gave a number that is not finite; the trainer stands at the last good step.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{}", self.message(&self.rate.to_string()))]
pub struct Diverged {
    /// The index of the step that could not be taken, from 0; it is told counted from 1.
    pub step: u64,
    /// The layer where it arose, from 0.
    pub layer: usize,
    /// What became infinite or not a number.
    pub what: What,
    /// The learning rate of that step.
    pub rate: Real,
}

impl Diverged {
    /// What happened, with the learning rate as it is written where this is read.
    #[must_use]
    #[inline]
    pub fn message(&self, rate: &str) -> String {
        format!(
            "Training diverged: in step {} {} of layer {} was no longer a finite number (learning rate {rate})",
            self.step + 1,
            self.what,
            self.layer + 1,
        )
    }
}

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
#[error(
    "Training diverged: in step {step} {what} of layer {} was no longer a finite number (learning rate {rate})",
    .layer + 1, step = .step + 1
)]
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

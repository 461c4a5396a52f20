//! How training goes.

use super::{Loss, Optimizer};
use crate::num::Real;
use serde::{Deserialize, Serialize};

/// What the targets mean.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Default,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::EnumIter,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Task {
    /// Classes: there is an accuracy.
    #[default]
    Classification,
    /// Numbers: there is none.
    Regression,
}

/// How training goes. None of it resets a weight.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrainConfig {
    /// What the targets mean.
    pub task: Task,
    /// What is made small.
    pub loss: Loss,
    /// How an update follows from the gradient.
    pub optimizer: Optimizer,
    /// The learning rate η.
    pub rate: Real,
    /// How many samples a step sees; more than there are means all of them.
    pub batch: usize,
    /// μ of momentum and Nesterov.
    pub momentum: Real,
    /// β₁ of Adam and `AdamW`.
    pub beta1: Real,
    /// β₂ of Adam and `AdamW`.
    pub beta2: Real,
    /// α of `RMSProp`.
    pub alpha: Real,
    /// ε of `AdaGrad`, `RMSProp`, Adam and `AdamW`.
    pub epsilon: Real,
    /// λ of the penalty λ Σ|w|, applied as a proximal step after the update.
    pub l1: Real,
    /// λ of the penalty ½ λ Σw², in the gradient (`AdamW`: decay apart from it).
    pub l2: Real,
}

impl Default for TrainConfig {
    fn default() -> Self {
        Self {
            task: Task::default(),
            loss: Loss::default(),
            optimizer: Optimizer::default(),
            rate: 0.03,
            batch: 10,
            momentum: 0.9,
            beta1: 0.9,
            beta2: 0.999,
            alpha: 0.99,
            epsilon: 1e-8,
            l1: 0.0,
            l2: 0.0,
        }
    }
}

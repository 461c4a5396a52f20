//! Optimizers: what an update does with the gradient.
//!
//! The updates are those of PyTorch's `torch.optim`. Sources: Polyak 1964 (momentum),
//! Nesterov 1983, Duchi et al. 2011 (AdaGrad), Hinton 2012 (RMSProp), Kingma and Ba 2015
//! (Adam), Loshchilov and Hutter 2019 (AdamW), Rosenblatt 1958 (perceptron).

use super::TrainConfig;
use super::moments::Memory;
use crate::num::Real;
use crate::num::lanes::{LANES, Lanes};
use crate::num::math::power;
use serde::{Deserialize, Serialize};

/// What keeps `AdaGrad` from dividing by zero.
pub const ADAGRAD_EPSILON: Real = 1e-10;

/// How an update follows from the gradient.
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
pub enum Optimizer {
    /// Gradient descent on the batch.
    #[default]
    Sgd,
    /// Descent with a velocity that remembers earlier gradients.
    Momentum,
    /// Momentum that looks one move ahead.
    Nesterov,
    /// Steps that shrink with the sum of the squared gradients.
    Adagrad,
    /// Steps in the scale of the recent squared gradients.
    Rmsprop,
    /// Momentum in the scale of the recent squared gradients, both unbiased.
    Adam,
    /// Adam whose weight decay is apart from the gradient.
    Adamw,
    /// Rosenblatt's rule for a single step unit; hidden layers stay as they are.
    Perceptron,
}

impl Optimizer {
    /// The name as people write it.
    #[must_use]
    #[inline]
    pub fn label(self) -> &'static str {
        match self {
            Self::Sgd => "SGD",
            Self::Momentum => "Momentum",
            Self::Nesterov => "Nesterov",
            Self::Adagrad => "AdaGrad",
            Self::Rmsprop => "RMSProp",
            Self::Adam => "Adam",
            Self::Adamw => "AdamW",
            Self::Perceptron => "Perceptron rule",
        }
    }

    /// The update in plain text; `g` is the gradient of the batch with the L2 part in it.
    #[must_use]
    #[inline]
    pub fn formula(self) -> &'static str {
        match self {
            Self::Sgd => "w ← w − η g",
            Self::Momentum => "v ← μ v + g; w ← w − η v",
            Self::Nesterov => "v ← μ v + g; w ← w − η (g + μ v)",
            Self::Adagrad => "s ← s + g²; w ← w − η g / (√s + ε)",
            Self::Rmsprop => "s ← α s + (1 − α) g²; w ← w − η g / (√s + ε)",
            Self::Adam => {
                "m ← β₁ m + (1 − β₁) g; s ← β₂ s + (1 − β₂) g²; w ← w − η m̂ / (√ŝ + ε), m̂ = m / (1 − β₁ᵗ), ŝ = s / (1 − β₂ᵗ)"
            }
            Self::Adamw => "w ← (1 − η λ) w, then Adam's update",
            Self::Perceptron => "w ← w + η (y − ŷ) x",
        }
    }

    /// Whether the update remembers a first moment (a velocity).
    #[must_use]
    #[inline]
    pub fn has_first_moment(self) -> bool {
        matches!(
            self,
            Self::Momentum | Self::Nesterov | Self::Adam | Self::Adamw
        )
    }

    /// Whether the update remembers a second moment (squared gradients).
    #[must_use]
    #[inline]
    pub fn has_second_moment(self) -> bool {
        matches!(
            self,
            Self::Adagrad | Self::Rmsprop | Self::Adam | Self::Adamw
        )
    }
}

/// Everything that one update reads. All slices have the same length, a multiple of
/// [`LANES`]; what is beyond the last parameter is zero.
pub(crate) struct Update<'a> {
    pub(crate) config: &'a TrainConfig,
    pub(crate) params: &'a [Real],
    /// The gradient summed over the batch but for the lanes, one register a parameter.
    pub(crate) sums: &'a [Lanes],
    /// One over the batch's size.
    pub(crate) share: Real,
    /// 1 for a weight, 0 for a bias.
    pub(crate) weights: &'a [Real],
    pub(crate) memory: &'a Memory,
    /// Whether the memory is another optimizer's, and counts as empty.
    pub(crate) fresh: bool,
}

impl Update<'_> {
    /// Writes the parameters and, where the optimizer has them, the moments after the
    /// update; false where any of them is not finite. `gradient` is room to work in.
    pub(crate) fn apply(
        &self,
        params: &mut [Real],
        memory: &mut Memory,
        gradient: &mut [Lanes],
    ) -> bool {
        let c = self.config;
        memory.begin(self.memory, c.optimizer, self.fresh);
        let updates = memory.updates;
        let (params, _) = params.as_chunks_mut();
        self.decay(params, gradient);
        let first = memory.first.as_chunks_mut().0;
        let second = memory.second.as_chunks_mut().0;
        let cells = params.iter_mut().zip(gradient);
        let splat = Lanes::splat;
        let rate = splat(c.rate);
        let momentum = splat(c.momentum);
        let epsilon = splat(c.epsilon);
        let one = splat(1.0);
        match c.optimizer {
            Optimizer::Sgd | Optimizer::Perceptron => {
                for (w, g) in cells {
                    change(w, |w| w - rate * *g);
                }
            }
            Optimizer::Momentum => {
                for ((w, g), first) in cells.zip(first) {
                    let first = change(first, |first| momentum * first + *g);
                    change(w, |w| w - rate * first);
                }
            }
            Optimizer::Nesterov => {
                for ((w, g), first) in cells.zip(first) {
                    let first = change(first, |first| momentum * first + *g);
                    change(w, |w| w - rate * (*g + momentum * first));
                }
            }
            Optimizer::Adagrad => {
                let epsilon = splat(ADAGRAD_EPSILON);
                for ((w, g), second) in cells.zip(second) {
                    let g = *g;
                    let second = change(second, |second| second + g * g);
                    change(w, |w| w - rate * (g / (second.sqrt() + epsilon)));
                }
            }
            Optimizer::Rmsprop => {
                let alpha = splat(c.alpha);
                for ((w, g), second) in cells.zip(second) {
                    let g = *g;
                    let second = change(second, |s| alpha * s + (one - alpha) * (g * g));
                    change(w, |w| w - rate * (g / (second.sqrt() + epsilon)));
                }
            }
            Optimizer::Adam | Optimizer::Adamw => {
                let (beta1, beta2) = (splat(c.beta1), splat(c.beta2));
                let unbias1 = 1.0 - power(f64::from(c.beta1), updates);
                let unbias2 = 1.0 - power(f64::from(c.beta2), updates);
                let rate = splat((f64::from(c.rate) / unbias1) as Real);
                let root = splat(unbias2.sqrt() as Real);
                for (((w, g), first), second) in cells.zip(first).zip(second) {
                    let g = *g;
                    let first = change(first, |first| first + (one - beta1) * (g - first));
                    let second = change(second, |s| beta2 * s + (one - beta2) * (g * g));
                    change(w, |w| w - rate * (first / (second.sqrt() / root + epsilon)));
                }
            }
        }
        self.shrink(params);
        let sound = |values: &[Real]| {
            let mut sum = Lanes::ZERO;
            for values in values.as_chunks().0 {
                sum += Lanes::from_array(*values).check();
            }
            sum.is_finite()
        };
        sound(params.as_flattened())
            && (!c.optimizer.has_first_moment() || sound(&memory.first))
            && (!c.optimizer.has_second_moment() || sound(&memory.second))
    }

    fn is_penalised(&self) -> bool {
        self.config.l1 != 0.0 || self.config.l2 != 0.0
    }

    /// Writes each parameter's mean gradient, with the L2 part in it, and the parameters as the
    /// update finds them: AdamW lets them decay by themselves.
    #[inline(never)]
    fn decay(&self, params: &mut [[Real; LANES]], gradient: &mut [Lanes]) {
        let c = self.config;
        let share = Lanes::splat(self.share);
        let before = self
            .params
            .as_chunks()
            .0
            .iter()
            .zip(self.sums.as_chunks().0);
        for ((w, g), (before, sums)) in params.iter_mut().zip(&mut *gradient).zip(before) {
            *w = *before;
            *g = share * Lanes::sums(*sums);
        }
        if !self.is_penalised() {
            return;
        }
        let decoupled = c.optimizer == Optimizer::Adamw;
        let l2 = Lanes::splat(if decoupled { 0.0 } else { c.l2 });
        let decay = Lanes::splat(if decoupled { c.rate * c.l2 } else { 0.0 });
        let weights = self.weights.as_chunks().0;
        for ((w, g), is_weight) in params.iter_mut().zip(gradient).zip(weights) {
            let is_weight = Lanes::from_array(*is_weight);
            change(w, |w| {
                *g += l2 * is_weight * w;
                w - decay * is_weight * w
            });
        }
    }

    /// Shrinks the weights by the L1 part: the proximal step after the update.
    fn shrink(&self, params: &mut [[Real; LANES]]) {
        if !self.is_penalised() {
            return;
        }
        let threshold = Lanes::splat(self.config.rate * self.config.l1);
        for (w, is_weight) in params.iter_mut().zip(self.weights.as_chunks().0) {
            let is_weight = Lanes::from_array(*is_weight);
            change(w, |w| {
                let shrunk = (w.abs() - threshold * is_weight).max(Lanes::ZERO);
                shrunk.with_sign_of(w)
            });
        }
    }
}

/// Puts what `to` makes of four numbers in their place, and gives it.
#[inline(always)]
fn change(numbers: &mut [Real; LANES], to: impl FnOnce(Lanes) -> Lanes) -> Lanes {
    let changed = to(Lanes::from_array(*numbers));
    *numbers = changed.to_array();
    changed
}

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
    pub fn has_first_moment(self) -> bool {
        matches!(
            self,
            Self::Momentum | Self::Nesterov | Self::Adam | Self::Adamw
        )
    }

    /// Whether the update remembers a second moment (squared gradients).
    #[must_use]
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

/// One parameter's gradient and moments.
#[derive(Clone, Copy)]
struct Cell {
    w: Lanes,
    g: Lanes,
    first: Lanes,
    second: Lanes,
}

impl Update<'_> {
    /// Writes the parameters and, where the optimizer has them, the moments after the
    /// update; false where any of them is not finite.
    pub(crate) fn apply(&self, params: &mut [Real], memory: &mut Memory) -> bool {
        let c = self.config;
        let splat = Lanes::splat;
        let rate = splat(c.rate);
        let momentum = splat(c.momentum);
        let epsilon = splat(c.epsilon);
        let (beta1, beta2) = (splat(c.beta1), splat(c.beta2));
        let one = splat(1.0);
        let updates = if self.fresh {
            1
        } else {
            self.memory.updates + 1
        };
        memory.updates = updates;
        let keep = |cell: Cell, w: Lanes| Cell { w, ..cell };
        match c.optimizer {
            Optimizer::Sgd | Optimizer::Perceptron => {
                self.each::<false, false>(params, memory, |x| keep(x, x.w - rate * x.g))
            }
            Optimizer::Momentum => self.each::<true, false>(params, memory, |x| {
                let first = momentum * x.first + x.g;
                Cell {
                    w: x.w - rate * first,
                    first,
                    ..x
                }
            }),
            Optimizer::Nesterov => self.each::<true, false>(params, memory, |x| {
                let first = momentum * x.first + x.g;
                Cell {
                    w: x.w - rate * (x.g + momentum * first),
                    first,
                    ..x
                }
            }),
            Optimizer::Adagrad => self.each::<false, true>(params, memory, |x| {
                let second = x.second + x.g * x.g;
                let scale = second.sqrt() + splat(ADAGRAD_EPSILON);
                Cell {
                    w: x.w - rate * (x.g / scale),
                    second,
                    ..x
                }
            }),
            Optimizer::Rmsprop => {
                let alpha = splat(c.alpha);
                self.each::<false, true>(params, memory, |x| {
                    let second = alpha * x.second + (one - alpha) * (x.g * x.g);
                    Cell {
                        w: x.w - rate * (x.g / (second.sqrt() + epsilon)),
                        second,
                        ..x
                    }
                })
            }
            Optimizer::Adam | Optimizer::Adamw => {
                let unbias1 = 1.0 - power(f64::from(c.beta1), updates);
                let unbias2 = 1.0 - power(f64::from(c.beta2), updates);
                let rate = splat((f64::from(c.rate) / unbias1) as Real);
                let root = splat(unbias2.sqrt() as Real);
                self.each::<true, true>(params, memory, |x| {
                    let first = x.first + (one - beta1) * (x.g - x.first);
                    let second = beta2 * x.second + (one - beta2) * (x.g * x.g);
                    let scale = second.sqrt() / root + epsilon;
                    Cell {
                        w: x.w - rate * (first / scale),
                        first,
                        second,
                        ..x
                    }
                })
            }
        }
    }

    /// One pass over all parameters: the regularisers around `rule`, which reads and writes
    /// the moments that the constants name.
    #[inline(always)]
    fn each<const FIRST: bool, const SECOND: bool>(
        &self,
        params: &mut [Real],
        memory: &mut Memory,
        rule: impl Fn(Cell) -> Cell,
    ) -> bool {
        if self.config.l1 == 0.0 && self.config.l2 == 0.0 {
            self.pass::<FIRST, SECOND, false>(params, memory, rule)
        } else {
            self.pass::<FIRST, SECOND, true>(params, memory, rule)
        }
    }

    #[inline(never)]
    fn pass<const FIRST: bool, const SECOND: bool, const PENALTY: bool>(
        &self,
        params: &mut [Real],
        memory: &mut Memory,
        rule: impl Fn(Cell) -> Cell,
    ) -> bool {
        let c = self.config;
        let decoupled = c.optimizer == Optimizer::Adamw;
        let share = Lanes::splat(self.share);
        let l2 = Lanes::splat(if decoupled { 0.0 } else { c.l2 });
        let decay = Lanes::splat(if decoupled { c.rate * c.l2 } else { 0.0 });
        let threshold = Lanes::splat(c.rate * c.l1);
        let mut sound = Lanes::ZERO;
        let (after, _) = params.as_chunks_mut::<LANES>();
        let chunks = after.len();
        let before = chunks_of(self.params, chunks);
        let sums = &self.sums.as_chunks::<LANES>().0[..chunks];
        let weights = chunks_of(self.weights, chunks);
        let first = chunks_of(&self.memory.first, if FIRST { chunks } else { 0 });
        let second = chunks_of(&self.memory.second, if SECOND { chunks } else { 0 });
        let (first_after, _) = memory.first.as_chunks_mut::<LANES>();
        let first_after = &mut first_after[..first.len()];
        let (second_after, _) = memory.second.as_chunks_mut::<LANES>();
        let second_after = &mut second_after[..second.len()];
        for i in 0..chunks {
            let mut cell = Cell {
                w: Lanes::from_array(before[i]),
                g: share * Lanes::sums(sums[i]),
                first: Lanes::ZERO,
                second: Lanes::ZERO,
            };
            if FIRST && !self.fresh {
                cell.first = Lanes::from_array(first[i]);
            }
            if SECOND && !self.fresh {
                cell.second = Lanes::from_array(second[i]);
            }
            let is_weight = Lanes::from_array(weights[i]);
            if PENALTY {
                cell.g += l2 * is_weight * cell.w;
                cell.w = cell.w - decay * is_weight * cell.w;
            }
            cell = rule(cell);
            if PENALTY {
                let shrunk = (cell.w.abs() - threshold * is_weight).max(Lanes::ZERO);
                cell.w = shrunk.with_sign_of(cell.w);
            }
            sound += cell.w.check();
            after[i] = cell.w.to_array();
            if FIRST {
                sound += cell.first.check();
                first_after[i] = cell.first.to_array();
            }
            if SECOND {
                sound += cell.second.check();
                second_after[i] = cell.second.to_array();
            }
        }
        sound.is_finite()
    }
}

/// The first `count` registers' worth of numbers.
#[inline(always)]
fn chunks_of(values: &[Real], count: usize) -> &[[Real; LANES]] {
    &values.as_chunks::<LANES>().0[..count]
}

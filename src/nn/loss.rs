//! Loss functions, each with its value and its derivative side by side.
//!
//! A sample's loss is a sum over its `K` outputs; a batch's loss is the mean over its
//! samples. Targets are 0 or 1 for two classes, one-hot for more, a number for regression.

use super::Activation;
use crate::num::Real;
use crate::num::lanes::Lanes;
use serde::{Deserialize, Serialize};

/// Predictions stay this far from 0 and 1 where a logarithm needs it.
pub const CLAMP: Real = 1e-7;

/// How far a prediction `ŷ` is from its target `y`.
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
pub enum Loss {
    /// Half the squared error, summed over the outputs.
    #[default]
    HalfSquared,
    /// The squared error, averaged over the outputs.
    Mse,
    /// Binary cross-entropy, averaged over the outputs.
    Bce,
    /// Cross-entropy between the target distribution and the predicted one; of a single
    /// output the binary one.
    CrossEntropy,
    /// The margin loss of the support vector machine, averaged over the outputs.
    Hinge,
}

/// One output of one sample: what the loss says about it.
pub(crate) struct Term {
    /// Its part of the sample's loss.
    pub(crate) value: Lanes,
    /// The derivative by the prediction, or by the pre-activation where the loss is
    /// [fused](Loss::fuses) with the output activation.
    pub(crate) derivative: Lanes,
    /// Cheap, and finite exactly where the value is; sums of it stay in bounds while those
    /// of the value do.
    pub(crate) probe: Lanes,
}

/// A loop over outputs that works for any loss.
///
/// `term` takes the prediction `ŷ`, the pre-activation `z` (less the log-sum-exp of its
/// sample where softmax is fused) and the target `y`.
pub(crate) trait LossSweep {
    /// Runs the loop with this loss.
    fn sweep(self, term: impl Fn(Lanes, Lanes, Lanes) -> Term);
}

impl Loss {
    /// The name as people write it.
    #[must_use]
    #[inline]
    pub fn label(self) -> &'static str {
        match self {
            Self::HalfSquared => "Half squared error",
            Self::Mse => "Mean squared error",
            Self::Bce => "Binary cross-entropy",
            Self::CrossEntropy => "Cross-entropy",
            Self::Hinge => "Hinge",
        }
    }

    /// The formula for one sample in plain text.
    #[must_use]
    #[inline]
    pub fn formula(self) -> &'static str {
        match self {
            Self::HalfSquared => "½ Σ (ŷ − y)²",
            Self::Mse => "1/K Σ (ŷ − y)²",
            Self::Bce => "−1/K Σ (y ln ŷ + (1 − y) ln(1 − ŷ))",
            Self::CrossEntropy => "−Σ y ln ŷ",
            Self::Hinge => "1/K Σ max(0, 1 − t ŷ), t = 2y − 1",
        }
    }

    /// The formula of the derivative by one prediction in plain text.
    #[must_use]
    #[inline]
    pub fn derivative_formula(self) -> &'static str {
        match self {
            Self::HalfSquared => "ŷ − y",
            Self::Mse => "2/K (ŷ − y)",
            Self::Bce => "1/K (ŷ − y) / (ŷ (1 − ŷ))",
            Self::CrossEntropy => "−y / ŷ",
            Self::Hinge => "−t/K if t ŷ < 1, else 0",
        }
    }

    /// From which prediction on a single output means class 1.
    #[must_use]
    #[inline]
    pub fn threshold(self) -> Real {
        match self {
            Self::Hinge => 0.0,
            _ => 0.5,
        }
    }

    /// Whether the loss only means something where the targets are classes.
    #[must_use]
    #[inline]
    pub fn needs_classes(self) -> bool {
        matches!(self, Self::Bce | Self::CrossEntropy | Self::Hinge)
    }

    /// Whether loss and output activation are taken as one function of `z`, which is
    /// stable where the two by themselves are not (no logarithm of zero, no overflow).
    #[must_use]
    #[inline]
    pub fn fuses(self, output: Activation, outputs: usize) -> bool {
        matches!(
            (self.resolve(outputs), output),
            (Self::Bce, Activation::Sigmoid | Activation::Softmax)
                | (Self::CrossEntropy, Activation::Softmax)
        )
    }

    /// Whether it is the binary cross-entropy of so many outputs.
    #[inline]
    pub(crate) fn is_binary(self, outputs: usize) -> bool {
        self.resolve(outputs) == Self::Bce
    }

    /// Cross-entropy over one output is the binary one.
    #[inline]
    fn resolve(self, outputs: usize) -> Self {
        match self {
            Self::CrossEntropy if outputs == 1 => Self::Bce,
            other => other,
        }
    }

    /// Runs a loop with this loss over `outputs` outputs. Binary cross-entropy over a
    /// softmax of several is no loop over outputs: see `softmax::binary`.
    #[inline(always)]
    pub(crate) fn run(self, fused: bool, outputs: usize, sweep: impl LossSweep) {
        let splat = Lanes::splat;
        let one = splat(1.0);
        let share = splat(1.0 / outputs as Real);
        let (low, high) = (splat(CLAMP), splat(1.0 - CLAMP));
        // Outside the clamp the loss is flat.
        let inside = |p: Lanes, slope: Lanes| {
            let slope = p.lt(low).select(Lanes::ZERO, slope);
            p.gt(high).select(Lanes::ZERO, slope)
        };
        match (self.resolve(outputs), fused) {
            (Self::HalfSquared, _) => sweep.sweep(|p, z, y| {
                let error = p - y;
                let value = splat(0.5) * error * error;
                Term {
                    value,
                    derivative: error,
                    probe: value + z.check(),
                }
            }),
            (Self::Mse, _) => sweep.sweep(|p, z, y| {
                let error = p - y;
                let value = share * error * error;
                Term {
                    value,
                    derivative: splat(2.0) * share * error,
                    probe: value + z.check(),
                }
            }),
            // softplus(z) - y z, grouped so that a small loss is not the difference of two
            // large numbers: the first bracket is exactly 0 where a 0 or 1 is right.
            (Self::Bce, true) => sweep.sweep(|p, z, y| Term {
                value: share * ((z.max(Lanes::ZERO) - y * z) + (-z.abs()).softplus()),
                derivative: share * (p - y),
                probe: z.check(),
            }),
            (Self::Bce, false) => sweep.sweep(|p, z, y| {
                // Each is clamped by itself: 1 - 1e-7 in f32 is off by a fifth of the 1e-7.
                let (q, rest) = (p.max(low).min(high), (one - p).max(low).min(high));
                Term {
                    value: -share * (y * q.ln() + (one - y) * rest.ln()),
                    derivative: inside(p, share * (q - y) / (q * rest)),
                    probe: p.check() + z.check(),
                }
            }),
            (Self::CrossEntropy, true) => sweep.sweep(|p, z, y| Term {
                value: -y * z,
                derivative: p - y,
                probe: z.check(),
            }),
            (Self::CrossEntropy, false) => sweep.sweep(|p, z, y| {
                let q = p.max(low).min(high);
                Term {
                    value: -y * q.ln(),
                    derivative: inside(p, -y / q),
                    probe: p.check() + z.check(),
                }
            }),
            (Self::Hinge, _) => sweep.sweep(|p, z, y| {
                let t = y + y - one;
                let short = one - t * p;
                Term {
                    value: share * short.max(Lanes::ZERO),
                    derivative: short.gt(Lanes::ZERO).select(-share * t, Lanes::ZERO),
                    probe: short.check() + z.check(),
                }
            }),
        }
    }
}

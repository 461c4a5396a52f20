//! Activation functions: adding one touches this file alone.

use super::sweeps::ValuesAndSlopes;
use crate::num::Real;
use crate::num::lanes::Lanes;
use serde::{Deserialize, Serialize};

/// The slope of leaky ReLU below zero.
pub const LEAK: Real = 0.01;

/// The range from which randomised ReLU draws its slope in training.
pub const RANDOM_LEAK: (Real, Real) = (1.0 / 8.0, 1.0 / 3.0);

/// The mean of [`RANDOM_LEAK`], which randomised ReLU uses outside training.
pub const MEAN_LEAK: Real = 11.0 / 48.0;

/// What a unit does with its pre-activation `z`.
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
pub enum Activation {
    /// Heaviside's step, 1 from zero on: the perceptron's answer.
    Step,
    /// The pre-activation itself.
    Identity,
    /// The logistic function.
    Sigmoid,
    /// The hyperbolic tangent.
    #[default]
    Tanh,
    /// The rectifier.
    Relu,
    /// The rectifier with slope [`LEAK`] below zero.
    LeakyRelu,
    /// The rectifier with a slope below zero that is drawn anew for every step of training.
    RandomizedRelu,
    /// The exponential linear unit.
    Elu,
    /// The smooth rectifier.
    Softplus,
    /// The Gaussian error linear unit, by the error function itself.
    Gelu,
    /// `z` times its logistic function.
    Silu,
    /// Probabilities that sum to one over the layer's units.
    Softmax,
}

/// What there is to say about an activation.
struct Facts {
    label: &'static str,
    formula: &'static str,
    derivative: &'static str,
    range: (Real, Real),
}

/// A loop over pre-activations that works for any activation.
///
/// `pair` gives the activation and its derivative at `z`; the loop is compiled once for
/// every activation, with the unused half of the pair removed.
pub(crate) trait Sweep {
    /// Runs the loop with this activation.
    fn sweep(self, pair: impl Fn(Lanes) -> (Lanes, Lanes));
}

impl Activation {
    #[inline]
    fn facts(self) -> Facts {
        const INFINITY: Real = Real::INFINITY;
        let facts = |label, formula, derivative, range| Facts {
            label,
            formula,
            derivative,
            range,
        };
        match self {
            Self::Step => facts(
                "step",
                "1 if z ≥ 0, else 0",
                "0 everywhere (it cannot be trained by gradient)",
                (0.0, 1.0),
            ),
            Self::Identity => facts("identity", "z", "1", (-INFINITY, INFINITY)),
            Self::Sigmoid => facts("sigmoid", "1 / (1 + e^−z)", "a (1 − a)", (0.0, 1.0)),
            Self::Tanh => facts("tanh", "tanh z", "1 − a²", (-1.0, 1.0)),
            Self::Relu => facts(
                "ReLU",
                "max(0, z)",
                "1 if z > 0, else 0 (0 at the kink)",
                (0.0, INFINITY),
            ),
            Self::LeakyRelu => facts(
                "leaky ReLU",
                "z if z > 0, else 0.01 z",
                "1 if z > 0, else 0.01 (0.01 at the kink)",
                (-INFINITY, INFINITY),
            ),
            Self::RandomizedRelu => facts(
                "randomised ReLU",
                "z if z > 0, else s z; s between 1/8 and 1/3, drawn every step, 11/48 outside training",
                "1 if z > 0, else s (s at the kink)",
                (-INFINITY, INFINITY),
            ),
            Self::Elu => facts(
                "ELU",
                "z if z > 0, else e^z − 1",
                "1 if z > 0, else a + 1",
                (-1.0, INFINITY),
            ),
            Self::Softplus => facts("softplus", "ln(1 + e^z)", "1 / (1 + e^−z)", (0.0, INFINITY)),
            Self::Gelu => facts(
                "GELU",
                "z Φ(z), Φ(z) = (1 + erf(z/√2)) / 2",
                "Φ(z) + z e^(−z²/2) / √(2π)",
                (-0.169_971_2, INFINITY),
            ),
            Self::Silu => facts(
                "SiLU",
                "z σ(z), σ(z) = 1 / (1 + e^−z)",
                "σ(z) (1 + z (1 − σ(z)))",
                (-0.278_464_55, INFINITY),
            ),
            Self::Softmax => facts(
                "softmax",
                "e^z / Σ e^z over the layer (of one unit: 1 / (1 + e^−z))",
                "∂aᵢ/∂zⱼ = aᵢ ([i = j] − aⱼ)",
                (0.0, 1.0),
            ),
        }
    }

    /// Runs a loop with this activation. `leak` is randomised ReLU's slope below zero.
    ///
    /// Softmax is here what it is for a single unit: the probability of the first of two
    /// classes whose second has `z = 0`. Over several units see [`Activation::couples`].
    #[inline(always)]
    pub(crate) fn run(self, leak: Real, sweep: impl Sweep) {
        let one = Lanes::splat(1.0);
        match self {
            Self::Step => {
                sweep.sweep(|z| (z.ge(Lanes::ZERO).select(one, Lanes::ZERO), Lanes::ZERO));
            }
            Self::Identity => sweep.sweep(|z| (z, one)),
            Self::Sigmoid | Self::Softmax => sweep.sweep(|z| {
                let a = z.sigmoid();
                (a, a * (one - a))
            }),
            Self::Tanh => sweep.sweep(|z| {
                let a = z.tanh();
                (a, one - a * a)
            }),
            Self::Relu => sweep.sweep(|z| {
                let on = z.gt(Lanes::ZERO);
                (z.max(Lanes::ZERO), on.select(one, Lanes::ZERO))
            }),
            Self::LeakyRelu => sweep.sweep(|z| rectifier(z, LEAK)),
            Self::RandomizedRelu => sweep.sweep(|z| rectifier(z, leak)),
            Self::Elu => sweep.sweep(|z| {
                let below = z.min(Lanes::ZERO).exp_m1();
                let on = z.gt(Lanes::ZERO);
                (on.select(z, below), on.select(one, below + one))
            }),
            Self::Softplus => sweep.sweep(|z| (z.softplus(), z.sigmoid())),
            Self::Gelu => sweep.sweep(|z| {
                let (below, density) = z.normal();
                (z * below, below + z * density)
            }),
            Self::Silu => sweep.sweep(|z| {
                let s = z.sigmoid();
                (z * s, s * (one + z * (one - s)))
            }),
        }
    }

    /// Whether the units of a layer depend on one another, so that the layer is worked as
    /// a whole: softmax over several units.
    #[must_use]
    #[inline]
    pub(crate) fn couples(self, units: usize) -> bool {
        self == Self::Softmax && units > 1
    }

    /// Whether the slope below zero is drawn anew for every step of training.
    #[must_use]
    #[inline]
    pub(crate) fn draws_leak(self) -> bool {
        self == Self::RandomizedRelu
    }

    /// The name as people write it.
    #[must_use]
    #[inline]
    pub fn label(self) -> &'static str {
        self.facts().label
    }

    /// The formula in plain text.
    #[must_use]
    #[inline]
    pub fn formula(self) -> &'static str {
        self.facts().formula
    }

    /// The formula of the derivative in plain text, with the convention at a kink.
    #[must_use]
    #[inline]
    pub fn derivative_formula(self) -> &'static str {
        self.facts().derivative
    }

    /// The infimum and the supremum of the values.
    #[must_use]
    #[inline]
    pub fn range(self) -> (Real, Real) {
        self.facts().range
    }

    /// The activation at `z`, as outside training (softmax: of a single unit).
    #[must_use]
    #[inline]
    pub fn f(self, z: Real) -> Real {
        self.at(z).0
    }

    /// The derivative at `z`, as outside training (softmax: of a single unit).
    #[must_use]
    #[inline]
    pub fn derivative(self, z: Real) -> Real {
        self.at(z).1
    }

    fn at(self, z: Real) -> (Real, Real) {
        let (mut value, mut slope) = ([Lanes::ZERO], [Lanes::ZERO]);
        let sweep = ValuesAndSlopes {
            z: &[Lanes::splat(z)],
            values: &mut value,
            slopes: &mut slope,
        };
        self.run(MEAN_LEAK, sweep);
        (value[0].to_array()[0], slope[0].to_array()[0])
    }
}

/// `z` above zero, `leak * z` elsewhere.
#[inline(always)]
fn rectifier(z: Lanes, leak: Real) -> (Lanes, Lanes) {
    let leak = Lanes::splat(leak);
    let on = z.gt(Lanes::ZERO);
    (on.select(z, leak * z), on.select(Lanes::splat(1.0), leak))
}

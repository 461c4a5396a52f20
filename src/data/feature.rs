//! Features: the functions of the raw inputs that a network may be given.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr, VariantNames};

use super::wide;
use crate::num::{Matrix, Real, entry, matrix};

/// A function of one sample's raw inputs. Nothing is scaled: the feature `x1` is the
/// number on the plane's axis, so `w · x` can be checked by hand.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
pub enum Feature {
    /// The first input.
    #[serde(rename = "x1")]
    #[strum(serialize = "x1")]
    X1,
    /// The second input.
    #[serde(rename = "x2")]
    #[strum(serialize = "x2")]
    X2,
    /// The square of the first input.
    #[serde(rename = "x1^2")]
    #[strum(serialize = "x1^2")]
    X1Squared,
    /// The square of the second input.
    #[serde(rename = "x2^2")]
    #[strum(serialize = "x2^2")]
    X2Squared,
    /// The product of the two inputs.
    #[serde(rename = "x1*x2")]
    #[strum(serialize = "x1*x2")]
    Product,
    /// The sine of the first input, in radians.
    #[serde(rename = "sin(x1)")]
    #[strum(serialize = "sin(x1)")]
    SinX1,
    /// The sine of the second input, in radians.
    #[serde(rename = "sin(x2)")]
    #[strum(serialize = "sin(x2)")]
    SinX2,
    /// The cosine of the first input, in radians.
    #[serde(rename = "cos(x1)")]
    #[strum(serialize = "cos(x1)")]
    CosX1,
    /// The cosine of the second input, in radians.
    #[serde(rename = "cos(x2)")]
    #[strum(serialize = "cos(x2)")]
    CosX2,
}

impl Feature {
    /// How the feature is written for a reader: `x₁²`. Links write [`Display`] instead.
    ///
    /// [`Display`]: core::fmt::Display
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::X1 => "x₁",
            Self::X2 => "x₂",
            Self::X1Squared => "x₁²",
            Self::X2Squared => "x₂²",
            Self::Product => "x₁x₂",
            Self::SinX1 => "sin x₁",
            Self::SinX2 => "sin x₂",
            Self::CosX1 => "cos x₁",
            Self::CosX2 => "cos x₂",
        }
    }

    /// How many raw inputs a sample needs for the feature to exist: 1, or 2 where `x2`
    /// has a part in it.
    #[must_use]
    pub const fn inputs(self) -> usize {
        match self {
            Self::X1 | Self::X1Squared | Self::SinX1 | Self::CosX1 => 1,
            Self::X2 | Self::X2Squared | Self::Product | Self::SinX2 | Self::CosX2 => 2,
        }
    }

    /// The feature of one sample with these raw inputs. An input that the sample does
    /// not have counts as 0; see [`Feature::inputs`].
    #[must_use]
    #[inline]
    pub fn value(self, inputs: &[Real]) -> Real {
        let input = |index: usize| inputs.get(index).copied().unwrap_or(0.0);
        let (x1, x2) = (input(0), input(1));
        match self {
            Self::X1 => x1,
            Self::X2 => x2,
            Self::X1Squared => x1 * x1,
            Self::X2Squared => x2 * x2,
            Self::Product => x1 * x2,
            Self::SinX1 => libm::sin(wide(x1)) as Real,
            Self::SinX2 => libm::sin(wide(x2)) as Real,
            Self::CosX1 => libm::cos(wide(x1)) as Real,
            Self::CosX2 => libm::cos(wide(x2)) as Real,
        }
    }
}

/// The features of every sample: from `samples x inputs` to `samples x features`, in the
/// order asked for.
#[must_use]
#[inline]
pub fn features(inputs: &Matrix, wanted: &[Feature]) -> Matrix {
    let known = inputs.ncols().min(2);
    let mut values = Vec::new();
    for feature in wanted {
        for sample in 0..inputs.nrows() {
            let mut raw = [0.0; 2];
            for (input, value) in raw.iter_mut().take(known).enumerate() {
                *value = entry(inputs, sample, input);
            }
            values.push(feature.value(&raw[..known]));
        }
    }
    matrix(inputs.nrows(), wanted.len(), values)
}

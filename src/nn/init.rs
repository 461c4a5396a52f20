//! Initial weights.
//!
//! Sources: Glorot and Bengio 2010 (Glorot), He et al. 2015 (He), `LeCun` et al. 1998 (`LeCun`).

use crate::num::Real;
use crate::num::rng::Rng;
use serde::{Deserialize, Serialize};

/// How the weights begin. `n` inputs and `m` units stand for the layer's shape.
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
pub enum Init {
    /// All zero: units of a layer stay alike for ever.
    Zeros,
    /// Uniform between plus and minus the scale.
    Uniform,
    /// Normal with the scale as its standard deviation.
    Normal,
    /// Uniform within the root of 6/(n + m).
    #[default]
    GlorotUniform,
    /// Normal with variance 2/(n + m).
    GlorotNormal,
    /// Uniform within the root of 6/n.
    HeUniform,
    /// Normal with variance 2/n.
    HeNormal,
    /// Normal with variance 1/n.
    LecunNormal,
}

impl Init {
    /// The name as people write it.
    #[must_use]
    #[inline]
    pub fn label(self) -> &'static str {
        match self {
            Self::Zeros => "Zeros",
            Self::Uniform => "Uniform",
            Self::Normal => "Normal",
            Self::GlorotUniform => "Glorot uniform",
            Self::GlorotNormal => "Glorot normal",
            Self::HeUniform => "He uniform",
            Self::HeNormal => "He normal",
            Self::LecunNormal => "LeCun normal",
        }
    }

    /// The distribution in plain text.
    #[must_use]
    #[inline]
    pub fn formula(self) -> &'static str {
        match self {
            Self::Zeros => "w = 0",
            Self::Uniform => "U(−s, s)",
            Self::Normal => "N(0, s²)",
            Self::GlorotUniform => "U(−√(6/(n+m)), √(6/(n+m)))",
            Self::GlorotNormal => "N(0, 2/(n+m))",
            Self::HeUniform => "U(−√(6/n), √(6/n))",
            Self::HeNormal => "N(0, 2/n)",
            Self::LecunNormal => "N(0, 1/n)",
        }
    }

    /// Whether the scale has a say in it.
    #[must_use]
    #[inline]
    pub fn is_scaled(self) -> bool {
        matches!(self, Self::Uniform | Self::Normal)
    }

    /// One weight of a layer with `inputs` inputs and `units` units.
    ///
    /// Drawn in `f64` and rounded once, so the weights under the `f64` feature are the same
    /// numbers before rounding.
    #[inline]
    pub fn draw(self, rng: &mut Rng, inputs: usize, units: usize, scale: Real) -> Real {
        let (n, m) = (inputs as f64, units as f64);
        let scale = f64::from(scale);
        // The bound of a uniform distribution, the standard deviation of a normal one.
        let spread = match self {
            Self::Zeros => return 0.0,
            Self::Uniform | Self::Normal => scale,
            Self::GlorotUniform => (6.0 / (n + m)).sqrt(),
            Self::HeUniform => (6.0 / n).sqrt(),
            Self::GlorotNormal => (2.0 / (n + m)).sqrt(),
            Self::HeNormal => (2.0 / n).sqrt(),
            Self::LecunNormal => (1.0 / n).sqrt(),
        };
        let weight = match self {
            Self::Uniform | Self::GlorotUniform | Self::HeUniform => rng.uniform(-spread, spread),
            _ => spread * rng.normal(),
        };
        weight as Real
    }
}

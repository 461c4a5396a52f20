//! The names of the data sets.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr, VariantNames};

use super::Outcome;

/// A data set by name, as links write it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Default,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Kind {
    /// Spam between two lines: the opening scene.
    #[default]
    TwoLines,
    /// A disc in a ring.
    Circle,
    /// The class tells whether the signs are equal.
    Xor,
    /// Two clouds.
    Gaussians,
    /// Two arms of a spiral.
    Spiral,
    /// Two half circles that reach into each other.
    Moons,
    /// Three clouds, three classes.
    ThreeGaussians,
    /// Regression: a tilted plane.
    Plane,
    /// Regression: hills and hollows.
    MultiGaussian,
    /// Regression over one input: a sine wave.
    Sine,
}

impl Kind {
    /// Its name for a reader.
    #[must_use]
    #[inline]
    pub const fn label(self) -> &'static str {
        self.row().label
    }

    /// The number of raw inputs: 2, or 1.
    #[must_use]
    #[inline]
    pub const fn inputs(self) -> usize {
        self.row().axes.len()
    }

    /// The number of target columns, which is the number of output units it asks for.
    #[must_use]
    #[inline]
    pub const fn outputs(self) -> usize {
        self.row().outcome.outputs()
    }

    /// Whether the target is a number and not a class.
    #[must_use]
    #[inline]
    pub const fn is_regression(self) -> bool {
        matches!(self.row().outcome, Outcome::Number(_))
    }
}

//! The table of data sets.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr, VariantNames};

use super::{Axis, Source, Target, clouds, shapes, surfaces, two_lines};
use crate::num::Real;

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

/// What a data set asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// One of these classes.
    Classes(&'static [&'static str]),
    /// A number on this axis.
    Number(Axis),
}

impl Outcome {
    /// The number of target columns: one for two classes or a number, else one a class.
    #[must_use]
    pub const fn outputs(&self) -> usize {
        match self {
            Self::Classes(names) if names.len() > 2 => names.len(),
            Self::Classes(_) | Self::Number(_) => 1,
        }
    }
}

/// All that is known about a data set before a sample is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its name for a reader.
    pub label: &'static str,
    /// What it shows and why one would try it, in a sentence or two.
    pub about: &'static str,
    /// The formula, for a reader.
    pub formula: &'static str,
    /// What noise does to it, at its fullest.
    pub noise: &'static str,
    /// One axis an input; every sample lies within them.
    pub axes: &'static [Axis],
    /// What is asked for.
    pub outcome: Outcome,
    /// Draws one sample: its place (the second number is not used by a set with one
    /// input) and its target.
    pub generator: fn(&mut Source) -> ([f64; 2], Target),
}

/// An axis without a unit, symmetric around 0.
const fn abstract_axis(name: &'static str, end: Real) -> Axis {
    Axis {
        name,
        unit: "",
        min: -end,
        max: end,
    }
}

/// The interval that the set with one input lies in.
const LINE: &[Axis] = &[abstract_axis("x1", 3.0)];

/// The square that every abstract set lies in.
const SQUARE: &[Axis] = &[abstract_axis("x1", 3.0), abstract_axis("x2", 3.0)];

impl Kind {
    /// The data set's row of the table.
    #[must_use]
    pub const fn row(self) -> Row {
        match self {
            Self::TwoLines => Row {
                label: "Spam between two lines",
                about: "Each dot is an e-mail. Spam has both many links and many exclamation \
                        marks; one line cannot part it from the rest, two can.",
                formula: "spam where 2 x₁ − x₂ > 0.2 and 2 x₂ − x₁ > 0.2",
                noise: "moves each e-mail, by 0.2 per sentence",
                axes: &[
                    Axis {
                        name: "links",
                        unit: "per sentence",
                        min: 0.0,
                        max: 1.0,
                    },
                    Axis {
                        name: "exclamation marks",
                        unit: "per sentence",
                        min: 0.0,
                        max: 1.0,
                    },
                ],
                outcome: Outcome::Classes(&["not spam", "spam"]),
                generator: two_lines::sample,
            },
            Self::Circle => Row {
                label: "Circle",
                about: "A disc in a ring: three lines or more have to be bent around it.",
                formula: "inside where √(x₁² + x₂²) < 1.25, outside from 1.75 to 2.5",
                noise: "moves each point, by 1.5",
                axes: SQUARE,
                outcome: Outcome::Classes(&["outside", "inside"]),
                generator: shapes::circle,
            },
            Self::Xor => Row {
                label: "Exclusive or",
                about: "Opposite corners belong together: the problem that a single unit cannot solve.",
                formula: "same sign where x₁ x₂ > 0",
                noise: "moves each point, by 1.5",
                axes: SQUARE,
                outcome: Outcome::Classes(&["different signs", "same sign"]),
                generator: shapes::xor,
            },
            Self::Gaussians => Row {
                label: "Two clouds",
                about: "One line is enough: no hidden unit is needed.",
                formula: "normal around (−1, −1) and (1, 1), standard deviation 0.45",
                noise: "widens the clouds, by 2",
                axes: SQUARE,
                outcome: Outcome::Classes(&["lower cloud", "upper cloud"]),
                generator: clouds::gaussians,
            },
            Self::Spiral => Row {
                label: "Spiral",
                about: "Two arms wound into each other: the hardest of these for raw inputs.",
                formula: "radius 2.5 t, angle 1.5 · 2π t, the arms half a turn apart",
                noise: "moves each point, by 0.8",
                axes: SQUARE,
                outcome: Outcome::Classes(&["first arm", "second arm"]),
                generator: shapes::spiral,
            },
            Self::Moons => Row {
                label: "Two moons",
                about: "Two half circles that reach into each other: a bent boundary.",
                formula: "half circles of radius 1.5 around (−0.75, −0.375) and (0.75, 0.375)",
                noise: "moves each point, by 1.5",
                axes: SQUARE,
                outcome: Outcome::Classes(&["lower moon", "upper moon"]),
                generator: shapes::moons,
            },
            Self::ThreeGaussians => Row {
                label: "Three clouds",
                about: "Three classes: one output for each, and the softmax shares the probability.",
                formula: "normal around (0, 1.3), (−1.2, −0.7) and (1.2, −0.7), standard deviation 0.35",
                noise: "widens the clouds, by 2",
                axes: SQUARE,
                outcome: Outcome::Classes(&["top cloud", "left cloud", "right cloud"]),
                generator: clouds::three_gaussians,
            },
            Self::Plane => Row {
                label: "Tilted plane",
                about: "Regression that a single unit without an activation solves.",
                formula: "y = (x₁ + x₂) / 6",
                noise: "moves the target, by 0.5",
                axes: SQUARE,
                outcome: Outcome::Number(abstract_axis("y", 1.0)),
                generator: surfaces::plane,
            },
            Self::MultiGaussian => Row {
                label: "Hills and hollows",
                about: "Regression with six bumps: each needs a few hidden units.",
                formula: "y = Σ ± exp(−d² / 0.72), with d the distance to each of six middles",
                noise: "moves the target, by 0.5",
                axes: SQUARE,
                outcome: Outcome::Number(abstract_axis("y", 1.0)),
                generator: surfaces::multi_gaussian,
            },
            Self::Sine => Row {
                label: "Sine wave",
                about: "One input, one output: a curve that a few hidden units put together.",
                formula: "y = sin 2x₁",
                noise: "moves the target, by 0.5",
                axes: LINE,
                outcome: Outcome::Number(abstract_axis("y", 1.5)),
                generator: surfaces::sine,
            },
        }
    }

    /// Its name for a reader.
    #[must_use]
    pub const fn label(self) -> &'static str {
        self.row().label
    }

    /// The number of raw inputs: 2, or 1.
    #[must_use]
    pub const fn inputs(self) -> usize {
        self.row().axes.len()
    }

    /// The number of target columns, which is the number of output units it asks for.
    #[must_use]
    pub const fn outputs(self) -> usize {
        self.row().outcome.outputs()
    }

    /// Whether the target is a number and not a class.
    #[must_use]
    pub const fn is_regression(self) -> bool {
        matches!(self.row().outcome, Outcome::Number(_))
    }
}

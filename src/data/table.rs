//! The table of data sets: one row a set.

use super::{Axis, Kind, Source, Target, clouds, shapes, surfaces, two_lines};
use crate::num::Real;

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
    /// What noise (0 to 1) does to it. What would leave an axis is mirrored back at its end.
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
const LINE: &[Axis] = &[abstract_axis("x₁", 3.0)];

/// The square that every abstract set lies in.
const SQUARE: &[Axis] = &[abstract_axis("x₁", 3.0), abstract_axis("x₂", 3.0)];

impl Kind {
    /// The data set's row of the table.
    #[must_use]
    #[inline]
    pub const fn row(self) -> &'static Row {
        match self {
            Self::TwoLines => &TWO_LINES,
            Self::Circle => &CIRCLE,
            Self::Xor => &XOR,
            Self::Gaussians => &GAUSSIANS,
            Self::Spiral => &SPIRAL,
            Self::Moons => &MOONS,
            Self::ThreeGaussians => &THREE_GAUSSIANS,
            Self::Plane => &PLANE,
            Self::MultiGaussian => &MULTI_GAUSSIAN,
            Self::Sine => &SINE,
        }
    }
}

const TWO_LINES: Row = Row {
    label: "Spam between two lines",
    about: "Each dot is an e-mail. Newsletters have many links, friends many exclamation \
    marks, spam much of both: no single line parts it from the rest, two do.",
    formula: "spam where 2.5 x₁ − x₂ > 0.3 and 2.5 x₂ − x₁ > 0.3",
    noise: "moves each e-mail along both axes: normal, standard deviation 0.2 × noise",
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
};

const CIRCLE: Row = Row {
    label: "Circle",
    about: "A disc in a ring: it takes three lines to fence it in, or the squares of the inputs.",
    formula: "inside where √(x₁² + x₂²) < 1.25, outside from 1.75 to 2.5",
    noise: "moves each point along both axes: normal, standard deviation 1 × noise",
    axes: SQUARE,
    outcome: Outcome::Classes(&["outside", "inside"]),
    generator: shapes::circle,
};

const XOR: Row = Row {
    label: "Exclusive or",
    about: "Opposite corners belong together: the problem that no single unit can solve.",
    formula: "same sign where x₁ x₂ > 0; every point at least 0.4 from both axes",
    noise: "moves each point along both axes: normal, standard deviation 1 × noise",
    axes: SQUARE,
    outcome: Outcome::Classes(&["different signs", "same sign"]),
    generator: shapes::xor,
};

const GAUSSIANS: Row = Row {
    label: "Two clouds",
    about: "One line is enough: no hidden unit is needed.",
    formula: "normal around (−1, −1) and (1, 1), standard deviation 0.45",
    noise: "moves each point along both axes: normal, standard deviation 2 × noise",
    axes: SQUARE,
    outcome: Outcome::Classes(&["lower cloud", "upper cloud"]),
    generator: clouds::gaussians,
};

const SPIRAL: Row = Row {
    label: "Spiral",
    about: "Two arms wound into each other: the hardest of these sets for raw inputs.",
    formula: "radius 2.5 t, angle 1.5 · 2π t, the arms half a turn apart",
    noise: "moves each point along both axes: normal, standard deviation 0.5 × noise",
    axes: SQUARE,
    outcome: Outcome::Classes(&["first arm", "second arm"]),
    generator: shapes::spiral,
};

const MOONS: Row = Row {
    label: "Two moons",
    about: "Two half circles that reach into each other: a bent boundary.",
    formula: "half circles of radius 1.5 around (−0.75, −0.375) and (0.75, 0.375)",
    noise: "moves each point along both axes: normal, standard deviation 0.8 × noise",
    axes: SQUARE,
    outcome: Outcome::Classes(&["lower moon", "upper moon"]),
    generator: shapes::moons,
};

const THREE_GAUSSIANS: Row = Row {
    label: "Three clouds",
    about: "Three classes: one output for each, and softmax shares out the probability.",
    formula: "normal around (0, 1.3), (−1.2, −0.7) and (1.2, −0.7), standard deviation 0.35",
    noise: "moves each point along both axes: normal, standard deviation 2 × noise",
    axes: SQUARE,
    outcome: Outcome::Classes(&["top cloud", "left cloud", "right cloud"]),
    generator: clouds::three_gaussians,
};

const PLANE: Row = Row {
    label: "Tilted plane",
    about: "Regression that a single unit without a bend in it solves.",
    formula: "y = (x₁ + x₂) / 6",
    noise: "moves the target: normal, standard deviation 0.5 × noise",
    axes: SQUARE,
    outcome: Outcome::Number(abstract_axis("y", 1.0)),
    generator: surfaces::plane,
};

const MULTI_GAUSSIAN: Row = Row {
    label: "Hills and hollows",
    about: "Regression with three hills and three hollows: two hidden layers shape them.",
    formula: "y = Σ ± exp(−d² / 0.72), with d the distance to each of six middles",
    noise: "moves the target: normal, standard deviation 0.5 × noise",
    axes: SQUARE,
    outcome: Outcome::Number(abstract_axis("y", 1.0)),
    generator: surfaces::multi_gaussian,
};

const SINE: Row = Row {
    label: "Sine wave",
    about: "One input, one output: watch a few hidden units put a curve together.",
    formula: "y = sin 2x₁",
    noise: "moves the target: normal, standard deviation 0.5 × noise",
    axes: LINE,
    outcome: Outcome::Number(abstract_axis("y", 1.5)),
    generator: surfaces::sine,
};

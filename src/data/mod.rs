//! Data: what a network learns from. Generated sets, the features made of their inputs,
//! and the split into training and test samples.
//!
//! | file | what lives there |
//! |---|---|
//! | `kind` | the data sets by name |
//! | `table` | their table: axes, classes, formula, what noise means, the generator |
//! | `two_lines`, `clouds`, `shapes`, `surfaces` | the generators: one function a data set |
//! | `source` | what a generator draws from: the sample's own random numbers |
//! | `feature` | the table of features |
//! | `split` | training and test samples |
//!
//! A new data set is one function, one name and one row of the table.

mod clouds;
mod feature;
mod kind;
mod shapes;
mod source;
mod split;
mod surfaces;
mod table;
pub mod two_lines;

pub use feature::{Feature, features};
pub use kind::Kind;
pub use source::{Source, Target};
pub use split::{Split, split};
pub use table::{Outcome, Row};

use crate::num::rng::Seed;
use crate::num::{Matrix, Real, Within, entry, matrix};

/// The number of samples that a document may ask for.
pub const SAMPLES: core::ops::RangeInclusive<usize> = 10..=5000;

/// What one number of a sample means, and where it lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    /// What is measured: `links`, or `x₁` where the set is abstract.
    pub name: &'static str,
    /// In which unit: `per 100 words`; empty where there is none.
    pub unit: &'static str,
    /// The smallest value that occurs, whatever the noise.
    pub min: Real,
    /// The largest value that occurs, whatever the noise.
    pub max: Real,
}

/// Samples with their targets. Sample `i` is row `i` of both matrices.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// Which generator made it.
    pub kind: Kind,
    /// One axis an input.
    pub axes: Vec<Axis>,
    /// The raw inputs, `samples x inputs`, each within its axis.
    pub inputs: Matrix,
    /// `samples x outputs`: one column of 0 and 1 for two classes, one-hot columns for
    /// more, one column of numbers for regression.
    pub targets: Matrix,
    /// The classes' names, in the order of the targets: with two classes, target 0 is
    /// the first and target 1 the second. Empty for regression.
    pub classes: Vec<&'static str>,
    /// What the target of a regression means and its range; `None` for classes.
    pub target: Option<Axis>,
}

impl Dataset {
    /// The number of samples.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        self.inputs.nrows()
    }

    /// Whether there is no sample at all.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the target is a number and not a class.
    #[must_use]
    #[inline]
    pub fn is_regression(&self) -> bool {
        self.target.is_some()
    }

    /// The class of a sample, an index into `classes`; `None` for regression, and for a
    /// sample that there is not.
    #[must_use]
    #[inline]
    pub fn class(&self, sample: usize) -> Option<usize> {
        if self.is_regression() || sample >= self.len() {
            return None;
        }
        let outputs = self.targets.ncols();
        let one = (0..outputs).find(|output| entry(&self.targets, sample, *output) == 1.0);
        if outputs == 1 {
            Some(usize::from(one.is_some()))
        } else {
            one
        }
    }
}

/// Makes a data set. Sample `i` depends only on the kind, the seed, the noise and `i`:
/// more samples keep the first ones, and another noise moves the same ones.
///
/// `noise` is 0 for none to 1 for the most (outside it is taken to the nearer end, and
/// what is not a number to 0); [`Row::noise`] says what it does in each set.
#[must_use]
#[inline]
pub fn generate(kind: Kind, samples: usize, noise: Real, seed: Seed) -> Dataset {
    let row = kind.row();
    let noise = if noise.is_nan() {
        0.0
    } else {
        noise.within(0.0, 1.0)
    };
    let (axes, outputs) = (row.axes.len(), row.outcome.outputs());
    let mut inputs = vec![0.0; samples * axes];
    let mut targets = vec![0.0; samples * outputs];
    // Column by column, as matrices are.
    let put = |to: &mut [Real], sample: usize, column: usize, value: Real| {
        if let Some(number) = to.get_mut(column * samples + sample) {
            *number = value;
        }
    };
    for sample in 0..samples {
        let (place, target) = (row.generator)(&mut Source::new(seed, sample as u64, noise));
        for (input, (axis, value)) in row.axes.iter().zip(place).enumerate() {
            put(&mut inputs, sample, input, fold(value, axis));
        }
        let (column, value) = match (target, &row.outcome) {
            (Target::Class(class), Outcome::Classes(names)) if names.len() > 2 => (class, 1.0),
            (Target::Class(class), _) => (0, class as Real),
            (Target::Number(number), Outcome::Number(axis)) => (0, fold(number, axis)),
            (Target::Number(number), Outcome::Classes(_)) => (0, number as Real),
        };
        put(&mut targets, sample, column, value);
    }
    let (classes, target) = match row.outcome {
        Outcome::Classes(names) => (names.to_vec(), None),
        Outcome::Number(axis) => (Vec::new(), Some(axis)),
    };
    Dataset {
        kind,
        axes: row.axes.to_vec(),
        inputs: matrix(samples, axes, inputs),
        targets: matrix(samples, outputs, targets),
        classes,
        target,
    }
}

/// Brings a value that noise has pushed out of the axis back in, as a mirror at the end
/// would: nothing leaves the picture, and nothing piles up at its border.
#[inline]
fn fold(value: f64, axis: &Axis) -> Real {
    let (low, high) = (wide(axis.min), wide(axis.max));
    if (low..=high).contains(&value) {
        return value as Real;
    }
    let span = high - low;
    let period = 2.0 * span;
    let mut turn = value - low;
    // No noise pushes further than two periods, so that each difference is exact.
    while turn.abs() >= period {
        turn -= period.copysign(turn);
    }
    if turn < 0.0 {
        turn += period;
    }
    let inside = if turn > span { period - turn } else { turn };
    (low + inside) as Real
}

/// A number in double precision, in which all data are computed before they are rounded
/// once to [`Real`].
#[inline]
fn wide(value: impl Into<f64>) -> f64 {
    value.into()
}

//! Numbers: the scalar, the matrices, the functions and the randomness that everything else uses.

use nalgebra::{Dyn, VecStorage};

pub mod kernels;
pub mod lanes;
pub mod math;
pub mod order;
pub mod rng;

/// The scalar of every computation: `f32` (four lanes of simd128), or `f64` with the
/// cargo feature `f64`, under which the gradient checks run the same code.
#[cfg(not(feature = "f64"))]
pub type Real = f32;
/// The scalar of every computation: `f64` here, for the gradient checks.
#[cfg(feature = "f64")]
pub type Real = f64;

/// A dense matrix, column-major. A batch is `samples x features`, so one feature's
/// values over all samples are contiguous.
pub type Matrix = nalgebra::DMatrix<Real>;

/// A matrix of these numbers, column by column.
#[must_use]
pub fn matrix(rows: usize, columns: usize, values: Vec<Real>) -> Matrix {
    Matrix::from_data(VecStorage::new(Dyn(rows), Dyn(columns), values))
}

/// The number in a row and a column of a matrix; 0 where there is none.
// One copy for many callers.
#[must_use]
#[inline(never)]
pub fn entry(matrix: &Matrix, row: usize, column: usize) -> Real {
    matrix.get((row, column)).copied().unwrap_or_default()
}

/// Brings a number between two others.
pub trait Within: PartialOrd + Sized {
    /// The nearest number from `low` to `high`; NaN stays NaN.
    // As `f64::clamp`, whose refusal of bounds in the wrong order prints them: for that sentence
    // alone the standard library's printers of numbers would be in the module. One copy for many
    // callers.
    #[inline(never)]
    #[must_use]
    fn within(self, low: Self, high: Self) -> Self {
        if self < low {
            low
        } else if self > high {
            high
        } else {
            self
        }
    }
}

impl Within for f32 {}
impl Within for f64 {}

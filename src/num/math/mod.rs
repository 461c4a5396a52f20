//! Every transcendental function of the training arithmetic, on numbers and on [`Lanes`].
//!
//! In `f32` the functions are polynomials and rational functions made of the operations of
//! [`Lanes`] alone, so they give the same bits on every machine; under the feature `f64`
//! they are libm's. A number goes through the same code as a lane.

#[cfg(not(feature = "f64"))]
mod single;
#[cfg(not(feature = "f64"))]
use single as form;

#[cfg(feature = "f64")]
mod double;
#[cfg(feature = "f64")]
use double as form;

use super::Real;
use super::lanes::Lanes;

macro_rules! functions {
    ($($(#[$doc:meta])+ $name:ident;)*) => {
        impl Lanes {$(
            $(#[$doc])+
            #[inline(always)]
            #[must_use]
            pub fn $name(self) -> Self {
                form::$name(self)
            }
        )*}
        $(
            $(#[$doc])+
            #[must_use]
            pub fn $name(x: Real) -> Real {
                Lanes::splat(x).$name().to_array()[0]
            }
        )*
    };
}

functions! {
    /// The exponential function. In `f32` what is below 2e-38 comes out as zero.
    exp;
    /// `exp(x) - 1`, accurate near zero.
    exp_m1;
    /// The natural logarithm: of zero minus infinity, of a negative number NaN.
    ln;
    /// `ln(1 + x)`, accurate near zero.
    ln_1p;
    /// The hyperbolic tangent; at most 1 in magnitude.
    tanh;
    /// The logistic function `1 / (1 + exp(-x))`.
    sigmoid;
    /// `ln(1 + exp(x))`, without overflow.
    softplus;
}

impl Lanes {
    /// The normal distribution: the probability of a value below `x`, and the density there.
    #[inline(always)]
    #[must_use]
    pub fn normal(self) -> (Self, Self) {
        form::normal(self)
    }
}

/// The normal distribution: the probability of a value below `x`, and the density there.
#[must_use]
pub fn normal(x: Real) -> (Real, Real) {
    let (below, density) = Lanes::splat(x).normal();
    (below.to_array()[0], density.to_array()[0])
}

/// `base` to a whole power, by repeated squaring; of ten exact up to the 22nd.
#[must_use]
pub fn power(mut base: f64, mut exponent: u64) -> f64 {
    let mut result = 1.0;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result *= base;
        }
        base *= base;
        exponent >>= 1;
    }
    result
}

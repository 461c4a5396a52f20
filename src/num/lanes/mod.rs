//! Four numbers side by side: one simd128 register in wasm, an array elsewhere.
//!
//! Every operation is exact or correctly rounded by IEEE 754 and never fused, so the same
//! sequence of operations gives the same bits natively and in every browser.

use super::Real;
use core::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

/// How many samples (or parameters) stand side by side in one [`Lanes`].
pub const LANES: usize = 4;

#[cfg(all(target_arch = "wasm32", not(feature = "f64")))]
mod simd128;
#[cfg(all(target_arch = "wasm32", not(feature = "f64")))]
use simd128 as arch;

#[cfg(not(all(target_arch = "wasm32", not(feature = "f64"))))]
mod portable;
#[cfg(not(all(target_arch = "wasm32", not(feature = "f64"))))]
use portable as arch;

/// Four numbers on which every operation works element by element.
#[derive(Clone, Copy, Debug)]
pub struct Lanes(arch::Repr);

/// The answer of a comparison, one truth value a lane.
#[derive(Clone, Copy, Debug)]
pub struct Mask(arch::MaskRepr);

impl Lanes {
    /// Four zeros.
    pub const ZERO: Self = Self(arch::ZERO);

    /// The same number in every lane.
    #[inline(always)]
    #[must_use]
    pub fn splat(x: Real) -> Self {
        Self(arch::splat(x))
    }

    /// The four numbers of an array, in order.
    #[inline(always)]
    #[must_use]
    pub fn from_array(x: [Real; LANES]) -> Self {
        Self(arch::from_array(x))
    }

    /// The four numbers, in order.
    #[inline(always)]
    #[must_use]
    pub fn to_array(self) -> [Real; LANES] {
        arch::to_array(self.0)
    }

    /// The square root of each, correctly rounded.
    #[inline(always)]
    #[must_use]
    pub fn sqrt(self) -> Self {
        Self(arch::sqrt(self.0))
    }

    /// The magnitude of each: the sign bit cleared.
    #[inline(always)]
    #[must_use]
    pub fn abs(self) -> Self {
        Self(arch::abs(self.0))
    }

    /// The magnitude of `self` with the sign of `sign`.
    #[inline(always)]
    #[must_use]
    pub fn with_sign_of(self, sign: Self) -> Self {
        Self(arch::with_sign_of(self.0, sign.0))
    }

    /// The smaller of each pair; where either is NaN, `self`.
    #[inline(always)]
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        Self(arch::min(self.0, other.0))
    }

    /// The larger of each pair; where either is NaN, `self`.
    #[inline(always)]
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self(arch::max(self.0, other.0))
    }

    /// Where `self < other` (false where either is NaN).
    #[inline(always)]
    #[must_use]
    pub fn lt(self, other: Self) -> Mask {
        Mask(arch::lt(self.0, other.0))
    }

    /// Where `self <= other` (false where either is NaN).
    #[inline(always)]
    #[must_use]
    pub fn le(self, other: Self) -> Mask {
        Mask(arch::le(self.0, other.0))
    }

    /// Where `self > other` (false where either is NaN).
    #[inline(always)]
    #[must_use]
    pub fn gt(self, other: Self) -> Mask {
        other.lt(self)
    }

    /// Where `self >= other` (false where either is NaN).
    #[inline(always)]
    #[must_use]
    pub fn ge(self, other: Self) -> Mask {
        other.le(self)
    }

    /// The sum of the four, as `(0 + 2) + (1 + 3)`.
    #[inline(always)]
    #[must_use]
    pub fn sum(self) -> Real {
        let [a, b, c, d] = self.to_array();
        (a + c) + (b + d)
    }

    /// The sums of four registers side by side; each sum in the order of [`Lanes::sum`].
    #[inline(always)]
    #[must_use]
    pub fn sums(rows: [Self; LANES]) -> Self {
        Self(arch::sums(rows.map(|row| row.0)))
    }

    /// `f` on each number by itself, for functions that have no lane form.
    #[inline]
    #[must_use]
    pub fn map(self, f: impl Fn(Real) -> Real) -> Self {
        Self::from_array(self.to_array().map(f))
    }

    /// Zero where the number is finite, NaN elsewhere: a sum of checks is a number exactly
    /// as long as everything checked is finite.
    #[inline(always)]
    #[must_use]
    pub fn check(self) -> Self {
        self * Self::ZERO
    }

    /// Whether all four are finite.
    #[inline(always)]
    #[must_use]
    pub fn is_finite(self) -> bool {
        self.to_array().iter().all(|x| x.is_finite())
    }

    /// Two to the power of each lane's integer, for integers from -126 to 127.
    ///
    /// The integer arrives as `n + 1.5 * 2^23`, which leaves `n` in the low bits.
    #[cfg(not(feature = "f64"))]
    #[inline(always)]
    #[must_use]
    pub(crate) fn exp2_of_shifted(self) -> Self {
        Self(arch::exp2_of_shifted(self.0))
    }

    /// Each positive normal number as (m, e) with `x = m * 2^e` and `m` in
    /// [sqrt(1/2), sqrt(2)).
    #[cfg(not(feature = "f64"))]
    #[inline(always)]
    #[must_use]
    pub(crate) fn mantissa_and_exponent(self) -> (Self, Self) {
        let (m, e) = arch::mantissa_and_exponent(self.0);
        (Self(m), Self(e))
    }
}

impl Mask {
    /// `yes` where the mask is true, `no` elsewhere.
    #[inline(always)]
    #[must_use]
    pub fn select(self, yes: Lanes, no: Lanes) -> Lanes {
        Lanes(arch::select(self.0, yes.0, no.0))
    }
}

macro_rules! operator {
    ($trait:ident, $method:ident, $assign_trait:ident, $assign_method:ident) => {
        impl $trait for Lanes {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self(arch::$method(self.0, other.0))
            }
        }
        impl $assign_trait for Lanes {
            #[inline(always)]
            fn $assign_method(&mut self, other: Self) {
                *self = $trait::$method(*self, other);
            }
        }
    };
}

operator!(Add, add, AddAssign, add_assign);
operator!(Sub, sub, SubAssign, sub_assign);
operator!(Mul, mul, MulAssign, mul_assign);

impl Div for Lanes {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(arch::div(self.0, other.0))
    }
}

impl Neg for Lanes {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(arch::neg(self.0))
    }
}

/// The bits of the `f32` next to sqrt(1/2).
#[cfg(not(feature = "f64"))]
const SQRT_HALF_BITS: i32 = 0x3f35_04f3;

//! Four numbers side by side: one simd128 register in wasm, an array elsewhere.
//!
//! Every operation is exact or correctly rounded by IEEE 754 and never fused, so the same
//! sequence of operations gives the same bits natively and in every browser.

use super::Real;
use core::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

/// How many samples (or parameters) stand side by side in one [`Lanes`].
pub const LANES: usize = 4;

#[cfg(all(target_arch = "wasm32", not(feature = "f64")))]
use simd128 as arch;

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

/// The register of simd128. Its intrinsics that touch no memory are safe functions.
#[cfg(all(target_arch = "wasm32", not(feature = "f64")))]
mod simd128 {
    use core::arch::wasm32::*;

    pub(super) type Repr = v128;
    pub(super) type MaskRepr = v128;
    pub(super) const ZERO: Repr = f32x4(0.0, 0.0, 0.0, 0.0);

    #[inline(always)]
    pub(super) fn splat(x: f32) -> Repr {
        f32x4_splat(x)
    }
    #[inline(always)]
    pub(super) fn from_array([a, b, c, d]: [f32; 4]) -> Repr {
        f32x4(a, b, c, d)
    }
    #[inline(always)]
    pub(super) fn to_array(x: Repr) -> [f32; 4] {
        [
            f32x4_extract_lane::<0>(x),
            f32x4_extract_lane::<1>(x),
            f32x4_extract_lane::<2>(x),
            f32x4_extract_lane::<3>(x),
        ]
    }
    #[inline(always)]
    pub(super) fn add(x: Repr, y: Repr) -> Repr {
        f32x4_add(x, y)
    }
    #[inline(always)]
    pub(super) fn sub(x: Repr, y: Repr) -> Repr {
        f32x4_sub(x, y)
    }
    #[inline(always)]
    pub(super) fn mul(x: Repr, y: Repr) -> Repr {
        f32x4_mul(x, y)
    }
    #[inline(always)]
    pub(super) fn div(x: Repr, y: Repr) -> Repr {
        f32x4_div(x, y)
    }
    #[inline(always)]
    pub(super) fn neg(x: Repr) -> Repr {
        f32x4_neg(x)
    }
    #[inline(always)]
    pub(super) fn sqrt(x: Repr) -> Repr {
        f32x4_sqrt(x)
    }
    #[inline(always)]
    pub(super) fn abs(x: Repr) -> Repr {
        f32x4_abs(x)
    }
    #[inline(always)]
    pub(super) fn with_sign_of(x: Repr, sign: Repr) -> Repr {
        v128_bitselect(sign, x, u32x4_splat(0x8000_0000))
    }
    #[inline(always)]
    pub(super) fn min(x: Repr, y: Repr) -> Repr {
        f32x4_pmin(x, y)
    }
    #[inline(always)]
    pub(super) fn max(x: Repr, y: Repr) -> Repr {
        f32x4_pmax(x, y)
    }
    #[inline(always)]
    pub(super) fn lt(x: Repr, y: Repr) -> MaskRepr {
        f32x4_lt(x, y)
    }
    #[inline(always)]
    pub(super) fn le(x: Repr, y: Repr) -> MaskRepr {
        f32x4_le(x, y)
    }
    #[inline(always)]
    pub(super) fn select(mask: MaskRepr, yes: Repr, no: Repr) -> Repr {
        v128_bitselect(yes, no, mask)
    }
    #[inline(always)]
    pub(super) fn sums([a, b, c, d]: [Repr; 4]) -> Repr {
        let ab = f32x4_add(
            i32x4_shuffle::<0, 1, 4, 5>(a, b),
            i32x4_shuffle::<2, 3, 6, 7>(a, b),
        );
        let cd = f32x4_add(
            i32x4_shuffle::<0, 1, 4, 5>(c, d),
            i32x4_shuffle::<2, 3, 6, 7>(c, d),
        );
        f32x4_add(
            i32x4_shuffle::<0, 2, 4, 6>(ab, cd),
            i32x4_shuffle::<1, 3, 5, 7>(ab, cd),
        )
    }
    #[inline(always)]
    pub(super) fn exp2_of_shifted(x: Repr) -> Repr {
        i32x4_shl(i32x4_add(x, i32x4_splat(127)), 23)
    }
    #[inline(always)]
    pub(super) fn mantissa_and_exponent(x: Repr) -> (Repr, Repr) {
        let offset = i32x4_sub(x, i32x4_splat(super::SQRT_HALF_BITS));
        let exponent = i32x4_shr(offset, 23);
        let mantissa = i32x4_sub(x, i32x4_shl(exponent, 23));
        (mantissa, f32x4_convert_i32x4(exponent))
    }
}

/// The bits of the `f32` next to sqrt(1/2).
#[cfg(not(feature = "f64"))]
const SQRT_HALF_BITS: i32 = 0x3f35_04f3;

/// Plain arrays: the same operations in the same order, for every other target.
#[cfg(not(all(target_arch = "wasm32", not(feature = "f64"))))]
mod portable {
    use super::Real;

    pub(super) type Repr = [Real; 4];
    pub(super) type MaskRepr = [bool; 4];
    pub(super) const ZERO: Repr = [0.0; 4];

    #[inline(always)]
    fn zip(x: Repr, y: Repr, f: impl Fn(Real, Real) -> Real) -> Repr {
        [f(x[0], y[0]), f(x[1], y[1]), f(x[2], y[2]), f(x[3], y[3])]
    }
    #[inline(always)]
    pub(super) fn splat(x: Real) -> Repr {
        [x; 4]
    }
    #[inline(always)]
    pub(super) fn from_array(x: [Real; 4]) -> Repr {
        x
    }
    #[inline(always)]
    pub(super) fn to_array(x: Repr) -> [Real; 4] {
        x
    }
    #[inline(always)]
    pub(super) fn add(x: Repr, y: Repr) -> Repr {
        zip(x, y, |x, y| x + y)
    }
    #[inline(always)]
    pub(super) fn sub(x: Repr, y: Repr) -> Repr {
        zip(x, y, |x, y| x - y)
    }
    #[inline(always)]
    pub(super) fn mul(x: Repr, y: Repr) -> Repr {
        zip(x, y, |x, y| x * y)
    }
    #[inline(always)]
    pub(super) fn div(x: Repr, y: Repr) -> Repr {
        zip(x, y, |x, y| x / y)
    }
    #[inline(always)]
    pub(super) fn neg(x: Repr) -> Repr {
        x.map(|x| -x)
    }
    #[inline(always)]
    pub(super) fn sqrt(x: Repr) -> Repr {
        x.map(Real::sqrt)
    }
    #[inline(always)]
    pub(super) fn abs(x: Repr) -> Repr {
        x.map(Real::abs)
    }
    #[inline(always)]
    pub(super) fn with_sign_of(x: Repr, sign: Repr) -> Repr {
        zip(x, sign, Real::copysign)
    }
    #[inline(always)]
    pub(super) fn min(x: Repr, y: Repr) -> Repr {
        zip(x, y, |x, y| if y < x { y } else { x })
    }
    #[inline(always)]
    pub(super) fn max(x: Repr, y: Repr) -> Repr {
        zip(x, y, |x, y| if x < y { y } else { x })
    }
    #[inline(always)]
    pub(super) fn lt(x: Repr, y: Repr) -> MaskRepr {
        [x[0] < y[0], x[1] < y[1], x[2] < y[2], x[3] < y[3]]
    }
    #[inline(always)]
    pub(super) fn le(x: Repr, y: Repr) -> MaskRepr {
        [x[0] <= y[0], x[1] <= y[1], x[2] <= y[2], x[3] <= y[3]]
    }
    #[inline(always)]
    pub(super) fn select(mask: MaskRepr, yes: Repr, no: Repr) -> Repr {
        let pick = |lane: usize| if mask[lane] { yes[lane] } else { no[lane] };
        [pick(0), pick(1), pick(2), pick(3)]
    }
    #[inline(always)]
    pub(super) fn sums(rows: [Repr; 4]) -> Repr {
        rows.map(|[a, b, c, d]| (a + c) + (b + d))
    }
    #[cfg(not(feature = "f64"))]
    #[inline(always)]
    pub(super) fn exp2_of_shifted(x: Repr) -> Repr {
        x.map(|x| f32::from_bits(x.to_bits().wrapping_add(127) << 23))
    }
    #[cfg(not(feature = "f64"))]
    #[inline(always)]
    #[allow(clippy::cast_precision_loss)]
    pub(super) fn mantissa_and_exponent(x: Repr) -> (Repr, Repr) {
        let exponent = x.map(|x| {
            x.to_bits()
                .cast_signed()
                .wrapping_sub(super::SQRT_HALF_BITS)
                >> 23
        });
        let part = |lane: usize| {
            let bits = x[lane].to_bits().cast_signed();
            f32::from_bits(bits.wrapping_sub(exponent[lane] << 23).cast_unsigned())
        };
        (
            [part(0), part(1), part(2), part(3)],
            exponent.map(|e| e as f32),
        )
    }
}

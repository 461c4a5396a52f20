//! Plain arrays: the same operations in the same order, for every other target.

use crate::num::Real;

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

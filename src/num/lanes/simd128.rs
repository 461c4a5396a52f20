//! The register of simd128. Its intrinsics that touch no memory are safe functions.

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

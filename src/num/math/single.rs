//! The functions in single precision: polynomials and rational functions over lanes.
//!
//! The coefficients are minimax fits of the relative error, rounded to `f32`; with the
//! rounding of the evaluation every function stays within 1e-6 relative of the exact
//! value (`tests/math.rs` holds them against libm over the whole range).

use crate::num::lanes::Lanes;

/// Adding this leaves a small number's nearest integer in the low bits.
const SHIFT: f32 = 12_582_912.0;
const LN_2_HIGH: f32 = 0.693_359_4;
const LN_2_LOW: f32 = -2.121_944_4e-4;

#[inline(always)]
fn splat(x: f32) -> Lanes {
    Lanes::splat(x)
}

/// `c[0] + c[1] x + c[2] x² + …`, from the inside out (Horner).
#[inline(always)]
fn polynomial<const N: usize>(x: Lanes, c: [f32; N]) -> Lanes {
    let mut sum = splat(c[N - 1]);
    for &c in c[..N - 1].iter().rev() {
        sum = sum * x + splat(c);
    }
    sum
}

/// `(exp(r) - 1, 2^(n-1))` with `x = n ln 2 + r` and `|r|` at most half of `ln 2`; for `x`
/// from -86.9 to 89. The power is halved because `2^128` has no `f32`.
#[inline(always)]
fn reduced_exp(x: Lanes) -> (Lanes, Lanes) {
    let shifted = x * splat(core::f32::consts::LOG2_E) + splat(SHIFT);
    let n = shifted - splat(SHIFT);
    let r = x - n * splat(LN_2_HIGH) - n * splat(LN_2_LOW);
    let tail = [
        0.499_999_97,
        0.166_665_46,
        0.041_667_435,
        0.008_366_274,
        0.001_387_070_2,
    ];
    let m1 = r + (r * r) * polynomial(r, tail);
    (m1, (shifted - splat(1.0)).exp2_of_shifted())
}

#[inline(always)]
pub(super) fn exp(x: Lanes) -> Lanes {
    let lowest = splat(-86.9);
    let (m1, half_power) = reduced_exp(x.min(splat(89.0)).max(lowest));
    let y = (m1 + splat(1.0)) * half_power;
    x.lt(lowest).select(Lanes::ZERO, y + y)
}

#[inline(always)]
pub(super) fn exp_m1(x: Lanes) -> Lanes {
    // Below -20 the result is -1 to the last bit.
    let (m1, half_power) = reduced_exp(x.min(splat(89.0)).max(splat(-20.0)));
    let y = m1 * half_power + (half_power - splat(0.5));
    y + y
}

/// After S. L. Moshier's Cephes: `ln(1 + f) = f - f²/2 + f³ P(f)` on the mantissa.
// No step of training needs it, so that there is one of it for all the loops.
#[inline(never)]
pub(super) fn ln(x: Lanes) -> Lanes {
    let smallest_normal = splat(f32::MIN_POSITIVE);
    let tiny = x.lt(smallest_normal);
    let scaled = tiny.select(x * splat(8_388_608.0), x);
    let (mantissa, exponent) = scaled.mantissa_and_exponent();
    let exponent = exponent - tiny.select(splat(23.0), Lanes::ZERO);
    let f = mantissa - splat(1.0);
    let tail = [
        0.333_339_2,
        -0.250_013_83,
        0.199_625_95,
        -0.165_757_44,
        0.149_183,
        -0.142_847_22,
        0.087_125_39,
    ];
    let square = f * f;
    let low = (square * f) * polynomial(f, tail) + exponent * splat(LN_2_LOW);
    let y = (low - splat(0.5) * square + f) + exponent * splat(LN_2_HIGH);
    let y = x.le(splat(f32::MAX)).select(y, x);
    let y = x.lt(Lanes::ZERO).select(splat(f32::NAN), y);
    let zero = x.abs().le(Lanes::ZERO);
    zero.select(splat(f32::NEG_INFINITY), y)
}

/// `ln(u)` for `u = 1 + x` as rounded, and a first-order term for what the rounding lost.
#[inline(always)]
pub(super) fn ln_1p(x: Lanes) -> Lanes {
    let u = x + splat(1.0);
    let lost = x - (u - splat(1.0));
    let y = ln(u) + lost / u;
    x.gt(splat(-1.0))
        .select(x.le(splat(f32::MAX)).select(y, x), ln(u))
}

/// A rational function of `x` up to 8.8, beyond which it is 1 to the last bit.
#[inline(always)]
pub(super) fn tanh(x: Lanes) -> Lanes {
    let square = (x * x).min(splat(77.44));
    let above = [
        1.0,
        0.133_940_22,
        0.003_511_056_2,
        2.086_543_6e-5,
        1.371_473_7e-8,
    ];
    let below = [
        1.0,
        0.467_273_4,
        0.025_935_74,
        0.000_331_100_16,
        7.922_814_6e-7,
    ];
    let y = x * polynomial(square, above) / polynomial(square, below);
    y.min(splat(1.0)).max(splat(-1.0))
}

#[inline(always)]
pub(super) fn sigmoid(x: Lanes) -> Lanes {
    splat(1.0) / (splat(1.0) + exp(-x))
}

#[inline(always)]
pub(super) fn softplus(x: Lanes) -> Lanes {
    x.max(Lanes::ZERO) + ln_1p(exp(-x.abs()))
}

/// `½ erfc(|x|/√2)` as `½ exp(-x²/2) W`, with `W` a rational function: small
/// probabilities keep their relative accuracy.
#[inline(always)]
pub(super) fn normal(x: Lanes) -> (Lanes, Lanes) {
    let t = x.abs() * splat(core::f32::consts::FRAC_1_SQRT_2);
    let bell = exp(splat(-0.5) * x * x);
    let t = t.min(splat(9.4));
    let above = [1.0, 1.232_227_3, 0.725_142_95, 0.226_144_33, 0.032_152_994];
    let below = [
        1.0,
        2.360_607,
        2.388_794_4,
        1.313_309,
        0.400_859_94,
        0.056_988_885,
    ];
    let outside = splat(0.5) * bell * (polynomial(t, above) / polynomial(t, below));
    let below = x.lt(Lanes::ZERO).select(outside, splat(1.0) - outside);
    (below, bell * splat(0.398_942_3))
}

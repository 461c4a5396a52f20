//! The lane functions against libm in double precision, over the whole range.
#![cfg(not(feature = "f64"))]

use glassnet::num::math;

/// Numbers over all magnitudes: every `stride`th bit pattern of the finite `f32`.
fn patterns(stride: usize) -> impl Iterator<Item = f32> {
    (0..0x7f80_0000_u32)
        .step_by(stride)
        .flat_map(|bits| [f32::from_bits(bits), f32::from_bits(bits | 1 << 31)])
}

/// The largest relative error where the exact value is a normal number, at most `bound`.
fn hold(
    name: &str,
    bound: f64,
    domain: impl Fn(f32) -> bool,
    f: impl Fn(f32) -> f32,
    exact: impl Fn(f64) -> f64,
) {
    let mut worst = (0.0, 0.0);
    for x in patterns(2_039).filter(|&x| domain(x)) {
        let (y, t) = (f64::from(f(x)), exact(f64::from(x)));
        if t.abs() > f64::from(f32::MAX) {
            assert!(y.is_infinite(), "{name}({x}) = {y}, not {t}");
        } else if t.abs() < 2e-38 {
            assert!(y.abs() < 2e-38, "{name}({x}) = {y}, not {t}");
        } else {
            let error = ((y - t) / t).abs();
            if error > worst.0 {
                worst = (error, f64::from(x));
            }
            assert!(error <= bound, "{name}({x}) = {y}, not {t}: {error:e}");
        }
    }
    println!("{name}: {:.2e} at {}", worst.0, worst.1);
}

#[test]
fn every_function_is_within_a_millionth() {
    let all = |_: f32| true;
    hold("tanh", 1e-6, all, math::tanh, libm::tanh);
    hold("exp", 1e-6, all, math::exp, libm::exp);
    hold("exp_m1", 1e-6, all, math::exp_m1, libm::expm1);
    hold("ln", 1e-6, |x| x > 0.0, math::ln, libm::log);
    hold("ln_1p", 1e-6, |x| x > -1.0, math::ln_1p, libm::log1p);
    hold("sigmoid", 1e-6, all, math::sigmoid, |x| {
        1.0 / (1.0 + libm::exp(-x))
    });
    hold("softplus", 1e-6, all, math::softplus, |x| {
        x.max(0.0) + libm::log1p(libm::exp(-x.abs()))
    });
    let near = |x: f32| x > -6.0;
    hold(
        "normal",
        2e-6,
        near,
        |x| math::normal(x).0,
        |x| 0.5 * libm::erfc(-x * core::f64::consts::FRAC_1_SQRT_2),
    );
}

#[test]
fn the_ends_of_the_range_are_exact() {
    let inf = f32::INFINITY;
    assert_eq!((math::tanh(inf), math::tanh(-inf)), (1.0, -1.0));
    assert_eq!((math::tanh(9.1), math::tanh(-9.1)), (1.0, -1.0));
    assert_eq!(math::tanh(-0.0).to_bits(), (-0.0_f32).to_bits());
    assert_eq!(
        (math::exp(inf), math::exp(-inf), math::exp(0.0)),
        (inf, 0.0, 1.0)
    );
    assert_eq!((math::exp_m1(inf), math::exp_m1(-inf)), (inf, -1.0));
    assert_eq!(
        (math::ln(inf), math::ln(0.0), math::ln(1.0)),
        (inf, -inf, 0.0)
    );
    assert_eq!((math::ln_1p(inf), math::ln_1p(-1.0)), (inf, -inf));
    assert_eq!((math::sigmoid(inf), math::sigmoid(-inf)), (1.0, 0.0));
    assert_eq!(math::sigmoid(0.0), 0.5);
    assert_eq!((math::softplus(inf), math::softplus(-inf)), (inf, 0.0));
    assert_eq!(
        (math::normal(inf), math::normal(-inf)),
        ((1.0, 0.0), (0.0, 0.0))
    );
    for f in [
        math::tanh,
        math::exp,
        math::exp_m1,
        math::ln,
        math::ln_1p,
        math::sigmoid,
        math::softplus,
    ] {
        assert!(f(f32::NAN).is_nan());
    }
    assert!(math::ln(-1.0).is_nan() && math::ln_1p(-1.5).is_nan());
    assert!(math::normal(f32::NAN).0.is_nan());
}

#[test]
fn small_probabilities_keep_their_digits() {
    // The argument's own rounding counts x² times in the result.
    for i in 0..1200 {
        let x = -0.01 * i as f32;
        let exact = 0.5 * libm::erfc(-f64::from(x) * core::f64::consts::FRAC_1_SQRT_2);
        let error = (f64::from(math::normal(x).0) - exact).abs() / exact;
        assert!(error < 3e-7 + 4e-8 * f64::from(x * x), "{x}: {error:e}");
    }
}

#[test]
fn tanh_and_sigmoid_never_leave_their_range_and_rise() {
    let mut last = (-1.0, 0.0);
    for i in -200_000..200_000 {
        let x = i as f32 * 1e-4;
        let now = (math::tanh(x), math::sigmoid(x));
        assert!(now.0.abs() <= 1.0 && (0.0..=1.0).contains(&now.1));
        // Rounding may wobble by a few units in the last place, no more.
        assert!(now.0 >= last.0 - 4e-7 && now.1 >= last.1 - 2e-7, "{x}");
        last = now;
    }
}

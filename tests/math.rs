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

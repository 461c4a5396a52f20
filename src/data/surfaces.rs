//! Regression: a number over a line or over the plane.

use super::{Source, Target};

/// How far the noise pushes the target at its fullest.
const PUSH: f64 = 0.5;

/// `y = (x1 + x2) / 10`, over the square from −5 to 5.
pub(super) fn plane(source: &mut Source) -> ([f64; 2], Target) {
    let (x1, x2) = (source.uniform(-5.0, 5.0), source.uniform(-5.0, 5.0));
    let y = (x1 + x2) / 10.0 + source.push(PUSH);
    ([x1, x2], Target::Number(y))
}

/// The hills (height 1) and hollows (−1) of the multi-gaussian surface.
const HILLS: [(f64, f64, f64); 6] = [
    (-4.0, 2.5, 1.0),
    (0.0, 2.5, -1.0),
    (4.0, 2.5, 1.0),
    (-4.0, -2.5, -1.0),
    (0.0, -2.5, 1.0),
    (4.0, -2.5, -1.0),
];

/// Three hills and three hollows by turns, over the square from −6 to 6: of
/// `height · max(0, 1 − distance / 2)` over the six, the one that is largest in size.
pub(super) fn multi_gaussian(source: &mut Source) -> ([f64; 2], Target) {
    let (x1, x2) = (source.uniform(-6.0, 6.0), source.uniform(-6.0, 6.0));
    let mut y: f64 = 0.0;
    for (c1, c2, height) in HILLS {
        let square = (x1 - c1) * (x1 - c1) + (x2 - c2) * (x2 - c2);
        y += height * libm::exp(-0.5 * square / 1.44);
    }
    ([x1, x2], Target::Number(y + source.push(PUSH)))
}

/// `y = sin x1` over one period, from −π to π.
pub(super) fn sine(source: &mut Source) -> ([f64; 2], Target) {
    let x1 = source.uniform(-core::f64::consts::PI, core::f64::consts::PI);
    ([x1, 0.0], Target::Number(libm::sin(x1) + source.push(PUSH)))
}

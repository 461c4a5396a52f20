//! Regression: a number over a line or over the plane.

use super::{Source, Target};

/// How far the full noise pushes the target.
const PUSH: f64 = 0.5;

/// The end of every input.
const END: f64 = 3.0;

/// `y = (x1 + x2) / 6`, over the square from −3 to 3.
#[inline]
pub(super) fn plane(source: &mut Source) -> ([f64; 2], Target) {
    let (x1, x2) = (source.uniform(-END, END), source.uniform(-END, END));
    let y = (x1 + x2) / 6.0 + source.push(PUSH);
    ([x1, x2], Target::Number(y))
}

/// The middles of the hills (height 1) and hollows (height −1).
const BUMPS: [(f64, f64, f64); 6] = [
    (-2.0, 1.25, 1.0),
    (0.0, 1.25, -1.0),
    (2.0, 1.25, 1.0),
    (-2.0, -1.25, -1.0),
    (0.0, -1.25, 1.0),
    (2.0, -1.25, -1.0),
];

/// The square of the bumps' standard deviation.
const WIDTH: f64 = 0.36;

/// Three hills and three hollows by turns, over the square from −3 to 3: the sum of
/// `±exp(−d² / (2 · 0.36))` with the distance `d` to each one's middle.
#[inline]
pub(super) fn multi_gaussian(source: &mut Source) -> ([f64; 2], Target) {
    let (x1, x2) = (source.uniform(-END, END), source.uniform(-END, END));
    let bump = |(c1, c2, height): (f64, f64, f64)| {
        let square = (x1 - c1) * (x1 - c1) + (x2 - c2) * (x2 - c2);
        height * libm::exp(-square / (2.0 * WIDTH))
    };
    let y: f64 = BUMPS.into_iter().map(bump).sum();
    ([x1, x2], Target::Number(y + source.push(PUSH)))
}

/// `y = sin 2 x1` from −3 to 3, nearly two periods.
#[inline]
pub(super) fn sine(source: &mut Source) -> ([f64; 2], Target) {
    let x1 = source.uniform(-END, END);
    let y = libm::sin(2.0 * x1) + source.push(PUSH);
    ([x1, 0.0], Target::Number(y))
}

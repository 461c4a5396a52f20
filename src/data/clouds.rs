//! Clouds of normally distributed points.

use super::{Source, Target};

/// How far the full noise pushes a point.
const PUSH: f64 = 2.0;

/// A point of a round cloud.
#[inline]
fn cloud(source: &mut Source, centre: [f64; 2], spread: f64) -> [f64; 2] {
    let mut place = |middle| middle + spread * source.normal() + source.push(PUSH);
    [place(centre[0]), place(centre[1])]
}

/// Two clouds with standard deviation 0.45, around (−1, −1) and (1, 1).
#[inline]
pub(super) fn gaussians(source: &mut Source) -> ([f64; 2], Target) {
    let class = source.class(2);
    let centre = if class == 1 { 1.0 } else { -1.0 };
    (cloud(source, [centre, centre], 0.45), Target::Class(class))
}

/// Three clouds with standard deviation 0.35, around the corners of a triangle: 1.3 above
/// the origin, and 0.7 below it to the left and to the right.
#[inline]
pub(super) fn three_gaussians(source: &mut Source) -> ([f64; 2], Target) {
    let class = source.class(3);
    let centre = [[0.0, 1.3], [-1.2, -0.7], [1.2, -0.7]][class];
    (cloud(source, centre, 0.35), Target::Class(class))
}

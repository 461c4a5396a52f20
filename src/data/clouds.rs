//! Clouds of normally distributed points.

use super::{Source, Target};

/// A point of a round cloud: the noise does not add to the spread, it widens it.
fn cloud(source: &mut Source, centre: [f64; 2], spread: f64, push: f64) -> [f64; 2] {
    centre.map(|middle| middle + spread * source.normal() + source.push(push))
}

/// Two clouds, around (−2, −2) and (2, 2), each with standard deviation 0.8.
pub(super) fn gaussians(source: &mut Source) -> ([f64; 2], Target) {
    let class = source.class(2);
    let centre = if class == 1 { 2.0 } else { -2.0 };
    let place = cloud(source, [centre, centre], 0.8, 2.0);
    (place, Target::Class(class))
}

/// Three clouds with standard deviation 0.7 around the corners of an equilateral triangle
/// at distance 2.75 from the origin, the first at the top.
pub(super) fn three_gaussians(source: &mut Source) -> ([f64; 2], Target) {
    let class = source.class(3);
    let centre = [[0.0, 2.75], [-2.38, -1.375], [2.38, -1.375]][class];
    let place = cloud(source, centre, 0.7, 2.0);
    (place, Target::Class(class))
}

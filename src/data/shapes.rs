//! Two classes in shapes that no line parts.

use core::f64::consts::{PI, TAU};

use super::{Source, Target};

/// A disc of radius 2 inside a ring of radius 3 to 5, both filled evenly by angle and by
/// radius.
pub(super) fn circle(source: &mut Source) -> ([f64; 2], Target) {
    let class = source.class(2);
    let radius = if class == 1 {
        source.uniform(0.0, 2.5)
    } else {
        source.uniform(3.5, 5.0)
    };
    let angle = source.uniform(0.0, TAU);
    let place = [
        radius * libm::cos(angle) + source.push(1.5),
        radius * libm::sin(angle) + source.push(1.5),
    ];
    (place, Target::Class(class))
}

/// Four squares around the origin, each 0.3 to 5 away from both axes: the class is 1
/// where the two inputs have the same sign.
pub(super) fn xor(source: &mut Source) -> ([f64; 2], Target) {
    let class = source.class(2);
    let (x1, x2) = (source.uniform(0.3, 5.0), source.uniform(0.3, 5.0));
    let right = if source.uniform(-1.0, 1.0) < 0.0 {
        -1.0
    } else {
        1.0
    };
    let upper = if class == 1 { right } else { -right };
    let place = [right * x1 + source.push(1.5), upper * x2 + source.push(1.5)];
    (place, Target::Class(class))
}

/// Two arms that wind out from the origin, a half turn apart: at `t` from 0 to 1 along
/// the arm the radius is `5 t` and the angle `1.75 · 2π t`, clockwise from straight up.
pub(super) fn spiral(source: &mut Source) -> ([f64; 2], Target) {
    let class = source.class(2);
    let t = source.uniform(0.05, 1.0);
    let angle = 1.75 * TAU * t + if class == 1 { 0.0 } else { PI };
    let place = [
        5.0 * t * libm::sin(angle) + source.push(0.8),
        5.0 * t * libm::cos(angle) + source.push(0.8),
    ];
    (place, Target::Class(class))
}

/// Two half circles of radius 3 that reach into each other: the upper around (−1.5, −0.75), the lower
/// around (1.5, 0.75).
pub(super) fn moons(source: &mut Source) -> ([f64; 2], Target) {
    let class = source.class(2);
    let side = if class == 1 { 1.0 } else { -1.0 };
    let angle = source.uniform(0.0, PI);
    let place = [
        side * (3.0 * libm::cos(angle) - 1.5) + source.push(1.5),
        side * (3.0 * libm::sin(angle) - 0.75) + source.push(1.5),
    ];
    (place, Target::Class(class))
}

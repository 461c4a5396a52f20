//! Two classes in shapes that no line parts.

use core::f64::consts::{PI, TAU};

use super::{Source, Target};

/// Adds the noise to a point.
#[inline]
fn pushed(source: &mut Source, place: [f64; 2], full: f64) -> [f64; 2] {
    let [x1, x2] = place;
    [x1 + source.push(full), x2 + source.push(full)]
}

/// A disc of radius 1.25 inside a ring from radius 1.75 to 2.5; every angle and every
/// radius of its class is equally likely.
#[inline]
pub(super) fn circle(source: &mut Source) -> ([f64; 2], Target) {
    let class = source.class(2);
    let (from, to) = if class == 1 { (0.0, 1.25) } else { (1.75, 2.5) };
    let (radius, angle) = (source.uniform(from, to), source.uniform(0.0, TAU));
    let place = [radius * libm::cos(angle), radius * libm::sin(angle)];
    (pushed(source, place, 1.0), Target::Class(class))
}

/// Four squares around the origin, from 0.4 to 2.6 away from either axis: class 1 where
/// the two inputs have the same sign.
#[inline]
pub(super) fn xor(source: &mut Source) -> ([f64; 2], Target) {
    let class = source.class(2);
    let (x1, x2) = (source.uniform(0.4, 2.6), source.uniform(0.4, 2.6));
    let right = if source.uniform(-1.0, 1.0) < 0.0 {
        -1.0
    } else {
        1.0
    };
    let upper = if class == 1 { right } else { -right };
    (
        pushed(source, [right * x1, upper * x2], 1.0),
        Target::Class(class),
    )
}

/// Two arms that wind out from the origin, a half turn apart: at `t` from 0.05 to 1 along
/// an arm the radius is `2.5 t`, the angle `1.5 · 2π t`, clockwise from straight up.
#[inline]
pub(super) fn spiral(source: &mut Source) -> ([f64; 2], Target) {
    let class = source.class(2);
    let t = source.uniform(0.05, 1.0);
    let angle = 1.5 * TAU * t + if class == 1 { PI } else { 0.0 };
    let place = [2.5 * t * libm::sin(angle), 2.5 * t * libm::cos(angle)];
    (pushed(source, place, 0.5), Target::Class(class))
}

/// Two half circles of radius 1.5 that reach into each other: the upper one around
/// (−0.75, −0.375), the lower one around (0.75, 0.375).
#[inline]
pub(super) fn moons(source: &mut Source) -> ([f64; 2], Target) {
    let class = source.class(2);
    let side = if class == 1 { 1.0 } else { -1.0 };
    let angle = source.uniform(0.0, PI);
    let place = [
        side * (1.5 * libm::cos(angle) - 0.75),
        side * (1.5 * libm::sin(angle) - 0.375),
    ];
    (pushed(source, place, 0.8), Target::Class(class))
}

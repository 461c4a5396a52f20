//! The opening scene: e-mails in the plane of two counts, spam between two lines.
//!
//! A newsletter has many links and few exclamation marks, a delighted friend the
//! reverse, and most mail has few of both; spam has much of both. The spam region is the
//! wedge above one line and below the other, so no single line can cut it out, and two
//! hidden units (one a line) with one output can.
//!
//! First guess of the training defaults that go with it: 2-2-1, tanh, sigmoid output,
//! binary cross-entropy, SGD at rate 0.3, batch 10, Glorot uniform.

use super::{Source, Target};

/// Samples of the opening scene.
pub const SAMPLES: usize = 200;
/// Noise of the opening scene.
pub const NOISE: f32 = 0.0;
/// Share of the samples that train in the opening scene.
pub const TRAIN_FRACTION: f32 = 0.7;

/// The end of both axes: 0 to 6 per 100 words.
const END: f64 = 6.0;
/// Where the two lines meet, on the diagonal.
const TIP: f64 = 1.0;
/// The steeper line's slope; the other line is its mirror image in the diagonal.
const SLOPE: f64 = 2.5;
/// Half the gap that stays free of e-mails along each line, at right angles to it.
const MARGIN: f64 = 0.2;
/// The full noise's standard deviation.
const PUSH: f64 = 1.0;

/// How far a point lies inside the wedge: its distance to the nearer line, negative
/// outside.
fn depth(x1: f64, x2: f64) -> f64 {
    let (u, v) = (x1 - TIP, x2 - TIP);
    let length = libm::sqrt(1.0 + SLOPE * SLOPE);
    ((SLOPE * u - v) / length).min((SLOPE * v - u) / length)
}

/// An e-mail: uniform over its class's region, which is searched by trying points of the
/// whole plane until one lies deep enough in it.
pub(super) fn sample(source: &mut Source) -> ([f64; 2], Target) {
    let class = source.class(2);
    let side = if class == 1 { 1.0 } else { -1.0 };
    loop {
        let (x1, x2) = (source.uniform(0.0, END), source.uniform(0.0, END));
        if side * depth(x1, x2) > MARGIN {
            let place = [x1 + source.push(PUSH), x2 + source.push(PUSH)];
            return (place, Target::Class(class));
        }
    }
}

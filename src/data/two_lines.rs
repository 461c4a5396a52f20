//! The opening scene: e-mails in the plane of two counts, spam between two lines.
//!
//! A newsletter has many links and few exclamation marks, a delighted friend the
//! reverse, and most mail has few of both; spam has much of both. The spam region is the
//! wedge `2.5 x1 − x2 > 0.3` and `2.5 x2 − x1 > 0.3`, whose tip lies at (0.2, 0.2): no
//! single line can cut it out (the best one leaves about every sixth e-mail wrong), and
//! two hidden units, one a line, with one output can.
//!
//! What goes with it: 2-2-1, tanh, sigmoid output, binary cross-entropy, Glorot uniform
//! weights with biases at zero, plain SGD with rate 0.3 and batches of 10. The boundary
//! then moves visibly for some 30 to 100 epochs. `tests/learns.rs` holds it to that. The
//! numbers were found by trying:
//!
//! - **The scale decides.** With raw inputs up to 1, SGD finds the wedge from nearly
//!   every start (two of 1000 were missed); up to 2 it misses one start in ten, up to 6
//!   three in four, because a hidden unit that sees large positive inputs is saturated
//!   before it has turned.
//! - **The shape matters less.** Wedges with slopes 2 to 3 and tips at 0.1 to 0.25 all
//!   serve; a tip at 0.3 or beyond does worse. A band between parallel lines misses one
//!   start in ten, since both units like to settle on the same side of it. Two lines
//!   that cut off only a corner are nearly solved by one, which teaches nothing.
//! - **The rule hardly.** Adam is quicker and no more reliable; SGD at 0.1 learns the
//!   same in some 100 epochs, at 1 in 15. So it is the rule that is explained first, at a rate
//!   that leaves time to look.

use super::{Source, Target};

/// Samples of the opening scene.
pub const SAMPLES: usize = 400;
/// Noise of the opening scene.
pub const NOISE: crate::num::Real = 0.0;
/// Share of the samples that train in the opening scene.
pub const TRAIN_FRACTION: crate::num::Real = 0.7;

/// Each line's slope against the axis it leans to.
const SLOPE: f64 = 2.5;
/// What each line's linear form exceeds on the spam side.
const THRESHOLD: f64 = 0.3;
/// Half the width of the strip that stays free of e-mails along each line.
const MARGIN: f64 = 0.03;
/// Standard deviation of the full noise.
const PUSH: f64 = 0.2;

/// How far a point lies inside the wedge: its distance to the nearer line, negative
/// outside.
#[inline]
fn depth(x1: f64, x2: f64) -> f64 {
    let length = (1.0 + SLOPE * SLOPE).sqrt();
    let first = SLOPE * x1 - x2 - THRESHOLD;
    let second = SLOPE * x2 - x1 - THRESHOLD;
    first.min(second) / length
}

/// An e-mail: spread evenly over its class's region, which is searched by trying points
/// of the whole plane until one lies deep enough in it.
#[inline]
pub(super) fn sample(source: &mut Source) -> ([f64; 2], Target) {
    let class = source.class(2);
    let side = if class == 1 { 1.0 } else { -1.0 };
    loop {
        let (x1, x2) = (source.uniform(0.0, 1.0), source.uniform(0.0, 1.0));
        if side * depth(x1, x2) > MARGIN {
            let place = [x1 + source.push(PUSH), x2 + source.push(PUSH)];
            return (place, Target::Class(class));
        }
    }
}

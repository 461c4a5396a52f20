//! What each sample of the next batch adds to the gradient of one parameter.

use super::{Mlp, edit};
use crate::lab::experiment::Share;
use crate::nn::Trace;
use crate::num::Real;
use crate::num::order;
use crate::scene::Part;

/// The shares of a part's gradient, the largest first; none for a part without a gradient.
/// They are kept until the weights change, since several pictures show them.
pub(super) fn shares(mlp: &mut Mlp, part: Part) -> &[Share] {
    let known = mlp.shares.as_ref().is_some_and(|(kept, _)| *kept == part);
    if !known {
        let found = if edit::index(mlp, part).is_some() {
            work_out(mlp, part)
        } else {
            Vec::new()
        };
        mlp.shares = Some((part, found));
    }
    mlp.shares.as_ref().map_or(&[], |(_, shares)| shares)
}

/// The shares that are known.
pub(super) fn known(mlp: &Mlp, part: Part) -> &[Share] {
    let kept = mlp.shares.as_ref().filter(|(kept, _)| *kept == part);
    kept.map_or(&[], |(_, shares)| shares)
}

fn work_out(mlp: &Mlp, part: Part) -> Vec<Share> {
    let batch = mlp.trainer.next_batch();
    let shares: Vec<Share> = batch
        .into_iter()
        .map(|sample| Share {
            sample,
            gradient: gradient(&mlp.trainer.trace(sample), part).into(),
        })
        .collect();
    order::ascending(&shares, |share| -share.gradient.abs())
}

/// The gradient of an existing part in one sample's pass.
fn gradient(trace: &Trace, part: Part) -> Real {
    match part {
        Part::Weight { layer, unit, input } => trace.layers[layer].d_weight[(unit, input)],
        Part::Bias { layer, unit } => trace.layers[layer].d_bias[unit],
        _ => 0.0,
    }
}
